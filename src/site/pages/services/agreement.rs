//! The computed values of an agreement.

use std::collections::{BTreeMap, BTreeSet};

use super::computed::{Computed, misfits, now};
use super::names::{self, Customer};
use super::{sections, words};
use crate::evaluate::Sms;
use crate::evaluate::services::chain::Worth;
use crate::evaluate::services::compare::{self, Terms};
use crate::evaluate::services::downtime::{self, Downtime};
use crate::evaluate::services::paths::Link;
use crate::evaluate::services::stated::{Agreement, AgreementKind};
use crate::evaluate::services::times::Waits;
use crate::model::date;
use crate::model::span::Spanned;
use crate::say;
use crate::site::pages::section::{Fact, Part, Section, Words, column, fact, half, wide, wide_column};
use crate::site::pages::shared;

/// The computed values of an agreement.
pub(super) fn computed(sms: &Sms, index: usize) -> Computed {
    let agreement = &sms.services.agreements[index];
    let is_sla = agreement.kind == AgreementKind::Sla;
    let customers = names::customers(sms);
    let now = now(sms);
    let downtime = sms.services.downtime_of_agreement(index, &now);
    let targets = sections::targets(sms, &[index], Section::new("computed-targets", say!("Targets")));
    let targets = sections::waits(sms, &[index], &Waits::new(&now), targets);
    let allowed = downtime.as_ref().map(|downtime| {
        let section = sections::downtime(sms, downtime);
        let months = downtime::months(&downtime.percent, &downtime.terms, &now);
        if is_sla { sections::months(section, &months) } else { section }
    });
    let sections = [
        misfits(sms, agreement.entry, |breach| breach.sla == Some(index)),
        targets.filled(),
        allowed,
        if is_sla { Some(behind(sms, index)) } else { Some(resting(sms, index)) },
        chains(sms, index, downtime.as_ref()).filter(|_| is_sla),
        reporting(sms, agreement).filter(|_| is_sla),
    ];
    Computed {
        glance: glance(sms, index, &customers, downtime.as_ref()),
        sections: sections.into_iter().flatten().collect(),
        signatures: if is_sla { signatures(sms, agreement, &customers) } else { Vec::new() },
        ..Computed::default()
    }
}

fn glance(sms: &Sms, index: usize, customers: &BTreeMap<String, Customer>, downtime: Option<&Downtime>) -> Vec<Fact> {
    let agreement = &sms.services.agreements[index];
    let party = |id: &Option<Spanned<String>>| match id {
        Some(id) => names::linked(sms, customers, &id.value),
        None => Words::new().missing(say!("Not stated")),
    };
    let is_sla = agreement.kind == AgreementKind::Sla;
    let hours = agreement.service_hours.as_ref().map(|hours| hours.value.words());
    let support = agreement.support_hours.as_ref().map(|hours| hours.value.words());
    let available = downtime
        .map(|downtime| Words::from(words::stated_percent(&downtime.percent)).small(downtime.terms.period.each()));
    let down = downtime.map(|downtime| {
        let (allowed, of) = words::may_be_down(downtime);
        Words::from(allowed).small(of)
    });
    let consent = consent(agreement);
    let services = agreement.services.iter().map(|service| words::service(sms, &service.value));
    let facts = [
        Some(fact(if is_sla { say!("Customer") } else { say!("Receives") }, party(&agreement.customer))),
        Some(fact(say!("Provides"), party(&agreement.provider))),
        Some(fact(say!("Term|of an agreement"), words::term(agreement))),
        Some(fact(say!("Standing"), Words::new().state(words::standing(agreement.standing(sms.inputs.today))))),
        hours.map(|hours| fact(say!("Service hours"), hours)),
        support.map(|hours| fact(say!("Support hours"), hours)),
        available.map(|words| fact(say!("Available"), words)),
        down.map(|words| fact(say!("May be down"), words)),
        consent.map(|words| half(if is_sla { say!("Agreed with customer") } else { say!("Agreed") }, words)),
        Some(wide(if is_sla { say!("Services") } else { say!("Services supported") }, Words::join(services, "; "))),
    ];
    facts.into_iter().flatten().collect()
}

/// Who agreed for the other side, when, and where the proof is kept; `None` where nobody is named.
fn consent(agreement: &Agreement) -> Option<Words> {
    let consent = agreement.consent.as_ref()?;
    let who = [consent.customer.as_ref().or(consent.supplier.as_ref()), consent.role.as_ref()];
    let who: Vec<_> = who.into_iter().flatten().map(String::as_str).collect();
    let day = consent.date.as_ref().map(|day| date::display(day.value));
    let proof = consent.evidence.as_ref().map(|proof| proof.value.clone());
    let rests: Vec<_> = day.into_iter().chain(proof).collect();
    (!who.is_empty() || !rests.is_empty()).then(|| Words::from(who.join(", ")).small(rests.join(" · ")))
}

