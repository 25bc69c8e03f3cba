//! What an agreement asked for at a time of the past: its versions with their targets.

use jiff::civil::Date;

use super::fold;
use crate::evaluate::corpus::{Corpus, Entry};
use crate::evaluate::services::stated::{AgreementKind, Target, targets};
use crate::model::document::Document;
use crate::model::figure::{Comparator, Quantity};
use crate::model::measuring::MeasuringPeriod;
use crate::model::period::Period;
use crate::read::texts::Texts;

/// The versions of an agreement, the newest first.
#[derive(Clone, Debug)]
pub(super) struct Versions {
    /// Index of its document in the corpus.
    pub(super) entry: usize,
    versions: Vec<Version>,
}

/// What one version asks for.
#[derive(Clone, Debug)]
struct Version {
    /// First and last day in force. A draft has neither.
    days: Option<(Date, Date)>,
    targets: Vec<Target>,
}

impl Versions {
    /// The versions of the agreement of an id, whatever its case. `None` where no SLA, OLA or contract has it.
    pub(super) fn of(corpus: &Corpus, texts: &Texts, id: &str) -> Option<Self> {
        let index = corpus.index(id)?;
        let entry = &corpus.entries[index];
        if !is_agreement(entry) {
            return None;
        }
        let editions = entry.editions.iter().enumerate().filter_map(|(number, edition)| {
            let text = match (&entry.text, edition.content) {
                (Some(text), _) if entry.current == Some(number) => text.clone(),
                (_, Some(content)) => texts.document(&edition.path, content)?,
                (_, None) => return None,
            };
            let from = edition.in_force_from.or(edition.effective)?;
            let until = edition.in_force_until.or(edition.withdrawn_from).unwrap_or(Date::MAX);
            Some(Version { days: Some((from, until)), targets: all_targets(&text) })
        });
        let mut versions: Vec<Version> = editions.collect();
        // A draft may already rename what a report tells of.
        versions.push(Version { days: None, targets: all_targets(&entry.head) });
        Some(Self { entry: index, versions })
    }

    /// The targets of a metric that held on some day of a period, the newest version first; empty where none is known.
    pub(super) fn during(&self, metric: &str, period: Period) -> Vec<&Target> {
        let held =
            |version: &&Version| version.days.is_some_and(|(from, until)| from <= period.end && until >= period.start);
        self.versions.iter().filter(held).filter_map(|version| find(&version.targets, metric)).collect()
    }

    /// The target of a metric in the newest version that has it.
    pub(super) fn any(&self, metric: &str) -> Option<&Target> {
        self.versions.iter().find_map(|version| find(&version.targets, metric))
    }

    /// Metrics that some version asks for, each once, those of the newest version first.
    pub(super) fn metrics(&self) -> Vec<&str> {
        let mut metrics: Vec<&str> = Vec::new();
        for target in self.versions.iter().flat_map(|version| &version.targets) {
            if !metrics.iter().any(|known| fold(known) == fold(&target.metric.value)) {
                metrics.push(&target.metric.value);
            }
        }
        metrics
    }
}

fn is_agreement(entry: &Entry) -> bool {
    let name = entry.doc_type.as_ref().map(|doc_type| doc_type.name.as_str());
    AgreementKind::ALL.into_iter().any(|kind| Some(kind.word()) == name)
}

fn find<'a>(targets: &'a [Target], metric: &str) -> Option<&'a Target> {
    let metric = fold(metric);
    targets.iter().find(|target| fold(&target.metric.value) == metric)
}

/// The targets of a text. An availability that no target names counts as one with the metric `Availability`.
pub(super) fn all_targets(text: &Document) -> Vec<Target> {
    let front = &text.front;
    let mut all = targets(front);
    let percent = |target: &Target| target.unit.as_ref().is_some_and(|unit| matches!(&*unit.value, "percent" | "%"));
    let named = all.iter().any(|target| percent(target) && fold(&target.metric.value).starts_with("availability"));
    if let Some(node) = front.get("availability").filter(|_| !named)
        && let Some(value) = node.string("percent")
    {
        let span = value.span;
        all.push(Target {
            span: node.span,
            metric: crate::model::span::Spanned::new("Availability".to_owned(), span),
            comparator: Comparator::AtLeast.word().to_owned(),
            value: Some(value),
            unit: Some(crate::model::span::Spanned::new("percent".to_owned(), span)),
            period: node.string("period").and_then(|period| MeasuringPeriod::parse(&period.value)),
            source: None,
            measured_by: None,
        });
    }
    all
}

/// Months of the periods for which a target needs figures. `None` where reports name other periods: a day, a week, 30
/// days.
#[must_use]
pub fn months(target: &Target) -> Option<i8> {
    match target.period? {
        MeasuringPeriod::CalendarMonth | MeasuringPeriod::MeanMonth => Some(1),
        MeasuringPeriod::Quarter => Some(3),
        MeasuringPeriod::Year => Some(12),
        MeasuringPeriod::Day | MeasuringPeriod::Week | MeasuringPeriod::Rolling30d => None,
    }
}

/// The value that a target asks for, where it is a number.
#[must_use]
pub fn value(target: &Target) -> Option<Quantity> {
    target.value.as_ref()?.value.parse().ok()
}
