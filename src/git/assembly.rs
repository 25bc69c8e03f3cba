//! Putting what was found into the form in which the rest of the program reads it.

use super::facts::Facts;
use super::follow::Step;
use super::graph::Graph;
use super::mailmap::Mailmap;
use super::{text, timestamp};
use crate::model::history::{Commit, FileHistory, History, ObjectId, Revision, Signature};

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

    /// The history of `files`, of which `steps` are the revisions in any order.
    pub(super) fn history(
        &self,
        head: ObjectId,
        complete: bool,
        files: &[(u32, ObjectId)],
        steps: Vec<Vec<Step>>,
    ) -> History {
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
        History { head: Some(head), complete, commits, files: files.collect() }
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
            committer: self.person(known.committer),
            subject: known.subject.clone(),
            landed: self.landed[number as usize].and_then(|with| indexes[with as usize]),
        }
    }

    fn person(&self, number: u32) -> Signature {
        let stated = self.facts.people.name(number);
        let mut parts = stated.splitn(2, |&byte| byte == 0).map(text);
        let (name, email) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        self.mailmap.map(Signature { name, email })
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
