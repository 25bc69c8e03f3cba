//! Putting what was found into the form in which the rest of the program reads it.

use super::facts::{Facts, Touch};
use super::follow::Step;
use super::graph::Graph;
use super::mailmap::Mailmap;
use super::{text, timestamp};
use crate::model::history::{Commit, Edit, FileHistory, History, Landing, ObjectId, Revision, Signature, Trailer};

/// Makes the history of one head out of facts.
pub(super) struct Assembly<'a> {
    facts: &'a Facts,
    /// Rank of each commit by ancestry, `None` for one that the tips do not lead to.
    ranks: Vec<Option<u32>>,
    /// Of each commit the one with which it landed.
    landed: Vec<Option<u32>>,
    mailmap: Mailmap,
}

impl<'a> Assembly<'a> {
    /// For the commit with the number `start`, and the line on which commits land with the tip `landing`.
    pub(super) fn new(facts: &'a Facts, graph: &Graph, start: u32, landing: Option<u32>, mailmap: Mailmap) -> Self {
        let tips: Vec<u32> = std::iter::once(start).chain(landing).collect();
        let landed = landing.map_or_else(|| vec![None; graph.len()], |tip| graph.landed(tip));
        Self { facts, ranks: graph.ranks(&tips), landed, mailmap }
    }

    /// For each commit whether the tips lead to it.
    pub(super) fn reached(&self) -> Vec<bool> {
        self.ranks.iter().map(Option::is_some).collect()
    }

    /// The history of `files`, of which `steps` are the revisions in any order; `line` is the controlled line, newest
    /// first, and `wanted` tells whose edits are.
    pub(super) fn history(
        &self,
        head: ObjectId,
        complete: bool,
        files: &[(u32, ObjectId)],
        steps: Vec<Vec<Step>>,
        line: &[u32],
        wanted: &dyn Fn(&[u8]) -> bool,
    ) -> History {
        let paths = self.paths(line, wanted);
        let is_file = |touch: &&Touch| touch.old.is_some() || touch.new.is_some();
        let edits_of = |commit: u32| {
            let touches = self.facts.commits[commit as usize].touches.iter().filter(is_file);
            touches.filter_map(|touch| Some((paths.number(touch.path)?, touch.old, touch.new)))
        };
        let landing = |commit: u32| {
            let known = &self.facts.commits[commit as usize];
            let touches = known.brought.as_ref().unwrap_or(&known.touches).iter().filter(is_file);
            let mut changes: Vec<_> =
                touches.filter_map(|touch| Some((paths.number(touch.path)?, touch.new))).collect();
            changes.sort_by_key(|(path, _)| *path);
            (!changes.is_empty()).then_some((commit, changes))
        };
        let landings: Vec<_> = line.iter().rev().filter_map(|&commit| landing(commit)).collect();
        let edited: Vec<u32> = (0..)
            .zip(&self.ranks)
            .filter(|&(commit, rank)| rank.is_some() && edits_of(commit).next().is_some())
            .map(|(commit, _)| commit)
            .collect();
        // Where in the list of commits each commit stands, if it is named at all.
        let mut indexes: Vec<Option<u32>> = vec![None; self.ranks.len()];
        let mut named: Vec<u32> = Vec::new();
        for step in steps.iter().flatten() {
            for commit in [Some(step.commit), self.landed[step.commit as usize]].into_iter().flatten() {
                if indexes[commit as usize].replace(0).is_none() {
                    named.push(commit);
                }
            }
        }
        let landed = edited.iter().filter_map(|&commit| self.landed[commit as usize]);
        for commit in landed.chain(edited.iter().copied()).chain(landings.iter().map(|(commit, _)| *commit)) {
            if indexes[commit as usize].replace(0).is_none() {
                named.push(commit);
            }
        }
        named.sort_by_key(|&commit| self.rank(commit));
        for (&commit, index) in named.iter().zip(0..) {
            indexes[commit as usize] = Some(index);
        }
        let commits = named.iter().map(|&commit| self.commit(commit, &indexes)).collect();
        let files = files.iter().zip(steps).map(|(&(path, _), mut steps)| {
            steps.sort_by_key(|step| self.rank(step.commit));
            let revisions = steps.iter().filter_map(|step| self.revision(step, &indexes)).collect();
            FileHistory { path: self.path(path), revisions }
        });
        let index = |commit: u32| indexes[commit as usize];
        let mut edits: Vec<Edit> = edited
            .iter()
            .filter_map(|&commit| Some((index(commit)?, commit)))
            .flat_map(|(index, commit)| {
                let merge = self.facts.commits[commit as usize].is_merge();
                edits_of(commit).map(move |(path, old, new)| Edit { commit: index, path, old, new, merge })
            })
            .collect();
        edits.sort_by_key(|edit| (edit.commit, edit.path));
        let line =
            landings.into_iter().filter_map(|(commit, changes)| Some(Landing { commit: index(commit)?, changes }));
        let line = line.collect();
        History { head: Some(head), complete, commits, files: files.collect(), paths: paths.known, edits, line }
    }

