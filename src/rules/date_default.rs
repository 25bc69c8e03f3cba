//! Dates that are worked out because nobody typed them.

use super::{Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::model::document::{Document, Status};
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "date-default",
    code: None,
    severity: Severity::Info,
    summary: "a date is not typed, so it is worked out",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: review",
    explain: "\
Checks documents that are not in draft for `effective_on` and `next_review`.

Why: without `effective_on` a version counts from the day of its approval; without `next_review` it comes due one review
interval later. Both are worked out, and the register shows them, but readers of the file do not see them.

Right: `effective_on: 2026-12-01`, `next_review: 2027-12-01`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let broken = fields::broken(sms);
    for document in &sms.inputs.documents {
        let working =
            matches!(document.status.as_ref().map(|status| status.value), Some(Status::Draft | Status::InReview));
        let record = sms.inputs.type_of(document).is_some_and(crate::model::doc_type::DocType::is_record);
        if working || record || broken.contains(document.file.path()) {
            continue;
        }
        if document.front.get("effective_on").is_none() {
            report(document, "effective_on", "the day of approval counts as the first day in force", findings);
        }
        if document.front.get("next_review").is_none() {
            report(
                document,
                "next_review",
                "it is worked out from the first day in force and the review interval",
                findings,
            );
        }
    }
}

fn report(document: &Document, field: &str, instead: &str, findings: &mut Sink<'_>) {
    let span = document.key_span(field);
    findings.add(
        document
            .finding(RULE.id, span, format!("`{field}` is missing: {instead}"))
            .help(format!("add `{field}: ` and a day such as 2026-12-01")),
    );
}
