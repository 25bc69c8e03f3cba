//! Search by words, and the index from A to Z, which needs no script.

use serde::Serialize;

use super::shared::{self, DocLink, StateView};
use crate::say;
use crate::site::Site;
use crate::site::frame::{About, Frame};

/// Variables of `search.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    doc: DocLink,
    type_title: String,
    summary: String,
    state: StateView,
}

/// Everything in force, by title.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let about = About {
        path,
        title: say!("Search"),
        description: say!("Documents from A to Z"),
        section: "",
        print: (say!("Documents from A to Z"), site.sms.inputs.config.site.organization.clone()),
        landscape: false,
        noindex: true,
        language: None,
    };
    let mut rows: Vec<_> = site
        .sms
        .corpus
        .in_force()
        .map(|entry| {
            let document = entry.document();
            Row {
                doc: shared::doc_link(entry),
                type_title: shared::type_title(entry),
                summary: document.summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default(),
                state: shared::state(entry.state()),
            }
        })
        .collect();
    rows.sort_by_key(|row| (row.doc.title.to_lowercase(), row.doc.id.clone()));
    View { frame: site.frame(&about), rows }
}
