//! Figures that a report states: in its own fields, and in the CSV file beside it.

use camino::Utf8PathBuf;

use super::table;
use crate::model::document::Document;
use crate::model::figure::{Actual, Quantity, StatedFigure};
use crate::model::inputs::Inputs;
use crate::model::node::Node;
use crate::model::period::Period;
use crate::model::source::SourceFile;
use crate::model::span::{Span, Spanned};

/// Longest part of a text that a message repeats, in characters.
const QUOTED: usize = 40;

/// Something that cannot be read as a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where in its file.
    pub span: Span,
    /// What is so.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Fault {
    pub(super) fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: help.into() }
    }
}

/// What a report states, with the file in which each part stands.
#[derive(Clone, Debug, Default)]
pub struct Reported {
    /// Its figures about agreements, in the order in which they are written.
    pub figures: Vec<(SourceFile, StatedFigure)>,
    /// What of them cannot be read.
    pub faults: Vec<(SourceFile, Fault)>,
}

/// The figures of a report.
#[must_use]
pub fn reported(inputs: &Inputs, document: &Document) -> Reported {
    let mut found = Reported::default();
    let mut faults = Vec::new();
    let own = document.period.as_ref().and_then(|period| Period::parse(&period.value));
    for item in document.front.list("metrics").iter().filter(|item| item.get("agreement").is_some()) {
        let cell = |name: &str| match name {
            "metric" => item.string("metric").or_else(|| item.string("name")),
            name => item.string(name),
        };
        let figure = figure(&Cells { span: item.span, cell: &cell }, own, &mut faults);
        found.figures.extend(figure.map(|figure| (document.file.clone(), figure)));
    }
    if let Some((name, path)) = named(document) {
        match inputs.tables.get(&path) {
            Some(file) => {
                let (figures, wrong) = table::read(file);
                found.figures.extend(figures.into_iter().map(|figure| (file.clone(), figure)));
                found.faults.extend(wrong.into_iter().map(|fault| (file.clone(), fault)));
            }
            // What is there and no text was told while reading.
            None if inputs.files.contains(&path) => {}
            None => faults.push(Fault::new(
                name.span,
                format!("there is no file `{}` beside this record", name.value),
                "put the file into the folder of the record, or mend its name",
            )),
        }
    }
    found.faults.extend(faults.into_iter().map(|fault| (document.file.clone(), fault)));
    found
}

/// The CSV file that a record names, with its path from the root of the repository. `None` where it names none, or none
/// that can stand beside it.
#[must_use]
pub fn named(document: &Document) -> Option<(Spanned<String>, Utf8PathBuf)> {
    let path = document.table()?;
    Some((document.front.string("metrics_file")?, path))
}

/// The cells of a row, or the fields of a metric.
pub(super) struct Cells<'a> {
    /// Place of the whole.
    pub(super) span: Span,
    /// A cell by its name; `None` where it is empty.
    pub(super) cell: &'a dyn Fn(&str) -> Option<Spanned<String>>,
}

/// A figure, with the period of its report where it names none; `None` where it cannot be read, which is told.
pub(super) fn figure(cells: &Cells<'_>, own: Option<Period>, faults: &mut Vec<Fault>) -> Option<StatedFigure> {
    let before = faults.len();
    let mut missing = |name: &str| {
        let fault = Fault::new(cells.span, format!("`{name}` is missing"), format!("fill in `{name}`"));
        faults.push(fault);
    };
    let mut needed = |name: &str| {
        let cell = (cells.cell)(name);
        if cell.is_none() {
            missing(name);
        }
        cell
    };
    let (agreement, metric) = (needed("agreement"), needed("metric"));
    let (target, actual) = (needed("target"), needed("actual"));
    let period = match (cells.cell)("period") {
        Some(text) => {
            let period = Period::parse(&text.value);
            if period.is_none() {
                let help = "write a month `2026-03`, a quarter `2026-Q1`, a half `2026-H1`, a year `2026`, or two days with `/` between them";
                faults.push(Fault::new(text.span, format!("{} is no period", shown(&text.value)), help));
            }
            period
        }
        None => {
            if own.is_none() {
                let help = "fill in `period`: a month such as `2026-03`, a quarter such as `2026-Q1`, or a year";
                faults.push(Fault::new(cells.span, "`period` is missing", help));
            }
            own
        }
    };
    let target = target.and_then(|text| number(&text, faults));
    let actual = actual.and_then(|text| match (text.value.as_str(), (cells.cell)("reason")) {
        (Actual::NOT_MEASURED, Some(reason)) => Some(Spanned::new(Actual::NotMeasured(reason.value), text.span)),
        (Actual::NOT_MEASURED, None) => {
            let message = "nothing was measured, and no reason is given";
            faults.push(Fault::new(text.span, message, "say in `reason` why there is no figure"));
            None
        }
        _ => number(&text, faults).map(|value| Spanned::new(Actual::Measured(value.value), value.span)),
    });
    if faults.len() > before {
        return None;
    }
    Some(StatedFigure {
        span: cells.span,
        period: period?,
        agreement: agreement?,
        metric: metric?,
        unit: (cells.cell)("unit_measured").map(|unit| unit.value),
        target: target?,
        actual: actual?,
    })
}

fn number(text: &Spanned<String>, faults: &mut Vec<Fault>) -> Option<Spanned<Quantity>> {
    if let Ok(value) = text.value.parse() {
        return Some(Spanned::new(value, text.span));
    }
    let help = if text.value.ends_with('%') {
        "leave out the percent sign: the unit stands in the agreement"
    } else if text.value.contains(',') {
        "write the decimals after a point, and no marks between thousands"
    } else {
        "write a plain number such as `99.95`, without a unit; in `actual` also `not_measured`, with a `reason`"
    };
    faults.push(Fault::new(text.span, format!("{} is no plain number", shown(&text.value)), help));
    None
}

fn shown(text: &str) -> String {
    quoted(text).unwrap_or_else(|| "nothing".to_owned())
}

/// A text in backticks, cut where it is long; `None` for an empty one.
pub(super) fn quoted(text: &str) -> Option<String> {
    let plain: String = text.replace('`', "'").split_whitespace().collect::<Vec<_>>().join(" ");
    if plain.is_empty() {
        return None;
    }
    let short: String = plain.chars().take(QUOTED).collect();
    let more = if short.len() < plain.len() { "…" } else { "" };
    Some(format!("`{short}{more}`"))
}

/// Whether a record says that it holds figures.
#[must_use]
pub fn has_figures(document: &Document) -> bool {
    let metrics = document.front.list("metrics").iter().any(|item| item.get("agreement").is_some());
    metrics || document.front.get("metrics_file").and_then(Node::text).is_some()
}
