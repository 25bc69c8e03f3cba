//! A claim of a clause or framework that does not exist.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "clause-unknown",
    code: Some("R-18"),
    severity: Severity::Error,
    summary: "a claimed clause does not exist",
    basis: "practice: a misspelt clause must not raise coverage",
    explain: "\
Checks every claimed clause against its framework, exactly: 8.1 is not 8.10.

Why: a claim of a clause that does not exist looks like coverage and is none.

Wrong: `clauses: [\"8.6.4\"]`, `clauses: [\"iso27001:A.5.24\"]`.
Right: `clauses: [\"8.6.3\"]`, `clauses: [\"iso27001-2022:A.5.24\"]`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for document in &sms.inputs.documents {
        for (claim, _) in document.claims() {
            let id = claim.value.framework.as_deref().unwrap_or(&sms.inputs.config.framework);
            let Some(framework) = sms.inputs.frameworks.get(id) else {
                let known: Vec<_> = sms.inputs.frameworks.keys().map(|id| format!("`{id}`")).collect();
                let message = format!("`{id}` is no framework that is known");
                let help =
                    format!("known are {}; others are added as a file in `schema/frameworks/`", known.join(", "));
                findings.add(document.finding(RULE.id, claim.span, message).help(help));
                continue;
            };
            if framework.clause(&claim.value.clause).is_none() {
                let written = claim.value.clause.as_str();
                let message = format!("{} has no clause `{written}`", framework.title);
                let within = written.rsplit_once('.').map_or("", |(parent, _)| parent);
                let near: Vec<_> =
                    framework.leaves().filter(|leaf| !within.is_empty() && framework.is_within(leaf, within)).collect();
                let help = if near.is_empty() || near.len() > 8 {
                    "look the number up on the clauses page".to_owned()
                } else {
                    let names: Vec<_> = near.iter().map(|leaf| format!("{} {}", leaf.id, leaf.title)).collect();
                    format!("under {within} there are {}", names.join("; "))
                };
                findings.add(document.finding(RULE.id, claim.span, message).help(help));
            }
        }
    }
}
