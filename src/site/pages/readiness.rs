//! Gaps, and how far the documentation has come for the two stages of an audit.

use std::collections::BTreeMap;

use serde::Serialize;

use super::chart::{self, Chart};
use super::shared::{self, Day, DocLink, StateView};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::coverage::{self, ItemCoverage, Level, Presence};
use crate::evaluate::readiness::{self, Behind, Check, Stage};
use crate::evaluate::state::State;
use crate::model::date;
use crate::model::framework::Framework;
use crate::model::language;
use crate::say;
use crate::site::Site;
use crate::site::exports::coverage as export;
use crate::site::frame::{About, Frame};

/// Variables of `readiness.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    framework: String,
    matrix: String,
    disclaimer: String,
    stages: Vec<StageView>,
    gaps: Vec<Gap>,
    missing: Vec<Lack>,
    overdue: Vec<Overdue>,
    unapproved: Vec<Unapproved>,
    actions: Vec<Action>,
    unaudited: Vec<(String, String)>,
    owners: Vec<Owner>,
    last_audit: Option<Day>,
    last_review: Option<Day>,
    chart: Option<Chart>,
    /// What was looked at, for when nothing is open.
    checked: String,
}

#[derive(Debug, Serialize)]
struct StageView {
    title: String,
    about: String,
    /// Whole percent; empty where nothing can be counted.
    score: String,
    formula: String,
    checks: Vec<CheckView>,
}

#[derive(Debug, Serialize)]
struct CheckView {
    title: String,
    met: usize,
    of: usize,
    /// Share in whole percent; empty where there is nothing to count.
    share: String,
    /// Page of the list behind it, from the root of the site; empty for this one.
    page: &'static str,
    anchor: &'static str,
    state: StateView,
}

#[derive(Debug, Serialize)]
struct Gap {
    clause: String,
    href: String,
    state: StateView,
    reason: String,
    plans: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Lack {
    name: String,
    id: String,
    clauses: Vec<(String, String)>,
    kept: String,
    state: StateView,
    why: String,
}

#[derive(Debug, Serialize)]
struct Overdue {
    doc: DocLink,
    owner: String,
    day: Day,
    days: i64,
}

#[derive(Debug, Serialize)]
struct Unapproved {
    doc: DocLink,
    owner: String,
    state: StateView,
}

#[derive(Debug, Serialize)]
struct Action {
    doc: DocLink,
    owner: String,
    due: Option<Day>,
    state: StateView,
}

/// What a role or person has open.
#[derive(Debug, Default, Serialize)]
struct Owner {
    name: String,
    href: String,
    plans: usize,
    overdue: usize,
    unapproved: usize,
    actions: usize,
    all: usize,
}

/// The page.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let sms = &site.sms;
    let about = About {
        path,
        title: say!("Gaps and readiness"),
        description: say!("What is open before an audit of the documentation, and who sees to it"),
        section: "Clauses",
        print: (say!("Gaps and readiness"), sms.inputs.config.site.organization.clone()),
        landscape: false,
        noindex: false,
        language: None,
    };
    let framework = sms.inputs.framework();
    let stages = readiness::readiness(sms).map(|readiness| {
        vec![
            stage(
                say!("Stage 1"),
                say!("Documentation: is all of it written down, approved, up to date and planned?"),
                &readiness.stage1,
            ),
            stage(say!("Stage 2"), say!("Implementation: do records show that it is done?"), &readiness.stage2),
        ]
    });
    let gaps = framework.map(|framework| gaps(sms, framework)).unwrap_or_default();
    let overdue = overdue(sms);
    let unapproved = unapproved(sms);
    let actions = actions(sms);
    let documents = readiness::controlled(sms).count();
    let records = sms.corpus.entries.iter().filter(|entry| entry.is_record()).count();
    View {
        frame: site.frame(&about),
        framework: framework.map(|framework| framework.title.clone()).unwrap_or_default(),
        matrix: format!("clauses/{}/index.html", sms.inputs.config.framework),
        disclaimer: export::note(),
        stages: stages.unwrap_or_default(),
        missing: framework.map(|framework| lacks(site, framework)).unwrap_or_default(),
        unaudited: framework.map(|framework| unaudited(sms, framework)).unwrap_or_default(),
        owners: owners(sms),
        last_audit: readiness::last_audit(sms).map(shared::day),
        last_review: readiness::last_review(sms).map(shared::day),
        chart: chart::chart(sms.past.trend()),
        checked: say!(
            "{clauses} clauses, {documents} documents and {records} records were looked at, as of {day}.",
            clauses = sms.coverage.clauses.len(),
            documents,
            records,
            day = date::display(sms.inputs.today)
        ),
        gaps,
        overdue,
        unapproved,
        actions,
    }
}

