//! What changed since the last internal audit: documents, levels of clauses, actions.

use jiff::civil::Date;
use serde::Serialize;

use super::shared::{self, Day, DocLink, StateView};
use crate::evaluate::Sms;
use crate::evaluate::audits::Action;
use crate::evaluate::coverage::Level;
use crate::model::date;
use crate::say;
use crate::site::Site;
use crate::site::exports::changes::{self, Change, Kind};
use crate::site::exports::coverage::note;
use crate::site::frame::{About, Frame};

/// Variables of `since-audit.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    disclaimer: String,
    /// The audit since which is looked; `None` where there is no report of one.
    audit: Option<Since>,
    documents: Vec<Row>,
    clauses: Vec<Clause>,
    /// Whether it is known how clauses were answered on the day of the audit.
    known: bool,
    raised: Vec<ActionRow>,
    closed: Vec<ActionRow>,
}

#[derive(Debug, Serialize)]
struct Since {
    doc: DocLink,
    day: Day,
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    title: String,
    version: String,
    href: String,
    day: Day,
    what: String,
    summary: String,
    redline: String,
}

#[derive(Debug, Serialize)]
struct Clause {
    title: String,
    href: String,
    before: StateView,
    after: StateView,
    better: bool,
}

#[derive(Debug, Serialize)]
struct ActionRow {
    doc: DocLink,
    day: Day,
    state: StateView,
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
        documents: Vec::new(),
        clauses: Vec::new(),
        known: false,
        raised: Vec::new(),
        closed: Vec::new(),
    };
    let Some(audit) = sms.audits.audits.first() else { return view };
    view.audit = Some(Since { doc: shared::doc_link(&sms.corpus.entries[audit.entry]), day: shared::day(audit.day) });
    // What changed on the last day of the audit was there to be looked at.
    let Ok(since) = audit.day.tomorrow() else { return view };
    view.documents = changes::changes(sms, since).changes.into_iter().map(row).collect();
    if let Some(levels) = sms.past.on(audit.day).map(|point| point.levels) {
        view.known = true;
        view.clauses = clauses(sms, &levels);
    }
    view.raised = actions(sms, since, |action| action.raised);
    view.closed = actions(sms, since, |action| action.closed);
    view
}

fn row(change: Change) -> Row {
    Row {
        day: Day { text: date::parse(&change.day).map(date::display).unwrap_or_default(), iso: change.day },
        what: match (change.kind, change.ahead) {
            (Kind::InForce, _) => say!("came into force"),
            (Kind::Scheduled, _) => say!("comes into force"),
            (Kind::Withdrawn, false) => say!("withdrawn"),
            (Kind::Withdrawn, true) => say!("will be withdrawn"),
            (Kind::Superseded, false) => say!("superseded"),
            (Kind::Superseded, true) => say!("will be superseded"),
        },
        id: change.id,
        title: change.title,
        version: change.version,
        href: change.url,
        summary: change.change_summary.unwrap_or_default(),
        redline: change.redline.unwrap_or_default(),
    }
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

fn actions(sms: &Sms, since: Date, day: impl Fn(&Action) -> Option<Date>) -> Vec<ActionRow> {
    let today = sms.inputs.today;
    let rows = sms.audits.actions.iter().filter_map(|action| {
        let day = day(action).filter(|day| *day >= since && *day <= today)?;
        let entry = &sms.corpus.entries[action.entry];
        Some(ActionRow { doc: shared::doc_link(entry), day: shared::day(day), state: shared::state(entry.state()) })
    });
    rows.collect()
}
