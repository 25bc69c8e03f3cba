//! Something that the framework wants in writing by name, which no document is.

use super::{Rule, Sink, whole};
use crate::evaluate::Sms;
use crate::evaluate::coverage::Presence;
use crate::model::documented::Kept;
use crate::model::finding::{Finding, Severity};
use crate::model::framework::Required;

pub(super) static RULE: Rule = Rule {
    id: "documented-information-missing",
    code: Some("R-17"),
    severity: Severity::Warning,
    summary: "something that the standard wants in writing by name has no document in force",
    basis: "ISO/IEC 20000-1:2018, 7.5.1 and 7.5.4: documented information",
    explain: "\
Checks the list of documented information of the framework (`schema/frameworks/`): for each document that is asked for
by name, one in force claims its clause and is of a type that can be it. A clause that nothing in force answers is
left to `clause-uncovered`, and records are not looked at.

Why: a process for incidents does not stand for the procedure for major incidents that is asked for beside it.

Wrong: only a process claims 8.6.1.
Right: a procedure for major incidents with `clauses: [\"8.6.1\"]`, too.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let Some(framework) = sms.inputs.framework() else { return };
    for found in &sms.coverage.items {
        let item = &framework.documented.items[found.item];
        let document = item.kind != Kept::Record && item.required == Required::Explicit && !item.sums_up;
        let there = found.presence >= Presence::Late;
        if !document || there || !found.clause_is_answered {
            continue;
        }
        let clauses: Vec<_> = framework.documented.own_clauses(item).collect();
        let title = |name: &String| match sms.inputs.types.get(name) {
            Some(doc_type) => doc_type.title.to_lowercase(),
            None => name.clone(),
        };
        let types: Vec<_> = std::iter::once(&item.typical).chain(&item.also).map(title).collect();
        let message = format!(
            "no document in force is what {} {} by name: {}",
            if clauses.len() == 1 { "clause" } else { "clauses" },
            clauses.join(", ") + if clauses.len() == 1 { " wants" } else { " want" },
            item.name
        );
        let claim = clauses.first().map_or_else(String::new, |clause| format!(" with `clauses: [\"{clause}\"]`"));
        let kinds = match types.as_slice() {
            [only] => format!("of the type {only}"),
            several => format!("of one of these types: {}", several.join(", ")),
        };
        let help = format!("write a document {kinds}{claim}");
        findings.add(Finding::new(RULE.id, whole(sms), message).help(help));
    }
}
