//! What was reached: the figures of closed reports beside the targets of agreements.

mod due;
pub mod stated;
pub mod table;
mod versions;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

pub use due::{Missing, missing};
pub use versions::{months, value};

use super::Services;
use super::stated::Target;
use crate::evaluate::corpus::Corpus;
use crate::model::date;
use crate::model::document::{Document, Status};
use crate::model::figure::{Actual, Comparator, Quantity, StatedFigure};
use crate::model::inputs::Inputs;
use crate::model::period::Period;
use crate::model::source::SourceFile;
use crate::model::span::Span;
use crate::read::texts::Texts;
use versions::Versions;

/// The figures of a system.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// What was reached of each agreement in [`Services::agreements`], in that order.
    pub agreements: Vec<AgreementResults>,
    /// Figures that belong to no target.
    pub unmatched: Vec<Unmatched>,
    /// Figures beside another target than was agreed.
    pub differing: Vec<Differing>,
}

/// What was reached of an agreement.
#[derive(Clone, Debug, Default)]
pub struct AgreementResults {
    /// Its targets in the order of its text, then those of earlier versions for which there are figures.
    pub targets: Vec<TargetResults>,
    /// Indices in the corpus of the reports that tell of it, by id.
    pub reports: BTreeSet<usize>,
}

/// What was reached of a target.
#[derive(Clone, Debug)]
pub struct TargetResults {
    /// What is promised.
    pub target: Target,
    /// Whether the text that is looked at has it. Else an earlier version had it.
    pub agreed: bool,
    /// The periods for which there are figures, the oldest first.
    pub periods: Vec<PeriodResults>,
}

/// The figures of a period.
#[derive(Clone, Debug)]
pub struct PeriodResults {
    /// The period.
    pub period: Period,
    /// Figures, one for each unit that is measured on its own, by its name.
    pub figures: Vec<Figure>,
}

/// A figure of a report.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Index in the corpus of the report.
    pub report: usize,
    /// The file in which it stands: the report, or the CSV beside it.
    pub file: SourceFile,
    /// Where in it.
    pub span: Span,
    /// What was measured on its own.
    pub unit: Option<String>,
    /// How the value must stand to the target, by the version of the agreement that held in the period. `None` where it
    /// states none that can be read.
    pub comparator: Option<Comparator>,
    /// The target, as the report states it.
    pub target: Quantity,
    /// What was reached.
    pub actual: Actual,
}

/// How a figure or a period stands to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Not reached.
    Missed,
    /// Nothing was measured, or nobody says how the value must stand to the target.
    Unknown,
    /// Reached.
    Met,
}

impl Figure {
    /// How it stands to its target.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match (self.comparator, self.actual.value()) {
            (Some(comparator), Some(actual)) if comparator.is_met(actual, &self.target) => Outcome::Met,
            (Some(_), Some(_)) => Outcome::Missed,
            _ => Outcome::Unknown,
        }
    }

    /// Orders two figures of a period: one that missed before one that is not known before one that met its target; of
    /// equal ones the worse value first.
    fn worse_first(&self, other: &Self) -> std::cmp::Ordering {
        let values = || match (self.comparator, self.actual.value(), other.actual.value()) {
            (Some(comparator), Some(own), Some(others)) => comparator.worse_first(own, others, &self.target),
            _ => std::cmp::Ordering::Equal,
        };
        self.outcome().cmp(&other.outcome()).then_with(values)
    }
}

impl PeriodResults {
    /// The figure that decides: the worst of its units. A unit that was not measured decides where no other missed.
    #[must_use]
    pub fn worst(&self) -> Option<&Figure> {
        self.figures.iter().min_by(|a, b| a.worse_first(b))
    }

    /// The worst of the values that were measured.
    #[must_use]
    pub fn worst_measured(&self) -> Option<&Figure> {
        self.figures.iter().filter(|figure| figure.actual.value().is_some()).min_by(|a, b| a.worse_first(b))
    }

    /// How the period stands to its target.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.worst().map_or(Outcome::Unknown, Figure::outcome)
    }
}

impl TargetResults {
    /// The newest period for which there is a figure.
    #[must_use]
    pub fn newest(&self) -> Option<&PeriodResults> {
        self.periods.last()
    }

    /// Periods that missed their target, the oldest first.
    pub fn missed(&self) -> impl Iterator<Item = &PeriodResults> {
        self.periods.iter().filter(|period| period.outcome() == Outcome::Missed)
    }
}

/// A figure that belongs to no target.
#[derive(Clone, Debug)]
pub struct Unmatched {
    /// The file in which it stands.
    pub file: SourceFile,
    /// Index in the corpus of its report.
    pub report: usize,
    /// The figure.
    pub figure: StatedFigure,
    /// Why.
    pub reason: Reason,
}

/// Why a figure belongs to no target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No SLA, OLA or contract has this id.
    NoAgreement,
    /// The agreement does not promise this. With the metrics that it has.
    NoMetric(Vec<String>),
    /// The target is measured over periods of another length. With its name.
    OtherPeriod(String),
}

/// A figure beside another target than was agreed.
#[derive(Clone, Debug)]
pub struct Differing {
    /// The file in which it stands.
    pub file: SourceFile,
    /// Index in the corpus of its report.
    pub report: usize,
    /// The figure.
    pub figure: StatedFigure,
    /// Index in the corpus of the agreement.
    pub agreement: usize,
    /// What was agreed in that period, as typed.
    pub agreed: String,
}

/// A text as names are compared: without regard to case and the number of spaces.
#[must_use]
pub fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// First and last day of a period.
type Days = (Date, Date);

/// Figures by unit, of periods by their days, with the period.
type Periods = BTreeMap<Days, (Period, BTreeMap<String, Figure>)>;

