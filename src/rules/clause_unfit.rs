//! A clause claimed by something that cannot answer it.

use std::collections::BTreeMap;

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::doc_type::{Answers, DocType};
use crate::model::finding::Severity;
use crate::model::framework::{Documented, Framework, Kept};

pub(super) static RULE: Rule = Rule {
    id: "clause-unfit",
    code: Some("R-18"),
    severity: Severity::Warning,
    summary: "a clause is claimed by a document whose type cannot answer it",
    basis: "ISO/IEC 20000-1:2018, 7.5.1: what is to be maintained and what is to be retained",
    explain: "\
Checks each claim of a clause for which the framework lists what is wanted in writing. Where that is a document (a
policy, a plan, a procedure), a record or a form cannot stand for it; a document from outside stands only for what is
to come from outside. What a type can stand for is said by its schema (`answers`).

Why: an empty form looks like coverage of a policy that nobody wrote.

Wrong: a form with `clauses: [\"5.2.1\"]`, an external document with `clauses: [\"8.6.1\"]`.
Right: the policy claims 5.2.1; the form is named in its text.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let mut asked: BTreeMap<(&str, &str), Vec<&Documented>> = BTreeMap::new();
    for document in &sms.inputs.documents {
        let Some(doc_type) = sms.inputs.type_of(document) else { continue };
        if doc_type.answers == Answers::Own && !doc_type.is_record() {
            continue;
        }
        for (claim, _) in document.claims() {
            let id = claim.value.framework.as_ref().unwrap_or(&sms.inputs.config.framework);
            let Some(framework) = sms.inputs.frameworks.get(id) else { continue };
            let clause = claim.value.clause.as_str();
            let items = asked.entry((id, clause)).or_insert_with(|| framework.documented.of(clause).collect());
            if items.is_empty() || items.iter().any(|item| can_be(doc_type, item)) {
                continue;
            }
            let names: Vec<_> = items.iter().map(|item| item.name.as_str()).collect();
            let message = format!(
                "a document of type `{}` cannot be what clause {clause} wants in writing: {}",
                doc_type.name,
                names.join("; ")
            );
            let help = format!("claim it in {}, and name this document in its text", types(sms, framework, items));
            findings.add(document.finding(RULE.id, claim.span, message).help(help));
        }
    }
}

/// Whether a document of a type may stand for an item.
fn can_be(doc_type: &DocType, item: &Documented) -> bool {
    let kept = item.kind != Kept::Document;
    match doc_type.answers {
        _ if item.is_met_by(&doc_type.name) => true,
        Answers::Own => !doc_type.is_record() || kept,
        Answers::Records => kept,
        Answers::External => false,
    }
}

/// "the policy or plan that says it".
fn types(sms: &Sms, framework: &Framework, items: &[&Documented]) -> String {
    let mut names: Vec<_> =
        items.iter().filter_map(|item| Some(sms.inputs.types.get(&item.typical)?.title.to_lowercase())).collect();
    names.sort();
    names.dedup();
    match names.is_empty() {
        true => format!("the document that answers it for {}", framework.title),
        false => format!("the {} that answers it", names.join(" or ")),
    }
}
