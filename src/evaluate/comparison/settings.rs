//! People, roles and configuration that differ: they decide who may approve, and how strictly all is judged.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::evaluate::Sms;
use crate::model::node::{Node, NodeKind};
use crate::model::people::{People, Person};
use crate::model::source::SourceFile;
use crate::model::span::Span;

/// How a person holds a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holding {
    /// From when until when, as typed; several times are joined.
    pub times: String,
    /// Whether today is within.
    pub today: bool,
}

/// A difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Setting {
    /// Who may approve documents of some types.
    Approvers {
        /// Titles of the types.
        types: Vec<String>,
        /// Titles of the roles before.
        before: Vec<String>,
        /// Titles of the roles after.
        after: Vec<String>,
    },
    /// Who holds a role, or when.
    Holder {
        /// Title of the role.
        role: String,
        /// Whether the role may approve documents of some type.
        approves: bool,
        /// Name of the person.
        person: String,
        /// Before; `None` where the person did not hold it at all.
        before: Option<Holding>,
        /// After.
        after: Option<Holding>,
    },
    /// A person is new, gone, or known by other signs. Keys are told by their number: they are long.
    Person {
        /// Name.
        person: String,
        /// `person`, `name`, `emails` or `keys`.
        what: &'static str,
        /// Before.
        before: Option<String>,
        /// After.
        after: Option<String>,
    },
    /// A role is new, gone, or has another title or deputy.
    Role {
        /// Title, else id.
        role: String,
        /// `role`, `title` or `deputy`.
        what: &'static str,
        /// Before.
        before: Option<String>,
        /// After.
        after: Option<String>,
    },
    /// A key of the configuration.
    Key {
        /// With those above it: `control.evidence`.
        key: String,
        /// Value before; `None` where it was not there, and the default held.
        before: Option<String>,
        /// Value after.
        after: Option<String>,
    },
}

impl Setting {
    /// Whether `people.yaml` holds it; else `smsdoc.yaml` does.
    #[must_use]
    pub fn is_of_people(&self) -> bool {
        !matches!(self, Self::Approvers { .. } | Self::Key { .. })
    }

    /// Whether it changes who may approve, or what proves it.
    #[must_use]
    pub fn affects_approval(&self) -> bool {
        match self {
            Self::Approvers { .. } => true,
            Self::Holder { approves, .. } => *approves,
            Self::Person { what, .. } => *what != "name",
            Self::Role { .. } => false,
            Self::Key { key, .. } => key.starts_with("control."),
        }
    }
}

/// What differs, first what affects approvals.
pub(super) fn settings(before: &Sms, after: &Sms) -> Vec<Setting> {
    let mut found = approvers(before, after);
    let told = !found.is_empty();
    found.extend(keys(before.inputs.config_file.as_ref(), after.inputs.config_file.as_ref(), told));
    found.extend(persons(before, after));
    found.extend(roles(&before.inputs.people, &after.inputs.people));
    // Stable: within each half the order stays.
    found.sort_by_key(|setting| !setting.affects_approval());
    found
}

/// Types whose approvers are others, those with the same change together.
fn approvers(before: &Sms, after: &Sms) -> Vec<Setting> {
    let title = |sms: &Sms, id: &str| sms.inputs.people.role_title(id).to_owned();
    let mut groups: Vec<(Vec<&str>, Vec<&str>, Vec<String>)> = Vec::new();
    for doc_type in after.inputs.types.values().filter(|doc_type| !doc_type.is_record()) {
        let was = before.inputs.config.control.approver_roles(&doc_type.name);
        let is = after.inputs.config.control.approver_roles(&doc_type.name);
        if was == is {
            continue;
        }
        match groups.iter_mut().find(|(old, new, _)| *old == was && *new == is) {
            Some((_, _, types)) => types.push(doc_type.title.clone()),
            None => groups.push((was, is, vec![doc_type.title.clone()])),
        }
    }
    let groups = groups.into_iter().map(|(was, is, types)| Setting::Approvers {
        types,
        before: was.into_iter().map(|id| title(before, id)).collect(),
        after: is.into_iter().map(|id| title(after, id)).collect(),
    });
    groups.collect()
}

/// Keys of the configuration by their full names. Approvers are left out where they are told of by type.
fn keys(before: Option<&SourceFile>, after: Option<&SourceFile>, approvers: bool) -> Vec<Setting> {
    let read = |file: Option<&SourceFile>| {
        let mut values = BTreeMap::new();
        if let Some(file) = file {
            let all = Span { start: 0, end: file.text().len() };
            flatten("", &crate::read::yaml::fields(file, all), &mut values);
        }
        values
    };
    let (before, after) = (read(before), read(after));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let names = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    let names = names.filter(|name| !(approvers && name.starts_with("control.approvers")));
    names
        .map(|name| Setting::Key {
            key: name.clone(),
            before: before.get(name).cloned(),
            after: after.get(name).cloned(),
        })
        .collect()
}

/// Deeper than this, values are written as a whole.
const DEPTH: usize = 4;

fn flatten(name: &str, node: &Node, values: &mut BTreeMap<String, String>) {
    let nested = name.split('.').count() < DEPTH;
    match &node.kind {
        NodeKind::Mapping(entries) if nested && (!entries.is_empty() || name.is_empty()) => {
            for (key, value) in entries {
                let name = if name.is_empty() { key.value.clone() } else { format!("{name}.{}", key.value) };
                flatten(&name, value, values);
            }
        }
        _ if name.is_empty() => {}
        _ => {
            values.entry(name.to_owned()).or_insert_with(|| shown(node));
        }
    }
}

