//! Other parties: who takes part in what, under which agreement, and who answers for it inside.
//!
//! The organization stays accountable for every requirement and every service, whoever does the work. So there is a row
//! for each leaf clause, each service and each component, and none of them can be left out.

mod accountable;
mod agreement;
mod alarms;
mod stated;

pub use accountable::Accountable;
pub use agreement::{Standing, Under};
pub use alarms::{Alarm, AlarmKind};

use std::collections::BTreeMap;

use super::corpus::Corpus;
use super::coverage::Coverage;
use super::reading::Reading;
use crate::model::inputs::Inputs;
use crate::model::span::Span;

/// What a party is to the organization.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PartyKind {
    /// A supplier outside of the organization.
    #[default]
    External,
    /// A unit of the larger organization that supplies by an agreement.
    Internal,
    /// A customer that acts as a supplier.
    Customer,
}

impl PartyKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::External, Self::Internal, Self::Customer];

    /// The word as typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::External => "external",
            Self::Internal => "internal",
            Self::Customer => "customer",
        }
    }

    /// Reads the word. `None` for any other.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == text)
    }
}

/// A party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Id, as in registers, services and agreements.
    pub id: String,
    /// Name for readers; the id where no register gives one.
    pub name: String,
    /// What it is to the organization, by the register, else by the first that names it.
    pub kind: PartyKind,
    /// Whether a register lists it.
    pub registered: bool,
}

/// What kind of thing somebody may take part in, in the order of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ThingKind {
    /// A leaf clause of the framework of the configuration: a process, or a part of one.
    Clause,
    /// A service.
    Service,
    /// A part that services are made of.
    Component,
}

impl ThingKind {
    /// The word in machine formats.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Clause => "clause",
            Self::Service => "service",
            Self::Component => "component",
        }
    }
}

/// A clause, a service or a component.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ThingKey {
    /// Its kind.
    pub kind: ThingKind,
    /// Number of the clause, id of the service, or name of the component.
    pub id: String,
}

impl ThingKey {
    /// A thing by kind and id.
    #[must_use]
    pub fn new(kind: ThingKind, id: &str) -> Self {
        Self { kind, id: id.to_owned() }
    }
}

/// What a party does in a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Id of the party.
    pub party: String,
    /// Whether it operates the thing; else it contributes to what others operate.
    pub operates: bool,
    /// What it works under.
    pub under: Under,
    /// How it is controlled, where a register says so.
    pub control: Option<String>,
    /// What is measured, where a register says so.
    pub measure: Option<String>,
    /// Index in [`Corpus::entries`] of the document that says so.
    pub document: usize,
    /// Where that document names the thing or the party.
    pub span: Span,
}

/// A clause, a service or a component with everybody who takes part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// What it is.
    pub key: ThingKey,
    /// Roles inside the organization that answer for it.
    pub accountable: Vec<Accountable>,
    /// Whether there are such roles that those who look may not be shown.
    pub hidden: bool,
    /// What other parties do in it: those of the registers first.
    pub parts: Vec<Part>,
}

impl Thing {
    /// Whether another party operates it.
    #[must_use]
    pub fn is_operated_by_others(&self) -> bool {
        self.parts.iter().any(|part| part.operates)
    }
}

/// Who takes part in what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// Registers of other parties in force, by their indices in [`Corpus::entries`].
    pub registers: Vec<usize>,
    /// Every party, by id.
    pub parties: BTreeMap<String, Party>,
    /// Leaf clauses in the order of the framework, then services by id, then components by name.
    pub things: Vec<Thing>,
    /// What is wrong, the most serious first.
    pub alarms: Vec<Alarm>,
}

impl Parties {
    /// A thing.
    #[must_use]
    pub fn thing(&self, key: &ThingKey) -> Option<&Thing> {
        self.things.iter().find(|thing| thing.key == *key)
    }

    /// The same for those who may read fewer documents than `whole` was made of. What is not there for them may be there
    /// all the same, so that only alarms are left that hold for all and rest on nothing that they may not read.
    #[must_use]
    pub fn narrowed(mut self, whole: &Self, corpus: &Corpus) -> Self {
        for thing in &mut self.things {
            let Some(before) = whole.thing(&thing.key) else { continue };
            thing.hidden = thing.accountable.is_empty() && !before.accountable.is_empty();
            for part in &mut thing.parts {
                let same = |other: &&Part| other.party == part.party && other.operates == part.operates;
                if before.parts.iter().find(same).is_some_and(|other| other.under != part.under) {
                    part.under = Under::Hidden;
                }
            }
        }
        let readable = |id: &String| corpus.get(id).is_some();
        self.alarms = whole.alarms.iter().filter(|alarm| alarm.rests_on.iter().all(readable)).cloned().collect();
        self
    }
}

