//! Recovery after a disaster: what is promised, what the plan aims at, what suppliers need.

use super::Services;
use super::stated::{DependencyKind, Recovery};
use crate::evaluate::corpus::{Corpus, Entry};
use crate::evaluate::reading::Reading;
use crate::model::node::Node;
use crate::model::span::Spanned;

/// A continuity plan that something names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Index of the document in the corpus.
    pub entry: usize,
    /// Its id.
    pub id: String,
    /// Whether it is a continuity plan in force.
    pub in_force: bool,
    /// What it aims at.
    pub recovery: Recovery,
    /// What it aims at for single services, where that is something else: ids as typed.
    pub by_service: Vec<(String, Recovery)>,
    /// Services that it lists, as typed.
    pub services: Vec<Spanned<String>>,
}

impl Plan {
    /// The plan that is named; `None` where no plan has this id.
    #[must_use]
    pub fn named(corpus: &Corpus, reading: Reading, id: &str) -> Option<Self> {
        let is_plan = |entry: &&Entry| entry.doc_type.as_ref().is_some_and(|doc_type| doc_type.name == "plan");
        let entry = corpus.get(id).filter(is_plan)?;
        let index = corpus.index(id)?;
        let front = &reading.of(entry).front;
        let continuity = front.string("plan_kind").is_some_and(|kind| kind.value == "continuity");
        Some(Self {
            entry: index,
            id: entry.id.to_string(),
            in_force: entry.is_in_force() && continuity,
            recovery: Recovery::read(front),
            by_service: front.list("recovery").iter().filter_map(of_service).collect(),
            services: front.strings("services"),
        })
    }

    /// What it aims at for a service.
    #[must_use]
    pub fn aims(&self, service: &str) -> &Recovery {
        let own = self.by_service.iter().find(|(id, _)| id.eq_ignore_ascii_case(service));
        own.map_or(&self.recovery, |(_, recovery)| recovery)
    }
}

fn of_service(node: &Node) -> Option<(String, Recovery)> {
    Some((node.string("service")?.value, Recovery::read(node)))
}

/// What is promised for the recovery of a service, and what stands behind it.
#[derive(Clone, Debug, Default)]
pub struct RecoveryChain {
    /// SLAs that promise it, by index.
    pub slas: Vec<usize>,
    /// The plan that keeps the promise.
    pub plan: Option<Plan>,
    /// OLAs and contracts in a row behind the service that state a recovery, by index.
    pub behind: Vec<usize>,
}

impl Services {
    /// The recovery chain of a service.
    #[must_use]
    pub fn recovery(&self, corpus: &Corpus, reading: Reading, service: usize) -> RecoveryChain {
        let states = |agreement: &usize| self.agreements[*agreement].recovery.is_some();
        let slas: Vec<usize> = self.slas_of(service).into_iter().filter(states).collect();
        let named = |recovery: Option<&Recovery>| recovery.and_then(|own| own.plan.clone());
        let own = named(self.services[service].recovery.as_ref());
        let by_sla = || slas.iter().find_map(|sla| named(self.agreements[*sla].recovery.as_ref()));
        let plan = own.or_else(by_sla).and_then(|plan| Plan::named(corpus, reading, &plan.value));
        if slas.is_empty() && self.services[service].recovery.is_none() {
            return RecoveryChain::default();
        }
        let behind = self.behind([service]).into_iter().filter(|under| under.kind == DependencyKind::Serial);
        let behind = behind.map(|under| under.agreement).filter(states).collect();
        RecoveryChain { slas, plan, behind }
    }
}
