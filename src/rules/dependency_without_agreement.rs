//! A service depends on something of another party without an agreement in force.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "dependency-without-agreement",
    code: Some("A-11"),
    severity: Severity::Error,
    summary: "a service depends on something of another party without an agreement in force",
    basis: "ISO/IEC 20000-1:2018, 8.2.3.2, 8.2.4 and 8.3.4: what others provide is agreed",
    explain: "\
Checks each entry of `depends_on` of services: a component (a name in small letters) has an `agreement`, and an
agreement that is named is an OLA or contract in force, begun and not ended.

Why: nobody can be held to anything without one, and the chain has a hole.

Wrong: `{target: colocation, kind: serial}`.
Right: `{target: colocation, kind: serial, agreement: CON-001}`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::DependencyWithoutAgreement, findings);
}
