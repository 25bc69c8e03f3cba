//! The first page: find a document, see what changed, see what this copy is.

use serde::Serialize;

use super::services::{self, Card};
use super::shared::{self, Day, DocLink};
use crate::evaluate::corpus::Entry;
use crate::evaluate::state::State;
use crate::model::date;
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
    /// The newest release; empty where there is none.
    release: String,
    /// Whether the audience reads all: auditors.
    for_auditors: bool,
    /// The last version that came into force, where none did lately.
    last: Option<Change>,
}

#[derive(Debug, Serialize)]
struct Task {
    doc: DocLink,
    /// What the reader wants to do; the title of the document where nobody put it into words.
    label: String,
    summary: String,
}

#[derive(Debug, Serialize)]
struct RoleLink {
    title: String,
    href: String,
}

/// A version that came into force, or will.
#[derive(Clone, Debug, Serialize)]
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

/// Types that tell how something is done.
const DOING: [&str; 3] = ["procedure", "process", "work_instruction"];

/// Most tasks that the program chooses by itself.
const TASKS: usize = 6;

/// Most roles that are named before all of them.
const ROLES: usize = 8;

/// How many days back a change is news.
const NEWS: i64 = 90;

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
    let all = changes(site);
    let is_news = |change: &&Change| {
        change.ahead
            || date::parse(&change.day.iso).is_some_and(|day| date::days_between(day, sms.inputs.today) <= NEWS)
    };
    let news: Vec<Change> = all.iter().filter(is_news).take(5).cloned().collect();
    View {
        frame: site.frame(&about),
        in_force: in_force().count(),
        records: sms.corpus.in_force().filter(|entry| entry.is_record()).count(),
        tasks: tasks(site),
        roles: roles(site),
        last: if news.is_empty() { all.into_iter().next() } else { None },
        changes: news,
        services: services::cards(site).into_iter().filter(|card| card.customer).take(4).collect(),
        release: sms.inputs.line.releases.last().map(|release| release.name.clone()).unwrap_or_default(),
        for_auditors: site.is_whole(),
    }
}

/// What readers come for: as the configuration says, else what most roles do.
fn tasks(site: &Site) -> Vec<Task> {
    let sms = &site.sms;
    let configured = sms.inputs.config.site.tasks.iter().filter_map(|task| {
        let (id, anchor) = task.document.split_once('#').map_or((task.document.as_str(), ""), |parts| parts);
        let entry = sms.corpus.get(id).filter(|entry| entry.is_in_force())?;
        let mut doc = shared::doc_link(entry);
        if !anchor.is_empty() {
            doc.href = format!("{}#{anchor}", doc.href);
        }
        Some(Task { doc, label: task.label.clone(), summary: task.about.clone() })
    });
    let configured: Vec<Task> = configured.collect();
    if !configured.is_empty() {
        return configured;
    }
    let is_doing = |entry: &&Entry| {
        entry.doc_type.as_ref().is_some_and(|doc_type| DOING.contains(&doc_type.name.as_str())) && !entry.is_record()
    };
    let mut doing: Vec<&Entry> = sms.corpus.in_force().filter(is_doing).collect();
    doing.sort_by_key(|entry| std::cmp::Reverse(entry.document().applies_to_roles.len()));
    let chosen = doing.into_iter().take(TASKS).map(|entry| {
        let doc = shared::doc_link(entry);
        let summary = entry.document().summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default();
        Task { label: doc.title.clone(), doc, summary }
    });
    chosen.collect()
}

/// The roles to which most documents apply: those of the many come first.
fn roles(site: &Site) -> Vec<RoleLink> {
    let sms = &site.sms;
    let mut reach: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for entry in sms.corpus.in_force().filter(|entry| !entry.is_record()) {
        for role in &entry.document().applies_to_roles {
            *reach.entry(role.value.as_str()).or_default() += 1;
        }
    }
    let known = sms.inputs.people.roles.iter();
    let mut roles: Vec<_> = known.filter_map(|role| Some((*reach.get(role.id.as_str())?, role))).collect();
    roles.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let chosen = roles
        .into_iter()
        .take(ROLES)
        .map(|(_, role)| RoleLink { title: role.title.clone(), href: format!("roles/{}/index.html", role.id) });
    chosen.collect()
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
