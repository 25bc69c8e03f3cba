//! A repository that smsdoc works on, and everything that is read from it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::day;
use super::embedded::{self, Files};
use super::error::Error;
use super::request::{Read, Request};
use super::schema::SchemaSet;
use super::texts::Texts;
use super::tree::{Entry, Kind, Stamp, Tree};
use super::{codeowners, document, line, settings};
use crate::git;
use crate::model::config::Config;
use crate::model::document::{Document, is_markdown};
use crate::model::finding::{Finding, Place};
use crate::model::framework::Framework;
use crate::model::history::{History, ObjectId};
use crate::model::inputs::{Content, Inputs, Repository};
use crate::model::line::Line;
use crate::model::people::People;
use crate::model::source::SourceFile;

/// Folder and file that mark the root of an SMS.
const CONTENT: &str = "sms-docs";
const CONFIG: &str = "smsdoc.yaml";
const PEOPLE: &str = "people.yaml";

/// A repository or folder that was found.
pub struct Workspace {
    /// Folder to which all paths are relative: the root of the git repository, else the root of the SMS.
    top: Utf8PathBuf,
    /// Root of the SMS below it.
    root: Utf8PathBuf,
    /// Content folder below the top.
    content: Utf8PathBuf,
    /// Whether there is a configuration.
    configured: bool,
    git: Option<Mutex<git::Repository>>,
    cache: Mutex<ParseCache>,
}

/// What a preview need not read again for every save.
#[derive(Default)]
struct ParseCache {
    /// Schemas that the documents were held against, by their files; others make the documents void.
    schemas: Option<(Files, Arc<SchemaSet>, BTreeMap<String, Framework>)>,
    /// What git knows, by the commits and tags that it was read from.
    known: Option<(KnownFrom, Known)>,
    /// Documents by path, with the stamp that they were read at.
    parsed: HashMap<Utf8PathBuf, (Stamp, Parsed)>,
}

/// What the knowledge of git was read from: commits, and tags with their objects.
type KnownFrom = (Commits, Vec<(String, ObjectId)>);

/// The commits that decide what is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Commits {
    /// The commit that is checked out, or published.
    head: ObjectId,
    /// End of the branch on which commits land.
    tip: ObjectId,
    /// Last commit of the controlled line that counts.
    until: ObjectId,
    /// Last instant at which a tag counts.
    cutoff: Option<jiff::Timestamp>,
}

/// Which files are looked at, and on which day.
struct View<'g> {
    tree: Tree<'g>,
    content: Content,
    today: jiff::civil::Date,
    /// `None` without git or without a commit.
    commits: Option<Commits>,
}

/// What git knows of the documents.
#[derive(Clone, Default)]
struct Known {
    history: Arc<History>,
    line: Arc<Line>,
    repository: Repository,
    replaced: bool,
}

/// A file that was read: its document, where it has one, and what is wrong with its form.
type Parsed = (Option<Arc<Document>>, Arc<[Finding]>);

impl Workspace {
    /// Finds the SMS: at the folder that was named, else at or above the current one.
    ///
    /// # Errors
    ///
    /// Where there is none, or the repository around it cannot be opened.
    pub fn open(named: Option<&Utf8Path>, current: &Utf8Path) -> Result<Self, Error> {
        let is_root = |dir: &Utf8Path| dir.join(CONTENT).join(CONFIG).is_file();
        let root = match named {
            Some(dir) => current.join(dir),
            None => {
                let found = current.ancestors().find(|dir| is_root(dir));
                found.ok_or_else(|| Error::NoRoot(current.to_owned()))?.to_owned()
            }
        };
        let root = root.canonicalize_utf8().ok().filter(|root| root.is_dir()).ok_or(Error::NotAFolder(root))?;
        let configured = is_root(&root);
        let git = git::Repository::discover(&root)?;
        let top = git.as_ref().and_then(git::Repository::workdir).and_then(|top| top.canonicalize_utf8().ok());
        let top = top.filter(|top| root.starts_with(top)).unwrap_or_else(|| root.clone());
        let below = root.strip_prefix(&top).map(Utf8Path::to_owned).unwrap_or_default();
        let content = if configured { below.join(CONTENT) } else { below.clone() };
        Ok(Self { top, root: below, content, configured, git: git.map(Mutex::new), cache: Mutex::default() })
    }

    /// The folder to which all paths are relative, on disk.
    #[must_use]
    pub fn top(&self) -> &Utf8Path {
        &self.top
    }

    /// The root of the SMS on disk.
    #[must_use]
    pub fn root(&self) -> Utf8PathBuf {
        self.top.join(&self.root)
    }

