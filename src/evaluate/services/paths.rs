//! What leads from a service to what it depends on: links resolved, circles found, the way back derived.

use std::collections::BTreeSet;

use super::Services;
use super::stated::{DependencyKind, Service};

/// Where a dependency leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The service that is meant. `None` for a component, and where there is no such service.
    pub service: Option<usize>,
    /// The agreement that is named. `None` where none is named, and where there is no such agreement.
    pub agreement: Option<usize>,
    /// How the service depends on it, where a group of one is no group: nobody stands in for its only member.
    pub kind: DependencyKind,
}

/// The resolved links of all services.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    /// For each service a link for each of its dependencies.
    pub links: Vec<Vec<Link>>,
    /// For each service those that depend on it, in the order of their ids.
    pub supports: Vec<Vec<usize>>,
    /// For each service the SLAs that list it.
    pub slas: Vec<Vec<usize>>,
    /// Circles of services that depend on each other, each beginning with its first service by id.
    pub circles: Vec<Vec<usize>>,
    /// Services from those that depend on nothing upwards; those of a circle in the order in which they were met.
    pub order: Vec<usize>,
}

impl Paths {
    pub(super) fn of(services: &Services) -> Self {
        let links: Vec<Vec<Link>> = services.services.iter().map(|service| links(services, service)).collect();
        let mut supports = vec![BTreeSet::new(); links.len()];
        for (from, links) in links.iter().enumerate() {
            for to in links.iter().filter_map(|link| link.service) {
                supports[to].insert(from);
            }
        }
        let mut slas = vec![Vec::new(); links.len()];
        for (sla, agreement) in services.slas() {
            let listed: BTreeSet<usize> =
                agreement.services.iter().filter_map(|listed| services.service(&listed.value)).collect();
            for service in listed {
                slas[service].push(sla);
            }
        }
        let (order, circles) = order(&links);
        let supports = supports.into_iter().map(|found| found.into_iter().collect()).collect();
        Self { links, supports, slas, circles, order }
    }

    /// Services that a service depends on, directly or not, without itself unless it is part of a circle. Those that it
    /// goes on without, and those behind them, are left out; redundant ones only where `redundant` says so.
    #[must_use]
    pub fn below(&self, service: usize, redundant: bool) -> BTreeSet<usize> {
        let mut seen = BTreeSet::new();
        let mut open = vec![service];
        while let Some(at) = open.pop() {
            for link in self.followed(at, redundant) {
                if let Some(to) = link.service
                    && seen.insert(to)
                {
                    open.push(to);
                }
            }
        }
        seen
    }

    /// The links of a service whose failure it feels: serial ones, and with `redundant` those too that others stand in for.
    pub fn followed(&self, service: usize, redundant: bool) -> impl Iterator<Item = &Link> {
        let wanted = move |link: &&Link| match link.kind {
            DependencyKind::Serial => true,
            DependencyKind::Redundant => redundant,
            DependencyKind::NonCritical => false,
        };
        self.links.get(service).into_iter().flatten().filter(wanted)
    }
}

fn links(services: &Services, service: &Service) -> Vec<Link> {
    let group = |name: &Option<String>| {
        let same = |other: &&super::stated::Dependency| other.kind == DependencyKind::Redundant && other.group == *name;
        service.dependencies.iter().filter(same).count()
    };
    let link = |dependency: &super::stated::Dependency| Link {
        service: services.service(&dependency.target.value),
        agreement: dependency.agreement.as_ref().and_then(|agreement| services.agreement(&agreement.value)),
        kind: match dependency.kind {
            DependencyKind::Redundant if group(&dependency.group) < 2 => DependencyKind::Serial,
            kind => kind,
        },
    };
    service.dependencies.iter().map(link).collect()
}

/// Services in the order in which they can be computed, and the circles, by Tarjan's algorithm without recursion: a chain
/// may be as long as the catalogue.
fn order(links: &[Vec<Link>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    const NEW: usize = usize::MAX;
    let count = links.len();
    let (mut index, mut low) = (vec![NEW; count], vec![0; count]);
    let (mut on_stack, mut stack) = (vec![false; count], Vec::new());
    let (mut order, mut circles, mut next) = (Vec::new(), Vec::new(), 0);
    for root in 0..count {
        if index[root] != NEW {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some((at, step)) = work.pop() {
            if step == 0 {
                (index[at], low[at]) = (next, next);
                next += 1;
                stack.push(at);
                on_stack[at] = true;
            }
            let targets: Vec<usize> = links[at].iter().filter_map(|link| link.service).collect();
            if let Some(to) = targets.get(step) {
                work.push((at, step + 1));
                if index[*to] == NEW {
                    work.push((*to, 0));
                } else if on_stack[*to] {
                    low[at] = low[at].min(index[*to]);
                }
                continue;
            }
            for to in targets.iter().filter(|to| on_stack[**to]) {
                low[at] = low[at].min(low[*to]);
            }
            if low[at] != index[at] {
                continue;
            }
            let mut circle = Vec::new();
            while let Some(member) = stack.pop() {
                on_stack[member] = false;
                circle.push(member);
                if member == at {
                    break;
                }
            }
            let alone = circle.len() == 1 && !targets.contains(&at);
            order.extend(circle.iter().rev());
            if !alone {
                circles.push(round(links, &circle));
            }
        }
    }
    circles.sort();
    (order, circles)
}

/// A shortest way round through services of which each reaches each, from the first by id back to it.
fn round(links: &[Vec<Link>], members: &[usize]) -> Vec<usize> {
    let Some(first) = members.iter().copied().min() else { return Vec::new() };
    let within: BTreeSet<usize> = members.iter().copied().collect();
    let mut before = std::collections::BTreeMap::new();
    let mut open = std::collections::VecDeque::from([first]);
    while let Some(at) = open.pop_front() {
        for to in links[at].iter().filter_map(|link| link.service).filter(|to| within.contains(to)) {
            if to == first {
                let mut way = vec![at];
                let mut at = at;
                while let Some(earlier) = before.get(&at).copied() {
                    way.push(earlier);
                    at = earlier;
                }
                way.reverse();
                return way;
            }
            if to != first && !before.contains_key(&to) {
                before.insert(to, at);
                open.push_back(to);
            }
        }
    }
    vec![first]
}
