//! Clause coverage: which clauses of a framework documents in force answer.
//!
//! This is a statement about documentation. Whether the organization conforms is for an auditor to judge.

mod claims;
mod fit;
mod items;
mod reason;

pub use claims::Support;
pub use fit::{Fit, fit};
pub use items::{ItemCoverage, Presence, names};
pub use reason::{cadence, lack, missing, reason, shortfall};

use serde::Serialize;

use super::corpus::Corpus;
use super::state::State;
use crate::model::documented::{Documented, Kept};
use crate::model::framework::{Clause, Framework};
use crate::model::inputs::Inputs;

/// How well a leaf clause is answered, worst to best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Nothing that could answer it claims it.
    Gap,
    /// Only documents that are not in force yet claim it.
    Mentioned,
    /// In force, but every review of them is overdue.
    Overdue,
    /// A document in force answers it, or a record where none is asked for.
    Covered,
    /// Covered, and every record that it calls for is there in its period.
    Evidenced,
}

impl Level {
    /// All levels, worst to best.
    pub const ALL: [Self; 5] = [Self::Gap, Self::Mentioned, Self::Overdue, Self::Covered, Self::Evidenced];

    /// The word in machine formats and class names.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Mentioned => "mentioned",
            Self::Overdue => "overdue",
            Self::Covered => "covered",
            Self::Evidenced => "evidenced",
        }
    }
}

/// A leaf clause with what answers it.
#[derive(Clone, Debug)]
pub struct ClauseCoverage {
    /// Clause id.
    pub id: String,
    /// How well it is answered.
    pub level: Level,
    /// Claims that count, in the order of the ids; the document as a whole before its sections.
    pub support: Vec<Support>,
    /// Claims by something that is in place and answers nothing by itself: a record beside the document that is asked for, a
    /// form, an agreement that touches the subject.
    pub beside: Vec<Support>,
    /// Claims by something that cannot answer it.
    pub unfit: Vec<Support>,
    /// Indices in [`Coverage::items`] of what it wants in writing.
    pub items: Vec<usize>,
}

/// Coverage of one framework.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Leaf clauses in the order of the framework.
    pub clauses: Vec<ClauseCoverage>,
    /// What the framework wants in writing, in the order of its list.
    pub items: Vec<ItemCoverage>,
}

impl Coverage {
    /// The coverage of one leaf clause.
    #[must_use]
    pub fn clause(&self, id: &str) -> Option<&ClauseCoverage> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// How many leaf clauses have a level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.clauses.iter().filter(|clause| clause.level == level).count()
    }

    /// How many leaf clauses are answered by something in force whose review is not overdue.
    #[must_use]
    pub fn covered(&self) -> usize {
        self.clauses.iter().filter(|clause| clause.level >= Level::Covered).count()
    }

    /// The level of any clause: of one that groups others the lowest of those below. `None` where there are none.
    #[must_use]
    pub fn level(&self, framework: &Framework, clause: &Clause) -> Option<Level> {
        if clause.leaf {
            return self.clause(&clause.id).map(|clause| clause.level);
        }
        let below = framework.leaves().filter(|leaf| framework.is_within(leaf, &clause.id));
        below.filter_map(|leaf| Some(self.clause(&leaf.id)?.level)).min()
    }
}

/// Computes the coverage of a framework.
#[must_use]
pub fn coverage(inputs: &Inputs, corpus: &Corpus, framework: &Framework) -> Coverage {
    let mut claims = claims::claims(inputs, corpus, framework);
    let mut clauses: Vec<ClauseCoverage> = framework
        .leaves()
        .map(|clause| {
            let found = claims.remove(&clause.clause_id()).unwrap_or_default();
            ClauseCoverage {
                id: clause.id.clone(),
                level: level(corpus, &found.support),
                support: found.support,
                beside: found.beside,
                unfit: found.unfit,
                items: wanted(framework, &clause.id),
            }
        })
        .collect();
    let items = items::items(inputs, corpus, framework, &clauses);
    for clause in &mut clauses {
        let is_there = |item: &&usize| items[**item].presence == Presence::There;
        let records = clause.items.iter().filter(|item| is_record(framework, &clause.id, **item));
        if clause.level == Level::Covered && records.clone().filter(is_there).count() == records.count() {
            clause.level = Level::Evidenced;
        }
    }
    Coverage { clauses, items }
}

/// What a clause wants in writing: by its own words, or by those of the list that it is.
fn wanted(framework: &Framework, clause: &str) -> Vec<usize> {
    let information = &framework.documented;
    let asks = |item: &Documented| item.clauses.iter().any(|of| of == clause);
    let items = information.items.iter().enumerate().filter(|(_, item)| asks(item) && !item.sums_up);
    let listed =
        information.minimum.iter().filter(|minimum| minimum.clause == clause).flat_map(|minimum| &minimum.list);
    let listed = listed.flat_map(|entry| &entry.refs).filter_map(|id| information.item(id));
    let mut wanted: Vec<usize> = items.chain(listed).map(|(index, _)| index).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted
}

/// Whether a clause calls for an item as a record: what is at least in part to be retained. A list of what other clauses
/// ask for calls for records only as such.
fn is_record(framework: &Framework, clause: &str, item: usize) -> bool {
    match framework.documented.items[item].kind {
        Kept::Record => true,
        Kept::Both => !framework.documented.is_umbrella(clause),
        Kept::Document => false,
    }
}

fn level(corpus: &Corpus, support: &[Support]) -> Level {
    let in_force: Vec<_> = support.iter().filter(|support| support.in_force).collect();
    let overdue = |support: &&&Support| corpus.entries[support.entry].state() == State::ReviewOverdue;
    if support.is_empty() {
        Level::Gap
    } else if in_force.is_empty() {
        Level::Mentioned
    } else if in_force.iter().all(|support| overdue(&support)) {
        Level::Overdue
    } else {
        Level::Covered
    }
}

/// Most leaf clauses that one group of a list holds before it is divided.
const GROUP: usize = 12;

/// Leaf clauses under each clause of the top level, in the order of the framework; a clause with many of them is
/// divided into the clauses below it, unless these are all leaves.
#[must_use]
pub fn groups(framework: &Framework) -> Vec<(&Clause, Vec<&Clause>)> {
    let leaves =
        |within: &Clause| framework.leaves().filter(|leaf| framework.is_within(leaf, &within.id)).collect::<Vec<_>>();
    let mut groups = Vec::new();
    for top in framework.clauses.iter().filter(|clause| clause.parent.is_none()) {
        let all = leaves(top);
        let below = || framework.clauses.iter().filter(|clause| clause.parent.as_deref() == Some(&top.id));
        if all.len() <= GROUP || below().all(|clause| clause.leaf) {
            groups.push((top, all));
        } else {
            groups.extend(below().map(|clause| (clause, leaves(clause))));
        }
    }
    groups.retain(|(_, leaves)| !leaves.is_empty());
    groups
}
