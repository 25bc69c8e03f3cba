//! The scope of the SMS: what its statement says, and where that differs from the service catalogue.

use std::collections::BTreeMap;

use super::corpus::{Corpus, Entry};
use super::reading::Reading;
use crate::model::document::Document;
use crate::model::node::Node;
use crate::model::span::Spanned;

/// Where a scope statement and the service catalogue differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The statement names something that customers cannot have.
    NotLive {
        /// The id, as typed in the statement.
        named: Spanned<String>,
        /// Index of the document in [`Corpus::entries`].
        entry: usize,
        /// Its `service_state`, where it has one.
        state: Option<Spanned<String>>,
    },
    /// A live customer service that the statement does not name, by its index in [`Corpus::entries`].
    Missing(usize),
}

/// Scope statements in force, with their indices in [`Corpus::entries`].
pub fn statements(corpus: &Corpus, reading: Reading) -> impl Iterator<Item = (usize, &Entry)> {
    reading.in_force(corpus, "statement").filter(move |(_, entry)| is(reading.of(entry), "statement_kind", "scope"))
}

/// Where a scope statement and the catalogue differ: first what it names, then what it leaves out without saying so in
/// `services_out`. An id that leads nowhere is no difference.
#[must_use]
pub fn differences(corpus: &Corpus, reading: Reading, statement: &Document) -> Vec<Difference> {
    let services = reading.in_force(corpus, "service");
    let live: BTreeMap<String, (usize, &Entry)> = services
        .filter(|(_, entry)| is(reading.of(entry), "service_state", "live"))
        .map(|(index, entry)| (entry.id.folded(), (index, entry)))
        .collect();
    let named = ids(statement, "services");
    let not_live = named.iter().filter(|service| !live.contains_key(&service.value.to_ascii_lowercase()));
    let not_live = not_live.filter_map(|service| {
        let other = corpus.get(&service.value).filter(|other| !other.vanished)?;
        let index = corpus.index(&service.value)?;
        let state = text(reading.of(other), "service_state");
        Some(Difference::NotLive { named: service.clone(), entry: index, state })
    });
    let out = out(statement);
    let known = |entry: &Entry| {
        let told = named.iter().map(|service| &service.value).chain(out.iter().map(|(service, _)| &service.value));
        told.into_iter().any(|id| id.eq_ignore_ascii_case(entry.id.as_str()))
    };
    let customers = live.values().filter(|(_, entry)| is(reading.of(entry), "service_kind", "customer"));
    let missing = customers.filter(|(_, entry)| !known(entry)).map(|(index, _)| Difference::Missing(*index));
    not_live.chain(missing).collect()
}

/// Services that a statement leaves out, each with its reason.
#[must_use]
pub fn out(statement: &Document) -> Vec<(Spanned<String>, String)> {
    let nodes = statement.front.get("services_out").map(Node::items).unwrap_or_default();
    let reason = |node: &Node| node.get("reason").and_then(Node::text).unwrap_or_default().to_owned();
    nodes.iter().filter_map(|node| Some((spanned(node.get("service")?)?, reason(node)))).collect()
}

/// The services that a statement names.
#[must_use]
pub fn ids(statement: &Document, field: &str) -> Vec<Spanned<String>> {
    statement.front.get(field).map(Node::items).unwrap_or_default().iter().filter_map(spanned).collect()
}

fn spanned(node: &Node) -> Option<Spanned<String>> {
    let text = node.text().filter(|text| !text.trim().is_empty())?;
    Some(Spanned::new(text.to_owned(), node.span))
}

fn text(document: &Document, field: &str) -> Option<Spanned<String>> {
    document.front.get(field).and_then(spanned)
}

fn is(document: &Document, field: &str, value: &str) -> bool {
    text(document, field).is_some_and(|text| text.value == value)
}
