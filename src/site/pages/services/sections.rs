//! Sections that services and agreements have in common: targets, allowed downtime, what stands behind, waits, recovery.

use super::words;
use crate::evaluate::Sms;
use crate::evaluate::services::chain::{Group, Part, Promise, Worth};
use crate::evaluate::services::compare::{Compared, Terms};
use crate::evaluate::services::downtime::{Allowance, Downtime};
use crate::evaluate::services::stated::{Agreement, DependencyKind, Target};
use crate::evaluate::services::times::{self, Waits};
use crate::model::duration::Duration;
use crate::model::percent::Percent;
use crate::model::span::Spanned;
use crate::site::pages::section::{Section, Words, column, wide_column};
use crate::site::pages::shared;

/// Most figures that a product names.
const FACTORS: usize = 12;

/// Most rows that a table of a chain has, so that a page of a large catalogue can still be read.
const PARTS: usize = 80;

/// A row of a table.
type Row = Vec<Words>;

/// Targets of agreements, by index.
#[must_use]
pub(super) fn targets(sms: &Sms, agreements: &[usize], section: Section) -> Section {
    let mut rows: Vec<Row> = Vec::new();
    for agreement in agreements.iter().map(|index| &sms.services.agreements[*index]) {
        rows.extend(agreement.targets.iter().map(|target| self::target(sms, agreement, target)));
    }
    let columns = [
        column("Measure"),
        column("Target"),
        wide_column("Period"),
        wide_column("How it is measured"),
        wide_column("From"),
    ];
    section.table("Targets", &columns, rows)
}

fn target(sms: &Sms, agreement: &Agreement, target: &Target) -> Row {
    let value = target.value.as_ref().map(|value| value.value.as_str()).unwrap_or_default();
    let unit = target.unit.as_ref().map(|unit| unit.value.as_str()).unwrap_or_default();
    let unit = if unit == "percent" { "%" } else { unit };
    let said = format!("{} {value}\u{a0}{unit}", target.comparator.replace('_', " "));
    let by = target.measured_by.as_ref().map(|role| format!("by {}", shared::role_title(sms, role)));
    let measured = Words::new().text(target.source.as_deref().unwrap_or_default());
    vec![
        Words::from(&target.metric.value),
        Words::from(said.trim()),
        target.period.map_or_else(Words::new, |period| Words::from(period.words())),
        measured.small(by.unwrap_or_default()),
        words::source(sms, agreement.entry),
    ]
}

/// Allowed downtime by period, with how it is computed.
#[must_use]
pub(super) fn downtime(sms: &Sms, downtime: &Downtime) -> Section {
    let percent = &downtime.percent;
    let named = |fallback: &str, allowance: &Allowance| words::span(allowance).unwrap_or_else(|| fallback.to_owned());
    let stated = downtime.terms.period.words();
    let mut rows = vec![
        ("An ordinary day".to_owned(), &downtime.day),
        ("An ordinary week".to_owned(), &downtime.week),
        (named("A mean month", &downtime.month), &downtime.month),
        (named("A quarter", &downtime.quarter), &downtime.quarter),
        (named("A year", &downtime.year), &downtime.year),
    ];
    if ![&downtime.day, &downtime.week, &downtime.month, &downtime.quarter, &downtime.year].contains(&&downtime.stated)
    {
        rows.push((named(stated, &downtime.stated), &downtime.stated));
    }
    let rows = rows.into_iter().map(|(label, allowance)| {
        let counts = if *allowance == downtime.stated { "the promise is measured over this" } else { "" };
        vec![
            Words::from(label).small(counts),
            Words::from(allowance.agreed.words()),
            Words::from(allowance.allowed.words()),
        ]
    });
    let promise = Words::from(format!("{percent}\u{a0}% of the time, {}, ", downtime.terms.words()))
        .text("promised by ")
        .and(words::promised_by(sms, downtime.source))
        .text(".");
    Section::new("computed-downtime", "Allowed downtime")
        .text(promise)
        .table("Allowed downtime", &[column("Period"), column("Time that counts"), column("Downtime allowed")], rows.collect())
        .note(format!(
            "Time that counts × (100 − {percent}) / 100. Time of a named period is counted in real instants, with holidays and changes of the clock; an ordinary day or week has neither."
        ))
}

/// Allowed downtime of each month.
#[must_use]
pub(super) fn months(section: Section, months: &[Allowance]) -> Section {
    let row = |month: &Allowance| {
        let name = words::span(month).unwrap_or_default();
        vec![Words::from(name), Words::from(month.agreed.words()), Words::from(month.allowed.words())]
    };
    let columns = [column("Month"), column("Time that counts"), column("Downtime allowed")];
    section.table("Allowed downtime of each month", &columns, months.iter().map(row).collect())
}

