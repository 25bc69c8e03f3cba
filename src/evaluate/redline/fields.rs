//! Front matter against front matter: by the names of fields, not by their order.

use std::collections::{BTreeMap, BTreeSet};

use super::FieldChange;
use crate::model::node::{Node, NodeKind};
use crate::say;

/// Fields that differ.
pub(super) fn changes(old: &Node, new: &Node) -> Vec<FieldChange> {
    let (before, after) = (values(old), values(new));
    let names = new.entries().iter().chain(old.entries()).map(|(name, _)| name.value.as_str());
    let mut seen = BTreeSet::new();
    names
        .filter(|name| seen.insert(*name))
        .filter_map(|name| {
            let (before, after) = (before.get(name), after.get(name));
            (before != after).then(|| FieldChange {
                field: name.to_owned(),
                before: before.map(Value::shown),
                after: after.map(Value::shown),
            })
        })
        .collect()
}

/// What a node says, whatever its quotes and the order of its fields.
#[derive(PartialEq, Eq)]
enum Value<'a> {
    Nothing,
    Text(&'a str),
    List(Vec<Value<'a>>),
    Fields(BTreeMap<&'a str, Value<'a>>),
}

/// The fields of a mapping that say something. Of two with one name the first counts, as everywhere.
fn values(node: &Node) -> BTreeMap<&str, Value<'_>> {
    let mut values = BTreeMap::new();
    for (name, node) in node.entries() {
        let value = value(node);
        if value != Value::Nothing {
            values.entry(name.value.as_str()).or_insert(value);
        }
    }
    values
}

fn value(node: &Node) -> Value<'_> {
    match &node.kind {
        NodeKind::Scalar { .. } if node.is_null() => Value::Nothing,
        NodeKind::Scalar { text, .. } => Value::Text(text),
        NodeKind::Sequence(items) => Value::List(items.iter().map(value).collect()),
        NodeKind::Mapping(_) => Value::Fields(values(node)),
    }
}

impl Value<'_> {
    /// In one line; two values that differ are written differently.
    fn shown(&self) -> String {
        match self {
            Self::Text(text) => (*text).to_owned(),
            _ => self.outer(),
        }
    }

    fn outer(&self) -> String {
        match self {
            Self::List(items) if !items.is_empty() => items.iter().map(Value::inner).collect::<Vec<_>>().join(", "),
            Self::Fields(fields) if !fields.is_empty() => {
                let pairs = fields.iter().map(|(name, value)| format!("{name}: {}", value.inner()));
                pairs.collect::<Vec<_>>().join("; ")
            }
            _ => self.inner(),
        }
    }

    /// As part of another value: with brackets, and quotes where the text could be taken for something else.
    fn inner(&self) -> String {
        match self {
            Self::Nothing => say!("(nothing)"),
            Self::Text(text) => {
                let plain = !text.is_empty()
                    && text.trim() == *text
                    && !text.contains([',', ';', '"', '[', ']', '{', '}', '\n'])
                    && !text.contains(": ")
                    && *text != say!("(nothing)");
                if plain { (*text).to_owned() } else { format!("\"{}\"", text.replace('"', "\\\"")) }
            }
            Self::List(items) if items.is_empty() => "[]".to_owned(),
            Self::List(_) => format!("[{}]", self.outer()),
            Self::Fields(fields) if fields.is_empty() => "{}".to_owned(),
            Self::Fields(_) => format!("{{{}}}", self.outer()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::source::SourceFile;
    use crate::model::span::Span;

    fn read(text: &str) -> Node {
        let file = SourceFile::new("a.yaml", text);
        crate::read::yaml::parse(&file, Span { start: 0, end: text.len() }, "yaml").0
    }

    fn differ(old: &str, new: &str) -> Vec<(String, Option<String>, Option<String>)> {
        changes(&read(old), &read(new)).into_iter().map(|at| (at.field, at.before, at.after)).collect()
    }

    #[test]
    fn order_and_quotes_are_no_change() {
        assert_eq!(differ("a: 1.10\nb: {x: 1, y: 2}\nc:\n", "b:\n  y: '2'\n  x: 1\na: \"1.10\"\n"), []);
    }

    #[test]
    fn values_are_written_in_one_line() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            differ(
                "gone: x\nlist: [a, b]\ntargets:\n  - {name: p1, value: 4 h}\n",
                "new: y\nlist: [\"a, b\"]\ntargets:\n  - {name: p1, value: 2 h}\n  - [q, \"\"]\n"
            ),
            [
                ("new".to_owned(), None, some("y")),
                ("list".to_owned(), some("a, b"), some("\"a, b\"")),
                ("targets".to_owned(), some("{name: p1; value: 4 h}"), some("{name: p1; value: 2 h}, [q, \"\"]")),
                ("gone".to_owned(), some("x"), None),
            ]
        );
    }
}
