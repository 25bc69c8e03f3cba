//! YAML with the place of every value and every scalar as it was written.
//!
//! Two passes over one text. The events of the first give places, and refuse what turns data into surprises:
//! anchors, aliases, tags, merge keys, duplicate keys, second documents, depth. The second is `serde_yaml`, whose
//! verdict on the syntax counts too, since it reads the same files elsewhere.

use granit_parser::{Event, Parser, ScalarStyle};

use crate::model::finding::Finding;
use crate::model::node::{Node, NodeKind};
use crate::model::source::SourceFile;
use crate::model::span::{Span, Spanned};

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 16;

/// Reads the YAML in a part of a file as a mapping.
///
/// Returns what could be read, and what was wrong under the given rule.
#[must_use]
pub fn parse(file: &SourceFile, yaml: Span, rule: &'static str) -> (Node, Vec<Finding>) {
    let text = file.slice(yaml);
    let mut builder = Builder { file, offset: yaml.start, rule, stack: Vec::new(), root: None, findings: Vec::new() };
    builder.run(text);
    let Builder { root, mut findings, .. } = builder;
    if findings.is_empty()
        && let Err(error) = serde_yaml::from_str::<serde::de::IgnoredAny>(text)
    {
        let at = error.location().map_or(0, |location| location.index().min(text.len()));
        findings.push(invalid(file, rule, point(file, yaml.start + at), &error.to_string()));
    }
    let start = Span { start: yaml.start, end: yaml.start };
    match root {
        Some(node) if matches!(node.kind, NodeKind::Mapping(_)) => (node, findings),
        Some(node) if !node.is_null() => {
            if findings.is_empty() {
                let message = "expected fields such as `title: ...`, found something else".to_owned();
                findings
                    .push(Finding::new(rule, file.place(node.span), message).help("write one `name: value` a line"));
            }
            (Node { kind: NodeKind::Mapping(Vec::new()), span: start }, findings)
        }
        _ => (Node { kind: NodeKind::Mapping(Vec::new()), span: start }, findings),
    }
}

/// Reads the fields of a text of the past: what can be read of it, without a word on the rest.
#[must_use]
pub fn fields(file: &SourceFile, yaml: Span) -> Node {
    let mut builder =
        Builder { file, offset: yaml.start, rule: "", stack: Vec::new(), root: None, findings: Vec::new() };
    builder.run(file.slice(yaml));
    let sound = builder.findings.is_empty();
    builder.root.filter(|node| sound && matches!(node.kind, NodeKind::Mapping(_))).unwrap_or_else(Node::empty)
}

/// Reads a single value as it would stand behind `name: `. `None` where it is no YAML.
#[must_use]
pub fn value(text: &str) -> Option<Node> {
    let whole = format!("value: {text}\n");
    let file = SourceFile::new("", whole.as_str());
    let (node, findings) = parse(&file, Span { start: 0, end: whole.len() }, "");
    node.get("value").filter(|_| findings.is_empty() && node.entries().len() == 1).cloned()
}

/// A span of one character at a byte, for messages.
fn point(file: &SourceFile, at: usize) -> Span {
    let text = file.text();
    let mut start = at.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let end = start + text[start..].chars().next().filter(|char| !char.is_control()).map_or(0, char::len_utf8);
    Span { start, end }
}

fn invalid(file: &SourceFile, rule: &'static str, span: Span, detail: &str) -> Finding {
    let detail = detail.split(" at line ").next().unwrap_or(detail).trim_end_matches('.');
    let (message, help) = super::yaml_words::plain(detail).unwrap_or_else(|| {
        let help = "check the indentation and put quotes around a value that holds a colon followed by a space";
        (format!("this is not valid YAML: {detail}"), help.to_owned())
    });
    Finding::new(rule, file.place(span), message).help(help)
}

/// A collection under construction.
enum Frame {
    Sequence { items: Vec<Node>, span: Span },
    Mapping { entries: Vec<(Spanned<String>, Node)>, key: Option<Spanned<String>>, span: Span },
}

struct Builder<'a> {
    file: &'a SourceFile,
    offset: usize,
    rule: &'static str,
    stack: Vec<Frame>,
    root: Option<Node>,
    findings: Vec<Finding>,
}

