//! Somebody holds a role, and no record says that the person is able to.

use super::{Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::model::document::Document;
use crate::model::finding::Severity;
use crate::model::node::Node;

pub(super) static RULE: Rule = Rule {
    id: "role-without-competence",
    code: None,
    severity: Severity::Warning,
    summary: "no record of competence names a person who holds a described role",
    basis: "ISO/IEC 20000-1:2018, 7.2: evidence of competence",
    explain: "\
Checks, once there is a record whose `record_kind` speaks of competence, training or qualification, that such records
name each person who holds a role today that a `role` document in force describes: in `subject` or `evidence`, by name
or id.
Where no such record is kept here at all, nothing is said.

Why: an auditor picks a role, asks who holds it, and asks for the proof.

Wrong: training records for two of three incident managers.
Right: `record_kind: competence` with `subject: Rowan Hale, service management foundation`.",
    parameters: &[],
    check: Some(check),
};

/// Parts of words in a `record_kind` that tells of competence.
const KINDS: [&str; 4] = ["competence", "training", "qualification", "skill"];

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let tells = |document: &Document| {
        let kind = fields::text(document, "record_kind").map(|kind| kind.value.to_lowercase()).unwrap_or_default();
        KINDS.iter().any(|part| kind.contains(part))
    };
    let records: Vec<String> = fields::of_type(sms, "record")
        .filter(|entry| tells(&entry.head))
        .map(|entry| {
            let subject = fields::text(&entry.head, "subject").map(|subject| subject.value).unwrap_or_default();
            let evidence = entry.head.front.get("evidence").map(Node::items).unwrap_or_default();
            let texts = evidence.iter().filter_map(Node::text);
            std::iter::once(subject).chain(texts).collect::<Vec<_>>().join("\n").to_lowercase()
        })
        .collect();
    if records.is_empty() {
        return;
    }
    let named = |text: &str| records.iter().any(|record| record.contains(&text.to_lowercase()));
    for entry in fields::in_force(sms, "role") {
        let document = &entry.head;
        for role in fields::list(document, "roles") {
            let holders = sms.inputs.people.holders(role.value, sms.inputs.today);
            for person in holders.filter(|person| !named(&person.name) && !named(&person.id)) {
                let title = sms.inputs.people.role_title(role.value);
                let message = format!("{} is {title}, and no record of competence names this person", person.name);
                let help = "record what shows that the person can do it: training, examination, experience";
                let place = document.file.place(fields::span(document, "competence"));
                let finding = document.finding(RULE.id, role.span, message).help(help);
                findings.add(finding.related(place, "what the role asks for"));
            }
        }
    }
}
