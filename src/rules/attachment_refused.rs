//! An attachment that could run in a reader's browser.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "attachment-refused",
    code: Some("R-14"),
    severity: Severity::Error,
    summary: "a linked file is of a kind that is not published",
    basis: "practice: nothing in a controlled site runs code from its content",
    explain: "\
Checks the kind of files that documents link or show, by their endings.

Why: SVG, HTML, XML and script files can run code in the browser of whoever opens them, on the site of the SMS.

Wrong: `![Process](process.svg)`.
Right: the picture as PNG, JPEG, GIF, WebP or AVIF; a table as CSV; a printed form as PDF.",
    parameters: &[],
    check: Some(check),
};

/// Endings of files that are published as they are.
const ALLOWED: [&str; 17] = [
    "png", "jpg", "jpeg", "gif", "webp", "avif", "pdf", "csv", "tsv", "txt", "json", "yaml", "yml", "docx", "xlsx",
    "pptx", "odt",
];

/// Whether a file may be published as it is.
#[must_use]
pub fn is_allowed(path: &camino::Utf8Path) -> bool {
    let settings = matches!(path.file_name(), Some("people.yaml" | "smsdoc.yaml"));
    !settings
        && path.extension().is_some_and(|ending| ALLOWED.iter().any(|allowed| ending.eq_ignore_ascii_case(allowed)))
}

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for document in &sms.inputs.documents {
        for link in &document.outline.links {
            let Some(path) = document.linked_path(link) else { continue };
            let attached = sms.inputs.files.contains(&path) && !crate::model::document::is_markdown(&path);
            if attached && !is_allowed(&path) {
                let message = format!("`{path}` is of a kind that is not published");
                let help = format!("save it in another form: {}", ALLOWED[..9].join(", "));
                findings.add(document.finding(RULE.id, link.span, message).help(help));
            }
        }
    }
}