fn stage(title: String, about: String, stage: &Stage) -> StageView {
    let shares: Vec<String> = stage.counting().map(|check| format!("{}/{}", check.met, check.of)).collect();
    let formula = match stage.score() {
        Some(score) => format!("({}) ÷ {} = {score} %", shares.join(" + "), shares.len()),
        None => say!("There is nothing to count yet."),
    };
    StageView {
        title,
        about,
        score: stage.score().map(|score| format!("{score} %")).unwrap_or_default(),
        formula,
        checks: stage.checks.iter().map(check).collect(),
    }
}

fn check(check: &Check) -> CheckView {
    let state = match (check.met, check.of) {
        (_, 0) => StateView { class: "mute", icon: "na", label: say!("Nothing to count") },
        (met, of) if met == of => StateView { class: "ok", icon: "ok", label: say!("Complete|state") },
        (0, _) => StateView { class: "bad", icon: "gap", label: say!("Nothing yet") },
        _ => StateView { class: "due", icon: "part", label: say!("In part") },
    };
    CheckView {
        title: check.title.clone(),
        met: check.met,
        of: check.of,
        share: (check.met * 100).checked_div(check.of).map_or_else(String::new, |share| format!("{share} %")),
        page: if check.behind == Behind::Minimum { "register/index.html" } else { "" },
        anchor: match check.behind {
            Behind::Clauses | Behind::Plans => "gaps",
            Behind::Documents | Behind::Records => "wanted",
            Behind::Minimum => "minimum",
            Behind::NotInForce => "drafts",
            Behind::Overdue => "overdue",
            Behind::Held | Behind::Audited => "audits",
            Behind::Actions => "actions",
        },
        state,
    }
}

/// Clauses that are less than covered.
fn gaps(sms: &Sms, framework: &Framework) -> Vec<Gap> {
    let open = framework.leaves().filter_map(|leaf| {
        let found = sms.coverage.clause(&leaf.id).filter(|found| found.level < Level::Covered)?;
        let plans = export::plans(sms, framework, &leaf.id);
        Some(Gap {
            clause: leaf.heading(),
            href: shared::clause_href(&framework.id, &leaf.id),
            state: shared::level(found.level),
            reason: coverage::reason(framework, &sms.corpus, &sms.coverage, found),
            plans: plans.iter().map(|plan| plan.sentence(sms)).collect(),
        })
    });
    open.collect()
}

/// What is wanted in writing and not there.
fn lacks(site: &Site, framework: &Framework) -> Vec<Lack> {
    let sms = &site.sms;
    let wanted = |found: &&ItemCoverage| {
        let item = &framework.documented.items[found.item];
        (readiness::is_document(item) || readiness::is_record(item)) && found.presence != Presence::There
    };
    let lacks = sms.coverage.items.iter().filter(wanted).map(|found| {
        let item = &framework.documented.items[found.item];
        let cadence = coverage::cadence(item.period);
        let kept = shared::kept(item.kind);
        Lack {
            name: language::translate(&item.name),
            id: item.id.clone(),
            clauses: item.clauses.iter().map(|id| (id.clone(), shared::clause_href(&framework.id, id))).collect(),
            kept: if cadence.is_empty() { kept } else { format!("{kept}, {cadence}") },
            state: shared::presence(site, found.presence),
            why: coverage::shortfall(item, found),
        }
    });
    lacks.collect()
}