/// Figures by the agreement's index in the corpus and the metric.
#[derive(Default)]
struct Found {
    figures: BTreeMap<(usize, String), (Target, Periods)>,
}

/// Puts the figures of closed reports beside the targets that held in their periods. Of two reports that state the same
/// figure, the one that was closed later counts.
#[must_use]
pub fn results(inputs: &Inputs, corpus: &Corpus, services: &Services, texts: &Texts) -> Results {
    let mut results = Results::default();
    let mut versions: HashMap<String, Option<Versions>> = HashMap::new();
    let mut found = Found::default();
    for (report, file, figure) in figures(inputs, corpus) {
        let id = figure.agreement.value.to_ascii_lowercase();
        let versions = versions.entry(id).or_insert_with_key(|id| Versions::of(corpus, texts, id));
        let unmatched = |figure: StatedFigure, reason| Unmatched { file: file.clone(), report, figure, reason };
        let Some(versions) = versions else {
            results.unmatched.push(unmatched(figure, Reason::NoAgreement));
            continue;
        };
        let metric = &figure.metric.value;
        let during = versions.during(metric, figure.period);
        let Some(target) = during.first().copied().or_else(|| versions.any(metric)) else {
            let metrics = versions.metrics().into_iter().map(str::to_owned).collect();
            results.unmatched.push(unmatched(figure, Reason::NoMetric(metrics)));
            continue;
        };
        let fits = |months| {
            Period::around(figure.period.start, months)
                .filter(|whole| (whole.start, whole.end) == (figure.period.start, figure.period.end))
        };
        let period = match months(target).map(fits) {
            Some(Some(whole)) => whole,
            None => figure.period,
            Some(None) => {
                let words = target.period.map_or_else(|| "period".to_owned(), |period| period.words());
                results.unmatched.push(unmatched(figure, Reason::OtherPeriod(words)));
                continue;
            }
        };
        let stated = &figure.target.value;
        if !during.is_empty() && !during.iter().any(|target| value(target).is_none_or(|agreed| agreed == *stated)) {
            let agreed = target.value.as_ref().map(|value| value.value.clone()).unwrap_or_default();
            let (file, figure) = (file.clone(), figure.clone());
            results.differing.push(Differing { file, report, figure, agreement: versions.entry, agreed });
        }
        found.add(versions.entry, target, period, report, file, figure);
    }
    results.agreements = services
        .agreements
        .iter()
        .map(|agreement| found.of(agreement.entry, &versions::all_targets(corpus.entries[agreement.entry].document())))
        .collect();
    results
}

/// Figures of closed reports, those of reports that were closed earlier first.
fn figures(inputs: &Inputs, corpus: &Corpus) -> Vec<(usize, SourceFile, StatedFigure)> {
    let entries = corpus.entries.iter().enumerate();
    let closed = entries.filter(|(_, entry)| {
        let status = entry.head.status.as_ref().map(|status| status.value);
        entry.is_record() && status == Some(Status::Closed) && stated::has_figures(&entry.head)
    });
    let mut reports: Vec<_> = closed.collect();
    let closed_on = |document: &Document| date::parse(&document.front.string("closed_on")?.value);
    reports.sort_by_key(|(index, entry)| (closed_on(&entry.head), *index));
    let mut all = Vec::new();
    for (index, entry) in reports {
        let reported = stated::reported(inputs, &entry.head);
        all.extend(reported.figures.into_iter().map(|(file, figure)| (index, file, figure)));
    }
    all
}

impl Found {
    fn add(
        &mut self,
        agreement: usize,
        target: &Target,
        period: Period,
        report: usize,
        file: SourceFile,
        figure: StatedFigure,
    ) {
        let key = (agreement, fold(&target.metric.value));
        let (_, periods) = self.figures.entry(key).or_insert_with(|| (target.clone(), Periods::new()));
        let (_, units) = periods.entry((period.start, period.end)).or_insert_with(|| (period, BTreeMap::new()));
        let unit = figure.unit.as_deref().map(fold).unwrap_or_default();
        let figure = Figure {
            report,
            file,
            span: figure.span,
            unit: figure.unit,
            comparator: Comparator::parse(&target.comparator),
            target: figure.target.value,
            actual: figure.actual.value,
        };
        units.insert(unit, figure);
    }

    /// What was reached of an agreement with these targets.
    fn of(&self, agreement: usize, targets: &[Target]) -> AgreementResults {
        let own = self.figures.range((agreement, String::new())..(agreement + 1, String::new()));
        let mut own: BTreeMap<&str, &(Target, Periods)> =
            own.map(|((_, metric), figures)| (metric.as_str(), figures)).collect();
        let mut found = AgreementResults::default();
        for target in targets {
            let figures = own.remove(fold(&target.metric.value).as_str());
            found.add(target, true, figures.map(|(_, periods)| periods));
        }
        for (target, periods) in own.into_values() {
            found.add(target, false, Some(periods));
        }
        found
    }
}

impl AgreementResults {
    fn add(&mut self, target: &Target, agreed: bool, periods: Option<&Periods>) {
        let periods = periods.into_iter().flat_map(BTreeMap::values);
        let periods: Vec<_> = periods
            .map(|(period, units)| PeriodResults { period: *period, figures: units.values().cloned().collect() })
            .collect();
        self.reports.extend(periods.iter().flat_map(|period| &period.figures).map(|figure| figure.report));
        self.targets.push(TargetResults { target: target.clone(), agreed, periods });
    }

    /// Whether some report tells of it.
    #[must_use]
    pub fn has_figures(&self) -> bool {
        !self.reports.is_empty()
    }
}
