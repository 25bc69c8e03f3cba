//! No management review for too long.

use super::{Kind, Parameter, Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::model::date;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "management-review-overdue",
    code: Some("R-24"),
    severity: Severity::Warning,
    summary: "the newest management review is too long ago",
    basis: "ISO/IEC 20000-1:2018, 9.3: reviews at planned intervals",
    explain: "\
Checks that `date` of the newest management review lies within the time of `within`. Where there is no review at all,
clause 9.3 has no document, which `clause-uncovered` reports.

Why: top management that does not look at the SMS does not lead it.

Wrong: a newest review of March of the year before last.
Right: a review at least once a year, with its minutes as a record.",
    parameters: &[Parameter {
        name: "within",
        kind: Kind::Interval,
        default: "P12M",
        meaning: "longest time from one review to the next",
    }],
    check: Some(check),
};

/// The newest management review up to today.
pub(super) fn newest(sms: &Sms) -> Option<&Entry> {
    let held = |entry: &Entry| fields::day(&entry.head, "date").map(|day| day.value);
    let past =
        fields::closed(sms, "management_review").filter(|entry| held(entry).is_some_and(|day| day <= sms.inputs.today));
    past.max_by_key(|entry| (held(entry), &entry.id))
}

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let Some(within) = RULE.interval(sms, "within") else { return };
    let Some(document) = newest(sms).map(|entry| &entry.head) else { return };
    let Some(held) = fields::day(document, "date") else { return };
    let Some(due) = within.after(held.value).filter(|due| *due < sms.inputs.today) else { return };
    let late = fields::days(date::days_between(due, sms.inputs.today));
    let message = format!("the newest management review is of {}; the next was due by {due}, {late} ago", held.value);
    findings.add(document.finding(RULE.id, held.span, message).help("hold the review, and record its minutes"));
}
