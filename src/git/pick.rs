//! Git's choice among the files that a new file may come from.
//!
//! The rules are those of `git log --follow`, to the letter where it decides between several candidates: equal content
//! first, then the most alike of the four best, a file that vanished before one that stayed, the same file name before
//! another, and what comes first in the tree.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::rc::Rc;

use git2::ObjectType;

use super::moves::{Place, same_name};
use super::oid;
use super::similarity::{ENOUGH, Pieces, may_be_alike};
use super::tree::Kind;
use crate::model::history::ObjectId;

/// Larger files are renamed only where their content is equal.
const LARGEST: u64 = 16 << 20;
/// Files of which the pieces are kept.
const KEPT: usize = 4096;
/// How many files with equal content are looked at.
const EQUALS: usize = 100;

/// A file that another may come from.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    pub(super) place: &'a Place,
    /// Whether it is still there after the commit: then the new file would be a copy.
    pub(super) stays: bool,
}

/// Compares files by content.
pub(super) struct Picker<'r> {
    store: &'r git2::Odb<'r>,
    sizes: HashMap<ObjectId, Option<u64>>,
    pieces: HashMap<ObjectId, Option<Rc<Pieces>>>,
    /// Whether some file could not be read.
    pub(super) incomplete: bool,
}

/// A candidate with its marks.
#[derive(Clone, Copy)]
struct Rated {
    likeness: u64,
    same_name: bool,
    index: usize,
}

impl<'r> Picker<'r> {
    /// For the objects of one repository.
    pub(super) fn new(store: &'r git2::Odb<'r>) -> Self {
        Self { store, sizes: HashMap::new(), pieces: HashMap::new(), incomplete: false }
    }

    /// The candidate, by index, that git takes for the origin of `target`. Candidates are in git's order of paths.
    pub(super) fn pick(&mut self, target: &Place, candidates: &[Candidate<'_>]) -> Option<usize> {
        equal(target, candidates).or_else(|| self.alike(target, candidates))
    }

    /// The candidate, by index, that git would take if only equal content counted.
    pub(super) fn pick_equal(&self, target: &Place, candidates: &[Candidate<'_>]) -> Option<usize> {
        equal(target, candidates)
    }

    /// Whether git would take the one for the other, renamed.
    pub(super) fn are_alike(&mut self, old: &Place, new: &Place) -> bool {
        self.likeness(old, new) >= ENOUGH
    }

    fn alike(&mut self, target: &Place, candidates: &[Candidate<'_>]) -> Option<usize> {
        if target.kind != Kind::Regular {
            return None;
        }
        let mut best: [Option<Rated>; 4] = [None; 4];
        for (index, candidate) in candidates.iter().enumerate() {
            let likeness = self.likeness(candidate.place, target);
            let rated = Rated { likeness, same_name: same_name(&candidate.place.path, &target.path), index };
            let worst = (1..best.len()).fold(0, |worst, other| {
                if order(best[other].as_ref(), best[worst].as_ref()).is_gt() { other } else { worst }
            });
            if order(best[worst].as_ref(), Some(&rated)).is_gt() {
                best[worst] = Some(rated);
            }
        }
        best.sort_by(|a, b| order(a.as_ref(), b.as_ref()));
        let mut enough = best.iter().flatten().filter(|rated| rated.likeness >= ENOUGH);
        let vanished = enough.clone().find(|rated| !candidates[rated.index].stays);
        vanished.or_else(|| enough.next()).map(|rated| rated.index)
    }

    fn likeness(&mut self, old: &Place, new: &Place) -> u64 {
        if old.kind != Kind::Regular {
            return 0;
        }
        let (Some(before), Some(after)) = (self.size(old.id), self.size(new.id)) else {
            return 0;
        };
        if before.max(after) > LARGEST || !may_be_alike(before, after) {
            return 0;
        }
        match (self.pieces(old.id), self.pieces(new.id)) {
            (Some(old), Some(new)) => old.likeness(&new),
            _ => 0,
        }
    }

    fn size(&mut self, id: ObjectId) -> Option<u64> {
        if let Some(&size) = self.sizes.get(&id) {
            return size;
        }
        let size = match self.store.read_header(oid(id)) {
            Ok((size, ObjectType::Blob)) => Some(size as u64),
            _ => None,
        };
        self.incomplete |= size.is_none();
        self.sizes.insert(id, size);
        size
    }

    fn pieces(&mut self, id: ObjectId) -> Option<Rc<Pieces>> {
        if let Some(pieces) = self.pieces.get(&id) {
            return pieces.clone();
        }
        let pieces = self.store.read(oid(id)).ok().map(|object| Rc::new(Pieces::new(object.data())));
        self.incomplete |= pieces.is_none();
        if self.pieces.len() >= KEPT {
            self.pieces.clear();
        }
        self.pieces.insert(id, pieces.clone());
        pieces
    }
}

/// The first of the best candidates with the same content.
fn equal(target: &Place, candidates: &[Candidate<'_>]) -> Option<usize> {
    let is_equal = |place: &Place| {
        let plain = place.kind == Kind::Regular && target.kind == Kind::Regular;
        place.id == target.id && (plain || place.mode == target.mode)
    };
    let equals = candidates.iter().enumerate().filter(|(_, candidate)| is_equal(candidate.place));
    let mut best: Option<(u8, usize)> = None;
    for (index, candidate) in equals.take(EQUALS) {
        let mark = u8::from(!candidate.stays) + u8::from(same_name(&candidate.place.path, &target.path));
        if best.is_none_or(|(highest, _)| mark > highest) {
            best = Some((mark, index));
        }
    }
    best.map(|(_, index)| index)
}

/// The better first; an empty place last.
fn order(a: Option<&Rated>, b: Option<&Rated>) -> Ordering {
    match (a, b) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(a), Some(b)) => (b.likeness, b.same_name).cmp(&(a.likeness, a.same_name)),
    }
}
