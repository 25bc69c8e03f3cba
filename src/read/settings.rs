//! Reads the configuration and the people of a repository.

use serde::de::DeserializeOwned;
use serde_yaml::{Mapping, Value};

use super::schema::SchemaSet;
use super::yaml;
use crate::model::finding::Finding;
use crate::model::node::{Node, NodeKind};
use crate::model::source::SourceFile;
use crate::model::span::Span;

/// A settings file without the mark that some editors put before its first character.
fn whole(file: &SourceFile) -> Span {
    let start = file.text().strip_prefix('\u{feff}').map_or(0, |rest| file.text().len() - rest.len());
    Span { start, end: file.text().len() }
}

/// Reads a settings file: first its places and its schema, for findings; then its values.
///
/// In the place of a part that has a fault the default stands, so that the rest of the repository is still checked.
#[must_use]
pub fn read<T: DeserializeOwned + Default>(file: &SourceFile, schema: &str, schemas: &SchemaSet) -> (T, Vec<Finding>) {
    let whole = whole(file);
    let (node, mut findings) = yaml::parse(file, whole, "settings-invalid");
    let readable = findings.is_empty();
    if readable {
        let first = Span { start: 0, end: 0 };
        findings.extend(schemas.check(schema, file, &node, first));
        for finding in &mut findings {
            finding.rule = "settings-invalid";
        }
    }
    if node.entries().is_empty() || !readable {
        return (T::default(), findings);
    }
    match serde_yaml::from_str(file.slice(whole)) {
        Ok(value) => (value, findings),
        Err(error) => {
            if findings.is_empty() {
                let at = error.location().map_or(0, |location| location.index());
                let at = (whole.start + at).min(file.text().len());
                let message = format!("this cannot be read: {error}");
                let help = "`smsdoc schema smsdoc` and `smsdoc schema people` print what these files hold";
                let place = file.place(Span { start: at, end: at });
                findings.push(Finding::new("settings-invalid", place, message).help(help));
            }
            (sound(&node), findings)
        }
    }
}

/// Whether a settings file is YAML at all, whatever it holds.
#[must_use]
pub fn is_readable(file: &SourceFile) -> bool {
    yaml::parse(file, whole(file), "settings-invalid").1.is_empty()
}

/// The values of a settings file, before anything is said of its faults; the default where it cannot be read.
#[must_use]
pub fn values<T: DeserializeOwned + Default>(file: &SourceFile) -> T {
    let whole = whole(file);
    // The first pass refuses aliases, which the second would take minutes over.
    let (node, findings) = yaml::parse(file, whole, "settings-invalid");
    if !findings.is_empty() {
        return T::default();
    }
    serde_yaml::from_str(file.slice(whole)).unwrap_or_else(|_| sound(&node))
}

/// The values of what can be read, without the parts that cannot: one entry with a fault leaves the others as they are.
fn sound<T: DeserializeOwned + Default>(node: &Node) -> T {
    let fits = |value: Value, complete: bool| match serde_yaml::from_value::<T>(value) {
        Ok(_) => true,
        // A field that is looked at alone lacks its neighbours.
        Err(error) => !complete && error.to_string().contains("missing field"),
    };
    let kept = kept(&value(node), &|part| part, &fits);
    kept.and_then(|kept| serde_yaml::from_value(kept).ok()).unwrap_or_default()
}

/// The part of a value that fits; `None` where nothing of it does.
fn kept(part: &Value, within: &dyn Fn(Value) -> Value, fits: &dyn Fn(Value, bool) -> bool) -> Option<Value> {
    if fits(within(part.clone()), true) {
        return Some(part.clone());
    }
    let rest = match part {
        Value::Mapping(fields) => {
            let of = |name: &Value, field: Value| [(name.clone(), field)].into_iter().collect::<Mapping>();
            // An entry of a list is complete only in a part that has its own name.
            let is_plain = |name: &Value, field: &Value| {
                !field.is_mapping() && !field.is_sequence() && fits(within(of(name, field.clone()).into()), false)
            };
            let plain = fields.iter().filter(|(name, field)| is_plain(name, field));
            let plain: Mapping = plain.map(|(name, field)| (name.clone(), field.clone())).collect();
            let rest = fields.iter().filter_map(|(name, field)| {
                let beside =
                    |field: Value| within(Value::Mapping(plain.clone().into_iter().chain(of(name, field)).collect()));
                Some((name.clone(), kept(field, &beside, fits)?))
            });
            Value::Mapping(rest.collect())
        }
        Value::Sequence(entries) => {
            let alone = |entry: Value| within(Value::Sequence(vec![entry]));
            let rest = entries.iter().filter_map(|entry| kept(entry, &alone, fits));
            Value::Sequence(rest.filter(|entry| fits(alone(entry.clone()), true)).collect())
        }
        _ => part.clone(),
    };
    fits(within(rest.clone()), false).then_some(rest)
}

