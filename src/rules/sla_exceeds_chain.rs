//! An SLA promises more availability than all that is behind it together.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "sla-exceeds-chain",
    code: Some("A-02"),
    severity: Severity::Warning,
    summary: "an SLA promises more availability than all that is behind it together",
    basis: "ISO/IEC 20000-1:2018, 8.3.4 and 8.7.1: targets that the chain as a whole can keep",
    explain: "\
Multiplies the shares of all that a service needs in a row, each once. Parts of a group that are `redundant` count as
1 - (1 - a)(1 - b) where all are `independent: true` and rest on nothing in common, else as the best of them. The
product is held against `availability` of the SLA, for a service without one against its own `availability_target`. What
promises nothing is left out, so that the chain may be worth less than the figure.

Why: three agreements of 99.95, 99.95 and 99.9 percent give 99.8 together, and an SLA of 99.9 looks sound beside each.

Wrong: an SLA of 99.9 percent over that chain.
Right: an SLA of 99.8 percent or less, or better agreements.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::SlaExceedsChain, findings);
}
