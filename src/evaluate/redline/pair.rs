//! Which old block became which new one.

use std::collections::{BTreeMap, HashMap};
use std::mem::discriminant;
use std::ops::Range;

use super::align;
use crate::read::blocks::{Block, Form};

/// Least similarity, in thousandths, at which two blocks are one block that was changed.
const SIMILAR: u32 = 450;

/// Most words that are looked at to pair the blocks of one passage by trying every pair.
const MAX_TRIED: usize = 2_000_000;

/// Most pairs of blocks that are tried in one passage.
const MAX_PAIRS: usize = 250_000;

/// A step through both versions at once. Steps go through all old and all new blocks in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Both have it.
    Same(usize, usize),
    /// One became the other.
    Changed(usize, usize),
    /// Only the old one has it.
    Removed(usize),
    /// Only the new one has it.
    Added(usize),
}

/// The steps from one body to another.
pub(super) fn steps(old: &[Block], new: &[Block]) -> Vec<Step> {
    let [old_ids, new_ids] = align::numbered(old, new, Block::content);
    let mut pairing = Pairing { old, new, words: HashMap::new(), steps: Vec::with_capacity(old.len().max(new.len())) };
    let (mut at_old, mut at_new) = (0, 0);
    for run in align::common(&old_ids, &new_ids) {
        pairing.passage(at_old..run.old, at_new..run.new);
        pairing.steps.extend((0..run.len).map(|at| Step::Same(run.old + at, run.new + at)));
        (at_old, at_new) = (run.old + run.len, run.new + run.len);
    }
    pairing.passage(at_old..old.len(), at_new..new.len());
    pairing.steps
}

struct Pairing<'a> {
    old: &'a [Block],
    new: &'a [Block],
    /// Numbers of words. Only looked up, so that their order is that of the text.
    words: HashMap<&'a str, u32>,
    steps: Vec<Step>,
}

/// A block with the numbers of its words, sorted.
struct Bag<'a> {
    block: &'a Block,
    words: Vec<u32>,
}

impl<'a> Pairing<'a> {
    /// Steps through a passage in which no block is in both versions.
    fn passage(&mut self, old: Range<usize>, new: Range<usize>) {
        let pairs = if old.is_empty() || new.is_empty() { Vec::new() } else { self.pairs(&old, &new) };
        let (mut at_old, mut at_new) = (old.start, new.start);
        for (a, b) in pairs {
            let (a, b) = (old.start + a, new.start + b);
            self.replaced(at_old..a, at_new..b);
            self.steps.push(Step::Changed(a, b));
            (at_old, at_new) = (a + 1, b + 1);
        }
        self.replaced(at_old..old.end, at_new..new.end);
    }

    fn replaced(&mut self, old: Range<usize>, new: Range<usize>) {
        self.steps.extend(old.map(Step::Removed));
        self.steps.extend(new.map(Step::Added));
    }

