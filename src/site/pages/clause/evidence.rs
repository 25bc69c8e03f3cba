//! What there is about a clause beside documents: what it wants in writing, records, audits, actions, and its past.

use serde::Serialize;

use crate::evaluate::coverage::{self, ClauseCoverage, Coverage, Presence};
use crate::evaluate::past::TODAY;
use crate::model::framework::{Clause, Framework};
use crate::model::language;
use crate::say;
use crate::site::Site;
use crate::site::exports::coverage as export;
use crate::site::pages::matrix;
use crate::site::pages::shared::{self, Day, DocLink, StateView};

/// Something that the clause wants in writing.
#[derive(Debug, Serialize)]
pub(super) struct Wanted {
    name: String,
    id: String,
    /// Document or record, and how often.
    kept: String,
    state: StateView,
    documents: Vec<DocLink>,
    /// Why what there is does not do, or until when it does.
    why: String,
}

/// A record about the clause.
#[derive(Debug, Serialize)]
pub(super) struct Record {
    doc: DocLink,
    type_title: String,
    day: Option<Day>,
    state: StateView,
}

/// An audit with the clause in its scope.
#[derive(Debug, Serialize)]
pub(super) struct Audited {
    doc: DocLink,
    number: String,
    day: Day,
    result: String,
    findings: Vec<String>,
}

/// A corrective action about the clause.
#[derive(Debug, Serialize)]
pub(super) struct Action {
    doc: DocLink,
    raised: Option<Day>,
    due: Option<Day>,
    state: StateView,
}

/// The level on a day of the past.
#[derive(Debug, Serialize)]
pub(super) struct Then {
    name: String,
    day: Day,
    state: StateView,
}

/// All of it.
#[derive(Debug, Default, Serialize)]
pub(super) struct Evidence {
    wanted: Vec<Wanted>,
    records: Vec<Record>,
    audits: Vec<Audited>,
    actions: Vec<Action>,
    plans: Vec<String>,
    /// Documents that claim it and answer nothing by themselves.
    beside: Vec<DocLink>,
    /// Claims that do not count.
    unfit: Vec<DocLink>,
    past: Vec<Then>,
}

/// Collects what there is about a leaf clause.
#[must_use]
pub(super) fn evidence(site: &Site, framework: &Framework, clause: &Clause, found: &ClauseCoverage) -> Evidence {
    let sms = &site.sms;
    let coverage = sms.coverage_of(&framework.id);
    let entries = &sms.corpus.entries;
    let records = export::records(sms, framework, coverage, found).into_iter().map(|index| Record {
        doc: shared::doc_link(&entries[index]),
        type_title: shared::type_title(&entries[index]),
        day: entries[index].days().map(|(_, last)| shared::day(last)),
        state: shared::state(entries[index].state()),
    });
    let audits = sms.audits.of(&sms.inputs, framework, clause).map(|(audit, findings)| Audited {
        doc: shared::doc_link(&entries[audit.entry]),
        number: audit.number.clone().unwrap_or_default(),
        day: shared::day(audit.day),
        result: matrix::result(&findings),
        findings: findings
            .iter()
            .map(|finding| format!("{} {}: {}", finding.id, finding.grade, finding.statement).trim().to_owned())
            .collect(),
    });
    let today = sms.inputs.today;
    let actions = sms.audits.actions_about(&sms.inputs, framework, clause).map(|action| Action {
        doc: shared::doc_link(&entries[action.entry]),
        raised: action.raised.map(shared::day),
        due: action.due.map(shared::day),
        state: match action.is_late(today) {
            true => shared::late(),
            false => shared::state(entries[action.entry].state()),
        },
    });
    let mut unfit: Vec<usize> = found.unfit.iter().map(|support| support.entry).collect();
    unfit.dedup();
    let mut beside: Vec<usize> = found.beside.iter().map(|support| support.entry).collect();
    beside.retain(|entry| !entries[*entry].is_record());
    beside.dedup();
    Evidence {
        wanted: found.items.iter().map(|item| wanted(site, framework, coverage, *item)).collect(),
        records: records.collect(),
        audits: audits.collect(),
        actions: actions.collect(),
        plans: export::plans(sms, framework, &clause.id).iter().map(|plan| plan.sentence(sms)).collect(),
        beside: beside.into_iter().map(|entry| shared::doc_link(&entries[entry])).collect(),
        unfit: unfit.into_iter().map(|entry| shared::doc_link(&entries[entry])).collect(),
        past: past(site, framework, clause),
    }
}

fn wanted(site: &Site, framework: &Framework, coverage: &Coverage, index: usize) -> Wanted {
    let found = &coverage.items[index];
    let item = &framework.documented.items[index];
    let cadence = coverage::cadence(item.period);
    let kept = shared::kept(item.kind);
    let why = match (found.presence, found.until) {
        (Presence::There, Some(until)) => say!("in its period until {day}", day = shared::day(until).text),
        (Presence::There, None) => String::new(),
        _ => coverage::shortfall(item, found),
    };
    Wanted {
        name: language::translate(&item.name),
        id: item.id.clone(),
        kept: if cadence.is_empty() { kept } else { format!("{kept}, {cadence}") },
        state: shared::presence(site, found.presence),
        documents: found.entries.iter().map(|entry| shared::doc_link(&site.sms.corpus.entries[*entry])).collect(),
        why,
    }
}

/// The levels of a clause of the framework of the configuration over time: the first, and each that differs from the one
/// before.
fn past(site: &Site, framework: &Framework, clause: &Clause) -> Vec<Then> {
    let sms = &site.sms;
    let Some(place) = framework.leaves().position(|leaf| leaf.id == clause.id) else { return Vec::new() };
    if framework.id != sms.inputs.config.framework {
        return Vec::new();
    }
    let mut past = Vec::new();
    let mut before = None;
    for point in sms.past.trend() {
        let Some(level) = point.levels.get(place).copied().filter(|level| before != Some(*level)) else { continue };
        before = Some(level);
        let name = if point.name == TODAY { say!("today") } else { point.name.clone() };
        past.push(Then { name, day: shared::day(point.day), state: shared::level(level) });
    }
    past
}
