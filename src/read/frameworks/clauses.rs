//! The clauses of a framework, from `ID.yaml`.

use std::collections::{HashMap, HashSet};

use super::super::data_file::{DataFile, quoted};
use super::super::schema_findings::nearest;
use super::{FOLDER, instead, names};
use crate::model::documented::DocumentedInformation;
use crate::model::framework::{Clause, Framework, Required, RequiredItem};
use crate::model::node::Node;

const FIELDS: [&str; 5] = ["id", "title", "edition", "note", "clauses"];
const CLAUSE: [&str; 9] = ["id", "title", "title_kind", "parent", "leaf", "summary", "required", "items", "evidence"];
const ITEM: [&str; 2] = ["what", "kind"];
const KINDS: [(&str, &str); 4] =
    [("document", "document"), ("record", "record"), ("procedure", "procedure"), ("report", "report")];
/// Most clauses that a framework may have. Each has a page, and is held against all others.
const MAX_CLAUSES: usize = 2_000;
/// Most levels of clauses.
const MAX_DEPTH: usize = 12;

/// What a clause asks for in writing, as files say it.
pub(super) const REQUIRED: [(&str, Required); 3] =
    [("none", Required::None), ("implied", Required::Implied), ("explicit", Required::Explicit)];

/// A clause with its place and what is written of its leaf.
struct Entry<'n> {
    node: &'n Node,
    clause: Clause,
    leaf: Option<bool>,
}

/// The framework, or why the file cannot be used.
pub(super) fn read(file: &mut DataFile<'_>, root: &Node, name: &str) -> Result<Framework, String> {
    file.names(root, &FIELDS, "a framework");
    let refuse = |file: &mut DataFile<'_>, field: &str, reason: String, help: String| {
        let at = root.get(field).unwrap_or(root);
        file.add(at, format!("{reason}; {}", instead(&format!("{FOLDER}{name}.yaml"))), help);
        Err(reason)
    };
    let id = root.get("id").and_then(Node::text).unwrap_or_default();
    if id != name {
        let reason = match id {
            "" => "`id` is missing".to_owned(),
            id => format!("`id` is {}, and the file is `{name}.yaml`", quoted(id)),
        };
        return refuse(file, "id", reason, format!("write `id: {name}`, or name the file after its id"));
    }
    let title = filled(file, root, "title").unwrap_or(id).to_owned();
    let edition = file.optional(root, "edition").unwrap_or_default().to_owned();
    let note = file.optional(root, "note").unwrap_or_default().to_owned();
    let nodes = file.list(root, "clauses");
    if nodes.len() > MAX_CLAUSES {
        let reason = format!("`clauses` holds {} clauses, and up to {MAX_CLAUSES} are read", nodes.len());
        return refuse(file, "clauses", reason, "divide it into frameworks of their own".to_owned());
    }
    let mut entries = entries(file, nodes);
    if entries.iter().all(|entry| entry.leaf == Some(false)) {
        let reason = "there is no leaf clause, so coverage would count nothing".to_owned();
        let help =
            "mark each clause that has none below it with `leaf: true`; until then `smsdoc coverage` fails for it";
        return refuse(file, "clauses", reason, help.to_owned());
    }
    let declared: HashSet<&str> = nodes.iter().filter_map(|node| node.get("parent")?.text()).collect();
    let stated: HashSet<&str> = nodes.iter().filter_map(|node| node.get("id")?.text()).collect();
    parents(file, &mut entries, &stated);
    leaves(file, &mut entries, &declared);
    let clauses = entries.into_iter().map(|entry| entry.clause).collect();
    Ok(Framework { id: id.to_owned(), title, edition, note, clauses, documented: DocumentedInformation::default() })
}

