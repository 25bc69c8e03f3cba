//! Reading commits: one walk over those that are not yet known, comparing trees.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::compare::{Difference, Item, Trees};
use super::content::LONGEST_PATH;
use super::facts::{CommitFacts, Facts, Names, Touch, Watch};
use super::repository::{is_signed, subject, trailers};
use super::tree::Kind;
use super::{Error, Repository, object_id};
use crate::model::history::ObjectId;

/// Adds what is not yet known of the commits that the tips lead to. Returns whether all could be read.
pub(super) fn commits(repository: &Repository, trees: &mut Trees<'_>, facts: &mut Facts, tips: &[ObjectId]) -> bool {
    let mut known: HashSet<ObjectId> = facts.commits.iter().map(|commit| commit.id).collect();
    let mut roots = HashMap::new();
    let mut fresh = Vec::new();
    let mut complete = true;
    let mut stack = tips.to_vec();
    while let Some(id) = stack.pop() {
        if !known.insert(id) {
            continue;
        }
        match repository.find_commit(id) {
            Ok(commit) => {
                roots.insert(id, object_id(commit.tree_id()));
                let found = header(&commit, &mut facts.people);
                stack.extend(&found.parents);
                fresh.push(found);
            }
            Err(_) => complete = false,
        }
    }
    // By time, so that the trees of a commit and of its parents are needed close together.
    fresh.sort_by_key(|commit| Reverse(commit.committed));
    for commit in &mut fresh {
        complete &= touches(repository, trees, &roots, &facts.watch, &mut facts.paths, commit).is_ok();
    }
    facts.commits.extend(fresh);
    complete
}

/// Watches more paths, and finds the commits that touch them among those that are known. Returns whether all could
/// be read.
pub(super) fn others(
    repository: &Repository,
    trees: &mut Trees<'_>,
    facts: &mut Facts,
    others: BTreeSet<Vec<u8>>,
) -> bool {
    let watch = Watch { under: None, others };
    let mut complete = true;
    for commit in &mut facts.commits {
        // What was found while looking everywhere is better known than what is found while looking at a few paths.
        let (lost, crowded) = (commit.lost, commit.crowded);
        complete &= touches(repository, trees, &HashMap::new(), &watch, &mut facts.paths, commit).is_ok();
        (commit.lost, commit.crowded) = (lost, crowded);
        if commit.brought.is_some() {
            complete &= bring(repository, trees, &watch, &mut facts.paths, commit).is_ok();
        }
    }
    facts.watch.others.extend(watch.others);
    complete
}

/// Finds out what merges brought to the line that their first parents are on, for those of which nobody asked before.
/// Returns whether all could be read.
pub(super) fn brought(
    repository: &Repository,
    trees: &mut Trees<'_>,
    facts: &mut Facts,
    line: impl Iterator<Item = u32>,
) -> bool {
    let mut complete = true;
    for number in line {
        let commit = &mut facts.commits[number as usize];
        if commit.is_merge() && commit.brought.is_none() {
            complete &= bring(repository, trees, &facts.watch, &mut facts.paths, commit).is_ok();
        }
    }
    complete
}

/// Adds the watched paths in which a merge differs from its first parent.
fn bring(
    repository: &Repository,
    trees: &mut Trees<'_>,
    watch: &Watch,
    paths: &mut Names,
    commit: &mut CommitFacts,
) -> Result<(), Error> {
    let root = |id: &ObjectId| repository.find_commit(*id).map(|commit| object_id(commit.tree_id()));
    let old = commit.parents.first().map(root).transpose()?;
    let mut search = Search { trees, watch, paths, touches: Vec::new(), lost: false, files: 0 };
    search.compare(old, Some(root(&commit.id)?), &mut Vec::new())?;
    let mut found = search.touches;
    let brought = commit.brought.get_or_insert_default();
    brought.append(&mut found);
    settle(brought);
    Ok(())
}

fn header(commit: &git2::Commit<'_>, people: &mut Names) -> CommitFacts {
    let trailers = trailers(commit.message_raw_bytes()).into_iter().map(|trailer| {
        let person = [trailer.person.name.as_bytes(), b"\0", trailer.person.email.as_bytes()].concat();
        (trailer.kind, people.number(&person))
    });
    let trailers = trailers.collect();
    let mut person =
        |person: git2::Signature<'_>| people.number(&[person.name_bytes(), b"\0", person.email_bytes()].concat());
    CommitFacts {
        id: object_id(commit.id()),
        parents: commit.parent_ids().map(object_id).collect(),
        authored: commit.author().when().seconds(),
        committed: commit.time().seconds(),
        author: person(commit.author()),
        committer: person(commit.committer()),
        subject: subject(commit),
        signed: is_signed(commit),
        trailers,
        touches: Vec::new(),
        brought: None,
        lost: false,
        crowded: false,
        origins: BTreeMap::new(),
    }
}

