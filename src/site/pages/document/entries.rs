//! The entries of a register, which stand in its front matter: as a table, or one below the other where a table would
//! be too wide to read.

use serde::Serialize;

use crate::evaluate::Sms;
use crate::model::date;
use crate::model::document::Document;
use crate::model::node::{Node, NodeKind};
use crate::site::pages::section::{Fact, fact, grid, half, wide};
use crate::site::pages::shared;

/// Most columns of a table that fits beside the text.
const COLUMNS: usize = 6;

/// A value longer than this takes half of the width, or all of it.
const SHORT: usize = 34;
const HALF: usize = 90;

/// Entries of a register.
#[derive(Debug, Serialize)]
pub(super) struct Entries {
    columns: Vec<String>,
    /// Rows of the table, which the cards show in their way.
    rows: Vec<Vec<String>>,
    cards: Vec<Card>,
}

/// An entry with its fields below each other.
#[derive(Debug, Serialize)]
struct Card {
    /// The first field: number or name.
    id: String,
    /// The second one.
    title: String,
    facts: Vec<Fact>,
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
    let columns: Vec<String> = fields.iter().map(|field| label(field)).collect();
    let rows = items.iter().map(|item| fields.iter().map(|field| cell(sms, field, item.get(field))).collect());
    let rows: Vec<Vec<String>> = rows.collect();
    if columns.len() <= COLUMNS {
        return Some(Entries { columns, rows, cards: Vec::new() });
    }
    let cards = rows.iter().map(|row| card(&columns, row)).collect();
    Some(Entries { columns, rows, cards })
}

fn card(columns: &[String], row: &[String]) -> Card {
    let told = columns.iter().zip(row).skip(2).filter(|(_, value)| !value.is_empty());
    let facts = told.map(|(label, value)| match value.chars().count() {
        length if length <= SHORT => fact(label, value),
        length if length <= HALF => half(label, value),
        _ => wide(label, value),
    });
    let text = |index: usize| row.get(index).cloned().unwrap_or_default();
    Card { id: text(0), title: text(1), facts: grid(facts.collect()) }
}

/// A word of the schema such as `other_party`.
fn is_keyword(text: &str) -> bool {
    text.contains('_') && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
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
                _ if is_keyword(text) => text.replace('_', " "),
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
