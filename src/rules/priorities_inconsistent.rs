//! The priorities of an agreement contradict each other.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "priorities-inconsistent",
    code: Some("A-04"),
    severity: Severity::Error,
    summary: "the priorities of an agreement contradict each other",
    basis: "ISO/IEC 20000-1:2018, 8.3.3 and 8.6.1: targets and priorities of incidents",
    explain: "\
Checks `priorities` of SLAs, OLAs and contracts: the answer comes no later than the solution, a more urgent priority is
not slower than a less urgent one (on two clocks the longest wait of the year is compared), every cell of a matrix that
is there names a priority that has times, and more impact or urgency never gives a less urgent one.

Why: at night nobody has time to find out which of two rules was meant.

Wrong: P1 resolved within 8 hours, P2 within 4; no priority for low impact with high urgency.
Right: times that grow from P1 to P4, and a matrix of nine cells.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::PrioritiesInconsistent, findings);
}
