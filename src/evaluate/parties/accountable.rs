//! Who answers inside the organization, whoever does the work.

use std::collections::BTreeMap;

use super::{Part, ThingKey, ThingKind, Under, stated};
use crate::evaluate::corpus::Corpus;
use crate::evaluate::coverage::Coverage;
use crate::evaluate::reading::Reading;
use crate::model::inputs::Inputs;
use crate::model::people::Person;

/// A role that answers for a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accountable {
    /// Its id.
    pub role: String,
    /// Ids of the people who hold it today, or else the role that stands in for it.
    pub holders: Vec<String>,
}

impl Accountable {
    /// Whether somebody holds the role today.
    #[must_use]
    pub fn is_held(&self) -> bool {
        !self.holders.is_empty()
    }
}

/// Finds roles by what they answer for.
pub(super) struct Roles<'a> {
    inputs: &'a Inputs,
    corpus: &'a Corpus,
    coverage: &'a Coverage,
    reading: Reading,
    /// Owners of the services that depend on a component.
    components: BTreeMap<String, Vec<String>>,
}

impl<'a> Roles<'a> {
    pub(super) fn new(inputs: &'a Inputs, corpus: &'a Corpus, coverage: &'a Coverage, reading: Reading) -> Self {
        let mut components: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (_, entry) in stated::services(corpus, reading) {
            let service = reading.of(entry);
            let Some(owner) = stated::text(&service.front, "service_owner") else { continue };
            for (component, _) in stated::depended(service) {
                components.entry(component).or_default().push(owner.value.clone());
            }
        }
        Self { inputs, corpus, coverage, reading, components }
    }

    /// The roles that answer for a thing, each once.
    pub(super) fn of(&self, key: &ThingKey, parts: &[Part]) -> Vec<Accountable> {
        let roles = match key.kind {
            ThingKind::Clause => self.owners_of_claims(&key.id),
            ThingKind::Service => {
                self.corpus.get(&key.id).and_then(|entry| self.field(entry, "service_owner")).into_iter().collect()
            }
            ThingKind::Component => {
                let owners = self.components.get(&key.id).cloned().unwrap_or_default();
                owners.into_iter().chain(parts.iter().filter_map(|part| self.manager(part))).collect()
            }
        };
        let mut found: Vec<Accountable> = Vec::new();
        for role in roles {
            if !found.iter().any(|known| known.role == role) {
                found.push(Accountable { holders: holders(self.inputs, &role), role });
            }
        }
        found
    }

    /// Owners of the documents in force that claim a clause.
    fn owners_of_claims(&self, clause: &str) -> Vec<String> {
        let support = self.coverage.clause(clause).map(|clause| clause.support.as_slice()).unwrap_or_default();
        let entries =
            support.iter().filter(|support| support.in_force).map(|support| &self.corpus.entries[support.entry]);
        let documents = entries.filter(|entry| !entry.is_record()).map(|entry| self.reading.of(entry));
        documents.filter_map(|document| document.owner.as_ref().map(|owner| owner.value.clone())).collect()
    }

    /// The role that manages the agreement in force under which a party works: that of the supplier, else the owner.
    /// Without such an agreement, the owner of the document that says that the party takes part.
    fn manager(&self, part: &Part) -> Option<String> {
        let agreement = match &part.under {
            Under::Agreement { id, .. } if part.under.is_in_force() => self.corpus.get(id),
            _ => None,
        };
        let entry = agreement.unwrap_or(&self.corpus.entries[part.document]);
        let owner = || self.reading.of(entry).owner.as_ref().map(|owner| owner.value.clone());
        self.field(entry, "supplier_manager").or_else(owner)
    }

    fn field(&self, entry: &crate::evaluate::corpus::Entry, field: &str) -> Option<String> {
        stated::text(&self.reading.of(entry).front, field).map(|text| text.value)
    }
}

/// Who holds a role today; where nobody does, who holds the role that stands in for it.
fn holders(inputs: &Inputs, role: &str) -> Vec<String> {
    let (people, today) = (&inputs.people, inputs.today);
    let ids = |role: &str| people.holders(role, today).map(|person: &Person| person.id.clone()).collect::<Vec<_>>();
    let own = ids(role);
    let deputy = || people.role(role).and_then(|role| role.deputy.as_deref());
    if own.is_empty() { deputy().map(ids).unwrap_or_default() } else { own }
}
