//! Two services are one configuration item.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "configuration-item-duplicate",
    code: None,
    severity: Severity::Warning,
    summary: "two services are one configuration item",
    basis: "ISO/IEC 20000-1:2018, 8.2.6: services are configuration items",
    explain: "\
Checks that no two services have the same `ci`.

Why: records of one would be taken for the other.

Wrong: `ci: CI-SVC-0001` in SVC-001 and in SVC-002.
Right: an item for each service.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::ConfigurationItemDuplicate, findings);
}
