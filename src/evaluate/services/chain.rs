//! Availability along the chain behind a service.
//!
//! In a row everything must work: the shares are multiplied, each part once, even where several ways lead to it. Of parts
//! that stand in for each other one is enough: `1 - (1 - a)(1 - b)`, but only where they are said to be independent; else
//! the best of them counts, since one cause may stop them all.

use std::collections::{BTreeMap, BTreeSet};

use super::Services;
use super::compare::{self, Compared, Terms};
use super::stated::DependencyKind;
use crate::model::percent::Percent;

/// The chains of all services.
#[derive(Clone, Debug, Default)]
pub struct Chains {
    /// Every part of any chain, each once.
    pub parts: Vec<Part>,
    /// For each service its parts in a row, as sorted indices in [`Self::parts`].
    pub rows: Vec<Vec<usize>>,
}

/// A part of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Something that a service names, with what is promised for it.
    Single(Single),
    /// Several of which one is enough.
    Group(Group),
}

/// Something that a service names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Single {
    /// Index of the first service that names it.
    pub of: usize,
    /// Index of the dependency in that service.
    pub dependency: usize,
    /// What promises its availability.
    pub promise: Promise,
}

/// Parts that stand in for each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Index of the service that names them.
    pub of: usize,
    /// Name of the group, where it has one.
    pub name: Option<String>,
    /// Whether all of them are said to be independent.
    pub independent: bool,
    /// Members, in the order in which the service names them.
    pub members: Vec<Member>,
    /// What at least two members rest on, each by the first service and dependency that name it; without what stands
    /// behind it.
    pub shared: Vec<(usize, usize)>,
    /// Whether nothing but the parts in the row in front of the group can stop two members at once.
    pub apart: bool,
}

/// A member of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Index of the dependency in the service.
    pub dependency: usize,
    /// Its parts in a row.
    pub row: Vec<usize>,
}

/// What promises the availability of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// The agreement that covers it.
    Agreement(usize),
    /// The service, which states a figure itself.
    Service(usize),
    /// Nothing.
    Nothing,
}

/// What a part is worth on given terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worth {
    /// A share, with how it came about where it is not simply stated.
    Share(Compared),
    /// Nothing is promised.
    Nothing,
}

impl Worth {
    /// The share, where there is one.
    #[must_use]
    pub fn percent(&self) -> Option<&Percent> {
        match self {
            Self::Share(compared) => compared.percent(),
            Self::Nothing => None,
        }
    }
}

/// What a chain is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// The product of all shares that are known; 100 where there is none.
    pub percent: Percent,
    /// How many parts it holds.
    pub known: usize,
    /// How many parts promise nothing that can be compared, so that the chain may be worth less.
    pub unknown: usize,
}

/// Builds the chains of all services, from those that depend on nothing upwards.
#[must_use]
pub fn chains(services: &Services) -> Chains {
    let mut building = Building {
        services,
        chains: Chains { parts: Vec::new(), rows: vec![Vec::new(); services.services.len()] },
        singles: BTreeMap::new(),
    };
    for service in &services.paths.order {
        building.chains.rows[*service] = building.row(*service);
    }
    building.chains
}

struct Building<'a> {
    services: &'a Services,
    chains: Chains,
    /// Parts by target and promise, so that each is counted once.
    singles: BTreeMap<(String, Promise), usize>,
}

