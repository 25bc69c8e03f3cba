//! Under which agreement a party takes part, and how that agreement stands today.

use jiff::civil::Date;

use super::stated;
use crate::evaluate::corpus::Corpus;
use crate::evaluate::reading::Reading;
use crate::evaluate::state::State;
use crate::model::date;
use crate::model::document::Document;
use crate::model::node::Node;

/// How an agreement that is named stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its document is in force, and so is its term.
    InForce,
    /// Its document is not in force.
    NotInForce(State),
    /// Its term begins on a later day.
    Begins(Date),
    /// Its term ended on this day.
    Ended(Date),
    /// It is with another party.
    With(String),
    /// It is a document of another type.
    NoAgreement,
    /// There is no such document.
    Unknown,
}

impl Standing {
    /// What is to be known of it where it is not in force, as the rest of a sentence.
    #[must_use]
    pub fn why(&self) -> Option<String> {
        match self {
            Self::InForce => None,
            Self::NotInForce(_) => Some("which is not in force".to_owned()),
            Self::Begins(day) => Some(format!("which begins on {day}")),
            Self::Ended(day) => Some(format!("which ended on {day}")),
            Self::With(party) => Some(format!("which is with `{party}`")),
            Self::NoAgreement => Some("which is no contract and no OLA".to_owned()),
            Self::Unknown => Some("which does not exist".to_owned()),
        }
    }

    /// The word in machine formats.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::NotInForce(_) => "not_in_force",
            Self::Begins(_) => "not_begun",
            Self::Ended(_) => "ended",
            Self::With(_) => "with_another_party",
            Self::NoAgreement => "no_agreement",
            Self::Unknown => "unknown",
        }
    }
}

/// What a party works under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Under {
    /// Nothing says so.
    Nothing,
    /// An agreement.
    Agreement {
        /// Its id, as its document writes it, else as typed.
        id: String,
        /// How it stands.
        standing: Standing,
    },
    /// Something that those who look may not read.
    Hidden,
}

impl Under {
    /// Whether it is an agreement in force.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        matches!(self, Self::Agreement { standing: Standing::InForce, .. })
    }
}

/// An agreement that somebody names as one with a party.
pub(super) fn under(corpus: &Corpus, reading: Reading, today: Date, named: &str, party: &str) -> Under {
    let id = corpus.get(named).map_or(named, |entry| entry.id.as_str());
    Under::Agreement { id: id.to_owned(), standing: standing(corpus, reading, today, named, party) }
}

fn standing(corpus: &Corpus, reading: Reading, today: Date, named: &str, party: &str) -> Standing {
    let Some(entry) = corpus.get(named) else { return Standing::Unknown };
    let document = reading.of(entry);
    if !matches!(entry.doc_type.as_ref().map(|doc_type| doc_type.name.as_str()), Some("contract" | "ola")) {
        return Standing::NoAgreement;
    }
    if let Some(other) = stated::party_of(document).filter(|other| other.value != party) {
        return Standing::With(other.value);
    }
    if !entry.is_in_force() {
        return Standing::NotInForce(entry.state());
    }
    // An end that is open is no day.
    match (term(document, "start"), term(document, "end")) {
        (_, Some(end)) if end < today => Standing::Ended(end),
        (Some(start), _) if start > today => Standing::Begins(start),
        _ => Standing::InForce,
    }
}

fn term(document: &Document, field: &str) -> Option<Date> {
    document.front.get("term").and_then(|term| term.get(field)).and_then(Node::text).and_then(date::parse)
}
