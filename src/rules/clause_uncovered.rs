//! A leaf clause that no document in force answers.

use super::{Rule, Sink, whole};
use crate::evaluate::Sms;
use crate::evaluate::coverage::Level;
use crate::evaluate::gaps;
use crate::model::finding::{Finding, Severity};

pub(super) static RULE: Rule = Rule {
    id: "clause-uncovered",
    code: Some("R-17"),
    severity: Severity::Error,
    summary: "a leaf clause has no document in force",
    basis: "ISO/IEC 20000-1:2018, 4 to 10: no requirement may be excluded",
    explain: "\
Checks every leaf clause of the framework for a document in force, or a record, that claims it.

Why: the standard allows no exclusion. A clause that only drafts or overdue documents answer is a warning, and so is one
for which a register in force with `register_kind: gaps` names what is done, who sees to it and by which day, until that
day has passed.

Wrong: no document names 8.4.2.
Right: `clauses: [\"8.4.2\"]` in the document that answers it, or `{#demand clauses=8.4.2}` on the heading that does.
While a new SMS grows, `rules: {clause-uncovered: {level: warning}}` in `smsdoc.yaml` keeps it publishable.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let Some(framework) = sms.inputs.framework() else { return };
    for (clause, coverage) in framework.leaves().zip(&sms.coverage.clauses) {
        let name = format!("{} {}", clause.id, clause.title);
        let mut claimed: Vec<_> =
            coverage.support.iter().map(|support| sms.corpus.entries[support.entry].id.as_str()).collect();
        claimed.dedup();
        let (message, weight, help) = match coverage.level {
            Level::Gap => (
                format!("clause {name} has no document in force"),
                Severity::Error,
                format!("add `clauses: [\"{}\"]` to the document that answers it, or write one", clause.id),
            ),
            Level::Mentioned => (
                format!("clause {name} is answered only by what is not in force"),
                Severity::Warning,
                format!("bring into force: {}", claimed.join(", ")),
            ),
            Level::Overdue => (
                format!("clause {name} is answered only by documents whose review is overdue"),
                Severity::Warning,
                format!("review: {}", claimed.join(", ")),
            ),
            Level::Covered | Level::Evidenced => continue,
        };
        let plan =
            gaps::about(&sms.plans, &sms.inputs, framework, &clause.id).find(|(_, plan)| plan.holds(sms.inputs.today));
        let finding = match plan.and_then(|(register, plan)| Some((register, plan, plan.due.as_ref()?))) {
            Some((register, plan, due)) => {
                let register = &sms.corpus.entries[register];
                Finding::new(RULE.id, whole(sms), format!("{message}; it is planned until {}", due.value))
                    .weighing(Severity::Warning)
                    .help(help)
                    .related(register.document().file.place(plan.span), format!("what {} plans", register.id))
            }
            None if weight == Severity::Error => Finding::new(RULE.id, whole(sms), message).help(help),
            None => Finding::new(RULE.id, whole(sms), message).weighing(weight).help(help),
        };
        findings.add(finding);
    }
}
