//! What of a page can be found: only what it shows to the audience of the site.

use super::subject::Subject;
use crate::evaluate::corpus::Entry;
use crate::model::document::Document;
use crate::model::framework::{Clause, Framework};
use crate::model::language;
use crate::model::node::Node;
use crate::model::outline::Target;
use crate::model::people::Role;
use crate::say;
use crate::site::Site;
use crate::site::pages::document::{self, Text};
use crate::site::pages::{services, shared};
use crate::site::render::plain::{self, Section};

/// A document, or another page, as the search sees it.
#[derive(Clone, Debug, Default)]
pub(super) struct Source {
    /// Id as written; the number of a clause; empty for none.
    pub id: String,
    /// Title.
    pub title: String,
    /// Title of its type.
    pub type_title: String,
    /// Names that are as good as an id: of a role its title and who holds it.
    pub names: Vec<String>,
    /// One sentence for readers; empty for none.
    pub summary: String,
    /// Other words for what it is about.
    pub keywords: Vec<String>,
    /// Clauses that it claims.
    pub clauses: Vec<String>,
    /// Its text, the entries of a register and computed values among it.
    pub sections: Vec<Section>,
    /// Whether it stands behind others of its kind: a clause of a framework that the system does not follow.
    pub aside: bool,
}

/// What can be found of a page.
#[must_use]
pub(super) fn source(site: &Site, subject: &Subject<'_>) -> Source {
    match subject {
        Subject::Entry(entry) => document(site, entry),
        Subject::Clause(framework, clause) => of_clause(site, framework, clause),
        Subject::Role(role) => of_role(site, role),
        Subject::Customer(id) => of_party(
            id,
            services::customer_name(&site.sms, id),
            say!("Customer"),
            say!("What this customer has from us, and what was promised."),
        ),
        Subject::Supplier(id) => of_party(
            id,
            services::supplier_name(&site.sms, id),
            say!("Supplier"),
            say!("What this party does, under which agreement, and what rests on it."),
        ),
    }
}

fn of_party(id: &str, title: String, type_title: String, summary: String) -> Source {
    let names = vec![id.to_owned(), title.clone()];
    Source { keywords: vec![id.to_owned()], title, type_title, summary, names, ..Source::default() }
}

fn of_clause(site: &Site, framework: &Framework, clause: &Clause) -> Source {
    let aside = framework.id != site.sms.inputs.config.framework;
    let summary = if aside { String::new() } else { language::translate(&clause.summary) };
    Source {
        id: clause.number().to_owned(),
        title: plain::squeezed(&language::translate(&clause.title)),
        type_title: say!("Clause"),
        summary: format!("{}. {}", framework.title, plain::squeezed(&summary)).trim_end().to_owned(),
        aside,
        ..Source::default()
    }
}

fn of_role(site: &Site, role: &Role) -> Source {
    let holders = shared::holders(&site.sms, &role.id);
    let people = site.sms.inputs.people.holders(&role.id, site.sms.inputs.today).map(|person| person.name.clone());
    Source {
        names: [role.id.clone(), role.title.clone()].into_iter().chain(people).collect(),
        title: role.title.clone(),
        type_title: say!("Role"),
        summary: if holders.is_empty() {
            say!("Nobody holds this role today.")
        } else {
            say!("Held by {names}.", names = holders)
        },
        keywords: vec![role.id.clone(), holders],
        ..Source::default()
    }
}

fn document(site: &Site, entry: &Entry) -> Source {
    let Text { document, shown, .. } = document::text(site, entry);
    let sections = if shown {
        let mut sections = plain::sections(document, &|target| words_of(site, document, target));
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
        ..Source::default()
    }
}

/// What is read for a reference that has no words of its own: the number and the section. Of what those who look may not
/// know not even the number.
fn words_of(site: &Site, document: &Document, target: &Target) -> String {
    let section = |document: &Document, anchor: &str| {
        let heading = document.outline.headings.iter().find(|heading| heading.anchor == anchor);
        heading.map(|heading| heading.text.clone())
    };
    let words = match target {
        Target::Document { id, anchor } => site.sms.corpus.get(id).map(|entry| {
            let section = anchor.as_deref().and_then(|anchor| section(entry.document(), anchor));
            section.map_or_else(|| entry.id.to_string(), |section| format!("{}, {section}", entry.id))
        }),
        Target::Anchor(anchor) => section(document, anchor),
        Target::Path { .. } | Target::External(_) | Target::Forbidden(_) => None,
    };
    words.unwrap_or_else(|| "…".to_owned())
}
