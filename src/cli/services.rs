//! `smsdoc services`.

use std::fmt::Write as _;

use super::arguments::{Services, ServicesFormat};
use super::context::Context;
use super::output::{self, hanging};
use super::{Error, Outcome, what_if};
use crate::evaluate::Sms;
use crate::evaluate::reading::Reading;
use crate::evaluate::services::Now;
use crate::evaluate::services::breach::Breach;
use crate::evaluate::services::chain::{Part, Promise, Worth};
use crate::evaluate::services::compare::Compared;
use crate::evaluate::services::downtime::Source;
use crate::evaluate::services::stated::{AgreementKind, End, PRIORITIES, ServiceKind};
use crate::evaluate::services::times::Waits;
use crate::model::date;
use crate::model::finding::Severity;
use crate::model::measuring::MeasuringPeriod;
use crate::model::seconds::Seconds;
use crate::report::text::visible;
use crate::rules;
use crate::site::exports::origin::Origin;
use crate::site::exports::services::{self as exports, now};

pub(super) fn run(context: &Context, command: &Services) -> Result<Outcome, Error> {
    if command.format == ServicesFormat::Xlsx {
        output::no_terminal("smsdoc services --format xlsx > services.xlsx")?;
    }
    let workspace = context.workspace()?;
    let sms = context.controlled(&workspace, &context.request(true))?;
    if !command.what_if.is_empty() {
        return what_if::run(context, &workspace, &sms, command);
    }
    match command.format {
        ServicesFormat::Json => output::print_bytes(&exports::json(&sms))?,
        ServicesFormat::Csv if command.agreements => output::print_bytes(&exports::agreements_csv(&sms))?,
        ServicesFormat::Csv => output::print_bytes(&exports::csv(&sms))?,
        ServicesFormat::Xlsx => {
            let origin = Origin::alone(&sms, context.audience.as_deref());
            output::print_bytes(&exports::xlsx(&sms, &origin)?)?;
        }
        ServicesFormat::Table if command.agreements => {
            output::print(&agreements(&sms, context.stdout().columns))?;
        }
        ServicesFormat::Table => output::print(&table(&sms, context.stdout().columns))?,
    }
    Ok(Outcome::Clean)
}

fn table(sms: &Sms, columns: usize) -> String {
    let mut out = String::new();
    let model = &sms.services;
    if model.services.is_empty() {
        return "There is no service in force. `smsdoc new service \"Managed hosting\"` begins one.\n".to_owned();
    }
    let now = now(sms);
    let waits = Waits::new(&now);
    for index in 0..model.services.len() {
        service(&mut out, sms, index, &now, &waits, columns);
        out.push('\n');
    }
    let slas = model.slas().count();
    let _ = writeln!(
        out,
        "{}, {} on {}.",
        counted(model.services.len(), "service"),
        counted(model.agreements.len(), "agreement"),
        date::display(sms.inputs.today)
    );
    if slas == 0 {
        hanging(&mut out, "", "There is no SLA in force, so that nothing is promised to customers.", columns);
    }
    not_fitting(&mut out, sms, columns);
    out
}

