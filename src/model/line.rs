//! The controlled line: in which states it held each document, who changed the text in between, and what evidence there
//! is. Plain values, made while reading; what follows from them is worked out in [`crate::evaluate`].

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8PathBuf;
use jiff::Timestamp;

use super::doc_id::DocId;
use super::history::{ObjectId, Signature};
use super::people::People;
use super::signature::Signing;
use super::statement::{ContentHash, Statement};

/// What a commit of the line holds of a document, from that commit until the next state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineState {
    /// Number of the commit on the line: index in [`Line::landings`].
    pub landing: u32,
    /// Path from the root of the repository; for a document that is gone its last one.
    pub path: Utf8PathBuf,
    /// The file, and what it states. `None`: the document is gone.
    pub content: Option<(ObjectId, Arc<Statement>)>,
}

impl LineState {
    /// What the document states here; `None` where it is gone.
    #[must_use]
    pub fn statement(&self) -> Option<&Arc<Statement>> {
        self.content.as_ref().map(|(_, statement)| statement)
    }
}

/// A commit, on the line or on a branch, that changed the file of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineEdit {
    /// Index in [`History::commits`](super::history::History::commits).
    pub commit: u32,
    /// Number of the commit of the line with which it landed; `None` where it has not.
    pub landing: Option<u32>,
    /// What the document states after it; `None` where it is gone.
    pub after: Option<(ObjectId, Arc<Statement>)>,
    /// Whether it changed the controlled text, and so makes its author one of the document's.
    pub changes_text: bool,
}

/// One document on the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentLine {
    /// Its states, oldest first.
    pub states: Vec<LineState>,
    /// All that changed it, newest first by ancestry.
    pub edits: Vec<LineEdit>,
}

/// What a tag is evidence of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TagKind {
    /// `approved/ID/VERSION`
    Approved,
    /// `withdrawn/ID/VERSION`
    Withdrawn,
    /// `reviewed/ID/DATE`
    Reviewed,
}

impl TagKind {
    /// First part of the tag's name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Withdrawn => "withdrawn",
            Self::Reviewed => "reviewed",
        }
    }
}

/// A tag whose name says that it is evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceTag {
    /// What it is evidence of.
    pub kind: TagKind,
    /// Name without `refs/tags/`.
    pub name: String,
    /// Version or day in the name, as written.
    pub of: String,
    /// The annotation; for a lightweight tag the commit.
    pub object: ObjectId,
    /// The commit that it points at.
    pub target: ObjectId,
    /// Who tagged, after `.mailmap`, and when; `None` for a lightweight tag, which is evidence of nothing.
    pub tagger: Option<(Signature, Timestamp)>,
    /// Its message.
    pub message: String,
    /// Hash of the document that the tagged commit holds; `None` where it holds none of this id.
    pub hash: Option<ContentHash>,
    /// Its signature.
    pub signing: Signing,
}

/// A tag that marks a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Name without `refs/tags/`.
    pub name: String,
    /// The annotation; for a lightweight tag the commit.
    pub object: ObjectId,
    /// Commit that it marks.
    pub target: ObjectId,
    /// When that commit was made.
    pub committed: Timestamp,
    /// When it was released: the time of the annotation; of a lightweight tag that of the commit.
    pub released: Timestamp,
}

/// The controlled line up to the commit that is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The commits of the line that changed a document or `people.yaml`, oldest first: indexes in
    /// [`History::commits`](super::history::History::commits).
    pub landings: Vec<u32>,
    /// Documents by folded id, also those that are gone.
    pub documents: BTreeMap<String, DocumentLine>,
    /// `people.yaml` over time: the number of the commit from which each holds.
    pub people: Vec<(u32, Arc<People>)>,
    /// Tags that are evidence, by folded id, sorted by name.
    pub tags: BTreeMap<String, Vec<EvidenceTag>>,
    /// Tags that mark releases on the line, oldest first.
    pub releases: Vec<Release>,
    /// Signatures of commits that may be evidence, by index in
    /// [`History::commits`](super::history::History::commits).
    pub signings: BTreeMap<u32, Signing>,
}

impl Line {
    /// Who held which role, as `people.yaml` said at a commit of the line. `None` before the file existed.
    #[must_use]
    pub fn people_at(&self, landing: u32) -> Option<&People> {
        let after = self.people.partition_point(|(from, _)| *from <= landing);
        self.people[..after].last().map(|(_, people)| &**people)
    }

    /// Tags about a document, sorted by name.
    #[must_use]
    pub fn tags_of(&self, id: &DocId) -> &[EvidenceTag] {
        self.tags.get(&id.folded()).map_or(&[], Vec::as_slice)
    }
}
