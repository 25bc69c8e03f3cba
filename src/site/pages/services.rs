//! The service catalogue.

use serde::Serialize;

use super::shared::{self, DocLink, StateView};
use crate::evaluate::corpus::Entry;
use crate::model::node::Node;
use crate::site::Site;
use crate::site::frame::{About, Frame};

/// Variables of `services.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Group {
    title: &'static str,
    lede: &'static str,
    empty: &'static str,
    cards: Vec<Card>,
}

/// A service in the catalogue.
#[derive(Debug, Serialize)]
pub struct Card {
    /// Its page.
    pub doc: DocLink,
    /// Title without the word for its type.
    pub name: String,
    /// What it does.
    pub description: String,
    /// State, where it is not in force.
    pub state: Option<StateView>,
    /// Facts that are known of it.
    pub facts: Vec<Fact>,
    /// Whether customers use it directly.
    pub customer: bool,
}

/// A label with its value.
#[derive(Debug, Serialize)]
pub struct Fact {
    label: &'static str,
    value: String,
}

/// The catalogue.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let about = About {
        path,
        title: "Service catalogue",
        description: "Services, when they run and what they promise",
        section: "Services",
        print: ("Service catalogue".to_owned(), site.sms.inputs.config.site.organization.clone()),
        landscape: false,
        noindex: false,
        language: None,
    };
    let (customer, supporting) = cards(site).into_iter().partition(|card| card.customer);
    let groups = vec![
        Group {
            title: "Services for customers",
            lede: "What customers and their staff use.",
            empty: "No services in this group yet. `smsdoc new service` begins one.",
            cards: customer,
        },
        Group {
            title: "Supporting services",
            lede: "What the others rely on. They are not ordered on their own.",
            empty: "No services in this group yet.",
            cards: supporting,
        },
    ];
    View { frame: site.frame(&about), groups }
}

/// Every service, sorted by id.
#[must_use]
pub fn cards(site: &Site) -> Vec<Card> {
    let is_service = |entry: &&Entry| entry.doc_type.as_ref().is_some_and(|doc_type| doc_type.name == "service");
    let shown = |entry: &&Entry| site.sms.inputs.drafts || entry.edition().is_some();
    site.sms.corpus.entries.iter().filter(is_service).filter(shown).map(|entry| card(site, entry)).collect()
}

fn card(site: &Site, entry: &Entry) -> Card {
    let front = &entry.document().front;
    let text = |field: &str| front.get(field).and_then(Node::text).map(str::to_owned);
    let doc = shared::doc_link(entry);
    let name = doc.title.split_once(": ").map_or(doc.title.as_str(), |(_, name)| name);
    let mut chars = name.chars();
    let name = chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default();
    let facts = [
        ("Runs", front.get("service_hours").map(calendar)),
        ("Support", front.get("support_hours").map(calendar)),
        (
            "Available",
            text("availability_target").filter(|target| target != "see_sla").map(|target| format!("{target} %")),
        ),
        ("Owner", text("service_owner").map(|role| shared::role_title(&site.sms, &role))),
    ];
    Card {
        name,
        description: text("description").unwrap_or_default(),
        state: Some(shared::state(entry.state())).filter(|_| !entry.is_in_force()),
        facts: facts.into_iter().filter_map(|(label, value)| Some(Fact { label, value: value? })).collect(),
        customer: text("service_kind").is_none_or(|kind| kind == "customer"),
        doc,
    }
}

/// A calendar in words: `24 × 7`, or `Mon–Fri 08:00–18:00, Europe/London`.
fn calendar(node: &Node) -> String {
    if let Some(text) = node.text() {
        return text.replace("24x7", "24 × 7");
    }
    let days: Vec<_> =
        node.get("days").map(Node::items).unwrap_or_default().iter().filter_map(Node::text).map(capitalized).collect();
    let part = |field: &str| node.get(field).and_then(Node::text).unwrap_or_default().to_owned();
    let days = match (days.first(), days.last()) {
        (Some(first), Some(last)) if days.len() > 2 => format!("{first}–{last}"),
        _ => days.join(", "),
    };
    format!("{days} {}–{}, {}", part("from"), part("to"), part("tz").replace('_', " "))
}

fn capitalized(day: &str) -> String {
    let mut chars = day.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
