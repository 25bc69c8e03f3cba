//! The shortest list of documented information that the framework asks for, on top of the register.

use serde::Serialize;

use super::shared::{self, DocLink, StateView};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::coverage::{self, ItemCoverage, Presence};
use crate::model::framework::Framework;
use crate::model::language;
use crate::site::Site;

/// The list.
#[derive(Debug, Serialize)]
pub(super) struct Minimum {
    clause: String,
    href: String,
    framework: String,
    there: usize,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    letter: String,
    label: String,
    state: StateView,
    documents: Vec<Stands>,
    /// How many more there are beside those that are named.
    more: usize,
    /// How many records there are, where all of them stand for the entry.
    records: usize,
    /// What is missing, in words.
    lacks: Vec<String>,
}

/// A document that stands for an item.
#[derive(Debug, Serialize)]
struct Stands {
    doc: DocLink,
    version: String,
    /// Who approved it and when; of a record its day.
    approval: String,
    /// What that rests on.
    evidence: String,
}

/// Most documents that a row names: a catalogue may have hundreds of services.
const NAMED: usize = 8;

/// Type of which every document is named.
const EACH: &str = "process";

/// The list; `None` where the framework has none.
pub(super) fn minimum(site: &Site) -> Option<Minimum> {
    let sms = &site.sms;
    let framework = sms.inputs.framework()?;
    let list = framework.documented.minimum.as_ref()?;
    let rows: Vec<Row> = list
        .list
        .iter()
        .map(|entry| {
            let items = entry.refs.iter().filter_map(|id| framework.documented.item(id));
            let items: Vec<&ItemCoverage> = items.map(|(index, _)| &sms.coverage.items[index]).collect();
            row(site, framework, entry.letter.clone(), language::translate(&entry.label), &items)
        })
        .collect();
    Some(Minimum {
        clause: list.clause.clone(),
        href: shared::clause_href(&framework.id, &list.clause),
        framework: framework.title.clone(),
        there: rows.iter().filter(|row| row.lacks.is_empty()).count(),
        rows,
    })
}

fn row(site: &Site, framework: &Framework, letter: String, label: String, items: &[&ItemCoverage]) -> Row {
    let sms = &site.sms;
    let worst = items.iter().map(|item| item.presence).min().unwrap_or(Presence::Missing);
    let mut entries: Vec<usize> = items.iter().flat_map(|item| item.entries.iter().copied()).collect();
    // The processes are a set: none of them stands for the others, whatever clause it names.
    let all = items.iter().any(|item| framework.documented.items[item.item].typical == EACH);
    if all {
        entries.extend(sms.corpus.entries.iter().enumerate().filter(|(_, entry)| is_process(entry)).map(|(at, _)| at));
    }
    let named = if all { usize::MAX } else { NAMED };
    entries.retain(|entry| sms.corpus.entries[*entry].is_in_force());
    entries.sort_unstable();
    entries.dedup();
    let lacks = items.iter().filter(|item| item.presence < Presence::Overdue);
    let lacks = lacks.map(|item| coverage::lack(&framework.documented.items[item.item], item));
    Row {
        letter,
        label,
        state: shared::presence(site, worst),
        documents: entries.iter().take(named).map(|entry| stands(sms, *entry)).collect(),
        more: entries.len().saturating_sub(named),
        records: if worst == Presence::There && entries.is_empty() {
            sms.corpus.in_force().filter(|entry| entry.is_record()).count()
        } else {
            0
        },
        lacks: lacks.collect(),
    }
}

fn is_process(entry: &Entry) -> bool {
    entry.doc_type.as_ref().is_some_and(|doc_type| doc_type.name == EACH)
}

fn stands(sms: &Sms, index: usize) -> Stands {
    let entry = &sms.corpus.entries[index];
    let document = entry.document();
    let day = match entry.is_record() {
        true => entry.days().map(|(_, last)| last),
        false => document.approved_on.as_ref().map(|day| day.value),
    };
    let approver = document.approver.as_ref().map(|id| shared::person_name(sms, &id.value));
    let day = day.map(|day| shared::day(day).text);
    let approval: Vec<String> = approver.into_iter().chain(day).collect();
    let proof = entry.edition().filter(|_| !entry.is_record()).map(|edition| shared::proof(&edition.proof).0);
    Stands {
        doc: shared::doc_link(entry),
        version: document.version.as_ref().map(|version| version.value.to_string()).unwrap_or_default(),
        approval: approval.join(", "),
        evidence: proof.unwrap_or_default(),
    }
}
