//! A claim of a clause that only groups others.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "clause-broad",
    code: Some("R-18"),
    severity: Severity::Warning,
    summary: "a claimed clause only groups other clauses",
    basis: "practice: coverage is counted for leaf clauses",
    explain: "\
Checks that a claimed clause has no clauses below it.

Why: a document that claims all of clause 8 says nothing about any part of it, so the claim counts for none.

Wrong: `clauses: [\"8.6\"]`.
Right: `clauses: [\"8.6.1\", \"8.6.2\"]`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for document in &sms.inputs.documents {
        for (claim, _) in document.claims() {
            let id = claim.value.framework.as_deref().unwrap_or(&sms.inputs.config.framework);
            let Some(framework) = sms.inputs.frameworks.get(id) else { continue };
            let Some(clause) = framework.clause(&claim.value.clause).filter(|clause| !clause.leaf) else { continue };
            let below = framework.leaves().filter(|leaf| framework.is_within(leaf, &clause.id));
            let below: Vec<_> = below.map(|leaf| format!("{} {}", leaf.id, leaf.title)).collect();
            let message =
                format!("clause {} {} only groups others, so the claim counts for none", clause.id, clause.title);
            let help = format!("name those that the document answers: {}", below.join("; "));
            findings.add(document.finding(RULE.id, claim.span, message).help(help));
        }
    }
}
