//! Services depend on each other in a circle.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "dependency-cycle",
    code: None,
    severity: Severity::Error,
    summary: "services depend on each other in a circle",
    basis: "ISO/IEC 20000-1:2018, 8.2.4: dependencies between services",
    explain: "\
Follows `depends_on` from service to service, whatever its kind. A way that leads back to where it began is named whole.

Why: nothing can be computed along a circle, and nobody can say what to start first after a disaster.

Wrong: SVC-101 depends on SVC-102, which depends on SVC-101.
Right: one of them works without the other.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::DependencyCycle, findings);
}
