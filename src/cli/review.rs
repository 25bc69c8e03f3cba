//! `smsdoc review`.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

use super::arguments::{Review, ReviewFormat};
use super::context::Context;
use super::{Error, Outcome, output};
use crate::evaluate::comparison::{FileChange, FileWas, Use, compare};
use crate::git::{FileState, Repository};
use crate::model::baseline::Baseline;
use crate::model::finding::Finding;
use crate::model::history::ObjectId;
use crate::read::Workspace;
use crate::report::review::{self, Review as Report};
use crate::rules::{self, Verdict};

pub(super) fn run(context: &Context, command: &Review) -> Result<Outcome, Error> {
    let workspace = context.workspace()?;
    let mut request = context.request(false);
    request.published = false;
    request.uncommitted = true;
    let mut after = context.whole(&workspace, &request)?;
    let base = context.base(&workspace, &command.base)?;
    let before = context.evaluate_at(&workspace, base)?;
    let changes = changes(&workspace, base)?;
    let comparison = compare(&before, &after, changes.files);
    // That something is not committed is told at the top; as a finding for each file it would hide the others.
    let uncommitted = std::mem::take(&mut after.inputs.uncommitted);
    let found = New::of(&rules::verdict(&before), rules::verdict(&after));
    let report = Report {
        base,
        head: changes.head,
        branch: &after.inputs.config.control.branch,
        uncommitted: uncommitted.len().max(changes.uncommitted),
        comparison: &comparison,
        findings: &found.findings,
        mended: found.mended,
        set_aside: found.set_aside,
        files: command.files.as_deref(),
    };
    let text = match command.format {
        ReviewFormat::Markdown => review::markdown(&report, command.limit),
        ReviewFormat::Json => review::json(&report),
    };
    output::print(&text)?;
    Ok(Outcome::Clean)
}

/// What the change brings, and what it takes away.
struct New {
    findings: Vec<Finding>,
    mended: usize,
    set_aside: usize,
}

impl New {
    fn of(before: &Verdict, after: Verdict) -> Self {
        let all = |verdict: &Verdict| -> Vec<Finding> {
            verdict.findings.iter().chain(&verdict.waived).chain(&verdict.known).cloned().collect()
        };
        let known = Baseline::of(&all(before));
        let there = all(&after);
        // What somebody set aside is still there: only what is gone was mended.
        let counted = Baseline::of(&before.findings);
        let mended = counted.mended(&counted.split(there.clone()).1);
        let new = known.split(there).0.len();
        let findings = Baseline::of(&before.findings).split(after.findings).0;
        let listed = known.split(findings.clone()).0.len();
        Self { findings, mended, set_aside: new.saturating_sub(listed) }
    }
}

/// The files that differ, and the newest commit.
struct Changes {
    head: ObjectId,
    files: Vec<FileChange>,
    /// How many differ from that commit.
    uncommitted: usize,
}

/// Folders beside the content that belong to an SMS.
const FOLDERS: [(&str, Use); 2] = [("schema", Use::Schema), ("themes", Use::Theme)];

/// Compares the files of two commits, and what lies on disk.
fn changes(workspace: &Workspace, base: ObjectId) -> Result<Changes, Error> {
    let git = Repository::discover(&workspace.root())?;
    let Some((git, Some(head))) = git.map(|git| git.head().map(|head| (git, head))).transpose()? else {
        return Err(Error::Usage("there is no commit here yet".to_owned()));
    };
    let below =
        |path: Utf8PathBuf| path.strip_prefix(workspace.top()).map(camino::Utf8Path::to_owned).unwrap_or_default();
    let content = below(workspace.content());
    let mut folders = vec![(content.clone(), Use::Content)];
    if content != below(workspace.root()) {
        folders.extend(FOLDERS.map(|(folder, of)| (below(workspace.root().join(folder)), of)));
    }
    let mut old = BTreeMap::new();
    let mut new = BTreeMap::new();
    let mut uncommitted = BTreeMap::new();
    for (folder, _) in &folders {
        for (commit, files) in [(base, &mut old), (head, &mut new)] {
            files.extend(git.tree_files(commit, folder)?.into_iter().map(|file| (file.path, file.blob)));
        }
        uncommitted.extend(git.uncommitted(folder)?);
    }
    let names = Utf8PathBuf::from(".mailmap");
    for (commit, files) in [(base, &mut old), (head, &mut new)] {
        files.extend(git.file_at(commit, &names)?.map(|blob| (names.clone(), blob)));
    }
    let mut found = BTreeMap::new();
    for path in old.keys().chain(new.keys()) {
        let was = match (old.get(path), new.get(path)) {
            (None, _) => FileWas::Added,
            (_, None) => FileWas::Removed,
            (was, is) if was != is => FileWas::Changed,
            _ => continue,
        };
        found.insert(path.clone(), was);
    }
    for (path, state) in &uncommitted {
        let was = match (state, old.contains_key(path)) {
            (FileState::Deleted, false) => {
                found.remove(path);
                continue;
            }
            (FileState::Deleted, true) => FileWas::Removed,
            (_, false) => FileWas::Added,
            (_, true) => FileWas::Changed,
        };
        found.insert(path.clone(), was);
    }
    // What is hidden is no content.
    let hidden = |path: &Utf8PathBuf| *path != names && path.components().any(|part| part.as_str().starts_with('.'));
    let found = found.into_iter().filter(|(path, _)| !hidden(path));
    let files = found.map(|(path, was)| {
        let of = folders.iter().find(|(folder, _)| path != names && path.starts_with(folder));
        FileChange { was, of: of.map_or(Use::Names, |(_, of)| *of), path }
    });
    Ok(Changes { head, files: files.collect(), uncommitted: uncommitted.len() })
}
