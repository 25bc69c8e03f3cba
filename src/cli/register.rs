//! `smsdoc register`.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::arguments::{Register, TableFormat};
use super::context::Context;
use super::{Error, Outcome, output};
use crate::evaluate::Sms;
use crate::site::exports::register;
use crate::site::pages::shared;

pub(super) fn run(context: &Context, command: &Register) -> Result<Outcome, Error> {
    let workspace = context.workspace()?;
    let sms = context.controlled(&workspace, &context.request(true))?;
    let text = match command.format {
        TableFormat::Json => String::from_utf8_lossy(&register::json(&sms)).into_owned(),
        TableFormat::Csv => String::from_utf8_lossy(&register::csv(&sms)).into_owned(),
        TableFormat::Table => table(&sms),
    };
    output::print(&text)?;
    Ok(Outcome::Clean)
}

fn table(sms: &Sms) -> String {
    let mut rows = vec![["ID", "VERSION", "STATE", "REVIEW BY", "TITLE"].map(str::to_owned)];
    for row in register::register(sms).documents {
        let dash = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
        rows.push([
            row.id,
            dash(row.version),
            shared::state(row.state).label.to_owned(),
            dash(row.next_review),
            row.title,
        ]);
    }
    let mut widths = [0; 5];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    rows.iter().fold(String::new(), |mut out, row| {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row) {
            let _ = write!(line, "{cell}{}  ", " ".repeat(width - cell.width()));
        }
        let _ = writeln!(out, "{}", line.trim_end());
        out
    })
}
