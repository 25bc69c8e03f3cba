//! A party is in no register of other parties.

use super::{Rule, Sink, alarm};
use crate::evaluate::Sms;
use crate::evaluate::parties::AlarmKind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "party-unregistered",
    code: None,
    severity: Severity::Warning,
    summary: "a party is in no register of other parties",
    basis: "ISO/IEC 20000-1:2018, 8.2.3.1: who takes part is determined",
    explain: "\
Checks, once a register with `register_kind: other_parties` is in force, that it lists each party that a service in
force names under `parties`, each supplier of a contract in force and each provider of an OLA in force.

Why: a list of other parties that lacks some gives a wrong picture of who runs what, and nobody controls who is not
listed.

Wrong: `parties: [{party: carrier, ...}]` in a service, while the register only knows `wan-carrier`.
Right: the same id in the register, in services and in agreements.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    alarm::report(sms, AlarmKind::Unregistered, RULE.id, findings);
}
