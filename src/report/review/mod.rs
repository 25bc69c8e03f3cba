//! What a change does, for the people who own and approve documents: Markdown for the comment of a forge, and JSON.

mod approvals;
mod documents;
mod fold;
mod redlines;
mod settings;
mod table;

use std::fmt::Write as _;

use serde::Serialize;

use super::json::{Entry, entry};
use crate::evaluate::comparison::{Comparison, Standing};
use crate::evaluate::redline::plural;
use crate::model::finding::{Finding, Severity};
use crate::model::history::ObjectId;
use crate::report::markdown::plain;
use crate::report::text::joined;

/// Everything that the report tells.
#[derive(Clone, Copy, Debug)]
pub struct Review<'a> {
    /// The commit from which the change went out.
    pub base: ObjectId,
    /// The newest commit of the change.
    pub head: ObjectId,
    /// The controlled branch.
    pub branch: &'a str,
    /// How many files on disk differ from that commit. They belong to what is told.
    pub uncommitted: usize,
    /// What differs.
    pub comparison: &'a Comparison,
    /// Findings that the change brings, sorted.
    pub findings: &'a [Finding],
    /// How many findings are gone.
    pub mended: usize,
    /// How many new findings are waived, or set aside by the baseline.
    pub set_aside: usize,
    /// Address below which the forge shows the files; without one, links are relative.
    pub files: Option<&'a str>,
}

/// The first line, by which a pipeline finds the comment that it wrote before.
pub const MARKER: &str = "<!-- smsdoc review -->";

/// The least limit that is taken: what is left of the longest report when everything is folded fits into it.
pub const LEAST: usize = 4096;

impl Review<'_> {
    fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    fn missing(&self) -> usize {
        let open = |standing| matches!(standing, Standing::Missing | Standing::Blocked | Standing::Unknown);
        self.comparison.approvals.iter().filter(|approval| open(approval.standing)).count()
    }

    fn is_empty(&self) -> bool {
        let Comparison { documents, files, settings, .. } = self.comparison;
        documents.is_empty() && files.is_empty() && settings.is_empty() && self.findings.is_empty()
    }

    /// What stands in the way, in one sentence.
    #[must_use]
    pub fn verdict(&self) -> String {
        let be = |count: usize| if count == 1 { "is" } else { "are" };
        let mut parts = Vec::new();
        let errors = self.count(Severity::Error);
        if errors > 0 {
            parts.push(format!("{} must be mended first", plural(errors, "error")));
        }
        let missing = self.missing();
        if missing > 0 {
            parts.push(format!("{} {} missing", plural(missing, "approval"), be(missing)));
        }
        let nobody = self.comparison.approvals.iter().filter(|approval| approvals::is_stuck(approval)).count();
        if nobody > 0 {
            let documents = if nobody == 1 { "one document".to_owned() } else { format!("{nobody} documents") };
            parts.push(format!("there is nobody who could approve {documents}"));
        }
        match parts.split_last() {
            None => "Nothing stands in the way.".to_owned(),
            Some((last, [])) => sentence(last),
            Some((last, rest)) => sentence(&format!("{}, and {last}", rest.join(", "))),
        }
    }

    fn head(&self) -> String {
        let mut out = format!("{MARKER}\n## Review of the service management system\n\n**{}**\n\n", self.verdict());
        let counts = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")];
        let found = counts.map(|(severity, noun)| plural(self.count(severity), noun)).join(", ");
        let documents = self.comparison.documents.len();
        let records = self.comparison.documents.iter().filter(|document| document.record).count();
        let mut touched = vec![plural(documents - records, "document")];
        touched.extend((records > 0).then(|| plural(records, "record")));
        touched.extend((!self.comparison.files.is_empty()).then(|| plural(self.comparison.files.len(), "other file")));
        touched
            .extend((!self.comparison.settings.is_empty()).then(|| plural(self.comparison.settings.len(), "setting")));
        let _ = writeln!(
            out,
            "From {} to {}: {} touched. New findings: {found}.",
            self.base.short(),
            self.head.short(),
            touched.join(", ")
        );
        if self.uncommitted > 0 {
            let (files, are) = if self.uncommitted == 1 { ("1 file", "is") } else { ("files", "are") };
            let count = if self.uncommitted == 1 { String::new() } else { format!("{} ", self.uncommitted) };
            let _ = writeln!(
                out,
                "\nThis report is of the files on disk: {count}{files} {are} not committed yet, so that git cannot tell who wrote them."
            );
        }
        out
    }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), chars.as_str()))
}

/// The beginning of a text, so that no single field can fill the report.
fn clip(text: &str, characters: usize) -> String {
    match text.char_indices().nth(characters) {
        Some((at, _)) => format!("{} ...", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// A short text from a document, escaped.
fn short(text: &str) -> String {
    plain(&clip(text, 240))
}

/// Words with commas, and a last word between the last two; of many only the first.
fn list(words: &[String], last: &str) -> String {
    const SHOWN: usize = 6;
    if words.len() > SHOWN {
        return format!("{} and {} more", words[..SHOWN].join(", "), words.len() - SHOWN);
    }
    joined(words, last).unwrap_or_else(|| "nobody".to_owned())
}

/// The report as Markdown of at most `limit` bytes, which is at least [`LEAST`].
#[must_use]
pub fn markdown(review: &Review<'_>, limit: usize) -> String {
    if review.is_empty() {
        let mut out = review.head();
        out.push_str(
            "\nThis change touches no document, no setting, and nothing else of the service management system.\n",
        );
        if let Some(mended) = documents::mended(review) {
            let _ = writeln!(out, "\n{mended}");
        }
        return out;
    }
    fold::fit(review, limit.max(LEAST))
}

#[derive(Serialize)]
struct Json<'a> {
    schema: &'static str,
    base: String,
    head: String,
    uncommitted: usize,
    verdict: String,
    summary: Summary,
    #[serde(flatten)]
    comparison: &'a Comparison,
    findings: Vec<Entry<'a>>,
    mended: usize,
    set_aside: usize,
}

#[derive(Serialize)]
struct Summary {
    documents: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    approvals_missing: usize,
}

/// The report as JSON, `smsdoc/review/1`.
#[must_use]
pub fn json(review: &Review<'_>) -> String {
    crate::model::json(&Json {
        schema: "smsdoc/review/1",
        base: review.base.to_string(),
        head: review.head.to_string(),
        uncommitted: review.uncommitted,
        verdict: review.verdict(),
        summary: Summary {
            documents: review.comparison.documents.len(),
            errors: review.count(Severity::Error),
            warnings: review.count(Severity::Warning),
            infos: review.count(Severity::Info),
            approvals_missing: review.missing(),
        },
        comparison: review.comparison,
        findings: review.findings.iter().map(entry).collect(),
        mended: review.mended,
        set_aside: review.set_aside,
    })
}
