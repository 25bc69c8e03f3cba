//! A sentence that nobody reads to its end.

use super::{Kind, Parameter, Rule, Sink};
use crate::evaluate::Sms;
use crate::model::document::Status;
use crate::model::finding::Severity;
use crate::model::outline::Sentence;

pub(super) static RULE: Rule = Rule {
    id: "sentence-long",
    code: None,
    severity: Severity::Info,
    summary: "a sentence has more words than readers follow",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: suitability; practice: one thought, one sentence",
    explain: "\
Counts the words of each sentence in documents that are in review or approved, from full stop to full stop. Entries of
lists and cells of tables stand for themselves; headings, code and records are left out. At most five sentences of a
document are reported.

Why: who has to read a sentence twice at three in the morning does something else instead.

Wrong: one sentence with the rule, its reason, two exceptions and who decides.
Right: a sentence for the rule, a list for the exceptions.",
    parameters: &[Parameter {
        name: "words",
        kind: Kind::Number(Sentence::SHORT),
        default: "40",
        meaning: "most words of a sentence",
    }],
    check: Some(check),
};

/// Most sentences of a document that are reported.
const SHOWN: usize = 5;

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let most = RULE.number(sms, "words");
    for document in &sms.inputs.documents {
        let settled = matches!(document.status.as_ref().map(|at| at.value), Some(Status::InReview | Status::Approved));
        let long = document.outline.sentences.iter().filter(|sentence| settled && sentence.words > most);
        for sentence in long.take(SHOWN) {
            let message = format!("this sentence has {} words", sentence.words);
            let help = format!("make two of it, or a list; up to {most} words are easy to follow");
            findings.add(document.finding(RULE.id, sentence.span, message).help(help));
        }
    }
}
