//! The document register: every document, its state and who answers for it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use super::minimum::{self, Minimum};
use super::shared::{self, Day, DocLink, StateView};
use crate::evaluate::corpus::Entry;
use crate::evaluate::state::State;
use crate::model::clause::ClauseRef;
use crate::model::{date, language};
use crate::say;
use crate::site::Site;
use crate::site::frame::{About, Frame};

/// Variables of `register.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    filters: Vec<Filter>,
    rows: Vec<Row>,
    /// The same documents in other orders.
    orders: Vec<Order>,
    /// The shortest list of what has to be in writing.
    minimum: Option<Minimum>,
}

/// A choice of rows, with how many there are.
#[derive(Debug, Serialize)]
struct Filter {
    /// Ending of the element's id, and a word of `data-s` of the rows that it shows.
    key: &'static str,
    label: String,
    count: usize,
}

#[derive(Debug, Serialize)]
struct Row {
    /// Where it stands in words for the filter: in force, due or not, and apart from that whether it changes.
    words: Vec<&'static str>,
    doc: DocLink,
    type_title: String,
    version: String,
    state: StateView,
    next: String,
    class: String,
    owner: String,
    approver: String,
    approved_on: Option<Day>,
    proof: String,
    effective: Option<Day>,
    review: Option<Day>,
    clauses: Vec<ClauseLink>,
    unproven: bool,
}

#[derive(Debug, Serialize)]
struct ClauseLink {
    label: String,
    href: String,
}

/// The register.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let sms = &site.sms;
    let about = About {
        path,
        title: say!("Document register"),
        description: say!("Every controlled document, its state and who answers for it"),
        section: "Documents",
        print: (say!("Document register"), sms.inputs.config.site.organization.clone()),
        landscape: true,
        noindex: false,
        language: None,
    };
    let rows: Vec<Row> =
        sms.corpus.entries.iter().filter(|entry| !entry.is_record()).map(|entry| row(site, entry)).collect();
    let count = |key: &str| rows.iter().filter(|row| row.words.contains(&key)).count();
    let filters = [
        ("all", say!("All|documents"), rows.len()),
        ("eff", say!("In force"), count("eff")),
        ("due", say!("Review due"), count("due")),
        ("over", say!("Overdue|review"), count("over")),
        ("rev", say!("Changing"), count("rev")),
        ("soon", say!("Not yet in force"), count("soon")),
        ("draft", say!("Draft|state"), count("draft")),
        ("sup", say!("Superseded"), count("sup")),
        ("wd", say!("Withdrawn"), count("wd")),
    ];
    let filters = filters.into_iter().filter(|(key, _, count)| *key == "all" || *count > 0);
    View {
        frame: site.frame(&about),
        filters: filters.map(|(key, label, count)| Filter { key, label, count }).collect(),
        rows,
        orders: orders(site),
        minimum: minimum::minimum(site),
    }
}

fn row(site: &Site, entry: &Entry) -> Row {
    let sms = &site.sms;
    let document = entry.document();
    let edition = entry.edition();
    let next = edition.and(entry.next.as_ref()).map(|next| {
        let version = next.version.as_ref().map(ToString::to_string).unwrap_or_default();
        say!("{version} {state}", version, state = shared::state_within(next.state))
    });
    let mut words = match entry.state() {
        State::InForce | State::Open | State::Closed => vec!["eff"],
        State::ReviewDue => vec!["eff", "due"],
        State::ReviewOverdue => vec!["eff", "over"],
        State::Scheduled => vec!["soon"],
        State::Draft | State::InReview | State::Unproven => vec!["draft"],
        State::Superseded => vec!["sup"],
        State::Withdrawn => vec!["wd"],
    };
    if next.is_some() {
        words.push("rev");
    }
    let statement = edition.map(|edition| &edition.statement);
    let approver = statement.and_then(|statement| statement.approver.as_ref());
    Row {
        words,
        doc: shared::doc_link(entry),
        type_title: shared::type_title(entry),
        version: document.version.as_ref().map(|version| version.value.to_string()).unwrap_or_else(|| "—".to_owned()),
        state: shared::state(entry.state()),
        next: next.unwrap_or_default(),
        class: shared::class_of(document),
        approver: approver.map(|id| shared::person_name(sms, id)).unwrap_or_default(),
        approved_on: statement.and_then(|statement| statement.approved_on).map(shared::day),
        proof: edition.map(|edition| shared::proof(&edition.proof).0).unwrap_or_default(),
        owner: owner(site, entry),
        effective: edition.and_then(|edition| edition.effective).map(shared::day),
        review: entry.next_review.filter(|_| edition.is_some()).map(shared::day),
        clauses: clause_links(site, document.claims().map(|(claim, _)| &claim.value)),
        unproven: edition.is_none(),
    }
}

