//! Figures that should be there and are not.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Results, TargetResults, months};
use crate::evaluate::corpus::Corpus;
use crate::evaluate::services::Services;
use crate::model::date::Interval;
use crate::model::period::Period;

/// The periods of a target of an SLA in force for which no report has a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The SLA, by index in [`Services::agreements`].
    pub agreement: usize,
    /// Name of the target.
    pub metric: String,
    /// The unit that is missing, where others have a figure.
    pub unit: Option<String>,
    /// The periods, the oldest first; at least one.
    pub periods: Vec<Period>,
}

/// Figures that are missing: from the first period with a figure on, else from the first whole period in which the SLA
/// was in force, up to the last one that ended longer ago than `grace`. A unit is missing only between two periods for
/// which it has a figure: it may be new, or gone.
#[must_use]
pub fn missing(results: &Results, services: &Services, corpus: &Corpus, today: Date, grace: Interval) -> Vec<Missing> {
    let mut all = Vec::new();
    for (index, agreement) in services.slas().filter(|(_, agreement)| agreement.in_force) {
        let edition = corpus.entries[agreement.entry].edition();
        let Some(from) = edition.and_then(|edition| edition.in_force_from.or(edition.effective)) else { continue };
        let Some(found) = results.agreements.get(index) else { continue };
        for target in found.targets.iter().filter(|target| target.agreed) {
            let Some(months) = months(&target.target) else { continue };
            let metric = || target.target.metric.value.clone();
            let periods = whole(target, months, from, today, grace);
            if !periods.is_empty() {
                all.push(Missing { agreement: index, metric: metric(), unit: None, periods });
            }
            for (unit, periods) in units(target) {
                all.push(Missing { agreement: index, metric: metric(), unit: Some(unit.to_owned()), periods });
            }
        }
    }
    all
}

/// Periods without any figure.
fn whole(target: &TargetResults, months: i8, from: Date, today: Date, grace: Interval) -> Vec<Period> {
    let there: BTreeSet<Date> = target.periods.iter().map(|period| period.period.start).collect();
    let first = match target.periods.first() {
        Some(first) => Some(first.period),
        None => {
            let around = Period::around(from, months);
            around.and_then(|period| if period.start < from { period.next() } else { Some(period) })
        }
    };
    let due = |period: &Period| grace.after(period.end).is_some_and(|end| end < today);
    let all = std::iter::successors(first, |period| period.next()).take_while(due);
    all.filter(|period| !there.contains(&period.start)).collect()
}

/// Units with the periods between their first and their last figure in which only others have one.
fn units(target: &TargetResults) -> BTreeMap<&str, Vec<Period>> {
    let mut at: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, period) in target.periods.iter().enumerate() {
        for unit in period.figures.iter().filter_map(|figure| figure.unit.as_deref()) {
            at.entry(unit).or_default().push(index);
        }
    }
    let mut missing = BTreeMap::new();
    for (unit, at) in at {
        let gaps = at.windows(2).flat_map(|pair| pair[0] + 1..pair[1]);
        let gaps: Vec<Period> = gaps.map(|index| target.periods[index].period).collect();
        if !gaps.is_empty() {
            missing.insert(unit, gaps);
        }
    }
    missing
}
