//! Rows of tables, cell by cell.

use super::words::{self, Tally};
use super::{Piece, Tag, align};
use crate::read::blocks::Token;

/// The cells of a row that only one version has.
pub(super) fn whole(tag: Tag, cells: &[Vec<Token>], tally: &mut Tally) -> Vec<Vec<Piece>> {
    cells.iter().map(|cell| words::whole(tag, cell, tally)).collect()
}

/// The cells that one row became the other by: side by side where there are as many, else around those that are equal,
/// so that a new column does not change all that stand behind it.
pub(super) fn compare(old: &[Vec<Token>], new: &[Vec<Token>], tally: &mut Tally) -> Vec<Vec<Piece>> {
    if old.len() == new.len() {
        return old.iter().zip(new).map(|(old, new)| words::compare(old, new, tally)).collect();
    }
    let [old_ids, new_ids] = align::numbered(old, new, Vec::as_slice);
    let mut out = Vec::with_capacity(new.len());
    let (mut a, mut b) = (0, 0);
    for run in align::common(&old_ids, &new_ids) {
        replaced(&old[a..run.old], &new[b..run.new], tally, &mut out);
        (a, b) = (run.old + run.len, run.new + run.len);
        out.extend(whole(Tag::Same, &new[run.new..b], tally));
    }
    replaced(&old[a..], &new[b..], tally, &mut out);
    out
}

fn replaced(old: &[Vec<Token>], new: &[Vec<Token>], tally: &mut Tally, out: &mut Vec<Vec<Piece>>) {
    let both = old.len().min(new.len());
    out.extend(old.iter().zip(new).map(|(old, new)| words::compare(old, new, tally)));
    out.extend(whole(Tag::Removed, &old[both..], tally));
    out.extend(whole(Tag::Added, &new[both..], tally));
}
