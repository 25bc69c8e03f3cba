//! Markdown as HTML: own mapping of events, so that headings have anchors, tables have a name and row headings, and
//! nothing but what is written here reaches a page.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::diagram::Diagrams;
use super::escape::{html, push_html};
use crate::model::document::Document;
use crate::model::outline::{Heading, Target};
use crate::read::markdown;
use crate::say;

/// Largest body that is made of one document, in bytes: a table of 20 KB can ask for megabytes.
const MAX_HTML: usize = 16 << 20;

/// Where a link leads, as it stands in a page.
pub enum Resolved {
    /// An address.
    Href {
        /// As it stands in the page.
        href: String,
        /// Id of the document, which print shows behind the text.
        id: Option<String>,
    },
    /// Nowhere that the reader may go: only the text is shown.
    Text,
}

/// An entry of the contents list.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Contents {
    /// Anchor.
    pub anchor: String,
    /// Number, empty where it has none.
    pub number: String,
    /// Text.
    pub text: String,
}

/// A body as HTML with its contents list.
pub struct Body {
    /// The HTML.
    pub html: String,
    /// Sections of the first level.
    pub contents: Vec<Contents>,
}

/// Renders the body of a document.
pub fn body(document: &Document, resolve: &dyn Fn(&Target) -> Resolved) -> Body {
    let text = document.file.slice(document.body);
    // Sections begin at level 2: level 1 is the title of the page.
    let top = document.outline.headings.iter().map(|heading| heading.level).min().unwrap_or(2);
    let mut writer = Writer {
        out: String::with_capacity(text.len() * 2),
        resolve,
        headings: document.outline.headings.iter(),
        top,
        sections: 0,
        contents: Vec::new(),
        section: String::new(),
        tables: 0,
        table: None,
        open_links: Vec::new(),
        footnotes: Footnotes::default(),
        image: None,
        diagrams: Diagrams::new(document.outline.headings.iter().map(|heading| heading.anchor.as_str())),
        plain_heading: false,
    };
    for (event, range) in markdown::events(text) {
        if writer.out.len() > MAX_HTML {
            break;
        }
        writer.event(event, &range);
    }
    writer.finish()
}

struct Table {
    alignments: Vec<Alignment>,
    cell: usize,
    head: bool,
    /// Where the first cell of a row begins: an empty one is no row heading.
    start: usize,
}

#[derive(Default)]
struct Footnotes {
    numbers: BTreeMap<String, usize>,
    references: BTreeMap<usize, usize>,
    definitions: BTreeMap<usize, String>,
    /// Text that was being written when a definition began.
    outside: Option<(usize, String)>,
}

