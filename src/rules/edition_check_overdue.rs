//! An external document that nobody has looked up in time.

use super::{Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::model::date::{self, Interval};
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "edition-check-overdue",
    code: Some("R-22"),
    severity: Severity::Warning,
    summary: "nobody has looked in time whether an external document has a newer edition",
    basis: "ISO/IEC 20000-1:2018, 7.5.3.2: documents of external origin are identified and controlled",
    explain: "\
Checks external documents in force: `last_checked` and `check_interval` lead to a day that has not passed.

Why: a standard, a law or a manual changes without telling its readers, and who works by the old edition does not know.

Wrong: `last_checked: 2024-01-10` with `check_interval: P12M`, two years later.
Right: look the edition up at its publisher, set `last_checked`, and `edition` where it changed.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in fields::in_force(sms, "external") {
        let document = &entry.head;
        let Some(checked) = fields::day(document, "last_checked") else { continue };
        let interval = fields::text(document, "check_interval");
        let Some(interval) = interval.and_then(|text| text.value.parse::<Interval>().ok()) else { continue };
        let Some(due) = interval.after(checked.value).filter(|due| *due < sms.inputs.today) else { continue };
        let late = fields::days(date::days_between(due, sms.inputs.today));
        let message =
            format!("the edition of `{}` was to be looked up again by {due}, {late} ago", document.title_or_label());
        let issuer = fields::text(document, "issuer").map_or("its publisher", |text| text.value);
        let help = format!("ask {issuer} for the current edition, and set `last_checked` to that day");
        let place = document.file.place(fields::span(document, "check_interval"));
        findings.add(
            document.finding(RULE.id, checked.span, message).help(help).related(place, "how often it is looked up"),
        );
    }
}