impl Building<'_> {
    fn row(&mut self, service: usize) -> Vec<usize> {
        let links = &self.services.paths.links[service];
        let mut row = BTreeSet::new();
        let mut groups: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        for (number, link) in links.iter().enumerate() {
            match link.kind {
                DependencyKind::Serial => row.extend(self.parts_of(service, number)),
                DependencyKind::Redundant => {
                    let name = self.services.services[service].dependencies[number].group.as_deref();
                    groups.entry(name).or_default().push(number);
                }
                DependencyKind::NonCritical => {}
            }
        }
        for (name, members) in groups {
            let (group, common) = self.group(service, name, &members);
            row.extend(common);
            row.insert(self.add(Part::Group(group)));
        }
        row.into_iter().collect()
    }

    /// The parts in a row behind one dependency.
    fn parts_of(&mut self, service: usize, number: usize) -> Vec<usize> {
        let link = self.services.paths.links[service][number];
        let promised = |agreement: &usize| self.services.agreements[*agreement].availability.is_some();
        let states = |service: &usize| self.services.services[*service].target.is_some();
        let promise = match (link.agreement.filter(promised), link.service) {
            (Some(agreement), _) => Promise::Agreement(agreement),
            (None, Some(target)) if states(&target) => Promise::Service(target),
            (None, Some(target)) if !self.chains.rows[target].is_empty() => return self.chains.rows[target].clone(),
            _ => Promise::Nothing,
        };
        let target = &self.services.services[service].dependencies[number].target.value;
        let key = (target.to_ascii_lowercase(), promise);
        if let Some(known) = self.singles.get(&key) {
            return vec![*known];
        }
        let part = self.add(Part::Single(Single { of: service, dependency: number, promise }));
        self.singles.insert(key, part);
        vec![part]
    }

    /// A group, and the parts that all of its members rest on, which belong to the row in front of it.
    fn group(&mut self, service: usize, name: Option<&str>, members: &[usize]) -> (Group, Vec<usize>) {
        let dependencies = &self.services.services[service].dependencies;
        let independent = members.iter().all(|number| dependencies[*number].independent);
        let mut rows: Vec<(usize, Vec<usize>)> =
            members.iter().map(|number| (*number, self.parts_of(service, *number))).collect();
        let mut uses: BTreeMap<usize, usize> = BTreeMap::new();
        for part in rows.iter().flat_map(|(_, row)| row) {
            *uses.entry(*part).or_default() += 1;
        }
        let common: Vec<usize> =
            uses.iter().filter(|(_, count)| **count == rows.len()).map(|(part, _)| *part).collect();
        for (_, row) in &mut rows {
            row.retain(|part| !common.contains(part));
        }
        let several = uses.iter().any(|(part, count)| *count > 1 && !common.contains(part));
        // A figure that a member states hides what it rests on, which may be that of another member.
        let needs = self.needed_twice(service, members);
        let in_front: BTreeSet<String> = common
            .iter()
            .filter_map(|part| match &self.chains.parts[*part] {
                Part::Single(single) => Some(self.needs(single.of, single.dependency).into_keys()),
                Part::Group(_) => None,
            })
            .flatten()
            .collect();
        let apart = !several && needs.keys().all(|name| in_front.contains(name));
        let is_behind = |of: &usize| needs.contains_key(&self.services.services[*of].id.to_ascii_lowercase());
        let shared = needs.values().filter(|(of, _)| !is_behind(of)).copied().collect();
        let members = rows.into_iter().map(|(dependency, row)| Member { dependency, row }).collect();
        (Group { of: service, name: name.map(str::to_owned), independent, members, shared, apart }, common)
    }

    /// What at least two dependencies of a service rest on, by its name in small letters, with the first that names it.
    fn needed_twice(&self, service: usize, members: &[usize]) -> BTreeMap<String, (usize, usize)> {
        let mut found: BTreeMap<String, ((usize, usize), usize)> = BTreeMap::new();
        for needs in members.iter().map(|number| self.needs(service, *number)) {
            for (name, place) in needs {
                found.entry(name).or_insert((place, 0)).1 += 1;
            }
        }
        found.into_iter().filter(|(_, (_, count))| *count > 1).map(|(name, (place, _))| (name, place)).collect()
    }

    /// What a dependency cannot do without: its target, and all that this needs in a row, by name in small letters.
    fn needs(&self, service: usize, number: usize) -> BTreeMap<String, (usize, usize)> {
        let mut found = BTreeMap::new();
        let mut open = vec![(service, number)];
        while let Some((of, number)) = open.pop() {
            let name = self.services.services[of].dependencies[number].target.value.to_ascii_lowercase();
            if found.contains_key(&name) {
                continue;
            }
            found.insert(name, (of, number));
            if let Some(to) = self.services.paths.links[of][number].service {
                let links = self.services.paths.links[to].iter().enumerate();
                open.extend(links.filter(|(_, link)| link.kind == DependencyKind::Serial).map(|(next, _)| (to, next)));
            }
        }
        found
    }

    fn add(&mut self, part: Part) -> usize {
        self.chains.parts.push(part);
        self.chains.parts.len() - 1
    }
}

impl Services {
    /// What a part is worth on given terms.
    #[must_use]
    pub fn worth(&self, part: usize, terms: &Terms) -> Worth {
        match &self.chains.parts[part] {
            Part::Single(single) => self.worth_of(single.promise, terms),
            Part::Group(group) => self.worth_of_group(group, terms),
        }
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

    /// A group is worth at least its best member. More only where all members are said to be independent and rest on
    /// nothing in common; a member that promises nothing then adds nothing.
    fn worth_of_group(&self, group: &Group, terms: &Terms) -> Worth {
        let products: Vec<Product> = group.members.iter().map(|member| self.product(&member.row, terms)).collect();
        let known: Vec<&Percent> =
            products.iter().filter(|product| product.unknown == 0).map(|product| &product.percent).collect();
        let best = known.iter().copied().max().cloned();
        let share =
            if group.independent && group.apart && !known.is_empty() { Some(Percent::redundant(known)) } else { best };
        share.map_or(Worth::Nothing, |share| Worth::Share(Compared::Same(share)))
    }

    /// What parts in a row are worth on given terms.
    #[must_use]
    pub fn product(&self, row: &[usize], terms: &Terms) -> Product {
        let worths: Vec<Worth> = row.iter().map(|part| self.worth(*part, terms)).collect();
        let known: Vec<&Percent> = worths.iter().filter_map(Worth::percent).collect();
        let count = known.len();
        Product { percent: Percent::serial(known), known: count, unknown: worths.len() - count }
    }
}
