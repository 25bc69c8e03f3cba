//! What documents say of other parties: registers of them, services, contracts and OLAs.

use std::collections::BTreeMap;

use super::{PartyKind, ThingKey, ThingKind};
use crate::evaluate::corpus::{Corpus, Entry};
use crate::evaluate::reading::Reading;
use crate::model::clause::ClauseRef;
use crate::model::doc_id::DocId;
use crate::model::document::Document;
use crate::model::inputs::Inputs;
use crate::model::node::Node;
use crate::model::span::{Span, Spanned};

/// What a register of other parties says that it lists.
const KIND: &str = "other_parties";

/// An entry of a register of other parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    /// Index of the register in [`Corpus::entries`].
    pub(super) register: usize,
    /// Id of the party.
    pub(super) id: Spanned<String>,
    /// Its name.
    pub(super) name: Option<String>,
    /// What it is to the organization.
    pub(super) kind: Option<PartyKind>,
    /// What it takes part in, as typed, with whether it operates that.
    pub(super) parts: Vec<(Spanned<String>, bool)>,
    /// Id of the contract or OLA.
    pub(super) agreement: Option<Spanned<String>>,
    /// How it is controlled.
    pub(super) control: Option<String>,
    /// What is measured.
    pub(super) measure: Option<String>,
}

/// A party that a service, a contract or an OLA names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// Index of the document in [`Corpus::entries`].
    pub(super) document: usize,
    /// Id of the party.
    pub(super) id: Spanned<String>,
    /// What it is to the organization.
    pub(super) kind: PartyKind,
    /// What it takes part in, with whether it operates that.
    pub(super) parts: Vec<(ThingKey, bool)>,
    /// Whether the document is an agreement with the party.
    pub(super) is_agreement: bool,
}

/// Registers of other parties in force, by their indices in [`Corpus::entries`].
pub(super) fn registers(corpus: &Corpus, reading: Reading) -> Vec<usize> {
    let registers = reading.in_force(corpus, "register");
    let is_it = |document: &Document| document.front.get("register_kind").and_then(Node::text) == Some(KIND);
    registers.filter(|(_, entry)| is_it(reading.of(entry))).map(|(index, _)| index).collect()
}

/// The entries of the registers, in their order. One without an id names nobody.
pub(super) fn listed(corpus: &Corpus, reading: Reading, registers: &[usize]) -> Vec<Listed> {
    let entries = registers.iter().flat_map(|register| {
        let document = reading.of(&corpus.entries[*register]);
        let entries = document.front.get("entries").map(Node::items).unwrap_or_default();
        entries.iter().filter_map(|node| entry(*register, node))
    });
    entries.collect()
}

fn entry(register: usize, node: &Node) -> Option<Listed> {
    let parts = |field: &str, operates: bool| {
        let texts = texts(node.get(field));
        texts.into_iter().map(|part| (part, operates)).collect::<Vec<_>>()
    };
    let plain = |field: &str| text(node, field).map(|text| text.value);
    Some(Listed {
        register,
        id: text(node, "id")?,
        name: plain("name"),
        kind: plain("role").and_then(|role| PartyKind::parse(&role)),
        parts: [parts("operates", true), parts("contributes", false)].concat(),
        agreement: text(node, "agreement"),
        control: plain("control"),
        measure: plain("measure"),
    })
}

/// The parties that services in force name, then those of contracts, then those of OLAs.
pub(super) fn named(corpus: &Corpus, reading: Reading) -> Vec<Named> {
    let mut named = Vec::new();
    for (document, entry) in services(corpus, reading) {
        let own = ThingKey::new(ThingKind::Service, entry.id.as_str());
        let parties = reading.of(entry).front.get("parties").map(Node::items).unwrap_or_default();
        named.extend(parties.iter().filter_map(|node| {
            let operates = texts(node.get("provides")).iter().any(|provided| provided.value == "service");
            Some(Named {
                document,
                id: text(node, "party")?,
                kind: text(node, "role").and_then(|role| PartyKind::parse(&role.value)).unwrap_or_default(),
                parts: vec![(own.clone(), operates)],
                is_agreement: false,
            })
        }));
    }
    let mut covered = components(corpus, reading);
    for doc_type in ["contract", "ola"] {
        for (document, entry) in reading.in_force(corpus, doc_type) {
            let text = reading.of(entry);
            let Some(id) = party_of(text) else { continue };
            let kind = self::text(&text.front, "provider_kind").and_then(|kind| PartyKind::parse(&kind.value));
            let supported = texts(text.front.get("services_supported")).into_iter();
            let services = supported.map(|service| (service_key(corpus, &service.value), false));
            let components = covered.remove(&entry.id.folded()).unwrap_or_default();
            named.push(Named {
                document,
                id,
                kind: kind.unwrap_or(if doc_type == "ola" { PartyKind::Internal } else { PartyKind::External }),
                parts: services.chain(components.into_iter().map(|key| (key, true))).collect(),
                is_agreement: true,
            });
        }
    }
    named
}

