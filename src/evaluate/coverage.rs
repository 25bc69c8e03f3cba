//! Clause coverage: which clauses of a framework documents in force answer.
//!
//! This is a statement about documentation. Whether the organization conforms is for an auditor to judge.

use std::collections::BTreeMap;

use serde::Serialize;

use super::corpus::{Corpus, Entry};
use super::state::State;
use crate::model::clause::ClauseId;
use crate::model::framework::{Clause, Framework};
use crate::model::inputs::Inputs;

/// How well a leaf clause is answered, worst to best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// No document claims it.
    Gap,
    /// Only documents that are not in force claim it.
    Mentioned,
    /// In force, but every review of them is overdue.
    Overdue,
    /// A document in force answers it.
    Covered,
}

impl Level {
    /// The word in machine formats and class names.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Mentioned => "mentioned",
            Self::Overdue => "overdue",
            Self::Covered => "covered",
        }
    }
}

/// A document that claims a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// Index in [`Corpus::entries`].
    pub entry: usize,
    /// Section, where a heading makes the claim.
    pub anchor: Option<String>,
    /// Whether the claim stands in a version in force.
    pub in_force: bool,
}

/// A leaf clause with what answers it.
#[derive(Clone, Debug)]
pub struct ClauseCoverage {
    /// Clause id.
    pub id: String,
    /// How well it is answered.
    pub level: Level,
    /// Documents, in the order of their ids; the document as a whole before its sections.
    pub support: Vec<Support>,
}

/// Coverage of one framework.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// Leaf clauses in the order of the framework.
    pub clauses: Vec<ClauseCoverage>,
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
}

/// Computes the coverage of a framework.
#[must_use]
pub fn coverage(inputs: &Inputs, corpus: &Corpus, framework: &Framework) -> Coverage {
    let mut claims: BTreeMap<ClauseId, Vec<Support>> = BTreeMap::new();
    for (index, entry) in corpus.entries.iter().enumerate() {
        for (clause, support) in entry_claims(inputs, framework, index, entry) {
            let known = claims.entry(clause).or_default();
            // Entry comes after entry, so that only the last claims can be of this one.
            if !known.iter().rev().take_while(|other| other.entry == index).any(|other| *other == support) {
                known.push(support);
            }
        }
    }
    let clauses = framework.leaves().map(|clause| {
        let support = claims.remove(&clause.clause_id()).unwrap_or_default();
        ClauseCoverage { id: clause.id.clone(), level: level(corpus, &support), support }
    });
    Coverage { clauses: clauses.collect() }
}

/// The claims of the version in force, or else of the newest text.
fn entry_claims(inputs: &Inputs, framework: &Framework, index: usize, entry: &Entry) -> Vec<(ClauseId, Support)> {
    let in_force = entry.is_in_force();
    let of_framework = |named: Option<&str>| named.unwrap_or(&inputs.config.framework) == framework.id;
    let claims = entry.document().claims().filter(|(claim, _)| of_framework(claim.value.framework.as_deref()));
    claims
        .map(|(claim, anchor)| {
            (claim.value.clause.clone(), Support { entry: index, anchor: anchor.map(str::to_owned), in_force })
        })
        .collect()
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