/// What stands behind an SLA: each agreement with what it is worth on the terms of the SLA.
fn behind(sms: &Sms, index: usize) -> Section {
    let sla = &sms.services.agreements[index];
    let terms = sla.availability.as_ref().and_then(|promised| Terms::of(sla, promised));
    let rows = sms.services.under(index).iter().map(|under| {
        let other = &sms.services.agreements[under.agreement];
        let promised = other.availability.as_ref();
        let worth = match (&terms, promised) {
            (Some(terms), Some(promised)) => Worth::Share(compare::of_agreement(other, promised, terms)),
            _ => Worth::Nothing,
        };
        let stated = promised.map(|promised| words::stated_percent(&promised.percent.value)).unwrap_or_default();
        let own = promised.and_then(|promised| Terms::of(other, promised)).map(|terms| terms.words());
        let by = under.named.map(|(service, number)| {
            let service = &sms.services.services[service];
            let part = &service.dependencies[number].target.value;
            say!("for {part} of {service}", part, service = service.id)
        });
        vec![
            words::source(sms, other.entry).small(words::name(&other.title)),
            Words::from(words::dependency(under.kind)).small(by.unwrap_or_else(|| say!("named by the SLA only"))),
            Words::from(stated).small(own.unwrap_or_default()),
            words::worth(&worth),
            words::term(other),
        ]
    });
    let columns = [
        column(say!("Agreement")),
        wide_column(say!("Kind")),
        column(say!("Promised")),
        column(say!("On the terms here")),
        wide_column(say!("Term|of an agreement")),
    ];
    let section = Section::new("computed-behind", say!("What stands behind it"));
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return section.empty(words::message(
            sms,
            &say!(
                "No OLA or contract stands behind this agreement. Services name them in `depends_on`, the SLA in `underpinned_by`."
            ),
        ));
    }
    section.table(say!("Agreements behind it"), &columns, rows)
}

/// The chain of each service that an SLA covers.
fn chains(sms: &Sms, index: usize, downtime: Option<&Downtime>) -> Option<Section> {
    let downtime = downtime?;
    let promised = |service: &usize| sms.services.promises(index, *service);
    let mut lines = Vec::new();
    for service in covered(sms, index).into_iter().filter(promised) {
        let product = sections::product(sms, service, &downtime.terms, Some(&downtime.percent));
        let Some(product) = product else { continue };
        lines.push(words::service(sms, &sms.services.services[service].id).text(": ").and(product));
    }
    if lines.is_empty() {
        return None;
    }
    let section = Section::new("computed-together", say!("Availability along the chain"));
    let section = section.text(say!("On the terms of this agreement: {terms}.", terms = downtime.terms.words()));
    Some(
        section
            .part(Part::List { items: lines })
            .note(say!("Parts in a row are multiplied, each once. The page of each service shows its parts.")),
    )
}

/// Services that an agreement names and that there are, each once.
pub(super) fn covered(sms: &Sms, index: usize) -> BTreeSet<usize> {
    sms.services.agreements[index].services.iter().filter_map(|service| sms.services.service(&service.value)).collect()
}

/// SLAs that rest on OLAs or contracts, by index: those of services that depend on what these cover, however far down, and
/// those that name them.
pub(super) fn slas_resting_on(sms: &Sms, agreements: &BTreeSet<usize>) -> Vec<usize> {
    let services = &sms.services;
    let on = |link: &Link| link.agreement.is_some_and(|agreement| agreements.contains(&agreement));
    let first = services.paths.links.iter().enumerate().filter(|(_, links)| links.iter().any(on));
    let mut open: Vec<usize> = first.map(|(service, _)| service).collect();
    let mut above: BTreeSet<usize> = BTreeSet::new();
    while let Some(service) = open.pop() {
        if above.insert(service) {
            open.extend(&services.paths.supports[service]);
        }
    }
    let names = |sla: &Agreement| {
        let named = sla.underpinned_by.iter().filter_map(|named| services.agreement(&named.value));
        named.into_iter().any(|named| agreements.contains(&named))
    };
    let rests = |(index, sla): &(usize, &Agreement)| names(sla) || !covered(sms, *index).is_disjoint(&above);
    services.slas().filter(rests).map(|(index, _)| index).collect()
}

