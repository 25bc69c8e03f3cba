//! A service and its SLAs say different things.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "service-differs",
    code: None,
    severity: Severity::Warning,
    summary: "a service and its SLAs say different things",
    basis: "ISO/IEC 20000-1:2018, 8.2.4 and 8.3.3: catalogue and agreements fit together",
    explain: "\
Checks that `slas` of a service and `services` of the SLAs name each other, that `availability_target` is the figure of
the strictest SLA in force, and that an SLA in force covers no service that customers cannot have yet.

Why: of two figures the customer believes the better one.

Wrong: 99.95 percent in the catalogue, 99.9 in the SLA.
Right: the same figure, `see_sla`, or none.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::ServiceDiffers, findings);
}
