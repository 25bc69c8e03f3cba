//! The entries of a register, which stand in its front matter, as a table.

use serde::Serialize;

use crate::evaluate::Sms;
use crate::model::date;
use crate::model::document::Document;
use crate::model::node::{Node, NodeKind};
use crate::site::pages::shared;

/// A table of entries.
#[derive(Debug, Serialize)]
pub(super) struct Entries {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Entries {
    /// The entries as plain text.
    pub(super) fn plain(&self) -> String {
        let rows = self.rows.iter().map(|row| row.iter().filter(|cell| !cell.is_empty()));
        rows.map(|cells| cells.cloned().collect::<Vec<_>>().join(", ")).collect::<Vec<_>>().join(". ")
    }
}

/// The entries of a document; `None` where it has none.
pub(super) fn entries(sms: &Sms, document: &Document) -> Option<Entries> {
    let items = document.front.get("entries").map(Node::items).filter(|items| !items.is_empty())?;
    let named = document.front.get("columns").map(Node::items).unwrap_or_default().iter().filter_map(Node::text);
    let mut fields: Vec<&str> = named.collect();
    // What entries hold beside the columns that are named is shown behind them.
    for (key, _) in items.iter().flat_map(Node::entries) {
        if !fields.contains(&key.value.as_str()) {
            fields.push(&key.value);
        }
    }
    let rows = items.iter().map(|item| fields.iter().map(|field| cell(sms, field, item.get(field))).collect());
    Some(Entries { columns: fields.iter().map(|field| label(field)).collect(), rows: rows.collect() })
}

/// `planned_action` as `Planned action`.
fn label(field: &str) -> String {
    let words = field.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn cell(sms: &Sms, field: &str, node: Option<&Node>) -> String {
    let Some(node) = node else { return String::new() };
    match &node.kind {
        NodeKind::Scalar { .. } => {
            let text = node.text().unwrap_or_default();
            match (field, date::parse(text)) {
                (_, Some(day)) => date::display(day),
                ("owner", None) => match sms.inputs.people.person(text) {
                    Some(person) => person.name.clone(),
                    None => shared::role_title(sms, text),
                },
                _ => text.to_owned(),
            }
        }
        NodeKind::Sequence(items) => {
            items.iter().map(|item| cell(sms, field, Some(item))).collect::<Vec<_>>().join(", ")
        }
        NodeKind::Mapping(fields) => {
            let told =
                fields.iter().map(|(key, value)| format!("{}: {}", key.value, cell(sms, &key.value, Some(value))));
            told.collect::<Vec<_>>().join("; ")
        }
    }
}
