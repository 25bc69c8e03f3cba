//! A P1 incident may take longer than the recovery from a disaster.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "resolution-exceeds-rto",
    code: Some("A-14"),
    severity: Severity::Info,
    summary: "a P1 incident may take longer than the recovery from a disaster",
    basis: "Practice: incident and continuity targets of one service fit together",
    explain: "\
Compares `resolve` of P1 in an SLA, at its longest, with `rto` of its `continuity`.

Why: often a sign of two papers that do not know of each other.

Wrong: P1 resolved within 8 hours, back from a disaster within 4.
Right: both say what was meant.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::ResolutionExceedsRto, findings);
}
