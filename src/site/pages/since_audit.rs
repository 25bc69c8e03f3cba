//! What changed since the last internal audit: documents, levels of clauses, actions.

use jiff::civil::Date;
use serde::Serialize;

use super::changes::{Group, group};
use super::section::{Section, Words, column, wide_column};
use super::shared::{self, Day, DocLink, StateView};
use crate::evaluate::Sms;
use crate::evaluate::audits::{Action, Audit};
use crate::evaluate::coverage::Level;
use crate::model::clause::ClauseRef;
use crate::model::date;
use crate::say;
use crate::site::Site;
use crate::site::exports;
use crate::site::exports::coverage::note;
use crate::site::frame::{About, Frame};

/// Variables of `since-audit.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    disclaimer: String,
    /// The audit since which is looked; `None` where there is no report of one.
    audit: Option<Since>,
    /// Findings and corrective actions.
    sections: Vec<Section>,
    /// Documents that changed.
    group: Group,
    clauses: Vec<Clause>,
    /// Whether it is known how clauses were answered on the day of the audit.
    known: bool,
}

#[derive(Debug, Serialize)]
struct Since {
    doc: DocLink,
    day: Day,
}

#[derive(Debug, Serialize)]
struct Clause {
    title: String,
    href: String,
    before: StateView,
    after: StateView,
    better: bool,
}

/// The page.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let sms = &site.sms;
    let about = About {
        path,
        title: say!("Since the last audit"),
        description: say!("Documents, clauses and corrective actions that changed since the last internal audit"),
        section: "Clauses",
        print: (say!("Since the last audit"), sms.inputs.config.site.organization.clone()),
        landscape: false,
        noindex: false,
        language: None,
    };
    let mut view = View {
        frame: site.frame(&about),
        disclaimer: note(),
        audit: None,
        sections: Vec::new(),
        group: Group::default(),
        clauses: Vec::new(),
        known: false,
    };
    let Some(audit) = sms.audits.audits.first() else { return view };
    view.audit = Some(Since { doc: shared::doc_link(&sms.corpus.entries[audit.entry]), day: shared::day(audit.day) });
    // What changed on the last day of the audit was there to be looked at.
    let Ok(since) = audit.day.tomorrow() else { return view };
    view.group = group(sms, String::new(), &exports::changes::all(sms, Some(since)), &|_| String::new());
    if let Some(levels) = sms.past.on(audit.day).map(|point| point.levels) {
        view.known = true;
        view.clauses = clauses(sms, &levels);
    }
    view.sections = vec![found(sms, audit), raised(sms, audit, since), closed(sms, since)];
    view
}

/// Clauses whose level differs from that of the day of the audit.
fn clauses(sms: &Sms, levels: &[Level]) -> Vec<Clause> {
    let Some(framework) = sms.inputs.framework() else { return Vec::new() };
    let now = framework.leaves().zip(&sms.coverage.clauses).zip(levels);
    let changed = now.filter(|((_, found), before)| found.level != **before);
    let rows = changed.map(|((leaf, found), before)| Clause {
        title: leaf.heading(),
        href: shared::clause_href(&framework.id, &leaf.id),
        before: shared::level(*before),
        after: shared::level(found.level),
        better: found.level > *before,
    });
    rows.collect()
}

/// What the audit found, and what became of it.
fn found(sms: &Sms, audit: &Audit) -> Section {
    let section = Section::new("findings", say!("What the audit found"));
    if audit.findings.is_empty() {
        return section.empty(say!("The report names no findings."));
    }
    let columns = [
        column(say!("Finding")),
        wide_column(say!("Grade")),
        wide_column(say!("Clause")),
        column(say!("What became of it")),
    ];
    let rows = audit.findings.iter().map(|finding| {
        let action = finding.action.as_deref();
        let became =
            match action.and_then(|id| sms.audits.actions.iter().find(|at| id_of(sms, at).eq_ignore_ascii_case(id))) {
                Some(action) => link(sms, action).text(" ").and(standing(sms, action)),
                None if action.is_some() => Words::new().muted(say!("Its corrective action is not part of this site.")),
                None => Words::new().muted(say!("No corrective action is linked.")),
            };
        vec![
            Words::from(finding.id.as_str()).small(&finding.statement),
            finding.grade.as_str().into(),
            finding.clause().map_or_else(Words::new, |clause| named(sms, clause)),
            became,
        ]
    });
    section.table(say!("Findings of the audit"), &columns, rows.collect())
}

