//! What changed from one version of a document to another: plain data, for pages, terminals and programs.
//!
//! Blocks are aligned first, then those that were replaced are paired with the most similar ones, then the words of
//! each pair are compared. Limits count words, never time, so that every machine finds the same changes.

mod align;
mod cells;
mod fields;
mod label;
mod pair;
mod sections;
mod words;

pub(crate) use label::plural;
pub use label::{Part, unchanged_sections};

use std::sync::Arc;

use serde::Serialize;

use crate::model::document::Document;
use crate::read::blocks::{self, Style};

/// What changed from an old version to a new one.
#[derive(Clone, Debug, Serialize)]
pub struct Redline {
    /// Fields of the front matter that differ, in the order of the new version; those that vanished at the end.
    pub fields: Vec<FieldChange>,
    /// Sections of the body in the order of the new version; those that vanished where they stood.
    pub sections: Vec<Section>,
    /// How much of the body changed.
    pub counts: Counts,
}

impl Redline {
    /// Whether nothing changed that means anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.counts.changes == 0
    }

    /// Whether the front matter changed and the body did not.
    #[must_use]
    pub fn only_fields(&self) -> bool {
        !self.fields.is_empty() && self.counts.changes == 0
    }
}

/// A field of the front matter that differs. Values are written for people, nested ones in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// Its name.
    pub field: String,
    /// The old value; `None` where there was none.
    pub before: Option<String>,
    /// The new value; `None` where there is none.
    pub after: Option<String>,
}

/// Counts of a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Changes, as they are numbered for readers.
    pub changes: usize,
    /// Sections with at least one change.
    pub sections: usize,
    /// Words that were added.
    pub words_added: usize,
    /// Words that were removed.
    pub words_removed: usize,
}

/// A section of the first level, with the sections below it.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// Its number in the new version; `None` for what stands before the first heading and for removed sections.
    pub number: Option<usize>,
    /// Text of its heading in the new version, in the old one where it was removed; `None` before the first heading.
    pub heading: Option<String>,
    /// Anchor of the heading in the page of the version that has it.
    pub anchor: Option<String>,
    /// Whether the heading is no longer there.
    pub removed: bool,
    /// Its blocks in order, unchanged ones counted.
    pub runs: Vec<Run>,
}

impl Section {
    /// Its changes.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.runs.iter().filter_map(|run| match run {
            Run::Change(change) => Some(change),
            Run::Unchanged(_) => None,
        })
    }
}

/// A part of a section.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    /// Blocks that are the same in both versions.
    Unchanged(Unchanged),
    /// A change.
    Change(Change),
}

/// How many blocks did not change. The three together are all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Unchanged {
    /// Paragraphs, list items, lines of code and the like.
    pub passages: usize,
    /// Rows of tables.
    pub rows: usize,
    /// Headings, heads of tables and beginnings of code, which readers do not count.
    pub frames: usize,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// Only the new version has it.
    Added,
    /// Only the old version has it.
    Removed,
    /// Both have it, with differences.
    Changed,
}

/// What was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum What {
    /// A heading.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A list item.
    Item {
        /// Its number, in the new version where it has one there; `None` for a bullet.
        number: Option<u64>,
    },
    /// Rows of one table that follow one another.
    Rows,
    /// Lines of code that follow one another.
    Code,
    /// Lines of raw HTML that follow one another.
    Html,
    /// A line across the page.
    Rule,
    /// A paragraph of a quote or alert.
    Quote,
    /// The title of an alert.
    Alert,
    /// A footnote.
    Footnote {
        /// Its name as typed.
        name: String,
    },
    /// The title of a definition.
    Term,
    /// A definition.
    Definition,
}

/// One change as readers see it.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// What happened.
    pub kind: ChangeKind,
    /// To what.
    pub what: What,
    /// Heading below the first level that it stands under; of a long one the beginning.
    pub under: Option<Arc<str>>,
    /// What the block was and is, in words, where that differs: `list item`, `step`.
    pub form: Option<FormChange>,
    /// The text.
    pub content: Content,
}

/// The form of a block before and after, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormChange {
    /// In the old version.
    pub before: String,
    /// In the new version.
    pub after: String,
}

/// The text of a change.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// Words.
    Words(Vec<Piece>),
    /// Lines of code or raw HTML.
    Lines(Vec<Line>),
    /// Rows of a table.
    Rows(Rows),
}

/// A changed line of code or raw HTML.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// What happened to it.
    pub kind: ChangeKind,
    /// Whether a block of code begins here; the text is its language.
    pub fence: bool,
    /// The text.
    pub pieces: Vec<Piece>,
}

/// Changed rows of one table.
#[derive(Clone, Debug, Serialize)]
pub struct Rows {
    /// Head of the table for context; `None` where the head is among the rows, or too long to be repeated.
    pub head: Option<Arc<[String]>>,
    /// The rows that changed.
    pub rows: Vec<Row>,
}

/// A changed row.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// What happened to it.
    pub kind: ChangeKind,
    /// Whether it is the head of its table.
    pub head: bool,
    /// The text of each cell.
    pub cells: Vec<Vec<Piece>>,
}

/// Which versions have a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tag {
    /// Both.
    Same,
    /// Only the new one.
    Added,
    /// Only the old one.
    Removed,
}

/// Text of one kind and style. Without the added pieces, the text is the old one; without the removed ones, the new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Which versions have it.
    pub tag: Tag,
    /// The text, with the spaces between words; `\n` is a line break that was asked for.
    pub text: String,
    /// How it is set; left out for plain text.
    #[serde(skip_serializing_if = "Style::is_plain")]
    pub style: Style,
}

/// Compares two versions of a document.
#[must_use]
pub fn redline(old: &Document, new: &Document) -> Redline {
    let (before, after) = (blocks::blocks(old), blocks::blocks(new));
    let steps = pair::steps(&before, &after);
    let (sections, counts) = sections::sections(&before, &after, &steps);
    Redline { fields: fields::changes(&old.front, &new.front), sections, counts }
}
