//! Every document with its versions: the one in force, the one to come, and those of the past.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;
use rayon::prelude::*;

use super::approval::Proof;
use super::editions::{self, Edition, Standing};
use super::reviews::{self, Moved, Review};
use super::state::State;
use crate::model::config::Evidence;
use crate::model::date;
use crate::model::doc_id::DocId;
use crate::model::doc_type::DocType;
use crate::model::document::{Document, Status};
use crate::model::inputs::{Inputs, Repository};
use crate::model::line::DocumentLine;
use crate::model::statement::Statement;
use crate::model::version::Version;
use crate::read::texts::Texts;

/// Days before a review date from which a review counts as due.
const DUE_DAYS: i64 = 60;

/// A version that is not in force yet.
#[derive(Clone, Debug)]
pub struct Next {
    /// Its version.
    pub version: Option<Version>,
    /// Draft, in review, scheduled or unproven.
    pub state: State,
    /// First day in force, where it is approved.
    pub effective: Option<Date>,
}

/// A document or record with everything that is known of its life.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Identity.
    pub id: DocId,
    /// Where its file stands now; of a document that is gone, where it stood last.
    pub path: Utf8PathBuf,
    /// The newest text, whatever its state; of a document that is gone its last one.
    pub head: Arc<Document>,
    /// Type, where it is known.
    pub doc_type: Option<DocType>,
    /// Versions that count, newest first by ancestry; of a record the one entry.
    pub editions: Vec<Edition>,
    /// Index in [`Self::editions`] of the version in force, or of the one that was withdrawn.
    pub current: Option<usize>,
    /// The text of that version.
    pub text: Option<Arc<Document>>,
    /// The version to come.
    pub next: Option<Next>,
    /// How the newest text stands to the versions that count; its index is one in [`Self::editions`].
    pub standing: Standing,
    /// Day by which it is to be reviewed: `next_review`, else first day in force or last review, and interval.
    pub next_review: Option<Date>,
    /// Reviews of the version in force that found nothing to change, newest first.
    pub reviews: Vec<Review>,
    /// Moves of the review day that no review accounts for.
    pub unexplained: Vec<Moved>,
    /// Whether the file is gone, or cannot be read.
    pub vanished: bool,
    /// Whether the file is there and cannot be read: nothing is known of what it says now.
    pub unreadable: bool,
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
        self.text.as_ref().unwrap_or(&self.head)
    }

    /// Whether it is a record.
    #[must_use]
    pub fn is_record(&self) -> bool {
        self.doc_type.as_ref().is_some_and(DocType::is_record)
    }

    /// The first and the last day that a record tells of; one day where its type says which field has it. `None` where it
    /// says of no day, or of none that can be read.
    #[must_use]
    pub fn days(&self) -> Option<(Date, Date)> {
        let document = self.document();
        let named = self.doc_type.as_ref().and_then(|doc_type| doc_type.dated_by.as_deref());
        let day = named.and_then(|pointer| date::parse(document.front.at_pointer(pointer).text()?));
        day.map(|day| (day, day)).or_else(|| document.days())
    }

    /// Whether its version in force counts as covering what it claims.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        self.edition()
            .is_some_and(|edition| edition.state.is_in_force() || matches!(edition.state, State::Open | State::Closed))
    }

    /// Of an approved version that never was in force because a newer one had begun on the day on which it would have: that
    /// day, and the newer one. `None` of all others, and where the newer one is not among [`Self::editions`].
    #[must_use]
    pub fn overtaken(&self, index: usize) -> Option<(Date, &Edition)> {
        let edition = self.editions.get(index)?;
        if self.is_record() || edition.in_force_from.is_some() || edition.state == State::Scheduled {
            return None;
        }
        let day = edition.begins().filter(|day| edition.withdrawn_from.is_none_or(|until| until > *day))?;
        // Versions are newest first: the last of those that had begun is the one that readers went by.
        let newer = self.editions[..index].iter();
        newer.rev().find(|newer| newer.in_force_from.is_some_and(|from| from <= day)).map(|newer| (day, newer))
    }

    /// The version of a number.
    #[must_use]
    pub fn version(&self, version: &Version) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.version.as_ref() == Some(version))
    }
}

/// All documents and records by id.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// Sorted by id.
    pub entries: Vec<Entry>,
    by_id: HashMap<String, usize>,
    by_path: HashMap<Utf8PathBuf, usize>,
}

