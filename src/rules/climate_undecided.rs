//! Nobody decided whether climate change matters.

use super::{Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "climate-undecided",
    code: None,
    severity: Severity::Warning,
    summary: "the context of the organization is described without a decision on climate change",
    basis: "ISO/IEC 20000-1:2018/Amd 1:2024, 4.1: decide whether climate change is a relevant issue",
    explain: "\
Checks documents in force that claim clause 4.1 of ISO/IEC 20000-1:2018: one of them has `climate_change` with the
decision, its reason and its day. A statement of the kind `context` needs the field by its schema.

Why: the amendment of 2024 asks for a decision, and auditors ask for it since. \"No\" is a decision, too.

Wrong: a scope statement that claims 4.1 and has no `climate_change`.
Right: `climate_change: {relevant: \"yes\", reason: \"Heat waves threaten the cooling of a site\", decided_on: 2026-02-10}`.",
    parameters: &[],
    check: Some(check),
};

/// The framework and clause that ask for the decision.
const ASKED: (&str, &str) = ("iso20000-1-2018", "4.1");

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    if sms.inputs.config.framework != ASKED.0 {
        return;
    }
    let Some(coverage) = sms.coverage.clause(ASKED.1) else { return };
    let entries = || coverage.support.iter().filter(|at| at.in_force).map(|at| &sms.corpus.entries[at.entry]);
    if entries().any(|entry| entry.head.front.get("climate_change").is_some()) {
        return;
    }
    // Of a context statement the schema says that the field is missing.
    let mut others =
        entries().filter(|entry| !entry.is_record() && !fields::is(&entry.head, "statement_kind", "context"));
    if entries().any(|entry| fields::is(&entry.head, "statement_kind", "context")) {
        return;
    }
    let Some(document) = others.next().map(|entry| &entry.head) else { return };
    let claim = document.claims().find(|(claim, _)| claim.value.clause.as_str() == ASKED.1);
    let span = claim.map_or(document.key_span("clauses"), |(claim, _)| claim.span);
    let message = format!("`{}` claims clause 4.1, and nothing in force decides on climate change", document.label());
    let help = "write a statement with `statement_kind: context` and `climate_change: {relevant, reason, decided_on}`";
    findings.add(document.finding(RULE.id, span, message).help(help));
}
