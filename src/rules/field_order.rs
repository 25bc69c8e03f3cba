//! Fields in an order that nobody expects.

use super::{Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::model::document::Document;
use crate::model::finding::Severity;
use crate::model::fix::Fix;
use crate::model::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "field-order",
    code: None,
    severity: Severity::Info,
    summary: "the fields of the front matter stand in an unusual order",
    basis: "practice: what stands where everybody expects it is found, and changes are easy to compare",
    explain: "\
Checks that the fields that all types share stand in the usual order: who the document is (id, title, type, version,
status, owner, classification), what it answers, who approved it and when. Fields of the type itself may stand anywhere.
A text that is approved stays as it is: the next version can put its fields in order.

Why: who reviews many documents looks for the approver in one place; a field that was moved looks like a change.

Wrong: `owner` before `id`.
Right: the order that `smsdoc new` writes. `smsdoc check --fix` puts the lines in order and keeps comments with them.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let broken = fields::broken(sms);
    for document in &sms.inputs.documents {
        let Some((field, before)) = first_out_of_order(sms, document) else { continue };
        // An approved text stays as it was approved.
        let entry = sms.corpus.at_path(document.file.path());
        let approved = |entry: &Entry| entry.editions.iter().any(|edition| edition.statement.hash == document.hash);
        if entry.is_some_and(approved) || broken.contains(document.file.path()) {
            continue;
        }
        let span = document.key_span(field);
        let message = format!("`{field}` stands after `{before}`");
        let fix = lines(document).map(|lines| reordered(sms, document, &lines));
        findings.add(document.finding(RULE.id, span, message).help(format!("put it before `{before}`")).fix(fix));
    }
}

/// Where a field stands among those that all types share. `None` for one of the type itself.
fn rank(sms: &Sms, field: &str) -> Option<usize> {
    sms.inputs.field_order.iter().position(|known| known == field)
}

/// The first field that stands after one that it should stand before, and that one.
fn first_out_of_order<'a>(sms: &Sms, document: &'a Document) -> Option<(&'a str, &'a str)> {
    let keys = document.front.entries().iter().map(|(key, _)| key.value.as_str());
    let shared: Vec<_> = keys.filter_map(|key| Some((rank(sms, key)?, key))).collect();
    let wrong = shared.windows(2).position(|pair| pair[0].0 > pair[1].0)? + 1;
    let (place, field) = shared[wrong];
    let before = shared[..wrong].iter().find(|(other, _)| *other > place)?;
    Some((field, before.1))
}

/// The lines of each field, with the comments above it; as many as there are fields. `None` where fields do not begin
/// their lines, as in `{id: A, title: B}`.
fn lines(document: &Document) -> Option<Vec<Span>> {
    let text = document.file.text();
    let entries = document.front.entries();
    let end = document.body.start.min(text.len());
    let yaml_end = text[..end].trim_end().rfind('\n').map(|at| at + 1)?;
    let mut starts = Vec::new();
    for (key, _) in entries {
        let begin = text[..key.span.start].rfind('\n').map_or(0, |at| at + 1);
        if begin != key.span.start {
            return None;
        }
        starts.push(begin);
    }
    // A comment belongs to the field below it; what stands above the first field stays with it.
    let first = *starts.first()?;
    for start in starts.iter_mut().skip(1) {
        while let Some(above) = text[first..*start - 1].rfind('\n').map(|at| first + at + 1) {
            if !text[above..*start].trim_start().starts_with('#') || text[above..].starts_with(' ') {
                break;
            }
            *start = above;
        }
    }
    let ends = starts.iter().skip(1).copied().chain([yaml_end]);
    let spans: Vec<_> = starts.iter().zip(ends).map(|(start, end)| Span { start: *start, end }).collect();
    spans.iter().all(|span| span.start < span.end).then_some(spans)
}

fn reordered(sms: &Sms, document: &Document, lines: &[Span]) -> Fix {
    let mut fields: Vec<_> = document.front.entries().iter().map(|(key, _)| key.value.as_str()).zip(lines).collect();
    fields.sort_by_key(|(key, _)| rank(sms, key).unwrap_or(usize::MAX));
    let text: String = fields.iter().map(|(_, span)| document.file.slice(**span)).collect();
    let span = Span { start: lines[0].start, end: lines.last().map_or(lines[0].end, |last| last.end) };
    Fix::new("put the fields in the usual order", document.file.path(), span, text)
}