impl Corpus {
    /// Puts entries in order. `paths` are those at which documents stood in the past, by folded id.
    #[must_use]
    pub fn new(mut entries: Vec<Entry>, paths: &[(String, Utf8PathBuf)]) -> Self {
        entries.sort_by(|a, b| a.id.cmp(&b.id));
        let by_id: HashMap<String, usize> =
            entries.iter().enumerate().map(|(index, entry)| (entry.id.folded(), index)).collect();
        let past = paths.iter().filter_map(|(id, path)| Some((path.clone(), *by_id.get(id)?)));
        let mut by_path: HashMap<Utf8PathBuf, usize> = past.collect();
        let now = entries.iter().enumerate().map(|(index, entry)| (entry.head.file.path().to_owned(), index));
        by_path.extend(now);
        Self { entries, by_id, by_path }
    }

    /// The same without the entries that are not wanted.
    #[must_use]
    pub fn filtered(self, keep: impl Fn(&Entry) -> bool) -> Self {
        let mut paths: Vec<(String, Utf8PathBuf)> =
            self.by_path.into_iter().map(|(path, index)| (self.entries[index].id.folded(), path)).collect();
        paths.sort();
        Self::new(self.entries.into_iter().filter(|entry| keep(entry)).collect(), &paths)
    }

    /// The document of an id, whatever the case it is written in.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.index(id).map(|index| &self.entries[index])
    }

    /// Its index in [`Self::entries`].
    #[must_use]
    pub fn index(&self, id: &str) -> Option<usize> {
        self.by_id.get(&id.to_ascii_lowercase()).copied()
    }

    /// The document that stands at a path, or once stood there where nothing stands now.
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
pub fn corpus(inputs: &Inputs, texts: &Texts) -> Corpus {
    let mut firsts: BTreeMap<String, &Arc<Document>> = BTreeMap::new();
    for document in &inputs.documents {
        if let Some(id) = &document.id {
            firsts.entry(id.value.folded()).or_insert(document);
        }
    }
    let ids: BTreeSet<&String> = firsts.keys().chain(inputs.line.documents.keys()).collect();
    let ids: Vec<_> = ids.into_iter().collect();
    let none = DocumentLine::default();
    let entries = ids.into_par_iter().filter_map(|id| {
        let line = inputs.line.documents.get(id).unwrap_or(&none);
        entry(inputs, texts, line, firsts.get(id).copied())
    });
    let mut entries: Vec<Entry> = entries.collect();
    supersede(&mut entries);
    let documents = inputs.line.documents.iter();
    let mut paths: Vec<(String, Utf8PathBuf)> = documents
        .flat_map(|(id, line)| {
            let moves = line.states.chunk_by(|a, b| a.path == b.path);
            moves.map(move |at| (id.clone(), at[0].path.clone()))
        })
        .collect();
    paths.sort();
    paths.dedup();
    Corpus::new(entries, &paths)
}

