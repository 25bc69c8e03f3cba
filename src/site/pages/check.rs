//! Whether a printed or saved copy is current: where the address on the sheet leads.

use serde::Serialize;

use super::shared::{self, Day, DocLink, StateView};
use crate::evaluate::corpus::Entry;
use crate::site::Site;
use crate::site::frame::{About, Frame};

/// Variables of `check.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    doc: DocLink,
    version: String,
    current: bool,
    state: StateView,
    since: Option<Day>,
}

/// The page for the version of an entry that is shown.
#[must_use]
pub fn view(site: &Site, path: &str, entry: &Entry) -> View {
    let doc = shared::doc_link(entry);
    let edition = entry.edition();
    let version = edition.and_then(|edition| edition.version.as_ref()).map(ToString::to_string).unwrap_or_default();
    let about = About {
        path,
        title: &format!("Is {} {version} current?", entry.id),
        description: &format!("Whether version {version} of {} is in force", entry.id),
        section: "Documents",
        print: (entry.id.to_string(), format!("Version {version}")),
        landscape: false,
        noindex: true,
        language: None,
    };
    View {
        frame: site.frame(&about),
        doc,
        current: entry.is_in_force(),
        state: shared::state(entry.state()),
        since: edition.and_then(|edition| edition.effective).map(shared::day),
        version,
    }
}
