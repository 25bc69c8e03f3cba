//! An SLA promises more availability than an agreement in a row behind it.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "sla-exceeds-agreement",
    code: Some("A-01"),
    severity: Severity::Error,
    summary: "an SLA promises more availability than an agreement in a row behind it",
    basis: "ISO/IEC 20000-1:2018, 8.3.4: what suppliers promise is aligned with the SLAs",
    explain: "\
Checks `availability` of each SLA against that of every OLA and contract behind it: those that its services depend on
with `kind: serial`, directly or by other services, and those in `underpinned_by`. What others stand in for
(`redundant`), and what the service goes on without (`non_critical`), is left out. Other periods and hours are converted
first: in the worst case all downtime of the longer period falls into one of the shorter ones.

Why: nobody can keep a promise that rests on a weaker one.

Wrong: the SLA promises 99.95 percent, the contract for its data centre 99.9.
Right: the SLA promises no more than the weakest agreement in a row, or a second part takes over.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::SlaExceedsAgreement, findings);
}
