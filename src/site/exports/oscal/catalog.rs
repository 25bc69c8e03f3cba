//! A framework as an OSCAL catalog: a group for each clause that groups others, a control for each leaf clause.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Link, Metadata, Property, control_href, control_id, file, line, own, standard};
use crate::model::clause::ClauseId;
use crate::model::framework::{Clause, Framework};
use crate::model::inputs::Inputs;

/// Deepest nesting of groups that is written; what lies deeper stands at the top.
const MAX_DEPTH: usize = 16;

#[derive(Serialize)]
struct Catalog {
    metadata: Metadata,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    controls: Vec<Control>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<Group>,
}

/// A group holds groups or controls, never both.
#[derive(Serialize)]
struct Group {
    id: String,
    class: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    props: Vec<Property>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<Link>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Part>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<Group>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    controls: Vec<Control>,
}

#[derive(Serialize)]
struct Control {
    id: String,
    class: &'static str,
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    props: Vec<Property>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<Link>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Part>,
}

/// A text on a clause.
#[derive(Serialize)]
struct Part {
    id: String,
    name: &'static str,
    props: Vec<Property>,
    prose: String,
}

/// The catalog of a framework: `cl-8.6.1` for clause 8.6.1, with title, label, a summary in our own words, and links to the
/// clauses of other frameworks that are about the same subject. Nothing of the text of a standard is in it.
#[must_use]
pub fn catalog(inputs: &Inputs, framework: &Framework) -> Vec<u8> {
    let mut writer = Writer { inputs, framework, written: BTreeSet::new() };
    let known = |id: &str| framework.clauses.iter().any(|clause| clause.id == id);
    let (mut controls, mut groups) = (Vec::new(), Vec::new());
    for top in framework.clauses.iter().filter(|clause| !clause.parent.as_deref().is_some_and(known)) {
        if top.leaf {
            controls.extend(writer.control(top));
        } else {
            groups.extend(writer.group(top, 0));
        }
    }
    // In a file with a circle of parents some lie below no clause of the top.
    for leaf in framework.leaves() {
        controls.extend(writer.control(leaf));
    }
    let summaries = framework.clauses.iter().any(|clause| !clause.summary.is_empty());
    let remarks = [
        line(&framework.note),
        if summaries { "Overviews are in own words." } else { "" }.to_owned(),
        "Links to other catalogs are judgements of those who wrote the crosswalks.".to_owned(),
    ];
    let remarks = line(&remarks.join(" "));
    let metadata = Metadata::new(&framework.title, inputs.today, &framework.edition, remarks);
    file("catalog", &Catalog { metadata, controls, groups })
}

struct Writer<'a> {
    inputs: &'a Inputs,
    framework: &'a Framework,
    /// Ids of clauses that were written, so that none is written twice.
    written: BTreeSet<&'a str>,
}

impl<'a> Writer<'a> {
    fn group(&mut self, clause: &'a Clause, depth: usize) -> Option<Group> {
        if depth >= MAX_DEPTH || !self.written.insert(&clause.id) {
            return None;
        }
        let framework = self.framework;
        let below = || framework.clauses.iter().filter(|child| child.parent.as_deref() == Some(&clause.id));
        let (mut groups, mut controls) = (Vec::new(), Vec::new());
        let mixed = below().any(|child| !child.leaf);
        for child in below() {
            if !child.leaf {
                groups.extend(self.group(child, depth + 1));
            } else if let Some(control) = self.control(child) {
                // Beside groups a control stands in one of its own, which also keeps it in its place.
                if mixed { groups.push(alone(control)) } else { controls.push(control) }
            }
        }
        Some(Group {
            id: control_id(&clause.id),
            class: "clause",
            title: title(clause),
            props: props(clause),
            links: self.links(clause),
            parts: parts(clause),
            groups,
            controls,
        })
    }

    fn control(&mut self, clause: &'a Clause) -> Option<Control> {
        self.written.insert(&clause.id).then(|| Control {
            id: control_id(&clause.id),
            class: "clause",
            title: title(clause),
            props: props(clause),
            links: self.links(clause),
            parts: parts(clause),
        })
    }

    fn links(&self, clause: &Clause) -> Vec<Link> {
        let mapped = self.inputs.mapped(&self.framework.id, &clause.id);
        let links = mapped.iter().map(|to| Link {
            href: control_href(to.framework, to.clause),
            rel: to.relation.word(),
            text: Some(line(&format!(
                "{} {} ({}, confidence {})",
                to.framework.title,
                to.clause.heading(),
                to.relation.word(),
                to.confidence.word()
            ))),
        });
        links.collect()
    }
}

/// A group that only holds a control in its place.
fn alone(control: Control) -> Group {
    Group {
        id: format!("{}_group", control.id),
        class: "place",
        title: control.title.clone(),
        props: Vec::new(),
        links: Vec::new(),
        parts: Vec::new(),
        groups: Vec::new(),
        controls: vec![control],
    }
}

fn title(clause: &Clause) -> String {
    Some(line(&clause.title)).filter(|title| !title.is_empty()).unwrap_or_else(|| clause.id.clone())
}

fn props(clause: &Clause) -> Vec<Property> {
    standard("label", &clause.id).into_iter().chain(standard("sort-id", &sort_id(&clause.clause_id()))).collect()
}

/// The id with its numbers filled up, so that programs that sort by letters put 8.10 behind 8.9.
fn sort_id(id: &ClauseId) -> String {
    let parts = id.as_str().split('.');
    parts
        .map(|part| part.parse().map_or_else(|_| part.to_lowercase(), |number: u32| format!("{number:03}")))
        .collect::<Vec<_>>()
        .join(".")
}

fn parts(clause: &Clause) -> Vec<Part> {
    let summary = line(&clause.summary);
    let part = || Part {
        id: format!("{}_overview", control_id(&clause.id)),
        name: "overview",
        props: own("wording", "own words, not the text of the standard").into_iter().collect(),
        prose: summary.clone(),
    };
    (!summary.is_empty()).then(part).into_iter().collect()
}
