//! Services, agreements, and who takes part: the catalogue, and what is computed for the pages of each.

mod agreement;
pub mod chain;
pub mod computed;
pub mod customers;
mod names;
mod sections;
mod service;
pub mod suppliers;
pub mod words;

use std::collections::BTreeMap;

use serde::Serialize;

use super::shared::{self, DocLink, StateView};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::services::stated::{ServiceKind, ServiceState};
use crate::say;
use crate::site::Site;
use crate::site::frame::{About, Frame};
use names::Customer;
pub(in crate::site) use names::{customer_href, supplier_href};

/// The page above the others of this folder: label and path.
fn catalogue() -> (String, &'static str) {
    (say!("Services"), "services/index.html")
}

/// Variables of `services.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    filters: Vec<Filter>,
    groups: Vec<Group>,
    /// Whether there are pages on agreements and on who takes part.
    inside: bool,
}

#[derive(Debug, Serialize)]
struct Filter {
    key: &'static str,
    label: String,
    count: usize,
}

#[derive(Debug, Serialize)]
struct Group {
    title: String,
    lede: String,
    empty: String,
    /// Words of the filters of its cards; all of them where it has none, so that it says what to add.
    keys: String,
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
    /// State of its document, where that is not in force.
    pub state: Option<StateView>,
    /// Where it stands in its life, where it is not live.
    pub life: Option<StateView>,
    /// Facts that are known of it.
    pub facts: Vec<Fact>,
    /// Whether customers use it directly.
    pub customer: bool,
    /// Words of its filters: `1` for customers, `2` for users, `3` inside.
    pub keys: String,
}

/// A label with its value.
#[derive(Debug, Serialize)]
pub struct Fact {
    label: String,
    value: String,
}

/// Views of the catalogue with the words of their filters.
const VIEWS: [(&str, &str); 3] = [("customer", "1"), ("user", "2"), ("internal", "3")];

/// The catalogue.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let about = About {
        path,
        title: say!("Service catalogue"),
        description: say!("Services, when they run and what they promise"),
        section: "Services",
        print: (say!("Service catalogue"), site.sms.inputs.config.site.organization.clone()),
        landscape: false,
        noindex: false,
        language: None,
    };
    let cards = cards(site);
    let count = |key: &str| cards.iter().filter(|card| card.keys.contains(key)).count();
    let filters = [("1", say!("Customer view")), ("2", say!("User view")), ("3", say!("Internal"))];
    let filters = filters.map(|(key, label)| Filter { key, label, count: count(key) });
    let filters = [Filter { key: "all", label: say!("All"), count: cards.len() }].into_iter().chain(filters).collect();
    let (customer, supporting) = cards.into_iter().partition(|card| card.customer);
    let group = |title, lede, empty, cards: Vec<Card>| {
        let has = |key: &&str| cards.is_empty() || cards.iter().any(|card| card.keys.contains(*key));
        let keys: Vec<&str> = VIEWS.iter().map(|(_, key)| *key).filter(has).collect();
        Group { title, lede, empty, keys: keys.join(" "), cards }
    };
    let groups = vec![
        group(
            say!("Services for customers"),
            say!("What customers and their staff use."),
            say!(
                "No services in this group yet. “smsdoc new service” begins one; with “service_kind: customer” it stands here."
            ),
            customer,
        ),
        group(
            say!("Supporting services"),
            say!("What the others rely on. They are not ordered on their own."),
            say!("No services in this group yet. A service with “service_kind: supporting” stands here."),
            supporting,
        ),
    ];
    View { frame: site.frame(&about), filters, groups, inside: site.sms.services.tells_of_agreements() }
}

/// Every service, sorted by id.
#[must_use]
pub fn cards(site: &Site) -> Vec<Card> {
    let is_service = |entry: &&Entry| entry.doc_type.as_ref().is_some_and(|doc_type| doc_type.name == "service");
    let shown = |entry: &&Entry| site.sms.inputs.drafts || entry.edition().is_some();
    let customers = names::customers(&site.sms);
    let entries = site.sms.corpus.entries.iter().filter(is_service).filter(shown);
    entries.map(|entry| card(&site.sms, entry, &customers)).collect()
}

