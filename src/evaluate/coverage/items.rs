//! What a framework wants in writing, and what there is of it: tracked as a document or as a record, as the type of what
//! answers it has it.

use jiff::civil::Date;

use super::ClauseCoverage;
use super::claims::Support;
use crate::evaluate::corpus::{Corpus, Entry};
use crate::evaluate::state::State;
use crate::model::date::{self, Interval};
use crate::model::document::{Document, Status};
use crate::model::documented::{Cadence, Documented, DocumentedInformation, Kept};
use crate::model::framework::Framework;
use crate::model::inputs::{Inputs, Repository};
use crate::model::node::Node;

/// What there is of something wanted in writing, worst to best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// Nothing.
    Missing,
    /// Only texts that are not in force, or a record of a period that is not finished.
    Unfinished,
    /// The newest record is of a period that is past.
    Late,
    /// A document in force whose review is overdue.
    Overdue,
    /// A document in force, or a record in its period.
    There,
}

impl Presence {
    /// The word in machine formats.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unfinished => "unfinished",
            Self::Late => "late",
            Self::Overdue => "overdue",
            Self::There => "there",
        }
    }
}

/// An item of documented information with what stands for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemCoverage {
    /// Index in [`DocumentedInformation::items`].
    pub item: usize,
    /// What there is of it.
    pub presence: Presence,
    /// Indices in [`Corpus::entries`] of what stands for it, also of what is not in force or past, by id.
    pub entries: Vec<usize>,
    /// The newest day that a record of it tells of.
    pub latest: Option<Date>,
    /// The last day on which that record is in its period; `None` where it stays in it, or where there is none.
    pub until: Option<Date>,
    /// Whether one of its clauses is answered by something in force.
    pub clause_is_answered: bool,
}

/// What there is of every item, in the order of the list. `clauses` are the leaf clauses with their claims.
pub(super) fn items(
    inputs: &Inputs,
    corpus: &Corpus,
    framework: &Framework,
    clauses: &[ClauseCoverage],
) -> Vec<ItemCoverage> {
    let information = &framework.documented;
    let mut found: Vec<ItemCoverage> = information
        .items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let own: Vec<&str> = information.own_clauses(item).collect();
            let claimed = clauses.iter().filter(|clause| own.contains(&clause.id.as_str()));
            let claims = |clause: &ClauseCoverage| clause.support.iter().chain(&clause.beside).cloned().collect();
            let by_clause: Vec<Vec<Support>> = claimed.map(claims).collect();
            let all: Vec<&Support> = by_clause.iter().flatten().collect();
            let mut found = judge(inputs, corpus, information, index, item, &all);
            // What sums up others is there when it is there for each clause that asks for it.
            for claims in by_clause.iter().filter(|_| item.sums_up) {
                let claims: Vec<&Support> = claims.iter().collect();
                found.presence = found.presence.min(judge(inputs, corpus, information, index, item, &claims).presence);
            }
            found
        })
        .collect();
    let any_record = found
        .iter()
        .any(|at| at.presence == Presence::There && at.entries.iter().any(|entry| corpus.entries[*entry].is_record()));
    for at in &mut found {
        let item = &information.items[at.item];
        // What only a list asks for has no clause of its own: "records" stands for those of all other clauses.
        if item.kind == Kept::Record && information.own_clauses(item).next().is_none() && any_record {
            at.presence = Presence::There;
        }
        let approved = || corpus.in_force().any(|entry| !entry.is_record());
        if item.held_by_history && inputs.repository == Repository::Whole && approved() {
            at.presence = Presence::There;
        }
    }
    found
}

