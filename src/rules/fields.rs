//! Reads fields that only some types have, with the places of their values.

use jiff::civil::Date;

use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::model::date;
use crate::model::document::{Document, Status};
use crate::model::node::Node;
use crate::model::span::{Span, Spanned};

/// Documents and records of a type that are still there.
pub(super) fn of_type<'a>(sms: &'a Sms, name: &'a str) -> impl Iterator<Item = &'a Entry> {
    let is_it = move |entry: &&Entry| entry.doc_type.as_ref().is_some_and(|doc_type| doc_type.name == name);
    sms.corpus.entries.iter().filter(|entry| !entry.vanished).filter(is_it)
}

/// Documents of a type that are in force. What is to be mended stands in their newest text, [`Entry::head`].
pub(super) fn in_force<'a>(sms: &'a Sms, name: &'a str) -> impl Iterator<Item = &'a Entry> {
    of_type(sms, name).filter(|entry| entry.is_in_force())
}

/// Records of a type that are complete. One that is still open lacks things that will come.
pub(super) fn closed<'a>(sms: &'a Sms, name: &'a str) -> impl Iterator<Item = &'a Entry> {
    let is_closed = |entry: &&Entry| entry.head.status.as_ref().is_some_and(|status| status.value == Status::Closed);
    of_type(sms, name).filter(is_closed)
}

/// The text of a field.
pub(super) fn text<'a>(document: &'a Document, field: &str) -> Option<Spanned<&'a str>> {
    let node = document.front.get(field)?;
    node.text().filter(|text| !text.trim().is_empty()).map(|text| Spanned::new(text, node.span))
}

/// Whether a field has exactly this text.
pub(super) fn is(document: &Document, field: &str, value: &str) -> bool {
    text(document, field).is_some_and(|text| text.value == value)
}

/// The day of a field; `None` where it is missing or no day, which other rules report.
pub(super) fn day(document: &Document, field: &str) -> Option<Spanned<Date>> {
    day_of(&document.front, field)
}

/// The day of a field of a group of fields.
pub(super) fn day_of(node: &Node, field: &str) -> Option<Spanned<Date>> {
    let node = node.get(field)?;
    Some(Spanned::new(date::parse(node.text()?)?, node.span))
}

/// The texts of a list.
pub(super) fn list<'a>(document: &'a Document, field: &str) -> Vec<Spanned<&'a str>> {
    let items = document.front.get(field).map(Node::items).unwrap_or_default();
    items.iter().filter_map(|item| Some(Spanned::new(item.text()?, item.span))).collect()
}

/// The place of the value of a field where it is there, else of its type, which asks for it.
pub(super) fn span(document: &Document, field: &str) -> Span {
    let value = document.front.get(field).filter(|node| !node.is_null()).map(|node| node.span);
    value.or_else(|| document.doc_type.as_ref().map(|name| name.span)).unwrap_or(document.front.span)
}

/// "1 day", "3 days".
pub(super) fn days(count: i64) -> String {
    format!("{count} {}", if count == 1 { "day" } else { "days" })
}
