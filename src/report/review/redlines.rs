//! Redlines as HTML that forges show in comments. Markdown means nothing within it, so no text can become markup.

use std::fmt::Write as _;

use super::{clip, short};
use crate::evaluate::comparison::Touched;
use crate::evaluate::redline::{
    Change, Content, FormChange, Part, Piece, Redline, Rows, Run, Section, Tag, plural, unchanged_sections,
};
use crate::report::markdown::{code, html};
use crate::report::redline::{changed, shown};

/// Words that stay on either side of a change where the rest is folded.
const NEAR: usize = 12;

/// The redline of a document within a fold; empty where there is nothing to compare with.
pub(super) fn redline(document: &Touched, folded: bool) -> String {
    let (Some(redline), Some(against)) = (&document.redline, &document.against) else { return String::new() };
    if redline.is_empty() {
        return String::new();
    }
    let version = against.version.as_deref().map(|version| format!(" {}", html(&clip(version, 40))));
    let version = version.unwrap_or_default();
    let against =
        if against.in_force { format!("version{version} in force") } else { format!("{version} before the change") };
    let mut out = format!(
        "<details><summary><b>{}</b> {}: {} Compared with {}.</summary>\n\n",
        html(&clip(&document.id, 60)),
        html(&clip(&document.title, 120)),
        html(&summary(redline)),
        against.trim()
    );
    let fields = redline.fields.iter().map(|field| {
        let (before, after) = differing(field.before.as_deref(), field.after.as_deref());
        format!("| {} | {} | {} |\n", code(&clip(&field.field, 60)), short(&before), short(&after))
    });
    let fields: String = fields.collect();
    if !fields.is_empty() {
        let _ = write!(out, "| Field | Before | After |\n|---|---|---|\n{fields}\n");
    }
    if redline.counts.changes > 0 {
        body(redline, folded, &mut out);
    }
    out.push_str("</details>\n");
    out
}

/// What changed in a sentence. Of agreements the fields are what was agreed, so they are not called less than the text.
fn summary(redline: &Redline) -> String {
    if redline.only_fields() {
        return format!("{} changed; the text below them is the same.", plural(redline.fields.len(), "field"));
    }
    redline.summary()
}

/// Two values without the long beginning and end that they share.
fn differing(before: Option<&str>, after: Option<&str>) -> (String, String) {
    let (Some(before), Some(after)) = (before, after) else {
        return (before.unwrap_or_default().to_owned(), after.unwrap_or_default().to_owned());
    };
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split(' ').collect(), after.split(' ').collect());
    let begin = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - begin;
    let end = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let cut = |words: &[&str]| {
        let from = if begin > NEAR { begin - NEAR / 2 } else { 0 };
        let until = if end > NEAR { words.len() - end + NEAR / 2 } else { words.len() };
        let mut parts = Vec::new();
        parts.extend((from > 0).then_some("[...]"));
        parts.extend_from_slice(&words[from..until]);
        parts.extend((until < words.len()).then_some("[...]"));
        parts.join(" ")
    };
    (cut(&old), cut(&new))
}

fn body(redline: &Redline, folded: bool, out: &mut String) {
    for part in redline.parts() {
        match part {
            Part::Changed(changed) => section(changed, folded, out),
            Part::Unchanged(_) if folded => {}
            Part::Unchanged(sections) => {
                let names: Vec<String> = sections.iter().filter_map(|section| section.heading.clone()).collect();
                let names = clip(&names.join(", "), 200);
                let names = if names.is_empty() { String::new() } else { format!(": {}", html(&names)) };
                let _ = writeln!(out, "<p><i>{}{names}</i></p>\n", html(&unchanged_sections(sections)));
            }
        }
    }
}

fn section(section: &Section, folded: bool, out: &mut String) {
    let number = section.number.map(|number| format!("{number} ")).unwrap_or_default();
    let gone = if section.removed { " (removed)" } else { "" };
    let _ = writeln!(out, "<p><b>{number}{}{gone}</b></p>\n", html(&section.name()));
    for run in &section.runs {
        match run {
            Run::Unchanged(count) => {
                if let Some(words) = count.words().filter(|_| !folded) {
                    let _ = writeln!(out, "<p><i>{words} unchanged</i></p>\n");
                }
            }
            Run::Change(one) => change(one, folded, out),
        }
    }
}

