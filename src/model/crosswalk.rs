//! Crosswalks: which clauses of two frameworks are about the same subject.

use serde::{Deserialize, Serialize};

use super::clause::ClauseId;
use super::framework::{Clause, Framework};
use crate::say;

/// How the subjects of two clauses relate, closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// The same subject and mostly the same duty: one set of evidence can serve both.
    Equivalent,
    /// The subjects overlap: one side needs more evidence.
    Partial,
    /// A pointer only.
    Related,
}

impl Relation {
    /// All, closest first.
    pub const ALL: [Self; 3] = [Self::Equivalent, Self::Partial, Self::Related];

    /// The word in files and machine formats.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Equivalent => "equivalent",
            Self::Partial => "partial",
            Self::Related => "related",
        }
    }

    /// What it is called on pages.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Equivalent => say!("Equivalent"),
            Self::Partial => say!("Partial"),
            Self::Related => say!("Related"),
        }
    }

    /// What it means, in a few words.
    #[must_use]
    pub fn meaning(self) -> String {
        match self {
            Self::Equivalent => {
                say!("the same subject and mostly the same duty, so that one set of evidence can serve both")
            }
            Self::Partial => say!("the subjects overlap, and one side needs more evidence"),
            Self::Related => say!("a pointer only"),
        }
    }
}

/// How sure a pair is. It rates the pair, not the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Few would disagree.
    High,
    /// A matter of reading.
    Medium,
    /// One view among several.
    Low,
}

impl Confidence {
    /// All, surest first.
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// The word in files and machine formats.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    /// What it is called on pages.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::High => say!("High|confidence"),
            Self::Medium => say!("Medium|confidence"),
            Self::Low => say!("Low|confidence"),
        }
    }
}

/// Two clauses that are about the same subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Clause of the framework that the crosswalk begins from.
    pub from: ClauseId,
    /// Clause of the other one.
    pub to: ClauseId,
    /// How their subjects relate.
    pub relation: Relation,
    /// How sure that is.
    pub confidence: Confidence,
}

/// The pairs of two frameworks, from `schema/crosswalks/`. Both frameworks and all clauses are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crosswalk {
    /// Id of the framework that it begins from.
    pub from: String,
    /// Id of the other one.
    pub to: String,
    /// What readers must know of it; may be empty.
    pub note: String,
    /// In the order of the file.
    pub pairs: Vec<Pair>,
}

/// A clause of another framework that is about the subject of the clause asked for.
#[derive(Clone, Copy, Debug)]
pub struct Mapped<'a> {
    /// The other framework.
    pub framework: &'a Framework,
    /// Its clause.
    pub clause: &'a Clause,
    /// How their subjects relate.
    pub relation: Relation,
    /// How sure that is.
    pub confidence: Confidence,
    /// Note of the crosswalk; may be empty.
    pub note: &'a str,
}

impl Crosswalk {
    /// The pairs of a clause, seen from it: the other framework and its clause, whichever side was asked for.
    pub fn of<'a>(
        &'a self,
        framework: &'a str,
        clause: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a ClauseId, &'a Pair)> {
        let there = self.pairs.iter().filter(move |pair| self.from == framework && pair.from.as_str() == clause);
        let back = self.pairs.iter().filter(move |pair| self.to == framework && pair.to.as_str() == clause);
        let there = there.map(|pair| (self.to.as_str(), &pair.to, pair));
        there.chain(back.map(|pair| (self.from.as_str(), &pair.from, pair)))
    }
}
