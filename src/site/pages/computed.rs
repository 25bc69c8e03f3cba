//! A page of its own that is made of computed sections.

use serde::Serialize;

use crate::site::Site;
use crate::site::frame::{About, Frame};
use crate::site::pages::section::{Fact, Section, Words, grid};

/// Variables of `computed.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    title: String,
    /// Pages above it: label and path.
    above: Vec<(String, &'static str)>,
    lede: Words,
    glance: Vec<Fact>,
    sections: Vec<Section>,
}

/// What a page shows.
pub(super) struct Content {
    /// English label of the entry of the menu that it belongs to.
    pub section: &'static str,
    /// Its title.
    pub title: String,
    /// One sentence for search engines.
    pub description: String,
    /// The pages above it: label and path.
    pub above: Vec<(String, &'static str)>,
    /// What it shows, in a sentence or two.
    pub lede: Words,
    /// The most important values.
    pub glance: Vec<Fact>,
    /// All values.
    pub sections: Vec<Section>,
    /// Whether it is printed across.
    pub landscape: bool,
}

/// The page at a path.
pub(super) fn view(site: &Site, path: &str, content: Content) -> View {
    let about = About {
        path,
        title: content.title.clone(),
        description: content.description.clone(),
        section: content.section,
        print: (content.title.clone(), site.sms.inputs.config.site.organization.clone()),
        landscape: content.landscape,
        noindex: false,
        language: None,
    };
    let frame = site.frame(&about);
    let Content { title, above, lede, glance, sections, .. } = content;
    View { frame, title, above, lede, glance: grid(glance), sections }
}
