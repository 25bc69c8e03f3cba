//! CSV files beside records that hold their figures: read from where the records are read, so that both are of one commit.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8PathBuf;

use super::document;
use super::tree::{Entry, Kind, Tree, TreeError};
use crate::model::document::Document;
use crate::model::finding::{Finding, Place};
use crate::model::source::SourceFile;

/// Largest file that is read, in bytes.
const MAX_BYTES: usize = 256 * 1024;

/// The files that documents name. What is there and cannot be read as text is told.
///
/// # Errors
///
/// Where the disk or the repository cannot be read.
pub(super) fn tables(
    tree: &Tree<'_>,
    entries: &[Entry],
    documents: &[Arc<Document>],
    findings: &mut Vec<Finding>,
) -> Result<BTreeMap<Utf8PathBuf, SourceFile>, TreeError> {
    let mut named: BTreeMap<Utf8PathBuf, &Document> = BTreeMap::new();
    for document in documents {
        if let Some(path) = document.table() {
            named.entry(path).or_insert(document);
        }
    }
    let mut tables = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == Kind::File) {
        let Some(document) = named.get(&entry.path) else { continue };
        let bytes = tree.read_entry(entry)?;
        let finding = if bytes.len() > MAX_BYTES {
            let message = format!("the file has {} KiB; up to {} KiB are read", bytes.len() / 1024, MAX_BYTES / 1024);
            Finding::new(RULE, Place::file(&entry.path), message).help("divide it: a report for each quarter or year")
        } else {
            match document::decode(&entry.path, bytes) {
                Ok(file) => {
                    tables.insert(entry.path.clone(), file);
                    continue;
                }
                Err(finding) => Finding { rule: RULE, ..*finding },
            }
        };
        findings.push(match &document.id {
            Some(id) => finding.document(id.value.as_str()),
            None => finding,
        });
    }
    Ok(tables)
}

/// The rule that tells of it.
const RULE: &str = "figures-invalid";
