//! Coverage over time for spreadsheets and programs.

use serde::Serialize;

use super::coverage::NOTE;
use super::origin::{self, Origin};
use super::table::{self, Cell, Column, Table};
use super::workbook;
use crate::evaluate::Sms;
use crate::evaluate::coverage::Level;
use crate::evaluate::past::Point;
use crate::site::Error;

/// Coverage of the framework of the configuration over time, `smsdoc/trend/1`.
#[derive(Debug, Serialize)]
struct Export {
    schema: &'static str,
    framework: String,
    note: &'static str,
    as_of: String,
    /// The oldest first.
    points: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    /// Tag of a release, `2026-Q3`, or `today`.
    name: String,
    day: String,
    gap: usize,
    mentioned: usize,
    overdue: usize,
    covered: usize,
    evidenced: usize,
}

fn row(point: &Point) -> Row {
    Row {
        name: point.name.clone(),
        day: point.day.to_string(),
        gap: point.count(Level::Gap),
        mentioned: point.count(Level::Mentioned),
        overdue: point.count(Level::Overdue),
        covered: point.count(Level::Covered),
        evidenced: point.count(Level::Evidenced),
    }
}

/// The trend as JSON.
#[must_use]
pub fn json(sms: &Sms) -> Vec<u8> {
    let export = Export {
        schema: "smsdoc/trend/1",
        framework: sms.inputs.config.framework.clone(),
        note: NOTE,
        as_of: sms.inputs.today.to_string(),
        points: sms.past.trend().iter().map(row).collect(),
    };
    crate::model::json(&export).into_bytes()
}

/// The trend as CSV.
#[must_use]
pub fn csv(sms: &Sms) -> Vec<u8> {
    table::csv(&table(sms))
}

/// The trend as a workbook.
///
/// # Errors
///
/// Where the workbook cannot be written.
pub fn xlsx(sms: &Sms, origin: &Origin) -> Result<Vec<u8>, Error> {
    let what = format!("Levels of the leaf clauses on days of the past. {NOTE}");
    workbook::xlsx(&origin::workbook(sms, origin, "Coverage over time", &what, vec![table(sms)]))
}

fn table(sms: &Sms) -> Table {
    let levels = Level::ALL.map(|level| Column::whole(level.word(), 12));
    let columns = [Column::text("point", 24), Column::day("day", 14)].into_iter().chain(levels);
    let rows = sms.past.trend().iter().map(|point| {
        let counts = Level::ALL.map(|level| Cell::Whole(i64::try_from(point.count(level)).unwrap_or(i64::MAX)));
        [Cell::text(Some(point.name.as_str())), Cell::Day(point.day)].into_iter().chain(counts).collect()
    });
    Table { name: "Trend".to_owned(), columns: columns.collect(), rows: rows.collect() }
}
