//! Findings as text, one file a format.

pub mod human;
pub mod json;
pub mod redline;
pub mod text;

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

use crate::evaluate::Sms;
use crate::model::finding::{Finding, Severity};
use crate::model::source::SourceFile;

/// What a report is made of.
pub struct Report<'a> {
    /// Findings, sorted.
    pub findings: &'a [Finding],
    /// Files that they point into, by path.
    pub sources: BTreeMap<Utf8PathBuf, SourceFile>,
    /// How many documents and records were read.
    pub documents: usize,
}

impl<'a> Report<'a> {
    /// The report on an evaluated system.
    #[must_use]
    pub fn new(sms: &Sms, findings: &'a [Finding]) -> Self {
        let documents = sms.inputs.documents.iter().map(|document| &document.file);
        let files = documents
            .chain(sms.inputs.people_file.as_ref())
            .chain(sms.inputs.config_file.as_ref())
            .chain(&sms.inputs.codeowners);
        let sources = files.map(|file| (file.path().to_owned(), file.clone())).collect();
        Self { findings, sources, documents: sms.inputs.documents.len() }
    }

    /// How many findings have a weight.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}
