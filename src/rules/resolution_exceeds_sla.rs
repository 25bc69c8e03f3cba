//! An agreement behind an SLA takes longer to resolve than the SLA promises.

use super::{Kind as Takes, Parameter, Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::{HANDOVER, Kind};
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "resolution-exceeds-sla",
    code: Some("A-05"),
    severity: Severity::Error,
    summary: "an agreement behind an SLA takes longer to resolve than the SLA promises",
    basis: "ISO/IEC 20000-1:2018, 8.3.4 and 8.6.1: times along the chain",
    explain: "\
Checks `resolve` of each priority of an SLA against the same priority of every OLA and contract in a row behind it.
Where both count other hours, the longest wait of the year is compared. A warning says that repairs one after the other,
with `handover_time` of each agreement and the time of `handover` once, take longer than promised.

Why: an incident is resolved when the last of them is done.

Wrong: P1 within 4 hours in the SLA, within 6 in the contract for its servers.
Right: each agreement leaves time for the others.",
    parameters: &[Parameter {
        name: "handover",
        kind: Takes::Duration,
        default: HANDOVER,
        meaning: "time that passes in a chain of repairs until the next party has taken over",
    }],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::ResolutionExceedsSla, findings);
}