/// A value in one line.
fn shown(node: &Node) -> String {
    match &node.kind {
        NodeKind::Scalar { text, .. } => text.clone(),
        NodeKind::Sequence(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        NodeKind::Mapping(entries) => {
            let pairs = entries.iter().map(|(key, value)| format!("{}: {}", key.value, shown(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

fn persons(before: &Sms, after: &Sms) -> Vec<Setting> {
    let (old, new) = (&before.inputs.people, &after.inputs.people);
    let ids: BTreeSet<&str> = new.people.iter().chain(&old.people).map(|person| person.id.as_str()).collect();
    let mut found = Vec::new();
    for id in ids {
        let (was, is) = (old.person(id), new.person(id));
        let Some(person) = is.or(was).map(|person| person.name.clone()) else { continue };
        let mut differs = |what, before: Option<String>, after: Option<String>| {
            if before != after {
                found.push(Setting::Person { person: person.clone(), what, before, after });
            }
        };
        if was.is_none() || is.is_none() {
            differs("person", was.map(|was| was.id.clone()), is.map(|is| is.id.clone()));
        }
        if let (Some(was), Some(is)) = (was, is) {
            differs("name", Some(was.name.clone()), Some(is.name.clone()));
        }
        let emails = |person: Option<&Person>| person.map(|person| person.emails.join(", "));
        differs("emails", emails(was).filter(|all| !all.is_empty()), emails(is).filter(|all| !all.is_empty()));
        if was.map_or(&[][..], |was| &was.keys) != is.map_or(&[][..], |is| &is.keys) {
            let (old, new) = keys_of(was, is);
            differs("keys", Some(old), Some(new));
        }
        holdings(before, after, &person, was, is, &mut found);
    }
    found
}

/// How many keys went, and which came, by the name at their end.
fn keys_of(was: Option<&Person>, is: Option<&Person>) -> (String, String) {
    let keys = |person: Option<&Person>| person.map(|person| person.keys.clone()).unwrap_or_default();
    let (was, is) = (keys(was), keys(is));
    let name = |key: &String| {
        let parts: Vec<&str> = key.split_whitespace().collect();
        let end = parts.get(1).map_or("", |body| &body[body.floor_char_boundary(body.len().saturating_sub(8))..]);
        format!("{} ...{end}", parts.first().unwrap_or(&""))
    };
    let only = |these: &[String], those: &[String]| {
        let names: Vec<String> = these.iter().filter(|key| !those.contains(key)).map(name).collect();
        if names.is_empty() { format!("{} in all", these.len()) } else { names.join(", ") }
    };
    (only(&was, &is), only(&is, &was))
}

fn holdings(
    before: &Sms,
    after: &Sms,
    name: &str,
    was: Option<&Person>,
    is: Option<&Person>,
    found: &mut Vec<Setting>,
) {
    let held = |person: Option<&Person>| -> BTreeSet<String> {
        person.iter().flat_map(|person| &person.roles).map(|held| held.role.clone()).collect()
    };
    let all: BTreeSet<String> = held(was).union(&held(is)).cloned().collect();
    for role in all {
        let (old, new) = (holding(was, &role, before), holding(is, &role, after));
        if old == new {
            continue;
        }
        let people = &after.inputs.people;
        let title = people.role(&role).or(before.inputs.people.role(&role)).map_or(&role, |role| &role.title);
        found.push(Setting::Holder {
            role: title.clone(),
            approves: approves(after, &role) || approves(before, &role),
            person: name.to_owned(),
            before: old,
            after: new,
        });
    }
}

fn holding(person: Option<&Person>, role: &str, sms: &Sms) -> Option<Holding> {
    let times: Vec<_> = person?.roles.iter().filter(|held| held.role == role).collect();
    let words = times.iter().map(|held| match (&held.from, &held.until) {
        (None, None) => "always".to_owned(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(until)) => format!("until {until}"),
        (Some(from), Some(until)) => format!("from {from} until {until}"),
    });
    let words: Vec<String> = words.collect();
    let today = times.iter().any(|held| held.covers(sms.inputs.today));
    (!words.is_empty()).then(|| Holding { times: words.join(", "), today })
}

/// Whether a role may approve documents of some type.
fn approves(sms: &Sms, role: &str) -> bool {
    let mut types = sms.inputs.types.values().filter(|doc_type| !doc_type.is_record());
    types.any(|doc_type| sms.inputs.config.control.approver_roles(&doc_type.name).contains(&role))
}

fn roles(old: &People, new: &People) -> Vec<Setting> {
    let ids: BTreeSet<&str> = new.roles.iter().chain(&old.roles).map(|role| role.id.as_str()).collect();
    let mut found = Vec::new();
    for id in ids {
        let (was, is) = (old.role(id), new.role(id));
        let Some(title) = is.or(was).map(|role| role.title.clone()) else { continue };
        let mut differs = |what, before: Option<String>, after: Option<String>| {
            if before != after {
                found.push(Setting::Role { role: title.clone(), what, before, after });
            }
        };
        match (was, is) {
            (Some(was), Some(is)) => {
                differs("title", Some(was.title.clone()), Some(is.title.clone()));
                differs("deputy", was.deputy.clone(), is.deputy.clone());
            }
            _ => differs("role", was.map(|was| was.id.clone()), is.map(|is| is.id.clone())),
        }
    }
    found
}
