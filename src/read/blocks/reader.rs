//! From the events of the parser to blocks.

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::inline::{Inline, code_line};
use super::{Block, Form, Token};
use crate::model::outline::{Heading, Outline};
use crate::read::markdown;

/// Reads a body whose headings are known.
pub(super) fn read(text: &str, outline: &Outline) -> Vec<Block> {
    let mut reader = Reader {
        blocks: Vec::new(),
        headings: outline.headings.iter(),
        inline: Inline::default(),
        open: None,
        inside: Vec::new(),
        lists: Vec::new(),
        row: Vec::new(),
        lines: None,
        group: 0,
    };
    for (event, _) in markdown::events(text) {
        reader.event(event);
    }
    reader.close();
    reader.blocks
}

/// A block that is being read.
struct Open {
    form: Form,
    number: Option<u64>,
    anchor: Option<String>,
}

/// What blocks may stand in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    Quote,
    Other,
}

/// A list that is being read.
struct List {
    /// Number of the next item, where it is numbered.
    next: Option<u64>,
    begun: bool,
}

struct Reader<'a> {
    blocks: Vec<Block>,
    headings: std::slice::Iter<'a, Heading>,
    inline: Inline,
    open: Option<Open>,
    inside: Vec<Container>,
    lists: Vec<List>,
    /// Cells of the row that is being read.
    row: Vec<Vec<Token>>,
    /// Text of a block of code or HTML that is being read.
    lines: Option<String>,
    /// How many tables and blocks of code there were.
    group: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) => match &mut self.lines {
                Some(lines) => lines.push_str(&text),
                None => self.inline(|inline| inline.text(&text)),
            },
            Event::Code(text) | Event::InlineHtml(text) => self.inline(|inline| inline.code(&text)),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.inline(|inline| inline.text(&text)),
            Event::SoftBreak => self.inline(Inline::space),
            Event::HardBreak => self.inline(Inline::line_break),
            Event::FootnoteReference(name) => self.inline(|inline| inline.whole(format!("[^{name}]"))),
            Event::TaskListMarker(done) => self.inline(|inline| {
                inline.whole(if done { "[x]" } else { "[ ]" }.to_owned());
                inline.space();
            }),
            Event::Rule => {
                self.close();
                self.push(Form::Rule, vec![Vec::new()], 0);
            }
        }
    }

    /// Words outside of any paragraph, as after code in a list item, are a paragraph, too.
    fn inline(&mut self, write: impl FnOnce(&mut Inline)) {
        if self.open.is_none() && self.row_is_closed() {
            self.begin(self.paragraph());
        }
        write(&mut self.inline);
    }

    /// Whether no row of a table is being read: cells take their words themselves.
    fn row_is_closed(&self) -> bool {
        self.row.is_empty()
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                let fills = self.open.is_some() && self.inline.is_empty();
                if !fills {
                    self.begin(self.paragraph());
                }
            }
            Tag::Heading { level, id, attrs, .. } => {
                self.begin(Form::Heading {
                    level: level as u8,
                    anchor: id.map(|id| id.to_string()),
                    clauses: clauses(&attrs),
                });
                let anchor = self.headings.next().map(|heading| heading.anchor.clone());
                if let Some(open) = &mut self.open {
                    open.anchor = anchor;
                }
            }
            Tag::BlockQuote(kind) => {
                self.close();
                self.inside.push(Container::Quote);
                if let Some(kind) = kind {
                    self.push(Form::Alert, vec![code_line(alert(kind))], 0);
                }
            }
            Tag::CodeBlock(kind) => {
                self.close();
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default(),
                    CodeBlockKind::Indented => "",
                };
                self.group += 1;
                self.push(Form::Fence, vec![code_line(language)], self.group);
                self.lines = Some(String::new());
            }
            Tag::HtmlBlock => {
                self.close();
                self.group += 1;
                self.lines = Some(String::new());
            }
            Tag::List(start) => {
                self.close();
                self.lists.push(List { next: start, begun: false });
            }
            Tag::Item => self.begin_item(),
            Tag::FootnoteDefinition(name) => self.enter(Form::Footnote { name: name.to_string() }),
            Tag::DefinitionListDefinition => self.enter(Form::Definition),
            Tag::DefinitionListTitle => self.begin(Form::Term),
            Tag::Table(_) => {
                self.close();
                self.group += 1;
            }
            Tag::TableCell => {
                self.inline.take();
                // Room for the cell that begins, so that its words are not taken for a paragraph.
                self.row.push(Vec::new());
            }
            Tag::TableHead | Tag::TableRow => self.row.clear(),
            Tag::DefinitionList => self.close(),
            Tag::Emphasis => self.inline(|inline| inline.begin(|style| style.emphasis = true)),
            Tag::Strong => self.inline(|inline| inline.begin(|style| style.strong = true)),
            Tag::Strikethrough => self.inline(|inline| inline.begin(|style| style.struck = true)),
            Tag::Superscript | Tag::Subscript => self.inline(|inline| inline.begin(|_| {})),
            Tag::Link { link_type, dest_url, .. } => self.inline(|inline| inline.link(link_type, &dest_url)),
            Tag::Image { link_type, dest_url, .. } => self.inline(|inline| inline.image(link_type, &dest_url)),
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::DefinitionListTitle => self.close(),
            TagEnd::Item | TagEnd::FootnoteDefinition | TagEnd::DefinitionListDefinition | TagEnd::BlockQuote(_) => {
                self.close();
                self.inside.pop();
            }
            TagEnd::List(_) => {
                self.close();
                self.lists.pop();
            }
            TagEnd::CodeBlock => self.end_lines(&Form::Code),
            TagEnd::HtmlBlock => self.end_lines(&Form::Html),
            TagEnd::TableCell => {
                if let Some(cell) = self.row.last_mut() {
                    *cell = self.inline.take();
                }
            }
            TagEnd::TableHead => self.end_row(Form::TableHead),
            TagEnd::TableRow => self.end_row(Form::Row),
            TagEnd::Link => self.inline.end_named("[link]"),
            TagEnd::Image => self.inline.end_named("[picture]"),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {
                self.inline.end();
            }
            TagEnd::Table | TagEnd::DefinitionList | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn paragraph(&self) -> Form {
        if self.inside.last() == Some(&Container::Quote) { Form::Quote } else { Form::Paragraph }
    }

    fn begin_item(&mut self) {
        self.close();
        let Some(list) = self.lists.last_mut() else { return };
        let first = !std::mem::replace(&mut list.begun, true);
        let number = list.next;
        list.next = number.map(|number| number.saturating_add(1));
        let start = number.filter(|number| first && *number != 1);
        self.enter(Form::Item { ordered: number.is_some(), start });
        if let Some(open) = &mut self.open {
            open.number = number;
        }
    }

    /// Begins a container whose first paragraph is a block of this form.
    fn enter(&mut self, form: Form) {
        self.close();
        self.inside.push(Container::Other);
        self.begin(form);
    }

    fn begin(&mut self, form: Form) {
        self.close();
        self.open = Some(Open { form, number: None, anchor: None });
    }

    /// Ends the block that is being read. Paragraphs without words are nothing; an item without words is one.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        let tokens = self.inline.take();
        if tokens.is_empty() && matches!(open.form, Form::Paragraph | Form::Quote) {
            return;
        }
        self.push(open.form, vec![tokens], 0);
        if let Some(block) = self.blocks.last_mut() {
            (block.number, block.anchor) = (open.number, open.anchor);
        }
    }

    fn end_lines(&mut self, form: &Form) {
        let Some(text) = self.lines.take() else { return };
        for line in text.lines() {
            self.push(form.clone(), vec![code_line(line)], self.group);
        }
    }

    fn end_row(&mut self, form: Form) {
        let mut cells = std::mem::take(&mut self.row);
        let used = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        cells.truncate(used);
        self.push(form, cells, self.group);
    }

    fn push(&mut self, form: Form, cells: Vec<Vec<Token>>, group: usize) {
        self.blocks.push(Block { form, depth: self.inside.len(), cells, number: None, group, anchor: None });
    }
}

/// Clauses of a heading, as typed.
fn clauses(attrs: &[(CowStr<'_>, Option<CowStr<'_>>)]) -> Vec<String> {
    let lists = attrs.iter().filter(|(name, _)| &**name == "clauses").filter_map(|(_, value)| value.as_deref());
    let parts = lists.flat_map(|list| list.trim_matches(['"', '\'']).split(','));
    parts.map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    }
}