    /// Pairs within a passage, in order.
    fn pairs(&mut self, old: &Range<usize>, new: &Range<usize>) -> Vec<(usize, usize)> {
        let (all_old, all_new) = (self.old, self.new);
        let before: Vec<_> = all_old[old.clone()].iter().map(|block| self.bag(block)).collect();
        let after: Vec<_> = all_new[new.clone()].iter().map(|block| self.bag(block)).collect();
        let words = |bags: &[Bag<'_>]| bags.iter().map(|bag| bag.words.len() + 1).sum::<usize>();
        let work = words(&before) * after.len() + words(&after) * before.len();
        if work <= MAX_TRIED && before.len() * after.len() <= MAX_PAIRS {
            best(&before, &after)
        } else {
            by_rare_words(&before, &after)
        }
    }

    fn bag(&mut self, block: &'a Block) -> Bag<'a> {
        let mut words = Vec::new();
        for token in block.tokens().filter(|token| token.is_word()) {
            let next = self.words.len() as u32;
            words.push(*self.words.entry(&token.text).or_insert(next));
        }
        words.sort_unstable();
        Bag { block, words }
    }
}

/// The pairs in order whose similarities are the greatest together.
fn best(old: &[Bag<'_>], new: &[Bag<'_>]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let headings = |bags: &[Bag<'_>]| bags.iter().filter(|bag| is_heading(bag.block)).count();
    let alone = Alone { block: old.len() == 1 && new.len() == 1, heading: headings(old) == 1 && headings(new) == 1 };
    let mut likeness = vec![0u32; old.len() * new.len()];
    // What the blocks from here on can reach at most.
    let mut reach = vec![0u32; (old.len() + 1) * width];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            let alike = similarity(&old[a], &new[b], alone);
            likeness[a * new.len() + b] = alike;
            let paired = if alike > 0 { alike + reach[(a + 1) * width + b + 1] } else { 0 };
            reach[a * width + b] = paired.max(reach[(a + 1) * width + b]).max(reach[a * width + b + 1]);
        }
    }
    let (mut a, mut b, mut pairs) = (0, 0, Vec::new());
    while a < old.len() && b < new.len() {
        let alike = likeness[a * new.len() + b];
        if alike > 0 && reach[a * width + b] == alike + reach[(a + 1) * width + b + 1] {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if reach[a * width + b] == reach[(a + 1) * width + b] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

/// Pairs of long passages: each old block with the new one that it shares most words with which no other block has.
fn by_rare_words(old: &[Bag<'_>], new: &[Bag<'_>]) -> Vec<(usize, usize)> {
    let (in_old, in_new) = (only_block(old), only_block(new));
    let mut votes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (word, a) in &in_old {
        if let (Some(a), Some(Some(b))) = (a, in_new.get(word)) {
            *votes.entry((*a, *b)).or_default() += 1;
        }
    }
    let mut favourites: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for ((a, b), count) in votes {
        let favourite = favourites.entry(a).or_insert((0, b));
        if count > favourite.0 {
            *favourite = (count, b);
        }
    }
    let alike = favourites.into_iter().map(|(a, (_, b))| (a, b));
    let alike: Vec<_> = alike.filter(|(a, b)| similarity(&old[*a], &new[*b], Alone::default()) > 0).collect();
    align::increasing(&alike)
}

/// For each word the one block that has it; `None` where there are several.
fn only_block(bags: &[Bag<'_>]) -> BTreeMap<u32, Option<usize>> {
    let mut found: BTreeMap<u32, Option<usize>> = BTreeMap::new();
    for (index, bag) in bags.iter().enumerate() {
        for word in &bag.words {
            let block = found.entry(*word).or_insert(Some(index));
            if *block != Some(index) {
                *block = None;
            }
        }
    }
    found
}

/// Whether there is but one block that can have taken the place of another, however different it is.
#[derive(Clone, Copy, Default)]
struct Alone {
    block: bool,
    heading: bool,
}

fn is_heading(block: &Block) -> bool {
    matches!(block.form, Form::Heading { .. })
}

/// How alike two blocks are, in thousandths; 0 where they are not to be paired.
fn similarity(old: &Bag<'_>, new: &Bag<'_>, alone: Alone) -> u32 {
    let (a, b) = (old.block, new.block);
    if discriminant(&a.form) != discriminant(&b.form) {
        return 0;
    }
    if a.cells == b.cells {
        // Only the form differs: a heading of another level, a clause that is claimed.
        return 1_000;
    }
    let total = old.words.len() + new.words.len();
    let mut alike = (2_000 * shared(&old.words, &new.words)).checked_div(total).unwrap_or(0) as u32;
    if a.form == Form::Row && same_key(a, b) {
        alike = 500 + alike / 2;
    }
    if alike >= SIMILAR {
        return alike;
    }
    let short = matches!(a.form, Form::Alert | Form::Term | Form::Fence | Form::TableHead | Form::Code | Form::Html);
    let replaced = if is_heading(a) { alone.heading } else { alone.block && short };
    u32::from(replaced)
}

/// Whether two rows begin with the same cell, which names what they are about.
fn same_key(old: &Block, new: &Block) -> bool {
    old.cells.first().is_some_and(|cell| !cell.is_empty()) && old.cells.first() == new.cells.first()
}

/// How many words two sorted lists have in common, each as often as both have it.
fn shared(old: &[u32], new: &[u32]) -> usize {
    let (mut a, mut b, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (old.get(a), new.get(b)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => (a, b, count) = (a + 1, b + 1, count + 1),
        }
    }
    count
}