/// The chain behind a service, on terms: a table and the product.
#[must_use]
pub(super) fn chain(sms: &Sms, service: usize, terms: &Terms, promised: Option<&Percent>, section: Section) -> Section {
    let rows: Vec<Row> = chain_rows(sms, service, terms).into_iter().map(|(_, row)| row).collect();
    if rows.is_empty() {
        return section.text("It depends on nothing.");
    }
    let columns = [
        column("Part"),
        wide_column("Kind"),
        wide_column("Promised by"),
        column("Promised"),
        column("On the terms here"),
    ];
    let section = section.text(format!("Looked at on these terms: {}.", terms.words())).table(
        "Parts of the chain",
        &columns,
        rows,
    );
    match product(sms, service, terms, promised) {
        Some(product) => section.text(product),
        None => section,
    }
    .note("Parts in a row are multiplied, each once: all of them must work. What the service goes on without does not count. Figures are rounded down.")
}

/// The rows of the chain of a service, each with the index in the corpus of what promises it.
#[must_use]
pub(super) fn chain_rows(sms: &Sms, service: usize, terms: &Terms) -> Vec<(Option<usize>, Row)> {
    let services = &sms.services;
    let mut rows = Vec::new();
    let parts = &services.chains.rows[service];
    for (number, part) in parts.iter().enumerate() {
        if rows.len() >= PARTS {
            let left = parts.len() - number;
            let text = if left == 1 { "one more part".to_owned() } else { format!("{left} more parts") };
            let mut row = vec![Words::from(text).small("the product holds all of them")];
            row.resize(5, Words::new());
            rows.push((None, row));
            break;
        }
        let worth = services.worth(*part, terms);
        match &services.chains.parts[*part] {
            Part::Single(single) => {
                rows.push(single_row(sms, service, (single.of, single.dependency), single.promise, "serial", worth));
            }
            Part::Group(group) => {
                let name = group.name.as_ref().map_or_else(|| "Group".to_owned(), |name| format!("Group {name}"));
                let row = vec![
                    Words::from(name).small(if group.of == service {
                        String::new()
                    } else {
                        format!("through {}", sms.services.services[group.of].id)
                    }),
                    Words::from("redundant"),
                    Words::new(),
                    Words::new(),
                    words::worth(&worth).small(formula(sms, group, &worth, terms)),
                ];
                rows.push((None, row));
                for member in &group.members {
                    let promise = match member.row.first().map(|part| &services.chains.parts[*part]) {
                        Some(Part::Single(single)) if member.row.len() == 1 => single.promise,
                        _ => Promise::Nothing,
                    };
                    let product = services.product(&member.row, terms);
                    let worth = match promise {
                        Promise::Nothing if product.known > 0 && product.unknown == 0 => {
                            Worth::Share(Compared::Same(product.percent))
                        }
                        promise => services.worth_of(promise, terms),
                    };
                    rows.push(single_row(
                        sms,
                        group.of,
                        (group.of, member.dependency),
                        promise,
                        "one of the group",
                        worth,
                    ));
                }
            }
        }
    }
    for (number, link) in services.paths.links[service].iter().enumerate() {
        if link.kind == DependencyKind::NonCritical {
            let promise = match link.agreement {
                Some(agreement) => Promise::Agreement(agreement),
                None => link.service.map_or(Promise::Nothing, Promise::Service),
            };
            let worth = services.worth_of(promise, terms);
            rows.push(single_row(sms, service, (service, number), promise, "not critical", worth));
        }
    }
    rows
}

/// Which service leads to a part, where the service itself does not name it.
fn through(sms: &Sms, service: usize, target: &str) -> Words {
    let names = |service: &usize| {
        let mut dependencies = sms.services.services[*service].dependencies.iter();
        dependencies.any(|dependency| dependency.target.value.eq_ignore_ascii_case(target))
    };
    let below = || sms.services.paths.below(service, true).into_iter().find(names);
    let through = if names(&service) { None } else { below() };
    through.map_or_else(Words::new, |other| Words::new().small(format!("through {}", sms.services.services[other].id)))
}

fn single_row(
    sms: &Sms,
    service: usize,
    (of, number): (usize, usize),
    promise: Promise,
    kind: &str,
    worth: Worth,
) -> (Option<usize>, Row) {
    let dependency = &sms.services.services[of].dependencies[number];
    let (entry, stated) = match promise {
        Promise::Agreement(index) => {
            let agreement = &sms.services.agreements[index];
            let promised = agreement.availability.as_ref();
            let terms = promised.and_then(|promised| Terms::of(agreement, promised)).map(|terms| terms.words());
            let percent = promised.map(|promised| format!("{}\u{a0}%", promised.percent.value)).unwrap_or_default();
            (Some(agreement.entry), Words::from(percent).small(terms.unwrap_or_default()))
        }
        Promise::Service(index) => {
            let service = &sms.services.services[index];
            let percent = service.target.as_ref().map(|target| format!("{}\u{a0}%", target.value)).unwrap_or_default();
            (Some(service.entry), Words::from(percent).small(Terms::of_service(service).words()))
        }
        Promise::Nothing => (None, Words::new()),
    };
    let by = entry.map_or_else(|| Words::new().muted("nothing"), |entry| words::source(sms, entry));
    let name = words::service(sms, &dependency.target.value).and(through(sms, service, &dependency.target.value));
    (entry, vec![name, Words::from(kind), by, stated, words::worth(&worth)])
}

