//! Customers: what each of them has from us, and what was promised.

use std::collections::BTreeSet;

use super::names::{self, Customer};
use super::{catalogue, words};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::services::stated::{Agreement, Service};
use crate::model::date;
use crate::say;
use crate::site::Site;
use crate::site::pages::computed::{self, Content, View};
use crate::site::pages::section::{PLACE, Section, Words, column, fact, wide_column};
use crate::site::pages::shared;

/// All customers.
#[must_use]
pub fn list(site: &Site, path: &str) -> View {
    let sms = &site.sms;
    let customers = names::customers(sms);
    let rows = customers.values().map(|customer| {
        let services = services(sms, &customer.id).map(|service| words::service(sms, &service.id));
        let slas = slas(sms, &customer.id)
            .map(|sla| words::source(sms, sla.entry).text(" ").state(words::standing(sla.standing(sms.inputs.today))));
        vec![names::linked(sms, &customers, &customer.id), Words::join(services, "; "), Words::join(slas, "; ")]
    });
    let rows: Vec<_> = rows.collect();
    let section = Section::new("list", say!("Customers and what they have"));
    let section = if rows.is_empty() {
        let text = say!(
            "No customer is named. `smsdoc new register \"Customers\"` begins a register; with `register_kind: customers` it lists them, and services name them under `customers`."
        );
        section.empty(words::message(sms, &text))
    } else {
        section.table(
            say!("Customers"),
            &[column(say!("Customer")), wide_column(say!("Services")), column(say!("Agreements"))],
            rows,
        )
    };
    let content = Content {
        title: say!("Customers"),
        description: say!("Who has which service under which agreement"),
        section: "Services",
        above: vec![catalogue()],
        lede: Words::from(say!("Who has which service from us, under which agreement.")),
        glance: Vec::new(),
        sections: vec![section],
        landscape: false,
    };
    computed::view(site, path, content)
}

/// The page of a customer. `None` where nobody names it.
#[must_use]
pub fn one(site: &Site, path: &str, id: &str) -> Option<View> {
    let sms = &site.sms;
    let customers = names::customers(sms);
    let customer = customers.get(id)?;
    let slas: Vec<&Agreement> = slas(sms, id).collect();
    let entries: Vec<usize> = slas.iter().map(|sla| sla.entry).collect();
    let breaches =
        sms.services.breaches.iter().filter(|breach| breach.rests_on().iter().any(|entry| entries.contains(entry)));
    let sections = [
        Section::new("misfits", say!("What does not fit")).findings(words::findings(sms, breaches)).filled(),
        Some(services_section(sms, customer)),
        Some(agreements(sms, &slas)),
        Some(reports(sms, &slas, Section::new("reports", say!("Reports")))),
    ];
    let registered = match customer.register.map(|register| &sms.corpus.entries[register]) {
        Some(register) => Words::new().doc(&shared::doc_link(register)),
        None => Words::from(say!("In no register of customers")),
    };
    let groups: Vec<String> = groups(sms, customer);
    let groups =
        if groups.is_empty() { Words::new().muted(say!("None|of several")) } else { Words::from(groups.join(", ")) };
    let content = Content {
        title: customer.name.clone(),
        description: say!("What {name} has from us", name = customer.name),
        section: "Services",
        above: vec![catalogue(), (say!("Customers"), "services/customers/index.html")],
        lede: Words::from(say!("What this customer has from us, and what was promised.")),
        glance: vec![
            fact(say!("Id"), &customer.id),
            fact(say!("Registered"), registered),
            fact(say!("Groups of users"), groups),
        ],
        sections: sections.into_iter().flatten().collect(),
        landscape: false,
    };
    Some(computed::view(site, path, content))
}

/// The services that a customer has: those that name it, and those of its SLAs. By id.
fn services<'a>(sms: &'a Sms, customer: &'a str) -> impl Iterator<Item = &'a Service> {
    let by_sla =
        slas(sms, customer).flat_map(|sla| &sla.services).filter_map(|named| sms.services.service(&named.value));
    let mut found: BTreeSet<usize> = by_sla.collect();
    let names = |service: &Service| service.customers.iter().any(|named| named.value == customer);
    found.extend((0..).zip(&sms.services.services).filter(|(_, service)| names(service)).map(|(index, _)| index));
    found.into_iter().map(|index| &sms.services.services[index])
}

fn slas<'a>(sms: &'a Sms, customer: &'a str) -> impl Iterator<Item = &'a Agreement> {
    let of = move |sla: &&Agreement| sla.customer.as_ref().is_some_and(|named| named.value == customer);
    sms.services.slas().map(|(_, sla)| sla).filter(of)
}

