//! All that the pipeline may know: what was read, and the day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::Utf8PathBuf;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::baseline::Baseline;
use super::config::Config;
use super::crosswalk::{Crosswalk, Mapped};
use super::doc_type::DocType;
use super::document::Document;
use super::finding::Finding;
use super::framework::Framework;
use super::history::{History, ObjectId};
use super::line::Line;
use super::people::People;
use super::source::SourceFile;

/// Where the text of the documents comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A commit of the controlled line: what is published.
    Commit(ObjectId),
    /// The files as they stand on disk: a preview, or a folder without history.
    WorkingTree,
}

/// What git could tell, or why it could not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Repository {
    /// The folder is in no repository, or in one without a commit.
    #[default]
    None,
    /// A repository whose history is cut: nothing of it may be shown.
    Cut {
        /// Why, as a sentence for people.
        reason: String,
    },
    /// A whole history.
    Whole,
}

/// Everything that was read.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// Folder of the content from the root of the repository; empty where the root is the content.
    pub content_folder: Utf8PathBuf,
    /// Configuration.
    pub config: Config,
    /// The file that it was read from, for messages.
    pub config_file: Option<SourceFile>,
    /// People and roles.
    pub people: People,
    /// The file that people were read from, for messages.
    pub people_file: Option<SourceFile>,
    /// Whether one of these files is no YAML at all, so that the defaults stand in its place.
    pub settings_unreadable: bool,
    /// Findings that the team knows of and mends later.
    pub baseline: Baseline,
    /// Documents and records, sorted by path.
    pub documents: Vec<Arc<Document>>,
    /// Every ordinary file of the content folder, by path from the root of the repository.
    pub files: BTreeSet<Utf8PathBuf>,
    /// CSV files beside records that hold their figures, by path; from the same commit or disk as the documents.
    pub tables: BTreeMap<Utf8PathBuf, SourceFile>,
    /// Files in which a forge looks for owners.
    pub codeowners: Vec<SourceFile>,
    /// Document types by name.
    pub types: BTreeMap<String, DocType>,
    /// Fields that all types share, in the order in which people expect them.
    pub field_order: Vec<String>,
    /// Frameworks by id.
    pub frameworks: BTreeMap<String, Framework>,
    /// Why a file of the repository is not used, by the id of the framework that it is named for. Where the program knows a
    /// framework of this id, that one stands above.
    pub refused_frameworks: BTreeMap<String, String>,
    /// Which clauses of two frameworks are about the same subject, sorted by the ids of both.
    pub crosswalks: Vec<Crosswalk>,
    /// Revisions of every document.
    pub history: Arc<History>,
    /// The controlled line up to the commit that is looked at; empty without a history.
    pub line: Arc<Line>,
    /// Zone in which days begin and end.
    pub zone: TimeZone,
    /// Whether replace refs make git show another history here.
    pub replaced: bool,
    /// What the history is worth.
    pub repository: Repository,
    /// Where the documents come from.
    pub content: Content,
    /// Files of the content folder that differ from the newest commit, with what happened to them.
    pub uncommitted: Vec<(Utf8PathBuf, &'static str)>,
    /// Today, or the day asked for. Source: `--as-of`, `--today`, `as_of`, `SOURCE_DATE_EPOCH` or the clock, in this order.
    pub today: Date,
    /// What was found wrong while reading.
    pub findings: Vec<Finding>,
    /// Whether a history that is cut is only warned of.
    pub allow_shallow: bool,
    /// Whether documents that are not in force are shown too.
    pub drafts: bool,
}

impl Inputs {
    /// The framework of the configuration. `None` where there is no such file, which a rule reports.
    #[must_use]
    pub fn framework(&self) -> Option<&Framework> {
        self.frameworks.get(&self.config.framework)
    }

    /// Clauses of other frameworks that are about the subject of a clause, from whichever side the crosswalk is written.
    /// In the order of the frameworks by id and of their clauses, each once, with the closest relation that is stated.
    #[must_use]
    pub fn mapped(&self, framework: &str, clause: &str) -> Vec<Mapped<'_>> {
        let mut mapped: Vec<(usize, Mapped<'_>)> = Vec::new();
        for crosswalk in &self.crosswalks {
            for (other, id, pair) in crosswalk.of(framework, clause) {
                let Some(framework) = self.frameworks.get(other) else { continue };
                let Some(at) = framework.clauses.iter().position(|clause| clause.id == id.as_str()) else { continue };
                let (relation, confidence, note) = (pair.relation, pair.confidence, crosswalk.note.as_str());
                let clause = &framework.clauses[at];
                mapped.push((at, Mapped { framework, clause, relation, confidence, note }));
            }
        }
        mapped.sort_by_key(|(at, mapped)| (&mapped.framework.id, *at, mapped.relation, mapped.confidence));
        mapped.dedup_by_key(|(at, mapped)| (&mapped.framework.id, *at));
        mapped.into_iter().map(|(_, mapped)| mapped).collect()
    }

    /// The day of an instant, as days are cut here.
    #[must_use]
    pub fn day(&self, instant: jiff::Timestamp) -> Date {
        instant.to_zoned(self.zone.clone()).date()
    }

    /// The type of a document, where it is known.
    #[must_use]
    pub fn type_of(&self, document: &Document) -> Option<&DocType> {
        self.types.get(&document.doc_type.as_ref()?.value)
    }
}
