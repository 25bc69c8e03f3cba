//! What two sequences have in common, in bounded time.

use std::collections::HashMap;
use std::hash::Hash;

use similar::Algorithm;
use similar::DiffOp;
use similar::algorithms::{Capture, diff_slices};

/// Most elements, both sides together, that are compared in every way. Above that, elements that occur once on each
/// side divide the sequences first, and what is too long between two of them counts as replaced.
const MAX_SEARCHED: usize = 2_000;

/// A run that both sequences have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Common {
    /// Where it begins in the old one.
    pub(super) old: usize,
    /// Where it begins in the new one.
    pub(super) new: usize,
    /// How many elements it has; never 0.
    pub(super) len: usize,
}

/// Runs that two sequences have in common, in order, none touching the next on both sides.
pub(super) fn common(old: &[u32], new: &[u32]) -> Vec<Common> {
    let mut found = Vec::new();
    Search { old, new }.range((0, old.len()), (0, new.len()), true, &mut found);
    merge(found)
}

/// Numbers for the elements of two sequences: the same for those with the same key. They follow the order of the text,
/// never that of the map.
pub(super) fn numbered<'a, T, K: Hash + Eq>(old: &'a [T], new: &'a [T], key: impl Fn(&'a T) -> K) -> [Vec<u32>; 2] {
    let mut numbers: HashMap<K, u32> = HashMap::with_capacity(old.len().max(new.len()));
    [old, new].map(|sequence| {
        let number = |element| {
            let next = numbers.len() as u32;
            *numbers.entry(key(element)).or_insert(next)
        };
        sequence.iter().map(number).collect()
    })
}

/// Begin and end of a part.
type Part = (usize, usize);

struct Search<'a> {
    old: &'a [u32],
    new: &'a [u32],
}

impl Search<'_> {
    /// Finds what two parts have in common: what they begin and end with, then what lies between.
    fn range(&self, old: Part, new: Part, divide: bool, found: &mut Vec<Common>) {
        let (a, b) = (&self.old[old.0..old.1], &self.new[new.0..new.1]);
        let head = a.iter().zip(b).take_while(|(a, b)| a == b).count();
        let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(a, b)| a == b).count();
        push(found, old.0, new.0, head);
        self.middle((old.0 + head, old.1 - tail), (new.0 + head, new.1 - tail), divide, found);
        push(found, old.1 - tail, new.1 - tail, tail);
    }

    fn middle(&self, old: Part, new: Part, divide: bool, found: &mut Vec<Common>) {
        let (a, b) = (&self.old[old.0..old.1], &self.new[new.0..new.1]);
        if a.is_empty() || b.is_empty() {
            return;
        }
        if a.len() + b.len() <= MAX_SEARCHED {
            let mut capture = Capture::new();
            // Writing down what is found cannot fail.
            let _ = diff_slices(Algorithm::Myers, &mut capture, a, b);
            for op in capture.into_ops() {
                if let DiffOp::Equal { old_index, new_index, len } = op {
                    push(found, old.0 + old_index, new.0 + new_index, len);
                }
            }
        } else if divide {
            let mut from = (old.0, new.0);
            for (at_old, at_new) in anchors(a, b) {
                let at = (old.0 + at_old, new.0 + at_new);
                self.range((from.0, at.0), (from.1, at.1), false, found);
                push(found, at.0, at.1, 1);
                from = (at.0 + 1, at.1 + 1);
            }
            self.range((from.0, old.1), (from.1, new.1), false, found);
        }
    }
}

fn push(found: &mut Vec<Common>, old: usize, new: usize, len: usize) {
    if len > 0 {
        found.push(Common { old, new, len });
    }
}

fn merge(found: Vec<Common>) -> Vec<Common> {
    let mut merged: Vec<Common> = Vec::with_capacity(found.len());
    for run in found {
        match merged.last_mut() {
            Some(last) if last.old + last.len == run.old && last.new + last.len == run.new => last.len += run.len,
            _ => merged.push(run),
        }
    }
    merged
}

/// Elements that each side has once, as many as stand in the same order on both.
fn anchors(old: &[u32], new: &[u32]) -> Vec<(usize, usize)> {
    let (in_old, in_new) = (once(old), once(new));
    let at = |places: &[(u32, usize)], id: u32| {
        places.binary_search_by_key(&id, |place| place.0).ok().map(|index| places[index].1)
    };
    let mut pairs: Vec<_> = in_old.iter().filter_map(|(id, place)| Some((*place, at(&in_new, *id)?))).collect();
    pairs.sort_unstable();
    increasing(&pairs)
}

/// Elements that occur once, with their places, sorted.
fn once(sequence: &[u32]) -> Vec<(u32, usize)> {
    let mut all: Vec<_> = sequence.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    all.sort_unstable();
    let alone = all.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() == 1);
    alone.map(|same| same[0]).collect()
}

/// The longest chain of pairs, sorted by their first parts, whose second parts increase, too.
pub(super) fn increasing(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The pair with the least second part that ends a chain of each length, and what stands before each pair.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < pair.1);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut chain = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(index) = next {
        chain.push(pairs[index]);
        next = before[index];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_both_have() {
        assert_eq!(
            common(&[1, 2, 3, 4], &[1, 9, 3, 4]),
            [Common { old: 0, new: 0, len: 1 }, Common { old: 2, new: 2, len: 2 }]
        );
        assert_eq!(common(&[], &[1]), []);
        assert_eq!(increasing(&[(0, 5), (1, 1), (2, 2), (3, 0)]), [(1, 1), (2, 2)]);
    }

    #[test]
    fn long_sequences_are_divided_where_something_occurs_once() {
        let old: Vec<u32> = (0..10_000).map(|at| if at % 100 == 0 { at } else { 7 }).collect();
        let mut new = old.clone();
        new[55] = 8;
        new[9_955] = 8;
        let kept: usize = common(&old, &new).iter().map(|run| run.len).sum();
        assert_eq!(kept, 9_998);
    }

    proptest! {
        #[test]
        fn runs_are_equal_and_in_order(
            old in proptest::collection::vec(0u32..6, 0..60),
            new in proptest::collection::vec(0u32..6, 0..60),
        ) {
            let (mut a, mut b) = (0, 0);
            for run in common(&old, &new) {
                prop_assert!(run.len > 0 && run.old >= a && run.new >= b);
                prop_assert_eq!(&old[run.old..run.old + run.len], &new[run.new..run.new + run.len]);
                (a, b) = (run.old + run.len, run.new + run.len);
            }
        }

        #[test]
        fn a_sequence_is_its_own_match(old in proptest::collection::vec(0u32..3, 1..5000)) {
            prop_assert_eq!(common(&old, &old), [Common { old: 0, new: 0, len: old.len() }]);
        }
    }
}
