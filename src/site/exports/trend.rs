//! Coverage over time for spreadsheets and programs.

use serde::Serialize;

use super::coverage::NOTE;
use super::table;
use crate::evaluate::Sms;
use crate::evaluate::coverage::Level;
use crate::evaluate::past::Point;

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
    let head = ["point", "day", "gap", "mentioned", "overdue", "covered", "evidenced"];
    let rows = sms.past.trend().iter().map(|point| {
        let counts = Level::ALL.map(|level| point.count(level).to_string());
        [point.name.clone(), point.day.to_string()].into_iter().chain(counts).collect()
    });
    table::csv(&head, rows.collect())
}
