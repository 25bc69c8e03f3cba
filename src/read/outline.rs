//! Reads the structure of a Markdown body.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::diagram::{self, Block};
use super::markdown;
use super::sentences::Sentences;
use crate::model::clause::ClauseRef;
use crate::model::outline::{Heading, Link, Outline};
use crate::model::source::SourceFile;
use crate::model::span::{Span, Spanned};

/// The headings, links, raw HTML and longer sentences of the body of a file. Spans are those of the whole file.
#[must_use]
pub fn outline(file: &SourceFile, body: Span) -> Outline {
    let text = file.slice(body);
    let mut outline = Outline::default();
    let mut anchors = Anchors::default();
    let mut heading: Option<Heading> = None;
    let mut sentences = Sentences::default();
    let mut diagram: Option<Block> = None;
    let mut drawn = 0;
    for (event, range) in markdown::events(text) {
        sentences.take(text, &event, &range);
        let span = Span::new(range).shifted(body.start);
        match event {
            Event::Start(Tag::Heading { level, id, attrs, .. }) => {
                let clauses = heading_clauses(file, span, &attrs);
                let anchor = id.map(String::from).filter(|id| is_anchor(id)).unwrap_or_default();
                heading = Some(Heading { level: level as u8, text: String::new(), anchor, clauses, span });
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(mut done) = heading.take() {
                    done.anchor =
                        anchors.unique(if done.anchor.is_empty() { markdown::slug(&done.text) } else { done.anchor });
                    outline.headings.push(done);
                }
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                outline.links.push(Link { target: markdown::target(link_type, &dest_url), image: false, span });
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                outline.links.push(Link { target: markdown::target(link_type, &dest_url), image: true, span });
            }
            Event::Html(_) | Event::InlineHtml(_) => outline.raw_html.push(span),
            Event::Start(Tag::CodeBlock(kind)) if diagram::is_diagram(&kind) => diagram = Some(Block::new(span.start)),
            Event::End(TagEnd::CodeBlock) => {
                outline.diagram_faults.extend(diagram.take().map(|block| block.faults(&mut drawn)).unwrap_or_default());
            }
            Event::Text(text) if diagram.is_some() => {
                if let Some(block) = &mut diagram {
                    block.push(&text, span.start);
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.text.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(heading) = &mut heading {
                    heading.text.push(' ');
                }
            }
            _ => {}
        }
    }
    merge_adjacent(&mut outline.raw_html);
    outline.sentences = sentences.finish(body.start);
    outline
}

/// Whether a typed anchor may stand in a page: it would otherwise be able to close an attribute or to hold a space.
fn is_anchor(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|char| char.is_alphanumeric() || matches!(char, '-' | '_' | '.' | ':'))
}

fn heading_clauses(
    file: &SourceFile,
    span: Span,
    attrs: &[(CowStr<'_>, Option<CowStr<'_>>)],
) -> Vec<Spanned<ClauseRef>> {
    let lists = attrs.iter().filter(|(name, _)| &**name == "clauses").filter_map(|(_, value)| value.as_deref());
    let written = file.slice(span);
    let mut claims = Vec::new();
    for list in lists {
        let list = list.trim_matches(['"', '\'']);
        let begin = written.find("clauses=").map_or(0, |at| at + written[at..].find(list).unwrap_or(0));
        let mut at = begin;
        for part in list.split(',') {
            let span = Span { start: span.start + at, end: span.start + at + part.len() };
            if !part.trim().is_empty() {
                claims.push(Spanned::new(ClauseRef::new(part), span));
            }
            at += part.len() + 1;
        }
    }
    claims
}

/// A block of HTML comes as an event a line: one finding is enough.
fn merge_adjacent(spans: &mut Vec<Span>) {
    spans.dedup_by(|next, previous| {
        let touches = next.start <= previous.end;
        if touches {
            previous.end = previous.end.max(next.end);
        }
        touches
    });
}

/// Anchors in use, so that each is unique within its page.
#[derive(Default)]
pub struct Anchors {
    used: BTreeSet<String>,
    /// Number to try next, by anchor: a thousand headings of one name must not take a million steps.
    next: BTreeMap<String, u32>,
}

impl Anchors {
    /// The anchor itself, or with a number where it was used before; in the order of the text, so that links stay valid.
    pub fn unique(&mut self, anchor: String) -> String {
        let mut candidate = anchor.clone();
        let number = self.next.entry(anchor.clone()).or_insert(1);
        while !self.used.insert(candidate.clone()) {
            candidate = format!("{anchor}-{number}");
            *number += 1;
        }
        candidate
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::outline::Target;
    use proptest::prelude::*;

    fn read(text: &str) -> Outline {
        let file = SourceFile::new("a.md", text);
        outline(&file, Span { start: 0, end: text.len() })
    }

    #[test]
    fn headings_links_and_html() {
        let text = "# One {#first clauses=8.6.1,8.10}\n\n## Two `code`\n\n## Two code\n\nSee [[POL-001#x]], [t][PRO-002], ![i](a.png) <b>x</b>\n";
        let outline = read(text);
        let anchors: Vec<_> = outline.headings.iter().map(|at| at.anchor.as_str()).collect();
        assert_eq!(anchors, ["first", "two-code", "two-code-1"]);
        let claims: Vec<_> =
            outline.headings[0].clauses.iter().map(|at| (at.value.to_string(), &text[at.span.range()])).collect();
        assert_eq!(claims, [("8.6.1".to_owned(), "8.6.1"), ("8.10".to_owned(), "8.10")]);
        assert_eq!(outline.links.len(), 3);
        assert_eq!(outline.links[1].target, Target::Document { id: "PRO-002".into(), anchor: None });
        assert!(outline.links[2].image);
        assert_eq!(outline.raw_html.len(), 2);
    }

    #[test]
    fn faults_of_diagrams_stand_where_they_are_written() {
        let text = "- a\n\n  ```mermaid\n  flowchart TD\n  A -> B\n  ```\n\n> ```mermaid\n> pie\n> ```\n\n```\nflowchart TD\nA -> B\n```\n";
        let marked: Vec<_> = read(text).diagram_faults.iter().map(|fault| &text[fault.span.range()]).collect();
        assert_eq!(marked, ["->", "pie"]);
        let many = "```mermaid\ngraph TD; A-->B\n```\n\n".repeat(diagram::MAX_DIAGRAMS + 2);
        assert_eq!(read(&many).diagram_faults.len(), 2);
    }

    #[test]
    fn anchors_never_repeat() {
        let outline = read("# a\n\n# a\n\n# a-1\n\n# a\n\n# a-1\n");
        let mut anchors: Vec<_> = outline.headings.iter().map(|at| at.anchor.clone()).collect();
        let count = anchors.len();
        anchors.sort();
        anchors.dedup();
        assert_eq!(anchors.len(), count, "{anchors:?}");
    }

    proptest! {
        #[test]
        fn any_markdown_has_an_outline(text in "([#*`\\[\\]()!<>|{}=a-c \n-]){0,80}") {
            let _ = read(&text);
        }

        #[test]
        fn any_anchors_end_up_unique(texts in proptest::collection::vec("a(-[0-3])?", 0..12)) {
            let mut anchors = Anchors::default();
            let mut made: Vec<_> = texts.into_iter().map(|text| anchors.unique(text)).collect();
            let count = made.len();
            made.sort();
            made.dedup();
            prop_assert_eq!(made.len(), count);
        }
    }
}
