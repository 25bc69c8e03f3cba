//! Redlines between versions of a document that followed each other.

use super::redline::{self, Comparison, Fact, Side};
use super::shared;
use crate::evaluate::corpus::Entry;
use crate::evaluate::editions::Edition;
use crate::evaluate::redline::redline;
use crate::evaluate::state::State;
use crate::model::date;
use crate::model::document::Document;
use crate::say;
use crate::site::Site;
use crate::site::frame::Item;

/// Fields that name other documents, some of which the reader may not know of.
const LINKS: [&str; 4] = ["related", "supersedes", "superseded_by", "translation_of"];

/// What changed in a version. `None` where there is none before it, or a text cannot be read any more.
#[must_use]
pub fn consecutive(site: &Site, path: &str, entry: &Entry, index: usize) -> Option<redline::View> {
    let (to, from) = (entry.editions.get(index)?, entry.editions.get(index + 1)?);
    let (new, old) = (site.text_of(entry, index)?, site.text_of(entry, index + 1)?);
    let statement = &to.statement;
    let doc_type = statement.doc_type.as_deref();
    let approver =
        statement.approver.as_ref().map(|id| shared::approver(&site.sms, doc_type, id, statement.approved_on));
    let approved_on = statement.approved_on.map(date::display).unwrap_or_default();
    let approved_by = Fact {
        value: approver.unwrap_or_default(),
        small: format!("{approved_on} · {}", shared::proof_in_short(&to.proof)),
        href: None,
    };
    let sides = [side(entry, from, index + 1)?, side(entry, to, index)?];
    Some(compared(site, path, entry, [&old, &new], sides, approved_by))
}

/// Where what a draft changes can be read; `None` where nobody is shown that, or there is nothing to compare it with.
#[must_use]
pub fn draft_href(site: &Site, entry: &Entry) -> Option<String> {
    let edition = entry.edition().filter(|edition| !entry.is_record() && edition.content.is_some())?;
    let version = edition.version.as_ref().filter(|_| site.sms.inputs.drafts)?;
    let draft = entry.next.as_ref().is_some_and(|next| next.state != State::Scheduled) || entry.standing.edited;
    let differs = draft && edition.statement.hash != entry.head.hash;
    differs.then(|| format!("docs/{}/redline/{version}..draft.html", entry.id))
}

/// What a draft changes in the version in force.
#[must_use]
pub fn draft(site: &Site, path: &str, entry: &Entry) -> Option<redline::View> {
    let current = entry.current?;
    let (from, old) = (entry.editions.get(current)?, site.text_of(entry, current)?);
    let mut from = side(entry, from, current)?;
    from.href = shared::version_page(entry, entry.editions[current].version.as_ref()?);
    let to = Side {
        version: say!("draft|state"),
        day: None,
        commit: None,
        href: shared::doc_href(entry),
        state: entry.next.as_ref().map_or(State::Draft, |next| next.state),
    };
    let approved_by = Fact { value: say!("Not yet"), ..Fact::default() };
    Some(compared(site, path, entry, [&old, &entry.head], [from, to], approved_by))
}

fn compared(
    site: &Site,
    path: &str,
    entry: &Entry,
    [old, new]: [&Document; 2],
    [from, to]: [Side; 2],
    approved_by: Fact,
) -> redline::View {
    let others = entry.editions.windows(2).filter_map(|pair| {
        let (later, earlier) = (pair[0].version.as_ref()?, pair[1].version.as_ref()?);
        let href = shared::redline_href(entry, earlier, later);
        Some(Item { label: say!("{from} to {to}|versions", from = earlier, to = later), current: href == path, href })
    });
    let mut redline = redline(old, new);
    for field in redline.fields.iter_mut().filter(|change| LINKS.contains(&change.field.as_str())) {
        for value in [&mut field.before, &mut field.after].into_iter().flatten() {
            let known = |word: &&str| {
                let id = word.trim_matches(|char: char| !char.is_ascii_alphanumeric());
                id.is_empty() || site.sms.corpus.get(id).is_some()
            };
            *value = value.split_whitespace().filter(known).collect::<Vec<_>>().join(" ");
        }
    }
    redline.fields.retain(|change| change.before != change.after);
    let reason = new.change_summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default();
    let comparison = Comparison {
        id: entry.id.as_str(),
        title: new.title_or_label(),
        href: &shared::doc_href(entry),
        from: &from,
        to: &to,
        approved_by,
        reason: Fact { value: reason, ..Fact::default() },
        others: others.collect(),
        redline: &redline,
        class: shared::class_of(new),
        language: new.language.as_ref().map(|language| language.value.as_str()),
        noindex: true,
    };
    redline::view(site, path, comparison)
}

fn side(entry: &Entry, edition: &Edition, index: usize) -> Option<Side> {
    Some(Side {
        version: edition.version.as_ref()?.to_string(),
        day: edition.effective,
        commit: edition.commit.map(|commit| commit.short()),
        href: shared::version_href(entry, index),
        state: edition.state,
    })
}