fn judge(
    inputs: &Inputs,
    corpus: &Corpus,
    information: &DocumentedInformation,
    index: usize,
    item: &Documented,
    support: &[&Support],
) -> ItemCoverage {
    let mut entries: Vec<(usize, bool)> = support
        .iter()
        .filter(|support| stands_for(item, &corpus.entries[support.entry]))
        .map(|support| (support.entry, support.in_force))
        .collect();
    // Of one entry, the claim that is in force comes first.
    entries.sort_unstable_by_key(|(entry, in_force)| (*entry, !in_force));
    entries.dedup_by_key(|(entry, _)| *entry);
    let mut found = ItemCoverage {
        item: index,
        presence: Presence::Missing,
        entries: Vec::new(),
        latest: None,
        until: None,
        clause_is_answered: support.iter().any(|support| support.in_force),
    };
    for (number, in_force) in entries {
        let entry = &corpus.entries[number];
        let presence = if entry.is_record() {
            let Some((day, until, presence)) = record(inputs, information, item, entry) else { continue };
            if found.latest.is_none_or(|latest| latest < day) {
                (found.latest, found.until) = (Some(day), until);
            }
            presence
        } else {
            match (in_force, entry.state()) {
                (false, _) => Presence::Unfinished,
                (true, State::ReviewOverdue) => Presence::Overdue,
                (true, _) => Presence::There,
            }
        };
        found.entries.push(number);
        found.presence = found.presence.max(presence);
    }
    found
}

/// Whether an entry may stand for an item of a clause that it claims: by its type, and where it says which items it
/// is, by that.
fn stands_for(item: &Documented, entry: &Entry) -> bool {
    let Some(doc_type) = &entry.doc_type else { return false };
    let named = names(entry.document());
    let nothing_happened = doc_type.is_record() && item.may_be_nil() && is_nil(entry.document());
    let by_type = item.is_met_by(&doc_type.name) || nothing_happened;
    by_type && (named.is_empty() || named.contains(&item.id.as_str()))
}

/// The items that a document says it is.
#[must_use]
pub fn names(document: &Document) -> Vec<&str> {
    let named = document.front.get("documented_information").map(Node::items);
    named.unwrap_or_default().iter().filter_map(Node::text).collect()
}

/// Whether a record says that nothing of its kind happened.
fn is_nil(document: &Document) -> bool {
    document.front.get("nil_statement").is_some_and(|node| !node.is_null())
}

/// The day that a record tells of, the last day on which it is in its period, and what it is worth. `None` of a record
/// of days to come, and of one that says of no day.
fn record(
    inputs: &Inputs,
    information: &DocumentedInformation,
    item: &Documented,
    entry: &Entry,
) -> Option<(Date, Option<Date>, Presence)> {
    let today = inputs.today;
    let (first, day) = entry.days().filter(|(first, _)| *first <= today)?;
    let nil = is_nil(entry.document());
    let until = match item.period {
        // Where a type has a day of its own, `period` is what it looked back at.
        Some(Cadence::Every(interval)) if first < day => Some(end_of_next(day, interval, information.grace)?),
        Some(Cadence::Every(interval)) => Some(interval.after(day)?),
        // That nothing happened is said of a time that is over: it does not stand for ever.
        Some(Cadence::OnEvent) if nil => Some(information.nil.map_or(Some(day), |nil| nil.after(day))?),
        Some(Cadence::OnEvent) | None => None,
    };
    let presence = match until {
        // What is to come once in a period is there when it is complete, and the period is over.
        Some(_) if !nil && (day > today || !is_closed(entry.document(), today)) => Presence::Unfinished,
        Some(until) if until < today => Presence::Late,
        _ => Presence::There,
    };
    Some((day, until, presence))
}

/// Whether a record is complete, and was so by a day.
fn is_closed(document: &Document, today: Date) -> bool {
    let closed = document.status.as_ref().is_some_and(|status| status.value == Status::Closed);
    let on = document.front.get("closed_on").and_then(Node::text).and_then(date::parse);
    closed && on.is_none_or(|on| on <= today)
}

/// The last day of the period after one that ends on a day, with the time that is left to tell of it.
fn end_of_next(end: Date, interval: Interval, grace: Option<Interval>) -> Option<Date> {
    let end = interval.after(end.tomorrow().ok()?)?.yesterday().ok()?;
    grace.map_or(Some(end), |grace| grace.after(end))
}
