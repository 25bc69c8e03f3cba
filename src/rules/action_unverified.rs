//! A corrective action that was closed before it was known whether it works.

use super::{Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::model::document::{Document, Status};
use crate::model::finding::Severity;
use crate::model::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "action-unverified",
    code: Some("R-23"),
    severity: Severity::Warning,
    summary: "a corrective action was closed without cause, verification or effect",
    basis: "ISO/IEC 20000-1:2018, 10.1: causes are determined, effectiveness is reviewed",
    explain: "\
Checks corrective actions with `status: closed`: `cause` says why it happened, `verified_by` and `verified_on` who
looked whether the action works and when, `effective` is yes, and who verified does not hold the role that owns it.

Why: a nonconformity whose cause is unknown comes back, and nobody is a good judge of his own work.

Wrong: `status: closed` without `cause`; `effective: \"no\"` in a closed record.
Right: somebody else looks at new cases after a while: `verified_by: maya-okafor`, `verified_on: 2026-07-10`,
`effective: \"yes\"`. An action that did not work stays open, or is followed by another one.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in fields::of_type(sms, "corrective_action") {
        let document = &entry.head;
        if document.status.as_ref().is_some_and(|status| status.value == Status::Closed) {
            check_closed(sms, document, findings);
        }
    }
}

fn check_closed(sms: &Sms, document: &Document, findings: &mut Sink<'_>) {
    let status = document.status.as_ref().map_or(document.front.span, |status| status.span);
    let mut report = |span: Span, fault: &str, help: &str| {
        let message = format!("the corrective action `{}` is closed {fault}", document.label());
        findings.add(document.finding(RULE.id, span, message).help(help));
    };
    if fields::text(document, "cause").is_none() {
        report(status, "and names no cause", "find out why it happened, and write it into `cause`");
    }
    let verifier = fields::text(document, "verified_by");
    let missing = match (&verifier, fields::text(document, "verified_on")) {
        (Some(_), Some(_)) => None,
        (None, Some(_)) => Some("and does not say who verified it"),
        (Some(_), None) => Some("and does not say when it was verified"),
        (None, None) => Some("and was not verified"),
    };
    if let Some(fault) = missing {
        let help = "have somebody who does not own it look at new cases, and fill in `verified_by` and `verified_on`";
        report(status, fault, help);
    }
    match fields::text(document, "effective") {
        None => {
            let help = "look whether it happened again, and write `effective: \"yes\"` or `\"no\"`";
            report(status, "and does not say whether it worked", help);
        }
        Some(effective) if effective.value == "no" => {
            report(effective.span, "although it did not work", "open it again, or name the action that follows it");
        }
        Some(_) => {}
    }
    let (Some(verifier), Some(owner)) = (verifier, &document.owner) else { return };
    let day = fields::day(document, "verified_on").map_or(sms.inputs.today, |day| day.value);
    let person = sms.inputs.people.person(verifier.value);
    if let Some(person) = person.filter(|person| person.holds(&[&owner.value], day)) {
        let role = sms.inputs.people.role_title(&owner.value);
        let message =
            format!("{} verified the corrective action `{}` and owned it as {role}", person.name, document.label());
        let finding = document.finding(RULE.id, verifier.span, message).help("have somebody else verify it");
        findings.add(finding.related(document.file.place(owner.span), "the role that owns it"));
    }
}
