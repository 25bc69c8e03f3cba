//! An approved document without what an approval needs.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::document::{Document, Status};
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "approval-incomplete",
    code: Some("R-05"),
    severity: Severity::Error,
    summary: "an approved document does not say who approved it and when",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: review and approval",
    explain: "\
Checks that a document with `status: approved` has `approver` and `approved_on`.

Why: an approval is somebody's decision on a day. Without both, the version does not count and is not published.

Wrong: `status: approved` alone.
Right: `status: approved`, `approver: rowan-hale`, `approved_on: 2026-11-05`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for document in &sms.inputs.documents {
        let Some(status) = document.status.as_ref().filter(|status| status.value == Status::Approved) else { continue };
        let missing = missing(document);
        if !missing.is_empty() {
            let verb = if missing.len() == 1 { "is" } else { "are" };
            let message = format!("the document is approved, and {} {verb} missing", missing.join(" and "));
            findings.add(
                document
                    .finding(RULE.id, status.span, message)
                    .help("add who approved it and the day, or set `status: in_review` until it is approved"),
            );
        }
    }
}

fn missing(document: &Document) -> Vec<&'static str> {
    let mut missing = Vec::new();
    if document.front.get("approver").is_none() {
        missing.push("`approver`");
    }
    if document.front.get("approved_on").is_none() {
        missing.push("`approved_on`");
    }
    missing
}
