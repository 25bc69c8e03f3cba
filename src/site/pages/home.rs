//! The first page: find a document, see what changed, see what this copy is.

use serde::Serialize;

use super::services::{self, Card};
use super::shared::{self, Day, DocLink};
use crate::evaluate::corpus::Entry;
use crate::evaluate::state::State;
use crate::say;
use crate::site::Site;
use crate::site::frame::{About, Frame};

/// Variables of `home.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    in_force: usize,
    records: usize,
    tasks: Vec<Task>,
    roles: Vec<RoleLink>,
    changes: Vec<Change>,
    services: Vec<Card>,
}

#[derive(Debug, Serialize)]
struct Task {
    doc: DocLink,
    summary: String,
}

#[derive(Debug, Serialize)]
struct RoleLink {
    title: String,
    href: String,
}

/// A version that came into force, or will.
#[derive(Debug, Serialize)]
pub struct Change {
    /// Document.
    pub doc: DocLink,
    /// Version.
    pub version: String,
    /// First day in force.
    pub day: Day,
    /// Whether the day lies ahead.
    pub ahead: bool,
    /// What changed and why.
    pub summary: String,
    /// Name of who approved it.
    pub approver: String,
    /// Redline to the version before it, from the root of the site; empty for the first.
    pub redline: String,
}

/// Groups of types in the order in which a reader looks for something to do.
const DOING: [&str; 3] = ["procedure", "process", "work_instruction"];

/// The first page.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let sms = &site.sms;
    let about = About {
        path,
        title: say!("Home"),
        description: say!("Policies, procedures and service levels in the version that is in force"),
        section: "Home",
        print: (sms.inputs.config.site.title.clone(), say!("Home")),
        landscape: false,
        noindex: false,
        language: None,
    };
    let in_force = || sms.corpus.in_force().filter(|entry| !entry.is_record());
    let named = |entry: &Entry, name: &str| entry.doc_type.as_ref().is_some_and(|doc_type| doc_type.name == name);
    let doing = DOING.iter().flat_map(|name| in_force().filter(move |entry| named(entry, name)));
    let tasks = doing.take(6).map(|entry| Task {
        doc: shared::doc_link(entry),
        summary: entry.document().summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default(),
    });
    let owners: std::collections::BTreeSet<&str> =
        in_force().filter_map(|entry| entry.document().owner.as_ref()).map(|owner| owner.value.as_str()).collect();
    let roles = sms.inputs.people.roles.iter().filter(|role| owners.contains(role.id.as_str()));
    View {
        frame: site.frame(&about),
        in_force: in_force().count(),
        records: sms.corpus.in_force().filter(|entry| entry.is_record()).count(),
        tasks: tasks.collect(),
        roles: roles
            .take(8)
            .map(|role| RoleLink { title: role.title.clone(), href: format!("roles/{}/index.html", role.id) })
            .collect(),
        changes: changes(site).into_iter().take(5).collect(),
        services: services::cards(site).into_iter().filter(|card| card.customer).take(4).collect(),
    }
}

/// Every version that came into force or will, the latest day first.
#[must_use]
pub fn changes(site: &Site) -> Vec<Change> {
    let mut changes = Vec::new();
    for entry in site.sms.corpus.entries.iter().filter(|entry| !entry.is_record()) {
        for (index, edition) in entry.editions.iter().enumerate() {
            let ahead = edition.state == State::Scheduled;
            let day = if ahead { edition.effective } else { edition.in_force_from };
            let (Some(day), Some(version)) = (day, &edition.version) else { continue };
            let statement = &edition.statement;
            let before = entry.editions.get(index + 1).and_then(|before| before.version.as_ref());
            let title = statement.title.clone().unwrap_or_else(|| entry.id.to_string());
            let change = Change {
                doc: DocLink { id: entry.id.to_string(), title, href: shared::version_href(entry, index) },
                version: version.to_string(),
                day: shared::day(day),
                ahead,
                summary: statement.change_summary.clone().unwrap_or_default(),
                approver: statement.approver.as_ref().map(|id| shared::person_name(&site.sms, id)).unwrap_or_default(),
                redline: before.map(|before| shared::redline_href(entry, before, version)).unwrap_or_default(),
            };
            changes.push((day, change));
        }
    }
    changes.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.doc.id.cmp(&b.1.doc.id)));
    changes.into_iter().map(|(_, change)| change).collect()
}
