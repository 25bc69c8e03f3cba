//! A role: who holds it, what applies to it, what it owns and what it may approve.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::super::section::{Words, fact, grid, half, wide as whole};
use super::super::shared;
use super::roles::{approves, deputy, held_by, owned};
use super::{Blank, Cell, Column, Group, Table, View, column, wide};
use crate::evaluate::corpus::Entry;
use crate::model::date;
use crate::model::node::Node;
use crate::model::people::{Person, Role, RoleHeld};
use crate::say;
use crate::site::Site;

/// The page.
#[must_use]
pub fn view(site: &Site, path: &str, id: &str) -> View {
    let blank = |title: String, lede: String| Blank { path, title, lede, section: "", landscape: false }.view(site);
    let Some(role) = site.sms.inputs.people.role(id) else { return blank(id.to_owned(), String::new()) };
    let lede = match shared::holders(&site.sms, id).as_str() {
        "" => say!("Nobody holds this role today."),
        names => say!("Held by {names}.", names),
    };
    View {
        above: vec![(say!("Roles"), "roles/index.html")],
        facts: facts(site, role),
        groups: groups(site, role),
        empty: say!("The role owns no document in force, none applies to it, and it approves none."),
        ..blank(role.title.clone(), lede)
    }
}

fn facts(site: &Site, role: &Role) -> Vec<super::Fact> {
    let sms = &site.sms;
    let today = sms.inputs.today;
    let all = || {
        let people = sms.inputs.people.people.iter();
        people
            .flat_map(|person| person.roles.iter().map(move |held| (person, held)))
            .filter(|(_, held)| held.role == role.id)
    };
    let day = |text: &Option<String>| text.as_deref().and_then(date::parse);
    let now = all().filter(|(_, held)| held.covers(today)).map(|(person, held)| match day(&held.from) {
        Some(from) => say!("{name}, since {day}", name = person.name, day = date::display(from)),
        None => person.name.clone(),
    });
    let now: Vec<String> = now.collect();
    let holders = if now.is_empty() { held_by(site, role) } else { now.join("; ").into() };
    let to_come = all().filter(|(_, held)| day(&held.from).is_some_and(|from| from > today));
    let to_come: Vec<String> = to_come
        .filter_map(|(person, held)| {
            Some(say!("{name}, from {day}", name = person.name, day = date::display(day(&held.from)?)))
        })
        .collect();
    let mut past: Vec<(Date, &Person, &RoleHeld)> =
        all().filter_map(|(person, held)| Some((day(&held.until)?, person, held))).filter(|at| at.0 < today).collect();
    past.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.name.cmp(&b.1.name)));
    let past: Vec<String> = past
        .into_iter()
        .map(|(until, person, held)| match day(&held.from) {
            Some(from) => say!(
                "{name}, {from} to {until}|a role",
                name = person.name,
                from = date::display(from),
                until = date::display(until)
            ),
            None => say!("{name}, until {until}", name = person.name, until = date::display(until)),
        })
        .collect();
    let mut facts = vec![half(say!("Held by"), holders), half(say!("Stands in"), deputy(site, role))];
    if !to_come.is_empty() {
        facts.push(whole(say!("Will be held by"), to_come.join("; ")));
    }
    if !past.is_empty() {
        facts.push(whole(say!("Held before by"), past.join("; ")));
    }
    let clauses = clauses(site, role);
    if !clauses.is_empty() {
        facts.push(whole(say!("Clauses that its documents answer"), clauses));
    }
    let types = approves(site, role);
    if !types.is_empty() {
        let types: Vec<String> =
            types.into_iter().map(|doc_type| crate::model::language::translate(&doc_type.title)).collect();
        facts.push(whole(say!("May approve"), types.join(", ")));
    }
    if facts.len() == 2 {
        facts.push(fact(say!("May approve"), say!("Nothing|approve")));
    }
    grid(facts)
}

