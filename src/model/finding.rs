//! Something wrong in the content, told to the person who can mend it.

use camino::Utf8PathBuf;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::fix::Fix;
use super::span::{Position, Span};

/// How much a finding weighs. Ordered: an error is greater than a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know; never stops a build.
    Info,
    /// Should be mended; stops a build that is run with `--deny warning`.
    Warning,
    /// Must be mended; stops a build.
    Error,
}

impl Severity {
    /// The word that people and machine formats use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Path from the root of the repository.
    pub path: Utf8PathBuf,
    /// The bytes meant; `None` where the file as a whole is meant or could not be read as text.
    pub span: Option<Span>,
    /// Where it begins.
    pub start: Position,
    /// Where it ends: the first character after it.
    pub end: Position,
}

impl Place {
    /// A file as a whole.
    #[must_use]
    pub fn file(path: impl Into<Utf8PathBuf>) -> Self {
        Self { path: path.into(), span: None, start: Position::START, end: Position::START }
    }
}

/// A second place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where to look.
    pub place: Place,
    /// What is there: "also used here".
    pub message: String,
}

/// Something wrong in the content. A broken world (disk, git, theme) is an error of the module that met it instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Slug of the rule.
    pub rule: &'static str,
    /// Weight. Until the rules are applied it means nothing, unless the rule itself set it.
    pub severity: Severity,
    /// Whether the rule set the weight itself, because it depends on how bad the fault is.
    pub weighed: bool,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// Where.
    pub place: Place,
    /// How to mend it.
    pub help: Option<String>,
    /// A change that mends it, where no person has to decide anything.
    pub fix: Option<Fix>,
    /// Further places.
    pub related: Vec<Related>,
    /// The document concerned, by id.
    pub document: Option<String>,
    /// Set where the finding is accepted for a time, so that it counts for nothing.
    pub waived: Option<Waiver>,
}

/// Why a finding is accepted, and how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// As typed.
    pub reason: String,
    /// Last day.
    pub until: Date,
}

impl Finding {
    /// A finding without help or related places; its severity is the default one of the rule until the rules are applied.
    #[must_use]
    pub fn new(rule: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            weighed: false,
            message: message.into(),
            place,
            help: None,
            fix: None,
            related: Vec::new(),
            document: None,
            waived: None,
        }
    }

    /// Sets the weight that this very fault has, in place of that of its rule.
    #[must_use]
    pub fn weighing(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self.weighed = true;
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Offers a change that mends it.
    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
        self
    }

    /// Names another place.
    #[must_use]
    pub fn related(mut self, place: Place, message: impl Into<String>) -> Self {
        self.related.push(Related { place, message: message.into() });
        self
    }

    /// Names the document concerned.
    #[must_use]
    pub fn document(mut self, id: impl Into<String>) -> Self {
        self.document = Some(id.into());
        self
    }
}

/// Sorts findings as every format lists them: by path, line, column, rule; those that are waived after all others. Those
/// that share all of these keep the order in which their rule found them.
pub fn sort(findings: &mut [Finding]) {
    fn key(finding: &Finding) -> (bool, &Utf8PathBuf, Position, &str) {
        (finding.waived.is_some(), &finding.place.path, finding.place.start, finding.rule)
    }
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
}
