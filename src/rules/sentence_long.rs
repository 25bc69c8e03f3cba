//! A sentence that nobody reads to its end.

use std::cmp::Reverse;

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
lists and cells of tables stand for themselves; headings, code and records are left out. One finding for a document: at
its longest sentence, with the next four.

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

/// Most sentences that a finding points at.
const SHOWN: usize = 5;

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let most = RULE.number(sms, "words");
    for document in &sms.inputs.documents {
        let settled = matches!(document.status.as_ref().map(|at| at.value), Some(Status::InReview | Status::Approved));
        let sentences = document.outline.sentences.iter().filter(|sentence| settled && sentence.words > most);
        let mut long: Vec<&Sentence> = sentences.collect();
        // The longest first; of those that are as long, the one that is read first.
        long.sort_by_key(|sentence| (Reverse(sentence.words), sentence.span));
        let Some((longest, others)) = long.split_first() else { continue };
        let message = match others.len() {
            0 => format!("this sentence has {} words", longest.words),
            1 => format!("this sentence has {} words, and another one is too long", longest.words),
            count => format!("this sentence has {} words, and {count} others are too long", longest.words),
        };
        let help = format!("make two of it, or a list; up to {most} words are easy to follow");
        let mut finding = document.finding(RULE.id, longest.span, message).help(help);
        for other in others.iter().take(SHOWN - 1) {
            finding = finding.related(document.file.place(other.span), format!("{} words", other.words));
        }
        findings.add(finding);
    }
}
