//! The dialect of Markdown: CommonMark with tables, footnotes, task lists, strikethrough, definition lists, heading
//! attributes, alerts and links to documents by id.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser};

use crate::model::outline::Target;

/// Largest document that is read, in bytes: some inputs take more than linear time.
pub const MAX_BYTES: usize = 1 << 20;

/// Scheme that marks a link to a document by its id between parsing and rendering. It cannot be typed: it holds a
/// character that no address may have.
const BY_ID: &str = "\u{1}id:";

/// The extensions that are on.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
}

/// The events of a Markdown text with their ranges in it.
pub fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    Parser::new_with_broken_link_callback(text, options(), Some(by_id)).into_offset_iter()
}

/// Makes `[text][POL-001]` a link where no definition of that name exists and the name looks like an id.
fn by_id<'a>(link: BrokenLink<'a>) -> Option<(CowStr<'a>, CowStr<'a>)> {
    let explicit = matches!(link.link_type, LinkType::Reference);
    let id = link.reference.split('#').next().unwrap_or_default();
    let shaped = id.contains('-') && id.starts_with(|first: char| first.is_ascii_uppercase());
    (explicit && shaped).then(|| (CowStr::from(format!("{BY_ID}{}", link.reference)), CowStr::Borrowed("")))
}

/// Where a link leads.
#[must_use]
pub fn target(link_type: LinkType, address: &str) -> Target {
    let by_id =
        matches!(link_type, LinkType::WikiLink { .. }).then_some(address).or_else(|| address.strip_prefix(BY_ID));
    if let Some(reference) = by_id {
        // Within a table a bar must be escaped, and the parser leaves the escape in the address.
        let reference = reference.strip_suffix('\\').unwrap_or(reference).trim();
        let (id, anchor) = divide(reference);
        return match (id, anchor) {
            ("", Some(anchor)) => Target::Anchor(anchor),
            (id, anchor) => Target::Document { id: id.to_owned(), anchor },
        };
    }
    if link_type == LinkType::Email {
        return Target::External(format!("mailto:{address}"));
    }
    match scheme(address) {
        Some(scheme) if matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel") => {
            Target::External(address.to_owned())
        }
        Some(_) => Target::Forbidden(address.to_owned()),
        None if address.starts_with("//") || address.starts_with("\\\\") => Target::Forbidden(address.to_owned()),
        None => {
            let (path, anchor) = divide(address);
            match (path, anchor) {
                ("", anchor) => Target::Anchor(anchor.unwrap_or_default()),
                (path, anchor) => Target::Path { path: decode(path), anchor },
            }
        }
    }
}

/// The scheme of an address as a browser would read it: white space and control characters do not hide it.
fn scheme(address: &str) -> Option<String> {
    let seen: String = address.chars().filter(|char| !char.is_whitespace() && !char.is_control()).collect();
    let (scheme, _) = seen.split_once(':')?;
    let shaped = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.'));
    shaped.then(|| scheme.to_ascii_lowercase())
}

fn divide(address: &str) -> (&str, Option<String>) {
    match address.split_once('#') {
        Some((path, anchor)) => (path, Some(decode(anchor)).filter(|anchor| !anchor.is_empty())),
        None => (address, None),
    }
}

/// Decodes percent signs once; text that is not valid afterwards stays as it was.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let hex = |index: usize| rest.get(index).and_then(|digit| (*digit as char).to_digit(16));
        match (byte, hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                bytes.extend(u8::try_from(high * 16 + low));
                rest = &rest[3..];
            }
            _ => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// An anchor made from the text of a heading: lower case, letters and digits of any script, hyphens between.
#[must_use]
pub fn slug(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let mut slug = String::new();
    for char in text.nfc().flat_map(char::to_lowercase) {
        if char.is_alphanumeric() {
            slug.push(char);
        } else if !slug.is_empty()
            && !slug.ends_with('-')
            && (char.is_whitespace() || matches!(char, '-' | '_' | '/' | '.'))
        {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn targets_by_what_was_typed() {
        let inline = |address: &str| target(LinkType::Inline, address);
        let wiki = |address: &str| target(LinkType::WikiLink { has_pothole: true }, address);
        assert_eq!(wiki("POL-001#scope"), Target::Document { id: "POL-001".into(), anchor: Some("scope".into()) });
        assert_eq!(wiki("POL-001\\"), Target::Document { id: "POL-001".into(), anchor: None });
        assert_eq!(inline("../a%20b.md#x"), Target::Path { path: "../a b.md".into(), anchor: Some("x".into()) });
        assert_eq!(inline("#x"), Target::Anchor("x".into()));
        assert_eq!(inline("HTTPS://example.org"), Target::External("HTTPS://example.org".into()));
        for bad in [
            "javascript:alert(1)",
            "java\tscript:alert(1)",
            " data:text/html,x",
            "//evil.example",
            "vbscript:x",
            "file:///etc",
        ] {
            assert!(matches!(inline(bad), Target::Forbidden(_)), "{bad}");
        }
    }

    #[test]
    fn slugs_keep_every_script() {
        assert_eq!(slug("Who does what?"), "who-does-what");
        assert_eq!(slug("管理 Überblick"), "管理-überblick");
        assert_eq!(slug("?!"), "section");
    }

    proptest! {
        #[test]
        fn no_target_panics(text in "\\PC{0,30}") {
            let _ = target(LinkType::Inline, &text);
            let _ = target(LinkType::WikiLink { has_pothole: false }, &text);
            let _ = slug(&text);
        }
    }
}