/// A service with a line for each figure.
fn service(out: &mut String, sms: &Sms, index: usize, now: &Now, waits: &Waits<'_>, columns: usize) {
    let model = &sms.services;
    let service = &model.services[index];
    let kind = if service.kind == ServiceKind::Customer { "for customers" } else { "supporting" };
    let state = service.state.as_ref().map_or("state unknown", |state| state.value.word());
    hanging(out, &format!("{}  ", service.id), &format!("{} ({kind}, {state})", service.title), columns);
    let mut line = |label: &str, text: &str| hanging(out, &format!("  {label:<10} "), text, columns);
    let withheld = model.withheld.contains(&index);
    match model.downtime_of_service(index, now) {
        Some(downtime) => {
            let source = match downtime.source {
                Source::Agreement(sla) => named(sms, model.agreements[sla].entry),
                Source::Service(own) => named(sms, model.services[own].entry),
            };
            line("promised", &format!("{} % {}, by {source}", downtime.percent, downtime.terms.words()));
            line(
                "downtime",
                &format!(
                    "{} a day, {} a week, {} in this {}, {} in this quarter, {} in this year",
                    downtime.day.allowed,
                    downtime.week.allowed,
                    downtime.month.allowed,
                    if downtime.terms.period == MeasuringPeriod::MeanMonth { "mean month" } else { "month" },
                    downtime.quarter.allowed,
                    downtime.year.allowed
                ),
            );
        }
        None => line("promised", "no availability"),
    }
    if withheld {
        line("chain", "parts of it are not shown to this audience");
    } else if let Some(chain) = chain(sms, index) {
        line("chain", &chain);
    }
    let support = model.support(index, now);
    if let Some(promised) = &support.promised {
        let all = match (&support.effective, withheld || support.behind.is_empty()) {
            (_, true) => String::new(),
            (Some(words), _) if *words == promised.words() => "; everybody behind it has the same or more".to_owned(),
            (Some(words), _) => format!("; everybody behind it together: {words}"),
            (None, _) => {
                let week = Seconds::from(u64::try_from(support.week_seconds()).unwrap_or_default());
                format!("; everybody behind it together: {week} of this week")
            }
        };
        line("support", &format!("{}{all}", promised.words()));
    }
    for sla in model.slas_of(index).into_iter().filter(|sla| model.agreements[*sla].in_force) {
        let sla = &model.agreements[sla];
        let times = PRIORITIES.iter().enumerate().filter_map(|(number, name)| {
            let resolve = sla.longest_resolve(number, waits)?;
            let respond = sla.longest_respond(number, waits).map(|respond| format!("{} and ", Seconds::from(respond)));
            Some(format!("{name} {}{}", respond.unwrap_or_default(), Seconds::from(resolve)))
        });
        let times: Vec<String> = times.collect();
        if !times.is_empty() {
            let text = format!("by {}, answer and solution at the latest: {}", sla.id, times.join(", "));
            line("times", &text);
        }
    }
    if let Some(text) = recovery(sms, index) {
        line("recovery", &text);
    }
    let supports: Vec<&str> =
        model.paths.supports[index].iter().map(|other| model.services[*other].id.as_str()).collect();
    if !supports.is_empty() {
        line("supports", &supports.join(", "));
    }
}

/// What the chain of a service gives, part by part. `None` where it needs nothing.
fn chain(sms: &Sms, index: usize) -> Option<String> {
    let model = &sms.services;
    let row = &model.chains.rows[index];
    if row.is_empty() {
        return None;
    }
    let terms = model.terms_of_service(index);
    let product = model.product(row, &terms);
    let parts: Vec<String> = row
        .iter()
        .map(|number| {
            let name = match &model.chains.parts[*number] {
                Part::Single(single) => {
                    let target = &model.services[single.of].dependencies[single.dependency].target.value;
                    match single.promise {
                        Promise::Agreement(index) => {
                            format!("{target} ({})", named(sms, model.agreements[index].entry))
                        }
                        Promise::Service(index) => named(sms, model.services[index].entry),
                        Promise::Nothing => target.clone(),
                    }
                }
                Part::Group(group) => {
                    let of = &model.services[group.of];
                    let members: Vec<&str> = group
                        .members
                        .iter()
                        .map(|member| of.dependencies[member.dependency].target.value.as_str())
                        .collect();
                    format!("one of {}", members.join(", "))
                }
            };
            match model.worth(*number, &terms) {
                Worth::Share(Compared::Not(_)) => format!("{name} on other terms"),
                Worth::Share(Compared::Worst(percent)) => format!("{name} {} % at worst", percent.rounded(4)),
                Worth::Share(other) => {
                    format!("{name} {} %", other.percent().map(short).unwrap_or_default())
                }
                Worth::Nothing => format!("{name}, where nothing is promised"),
            }
        })
        .collect();
    let what = match (product.known, product.unknown) {
        (0, _) => "unknown".to_owned(),
        (_, 0) => format!("{} %", product.percent.rounded(4)),
        _ => format!("at most {} %", product.percent.rounded(4)),
    };
    Some(format!("{what}: {}", parts.join(" × ")))
}

/// A share as typed where it is short, else rounded down.
fn short(percent: &crate::model::percent::Percent) -> String {
    let exact = percent.to_string();
    if exact.len() <= 9 { exact } else { percent.rounded(6) }
}

