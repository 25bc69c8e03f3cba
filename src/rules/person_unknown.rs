//! A person who is not in `people.yaml`.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::document::Document;
use crate::model::finding::Severity;
use crate::model::span::Spanned;

pub(super) static RULE: Rule = Rule {
    id: "person-unknown",
    code: Some("R-03"),
    severity: Severity::Error,
    summary: "an approver, reviewer or author is not in `people.yaml`",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: review and approval",
    explain: "\
Checks `approver`, `reviewers` and `authors` against the people of `people.yaml`.

Why: whether somebody may approve follows from the roles that they hold, and these stand in `people.yaml` only.

Wrong: `approver: Rowan Hale`.
Right: `approver: rowan-hale`, with a person of that id in `people.yaml`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    if sms.inputs.people_file.is_none() {
        return; // without the file nobody is known, and one finding says so
    }
    for document in &sms.inputs.documents {
        for (field, people) in [
            ("approver", document.approver.as_slice()),
            ("reviewers", document.reviewers.as_slice()),
            ("authors", document.authors.as_slice()),
        ] {
            for person in people {
                check_person(sms, document, field, person, findings);
            }
        }
    }
}

fn check_person(sms: &Sms, document: &Document, field: &str, person: &Spanned<String>, findings: &mut Sink<'_>) {
    let people = &sms.inputs.people;
    if people.person(&person.value).is_some() {
        return;
    }
    let score = |name: &str| strsim::jaro_winkler(&person.value.to_lowercase().replace(' ', "-"), name);
    let near = people
        .people
        .iter()
        .map(|known| (score(&known.id).max(score(&known.name.to_lowercase().replace(' ', "-"))), known));
    let help = match near.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(score, _)| *score > 0.85) {
        Some((_, known)) => format!("did you mean `{}` ({})?", known.id, known.name),
        None => "add the person to `people.yaml`, or correct the id".to_owned(),
    };
    findings.add(
        document
            .finding(RULE.id, person.span, format!("`{field}` names `{}`, who is not in `people.yaml`", person.value))
            .help(help),
    );
}
