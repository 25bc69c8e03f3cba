//! A report that was not made for one of its periods.

use std::collections::BTreeMap;

use super::{Kind, Parameter, Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::model::finding::Severity;
use crate::model::period::Period;

pub(super) static RULE: Rule = Rule {
    id: "report-missing",
    code: None,
    severity: Severity::Warning,
    summary: "a row of recurring records has a gap, or has stopped",
    basis: "ISO/IEC 20000-1:2018, 9.4 and 8.3.3: reports at the agreed intervals",
    explain: "\
Checks records that share a `series`: between the periods of two that follow each other lies no other period, and the
period after the newest one ended not longer ago than `grace`. Periods that are months, quarters, halves or years count.

Why: a missing report is seen by the customer first.

Wrong: reports for 2026-03 and 2026-05, none for 2026-04.
Right: a report for each month. Where a series has ended, its last record says so in a waiver.",
    parameters: &[Parameter {
        name: "grace",
        kind: Kind::Interval,
        default: "P45D",
        meaning: "time after the end of a period in which its report is made",
    }],
    check: Some(check),
};

/// Most missing periods that a message names.
const NAMED: usize = 6;

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let Some(grace) = RULE.interval(sms, "grace") else { return };
    let mut series: BTreeMap<&str, Vec<(Period, &Entry)>> = BTreeMap::new();
    for entry in sms.corpus.entries.iter().filter(|entry| entry.is_record() && !entry.vanished) {
        let Some(name) = fields::text(&entry.head, "series") else { continue };
        let period = entry.head.period.as_ref().and_then(|period| Period::parse(&period.value));
        if let Some(period) = period.filter(|period| period.months > 0) {
            series.entry(name.value).or_default().push((period, entry));
        }
    }
    for (name, mut records) in series {
        records.sort_by(|a, b| (a.0.start, &a.1.id).cmp(&(b.0.start, &b.1.id)));
        for pair in records.windows(2) {
            let missing = periods_between(pair[0].0, pair[1].0);
            report(name, pair[1].1, &missing, Some(pair[0].1), findings);
        }
        let Some((newest, entry)) = records.last() else { continue };
        let mut missing = Vec::new();
        let mut next = newest.next();
        while let Some(period) = next.filter(|period| grace.after(period.end).is_some_and(|end| end < sms.inputs.today))
        {
            missing.push(period);
            next = period.next();
        }
        report(name, entry, &missing, None, findings);
    }
}

/// The periods of the length of the first that lie between two.
fn periods_between(first: Period, second: Period) -> Vec<Period> {
    let mut missing = Vec::new();
    let mut next = first.next();
    while let Some(period) = next.filter(|period| period.end < second.start) {
        missing.push(period);
        next = period.next();
    }
    missing
}

fn report(series: &str, entry: &Entry, missing: &[Period], before: Option<&Entry>, findings: &mut Sink<'_>) {
    if missing.is_empty() {
        return;
    }
    let document = &entry.head;
    let names: Vec<String> = missing.iter().take(NAMED).map(ToString::to_string).collect();
    let rest = missing.len().saturating_sub(NAMED);
    let more = if rest == 0 { String::new() } else { format!(" and {rest} more") };
    let count = if missing.len() == 1 { "a record" } else { "records" };
    let place = if before.is_some() { "before this one" } else { "after this one" };
    let message = format!("the series `{series}` lacks {count} {place} for {}{more}", names.join(", "));
    let help = "make the report, or record why there is none";
    let finding = document.finding(RULE.id, fields::span(document, "period"), message).help(help);
    findings.add(match before {
        Some(before) => {
            let place = before.head.file.place(fields::span(&before.head, "period"));
            finding.related(place, "the one before it")
        }
        None => finding,
    });
}
