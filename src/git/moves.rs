//! Everything that one commit moves about, whatever kind of file: the candidates for a rename.

use std::collections::HashMap;

use super::Error;
use super::compare::{Item, Trees};
use super::content::LONGEST_PATH;
use super::tree::Kind;
use crate::model::history::ObjectId;

/// A file at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) path: Vec<u8>,
    pub(super) mode: u32,
    pub(super) kind: Kind,
    pub(super) id: ObjectId,
}

/// The files by which two trees differ, each list in git's order of paths.
#[derive(Default)]
pub(super) struct Moves {
    /// Files of the old tree whose path the new one does not have.
    pub(super) lost: Vec<Place>,
    /// Files of the new tree whose path the old one does not have.
    pub(super) arrived: Vec<Place>,
    /// Files at the same path with other content: before and after.
    pub(super) changed: Vec<(Place, Place)>,
    arrived_at: HashMap<Vec<u8>, usize>,
}

impl Moves {
    /// Compares two trees in full.
    pub(super) fn between(trees: &mut Trees<'_>, old: Option<ObjectId>, new: Option<ObjectId>) -> Result<Self, Error> {
        let mut moves = Self::default();
        moves.add(trees, old, new, &mut Vec::new())?;
        moves.arrived_at = moves.arrived.iter().zip(0..).map(|(place, index)| (place.path.clone(), index)).collect();
        Ok(moves)
    }

    /// The file that arrived at a path.
    pub(super) fn arrived_at(&self, path: &[u8]) -> Option<&Place> {
        self.arrived.get(*self.arrived_at.get(path)?)
    }

    fn add(
        &mut self,
        trees: &mut Trees<'_>,
        old: Option<ObjectId>,
        new: Option<ObjectId>,
        path: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let length = path.len();
        for difference in trees.differences(old, new)? {
            path.extend_from_slice(&difference.name);
            if difference.is_folder() {
                if path.len() < LONGEST_PATH {
                    path.push(b'/');
                    let id = |item: Option<Item>| item.map(|item| item.id);
                    self.add(trees, id(difference.old), id(difference.new), path)?;
                }
            } else {
                let place = |item: Item| Place { path: path.clone(), mode: item.mode, kind: item.kind, id: item.id };
                match (difference.old.map(place), difference.new.map(place)) {
                    (Some(old), None) => self.lost.push(old),
                    (None, Some(new)) => self.arrived.push(new),
                    (Some(old), Some(new)) => self.changed.push((old, new)),
                    (None, None) => {}
                }
            }
            path.truncate(length);
        }
        Ok(())
    }
}

/// Whether two paths end in the same file name.
pub(super) fn same_name(a: &[u8], b: &[u8]) -> bool {
    file_name(a) == file_name(b)
}

/// The last part of a path.
pub(super) fn file_name(path: &[u8]) -> &[u8] {
    path.rsplit(|&byte| byte == b'/').next().unwrap_or(path)
}
