//! Planned work that counts as downtime takes more than is allowed.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "maintenance-exceeds-allowance",
    code: Some("A-13"),
    severity: Severity::Warning,
    summary: "planned work that counts as downtime takes more than is allowed",
    basis: "ISO/IEC 20000-1:2018, 8.3.3 and 8.7.1: targets that can be kept",
    explain: "\
Adds up `maintenance_windows` with `counts_as_downtime: true` over the period of `availability`, as far as they lie in
the hours that count, and compares the sum with the allowed downtime.

Why: the promise is broken before anything fails.

Wrong: four hours each Sunday that count, and 99.9 percent a month.
Right: a window that does not count, a shorter one, or a lower target.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::MaintenanceExceedsAllowance, findings);
}
