//! What a framework wants in writing, from `ID.documented-information.yaml`.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::data_file::{DataFile, quoted};
use super::super::schema_findings::nearest;
use super::clauses::REQUIRED;
use super::{DOCUMENTED, FOLDER, instead, names};
use crate::model::clause::ClauseId;
use crate::model::date::Interval;
use crate::model::doc_type::DocType;
use crate::model::documented::{Cadence, Documented, DocumentedInformation, Kept, Minimum, MinimumEntry};
use crate::model::framework::{Framework, Required};
use crate::model::node::Node;

const FIELDS: [&str; 6] = ["framework", "umbrella", "grace", "nil", "minimum", "documented_information"];
const ITEM: [&str; 11] = [
    "id",
    "name",
    "clauses",
    "kind",
    "typical_document_type",
    "also",
    "sums_up",
    "held_by_history",
    "required",
    "always",
    "period",
];
const MINIMUM: [&str; 2] = ["clause", "list"];
const ENTRY: [&str; 3] = ["letter", "label", "refs"];
const KINDS: [(&str, Kept); 3] = [("document", Kept::Document), ("record", Kept::Record), ("both", Kept::Both)];

/// What the framework wants in writing, or why the file cannot be used.
pub(super) fn read(
    file: &mut DataFile<'_>,
    root: &Node,
    framework: &Framework,
    types: &BTreeMap<String, DocType>,
) -> Result<DocumentedInformation, String> {
    file.names(root, &FIELDS, "a list of documented information");
    let named = root.get("framework").and_then(Node::text).unwrap_or_default();
    if named != framework.id {
        let reason = match named {
            "" => "`framework` is missing".to_owned(),
            named => format!("`framework` is {}, and the file is named for `{}`", quoted(named), framework.id),
        };
        let help = format!("write `framework: {}`, or name the file after its framework", framework.id);
        let message = format!("{reason}; {}", instead(&format!("{FOLDER}{}{DOCUMENTED}.yaml", framework.id)));
        file.add(root.get("framework").unwrap_or(root), message, help);
        return Err(reason);
    }
    Reader { file, framework, types }.information(root)
}

struct Reader<'r, 'f> {
    file: &'r mut DataFile<'f>,
    framework: &'r Framework,
    types: &'r BTreeMap<String, DocType>,
}

impl Reader<'_, '_> {
    fn information(&mut self, root: &Node) -> Result<DocumentedInformation, String> {
        let umbrella = self.clauses(root, "umbrella");
        let grace = self.interval(root, "grace", "the time to write a record is none");
        let nil = self.interval(root, "nil", "a statement that nothing happened stands for its own day");
        let nodes = self.file.list(root, "documented_information");
        if nodes.is_empty() {
            let reason = "`documented_information` holds no item";
            let message = format!("{reason}; {}", instead(&format!("{FOLDER}{}{DOCUMENTED}.yaml", self.framework.id)));
            let at = root.get("documented_information").unwrap_or(root);
            self.file.add(at, message, "write one item a line, each after a hyphen, or remove the file");
            return Err(reason.to_owned());
        }
        let mut known: HashMap<&str, &Node> = HashMap::new();
        let mut items: Vec<Documented> = Vec::new();
        for node in nodes {
            let Some(item) = self.item(node) else { continue };
            let at = node.get("id").unwrap_or(node);
            match at.text().and_then(|id| known.insert(id, at)) {
                Some(first) => {
                    let message = format!("the item `{}` is there twice; the second one is left out", item.id);
                    self.file.clash(
                        at,
                        message,
                        "give one of the two another id, or remove it",
                        first,
                        "first written here",
                    );
                }
                None => items.push(item),
            }
        }
        let stated: HashSet<&str> = nodes.iter().filter_map(|node| node.get("id")?.text()).collect();
        let minimum = root.get("minimum").filter(|at| !at.is_null());
        let minimum = minimum.and_then(|node| self.minimum(node, &stated, &items));
        Ok(DocumentedInformation { framework: self.framework.id.clone(), umbrella, grace, nil, minimum, items })
    }

