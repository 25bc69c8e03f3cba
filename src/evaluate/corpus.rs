//! What is in force: every document with its versions, the one that counts today and the one to come.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8Path;
use jiff::civil::Date;

use super::state::State;
use crate::model::config::Evidence;
use crate::model::date;
use crate::model::doc_id::DocId;
use crate::model::doc_type::DocType;
use crate::model::document::{Document, Status};
use crate::model::history::ObjectId;
use crate::model::inputs::{Content, Inputs, Repository};
use crate::model::version::Version;

/// Days before a review date from which a review counts as due.
const DUE_DAYS: i64 = 60;

/// One version of a document that was approved, or one entry of a record.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Its version; `None` where none can be read.
    pub version: Option<Version>,
    /// Its text and fields.
    pub document: Arc<Document>,
    /// Commit that the text comes from; `None` without git or from the files on disk.
    pub commit: Option<ObjectId>,
    /// First day in force: `effective_on`, else `approved_on`; for a record the day that it tells of.
    pub effective: Option<Date>,
    /// How strong the proof of its approval is.
    pub evidence: Evidence,
    /// Where it stands today.
    pub state: State,
}

/// A version that is not in force yet.
#[derive(Clone, Debug)]
pub struct Next {
    /// Its version.
    pub version: Option<Version>,
    /// Draft, in review, scheduled or unproven.
    pub state: State,
    /// First day in force, where it is approved.
    pub effective: Option<Date>,
    /// Its text. Shown in previews only.
    pub document: Arc<Document>,
}

/// A document or record with everything that is known of its life.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Identity.
    pub id: DocId,
    /// The newest text, whatever its state.
    pub head: Arc<Document>,
    /// Type, where it is known.
    pub doc_type: Option<DocType>,
    /// Approved versions, newest first.
    pub editions: Vec<Edition>,
    /// Index in [`Self::editions`] of the version in force.
    pub current: Option<usize>,
    /// The version to come.
    pub next: Option<Next>,
    /// Day by which it is to be reviewed: `next_review`, else first day in force and interval.
    pub next_review: Option<Date>,
}

impl Entry {
    /// The version in force, the withdrawn one, or the record.
    #[must_use]
    pub fn edition(&self) -> Option<&Edition> {
        self.editions.get(self.current?)
    }

    /// Where the document stands: the state of the version in force, else of the one to come.
    #[must_use]
    pub fn state(&self) -> State {
        match (self.edition(), &self.next) {
            (Some(edition), _) => edition.state,
            (None, Some(next)) => next.state,
            (None, None) => State::Draft,
        }
    }

    /// The text that answers for the document: that of the version in force, else the newest.
    #[must_use]
    pub fn document(&self) -> &Arc<Document> {
        self.edition().map_or(&self.head, |edition| &edition.document)
    }

    /// Whether it is a record.
    #[must_use]
    pub fn is_record(&self) -> bool {
        self.doc_type.as_ref().is_some_and(DocType::is_record)
    }

    /// Whether its version in force counts as covering what it claims.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        self.edition()
            .is_some_and(|edition| edition.state.is_in_force() || matches!(edition.state, State::Open | State::Closed))
    }
}

/// All documents and records by id.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// Sorted by id.
    pub entries: Vec<Entry>,
    by_id: BTreeMap<String, usize>,
    by_path: BTreeMap<camino::Utf8PathBuf, usize>,
}

impl Corpus {
    /// The document of an id, whatever the case it is written in.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.by_id.get(&id.to_ascii_lowercase()).map(|index| &self.entries[*index])
    }

    /// The document whose newest text stands at a path.
    #[must_use]
    pub fn at_path(&self, path: &Utf8Path) -> Option<&Entry> {
        self.by_path.get(path).map(|index| &self.entries[*index])
    }

    /// Documents whose version in force readers may rely on, and records.
    pub fn in_force(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.is_in_force())
    }
}