/// What rests on an OLA or a contract, and when both were last compared.
fn resting(sms: &Sms, index: usize) -> Section {
    let agreement = &sms.services.agreements[index];
    let section = Section::new("computed-resting", say!("What rests on it"));
    let rows = slas_resting_on(sms, &BTreeSet::from([index])).into_iter().map(|sla| {
        let sla = &sms.services.agreements[sla];
        let compared = agreement.alignment.iter().filter(|with| with.sla.value.eq_ignore_ascii_case(&sla.id));
        let newest = compared.max_by_key(|with| with.date.as_ref().map(|day| day.value));
        let compared = match newest {
            Some(with) => {
                let day = with.date.as_ref().map(|day| date::display(day.value)).unwrap_or_default();
                Words::from(aligned(&with.result)).small(day)
            }
            None => Words::new().muted(say!("not recorded")),
        };
        let promised = sla.availability.as_ref().map(|promised| words::stated_percent(&promised.percent.value));
        vec![
            words::source(sms, sla.entry).small(words::name(&sla.title)),
            Words::from(promised.unwrap_or_default()),
            words::term(sla),
            compared,
        ]
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return section.empty(say!("No SLA in force rests on this agreement."));
    }
    section.table(
        say!("SLAs that rest on it"),
        &[
            column(say!("SLA")),
            column(say!("Promised")),
            wide_column(say!("Term|of an agreement")),
            column(say!("Compared")),
        ],
        rows,
    )
}

/// The result of a comparison; as typed where it is none of those that there are.
fn aligned(result: &str) -> String {
    match result {
        "aligned" => say!("Aligned"),
        "gap_accepted" => say!("Gap accepted"),
        "gap_open" => say!("Gap open"),
        other => names::readable(other),
    }
}

fn reporting(sms: &Sms, agreement: &Agreement) -> Option<Section> {
    let reporting = agreement.reporting.as_ref()?;
    let every = reporting.frequency.as_ref().map(|interval| say!("every {time}", time = interval.value.words()));
    let facts = vec![
        fact(say!("Report"), every.map_or_else(|| Words::new().missing(say!("Not stated")), Words::from)),
        fact(say!("For|an audience"), reporting.audience.clone().unwrap_or_default()),
    ];
    let section = Section::new("computed-reports", say!("Reports")).facts(facts);
    Some(super::customers::reports(sms, &[agreement], section))
}

/// The fields that both sides fill in on paper, with what is agreed already.
fn signatures(sms: &Sms, agreement: &Agreement, customers: &BTreeMap<String, Customer>) -> Vec<(String, String)> {
    let name =
        |id: &Option<Spanned<String>>| id.as_ref().map(|id| names::name(sms, customers, &id.value)).unwrap_or_default();
    let consent = agreement.consent.as_ref();
    let signed = |text: Option<&String>| text.cloned().unwrap_or_default();
    let day =
        consent.and_then(|consent| consent.date.as_ref()).map(|day| shared::day(day.value).text).unwrap_or_default();
    let [customer, provider] = [name(&agreement.customer), name(&agreement.provider)];
    let customer = fields(&customer).into_iter().zip([
        signed(consent.and_then(|by| by.customer.as_ref())),
        signed(consent.and_then(|by| by.role.as_ref())),
        day,
        String::new(),
    ]);
    let [supplier, position, approved_on] = our_side(sms, agreement);
    let provider = fields(&provider).into_iter().zip([supplier, position, approved_on, String::new()]);
    customer.zip(provider).flat_map(|(customer, provider)| [customer, provider]).collect()
}

/// Who signs for the provider, in which position and when: what the agreement says, else who approved it.
fn our_side(sms: &Sms, agreement: &Agreement) -> [String; 3] {
    let said = agreement.consent.as_ref().and_then(|consent| consent.supplier.clone());
    let edition = sms.corpus.entries.get(agreement.entry).and_then(|entry| entry.edition());
    let statement = edition.map(|edition| &edition.statement);
    let Some((statement, by)) = statement.and_then(|text| Some((text, text.approver.as_ref()?))) else {
        return [said.unwrap_or_default(), String::new(), String::new()];
    };
    let name = shared::person_name(sms, by);
    if said.as_ref().is_some_and(|said| *said != name) {
        return [said.unwrap_or_default(), String::new(), String::new()];
    }
    let role = shared::approver_role(sms, statement.doc_type.as_deref(), by, statement.approved_on);
    let day = statement.approved_on.map(date::display).unwrap_or_default();
    [name, role.unwrap_or_default(), day]
}

/// What a side fills in.
fn fields(party: &str) -> [String; 4] {
    [
        say!("{party}, name", party),
        say!("{party}, position", party),
        say!("{party}, date", party),
        say!("{party}, signature", party),
    ]
}
