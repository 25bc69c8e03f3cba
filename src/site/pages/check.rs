//! Whether a printed or saved copy is current: where the address on the sheet leads.

use serde::Serialize;

use super::retired;
use super::shared::{self, Day, DocLink, StateView};
use crate::evaluate::corpus::Entry;
use crate::evaluate::state::State;
use crate::model::date;
use crate::say;
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
    until: Option<Day>,
    /// Whether its first day lies ahead.
    to_come: bool,
    /// The version to use in its place; empty where there is none.
    in_force: String,
    /// Why no version is in force any more; empty where one is, or none was yet.
    why: String,
    successor: Option<DocLink>,
}

/// The page for a version of an entry.
#[must_use]
pub fn view(site: &Site, path: &str, entry: &Entry, index: usize) -> View {
    let edition = entry.editions.get(index);
    let version = edition.and_then(|edition| edition.version.as_ref()).map(ToString::to_string).unwrap_or_default();
    let current = entry.current == Some(index) && entry.is_in_force();
    let in_force = entry.edition().filter(|_| entry.is_in_force() && !current);
    let doc = shared::doc_link(entry);
    let state = edition.map_or(entry.state(), |edition| edition.state);
    let (why, successor) = retired::why(&site.sms, entry).unwrap_or_default();
    let answered = say!("Answer of {day}", day = date::display(site.sms.inputs.today));
    let right = [shared::stamp(state), say!("Version {version}", version), answered].into_iter();
    let right = right.filter(|part| !part.is_empty());
    let about = About {
        path,
        title: say!("Is {id} {version} current?", id = entry.id, version),
        description: say!("Whether version {version} of {id} is in force", version, id = entry.id),
        section: "Documents",
        print: (format!("{} {}", entry.id, doc.title), right.collect::<Vec<_>>().join(" · ")),
        landscape: false,
        noindex: true,
        language: None,
    };
    View {
        frame: site.frame(&about),
        doc,
        current,
        state: shared::state(state),
        to_come: state == State::Scheduled,
        why,
        successor,
        since: edition.and_then(|edition| edition.in_force_from.or(edition.effective)).map(shared::day),
        until: edition.and_then(|edition| edition.in_force_until).map(shared::day),
        in_force: in_force.and_then(|edition| edition.version.as_ref()).map(ToString::to_string).unwrap_or_default(),
        version,
    }
}
