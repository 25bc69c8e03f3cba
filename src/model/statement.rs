//! What one text of a document states of itself, as far as document control goes by it.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::date::{self, Interval};
use super::doc_id::DocId;
use super::document::{Classification, Document, Status};
use super::node::Node;
use super::version::Version;

/// SHA-256 of a document without the fields that change while its text stays approved. Two files with equal hashes are
/// the same controlled text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ContentHash(pub [u8; 32]);

impl fmt::Display for ContentHash {
    /// With the name of the rule by which it was computed: `c1:9f86d0…`. Should the rule ever change, so does its name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("c1:")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The fields of a document that document control reads from every commit. Small, and the same for ever for one
/// content, so that it can be kept. A field that cannot be read is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Identity.
    pub id: DocId,
    /// Hash of the controlled text.
    pub hash: ContentHash,
    /// Title.
    pub title: Option<String>,
    /// Type.
    pub doc_type: Option<String>,
    /// Version.
    pub version: Option<Version>,
    /// Status as typed.
    pub status: Option<Status>,
    /// Role.
    pub owner: Option<String>,
    /// Who may read it.
    pub classification: Option<Classification>,
    /// Persons, where typed.
    pub authors: Vec<String>,
    /// Persons.
    pub reviewers: Vec<String>,
    /// Person.
    pub approver: Option<String>,
    /// Day of approval.
    pub approved_on: Option<Date>,
    /// First day in force.
    pub effective_on: Option<Date>,
    /// Longest time between reviews, as typed.
    pub review_interval: Option<String>,
    /// Day of the next review.
    pub next_review: Option<Date>,
    /// What changed and why.
    pub change_summary: Option<String>,
    /// Ids of the documents whose place it takes.
    pub supersedes: Vec<String>,
    /// Id of the document that takes its place.
    pub superseded_by: Option<String>,
    /// First day on which it is no longer used.
    pub withdrawn_on: Option<Date>,
    /// Why it is no longer used.
    pub withdrawn_reason: Option<String>,
    /// Day on which a record was closed.
    pub closed_on: Option<Date>,
    /// Day by which a corrective action is to be done.
    pub due: Option<Date>,
    /// How many corrections a closed record lists.
    pub corrections: usize,
    /// Whether the text may link files that are no Markdown: only then is it worth looking for them.
    pub may_link_files: bool,
}

impl Statement {
    /// What a document states. `None` where it has no id.
    #[must_use]
    pub fn of(document: &Document) -> Option<Self> {
        let text = |value: &Option<super::span::Spanned<String>>| value.as_ref().map(|value| value.value.clone());
        let day = |value: &Option<super::span::Spanned<Date>>| value.as_ref().map(|value| value.value);
        let list = |values: &[super::span::Spanned<String>]| values.iter().map(|value| value.value.clone()).collect();
        Some(Self {
            id: document.id.as_ref()?.value.clone(),
            hash: document.hash,
            title: text(&document.title),
            doc_type: text(&document.doc_type),
            version: document.version.as_ref().map(|version| version.value.clone()),
            status: document.status.as_ref().map(|status| status.value),
            owner: text(&document.owner),
            classification: document.classification.as_ref().map(|class| class.value),
            authors: list(&document.authors),
            reviewers: list(&document.reviewers),
            approver: text(&document.approver),
            approved_on: day(&document.approved_on),
            effective_on: day(&document.effective_on),
            review_interval: document.review_interval.as_ref().map(|interval| interval.value.to_string()),
            next_review: day(&document.next_review),
            change_summary: text(&document.change_summary),
            supersedes: list(&document.supersedes),
            superseded_by: text(&document.superseded_by),
            withdrawn_on: day(&document.withdrawn_on),
            withdrawn_reason: text(&document.withdrawn_reason),
            closed_on: document.front.get("closed_on").and_then(Node::text).and_then(date::parse),
            due: document.front.get("due").and_then(Node::text).and_then(date::parse),
            corrections: document.front.get("corrections").map_or(0, |node| node.items().len()),
            may_link_files: may_link_files(document.file.slice(document.body)),
        })
    }

    /// First day in force: `effective_on`, else `approved_on`.
    #[must_use]
    pub fn effective(&self) -> Option<Date> {
        self.effective_on.or(self.approved_on)
    }

    /// The interval between reviews that the document states, where it can be read.
    #[must_use]
    pub fn interval(&self) -> Option<Interval> {
        self.review_interval.as_deref()?.parse().ok()
    }

    /// Whether it says that somebody approved it: also one that was withdrawn since.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        matches!(self.status, Some(Status::Approved | Status::Withdrawn))
    }
}

/// Whether a Markdown text may hold the address of a file that is no Markdown. Says yes too often rather than too
/// seldom.
fn may_link_files(text: &str) -> bool {
    // Looking for one character is many times quicker than for two.
    let marks = text.match_indices(']').filter(|(at, _)| matches!(text.as_bytes().get(at + 1), Some(b'(' | b':')));
    let targets = marks.map(|(at, _)| &text[at + 2..]);
    targets.into_iter().any(|rest| {
        let rest = rest.trim_start_matches([' ', '\t', '\n', '\r', '<']);
        let end = rest.find([')', ' ', '\n', '\r', '>', '#']).unwrap_or(rest.len());
        let target = &rest[..end];
        let elsewhere = target.is_empty() || target.contains(':') || target.to_ascii_lowercase().ends_with(".md");
        !elsewhere
    })
}