/// Corrective actions that the audit led to, and those that came to light after it.
fn raised(sms: &Sms, audit: &Audit, since: Date) -> Section {
    let section = Section::new("raised", say!("Corrective actions raised"));
    let today = sms.inputs.today;
    let of_audit = |action: &Action| sms.audits.led_to(audit, &sms.corpus.entries[action.entry]);
    let after = |action: &Action| action.raised.is_some_and(|day| day >= since && day <= today);
    let rows: Vec<Vec<Words>> = sms
        .audits
        .actions
        .iter()
        .filter(|action| after(action) || of_audit(action))
        .map(|action| {
            let finding = audit.findings.iter().find(|finding| {
                finding.action.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(id_of(sms, action)))
            });
            let why = match finding {
                Some(finding) => say!("finding {id} of this audit", id = finding.id),
                None if of_audit(action) => say!("this audit"),
                None => sms.corpus.entries[action.entry]
                    .document()
                    .front
                    .string("source")
                    .map(|at| at.value)
                    .unwrap_or_default(),
            };
            vec![link(sms, action), day(action.raised), why.into(), standing(sms, action)]
        })
        .collect();
    if rows.is_empty() {
        return section.empty(say!("None.|corrective actions"));
    }
    let columns = [
        column(say!("Action")),
        wide_column(say!("Came to light")),
        wide_column(say!("Came to light by")),
        column(say!("State")),
    ];
    section.table(say!("Corrective actions of this audit, and those that came to light after it"), &columns, rows)
}

fn closed(sms: &Sms, since: Date) -> Section {
    let section = Section::new("closed", say!("Corrective actions closed"));
    let closed = |action: &&Action| action.closed.is_some_and(|day| day >= since && day <= sms.inputs.today);
    let rows = sms.audits.actions.iter().filter(closed);
    let rows: Vec<Vec<Words>> =
        rows.map(|action| vec![link(sms, action), day(action.raised), day(action.closed)]).collect();
    if rows.is_empty() {
        return section.empty(say!("None.|corrective actions"));
    }
    let columns = [column(say!("Action")), wide_column(say!("Came to light")), column(say!("Closed|a day"))];
    section.table(say!("Corrective actions closed since the audit"), &columns, rows)
}

fn id_of<'a>(sms: &'a Sms, action: &Action) -> &'a str {
    sms.corpus.entries[action.entry].id.as_str()
}

fn link(sms: &Sms, action: &Action) -> Words {
    Words::new().title(&shared::doc_link(&sms.corpus.entries[action.entry]))
}

fn day(day: Option<Date>) -> Words {
    day.map_or_else(|| Words::new().missing(say!("Not recorded")), |day| Words::new().on_one_line(date::display(day)))
}

/// Whether an action is open, late or closed, and the day that goes with it.
fn standing(sms: &Sms, action: &Action) -> Words {
    let state = match action.is_late(sms.inputs.today) {
        true => shared::late(),
        false => shared::state(sms.corpus.entries[action.entry].state()),
    };
    let when = match (action.closed, action.due) {
        (Some(closed), _) => say!("on {day}|closed", day = date::display(closed)),
        (None, Some(due)) => say!("due {day}", day = date::display(due)),
        (None, None) => String::new(),
    };
    Words::new().state(state).small(when)
}

fn named(sms: &Sms, clause: &ClauseRef) -> Words {
    let id = clause.framework.as_deref().unwrap_or(&sms.inputs.config.framework);
    let known = sms.inputs.frameworks.get(id).and_then(|framework| framework.clause(&clause.clause));
    match known {
        Some(known) => Words::new().figure(known.id.as_str(), &shared::clause_href(id, &known.id)),
        None => clause.clause.to_string().into(),
    }
}
