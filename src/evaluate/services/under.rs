//! What stands behind an SLA: the OLAs and contracts along the paths of its services, and those that it names itself.

use std::collections::BTreeMap;

use super::Services;
use super::stated::{AgreementKind, DependencyKind};
use crate::model::span::Span;

/// An agreement behind an SLA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Under {
    /// Index of the agreement.
    pub agreement: usize,
    /// What happens to the services of the SLA when that fails which it covers; the worst of all paths to it.
    pub kind: DependencyKind,
    /// The service and its dependency that lead to it. `None` where only the SLA names it.
    pub named: Option<(usize, usize)>,
    /// Where the SLA names it.
    pub listed: Option<Span>,
}

impl Under {
    /// Whether the SLA breaks when this agreement is broken.
    #[must_use]
    pub fn is_serial(&self) -> bool {
        self.kind == DependencyKind::Serial
    }
}

impl Services {
    /// The agreements behind some services, each once, by id of the agreement.
    #[must_use]
    pub fn behind(&self, services: impl IntoIterator<Item = usize>) -> Vec<Under> {
        let mut found: BTreeMap<usize, Under> = BTreeMap::new();
        let mut seen: Vec<Option<DependencyKind>> = vec![None; self.services.len()];
        let mut open: Vec<(usize, DependencyKind)> =
            services.into_iter().map(|service| (service, DependencyKind::Serial)).collect();
        // A service is looked at again only where a worse path leads to it.
        while let Some((at, so_far)) = open.pop() {
            if seen[at].is_some_and(|known| known <= so_far) {
                continue;
            }
            seen[at] = Some(so_far);
            for (number, link) in self.paths.links[at].iter().enumerate() {
                let kind = link.kind.max(so_far);
                if let Some(agreement) = link.agreement {
                    let under = Under { agreement, kind, named: Some((at, number)), listed: None };
                    let known = found.entry(agreement).or_insert(under);
                    if (kind, (at, number)) < (known.kind, known.named.unwrap_or_default()) {
                        *known = under;
                    }
                }
                if let Some(to) = link.service {
                    open.push((to, kind));
                }
            }
        }
        found.into_values().collect()
    }

    /// The agreements behind an SLA: along the paths of the services that it covers, and those that it names. None behind
    /// any other agreement.
    #[must_use]
    pub fn under(&self, sla: usize) -> &[Under] {
        self.behind.get(sla).map(Vec::as_slice).unwrap_or_default()
    }

    /// The SLAs that rest on an agreement, by their indices.
    #[must_use]
    pub fn carried_by(&self, agreement: usize) -> &[usize] {
        self.carried.get(agreement).map(Vec::as_slice).unwrap_or_default()
    }

    /// Finds what stands behind every SLA, once.
    pub(super) fn stand_behind(&mut self) {
        let covered = |sla: usize| {
            let listed = self.agreements[sla].services.iter();
            listed.filter_map(|service| self.service(&service.value)).collect::<Vec<_>>()
        };
        let is_sla = |sla: &usize| self.agreements[*sla].kind == AgreementKind::Sla;
        let all = 0..self.agreements.len();
        let behind =
            all.map(|index| if is_sla(&index) { self.under_services(index, covered(index)) } else { Vec::new() });
        let behind: Vec<Vec<Under>> = behind.collect();
        let mut carried = vec![Vec::new(); self.agreements.len()];
        for (sla, under) in behind.iter().enumerate() {
            under.iter().for_each(|under| carried[under.agreement].push(sla));
        }
        (self.behind, self.carried) = (behind, carried);
    }

    /// The same for those services of an SLA for which its availability is promised.
    #[must_use]
    pub fn under_availability(&self, sla: usize) -> Vec<Under> {
        let agreement = &self.agreements[sla];
        if agreement.availability.as_ref().is_some_and(|promised| promised.services.is_empty()) {
            return self.under(sla).to_vec();
        }
        let covered = agreement.services.iter().filter_map(|service| self.service(&service.value));
        self.under_services(sla, covered.filter(|service| self.promises(sla, *service)))
    }

    fn under_services(&self, sla: usize, services: impl IntoIterator<Item = usize>) -> Vec<Under> {
        let mut found: BTreeMap<usize, Under> =
            self.behind(services).into_iter().map(|under| (under.agreement, under)).collect();
        for named in &self.agreements[sla].underpinned_by {
            let Some(agreement) = self.agreement(&named.value).filter(|agreement| *agreement != sla) else { continue };
            let alone = Under { agreement, kind: DependencyKind::Serial, named: None, listed: None };
            found.entry(agreement).or_insert(alone).listed = Some(named.span);
        }
        found.into_values().collect()
    }
}
