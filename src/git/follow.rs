//! Which commits touched a file, under whatever name it had.
//!
//! The rules are those of `git log --follow`, which are worth knowing before changing anything here:
//!
//! - All ancestors of the head are gone through in the order in which `git log` shows them, which is by time and not
//!   by line. One path is followed. A commit counts when it differs from its parent at that path.
//! - Where the path appears in such a commit, and git finds where the file comes from, the path followed is the old
//!   one from then on, for *all* that comes later in that order: on parallel lines, too.
//! - Merges are passed over: neither do they count, nor does the path change there.
//!
//! Three things are done otherwise, and only with documents that state their id, which git cannot know of: such a
//! document comes from where that id was; commits that change the document under another of its names on a parallel
//! line are found, too; and what lay at its path earlier under another id is not its history. And merges that differ
//! from all their parents are recorded beside the rest.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use super::facts::{Facts, Touch};
use super::origin::{Exchange, Origins};
use crate::model::history::{Change, ObjectId};

/// One commit that touched a file.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// Number of the commit.
    pub(super) commit: u32,
    pub(super) path: u32,
    pub(super) from: Option<u32>,
    pub(super) blob: Option<ObjectId>,
    pub(super) change: Change,
    pub(super) merge: bool,
}

/// A file on its way back through history.
struct Trail {
    /// The path at the head.
    head: u32,
    /// The path at this point of the walk.
    path: u32,
    /// The ids under which the document was met, as far as they were read.
    ids: Vec<String>,
    /// Whether what states another id than those is passed over, since the path is or was that of another document.
    strict: bool,
    /// Whether changes in place are looked at for an exchange of documents.
    careful: bool,
    steps: Vec<Step>,
}

/// The touches of every path, by position in the order of the walk.
struct Walk {
    order: Vec<u32>,
    by_path: Vec<Vec<(u32, Touch)>>,
}

/// Follows files from the head. `order` is [`Graph::log_order`](super::graph::Graph::log_order), `files` are the paths
/// at the head with what they hold. Returns the steps of each file, in no particular order.
///
/// # Errors
///
/// The paths that have to be watched, too: a file came from there.
pub(super) fn follow(
    facts: &mut Facts,
    origins: &mut Origins<'_>,
    order: Vec<u32>,
    files: &[(u32, ObjectId)],
) -> Result<Vec<Vec<Step>>, BTreeSet<Vec<u8>>> {
    let walk = Walk::new(facts, order);
    let mut trails: Vec<Trail> = files.iter().map(|&(path, _)| Trail::new(path)).collect();
    let mut missing = walk.run(facts, origins, &mut trails);
    let mut careful: Vec<(usize, Trail)> = Vec::new();
    for (index, (trail, &(path, content))) in trails.iter().zip(files).enumerate() {
        if trail.needs_care(&walk, facts, origins, content) {
            careful.push((index, Trail::careful(path, origins.id(facts, path, content))));
        }
    }
    let (indexes, mut again): (Vec<usize>, Vec<Trail>) = careful.into_iter().unzip();
    missing.extend(walk.run(facts, origins, &mut again));
    for (index, trail) in indexes.into_iter().zip(again) {
        trails[index] = trail;
    }
    for (trail, &(path, content)) in trails.iter_mut().zip(files) {
        if trail.steps.iter().any(|step| step.from.is_some())
            && let Some(id) = origins.id(facts, path, content)
        {
            walk.complete(facts, origins, trail, &id);
        }
    }
    if missing.is_empty() { Ok(trails.into_iter().map(|trail| trail.steps).collect()) } else { Err(missing) }
}

impl Walk {
    fn new(facts: &Facts, order: Vec<u32>) -> Self {
        let mut by_path = vec![Vec::new(); facts.paths.len()];
        for (&commit, position) in order.iter().zip(0..) {
            for touch in &facts.commits[commit as usize].touches {
                by_path[touch.path as usize].push((position, *touch));
            }
        }
        Self { order, by_path }
    }

    /// All touches of a path; none of one that was first heard of after the walk began.
    fn touches(&self, path: u32) -> &[(u32, Touch)] {
        self.by_path.get(path as usize).map_or(&[], Vec::as_slice)
    }

    /// The first touch of a path from a position on.
    fn next(&self, path: u32, from: u32) -> Option<(u32, Touch)> {
        let touches = self.touches(path);
        touches.get(touches.partition_point(|(position, _)| *position < from)).copied()
    }

    /// Whether a file appeared more than once at one of some paths: then it need not have been the same document.
    fn appears_often(&self, paths: impl Iterator<Item = u32>) -> bool {
        let paths: BTreeSet<u32> = paths.collect();
        let appears = |&&(_, touch): &&(u32, Touch)| touch.old.is_none() && touch.new.is_some();
        paths.into_iter().any(|path| self.touches(path).iter().filter(appears).count() > 1)
    }

    /// Takes all trails back together, so that what a commit moves about is read once. Returns paths that are not
    /// watched and should be.
    fn run(&self, facts: &mut Facts, origins: &mut Origins<'_>, trails: &mut [Trail]) -> BTreeSet<Vec<u8>> {
        let mut missing = BTreeSet::new();
        let mut waiting = BinaryHeap::new();
        for (trail, index) in trails.iter().zip(0..) {
            if let Some((position, _)) = self.next(trail.path, 0) {
                waiting.push(Reverse((position, index)));
            }
        }
        while let Some(Reverse((position, index))) = waiting.pop() {
            let trail: &mut Trail = &mut trails[index as usize];
            let Some((_, touch)) = self.next(trail.path, position) else {
                continue;
            };
            trail.step(facts, origins, self.order[position as usize], &touch);
            if !facts.watch.covers(facts.paths.name(trail.path)) {
                missing.insert(facts.paths.name(trail.path).to_vec());
            } else if let Some((position, _)) = self.next(trail.path, position + 1) {
                waiting.push(Reverse((position, index)));
            }
        }
        missing
    }

