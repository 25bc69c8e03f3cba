//! Reads diagrams: fenced blocks of Mermaid, of which flow charts and sequence diagrams are drawn.
//!
//! What colours and styles a diagram asks for is passed over, since the site has its own; anything else that would not be
//! drawn is a fault, so that no drawing says less than its author wrote.

mod cursor;
mod flow;
mod label;
mod sequence;

use pulldown_cmark::CodeBlockKind;

use crate::model::diagram::{Diagram, Drawing};
use crate::model::outline::DiagramFault;
use crate::model::span::Span;
use cursor::Cursor;

/// Largest diagram, in bytes.
const MAX_BYTES: usize = 32 << 10;

/// Most faults that are told of one diagram: the first ones explain the others.
const MAX_FAULTS: usize = 10;

/// Most diagrams that are drawn of one document.
pub const MAX_DIAGRAMS: usize = 40;

/// Other kinds of diagrams.
const OTHER_KINDS: [&str; 26] = [
    "architecture",
    "block",
    "C4Component",
    "C4Container",
    "C4Context",
    "C4Deployment",
    "C4Dynamic",
    "classDiagram",
    "erDiagram",
    "gantt",
    "gitGraph",
    "info",
    "journey",
    "kanban",
    "mindmap",
    "packet",
    "pie",
    "quadrantChart",
    "radar",
    "requirementDiagram",
    "sankey",
    "stateDiagram",
    "timeline",
    "treemap",
    "xychart",
    "zenuml",
];

/// Whether a block of code is a diagram. Never without the feature `diagrams`.
#[must_use]
pub fn is_diagram(kind: &CodeBlockKind<'_>) -> bool {
    let CodeBlockKind::Fenced(info) = kind else { return false };
    cfg!(feature = "diagrams") && info.split([' ', '\t', ',', '{']).next() == Some("mermaid")
}

/// The text of a block of code, put together from the events of the parser: in a list or a quotation its lines do not stand
/// one behind the other in the file.
#[derive(Debug)]
pub struct Block {
    /// Where it begins in the file, fence and all.
    start: usize,
    text: String,
    /// Where pieces of the text begin, here and in the file.
    pieces: Vec<(usize, usize)>,
}

impl Block {
    /// An empty block that begins at this byte of the file.
    #[must_use]
    pub fn new(start: usize) -> Self {
        Self { start, text: String::new(), pieces: Vec::new() }
    }

