//! Data files of `schema/`, read field by field: each fault has its place, and what has none is used.

use super::schema_findings::nearest;
use super::yaml;
use crate::model::finding::Finding;
use crate::model::node::{Node, NodeKind};
use crate::model::source::SourceFile;
use crate::model::span::Span;

/// Longest part of a text that a message repeats, in characters.
const QUOTED: usize = 40;

/// A file while it is read.
pub(super) struct DataFile<'a> {
    file: &'a SourceFile,
    rule: &'static str,
    /// What was found wrong with it.
    pub(super) findings: Vec<Finding>,
}

impl<'a> DataFile<'a> {
    pub(super) fn new(file: &'a SourceFile, rule: &'static str) -> Self {
        Self { file, rule, findings: Vec::new() }
    }

    /// Its fields; `None` where it cannot be read as YAML.
    pub(super) fn root(&mut self) -> Option<Node> {
        let text = self.file.text();
        let start = text.strip_prefix('\u{feff}').map_or(0, |rest| text.len() - rest.len());
        let (root, faults) = yaml::parse(self.file, Span { start, end: text.len() }, self.rule);
        let sound = faults.is_empty();
        self.findings.extend(faults);
        sound.then_some(root)
    }

    /// The text of a field that has to be there.
    pub(super) fn text<'n>(&mut self, node: &'n Node, field: &str) -> Option<&'n str> {
        let text = node.get(field).and_then(Node::text);
        if text.is_none() {
            let (at, fault) = node.get(field).map_or((node, "is missing"), |at| (at, "holds no text"));
            self.add(at, format!("`{field}` {fault}"), format!("write `{field}: ...`"));
        }
        text
    }

    /// The text of a field that may be left out.
    pub(super) fn optional<'n>(&mut self, node: &'n Node, field: &str) -> Option<&'n str> {
        node.get(field).filter(|at| !at.is_null()).and_then(|_| self.text(node, field))
    }

    /// One of the words that a field has to hold.
    pub(super) fn word<T: Copy>(&mut self, node: &Node, field: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(node, field)?;
        let value = words.iter().find(|(word, _)| *word == text);
        if value.is_none() {
            let known: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            let help = format!("write one of {}", known.join(", "));
            self.add(node.get(field)?, format!("`{field}` is {}", quoted(text)), help);
        }
        value.map(|(_, value)| *value)
    }

    /// `true` or `false`, where the field is there.
    pub(super) fn flag(&mut self, node: &Node, field: &str) -> Option<bool> {
        node.get(field)?;
        self.word(node, field, &[("true", true), ("false", false)])
    }

    /// The elements of a list; nothing where the field is left out.
    pub(super) fn list<'n>(&mut self, node: &'n Node, field: &str) -> &'n [Node] {
        let Some(at) = node.get(field).filter(|at| !at.is_null()) else { return &[] };
        if !matches!(at.kind, NodeKind::Sequence(_)) {
            self.add(at, format!("`{field}` is no list"), "write one entry a line, each after a hyphen");
        }
        at.items()
    }

    /// The texts of a list, each with its place.
    pub(super) fn texts<'n>(&mut self, node: &'n Node, field: &str) -> Vec<(&'n Node, &'n str)> {
        let mut texts = Vec::new();
        for entry in self.list(node, field) {
            match entry.text() {
                Some(text) => texts.push((entry, text)),
                None => self.add(entry, format!("an entry of `{field}` holds no text"), "write a text, or remove it"),
            }
        }
        texts
    }

    /// Holds the names of fields against those that there are.
    pub(super) fn names(&mut self, node: &Node, known: &[&str], what: &str) {
        for (name, _) in node.entries().iter().filter(|(name, _)| !known.contains(&name.value.as_str())) {
            let all: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
            let help = match nearest(&name.value, known) {
                Some(near) => format!("did you mean `{near}`? Its fields are {}", all.join(", ")),
                None => format!("its fields are {}", all.join(", ")),
            };
            let message = format!("{} is no field of {what}", quoted(&name.value));
            self.findings.push(Finding::new(self.rule, self.file.place(name.span), message).help(help));
        }
    }

    /// Says what follows from the faults that were found after a number of others.
    pub(super) fn so(&mut self, before: usize, what: &str) {
        for finding in &mut self.findings[before..] {
            finding.message = format!("{}; {what}", finding.message);
        }
    }

    /// Adds a finding at a value.
    pub(super) fn add(&mut self, node: &Node, message: impl Into<String>, help: impl Into<String>) {
        self.findings.push(Finding::new(self.rule, self.file.place(node.span), message).help(help));
    }

    /// Adds a finding at a value that contradicts another one.
    pub(super) fn clash(&mut self, node: &Node, message: String, help: &str, other: &Node, what: &str) {
        let finding = Finding::new(self.rule, self.file.place(node.span), message).help(help);
        self.findings.push(finding.related(self.file.place(other.span), what));
    }
}

/// A text of a file as a message repeats it: marked, short, and without characters that would break the line.
pub(super) fn quoted(text: &str) -> String {
    let shown = text.chars().take(QUOTED).map(|char| match char {
        '`' => '\'',
        char if char.is_control() => '\u{fffd}',
        char => char,
    });
    let rest = if text.chars().nth(QUOTED).is_some() { "..." } else { "" };
    format!("`{}{rest}`", shown.collect::<String>())
}