fn card(sms: &Sms, entry: &Entry, customers: &BTreeMap<String, Customer>) -> Card {
    let front = &entry.document().front;
    let text = |field: &str| front.string(field).map(|text| text.value);
    let doc = shared::doc_link(entry);
    let index = sms.services.service(entry.id.as_str());
    let service = index.map(|index| &sms.services.services[index]);
    let supporting = text("service_kind").is_some_and(|kind| kind == "supporting");
    let views = front.strings("views");
    let keys = VIEWS.iter().filter(|(view, _)| match (supporting, *view) {
        (true, view) => view == "internal",
        (false, view) => views.iter().any(|named| named.value == view),
    });
    let keys: Vec<&str> = keys.map(|(_, key)| *key).collect();
    Card {
        name: words::name(&doc.title),
        description: text("description").or_else(|| text("summary")).unwrap_or_default(),
        state: Some(shared::state(entry.state())).filter(|_| !entry.is_in_force()),
        life: service.and_then(|service| service.state.as_ref()).and_then(|state| life(state.value)),
        facts: index.map(|index| facts(sms, index, customers)).unwrap_or_default(),
        customer: !supporting,
        keys: keys.join(" "),
        doc,
    }
}

/// Where a service stands in its life; `None` for one that is live.
fn life(state: ServiceState) -> Option<StateView> {
    let (class, icon, label) = match state {
        ServiceState::Live => return None,
        ServiceState::Proposed => ("draft", "draft", say!("Proposed")),
        ServiceState::Design => ("draft", "draft", say!("In design")),
        ServiceState::Transition => ("info", "soon", say!("In transition")),
        ServiceState::Retiring => ("due", "due", say!("Retiring")),
        ServiceState::Retired => ("mute", "na", say!("Retired")),
    };
    Some(StateView { class, icon, label })
}

fn facts(sms: &Sms, index: usize, customers: &BTreeMap<String, Customer>) -> Vec<Fact> {
    let service = &sms.services.services[index];
    let downtime = sms.services.downtime_of_service(index, &computed::now(sms));
    let allowed = downtime.as_ref().map(|downtime| {
        let (allowed, of) = words::may_be_down(downtime);
        format!("{allowed} {of}")
    });
    let owner = service.owner.as_ref().map(|role| {
        let (title, holders) = (shared::role_title(sms, &role.value), shared::holders(sms, &role.value));
        if holders.is_empty() { say!("{role}, held by nobody", role = title) } else { format!("{title}, {holders}") }
    });
    let named = names::of_service(sms, customers, service);
    let what_for = match service.kind {
        ServiceKind::Supporting => {
            let above = sms.services.paths.supports[index].iter().map(|above| sms.services.services[*above].id.clone());
            (say!("Behind|services"), above.collect::<Vec<_>>().join(", "))
        }
        ServiceKind::Customer if sms.services.tells_of_agreements() => (say!("For|customers"), named.join(", ")),
        ServiceKind::Customer => (say!("For|customers"), String::new()),
    };
    let facts = [
        (what_for.0, Some(what_for.1).filter(|text| !text.is_empty())),
        (say!("Runs|hours"), service.service_hours.as_ref().map(|hours| hours.value.words())),
        (say!("Support"), service.support_hours.as_ref().map(|hours| hours.value.words())),
        (
            say!("Available"),
            match &downtime {
                Some(downtime) => {
                    Some(format!("{} {}", words::stated_percent(&downtime.percent), downtime.terms.period.each()))
                }
                // An agreement that may not be shown is not one that is not there.
                None => (sms.services.left_out == 0).then(|| say!("No agreed level")),
            },
        ),
        (say!("May be down"), allowed),
        (say!("Owner"), owner),
    ];
    facts.into_iter().filter_map(|(label, value)| Some(Fact { label, value: value? })).collect()
}

/// Pages of suppliers: path and id.
pub(in crate::site) fn supplier_pages(sms: &Sms) -> Vec<(String, String)> {
    let ids = sms.parties.parties.keys().filter(|_| sms.services.tells_of_agreements());
    ids.filter_map(|id| Some((names::supplier_href(id)?, id.clone()))).collect()
}

/// Pages of customers: path and id.
pub(in crate::site) fn customer_pages(sms: &Sms) -> Vec<(String, String)> {
    let ids = names::customers(sms).into_keys().filter(|_| sms.services.tells_of_agreements());
    ids.filter_map(|id| Some((names::customer_href(&id)?, id))).collect()
}

/// The name of a customer, else its id made readable.
pub(in crate::site) fn customer_name(sms: &Sms, id: &str) -> String {
    names::name(sms, &names::customers(sms), id)
}

/// The name of a supplier, else its id made readable.
pub(in crate::site) fn supplier_name(sms: &Sms, id: &str) -> String {
    names::name(sms, &BTreeMap::new(), id)
}
