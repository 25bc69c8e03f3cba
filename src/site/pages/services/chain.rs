//! The chain for auditors: from each promise to a customer down to what has to keep it.

use std::collections::BTreeSet;

use super::computed::now;
use super::{agreement, catalogue, names, sections, words};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Breach;
use crate::evaluate::services::compare::Terms;
use crate::evaluate::services::stated::{Agreement, Recovery};
use crate::model::date;
use crate::say;
use crate::site::Site;
use crate::site::pages::computed::{self, Content, View};
use crate::site::pages::section::{Group, Section, Words, column, fact, wide_column};

/// The page.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let sms = &site.sms;
    let slas: Vec<usize> = sms.services.slas().map(|(index, _)| index).collect();
    let found = sms.services.breaches.len();
    let (promises, services) = (slas.len(), sms.services.services.len());
    let others = sms.services.agreements.len() - slas.len();
    let counts = say!(
        "Looked at: {slas}, {services}, {agreements}, as of {day}.",
        slas = if promises == 1 { say!("1 SLA") } else { say!("{count} SLAs", count = promises) },
        services = if services == 1 { say!("1 service") } else { say!("{count} services", count = services) },
        agreements = match others {
            1 => say!("1 OLA or contract"),
            count => say!("{count} OLAs and contracts", count),
        },
        day = date::display(sms.inputs.today)
    );
    let fits = match found {
        0 if sms.services.left_out > 0 => say!("Agreements that this audience may not read are left out."),
        0 => say!("Nothing contradicts another."),
        1 => say!("One thing does not fit."),
        count => say!("{count} things do not fit.", count),
    };
    let what = say!(
        "Each promise to a customer, the services that it covers, what they depend on, and the agreements that stand behind."
    );
    let chains: Vec<BTreeSet<usize>> = slas.iter().map(|index| chain(sms, *index)).collect();
    let mut left = ROWS;
    let sections = slas.iter().zip(&chains).map(|(index, chain)| sla(sms, *index, chain, &mut left));
    let mut all: Vec<Section> = sections.collect();
    if slas.is_empty() {
        let text = say!(
            "No SLA is in force. `smsdoc new sla` begins one; `services` names what it covers, `underpinned_by` what it rests on."
        );
        all.push(Section::new("slas", say!("Agreements with customers")).empty(words::message(sms, &text)));
    }
    let told = |breach: &&Breach| slas.iter().zip(&chains).any(|(index, chain)| is_of(breach, *index, chain));
    let others = sms.services.breaches.iter().filter(|breach| !told(breach));
    all.extend(Section::new("other", say!("What else does not fit")).findings(words::findings(sms, others)).filled());
    let content = Content {
        title: say!("Service chain"),
        description: say!("What is promised to customers, and what has to keep it"),
        section: "Services",
        above: vec![catalogue()],
        lede: Words::from(format!("{what} {counts} {fits}")),
        glance: Vec::new(),
        sections: all,
        landscape: true,
    };
    computed::view(site, path, content)
}

/// Rows after which the parts of further SLAs are on their own pages only.
const ROWS: usize = 400;

/// The documents of a chain, by their indices in the corpus: the SLA, what it covers, and all that stands behind.
fn chain(sms: &Sms, index: usize) -> BTreeSet<usize> {
    let services = &sms.services;
    let covered = agreement::covered(sms, index);
    let below = covered.iter().flat_map(|service| services.paths.below(*service, true));
    let all = covered.iter().copied().chain(below).map(|service| services.services[service].entry);
    let behind = services.under(index).iter().map(|under| services.agreements[under.agreement].entry);
    all.chain(behind).chain([services.agreements[index].entry]).collect()
}

/// Whether a breach is told with an SLA: it says so, or is mended in the chain behind it.
fn is_of(breach: &Breach, sla: usize, chain: &BTreeSet<usize>) -> bool {
    breach.sla.map_or_else(|| chain.contains(&breach.entry), |own| own == sla)
}

