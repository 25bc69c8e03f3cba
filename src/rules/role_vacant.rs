//! An owner role that nobody holds.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "role-vacant",
    code: Some("R-03"),
    severity: Severity::Warning,
    summary: "nobody holds the role that owns a document",
    basis: "ISO/IEC 20000-1:2018, 5.3: roles, responsibilities and authorities",
    explain: "\
Checks that somebody holds the owner role of each document today, or the role that stands in for it.

Why: when a person leaves, the documents of their role are nobody's until the role is given to another.

Right: in `people.yaml`, give the role to a person, from a day on; or name a `deputy` role that is held.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let (people, today) = (&sms.inputs.people, sms.inputs.today);
    for document in &sms.inputs.documents {
        let Some(owner) = &document.owner else { continue };
        let Some(role) = people.role(&owner.value) else { continue };
        let held = |role: &str| people.holders(role, today).next().is_some();
        if !held(&role.id) && !role.deputy.as_deref().is_some_and(held) {
            let message = format!("nobody holds the role {} on {today}", role.title);
            findings.add(
                document
                    .finding(RULE.id, owner.span, message)
                    .help("give the role to somebody in `people.yaml`, or give the document another owner"),
            );
        }
    }
}
