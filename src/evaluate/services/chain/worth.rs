//! What parts and chains are worth on given terms.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::super::Services;
use super::super::compare::{self, Compared, Terms};
use super::{Group, Part, Product, Promise, Worth};
use crate::model::percent::Percent;

/// What all parts are worth, computed once for each terms: chains share most of their parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(Arc<Mutex<HashMap<Terms, Arc<Worths>>>>);

/// What all parts are worth on one terms.
#[derive(Clone, Debug, Default)]
struct Worths {
    /// For each part.
    parts: Vec<Worth>,
    /// For each part the index of its share in [`Self::shares`]; most parts have one of a few.
    share: Vec<Option<usize>>,
    /// Each share once.
    shares: Vec<Percent>,
    /// Indices of shares.
    index: HashMap<Percent, usize>,
}

impl Worths {
    fn push(&mut self, worth: Worth) {
        let share = worth.percent().map(|percent| match self.index.get(percent) {
            Some(known) => *known,
            None => {
                self.shares.push(percent.clone());
                self.index.insert(percent.clone(), self.shares.len() - 1);
                self.shares.len() - 1
            }
        });
        self.share.push(share);
        self.parts.push(worth);
    }

    fn product(&self, row: &[usize]) -> Product {
        let (mut counts, mut known) = (vec![0_u32; self.shares.len()], 0);
        for share in row.iter().filter_map(|part| self.share[*part]) {
            counts[share] += 1;
            known += 1;
        }
        let counted = self.shares.iter().zip(counts).filter(|(_, count)| *count > 0);
        Product { percent: Percent::serial_of(counted), known, unknown: row.len() - known }
    }

    /// A group is worth at least its best member. More only where all members are said to be independent and rest on
    /// nothing in common; a member that promises nothing then adds nothing.
    fn group(&self, group: &Group) -> Worth {
        let products: Vec<Product> = group.members.iter().map(|member| self.product(&member.row)).collect();
        let known: Vec<&Percent> =
            products.iter().filter(|product| product.unknown == 0).map(|product| &product.percent).collect();
        let best = known.iter().copied().max().cloned();
        let share =
            if group.independent && group.apart && !known.is_empty() { Some(Percent::redundant(known)) } else { best };
        share.map_or(Worth::Nothing, |share| Worth::Share(Compared::Same(share)))
    }
}

impl Services {
    /// What a part is worth on given terms.
    #[must_use]
    pub fn worth(&self, part: usize, terms: &Terms) -> Worth {
        self.worths(terms).parts.get(part).cloned().unwrap_or(Worth::Nothing)
    }

    /// What parts in a row are worth on given terms.
    #[must_use]
    pub fn product(&self, row: &[usize], terms: &Terms) -> Product {
        self.worths(terms).product(row)
    }

    /// What a promise is worth on given terms.
    #[must_use]
    pub fn worth_of(&self, promise: Promise, terms: &Terms) -> Worth {
        match promise {
            Promise::Nothing => Worth::Nothing,
            Promise::Agreement(index) => {
                let agreement = &self.agreements[index];
                let promised = agreement.availability.as_ref();
                let compared = promised.map(|promised| compare::of_agreement(agreement, promised, terms));
                compared.map_or(Worth::Nothing, Worth::Share)
            }
            Promise::Service(index) => {
                let service = &self.services[index];
                let own = Terms { period: terms.period, ..Terms::of_service(service) };
                let target = service.target.as_ref();
                let compared = target.map(|target| compare::on_terms(&target.value, &own, terms));
                compared.map_or(Worth::Nothing, Worth::Share)
            }
        }
    }

    fn worths(&self, terms: &Terms) -> Arc<Worths> {
        // Whoever stopped while holding the lock left nothing half done: a map is written whole.
        let known = || self.chains.known.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known().get(terms) {
            return Arc::clone(known);
        }
        let mut worths = Worths::default();
        // The parts of a group stand before it.
        for part in &self.chains.parts {
            let worth = match part {
                Part::Single(single) => self.worth_of(single.promise, terms),
                Part::Group(group) => worths.group(group),
            };
            worths.push(worth);
        }
        let worths = Arc::new(worths);
        known().insert(terms.clone(), Arc::clone(&worths));
        worths
    }
}