impl Builder<'_> {
    fn run(&mut self, text: &str) {
        let mut documents = 0;
        for event in Parser::new_from_str(text) {
            let (event, at) = match event {
                Ok(event) => event,
                Err(error) => {
                    let at = self.offset + error.marker().byte_offset().unwrap_or(0).min(text.len());
                    self.findings.push(invalid(self.file, self.rule, point(self.file, at), &error.info()));
                    return;
                }
            };
            let range = at.byte_range().unwrap_or_default();
            let span = Span::new(range.start.min(text.len())..range.end.min(text.len())).shifted(self.offset);
            match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        self.refuse(span, "a second YAML document begins here", "keep one block of fields");
                        return;
                    }
                }
                Event::Scalar(text, style, anchor, tag) => {
                    self.refuse_extras(span, anchor, tag.is_some());
                    let plain = style == ScalarStyle::Plain;
                    let text = match text.contains(is_hidden) {
                        true => text.replace(is_hidden, "\u{fffd}"),
                        false => text.into_owned(),
                    };
                    self.value(Node { kind: NodeKind::Scalar { text, plain }, span });
                }
                Event::SequenceStart(_, anchor, tag) => {
                    self.refuse_extras(span, anchor, tag.is_some());
                    self.stack.push(Frame::Sequence { items: Vec::new(), span });
                }
                Event::MappingStart(_, anchor, tag) => {
                    self.refuse_extras(span, anchor, tag.is_some());
                    self.stack.push(Frame::Mapping { entries: Vec::new(), key: None, span });
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(span),
                Event::Alias(_) | Event::UnresolvedAlias(_) => {
                    self.refuse(span, "aliases (`*name`) are not read", "write the value out in each place");
                    self.value(Node { kind: NodeKind::Scalar { text: String::new(), plain: true }, span });
                }
                _ => {}
            }
            if self.stack.len() > MAX_DEPTH {
                self.refuse(
                    span,
                    "values are nested more than 16 deep",
                    "move the data into a CSV beside the document",
                );
                return;
            }
        }
    }

    fn refuse(&mut self, span: Span, message: &str, help: &str) {
        self.findings.push(Finding::new(self.rule, self.file.place(span), message).help(help));
    }

    fn refuse_extras(&mut self, span: Span, anchor: usize, tagged: bool) {
        if anchor != 0 {
            // The parser gives the place of the value; the anchor stands before it.
            let start = self.file.text()[..span.start].rfind('&').unwrap_or(span.start);
            let span = Span { start, end: span.end };
            self.refuse(span, "anchors (`&name`) are not read", "write the value out in each place");
        }
        if tagged {
            self.refuse(
                span,
                "tags (`!name`) are not read",
                "remove the tag; what a value means is decided by its field",
            );
        }
    }

    fn close(&mut self, end: Span) {
        let node = match self.stack.pop() {
            Some(Frame::Sequence { items, span }) => {
                let end = items.last().map_or(end.end, |last| last.span.end).max(span.start);
                Node { kind: NodeKind::Sequence(items), span: Span { start: span.start, end } }
            }
            Some(Frame::Mapping { entries, span, .. }) => {
                let end = entries.last().map_or(end.end, |(_, last)| last.span.end).max(span.start);
                Node { kind: NodeKind::Mapping(entries), span: Span { start: span.start, end } }
            }
            None => return,
        };
        self.value(node);
    }

    fn value(&mut self, node: Node) {
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Frame::Sequence { items, .. }) => items.push(node),
            Some(Frame::Mapping { entries, key, .. }) => match key.take() {
                Some(name) => {
                    let first = entries
                        .iter()
                        .find(|(earlier, _)| earlier.value == name.value)
                        .map(|(earlier, _)| earlier.span);
                    if let Some(first) = first {
                        let message = format!("`{}` is written twice", name.value);
                        let finding = Finding::new(self.rule, self.file.place(name.span), message);
                        let finding =
                            finding.help("keep one of the two").related(self.file.place(first), "first written here");
                        self.findings.push(finding);
                    } else {
                        entries.push((name, node));
                    }
                }
                None => {
                    let span = node.span;
                    let text = match node.kind {
                        NodeKind::Scalar { text, .. } => text,
                        _ => String::new(),
                    };
                    if text == "<<" || text.is_empty() {
                        let message = if text.is_empty() {
                            "a field needs a name of plain text"
                        } else {
                            "merge keys (`<<`) are not read"
                        };
                        let finding = Finding::new(self.rule, self.file.place(span), message);
                        self.findings.push(finding.help("write one `name: value` a line"));
                    }
                    *key = Some(Spanned::new(text, span));
                }
            },
        }
    }
}

