//! What came into force, as an Atom feed.

use std::str::FromStr as _;

use atom_syndication::{Category, Content, Entry as FeedEntry, Feed, FixedDateTime, Generator, Link, Person, Text};

use super::origin;
use crate::model::date;
use crate::say;
use crate::site::Site;
use crate::site::pages::home::{self, Change};

/// Entries of a feed: readers ask again long before there are more.
const ENTRIES: usize = 100;

/// The feed. Addresses are absolute where the site has one, else relative to the feed.
#[must_use]
pub fn atom(site: &Site) -> Vec<u8> {
    let config = &site.sms.inputs.config;
    let base = origin::address(config);
    let base = base.as_deref().unwrap_or("../");
    let changes: Vec<Change> = home::changes(site).into_iter().filter(|change| !change.ahead).take(ENTRIES).collect();
    let owner = if config.site.organization.is_empty() { &config.site.title } else { &config.site.organization };
    let newest = changes.first().map(|change| midnight(&change.day.iso));
    let feed = Feed {
        title: Text::plain(say!("{title}: what came into force", title = config.site.title)),
        id: identity(config.site.url.as_deref(), "changes"),
        updated: newest.unwrap_or_else(|| midnight(&site.sms.inputs.today.to_string())),
        authors: vec![Person { name: owner.clone(), ..Person::default() }],
        generator: Some(Generator { value: "smsdoc".to_owned(), ..Generator::default() }),
        links: vec![
            link(&format!("{base}changes/feed.xml"), "self"),
            link(&format!("{base}changes/index.html"), "alternate"),
        ],
        lang: Some(config.site.language.clone()),
        entries: changes.iter().map(|change| entry(site, base, change)).collect(),
        ..Feed::default()
    };
    let mut xml = feed.to_string().into_bytes();
    xml.push(b'\n');
    xml
}

fn entry(site: &Site, base: &str, change: &Change) -> FeedEntry {
    let url = site.sms.inputs.config.site.url.as_deref();
    let mut summary = say!("In force from {day}.", day = change.day.text);
    if !change.approver.is_empty() {
        summary = format!("{summary} {}", say!("Approved by {name}.", name = change.approver));
    }
    let summary = format!("{summary} {}", change.summary);
    FeedEntry {
        title: Text::plain(format!("{} {} {}", change.doc.id, change.version, change.doc.title)),
        id: identity(url, &format!("{}:{}", change.doc.id, change.version)),
        updated: midnight(&change.day.iso),
        links: vec![link(&format!("{base}docs/{}/v/{}/index.html", change.doc.id, change.version), "alternate")],
        categories: vec![Category { term: change.doc.id.clone(), ..Category::default() }],
        content: Some(Content {
            value: Some(summary.trim_end().to_owned()),
            content_type: Some("text".to_owned()),
            ..Content::default()
        }),
        ..FeedEntry::default()
    }
}

fn link(href: &str, rel: &str) -> Link {
    Link { href: href.to_owned(), rel: rel.to_owned(), ..Link::default() }
}

/// A name that stays the same wherever the site moves: that of the host where there is one.
pub(super) fn identity(url: Option<&str>, of: &str) -> String {
    let host = url.and_then(|url| url.split("://").nth(1)).and_then(|rest| rest.split(['/', ':']).next());
    format!("urn:smsdoc:{}:{of}", host.unwrap_or("site"))
}

/// The beginning of a day. A feed wants an instant where document control knows days.
fn midnight(day: &str) -> FixedDateTime {
    let day = date::parse(day).map_or_else(|| "1970-01-01".to_owned(), |day| day.to_string());
    FixedDateTime::from_str(&format!("{day}T00:00:00Z")).unwrap_or_default()
}
