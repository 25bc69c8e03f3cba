//! Findings as text, one file a format.

pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod redline;
pub mod review;
pub mod sarif;
pub mod short;
pub mod text;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use camino::Utf8PathBuf;

use crate::evaluate::Sms;
use crate::model::finding::{Finding, Severity};
use crate::model::source::SourceFile;
use crate::rules::Verdict;

/// What a report is made of.
pub struct Report<'a> {
    /// Findings that count, sorted.
    pub findings: &'a [Finding],
    /// Findings that are accepted for a time, sorted; each has its waiver.
    pub waived: &'a [Finding],
    /// Findings of the baseline, sorted: known, and not counted.
    pub known: &'a [Finding],
    /// How many findings of the baseline are not there any more.
    pub mended: usize,
    /// Files that they point into, by path.
    pub sources: BTreeMap<Utf8PathBuf, SourceFile>,
    /// How many documents and records were read.
    pub documents: usize,
}

impl<'a> Report<'a> {
    /// The report on an evaluated system.
    #[must_use]
    pub fn new(sms: &Sms, verdict: &'a Verdict) -> Self {
        let documents = sms.inputs.documents.iter().map(|document| &document.file);
        let files = documents
            .chain(sms.inputs.people_file.as_ref())
            .chain(sms.inputs.config_file.as_ref())
            .chain(sms.inputs.tables.values())
            .chain(&sms.inputs.codeowners);
        let sources = files.map(|file| (file.path().to_owned(), file.clone())).collect();
        Self {
            findings: &verdict.findings,
            waived: &verdict.waived,
            known: &verdict.known,
            mended: verdict.mended,
            sources,
            documents: sms.inputs.documents.len(),
        }
    }

    /// How many of the findings that count have a weight.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// A path as part of an address: what has a meaning there is written as `%20` and the like.
fn uri(path: &camino::Utf8Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.as_str().bytes().fold(String::new(), |mut out, byte| {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}
