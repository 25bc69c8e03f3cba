//! The commits as a graph: which lead to which, in which order, and how they reached the controlled line.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use super::facts::Facts;
use crate::model::history::ObjectId;

/// Parents and times of commits, by number.
pub(super) struct Graph {
    numbers: HashMap<ObjectId, u32>,
    parents: Vec<Vec<u32>>,
    times: Vec<i64>,
}

impl Graph {
    /// The graph of all known commits, numbered as they are in the facts. Parents that are not known are left out.
    pub(super) fn new(facts: &Facts) -> Self {
        let numbers: HashMap<ObjectId, u32> = facts.commits.iter().map(|commit| commit.id).zip(0..).collect();
        let parents = facts.commits.iter().map(|commit| {
            let known = commit.parents.iter().filter_map(|parent| numbers.get(parent).copied());
            known.collect()
        });
        let parents = parents.collect();
        let times = facts.commits.iter().map(|commit| commit.committed).collect();
        Self { numbers, parents, times }
    }

    /// How many commits there are.
    pub(super) fn len(&self) -> usize {
        self.parents.len()
    }

    /// The number of a commit.
    pub(super) fn number(&self, id: ObjectId) -> Option<u32> {
        self.numbers.get(&id).copied()
    }

    /// The order in which `git log` shows the ancestors of a commit, itself included: always the newest by committer
    /// time of those that a shown commit led to; of equal times the one that was led to first. Where clocks were
    /// wrong, a commit may come before one of its descendants.
    pub(super) fn log_order(&self, head: u32) -> Vec<u32> {
        let mut seen = vec![false; self.len()];
        let mut order = Vec::new();
        let mut waiting = BinaryHeap::new();
        let mut arrivals = 0_u32;
        let mut arrive = |commit: u32, waiting: &mut BinaryHeap<_>| {
            if !std::mem::replace(&mut seen[commit as usize], true) {
                waiting.push((self.times[commit as usize], Reverse(arrivals), commit));
                arrivals += 1;
            }
        };
        arrive(head, &mut waiting);
        while let Some((_, _, commit)) = waiting.pop() {
            order.push(commit);
            for &parent in &self.parents[commit as usize] {
                arrive(parent, &mut waiting);
            }
        }
        order
    }

    /// For each commit its rank among the ancestors of `tips`: a commit ranks before all its ancestors, and where
    /// ancestry does not decide, the newer by committer time before the older.
    pub(super) fn ranks(&self, tips: &[u32]) -> Vec<Option<u32>> {
        let mut children = vec![0_u32; self.len()];
        let mut reached = vec![false; self.len()];
        let mut stack: Vec<u32> = Vec::new();
        for &tip in tips {
            if !std::mem::replace(&mut reached[tip as usize], true) {
                stack.push(tip);
            }
        }
        while let Some(commit) = stack.pop() {
            for &parent in &self.parents[commit as usize] {
                children[parent as usize] += 1;
                if !std::mem::replace(&mut reached[parent as usize], true) {
                    stack.push(parent);
                }
            }
        }
        let mut ranks = vec![None; self.len()];
        let mut next = 0;
        let mut arrivals = 0_u32;
        let mut ready = BinaryHeap::new();
        let mut arrive = |commit: u32, ready: &mut BinaryHeap<_>| {
            ready.push((self.times[commit as usize], Reverse(arrivals), commit));
            arrivals += 1;
        };
        for &tip in tips {
            // Counted down to zero once, so that a tip that is given twice is ready once.
            if children[tip as usize] == 0 && std::mem::replace(&mut reached[tip as usize], false) {
                arrive(tip, &mut ready);
            }
        }
        while let Some((_, _, commit)) = ready.pop() {
            ranks[commit as usize] = Some(next);
            next += 1;
            for &parent in &self.parents[commit as usize] {
                children[parent as usize] -= 1;
                if children[parent as usize] == 0 {
                    arrive(parent, &mut ready);
                }
            }
        }
        ranks
    }

    /// For each commit the one of the first-parent line of `tip` with which it reached that line: the oldest of the
    /// line that has it as an ancestor, or itself. `None` for a commit that has not reached it.
    pub(super) fn landed(&self, tip: u32) -> Vec<Option<u32>> {
        let mut landed = vec![None; self.len()];
        for &with in self.line(tip).iter().rev() {
            let mut stack = vec![with];
            while let Some(commit) = stack.pop() {
                if landed[commit as usize].is_none() {
                    landed[commit as usize] = Some(with);
                    stack.extend(&self.parents[commit as usize]);
                }
            }
        }
        landed
    }

    /// The first-parent line that ends with `tip`, newest first.
    pub(super) fn line(&self, tip: u32) -> Vec<u32> {
        let mut line = vec![tip];
        let mut on_line = vec![false; self.len()];
        on_line[tip as usize] = true;
        let mut last = tip;
        while let Some(&parent) = self.parents[last as usize].first() {
            // Only a graft can lead back to where the line has been.
            if std::mem::replace(&mut on_line[parent as usize], true) {
                break;
            }
            line.push(parent);
            last = parent;
        }
        line
    }
}
