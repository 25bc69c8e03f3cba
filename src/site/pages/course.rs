//! The course of a target as a picture and as the numbers in it. Places are whole units of the picture, so that the same
//! figures give the same bytes.

use std::fmt::Write as _;

use serde::Serialize;

use super::performance::{actual, amount, outcome};
use super::shared::{DocLink, StateView};
use crate::evaluate::services::results::{Figure, Outcome, PeriodResults, TargetResults};
use crate::model::figure::Quantity;
use crate::model::period::Period;
use crate::say;

/// Width of the picture, in its own units.
const WIDTH: u32 = 640;

/// Where the periods begin: names of the values stand before.
const LEFT: u32 = 64;

/// Height of the part in which values lie.
const INNER: u32 = 100;

/// Room above it for words.
const TOP: u32 = 20;

/// Room below it for words, above the axis.
const BELOW: u32 = 24;

/// Most names that stand below the axis.
const NAMED: usize = 8;

/// Most periods that are shown, the newest of them.
const SHOWN: usize = 36;

/// A course.
#[derive(Debug, Serialize)]
pub(super) struct Course {
    /// What is seen, for those who do not see it.
    label: String,
    width: u32,
    height: u32,
    left: u32,
    axis: u32,
    /// The promise, as a path.
    target: String,
    /// The values, as a path.
    line: String,
    points: Vec<Point>,
    names: Vec<Name>,
    /// Names of the highest and the lowest value.
    scale: Vec<(u32, String)>,
    /// Whether a figure is for one of several units.
    has_units: bool,
    /// The numbers, the newest first.
    rows: Vec<Row>,
    /// Periods that are not shown.
    older: usize,
}

#[derive(Debug, Serialize)]
struct Point {
    x: u32,
    y: u32,
    missed: bool,
    /// Height at which its word stands.
    word: u32,
    title: String,
}

#[derive(Debug, Serialize)]
struct Name {
    x: u32,
    text: String,
}

#[derive(Debug, Serialize)]
struct Row {
    period: String,
    /// Empty where there is no figure.
    figures: Vec<Value>,
    target: String,
    state: StateView,
    /// Reports that state the figures, each once.
    reports: Vec<DocLink>,
}

#[derive(Debug, Serialize)]
struct Value {
    unit: String,
    actual: String,
    /// Whether it missed the target and others did not.
    missed: bool,
}

