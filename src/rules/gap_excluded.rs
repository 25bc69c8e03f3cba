//! An entry of a register of gaps that says that a requirement does not apply.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::gaps;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "gap-excluded",
    code: None,
    severity: Severity::Error,
    summary: "a gap is justified by saying that the requirement does not apply",
    basis: "ISO/IEC 20000-1:2018, 4.3: no requirement of clauses 4 to 10 may be excluded",
    explain: "\
Checks the texts of each entry of a register with `register_kind: gaps` for words that exclude a requirement: not
applicable, n/a, does not apply, out of scope, excluded from the scope.

Why: the standard has no statement of applicability. Other parties may do parts of the work, and the organization stays
accountable for all of it; a clause is answered or it is a gap.

Wrong: `{clause: \"8.3.4.2\", action: Not applicable, owner: sms-manager, due: 2027-01-31}`
Right: `{clause: \"8.3.4.2\", action: \"State who acts as an internal supplier, or that nobody does\", ...}`",
    parameters: &[],
    check: Some(check),
};

/// Words that exclude a requirement, in small letters with single spaces.
const WORDS: [&str; 12] = [
    "not applicable",
    "not-applicable",
    "inapplicable",
    "n/a",
    "n.a.",
    "does not apply",
    "do not apply",
    "not relevant",
    "out of scope",
    "excluded from scope",
    "excluded from the scope",
    "excluded from the sms",
];

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for document in &sms.inputs.documents {
        for plan in gaps::of(document) {
            let found = plan.texts.iter().find_map(|text| {
                let plain = text.value.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
                WORDS.iter().find(|words| holds(&plain, words)).map(|words| (text.span, *words))
            });
            let Some((span, words)) = found else { continue };
            let message = format!(
                "the gap at clause {} is called \"{words}\": no requirement may be excluded",
                plan.clause.value
            );
            let help = "say what is done so that the clause is answered, by whom and by when";
            findings.add(document.finding(RULE.id, span, message).help(help));
        }
    }
}

/// Whether a text holds words, and not only as parts of longer ones.
fn holds(text: &str, words: &str) -> bool {
    let is_end = |char: Option<char>| char.is_none_or(|char| !char.is_alphanumeric());
    text.match_indices(words)
        .any(|(at, _)| is_end(text[..at].chars().next_back()) && is_end(text[at + words.len()..].chars().next()))
}
