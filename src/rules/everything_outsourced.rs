//! All processes or all services are operated by other parties.

use super::{Rule, Sink, alarm};
use crate::evaluate::Sms;
use crate::evaluate::parties::AlarmKind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "everything-outsourced",
    code: None,
    severity: Severity::Error,
    summary: "all processes or all services are operated by other parties",
    basis: "ISO/IEC 20000-1:2018, 8.2.3.1: other parties may run parts, never everything",
    explain: "\
Checks the registers with `register_kind: other_parties` together with the services in force: not every clause that a
process in force answers is under `operates`, and not every service is.

Why: the organization shows that it manages its services itself. What others run, it controls; but something stays its
own, or there is no service management system of its own to certify.

Wrong: an entry that operates each of the clauses that processes answer.
Right: `operates` names what the party runs as a whole, and `contributes` that in which it only does a part.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    alarm::report(sms, AlarmKind::Everything, RULE.id, findings);
}