fn owner(sms: &Sms, entry: &Entry) -> String {
    entry.document().owner.as_ref().map(|owner| shared::role_title(sms, &owner.value)).unwrap_or_default()
}

fn overdue(sms: &Sms) -> Vec<Overdue> {
    let late = sms.corpus.entries.iter().filter(|entry| entry.state() == State::ReviewOverdue);
    let mut late: Vec<Overdue> = late
        .filter_map(|entry| {
            let day = entry.next_review?;
            Some(Overdue {
                doc: shared::doc_link(entry),
                owner: owner(sms, entry),
                day: shared::day(day),
                days: date::days_between(day, sms.inputs.today),
            })
        })
        .collect();
    late.sort_by(|a, b| b.days.cmp(&a.days).then_with(|| a.doc.id.cmp(&b.doc.id)));
    late
}

fn unapproved(sms: &Sms) -> Vec<Unapproved> {
    let drafts = readiness::controlled(sms).filter(|entry| !entry.is_in_force());
    drafts
        .map(|entry| Unapproved {
            doc: shared::doc_link(entry),
            owner: owner(sms, entry),
            state: shared::state(entry.state()),
        })
        .collect()
}

/// Corrective actions that are open, the most urgent first.
fn actions(sms: &Sms) -> Vec<Action> {
    let mut open: Vec<_> = sms.audits.actions.iter().filter(|action| action.open).collect();
    open.sort_by_key(|action| (action.due.is_none(), action.due, action.entry));
    let rows = open.into_iter().map(|action| {
        let entry = &sms.corpus.entries[action.entry];
        Action {
            doc: shared::doc_link(entry),
            owner: owner(sms, entry),
            due: action.due.map(shared::day),
            state: match action.is_late(sms.inputs.today) {
                true => shared::late(),
                false => shared::state(entry.state()),
            },
        }
    });
    rows.collect()
}

fn unaudited(sms: &Sms, framework: &Framework) -> Vec<(String, String)> {
    let missed = readiness::audited(sms, framework).1.into_iter();
    missed.map(|id| (id.to_owned(), shared::clause_href(&framework.id, id))).collect()
}

/// Who has what open, the most first.
fn owners(sms: &Sms) -> Vec<Owner> {
    let mut owners: BTreeMap<&str, Owner> = BTreeMap::new();
    for (_, plan) in &sms.plans {
        if let Some(owner) = plan.owner.as_ref().filter(|_| !plan.closed) {
            owners.entry(&owner.value).or_default().plans += 1;
        }
    }
    for entry in readiness::controlled(sms) {
        let Some(id) = entry.document().owner.as_ref().map(|owner| owner.value.as_str()) else { continue };
        if entry.state() == State::ReviewOverdue {
            owners.entry(id).or_default().overdue += 1;
        } else if !entry.is_in_force() {
            owners.entry(id).or_default().unapproved += 1;
        }
    }
    for action in sms.audits.actions.iter().filter(|action| action.open) {
        let document = sms.corpus.entries[action.entry].document();
        if let Some(id) = &document.owner {
            owners.entry(&id.value).or_default().actions += 1;
        }
    }
    let people = &sms.inputs.people;
    let mut owners: Vec<Owner> = owners
        .into_iter()
        .map(|(id, owner)| Owner {
            name: people.person(id).map_or_else(|| people.role_title(id).to_owned(), |person| person.name.clone()),
            href: people.role(id).map(|role| format!("roles/{}/index.html", role.id)).unwrap_or_default(),
            all: owner.plans + owner.overdue + owner.unapproved + owner.actions,
            ..owner
        })
        .collect();
    owners.sort_by(|a, b| b.all.cmp(&a.all).then_with(|| a.name.cmp(&b.name)));
    owners
}