struct Writer<'a> {
    out: String,
    resolve: &'a dyn Fn(&Target) -> Resolved,
    headings: std::slice::Iter<'a, Heading>,
    top: u8,
    sections: usize,
    contents: Vec<Contents>,
    /// Text of the section that is being written, for the names of tables.
    section: String,
    tables: usize,
    table: Option<Table>,
    open_links: Vec<bool>,
    footnotes: Footnotes,
    /// Text of an image that is being read.
    image: Option<(String, String)>,
    diagrams: Diagrams,
    plain_heading: bool,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>, range: &Range<usize>) {
        if let Some((_, alt)) = &mut self.image {
            match event {
                Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => alt.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                Event::End(TagEnd::Image) => self.end_image(),
                _ => {}
            }
            return;
        }
        if self.diagrams.take(&event, range, &self.section, &mut self.out) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => push_html(&mut self.out, &text),
            Event::Code(code) => {
                self.out.push_str("<code>");
                push_html(&mut self.out, &code);
                self.out.push_str("</code>");
            }
            Event::Html(html) => push_html(&mut self.out, &html),
            Event::InlineHtml(html) => {
                self.out.push_str("<code class=\"raw-html\">");
                push_html(&mut self.out, &html);
                self.out.push_str("</code>");
            }
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => {
                let (mark, word) =
                    if done { ("task task--done", say!("Done:|task")) } else { ("task", say!("To do:|task")) };
                let _ = write!(self.out, "<span class=\"{mark}\"><span class=\"vh\">{} </span></span>", html(&word));
            }
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            Event::InlineMath(math) | Event::DisplayMath(math) => push_html(&mut self.out, &math),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.out.push_str("<p>"),
            Tag::Heading { .. } => self.heading(),
            Tag::BlockQuote(None) => self.out.push_str("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                let (class, title) = alert(kind);
                let _ = writeln!(
                    self.out,
                    "<div class=\"alert alert--{class}\" role=\"note\"><p class=\"alert__title\">{}</p>",
                    html(&title)
                );
            }
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default(),
                    CodeBlockKind::Indented => "",
                };
                self.out.push_str("<pre tabindex=\"0\"><code");
                if !language.is_empty() {
                    self.out.push_str(" class=\"language-");
                    push_html(&mut self.out, language);
                    self.out.push('"');
                }
                self.out.push('>');
            }
            Tag::HtmlBlock => self.out.push_str("<pre class=\"raw-html\" tabindex=\"0\"><code>"),
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(first)) => {
                let _ = writeln!(self.out, "<ol start=\"{first}\">");
            }
            Tag::Item => self.out.push_str("<li>"),
            Tag::FootnoteDefinition(name) => {
                let number = self.footnote_number(&name);
                let outside = std::mem::take(&mut self.out);
                self.footnotes.outside = Some((number, outside));
            }
            Tag::DefinitionList => self.out.push_str("<dl>\n"),
            Tag::DefinitionListTitle => self.out.push_str("<dt>"),
            Tag::DefinitionListDefinition => self.out.push_str("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                self.out.push_str("<thead><tr>");
                self.in_table(|table| (table.head, table.cell) = (true, 0));
            }
            Tag::TableRow => {
                self.out.push_str("<tr>");
                self.in_table(|table| table.cell = 0);
            }
            Tag::TableCell => {
                let start = self.out.len();
                self.in_table(|table| table.start = start);
            }
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<s>"),
            Tag::Superscript => self.out.push_str("<sup>"),
            Tag::Subscript => self.out.push_str("<sub>"),
            Tag::Link { link_type, dest_url, .. } => self.start_link(link_type, &dest_url),
            Tag::Image { link_type, dest_url, .. } => {
                let source = match (self.resolve)(&markdown::target(link_type, &dest_url)) {
                    Resolved::Href { href, .. } => href,
                    Resolved::Text => String::new(),
                };
                self.image = Some((source, String::new()));
            }
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => self.end_heading(level as u8),
            TagEnd::BlockQuote(None) => self.out.push_str("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.out.push_str("</div>\n"),
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.out.push_str("</code></pre>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((number, outside)) = self.footnotes.outside.take() {
                    let text = std::mem::replace(&mut self.out, outside);
                    self.footnotes.definitions.entry(number).or_insert(text);
                }
            }
            TagEnd::DefinitionList => self.out.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>\n"),
            TagEnd::Table => {
                self.table = None;
                self.out.push_str("</tbody></table></section>\n");
            }
            TagEnd::TableHead => {
                self.out.push_str("</tr></thead><tbody>\n");
                self.in_table(|table| table.head = false);
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</s>"),
            TagEnd::Superscript => self.out.push_str("</sup>"),
            TagEnd::Subscript => self.out.push_str("</sub>"),
            TagEnd::Link => {
                if self.open_links.pop() == Some(true) {
                    self.out.push_str("</a>");
                }
            }
            TagEnd::Image | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn heading(&mut self) {
        let Some(heading) = self.headings.next() else { return };
        let level = heading.level.saturating_sub(self.top) + 2;
        let number = if level == 2 {
            self.sections += 1;
            self.sections.to_string()
        } else {
            String::new()
        };
        self.section.clone_from(&heading.text);
        let _ = write!(self.out, "<h{} id=\"", level.min(6));
        push_html(&mut self.out, &heading.anchor);
        self.out.push_str("\">");
        if !number.is_empty() {
            let _ = write!(self.out, "<span class=\"no\">{number}</span>");
            self.contents.push(Contents { anchor: heading.anchor.clone(), number, text: heading.text.clone() });
        }
        self.plain_heading = level > 3;
    }

    fn end_heading(&mut self, level: u8) {
        let level = (level.saturating_sub(self.top) + 2).min(6);
        if !self.plain_heading {
            let anchor = self.out.rfind(" id=\"").map(|at| &self.out[at + 5..]).and_then(|rest| rest.split('"').next());
            let anchor = anchor.unwrap_or_default().to_owned();
            let _ = write!(self.out, "<a class=\"anchor\" href=\"#{anchor}\" aria-label=\"");
            push_html(&mut self.out, &say!("Link to {heading}", heading = self.section));
            self.out.push_str("\">#</a>");
        }
        let _ = writeln!(self.out, "</h{level}>");
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.tables += 1;
        let name = format!("table-{}", self.tables);
        let _ = write!(
            self.out,
            "<section class=\"tablewrap\" aria-labelledby=\"{name}\" tabindex=\"0\"><table><caption id=\"{name}\" class=\"vh\">"
        );
        let (number, heading) = (self.tables, &self.section);
        let caption = match heading.is_empty() {
            true => say!("Table {number}", number),
            false => say!("Table {number}: {heading}", number, heading),
        };
        push_html(&mut self.out, &caption);
        self.out.push_str("</caption>");
        self.table = Some(Table { alignments, cell: 0, head: false, start: 0 });
    }

    fn in_table(&mut self, change: impl FnOnce(&mut Table)) {
        if let Some(table) = &mut self.table {
            change(table);
        }
    }

    fn end_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        let content = self.out.split_off(table.start);
        let right = matches!(table.alignments.get(table.cell), Some(Alignment::Right));
        let class = if right { " class=\"r\"" } else { "" };
        let empty = content.trim().is_empty();
        let (tag, scope) = match (table.head, table.cell) {
            (true, _) if !empty => ("th", " scope=\"col\""),
            (false, 0) if !empty => ("th", " scope=\"row\""),
            _ => ("td", ""),
        };
        let _ = write!(self.out, "<{tag}{scope}{class}>{content}</{tag}>");
        table.cell += 1;
    }

    fn start_link(&mut self, link_type: LinkType, address: &str) {
        match (self.resolve)(&markdown::target(link_type, address)) {
            Resolved::Href { href, id } => {
                self.out.push_str("<a href=\"");
                push_html(&mut self.out, &href);
                self.out.push('"');
                if let Some(id) = id {
                    self.out.push_str(" data-doc=\"");
                    push_html(&mut self.out, &id);
                    self.out.push('"');
                }
                self.out.push('>');
                self.open_links.push(true);
            }
            Resolved::Text => self.open_links.push(false),
        }
    }

    fn end_image(&mut self) {
        let Some((source, alt)) = self.image.take() else { return };
        if source.is_empty() {
            push_html(&mut self.out, &alt);
            return;
        }
        self.out.push_str("<img src=\"");
        push_html(&mut self.out, &source);
        self.out.push_str("\" alt=\"");
        push_html(&mut self.out, &alt);
        self.out.push_str("\" loading=\"lazy\">");
    }

    fn footnote_number(&mut self, name: &str) -> usize {
        let next = self.footnotes.numbers.len() + 1;
        *self.footnotes.numbers.entry(name.to_owned()).or_insert(next)
    }

    fn footnote_reference(&mut self, name: &str) {
        let number = self.footnote_number(name);
        let uses = self.footnotes.references.entry(number).or_default();
        *uses += 1;
        let place = if *uses == 1 { String::new() } else { format!("-{uses}") };
        let _ = write!(
            self.out,
            "<sup class=\"fnref\" id=\"fnref-{number}{place}\"><a href=\"#fn-{number}\"><span class=\"vh\">{} </span>{number}</a></sup>",
            html(&say!("Footnote"))
        );
    }

    fn finish(mut self) -> Body {
        if let Some((_, outside)) = self.footnotes.outside.take() {
            self.out = outside;
        }
        let notes = std::mem::take(&mut self.footnotes.definitions);
        let used: Vec<_> =
            notes.into_iter().filter(|(number, _)| self.footnotes.references.contains_key(number)).collect();
        if !used.is_empty() {
            let _ = writeln!(self.out, "<section class=\"footnotes\" aria-label=\"{}\"><ol>", html(&say!("Footnotes")));
            for (number, text) in used {
                let _ = writeln!(
                    self.out,
                    "<li id=\"fn-{number}\" value=\"{number}\">{text}<p class=\"fnback\"><a href=\"#fnref-{number}\">{}<span class=\"vh\"> {}</span></a></p></li>",
                    html(&say!("Back to the text")),
                    html(&say!("of footnote {number}", number))
                );
            }
            self.out.push_str("</ol></section>\n");
        }
        Body { html: self.out, contents: self.contents }
    }
}