/// Finds out what is in force. Of two documents with one id, the first by path counts; a rule reports the other.
#[must_use]
pub fn corpus(inputs: &Inputs) -> Corpus {
    let mut corpus = Corpus::default();
    let mut firsts: BTreeMap<String, &Arc<Document>> = BTreeMap::new();
    for document in &inputs.documents {
        if let Some(id) = &document.id {
            firsts.entry(id.value.folded()).or_insert(document);
        }
    }
    let mut entries: Vec<Entry> = firsts.into_values().filter_map(|document| entry(inputs, document)).collect();
    entries.sort_by(|a, b| a.id.cmp(&b.id));
    for (index, entry) in entries.iter().enumerate() {
        corpus.by_id.insert(entry.id.folded(), index);
        corpus.by_path.insert(entry.head.file.path().to_owned(), index);
    }
    corpus.entries = entries;
    corpus
}

fn entry(inputs: &Inputs, document: &Arc<Document>) -> Option<Entry> {
    let id = document.id.as_ref()?.value.clone();
    let doc_type = inputs.type_of(document).cloned();
    let record = doc_type.as_ref().is_some_and(DocType::is_record);
    let effective = document.effective_on.as_ref().or(document.approved_on.as_ref()).map(|day| day.value);
    let next_review = if record { None } else { review_day(document, doc_type.as_ref(), effective) };
    let state = if record { record_state(document) } else { document_state(inputs, document, effective, next_review) };
    let version = document.version.as_ref().map(|version| version.value.clone());
    let settled = !matches!(state, State::Draft | State::InReview | State::Scheduled | State::Unproven);
    let (editions, next) = if settled {
        let evidence = if inputs.repository == Repository::None { Evidence::None } else { Evidence::Claimed };
        let commit = match (&inputs.content, &inputs.repository) {
            (Content::Commit(_), Repository::Whole) => newest_commit(inputs, document),
            _ => None,
        };
        let effective = if record { document.occurred_on.as_ref().map(|day| day.value) } else { effective };
        (vec![Edition { version, document: Arc::clone(document), commit, effective, evidence, state }], None)
    } else {
        (Vec::new(), Some(Next { version, state, effective, document: Arc::clone(document) }))
    };
    let current = (!editions.is_empty()).then_some(0);
    Some(Entry { id, head: Arc::clone(document), doc_type, editions, current, next, next_review })
}

fn newest_commit(inputs: &Inputs, document: &Document) -> Option<ObjectId> {
    let revision = inputs.history.revisions(document.file.path()).first()?;
    Some(inputs.history.commit(revision.commit)?.id)
}

fn record_state(document: &Document) -> State {
    match document.status.as_ref().map(|status| status.value) {
        Some(Status::Closed) => State::Closed,
        Some(Status::Open) => State::Open,
        _ => State::Draft,
    }
}

fn document_state(inputs: &Inputs, document: &Document, effective: Option<Date>, next_review: Option<Date>) -> State {
    match document.status.as_ref().map(|status| status.value) {
        Some(Status::InReview) => State::InReview,
        Some(Status::Withdrawn) if document.superseded_by.is_some() => State::Superseded,
        Some(Status::Withdrawn) => State::Withdrawn,
        Some(Status::Approved) => match (&document.approver, &document.approved_on, effective) {
            (Some(_), Some(_), Some(first)) if first > inputs.today => State::Scheduled,
            (Some(_), Some(_), Some(_)) if document.superseded_by.is_some() => State::Superseded,
            (Some(_), Some(_), Some(_)) => review_state(inputs.today, next_review),
            _ => State::Unproven,
        },
        _ => State::Draft,
    }
}

fn review_state(today: Date, next_review: Option<Date>) -> State {
    match next_review.map(|day| date::days_between(today, day)) {
        Some(days) if days < 0 => State::ReviewOverdue,
        Some(days) if days <= DUE_DAYS => State::ReviewDue,
        _ => State::InForce,
    }
}

/// The day by which a document is to be reviewed: typed, or first day in force and the interval of document or type.
fn review_day(document: &Document, doc_type: Option<&DocType>, effective: Option<Date>) -> Option<Date> {
    let typed = document.next_review.as_ref().map(|day| day.value);
    let interval = document.review_interval.as_ref().map(|interval| interval.value);
    let interval = interval.or_else(|| doc_type.and_then(DocType::interval));
    typed.or_else(|| interval?.after(effective?))
}