/// Draws a target. `None` where nothing was measured.
pub(super) fn course(target: &TargetResults, report: impl Fn(&Figure) -> DocLink) -> Option<Course> {
    let slots = slots(&target.periods);
    let older = slots.len().saturating_sub(SHOWN);
    let slots = &slots[older..];
    let measured = || slots.iter().filter_map(|(_, results)| results.and_then(PeriodResults::worst_measured));
    let values = || measured().flat_map(|figure| figure.actual.value().into_iter().chain([&figure.target]));
    let scale = values().min().zip(values().max());
    let step = (WIDTH - LEFT) / u32::try_from(slots.len()).ok()?.max(1);
    let x = |index: usize| LEFT + step * u32::try_from(index).unwrap_or_default() + step / 2;
    let y = |value: &Quantity| match scale {
        Some((low, high)) if low < high => TOP + INNER - value.steps(low, high, INNER),
        _ => TOP + INNER / 2,
    };
    let (mut line, mut promise, mut points, mut names) = (String::new(), String::new(), Vec::new(), Vec::new());
    let every = slots.len().div_ceil(NAMED);
    let mut joined = false;
    for (index, (period, results)) in slots.iter().enumerate() {
        if (slots.len() - 1 - index).is_multiple_of(every) {
            names.push(Name { x: x(index), text: period.to_string() });
        }
        let deciding = results.and_then(PeriodResults::worst_measured);
        let Some((figure, value)) = deciding.and_then(|figure| Some((figure, figure.actual.value()?))) else {
            joined = false;
            continue;
        };
        let (at, height) = (x(index), y(value));
        let _ = write!(line, "{}{at} {height}", if joined { 'L' } else { 'M' });
        let from = at.saturating_sub(step / 2);
        let _ = write!(promise, "M{from} {}h{step}", y(&figure.target));
        joined = true;
        let missed = figure.outcome() == Outcome::Missed;
        let unit = figure.unit.as_ref().map(|unit| format!(", {unit}")).unwrap_or_default();
        let state = match figure.outcome() {
            Outcome::Met => say!("met"),
            Outcome::Missed => say!("missed"),
            Outcome::Unknown => say!("not known"),
        };
        let period = format!("{period}{unit}");
        let title = say!(
            "{period}: {value}, target {target}, {state}",
            period,
            value = amount(value),
            target = amount(&figure.target),
            state
        );
        // On the side away from the target, where no line runs.
        let word = if *value < figure.target { height + 19 } else { height - 9 };
        points.push(Point { x: at, y: height, missed, word, title });
    }
    let first = slots.first()?.0;
    let last = slots.last()?.0;
    let label = say!(
        "{metric}, {first} to {last}: {met} of {count} periods with figures met the target, {missed} missed it",
        metric = target.target.metric.value,
        first,
        last,
        met = count(slots, Outcome::Met),
        count = slots.iter().filter(|(_, results)| results.is_some()).count(),
        missed = count(slots, Outcome::Missed)
    );
    let ends = scale.map(|(low, high)| if low < high { vec![high, low] } else { vec![high] }).unwrap_or_default();
    let rows = slots.iter().rev().map(|(period, results)| row(*period, *results, &report));
    Some(Course {
        label,
        width: WIDTH,
        height: TOP + INNER + BELOW + 20,
        left: LEFT,
        axis: TOP + INNER + BELOW,
        target: promise,
        line,
        points,
        names,
        scale: ends.into_iter().map(|value| (y(value) + 4, amount(value))).collect(),
        has_units: slots
            .iter()
            .flat_map(|(_, results)| *results)
            .any(|results| results.figures.iter().any(|figure| figure.unit.is_some())),
        rows: rows.collect(),
        older,
    })
}

/// Periods with their figures, and those between them without any.
fn slots(periods: &[PeriodResults]) -> Vec<(Period, Option<&PeriodResults>)> {
    let mut slots: Vec<(Period, Option<&PeriodResults>)> = Vec::new();
    for results in periods {
        let mut next = slots.last().and_then(|(period, _)| period.next());
        while let Some(gap) = next.filter(|gap| gap.end < results.period.start) {
            slots.push((gap, None));
            next = gap.next();
        }
        slots.push((results.period, Some(results)));
    }
    slots
}

fn count(slots: &[(Period, Option<&PeriodResults>)], wanted: Outcome) -> usize {
    slots.iter().filter(|(_, results)| results.is_some_and(|results| results.outcome() == wanted)).count()
}

fn row(period: Period, results: Option<&PeriodResults>, report: impl Fn(&Figure) -> DocLink) -> Row {
    let figures = results.map(|results| results.figures.as_slice()).unwrap_or_default();
    let mut reports: Vec<DocLink> = Vec::new();
    for link in figures.iter().map(report) {
        if !reports.iter().any(|known| known.id == link.id) {
            reports.push(link);
        }
    }
    let values = figures.iter().map(|figure| Value {
        unit: figure.unit.clone().unwrap_or_default(),
        actual: actual(figure),
        missed: figures.len() > 1 && figure.outcome() == Outcome::Missed,
    });
    let deciding = results.and_then(PeriodResults::worst);
    Row {
        period: period.to_string(),
        figures: values.collect(),
        target: deciding.map(|figure| amount(&figure.target)).unwrap_or_default(),
        state: outcome(deciding.map_or(Outcome::Unknown, Figure::outcome)),
        reports,
    }
}
