//! What of a document can be found: only what its page shows to the audience of the site.

use crate::evaluate::corpus::Entry;
use crate::model::node::Node;
use crate::site::Site;
use crate::site::pages::document::{self, Text};
use crate::site::pages::shared;
use crate::site::render::plain::{self, Section};

/// A document as the search sees it.
#[derive(Clone, Debug, Default)]
pub(super) struct Source {
    /// Id as written.
    pub id: String,
    /// Title.
    pub title: String,
    /// Title of its type.
    pub type_title: String,
    /// One sentence for readers; empty for none.
    pub summary: String,
    /// Other words for what it is about.
    pub keywords: Vec<String>,
    /// Clauses that it claims.
    pub clauses: Vec<String>,
    /// Its text, the entries of a register and computed values among it.
    pub sections: Vec<Section>,
}

/// What can be found of an entry.
#[must_use]
pub(super) fn source(site: &Site, entry: &Entry) -> Source {
    let Text { document, shown, .. } = document::text(site, entry);
    let sections = if shown {
        let mut sections = plain::sections(document);
        sections.extend(document::more(site, entry, document));
        sections
    } else {
        Vec::new()
    };
    let keywords = document.front.get("keywords").map(Node::items).unwrap_or_default();
    Source {
        id: entry.id.to_string(),
        title: plain::squeezed(document.title_or_label()),
        type_title: shared::type_title(entry),
        summary: document.summary.as_ref().map(|summary| plain::squeezed(&summary.value)).unwrap_or_default(),
        keywords: keywords.iter().filter_map(Node::text).map(str::to_owned).collect(),
        clauses: document.claims().map(|(claim, _)| claim.value.clause.to_string()).collect(),
        sections,
    }
}
