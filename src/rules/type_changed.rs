//! An approved document that was turned into a record.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::model::doc_type::DocType;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "type-changed",
    code: Some("R-06"),
    severity: Severity::Error,
    summary: "an approved document was given the type of a record, or the other way round",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: control of changes",
    explain: "\
Checks that a document that was approved keeps the type of a document, and a closed record that of a record.

Why: records need no approval. A document that became one could say anything; it stays the document that it was, in the
version that was approved.

Wrong: `type: record` and `status: closed` in the file of a policy.
Right: a record of its own, with the next free id; `status: withdrawn` for a policy that is no longer needed.",
    parameters: &[],
    check: Some(check),
};

/// Whether an approved document now has the type of a record. What else follows from that is not told again.
pub(super) fn to_record(sms: &Sms, entry: &Entry) -> bool {
    !entry.vanished && !entry.is_record() && sms.inputs.type_of(&entry.head).is_some_and(DocType::is_record)
}

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in sms.corpus.entries.iter().filter(|entry| !entry.vanished) {
        let document = &entry.head;
        let Some(typed) = &document.doc_type else { continue };
        let Some(now) = sms.inputs.types.get(&typed.value).map(DocType::is_record) else { continue };
        let line = sms.inputs.line.documents.get(&entry.id.folded());
        let before = line.into_iter().flat_map(|line| &line.states).filter_map(|state| state.statement());
        let was_record = before.filter_map(|text| {
            let kind = sms.inputs.types.get(text.doc_type.as_ref()?)?;
            (kind.is_record() && text.closed_on.is_some()).then_some(())
        });
        let (was, is) = match now {
            true if to_record(sms, entry) => ("an approved document", "a record"),
            false if was_record.count() > 0 && entry.editions.is_empty() => ("a closed record", "a document"),
            _ => continue,
        };
        let message = format!("`{}` is {was}, and its type was changed to that of {is}", document.label());
        let help = "put the type back; for what it was to become, begin a new file with `smsdoc new`";
        findings.add(document.finding(RULE.id, typed.span, message).help(help));
    }
}
