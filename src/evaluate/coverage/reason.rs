//! Why a clause has its level, in sentences for people.

use super::items::{ItemCoverage, Presence};
use super::{ClauseCoverage, Coverage, Level};
use crate::evaluate::corpus::Corpus;
use crate::model::documented::{Cadence, Documented, Kept};
use crate::model::framework::{Framework, Required};

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
        Level::Gap if clause.unfit.is_empty() && clause.beside.is_empty() => "No document claims it.".to_owned(),
        Level::Gap => "No document that can answer it claims it.".to_owned(),
        Level::Mentioned => format!("Claimed only by what is not in force: {}.", ids(false)),
        Level::Overdue => format!("Answered only by documents whose review is overdue: {}.", ids(true)),
        Level::Covered | Level::Evidenced => format!("Answered by {}.", ids(true)),
    }];
    if !clause.unfit.is_empty() {
        let mut unfit: Vec<&str> =
            clause.unfit.iter().map(|support| corpus.entries[support.entry].id.as_str()).collect();
        unfit.dedup();
        let (does, type_) = if unfit.len() == 1 { ("does", "its type") } else { ("do", "their types") };
        sentences.push(format!("{} {does} not count: {type_} cannot answer it.", list(&unfit)));
    }
    if clause.level == Level::Gap && !clause.beside.is_empty() {
        let mut beside: Vec<&str> =
            clause.beside.iter().map(|support| corpus.entries[support.entry].id.as_str()).collect();
        beside.dedup();
        sentences.push(format!("Beside it there is {}, which does not answer it.", list(&beside)));
    }
    let lacks: Vec<String> =
        missing(coverage, clause).map(|item| lack(&framework.documented.items[item.item], item)).collect();
    if clause.level >= Level::Covered && !lacks.is_empty() {
        sentences.push(format!("Wanted, too: {}.", lacks.join("; ")));
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
    let why = shortfall(item, found);
    if why.is_empty() { item.name.clone() } else { format!("{} ({why})", item.name) }
}

/// Why what there is of an item does not do; empty where it does.
#[must_use]
pub fn shortfall(item: &Documented, found: &ItemCoverage) -> String {
    let kept = match item.kind {
        Kept::Document => "document",
        Kept::Record | Kept::Both => "record",
    };
    match (found.presence, found.latest) {
        (Presence::Missing, _) if item.required == Required::Explicit => format!("no {kept}"),
        (Presence::Missing, _) => format!("no {kept}; asked for in effect"),
        (Presence::Unfinished, Some(day)) => format!("the {kept} of {day} is not complete"),
        (Presence::Unfinished, None) => format!("the {kept} is not in force"),
        (Presence::Late, Some(day)) => match found.until {
            Some(until) => format!("the newest is of {day}, the next was due by {until}"),
            None => format!("the newest is of {day}"),
        },
        (Presence::Overdue, _) => "its review is overdue".to_owned(),
        (Presence::Late, None) | (Presence::There, _) => String::new(),
    }
}

/// How often a record is made, in words.
#[must_use]
pub fn cadence(cadence: Option<Cadence>) -> String {
    match cadence {
        Some(Cadence::OnEvent) => "whenever it happens".to_owned(),
        Some(Cadence::Every(interval)) => format!("every {}", interval.words()),
        None => String::new(),
    }
}

fn list(ids: &[&str]) -> String {
    let rest = ids.len().saturating_sub(NAMED);
    let named = ids[..ids.len() - rest].join(", ");
    if rest == 0 { named } else { format!("{named} and {rest} more") }
}
