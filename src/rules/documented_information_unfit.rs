//! A document that says that it is something wanted in writing, and cannot be it.

use super::{Rule, Sink, nearest};
use crate::evaluate::Sms;
use crate::model::document::Document;
use crate::model::finding::Severity;
use crate::model::framework::Framework;
use crate::model::node::Node;

pub(super) static RULE: Rule = Rule {
    id: "documented-information-unfit",
    code: Some("R-18"),
    severity: Severity::Warning,
    summary: "a document says that it is something wanted in writing, and cannot be it",
    basis: "ISO/IEC 20000-1:2018, 7.5.1: what is to be maintained and what is to be retained",
    explain: "\
Checks each id in `documented_information` against the lists of the frameworks: it is there, the document claims one of
the clauses that ask for it, and is of a type that can stand for it. A record with `nil_statement` may stand for
whatever is recorded when it happens, unless it always happens.

Why: what does not fit does not count, and the gap that it was to close stays open.

Wrong: a policy with `documented_information: [DI-044]`, problem records.
Right: a record with `clauses: [\"8.6.3\"]` and `documented_information: [DI-044]`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for document in &sms.inputs.documents {
        let named = document.front.get("documented_information").map(Node::items).unwrap_or_default();
        for (node, id) in named.iter().filter_map(|node| Some((node, node.text()?))) {
            let Some((message, help)) = fault(sms, document, id) else { continue };
            findings.add(document.finding(RULE.id, node.span, message).help(help));
        }
    }
}

/// What is wrong, and how to mend it.
fn fault(sms: &Sms, document: &Document, id: &str) -> Option<(String, String)> {
    let lists = sms.inputs.frameworks.values().map(|framework| &framework.documented);
    let Some((framework, item)) =
        sms.inputs.frameworks.values().find_map(|framework| Some((framework, framework.documented.item(id)?.1)))
    else {
        let known = lists.flat_map(|list| &list.items).map(|item| item.id.as_str());
        let help = match nearest(id, known) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "ids such as DI-044 stand on the readiness page".to_owned(),
        };
        return Some((format!("`{id}` is in no list of documented information"), help));
    };
    let claimed = item.clauses.iter().any(|clause| claims(sms, document, framework, clause));
    if !claimed {
        let message = format!("{id} ({}) is asked for by clauses that the document does not claim", item.name);
        return Some((message, format!("claim one of them: {}", item.clauses.join(", "))));
    }
    let doc_type = sms.inputs.type_of(document)?;
    let nil = document.front.get("nil_statement").is_some_and(|node| !node.is_null());
    if item.is_met_by(&doc_type.name) || (nil && doc_type.is_record() && item.may_be_nil()) {
        return None;
    }
    let title =
        |name: &String| sms.inputs.types.get(name).map_or_else(|| name.clone(), |known| known.title.to_lowercase());
    let types: Vec<String> = std::iter::once(&item.typical).chain(&item.also).map(title).collect();
    let message = format!("a {} cannot be {id} ({})", doc_type.title.to_lowercase(), item.name);
    Some((message, format!("it is kept as {}", types.join(" or "))))
}

/// Whether a document claims a clause of a framework.
fn claims(sms: &Sms, document: &Document, framework: &Framework, clause: &str) -> bool {
    document.claims().any(|(claim, _)| {
        let named = claim.value.framework.as_deref().unwrap_or(&sms.inputs.config.framework);
        named == framework.id && claim.value.clause.as_str() == clause
    })
}
