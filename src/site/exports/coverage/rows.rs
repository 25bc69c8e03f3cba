//! Coverage as tables: a row for each leaf clause, and one for each item of documented information.

use super::{Export, Planned};

/// Columns of the table of clauses.
pub const COLUMNS: [&str; 14] = [
    "clause",
    "title",
    "required",
    "level",
    "documents",
    "records",
    "newest_record",
    "missing",
    "not_counted",
    "reason",
    "planned_action",
    "action_owner",
    "action_due",
    "action_late",
];

/// The leaf clauses.
#[must_use]
pub fn rows(export: &Export) -> Vec<Vec<String>> {
    let leaves = export.clauses.iter().filter(|clause| clause.leaf);
    let rows = leaves.map(|clause| {
        let mut documents: Vec<&str> = clause.documents.iter().map(|claim| claim.id.as_str()).collect();
        documents.dedup();
        let mut unfit: Vec<&str> = clause.unfit.iter().map(|claim| claim.id.as_str()).collect();
        unfit.dedup();
        let records: Vec<&str> = clause.records.iter().map(|record| record.id.as_str()).collect();
        let newest = clause.records.iter().filter_map(|record| record.day.as_deref()).max();
        let missing: Vec<&str> = clause.missing.iter().map(|lack| lack.id.as_str()).collect();
        let plan = |field: fn(&Planned) -> Option<String>| {
            clause.plans.iter().filter_map(field).collect::<Vec<_>>().join("; ")
        };
        vec![
            clause.id.clone(),
            clause.title.clone(),
            clause.required.word().to_owned(),
            clause.level.word().to_owned(),
            documents.join(" "),
            records.join(" "),
            newest.unwrap_or_default().to_owned(),
            missing.join(" "),
            unfit.join(" "),
            clause.reason.clone(),
            plan(|plan| plan.action.clone()),
            plan(|plan| plan.owner.clone()),
            plan(|plan| plan.due.clone()),
            plan(|plan| plan.late.then(|| "yes".to_owned())),
        ]
    });
    rows.collect()
}

/// Columns of the table of documented information.
pub const ITEM_COLUMNS: [&str; 10] = [
    "item",
    "name",
    "clauses",
    "kind",
    "required",
    "period",
    "presence",
    "documents",
    "newest_record",
    "in_period_until",
];

/// What the framework wants in writing.
#[must_use]
pub fn items(export: &Export) -> Vec<Vec<String>> {
    let rows = export.documented_information.iter().map(|item| {
        vec![
            item.id.clone(),
            item.name.clone(),
            item.clauses.join(" "),
            item.kind.to_owned(),
            item.required.word().to_owned(),
            item.period.clone().unwrap_or_default(),
            item.presence.to_owned(),
            item.documents.join(" "),
            item.latest.clone().unwrap_or_default(),
            item.until.clone().unwrap_or_default(),
        ]
    });
    rows.collect()
}
