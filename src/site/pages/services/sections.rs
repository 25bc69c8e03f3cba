//! Sections that services and agreements have in common: targets, allowed downtime, what stands behind, waits, recovery.

use super::words;
use crate::evaluate::Sms;
use crate::evaluate::services::chain::{Group, Part, Promise, Worth};
use crate::evaluate::services::compare::{Compared, Terms};
use crate::evaluate::services::downtime::{Allowance, Downtime};
use crate::evaluate::services::results::TargetResults;
use crate::evaluate::services::stated::{Agreement, DependencyKind, Target};
use crate::evaluate::services::times::{self, Waits};
use crate::model::duration::Duration;
use crate::model::figure::Quantity;
use crate::model::language;
use crate::model::percent::Percent;
use crate::model::span::Spanned;
use crate::say;
use crate::site::pages::section::{PLACE, Section, Words, column, wide_column};
use crate::site::pages::{performance, shared};

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
    reported(sms, agreements, &mut rows);
    let reported = rows.first().is_some_and(|row| row.len() > TARGET_COLUMNS);
    let columns = [
        column(say!("Measure|a figure")),
        column(say!("Target")),
        wide_column(say!("Period")),
        wide_column(say!("How it is measured")),
        wide_column(say!("From|a source")),
        column(say!("Last reported")),
    ];
    section.table(say!("Targets"), if reported { &columns } else { &columns[..TARGET_COLUMNS] }, rows)
}

/// Columns of the table of targets where no report tells of any.
const TARGET_COLUMNS: usize = 5;

/// Adds to the rows of targets what was reached of each in the newest period; nothing where no report tells of any.
fn reported(sms: &Sms, agreements: &[usize], rows: &mut [Row]) {
    let mut cells = Vec::new();
    for index in agreements {
        let results = sms.results.agreements.get(*index);
        for target in &sms.services.agreements[*index].targets {
            let of = |found: &&TargetResults| found.agreed && found.target.metric.value == target.metric.value;
            let found = results.and_then(|results| results.targets.iter().find(of));
            cells.push(found.and_then(performance::newest));
        }
    }
    if cells.iter().all(Option::is_none) {
        return;
    }
    for (row, cell) in rows.iter_mut().zip(cells) {
        row.push(match cell {
            Some((actual, period, state)) => Words::from(actual).text(" ").state(state).small(period),
            None => Words::new().muted(say!("No figure")),
        });
    }
}

fn target(sms: &Sms, agreement: &Agreement, target: &Target) -> Row {
    let value = target.value.as_ref().map(|value| value.value.as_str()).unwrap_or_default();
    let unit = target.unit.as_ref().map(|unit| unit.value.as_str()).unwrap_or_default();
    let unit = if unit == "percent" { "%" } else { unit };
    // A value is typed freely; only in a number a point is one of decimals.
    let value = if value.parse::<Quantity>().is_ok() { language::decimal(value) } else { value.to_owned() };
    let value = format!("{value}\u{a0}{unit}");
    let said = match target.comparator.as_str() {
        "at_least" => say!("at least {value}", value),
        "at_most" => say!("at most {value}", value),
        "more_than" => say!("more than {value}", value),
        "less_than" => say!("less than {value}", value),
        "equals" => say!("equals {value}", value),
        other => format!("{} {value}", other.replace('_', " ")),
    };
    let by = target.measured_by.as_ref().map(|role| say!("by {role}", role = shared::role_title(sms, role)));
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
    let named = |fallback: String, allowance: &Allowance| words::span(allowance).unwrap_or(fallback);
    let stated = downtime.terms.period.words();
    let mut rows = vec![
        (say!("An ordinary day"), &downtime.day),
        (say!("An ordinary week"), &downtime.week),
        (named(say!("A mean month"), &downtime.month), &downtime.month),
        (named(say!("A quarter"), &downtime.quarter), &downtime.quarter),
        (named(say!("A year"), &downtime.year), &downtime.year),
    ];
    if ![&downtime.day, &downtime.week, &downtime.month, &downtime.quarter, &downtime.year].contains(&&downtime.stated)
    {
        rows.push((named(stated, &downtime.stated), &downtime.stated));
    }
    let rows = rows.into_iter().map(|(label, allowance)| {
        let counts = match *allowance == downtime.stated {
            true => say!("the promise is measured over this"),
            false => String::new(),
        };
        vec![
            Words::from(label).small(counts),
            Words::from(allowance.agreed.words()),
            Words::from(allowance.allowed.words()),
        ]
    });
    let promise = say!(
        "{percent} of the time, {terms}, promised by {source}.",
        percent = words::stated_percent(&downtime.percent),
        terms = downtime.terms.words(),
        source = PLACE
    );
    let columns = [column(say!("Period")), column(say!("Time that counts")), column(say!("Downtime allowed"))];
    Section::new("computed-downtime", say!("Allowed downtime"))
        .text(Words::around(&promise, words::promised_by(sms, downtime.source)))
        .table(say!("Allowed downtime"), &columns, rows.collect())
        .note(say!(
            "Time that counts × (100 − {figure}) / 100. Time of a named period is counted in real instants, with holidays and changes of the clock; an ordinary day or week has neither.",
            figure = language::decimal(&downtime.percent.to_string())
        ))
}

