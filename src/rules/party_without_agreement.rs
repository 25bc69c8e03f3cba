//! A party takes part without an agreement in force.

use super::{Rule, Sink, alarm};
use crate::evaluate::Sms;
use crate::evaluate::parties::AlarmKind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "party-without-agreement",
    code: Some("A-11"),
    severity: Severity::Warning,
    summary: "a party takes part without an agreement in force",
    basis: "ISO/IEC 20000-1:2018, 8.2.3.2 and 8.3.4: what others do is agreed and controlled",
    explain: "\
Checks each entry of a register with `register_kind: other_parties`: `agreement` names a contract or an OLA with this
party, its document is in force, and `term` has begun and not ended. A party that only services name needs an agreement
in force whose supplier or provider it is.

Why: without an agreement nobody can be held to anything, and there is nothing to measure against.

Wrong: an entry without `agreement`; an agreement whose `term` ended last month.
Right: `agreement: CON-003`, in force and within its term.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    alarm::report(sms, AlarmKind::Agreement, RULE.id, findings);
}
