//! The structure of a Markdown body: its headings, links and footholds for links.

use serde::{Deserialize, Serialize};

use super::clause::ClauseRef;
use super::span::{Span, Spanned};

/// A heading of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// Its address within the page, unique there: as typed in `{#anchor}`, else made from the text.
    pub anchor: String,
    /// Clauses that the section claims, from `{clauses=8.6.1,8.6.2}`.
    pub clauses: Vec<Spanned<ClauseRef>>,
    /// The whole heading.
    pub span: Span,
}

/// Where a link or an image leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    /// Another document by its id: `[[POL-001#anchor]]`.
    Document {
        /// Id as typed.
        id: String,
        /// Anchor within it.
        anchor: Option<String>,
    },
    /// A file by a path relative to this one.
    Path {
        /// As typed, percent signs decoded.
        path: String,
        /// Anchor within it.
        anchor: Option<String>,
    },
    /// A heading of the same document.
    Anchor(String),
    /// Another host, a mail address or a telephone.
    External(String),
    /// A scheme that is not allowed, such as `javascript:`.
    Forbidden(String),
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// Shown in place rather than followed.
    pub image: bool,
    /// The whole link.
    pub span: Span,
}

/// What a body holds, in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// Headings.
    pub headings: Vec<Heading>,
    /// Links and images.
    pub links: Vec<Link>,
    /// Raw HTML, which is shown as text.
    pub raw_html: Vec<Span>,
    /// What is wrong with its diagrams, see [`crate::read::diagram`].
    pub diagram_faults: Vec<DiagramFault>,
    /// Sentences that are not short, see [`Sentence::SHORT`].
    pub sentences: Vec<Sentence>,
}

/// A place of a diagram that cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiagramFault {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// How to mend it.
    pub help: String,
    /// The part that is meant.
    pub span: Span,
}

/// A sentence of the running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// From its first to its last character.
    pub span: Span,
    /// How many words it has.
    pub words: usize,
}

impl Sentence {
    /// Sentences of so many words or fewer are not kept.
    pub const SHORT: usize = 15;
}

impl Outline {
    /// Whether a link to this anchor arrives somewhere.
    #[must_use]
    pub fn has_anchor(&self, anchor: &str) -> bool {
        self.headings.iter().any(|heading| heading.anchor == anchor)
    }
}
