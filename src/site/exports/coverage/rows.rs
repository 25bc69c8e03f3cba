//! Coverage as tables: a row for each leaf clause, and one for each item of documented information.

use super::{Export, Item, Planned};
use crate::site::exports::table::{Cell, Column, Table};
use crate::site::pages::shared;

/// The leaf clauses.
pub(super) fn clauses(export: &Export) -> Table {
    let columns = vec![
        Column::text("clause", 10),
        Column::text("title", 56),
        Column::text("required", 14),
        Column::text("level", 12),
        Column::text("documents", 40),
        Column::text("records", 40),
        Column::day("newest_record", 16),
        Column::text("missing", 20),
        Column::text("not_counted", 20),
        Column::text("reason", 60),
        Column::text("planned_action", 40),
        Column::text("action_owner", 24),
        Column::text("action_due", 15),
        Column::text("action_late", 14),
    ];
    let leaves = export.clauses.iter().filter(|clause| clause.leaf);
    let rows = leaves.map(|clause| {
        let mut documents: Vec<&str> = clause.documents.iter().map(|claim| claim.id.as_str()).collect();
        documents.dedup();
        let mut unfit: Vec<&str> = clause.unfit.iter().map(|claim| claim.id.as_str()).collect();
        unfit.dedup();
        let records: Vec<&str> = clause.records.iter().map(|record| record.id.as_str()).collect();
        let newest = clause.records.iter().filter_map(|record| record.day).max();
        let missing: Vec<&str> = clause.missing.iter().map(|lack| lack.id.as_str()).collect();
        // Several registers may plan something, so that not even the day is one.
        let plan = |field: fn(&Planned) -> Option<String>| {
            Cell::text(Some(clause.plans.iter().filter_map(field).collect::<Vec<_>>().join("; ")))
        };
        vec![
            Cell::Link { href: shared::clause_href(&export.framework, &clause.id), text: clause.id.clone() },
            Cell::text(Some(clause.title.as_str())),
            Cell::text(Some(clause.required.word())),
            Cell::text(Some(clause.level.word())),
            Cell::text(Some(documents.join(" "))),
            Cell::text(Some(records.join(" "))),
            Cell::day(newest),
            Cell::text(Some(missing.join(" "))),
            Cell::text(Some(unfit.join(" "))),
            Cell::text(Some(clause.reason.as_str())),
            plan(|plan| plan.action.clone()),
            plan(|plan| plan.owner.clone()),
            plan(|plan| plan.due.clone()),
            plan(|plan| plan.late.then(|| "yes".to_owned())),
        ]
    });
    Table { name: "Clauses".to_owned(), columns, rows: rows.collect() }
}

/// What the framework wants in writing: documents, and records with what may be either. A framework that has no list of it
/// has no such table.
pub(super) fn wanted(export: &Export) -> Vec<Table> {
    let (documents, records): (Vec<&Item>, Vec<&Item>) =
        export.documented_information.iter().partition(|item| item.kind == "document");
    [("Documents wanted", documents), ("Records wanted", records)]
        .into_iter()
        .filter(|(_, items)| !items.is_empty())
        .map(|(name, items)| Table {
            name: name.to_owned(),
            columns: item_columns(),
            rows: items.into_iter().map(item).collect(),
        })
        .collect()
}

fn item_columns() -> Vec<Column> {
    vec![
        Column::text("item", 10),
        Column::text("name", 60),
        Column::text("clauses", 24),
        Column::text("kind", 12),
        Column::text("required", 14),
        Column::text("period", 12),
        Column::text("presence", 14),
        Column::text("documents", 40),
        Column::day("newest_record", 16),
        Column::day("in_period_until", 18),
    ]
}

fn item(item: &Item) -> Vec<Cell> {
    vec![
        Cell::text(Some(item.id.as_str())),
        Cell::text(Some(item.name.as_str())),
        Cell::text(Some(item.clauses.join(" "))),
        Cell::text(Some(item.kind)),
        Cell::text(Some(item.required.word())),
        Cell::text(item.period.clone()),
        Cell::text(Some(item.presence)),
        Cell::text(Some(item.documents.join(" "))),
        Cell::day(item.latest),
        Cell::day(item.until),
    ]
}