    /// Adds a piece that begins at this byte of the file.
    pub fn push(&mut self, text: &str, start: usize) {
        self.pieces.push((self.text.len(), start));
        self.text.push_str(text);
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a span of the text stands in the file.
    fn in_file(&self, span: Span) -> Span {
        let number = self.pieces.partition_point(|(here, _)| *here <= span.start).saturating_sub(1);
        let (here, there) = self.pieces.get(number).copied().unwrap_or((0, self.start));
        let start = there + (span.start - here);
        Span { start, end: start + (span.end - span.start) }
    }

    /// What is wrong with the diagram that the block holds; spans are those of the file. `drawn` is how many were drawn
    /// before it, and is counted on.
    pub(super) fn faults(&self, drawn: &mut usize) -> Vec<DiagramFault> {
        let faults = match parse(&self.text) {
            Ok(_) if *drawn < MAX_DIAGRAMS => {
                *drawn += 1;
                return Vec::new();
            }
            Ok(_) => vec![DiagramFault {
                message: format!("this is one diagram more than the {MAX_DIAGRAMS} that are drawn of a document"),
                help: "divide the document, or draw less".to_owned(),
                span: first_line(&self.text),
            }],
            Err(faults) => faults,
        };
        faults.into_iter().map(|fault| DiagramFault { span: self.in_file(fault.span), ..fault }).collect()
    }
}

fn first_line(text: &str) -> Span {
    Span { start: 0, end: text.find('\n').unwrap_or(text.len()) }
}

/// What a line of a kind of diagram adds to it.
trait Reader {
    /// Takes a statement, which stands on one line and is not empty.
    fn statement(&mut self, cursor: &mut Cursor<'_>) -> Result<(), DiagramFault>;

    /// What was drawn, or what is wrong with the whole of it. `head` is the line that names the kind.
    fn finish(self: Box<Self>, head: Span) -> Result<Drawing, DiagramFault>;
}

/// Reads a diagram.
///
/// # Errors
///
/// What is wrong with it, by lines; spans are those of the text.
pub fn parse(text: &str) -> Result<Diagram, Vec<DiagramFault>> {
    if text.len() > MAX_BYTES {
        return Err(vec![too_large(first_line(text), format!("the diagram is larger than {} KiB", MAX_BYTES >> 10))]);
    }
    let mut lines = Lines { text, at: 0 };
    let (mut title, mut description) = (lines.front_title(), None);
    let mut reader: Option<(Box<dyn Reader>, Span)> = None;
    let mut faults = Vec::new();
    while let Some(mut line) = lines.next_statement() {
        if let Some(value) = line.field("accTitle") {
            title = title.or(Some(label::label(value)).filter(|value| !value.is_empty()));
            continue;
        }
        if let Some(value) = line.field("accDescr") {
            description = Some(label::label(value)).filter(|value| !value.is_empty());
            continue;
        }
        let result = match &mut reader {
            None => head(&mut line).map(|(kind, span)| reader = Some((kind, span))),
            Some((kind, _)) => {
                if let Some(value) = line.field("title") {
                    title = Some(label::label(value)).filter(|value| !value.is_empty());
                    continue;
                }
                kind.statement(&mut line)
            }
        };
        if let Err(fault) = result {
            faults.push(fault);
            // Without a kind nothing is known of the lines that follow.
            if reader.is_none() || faults.len() == MAX_FAULTS {
                return Err(faults);
            }
        }
    }
    let Some((kind, span)) = reader else {
        let message = "the diagram is empty".to_owned();
        let help = "begin it with a line `flowchart TD` or `sequenceDiagram`".to_owned();
        return Err(vec![DiagramFault { message, help, span: Span { start: 0, end: 0 } }]);
    };
    let result = kind.finish(span);
    match result {
        Ok(drawing) if faults.is_empty() => Ok(Diagram { title, description, drawing }),
        Ok(_) => Err(faults),
        // What is missing in the whole may only be missing because a line was not understood.
        Err(fault) => Err(if faults.is_empty() { vec![fault] } else { faults }),
    }
}

/// Reads the line that says of which kind a diagram is.
fn head(line: &mut Cursor<'_>) -> Result<(Box<dyn Reader>, Span), DiagramFault> {
    let start = line.at();
    let word = line.word();
    let span = Span { start, end: line.at() };
    match word {
        "flowchart" | "graph" | "flowchart-elk" => {
            let direction = flow::direction(line)?;
            let mut reader = Box::new(flow::Reader::new(direction));
            line.take(";");
            line.skip_space();
            if !line.is_done() {
                reader.statement(line)?;
            }
            Ok((reader, span))
        }
        "sequenceDiagram" => {
            line.skip_space();
            line.take(";");
            match line.is_done() {
                true => Ok((Box::new(sequence::Reader::default()), span)),
                false => Err(line.fault("nothing may follow `sequenceDiagram` on its line", "begin a new line")),
            }
        }
        _ => Err(DiagramFault { span, ..unknown(word) }),
    }
}

fn unknown(word: &str) -> DiagramFault {
    const HELP: &str = "draw it as a flow chart, put a picture beside the document, or leave it as code: with another word than `mermaid` behind the fence it is not a diagram";
    let plain = word.split('-').next().unwrap_or_default();
    if let Some(kind) = OTHER_KINDS.iter().find(|kind| **kind == plain) {
        let message = format!("diagrams of the kind `{kind}` are not drawn, only flow charts and sequence diagrams");
        return DiagramFault { message, help: HELP.to_owned(), span: Span::default() };
    }
    let near =
        ["flowchart", "graph", "sequenceDiagram"].into_iter().find(|kind| strsim::jaro_winkler(kind, word) > 0.85);
    DiagramFault {
        message: "the first line does not say of which kind the diagram is".to_owned(),
        help: match near {
            Some(kind) => format!("did you mean `{kind}`?"),
            None => "begin with `flowchart TD` (or `LR`) or with `sequenceDiagram`".to_owned(),
        },
        span: Span::default(),
    }
}

fn too_large(span: Span, message: String) -> DiagramFault {
    DiagramFault { message, help: "divide it into several diagrams, each for one question".to_owned(), span }
}

/// The lines of a diagram that say something.
struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    fn next_line(&mut self) -> Option<Cursor<'a>> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let length = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let cursor = Cursor::new(self.text, self.at, self.at + rest[..length].trim_end().len());
        self.at += length;
        Some(cursor)
    }