fn entry(inputs: &Inputs, texts: &Texts, line: &DocumentLine, head: Option<&Arc<Document>>) -> Option<Entry> {
    let newest = line.states.iter().rev().find_map(|state| Some((state, state.content.as_ref()?)));
    let type_name = match (head, &newest) {
        (Some(head), _) => head.doc_type.as_ref().map(|name| name.value.clone()),
        (None, Some((_, (_, statement)))) => statement.doc_type.clone(),
        (None, None) => None,
    };
    let mut doc_type = type_name.and_then(|name| inputs.types.get(&name)).cloned();
    let stated = head.and_then(|head| Statement::of(head));
    let approved = if inputs.repository == Repository::Whole { editions::editions(inputs, line) } else { Vec::new() };
    // What was approved as a document stays one, whatever type a later commit gives it.
    if let Some(name) = approved.last().and_then(|edition| edition.statement.doc_type.as_ref()) {
        doc_type = inputs.types.get(name).cloned();
    }
    let record = doc_type.as_ref().is_some_and(DocType::is_record);
    let mut editions = match inputs.repository {
        Repository::Whole if record => record_edition(inputs, line).into_iter().collect(),
        Repository::Whole => approved,
        _ => head
            .zip(stated.as_ref())
            .and_then(|(head, stated)| from_disk(inputs, head, stated, record))
            .into_iter()
            .collect(),
    };
    let head = head.cloned().or_else(|| gone(texts, line, &editions, record))?;
    let vanished =
        stated.is_none() || line.states.last().is_some_and(|state| state.content.is_none()) && head.id.is_none();
    // A file that is there and gives no document: its fields have a fault, or it has none any more.
    let unreadable = vanished
        && newest.is_some_and(|(state, _)| {
            let holds_another = |other: &Arc<Document>| other.file.path() == state.path && other.id.is_some();
            inputs.files.contains(&state.path) && !inputs.documents.iter().any(holds_another)
        });
    let id = head.id.as_ref()?.value.clone();
    let standing = match (&stated, inputs.repository == Repository::Whole && !record) {
        (Some(stated), true) => editions::standing(inputs, line, &editions, stated),
        _ => Standing::default(),
    };
    let current =
        if record { (!editions.is_empty()).then_some(0) } else { editions::current(&mut editions, inputs.today) };
    let next = next(&editions, current, stated.as_ref(), &standing);
    let (mut next_review, mut done, mut unexplained) = (None, Vec::new(), Vec::new());
    if let Some(index) = current.filter(|_| !record) {
        for edition in &mut editions {
            edition.reviews = reviews::reviews(inputs, &id, edition);
        }
        let edition = &mut editions[index];
        done.clone_from(&edition.reviews);
        next_review = reviews::next_review(edition, doc_type.as_ref(), done.first());
        let same = stated.as_ref().filter(|stated| stated.hash == edition.statement.hash);
        let planned = reviews::planned(edition, doc_type.as_ref());
        let typed = same.and_then(|stated| stated.next_review);
        unexplained =
            reviews::unexplained(inputs, line, edition, typed.or(edition.statement.next_review), planned, &done);
        if edition.state != State::Withdrawn {
            edition.state = review_state(inputs.today, next_review);
        }
    }
    let text = current.and_then(|index| text(texts, &editions[index], &head));
    if let (Some(index), Some(text), true) = (current, &text, record) {
        editions[index].effective = text.occurred_on.as_ref().map(|day| day.value);
    }
    // Oldest first is how versions come about, newest first how they are looked at.
    editions.reverse();
    let turned = |index: usize| editions.len() - 1 - index;
    let standing = Standing { edition: standing.edition.map(turned), ..standing };
    Some(Entry {
        current: current.map(turned),
        path: head.file.path().to_owned(),
        id,
        head,
        doc_type,
        editions,
        text,
        next,
        standing,
        next_review,
        reviews: done,
        unexplained,
        vanished,
        unreadable,
    })
}

/// The last text of a document that is gone, where that is worth knowing: something of it was in force.
fn gone(texts: &Texts, line: &DocumentLine, editions: &[Edition], record: bool) -> Option<Arc<Document>> {
    let edition = editions.last().map(|edition| (&edition.path, edition.content));
    let closed = line.states.iter().rev().filter_map(|state| Some((&state.path, state.content.as_ref()?)));
    let mut closed = closed.filter(|(_, (_, text))| record && text.status == Some(Status::Closed));
    let (path, content) = edition.or_else(|| closed.next().map(|(path, (content, _))| (path, Some(*content))))?;
    texts.document(path, content?)
}

/// A record as the newest commit of the line has it.
fn record_edition(inputs: &Inputs, line: &DocumentLine) -> Option<Edition> {
    // A closed record whose file is gone is still a record.
    let last = line.states.iter().rev().find(|state| state.content.is_some())?;
    let gone = line.states.last().is_some_and(|state| state.content.is_none());
    let state = Some(last)
        .filter(|state| !gone || state.statement().is_some_and(|statement| statement.status == Some(Status::Closed)))?;
    let (content, statement) = state.content.as_ref()?;
    let shown = match statement.status {
        Some(Status::Closed) => State::Closed,
        Some(Status::Open) => State::Open,
        _ => return None,
    };
    let index = inputs.line.landings.get(state.landing as usize)?;
    let landed_on = super::approval::landed_on(inputs, state.landing);
    Some(Edition {
        version: statement.version.clone(),
        statement: Arc::clone(statement),
        path: state.path.clone(),
        content: Some(*content),
        commit: inputs.history.commit(*index).map(|commit| commit.id),
        landing: Some(state.landing),
        landed_on,
        effective: None,
        in_force_from: None,
        in_force_until: None,
        proof: Proof { since: landed_on, ..Proof::none(Evidence::Claimed) },
        proven_on: landed_on,
        withdrawn_from: None,
        withdrawal: None,
        authors: super::authors::names(&super::authors::authors(inputs, line, None, Some(state.landing))),
        reviews: Vec::new(),
        state: shown,
    })
}

