//! Document types. Each is a JSON Schema file with an annotation; none is known to the program by name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::date::Interval;

/// Whether something is maintained or retained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Says what shall be done; has versions, approvals and reviews.
    Document,
    /// Says what happened; is fixed once closed.
    Record,
}

/// The annotation `x-smsdoc` of a type's schema.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct DocType {
    /// Name in front matter: `policy`.
    #[serde(rename = "type")]
    pub name: String,
    /// For people: `Policy`.
    pub title: String,
    /// Several of them: `Policies`.
    pub plural: String,
    /// Document or record.
    pub kind: Kind,
    /// Heading under which lists group it.
    pub group: String,
    /// Parts of ids that belong to the type: `POL`.
    #[serde(default)]
    pub id_codes: Vec<String>,
    /// Whether ids of the type begin with an area: `SMS-POL-001` has one, `SVC-001` has none.
    #[serde(default = "yes")]
    pub id_area: bool,
    /// Review interval where the document states none, as written in the schema.
    #[serde(default)]
    pub review_interval: Option<String>,
    /// Headings that a new document of the type begins with.
    #[serde(default)]
    pub headings: Vec<String>,
    /// Sections that a document of the type must have before it is reviewed.
    #[serde(default)]
    pub required_headings: Vec<RequiredHeading>,
    /// Language in which those headings are given; texts in another language are not held against them.
    #[serde(default = "english")]
    pub headings_language: String,
    /// What a document of the type may stand for where a clause asks for something in writing.
    #[serde(default)]
    pub answers: Answers,
    /// Where a record of the type says on which day it was made, as a JSON pointer, where that is neither `occurred_on` nor
    /// the end of its `period`: a management review looks back at a period, and audits have a last day.
    #[serde(default)]
    pub dated_by: Option<String>,
    /// Topics that a record of the type must name in `inputs`.
    #[serde(default)]
    pub required_topics: Vec<RequiredTopic>,
}

fn english() -> String {
    "en".to_owned()
}

/// A section that a type asks for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RequiredHeading {
    /// How a new document would name it.
    pub heading: String,
    /// Parts of words in small letters, one of which a heading or its anchor holds.
    pub any: Vec<String>,
    /// Fields with the value that they have, or hold in their list, where the section is asked for; none: always.
    #[serde(default)]
    pub when: BTreeMap<String, String>,
}

/// A topic that a record has to name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RequiredTopic {
    /// As in `topic`.
    pub id: String,
    /// For people.
    pub title: String,
    /// Parts of words in small letters that name it under the topic `other`.
    #[serde(default)]
    pub any: Vec<String>,
}

/// What a document of a type may stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answers {
    /// Whatever it claims; of a record, what is kept as evidence.
    #[default]
    Own,
    /// Only what is kept as evidence: a form becomes a record when it is filled in.
    Records,
    /// Only what is to come from outside.
    External,
    /// Where something is asked for by name only what it is named for: an agreement is no policy.
    Named,
}

fn yes() -> bool {
    true
}

impl DocType {
    /// The code in new ids of the type; where the schema names none, the first three letters of the name.
    #[must_use]
    pub fn id_code(&self) -> String {
        let letters = || self.name.chars().filter(char::is_ascii_alphanumeric).take(3).collect::<String>();
        self.id_codes.first().cloned().unwrap_or_else(|| letters().to_ascii_uppercase())
    }

    /// The default review interval. `None` where the type has none: it is reviewed on change.
    #[must_use]
    pub fn interval(&self) -> Option<Interval> {
        self.review_interval.as_deref()?.parse().ok()
    }

    /// Whether this is a record type.
    #[must_use]
    pub fn is_record(&self) -> bool {
        self.kind == Kind::Record
    }
}
