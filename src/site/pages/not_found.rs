//! What a host shows where there is no page.

use serde::Serialize;

use super::shared::{self, DocLink};
use crate::say;
use crate::site::Site;
use crate::site::frame::{About, Frame};

/// Variables of `404.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    documents: Vec<DocLink>,
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
    View { frame: site.frame(&about), documents: site.sms.corpus.in_force().map(shared::doc_link).collect() }
}