    /// An item; `None` where it cannot be used.
    fn item(&mut self, node: &Node) -> Option<Documented> {
        if node.entries().is_empty() {
            self.file.add(
                node,
                "this is no item; it is left out",
                "write `id`, `name`, `clauses`, `kind` and the other fields of an item",
            );
            return None;
        }
        self.file.names(node, &ITEM, "an item");
        let before = self.file.findings.len();
        let id = self.file.text(node, "id");
        if let Some(wrong) = id.filter(|id| !names::is_clause(id)) {
            let message = format!("{} cannot be the id of an item; the item is left out", quoted(wrong));
            let help = "write letters and digits, with dots or hyphens between them, up to 64, such as `DI-001`";
            self.file.add(node.get("id")?, message, help);
            return None;
        }
        let name = self.file.text(node, "name");
        let kind = self.file.word(node, "kind", &KINDS);
        let required: Option<Required> = self.file.word(node, "required", &REQUIRED);
        let typical = self.file.text(node, "typical_document_type");
        self.file.so(before, "the item is left out");
        let typical = typical.filter(|typical| {
            let at = node.get("typical_document_type").unwrap_or(node);
            self.is_type(at, typical, "the item is left out")
        });
        let also = self.file.texts(node, "also");
        let also = also.into_iter().filter(|(at, word)| self.is_type(at, word, "it is left out"));
        let also = also.map(|(_, word)| word.to_owned()).collect();
        let period = match node.get("period").and_then(Node::text) {
            Some("on_event") => Some(Cadence::OnEvent),
            _ => self.interval(node, "period", "the item counts as one without a period").map(Cadence::Every),
        };
        let always = self.file.flag(node, "always");
        let (sums_up, history) = (self.file.flag(node, "sums_up"), self.file.flag(node, "held_by_history"));
        let clauses = self.clauses(node, "clauses");
        if clauses.is_empty() {
            let message = "the item has no clause of the framework; it is left out";
            self.file.add(
                node.get("clauses").unwrap_or(node),
                message,
                "write the clauses that ask for it: `clauses: [\"4.3\"]`",
            );
        }
        Some(Documented {
            id: id?.to_owned(),
            name: name?.to_owned(),
            clauses: Some(clauses).filter(|clauses| !clauses.is_empty())?,
            kind: kind?,
            typical: typical?.to_owned(),
            also,
            sums_up: sums_up.unwrap_or_default(),
            held_by_history: history.unwrap_or_default(),
            required: required?,
            always: always.unwrap_or_default(),
            period,
        })
    }

    /// Clauses of a list that the framework has.
    fn clauses(&mut self, node: &Node, field: &str) -> Vec<String> {
        let texts = self.file.texts(node, field);
        let known = texts.into_iter().filter(|(at, id)| self.is_clause(at, id, "it is left out"));
        known.map(|(_, id)| id.to_owned()).collect()
    }

    fn is_clause(&mut self, at: &Node, id: &str, so: &str) -> bool {
        let known = self.framework.clause(&ClauseId::new(id)).is_some_and(|clause| clause.id == id);
        if !known {
            let message = format!("{} has no clause {}; {so}", self.framework.title, quoted(id));
            let help = format!("look it up in the list of {} on the clauses page", self.framework.title);
            self.file.add(at, message, help);
        }
        known
    }

    fn is_type(&mut self, at: &Node, word: &str, so: &str) -> bool {
        let known = self.types.contains_key(word);
        if !known {
            let choices: Vec<&str> = self.types.keys().map(String::as_str).collect();
            let help = match nearest(word, &choices) {
                Some(near) => format!("did you mean `{near}`? A type of your own is a schema in `schema/`"),
                None => {
                    "write one of the types that `smsdoc schema` prints; a type of your own is a schema in `schema/`"
                        .to_owned()
                }
            };
            self.file.add(at, format!("there is no document type {}; {so}", quoted(word)), help);
        }
        known
    }

    fn interval(&mut self, node: &Node, field: &str, so: &str) -> Option<Interval> {
        let text = self.file.optional(node, field)?;
        let interval = text.parse::<Interval>().ok().filter(|interval| !interval.is_zero());
        if interval.is_none() {
            let message = format!("`{field}` is {}, which is no length of time; {so}", quoted(text));
            self.file.add(node.get(field)?, message, "write an interval such as `P12M` or `P45D`");
        }
        interval
    }

    /// The shortest list; `None` where nothing of it can be used.
    fn minimum(&mut self, node: &Node, stated: &HashSet<&str>, items: &[Documented]) -> Option<Minimum> {
        self.file.names(node, &MINIMUM, "`minimum`");
        let clause = self.file.text(node, "clause");
        let at = node.get("clause").unwrap_or(node);
        let clause = clause.filter(|id| self.is_clause(at, id, "the list of `minimum` is left out"))?;
        let mut list = Vec::new();
        for entry in self.file.list(node, "list") {
            self.file.names(entry, &ENTRY, "an entry of `minimum`");
            let (letter, label) = (self.file.text(entry, "letter"), self.file.text(entry, "label"));
            let mut refs = Vec::new();
            for (at, id) in self.file.texts(entry, "refs") {
                if items.iter().any(|item| item.id == id) {
                    refs.push(id.to_owned());
                } else if !stated.contains(id) {
                    let choices: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
                    let help = match nearest(id, &choices) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "name the id of an item of this file".to_owned(),
                    };
                    self.file.add(at, format!("there is no item {}; it is left out", quoted(id)), help);
                }
            }
            if refs.is_empty() && entry.get("refs").is_none_or(|refs| refs.items().is_empty()) {
                let message = "an entry of `minimum` names no item; it is left out";
                self.file.add(entry, message, "write `refs: [...]` with the ids of its items");
            }
            if let (Some(letter), Some(label), false) = (letter, label, refs.is_empty()) {
                list.push(MinimumEntry { letter: letter.to_owned(), label: label.to_owned(), refs });
            }
        }
        (!list.is_empty()).then(|| Minimum { clause: clause.to_owned(), list })
    }
}