/// A text that has to be there and is more than blanks.
fn filled<'n>(file: &mut DataFile<'_>, node: &'n Node, field: &str) -> Option<&'n str> {
    let before = file.findings.len();
    let Some(text) = file.text(node, field) else {
        file.so(before, "the id stands in its place");
        return None;
    };
    let fault = match text {
        text if text.trim().is_empty() => "is empty",
        // Control characters are replaced while YAML is read.
        text if text.chars().any(|char| char.is_control() || char == char::REPLACEMENT_CHARACTER) => {
            "holds a control character"
        }
        text => return Some(text),
    };
    file.add(
        node.get(field)?,
        format!("`{field}` {fault}; the id stands in its place"),
        format!("write `{field}: ...`"),
    );
    None
}

/// Every clause with an id of its own.
fn entries<'n>(file: &mut DataFile<'_>, nodes: &'n [Node]) -> Vec<Entry<'n>> {
    let mut known: HashMap<String, &Node> = HashMap::new();
    let mut entries = Vec::new();
    for node in nodes {
        if node.entries().is_empty() {
            file.add(
                node,
                "this is no clause; it is left out",
                "write `{id: \"...\", title: ..., parent: ..., leaf: true}`",
            );
            continue;
        }
        file.names(node, &CLAUSE, "a clause");
        let before = file.findings.len();
        let Some(id) = file.text(node, "id") else {
            file.so(before, "the clause is left out");
            continue;
        };
        let at = node.get("id").unwrap_or(node);
        if !names::is_clause(id) {
            let message = format!("{} cannot be the id of a clause; the clause is left out", quoted(id));
            let help = "write letters and digits, with dots or hyphens between them, up to 64, such as `A.5.24`; no name \
                        of a file or a device";
            file.add(at, message, help);
            continue;
        }
        // Pages are folders, and many file systems do not tell capitals from small letters.
        if let Some(first) = known.get(&id.to_ascii_lowercase()) {
            let message = format!("the clause `{id}` is there twice; the second one is left out");
            file.clash(at, message, "give one of the two another id, or remove it", first, "first written here");
            continue;
        }
        known.insert(id.to_ascii_lowercase(), at);
        let before = file.findings.len();
        let leaf = file.flag(node, "leaf");
        if node.get("leaf").is_none() {
            file.add(
                node,
                "`leaf` is missing",
                "write `leaf: true` where no clause stands below it, else `leaf: false`",
            );
        }
        file.so(before, "what stands below it decides");
        let before = file.findings.len();
        let parent = file.optional(node, "parent").map(str::to_owned);
        file.so(before, "the clause stands at the top");
        let clause = Clause {
            id: id.to_owned(),
            title: filled(file, node, "title").unwrap_or(id).to_owned(),
            parent,
            leaf: true,
            summary: file.optional(node, "summary").unwrap_or_default().to_owned(),
            required: required(file, node),
            items: file.list(node, "items").iter().filter_map(|item| self::item(file, item)).collect(),
            evidence: file.texts(node, "evidence").into_iter().map(|(_, text)| text.to_owned()).collect(),
        };
        entries.push(Entry { node, clause, leaf });
    }
    entries
}

/// What a clause asks for in writing; nothing where it does not say.
fn required(file: &mut DataFile<'_>, node: &Node) -> Required {
    let before = file.findings.len();
    let required = node.get("required").and_then(|_| file.word(node, "required", &REQUIRED));
    file.so(before, "it counts as `none`");
    required.unwrap_or_default()
}

fn item(file: &mut DataFile<'_>, node: &Node) -> Option<RequiredItem> {
    if node.entries().is_empty() {
        file.add(node, "this is no item; it is left out", "write `{what: ..., kind: document}`");
        return None;
    }
    file.names(node, &ITEM, "an item");
    let before = file.findings.len();
    let (what, kind) = (file.text(node, "what"), file.word(node, "kind", &KINDS));
    file.so(before, "the item is left out");
    Some(RequiredItem { what: what?.to_owned(), kind: kind?.to_owned() })
}

