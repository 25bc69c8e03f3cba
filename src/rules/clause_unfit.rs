//! A clause claimed by something that cannot answer it.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::coverage::{Fit, fit};
use crate::model::doc_type::Answers;
use crate::model::documented::Documented;
use crate::model::finding::Severity;
use crate::model::framework::Framework;

pub(super) static RULE: Rule = Rule {
    id: "clause-unfit",
    code: Some("R-18"),
    severity: Severity::Warning,
    summary: "a clause is claimed by a document whose type cannot answer it",
    basis: "ISO/IEC 20000-1:2018, 7.5.1: what is to be maintained and what is to be retained",
    explain: "\
Checks each claim of a clause against what the framework wants in writing there. Where that is a document (a policy, a
plan, a procedure), a record or a form cannot stand for it; where nothing is asked for in writing, a form cannot
either; a document from outside stands only for what is to come from outside. Such a claim does not count towards
coverage. What a type can stand for is said by its schema (`answers`).

Why: an empty form looks like coverage of a policy that nobody wrote.

Wrong: a form with `clauses: [\"5.2.1\"]`, an external document with `clauses: [\"8.6.1\"]`.
Right: the policy claims 5.2.1; the form is named in its text.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for document in &sms.inputs.documents {
        let Some(doc_type) = sms.inputs.type_of(document) else { continue };
        if doc_type.answers == Answers::Own && !doc_type.is_record() {
            continue;
        }
        for (claim, _) in document.claims() {
            let id = claim.value.framework.as_ref().unwrap_or(&sms.inputs.config.framework);
            let Some(framework) = sms.inputs.frameworks.get(id) else { continue };
            let clause = claim.value.clause.as_str();
            let known = framework.clause(&claim.value.clause).is_some_and(|clause| clause.leaf);
            if !known || fit(framework, clause, Some(doc_type)) != Fit::Unfit {
                continue;
            }
            let items: Vec<&Documented> = framework.documented.of(clause).collect();
            let names: Vec<_> = items.iter().map(|item| item.name.as_str()).collect();
            let message = match names.as_slice() {
                [] => format!("a document of type `{}` cannot answer clause {clause}", doc_type.name),
                names => format!(
                    "a document of type `{}` cannot be what clause {clause} wants in writing: {}",
                    doc_type.name,
                    names.join("; ")
                ),
            };
            let help = format!("claim it in {}, and name this document in its text", types(sms, framework, &items));
            findings.add(document.finding(RULE.id, claim.span, message).help(help));
        }
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