/// What can be said without a history: the file as it lies there.
fn from_disk(inputs: &Inputs, head: &Document, stated: &Statement, record: bool) -> Option<Edition> {
    let shown = match stated.status {
        Some(Status::Closed) if record => State::Closed,
        Some(Status::Open) if record => State::Open,
        Some(Status::Approved | Status::Withdrawn) if !record && stated.approver.is_some() => State::InForce,
        _ => return None,
    };
    if !record && stated.approved_on.is_none() {
        return None;
    }
    let evidence = if inputs.repository == Repository::None { Evidence::None } else { Evidence::Claimed };
    // A cut history can prove nothing: what has to be proven is not shown, and who approves is looked at all the same.
    if inputs.repository != Repository::None && !record && !may_stand(inputs, stated) {
        return None;
    }
    let withdrawn = stated.status == Some(Status::Withdrawn);
    Some(Edition {
        version: stated.version.clone(),
        statement: Arc::new(stated.clone()),
        path: head.file.path().to_owned(),
        content: None,
        commit: None,
        landing: None,
        landed_on: None,
        effective: stated.effective(),
        in_force_from: stated.effective().filter(|_| !record),
        in_force_until: None,
        proof: Proof::none(evidence),
        proven_on: None,
        withdrawn_from: if withdrawn { stated.withdrawn_on.or(stated.effective()) } else { None },
        withdrawal: None,
        authors: Vec::new(),
        reviews: Vec::new(),
        state: shown,
    })
}

/// Whether an approval would count if the file alone had to speak for it.
fn may_stand(inputs: &Inputs, stated: &Statement) -> bool {
    let roles = inputs.config.control.approver_roles(stated.doc_type.as_deref().unwrap_or_default());
    let person = stated.approver.as_ref().and_then(|id| inputs.people.person(id));
    let own = stated.approver.as_ref().is_some_and(|id| stated.authors.contains(id));
    let entitled = person.zip(stated.approved_on).is_some_and(|(person, on)| person.holds(&roles, on));
    inputs.config.control.evidence <= Evidence::Claimed && entitled && !own
}

/// The version to come: one that is approved for a later day, else the newest text where it is not a version that
/// counts.
fn next(editions: &[Edition], current: Option<usize>, stated: Option<&Statement>, standing: &Standing) -> Option<Next> {
    let scheduled = editions
        .iter()
        .enumerate()
        .filter(|(index, edition)| edition.state == State::Scheduled && current.is_none_or(|current| *index > current));
    if let Some((_, edition)) = scheduled.min_by_key(|(_, edition)| edition.effective) {
        return Some(Next { version: edition.version.clone(), state: State::Scheduled, effective: edition.effective });
    }
    let stated = stated?;
    let state = match stated.status {
        Some(Status::Approved | Status::Withdrawn)
            if standing.edition.is_some() || !editions.is_empty() && standing.approval.is_none() =>
        {
            return None;
        }
        Some(Status::Approved | Status::Withdrawn) => State::Unproven,
        Some(Status::InReview) => State::InReview,
        Some(Status::Open | Status::Closed) if !editions.is_empty() => return None,
        _ => State::Draft,
    };
    Some(Next {
        version: stated.version.clone(),
        state,
        effective: stated.effective().filter(|_| state == State::Unproven),
    })
}

/// The text of a version with the fields that may change as they stand now.
fn text(texts: &Texts, edition: &Edition, head: &Arc<Document>) -> Option<Arc<Document>> {
    let same = head.hash == edition.statement.hash && *head.file.path() == edition.path;
    let document = match edition.content {
        Some(content) if !same => texts.document(&edition.path, content)?,
        _ => Arc::clone(head),
    };
    let stated = Statement::of(&document)?;
    if stated == *edition.statement {
        Some(document)
    } else {
        Some(Arc::new(document.with_control_of(&edition.statement)))
    }
}

fn review_state(today: Date, next_review: Option<Date>) -> State {
    match next_review.map(|day| date::days_between(today, day)) {
        Some(days) if days < 0 => State::ReviewOverdue,
        Some(days) if days <= DUE_DAYS => State::ReviewDue,
        _ => State::InForce,
    }
}

/// A document is superseded when the one that it names is in force and names it back.
fn supersede(entries: &mut [Entry]) {
    let mut replaced: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.is_in_force()) {
        let Some(edition) = entry.edition() else { continue };
        for id in &edition.statement.supersedes {
            replaced.entry(id.to_ascii_lowercase()).or_default().insert(entry.id.folded());
        }
    }
    for entry in entries {
        let Some(index) = entry.current else { continue };
        let edition = &mut entry.editions[index];
        let successor = edition.statement.superseded_by.as_ref().map(|id| id.to_ascii_lowercase());
        let agreed = successor.is_some_and(|id| replaced.get(&entry.id.folded()).is_some_and(|by| by.contains(&id)));
        if agreed && (edition.state.is_in_force() || edition.state == State::Withdrawn) {
            edition.state = State::Superseded;
        }
        if matches!(edition.state, State::Superseded | State::Withdrawn) {
            entry.next_review = None; // nobody reviews what nobody follows
        }
    }
}
