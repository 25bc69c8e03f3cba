//! What a change does to a system: two evaluated systems, before and after, and what differs between them, as plain data.

mod approvals;
mod claims;
mod links;
mod settings;
mod touched;

pub use approvals::{Approval, Holder, Role, Standing};
pub use claims::{ClauseChange, CoverageChange, Total, once_in_force};
pub use links::{Cited, Reached};
pub use settings::{Holding, Setting};
pub use touched::{Against, Touched, VersionStep, What};

use std::collections::BTreeSet;

use camino::Utf8PathBuf;
use serde::Serialize;

use super::Sms;

/// All that a change does.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// Documents and records that differ, by id.
    pub documents: Vec<Touched>,
    /// Other files that differ, by path.
    pub files: Vec<FileChange>,
    /// People, roles and configuration that differ: first what decides who may approve.
    pub settings: Vec<Setting>,
    /// Decisions that the new texts need, in the order of the documents.
    pub approvals: Vec<Approval>,
    /// Clauses that are answered otherwise once the change is in force.
    pub coverage: CoverageChange,
    /// Documents that the change does not touch and that point at what it changes.
    pub links: Vec<Cited>,
}

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FileWas {
    /// It is new.
    Added,
    /// It holds other bytes.
    Changed,
    /// It is gone.
    Removed,
}

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Use {
    /// It says which names and addresses are one person.
    Names,
    /// It says what the fields of a type are, and which types are records, which nobody approves.
    Schema,
    /// It says how pages look.
    Theme,
    /// Something else in the content folder: an attachment, a list of known findings, a file that is no document.
    Content,
}

/// A file that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileChange {
    /// Path from the root of the repository.
    pub path: Utf8PathBuf,
    /// What happened to it.
    pub was: FileWas,
    /// What it is for.
    #[serde(rename = "use")]
    pub of: Use,
}

/// Compares. `files` are all that differ, sorted by path: those of documents and settings are told of as such.
#[must_use]
pub fn compare(before: &Sms, after: &Sms, files: Vec<FileChange>) -> Comparison {
    let documents = touched::touched(before, after);
    let settings = settings::settings(before, after);
    let of_settings = |path: &Utf8PathBuf| {
        let file = |file: &Option<crate::model::source::SourceFile>| {
            file.as_ref().is_some_and(|file| file.path() == path.as_path())
        };
        let people = file(&before.inputs.people_file) || file(&after.inputs.people_file);
        let config = file(&before.inputs.config_file) || file(&after.inputs.config_file);
        settings.iter().any(|setting| if setting.is_of_people() { people } else { config })
    };
    let known: BTreeSet<&Utf8PathBuf> =
        documents.iter().flat_map(|document| std::iter::once(&document.path).chain(&document.moved_from)).collect();
    let files = files.into_iter().filter(|file| !known.contains(&file.path) && !of_settings(&file.path)).collect();
    Comparison {
        approvals: approvals::approvals(before, after, &documents),
        coverage: claims::coverage_change(before, after, &documents),
        links: links::links(before, after, &documents),
        documents,
        files,
        settings,
    }
}
