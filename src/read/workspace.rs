//! A repository that smsdoc works on, and everything that is read from it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::day;
use super::embedded::{self, Files};
use super::error::Error;
use super::frameworks::Frameworks;
use super::request::{Read, Request};
use super::schema::SchemaSet;
use super::texts::Texts;
use super::tree::{Kind, Tree};
use super::view::{At, Commits, View};
use super::{baseline, codeowners, crosswalks, document, documents, figures, frameworks, line, settings};
use crate::git;
use crate::model::config::Config;
use crate::model::crosswalk::Crosswalk;
use crate::model::document::is_markdown;
use crate::model::finding::{Finding, Place};
use crate::model::history::{History, ObjectId};
use crate::model::inputs::{Inputs, Repository};
use crate::model::line::Line;
use crate::model::people::People;
use crate::model::source::SourceFile;
use crate::say;
use camino::{Utf8Path, Utf8PathBuf};

/// Folder and file that mark the root of an SMS.
const CONTENT: &str = "sms-docs";
pub(super) const CONFIG: &str = "smsdoc.yaml";
const PEOPLE: &str = "people.yaml";
/// Findings that a team knows of and mends later.
pub const BASELINE: &str = "smsdoc-baseline.json";

/// A repository or folder that was found.
pub struct Workspace {
    /// Folder to which all paths are relative: the root of the git repository, else the root of the SMS.
    pub(super) top: Utf8PathBuf,
    /// Root of the SMS below it.
    root: Utf8PathBuf,
    /// Content folder below the top.
    pub(super) content: Utf8PathBuf,
    /// Whether there is a configuration.
    pub(super) configured: bool,
    git: Option<Mutex<git::Repository>>,
    cache: Mutex<ParseCache>,
}

/// What a preview need not read again for every save.
#[derive(Default)]
struct ParseCache {
    /// Schemas that the documents were held against, by their files; others make the documents void.
    schemas: Option<(Files, Schemas)>,
    /// What git knows, by the commits and tags that it was read from.
    known: Option<(KnownFrom, Known)>,
    /// Documents by path, with the stamp that they were read at.
    parsed: documents::Parsed,
}

/// All that the files of `schema/` say.
#[derive(Clone)]
struct Schemas {
    set: Arc<SchemaSet>,
    frameworks: Frameworks,
    crosswalks: Vec<Crosswalk>,
    /// What is wrong with the crosswalks.
    findings: Vec<Finding>,
}

/// What the knowledge of git was read from: commits, and tags with their objects.
type KnownFrom = (Commits, Vec<(String, ObjectId)>);

