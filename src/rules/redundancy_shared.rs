//! Parts that are said to be independent rest on the same thing.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "redundancy-shared",
    code: None,
    severity: Severity::Warning,
    summary: "parts that are said to be independent rest on the same thing",
    basis: "ISO/IEC 20000-1:2018, 8.7.1: availability requirements and risks",
    explain: "\
Checks groups of `redundant` dependencies that are all `independent: true`: no two of them rest on the same component.

Why: one cause stops both, and the second one was paid for nothing.

Wrong: two links by two carriers through one duct.
Right: two links that share nothing, or no `independent`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::RedundancyShared, findings);
}
