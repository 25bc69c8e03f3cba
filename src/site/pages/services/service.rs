//! The computed values of a service.

use std::sync::Arc;

use super::computed::{Computed, misfits, now};
use super::{names, sections, words};
use crate::evaluate::Sms;
use crate::evaluate::reading::Reading;
use crate::evaluate::services::stated::{Recovery, ServiceKind};
use crate::evaluate::services::times::Waits;
use crate::model::hours::Hours;
use crate::model::measuring::MeasuringPeriod;
use crate::model::seconds::Seconds;
use crate::model::span::Spanned;
use crate::say;
use crate::site::pages::diagram;
use crate::site::pages::section::{Fact, Part, Section, Words, column, fact, wide};
use crate::site::pages::shared;

/// The computed values of a service. `root` leads from the page to the root of the site.
pub(super) fn computed(sms: &Sms, index: usize, root: &str) -> Computed {
    let service = &sms.services.services[index];
    if !sms.services.tells_of_agreements() {
        let downtime = sms.services.downtime_of_service(index, &now(sms));
        let sections = downtime.map(|downtime| sections::downtime(sms, &downtime)).into_iter().collect();
        return Computed { glance: glance(sms, index), sections, ..Computed::default() };
    }
    let withheld = sms.services.withheld.contains(&index);
    let sections = [
        misfits(sms, service.entry, |breach| breach.services.contains(&index)),
        Some(levels(sms, index)),
        sms.services.downtime_of_service(index, &now(sms)).map(|downtime| sections::downtime(sms, &downtime)),
        Some(dependencies(sms, index, root)),
        if withheld { None } else { support(sms, index).filled() },
        if withheld { None } else { recovery(sms, index).filled() },
        Some(who(sms, index)),
    ];
    Computed { glance: glance(sms, index), sections: sections.into_iter().flatten().collect(), ..Computed::default() }
}

fn glance(sms: &Sms, index: usize) -> Vec<Fact> {
    let service = &sms.services.services[index];
    let downtime = sms.services.downtime_of_service(index, &now(sms));
    let hours = |hours: &Option<Spanned<Arc<Hours>>>| {
        hours
            .as_ref()
            .map_or_else(|| Words::new().missing(say!("Not stated")), |hours| Words::from(hours.value.words()))
    };
    let available = match &downtime {
        Some(downtime) => Words::from(words::stated_percent(&downtime.percent))
            .small(match downtime.terms.period {
                MeasuringPeriod::Rolling30d => say!("each rolling 30 days"),
                period => period.each(),
            })
            .and(Words::new().small(format!("{} ", say!("promised by"))))
            .and(words::promised_by(sms, downtime.source)),
        None if sms.services.left_out > 0 => Words::new().muted(say!("Not shown here")),
        None => Words::from(say!("No agreed level")).small(say!("requests use the default targets")),
    };
    let allowed = downtime.map(|downtime| {
        let (allowed, of) = words::may_be_down(&downtime);
        fact(say!("May be down"), Words::from(allowed).small(of))
    });
    let state = service.state.as_ref().map(|state| fact(say!("Service"), words::life(state.value)));
    let facts = [
        Some(fact(say!("Runs|hours"), hours(&service.service_hours))),
        Some(fact(say!("Support"), hours(&service.support_hours))),
        Some(fact(say!("Available"), available)),
        allowed,
        state,
        service.criticality.as_ref().map(|level| fact(say!("Criticality"), criticality(&level.value))),
    ];
    facts.into_iter().flatten().collect()
}

/// How critical a service is; as typed where it is none of the levels that there are.
fn criticality(level: &str) -> String {
    match level {
        "critical" => say!("Critical|level"),
        "high" => say!("High|level"),
        "medium" => say!("Medium|level"),
        "low" => say!("Low|level"),
        other => names::readable(other),
    }
}

fn levels(sms: &Sms, index: usize) -> Section {
    let slas = sms.services.slas_of(index);
    let section = Section::new("computed-targets", say!("Service levels agreed"));
    if slas.is_empty() && sms.services.left_out > 0 {
        return section.empty(words::message(sms, &say!("No agreement on this service that this audience may read.")));
    }
    if slas.is_empty() {
        let service = &sms.services.services[index];
        let own = service.target.as_ref().map(|target| {
            let percent = words::stated_percent(&target.value);
            format!(" {}", say!("The service itself states {percent}.", percent))
        });
        let text = if service.kind == ServiceKind::Supporting {
            say!("No customer has an agreement on this service; other services rest on it.")
        } else {
            say!(
                "No agreed level. Requests use the default targets. An SLA that names this service under `services` adds one."
            )
        };
        return section.empty(words::message(sms, &text).text(own.unwrap_or_default()));
    }
    let section = sections::targets(sms, &slas, section);
    sections::waits(sms, &slas, &Waits::new(&now(sms)), section)
}

fn dependencies(sms: &Sms, index: usize, root: &str) -> Section {
    let section = Section::new("computed-chain", say!("What it depends on"));
    if sms.services.withheld.contains(&index) {
        return section.empty(words::message(sms, &say!("Parts of this chain may not be shown to this audience.")));
    }
    let Some(drawing) = diagram::drawing(sms, index, root) else {
        let text = say!("This service depends on nothing. `depends_on` names what it needs.");
        return section.empty(words::message(sms, &text));
    };
    let section = section.part(Part::Drawing { drawing });
    let promised = sms.services.downtime_of_service(index, &now(sms)).map(|downtime| downtime.percent);
    sections::chain(sms, index, &sms.services.terms_of_service(index), promised.as_ref(), section)
}