/// How a group is computed.
fn formula(sms: &Sms, group: &Group, worth: &Worth, terms: &Terms) -> String {
    let products: Vec<_> = group.members.iter().map(|member| sms.services.product(&member.row, terms)).collect();
    let known: Vec<&Percent> =
        products.iter().filter(|product| product.unknown == 0).map(|product| &product.percent).collect();
    let best = known.iter().max();
    if worth.percent().zip(best).is_some_and(|(worth, best)| worth > *best) {
        let factors: Vec<String> = known.iter().map(|percent| format!("(1 − {})", words::percent(percent))).collect();
        return format!("1 − {}, since they fail independently", factors.join(" × "));
    }
    if !group.independent {
        return "the best of them: they are not said to be independent".to_owned();
    }
    if group.shared.is_empty() {
        return String::new();
    }
    "the best of them: they rest on the same parts".to_owned()
}

/// `99.98 % × 99.96 % = 99.94 %, promised 99.90 %`.
#[must_use]
pub(super) fn product(sms: &Sms, service: usize, terms: &Terms, promised: Option<&Percent>) -> Option<Words> {
    let row = &sms.services.chains.rows[service];
    let product = sms.services.product(row, terms);
    if product.known == 0 {
        return None;
    }
    let worths = row.iter().filter_map(|part| Some(words::percent(sms.services.worth(*part, terms).percent()?)));
    let factors: Vec<String> = worths.collect();
    let line = match &factors[..] {
        [only] => format!("The only part gives {only}"),
        many if many.len() > FACTORS => {
            format!("Together {} figures multiplied = {}", many.len(), words::percent(&product.percent))
        }
        many => format!("Together {} = {}", many.join(" × "), words::percent(&product.percent)),
    };
    let line = match promised {
        Some(promised) if *promised > product.percent => {
            Words::new().text(format!("{line}. ")).missing(format!("Promised are {promised}\u{a0}%, which is more."))
        }
        Some(promised) => Words::from(format!("{line}; promised are {promised}\u{a0}%.")),
        None => Words::from(format!("{line}.")),
    };
    Some(match product.unknown {
        0 => line,
        1 => line.text(" One part promises nothing that can be compared, so that it may be less."),
        unknown => line.text(format!(" {unknown} parts promise nothing that can be compared, so that it may be less.")),
    })
}

/// Times by priority with the longest real time that they can take.
#[must_use]
pub(super) fn waits(sms: &Sms, agreements: &[usize], waits: &Waits<'_>, section: Section) -> Section {
    let mut rows: Vec<Row> = Vec::new();
    let mut by_support = false;
    for agreement in agreements.iter().map(|index| &sms.services.agreements[*index]) {
        for (number, times) in agreement.priorities.levels.iter().enumerate() {
            let Some(times) = times else { continue };
            let hours = agreement.hours_for(number);
            let at_worst = |stated: Option<u64>, longest: Option<u64>| match (stated, longest) {
                (Some(stated), Some(longest)) if longest > stated => format!("at worst {}", words::time(longest)),
                (Some(_), None) => "at worst not to be told".to_owned(),
                _ => String::new(),
            };
            let elapsed = |length: &Option<Spanned<Duration>>| length.as_ref().map(|length| length.value.elapsed());
            let respond = at_worst(elapsed(&times.respond), agreement.longest_respond(number, waits));
            let resolve = at_worst(elapsed(&times.resolve), agreement.longest_resolve(number, waits));
            by_support |= !respond.is_empty() || !resolve.is_empty();
            rows.push(vec![
                Words::from(times::name(number)),
                words::stated(times.respond.as_ref()).small(respond),
                words::stated(times.resolve.as_ref()).small(resolve),
                hours.map_or_else(Words::new, |hours| Words::from(hours.words())),
                words::source(sms, agreement.entry),
            ]);
        }
    }
    let columns =
        [column("Priority"), column("First answer"), column("Resolved"), wide_column("Time runs"), wide_column("From")];
    let section = section.table("Times by priority", &columns, rows);
    if by_support {
        section.note("“At worst” is real time over all starts of this year: the clock stands still outside of the hours, so that the longest wait begins when they end.")
    } else {
        section
    }
}

/// Recovery: what is promised, and what has to keep it, with the promise first.
#[must_use]
pub(super) fn recovery(rows: Vec<Row>, section: Section) -> Section {
    let columns =
        [column("Who"), column("Works again (RTO)"), column("Data lost at most (RPO)"), wide_column("Backup every")];
    section.table("Recovery after a disaster", &columns, rows)
}
