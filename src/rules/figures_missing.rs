//! An SLA in force without figures for its targets, or without the reports that it promises.

use std::collections::BTreeMap;

use super::{Kind, Parameter, Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::services::results::{self, Missing};
use crate::evaluate::services::stated::{Agreement, Reporting};
use crate::model::date::Interval;
use crate::model::document::Document;
use crate::model::finding::Severity;
use crate::model::period::Period;
use crate::model::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "figures-missing",
    code: None,
    severity: Severity::Warning,
    summary: "an SLA in force lacks figures for a period, or the reports that it promises",
    basis: "ISO/IEC 20000-1:2018, 8.3.3 and 9.4: performance is reported at the agreed intervals",
    explain: "\
Checks each SLA in force. Closed reports have a figure for every target that is measured by month, quarter or year,
for each period from the first figure on (without any: from the first whole period of the version in force) up to the
last one that ended longer ago than `grace`. A unit that is measured on its own has no gap between two of its figures.
What `reporting.report` names is a record or a series of records, and the records of the series are as frequent as
`reporting.frequency` says. Gaps in a series are told by `report-missing`.

Why: a target that nobody measures is no promise, and a month without a figure is the one that is asked for.

Wrong: availability for January and March, none for February.
Right: a figure for each month; where nothing was measured, `not_measured` with the reason.",
    parameters: &[Parameter {
        name: "grace",
        kind: Kind::Interval,
        default: "P45D",
        meaning: "time after the end of a period in which its figures are reported",
    }],
    check: Some(check),
};

/// Most targets that a message names.
const TARGETS: usize = 3;

/// Most periods of a target that a message names.
const PERIODS: usize = 4;

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let Some(grace) = RULE.interval(sms, "grace") else { return };
    let missing = results::missing(&sms.results, &sms.services, &sms.corpus, sms.inputs.today, grace);
    let mut by_sla: BTreeMap<usize, Vec<Missing>> = BTreeMap::new();
    for missing in missing {
        by_sla.entry(missing.agreement).or_default().push(missing);
    }
    for (index, agreement) in sms.services.slas().filter(|(_, agreement)| agreement.in_force) {
        let entry = &sms.corpus.entries[agreement.entry];
        if entry.vanished {
            continue;
        }
        let place = (&*entry.head, place(&entry.head));
        if let Some(missing) = by_sla.get(&index) {
            report(sms, agreement, place, missing, sms.results.agreements[index].has_figures(), findings);
        }
        if let Some(reporting) = &agreement.reporting {
            series(sms, agreement, reporting, place, grace, findings);
        }
    }
}

/// The `report` of the newest text, else its `reporting`.
fn place(document: &Document) -> Span {
    let report = document.front.get("reporting").and_then(|reporting| reporting.string("report"));
    report.map_or_else(|| document.key_span("reporting"), |report| report.span)
}

fn report(
    sms: &Sms,
    agreement: &Agreement,
    (document, span): (&Document, Span),
    missing: &[Missing],
    has_figures: bool,
    findings: &mut Sink<'_>,
) {
    let id = &agreement.id;
    let (message, help) = if has_figures {
        let shown: Vec<String> = missing.iter().take(TARGETS).map(words).collect();
        let rest = missing.len().saturating_sub(TARGETS);
        let more = match rest {
            0 => String::new(),
            1 => "; and of 1 more target".to_owned(),
            rest => format!("; and of {rest} more targets"),
        };
        let message = format!("no closed report has figures of {}{more}", shown.join("; of "));
        let help = format!(
            "give the figures in a report under `metrics` or in its `metrics_file`, with `agreement: {id}`; where there are none, `actual: not_measured` with the reason"
        );
        (message, help)
    } else {
        let since = missing.iter().flat_map(|missing| missing.periods.first()).map(|period| period.start).min();
        let since = since.map(|day| format!(" since {day}")).unwrap_or_default();
        let message = format!("no closed report has figures for the targets of `{id}`{since}");
        let help = format!(
            "give them in a report under `metrics` or in its `metrics_file`, with `agreement: {id}` and the `metric` as it stands here"
        );
        (message, help)
    };
    let finding = document.finding(RULE.id, span, message).help(help);
    let newest = sms.results.agreements.get(missing[0].agreement).and_then(|results| results.reports.last());
    findings.add(match newest.map(|report| &sms.corpus.entries[*report].head) {
        Some(report) => {
            let span = match (report.front.entry("metrics_file"), report.front.entry("metrics")) {
                (Some((key, _)), _) | (None, Some((key, _))) => key.span,
                (None, None) => report.key_span("id"),
            };
            finding.related(report.file.place(span), "figures of other periods")
        }
        None => finding,
    });
}

