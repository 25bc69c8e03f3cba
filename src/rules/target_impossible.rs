//! A target in percent is no percentage.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "target-impossible",
    code: None,
    severity: Severity::Error,
    summary: "a target in percent is no percentage",
    basis: "ISO/IEC 20000-1:2018, 8.3.3: targets that can be measured",
    explain: "\
Checks `targets` of SLAs, OLAs and contracts: a `value` whose `unit` begins with percent lies between 0 and 100.

Why: no figure can reach it, and no report can be compared with it.

Wrong: `value: \"995\", unit: percent`.
Right: `value: \"99.5\", unit: percent`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::TargetImpossible, findings);
}
