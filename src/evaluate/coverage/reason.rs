//! Why a clause has its level, in sentences for people.

use super::items::{ItemCoverage, Presence};
use super::{ClauseCoverage, Coverage, Level};
use crate::evaluate::corpus::Corpus;
use crate::model::documented::{Cadence, Documented, Kept};
use crate::model::framework::{Framework, Required};
use crate::model::language;
use crate::say;

/// Most ids that a sentence names.
const NAMED: usize = 4;

/// Why a clause has its level: what answers it, and what it lacks. One or more sentences.
#[must_use]
pub fn reason(framework: &Framework, corpus: &Corpus, coverage: &Coverage, clause: &ClauseCoverage) -> String {
    let ids = |in_force: bool| {
        let mut ids: Vec<&str> = clause
            .support
            .iter()
            .filter(|support| support.in_force == in_force)
            .map(|support| corpus.entries[support.entry].id.as_str())
            .collect();
        ids.dedup();
        list(&ids)
    };
    let mut sentences = vec![match clause.level {
        Level::Gap if clause.unfit.is_empty() && clause.beside.is_empty() => say!("No document claims it."),
        Level::Gap => say!("No document that can answer it claims it."),
        Level::Mentioned => say!("Claimed only by what is not in force: {ids}.", ids = ids(false)),
        Level::Overdue => say!("Answered only by documents whose review is overdue: {ids}.", ids = ids(true)),
        Level::Covered | Level::Evidenced => say!("Answered by {ids}.", ids = ids(true)),
    }];
    if !clause.unfit.is_empty() {
        let mut unfit: Vec<&str> =
            clause.unfit.iter().map(|support| corpus.entries[support.entry].id.as_str()).collect();
        unfit.dedup();
        sentences.push(match unfit.as_slice() {
            [id] => say!("{id} does not count: its type cannot answer it.", id),
            _ => say!("{ids} do not count: their types cannot answer it.", ids = list(&unfit)),
        });
    }
    if clause.level == Level::Gap && !clause.beside.is_empty() {
        let mut beside: Vec<&str> =
            clause.beside.iter().map(|support| corpus.entries[support.entry].id.as_str()).collect();
        beside.dedup();
        sentences.push(say!("Beside it there is {ids}, which does not answer it.", ids = list(&beside)));
    }
    let lacks: Vec<String> =
        missing(coverage, clause).map(|item| lack(&framework.documented.items[item.item], item)).collect();
    if clause.level >= Level::Covered && !lacks.is_empty() {
        sentences.push(say!("Wanted, too: {items}.", items = lacks.join("; ")));
    }
    sentences.join(" ")
}

/// What a clause wants in writing and does not have, in the order of the list.
pub fn missing<'a>(
    coverage: &'a Coverage,
    clause: &'a ClauseCoverage,
) -> impl Iterator<Item = &'a ItemCoverage> + use<'a> {
    let lacks = |item: &&ItemCoverage| !matches!(item.presence, Presence::There | Presence::Overdue);
    clause.items.iter().map(|item| &coverage.items[*item]).filter(lacks)
}

/// What is wanted, and why what there is does not do: `Management review results (the newest is of 2025-03-01)`.
#[must_use]
pub fn lack(item: &Documented, found: &ItemCoverage) -> String {
    let (name, why) = (language::translate(&item.name), shortfall(item, found));
    if why.is_empty() { name } else { format!("{name} ({why})") }
}

/// Why what there is of an item does not do; empty where it does.
#[must_use]
pub fn shortfall(item: &Documented, found: &ItemCoverage) -> String {
    let document = item.kind == Kept::Document;
    match (found.presence, found.latest) {
        (Presence::Missing, _) => match (item.required == Required::Explicit, document) {
            (true, true) => say!("no document"),
            (true, false) => say!("no record"),
            (false, true) => say!("no document; asked for in effect"),
            (false, false) => say!("no record; asked for in effect"),
        },
        (Presence::Unfinished, Some(day)) if document => say!("the document of {day} is not complete", day),
        (Presence::Unfinished, Some(day)) => say!("the record of {day} is not complete", day),
        (Presence::Unfinished, None) if document => say!("the document is not in force"),
        (Presence::Unfinished, None) => say!("the record is not in force"),
        (Presence::Late, Some(day)) => match found.until {
            Some(until) => say!("the newest is of {day}, the next was due by {until}", day, until),
            None => say!("the newest is of {day}", day),
        },
        (Presence::Overdue, _) => say!("its review is overdue"),
        (Presence::Late, None) | (Presence::There, _) => String::new(),
    }
}

/// How often a record is made, in words.
#[must_use]
pub fn cadence(cadence: Option<Cadence>) -> String {
    match cadence {
        Some(Cadence::OnEvent) => say!("whenever it happens"),
        Some(Cadence::Every(interval)) => say!("every {length}", length = interval.words()),
        None => String::new(),
    }
}

fn list(ids: &[&str]) -> String {
    let rest = ids.len().saturating_sub(NAMED);
    let named = ids[..ids.len() - rest].join(", ");
    if rest == 0 { named } else { say!("{names} and {count} more", names = named, count = rest) }
}
