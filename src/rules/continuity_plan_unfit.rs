//! The continuity plan of a service is not in force, or does not list it.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "continuity-plan-unfit",
    code: None,
    severity: Severity::Warning,
    summary: "the continuity plan of a service is not in force, or does not list it",
    basis: "ISO/IEC 20000-1:2018, 8.7.2: service continuity plans",
    explain: "\
Checks `continuity.plan` of services that are live: it is a plan with `plan_kind: continuity`, in force, that lists the
service under `services`.

Why: a service that the plan does not know is not brought back.

Wrong: SVC-101 names ASR-PLN-002, whose `services` are [SVC-001].
Right: the plan lists both.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::ContinuityPlanUnfit, findings);
}
