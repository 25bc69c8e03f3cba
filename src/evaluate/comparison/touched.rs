//! Documents and records that a change touches.

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::Utf8PathBuf;
use jiff::civil::Date;
use serde::Serialize;

use crate::evaluate::Sms;
use crate::evaluate::authors::{authors, names};
use crate::evaluate::corpus::Entry;
use crate::evaluate::redline::{self, Redline};
use crate::model::document::{Document, Status};
use crate::model::history::ObjectId;
use crate::model::line::DocumentLine;
use crate::model::node::Node;
use crate::model::version::Version;

/// What happened to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// There was none of this id.
    New,
    /// Its text is another.
    Changed,
    /// Only fields that may change while a version stays approved: status, owner, approver, dates of review.
    Control,
    /// Only its path.
    Moved,
    /// It is stated to be no longer used.
    Withdrawn,
    /// Its file is gone.
    Removed,
}

/// The version before and after, as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VersionStep {
    /// Before; `None` where there was no document, or no version that can be read.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
    /// The approved version that the new text does not exceed, and should.
    pub not_above: Option<String>,
}

/// The text with which a new one is compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Against {
    /// Its version, where it can be read.
    pub version: Option<String>,
    /// Whether readers go by it; else it is the text from which the change began.
    pub in_force: bool,
}

/// A document or record that differs.
#[derive(Clone, Debug, Serialize)]
pub struct Touched {
    /// Its id.
    pub id: String,
    /// Its title, the new one where there is one.
    pub title: String,
    /// Path from the root of the repository; of a removed file the last one.
    pub path: Utf8PathBuf,
    /// Where it was, if that was elsewhere.
    pub moved_from: Option<Utf8PathBuf>,
    /// Whether it is a record.
    pub record: bool,
    /// What happened.
    pub what: What,
    /// Version before and after.
    pub version: VersionStep,
    /// Status before, as typed; `None` where there was no document, or no status that can be read.
    pub status_before: Option<Status>,
    /// Status after.
    pub status_after: Option<Status>,
    /// First day in force as stated; of a withdrawn document the first day on which it is no longer used.
    pub from: Option<Date>,
    /// Names of those whose commits made the change, co-authors included, the newest first.
    pub authors: Vec<String>,
    /// Whether the file on disk differs from the newest commit: then nobody can tell who changed it.
    pub uncommitted: bool,
    /// What the new text says changed; of a withdrawn document why it is no longer used.
    pub change_summary: Option<String>,
    /// Fields that the text before states just so, although the text is another: `effective_on`, `change_summary`,
    /// `approved_on`. Often somebody forgot them.
    pub kept: Vec<&'static str>,
    /// Words of the new text.
    pub words: usize,
    /// Headings of the first two levels that are used, of a new document.
    pub headings: Vec<String>,
    /// With what it is compared; `None` where there was nothing, or is nothing any more.
    pub against: Option<Against>,
    /// What changed in it.
    pub redline: Option<Redline>,
}

impl Touched {
    /// Whether readers will find another text, or none.
    #[must_use]
    pub fn changes_text(&self) -> bool {
        matches!(self.what, What::Changed | What::Withdrawn | What::Removed)
    }
}

/// Documents that differ, by id.
pub(super) fn touched(before: &Sms, after: &Sms) -> Vec<Touched> {
    let old = before.corpus.entries.iter().map(|entry| &entry.id);
    let ids: BTreeSet<_> = after.corpus.entries.iter().map(|entry| &entry.id).chain(old).collect();
    let pairs = ids.into_iter().map(|id| (before.corpus.get(id.as_str()), after.corpus.get(id.as_str())));
    let mut seen = BTreeSet::new();
    // Two spellings of one id are one document.
    let pairs = pairs.filter(|(a, b)| b.or(*a).is_some_and(|entry| seen.insert(entry.id.folded())));
    pairs.filter_map(|(old, new)| one(before, after, old, new)).collect()
}