    /// The content folder on disk.
    #[must_use]
    pub fn content(&self) -> Utf8PathBuf {
        self.top.join(&self.content)
    }

    /// Schemas, by the files of the program and those on disk.
    ///
    /// # Errors
    ///
    /// Where one cannot be used.
    pub fn schemas(&self) -> Result<Arc<SchemaSet>, Error> {
        let tree = Tree::Disk { top: &self.top };
        Ok(self.schema_set(&self.overridden(&tree, "schema", embedded::schema_files())?)?.0)
    }

    /// Reads everything.
    ///
    /// # Errors
    ///
    /// Where the disk, the repository, a schema or the configuration's time zone make it impossible. What is wrong with
    /// the content is a finding.
    pub fn read(&self, request: &Request) -> Result<Read, Error> {
        self.read_from(request, false)
    }

    /// Reads everything as the commit that is checked out has it, whether or not it is on the controlled line. That is
    /// what somebody approves: neither what lies on disk nor what others have landed meanwhile.
    ///
    /// # Errors
    ///
    /// As for [`Self::read`].
    pub fn read_head(&self, request: &Request) -> Result<Read, Error> {
        self.read_from(request, true)
    }

    fn read_from(&self, request: &Request, committed: bool) -> Result<Read, Error> {
        let guard = self.git.as_ref().map(|git| git.lock().unwrap_or_else(PoisonError::into_inner));
        let git = guard.as_deref();
        let mut findings = Vec::new();
        let view = self.view(git, request, committed, &mut findings)?;
        let View { tree, content, today, .. } = &view;
        let schema_files = self.overridden(tree, "schema", embedded::schema_files())?;
        let theme = self.overridden(tree, "themes", embedded::theme_files())?;
        let (schemas, frameworks) = self.schema_set(&schema_files)?;
        let (config, config_file) = self.config(tree, git)?;
        let people_file = self.text(tree, &self.content.join(PEOPLE), &mut findings)?;
        let mut people = People::default();
        for (file, name) in [(&config_file, "smsdoc"), (&people_file, "people")] {
            let Some(file) = file else { continue };
            if name == "people" {
                let (read, found) = settings::read(file, name, &schemas);
                people = read;
                findings.extend(found);
            } else {
                findings.extend(settings::read::<Config>(file, name, &schemas).1);
            }
        }
        if !self.configured {
            let folder = if self.content.as_str().is_empty() { "." } else { self.content.as_str() };
            let message = format!(
                "there is no `{CONTENT}/{CONFIG}` here: the whole folder is read as content, with the default configuration"
            );
            findings.push(
                Finding::new("configuration-missing", Place::file(folder), message)
                    .help("run `smsdoc init` to begin a configuration"),
            );
        }
        let entries = tree.files(&self.content)?;
        let documents = self.documents(tree, &entries, &schemas, &mut findings)?;
        let files: BTreeSet<Utf8PathBuf> =
            entries.iter().filter(|entry| entry.kind == Kind::File).map(|entry| entry.path.clone()).collect();
        let known = match (git, &view.commits) {
            (Some(git), Some(commits)) if request.history => self.known(git, commits, &config.control.release_tags)?,
            (Some(_), Some(_)) => Known { repository: Repository::Whole, ..Known::default() },
            _ => Known::default(),
        };
        let uncommitted = match git {
            Some(git) if request.uncommitted && view.commits.is_some() => git.uncommitted(&self.content)?,
            _ => Vec::new(),
        };
        let inputs = Inputs {
            content_folder: self.content.clone(),
            config_file,
            people,
            people_file,
            documents,
            files,
            codeowners: codeowners::files(tree)?,
            types: schemas.types().clone(),
            frameworks,
            history: known.history,
            line: known.line,
            zone: day::zone(&config)?,
            repository: known.repository,
            replaced: known.replaced,
            content: content.clone(),
            uncommitted: uncommitted.into_iter().map(|(path, state)| (path, change(state))).collect(),
            today: *today,
            findings,
            config,
            allow_shallow: request.allow_shallow,
            drafts: request.drafts,
        };
        let attachments = attachments(tree, &inputs)?;
        let texts = Arc::new(Texts::new(git.map(|_| self.top.as_path())));
        Ok(Read { inputs, theme, attachments, texts })
    }

