//! A continuity plan that was not tested in time.

use super::{Kind, Parameter, Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::model::date;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "continuity-untested",
    code: Some("R-26"),
    severity: Severity::Warning,
    summary: "a continuity plan in force was not tested in time, or not since it changed much",
    basis: "ISO/IEC 20000-1:2018, 8.7.2: continuity plans are tested at planned intervals and after major changes",
    explain: "\
Checks continuity plans in force: `last_test` is there, the day of `next_test` has not passed (where none is given, the
last test lies within the time of `within`), and a version with a new first number was tested since it came into force,
where that is longer ago than `after_change`.

Why: a plan that was never tried fails when it is needed.

Wrong: `next_test: 2026-05-18` in the past; no `last_test` at all.
Right: `last_test: 2026-05-19` and `next_test: 2027-05-18`, and a report on the test.",
    parameters: &[
        Parameter {
            name: "within",
            kind: Kind::Interval,
            default: "P12M",
            meaning: "longest time from one test to the next where the plan names no day",
        },
        Parameter {
            name: "after_change",
            kind: Kind::Interval,
            default: "P90D",
            meaning: "time in which a version with a new first number is tested",
        },
    ],
    check: Some(check),
};

/// Continuity plans in force.
pub(super) fn plans(sms: &Sms) -> impl Iterator<Item = &Entry> {
    fields::in_force(sms, "plan").filter(|entry| fields::is(&entry.head, "plan_kind", "continuity"))
}

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let today = sms.inputs.today;
    let (Some(within), Some(after_change)) = (RULE.interval(sms, "within"), RULE.interval(sms, "after_change")) else {
        return;
    };
    for entry in plans(sms) {
        let document = &entry.head;
        let mut report = |span, message: String| {
            let help = "test the plan, keep the report, and set `last_test` and `next_test`";
            findings.add(document.finding(RULE.id, span, message).help(help));
        };
        let next = fields::day(document, "next_test");
        let Some(last) = fields::day(document, "last_test") else {
            if document.front.get("last_test").is_none() {
                report(
                    fields::span(document, "plan_kind"),
                    format!("the continuity plan `{}` names no test", entry.id),
                );
            }
            continue;
        };
        let due = next.as_ref().map(|next| next.value).or_else(|| within.after(last.value));
        if let Some(due) = due.filter(|due| *due < today) {
            let late = fields::days(date::days_between(due, today));
            let span = next.map_or(last.span, |next| next.span);
            report(span, format!("the test of the continuity plan `{}` was due on {due}, {late} ago", entry.id));
        } else if let Some((version, since)) = major(entry)
            .filter(|(_, since)| last.value < *since && after_change.after(*since).is_some_and(|end| end < today))
        {
            let message = format!(
                "the continuity plan `{}` was not tested since version {version} came into force on {since}",
                entry.id
            );
            report(last.span, message);
        }
    }
}

/// The newest version that changed the first number, up to the one in force, with its first day.
fn major(entry: &Entry) -> Option<(String, jiff::civil::Date)> {
    let past = entry.editions.get(entry.current?..)?;
    let first =
        |edition: &crate::evaluate::editions::Edition| edition.version.as_ref().map(|version| version.numbers()[0]);
    let step = past.windows(2).find(|pair| first(&pair[0]) > first(&pair[1]))?;
    Some((step[0].version.as_ref()?.to_string(), step[0].in_force_from?))
}