/// The title of the role that answers for a document.
fn owner(site: &Site, entry: &Entry) -> String {
    let owner = entry.document().owner.as_ref();
    owner.map_or_else(|| say!("Not recorded"), |owner| shared::role_title(&site.sms, &owner.value))
}

/// Where the documents of a type stand together, from the root of the site.
#[must_use]
pub fn type_href(name: &str) -> String {
    format!("register/index.html#type-{name}")
}

/// The documents in another order, for those who cannot sort a table.
#[derive(Debug, Serialize)]
struct Order {
    title: String,
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Group {
    /// Empty where nothing leads to it.
    anchor: String,
    title: String,
    documents: Vec<(DocLink, String)>,
}

fn orders(site: &Site) -> Vec<Order> {
    let mut by_owner: BTreeMap<String, Group> = BTreeMap::new();
    let mut by_type: BTreeMap<String, Group> = BTreeMap::new();
    let mut by_review: BTreeMap<Date, Group> = BTreeMap::new();
    let group = |anchor: String, title: &str| Group { anchor, title: title.to_owned(), documents: Vec::new() };
    for entry in site.sms.corpus.entries.iter().filter(|entry| !entry.is_record()) {
        let told = (shared::doc_link(entry), shared::state(entry.state()).label);
        let owner = owner(site, entry);
        by_owner.entry(owner.clone()).or_insert_with(|| group(String::new(), &owner)).documents.push(told.clone());
        if let Some(doc_type) = &entry.doc_type {
            let (anchor, title) = (format!("type-{}", doc_type.name), language::translate(&doc_type.plural));
            // Two types may bear the same title.
            let key = format!("{title} {}", doc_type.name);
            by_type.entry(key).or_insert_with(|| group(anchor, &title)).documents.push(told.clone());
        }
        if let Some(day) = entry.next_review.filter(|_| entry.edition().is_some()) {
            let (at, day) = (day.first_of_month(), date::display(day));
            let month = by_review
                .entry(at)
                .or_insert_with(|| group(String::new(), &format!("{} {}", date::month(at), at.year())));
            month.documents.push((told.0, day));
        }
    }
    let orders = [
        (say!("By owner"), by_owner.into_values().collect::<Vec<_>>()),
        (say!("By type"), by_type.into_values().collect()),
        (say!("By next review"), by_review.into_values().collect()),
    ];
    orders.into_iter().filter(|(_, groups)| !groups.is_empty()).map(|(title, groups)| Order { title, groups }).collect()
}

fn clause_links<'a>(site: &Site, claims: impl Iterator<Item = &'a ClauseRef>) -> Vec<ClauseLink> {
    let inputs = &site.sms.inputs;
    let mut links: Vec<ClauseLink> = Vec::new();
    for claim in claims {
        let id = claim.framework.as_deref().unwrap_or(&inputs.config.framework);
        let known = inputs.frameworks.get(id).and_then(|framework| framework.clause(&claim.clause));
        let label = claim.to_string();
        if known.is_some() && !links.iter().any(|link| link.label == label) {
            links.push(ClauseLink { label, href: shared::clause_href(id, claim.clause.as_str()) });
        }
    }
    links
}
