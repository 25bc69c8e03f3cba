//! The clauses of other frameworks that are about the subject of a clause.

use serde::Serialize;

use crate::model::crosswalk::Relation;
use crate::model::framework::{Clause, Framework};
use crate::model::language;
use crate::site::Site;
use crate::site::pages::shared;

/// What `clause.html` shows of the crosswalks.
#[derive(Debug, Serialize)]
pub(super) struct Mapped {
    rows: Vec<Row>,
    relations: Vec<Legend>,
    /// Notes of the crosswalks that the rows come from, each once.
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Row {
    framework: String,
    id: String,
    title: String,
    href: String,
    relation: String,
    confidence: String,
    /// The clause above for which the pair is stated; empty where it is this one.
    by: String,
}

/// What a relation means.
#[derive(Debug, Serialize)]
struct Legend {
    label: String,
    meaning: String,
}

/// The mapped clauses: those of the clause itself, then those of the clauses above it, the nearest first.
#[must_use]
pub(super) fn mapped(site: &Site, framework: &Framework, clause: &Clause) -> Mapped {
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    let mut relations = Vec::new();
    let mut at = Some(clause);
    // The depth is bounded, so that a file with a cycle of parents does not hang the program.
    for _ in 0..16 {
        let Some(stated) = at else { break };
        for mapped in site.sms.inputs.mapped(&framework.id, &stated.id) {
            rows.push(Row {
                framework: mapped.framework.title.clone(),
                id: mapped.clause.id.clone(),
                title: language::translate(&mapped.clause.title),
                href: shared::clause_href(&mapped.framework.id, &mapped.clause.id),
                relation: mapped.relation.label(),
                confidence: mapped.confidence.label(),
                by: if stated.id == clause.id { String::new() } else { stated.id.clone() },
            });
            relations.push(mapped.relation);
            let note = language::translate(mapped.note);
            if !note.is_empty() && !notes.contains(&note) {
                notes.push(note);
            }
        }
        at = framework.clauses.iter().find(|other| stated.parent.as_deref() == Some(&other.id));
    }
    let legend = |relation: Relation| Legend { label: relation.label(), meaning: relation.meaning() };
    let relations = Relation::ALL.into_iter().filter(|relation| relations.contains(relation)).map(legend).collect();
    Mapped { rows, relations, notes }
}
