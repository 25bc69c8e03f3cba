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
    let written = as_written(file, node, &day)?;
    Some(Fix::new(format!("write `{day}`"), file.path(), node.span, written))
}

/// A value in the quotes that stand around the one it replaces. `None` where that runs over more than one line: its end
/// is then that of a line, or of a text that is folded.
fn as_written(file: &SourceFile, node: &Node, value: &str) -> Option<String> {
    let written = file.slice(node.span);
    if written.is_empty() || written.contains(['\n', '\r']) || written.starts_with(['|', '>']) {
        return None;
    }
    let quote = written.chars().next().filter(|first| matches!(first, '"' | '\''));
    Some(quote.map_or_else(|| value.to_owned(), |quote| format!("{quote}{value}{quote}")))
}

/// A word from a list that differs only in capitals, spaces or hyphens.
pub(super) fn choice(file: &SourceFile, node: &Node, choices: &[&str]) -> Option<Fix> {
    let bare = |text: &str| text.trim().to_lowercase().replace([' ', '-', '_'], "");
    let typed = bare(node.text()?);
    let mut meant = choices.iter().filter(|choice| bare(choice) == typed);
    let (choice, None) = (meant.next()?, meant.next()) else { return None };
    let written = as_written(file, node, choice)?;
    Some(Fix::new(format!("write `{choice}`"), file.path(), node.span, written))
}

/// A field under a name that others use for it, or that differs from its own only in capitals or hyphens; not where the
/// field is there under its own name, too, or under another such name: which of the two is meant nobody can know.
pub(super) fn field(set: &SchemaSet, file: &SourceFile, within: &Node, name: &str, known: &[&str]) -> Option<Fix> {
    let meant = |name: &str| {
        let plain = name.to_lowercase().replace(['-', ' '], "_");
        let spelling = known.iter().find(|field| **field == plain).map(|field| (*field).to_owned());
        spelling.or_else(|| set.renamed(&plain).filter(|field| known.contains(field)).map(str::to_owned))
    };
    let field = meant(name)?;
    let others = within.entries().iter().map(|(key, _)| key.value.as_str()).filter(|other| *other != name);
    if others.into_iter().any(|other| other == field || meant(other).is_some_and(|other| other == field)) {
        return None;
    }
    let (key, _) = within.entry(name)?;
    Some(Fix::new(format!("rename it to `{field}`"), file.path(), key.span, field))
}