/// Groups of users: those of the register, and those of services that only this customer has.
fn groups(sms: &Sms, customer: &Customer) -> Vec<String> {
    let mut groups = customer.groups.clone();
    let alone = services(sms, &customer.id).filter(|service| service.customers.len() == 1);
    groups.extend(alone.flat_map(|service| service.user_groups.iter().map(|group| group.value.clone())));
    groups.iter().map(|group| names::readable(group)).collect()
}

fn services_section(sms: &Sms, customer: &Customer) -> Section {
    let rows = services(sms, &customer.id).map(|service| {
        let hours = service.service_hours.as_ref().map(|hours| hours.value.words()).unwrap_or_default();
        let own = slas(sms, &customer.id).filter(|sla| sla.lists(&service.id)).filter_map(|sla| {
            let promised = sla.availability.as_ref()?;
            let percent = words::stated_percent(&promised.percent.value);
            let said = say!("{percent} by {agreement}", percent, agreement = PLACE);
            Some(Words::around(&said, words::source(sms, sla.entry)))
        });
        let state = service.state.as_ref().map(|state| words::life(state.value)).unwrap_or_default();
        vec![words::service(sms, &service.id), Words::from(state), Words::from(hours), Words::join(own, "; ")]
    });
    let rows: Vec<_> = rows.collect();
    let section = Section::new("services", say!("Services"));
    if rows.is_empty() {
        return section.empty(words::message(sms, &say!("No service names this customer under `customers`.")));
    }
    section.table(
        say!("Services"),
        &[column(say!("Service")), column(say!("State")), wide_column(say!("Runs|hours")), column(say!("Promised"))],
        rows,
    )
}

fn agreements(sms: &Sms, slas: &[&Agreement]) -> Section {
    let rows = slas.iter().map(|sla| {
        let targets = match sla.targets.len() {
            1 => say!("1 target"),
            count => say!("{count} targets", count),
        };
        vec![
            words::source(sms, sla.entry).small(words::name(&sla.title)),
            words::term(sla),
            Words::new().state(words::standing(sla.standing(sms.inputs.today))),
            Words::new()
                .link(targets, &format!("{}#computed-targets", shared::doc_href(&sms.corpus.entries[sla.entry]))),
        ]
    });
    let section = Section::new("agreements", say!("Agreements"));
    if slas.is_empty() {
        return section.empty(say!("No agreement in force is with this customer."));
    }
    let columns = [
        column(say!("Agreement")),
        column(say!("Term|of an agreement")),
        wide_column(say!("Standing")),
        wide_column(say!("Targets")),
    ];
    section.table(say!("Agreements"), &columns, rows.collect())
}

/// Adds the reports on agreements: the records of the series or the id that they name, and reports that name them.
pub(super) fn reports(sms: &Sms, slas: &[&Agreement], section: Section) -> Section {
    let named: Vec<&str> =
        slas.iter().filter_map(|sla| Some(sla.reporting.as_ref()?.report.as_ref()?.value.as_str())).collect();
    let is_report = |entry: &Entry| entry.doc_type.as_ref().is_some_and(|doc_type| doc_type.name == "report");
    let of = |entry: &&Entry| {
        let document = entry.document();
        let series = document.front.string("series").map(|series| series.value);
        let is_named = |id: &str| named.iter().any(|named| named.eq_ignore_ascii_case(id));
        let tells = || {
            let related = |id: &str| slas.iter().any(|sla| sla.id.eq_ignore_ascii_case(id));
            is_report(entry) && document.related.iter().any(|id| related(&id.value))
        };
        is_named(entry.id.as_str()) || series.is_some_and(|series| is_named(&series)) || tells()
    };
    let mut records: Vec<&Entry> = sms.corpus.entries.iter().filter(|entry| entry.is_record()).filter(of).collect();
    records.sort_by_key(|entry| std::cmp::Reverse(entry.days().map(|(_, last)| last)));
    if records.is_empty() {
        return section.empty(words::message(
            sms,
            &say!(
                "No report yet. A record whose `series` is the `report` that the agreement names under `reporting` appears here."
            ),
        ));
    }
    let rows = records.iter().map(|entry| {
        let days = entry.days().map(|(first, last)| match first == last {
            true => date::display(first),
            false => words::days(first, last),
        });
        vec![
            Words::new().doc(&shared::doc_link(entry)),
            Words::from(days.unwrap_or_default()),
            Words::new().state(shared::state(entry.state())),
        ]
    });
    section.table(
        say!("Reports"),
        &[column(say!("Report")), column(say!("Period or day")), wide_column(say!("State"))],
        rows.collect(),
    )
}