/// Adds to a commit the watched paths that it touches. Those that were found before an object was missing are added.
fn touches(
    repository: &Repository,
    trees: &mut Trees<'_>,
    roots: &HashMap<ObjectId, ObjectId>,
    watch: &Watch,
    paths: &mut Names,
    commit: &mut CommitFacts,
) -> Result<(), Error> {
    let root = |id: &ObjectId| match roots.get(id) {
        Some(&root) => Ok(root),
        None => repository.find_commit(*id).map(|commit| object_id(commit.tree_id())),
    };
    let new = root(&commit.id)?;
    let olds = commit.parents.iter().map(|parent| root(parent).map(Some)).collect::<Result<Vec<_>, _>>()?;
    let mut search = Search { trees, watch, paths, touches: Vec::new(), lost: false, files: 0 };
    let result = match olds.as_slice() {
        [] => search.compare(None, Some(new), &mut Vec::new()),
        [old] => search.compare(*old, Some(new), &mut Vec::new()),
        olds => search.compare_merge(olds, Some(new), &mut Vec::new()),
    };
    commit.lost = search.lost;
    commit.crowded = search.files > 1;
    commit.touches.append(&mut search.touches);
    settle(&mut commit.touches);
    result
}

/// Sorts touches by path. Of a file and a folder of one name, what counts is the file.
fn settle(touches: &mut Vec<Touch>) {
    touches.sort_by_key(|touch| (touch.path, touch.folder));
    touches.dedup_by(|next, kept| {
        let same = next.path == kept.path;
        kept.folder |= same && next.folder;
        same
    });
    touches.shrink_to_fit();
}

struct Search<'a, 'r> {
    trees: &'a mut Trees<'r>,
    watch: &'a Watch,
    paths: &'a mut Names,
    touches: Vec<Touch>,
    lost: bool,
    /// How many files differ; a folder that was not entered counts as many.
    files: u32,
}

impl Search<'_, '_> {
    fn compare(&mut self, old: Option<ObjectId>, new: Option<ObjectId>, path: &mut Vec<u8>) -> Result<(), Error> {
        let length = path.len();
        for difference in self.trees.differences(old, new)? {
            path.extend_from_slice(&difference.name);
            if self.enters(&difference, path) {
                path.push(b'/');
                self.compare(id(difference.old), id(difference.new), path)?;
            } else {
                // What vanished or changed in a folder that was not entered is not known here.
                let unknown = difference.is_folder() && difference.old.is_some();
                self.lost |= unknown || difference.new.is_none();
                self.files = self.files.saturating_add(if unknown { 2 } else { 1 });
            }
            path.truncate(length);
        }
        Ok(())
    }

    fn compare_merge(
        &mut self,
        olds: &[Option<ObjectId>],
        new: Option<ObjectId>,
        path: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let mut lists = Vec::with_capacity(olds.len());
        for &old in olds {
            let list = self.trees.differences(old, new)?;
            if list.is_empty() {
                return Ok(());
            }
            lists.push(list);
        }
        let Some((first, others)) = lists.split_first() else {
            return Ok(());
        };
        let by_name = |list: &Vec<Difference>| -> HashMap<(Vec<u8>, bool), Option<Item>> {
            list.iter().map(|found| ((found.name.clone(), found.is_folder()), found.old)).collect()
        };
        let others: Vec<_> = others.iter().map(by_name).collect();
        let length = path.len();
        for difference in first {
            let key = (difference.name.clone(), difference.is_folder());
            let Some(old) = others.iter().map(|list| list.get(&key).copied()).collect::<Option<Vec<_>>>() else {
                continue;
            };
            path.extend_from_slice(&difference.name);
            if self.enters(difference, path) {
                path.push(b'/');
                let olds: Vec<_> = std::iter::once(difference.old).chain(old).map(id).collect();
                self.compare_merge(&olds, id(difference.new), path)?;
            }
            path.truncate(length);
        }
        Ok(())
    }

    /// Records the difference if its path is watched; says whether it is a folder to look into.
    fn enters(&mut self, difference: &Difference, path: &[u8]) -> bool {
        if self.watch.covers(path) {
            let path = self.paths.number(path);
            let (old, new, folder) = (file(difference.old), file(difference.new), difference.is_folder());
            self.touches.push(Touch { path, old, new, folder });
        }
        difference.is_folder() && path.len() < LONGEST_PATH && self.watch.enters(path)
    }
}

fn id(item: Option<Item>) -> Option<ObjectId> {
    item.map(|item| item.id)
}

fn file(item: Option<Item>) -> Option<ObjectId> {
    item.filter(|item| matches!(item.kind, Kind::Regular | Kind::Symlink)).map(|item| item.id)
}