/// Services in force that are not retired.
pub(super) fn services(corpus: &Corpus, reading: Reading) -> Vec<(usize, &Entry)> {
    let retired = |document: &Document| document.front.get("service_state").and_then(Node::text) == Some("retired");
    reading.in_force(corpus, "service").filter(|(_, entry)| !retired(reading.of(entry))).collect()
}

/// Components that a service depends on, each with the agreement that covers it.
pub(super) fn depended(service: &Document) -> Vec<(String, Option<String>)> {
    let nodes = service.front.get("depends_on").map(Node::items).unwrap_or_default();
    let plain = |node: &Node, field: &str| text(node, field).map(|text| text.value);
    let targets = nodes.iter().filter_map(|node| Some((plain(node, "target")?, plain(node, "agreement"))));
    targets.filter(|(target, _)| !is_document(target)).collect()
}

/// The components that services in force depend on, by the agreement that covers them, in small letters.
fn components(corpus: &Corpus, reading: Reading) -> BTreeMap<String, Vec<ThingKey>> {
    let mut found: BTreeMap<String, Vec<ThingKey>> = BTreeMap::new();
    for (_, entry) in services(corpus, reading) {
        for (target, agreement) in depended(reading.of(entry)) {
            let Some(agreement) = agreement else { continue };
            let known = found.entry(agreement.to_ascii_lowercase()).or_default();
            let key = ThingKey::new(ThingKind::Component, &target);
            if !known.contains(&key) {
                known.push(key);
            }
        }
    }
    found
}

/// The party with whom a contract or an OLA is made.
pub(super) fn party_of(document: &Document) -> Option<Spanned<String>> {
    text(&document.front, "supplier").or_else(|| text(&document.front, "provider"))
}

/// What is meant by a part of an entry: leaf clauses of the framework of the configuration, a service, or a component.
pub(super) fn keys(inputs: &Inputs, corpus: &Corpus, part: &str) -> Vec<ThingKey> {
    let named = ClauseRef::new(part);
    let own = named.framework.as_deref().is_none_or(|framework| framework == inputs.config.framework);
    if let Some(framework) = inputs.framework().filter(|_| own)
        && framework.clause(&named.clause).is_some()
    {
        let within = framework.leaves().filter(|leaf| framework.is_within(leaf, named.clause.as_str()));
        return within.map(|leaf| ThingKey::new(ThingKind::Clause, &leaf.id)).collect();
    }
    if is_document(part) {
        return vec![service_key(corpus, part)];
    }
    vec![ThingKey::new(ThingKind::Component, part)]
}

/// The key of a service by its id, whatever the case.
fn service_key(corpus: &Corpus, id: &str) -> ThingKey {
    ThingKey::new(ThingKind::Service, corpus.get(id).map_or(id, |entry| entry.id.as_str()))
}

/// Whether a text has the form of an id of a document.
fn is_document(text: &str) -> bool {
    DocId::new(text).is_some_and(|id| id.is_well_formed())
}

pub(super) fn text(node: &Node, field: &str) -> Option<Spanned<String>> {
    let node = node.get(field)?;
    spanned(node)
}

fn spanned(node: &Node) -> Option<Spanned<String>> {
    let text = node.text().map(str::trim).filter(|text| !text.is_empty())?;
    Some(Spanned::new(text.to_owned(), node.span))
}

fn texts(node: Option<&Node>) -> Vec<Spanned<String>> {
    node.map(Node::items).unwrap_or_default().iter().filter_map(spanned).collect()
}

/// The place of the value of a field, else of its key or of the type.
pub(super) fn span(document: &Document, field: &str) -> Span {
    text(&document.front, field).map_or_else(|| document.key_span(field), |text| text.span)
}
