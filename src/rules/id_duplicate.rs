//! Two documents with one id.

use std::collections::BTreeMap;

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::document::Document;
use crate::model::finding::Severity;
use crate::model::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "id-duplicate",
    code: Some("R-01"),
    severity: Severity::Error,
    summary: "two documents have one id",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: identification",
    explain: "\
Checks that no two documents have the same id, whatever the case of its letters.

Why: the id is the identity of a document, in links, in approvals and on paper. Only the first of the two by path is
published.

Wrong: `id: SMS-POL-001` in two files, or `SMS-POL-001` and `sms-pol-001`.
Right: the next free number; `smsdoc new` gives it.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let mut firsts: BTreeMap<String, (&Document, Span)> = BTreeMap::new();
    for document in &sms.inputs.documents {
        let Some(id) = &document.id else { continue };
        match firsts.get(&id.value.folded()) {
            Some((first, span)) => {
                let message = format!("`{}` is the id of another document, too", id.value);
                let finding = document
                    .finding(RULE.id, id.span, message)
                    .help("give this document a number that is free; `smsdoc register` lists those in use");
                findings.add(finding.related(first.file.place(*span), "also used here"));
            }
            None => {
                firsts.insert(id.value.folded(), (document, id.span));
            }
        }
    }
}
