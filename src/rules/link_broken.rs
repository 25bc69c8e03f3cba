//! A link that leads nowhere.

use std::fmt::Write as _;

use camino::Utf8Path;

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::document::Document;
use crate::model::document::is_markdown;
use crate::model::finding::Severity;
use crate::model::fix::Fix;
use crate::model::outline::{Link, Target};
use crate::model::span::{Span, Spanned};

pub(super) static RULE: Rule = Rule {
    id: "link-broken",
    code: Some("R-14"),
    severity: Severity::Error,
    summary: "a link leads to a document or file that does not exist",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: available where it is needed",
    explain: "\
Checks links and pictures by path, links by id, and the ids in `related`, `supersedes` and `superseded_by`.

Why: a procedure whose next step cannot be opened is not available where it is needed.

Wrong: `[[RES-PRC-009]]` where there is no such document; `[form](forms/request.pdf)` without the file.
Right: the id of a document that exists; the file put beside the document.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for document in &sms.inputs.documents {
        for link in &document.outline.links {
            check_link(sms, document, link, findings);
        }
        let lists = ["supersedes", "superseded_by"].into_iter().filter_map(|field| document.front.get(field));
        let ids = lists
            .flat_map(|node| node.items().iter().chain([node]))
            .filter_map(|node| Some(Spanned::new(node.text()?.to_owned(), node.span)));
        for id in document.related.iter().cloned().chain(ids) {
            check_id(sms, document, &id.value, id.span, findings);
        }
    }
}

fn check_link(sms: &Sms, document: &Document, link: &Link, findings: &mut Sink<'_>) {
    match &link.target {
        Target::Document { id, .. } => check_id(sms, document, id, link.span, findings),
        Target::Path { path, .. } => {
            let Some(resolved) = document.linked_path(link) else {
                let message = format!("`{path}` leads out of the repository");
                findings.add(
                    document
                        .finding(RULE.id, link.span, message)
                        .help("link by id, as in `[[SMS-POL-001]]`, or by a path relative to this file"),
                );
                return;
            };
            if sms.inputs.files.contains(&resolved) {
                if is_markdown(&resolved) && sms.corpus.at_path(&resolved).is_none() {
                    let message = format!("`{path}` has no id that can be linked to");
                    findings.add(
                        document
                            .finding(RULE.id, link.span, message)
                            .help("give that file front matter with an id of its own"),
                    );
                }
                return;
            }
            let name = resolved.file_name().unwrap_or_default();
            let elsewhere = sms
                .inputs
                .files
                .iter()
                .find(|file| file.file_name().is_some_and(|other| other.eq_ignore_ascii_case(name)));
            let moved = moved_to(sms, &resolved).map(|to| relative(document.file.path(), to));
            let fix = moved.and_then(|to| destination(document, link, path, &to));
            let help = match elsewhere {
                _ if fix.is_some() => {
                    "the document was moved: correct the path; links by id, as in `[[SMS-POL-001]]`, survive a move"
                        .to_owned()
                }
                Some(file) => format!("there is `{file}`; links by id, as in `[[SMS-POL-001]]`, survive a move"),
                None => "correct the path, or add the file".to_owned(),
            };
            let message = format!("there is no file `{resolved}`");
            findings.add(document.finding(RULE.id, link.span, message).help(help).fix(fix));
        }
        _ => {}
    }
}

/// Where the document that once stood at a path is now.
fn moved_to<'a>(sms: &'a Sms, path: &Utf8Path) -> Option<&'a Utf8Path> {
    let entry = sms.corpus.at_path(path).filter(|entry| !entry.vanished)?;
    Some(entry.head.file.path()).filter(|now| *now != path)
}

/// The way from one file to another, as a link writes it.
fn relative(from: &Utf8Path, to: &Utf8Path) -> String {
    let folders = |path: &Utf8Path| -> Vec<String> {
        let folder = path.parent().map(Utf8Path::components).into_iter().flatten();
        folder.map(|part| part.as_str().to_owned()).collect()
    };
    let (here, there) = (folders(from), folders(to));
    let shared = here.iter().zip(&there).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", here.len() - shared);
    let down = there[shared..].iter().map(String::as_str).chain(to.file_name());
    let parts: Vec<String> = up.chain(down).map(encoded).collect();
    parts.join("/")
}

/// A part of a path with the characters replaced that would end it within a link, or within a table, or mean another.
fn encoded(part: &str) -> String {
    part.chars().fold(String::new(), |mut out, char| {
        match char {
            '(' | ')' | '<' | '>' | '#' | '?' | '%' | '\\' | '|' | '&' | '\0'..=' ' | '\u{7f}' => {
                let _ = write!(out, "%{:02X}", u32::from(char));
            }
            _ => out.push(char),
        }
        out
    })
}

/// Writes another destination into a link of the form `[text](path)`; others have it elsewhere.
fn destination(document: &Document, link: &Link, path: &str, to: &str) -> Option<Fix> {
    let written = document.file.slice(link.span);
    let open = written.rfind("](")? + 2;
    let length = written[open..].strip_prefix(path)?.starts_with([')', '#', ' ']).then_some(path.len())?;
    let start = link.span.start + open;
    let span = Span { start, end: start + length };
    Some(Fix::new(format!("link to `{to}`"), document.file.path(), span, to))
}

fn check_id(sms: &Sms, document: &Document, id: &str, span: Span, findings: &mut Sink<'_>) {
    if sms.corpus.get(id).is_some() {
        return;
    }
    let ids = sms.corpus.entries.iter().map(|entry| (strsim::jaro_winkler(id, entry.id.as_str()), entry));
    let near = ids.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(score, _)| *score > 0.9);
    let help = match near {
        Some((_, entry)) => format!("did you mean `{}` ({})?", entry.id, entry.document().title_or_label()),
        None => "correct the id; the register lists all that there are".to_owned(),
    };
    findings.add(document.finding(RULE.id, span, format!("there is no document `{id}`")).help(help));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_written_into_a_link_stays_one_path() {
        let from = Utf8Path::new("sms-docs/a.md");
        assert_eq!(relative(from, "sms-docs/new (1)/a|b &amp; c.md".into()), "new%20%281%29/a%7Cb%20%26amp;%20c.md");
        assert_eq!(relative(from, "other/a\nb.md".into()), "../other/a%0Ab.md");
    }
}
