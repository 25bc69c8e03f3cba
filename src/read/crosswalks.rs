//! Reads the crosswalks of `schema/crosswalks/`. What is wrong in one is a finding, and the pair is left out: coverage and
//! approval do not rest on it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use camino::Utf8Path;

use super::embedded::Files;
use super::{document, yaml};
use crate::model::clause::ClauseId;
use crate::model::crosswalk::{Confidence, Crosswalk, Pair, Relation};
use crate::model::finding::Finding;
use crate::model::framework::Framework;
use crate::model::node::Node;
use crate::model::source::SourceFile;
use crate::model::span::Span;

const RULE: &str = "crosswalk-invalid";
const FIELDS: [&str; 4] = ["from", "to", "note", "pairs"];
const PAIR: [&str; 4] = ["from", "to", "relation", "confidence"];

/// Every `crosswalks/NAME.yaml`, sorted by the frameworks, and what is wrong in those that are the repository's own.
///
/// `folder` is the folder of the schemas, for messages. A pair of the program's own that names what a repository took out
/// of a framework is left out without a word.
pub(super) fn read(
    files: &Files,
    folder: &Utf8Path,
    frameworks: &BTreeMap<String, Framework>,
) -> (Vec<Crosswalk>, Vec<Finding>) {
    let (mut crosswalks, mut findings) = (Vec::new(), Vec::new());
    for (path, bytes) in files {
        let Some(name) = path.strip_prefix("crosswalks/").and_then(|name| name.strip_suffix(".yaml")) else { continue };
        if name.contains('/') {
            continue;
        }
        let mut found = Vec::new();
        match document::decode(&folder.join(path), bytes.to_vec()) {
            Ok(file) => {
                let mut reader = Reader { file: &file, frameworks, findings: &mut found };
                crosswalks.extend(reader.crosswalk());
            }
            Err(finding) => found.push(*finding),
        }
        // Files of the program are borrowed from it, those of a repository were read.
        if matches!(bytes, Cow::Owned(_)) {
            findings.extend(found);
        }
    }
    crosswalks.sort_by(|a: &Crosswalk, b| (&a.from, &a.to).cmp(&(&b.from, &b.to)));
    (crosswalks, findings)
}

/// Reads one file. `'a` is how long the frameworks are known.
struct Reader<'a> {
    file: &'a SourceFile,
    frameworks: &'a BTreeMap<String, Framework>,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Reader<'a> {
    /// The crosswalk, without the pairs that cannot be used; `None` where a framework is not known.
    fn crosswalk(&mut self) -> Option<Crosswalk> {
        let text = self.file.text();
        let start = text.strip_prefix('\u{feff}').map_or(0, |rest| text.len() - rest.len());
        let (root, faults) = yaml::parse(self.file, Span { start, end: text.len() }, RULE);
        if !faults.is_empty() {
            self.findings.extend(faults);
            return None;
        }
        self.names(&root, &FIELDS, "a crosswalk");
        let (from, to) = (self.framework(&root, "from"), self.framework(&root, "to"));
        let pairs = root.get("pairs").map(Node::items).unwrap_or_default();
        if pairs.is_empty() {
            self.add(
                root.get("pairs").unwrap_or(&root),
                "`pairs` holds no pair",
                "write one pair a line, each after a hyphen",
            );
        }
        let (from, to) = (from?, to?);
        if from.id == to.id {
            self.add(root.get("to")?, "`from` and `to` are the same framework", "name two frameworks");
            return None;
        }
        let mut known: Vec<Pair> = Vec::new();
        for node in pairs {
            let Some(pair) = self.pair(node, from, to) else { continue };
            if known.iter().any(|other| other.from == pair.from && other.to == pair.to) {
                let message = format!("the pair of {} and {} is written twice", pair.from, pair.to);
                self.add(node, message, "keep one of the two");
            } else {
                known.push(pair);
            }
        }
        let note = root.get("note").and_then(Node::text).unwrap_or_default().trim().to_owned();
        Some(Crosswalk { from: from.id.clone(), to: to.id.clone(), note, pairs: known })
    }

    fn pair(&mut self, node: &Node, from: &Framework, to: &Framework) -> Option<Pair> {
        if node.entries().is_empty() {
            let help = "write `{from: \"...\", to: \"...\", relation: ..., confidence: ...}`";
            self.add(node, "this is no pair", help);
            return None;
        }
        self.names(node, &PAIR, "a pair");
        let from = self.clause(node, "from", from);
        let to = self.clause(node, "to", to);
        let relation = self.word(node, "relation", &Relation::ALL.map(|value| (value.word(), value)));
        let confidence = self.word(node, "confidence", &Confidence::ALL.map(|value| (value.word(), value)));
        Some(Pair { from: from?, to: to?, relation: relation?, confidence: confidence? })
    }

    /// The text of a field that has to be there.
    fn text<'n>(&mut self, node: &'n Node, field: &str) -> Option<&'n str> {
        let text = node.get(field).and_then(Node::text);
        if text.is_none() {
            let (at, fault) = node.get(field).map_or((node, "is missing"), |at| (at, "holds no text"));
            self.add(at, format!("`{field}` {fault}"), format!("write `{field}: ...`"));
        }
        text
    }

    fn framework(&mut self, root: &Node, field: &str) -> Option<&'a Framework> {
        let id = self.text(root, field)?;
        let framework = self.frameworks.get(id);
        if framework.is_none() {
            let known: Vec<_> = self.frameworks.keys().map(|id| format!("`{id}`")).collect();
            let help = format!("known are {}; others are added as a file in `schema/frameworks/`", known.join(", "));
            self.add(root.get(field)?, format!("`{id}` is no framework that is known"), help);
        }
        framework
    }

    fn clause(&mut self, node: &Node, field: &str, framework: &Framework) -> Option<ClauseId> {
        let id = ClauseId::new(self.text(node, field)?);
        if framework.clause(&id).is_none() {
            let message = format!("{} has no clause `{id}`", framework.title);
            let help = format!("look it up in the list of {} on the clauses page", framework.title);
            self.add(node.get(field)?, message, help);
            return None;
        }
        Some(id)
    }

    /// One of the words that a field may hold.
    fn word<T: Copy>(&mut self, node: &Node, field: &str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(node, field)?;
        let value = words.iter().find(|(word, _)| *word == text);
        if value.is_none() {
            let known: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            self.add(node.get(field)?, format!("`{field}` is `{text}`"), format!("write one of {}", known.join(", ")));
        }
        value.map(|(_, value)| *value)
    }

    /// Holds the names of fields against those that there are.
    fn names(&mut self, node: &Node, known: &[&str], what: &str) {
        for (name, _) in node.entries().iter().filter(|(name, _)| !known.contains(&name.value.as_str())) {
            let known: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
            let message = format!("`{}` is no field of {what}", name.value);
            let place = self.file.place(name.span);
            self.findings.push(Finding::new(RULE, place, message).help(format!("its fields are {}", known.join(", "))));
        }
    }

    fn add(&mut self, node: &Node, message: impl Into<String>, help: impl Into<String>) {
        self.findings.push(Finding::new(RULE, self.file.place(node.span), message).help(help));
    }
}
