//! Values and fields that are written otherwise than they must be, although it is beyond doubt what was meant.

use serde_json::Value;

use super::schema::SchemaSet;
use crate::model::date_notation;
use crate::model::fix::Fix;
use crate::model::node::Node;
use crate::model::source::SourceFile;

/// A day in another notation.
pub(super) fn day(file: &SourceFile, node: &Node, schema: Option<&Value>) -> Option<Fix> {
    schema?.get("format").filter(|format| *format == "date")?;
    let day = date_notation::meant(node.text()?)?.to_string();
    Some(Fix::new(format!("write `{day}`"), file.path(), node.span, day))
}

/// A word from a list that differs only in capitals, spaces or hyphens.
pub(super) fn choice(file: &SourceFile, node: &Node, choices: &[&str]) -> Option<Fix> {
    let bare = |text: &str| text.trim().to_lowercase().replace([' ', '-', '_'], "");
    let typed = bare(node.text()?);
    let mut meant = choices.iter().filter(|choice| bare(choice) == typed);
    let (choice, None) = (meant.next()?, meant.next()) else { return None };
    Some(Fix::new(format!("write `{choice}`"), file.path(), node.span, *choice))
}

/// A field under a name that others use for it, or that differs from its own only in capitals or hyphens; not where the
/// field is there under its own name, too.
pub(super) fn field(set: &SchemaSet, file: &SourceFile, within: &Node, name: &str, known: &[&str]) -> Option<Fix> {
    let plain = name.to_lowercase().replace(['-', ' '], "_");
    let spelling = || known.iter().find(|field| **field == plain).copied();
    let formerly = || set.renamed(&plain).filter(|field| known.contains(field));
    let field = spelling().or_else(formerly).filter(|field| within.get(field).is_none())?;
    let (key, _) = within.entry(name)?;
    Some(Fix::new(format!("rename it to `{field}`"), file.path(), key.span, field))
}
