//! Puts together what document control needs to know of the controlled line.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;

use super::error::Error;
use super::statements::Statements;
use super::{document, evidence, settings};
use crate::git;
use crate::model::config::Config;
use crate::model::document::is_markdown;
use crate::model::history::{History, ObjectId};
use crate::model::line::{DocumentLine, Line, LineEdit, LineState};
use crate::model::people::People;
use crate::model::statement::Statement;

/// The branch that is controlled unless another is named, and the one that stands in where there is no such branch.
const MAIN: &str = "main";
const MASTER: &str = "master";

/// Takes `master` for the controlled branch where the configuration names none and there is no `main`: how the first
/// branch is called depends on the computer that made it.
pub(super) fn settle_branch(config: &mut Config, git: &git::Repository) -> Result<(), git::Error> {
    let branch = &mut config.control.branch;
    if branch == MAIN && git.branch_tip(MAIN)?.is_none() && git.branch_tip(MASTER)?.is_some() {
        MASTER.clone_into(branch);
    }
    Ok(())
}

/// Where the line is read from.
pub(super) struct Source<'a> {
    pub(super) git: &'a git::Repository,
    pub(super) history: &'a History,
    /// Content folder from the root of the repository.
    pub(super) content: &'a Utf8Path,
    /// Path of `people.yaml`.
    pub(super) people: &'a Utf8Path,
    /// Last commit of the line that is looked at.
    pub(super) until: ObjectId,
    /// Last instant at which a tag counts; `None`: all count.
    pub(super) cutoff: Option<Timestamp>,
    /// Pattern of the tags that mark releases.
    pub(super) release_tags: &'a str,
}

/// Reads the line.
///
/// # Errors
///
/// Where objects are missing.
pub(super) fn line(source: &Source<'_>) -> Result<Line, Error> {
    let history = source.history;
    let landings = landings(source)?;
    let numbers: HashMap<u32, u32> = landings.iter().copied().zip(0..).collect();
    let documents: Vec<bool> = history.paths.iter().map(|path| is_document(path, source.content)).collect();
    let is_document = |path: u32| documents.get(path as usize).copied().unwrap_or_default();
    let length = landings.len();
    let on_line = || history.line.iter().take(length);
    // Oldest first: the order in which the texts were written.
    let edits_of_documents = history.edits.iter().rev().filter(|edit| is_document(edit.path));
    let mut wanted: Vec<ObjectId> = edits_of_documents.flat_map(|edit| edit.old.into_iter().chain(edit.new)).collect();
    let landed = on_line().flat_map(|landing| &landing.changes).filter(|(path, _)| is_document(*path));
    wanted.extend(landed.filter_map(|(_, content)| *content));
    let mut statements = Statements::read(source.git, &wanted)?;
    let mut line = Line { landings, ..Line::default() };
    let mut folder = Folder { all: &history.paths, at: HashMap::new(), paths: HashMap::new() };
    for (landing, number) in on_line().zip(0..) {
        for &(path, content) in &landing.changes {
            let path = &history.paths[path as usize];
            if path == source.people {
                line.people.push((number, Arc::new(people(source, path, content)?)));
            }
        }
        let changes = landing.changes.iter().filter(|(path, _)| is_document(*path));
        let changes = changes.map(|&(path, content)| {
            let content = content.and_then(|content| Some((content, Arc::clone(statements.get(content)?))));
            (path, content)
        });
        folder.land(number, changes, &mut line.documents);
    }
    edits(history, &is_document, &statements, &numbers, &mut line.documents);
    evidence::tags(source, &numbers, &mut line, &mut statements)?;
    line.signings = evidence::signings(source, &line)?;
    Ok(line)
}

/// The part of the line that is looked at.
fn landings(source: &Source<'_>) -> Result<Vec<u32>, Error> {
    let history = source.history;
    let id = |commit: u32| history.commit(commit).map(|commit| commit.id);
    let positions: HashMap<ObjectId, usize> =
        history.line.iter().zip(1..).filter_map(|(landing, position)| Some((id(landing.commit)?, position))).collect();
    let newest = source.git.newest_of(source.until, |commit| positions.contains_key(&commit))?;
    let length = newest.and_then(|newest| positions.get(&newest).copied()).unwrap_or_default();
    Ok(history.line.iter().take(length).map(|landing| landing.commit).collect())
}

/// Whether a path is that of a document: Markdown in the content folder, nothing hidden.
fn is_document(path: &Utf8Path, content: &Utf8Path) -> bool {
    let within = if content.as_str().is_empty() { Ok(path) } else { path.strip_prefix(content) };
    within.is_ok_and(|within| is_markdown(within) && !within.components().any(|part| part.as_str().starts_with('.')))
}

