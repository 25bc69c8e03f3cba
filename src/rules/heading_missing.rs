//! A document without a section that its type asks for.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::doc_type::{DocType, RequiredHeading};
use crate::model::document::{Document, Status};
use crate::model::finding::Severity;
use crate::model::node::Node;
use crate::model::outline::Heading;

pub(super) static RULE: Rule = Rule {
    id: "heading-missing",
    code: None,
    severity: Severity::Warning,
    summary: "a document in review or approved lacks a section that its type asks for",
    basis: "ISO/IEC 20000-1:2018, 7.5.2 (format), and what the clauses of plans and policies ask for",
    explain: "\
Checks documents that are in review or approved against `required_headings` in the schema of their type: for each, a
heading or its anchor holds one of the words given there. Some are asked for only of some documents, by the value of a
field. A document in another language than the list is left out.

Why: a service management plan without its resources, or a change policy that does not say what an emergency is, looks
complete on the shelf and fails in use.

Wrong: a procedure without a heading such as \"Steps\".
Right: `## Steps`, or `## How it is done {#steps}`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for document in &sms.inputs.documents {
        let Some(doc_type) = sms.inputs.type_of(document).filter(|doc_type| !doc_type.required_headings.is_empty())
        else {
            continue;
        };
        let settled = matches!(document.status.as_ref().map(|at| at.value), Some(Status::InReview | Status::Approved));
        if !settled || !speaks(sms, document, doc_type) {
            continue;
        }
        let names: Vec<String> = document.outline.headings.iter().map(normalized).collect();
        let missing = |wanted: &&RequiredHeading| {
            applies(document, wanted) && !names.iter().any(|name| wanted.any.iter().any(|part| name.contains(part)))
        };
        let missing: Vec<_> = doc_type.required_headings.iter().filter(missing).collect();
        if missing.is_empty() {
            continue;
        }
        let titles: Vec<_> = missing.iter().map(|wanted| format!("\"{}\"", wanted.heading)).collect();
        let lacks = if titles.len() == 1 { "a section" } else { "sections" };
        let message = format!("`{}` lacks {lacks} such as {}", document.label(), titles.join(", "));
        let words: Vec<_> = missing.iter().flat_map(|wanted| &wanted.any).map(|part| format!("`{part}`")).collect();
        let help = match missing.as_slice() {
            [only] => {
                format!("add `## {}`; a heading with one of these in it counts: {}", only.heading, words.join(", "))
            }
            [first, ..] => format!(
                "add `## {}` and the others; `smsdoc schema {}` lists which words count",
                first.heading, doc_type.name
            ),
            [] => continue,
        };
        let span = document.doc_type.as_ref().map_or(document.front.span, |name| name.span);
        findings.add(document.finding(RULE.id, span, message).help(help));
    }
}

/// Whether a document is in the language of the list of its type.
fn speaks(sms: &Sms, document: &Document, doc_type: &DocType) -> bool {
    let language = document.language.as_ref().map_or(&sms.inputs.config.site.language, |language| &language.value);
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    primary(language) == primary(&doc_type.headings_language)
}

/// Whether a section is asked for in this document.
fn applies(document: &Document, wanted: &RequiredHeading) -> bool {
    wanted.when.iter().all(|(field, value)| {
        let Some(node) = document.front.get(field) else { return false };
        let has = |node: &Node| node.text().is_some_and(|text| text.eq_ignore_ascii_case(value));
        has(node) || node.items().iter().any(has)
    })
}

/// A heading and its anchor in small letters, with single spaces.
fn normalized(heading: &Heading) -> String {
    let text = format!("{} {}", heading.text, heading.anchor.replace(['-', '_'], " ")).to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
