//! Nothing proves that both sides agreed to an agreement in force.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "consent-missing",
    code: Some("A-11"),
    severity: Severity::Error,
    summary: "nothing proves that both sides agreed to an agreement in force",
    basis: "ISO/IEC 20000-1:2018, 8.3.3 and 8.3.4: SLAs are agreed with the customer",
    explain:
        "\
Checks that SLAs, OLAs and contracts that are in force or approved have `agreement` with `date` and `evidence`.

Why: the approval inside the organization is not the consent of the other side.

Wrong: an approved SLA without `agreement`.
Right: `agreement: {customer_signatory: Judith Farrow, date: 2026-02-24, evidence: Signed copy in the contract store}`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::ConsentMissing, findings);
}
