//! A leaf clause that no document in force answers.

use super::{Rule, Sink, whole};
use crate::evaluate::Sms;
use crate::evaluate::coverage::Level;
use crate::model::finding::{Finding, Severity};

pub(super) static RULE: Rule = Rule {
    id: "clause-uncovered",
    code: Some("R-17"),
    severity: Severity::Error,
    summary: "a leaf clause has no document in force",
    basis: "ISO/IEC 20000-1:2018, 4 to 10: no requirement may be excluded",
    explain: "\
Checks every leaf clause of the framework for a document in force, or a record, that claims it.

Why: the standard allows no exclusion. A clause that only drafts or overdue documents answer is
a warning.

Wrong: no document names 8.4.2.
Right: `clauses: [\"8.4.2\"]` in the document that answers it, or `{#demand clauses=8.4.2}` on the heading that does.
While a new SMS grows, `rules: {clause-uncovered: {level: warning}}` in `smsdoc.yaml` keeps it publishable.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let Some(framework) = sms.inputs.framework() else { return };
    let place = || whole(sms);
    for (clause, coverage) in framework.leaves().zip(&sms.coverage.clauses) {
        let name = format!("{} {}", clause.id, clause.title);
        let drafts: Vec<_> =
            coverage.support.iter().map(|support| sms.corpus.entries[support.entry].id.as_str()).collect();
        let finding = match coverage.level {
            Level::Gap => Finding::new(RULE.id, place(), format!("clause {name} has no document in force"))
                .help(format!("add `clauses: [\"{}\"]` to the document that answers it, or write one", clause.id)),
            Level::Mentioned => {
                Finding::new(RULE.id, place(), format!("clause {name} is answered only by what is not in force"))
                    .weighing(Severity::Warning)
                    .help(format!("bring into force: {}", drafts.join(", ")))
            }
            Level::Overdue => Finding::new(
                RULE.id,
                place(),
                format!("clause {name} is answered only by documents whose review is overdue"),
            )
            .weighing(Severity::Warning)
            .help(format!("review: {}", drafts.join(", "))),
            Level::Covered => continue,
        };
        findings.add(finding);
    }
}
