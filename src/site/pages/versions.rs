//! Redlines between versions of a document that followed each other.

use super::redline::{self, Comparison, Fact, Side};
use super::shared;
use crate::evaluate::corpus::Entry;
use crate::evaluate::editions::Edition;
use crate::evaluate::redline::redline;
use crate::model::date;
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
    let approver = statement.approver.as_ref().map(|id| shared::person_name(&site.sms, id));
    let approved_on = statement.approved_on.map(date::display).unwrap_or_default();
    let others = entry.editions.windows(2).filter_map(|pair| {
        let (later, earlier) = (pair[0].version.as_ref()?, pair[1].version.as_ref()?);
        let href = shared::redline_href(entry, earlier, later);
        Some(Item { label: say!("{from} to {to}|versions", from = earlier, to = later), current: href == path, href })
    });
    let mut redline = redline(&old, &new);
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
    let comparison = Comparison {
        id: entry.id.as_str(),
        title: new.title_or_label(),
        href: &shared::doc_href(entry),
        from: &side(entry, from, index + 1)?,
        to: &side(entry, to, index)?,
        approved_by: Fact {
            value: approver.unwrap_or_default(),
            small: format!("{approved_on} · {}", shared::proof(&to.proof).0),
            href: None,
        },
        reason: Fact { value: statement.change_summary.clone().unwrap_or_default(), ..Fact::default() },
        others: others.collect(),
        redline: &redline,
        language: new.language.as_ref().map(|language| language.value.as_str()),
        noindex: true,
    };
    Some(redline::view(site, path, comparison))
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
