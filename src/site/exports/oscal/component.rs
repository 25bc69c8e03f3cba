//! How documents answer a framework, as an OSCAL component definition: the SMS as a whole, then each document.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{CATALOG, Link, Metadata, Property, control_id, file, line, own, standard, uuid};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::coverage;
use crate::model::framework::{Clause, Framework};
use crate::model::inputs::Content;
use crate::site::pages::shared;
use crate::site::render::escape;

#[derive(Serialize)]
struct Definition {
    metadata: Metadata,
    components: Vec<Component>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Component {
    uuid: String,
    #[serde(rename = "type")]
    kind: String,
    title: String,
    description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    props: Vec<Property>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<Link>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    control_implementations: Vec<Implementation>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Implementation {
    uuid: String,
    source: &'static str,
    description: String,
    implemented_requirements: Vec<Requirement>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Requirement {
    uuid: String,
    control_id: String,
    description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    props: Vec<Property>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<Link>,
}

/// What is known of a leaf clause.
struct State {
    /// Word of the level: `gap`, `covered`.
    level: &'static str,
    /// Why it has this level, in sentences.
    reason: String,
    /// What is in force and answers it, by its place in the corpus, each with the anchors of its sections.
    support: BTreeMap<usize, Vec<String>>,
}

/// All that is taken from the coverage.
fn state(sms: &Sms, framework: &Framework, clause: &str) -> Option<State> {
    let coverage = sms.coverage_of(&framework.id);
    let found = coverage.clause(clause)?;
    let mut support: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for claim in found.support.iter().filter(|claim| claim.in_force) {
        support.entry(claim.entry).or_default().extend(claim.anchor.clone());
    }
    let reason = line(&coverage::reason(framework, &sms.corpus, coverage, found));
    Some(State { level: found.level.word(), reason, support })
}

/// How documentation answers a framework: the SMS as a whole with the level of each leaf clause, and each document in force
/// with the clauses that it answers. Controls are those of the catalog beside it.
#[must_use]
pub fn component_definition(sms: &Sms, framework: &Framework) -> Vec<u8> {
    let mut seen = BTreeSet::new();
    let leaves = framework.leaves().filter(|leaf| seen.insert(&leaf.id));
    let states: Vec<(&Clause, State)> =
        leaves.filter_map(|leaf| Some((leaf, state(sms, framework, &leaf.id)?))).collect();
    let writer = Writer { sms, framework, owner: owner(sms) };
    let mut components = vec![writer.system(&states)];
    let documents: BTreeSet<usize> = states.iter().flat_map(|(_, state)| state.support.keys().copied()).collect();
    components.extend(documents.into_iter().filter_map(|index| writer.document(index, &states)));
    let commit = match &sms.inputs.content {
        Content::Commit(id) => format!("+{}", id.short()),
        Content::WorkingTree => String::new(),
    };
    let metadata = Metadata::new(
        &format!("{}: documentation for {}", writer.owner, framework.title),
        sms.inputs.today,
        &format!("{}{commit}", sms.inputs.today),
        "This file states which documents in force answer which clause on the day of its version. It is a statement on \
         documentation, not on conformity, which is for an auditor to judge."
            .to_owned(),
    );
    file("component-definition", &Definition { metadata, components })
}

/// Who runs the SMS, for titles and names.
fn owner(sms: &Sms) -> String {
    let site = &sms.inputs.config.site;
    line(if site.organization.trim().is_empty() { &site.title } else { &site.organization })
}

struct Writer<'a> {
    sms: &'a Sms,
    framework: &'a Framework,
    owner: String,
}

impl Writer<'_> {
    /// The SMS as a whole.
    fn system(&self, states: &[(&Clause, State)]) -> Component {
        let title = line(&self.sms.inputs.config.site.title);
        let requirements = states.iter().map(|(clause, state)| {
            let links = state.support.keys().filter_map(|index| self.page(*index, None));
            Requirement {
                uuid: self.uuid(&["system", &clause.id]),
                control_id: control_id(&clause.id),
                description: format!("{}. {}", line(&clause.heading()), state.reason),
                props: own("coverage-level", state.level)
                    .into_iter()
                    .chain(own("coverage-reason", &state.reason))
                    .collect(),
                links: links.collect(),
            }
        });
        Component {
            uuid: self.identity(&["system"]),
            kind: "management-system".to_owned(),
            title: if title.is_empty() { "Service management system".to_owned() } else { title },
            description: format!("The service management system of {}, as its documents describe it.", self.owner),
            props: Vec::new(),
            links: Vec::new(),
            control_implementations: self.implementation(
                &["system"],
                format!("How the documents in force answer each clause of {}.", self.framework.title),
                requirements.collect(),
            ),
        }
    }

    /// A document with the clauses that it answers.
    fn document(&self, index: usize, states: &[(&Clause, State)]) -> Option<Component> {
        let entry = self.sms.corpus.entries.get(index)?;
        let document = entry.document();
        let id = entry.id.to_string();
        let name = line(document.title_or_label());
        let version = document.version.as_ref().map(|version| version.value.to_string()).unwrap_or_default();
        let requirements = states.iter().filter_map(|(clause, state)| {
            let anchors = state.support.get(&index)?;
            let links: Vec<Link> = match anchors.as_slice() {
                [] => self.page(index, None).into_iter().collect(),
                anchors => anchors.iter().filter_map(|anchor| self.page(index, Some(anchor))).collect(),
            };
            Some(Requirement {
                uuid: self.uuid(&["document", &id, &clause.id]),
                control_id: control_id(&clause.id),
                description: format!("{id} {name} claims to answer {}.", line(&clause.heading())),
                props: Vec::new(),
                links,
            })
        });
        let requirements: Vec<_> = requirements.collect();
        let summary = document.summary.as_ref().map(|summary| line(&summary.value)).filter(|text| !text.is_empty());
        let props = [
            standard("version", &version),
            own("document-id", &id),
            own("document-type", document.doc_type.as_ref().map_or("", |doc_type| &doc_type.value)),
            own("state", entry.state().word()),
        ];
        Some(Component {
            uuid: self.identity(&["document", &id]),
            kind: kind(entry),
            title: name.clone(),
            description: summary.unwrap_or_else(|| format!("{id} {name}")),
            props: props.into_iter().flatten().collect(),
            links: self.page(index, None).into_iter().collect(),
            control_implementations: self.implementation(
                &["document", &id],
                format!("The clauses of {} that this document claims to answer.", self.framework.title),
                requirements,
            ),
        })
    }

    fn implementation(
        &self,
        name: &[&str],
        description: String,
        requirements: Vec<Requirement>,
    ) -> Vec<Implementation> {
        if requirements.is_empty() {
            return Vec::new();
        }
        let name = [&["implementation"], name].concat();
        let uuid = self.uuid(&name);
        vec![Implementation { uuid, source: CATALOG, description, implemented_requirements: requirements }]
    }

    /// The page of a document, or a section of it, from the folder of the framework.
    fn page(&self, index: usize, anchor: Option<&str>) -> Option<Link> {
        let entry = self.sms.corpus.entries.get(index)?;
        let heading =
            anchor.and_then(|anchor| entry.document().outline.headings.iter().find(|heading| heading.anchor == anchor));
        let fragment = heading.map(|heading| format!("#{}", escape::address(&heading.anchor))).unwrap_or_default();
        let name = heading.map_or_else(|| entry.document().title_or_label(), |heading| &heading.text);
        Some(Link {
            href: format!("../../{}{fragment}", escape::address(&shared::doc_href(entry))),
            rel: "reference",
            text: Some(line(&format!("{} {name}", entry.id))),
        })
    }

    /// An identifier of something that is said of the framework.
    fn uuid(&self, name: &[&str]) -> String {
        self.identity(&[&[self.framework.id.as_str()], name].concat())
    }

    /// An identifier within the organization: a document has the same one beside every framework.
    fn identity(&self, name: &[&str]) -> String {
        let site = &self.sms.inputs.config.site;
        let url = site.url.as_deref().unwrap_or_default();
        uuid(&crate::model::json(&[&[url, &site.organization, &site.title], name].concat()))
    }
}

/// The kind of component that OSCAL has for a type of document, else the type itself.
fn kind(entry: &Entry) -> String {
    let doc_type = entry.doc_type.as_ref().map_or("document", |doc_type| doc_type.name.as_str());
    let kind = match doc_type {
        "procedure" | "process" | "work_instruction" => "process-procedure",
        other => other,
    };
    kind.to_owned()
}
