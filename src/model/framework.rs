//! Frameworks: standards and bodies of practice whose clauses documents answer.

use serde::{Deserialize, Serialize};

use super::clause::ClauseId;
use super::documented::DocumentedInformation;
use super::language;

/// What a clause asks for in writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Required {
    /// Nothing.
    #[default]
    None,
    /// Nothing by name, but writing is the only practical proof.
    Implied,
    /// Something documented, recorded or reported.
    Explicit,
}

impl Required {
    /// The word in machine formats.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Implied => "implied",
            Self::Explicit => "explicit",
        }
    }
}

/// Something that a clause asks to be written down.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct RequiredItem {
    /// In own words.
    pub what: String,
    /// `document`, `record`, `procedure` or `report`.
    pub kind: String,
}

/// One clause.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Clause {
    /// Number or slug, exact: `8.10` is not `8.1`.
    pub id: String,
    /// Short title.
    pub title: String,
    /// Clause above; `None` at the top.
    #[serde(default)]
    pub parent: Option<String>,
    /// Whether it has no clauses below; only leaves are covered or not.
    pub leaf: bool,
    /// What it is about, in own words.
    #[serde(default)]
    pub summary: String,
    /// What it asks for in writing.
    #[serde(default)]
    pub required: Required,
    /// The things it asks for in writing.
    #[serde(default)]
    pub items: Vec<RequiredItem>,
    /// What an auditor would look for.
    #[serde(default)]
    pub evidence: Vec<String>,
}

impl Clause {
    /// The id as a value that compares in the order of clauses.
    #[must_use]
    pub fn clause_id(&self) -> ClauseId {
        ClauseId::new(&self.id)
    }

    /// The id to show before the title; empty where it is only the title in small letters with hyphens, as of a practice.
    #[must_use]
    pub fn number(&self) -> &str {
        let letters = self.title.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty());
        let slug = letters.map(str::to_lowercase).collect::<Vec<_>>().join("-");
        if slug == self.id { "" } else { &self.id }
    }

    /// The title with the number before it, where there is one.
    #[must_use]
    pub fn heading(&self) -> String {
        format!("{} {}", self.number(), language::translate(&self.title)).trim_start().to_owned()
    }
}

/// A framework, from `schema/frameworks/`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Framework {
    /// File name and name in references: `iso20000-1-2018`.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Edition with amendments.
    #[serde(default)]
    pub edition: String,
    /// What readers must know of this text: that it is not the standard's.
    #[serde(default)]
    pub note: String,
    /// Clauses in their order.
    pub clauses: Vec<Clause>,
    /// What it wants in writing; empty where there is no such file.
    #[serde(skip)]
    pub documented: DocumentedInformation,
}

impl Framework {
    /// The clause of this exact id.
    #[must_use]
    pub fn clause(&self, id: &ClauseId) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.id == id.as_str())
    }

    /// Clauses without clauses below, in their order.
    pub fn leaves(&self) -> impl Iterator<Item = &Clause> {
        self.clauses.iter().filter(|clause| clause.leaf)
    }

    /// Whether the file records what is asked for in writing. Where it does not, nothing may be said of it.
    #[must_use]
    pub fn records_writing(&self) -> bool {
        self.clauses.iter().any(|clause| clause.required != Required::None)
    }

    /// Whether a clause is the given one or lies below it.
    #[must_use]
    pub fn is_within(&self, clause: &Clause, ancestor: &str) -> bool {
        let mut current = Some(clause);
        // The depth is bounded, so that a file with a cycle of parents does not hang the program.
        for _ in 0..16 {
            match current {
                Some(at) if at.id == ancestor => return true,
                Some(at) => {
                    current =
                        at.parent.as_ref().and_then(|parent| self.clauses.iter().find(|clause| clause.id == *parent));
                }
                None => return false,
            }
        }
        false
    }
}