/// An SLA with its chain; where too many rows stand on the page already, only what they give together.
fn sla(sms: &Sms, index: usize, chain: &BTreeSet<usize>, left: &mut usize) -> Section {
    let sla = &sms.services.agreements[index];
    let customers = names::customers(sms);
    let downtime = sms.services.downtime_of_agreement(index, &now(sms));
    let promised = downtime
        .as_ref()
        .map(|downtime| Words::from(words::stated_percent(&downtime.percent)).small(downtime.terms.words()));
    let customer = sla.customer.as_ref().map(|id| names::linked(sms, &customers, &id.value));
    let support = sla.support_hours.as_ref().map(|hours| Words::from(hours.value.words()));
    let facts = [
        Some(fact(say!("Agreement"), words::source(sms, sla.entry))),
        customer.map(|words| fact(say!("Customer"), words)),
        promised.map(|words| fact(say!("Promised"), words)),
        support.map(|words| fact(say!("Support hours"), words)),
        Some(fact(say!("Recovery"), recovery(sla.recovery.as_ref()))),
        Some(fact(say!("Term|of an agreement"), words::term(sla))),
    ];
    let breaches = sms.services.breaches.iter().filter(|breach| is_of(breach, index, chain));
    let columns = [
        column(say!("Part")),
        wide_column(say!("Kind")),
        column(say!("Promised by")),
        wide_column(say!("Promised")),
        column(say!("On the terms of the SLA")),
        wide_column(say!("Recovery")),
        wide_column(say!("Support hours")),
    ];
    let terms = sla.availability.as_ref().and_then(|promised| Terms::of(sla, promised));
    let groups = agreement::covered(sms, index).into_iter().map(|service| {
        let own = terms.clone().unwrap_or_else(|| sms.services.terms_of_service(service));
        let percent =
            downtime.as_ref().map(|downtime| &downtime.percent).filter(|_| sms.services.promises(index, service));
        let product = sections::product(sms, service, &own, percent);
        let title = words::service(sms, &sms.services.services[service].id)
            .and(product.map_or_else(Words::new, |product| Words::from(". ").and(product)));
        let rows = if *left == 0 { Vec::new() } else { rows(sms, service, &own) };
        *left = left.saturating_sub(rows.len());
        Group { title, rows }
    });
    Section::new(sla.id.as_str(), format!("{} {}", sla.id, words::name(&sla.title)))
        .facts(facts.into_iter().flatten().collect())
        .findings(words::findings(sms, breaches))
        .groups(say!("Chain of {id}", id = sla.id), &columns, groups.collect())
}

/// The chain of a service with what its agreements promise besides availability.
fn rows(sms: &Sms, service: usize, terms: &Terms) -> Vec<Vec<Words>> {
    let rows = sections::chain_rows(sms, service, terms);
    let with = rows.into_iter().map(|(promise, mut row)| {
        let (recovery, support) = match promise {
            Some(entry) => (self::recovery(stated(sms, entry)), support(sms, entry)),
            None => (Words::new(), Words::new()),
        };
        row.extend([recovery, support]);
        row
    });
    with.collect()
}

fn agreement_at(sms: &Sms, entry: usize) -> Option<&Agreement> {
    sms.services.agreements.iter().find(|agreement| agreement.entry == entry)
}

fn stated(sms: &Sms, entry: usize) -> Option<&Recovery> {
    match agreement_at(sms, entry) {
        Some(agreement) => agreement.recovery.as_ref(),
        None => sms.services.services.iter().find(|service| service.entry == entry)?.recovery.as_ref(),
    }
}

fn support(sms: &Sms, entry: usize) -> Words {
    let hours = match agreement_at(sms, entry) {
        Some(agreement) => agreement.support_hours.as_ref(),
        None => sms
            .services
            .services
            .iter()
            .find(|service| service.entry == entry)
            .and_then(|service| service.support_hours.as_ref()),
    };
    hours.map_or_else(|| Words::new().muted(say!("not stated")), |hours| Words::from(hours.value.words()))
}

fn recovery(recovery: Option<&Recovery>) -> Words {
    let Some(recovery) = recovery else { return Words::new().muted(say!("not stated")) };
    let rto = recovery.rto.as_ref().map(|length| say!("RTO {time}", time = length.value.words()));
    let rpo = recovery.rpo.as_ref().map(|length| say!("RPO {time}", time = length.value.words()));
    Words::from(rto.into_iter().chain(rpo).collect::<Vec<_>>().join(", "))
}