    /// The next line that is not empty, no comment and no directive.
    fn next_statement(&mut self) -> Option<Cursor<'a>> {
        loop {
            let line = self.next_line()?;
            let text = line.rest();
            if text.starts_with("%%{") {
                let mut last = text;
                while !last.contains("}%%") {
                    last = self.next_line()?.rest();
                }
            } else if !text.is_empty() && !text.starts_with("%%") {
                return Some(line);
            }
        }
    }

    /// Passes over front matter, and gives back the title that it holds.
    fn front_title(&mut self) -> Option<String> {
        let begin = self.at;
        let first = std::iter::from_fn(|| self.next_line()).find(|line| !line.rest().is_empty());
        if first.is_none_or(|line| line.rest() != "---") {
            self.at = begin;
            return None;
        }
        let fields = std::iter::from_fn(|| self.next_line()).take_while(|line| line.rest() != "---");
        let title = fields.fold(None, |title, mut line| line.field("title").map(str::to_owned).or(title))?;
        Some(label::label(title.trim_matches('\''))).filter(|title| !title.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fault(text: &str) -> (String, String) {
        let fault = parse(text).expect_err("a fault").remove(0);
        (text[fault.span.range()].to_owned(), fault.message)
    }

    #[test]
    fn the_kind_stands_first() {
        assert!(parse("%% note\n%%{init: {\n'theme': 'x'}}%%\n\nflowchart LR\n A --> B\n").is_ok());
        let diagram = parse("---\ntitle: 'How it goes'\n---\ngraph TD; A-->B;\n").expect("a diagram");
        assert_eq!(diagram.title.as_deref(), Some("How it goes"));
        let diagram = parse("sequenceDiagram\naccTitle: A call\naccDescr: Who speaks\nA->>B: x\n").expect("a diagram");
        assert_eq!((diagram.title.as_deref(), diagram.description.as_deref()), (Some("A call"), Some("Who speaks")));
        assert_eq!(fault("gantt\n title x").0, "gantt");
        assert_eq!(
            fault("stateDiagram-v2\n a").1,
            "diagrams of the kind `stateDiagram` are not drawn, only flow charts and sequence diagrams"
        );
        assert_eq!(parse("flowchrat TD").expect_err("a fault")[0].help, "did you mean `flowchart`?");
        assert_eq!(fault("\n\n").1, "the diagram is empty");
    }

    #[test]
    fn places_are_those_of_the_file() {
        let mut block = Block::new(16);
        block.push("flowchart TD\n", 20);
        block.push("  A -> B\n", 36);
        assert_eq!(block.faults(&mut 0)[0].span, Span { start: 40, end: 42 });
    }

    #[test]
    fn every_line_with_a_fault_is_told_up_to_a_limit() {
        assert_eq!(parse("flowchart TD\nA -> B\nC --> D\nE[x\n").expect_err("faults").len(), 2);
        let many = format!("flowchart TD\n{}", "A -> B\n".repeat(50));
        assert_eq!(parse(&many).expect_err("faults").len(), MAX_FAULTS);
        assert_eq!(parse(&format!("flowchart TD\n{}", "A\n".repeat(MAX_BYTES))).expect_err("faults").len(), 1);
    }

    proptest! {
        #[test]
        fn no_text_panics_and_spans_lie_within_it(
            head in "(flowchart LR|graph TD;|sequenceDiagram|---\ntitle: x\n---\n)",
            text in "(A|B|é|-->|-- |-\\.|->>|==|\\||\"|\\[|\\]|\\(|\\)|\\{|\\}|<|o|x|~~~|&|:|;|#lt;|<br/>|Note over |loop|else|end|subgraph|\\+|-| |\n){0,40}",
        ) {
            let text = format!("{head}\n{text}");
            for fault in parse(&text).err().unwrap_or_default() {
                prop_assert!(text.get(fault.span.range()).is_some(), "{:?}", fault);
            }
        }
    }
}
