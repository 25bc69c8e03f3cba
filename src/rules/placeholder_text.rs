//! Words that stand for a text that is still to be written.

use super::{Kind, Parameter, Rule, Sink};
use crate::evaluate::Sms;
use crate::model::document::{Document, Status};
use crate::model::finding::Severity;
use crate::model::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "placeholder-text",
    code: Some("R-20"),
    severity: Severity::Warning,
    summary: "an approved text holds a placeholder",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: suitability and adequacy",
    explain: "\
Checks documents that are approved, and closed records, for TBD, TBC, TODO, FIXME, XXX, `[insert`, `<insert` and
\"lorem ipsum\", in the text and in the fields. Code is left out.

Why: nobody can follow a step that is still to be written, and an auditor stops reading there.

Wrong: \"The recovery time is TBD.\"
Right: \"The recovery time is four hours.\"",
    parameters: &[Parameter {
        name: "words",
        kind: Kind::Words,
        default: "[]",
        meaning: "more words or phrases that count, whatever case they are written in",
    }],
    check: Some(check),
};

/// Words that count only as they are written here.
const WORDS: [&str; 5] = ["TBD", "TBC", "TODO", "FIXME", "XXX"];
/// Phrases in lower case, whatever case they are written in.
const PHRASES: [&str; 4] = ["lorem ipsum", "[insert", "<insert", "[your company"];

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let own: Vec<String> = RULE.words(sms, "words").iter().map(|word| word.trim().to_ascii_lowercase()).collect();
    for document in &sms.inputs.documents {
        let settled = document.status.as_ref().is_some_and(|at| matches!(at.value, Status::Approved | Status::Closed));
        if !settled {
            continue;
        }
        for span in placeholders(document, &own) {
            let word = document.file.slice(span);
            let message = format!("`{word}` stands where something is still to be written");
            findings.add(document.finding(RULE.id, span, message).help("write it, or take the sentence out"));
        }
    }
}

/// The places of placeholders, in the order of the file.
fn placeholders(document: &Document, own: &[String]) -> Vec<Span> {
    let text = document.file.text();
    // Nearly no text holds any, and to know that is much quicker than to look at every line.
    let suspect = |word: &&str| text.contains(*word);
    let known = WORDS.iter().chain(&["psum", "PSUM", "nsert", "NSERT", "ompany", "OMPANY"]).any(suspect);
    let holds_own = || {
        let lower = text.to_ascii_lowercase();
        own.iter().any(|word| lower.contains(word))
    };
    if !known && (own.is_empty() || !holds_own()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut fence: Option<&str> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mark = ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => in_line(line, start, own, &mut found),
            _ => {}
        }
        start += line.len();
    }
    found
}

fn in_line(line: &str, start: usize, own: &[String], found: &mut Vec<Span>) {
    let is_word = |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() || char == '_' || char == '-');
    let lower = line.to_ascii_lowercase();
    let mut hits: Vec<(usize, usize)> = Vec::new();
    let mut alone = |text: &str, word: &str| {
        let is_alone =
            |at: &usize| !is_word(text[..*at].chars().next_back()) && !is_word(text[at + word.len()..].chars().next());
        hits.extend(text.match_indices(word).map(|(at, _)| at).filter(is_alone).map(|at| (at, word.len())));
    };
    for word in WORDS {
        alone(line, word);
    }
    for word in own {
        alone(&lower, word);
    }
    for phrase in PHRASES {
        hits.extend(lower.match_indices(phrase).map(|(at, _)| (at, phrase.len())));
    }
    hits.sort_unstable();
    hits.dedup();
    // Within backticks it is code: an odd number of them stands before it.
    let is_code = |at: usize| line[..at].matches('`').count() % 2 == 1;
    let spans = hits.into_iter().filter(|(at, _)| !is_code(*at));
    found.extend(spans.map(|(at, length)| Span { start: start + at, end: start + at + length }));
}
