//! Which text of a document is looked at: pages show that in force, rules mend the newest.

use super::corpus::{Corpus, Entry};
use crate::model::document::Document;

/// A text of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// That in force.
    InForce,
    /// The newest, in which what is wrong is mended.
    Newest,
}

impl Reading {
    /// The text of a document.
    #[must_use]
    pub fn of(self, entry: &Entry) -> &Document {
        match self {
            Self::InForce => entry.document(),
            Self::Newest => &entry.head,
        }
    }

    /// Documents of a type that are in force, with their indices in [`Corpus::entries`]. A file that is gone has no newest
    /// text.
    pub fn in_force<'a>(self, corpus: &'a Corpus, name: &'a str) -> impl Iterator<Item = (usize, &'a Entry)> {
        corpus.entries.iter().enumerate().filter(move |(_, entry)| {
            entry.is_in_force()
                && (self == Self::InForce || !entry.vanished)
                && entry.doc_type.as_ref().is_some_and(|doc_type| doc_type.name == name)
        })
    }
}