/// Whether a sign does something to a terminal or a reader instead of being shown. It may come in by an escape (`"\\e"`).
fn is_hidden(char: char) -> bool {
    char.is_control() && !matches!(char, '\n' | '\t' | '\r' | '\u{85}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> (Node, Vec<String>) {
        let file = SourceFile::new("a.md", text);
        let (node, findings) = parse(&file, Span { start: 0, end: text.len() }, "front-matter-invalid");
        let lines =
            findings.iter().map(|at| format!("{}:{} {}", at.place.start.line, at.place.start.column, at.message));
        (node, lines.collect())
    }

    #[test]
    fn scalars_stay_as_written() {
        let (node, findings) =
            read("version: 1.10\nno: NO\ntime: 12:30\nempty:\nclauses: [8.10, '8.1']\nquoted: \"é: x\"\n");
        assert!(findings.is_empty(), "{findings:?}");
        let text = |key: &str| node.get(key).and_then(Node::text);
        assert_eq!(
            (text("version"), text("no"), text("time"), text("empty")),
            (Some("1.10"), Some("NO"), Some("12:30"), None)
        );
        assert_eq!(node.at_pointer("/clauses/0").text(), Some("8.10"));
        assert_eq!(text("quoted"), Some("é: x"));
    }

    #[test]
    fn signs_that_do_something_to_a_terminal_are_replaced() {
        let (node, findings) = read("title: \"red \\e[31m, bell \\a, tab \\t\"\n");
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(node.get("title").and_then(Node::text), Some("red \u{fffd}[31m, bell \u{fffd}, tab \t"));
    }

    #[test]
    fn places_are_those_of_the_value() {
        let text = "title: Ünïcode\nlist:\n  - {a: b}\n";
        let (node, _) = read(text);
        let file = SourceFile::new("a.md", text);
        assert_eq!(file.slice(node.at_pointer("/title").span), "Ünïcode");
        assert_eq!(file.slice(node.at_pointer("/list/0/a").span), "b");
    }

    #[test]
    fn surprises_are_refused_with_their_place() {
        assert_eq!(read("a: 1\na: 2\n").1, ["2:1 `a` is written twice"]);
        assert_eq!(
            read("a: &x 1\nb: *x\n").1,
            ["1:4 anchors (`&name`) are not read", "2:4 aliases (`*name`) are not read"]
        );
        assert_eq!(read("a: !!str 1\n").1.len(), 1);
        assert_eq!(read("<<: {a: 1}\n").1, ["1:1 merge keys (`<<`) are not read"]);
        assert_eq!(read("- a\n").1, ["1:1 expected fields such as `title: ...`, found something else"]);
        for (text, told) in [
            ("title: Policy: general\n", "a colon followed by a space stands within a value"),
            ("title: @x\n", "a value cannot begin with the character @"),
            ("title: `x`\n", "a value cannot begin with the character `"),
            ("title: *x*\n", "a value cannot begin with the characters * or &"),
            ("title: - x\n", "a value cannot begin with a hyphen and a space"),
            ("title: 'it's'\n", "text stands after the quote that ends the value"),
            ("title: \"open\nowner: x\n", "a quote that was opened above is not closed"),
            ("title: \"a\\q\"\n", "a backslash between double quotes does not stand for itself"),
            ("title: x\n\tb\nc: 1\n", "a tab stands where spaces must"),
            ("summary: >\ntext\nowner: x\n", "this line is no field: it has no colon followed by a space"),
            ("a:\n  - b\n - c\n", "this line begins in another column than the lines that it belongs to"),
            ("title: |x\n", "text stands after | or > in the line of its field"),
        ] {
            let found = read(text).1;
            assert!(found.len() == 1 && found[0].ends_with(&format!(" {told}")), "{text}: {found:?}");
        }
        assert!(read("a: [1, 2\nb: 3\n").1[0].contains("a bracket that was opened above is not closed"));
        assert!(read(&format!("a: {}{}", "[".repeat(40), "]".repeat(40))).1[0].contains("nested more than 16"));
        assert!(read("title: a: b\n").1[0].starts_with("1:"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,80}|([a-c&*!<>|{}\\[\\]:#'\" \n-]){0,60}") {
            let (_, findings) = read(&text);
            let _ = findings;
        }
    }
}
