//! Building the chains of all services, from those that depend on nothing upwards.

use std::collections::{BTreeMap, HashMap};

use super::super::Services;
use super::super::stated::DependencyKind;
use super::{Chains, Group, Member, Part, Promise, Single};

/// A dependency: the index of a service, and that of the dependency in it.
type Place = (usize, usize);

/// Builds the chains of all services.
#[must_use]
pub fn chains(services: &Services) -> Chains {
    let (names, count) = names(services);
    let mut building = Building {
        services,
        chains: Chains { rows: vec![Vec::new(); services.services.len()], ..Chains::default() },
        singles: HashMap::new(),
        names,
        count,
    };
    for service in &services.paths.order {
        building.chains.rows[*service] = building.row(*service);
    }
    building.chains
}

/// A number for the target of each dependency, the same for the same name whatever its case; and how many there are.
fn names(services: &Services) -> (Vec<Vec<usize>>, usize) {
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut number = |name: &str| {
        let next = known.len();
        *known.entry(name.to_ascii_lowercase()).or_insert(next)
    };
    let of = |service: &super::super::stated::Service| {
        service.dependencies.iter().map(|on| number(&on.target.value)).collect()
    };
    let names = services.services.iter().map(of).collect();
    (names, known.len())
}

struct Building<'a> {
    services: &'a Services,
    chains: Chains,
    /// Parts by target and promise, so that each is counted once.
    singles: HashMap<(usize, Promise), usize>,
    /// Numbers of the targets, as [`names`] gives them.
    names: Vec<Vec<usize>>,
    /// How many targets there are.
    count: usize,
}

impl Building<'_> {
    fn row(&mut self, service: usize) -> Vec<usize> {
        let mut row = Vec::new();
        let mut groups: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
        for (number, link) in self.services.paths.links[service].iter().enumerate() {
            match link.kind {
                DependencyKind::Serial => {
                    let parts = self.parts_of(service, number);
                    row.extend(parts);
                }
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
            let group = self.add(Part::Group(group));
            row.push(group);
        }
        row.sort_unstable();
        row.dedup();
        row
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
        let key = (self.names[service][number], promise);
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
        let mut uses = vec![0_usize; self.chains.parts.len()];
        rows.iter().flat_map(|(_, row)| row).for_each(|part| uses[*part] += 1);
        let common: Vec<usize> = (0..uses.len()).filter(|part| uses[*part] == rows.len()).collect();
        for (_, row) in &mut rows {
            row.retain(|part| uses[*part] < members.len());
        }
        let shared = self.foremost(&self.needed_twice(service, members));
        // Nobody asks where they are not said to be independent.
        let apart = independent && self.are_apart(&rows);
        let group = Group {
            of: service,
            name: name.map(str::to_owned),
            independent,
            members: rows.into_iter().map(|(dependency, row)| Member { dependency, row }).collect(),
            shared,
            apart,
        };
        (group, common)
    }

    /// Whether rows rest on nothing in common. The figure of a part hides what it rests on, and a group its members: both
    /// are looked at.
    fn are_apart(&self, rows: &[(usize, Vec<usize>)]) -> bool {
        let mut taken = vec![false; self.count];
        rows.iter().all(|(_, row)| {
            let needs = self.needs(self.singles_of(row));
            needs.into_iter().all(|(name, _)| !std::mem::replace(&mut taken[name], true))
        })
    }

    /// The dependencies behind parts, with those of the members of groups.
    fn singles_of(&self, row: &[usize]) -> Vec<Place> {
        let (mut found, mut open) = (Vec::new(), row.to_vec());
        let mut seen = vec![false; self.chains.parts.len()];
        while let Some(part) = open.pop() {
            if std::mem::replace(&mut seen[part], true) {
                continue;
            }
            match &self.chains.parts[part] {
                Part::Single(single) => found.push((single.of, single.dependency)),
                Part::Group(group) => open.extend(group.members.iter().flat_map(|member| &member.row)),
            }
        }
        found
    }

    /// Of dependencies those that do not only stand behind another of them, by the names of their targets.
    fn foremost(&self, places: &[(usize, Place)]) -> Vec<Place> {
        let target = |(of, number): &Place| &self.services.services[*of].dependencies[*number].target.value;
        let named: std::collections::BTreeSet<usize> =
            places.iter().filter_map(|(_, (of, number))| self.services.paths.links[*of][*number].service).collect();
        let mut foremost: Vec<Place> =
            places.iter().map(|(_, place)| *place).filter(|(of, _)| !named.contains(of)).collect();
        foremost.sort_by_key(|place| (target(place).to_ascii_lowercase(), *place));
        foremost
    }

    /// What at least two dependencies of a service rest on, each with the first place that names it.
    fn needed_twice(&self, service: usize, members: &[usize]) -> Vec<(usize, Place)> {
        let mut found: Vec<(Option<Place>, usize)> = vec![(None, 0); self.count];
        for member in members {
            for (name, place) in self.needs([(service, *member)]) {
                let (first, count) = &mut found[name];
                first.get_or_insert(place);
                *count += 1;
            }
        }
        let twice = found.into_iter().enumerate().filter(|(_, (_, count))| *count > 1);
        twice.filter_map(|(name, (place, _))| Some((name, place?))).collect()
    }

    /// What can stop dependencies, alone or together with something else: their targets, and all behind these but what they
    /// go on without, each once.
    fn needs(&self, of: impl IntoIterator<Item = Place>) -> Vec<(usize, Place)> {
        let mut seen = vec![false; self.count];
        let mut found = Vec::new();
        let mut open: Vec<Place> = of.into_iter().collect();
        while let Some((of, number)) = open.pop() {
            let name = self.names[of][number];
            if std::mem::replace(&mut seen[name], true) {
                continue;
            }
            found.push((name, (of, number)));
            if let Some(to) = self.services.paths.links[of][number].service {
                let links = self.services.paths.links[to].iter().enumerate();
                open.extend(
                    links.filter(|(_, link)| link.kind != DependencyKind::NonCritical).map(|(next, _)| (to, next)),
                );
            }
        }
        found
    }

    fn add(&mut self, part: Part) -> usize {
        self.chains.parts.push(part);
        self.chains.parts.len() - 1
    }
}