/// A target with its first few missing periods.
fn words(missing: &Missing) -> String {
    let names: Vec<String> = missing.periods.iter().take(PERIODS).map(ToString::to_string).collect();
    let rest = missing.periods.len().saturating_sub(PERIODS);
    let more = if rest == 0 { String::new() } else { format!(" and {rest} more") };
    let unit = missing.unit.as_ref().map(|unit| format!(", `{unit}`,")).unwrap_or_default();
    format!("`{}`{unit} for {}{more}", missing.metric, names.join(", "))
}

/// Whether the records that an SLA promises are there and as frequent as it says.
fn series(
    sms: &Sms,
    agreement: &Agreement,
    reporting: &Reporting,
    (document, span): (&Document, Span),
    grace: Interval,
    findings: &mut Sink<'_>,
) {
    let Some(named) = &reporting.report else { return };
    let is_of = |entry: &&Entry| {
        let series = entry.head.front.string("series");
        series.is_some_and(|series| series.value.eq_ignore_ascii_case(&named.value))
    };
    let records = sms.corpus.entries.iter().filter(|entry| entry.is_record() && !entry.vanished);
    let of_series: Vec<&Entry> = records.filter(is_of).collect();
    let single = sms.corpus.get(&named.value);
    let (name, frequency) = (&named.value, reporting.frequency.as_ref().map(|frequency| frequency.value));
    let (message, help) = if let Some((newest, period)) = newest(&of_series) {
        let late = |next: jiff::civil::Date| next <= period.end;
        // A report that covers more than the time between two of them comes too seldom.
        let due = frequency.and_then(|frequency| frequency.after(period.start)).is_some_and(late);
        if !due {
            return;
        }
        let every = frequency.map(Interval::words).unwrap_or_default();
        let every = every.strip_prefix("1 ").unwrap_or(&every);
        let message = format!(
            "`{}` promises the report `{name}` every {every}, and `{}` covers {period}",
            agreement.id, newest.id
        );
        (message, format!("make a report for every {every}, or agree on what is done"))
    } else if let Some(entry) = single.filter(|entry| entry.is_record()) {
        let end = entry.head.days().map(|(_, end)| end);
        let next = end.zip(frequency).and_then(|(end, frequency)| grace.after(frequency.after(end)?));
        if next.is_none_or(|next| next >= sms.inputs.today) {
            return;
        }
        let message = format!("`{name}` is one record, and `{}` promises further ones", agreement.id);
        (message, format!("give each report its own record with `series: {name}`, and name the series here"))
    } else if of_series.is_empty() {
        let message = match single {
            Some(entry) => format!("`{}` is no record and no series of records", entry.id),
            None => format!("`{name}` is neither a record nor a series of records"),
        };
        (message, format!("name the series that the reports for `{}` share", agreement.id))
    } else {
        return;
    };
    findings.add(document.finding(RULE.id, span, message).help(help));
}

/// The newest record of a series, with its period.
fn newest<'a>(records: &[&'a Entry]) -> Option<(&'a Entry, Period)> {
    let periods = records.iter().filter_map(|entry| {
        let period = Period::parse(&entry.head.period.as_ref()?.value)?;
        Some((*entry, period))
    });
    periods.max_by_key(|(_, period)| (period.end, period.start))
}
