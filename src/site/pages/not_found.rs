//! What a host shows where there is no page.

use serde::Serialize;

use super::shared::{self, DocLink};
use crate::evaluate::corpus::Entry;
use crate::evaluate::state::State;
use crate::say;
use crate::site::Site;
use crate::site::frame::{About, Frame};

/// Variables of `404.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    /// Whether there are records among those in force.
    records: bool,
    /// What readers may rely on, by title.
    documents: Vec<DocLink>,
    /// The others, by title.
    others: Vec<Other>,
}

/// A document that readers may not rely on.
#[derive(Debug, Serialize)]
struct Other {
    doc: DocLink,
    /// Why not: `IMP-REG-002 was withdrawn on 3 Mar 2026`.
    why: String,
}

/// The page.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let about = About {
        path,
        title: say!("Page not found"),
        description: say!("There is no page at this address"),
        section: "",
        print: (say!("Page not found"), String::new()),
        landscape: false,
        noindex: true,
        language: None,
    };
    let by_title = |doc: &DocLink| (doc.title.to_lowercase(), doc.id.clone());
    let (in_force, others): (Vec<_>, Vec<_>) = site.sms.corpus.entries.iter().partition(|entry| entry.is_in_force());
    let mut documents: Vec<_> = in_force.iter().map(|entry| shared::doc_link(entry)).collect();
    documents.sort_by_key(by_title);
    let others = others.into_iter().map(|entry| Other { doc: shared::doc_link(entry), why: why(entry) });
    let mut others: Vec<_> = others.collect();
    others.sort_by_key(|other| by_title(&other.doc));
    View { frame: site.frame(&about), records: in_force.iter().any(|entry| entry.is_record()), documents, others }
}

fn why(entry: &Entry) -> String {
    let id = &entry.id;
    let edition = entry.edition();
    match (edition.map(|edition| edition.state), edition.and_then(|edition| edition.withdrawn_from)) {
        (Some(State::Withdrawn), Some(day)) => say!("{id} was withdrawn on {day}", id, day = shared::day(day).text),
        _ => say!("{id} is {state}", id, state = shared::state_within(entry.state())),
    }
}
