//! Something that a service or SLA names is not in the catalogue.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "dependency-unknown",
    code: None,
    severity: Severity::Error,
    summary: "something that a service or SLA names is not in the catalogue",
    basis: "ISO/IEC 20000-1:2018, 8.2.4 and 8.3.3: catalogue and agreements name the same services",
    explain: "\
Checks that ids of services in `depends_on` of services and in `services` of SLAs lead to services that are in force or
being written, and that nobody depends on one that is retired.

Why: what leads nowhere is left out of every computation.

Wrong: `{target: SVC-109, kind: serial}` without such a service.
Right: the id of a service of the catalogue.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::DependencyUnknown, findings);
}