fn support(sms: &Sms, index: usize) -> Section {
    let support = sms.services.support(index, &now(sms));
    let mut rows = Vec::new();
    if let Some(promised) = &support.promised {
        rows.push(vec![Words::from(say!("Promised by the service")), Words::from(promised.words())]);
    }
    let agreement = |agreement: &usize| {
        let agreement = &sms.services.agreements[*agreement];
        words::source(sms, agreement.entry).text(format!(" {}", words::name(&agreement.title)))
    };
    rows.extend(support.behind.iter().map(|(index, hours)| vec![agreement(index), Words::from(hours.words())]));
    rows.extend(support.unstated.iter().map(|index| vec![agreement(index), Words::new().muted(say!("not stated"))]));
    let section = Section::new("computed-support", say!("Support along the chain"));
    if rows.len() < 2 {
        return section;
    }
    let week = Seconds::from(support.week_seconds()).words();
    let common = match &support.effective {
        Some(hours) => {
            say!("Everybody behind this service can be reached: {hours}; {time} in this week.", hours, time = week)
        }
        None if support.week_seconds() == 0 => {
            say!("There is no hour of this week in which everybody can be reached.")
        }
        None => say!("Everybody behind this service can be reached in {time} of this week.", time = week),
    };
    section.text(common).table(say!("Support hours"), &[column(say!("Who")), column(say!("Hours"))], rows)
}

fn recovery(sms: &Sms, index: usize) -> Section {
    let service = &sms.services.services[index];
    let chain = sms.services.recovery(&sms.corpus, Reading::InForce, index);
    let row = |who: Words, recovery: &Recovery| {
        let [rto, rpo, backup] = words::recovery(recovery);
        vec![who, rto, rpo, backup]
    };
    let mut rows = Vec::new();
    let agreement = |index: &usize, what: String| {
        let agreement = &sms.services.agreements[*index];
        let recovery = agreement.recovery.as_ref()?;
        Some(row(words::source(sms, agreement.entry).small(what), recovery))
    };
    rows.extend(chain.slas.iter().filter_map(|sla| agreement(sla, say!("promised to the customer"))));
    if let Some(recovery) = &service.recovery {
        rows.push(row(words::source(sms, service.entry).small(say!("stated in the catalogue")), recovery));
    }
    if let Some(plan) = &chain.plan {
        let what = if plan.in_force { say!("what the plan aims at") } else { say!("the plan, which is not in force") };
        rows.push(row(words::source(sms, plan.entry).small(what), plan.aims(&service.id)));
    }
    rows.extend(chain.behind.iter().filter_map(|index| agreement(index, say!("what stands behind it"))));
    sections::recovery(rows, Section::new("computed-recovery", say!("Recovery")))
}

/// Customers, other parties, and services that depend on it.
fn who(sms: &Sms, index: usize) -> Section {
    let service = &sms.services.services[index];
    let customers = names::customers(sms);
    let linked = |id: &String| names::linked(sms, &customers, id);
    let mut facts = Vec::new();
    let supports =
        sms.services.paths.supports[index].iter().map(|other| words::service(sms, &sms.services.services[*other].id));
    let supports = Words::join(supports, "; ");
    let none = |words: Words| if words.is_empty() { Words::new().muted(say!("None|of several")) } else { words };
    facts.push(wide(say!("Services that depend on it"), none(supports)));
    let to = Words::join(service.customers.iter().map(|customer| linked(&customer.value)), ", ");
    facts.push(fact(say!("Customers"), none(to)));
    let groups: Vec<String> = service.user_groups.iter().map(|group| names::readable(&group.value)).collect();
    facts.push(fact(say!("Groups of users"), none(Words::from(groups.join(", ")))));
    let parties = service.parties.iter().map(|provided| {
        let provides: Vec<String> = provided.provides.iter().map(|what| words::provides(what)).collect();
        let part = format!(" {}: {}", words::role(&provided.role), provides.join(", "));
        linked(&provided.party.value).muted(part)
    });
    facts.push(wide(say!("Other parties"), none(Words::join(parties, "; "))));
    let slas =
        sms.services.slas_of(index).into_iter().map(|sla| words::source(sms, sms.services.agreements[sla].entry));
    facts.push(fact(say!("Agreements with customers"), none(Words::join(slas, ", "))));
    let plain = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    let owner = plain(&service.owner).map(|role| (shared::role_title(sms, &role), shared::holders(sms, &role)));
    if let Some((title, holders)) = owner {
        facts.push(fact(
            say!("Service owner"),
            Words::from(title).small(if holders.is_empty() { say!("nobody holds this role") } else { holders }),
        ));
    }
    facts.extend(plain(&service.ci).map(|ci| fact(say!("Configuration item"), ci)));
    let days = [(say!("Live since"), &service.live_since), (say!("Retires on"), &service.retire_on)];
    facts.extend(days.into_iter().filter_map(|(label, day)| Some(fact(label, shared::day(day.as_ref()?.value).text))));
    if let Some(specification) = plain(&service.requirements).and_then(|id| sms.corpus.get(&id)) {
        facts.push(fact(say!("Requirements"), Words::new().doc(&shared::doc_link(specification))));
    }
    Section::new("computed-who", say!("Who uses it, and who takes part")).facts(facts)
}
