//! The catalogue: what services name must be there, and say the same on both sides.

use std::collections::{BTreeMap, BTreeSet};

use super::super::chain::Part;
use super::super::stated::{AgreementKind, Dependency, Service, ServiceKind, ServiceState, Target};
use super::super::terms::Standing;
use super::{Breach, Kind, Looked, few, some};
use crate::model::doc_id::DocId;
use crate::model::node::Node;
use crate::model::percent::Percent;
use crate::model::span::Spanned;

impl Looked<'_> {
    pub(super) fn catalogue(&self, found: &mut Vec<Breach>) {
        for (index, service) in self.services.services.iter().enumerate() {
            for (number, dependency) in service.dependencies.iter().enumerate() {
                self.dependency(index, service, number, dependency, found);
            }
            self.slas(index, service, found);
            self.stated(index, service, found);
            self.complete(index, service, found);
        }
        for (index, agreement) in self.services.agreements.iter().enumerate() {
            if agreement.kind == AgreementKind::Sla {
                self.covered(index, found);
                self.underpinned(index, found);
            }
            for target in &agreement.targets {
                self.target(agreement.entry, target, found);
            }
        }
        self.circles(found);
        self.groups(found);
        self.items(found);
        self.customers(found);
    }

    /// A target that is there, and an agreement for what others provide.
    fn dependency(&self, index: usize, service: &Service, number: usize, on: &Dependency, found: &mut Vec<Breach>) {
        if service.is(ServiceState::Retired) {
            return;
        }
        let target = &on.target.value;
        let link = self.services.paths.links[index][number];
        let add = |kind, span, message: String, help: &str| {
            Breach::new(kind, service.entry, span, message, help).of_services([index])
        };
        if let Some(other) = link.service.map(|other| &self.services.services[other]) {
            if other.is(ServiceState::Retired) {
                let message = format!("`{}` depends on `{target}`, which is retired", service.id);
                let help = "name what took its place, or take the dependency out";
                let breach = add(Kind::DependencyUnknown, on.span, message, help);
                let state = other.state.as_ref().map(|state| state.span).unwrap_or_default();
                found.push(breach.note(other.entry, state, "retired here"));
            }
        } else if DocId::new(target).is_some_and(|id| id.is_well_formed()) {
            let what = self.gone(target, &["service"], "is no service");
            let message = format!("`{}` depends on `{target}`, which {what}", service.id);
            let help = "write the id of a service, or the name of a component in small letters with the agreement that covers it";
            found.push(add(Kind::DependencyUnknown, on.span, message, help));
        } else if on.agreement.is_none() {
            let message = format!("`{}` depends on `{target}`, and no agreement covers that", service.id);
            let help = "add `agreement` with the id of the OLA or contract under which it is provided";
            found.push(add(Kind::DependencyWithoutAgreement, on.span, message, help));
        }
        let Some(named) = &on.agreement else { return };
        let id = &named.value;
        let why = match link.agreement.map(|agreement| &self.services.agreements[agreement]) {
            None => Some(self.gone(id, &["ola", "contract"], "is no OLA or contract").to_owned()),
            Some(agreement) if agreement.kind == AgreementKind::Sla => {
                Some("is an SLA, which binds us and nobody else".to_owned())
            }
            Some(agreement) if !agreement.in_force && service.in_force => Some("is not in force".to_owned()),
            Some(agreement) => match (agreement.standing(self.now.day), agreement.term.as_ref()) {
                (Standing::NotBegun, Some(term)) => {
                    term.start.as_ref().map(|start| format!("begins on {}", start.value))
                }
                (Standing::Ended, Some(term)) => term.last_day().map(|last| format!("ended on {last}")),
                _ => None,
            },
        };
        if let Some(why) = why {
            let message = format!("`{}` depends on `{target}` under `{id}`, which {why}", service.id);
            let help = "name an OLA or contract in force, or put this one into force";
            let breach = add(Kind::DependencyWithoutAgreement, named.span, message, help);
            found.push(match link.agreement.map(|agreement| &self.services.agreements[agreement]) {
                Some(other) => {
                    let term = other.term.as_ref();
                    let place = match other.standing(self.now.day) {
                        Standing::NotBegun => term.and_then(|term| term.start.as_ref()).map(|start| start.span),
                        Standing::Ended => term.and_then(|term| term.end.as_ref()).map(|end| end.span),
                        _ => None,
                    };
                    breach.note(other.entry, place.unwrap_or_else(|| self.key(other.entry, "status")), "the agreement")
                }
                None => breach,
            });
        }
    }

    /// A live customer service has an SLA in force that lists it.
    fn slas(&self, index: usize, service: &Service, found: &mut Vec<Breach>) {
        let listed = self.services.slas_of(index);
        let in_force = listed.iter().any(|sla| self.services.agreements[*sla].in_force);
        if service.kind == ServiceKind::Customer && service.is_provided() && !in_force {
            let span = service.slas.first().map(|sla| sla.span).or(service.state.as_ref().map(|state| state.span));
            let message = match listed.first() {
                Some(sla) => {
                    let state = service.state.as_ref().map(|state| state.value.word()).unwrap_or_default();
                    let sla = &self.services.agreements[*sla].id;
                    format!("`{}` is {state}, and its `{sla}` is not in force", service.id)
                }
                None => format!("`{}` is live for customers, and no SLA in force covers it", service.id),
            };
            let help = format!("agree on an SLA that lists {} under `services`, and put it into force", service.id);
            let breach = Breach::new(Kind::SlaMissing, service.entry, span.unwrap_or_default(), message, help);
            found.push(breach.of_services([index]));
        }
        for named in &service.slas {
            let add = |message: String, help: String| {
                Breach::new(Kind::ServiceDiffers, service.entry, named.span, message, help).of_services([index])
            };
            match self.services.agreement(&named.value).map(|sla| &self.services.agreements[sla]) {
                Some(sla) if sla.kind != AgreementKind::Sla => {
                    found.push(add(
                        format!("`{}` names `{}` among its SLAs, which is none", service.id, sla.id),
                        "name the agreement with the customer".to_owned(),
                    ));
                }
                Some(sla) if !sla.lists(&service.id) => {
                    let message = format!("`{}` names `{}`, which does not list it", service.id, sla.id);
                    let help = format!("add {} to `services` of {}, or take the SLA out here", service.id, sla.id);
                    found.push(add(message, help).note(sla.entry, self.key(sla.entry, "services"), "its services"));
                }
                Some(_) => {}
                None => {
                    let message = format!("`{}` names the SLA `{}`, which is not there", service.id, named.value);
                    found.push(add(message, "name an SLA that is there, or write it".to_owned()));
                }
            }
        }
        // A list that is there is complete; a service without one leaves it to the SLAs.
        for sla in listed.into_iter().filter(|_| !service.slas.is_empty()) {
            let sla = &self.services.agreements[sla];
            if service.slas.iter().any(|named| named.value.eq_ignore_ascii_case(&sla.id)) {
                continue;
            }
            let message = format!("`{}` lists `{}`, which does not name it", sla.id, service.id);
            let help = format!("add {} to `slas`", sla.id);
            let span = self.key(service.entry, "slas");
            let breach = Breach::new(Kind::ServiceDiffers, service.entry, span, message, help).of_services([index]);
            let at = sla.services.iter().find(|listed| listed.value.eq_ignore_ascii_case(&service.id));
            found.push(breach.note(sla.entry, at.map(|at| at.span).unwrap_or_default(), "listed here"));
        }
    }

    /// The availability that a service states is that of its strictest SLA.
    fn stated(&self, index: usize, service: &Service, found: &mut Vec<Breach>) {
        let Some(target) = &service.target else { return };
        let Some(sla) = self.services.strictest(index).map(|sla| &self.services.agreements[sla]) else { return };
        let Some(promised) = sla.availability.as_ref().filter(|promised| promised.percent.value != target.value) else {
            return;
        };
        let message = format!(
            "`{}` states {} %, and its strictest agreement `{}` promises {} %",
            service.id, target.value, sla.id, promised.percent.value
        );
        let help = "write the figure of the agreement, `see_sla`, or nothing";
        let breach = Breach::new(Kind::ServiceDiffers, service.entry, target.span, message, help).of_services([index]);
        found.push(breach.note(sla.entry, promised.percent.span, "promised here"));
    }

    /// What the state of a service asks for.
    fn complete(&self, index: usize, service: &Service, found: &mut Vec<Breach>) {
        let Some(state) = &service.state else { return };
        let add = |message: String, help: String| {
            Breach::new(Kind::ServiceIncomplete, service.entry, state.span, message, help).of_services([index])
        };
        if service.kind == ServiceKind::Customer && service.is_provided() && service.customers.is_empty() {
            let message = format!("`{}` is live for customers, and names none", service.id);
            found.push(add(message, "add `customers` with their ids in the register of customers".to_owned()));
        }
        if let (Some(since), Some(until)) = (&service.live_since, &service.retire_on)
            && until.value <= since.value
        {
            let message = format!("`{}` retires on {}, which is not after {}", service.id, until.value, since.value);
            let breach = Breach::new(
                Kind::ServiceIncomplete,
                service.entry,
                until.span,
                message,
                "write the day after which it is gone".to_owned(),
            );
            found.push(breach.note(service.entry, since.span, "live since").of_services([index]));
        }
        if service.is_provided()
            && let Some(until) = service.retire_on.as_ref().filter(|until| until.value < self.now.day)
        {
            let message =
                format!("`{}` was to retire on {}, and is still {}", service.id, until.value, state.value.word());
            let breach = add(message, "set `service_state: retired`, or agree on a later day".to_owned());
            found.push(breach.note(service.entry, until.span, "to retire here"));
        }
    }

    /// What an SLA covers is there.
    fn covered(&self, index: usize, found: &mut Vec<Breach>) {
        let sla = &self.services.agreements[index];
        for listed in &sla.services {
            let id = &listed.value;
            let state = self.services.service(id).map(|service| &self.services.services[service]);
            let (kind, why, help) =
                match state.map(|service| (service, service.state.as_ref().map(|state| state.value))) {
                    Some((_, Some(ServiceState::Retired))) => {
                        (Kind::SlaOfRetiredService, "is retired", "take the service out, or end the agreement")
                    }
                    Some((_, Some(ServiceState::Proposed | ServiceState::Design))) if sla.in_force => (
                        Kind::ServiceDiffers,
                        "customers cannot have yet",
                        "wait until the service is in transition or live, or bring its state up to date",
                    ),
                    Some(_) => continue,
                    None => (
                        Kind::DependencyUnknown,
                        self.gone(id, &["service"], "is no service"),
                        "list services of the catalogue",
                    ),
                };
            let message = format!("`{}` covers `{id}`, which {why}", sla.id);
            let mut breach = Breach::new(kind, sla.entry, listed.span, message, help).of_sla(index);
            if let Some(state) = state.and_then(|service| Some((service.entry, service.state.as_ref()?.span))) {
                breach = breach.note(state.0, state.1, "its state");
            }
            found.push(breach);
        }
    }

    /// An SLA names the agreements that its services rest on.
    fn underpinned(&self, index: usize, found: &mut Vec<Breach>) {
        let sla = &self.services.agreements[index];
        for named in &sla.underpinned_by {
            let other = self.services.agreement(&named.value).map(|other| &self.services.agreements[other]);
            let why = match other {
                None => "is no OLA or contract that is there",
                Some(other) if other.kind == AgreementKind::Sla => "is an SLA, which binds us and nobody else",
                Some(other) if !other.in_force && sla.in_force => "is not in force",
                Some(_) => continue,
            };
            let message = format!("`{}` rests on `{}`, which {why}", sla.id, named.value);
            let help = "name OLAs and contracts in force";
            found.push(Breach::new(Kind::UnderpinningIncomplete, sla.entry, named.span, message, help).of_sla(index));
        }
        let missing: Vec<_> =
            self.services.under(index).iter().filter(|under| under.listed.is_none() && under.is_serial()).collect();
        // A list that is there is complete; without one the paths of the services tell.
        if missing.is_empty() || self.text(sla.entry).front.entry("underpinned_by").is_none() {
            return;
        }
        let names = missing.iter().map(|under| self.services.agreements[under.agreement].id.as_str());
        let message = format!("the services of `{}` rest on {} as well", sla.id, few(names.clone()));
        let ids: Vec<&str> = names.collect();
        let help = format!("add {} to `underpinned_by`", some(&ids));
        let span = self.key(sla.entry, "underpinned_by");
        let mut breach = Breach::new(Kind::UnderpinningIncomplete, sla.entry, span, message, help).of_sla(index);
        for (service, number) in missing.iter().filter_map(|under| under.named).take(super::availability::NOTES) {
            let service = &self.services.services[service];
            breach = breach.note(
                service.entry,
                service.dependencies[number].span,
                format!("`{}` depends on it", service.id),
            );
        }
        found.push(breach);
    }

    /// A percentage lies between 0 and 100, and figures are figures where the unit says so.
    fn target(&self, entry: usize, target: &Target, found: &mut Vec<Breach>) {
        let (Some(value), Some(unit)) = (&target.value, &target.unit) else { return };
        let word = unit.value.split_whitespace().next().unwrap_or_default().to_lowercase();
        if !matches!(word.as_str(), "percent" | "%" | "per-cent" | "percentage") {
            return;
        }
        let zero = value.value.chars().all(|char| matches!(char, '0' | '.')) && value.value.contains('0');
        if zero || value.value.parse::<Percent>().is_ok() {
            return;
        }
        let message = format!("`{}` is to be {} percent, which is no percentage", target.metric.value, value.value);
        let help = "write a figure between 0 and 100 without the % sign";
        found.push(Breach::new(Kind::TargetImpossible, entry, value.span, message, help));
    }

    /// Services that depend on each other in a circle.
    fn circles(&self, found: &mut Vec<Breach>) {
        for circle in &self.services.paths.circles {
            let name = |index: &usize| self.services.services[*index].id.as_str();
            let Some(first) = circle.first() else { continue };
            let mut names: Vec<&str> = circle.iter().map(name).collect();
            names.push(name(first));
            let link = |at: usize| {
                let (from, to) = (circle[at], circle[(at + 1) % circle.len()]);
                let links = &self.services.paths.links[from];
                let number = links.iter().position(|link| link.service == Some(to))?;
                let service = &self.services.services[from];
                Some((service.entry, service.dependencies[number].span))
            };
            let Some((entry, span)) = link(0) else { continue };
            let shown: Vec<String> = if names.len() > 9 {
                let head = names[..7].iter().map(|name| format!("`{name}`"));
                head.chain([format!("{} more", names.len() - 8), format!("`{}`", name(first))]).collect()
            } else {
                names.iter().map(|name| format!("`{name}`")).collect()
            };
            let message = match circle.as_slice() {
                [_] => format!("`{}` depends on itself", name(first)),
                _ => format!("services depend on each other in a circle: {}", shown.join(" → ")),
            };
            let help = "find out which of them works without the next, and take that dependency out";
            let mut breach = Breach::new(Kind::DependencyCycle, entry, span, message, help);
            for at in 1..circle.len().min(8) {
                if let Some((entry, span)) = link(at) {
                    breach = breach.note(entry, span, format!("`{}` → `{}`", names[at], names[at + 1]));
                }
            }
            found.push(breach.of_services(circle.iter().copied()));
        }
    }

    /// Parts that are said to be independent, and rest on the same thing.
    fn groups(&self, found: &mut Vec<Breach>) {
        for part in &self.services.chains.parts {
            let Part::Group(group) = part else { continue };
            if !group.independent || group.shared.is_empty() {
                continue;
            }
            let service = &self.services.services[group.of];
            let Some(member) = group.members.first() else { continue };
            let at = |(of, number): &(usize, usize)| {
                let of = &self.services.services[*of];
                (of, &of.dependencies[*number])
            };
            let names = few(group.shared.iter().map(|place| at(place).1.target.value.as_str()));
            let message = format!("parts of `{}` that are said to be independent share {names}", service.id);
            let help = "take `independent` out, or let them rest on different things";
            let span = service.dependencies[member.dependency].span;
            let mut breach = Breach::new(Kind::RedundancyShared, service.entry, span, message, help);
            for (of, on) in group.shared.iter().map(at) {
                breach = breach.note(of.entry, on.span, "one of them rests on it here");
            }
            found.push(breach.of_services([group.of]));
        }
    }

    /// Each service is a configuration item of its own.
    fn items(&self, found: &mut Vec<Breach>) {
        let mut known: BTreeMap<&str, (&Service, &Spanned<String>)> = BTreeMap::new();
        for (index, service) in self.services.services.iter().enumerate() {
            let Some(ci) = &service.ci else { continue };
            let Some((other, at)) = known.get(ci.value.as_str()) else {
                known.insert(&ci.value, (service, ci));
                continue;
            };
            let message = format!("`{}` is the configuration item of `{}`, too", ci.value, other.id);
            let breach = Breach::new(
                Kind::ConfigurationItemDuplicate,
                service.entry,
                ci.span,
                message,
                "give each service a configuration item of its own",
            );
            found.push(breach.note(other.entry, at.span, "also used here").of_services([index]));
        }
    }

    /// Customers and groups of users are those of the registers of customers, once there is one.
    fn customers(&self, found: &mut Vec<Breach>) {
        let of_customers = |node: &Node| node.string("register_kind").is_some_and(|kind| kind.value == "customers");
        let registers: Vec<_> = self
            .reading
            .in_force(self.corpus, "register")
            .filter(|(_, entry)| of_customers(&self.reading.of(entry).front))
            .collect();
        let Some((first, register)) = registers.first() else { return };
        let mut ids = BTreeSet::new();
        for (_, entry) in &registers {
            let entries = self.reading.of(entry).front.list("entries");
            ids.extend(entries.iter().filter_map(|entry| Some(entry.string("id")?.value)));
            ids.extend(entries.iter().flat_map(|entry| entry.strings("user_groups")).map(|group| group.value));
        }
        let place = self.key(*first, "entries");
        let mut check = |entry: usize, what: &str, named: &Spanned<String>| {
            if ids.contains(&named.value) {
                return;
            }
            let message = format!("the {what} `{}` is in no register of customers", named.value);
            let help = format!("add it to `entries` of {}, or correct its id", register.id);
            let breach = Breach::new(Kind::CustomerUnknown, entry, named.span, message, help);
            found.push(breach.note(*first, place, "the register"));
        };
        for service in self.services.services.iter().filter(|service| !service.is(ServiceState::Retired)) {
            service.customers.iter().for_each(|named| check(service.entry, "customer", named));
            service.user_groups.iter().for_each(|named| check(service.entry, "group of users", named));
        }
        for (_, sla) in self.services.slas() {
            sla.customer.iter().for_each(|named| check(sla.entry, "customer", named));
        }
    }
}
