//! What came into force, will come, and went, for programs.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::editions::Edition;
use crate::evaluate::state::State;
use crate::model::config::Evidence;
use crate::site::pages::shared;

/// The changes since a day, `smsdoc/changes/1`.
#[derive(Debug, Serialize)]
pub struct Changes {
    schema: &'static str,
    since: String,
    as_of: String,
    /// The latest day first, then by id.
    pub changes: Vec<Change>,
}

/// What happened to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It came into force.
    InForce,
    /// It is approved for a later day.
    Scheduled,
    /// It is no longer used.
    Withdrawn,
    /// Another document took its place.
    Superseded,
    /// It was approved, and a newer version took its place before it was ever in force. Pages tell of it; what came into
    /// force, which is what programs ask for, does not have it.
    Overtaken,
}

/// A change.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// Id.
    pub id: String,
    /// Title of the version.
    pub title: String,
    /// Version.
    pub version: String,
    /// What happened.
    pub kind: Kind,
    /// Day on which it happened, or will.
    pub day: String,
    /// Whether that day lies ahead.
    pub ahead: bool,
    /// Person who approved the version.
    pub approver: Option<String>,
    /// Proof of approval.
    pub evidence: Evidence,
    /// What changed and why; of a withdrawal the reason.
    pub change_summary: Option<String>,
    /// Id of the document that took its place.
    pub superseded_by: Option<String>,
    /// Page of the version, from the root of the site.
    pub url: String,
    /// Redline to the version before, from the root of the site; `None` for the first.
    pub redline: Option<String>,
    /// Index of the document in the corpus, and of the version in those of the document.
    #[serde(skip)]
    pub of: (usize, usize),
}

/// What came into force on a day or later, went, and is to come.
#[must_use]
pub fn changes(sms: &Sms, since: Date) -> Changes {
    let all = all(sms, Some(since)).into_iter().filter(|(_, change)| change.kind != Kind::Overtaken);
    Changes {
        schema: "smsdoc/changes/1",
        since: since.to_string(),
        as_of: sms.inputs.today.to_string(),
        changes: all.map(|(_, change)| change).collect(),
    }
}

/// The same with its days and with versions that were overtaken, of all days or since one. The latest day first, then by
/// id.
#[must_use]
pub fn all(sms: &Sms, since: Option<Date>) -> Vec<(Date, Change)> {
    let today = sms.inputs.today;
    let successors = successors(sms);
    let mut changes: Vec<(Date, Change)> = Vec::new();
    for (number, entry) in sms.corpus.entries.iter().enumerate().filter(|(_, entry)| !entry.is_record()) {
        for (index, edition) in entry.editions.iter().enumerate() {
            let began = match edition.state {
                State::Scheduled => edition.effective.map(|day| (day, Kind::Scheduled)),
                _ => match edition.in_force_from.filter(|day| *day <= today) {
                    Some(day) => Some((day, Kind::InForce)),
                    None => entry.overtaken(index).map(|(day, newer)| {
                        // Where its day lies ahead, it is the newer one that tells when this was settled.
                        let settled = if day > today { newer.in_force_from.unwrap_or(today) } else { day };
                        (settled, Kind::Overtaken)
                    }),
                },
            };
            let ended = ended(entry, index, &successors);
            for (day, kind) in began.into_iter().chain(ended).filter(|(day, _)| Some(*day) >= since) {
                changes.extend(change((number, index), entry, day, kind, today).map(|change| (day, change)));
            }
        }
    }
    // Of one day, what ended stands before what began.
    changes.sort_by(|(a_day, a), (b_day, b)| {
        b_day
            .cmp(a_day)
            .then_with(|| a.id.cmp(&b.id))
            .then_with(|| b.kind.is_end().cmp(&a.kind.is_end()))
            .then_with(|| a.of.1.cmp(&b.of.1))
    });
    changes
}

/// The day from which another document stands in the place of one; `None` where none does.
#[must_use]
pub fn superseded_from(sms: &Sms, entry: &Entry) -> Option<Date> {
    // Of few documents it is so: only for these all others are looked through.
    if entry.edition()?.state != State::Superseded {
        return None;
    }
    let (day, kind) = ended(entry, entry.current?, &successors(sms))?;
    (kind == Kind::Superseded).then_some(day)
}

impl Kind {
    /// Whether something is no longer used.
    #[must_use]
    pub fn is_end(self) -> bool {
        matches!(self, Self::Withdrawn | Self::Superseded)
    }
}

/// First day in force of the document that takes the place of others, by the folded ids of both.
fn successors(sms: &Sms) -> BTreeMap<(String, String), Date> {
    let mut successors = BTreeMap::new();
    for entry in &sms.corpus.entries {
        // Versions are newest first: the oldest one that names the other stays.
        for edition in &entry.editions {
            let Some(day) = edition.in_force_from else { continue };
            for replaced in &edition.statement.supersedes {
                successors.insert((replaced.to_ascii_lowercase(), entry.id.folded()), day);
            }
        }
    }
    successors
}

/// The day from which a version is no longer used, other than by a newer version of the same document.
fn ended(entry: &Entry, index: usize, successors: &BTreeMap<(String, String), Date>) -> Option<(Date, Kind)> {
    let edition = &entry.editions[index];
    let superseded = edition.state == State::Superseded && entry.current == Some(index);
    if let Some(day) = edition.withdrawn_from {
        return Some((day, if superseded { Kind::Superseded } else { Kind::Withdrawn }));
    }
    let by = edition.statement.superseded_by.as_ref().filter(|_| superseded)?;
    let since = successors.get(&(entry.id.folded(), by.to_ascii_lowercase()))?;
    Some(((*since).max(edition.in_force_from?), Kind::Superseded))
}

fn change(of: (usize, usize), entry: &Entry, day: Date, kind: Kind, today: Date) -> Option<Change> {
    let index = of.1;
    let edition = entry.editions.get(index)?;
    let version = edition.version.as_ref()?;
    let statement = &edition.statement;
    let before = entry.editions.get(index + 1).and_then(|before| before.version.as_ref());
    Some(Change {
        id: entry.id.to_string(),
        title: title(entry, edition),
        version: version.to_string(),
        kind,
        day: day.to_string(),
        ahead: day > today,
        approver: statement.approver.clone(),
        evidence: edition.proof.evidence,
        change_summary: if kind.is_end() {
            statement.withdrawn_reason.clone()
        } else {
            statement.change_summary.clone()
        },
        superseded_by: statement.superseded_by.clone().filter(|_| kind == Kind::Superseded),
        url: shared::version_href(entry, index),
        redline: before.map(|before| shared::redline_href(entry, before, version)),
        of,
    })
}

fn title(entry: &Entry, edition: &Edition) -> String {
    edition.statement.title.clone().unwrap_or_else(|| entry.id.to_string())
}

/// The changes as JSON.
#[must_use]
pub fn json(sms: &Sms, since: Date) -> String {
    crate::model::json(&changes(sms, since))
}
