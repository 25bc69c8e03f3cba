//! Reads one file as a document.

use super::content_hash::content_hash;
use super::schema::SchemaSet;
use super::{front_matter, markdown, outline, yaml};
use crate::git;
use crate::model::doc_id::DocId;
use crate::model::document::Document;
use crate::model::finding::{Finding, Place};
use crate::model::outline::Outline;
use crate::model::source::SourceFile;
use crate::model::span::{Span, Spanned};
use crate::model::statement::Statement;

/// Largest front matter that is read, in bytes.
const MAX_FRONT_MATTER: usize = 256 * 1024;

/// Decodes the bytes of a file, or says why they are no text.
///
/// # Errors
///
/// A finding where the file is larger than [`markdown::MAX_BYTES`] or not UTF-8.
pub fn decode(path: &camino::Utf8Path, bytes: Vec<u8>) -> Result<SourceFile, Box<Finding>> {
    if bytes.len() > markdown::MAX_BYTES {
        let message = format!("the file has {} KiB; up to 1024 KiB are read", bytes.len() / 1024);
        return Err(Box::new(
            unreadable(path, message).help("divide it, or move a long table into a CSV beside the document"),
        ));
    }
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    match String::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => Err(Box::new(
            unreadable(path, "the file holds NUL characters, so it is no text").help("save it again as text in UTF-8"),
        )),
        Ok(text) => Ok(SourceFile::new(path, text)),
        Err(_) if utf16 => Err(Box::new(
            unreadable(path, "the file is UTF-16, not UTF-8").help("save it again with the encoding UTF-8"),
        )),
        Err(error) => {
            let bytes = error.as_bytes();
            let good = error.utf8_error().valid_up_to();
            let line = bytes[..good].iter().filter(|byte| **byte == b'\n').count() + 1;
            let start = bytes[..good].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let column = String::from_utf8_lossy(&bytes[start..good]).chars().count() + 1;
            let mut finding =
                unreadable(path, "the file is not UTF-8 text").help("save it again with the encoding UTF-8");
            finding.place.start = crate::model::span::Position { line, column };
            finding.place.end = finding.place.start;
            Err(Box::new(finding))
        }
    }
}

/// A finding about a file that is not read.
#[must_use]
pub fn unreadable(path: &camino::Utf8Path, message: impl Into<String>) -> Finding {
    Finding::new("file-unreadable", Place::file(path), message)
}

/// Reads a document, and what is wrong with its form: fences, YAML, fields, raw HTML.
///
/// `None` only where there is no front matter to tell what the file is.
#[must_use]
pub fn read(file: SourceFile, schemas: &SchemaSet) -> (Option<Document>, Vec<Finding>) {
    let first_line = file.text().find(['\n', '\r']).unwrap_or(file.text().len());
    let first = Span { start: 0, end: first_line };
    let parts = match front_matter::split(file.text()) {
        Ok(parts) => parts,
        Err(front_matter::SplitError::Missing) => {
            let finding = Finding::new("front-matter-missing", file.place(first), "this file has no front matter, so it is not controlled")
                .help("begin it with a line `---`, then id, title, type, version, status, owner, classification, clauses, effective_on and next_review, one a line, then another line `---`; or move it out of the content folder");
            return (None, vec![finding]);
        }
        Err(front_matter::SplitError::Unclosed) => {
            let finding =
                Finding::new("front-matter-invalid", file.place(first), "the front matter that begins here has no end")
                    .help("put a line `---` after the last field");
            return (None, vec![finding]);
        }
    };
    if parts.yaml.range().len() > MAX_FRONT_MATTER {
        let finding =
            Finding::new("front-matter-invalid", file.place(parts.fence), "the front matter is larger than 256 KiB")
                .help("move long registers into a CSV beside the document (`entries_file`)");
        return (None, vec![finding]);
    }
    let (mut front, mut findings) = yaml::parse(&file, parts.yaml, "front-matter-invalid");
    let readable = findings.is_empty();
    if front.entries().is_empty() {
        front.span = parts.fence;
    }
    let hash = content_hash(file.text());
    let outline = outline::outline(&file, parts.body);
    if readable {
        findings.extend(schemas.check_document(&file, &front, parts.fence));
    }
    for span in &outline.raw_html {
        let finding = Finding::new("raw-html", file.place(*span), "raw HTML is shown as text, not as markup");
        findings.push(finding.help("write it in Markdown, or put it in backticks where the text itself is meant"));
    }
    for fault in &outline.diagram_faults {
        let finding = Finding::new("diagram-invalid", file.place(fault.span), fault.message.clone());
        findings.push(finding.help(fault.help.clone()));
    }
    let document = Document::new(file, front, parts.body, outline, hash);
    for finding in &mut findings {
        finding.document = document.id.as_ref().map(|id| id.value.to_string());
    }
    (Some(document), findings)
}

/// Reads a document of the past as it is, without judging its form. `None` where there is nothing that could be shown.
#[must_use]
pub fn text(path: &camino::Utf8Path, bytes: Vec<u8>) -> Option<Document> {
    let file = decode(path, bytes).ok()?;
    let parts = front_matter::split(file.text()).ok()?;
    let front = yaml::fields(&file, parts.yaml);
    let hash = content_hash(file.text());
    let outline = outline::outline(&file, parts.body);
    Some(Document::new(file, front, parts.body, outline, hash))
}

/// Reads what a document states. `None` where it has no id.
#[must_use]
pub fn statement(bytes: Vec<u8>) -> Option<Statement> {
    let stated = git::document_id(&bytes).and_then(|id| DocId::new(&id));
    let file = decode("".into(), bytes).ok()?;
    let parts = front_matter::split(file.text()).ok()?;
    if parts.yaml.range().len() > MAX_FRONT_MATTER {
        return None;
    }
    let front = yaml::fields(&file, parts.yaml);
    let hash = content_hash(file.text());
    let mut document = Document::new(file, front, parts.body, Outline::default(), hash);
    // Where the fields cannot be read, the document is still the one that it says it is.
    document.id = document.id.or_else(|| Some(Spanned::new(stated?, Span::default())));
    Statement::of(&document)
}
