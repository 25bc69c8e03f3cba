//! Clause coverage before a change, and once what it brings is approved and in force.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::touched::{Touched, What};
use crate::evaluate::Sms;
use crate::evaluate::approval::Proof;
use crate::evaluate::corpus::{Corpus, Entry};
use crate::evaluate::coverage::{Coverage, Level, coverage};
use crate::evaluate::editions::Edition;
use crate::evaluate::state::State;
use crate::model::config::Evidence;
use crate::model::document::Status;
use crate::model::framework::Framework;
use crate::model::statement::Statement;

/// A clause that is answered otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClauseChange {
    /// Its id.
    pub id: String,
    /// Its short title.
    pub title: String,
    /// How well it is answered before.
    pub before: Level,
    /// How well it is answered once the change is in force.
    pub after: Level,
    /// Ids of the touched documents that claim it before or after.
    pub documents: Vec<String>,
}

/// How many clauses have a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Total {
    /// The level.
    pub level: Level,
    /// Before.
    pub before: usize,
    /// After.
    pub after: usize,
}

/// Coverage before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CoverageChange {
    /// Title of the framework; empty where it is unknown.
    pub framework: String,
    /// Clauses whose level differs, in the order of the framework.
    pub clauses: Vec<ClauseChange>,
    /// All levels, worst to best.
    pub totals: Vec<Total>,
}

/// What becomes of the coverage of the framework of the configuration. Empty where the change chooses another framework.
pub(super) fn coverage_change(before: &Sms, after: &Sms, documents: &[Touched]) -> CoverageChange {
    let Some(framework) = after.inputs.framework() else { return CoverageChange::default() };
    if before.inputs.config.framework != after.inputs.config.framework {
        return CoverageChange::default();
    }
    let expected = expected(after, documents);
    let new = coverage(&after.inputs, &expected, framework);
    changed(framework, (&before.coverage, &before.corpus), (&new, &expected), documents)
}

/// The system once a change is approved and in force, and what becomes of the coverage of a framework. Nothing becomes of
/// that of one that was not there before.
#[must_use]
pub fn once_in_force(before: &Sms, mut after: Sms, framework: &str) -> (Sms, CoverageChange) {
    let documents = super::touched::touched(before, &after);
    let expected = expected(&after, &documents);
    after.renew(expected);
    let change = match (before.inputs.frameworks.contains_key(framework), after.inputs.frameworks.get(framework)) {
        (true, Some(known)) => {
            let old = (before.coverage_of(framework), &before.corpus);
            changed(known, old, (after.coverage_of(framework), &after.corpus), &documents)
        }
        _ => CoverageChange::default(),
    };
    (after, change)
}

/// The clauses whose level differs.
fn changed(
    framework: &Framework,
    (old, before): (&Coverage, &Corpus),
    (new, after): (&Coverage, &Corpus),
    documents: &[Touched],
) -> CoverageChange {
    let touched: BTreeSet<&str> = documents.iter().map(|document| document.id.as_str()).collect();
    let claims = |coverage: &Coverage, corpus: &Corpus, clause: &str| -> BTreeSet<String> {
        let support = coverage.clause(clause).map_or(&[][..], |clause| &clause.support);
        let ids = support.iter().map(|support| corpus.entries[support.entry].id.to_string());
        ids.filter(|id| touched.contains(id.as_str())).collect()
    };
    let clauses = new.clauses.iter().filter_map(|clause| {
        let was = old.clause(&clause.id)?.level;
        let known = framework.clauses.iter().find(|known| known.id == clause.id)?;
        let mut documents = claims(old, before, &clause.id);
        documents.extend(claims(new, after, &clause.id));
        (was != clause.level).then(|| ClauseChange {
            id: clause.id.clone(),
            title: known.title.clone(),
            before: was,
            after: clause.level,
            documents: documents.into_iter().collect(),
        })
    });
    CoverageChange {
        framework: framework.title.clone(),
        clauses: clauses.collect(),
        totals: Level::ALL.map(|level| Total { level, before: old.count(level), after: new.count(level) }).to_vec(),
    }
}

/// All documents as they stand once the change is on the controlled branch, approved, and its first day has come.
/// A draft changes nothing of what is in force; what is withdrawn answers no clause; a file that vanishes stays.
fn expected(after: &Sms, documents: &[Touched]) -> Corpus {
    let touched: BTreeSet<String> = documents
        .iter()
        .filter(|document| document.what != What::Removed)
        .map(|document| document.id.to_ascii_lowercase())
        .collect();
    let mut corpus = after.corpus.clone();
    for entry in &mut corpus.entries {
        if touched.contains(&entry.id.folded()) && !entry.vanished {
            put_in_force(entry);
        }
    }
    corpus
}

fn put_in_force(entry: &mut Entry) {
    let Some(stated) = Statement::of(&entry.head) else { return };
    let state = match stated.status {
        Some(Status::Approved | Status::InReview) => State::InForce,
        Some(Status::Withdrawn) => State::Withdrawn,
        Some(Status::Open) => State::Open,
        Some(Status::Closed) => State::Closed,
        _ => return,
    };
    // Its review may be overdue all the same where the text is the old one.
    let current = entry.edition().filter(|edition| edition.statement.hash == stated.hash);
    let state = current.map(|edition| edition.state).filter(|_| state == State::InForce).unwrap_or(state);
    entry.editions.insert(
        0,
        Edition {
            version: stated.version.clone(),
            path: entry.head.file.path().to_owned(),
            content: None,
            commit: None,
            landing: None,
            landed_on: None,
            effective: stated.effective(),
            in_force_from: None,
            in_force_until: None,
            proof: Proof::none(Evidence::None),
            proven_on: None,
            withdrawn_from: None,
            withdrawal: None,
            authors: Vec::new(),
            reviews: Vec::new(),
            state,
            statement: Arc::new(stated),
        },
    );
    entry.current = Some(0);
    entry.text = Some(Arc::clone(&entry.head));
}
