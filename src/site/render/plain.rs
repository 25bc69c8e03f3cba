//! A body as plain text in sections: what the search looks at and quotes.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use serde::Serialize;

use crate::model::document::Document;
use crate::model::outline::Target;
use crate::read::markdown;

/// A section of a page as plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Anchor in the page; empty for what stands before the first heading.
    pub anchor: String,
    /// Heading; empty there, too.
    pub heading: String,
    /// Text of its paragraphs, list items and cells.
    pub text: String,
}

/// The sections of a document's body. What a page shows of raw HTML, comments among it, is no text. For a reference
/// without words of its own stands what `words` says.
#[must_use]
pub fn sections(document: &Document, words: &dyn Fn(&Target) -> String) -> Vec<Section> {
    let mut headings = document.outline.headings.iter();
    let mut sections = vec![Section::default()];
    let mut in_heading = false;
    let mut in_reference = false;
    for (event, _) in markdown::events(document.file.slice(document.body)) {
        let Some(section) = sections.last_mut() else { break };
        match event {
            Event::Start(Tag::Heading { .. }) => {
                in_heading = true;
                if let Some(heading) = headings.next() {
                    let (anchor, heading) = (heading.anchor.clone(), heading.text.clone());
                    sections.push(Section { anchor, heading, text: String::new() });
                }
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(Tag::Link {
                link_type: link_type @ LinkType::WikiLink { has_pothole: false },
                dest_url,
                ..
            }) if !in_heading => {
                section.text.push_str(&words(&markdown::target(link_type, &dest_url)));
                in_reference = true;
            }
            Event::End(TagEnd::Link) => in_reference = false,
            Event::Text(text) | Event::Code(text) if !in_heading && !in_reference => section.text.push_str(&text),
            // Raw HTML is no text, but what stands on both sides of `<br>` is not one word.
            Event::SoftBreak | Event::HardBreak | Event::InlineHtml(_) | Event::Html(_) => gap(&mut section.text, ""),
            // Cells are told apart, or the last word of one and the first of the next would be quoted as one.
            Event::End(TagEnd::TableCell) => gap(&mut section.text, ","),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::TableHead
                | TagEnd::TableRow
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition,
            ) => gap(&mut section.text, ""),
            _ => {}
        }
    }
    for section in &mut sections {
        section.text = squeezed(&section.text);
    }
    sections.retain(|section| !section.anchor.is_empty() || !section.text.is_empty());
    sections
}

fn gap(text: &mut String, sign: &str) {
    if text.ends_with(|last: char| last.is_alphanumeric()) {
        text.push_str(sign);
    }
    text.push(' ');
}

/// Text with one space for any white space in it, and none around it.
#[must_use]
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace(", ,", ",").trim_end_matches(',').to_owned()
}
