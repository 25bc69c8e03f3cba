//! Documents that a change does not touch, and that point at what it changes.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8PathBuf;
use serde::Serialize;

use super::touched::{self, Touched, What};
use crate::evaluate::Sms;
use crate::model::document::Document;
use crate::model::outline::Target;
use crate::model::span::Span;

/// What is found at the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    /// The file is gone.
    Removed,
    /// The document is no longer to be used.
    Withdrawn,
    /// The section is gone.
    SectionGone,
    /// The section has another text.
    SectionChanged,
    /// The document has another text.
    TextChanged,
}

/// A place that points at changed text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cited {
    /// Id of the document that points.
    pub source: String,
    /// Its file.
    pub path: Utf8PathBuf,
    /// Line of the first place, from 1.
    pub line: usize,
    /// How many more places of this document point at the same.
    pub more: usize,
    /// Field of the front matter that names the other document; `None` for a link in the text.
    pub field: Option<&'static str>,
    /// Id of the changed document.
    pub target: String,
    /// Section that is meant.
    pub anchor: Option<String>,
    /// Heading of that section, where it has or had one.
    pub heading: Option<String>,
    /// What is there now.
    pub reached: Reached,
}

/// Places that point at changed text, by file and line.
pub(super) fn links(before: &Sms, after: &Sms, documents: &[Touched]) -> Vec<Cited> {
    let changed = documents.iter().filter(|document| document.changes_text());
    let changed: BTreeMap<String, &Touched> =
        changed.map(|document| (document.id.to_ascii_lowercase(), document)).collect();
    if changed.is_empty() {
        return Vec::new();
    }
    let touched: BTreeSet<String> = documents.iter().map(|document| document.id.to_ascii_lowercase()).collect();
    let mut found: Vec<Cited> = Vec::new();
    let there = after.corpus.entries.iter().filter(|entry| !entry.vanished);
    for entry in there.filter(|entry| !touched.contains(&entry.id.folded())) {
        for (id, anchor, span, field) in cited(after, &entry.head) {
            let Some(target) = changed.get(&id.to_ascii_lowercase()) else { continue };
            let Some((reached, heading)) = reached(before, after, target, anchor.as_deref()) else { continue };
            let mut of_entry = found.iter_mut().rev().take_while(|other| other.source == entry.id.as_str());
            if let Some(known) = of_entry.find(|other| other.target == target.id && other.anchor == anchor) {
                known.more += 1;
                continue;
            }
            let place = entry.head.file.place(span);
            found.push(Cited {
                source: entry.id.to_string(),
                path: place.path,
                line: place.start.line,
                more: 0,
                field,
                target: target.id.clone(),
                anchor,
                heading,
                reached,
            });
        }
    }
    found.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    found
}

/// A document that another names: its id, the section, the place, and the field where it is not in the text.
type Citation = (String, Option<String>, Span, Option<&'static str>);

fn cited(sms: &Sms, document: &Document) -> Vec<Citation> {
    let links = document.outline.links.iter().filter_map(|link| match &link.target {
        Target::Document { id, anchor } => Some((id.clone(), anchor.clone(), link.span, None)),
        Target::Path { anchor, .. } => {
            let entry = sms.corpus.at_path(&document.linked_path(link)?)?;
            Some((entry.id.to_string(), anchor.clone(), link.span, None))
        }
        _ => None,
    });
    let fields = [("related", &document.related), ("supersedes", &document.supersedes)];
    let fields = fields.into_iter().flat_map(|(name, ids)| ids.iter().map(move |id| (id, name)));
    let fields = fields.chain(document.superseded_by.iter().map(|id| (id, "superseded_by")));
    links.chain(fields.map(|(id, name)| (id.value.clone(), None, id.span, Some(name)))).collect()
}

/// What somebody finds who follows the link. `None` where it is the same as before.
fn reached(before: &Sms, after: &Sms, target: &Touched, anchor: Option<&str>) -> Option<(Reached, Option<String>)> {
    match target.what {
        What::Removed => return Some((Reached::Removed, None)),
        What::Withdrawn => return Some((Reached::Withdrawn, None)),
        _ => {}
    }
    let Some(anchor) = anchor else { return Some((Reached::TextChanged, None)) };
    let (_, old) = touched::base(before.corpus.get(&target.id)?);
    let new = &after.corpus.get(&target.id)?.head;
    match (section(&old, anchor), section(new, anchor)) {
        (Some((heading, _)), None) => Some((Reached::SectionGone, Some(heading))),
        (Some((_, was)), Some((heading, is))) if was != is => Some((Reached::SectionChanged, Some(heading))),
        _ => None,
    }
}

/// Heading and words of a section, with those below it.
fn section<'a>(document: &'a Document, anchor: &str) -> Option<(String, Vec<&'a str>)> {
    let headings = &document.outline.headings;
    let index = headings.iter().position(|heading| heading.anchor == anchor)?;
    let heading = &headings[index];
    let next = headings[index + 1..].iter().find(|next| next.level <= heading.level);
    let end = next.map_or(document.body.end, |next| next.span.start);
    let text = document.file.slice(Span { start: heading.span.start, end });
    Some((heading.text.clone(), text.split_whitespace().collect()))
}
