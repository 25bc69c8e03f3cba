//! An id of the wrong form for its type.

use super::{Rule, Sink, type_changed};
use crate::evaluate::Sms;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "id-malformed",
    code: Some("R-01"),
    severity: Severity::Warning,
    summary: "an id does not hold the code of its type",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: identification",
    explain: "\
Checks that an id of good form holds one of the codes that its type names (POL for policies).

Why: people read the type from the id, on paper and in lists.

Wrong: `id: SMS-PRC-004` with `type: policy`.
Right: `id: SMS-POL-004` with `type: policy`. The codes stand in the schema of the type, `x-smsdoc`, `id_codes`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for document in &sms.inputs.documents {
        let (Some(id), Some(doc_type)) = (&document.id, sms.inputs.type_of(document)) else { continue };
        let held = id.value.as_str().split('-').any(|part| doc_type.id_codes.iter().any(|code| code == part));
        let changed = sms.corpus.at_path(document.file.path()).is_some_and(|entry| type_changed::to_record(sms, entry));
        if id.value.is_well_formed() && !held && !changed && !doc_type.id_codes.is_empty() {
            let codes = doc_type.id_codes.join("` or `");
            let message = format!("`{}` does not hold `{codes}`, the code of its type `{}`", id.value, doc_type.name);
            findings
                .add(document.finding(RULE.id, id.span, message).help("use the code of the type, or correct `type`"));
        }
    }
}
