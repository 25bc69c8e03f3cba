//! Document types. Each is a JSON Schema file with an annotation; none is known to the program by name.

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