fn people(source: &Source<'_>, path: &Utf8Path, content: Option<ObjectId>) -> Result<People, Error> {
    let Some(content) = content else { return Ok(People::default()) };
    let file = document::decode(path, source.git.blob(content)?);
    Ok(file.map(|file| settings::values(&file)).unwrap_or_default())
}

/// What the content folder holds, from commit to commit of the line.
struct Folder<'a> {
    /// Every path that has a number.
    all: &'a [Utf8PathBuf],
    /// What stands at a path, by its number.
    at: HashMap<u32, (ObjectId, Arc<Statement>)>,
    /// Where documents stand, by folded id; seldom at more than one path.
    paths: HashMap<String, Vec<u32>>,
}

impl Folder<'_> {
    /// Takes in what a commit changed, and adds a state to each document that is another than before. Of two files
    /// with one id the first by path counts, as everywhere.
    fn land(
        &mut self,
        number: u32,
        changes: impl Iterator<Item = (u32, Option<(ObjectId, Arc<Statement>)>)>,
        documents: &mut BTreeMap<String, DocumentLine>,
    ) {
        let mut affected = BTreeSet::new();
        for (path, content) in changes {
            if let Some((_, before)) = self.at.remove(&path) {
                let id = before.id.folded();
                if let Some(paths) = self.paths.get_mut(&id) {
                    paths.retain(|other| *other != path);
                }
                affected.insert(id);
            }
            if let Some((content, statement)) = content {
                let id = statement.id.folded();
                self.paths.entry(id.clone()).or_default().push(path);
                self.at.insert(path, (content, statement));
                affected.insert(id);
            }
        }
        for id in affected {
            let paths = self.paths.get(&id).into_iter().flatten();
            let path = paths.min_by_key(|path| &self.all[**path as usize]);
            let states = &mut documents.entry(id).or_default().states;
            let last = states.last();
            let state = match path.and_then(|path| Some((path, self.at.get(path)?))) {
                Some((path, content)) => {
                    let path = self.all[*path as usize].clone();
                    LineState { landing: number, path, content: Some(content.clone()) }
                }
                None => {
                    let path = last.map(|last| last.path.clone()).unwrap_or_default();
                    LineState { landing: number, path, content: None }
                }
            };
            let same = last.is_some_and(|last| last.path == state.path && last.content == state.content);
            if !same {
                states.push(state);
            }
        }
    }
}

/// A file of a document before or after a commit.
type Side<'a> = Option<(ObjectId, &'a Arc<Statement>)>;

/// Adds to each document the commits that changed it. A commit that moves a document from file to file is one edit.
fn edits(
    history: &History,
    is_document: &dyn Fn(u32) -> bool,
    statements: &Statements,
    numbers: &HashMap<u32, u32>,
    documents: &mut BTreeMap<String, DocumentLine>,
) {
    for of_commit in history.edits.chunk_by(|a, b| a.commit == b.commit) {
        let mut sides: BTreeMap<String, (Side<'_>, Side<'_>)> = BTreeMap::new();
        let Some(commit) = of_commit.first().map(|edit| edit.commit) else { continue };
        for edit in of_commit.iter().filter(|edit| is_document(edit.path)) {
            let stated = |content: Option<ObjectId>| content.and_then(|id| Some((id, statements.get(id)?)));
            if let Some(old) = stated(edit.old) {
                sides.entry(old.1.id.folded()).or_default().0.get_or_insert(old);
            }
            if let Some(new) = stated(edit.new) {
                sides.entry(new.1.id.folded()).or_default().1.get_or_insert(new);
            }
        }
        let landed = history.commit(commit).and_then(|commit| commit.landed);
        let landing = landed.and_then(|landed| numbers.get(&landed).copied());
        if landed.is_some() && landing.is_none() {
            continue; // it is on the line, after what is looked at
        }
        for (id, (old, new)) in sides {
            let hash = |side: Side<'_>| side.map(|(_, statement)| statement.hash);
            documents.entry(id).or_default().edits.push(LineEdit {
                commit,
                landing,
                after: new.map(|(content, statement)| (content, Arc::clone(statement))),
                changes_text: new.is_some() && hash(old) != hash(new),
            });
        }
    }
    let merges: HashSet<u32> = history.edits.iter().filter(|edit| edit.merge).map(|edit| edit.commit).collect();
    for document in documents.values_mut() {
        leave_out_merged(document, &merges);
    }
}

/// Whoever merges a text that others wrote is no author of it, even where the merge itself sets fields of control and so
/// differs from all its parents: only a text that no commit before had is the merge's own.
fn leave_out_merged(document: &mut DocumentLine, merges: &HashSet<u32>) {
    let mut written = HashSet::new();
    for edit in document.edits.iter_mut().rev() {
        let Some((_, statement)) = &edit.after else { continue };
        let is_new = written.insert(statement.hash);
        edit.changes_text &= is_new || !merges.contains(&edit.commit);
    }
}
