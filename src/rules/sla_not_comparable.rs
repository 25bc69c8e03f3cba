//! An SLA rests on an availability that counts other hours or another period.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "sla-not-comparable",
    code: Some("A-03"),
    severity: Severity::Error,
    summary: "an SLA rests on an availability that counts other hours or another period",
    basis: "ISO/IEC 20000-1:2018, 8.3.4: what suppliers promise is aligned with the SLAs",
    explain: "\
Checks `period` and `basis` of `availability` of an SLA against those of the agreements in a row behind it. A promise
that counts fewer hours says nothing on the others. One over a longer period allows all of its downtime at once; it
counts only where even that is little enough for the SLA.

Why: 99.95 percent a year allows more than four hours in one month, and an SLA of 99.9 percent a month only 43 minutes.

Wrong: an SLA per calendar month over a contract per year, or around the clock over one for service hours.
Right: the same period and basis, or `conversion: {percent, period, basis, reason}` as the other side has agreed to.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::SlaNotComparable, findings);
}
