//! A role that is not in `people.yaml`.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "role-unknown",
    code: Some("R-03"),
    severity: Severity::Error,
    summary: "a role is not in `people.yaml`",
    basis: "ISO/IEC 20000-1:2018, 5.3: roles, responsibilities and authorities",
    explain: "\
Checks `owner` and `applies_to_roles` against the roles of `people.yaml`.

Why: a document that belongs to nobody is kept by nobody.

Wrong: `owner: capacity manger`.
Right: `owner: capacity-manager`, with a role of that id in `people.yaml`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let people = &sms.inputs.people;
    if sms.inputs.people_file.is_none() {
        return;
    }
    for document in &sms.inputs.documents {
        for (field, roles) in
            [("owner", document.owner.as_slice()), ("applies_to_roles", document.applies_to_roles.as_slice())]
        {
            for role in roles.iter().filter(|role| people.role(&role.value).is_none()) {
                let typed = role.value.to_lowercase().replace([' ', '_'], "-");
                let near = people.roles.iter().map(|known| (strsim::jaro_winkler(&typed, &known.id), known));
                let help = match near.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(score, _)| *score > 0.85) {
                    Some((_, known)) => format!("did you mean `{}` ({})?", known.id, known.title),
                    None => "add the role to `people.yaml`, or correct the id".to_owned(),
                };
                let message = format!("`{field}` names `{}`, which is no role of `people.yaml`", role.value);
                findings.add(document.finding(RULE.id, role.span, message).help(help));
            }
        }
    }
}