/// Allowed downtime of each month.
#[must_use]
pub(super) fn months(section: Section, months: &[Allowance]) -> Section {
    let row = |month: &Allowance| {
        let name = words::span(month).unwrap_or_default();
        vec![Words::from(name), Words::from(month.agreed.words()), Words::from(month.allowed.words())]
    };
    let columns = [column(say!("Month")), column(say!("Time that counts")), column(say!("Downtime allowed"))];
    section.table(say!("Allowed downtime of each month"), &columns, months.iter().map(row).collect())
}

/// The chain behind a service, on terms: a table and the product.
#[must_use]
pub(super) fn chain(sms: &Sms, service: usize, terms: &Terms, promised: Option<&Percent>, section: Section) -> Section {
    let rows: Vec<Row> = chain_rows(sms, service, terms).into_iter().map(|(_, row)| row).collect();
    if rows.is_empty() {
        return section.text(say!("It depends on nothing."));
    }
    let columns = [
        column(say!("Part")),
        wide_column(say!("Kind")),
        wide_column(say!("Promised by")),
        column(say!("Promised")),
        column(say!("On the terms here")),
    ];
    let section = section.text(say!("Looked at on these terms: {terms}.", terms = terms.words())).table(
        say!("Parts of the chain"),
        &columns,
        rows,
    );
    match product(sms, service, terms, promised) {
        Some(product) => section.text(product),
        None => section,
    }
    .note(say!(
        "Parts in a row are multiplied, each once: all of them must work. What the service goes on without does not count. Figures are rounded down."
    ))
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
            let text = if left == 1 { say!("one more part") } else { say!("{count} more parts", count = left) };
            let mut row = vec![Words::from(text).small(say!("the product holds all of them"))];
            row.resize(5, Words::new());
            rows.push((None, row));
            break;
        }
        let worth = services.worth(*part, terms);
        match &services.chains.parts[*part] {
            Part::Single(single) => {
                rows.push(single_row(
                    sms,
                    service,
                    (single.of, single.dependency),
                    single.promise,
                    words::dependency(DependencyKind::Serial),
                    worth,
                ));
            }
            Part::Group(group) => {
                let name = group.name.as_ref().map_or_else(|| say!("Group"), |name| say!("Group {name}", name));
                let row = vec![
                    Words::from(name).small(if group.of == service {
                        String::new()
                    } else {
                        say!("through {id}", id = sms.services.services[group.of].id)
                    }),
                    Words::from(words::dependency(DependencyKind::Redundant)),
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
                        say!("one of the group"),
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
            rows.push(single_row(sms, service, (service, number), promise, words::dependency(link.kind), worth));
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
    through
        .map_or_else(Words::new, |other| Words::new().small(say!("through {id}", id = sms.services.services[other].id)))
}

fn single_row(
    sms: &Sms,
    service: usize,
    (of, number): (usize, usize),
    promise: Promise,
    kind: String,
    worth: Worth,
) -> (Option<usize>, Row) {
    let dependency = &sms.services.services[of].dependencies[number];
    let (entry, stated) = match promise {
        Promise::Agreement(index) => {
            let agreement = &sms.services.agreements[index];
            let promised = agreement.availability.as_ref();
            let terms = promised.and_then(|promised| Terms::of(agreement, promised)).map(|terms| terms.words());
            let percent = promised.map(|promised| words::stated_percent(&promised.percent.value)).unwrap_or_default();
            (Some(agreement.entry), Words::from(percent).small(terms.unwrap_or_default()))
        }
        Promise::Service(index) => {
            let service = &sms.services.services[index];
            let percent =
                service.target.as_ref().map(|target| words::stated_percent(&target.value)).unwrap_or_default();
            (Some(service.entry), Words::from(percent).small(Terms::of_service(service).words()))
        }
        Promise::Nothing => (None, Words::new()),
    };
    let by = entry.map_or_else(|| Words::new().muted(say!("nothing")), |entry| words::source(sms, entry));
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
        return say!("1 − {product}, since they fail independently", product = factors.join(" × "));
    }
    if !group.independent {
        return say!("the best of them: they are not said to be independent");
    }
    if group.shared.is_empty() {
        return String::new();
    }
    say!("the best of them: they rest on the same parts")
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
        [only] => say!("The only part gives {percent}", percent = only),
        many if many.len() > FACTORS => say!(
            "Together {count} figures multiplied = {percent}",
            count = many.len(),
            percent = words::percent(&product.percent)
        ),
        many => say!(
            "Together {factors} = {percent}",
            factors = many.join(" × "),
            percent = words::percent(&product.percent)
        ),
    };
    let line = match promised.map(|promised| (words::stated_percent(promised), *promised > product.percent)) {
        Some((percent, true)) => {
            Words::from(format!("{line}. ")).missing(say!("Promised are {percent}, which is more.", percent))
        }
        Some((percent, false)) => Words::from(say!("{result}; promised are {percent}.", result = line, percent)),
        None => Words::from(format!("{line}.")),
    };
    let less = match product.unknown {
        0 => return Some(line),
        1 => say!("One part promises nothing that can be compared, so that it may be less."),
        count => say!("{count} parts promise nothing that can be compared, so that it may be less.", count),
    };
    Some(line.text(format!(" {less}")))
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
                (Some(stated), Some(longest)) if longest > stated => {
                    say!("at worst {time}", time = words::time(longest))
                }
                (Some(_), None) => say!("at worst not to be told"),
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
    let columns = [
        column(say!("Priority")),
        column(say!("First answer")),
        column(say!("Resolved")),
        wide_column(say!("Time runs")),
        wide_column(say!("From|a source")),
    ];
    let section = section.table(say!("Times by priority"), &columns, rows);
    if by_support {
        section.note(say!(
            "“At worst” is real time over all starts of this year: the clock stands still outside of the hours, so that the longest wait begins when they end."
        ))
    } else {
        section
    }
}

/// Recovery: what is promised, and what has to keep it, with the promise first.
#[must_use]
pub(super) fn recovery(rows: Vec<Row>, section: Section) -> Section {
    let columns = [
        column(say!("Who")),
        column(say!("Works again (RTO)")),
        column(say!("Data lost at most (RPO)")),
        wide_column(say!("Backup every")),
    ];
    section.table(say!("Recovery after a disaster"), &columns, rows)
}
