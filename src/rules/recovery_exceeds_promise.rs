//! A plan, a supplier or the backup is slower than the recovery that is promised.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "recovery-exceeds-promise",
    code: Some("A-07"),
    severity: Severity::Error,
    summary: "a plan, a supplier or the backup is slower than the recovery that is promised",
    basis: "ISO/IEC 20000-1:2018, 8.7.2: service continuity requirements and plans",
    explain: "\
Checks `continuity` of SLAs and services against the continuity plan (its `rto` and `rpo`), the plan against the OLAs
and contracts in a row behind the service (their `continuity`), and every `backup_interval` against the RPO. Where there
is no plan, agreements are held against the promise itself.

Why: each of these papers is written by somebody else, and the disaster asks for all of them at once.

Wrong: `rto: PT4H` in the SLA, `rto: PT6H` in the plan; `rpo: PT1H` with a backup every day.
Right: the plan is faster than the SLA, the suppliers are faster than the plan.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::RecoveryExceedsPromise, findings);
}
