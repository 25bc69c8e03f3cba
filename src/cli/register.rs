//! `smsdoc register`.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::arguments::{Register, TableFormat};
use super::context::Context;
use super::{Error, Outcome, output};
use crate::evaluate::Sms;
use crate::site::exports::origin::Origin;
use crate::site::exports::register;
use crate::site::pages::shared;

pub(super) fn run(context: &Context, command: &Register) -> Result<Outcome, Error> {
    if command.format == TableFormat::Xlsx {
        output::no_terminal("smsdoc register --format xlsx > register.xlsx")?;
    }
    let workspace = context.workspace()?;
    let sms = context.controlled(&workspace, &context.request(true))?;
    match command.format {
        TableFormat::Json => output::print_bytes(&register::json(&sms))?,
        TableFormat::Csv => output::print_bytes(&register::csv(&sms))?,
        TableFormat::Xlsx => {
            let origin = Origin::alone(&sms, context.audience.as_deref());
            output::print_bytes(&register::xlsx(&sms, &origin)?)?;
        }
        TableFormat::Table => output::print(&table(&sms))?,
    }
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
            dash(row.next_review.map(|day| day.to_string())),
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