/// Values as they were written: all scalars are text.
fn value(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Mapping(fields) => {
            let fields = fields.iter().map(|(name, field)| (Value::String(name.value.clone()), value(field)));
            Value::Mapping(fields.collect())
        }
        NodeKind::Sequence(entries) => Value::Sequence(entries.iter().map(value).collect()),
        NodeKind::Scalar { .. } if node.is_null() => Value::Null,
        NodeKind::Scalar { .. } => Value::String(node.text().unwrap_or_default().to_owned()),
    }
}

/// The fields of a settings file with their places; none where it cannot be read.
#[must_use]
pub fn node(file: &SourceFile) -> Node {
    yaml::parse(file, whole(file), "settings-invalid").0
}

/// Whether a settings file states a value, or leaves it to the default.
#[must_use]
pub fn states(file: &SourceFile, keys: &[&str]) -> bool {
    let whole = whole(file);
    let node = yaml::fields(file, whole);
    keys.iter().try_fold(&node, |node, key| node.get(key)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::config::{Config, Evidence};
    use crate::model::people::People;
    use crate::model::rule_setting::Level;

    #[test]
    fn a_fault_leaves_the_rest_as_it_is() {
        let text = "\
site: {title: Ours, language: [en]}
control: {evidence: signed, approvers: {policy: [a], plan: [[b]], role: c}, release_tags: {a: b}}
rules:
  audit-gap: {level: fatal, within: P24M}
  review-overdue: {level: off}
  role-vacant: error
as_of: 2026-10-31
";
        let config: Config = values(&SourceFile::new("smsdoc.yaml", text));
        assert_eq!((config.site.title.as_str(), config.site.language.as_str()), ("Ours", "en"));
        assert_eq!(config.control.evidence, Evidence::Signed);
        assert_eq!(config.control.approver_roles("policy"), ["a"]);
        assert_eq!(config.control.release_tags, "release/*");
        assert_eq!(config.rules["review-overdue"].level, Some(Level::Off));
        assert_eq!(config.rules["audit-gap"].level, None);
        assert!(!config.rules.contains_key("role-vacant"));
        assert!(config.pinned_day().is_some());
    }

    #[test]
    fn a_mark_before_the_first_character_is_no_fault() {
        let file = SourceFile::new("smsdoc.yaml", "\u{feff}control: {evidence: signed}\r\nas_of: 2026-10-31\r\n");
        let config: Config = values(&file);
        assert_eq!((config.control.evidence, config.pinned_day().is_some()), (Evidence::Signed, true));
        assert_eq!(node(&file).get("as_of").map(|node| file.slice(node.span)), Some("2026-10-31"));
    }

    #[test]
    fn one_person_with_a_fault_leaves_the_others_their_roles() {
        let text = "\
people:
  - {id: a, name: A, roles: [{role: x, from: 2024-01-01}, {from: 2024-01-01}, y]}
  - {id: b, emails: [b@example.org]}
  - {id: c, name: C, emails: c@example.org, roles: [{role: x}]}
roles:
  - {id: x, title: X}
  - nobody
";
        let people: People = values(&SourceFile::new("people.yaml", text));
        let known: Vec<_> = people.people.iter().map(|person| (person.id.as_str(), person.roles.len())).collect();
        assert_eq!(known, [("a", 1), ("c", 1)]);
        assert_eq!(people.roles.len(), 1);
    }
}
