//! Service performance: what was reached of the targets of agreements, and where not.

use serde::Serialize;

use super::course::{self, Course};
use super::shared::{self, DocLink, StateView};
use crate::evaluate::services::results::{Figure, Outcome, PeriodResults, TargetResults};
use crate::evaluate::services::stated::{AgreementKind, Target};
use crate::model::figure::{Actual, Comparator, Quantity};
use crate::model::language;
use crate::say;
use crate::site::Site;
use crate::site::frame::{About, Frame};

/// The page, from the root of the site.
pub const PAGE: &str = "services/performance/index.html";

/// Newest periods whose worst is told.
const LOOKED_AT: usize = 12;

/// Variables of `performance.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    agreements: Vec<AgreementView>,
}

#[derive(Debug, Serialize)]
struct AgreementView {
    doc: DocLink,
    anchor: String,
    /// Whether some report tells of it.
    has_figures: bool,
    targets: Vec<Latest>,
    courses: Vec<CourseView>,
    misses: Vec<Miss>,
    reports: Vec<DocLink>,
}

#[derive(Debug, Serialize)]
struct CourseView {
    anchor: String,
    metric: String,
    target: String,
    course: Course,
}

/// A figure below its target.
#[derive(Debug, Serialize)]
struct Miss {
    period: String,
    what: String,
    report: DocLink,
}

/// How a target stands.
#[derive(Debug, Serialize)]
pub struct Latest {
    /// What is measured.
    pub metric: String,
    /// What is promised: `at least 99.90 percent, calendar month`.
    pub target: String,
    /// The worst figure of the newest period; empty where there is none.
    pub actual: String,
    /// That period, with the unit that decides: `2026-09, ClaimsPath`.
    pub period: String,
    /// Whether it was met.
    pub state: StateView,
    /// The worst figure of the newest periods that have figures, with its period and how many they are; empty where there
    /// is none.
    pub worst: String,
    /// Periods that missed it, of those with figures: `1 of 9`; empty where there is none.
    pub missed: String,
    /// Page and anchor of its course, from the root of the site; empty where there is none.
    pub href: String,
}

/// The page.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let about = About {
        path,
        title: say!("Service performance"),
        description: say!("What was reached of the service level targets, and where not"),
        section: "Services",
        print: (say!("Service performance"), site.sms.inputs.config.site.organization.clone()),
        landscape: false,
        noindex: false,
        language: None,
    };
    let shown = site.sms.services.agreements.iter().enumerate().filter(|(index, agreement)| {
        agreement.kind == AgreementKind::Sla || site.sms.results.agreements[*index].has_figures()
    });
    let mut shown: Vec<_> = shown.map(|(index, agreement)| (agreement.kind, index)).collect();
    shown.sort();
    View { frame: site.frame(&about), agreements: shown.into_iter().map(|(_, index)| agreement(site, index)).collect() }
}

/// How the targets of an agreement stand, by its index in [`crate::evaluate::services::Services::agreements`]: those of
/// its text, then those of earlier versions for which there are figures. Empty where no report tells of it.
#[must_use]
pub fn latest(site: &Site, agreement: usize) -> Vec<Latest> {
    let Some(results) = site.sms.results.agreements.get(agreement) else { return Vec::new() };
    if !results.has_figures() {
        return Vec::new();
    }
    let id = &site.sms.services.agreements[agreement].id;
    results.targets.iter().enumerate().map(|(number, target)| row(target, id, number)).collect()
}

fn agreement(site: &Site, index: usize) -> AgreementView {
    let sms = &site.sms;
    let (agreement, results) = (&sms.services.agreements[index], &sms.results.agreements[index]);
    let link = |entry: usize| shared::doc_link(&sms.corpus.entries[entry]);
    let courses = results.targets.iter().enumerate().filter_map(|(number, target)| {
        Some(CourseView {
            anchor: anchor(&agreement.id, number),
            metric: target.target.metric.value.clone(),
            target: words(&target.target),
            course: course::course(target, |figure| link(figure.report))?,
        })
    });
    let mut misses = Vec::new();
    for target in &results.targets {
        for period in target.missed() {
            for figure in period.figures.iter().filter(|figure| figure.outcome() == Outcome::Missed) {
                let what = missed(&target.target.metric.value, figure);
                let sort = (period.period.end, period.period.start);
                misses.push((sort, Miss { period: period.period.to_string(), what, report: link(figure.report) }));
            }
        }
    }
    misses.sort_by_key(|(days, _)| std::cmp::Reverse(*days));
    AgreementView {
        doc: link(agreement.entry),
        anchor: agreement.id.to_ascii_lowercase(),
        has_figures: results.has_figures(),
        targets: latest(site, index),
        courses: courses.collect(),
        misses: misses.into_iter().map(|(_, miss)| miss).collect(),
        reports: results.reports.iter().rev().map(|report| link(*report)).collect(),
    }
}