/// Clauses of the framework that the documents of a role answer, in its order.
fn clauses(site: &Site, role: &Role) -> Words {
    let sms = &site.sms;
    let Some(framework) = sms.inputs.framework() else { return Words::new() };
    let owned: BTreeSet<&str> =
        owned(site, role).filter(|entry| !entry.is_record()).map(|entry| entry.id.as_str()).collect();
    let answers = sms.coverage.clauses.iter().filter(|clause| {
        let mut support = clause.support.iter().filter(|support| support.in_force);
        support.any(|support| owned.contains(sms.corpus.entries[support.entry].id.as_str()))
    });
    Words::join(
        answers.map(|clause| Words::new().figure(clause.id.as_str(), &shared::clause_href(&framework.id, &clause.id))),
        ", ",
    )
}

/// What applies to the role, what else it owns, and what else it may approve: each document once.
fn groups(site: &Site, role: &Role) -> Vec<Group> {
    let may: Vec<&str> = approves(site, role).into_iter().map(|doc_type| doc_type.name.as_str()).collect();
    let (mut read, mut own, mut approve, mut records) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut entries: Vec<&Entry> = site.sms.corpus.in_force().collect();
    entries.sort_by_key(|entry| rank(entry));
    for entry in entries {
        let document = entry.document();
        let owns = document.owner.as_ref().is_some_and(|owner| owner.value == role.id);
        if entry.is_record() {
            records.extend(owns.then(|| row(entry, vec![say!("owned by it")])));
            continue;
        }
        let named = document.applies_to_roles.iter().any(|applies| applies.value == role.id);
        let all = !named && binds_all(entry);
        let approves = entry.doc_type.as_ref().is_some_and(|doc_type| may.contains(&doc_type.name.as_str()));
        let why = [
            (named, say!("applies to it")),
            (all, say!("binds all staff")),
            (owns, say!("owned by it")),
            (approves, say!("may be approved by it")),
        ];
        let why: Vec<String> = why.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect();
        if why.is_empty() {
            continue;
        }
        let group = match (named || all, owns) {
            (true, _) => &mut read,
            (false, true) => &mut own,
            (false, false) => &mut approve,
        };
        group.push(row(entry, why));
    }
    let read = group("read", say!("Applies to you: read these"), "", read);
    let own = group("owns", say!("Owns, besides|documents"), "", own);
    let approve = group("approves", say!("May approve, besides|documents"), "", approve);
    let count = records.len();
    let records = group("records", say!("Records it keeps"), &say!("{count} records", count), records);
    [read, own, approve, records].into_iter().flatten().collect()
}

/// What tells how something is done comes first, then what binds, then what is good to know.
fn rank(entry: &Entry) -> u8 {
    match entry.doc_type.as_ref().map(|doc_type| doc_type.name.as_str()) {
        Some("procedure" | "process" | "work_instruction") => 0,
        Some("policy") => 1,
        _ => 2,
    }
}

/// Whether a policy says that it binds everybody. Whom it binds is told in words, so that only the plainest count.
fn binds_all(entry: &Entry) -> bool {
    let items = entry.document().front.get("applies_to").map(Node::items).unwrap_or_default();
    items.iter().filter_map(Node::text).map(str::to_lowercase).any(|text| matches!(text.trim(), "all" | "all staff"))
}

fn group(id: &str, title: String, fold: &str, rows: Vec<Vec<Cell>>) -> Option<Group> {
    if rows.is_empty() {
        return None;
    }
    let count = rows.len();
    let table =
        Table { id: format!("{id}-t"), caption: title.clone(), fold: fold.to_owned(), columns: columns(), rows };
    Some(Group { id: id.to_owned(), title, count, tables: vec![table], ..Group::default() })
}

fn columns() -> Vec<Column> {
    vec![
        column(say!("Document")),
        column(say!("State")),
        wide(say!("Why it is here")),
        wide(say!("Type")),
        wide(say!("Review by")),
    ]
}

fn row(entry: &Entry, why: Vec<String>) -> Vec<Cell> {
    vec![
        Cell::document(entry),
        Cell::state(shared::state(entry.state())),
        why.join("; ").into(),
        shared::type_title(entry).into(),
        Cell::day(entry.next_review),
    ]
}
