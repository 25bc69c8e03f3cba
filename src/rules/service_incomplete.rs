//! A service lacks what its state asks for.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "service-incomplete",
    code: None,
    severity: Severity::Warning,
    summary: "a service lacks what its state asks for",
    basis: "ISO/IEC 20000-1:2018, 8.2.4, 8.3.2 and 8.5.2: catalogue, customers, and the life of services",
    explain: "\
Checks services: one that is live for customers names at least one in `customers`, `retire_on` is after `live_since`,
and a service whose `retire_on` has passed is not live any more.

Why: the catalogue is what customers are told.

Wrong: `service_state: live` with `retire_on: 2026-03-31` in the past.
Right: `service_state: retired`, or a later day.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::ServiceIncomplete, findings);
}
