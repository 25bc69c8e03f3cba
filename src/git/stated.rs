//! Which documents a commit moves about, by the ids that they state.

use std::collections::{BTreeMap, HashMap};

use super::facts::is_markdown;
use super::identity::document_id;
use super::moves::{Moves, Place};
use super::tree::Kind;
use super::{Repository, oid};
use crate::model::history::ObjectId;

/// The ids that were read, by content.
pub(super) type Ids = BTreeMap<ObjectId, Option<String>>;

/// Reads the ids of documents.
pub(super) struct Reader<'r> {
    repository: &'r Repository,
    /// Whether some document could not be read.
    pub(super) incomplete: bool,
}

impl<'r> Reader<'r> {
    /// For one repository.
    pub(super) fn new(repository: &'r Repository) -> Self {
        Self { repository, incomplete: false }
    }

    /// The id that a file of this path and content states. Only Markdown states one.
    pub(super) fn id(&mut self, ids: &mut Ids, path: &[u8], content: ObjectId) -> Option<String> {
        if !is_markdown(path) {
            return None;
        }
        if let Some(id) = ids.get(&content) {
            return id.clone();
        }
        let Ok(blob) = self.repository.inner.find_blob(oid(content)) else {
            self.incomplete = true;
            return None;
        };
        let id = document_id(blob.content());
        ids.insert(content, id.clone());
        id
    }

    /// The id that a file states; a link states none.
    pub(super) fn id_of(&mut self, ids: &mut Ids, place: &Place) -> Option<String> {
        if place.kind == Kind::Regular { self.id(ids, &place.path, place.id) } else { None }
    }
}

/// The moves of one commit by document id.
#[derive(Default)]
pub(super) struct Stated {
    /// Of each id the files that vanished with it: indexes in [`Moves::lost`].
    pub(super) lost: HashMap<String, Vec<usize>>,
    /// The files that vanished and stated no id: indexes in [`Moves::lost`].
    pub(super) lost_without: Vec<usize>,
    /// Of each id the first file that stays but no longer states it.
    pub(super) left: HashMap<String, Vec<u8>>,
    /// Of each id the files that state it and did not before.
    pub(super) arrived: HashMap<String, Vec<Vec<u8>>>,
}

impl Stated {
    /// Reads the ids of all documents that a commit moves or changes.
    pub(super) fn read(reader: &mut Reader<'_>, ids: &mut Ids, moves: &Moves) -> Self {
        let mut stated = Self::default();
        for (index, place) in moves.lost.iter().enumerate() {
            match reader.id_of(ids, place) {
                Some(id) => stated.lost.entry(id).or_default().push(index),
                None => stated.lost_without.push(index),
            }
        }
        for place in &moves.arrived {
            if let Some(id) = reader.id_of(ids, place) {
                stated.arrived.entry(id).or_default().push(place.path.clone());
            }
        }
        for (old, new) in &moves.changed {
            let (before, after) = (reader.id_of(ids, old), reader.id_of(ids, new));
            if before != after {
                if let Some(id) = before {
                    stated.left.entry(id).or_insert_with(|| old.path.clone());
                }
                if let Some(id) = after {
                    stated.arrived.entry(id).or_default().push(new.path.clone());
                }
            }
        }
        stated
    }

    /// Whether an id arrives at another path than this.
    pub(super) fn arrives_elsewhere(&self, id: &str, path: &[u8]) -> bool {
        self.arrived.get(id).is_some_and(|paths| paths.iter().any(|other| other != path))
    }
}
