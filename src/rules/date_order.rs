//! Dates that contradict each other.

use jiff::civil::Date;

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::document::{Document, Status};
use crate::model::finding::Severity;
use crate::model::span::Spanned;

pub(super) static RULE: Rule = Rule {
    id: "date-order",
    code: Some("R-07"),
    severity: Severity::Error,
    summary: "dates of a document contradict each other",
    basis: "ISO/IEC 20000-1:2018, 7.5.2 and 7.5.3",
    explain: "\
Checks that approval does not lie in the future, that a version is not in force before its approval, and that its review
lies after its first day in force.

Why: a version that was in force before anybody approved it was not approved.

Wrong: `approved_on: 2026-11-05` with `effective_on: 2026-11-01`.
Right: `approved_on: 2026-11-05` with `effective_on: 2026-11-05` or later.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for document in &sms.inputs.documents {
        let approved = document.approved_on.as_ref();
        let effective = document.effective_on.as_ref();
        let review = document.next_review.as_ref();
        if let Some(approved) = approved.filter(|day| day.value > sms.inputs.today) {
            let message = format!(
                "`approved_on` is {}, which lies after {}, the day of this report",
                approved.value, sms.inputs.today
            );
            findings
                .add(document.finding(RULE.id, approved.span, message).help("give the day on which it was approved"));
        }
        // Of a withdrawn document the approval is that of its withdrawal.
        let withdrawn = document.status.as_ref().is_some_and(|status| status.value == Status::Withdrawn);
        let approved = approved.filter(|_| !withdrawn);
        let pairs = [
            (approved, "approved_on", effective, "effective_on", false),
            (
                effective.or(approved),
                if effective.is_some() { "effective_on" } else { "approved_on" },
                review,
                "next_review",
                true,
            ),
        ];
        for (first, first_name, second, second_name, strictly) in pairs {
            let (Some(first), Some(second)) = (first, second) else { continue };
            if second.value < first.value || (strictly && second.value == first.value) {
                report(document, (first, first_name), (second, second_name), findings);
            }
        }
    }
}

fn report(document: &Document, first: (&Spanned<Date>, &str), second: (&Spanned<Date>, &str), findings: &mut Sink<'_>) {
    let relation = if second.0.value < first.0.value { "lies before" } else { "is the same day as" };
    let message = format!("`{}`, {}, {relation} `{}`, {}", second.1, second.0.value, first.1, first.0.value);
    let finding =
        document.finding(RULE.id, second.0.span, message).help(format!("give a later day, or correct `{}`", first.1));
    findings.add(finding.related(document.file.place(first.0.span), format!("`{}` stands here", first.1)));
}
