//! Services and agreements for programs and spreadsheets.
//!
//! Figures are exact: shares in percent and times in seconds as decimal texts, since a binary number would change them.

mod agreement;
mod service;
mod tables;

use serde::Serialize;

pub use tables::{agreements_csv, csv, xlsx};

use crate::evaluate::Sms;
use crate::evaluate::services::Now;
use crate::evaluate::services::breach::Breach;
use crate::evaluate::services::compare::Terms;
use crate::evaluate::services::downtime::{Allowance, Downtime, Source};
use crate::evaluate::services::times::Waits;
use crate::model::finding::Severity;
use crate::rules;
use crate::site::pages::shared;

/// Services and agreements, `smsdoc/services/1`.
#[derive(Debug, Serialize)]
pub struct Export {
    schema: &'static str,
    as_of: String,
    commit: Option<String>,
    /// Services in force, by id.
    pub services: Vec<service::Row>,
    /// SLAs, OLAs and contracts in force, by id.
    pub agreements: Vec<agreement::Row>,
}

/// An availability that is promised.
#[derive(Debug, Serialize)]
pub struct Availability {
    /// As typed.
    pub percent: String,
    /// Period over which it is measured, as typed.
    pub period: &'static str,
    /// Hours that count, for people.
    pub hours: String,
    /// Id of the agreement or service that promises it.
    pub source: String,
}

/// The allowed downtime of a promise.
#[derive(Debug, Serialize)]
pub struct DowntimeRow {
    percent: String,
    period: &'static str,
    hours: String,
    source: String,
    day: AllowanceRow,
    week: AllowanceRow,
    month: AllowanceRow,
    quarter: AllowanceRow,
    year: AllowanceRow,
    stated: AllowanceRow,
}

/// The allowed downtime of one period.
#[derive(Debug, Serialize)]
pub struct AllowanceRow {
    /// First day; nothing for an ordinary or mean length.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// Time that counts, in seconds.
    agreed_seconds: String,
    /// Allowed downtime, in seconds.
    allowed_seconds: String,
    /// The same for people, to a hundredth of a second.
    pub allowed: String,
}

/// Something that does not fit.
#[derive(Debug, Serialize)]
pub struct FindingRow {
    /// Id of the rule.
    pub rule: &'static str,
    code: Option<&'static str>,
    /// Weight.
    pub severity: &'static str,
    /// What is wrong.
    pub message: String,
    help: String,
    /// The document in which it is mended.
    pub document: String,
    path: String,
    line: usize,
    column: usize,
    related: Vec<Place>,
}

#[derive(Debug, Serialize)]
struct Place {
    document: String,
    path: String,
    line: usize,
    column: usize,
    message: String,
}

/// Services and agreements with their figures.
#[must_use]
pub fn export(sms: &Sms) -> Export {
    let now = now(sms);
    let waits = Waits::new(&now);
    Export {
        schema: "smsdoc/services/1",
        as_of: sms.inputs.today.to_string(),
        commit: shared::commit(sms),
        services: (0..sms.services.services.len()).map(|index| service::row(sms, index, &now, &waits)).collect(),
        agreements: (0..sms.services.agreements.len()).map(|index| agreement::row(sms, index, &now)).collect(),
    }
}

/// The export as JSON.
#[must_use]
pub fn json(sms: &Sms) -> Vec<u8> {
    crate::model::json(&export(sms)).into_bytes()
}

/// The day and zone of a system.
#[must_use]
pub fn now(sms: &Sms) -> Now {
    Now::of(&sms.inputs)
}

/// The id of what promises an availability.
fn source(sms: &Sms, source: Source) -> String {
    match source {
        Source::Agreement(index) => sms.services.agreements[index].id.clone(),
        Source::Service(index) => sms.services.services[index].id.clone(),
    }
}

fn availability(sms: &Sms, downtime: &Downtime) -> Availability {
    Availability {
        percent: downtime.percent.to_string(),
        period: downtime.terms.period.word(),
        hours: downtime.terms.hours.words(),
        source: source(sms, downtime.source),
    }
}

fn downtime(sms: &Sms, downtime: &Downtime) -> DowntimeRow {
    let Terms { period, hours } = &downtime.terms;
    DowntimeRow {
        percent: downtime.percent.to_string(),
        period: period.word(),
        hours: hours.words(),
        source: source(sms, downtime.source),
        day: allowance(&downtime.day),
        week: allowance(&downtime.week),
        month: allowance(&downtime.month),
        quarter: allowance(&downtime.quarter),
        year: allowance(&downtime.year),
        stated: allowance(&downtime.stated),
    }
}

fn allowance(allowance: &Allowance) -> AllowanceRow {
    AllowanceRow {
        from: allowance.days.map(|(first, _)| first.to_string()),
        to: allowance.days.map(|(_, last)| last.to_string()),
        agreed_seconds: allowance.agreed.exact(),
        allowed_seconds: allowance.allowed.exact(),
        allowed: allowance.allowed.to_string(),
    }
}

/// A breach with its places; `None` where its document is not there.
#[must_use]
pub fn finding(sms: &Sms, breach: &Breach) -> Option<FindingRow> {
    let entry = sms.corpus.entries.get(breach.entry)?;
    let place = entry.document().file.place(breach.span);
    let rule = rules::rule(breach.kind.rule());
    let related = breach.related.iter().filter_map(|note| {
        let other = sms.corpus.entries.get(note.entry)?;
        let place = other.document().file.place(note.span);
        Some(Place {
            document: other.id.to_string(),
            path: place.path.to_string(),
            line: place.start.line,
            column: place.start.column,
            message: note.text.clone(),
        })
    });
    Some(FindingRow {
        rule: breach.kind.rule(),
        code: rule.and_then(|rule| rule.code),
        severity: breach.severity.or(rule.map(|rule| rule.severity)).unwrap_or(Severity::Error).word(),
        message: breach.message.clone(),
        help: breach.help.clone(),
        document: entry.id.to_string(),
        path: place.path.to_string(),
        line: place.start.line,
        column: place.start.column,
        related: related.collect(),
    })
}

/// What does not fit with a document: found in it, or told of it.
fn findings(sms: &Sms, entry: usize) -> Vec<FindingRow> {
    let breaches = sms.services.breaches.iter();
    breaches.filter(|breach| breach.concerns(entry)).filter_map(|breach| finding(sms, breach)).collect()
}

/// The version and state of the document of an entry.
#[derive(Debug, Serialize)]
struct DocumentRow {
    version: Option<String>,
    state: &'static str,
    url: String,
}

fn document(sms: &Sms, entry: usize) -> DocumentRow {
    let entry = &sms.corpus.entries[entry];
    DocumentRow {
        version: entry.document().version.as_ref().map(|version| version.value.to_string()),
        state: entry.state().word(),
        url: shared::doc_href(entry),
    }
}
