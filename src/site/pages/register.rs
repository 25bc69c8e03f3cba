//! The document register: every document, its state and who answers for it.

use serde::Serialize;

use super::minimum::{self, Minimum};
use super::shared::{self, Day, DocLink, StateView};
use crate::evaluate::corpus::Entry;
use crate::evaluate::state::State;
use crate::model::clause::ClauseRef;
use crate::say;
use crate::site::Site;
use crate::site::frame::{About, Frame};

/// Variables of `register.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    filters: Vec<Filter>,
    rows: Vec<Row>,
    /// The shortest list of what has to be in writing.
    minimum: Option<Minimum>,
}

/// A choice of rows, with how many there are.
#[derive(Debug, Serialize)]
struct Filter {
    /// Ending of the element's id, and value of `data-s` of the rows that it shows.
    key: &'static str,
    label: String,
    count: usize,
}

#[derive(Debug, Serialize)]
struct Row {
    key: &'static str,
    doc: DocLink,
    type_title: String,
    version: String,
    state: StateView,
    next: String,
    owner: String,
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
    let count = |key: &str| rows.iter().filter(|row| row.key == key).count();
    let in_force = count("eff") + count("due") + count("over");
    let filters = [
        ("all", say!("All|documents"), rows.len()),
        ("eff", say!("In force"), in_force),
        ("due", say!("Review due"), count("due")),
        ("over", say!("Overdue|review"), count("over")),
        ("rev", say!("Changing"), count("rev")),
        ("draft", say!("Draft|state"), count("draft")),
        ("sup", say!("Superseded"), count("sup")),
    ];
    let filters = filters.into_iter().filter(|(key, _, count)| *key == "all" || *count > 0);
    View {
        frame: site.frame(&about),
        filters: filters.map(|(key, label, count)| Filter { key, label, count }).collect(),
        rows,
        minimum: minimum::minimum(sms),
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
    let key = match entry.state() {
        State::InForce if next.is_some() => "rev",
        State::InForce | State::Open | State::Closed => "eff",
        State::ReviewDue => "due",
        State::ReviewOverdue => "over",
        State::Scheduled | State::InReview => "rev",
        State::Draft | State::Unproven => "draft",
        State::Superseded | State::Withdrawn => "sup",
    };
    Row {
        key,
        doc: shared::doc_link(entry),
        type_title: shared::type_title(entry),
        version: document.version.as_ref().map(|version| version.value.to_string()).unwrap_or_else(|| "—".to_owned()),
        state: shared::state(entry.state()),
        next: next.unwrap_or_default(),
        owner: document
            .owner
            .as_ref()
            .map(|owner| shared::role_title(sms, &owner.value))
            .unwrap_or_else(|| say!("Not recorded")),
        effective: edition.and_then(|edition| edition.effective).map(shared::day),
        review: entry.next_review.filter(|_| edition.is_some()).map(shared::day),
        clauses: clause_links(site, document.claims().map(|(claim, _)| &claim.value)),
        unproven: edition.is_none(),
    }
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
