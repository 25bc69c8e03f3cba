//! A live customer service has no SLA in force.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "sla-missing",
    code: Some("A-11"),
    severity: Severity::Error,
    summary: "a live customer service has no SLA in force",
    basis: "ISO/IEC 20000-1:2018, 8.3.3: one or more SLAs for each service",
    explain: "\
Checks each service with `service_kind: customer` and `service_state: live` or `retiring`: an SLA in force lists it
under `services`.

Why: without an agreement nobody can say whether a service is good enough.

Wrong: a service that went live while its SLA is still a draft.
Right: an SLA in force that lists the service.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::SlaMissing, findings);
}