fn alert(kind: BlockQuoteKind) -> (&'static str, String) {
    match kind {
        BlockQuoteKind::Note => ("note", say!("Note|box")),
        BlockQuoteKind::Tip => ("tip", say!("Tip|box")),
        BlockQuoteKind::Important => ("important", say!("Important|box")),
        BlockQuoteKind::Warning => ("warning", say!("Warning|box")),
        BlockQuoteKind::Caution => ("caution", say!("Caution|box")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::node::Node;
    use crate::model::source::SourceFile;
    use crate::model::span::Span;
    use proptest::prelude::*;

    fn render(text: &str) -> String {
        let file = SourceFile::new("a.md", text);
        let span = Span { start: 0, end: text.len() };
        let outline = crate::read::outline::outline(&file, span);
        let document = Document::new(file, Node::empty(), span, outline, crate::model::statement::ContentHash([0; 32]));
        let resolve = |target: &Target| match target {
            Target::External(href) => Resolved::Href { href: href.clone(), id: None },
            Target::Document { id, .. } => Resolved::Href { href: format!("../{id}/index.html"), id: Some(id.clone()) },
            _ => Resolved::Text,
        };
        body(&document, &resolve).html
    }

    #[test]
    fn nothing_typed_becomes_markup() {
        let html = render(
            "# T {onclick=alert(1) style=x}\n\n<script>alert(1)</script>\n\na <b onclick=x>b</b> [x](javascript:alert(1)) ![\"><i>](https://e.example/a.png)\n",
        );
        for bad in ["<script", "<b ", "<i>", "javascript:", "style=", " onclick=alert(1) "] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
        assert!(html.contains("&lt;script&gt;"));
    }

    #[test]
    fn sections_are_numbered_and_tables_named() {
        let html =
            render("# One\n\n## Sub\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n|   | 3 |\n\n# Two\n\nSee [[POL-001]].\n");
        assert!(html.contains("<h2 id=\"one\"><span class=\"no\">1</span>One"), "{html}");
        assert!(html.contains("<h3 id=\"sub\">Sub"), "{html}");
        assert!(html.contains("<span class=\"no\">2</span>Two"), "{html}");
        assert!(html.contains("Table 1: Sub</caption>"), "{html}");
        assert!(html.contains("<th scope=\"row\">1</th><td class=\"r\">2</td>"), "{html}");
        assert!(html.contains("<td></td><td class=\"r\">3</td>"), "{html}");
        assert!(html.contains("<a href=\"../POL-001/index.html\" data-doc=\"POL-001\">POL-001</a>"), "{html}");
    }

    #[test]
    fn footnotes_lead_there_and_back() {
        let html = render("a[^n] b[^n]\n\n[^n]: note\n");
        assert!(html.contains("id=\"fnref-1\"") && html.contains("id=\"fnref-1-2\""), "{html}");
        assert!(html.contains("<li id=\"fn-1\" value=\"1\"><p>note</p>"), "{html}");
    }

    proptest! {
        #[test]
        fn no_markdown_writes_a_script_or_a_style(text in "([#*`\\[\\]()!<>|{}=^:a-c \n-]|<script>|style=|onload=|javascript:){0,60}") {
            let html = render(&text);
            prop_assert!(!html.contains("<script"), "{}", html);
        }
    }
}
