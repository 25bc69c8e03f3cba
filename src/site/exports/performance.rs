//! What was reached of the targets of agreements, for spreadsheets and programs. Figures are decimal texts as reports state
//! them, since a binary number would change them.

use serde::Serialize;

use super::origin::{self, Origin};
use super::table::{self, Cell, Column, Table};
use super::workbook;
use crate::evaluate::Sms;
use crate::evaluate::services::results::{Figure, Outcome, PeriodResults, TargetResults};
use crate::model::figure::Actual;
use crate::site::Error;
use crate::site::pages::shared;

/// Figures beside targets, `smsdoc/performance/1`.
#[derive(Debug, Serialize)]
struct Export {
    schema: &'static str,
    as_of: String,
    commit: Option<String>,
    /// SLAs, OLAs and contracts, by id.
    agreements: Vec<AgreementRow>,
}

#[derive(Debug, Serialize)]
struct AgreementRow {
    id: String,
    title: String,
    kind: &'static str,
    url: String,
    targets: Vec<TargetRow>,
}

#[derive(Debug, Serialize)]
struct TargetRow {
    metric: String,
    comparator: String,
    value: Option<String>,
    unit: Option<String>,
    /// Period over which it is measured, as typed.
    period: Option<&'static str>,
    /// Whether the version in force has this target.
    agreed: bool,
    /// How many periods missed it.
    missed: usize,
    /// The oldest first.
    periods: Vec<PeriodRow>,
}

#[derive(Debug, Serialize)]
struct PeriodRow {
    period: String,
    outcome: &'static str,
    figures: Vec<FigureRow>,
}

#[derive(Debug, Serialize)]
struct FigureRow {
    unit_measured: Option<String>,
    target: String,
    /// `None` where nothing was measured.
    actual: Option<String>,
    /// Why nothing was measured.
    reason: Option<String>,
    outcome: &'static str,
    report: String,
    url: String,
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "met",
        Outcome::Missed => "missed",
        Outcome::Unknown => "not_known",
    }
}

fn export(sms: &Sms) -> Export {
    let agreements = sms.services.agreements.iter().zip(&sms.results.agreements);
    let agreements = agreements.map(|(agreement, results)| AgreementRow {
        id: agreement.id.clone(),
        title: agreement.title.clone(),
        kind: agreement.kind.word(),
        url: shared::doc_href(&sms.corpus.entries[agreement.entry]),
        targets: results.targets.iter().map(|results| target(sms, results)).collect(),
    });
    Export {
        schema: "smsdoc/performance/1",
        as_of: sms.inputs.today.to_string(),
        commit: shared::commit(sms),
        agreements: agreements.collect(),
    }
}

fn target(sms: &Sms, results: &TargetResults) -> TargetRow {
    let target = &results.target;
    TargetRow {
        metric: target.metric.value.clone(),
        comparator: target.comparator.clone(),
        value: target.value.as_ref().map(|value| value.value.clone()),
        unit: target.unit.as_ref().map(|unit| unit.value.clone()),
        period: target.period.map(|period| period.word()),
        agreed: results.agreed,
        missed: results.missed().count(),
        periods: results.periods.iter().map(|results| period(sms, results)).collect(),
    }
}

fn period(sms: &Sms, results: &PeriodResults) -> PeriodRow {
    PeriodRow {
        period: results.period.to_string(),
        outcome: word(results.outcome()),
        figures: results.figures.iter().map(|of| figure(sms, of)).collect(),
    }
}

fn figure(sms: &Sms, figure: &Figure) -> FigureRow {
    let report = &sms.corpus.entries[figure.report];
    FigureRow {
        unit_measured: figure.unit.clone(),
        target: figure.target.to_string(),
        actual: figure.actual.value().map(ToString::to_string),
        reason: match &figure.actual {
            Actual::Measured(_) => None,
            Actual::NotMeasured(reason) => Some(reason.clone()),
        },
        outcome: word(figure.outcome()),
        report: report.id.to_string(),
        url: shared::doc_href(report),
    }
}

/// The figures as JSON.
#[must_use]
pub fn json(sms: &Sms) -> Vec<u8> {
    crate::model::json(&export(sms)).into_bytes()
}

/// The figures as CSV, a row for each.
#[must_use]
pub fn csv(sms: &Sms) -> Vec<u8> {
    table::csv(&table(&export(sms)))
}

/// The figures as a workbook.
///
/// # Errors
///
/// Where the workbook cannot be made.
pub fn xlsx(sms: &Sms, origin: &Origin) -> Result<Vec<u8>, Error> {
    let what = "Figures of closed reports beside the targets of agreements in force, in documents that this audience may read.";
    workbook::xlsx(&origin::workbook(sms, origin, "Service performance", what, vec![table(&export(sms))]))
}

fn table(export: &Export) -> Table {
    let columns = vec![
        Column::text("report", 22),
        Column::text("period", 10),
        Column::text("agreement", 12),
        Column::text("metric", 44),
        Column::text("unit_measured", 24),
        Column::text("comparator", 11),
        Column::text("target", 10),
        Column::text("actual", 10),
        Column::text("unit", 10),
        Column::text("outcome", 10),
        Column::text("reason", 30),
    ];
    let mut rows = Vec::new();
    for agreement in &export.agreements {
        for target in &agreement.targets {
            for (period, figure) in
                target.periods.iter().flat_map(|of| of.figures.iter().map(move |figure| (of, figure)))
            {
                rows.push(vec![
                    Cell::Link { href: figure.url.clone(), text: figure.report.clone() },
                    Cell::text(Some(period.period.clone())),
                    Cell::text(Some(agreement.id.clone())),
                    Cell::text(Some(target.metric.clone())),
                    Cell::text(figure.unit_measured.clone()),
                    Cell::text(Some(target.comparator.clone())),
                    Cell::text(Some(figure.target.clone())),
                    Cell::text(figure.actual.clone()),
                    Cell::text(target.unit.clone()),
                    Cell::text(Some(figure.outcome)),
                    Cell::text(figure.reason.clone()),
                ]);
            }
        }
    }
    Table { name: "Performance".to_owned(), columns, rows }
}