fn recovery(sms: &Sms, index: usize) -> Option<String> {
    let model = &sms.services;
    let chain = model.recovery(&sms.corpus, Reading::InForce, index);
    let mut parts = Vec::new();
    let mut add = |who: &str, recovery: &crate::evaluate::services::stated::Recovery| {
        let time = |what: &str, time: &Option<_>| {
            time.as_ref().map(|time: &crate::model::span::Spanned<crate::model::duration::Duration>| {
                format!("{what} {}", time.value.words())
            })
        };
        let times: Vec<String> =
            [time("RTO", &recovery.rto), time("RPO", &recovery.rpo)].into_iter().flatten().collect();
        if !times.is_empty() {
            parts.push(format!("{who} {}", times.join(", ")));
        }
    };
    for sla in &chain.slas {
        let sla = &model.agreements[*sla];
        if let Some(recovery) = &sla.recovery {
            add(&named(sms, sla.entry), recovery);
        }
    }
    if let Some(own) = &model.services[index].recovery {
        add("the catalogue", own);
    }
    if let Some(plan) = &chain.plan {
        add(&format!("plan {}", named(sms, plan.entry)), plan.aims(&model.services[index].id));
    }
    for other in chain.behind.iter().filter(|_| !model.withheld.contains(&index)) {
        let other = &model.agreements[*other];
        if let Some(recovery) = &other.recovery {
            add(&named(sms, other.entry), recovery);
        }
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn agreements(sms: &Sms, columns: usize) -> String {
    let model = &sms.services;
    let mut out = String::new();
    let now = now(sms);
    for kind in AgreementKind::ALL {
        for (index, agreement) in model.agreements.iter().enumerate().filter(|(_, at)| at.kind == kind) {
            hanging(&mut out, &format!("{:<8} ", agreement.id), &agreement.title, columns);
            let mut line = |label: &str, text: String| hanging(&mut out, &format!("  {label:<10} "), &text, columns);
            let party = |party: &Option<crate::model::span::Spanned<String>>| {
                party.as_ref().map_or_else(|| "?".to_owned(), |party| party.value.clone())
            };
            line("between", format!("{} and {}", party(&agreement.provider), party(&agreement.customer)));
            line("term", term(agreement, &now));
            if let Some(downtime) = model.downtime_of_agreement(index, &now) {
                let allowed = &downtime.stated.allowed;
                line("promises", format!("{} % {}: {allowed} of downtime", downtime.percent, downtime.terms.words()));
            }
            if let Some(hours) = &agreement.support_hours {
                line("support", hours.value.words());
            }
            if kind == AgreementKind::Sla {
                let under: Vec<String> =
                    model.under(index).iter().map(|under| model.agreements[under.agreement].id.clone()).collect();
                line("rests on", if under.is_empty() { "nothing that is agreed".to_owned() } else { under.join(", ") });
            } else {
                let rests: Vec<&str> =
                    model.carried_by(index).iter().map(|sla| model.agreements[*sla].id.as_str()).collect();
                line("carries", if rests.is_empty() { "no SLA".to_owned() } else { rests.join(", ") });
            }
        }
    }
    if out.is_empty() {
        out.push_str(
            "There is no agreement in force. `smsdoc new sla \"Managed hosting, first customer\"` begins one.\n",
        );
    }
    not_fitting(&mut out, sms, columns);
    out
}

fn term(agreement: &crate::evaluate::services::stated::Agreement, now: &Now) -> String {
    let Some(term) = &agreement.term else { return "not stated".to_owned() };
    let from = term.start.as_ref().map(|start| format!("from {} ", start.value)).unwrap_or_default();
    let until = match term.end.as_ref().map(|end| end.value) {
        Some(End::On(last)) => format!("until {last}"),
        Some(End::Open) => "until notice is given".to_owned(),
        None => "with no end stated".to_owned(),
    };
    let opens = agreement.notice_opens().map(|opens| format!(", notice from {opens}")).unwrap_or_default();
    let state = agreement.standing(now.day).word().replace('_', " ");
    format!("{from}{until}{opens} ({state})")
}

/// What does not fit, or that all of it does.
fn not_fitting(out: &mut String, sms: &Sms, columns: usize) {
    let all: Vec<&Breach> = sms.services.breaches.iter().collect();
    if all.is_empty() {
        hanging(out, "", "Nothing was found that does not fit.", columns);
        return;
    }
    out.push_str("\nWhat does not fit:\n");
    breaches(out, sms, &all, columns);
}

/// A line for each breach, and its place.
pub(super) fn breaches(out: &mut String, sms: &Sms, breaches: &[&Breach], columns: usize) {
    for breach in breaches {
        let Some(entry) = sms.corpus.entries.get(breach.entry) else { continue };
        let place = entry.document().file.place(breach.span);
        let rule = rules::rule(breach.kind.rule());
        let severity = breach.severity.or(rule.map(|rule| rule.severity)).unwrap_or(Severity::Error).word();
        let begin = format!("  {:<8} ", entry.id.as_str());
        let text = format!("{severity}: {} [{}]", visible(&breach.message), breach.kind.rule());
        hanging(out, &begin, &text, columns);
        let _ = writeln!(out, "           {}:{}:{}", place.path, place.start.line, place.start.column);
    }
}

/// A document with its version: `SLA-001 2.1`.
pub(super) fn named(sms: &Sms, entry: usize) -> String {
    let entry = &sms.corpus.entries[entry];
    match &entry.document().version {
        Some(version) => format!("{} {}", entry.id, version.value),
        None => entry.id.to_string(),
    }
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