/// Finds out who takes part in what.
#[must_use]
pub fn parties(inputs: &Inputs, corpus: &Corpus, coverage: &Coverage, reading: Reading) -> Parties {
    let registers = stated::registers(corpus, reading);
    let listed = stated::listed(corpus, reading, &registers);
    let named = stated::named(corpus, reading);
    let under = |id: &str, party: &str| agreement::under(corpus, reading, inputs.today, id, party);

    let mut parties = BTreeMap::new();
    for entry in &listed {
        let party = || Party {
            id: entry.id.value.clone(),
            name: entry.name.clone().unwrap_or_else(|| entry.id.value.clone()),
            kind: entry.kind.unwrap_or_default(),
            registered: true,
        };
        parties.entry(entry.id.value.clone()).or_insert_with(party);
    }
    for at in &named {
        let id = &at.id.value;
        let party = || Party { id: id.clone(), name: id.clone(), kind: at.kind, registered: false };
        parties.entry(id.clone()).or_insert_with(party);
    }

    let mut parts: BTreeMap<ThingKey, Vec<Part>> = BTreeMap::new();
    for (_, entry) in stated::services(corpus, reading) {
        parts.insert(ThingKey::new(ThingKind::Service, entry.id.as_str()), Vec::new());
        for (component, _) in stated::depended(reading.of(entry)) {
            parts.entry(ThingKey::new(ThingKind::Component, &component)).or_default();
        }
    }
    for entry in &listed {
        for (text, operates) in &entry.parts {
            let agreement = entry.agreement.as_ref();
            let part = Part {
                party: entry.id.value.clone(),
                operates: *operates,
                under: agreement.map_or(Under::Nothing, |agreement| under(&agreement.value, &entry.id.value)),
                control: entry.control.clone(),
                measure: entry.measure.clone(),
                document: entry.register,
                span: text.span,
            };
            for key in stated::keys(inputs, corpus, &text.value) {
                parts.entry(key).or_default().push(part.clone());
            }
        }
    }
    for at in &named {
        for (key, operates) in &at.parts {
            let known = parts.entry(key.clone()).or_default();
            // What a register says of a party goes before what follows from services and agreements.
            if known.iter().any(|part| part.party == at.id.value) {
                continue;
            }
            let agreement = agreement_of(corpus, &named, &at.id.value, key, |id| under(id, &at.id.value));
            known.push(Part {
                party: at.id.value.clone(),
                operates: *operates,
                under: agreement.unwrap_or(Under::Nothing),
                control: None,
                measure: None,
                document: at.document,
                span: at.id.span,
            });
        }
    }

    let leaves = inputs.framework().into_iter().flat_map(crate::model::framework::Framework::leaves);
    let clauses: Vec<ThingKey> = leaves.map(|leaf| ThingKey::new(ThingKind::Clause, &leaf.id)).collect();
    let mut rows: Vec<(ThingKey, Vec<Part>)> =
        clauses.into_iter().map(|key| (key.clone(), parts.remove(&key).unwrap_or_default())).collect();
    rows.extend(parts);
    let roles = accountable::Roles::new(inputs, corpus, coverage, reading);
    let things =
        rows.into_iter().map(|(key, parts)| Thing { accountable: roles.of(&key, &parts), hidden: false, key, parts });
    let mut found = Parties { registers, parties, things: things.collect(), alarms: Vec::new() };
    found.alarms = alarms::alarms(inputs, corpus, coverage, reading, &found, &listed, &named);
    found
}

/// The agreement under which a party takes part in a thing, where no register says: one that covers the thing, else any
/// with the party; those in force first.
fn agreement_of(
    corpus: &Corpus,
    named: &[stated::Named],
    party: &str,
    key: &ThingKey,
    under: impl Fn(&str) -> Under,
) -> Option<Under> {
    let with = named.iter().filter(|at| at.is_agreement && at.id.value == party);
    let mut with: Vec<(bool, Under)> = with
        .map(|at| {
            let covers = at.parts.iter().any(|(covered, _)| covered == key);
            (covers, under(corpus.entries[at.document].id.as_str()))
        })
        .collect();
    with.sort_by_key(|(covers, under)| (!under.is_in_force(), !covers));
    with.into_iter().next().map(|(_, under)| under)
}