    /// Finds out which files are looked at, and on which day.
    fn view<'g>(
        &'g self,
        git: Option<&'g git::Repository>,
        request: &Request,
        committed: bool,
        findings: &mut Vec<Finding>,
    ) -> Result<View<'g>, Error> {
        let disk = || Tree::Disk { top: &self.top };
        let head = match git {
            Some(git) => git.head()?,
            None => None,
        };
        let (Some(git), Some(head)) = (git, head) else {
            let config = self.config(&disk(), None)?.0;
            let today = day::today(&config, request.as_of.as_deref(), &request.today)?;
            return Ok(View { tree: disk(), content: Content::WorkingTree, today, commits: None });
        };
        let control = if request.published || committed { Tree::Commit { git, id: head } } else { disk() };
        let config = self.config(&control, Some(git))?.0;
        let tip = git.branch_tip(&config.control.branch)?;
        if tip.is_none() {
            findings.push(self.branch_missing(&config));
        }
        let end = tip.unwrap_or(head);
        let line = git.line_base(end, head)?.unwrap_or(end);
        if request.published {
            let moment = day::moment(git, &config, line, request.as_of.as_deref(), &request.today)?;
            let commits =
                Commits { head: moment.commit, tip: moment.commit, until: moment.commit, cutoff: moment.cutoff };
            return Ok(View {
                tree: Tree::Commit { git, id: moment.commit },
                content: Content::Commit(moment.commit),
                today: moment.today,
                commits: Some(commits),
            });
        }
        let today = day::today(&config, request.as_of.as_deref(), &request.today)?;
        let commits = Commits { head, tip: end, until: line, cutoff: None };
        let content = if committed { Content::Commit(head) } else { Content::WorkingTree };
        let tree = if committed { control } else { disk() };
        Ok(View { tree, content, today, commits: Some(commits) })
    }

    /// What git knows of the documents; the same as before while no commit and no tag is new.
    fn known(&self, git: &git::Repository, commits: &Commits, release_tags: &str) -> Result<Known, Error> {
        let key = (*commits, git.tag_names()?);
        let known = self.cache.lock().unwrap_or_else(PoisonError::into_inner).known.clone();
        if let Some((_, known)) = known.filter(|(before, _)| *before == key) {
            return Ok(known);
        }
        let condition = git.condition()?;
        let cut = |reason: &str| {
            let repository = Repository::Cut { reason: reason.to_owned() };
            Known { repository, ..Known::default() }
        };
        if condition.shallow {
            return Ok(cut("this clone holds only the newest commits (it is shallow)"));
        }
        if condition.grafted {
            return Ok(cut("`info/grafts` gives commits other parents than they state"));
        }
        let people = self.content.join(PEOPLE);
        let history =
            git.history(commits.head, Some(commits.tip), Utf8Path::new(""), std::slice::from_ref(&people), true)?;
        if !history.complete {
            return Ok(cut("objects of the history are missing from this clone"));
        }
        let source = line::Source {
            git,
            history: &history,
            content: &self.content,
            people: &people,
            until: commits.until,
            cutoff: commits.cutoff,
            release_tags,
        };
        let line = Arc::new(line::line(&source)?);
        let known =
            Known { history: Arc::new(history), line, repository: Repository::Whole, replaced: condition.replaced };
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).known = Some((key, known.clone()));
        Ok(known)
    }

    fn branch_missing(&self, config: &Config) -> Finding {
        let message = format!(
            "`control.branch` is `{}`, and there is no such branch here: the history of HEAD is taken as the controlled line",
            config.control.branch
        );
        let path = if self.configured { self.content.join(CONFIG) } else { Utf8PathBuf::from(".") };
        Finding::new("branch-missing", Place::file(path), message)
            .help("name the branch that readers rely on, or fetch it")
    }

    /// The files of a folder of the program, with those of the repository in place of equal names.
    fn overridden(&self, tree: &Tree<'_>, folder: &str, mut files: Files) -> Result<Files, Error> {
        if !self.configured {
            return Ok(files);
        }
        let under = self.root.join(folder);
        for entry in tree.files(&under)? {
            if entry.kind == Kind::File
                && let Ok(name) = entry.path.strip_prefix(&under)
            {
                files.insert(name.as_str().replace('\\', "/"), tree.read_entry(&entry)?.into());
            }
        }
        Ok(files)
    }

    fn schema_set(&self, files: &Files) -> Result<(Arc<SchemaSet>, BTreeMap<String, Framework>), Error> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, set, frameworks)) = &cache.schemas
            && known == files
        {
            return Ok((Arc::clone(set), frameworks.clone()));
        }
        let set = Arc::new(SchemaSet::load(files)?);
        let frameworks = frameworks(files)?;
        cache.parsed.clear();
        cache.schemas = Some((files.clone(), Arc::clone(&set), frameworks.clone()));
        Ok((set, frameworks))
    }

    /// The configuration; its faults are reported when the schemas are there.
    fn config(&self, tree: &Tree<'_>, git: Option<&git::Repository>) -> Result<(Config, Option<SourceFile>), Error> {
        let file = match self.configured {
            true => self.text(tree, &self.content.join(CONFIG), &mut Vec::new())?,
            false => None,
        };
        let mut config: Config = file.as_ref().map(settings::values).unwrap_or_default();
        if let Some(git) = git {
            line::settle_branch(&mut config, git)?;
        }
        Ok((config, file))
    }

    fn text(&self, tree: &Tree<'_>, path: &Utf8Path, findings: &mut Vec<Finding>) -> Result<Option<SourceFile>, Error> {
        let Some(bytes) = tree.read(path)? else { return Ok(None) };
        match document::decode(path, bytes) {
            Ok(file) => Ok(Some(file)),
            Err(finding) => {
                findings.push(*finding);
                Ok(None)
            }
        }
    }

    /// Reads every document, the unchanged ones from the cache, the others on all processors.
    fn documents(
        &self,
        tree: &Tree<'_>,
        entries: &[Entry],
        schemas: &SchemaSet,
        findings: &mut Vec<Finding>,
    ) -> Result<Vec<Arc<Document>>, Error> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let mut fresh: Vec<(&Entry, Vec<u8>)> = Vec::new();
        let mut known: BTreeMap<&Utf8Path, Parsed> = BTreeMap::new();
        for entry in entries {
            if let Some(finding) = not_read(entry) {
                findings.push(finding);
                continue;
            }
            if !is_markdown(&entry.path) {
                continue;
            }
            match cache.parsed.get(&entry.path) {
                Some((stamp, parsed)) if *stamp == entry.stamp => {
                    known.insert(&entry.path, parsed.clone());
                }
                _ => match tree.read_entry(entry) {
                    Ok(bytes) => fresh.push((entry, bytes)),
                    Err(error) => findings.push(document::unreadable(&entry.path, error.to_string())),
                },
            }
        }
        let parsed: Vec<(&Entry, Parsed)> = fresh
            .into_par_iter()
            .map(|(entry, bytes)| match document::decode(&entry.path, bytes) {
                Ok(file) => {
                    let (document, found) = document::read(file, schemas);
                    (entry, (document.map(Arc::new), found.into()))
                }
                Err(finding) => (entry, (None, vec![*finding].into())),
            })
            .collect();
        for (entry, parsed) in parsed {
            cache.parsed.insert(entry.path.clone(), (entry.stamp, parsed.clone()));
            known.insert(&entry.path, parsed);
        }
        let mut documents = Vec::with_capacity(known.len());
        for (document, found) in known.into_values() {
            documents.extend(document);
            findings.extend(found.iter().cloned());
        }
        Ok(documents)
    }
}