fn one(before: &Sms, after: &Sms, old: Option<&Entry>, new: Option<&Entry>) -> Option<Touched> {
    let there = |entry: Option<&Entry>| entry.filter(|entry| !entry.vanished).map(|entry| Arc::clone(&entry.head));
    let (was, is) = (there(old), there(new));
    let entry = new.or(old)?;
    let shown = is.as_ref().or(was.as_ref())?;
    let what = match (&was, &is) {
        (None, _) => What::New,
        (_, None) => What::Removed,
        (Some(was), Some(is)) if was.file.text() == is.file.text() => {
            (was.file.path() != is.file.path()).then_some(What::Moved)?
        }
        (Some(was), Some(is)) => what(entry, was, is),
    };
    let earlier = old.filter(|_| was.is_some());
    let against = earlier.map(base);
    let redline = against.as_ref().zip(is.as_ref()).filter(|_| what != What::Moved);
    let redline = redline.map(|((_, text), is)| redline::redline(text, is));
    let moved_from = was.as_ref().map(|was| was.file.path()).filter(|path| *path != shown.file.path());
    let path = shown.file.path().to_owned();
    let uncommitted = |path: &camino::Utf8Path| after.inputs.uncommitted.iter().any(|(changed, _)| changed == path);
    let number = |document: &Arc<Document>| document.version.as_ref().map(|version| version.value.to_string());
    let status = |document: &Arc<Document>| document.status.as_ref().map(|status| status.value);
    Some(Touched {
        id: entry.id.to_string(),
        title: shown.title_or_label().to_owned(),
        moved_from: moved_from.map(camino::Utf8Path::to_owned),
        record: entry.is_record(),
        what,
        version: VersionStep {
            before: was.as_ref().and_then(number),
            after: is.as_ref().and_then(number),
            not_above: is.as_ref().and_then(|is| not_above(old?, entry, is)),
        },
        status_before: was.as_ref().and_then(status),
        status_after: is.as_ref().and_then(status),
        from: is.as_ref().and_then(|is| from(is)),
        authors: change_authors(before, after, entry),
        uncommitted: uncommitted(&path),
        change_summary: is.as_ref().and_then(|is| reason(is)),
        kept: was
            .as_ref()
            .zip(is.as_ref())
            .filter(|_| what == What::Changed)
            .map_or_else(Vec::new, |(was, is)| kept(was, is)),
        words: shown.file.slice(shown.body).split_whitespace().count(),
        headings: if what == What::New { headings(shown) } else { Vec::new() },
        against: against.filter(|_| redline.is_some()).map(|(against, _)| against),
        redline,
        path,
    })
}

fn what(entry: &Entry, was: &Document, is: &Document) -> What {
    let withdrawn = |document: &Document| {
        document.status.as_ref().is_some_and(|status| status.value == Status::Withdrawn) && !entry.is_record()
    };
    if withdrawn(is) && !withdrawn(was) {
        What::Withdrawn
    } else if was.hash == is.hash {
        What::Control
    } else {
        What::Changed
    }
}

/// The text in force before the change, with its newest fields; else the text from which the change began.
pub(super) fn base(old: &Entry) -> (Against, Arc<Document>) {
    let in_force = old.is_in_force() && !old.is_record();
    let text = old.text.as_ref().filter(|text| in_force && text.hash != old.head.hash).unwrap_or(&old.head);
    let in_force = in_force && old.text.as_ref().is_some_and(|current| current.hash == text.hash);
    (Against { version: text.version.as_ref().map(|version| version.value.to_string()), in_force }, Arc::clone(text))
}

/// The newest approved version before the change, where the new text is none of those and its number is not greater.
fn not_above(old: &Entry, entry: &Entry, is: &Document) -> Option<String> {
    if entry.is_record() || old.editions.iter().any(|edition| edition.statement.hash == is.hash) {
        return None;
    }
    let newest = old.editions.iter().filter_map(|edition| edition.version.as_ref()).max()?;
    let version: &Version = &is.version.as_ref()?.value;
    (version <= newest).then(|| newest.to_string())
}

fn from(is: &Document) -> Option<Date> {
    let withdrawn = is.withdrawn_on.as_ref().filter(|_| {
        let status = is.status.as_ref().map(|status| status.value);
        status == Some(Status::Withdrawn)
    });
    withdrawn.or(is.effective_on.as_ref()).or(is.approved_on.as_ref()).map(|day| day.value)
}

fn kept(was: &Document, is: &Document) -> Vec<&'static str> {
    let text = |document: &Document, field: &str| document.front.get(field).and_then(Node::text).map(str::to_owned);
    let same = |field: &&str| text(is, field).is_some_and(|value| text(was, field) == Some(value));
    ["effective_on", "change_summary", "approved_on"].into_iter().filter(same).collect()
}

fn reason(is: &Document) -> Option<String> {
    let withdrawn = is.status.as_ref().is_some_and(|status| status.value == Status::Withdrawn);
    let reason = is.withdrawn_reason.as_ref().filter(|_| withdrawn).or(is.change_summary.as_ref());
    reason.map(|reason| reason.value.clone())
}

/// Headings of the two highest levels in use.
fn headings(document: &Document) -> Vec<String> {
    let headings = &document.outline.headings;
    let top = headings.iter().map(|heading| heading.level).min().unwrap_or_default();
    headings.iter().filter(|heading| heading.level <= top + 1).map(|heading| heading.text.clone()).collect()
}

/// The commits that changed a document since, as a history of their own.
pub(super) fn since(before: &Sms, after: &Sms, entry: &Entry) -> DocumentLine {
    let id = entry.id.folded();
    let line = |sms: &Sms| sms.inputs.line.documents.get(&id).cloned().unwrap_or_default();
    let commit = |sms: &Sms, index: u32| sms.inputs.history.commit(index).map(|commit| commit.id);
    let known: BTreeSet<ObjectId> = line(before).edits.iter().filter_map(|edit| commit(before, edit.commit)).collect();
    let mut line = line(after);
    line.edits.retain(|edit| commit(after, edit.commit).is_some_and(|id| !known.contains(&id)));
    line
}

/// Names of those whose commits changed the file, whatever they changed.
fn change_authors(before: &Sms, after: &Sms, entry: &Entry) -> Vec<String> {
    let mut line = since(before, after, entry);
    for edit in &mut line.edits {
        edit.changes_text = true;
    }
    names(&authors(&after.inputs, &line, None, None))
}
