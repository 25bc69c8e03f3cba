//! Services and agreements as a model: what is promised to customers, and whether what stands behind it can keep that.
//!
//! Every figure is computed from front matter and keeps where it comes from. The texts in force give what pages show, the
//! newest texts what rules report, since they are what can be mended.

pub mod breach;
pub mod chain;
pub mod compare;
pub mod downtime;
mod narrowed;
pub mod paths;
pub mod recovery;
pub mod results;
pub mod stated;
pub mod support;
pub mod terms;
pub mod times;
pub mod under;
pub mod what_if;

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::corpus::{Corpus, Entry};
use super::reading::Reading;
use super::state::State;
use crate::model::inputs::Inputs;
use breach::Breach;
use chain::Chains;
use paths::Paths;
use stated::{Agreement, AgreementKind, Holidays, Service};

/// The services and agreements of a system.
#[derive(Clone, Debug, Default)]
pub struct Services {
    /// Services, by id.
    pub services: Vec<Service>,
    /// SLAs, OLAs and contracts, by id.
    pub agreements: Vec<Agreement>,
    /// What leads from services to what they depend on, and back.
    pub paths: Paths,
    /// Availability along the chain of each service.
    pub chains: Chains,
    /// For each agreement what stands behind it, where it is an SLA.
    behind: Vec<Vec<under::Under>>,
    /// For each agreement the SLAs that rest on it.
    carried: Vec<Vec<usize>>,
    /// Where agreements contradict each other or themselves.
    pub breaches: Vec<Breach>,
    /// Services whose chain has parts that those who look may not know of.
    pub withheld: BTreeSet<usize>,
    /// How many agreements those who look may not read.
    pub left_out: usize,
    services_by_id: HashMap<String, usize>,
    agreements_by_id: HashMap<String, usize>,
}

/// The day and zone in which a model is computed.
#[derive(Clone, Debug)]
pub struct Now {
    /// Today.
    pub day: Date,
    /// Zone in which days begin where hours name none.
    pub zone: TimeZone,
}

impl Now {
    /// The day and zone of what was read.
    #[must_use]
    pub fn of(inputs: &Inputs) -> Self {
        Self { day: inputs.today, zone: inputs.zone.clone() }
    }
}

impl Services {
    /// The index of a service, whatever the case of its id.
    #[must_use]
    pub fn service(&self, id: &str) -> Option<usize> {
        self.services_by_id.get(&id.to_ascii_lowercase()).copied()
    }

    /// The index of an agreement, whatever the case of its id.
    #[must_use]
    pub fn agreement(&self, id: &str) -> Option<usize> {
        self.agreements_by_id.get(&id.to_ascii_lowercase()).copied()
    }

    /// Whether those who look may be told of agreements. An audience that may read none of them, although there are some, is
    /// told neither that there are none nor who takes part.
    #[must_use]
    pub fn tells_of_agreements(&self) -> bool {
        self.left_out == 0 || !self.agreements.is_empty()
    }

    /// SLAs with their indices.
    pub fn slas(&self) -> impl Iterator<Item = (usize, &Agreement)> {
        self.agreements.iter().enumerate().filter(|(_, agreement)| agreement.kind == AgreementKind::Sla)
    }

    /// SLAs that cover a service, by their own lists: those in force first, each group by id.
    #[must_use]
    pub fn slas_of(&self, service: usize) -> Vec<usize> {
        let mut slas = self.paths.slas.get(service).cloned().unwrap_or_default();
        slas.sort_by_key(|sla| !self.agreements[*sla].in_force);
        slas
    }

    /// The SLA in force that promises the most availability for a service.
    #[must_use]
    pub fn strictest(&self, service: usize) -> Option<usize> {
        let slas = self.slas_of(service).into_iter().filter(|sla| self.agreements[*sla].in_force);
        let promised = slas.filter(|sla| self.promises(*sla, service));
        let percent =
            |sla: &usize| self.agreements[*sla].availability.as_ref().map(|promise| promise.percent.value.clone());
        // Of equal ones the last is the greatest, which here is the first by id.
        promised.rev().max_by_key(percent)
    }

    /// Whether the availability of an SLA is for a service.
    #[must_use]
    pub fn promises(&self, sla: usize, service: usize) -> bool {
        let Some(promise) = &self.agreements[sla].availability else { return false };
        let id = &self.services[service].id;
        promise.services.is_empty() || promise.services.iter().any(|named| named.value.eq_ignore_ascii_case(id))
    }
}

/// Builds the model from what documents state.
#[must_use]
pub fn services(inputs: &Inputs, corpus: &Corpus, reading: Reading) -> Services {
    let holidays = Holidays::of(corpus, reading);
    let mut found = Services::default();
    for (index, entry) in corpus.entries.iter().enumerate() {
        let Some(name) = entry.doc_type.as_ref().map(|doc_type| doc_type.name.as_str()) else { continue };
        let kind = AgreementKind::ALL.into_iter().find(|kind| kind.word() == name);
        if (name != "service" && kind.is_none()) || !counts(inputs, entry, reading) {
            continue;
        }
        let text = reading.of(entry);
        let id = entry.id.as_str();
        let in_force = entry.is_in_force();
        match kind {
            None => {
                found.services_by_id.insert(entry.id.folded(), found.services.len());
                found.services.push(Service::read(index, id, in_force, text, &holidays));
            }
            Some(kind) => {
                found.agreements_by_id.insert(entry.id.folded(), found.agreements.len());
                let mut agreement = Agreement::read(index, id, kind, in_force, text, &holidays);
                // A promise to a customer holds within its term only, whatever the state of the document.
                let over =
                    [terms::Standing::Ended, terms::Standing::NotBegun].contains(&agreement.standing(inputs.today));
                agreement.in_force &= kind != AgreementKind::Sla || !over;
                found.agreements.push(agreement);
            }
        }
    }
    found.paths = Paths::of(&found);
    found.chains = chain::chains(&found);
    found.stand_behind();
    let now = Now::of(inputs);
    found.breaches = breach::breaches(inputs, corpus, reading, &found, &now);
    found
}

/// Whether a document is looked at: pages show what is in force, and in a preview what is to come; rules look at every
/// newest text that is not on its way out, so that a draft is judged before somebody approves it.
fn counts(inputs: &Inputs, entry: &Entry, reading: Reading) -> bool {
    match reading {
        Reading::InForce => entry.is_in_force() || (inputs.drafts && entry.edition().is_none()),
        Reading::Newest => !entry.vanished && !matches!(entry.state(), State::Withdrawn | State::Superseded),
    }
}
