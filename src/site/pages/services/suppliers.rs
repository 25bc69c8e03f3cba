//! Suppliers: who takes part, under which agreement, and what rests on it.

use std::collections::BTreeSet;

use super::{agreement, catalogue, names, words};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::parties::{Party, PartyKind};
use crate::evaluate::services::stated::{Agreement, AgreementKind};
use crate::model::date;
use crate::say;
use crate::site::Site;
use crate::site::exports::parties as export;
use crate::site::pages::computed::{self, Content, View};
use crate::site::pages::section::{PLACE, Section, Words, column, fact, wide_column};
use crate::site::pages::shared;

/// All parties that supply.
#[must_use]
pub fn list(site: &Site, path: &str) -> View {
    let sms = &site.sms;
    let parties = sms.parties.parties.values();
    let rows = parties.map(|party| {
        let standing = |sla: &Agreement| Words::new().text(" ").state(words::standing(sla.standing(sms.inputs.today)));
        let of = agreements(sms, party).into_iter().map(|index| &sms.services.agreements[index]);
        let said = of.map(|agreement| words::source(sms, agreement.entry).and(standing(agreement)));
        let said = Words::join(said, "; ");
        vec![
            linked(party),
            Words::from(kind(party.kind)),
            if said.is_empty() { Words::new().missing(say!("No agreement")) } else { said },
            Words::join(supported(sms, party).iter().map(|service| words::service(sms, service)), "; "),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let section = Section::new("list", say!("Suppliers and what they are in"));
    let section = if rows.is_empty() {
        let text = say!(
            "No other party is named. `smsdoc new contract` or `smsdoc new ola` begins an agreement with one; a register with `register_kind: other_parties` lists them all."
        );
        section.empty(words::message(sms, &text))
    } else {
        let columns = [
            column(say!("Supplier")),
            wide_column(say!("Kind")),
            column(say!("Agreements")),
            wide_column(say!("Services")),
        ];
        section.table(say!("Suppliers"), &columns, rows)
    };
    let who =
        say!("Who besides us takes part in services: external suppliers, units inside, and customers that supply.");
    let scope = say!("{page} shows it by clause and component.", page = PLACE);
    let scope = Words::around(&scope, Words::new().link(say!("Scope and parties"), "scope/index.html"));
    let content = Content {
        title: say!("Suppliers"),
        description: say!("Who takes part in our services, and under which agreement"),
        section: "Services",
        above: vec![catalogue()],
        lede: Words::from(format!("{who} ")).and(scope),
        glance: Vec::new(),
        sections: vec![section],
        landscape: false,
    };
    computed::view(site, path, content)
}

/// The page of a supplier. `None` where nobody names it.
#[must_use]
pub fn one(site: &Site, path: &str, id: &str) -> Option<View> {
    let sms = &site.sms;
    let party = sms.parties.parties.get(id)?;
    let agreements = agreements(sms, party);
    let entries: BTreeSet<usize> = agreements.iter().map(|index| sms.services.agreements[*index].entry).collect();
    let breaches = sms.services.breaches.iter().filter(|breach| !breach.rests_on().is_disjoint(&entries));
    let sections = [
        Section::new("misfits", say!("What does not fit")).findings(words::findings(sms, breaches)).filled(),
        Some(agreements_section(sms, &agreements)),
        Some(resting(sms, &agreements)),
        at_stake(sms, &agreements).filled(),
        reviews(sms, &agreements).filled(),
        takes_part(sms, party).filled(),
    ];
    let registers: Vec<Words> = sms.parties.registers.iter().map(|index| words::source(sms, *index)).collect();
    let registered = if party.registered {
        Words::join(registers, ", ")
    } else {
        Words::new().missing(say!("In no register of other parties"))
    };
    let content = Content {
        title: names::party(party),
        description: say!("What {name} does for us, and under which agreement", name = names::party(party)),
        section: "Services",
        above: vec![catalogue(), (say!("Suppliers"), "services/suppliers/index.html")],
        lede: Words::from(say!("What this party does, under which agreement, and what rests on it.")),
        glance: vec![
            fact(say!("Id"), &party.id),
            fact(say!("Kind"), kind(party.kind)),
            fact(say!("Registered"), registered),
        ],
        sections: sections.into_iter().flatten().collect(),
        landscape: false,
    };
    Some(computed::view(site, path, content))
}

fn linked(party: &Party) -> Words {
    match names::supplier_href(&party.id) {
        Some(href) => Words::new().link(names::party(party), &href),
        None => Words::from(names::party(party)),
    }
}

fn kind(kind: PartyKind) -> String {
    match kind {
        PartyKind::External => say!("External supplier"),
        PartyKind::Internal => say!("Internal supplier"),
        PartyKind::Customer => say!("Customer acting as supplier"),
    }
}

/// OLAs and contracts with a party, by index.
fn agreements(sms: &Sms, party: &Party) -> BTreeSet<usize> {
    let all = sms.services.agreements.iter().enumerate();
    let with = all.filter(|(_, agreement)| {
        agreement.kind != AgreementKind::Sla
            && agreement.provider.as_ref().is_some_and(|provider| provider.value == party.id)
    });
    with.map(|(index, _)| index).collect()
}

/// Services that a party takes part in, by id.
fn supported(sms: &Sms, party: &Party) -> BTreeSet<String> {
    let of = |agreement: usize| sms.services.agreements[agreement].services.iter().map(|service| service.value.clone());
    let by_agreement = agreements(sms, party).into_iter().flat_map(of);
    let named = sms
        .services
        .services
        .iter()
        .filter(|service| service.parties.iter().any(|named| named.party.value == party.id));
    by_agreement.chain(named.map(|service| service.id.clone())).collect()
}

fn agreements_section(sms: &Sms, agreements: &BTreeSet<usize>) -> Section {
    let rows = agreements.iter().map(|index| {
        let agreement = &sms.services.agreements[*index];
        let promised = agreement.availability.as_ref();
        let promised = promised.map(|promised| words::stated_percent(&promised.percent.value));
        vec![
            words::source(sms, agreement.entry).small(words::name(&agreement.title)),
            words::term(agreement),
            Words::new().state(words::standing(agreement.standing(sms.inputs.today))),
            promised.map_or_else(|| Words::new().muted(say!("none|availability")), Words::from),
        ]
    });
    let section = Section::new("agreements", say!("Agreements"));
    if agreements.is_empty() {
        let text = say!(
            "No agreement with this party is in force. `smsdoc new contract` begins one with a supplier outside, `smsdoc new ola` one with a unit inside."
        );
        return section.empty(words::message(sms, &text));
    }
    let columns = [
        column(say!("Agreement")),
        column(say!("Term|of an agreement")),
        column(say!("Standing")),
        wide_column(say!("Availability")),
    ];
    section.table(say!("Agreements"), &columns, rows.collect())
}

/// Components and services that depend on what its agreements cover.
fn resting(sms: &Sms, agreements: &BTreeSet<usize>) -> Section {
    let mut rows = Vec::new();
    for (at, service) in sms.services.services.iter().enumerate() {
        for (number, link) in sms.services.paths.links[at].iter().enumerate() {
            let Some(agreement) = link.agreement.filter(|agreement| agreements.contains(agreement)) else { continue };
            rows.push(vec![
                words::service(sms, &service.id),
                words::service(sms, &service.dependencies[number].target.value),
                Words::from(words::dependency(link.kind)),
                words::source(sms, sms.services.agreements[agreement].entry),
            ]);
        }
    }
    let section = Section::new("resting", say!("Services that depend on it"));
    if rows.is_empty() {
        return section
            .empty(words::message(sms, &say!("No service names an agreement with this party in `depends_on`.")));
    }
    let columns = [
        column(say!("Service")),
        column(say!("Depends on")),
        wide_column(say!("Kind")),
        wide_column(say!("Under|an agreement")),
    ];
    section.table(say!("Services that depend on it"), &columns, rows)
}

/// Promises to customers that may break with it.
fn at_stake(sms: &Sms, agreements: &BTreeSet<usize>) -> Section {
    let rows = agreement::slas_resting_on(sms, agreements).into_iter().map(|sla| {
        let sla = &sms.services.agreements[sla];
        let promised = sla.availability.as_ref().map(|promised| words::stated_percent(&promised.percent.value));
        vec![
            words::source(sms, sla.entry).small(words::name(&sla.title)),
            Words::from(promised.unwrap_or_default()),
            words::term(sla),
        ]
    });
    let columns = [column(say!("SLA")), column(say!("Promised")), wide_column(say!("Term|of an agreement"))];
    Section::new("stake", say!("Promises to customers at stake")).table(say!("SLAs at stake"), &columns, rows.collect())
}

/// Records of the reviews of its agreements, the newest first, and when the next is due.
fn reviews(sms: &Sms, agreements: &BTreeSet<usize>) -> Section {
    let mut section = Section::new("reviews", say!("Reviews"));
    let mut rows = Vec::new();
    for agreement in agreements.iter().map(|index| &sms.services.agreements[*index]) {
        let named = |id: &str| agreement.review_records.iter().any(|named| named.value.eq_ignore_ascii_case(id));
        let of = |entry: &&Entry| {
            let series = entry.document().front.string("series");
            entry.is_record() && (named(entry.id.as_str()) || series.is_some_and(|series| named(&series.value)))
        };
        let records: Vec<&Entry> = sms.corpus.entries.iter().filter(of).collect();
        let days = records.iter().filter_map(|entry| Some(entry.days()?.1));
        let last = days.chain(agreement.last_review.as_ref().map(|day| day.value)).max();
        let due = agreement.review_interval.as_ref().zip(last).and_then(|(interval, last)| interval.value.after(last));
        if let Some(last) = last {
            let (agreement, day) = (words::source(sms, agreement.entry), date::display(last));
            let said = match due.map(date::display) {
                Some(next) => {
                    say!("{agreement} was last reviewed {day}, next by {next}.", agreement = PLACE, day, next)
                }
                None => say!("{agreement} was last reviewed {day}.", agreement = PLACE, day),
            };
            section = section.text(Words::around(&said, agreement));
        }
        rows.extend(records.into_iter().map(|entry| {
            let day = entry.days().map(|(_, last)| last);
            (
                day,
                vec![
                    Words::new().doc(&shared::doc_link(entry)),
                    Words::from(day.map(date::display).unwrap_or_default()),
                ],
            )
        }));
    }
    rows.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    section.table(
        say!("Records of reviews"),
        &[column(say!("Record")), column(say!("Day"))],
        rows.into_iter().map(|(_, row)| row).collect(),
    )
}

/// Clauses, services and components in which it takes part.
fn takes_part(sms: &Sms, party: &Party) -> Section {
    let rows = sms.parties.things.iter().flat_map(|thing| {
        let own = thing.parts.iter().filter(|part| part.party == party.id);
        own.map(|part| {
            let title = export::title(sms, &thing.key);
            let label = if title.is_empty() || title == thing.key.id {
                thing.key.id.clone()
            } else {
                format!("{} {title}", thing.key.id)
            };
            let thing = match export::href(sms, &thing.key) {
                Some(href) => Words::new().link(label, &href),
                None => Words::from(label),
            };
            let control = part.control.clone().unwrap_or_default();
            vec![
                thing,
                Words::from(if part.operates { say!("operates") } else { say!("contributes") }),
                Words::from(control),
                Words::from(part.measure.clone().unwrap_or_default()),
            ]
        })
    });
    let columns = [
        column(say!("Clause, service or component")),
        column(say!("Takes part")),
        wide_column(say!("Control|of a party")),
        wide_column(say!("Measure|of a party")),
    ];
    Section::new("part", say!("What it takes part in")).table(say!("What it takes part in"), &columns, rows.collect())
}