/// Takes out parents that do not exist or that lead in a circle. The clause stays, at the top, and so counts.
fn parents(file: &mut DataFile<'_>, entries: &mut [Entry<'_>], stated: &HashSet<&str>) {
    let index: HashMap<String, usize> =
        entries.iter().enumerate().map(|(at, entry)| (entry.clause.id.clone(), at)).collect();
    let all: Vec<String> = entries.iter().map(|entry| entry.clause.id.clone()).collect();
    let mut up: Vec<Option<usize>> = Vec::new();
    for entry in entries.iter_mut() {
        let Some(parent) = entry.clause.parent.clone() else {
            up.push(None);
            continue;
        };
        up.push(index.get(&parent).copied());
        if !index.contains_key(&parent) {
            entry.clause.parent = None;
            // That a clause was left out is said of it.
            if !stated.contains(parent.as_str()) {
                let choices: Vec<&str> = all.iter().map(String::as_str).filter(|id| *id != entry.clause.id).collect();
                let help = match nearest(&parent, &choices) {
                    Some(near) => format!("did you mean `{near}`? A clause at the top has no `parent`"),
                    None => "name the id of a clause of this file; a clause at the top has no `parent`".to_owned(),
                };
                let message = format!(
                    "the parent {} does not exist; the clause `{}` stands at the top",
                    quoted(&parent),
                    entry.clause.id
                );
                file.add(entry.node.get("parent").unwrap_or(entry.node), message, help);
            }
        }
    }
    for start in circles(&up) {
        let id = &entries[start].clause.id;
        let message = format!("the clause `{id}` stands below itself; it stands at the top");
        let help = "name the clause above as `parent`; a clause at the top has no `parent`";
        to_top(file, &mut entries[start], message, help);
        up[start] = None;
    }
    for start in 0..entries.len() {
        let depth = std::iter::successors(Some(start), |at| up[*at]).take(MAX_DEPTH + 1).count();
        if depth > MAX_DEPTH {
            let id = &entries[start].clause.id;
            let message = format!("the clause `{id}` stands more than {MAX_DEPTH} levels deep; it stands at the top");
            to_top(file, &mut entries[start], message, "name a clause further up as `parent`");
            up[start] = None;
        }
    }
}

fn to_top(file: &mut DataFile<'_>, entry: &mut Entry<'_>, message: String, help: &str) {
    entry.clause.parent = None;
    file.add(entry.node.get("parent").unwrap_or(entry.node), message, help);
}

/// The first clause of each circle of parents.
fn circles(up: &[Option<usize>]) -> Vec<usize> {
    let mut seen = vec![usize::MAX; up.len()];
    let mut first = Vec::new();
    for start in 0..up.len() {
        let mut at = Some(start);
        while let Some(here) = at.filter(|here| seen[*here] == usize::MAX) {
            seen[here] = start;
            at = up[here];
        }
        if let Some(met) = at.filter(|met| seen[*met] == start) {
            let around = std::iter::successors(up[met], |at| up[*at].filter(|_| *at != met));
            first.extend(around.min());
        }
    }
    first
}

/// Settles which clauses are leaves: those with none below, whatever is written.
fn leaves(file: &mut DataFile<'_>, entries: &mut [Entry<'_>], declared: &HashSet<&str>) {
    let mut below: HashMap<String, &Node> = HashMap::new();
    for entry in entries.iter() {
        if let Some(parent) = &entry.clause.parent {
            below.entry(parent.clone()).or_insert(entry.node);
        }
    }
    for entry in entries {
        let id = &entry.clause.id;
        let at = entry.node.get("leaf").unwrap_or(entry.node);
        let child = below.get(id);
        entry.clause.leaf = child.is_none();
        match (entry.leaf, child) {
            (Some(true), Some(child)) => {
                let message =
                    format!("the clause `{id}` is marked as a leaf, and has clauses below it; it counts as none");
                file.clash(
                    at,
                    message,
                    "write `leaf: false`, or give those below another parent",
                    child,
                    "stands below it",
                );
            }
            (Some(false), None) if !declared.contains(id.as_str()) => {
                let message = format!("no clause stands below `{id}`; it counts as a leaf");
                file.add(at, message, "write `leaf: true`, or name it as `parent` of the clauses below it");
            }
            _ => {}
        }
    }
}