/// What was reached in place of what was promised.
fn missed(metric: &str, figure: &Figure) -> String {
    let comparator = figure.comparator.map(Comparator::words).unwrap_or_default();
    let (actual, target) = (actual(figure), amount(&figure.target));
    match &figure.unit {
        Some(unit) => say!(
            "{metric}, {unit}, reached {actual}, promised was {comparator} {target}",
            metric,
            unit,
            actual,
            comparator,
            target
        ),
        None => {
            say!("{metric} reached {actual}, promised was {comparator} {target}", metric, actual, comparator, target)
        }
    }
}

fn anchor(agreement: &str, number: usize) -> String {
    format!("{}-{}", agreement.to_ascii_lowercase(), number + 1)
}

fn row(target: &TargetResults, agreement: &str, number: usize) -> Latest {
    let newest = target.newest();
    let deciding = newest.and_then(PeriodResults::worst);
    let last: Vec<_> = target
        .periods
        .iter()
        .rev()
        .take(LOOKED_AT)
        .filter_map(|period| Some((period, period.worst_measured()?)))
        .collect();
    let count = last.len();
    let worst = last.into_iter().reduce(|worst, other| {
        let comparator = worst.1.comparator;
        let worse = match (comparator, worst.1.actual.value(), other.1.actual.value()) {
            (Some(comparator), Some(a), Some(b)) => comparator.worse_first(b, a, &worst.1.target).is_lt(),
            _ => false,
        };
        if worse { other } else { worst }
    });
    let mut words = words(&target.target);
    if !target.agreed {
        words = say!("{target}; no longer agreed", target = words);
    }
    Latest {
        metric: target.target.metric.value.clone(),
        target: words,
        actual: deciding.map(actual).unwrap_or_default(),
        period: newest.zip(deciding).map(|(period, figure)| at(period, figure)).unwrap_or_default(),
        state: match newest {
            Some(period) => outcome(period.outcome()),
            None => StateView { class: "mute", icon: "na", label: say!("No figure") },
        },
        worst: worst
            .map(|(period, figure)| {
                let (figure, period) = (actual(figure), at(period, figure));
                say!("{figure} ({period}), of {count} with figures", figure, period, count)
            })
            .unwrap_or_default(),
        missed: newest
            .map(|_| say!("{count} of {total}", count = target.missed().count(), total = target.periods.len()))
            .unwrap_or_default(),
        href: newest.map(|_| format!("{PAGE}#{}", anchor(agreement, number))).unwrap_or_default(),
    }
}

/// What was reached in the newest period for which there are figures, which period that is, and whether it was enough.
#[must_use]
pub fn newest(target: &TargetResults) -> Option<(String, String, StateView)> {
    let period = target.newest()?;
    let figure = period.worst()?;
    Some((actual(figure), at(period, figure), outcome(period.outcome())))
}

/// A period with the unit of a figure.
fn at(period: &PeriodResults, figure: &Figure) -> String {
    match &figure.unit {
        Some(unit) => format!("{}, {unit}", period.period),
        None => period.period.to_string(),
    }
}

/// What a target promises, in words.
fn words(target: &Target) -> String {
    let text = |part: &Option<crate::model::span::Spanned<String>>| part.as_ref().map(|part| part.value.clone());
    let parts = [
        Comparator::parse(&target.comparator).map(Comparator::words),
        text(&target.value).map(|value| value.parse::<Quantity>().map_or(value, |value| amount(&value))),
        text(&target.unit).map(|unit| if unit == "percent" { say!("percent") } else { unit }),
    ];
    let promise = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    match target.period {
        Some(period) => format!("{promise}, {}", period.words()),
        None => promise,
    }
}

/// A quantity as the language writes it.
pub(super) fn amount(value: &Quantity) -> String {
    language::decimal(&value.to_string())
}

/// What was reached, in words.
pub(super) fn actual(figure: &Figure) -> String {
    match &figure.actual {
        Actual::Measured(value) => amount(value),
        Actual::NotMeasured(reason) => say!("not measured: {reason}", reason),
    }
}

/// How an outcome is shown.
pub(super) fn outcome(outcome: Outcome) -> StateView {
    let (class, icon, label) = match outcome {
        Outcome::Met => ("ok", "ok", say!("Met")),
        Outcome::Missed => ("bad", "gap", say!("Missed")),
        Outcome::Unknown => ("mute", "na", say!("Not known")),
    };
    StateView { class, icon, label }
}