    /// Adds the commits that touched the document under one of its names while another was followed.
    fn complete(&self, facts: &mut Facts, origins: &mut Origins<'_>, trail: &mut Trail, id: &str) {
        let names: BTreeSet<u32> =
            trail.steps.iter().flat_map(|step| step.from.into_iter().chain([step.path])).collect();
        if names.len() < 2 {
            return;
        }
        let mut known: BTreeSet<u32> = trail.steps.iter().map(|step| step.commit).collect();
        let mut found: Vec<(u32, Touch)> = names.iter().flat_map(|&name| self.touches(name)).copied().collect();
        found.sort_by_key(|&(position, _)| position);
        for (position, touch) in found {
            let commit = self.order[position as usize];
            if !known.contains(&commit)
                && touch.new.is_some_and(|content| origins.id(facts, touch.path, content).as_deref() == Some(id))
            {
                known.insert(commit);
                let origin = if touch.old.is_none() { origins.of(facts, commit as usize, &touch) } else { None };
                trail.record(facts, commit, &touch, origin);
            }
        }
    }
}

impl Trail {
    fn new(path: u32) -> Self {
        Self { head: path, path, ids: Vec::new(), strict: false, careful: false, steps: Vec::new() }
    }

    fn careful(path: u32, id: Option<String>) -> Self {
        Self { ids: id.into_iter().collect(), strict: true, careful: true, ..Self::new(path) }
    }

    /// Takes one touch of the path that is followed.
    fn step(&mut self, facts: &mut Facts, origins: &mut Origins<'_>, commit: u32, touch: &Touch) {
        if self.strict && self.is_of_another(facts, origins, touch) {
            return;
        }
        let is_merge = facts.commits[commit as usize].is_merge();
        let origin = match (touch.old, touch.new) {
            (None, Some(_)) => {
                let origin = origins.of(facts, commit as usize, touch);
                if origin.is_none() {
                    self.begin(facts, origins, touch);
                }
                origin
            }
            (Some(old), Some(_)) if self.careful && !is_merge => {
                match origins.exchange(facts, commit as usize, touch) {
                    Exchange::Same => {
                        self.ids.extend(origins.id(facts, touch.path, old));
                        None
                    }
                    Exchange::From(path) => Some(path),
                    Exchange::New => {
                        self.begin(facts, origins, touch);
                        self.record(facts, commit, &Touch { old: None, ..*touch }, None);
                        return;
                    }
                }
            }
            _ => None,
        };
        self.record(facts, commit, touch, origin);
        self.path = origin.unwrap_or(self.path);
    }

    /// From here on back the path is that of another document, unless it was deleted and restored.
    fn begin(&mut self, facts: &mut Facts, origins: &mut Origins<'_>, touch: &Touch) {
        if let Some(id) = touch.new.and_then(|new| origins.id(facts, touch.path, new)) {
            self.ids.push(id);
            self.strict = true;
        }
    }

    fn is_of_another(&self, facts: &mut Facts, origins: &mut Origins<'_>, touch: &Touch) -> bool {
        if self.ids.is_empty() {
            return false;
        }
        match touch.new.or(touch.old) {
            Some(content) => origins.id(facts, touch.path, content).is_some_and(|id| !self.ids.contains(&id)),
            // Something below a folder of that name, which git takes for a change of the path.
            None => true,
        }
    }

    fn record(&mut self, facts: &Facts, commit: u32, touch: &Touch, origin: Option<u32>) {
        let change = match (touch.old, touch.new) {
            _ if origin.is_some() => Change::Renamed,
            (None, Some(_)) => Change::Added,
            (Some(_), None) => Change::Deleted,
            _ => Change::Modified,
        };
        let merge = facts.commits[commit as usize].is_merge();
        self.steps.push(Step { commit, path: touch.path, from: origin, blob: touch.new, change, merge });
    }

    /// Whether the path may have been that of several documents: reading the ids of every revision would tell, and
    /// take longer than all the rest.
    fn needs_care(&self, walk: &Walk, facts: &mut Facts, origins: &mut Origins<'_>, head: ObjectId) -> bool {
        let exchanged = self.steps.iter().filter(|step| step.change == Change::Modified && !step.merge).any(|step| {
            let commit = &facts.commits[step.commit as usize];
            let Some(here) = commit.touches.iter().find(|touch| touch.path == step.path).copied() else { return false };
            let equal = |a: Option<ObjectId>, b: Option<ObjectId>| a.is_some() && a == b;
            let crosses = |other: &Touch| equal(other.old, here.new) || equal(other.new, here.old);
            let suspect = commit.lost || commit.touches.iter().any(|other| other.path != here.path && crosses(other));
            suspect && origins.id_changes(facts, &here)
        });
        if exchanged || walk.appears_often(self.steps.iter().map(|step| step.path)) {
            return true;
        }
        // Both ends of the trail are the same document, or it needs a closer look.
        let Some(first) = self.steps.iter().rev().find_map(|step| Some((step.path, step.blob?))) else { return false };
        let (now, then) = (origins.id(facts, self.head, head), origins.id(facts, first.0, first.1));
        matches!((now, then), (Some(now), Some(then)) if now != then)
    }
}
