//! Documented information: what a framework wants in writing, to be maintained as a document or retained as a record.

use serde::Deserialize;

use super::date::Interval;
use super::framework::Required;

/// How something in writing is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kept {
    /// Maintained: it says what shall be done.
    Document,
    /// Retained: it says what happened.
    Record,
    /// First the one, then the other.
    Both,
}

/// How often a record is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Cadence {
    /// Whenever something of its kind happens.
    OnEvent,
    /// Once in each interval.
    Every(Interval),
}

impl TryFrom<String> for Cadence {
    type Error = super::date::IntervalError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text == "on_event" { Ok(Self::OnEvent) } else { text.parse().map(Self::Every) }
    }
}

impl std::fmt::Display for Cadence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OnEvent => f.write_str("on_event"),
            Self::Every(interval) => interval.fmt(f),
        }
    }
}

/// One thing that a framework wants in writing, from `ID.documented-information.yaml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Documented {
    /// `DI-001`.
    pub id: String,
    /// In own words.
    pub name: String,
    /// Clauses that ask for it.
    pub clauses: Vec<String>,
    /// How it is kept.
    pub kind: Kept,
    /// Type that it usually has.
    #[serde(rename = "typical_document_type")]
    pub typical: String,
    /// Other types that may stand for it.
    #[serde(default)]
    pub also: Vec<String>,
    /// Whether it only lists what other items are.
    #[serde(default)]
    pub sums_up: bool,
    /// Whether it is the approvals themselves, which the history holds.
    #[serde(default)]
    pub held_by_history: bool,
    /// Whether it is asked for by name.
    pub required: Required,
    /// Whether it always happens, so that nobody can say that it did not.
    #[serde(default)]
    pub always: bool,
    /// How often it is made, where it is kept as a record; `None` where once is enough.
    #[serde(default)]
    pub period: Option<Cadence>,
}

impl Documented {
    /// Whether a record may stand for it that says that nothing happened.
    #[must_use]
    pub fn may_be_nil(&self) -> bool {
        self.period == Some(Cadence::OnEvent) && !self.always
    }

    /// Whether a document of a type may stand for it.
    #[must_use]
    pub fn is_met_by(&self, doc_type: &str) -> bool {
        self.typical == doc_type || self.also.iter().any(|other| other == doc_type)
    }
}

/// The shortest list of documented information that a framework asks for in one of its clauses.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Minimum {
    /// The clause that lists it.
    pub clause: String,
    /// Its entries.
    pub list: Vec<MinimumEntry>,
}

/// An entry of such a list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct MinimumEntry {
    /// Letter or number of the entry.
    pub letter: String,
    /// In own words.
    pub label: String,
    /// Ids of the items that it names.
    pub refs: Vec<String>,
}

/// All that a framework wants in writing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct DocumentedInformation {
    /// Framework that it belongs to.
    pub framework: String,
    /// Clauses that only list what others ask for: to claim them says nothing about a single item.
    #[serde(default)]
    pub umbrella: Vec<String>,
    /// Time after the end of a period in which the record of it is made; none where the file states none.
    #[serde(default)]
    pub grace: Option<Interval>,
    /// How long a record stands for what is made on an event that says that nothing happened; its own day where the file
    /// states nothing.
    #[serde(default)]
    pub nil: Option<Interval>,
    /// The shortest list that one clause asks for.
    #[serde(default)]
    pub minimum: Option<Minimum>,
    /// The items.
    #[serde(rename = "documented_information")]
    pub items: Vec<Documented>,
}

impl DocumentedInformation {
    /// Items that are asked for by name and are more than a list of others.
    pub fn asked(&self) -> impl Iterator<Item = &Documented> {
        self.items.iter().filter(|item| item.required == Required::Explicit && !item.sums_up)
    }

    /// Items that a clause asks for by name.
    pub fn of<'a>(&'a self, clause: &'a str) -> impl Iterator<Item = &'a Documented> {
        let listed = self.is_umbrella(clause);
        self.asked().filter(move |item| !listed && item.clauses.iter().any(|of| of == clause))
    }

    /// Clauses of an item that ask for this very item.
    pub fn own_clauses<'a>(&'a self, item: &'a Documented) -> impl Iterator<Item = &'a str> {
        item.clauses.iter().map(String::as_str).filter(|clause| !self.is_umbrella(clause))
    }

    /// Whether a clause only lists what others ask for.
    #[must_use]
    pub fn is_umbrella(&self, clause: &str) -> bool {
        self.umbrella.iter().any(|umbrella| umbrella == clause)
    }

    /// The item of an id, with its place in the list.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<(usize, &Documented)> {
        self.items.iter().enumerate().find(|(_, item)| item.id == id)
    }
}