/// Why a file of the content folder is passed over, where that is worth a word.
fn not_read(entry: &Entry) -> Option<Finding> {
    let (message, help) = match entry.kind {
        Kind::File => return None,
        Kind::Symlink => (
            "this is a link to another file; links are not followed",
            "put a copy here, or link to the document in its text",
        ),
        Kind::Other => ("this is not an ordinary file", "remove it, or move it out of the content folder"),
    };
    Some(document::unreadable(&entry.path, message).help(help))
}

/// What happened to a file, as messages say it.
fn change(state: git::FileState) -> &'static str {
    match state {
        git::FileState::Modified => "changed",
        git::FileState::Added => "added",
        git::FileState::Deleted => "removed",
    }
}

fn frameworks(files: &Files) -> Result<BTreeMap<String, Framework>, Error> {
    let mut frameworks = BTreeMap::new();
    for (path, bytes) in files {
        let name = path.strip_prefix("frameworks/").and_then(|name| name.strip_suffix(".yaml"));
        if name.is_some_and(|name| !name.contains(['.', '/'])) {
            let path = Utf8Path::new("schema").join(path);
            let framework: Framework = settings::data(&path, bytes).map_err(Error::Data)?;
            frameworks.insert(framework.id.clone(), framework);
        }
    }
    Ok(frameworks)
}

/// Reads the files that documents link or show. What is not linked is not published.
fn attachments(tree: &Tree<'_>, inputs: &Inputs) -> Result<BTreeMap<Utf8PathBuf, Arc<[u8]>>, Error> {
    let mut attachments = BTreeMap::new();
    let linked = inputs
        .documents
        .iter()
        .flat_map(|document| document.outline.links.iter().filter_map(|link| document.linked_path(link)));
    for path in linked.collect::<BTreeSet<_>>() {
        if inputs.files.contains(&path)
            && !is_markdown(&path)
            && let Some(bytes) = tree.read(&path)?
        {
            attachments.insert(path, bytes.into());
        }
    }
    Ok(attachments)
}