/// What git knows of the documents.
#[derive(Clone, Default)]
struct Known {
    history: Arc<History>,
    line: Arc<Line>,
    repository: Repository,
    replaced: bool,
}

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
        Ok(self.schema_set(&self.overridden(&tree, "schema", embedded::schema_files())?)?.set)
    }

    /// Reads everything.
    ///
    /// # Errors
    ///
    /// Where the disk, the repository, a schema or the configuration's time zone make it impossible. What is wrong with
    /// the content is a finding.
    pub fn read(&self, request: &Request) -> Result<Read, Error> {
        self.read_from(request, At::Request)
    }

    /// Reads everything as the commit that is checked out has it, whether or not it is on the controlled line. That is
    /// what somebody approves: neither what lies on disk nor what others have landed meanwhile.
    ///
    /// # Errors
    ///
    /// As for [`Self::read`].
    pub fn read_head(&self, request: &Request) -> Result<Read, Error> {
        self.read_from(request, At::Head)
    }

    /// Reads everything as a commit has it, as if it were checked out: what a change begins from.
    ///
    /// # Errors
    ///
    /// As for [`Self::read`].
    pub fn read_commit(&self, request: &Request, commit: ObjectId) -> Result<Read, Error> {
        self.read_from(request, At::Commit(commit))
    }

    fn read_from(&self, request: &Request, at: At) -> Result<Read, Error> {
        let guard = self.git.as_ref().map(|git| git.lock().unwrap_or_else(PoisonError::into_inner));
        let git = guard.as_deref();
        let mut findings = Vec::new();
        let view = self.view(git, request, at, &mut findings)?;
        let View { tree, content, today, .. } = &view;
        let schema_files = self.overridden(tree, "schema", embedded::schema_files())?;
        let theme = self.overridden(tree, "themes", embedded::theme_files())?;
        let Schemas { set: schemas, frameworks, crosswalks, findings: faults } = self.schema_set(&schema_files)?;
        findings.extend(frameworks.findings);
        findings.extend(faults);
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
        let settings_unreadable =
            [&config_file, &people_file].into_iter().flatten().any(|file| !settings::is_readable(file));
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
        let baseline = self.text(tree, &self.content.join(BASELINE), &mut findings)?;
        let (baseline, faults) = baseline.as_ref().map(baseline::read).unwrap_or_default();
        findings.extend(faults);
        let entries = tree.files(&self.content)?;
        let source = documents::Source { tree, schemas: &schemas, kept: git.map(|git| (git, &schema_files)) };
        let known = || match (git, &view.commits) {
            (Some(git), Some(commits)) if request.history => self.known(git, commits, &config.control.release_tags),
            (Some(_), Some(_)) => Ok(Known { repository: Repository::Whole, ..Known::default() }),
            _ => Ok(Known::default()),
        };
        let cache = || self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let mut parsed = std::mem::take(&mut cache().parsed);
        let (documents, known) = source.read(&entries, &mut parsed, &mut findings, known);
        cache().parsed = parsed;
        let known = known?;
        let files: BTreeSet<Utf8PathBuf> =
            entries.iter().filter(|entry| entry.kind == Kind::File).map(|entry| entry.path.clone()).collect();
        let tables = figures::tables(tree, &entries, &documents, &mut findings)?;
        let uncommitted = match git {
            Some(git) if request.uncommitted && view.commits.is_some() => git.uncommitted(&self.content)?,
            _ => Vec::new(),
        };
        let inputs = Inputs {
            content_folder: self.content.clone(),
            config_file,
            people,
            people_file,
            settings_unreadable,
            baseline,
            documents,
            files,
            tables,
            codeowners: codeowners::files(tree)?,
            types: schemas.types().clone(),
            field_order: schemas.field_order(),
            frameworks: frameworks.known,
            refused_frameworks: frameworks.refused,
            crosswalks,
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

    /// What git knows of the documents; the same as before while no commit and no tag is new.
    fn known(&self, git: &git::Repository, commits: &Commits, release_tags: &str) -> Result<Known, Error> {
        let key = (*commits, git.tag_names()?);
        let known = self.cache.lock().unwrap_or_else(PoisonError::into_inner).known.clone();
        if let Some((_, known)) = known.filter(|(before, _)| *before == key) {
            return Ok(known);
        }
        let condition = git.condition()?;
        let cut = |reason: String| {
            let repository = Repository::Cut { reason };
            Known { repository, ..Known::default() }
        };
        if condition.shallow {
            return Ok(cut(say!("this clone holds only the newest commits (it is shallow)")));
        }
        if condition.grafted {
            return Ok(cut(say!("`info/grafts` gives commits other parents than they state")));
        }
        let people = self.content.join(PEOPLE);
        let history =
            git.history(commits.head, Some(commits.tip), Utf8Path::new(""), std::slice::from_ref(&people), true)?;
        if !history.complete {
            return Ok(cut(say!("objects of the history are missing from this clone")));
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

    fn schema_set(&self, files: &Files) -> Result<Schemas, Error> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, schemas)) = &cache.schemas
            && known == files
        {
            return Ok(schemas.clone());
        }
        let set = Arc::new(SchemaSet::load(files)?);
        let folder = self.root.join("schema");
        let frameworks = frameworks::read(files, &folder, set.types());
        let (crosswalks, findings) = crosswalks::read(files, &folder, &frameworks.known);
        let schemas = Schemas { set, frameworks, crosswalks, findings };
        cache.parsed.clear();
        cache.schemas = Some((files.clone(), schemas.clone()));
        Ok(schemas)
    }

    /// The configuration; its faults are reported when the schemas are there.
    pub(super) fn config(
        &self,
        tree: &Tree<'_>,
        git: Option<&git::Repository>,
    ) -> Result<(Config, Option<SourceFile>), Error> {
        let file = match self.configured {
            true => self.text(tree, &self.content.join(CONFIG), &mut Vec::new())?,
            false => None,
        };
        let mut config: Config = file.as_ref().map(settings::values).unwrap_or_default();
        let typed = file.as_ref().is_some_and(|file| settings::states(file, &["control", "branch"]));
        if let Some(git) = git.filter(|_| !typed) {
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
}

/// What happened to a file, as messages say it.
fn change(state: git::FileState) -> &'static str {
    match state {
        git::FileState::Modified => "changed",
        git::FileState::Added => "added",
        git::FileState::Deleted => "removed",
    }
}

/// Reads the files that documents link or show. What is not linked is not published.
fn attachments(tree: &Tree<'_>, inputs: &Inputs) -> Result<BTreeMap<Utf8PathBuf, Arc<[u8]>>, Error> {
    let mut attachments = BTreeMap::new();
    let linked = inputs
        .documents
        .iter()
        .flat_map(|document| document.outline.links.iter().filter_map(|link| document.linked_path(link)));
    for path in linked.filter(|path| !is_markdown(path)).collect::<HashSet<_>>() {
        if inputs.files.contains(&path)
            && let Some(bytes) = tree.read(&path)?
        {
            attachments.insert(path, bytes.into());
        }
    }
    Ok(attachments)
}
