//! The page of a clause: what it is about, what answers it.

mod evidence;
mod mapped;

use serde::Serialize;

use mapped::Mapped;

use super::shared::{self, Day, StateView};
use crate::evaluate::coverage::{self, Support};
use crate::model::clause::ClauseId;
use crate::model::framework::{Clause, Framework, Required};
use crate::model::language;
use crate::say;
use crate::site::Site;
use crate::site::frame::{About, Frame};

/// Variables of `clause.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    framework: Named,
    id: String,
    number: String,
    /// As a document claims it.
    claim: String,
    title: String,
    summary: String,
    leaf: bool,
    /// Whether it is of the framework of the configuration, whose records and audits are looked for.
    own: bool,
    state: Option<StateView>,
    required: String,
    items: Vec<String>,
    looked_for: Vec<String>,
    reason: String,
    evidence: evidence::Evidence,
    disclaimer: String,
    documents: Vec<Row>,
    parents: Vec<Named>,
    children: Vec<Child>,
    mapped: Mapped,
    note: String,
}

#[derive(Debug, Serialize)]
struct Named {
    id: String,
    title: String,
    href: String,
}

#[derive(Debug, Serialize)]
struct Child {
    clause: Named,
    state: Option<StateView>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    title: String,
    href: String,
    /// Sections that make the claim.
    sections: Vec<Section>,
    type_title: String,
    version: String,
    owner: String,
    review: Option<Day>,
    state: StateView,
}

/// The page of a clause of a framework.
#[must_use]
pub fn view(site: &Site, path: &str, framework: &str, clause: &str) -> View {
    let sms = &site.sms;
    let framework = &sms.inputs.frameworks[framework];
    let coverage = sms.coverage_of(&framework.id);
    let clause = framework.clause(&ClauseId::new(clause)).unwrap_or(&framework.clauses[0]);
    let heading = clause.heading();
    let about = About {
        path,
        title: heading.clone(),
        description: language::translate(&clause.summary),
        section: "Clauses",
        print: (format!("{} · {}", framework.title, clause.id), language::translate(&clause.title)),
        landscape: false,
        noindex: false,
        language: None,
    };
    let found = coverage.clause(&clause.id);
    let level = |clause: &Clause| coverage.level(framework, clause).map(shared::level);
    let children = framework.clauses.iter().filter(|child| child.parent.as_deref() == Some(&clause.id));
    let required = match clause.required {
        Required::Explicit => say!("The clause asks for something in writing."),
        Required::Implied => {
            say!("The clause asks for nothing in writing by name, but writing is the practical way to show it.")
        }
        Required::None => say!("The clause asks for nothing in writing. Evidence may take any form."),
    };
    View {
        frame: site.frame(&about),
        framework: Named {
            id: framework.id.clone(),
            title: framework.title.clone(),
            href: format!("clauses/{}/index.html", framework.id),
        },
        id: clause.id.clone(),
        number: clause.number().to_owned(),
        claim: if framework.id == sms.inputs.config.framework {
            clause.id.clone()
        } else {
            format!("{}:{}", framework.id, clause.id)
        },
        title: language::translate(&clause.title),
        summary: language::translate(&clause.summary),
        leaf: clause.leaf,
        own: framework.id == sms.inputs.config.framework,
        state: level(clause),
        required: if clause.leaf && framework.records_writing() { required } else { String::new() },
        items: clause
            .items
            .iter()
            .map(|item| format!("{} ({})", language::translate(&item.what), kind(&item.kind)))
            .collect(),
        looked_for: clause.evidence.iter().map(|text| language::translate(text)).collect(),
        reason: found.map(|found| coverage::reason(framework, &sms.corpus, coverage, found)).unwrap_or_default(),
        evidence: found.map(|found| evidence::evidence(site, framework, clause, found)).unwrap_or_default(),
        disclaimer: crate::site::exports::coverage::note(),
        documents: found.map(|found| rows(site, &found.support)).unwrap_or_default(),
        parents: parents(framework, clause.parent.as_deref()),
        children: children.map(|child| Child { clause: named(framework, child), state: level(child) }).collect(),
        mapped: mapped::mapped(site, framework, clause),
        note: language::translate(&framework.note),
    }
}

/// What is to be written, by the word of the framework's file.
fn kind(word: &str) -> String {
    match word {
        "document" => say!("document"),
        "record" => say!("record"),
        "procedure" => say!("procedure"),
        "report" => say!("report"),
        _ => word.to_owned(),
    }
}

fn named(framework: &Framework, clause: &Clause) -> Named {
    Named {
        id: clause.number().to_owned(),
        title: language::translate(&clause.title),
        href: shared::clause_href(&framework.id, &clause.id),
    }
}

/// The clauses above, from the top down.
fn parents(framework: &Framework, parent: Option<&str>) -> Vec<Named> {
    let mut parents = Vec::new();
    let mut next = parent.map(str::to_owned);
    while let Some(clause) = next.and_then(|id| framework.clauses.iter().find(|clause| clause.id == id)) {
        parents.insert(0, named(framework, clause));
        next = clause.parent.clone().filter(|_| parents.len() < 16);
    }
    parents
}

/// A section of a document.
#[derive(Debug, Serialize)]
struct Section {
    title: String,
    href: String,
}

/// A row for each document, with the sections that make its claims.
fn rows(site: &Site, support: &[Support]) -> Vec<Row> {
    let documents = support.chunk_by(|a, b| a.entry == b.entry);
    let documents = documents.filter(|claims| !site.sms.corpus.entries[claims[0].entry].is_record());
    documents.map(|claims| row(site, claims)).collect()
}

/// The row of a document. A claim that only its next version makes is shown with the state of that version.
fn row(site: &Site, claims: &[Support]) -> Row {
    let entry = &site.sms.corpus.entries[claims[0].entry];
    let next = entry.next.as_ref().filter(|_| claims.iter().all(|claim| !claim.in_force));
    let document = entry.document();
    let sections = claims.iter().filter_map(|claim| {
        let anchor = claim.anchor.as_ref().filter(|_| claim.in_force || entry.text.is_none())?;
        let heading = document.outline.headings.iter().find(|heading| heading.anchor == *anchor)?;
        let address = crate::site::render::escape::address(&heading.anchor);
        Some(Section { title: heading.text.clone(), href: format!("{}#{address}", shared::doc_href(entry)) })
    });
    let version = document.version.as_ref().map(|version| version.value.to_string());
    let of_next = next.and_then(|next| next.version.as_ref().map(ToString::to_string));
    Row {
        id: entry.id.to_string(),
        title: document.title_or_label().to_owned(),
        href: shared::doc_href(entry),
        sections: sections.collect(),
        type_title: shared::type_title(entry),
        version: next.map_or(version, |_| of_next).unwrap_or_default(),
        owner: document.owner.as_ref().map(|owner| shared::role_title(&site.sms, &owner.value)).unwrap_or_default(),
        review: entry.next_review.map(shared::day),
        state: shared::state(next.map_or_else(|| entry.state(), |next| next.state)),
    }
}
