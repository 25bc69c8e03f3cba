//! An SLA does not name an agreement that its services rest on.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "underpinning-incomplete",
    code: None,
    severity: Severity::Warning,
    summary: "an SLA does not name an agreement that its services rest on",
    basis: "ISO/IEC 20000-1:2018, 8.3.4: agreements behind the SLAs",
    explain: "\
Checks `underpinned_by` of SLAs that have this field: it names OLAs and contracts that are there, in force where the SLA
is, and every one that the services of the SLA depend on in a row.

Why: who changes the SLA looks there for what has to change with it.

Wrong: the service depends on CON-001, and the SLA names OLA-001 only.
Right: `underpinned_by: [OLA-001, CON-001]`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::UnderpinningIncomplete, findings);
}
