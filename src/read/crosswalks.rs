//! Reads the crosswalks of `schema/crosswalks/`. What is wrong in one is a finding, and the pair is left out: coverage and
//! approval do not rest on it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use camino::Utf8Path;

use super::data_file::{DataFile, quoted};
use super::document;
use super::embedded::Files;
use crate::model::clause::ClauseId;
use crate::model::crosswalk::{Confidence, Crosswalk, Pair, Relation};
use crate::model::finding::Finding;
use crate::model::framework::Framework;
use crate::model::node::Node;

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
                let mut reader = Reader { file: DataFile::new(&file, RULE), frameworks };
                crosswalks.extend(reader.crosswalk());
                found = reader.file.findings;
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
    file: DataFile<'a>,
    frameworks: &'a BTreeMap<String, Framework>,
}

impl<'a> Reader<'a> {
    /// The crosswalk, without the pairs that cannot be used; `None` where a framework is not known.
    fn crosswalk(&mut self) -> Option<Crosswalk> {
        let root = self.file.root()?;
        self.file.names(&root, &FIELDS, "a crosswalk");
        let (from, to) = (self.framework(&root, "from"), self.framework(&root, "to"));
        let pairs = root.get("pairs").map(Node::items).unwrap_or_default();
        if pairs.is_empty() {
            self.file.add(
                root.get("pairs").unwrap_or(&root),
                "`pairs` holds no pair",
                "write one pair a line, each after a hyphen",
            );
        }
        let (from, to) = (from?, to?);
        if from.id == to.id {
            self.file.add(root.get("to")?, "`from` and `to` are the same framework", "name two frameworks");
            return None;
        }
        let mut known: Vec<Pair> = Vec::new();
        for node in pairs {
            let Some(pair) = self.pair(node, from, to) else { continue };
            if known.iter().any(|other| other.from == pair.from && other.to == pair.to) {
                let message = format!("the pair of {} and {} is written twice", pair.from, pair.to);
                self.file.add(node, message, "keep one of the two");
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
            self.file.add(node, "this is no pair", help);
            return None;
        }
        self.file.names(node, &PAIR, "a pair");
        let from = self.clause(node, "from", from);
        let to = self.clause(node, "to", to);
        let relation = self.file.word(node, "relation", &Relation::ALL.map(|value| (value.word(), value)));
        let confidence = self.file.word(node, "confidence", &Confidence::ALL.map(|value| (value.word(), value)));
        Some(Pair { from: from?, to: to?, relation: relation?, confidence: confidence? })
    }

    fn framework(&mut self, root: &Node, field: &str) -> Option<&'a Framework> {
        let id = self.file.text(root, field)?;
        let framework = self.frameworks.get(id);
        if framework.is_none() {
            let known: Vec<_> = self.frameworks.keys().map(|id| format!("`{id}`")).collect();
            let help = format!("known are {}; others are added as a file in `schema/frameworks/`", known.join(", "));
            self.file.add(root.get(field)?, format!("{} is no framework that is known", quoted(id)), help);
        }
        framework
    }

    fn clause(&mut self, node: &Node, field: &str, framework: &Framework) -> Option<ClauseId> {
        let id = ClauseId::new(self.file.text(node, field)?);
        if framework.clause(&id).is_none() {
            let message = format!("{} has no clause {}", framework.title, quoted(id.as_str()));
            let help = format!("look it up in the list of {} on the clauses page", framework.title);
            self.file.add(node.get(field)?, message, help);
            return None;
        }
        Some(id)
    }
}
