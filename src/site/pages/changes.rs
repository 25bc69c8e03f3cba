//! Changes: what came into force, what will, and what went, by release or by year.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::list::{Filter, filters};
use super::shared::{self, Day, DocLink};
use crate::evaluate::Sms;
use crate::evaluate::approval::Proof;
use crate::model::date;
use crate::model::language;
use crate::say;
use crate::site::Site;
use crate::site::exports::changes::{self, Change, Kind};
use crate::site::frame::{About, Frame};

/// Variables of `changes.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    filters: Vec<Filter>,
    groups: Vec<Group>,
}

/// What happened until a release, or in a year.
#[derive(Debug, Default, Serialize)]
pub(super) struct Group {
    title: String,
    /// Words of the filters that keep it.
    keys: String,
    months: Vec<Month>,
}

/// What happened in a month.
#[derive(Debug, Serialize)]
struct Month {
    title: String,
    keys: String,
    changes: Vec<Item>,
}

/// What happened to a version.
#[derive(Debug, Serialize)]
struct Item {
    doc: DocLink,
    version: String,
    day: Day,
    ahead: bool,
    what: String,
    /// The document that took its place, where it is part of the site.
    by: Option<DocLink>,
    summary: String,
    approver: String,
    approved_on: Option<Day>,
    proof: String,
    redline: String,
    key: String,
}

/// The page.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let sms = &site.sms;
    let title = say!("What changed");
    let about = About {
        path,
        title: title.clone(),
        description: say!("Every version that came into force, and those that will, the latest first."),
        section: "Changes",
        print: (title, sms.inputs.config.site.organization.clone()),
        landscape: false,
        noindex: false,
        language: None,
    };
    let all = changes::all(sms, None);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, change) in &all {
        *counts.entry(kind(sms, change)).or_default() += 1;
    }
    let counts: Vec<(String, usize)> = counts.into_iter().collect();
    let (filters, keys) = filters(&counts);
    let keys: BTreeMap<String, String> = counts.into_iter().map(|(kind, _)| kind).zip(keys).collect();
    let key = |change: &Change| keys.get(&kind(sms, change)).cloned().unwrap_or_default();
    let titled = |change: &(Date, Change)| heading(sms, change.0, change.1.ahead);
    let groups = all.chunk_by(|a, b| titled(a) == titled(b)).map(|of| group(sms, titled(&of[0]), of, &key));
    View { frame: site.frame(&about), groups: groups.collect(), filters }
}

/// Under which heading a list has documents of its type.
fn kind(sms: &Sms, change: &Change) -> String {
    let entry = &sms.corpus.entries[change.of.0];
    let group = entry.doc_type.as_ref().map(|doc_type| language::translate(&doc_type.group));
    group.unwrap_or_else(|| shared::type_title(entry))
}

/// What is to come stands apart; all else belongs to the first release that was not earlier, or where there are none, to
/// its year.
fn heading(sms: &Sms, day: Date, ahead: bool) -> String {
    if ahead {
        return say!("To come|changes");
    }
    let releases = || sms.inputs.line.releases.iter().map(|release| (sms.inputs.day(release.released), &release.name));
    match (releases().find(|(released, _)| *released >= day), releases().next_back()) {
        (Some((released, name)), _) => say!("{name}, {day}|release", name, day = date::display(released)),
        (None, Some((_, last))) => say!("Since {name}|release", name = last),
        (None, None) => day.year().to_string(),
    }
}

/// Changes by month.
pub(super) fn group(sms: &Sms, title: String, of: &[(Date, Change)], key: &impl Fn(&Change) -> String) -> Group {
    let months = of.chunk_by(|a, b| a.0.first_of_month() == b.0.first_of_month()).map(|of| {
        let changes: Vec<Item> = of.iter().map(|(day, change)| item(sms, *day, change, key(change))).collect();
        let title = say!("{month} {year}", month = date::month(of[0].0), year = of[0].0.year());
        Month { title, keys: words(changes.iter().map(|change| change.key.as_str())), changes }
    });
    let months: Vec<Month> = months.collect();
    Group { title, keys: words(months.iter().flat_map(|month| month.keys.split(' '))), months }
}

/// Words with spaces, each once.
fn words<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let mut all: Vec<&str> = all.filter(|word| !word.is_empty()).collect();
    all.sort_unstable();
    all.dedup();
    all.join(" ")
}

fn item(sms: &Sms, day: Date, change: &Change, key: String) -> Item {
    let entry = &sms.corpus.entries[change.of.0];
    let edition = &entry.editions[change.of.1];
    // Of an end it is asked who decided that, and not who once approved the version.
    let ended = edition.withdrawal.as_ref().filter(|_| change.kind.is_end());
    let (approver, approved_on, proof): (Option<&String>, Option<Date>, &Proof) = match ended {
        Some(end) => (end.approver.as_ref(), edition.withdrawal_day(), &end.proof),
        None => (edition.statement.approver.as_ref(), edition.statement.approved_on, &edition.proof),
    };
    // What another document took the place of was not decided by those who once approved it.
    let is_told = ended.is_some() || !change.kind.is_end();
    let by = change.superseded_by.as_ref().and_then(|id| sms.corpus.get(id)).map(shared::doc_link);
    Item {
        doc: DocLink { id: change.id.clone(), title: change.title.clone(), href: change.url.clone() },
        version: change.version.clone(),
        day: shared::day(day),
        ahead: change.ahead,
        what: what(sms, change),
        by,
        summary: change.change_summary.clone().unwrap_or_default(),
        approver: approver.filter(|_| is_told).map(|id| shared::person_name(sms, id)).unwrap_or_default(),
        approved_on: approved_on.filter(|_| is_told).map(shared::day),
        proof: if is_told { shared::proof(proof).0 } else { String::new() },
        redline: change.redline.clone().filter(|_| !change.kind.is_end()).unwrap_or_default(),
        key,
    }
}

/// What happened, in a few words.
fn what(sms: &Sms, change: &Change) -> String {
    match (change.kind, change.ahead) {
        (Kind::InForce, _) => say!("came into force"),
        (Kind::Scheduled, _) => say!("comes into force"),
        (Kind::Withdrawn, false) => say!("withdrawn"),
        (Kind::Withdrawn, true) => say!("will be withdrawn"),
        (Kind::Superseded, false) => say!("superseded"),
        (Kind::Superseded, true) => say!("will be superseded"),
        (Kind::Overtaken, _) => match sms.corpus.entries[change.of.0].overtaken(change.of.1) {
            Some((day, newer)) => {
                let version = newer.version.as_ref().map(ToString::to_string).unwrap_or_default();
                if newer.in_force_from == Some(day) {
                    say!("approved, replaced on the same day by {version}", version)
                } else {
                    say!("approved, but {version} was in force before", version)
                }
            }
            None => say!("approved, never in force"),
        },
    }
}