    /// Every wanted path that a commit touched, sorted.
    fn paths(&self, line: &[u32], wanted: &dyn Fn(&[u8]) -> bool) -> Paths {
        let reached = (0_u32..).zip(&self.ranks).filter(|(_, rank)| rank.is_some()).map(|(commit, _)| commit);
        let touches = |commit: u32| self.facts.commits[commit as usize].touches.iter();
        let brought = |commit: &u32| self.facts.commits[*commit as usize].brought.iter().flatten();
        let mut named = vec![false; self.facts.paths.len()];
        for touch in reached.flat_map(touches).chain(line.iter().flat_map(brought)) {
            named[touch.path as usize] = touch.old.is_some() || touch.new.is_some() || named[touch.path as usize];
        }
        let numbers = (0_u32..).zip(&named).filter(|(_, named)| **named).map(|(number, _)| number);
        let mut found: Vec<u32> = numbers.filter(|&number| wanted(self.facts.paths.name(number))).collect();
        found.sort_by_key(|&number| self.facts.paths.name(number));
        let mut paths = Paths { numbers: vec![None; named.len()], known: Vec::with_capacity(found.len()) };
        for (&number, index) in found.iter().zip(0..) {
            paths.numbers[number as usize] = Some(index);
            paths.known.push(self.path(number));
        }
        paths
    }

    fn rank(&self, commit: u32) -> u32 {
        // Only where a graft makes a commit its own ancestor does one have no rank.
        self.ranks[commit as usize].unwrap_or(u32::MAX)
    }

    fn commit(&self, number: u32, indexes: &[Option<u32>]) -> Commit {
        let known = &self.facts.commits[number as usize];
        Commit {
            id: known.id,
            authored: timestamp(known.authored),
            committed: timestamp(known.committed),
            author: self.person(known.author),
            stated: self.stated(known.author),
            committer: self.person(known.committer),
            subject: known.subject.clone(),
            signed: known.signed,
            crowded: known.crowded,
            trailers: known
                .trailers
                .iter()
                .map(|&(kind, person)| Trailer { kind, person: self.person(person), stated: self.stated(person) })
                .collect(),
            landed: self.landed[number as usize].and_then(|with| indexes[with as usize]),
        }
    }

    fn person(&self, number: u32) -> Signature {
        self.mailmap.map(self.stated(number))
    }

    /// A person as the commit has it.
    fn stated(&self, number: u32) -> Signature {
        let stated = self.facts.people.name(number);
        let mut parts = stated.splitn(2, |&byte| byte == 0).map(text);
        Signature { name: parts.next().unwrap_or_default(), email: parts.next().unwrap_or_default() }
    }

    fn revision(&self, step: &Step, indexes: &[Option<u32>]) -> Option<Revision> {
        Some(Revision {
            commit: indexes[step.commit as usize]?,
            path: self.path(step.path),
            from: step.from.map(|from| self.path(from)),
            blob: step.blob,
            change: step.change,
            merge: step.merge,
        })
    }

    fn path(&self, number: u32) -> camino::Utf8PathBuf {
        text(self.facts.paths.name(number)).into()
    }
}

/// The paths that a history names, with numbers of its own.
struct Paths {
    /// By number in the facts.
    numbers: Vec<Option<u32>>,
    known: Vec<camino::Utf8PathBuf>,
}

impl Paths {
    fn number(&self, path: u32) -> Option<u32> {
        self.numbers.get(path as usize).copied().flatten()
    }
}
