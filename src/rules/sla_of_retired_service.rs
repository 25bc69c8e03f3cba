//! An SLA covers a service that is retired.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "sla-of-retired-service",
    code: Some("A-11"),
    severity: Severity::Error,
    summary: "an SLA covers a service that is retired",
    basis: "ISO/IEC 20000-1:2018, 8.3.3 and 8.5.2: agreements follow the life of services",
    explain: "\
Checks `services` of each SLA: none of them has `service_state: retired`.

Why: a customer is promised something that is no longer there.

Wrong: SVC-003 was retired in May, and the SLA still lists it.
Right: the SLA is changed with the customer, or ends.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::SlaOfRetiredService, findings);
}