fn change(change: &Change, folded: bool, out: &mut String) {
    let under = change.under.as_ref().map(|under| format!(", under \"{}\"", html(under))).unwrap_or_default();
    let form = change
        .form
        .as_ref()
        .map(|FormChange { before, after }| format!(" (<del>{}</del> <ins>{}</ins>)", html(before), html(after)));
    let _ = writeln!(out, "<p>{}{under}{}</p>\n", html(&change.label()), form.unwrap_or_default());
    match &change.content {
        Content::Words(words) if words.is_empty() => {}
        Content::Words(words) => {
            let _ = writeln!(out, "<blockquote>{}</blockquote>\n", pieces(words, folded));
        }
        Content::Lines(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| pieces(&line.pieces, folded)).collect();
            let _ = writeln!(out, "<pre>{}</pre>\n", lines.join("\n"));
        }
        Content::Rows(rows) => table(rows, folded, out),
    }
}

fn table(rows: &Rows, folded: bool, out: &mut String) {
    out.push_str("<table>");
    if let Some(head) = &rows.head {
        let cells: String = head.iter().map(|cell| format!("<th>{}</th>", html(cell))).collect();
        let _ = write!(out, "<tr>{cells}</tr>");
    }
    for row in &rows.rows {
        let name = if row.head { "th" } else { "td" };
        let cells: String = row.cells.iter().map(|cell| format!("<{name}>{}</{name}>", pieces(cell, folded))).collect();
        let _ = write!(out, "<tr>{cells}</tr>");
    }
    out.push_str("</table>\n\n");
}

fn pieces(pieces: &[Piece], folded: bool) -> String {
    let groups: Vec<&[Piece]> = pieces.chunk_by(|a, b| a.tag == b.tag).collect();
    let last = groups.len().saturating_sub(1);
    let mut out = String::new();
    for (index, group) in groups.iter().enumerate() {
        let tag = group[0].tag;
        let text: String =
            group.iter().map(|piece| if tag == Tag::Same { shown(piece) } else { changed(piece) }).collect();
        match tag {
            Tag::Same if folded => out.push_str(&html(&fold(&text, index > 0, index < last))),
            Tag::Same => out.push_str(&html(&text)),
            Tag::Added => out.push_str(&format!("<ins>{}</ins>", html(&text))),
            Tag::Removed => out.push_str(&format!("<del>{}</del>", html(&text))),
        }
    }
    out
}

/// The words next to a change; those between are left out.
fn fold(text: &str, behind: bool, ahead: bool) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let (begin, end) = (if behind { NEAR } else { 0 }, if ahead { NEAR } else { 0 });
    if words.len() <= begin + end + 3 {
        return text.to_owned();
    }
    let mut parts = Vec::new();
    parts.extend_from_slice(&words[..begin]);
    parts.push("[...]");
    parts.extend_from_slice(&words[words.len() - end..]);
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_did_not_change_is_folded_between_changes() {
        let text: Vec<String> = (1..=40).map(|number| number.to_string()).collect();
        let text = text.join(" ");
        assert_eq!(fold(&text, true, true), "1 2 3 4 5 6 7 8 9 10 11 12 [...] 29 30 31 32 33 34 35 36 37 38 39 40");
        assert_eq!(fold(&text, false, true), "[...] 29 30 31 32 33 34 35 36 37 38 39 40");
        assert_eq!(fold("a b c", true, false), "a b c");
    }

    #[test]
    fn values_show_where_they_differ() {
        let many = |word: &str| format!("{0} {word} {0}", ["same"; 20].join(" "));
        let near = ["same"; 6].join(" ");
        let expected = |word: &str| format!("[...] {near} {word} {near} [...]");
        assert_eq!(differing(Some(&many("a")), Some(&many("b"))), (expected("a"), expected("b")));
        assert_eq!(differing(Some("a a"), Some("a a a")), ("a a".to_owned(), "a a a".to_owned()));
        assert_eq!(differing(None, Some("x")), (String::new(), "x".to_owned()));
    }
}
