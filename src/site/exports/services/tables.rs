//! Services and agreements as tables: CSV and a workbook.

use super::super::origin::{self, Origin};
use super::super::table::{self, Cell, Column, Table};
use super::super::workbook;
use super::{agreement, export, service};
use crate::evaluate::Sms;
use crate::model::date;
use crate::site::Error;

/// Services as CSV, a row for each.
#[must_use]
pub fn csv(sms: &Sms) -> Vec<u8> {
    table::csv(&services(&export(sms).services))
}

/// Agreements as CSV, a row for each.
#[must_use]
pub fn agreements_csv(sms: &Sms) -> Vec<u8> {
    table::csv(&agreements(&export(sms).agreements))
}

/// Both as a workbook.
///
/// # Errors
///
/// Where the workbook cannot be made.
pub fn xlsx(sms: &Sms, origin: &Origin) -> Result<Vec<u8>, Error> {
    let what = "Services and agreements in force with the figures computed from them, in documents that this audience may read.";
    let export = export(sms);
    let tables = vec![services(&export.services), agreements(&export.agreements)];
    workbook::xlsx(&origin::workbook(sms, origin, "Services and agreements", what, tables))
}

fn joined<'a>(texts: impl IntoIterator<Item = &'a str>) -> Cell {
    Cell::text(Some(texts.into_iter().collect::<Vec<_>>().join(" ")))
}

fn services(rows: &[service::Row]) -> Table {
    let columns = vec![
        Column::text("id", 10),
        Column::text("title", 34),
        Column::text("kind", 11),
        Column::text("state", 10),
        Column::text("owner", 24),
        Column::text("slas", 16),
        Column::text("depends_on", 30),
        Column::text("supports", 20),
        Column::text("availability_percent", 12),
        Column::text("period", 15),
        Column::text("hours", 24),
        Column::text("promised_by", 12),
        Column::text("chain_percent", 12),
        Column::whole("chain_unknown", 10),
        Column::text("downtime_day", 14),
        Column::text("downtime_week", 14),
        Column::text("downtime_month", 14),
        Column::text("downtime_quarter", 14),
        Column::text("downtime_year", 14),
        Column::text("support_hours", 30),
        Column::text("effective_support_hours", 30),
        Column::text("rto", 8),
        Column::text("rpo", 8),
        Column::whole("findings", 9),
    ];
    let row = |row: &service::Row| {
        let availability = row.availability.as_ref();
        let down = row.downtime.as_ref();
        let time =
            |of: fn(&super::DowntimeRow) -> &super::AllowanceRow| Cell::text(down.map(|down| of(down).allowed.clone()));
        vec![
            Cell::Link { href: row.document.url.clone(), text: row.id.clone() },
            Cell::text(Some(row.title.clone())),
            Cell::text(Some(row.kind)),
            Cell::text(row.state),
            Cell::text(row.owner.clone()),
            joined(row.slas.iter().map(String::as_str)),
            joined(row.depends_on.iter().map(|on| on.target.as_str())),
            joined(row.supports.iter().map(String::as_str)),
            Cell::text(availability.map(|promised| promised.percent.clone())),
            Cell::text(availability.map(|promised| promised.period)),
            Cell::text(availability.map(|promised| promised.hours.clone())),
            Cell::text(availability.map(|promised| promised.source.clone())),
            Cell::text(row.chain.as_ref().map(|chain| chain.percent.clone())),
            row.chain
                .as_ref()
                .map_or(Cell::Empty, |chain| Cell::Whole(i64::try_from(chain.unknown).unwrap_or(i64::MAX))),
            time(|down| &down.day),
            time(|down| &down.week),
            time(|down| &down.month),
            time(|down| &down.quarter),
            time(|down| &down.year),
            Cell::text(row.support_hours.promised.clone()),
            Cell::text(row.support_hours.effective.clone()),
            Cell::text(row.rto.clone()),
            Cell::text(row.rpo.clone()),
            Cell::Whole(i64::try_from(row.findings.len()).unwrap_or(i64::MAX)),
        ]
    };
    Table { name: "Services".to_owned(), columns, rows: rows.iter().map(row).collect() }
}

fn agreements(rows: &[agreement::Row]) -> Table {
    let columns = vec![
        Column::text("id", 10),
        Column::text("title", 40),
        Column::text("type", 9),
        Column::text("customer", 22),
        Column::text("provider", 24),
        Column::text("services", 20),
        Column::text("availability_percent", 12),
        Column::text("period", 15),
        Column::text("support_hours", 30),
        Column::text("rto", 8),
        Column::text("rpo", 8),
        Column::text("end", 11),
        Column::day("notice_opens", 12),
        Column::text("standing", 12),
        Column::text("supports", 16),
        Column::whole("findings", 9),
    ];
    let row = |row: &agreement::Row| {
        let availability = row.availability.as_ref();
        vec![
            Cell::Link { href: row.document.url.clone(), text: row.id.clone() },
            Cell::text(Some(row.title.clone())),
            Cell::text(Some(row.kind)),
            Cell::text(row.customer.clone()),
            Cell::text(row.provider.clone()),
            joined(row.services.iter().map(String::as_str)),
            Cell::text(availability.map(|promised| promised.percent.clone())),
            Cell::text(availability.map(|promised| promised.period)),
            Cell::text(row.support_hours.clone()),
            Cell::text(row.rto.clone()),
            Cell::text(row.rpo.clone()),
            Cell::text(row.term.end.clone()),
            Cell::day(row.term.notice_opens.as_deref().and_then(date::parse)),
            Cell::text(Some(row.term.standing)),
            joined(row.supports.iter().map(String::as_str)),
            Cell::Whole(i64::try_from(row.findings.len()).unwrap_or(i64::MAX)),
        ]
    };
    Table { name: "Agreements".to_owned(), columns, rows: rows.iter().map(row).collect() }
}
