//! Who claims which clause: by the version in force, by a record, or only by a text that is not in force yet.

use std::collections::BTreeMap;

use super::fit::{Fit, fit};
use crate::evaluate::corpus::{Corpus, Entry};
use crate::evaluate::state::State;
use crate::model::clause::ClauseId;
use crate::model::document::Document;
use crate::model::framework::Framework;
use crate::model::inputs::Inputs;

/// A document or record that claims a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// Index in [`Corpus::entries`].
    pub entry: usize,
    /// Section, where a heading makes the claim.
    pub anchor: Option<String>,
    /// Whether the claim stands in a version in force, or in a record.
    pub in_force: bool,
}

/// What claims one clause.
#[derive(Clone, Debug, Default)]
pub(super) struct Claims {
    /// Claims that count, in the order of the ids; the document as a whole before its sections.
    pub(super) support: Vec<Support>,
    /// Claims by something that is in place and answers nothing by itself, such as a record beside the document.
    pub(super) beside: Vec<Support>,
    /// Claims by something that cannot answer the clause.
    pub(super) unfit: Vec<Support>,
}

/// All claims of the leaf clauses of a framework.
pub(super) fn claims(inputs: &Inputs, corpus: &Corpus, framework: &Framework) -> BTreeMap<ClauseId, Claims> {
    let mut claims: BTreeMap<ClauseId, Claims> =
        framework.leaves().map(|leaf| (leaf.clause_id(), Claims::default())).collect();
    for (index, entry) in corpus.entries.iter().enumerate() {
        for (text, in_force) in texts(inputs, entry) {
            for (clause, anchor) in of_framework(inputs, framework, text) {
                let Some(known) = claims.get_mut(clause) else { continue };
                let list = match fit(framework, clause.as_str(), entry.doc_type.as_ref()) {
                    Fit::Counts => &mut known.support,
                    Fit::Helps => &mut known.beside,
                    Fit::Unfit => &mut known.unfit,
                };
                // Entry comes after entry, so that only the last claims can be of this one. What the version in force
                // claims, the next one claims again.
                let own = || list.iter().rev().take_while(|other| other.entry == index);
                if !own().any(|other| other.anchor.as_deref() == anchor || (other.in_force && !in_force)) {
                    list.push(Support { entry: index, anchor: anchor.map(str::to_owned), in_force });
                }
            }
        }
    }
    claims
}

/// The texts that speak for an entry: that in force, and then that of the version to come. What is no longer used
/// speaks for nothing.
fn texts<'a>(inputs: &Inputs, entry: &'a Entry) -> Vec<(&'a Document, bool)> {
    // A record whose file is gone shows nothing any more; a document stays in force until it is withdrawn.
    let gone = entry.vanished && entry.is_record();
    if gone || matches!(entry.state(), State::Withdrawn | State::Superseded) {
        return Vec::new();
    }
    // A record that is not complete, of days to come, or of none, shows nothing yet.
    let shown =
        |entry: &Entry| entry.state() == State::Closed && entry.days().is_some_and(|(first, _)| first <= inputs.today);
    let dated = !entry.is_record() || shown(entry);
    let in_force = entry.is_in_force() && dated;
    let mut texts = vec![(&**entry.document(), in_force)];
    if in_force && entry.next.is_some() {
        texts.push((&entry.head, false));
    }
    texts
}

/// The clauses of a framework that a text claims, with the section that does.
fn of_framework<'a>(
    inputs: &'a Inputs,
    framework: &'a Framework,
    text: &'a Document,
) -> impl Iterator<Item = (&'a ClauseId, Option<&'a str>)> {
    let is_it = move |named: &Option<String>| named.as_deref().unwrap_or(&inputs.config.framework) == framework.id;
    text.claims()
        .filter(move |(claim, _)| is_it(&claim.value.framework))
        .map(|(claim, anchor)| (&claim.value.clause, anchor))
}
