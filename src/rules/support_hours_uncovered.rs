//! An agreement gives no help in hours that the SLA above it promises.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "support-hours-uncovered",
    code: Some("A-06"),
    severity: Severity::Error,
    summary: "an agreement gives no help in hours that the SLA above it promises",
    basis: "ISO/IEC 20000-1:2018, 8.3.3 and 8.3.4: support hours along the chain",
    explain: "\
Checks the hours in which an SLA promises work on each priority (its `clock`: every hour, or its `support_hours`)
against those of every OLA and contract in a row behind it, by real instants of this year, with time zones, changes of
the clock and holidays. An error for P1, a warning for the others.

Why: a fault at night needs somebody who is awake at the supplier, too.

Wrong: P1 around the clock in the SLA, support from Monday to Friday in the contract.
Right: `clock: 24x7` for P1 in both.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::SupportUncovered, findings);
}
