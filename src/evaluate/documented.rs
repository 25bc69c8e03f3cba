//! What a framework wants in writing, and which documents in force answer it.

use super::corpus::Corpus;
use super::coverage::{Coverage, Level};
use crate::model::framework::{Documented, Framework, Kept};

/// An item with the documents in force that answer it.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// What is wanted.
    pub item: &'a Documented,
    /// Indices in [`Corpus::entries`] of documents in force of a fitting type that claim one of its clauses, by id.
    pub entries: Vec<usize>,
    /// Whether something in force answers one of its clauses at all.
    pub clause_is_covered: bool,
}

/// Everything that is to be maintained as a document and asked for by name, in the order of the framework.
#[must_use]
pub fn answers<'a>(corpus: &Corpus, coverage: &Coverage, framework: &'a Framework) -> Vec<Answer<'a>> {
    let information = &framework.documented;
    let wanted = information.asked().filter(|item| item.kind != Kept::Record);
    wanted
        .map(|item| {
            let clauses: Vec<_> = information.own_clauses(item).filter_map(|clause| coverage.clause(clause)).collect();
            let fits = |entry: &usize| {
                let doc_type = corpus.entries[*entry].doc_type.as_ref();
                doc_type.is_some_and(|doc_type| item.is_met_by(&doc_type.name))
            };
            let support = clauses.iter().flat_map(|clause| &clause.support).filter(|support| support.in_force);
            let mut entries: Vec<usize> = support.map(|support| support.entry).filter(fits).collect();
            entries.sort_unstable();
            entries.dedup();
            let clause_is_covered = clauses.iter().any(|clause| clause.level >= Level::Overdue);
            Answer { item, entries, clause_is_covered }
        })
        .collect()
}
