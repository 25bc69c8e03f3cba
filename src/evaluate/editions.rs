//! The approved versions of a document: which commit fixed the text of each, what proves it, and when it was in force.

use std::sync::Arc;

use camino::Utf8PathBuf;
use jiff::civil::Date;

use super::approval::{Act, Case, Judgement, Proof, judge, landed_on};
use super::authors::{authors, names};
use super::reviews::Review;
use super::state::State;
use crate::model::doc_type::DocType;
use crate::model::document::Status;
use crate::model::history::ObjectId;
use crate::model::inputs::Inputs;
use crate::model::line::{DocumentLine, LineState};
use crate::model::statement::Statement;
use crate::model::version::Version;

/// A version of a document that was approved and proven, or the entry of a record.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Its version; `None` for a record whose version cannot be read.
    pub version: Option<Version>,
    /// What its text states, with the fields that may change since as the newest commit that holds the same text has
    /// them.
    pub statement: Arc<Statement>,
    /// Path of the file in the commit that fixed the text.
    pub path: Utf8PathBuf,
    /// The file itself; `None` where it was read from disk.
    pub content: Option<ObjectId>,
    /// The commit of the controlled line that fixed the text; `None` without a history.
    pub commit: Option<ObjectId>,
    /// Its number on the line.
    pub landing: Option<u32>,
    /// The day of that commit.
    pub landed_on: Option<Date>,
    /// First day in force as stated: `effective_on`, else `approved_on`; for a record the day that it tells of.
    pub effective: Option<Date>,
    /// First day on which it was in force: effective, on the line, and proven. `None` where there never was one.
    pub in_force_from: Option<Date>,
    /// Last day on which it was in force, where that is known.
    pub in_force_until: Option<Date>,
    /// What its approval rests on; of a document that begins as withdrawn, what the withdrawal rests on.
    pub proof: Proof,
    /// First day on which its approval was proven; `None` without a history.
    pub proven_on: Option<Date>,
    /// First day on which it is no longer used, where it was withdrawn and that counts.
    pub withdrawn_from: Option<Date>,
    /// Who ended its use after it had been approved here; `None` where it is used, or began as withdrawn.
    pub withdrawal: Option<Withdrawal>,
    /// Names of those who wrote it, the newest first.
    pub authors: Vec<String>,
    /// Reviews that found nothing to change in it, newest first.
    pub reviews: Vec<Review>,
    /// Where it stands today.
    pub state: State,
}

impl Edition {
    /// When its withdrawal was decided. Many leave the day of the approval in the file; then the day of the proof counts.
    #[must_use]
    pub fn withdrawal_day(&self) -> Option<Date> {
        let withdrawal = self.withdrawal.as_ref()?;
        let stated = withdrawal.approved_on.filter(|day| self.statement.approved_on != Some(*day));
        stated.or(withdrawal.proof.since).or(self.withdrawn_from)
    }

    /// The first day on which it could be in force: effective, on the line, and proven.
    #[must_use]
    pub fn begins(&self) -> Option<Date> {
        let effective = self.effective?;
        // An imported version counts from the day that it states: that is what imported means.
        let there = if self.proof.imported { None } else { self.landed_on.max(self.proven_on) };
        Some(there.map_or(effective, |there| there.max(effective)))
    }

    /// Whether it was withdrawn before it was ever in force, so that the version before it stays.
    fn never_came(&self) -> bool {
        matches!((self.withdrawn_from, self.effective), (Some(until), Some(from)) if until <= from)
    }
}

/// The versions of a document that count, oldest first by ancestry.
///
/// The text of a version is that of the first commit of the line at which it is approved and proven. What another commit
/// says under the same number is not it.
#[must_use]
pub fn editions(inputs: &Inputs, document: &DocumentLine) -> Vec<Edition> {
    let mut editions: Vec<Edition> = Vec::new();
    for (position, state) in document.states.iter().enumerate() {
        let Some((content, statement)) = &state.content else { continue };
        let Some(version) = statement.version.as_ref().filter(|_| statement.is_approved()) else { continue };
        let kind = statement.doc_type.as_ref().and_then(|name| inputs.types.get(name));
        if kind.is_some_and(DocType::is_record) {
            continue; // nobody approves a record
        }
        if editions.iter().any(|edition| edition.version.as_ref() == Some(version)) {
            continue;
        }
        let after = editions.last().and_then(|edition| edition.landing);
        let may_be_imported = editions.iter().all(|edition| edition.proof.imported);
        let case = Case {
            inputs,
            document,
            statement,
            landing: Some(state.landing),
            after,
            may_be_imported,
            act: Act::Approval,
        };
        let judgement = judge(&case);
        // What begins as withdrawn was approved elsewhere, before the repository, or never.
        let began = statement.status == Some(Status::Approved) || judgement.proof.imported;
        if !judgement.counts() || !began {
            continue;
        }
        let since = authors(inputs, document, after, Some(state.landing));
        let proven_on = judgement.proof.since;
        let imported = judgement.proof.imported;
        let later = later(&case, &document.states[position..], judgement.proof);
        let mut proof = later.proof;
        proof.imported |= imported;
        let commit = inputs.line.landings.get(state.landing as usize).and_then(|index| inputs.history.commit(*index));
        editions.push(Edition {
            version: Some(version.clone()),
            path: state.path.clone(),
            content: Some(*content),
            commit: commit.map(|commit| commit.id),
            landing: Some(state.landing),
            landed_on: landed_on(inputs, state.landing),
            effective: statement.effective(),
            in_force_from: None,
            in_force_until: None,
            proof,
            proven_on,
            withdrawn_from: later.withdrawn_from,
            withdrawal: later.withdrawal,
            authors: names(&since),
            reviews: Vec::new(),
            state: State::Superseded,
            statement: later.statement,
        });
    }
    set_days(&mut editions);
    editions
}

/// Who ended the use of a version, and what proves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Person who decided it.
    pub approver: Option<String>,
    /// When it was decided.
    pub approved_on: Option<Date>,
    /// What it rests on.
    pub proof: Proof,
}

/// What became of a version after the commit that brought it.
struct Later {
    /// What it states now.
    statement: Arc<Statement>,
    /// What its approval rests on.
    proof: Proof,
    withdrawn_from: Option<Date>,
    withdrawal: Option<Withdrawal>,
}

/// What later commits that hold the same text say: the fields that may change, a stronger or another approval, and
/// whether the version was withdrawn.
fn later(first: &Case<'_>, states: &[LineState], proof: Proof) -> Later {
    let same = states.iter().filter_map(|state| Some((state, state.statement()?)));
    let same: Vec<_> = same.filter(|(_, statement)| statement.hash == first.statement.hash).collect();
    let (mut decided, mut approved) = (first.statement, first.statement);
    let (mut proof, mut withdrawn, mut withdrawal) = (proof, None, None);
    for (state, statement) in &same {
        let case = |act| Case { statement, landing: Some(state.landing), act, ..*first };
        match statement.status {
            Some(Status::Approved) => {
                let approval = judge(&case(Act::Approval));
                if !approval.counts() {
                    continue;
                }
                // The approval itself may have been given again, by somebody else or with another date.
                let again = decided.approver != statement.approver || decided.approved_on != statement.approved_on;
                if again {
                    proof = approval.proof;
                }
                (decided, approved, withdrawn, withdrawal) = (statement, statement, None, None);
            }
            Some(Status::Withdrawn) => {
                let judged = judge(&case(Act::Withdrawal));
                if judged.counts() {
                    // Nobody can end the use of a text on a day that has passed, unless all of it is imported.
                    let landed = landed_on(first.inputs, state.landing);
                    let decided_on = landed.max(judged.proof.since).filter(|_| !judged.proof.imported);
                    withdrawn = statement.withdrawn_on.max(decided_on).or(landed);
                    // What begins as withdrawn has one decision only.
                    if state.landing != first.landing.unwrap_or_default() {
                        let (approver, approved_on) = (statement.approver.clone(), statement.approved_on);
                        withdrawal = Some(Withdrawal { approver, approved_on, proof: judged.proof });
                    }
                    decided = statement;
                }
            }
            _ => {}
        }
    }
    let newest = same.last().map_or(decided, |(_, statement)| statement);
    let mut merged = decided.clone();
    merged.owner.clone_from(&newest.owner);
    merged.reviewers.clone_from(&newest.reviewers);
    merged.next_review = newest.next_review;
    merged.superseded_by.clone_from(&newest.superseded_by);
    if withdrawal.is_some() {
        merged.approver.clone_from(&approved.approver);
        merged.approved_on = approved.approved_on;
    }
    if withdrawn.is_none() {
        merged.status = Some(Status::Approved);
        (merged.withdrawn_on, merged.withdrawn_reason) = (None, None);
    }
    Later { statement: Arc::new(merged), proof, withdrawn_from: withdrawn, withdrawal }
}

/// Works out from when to when each version was in force: as the newest by ancestry of those that had begun.
fn set_days(editions: &mut [Edition]) {
    let starts: Vec<Option<Date>> = editions.iter().map(Edition::begins).collect();
    for index in 0..editions.len() {
        let Some(start) = starts[index].filter(|_| !editions[index].never_came()) else { continue };
        let newer = (index + 1..editions.len()).filter(|&other| !editions[other].never_came());
        let next = newer.filter_map(|other| starts[other]).min();
        let end = next.into_iter().chain(editions[index].withdrawn_from).min();
        if end.is_some_and(|end| end <= start) {
            continue;
        }
        editions[index].in_force_from = Some(start);
        editions[index].in_force_until = end.and_then(|end| end.yesterday().ok());
    }
}

/// The version that readers are to go by on a day, or that was withdrawn last: the newest by ancestry of those that have
/// begun. Sets the state of the others.
#[must_use]
pub fn current(editions: &mut [Edition], today: Date) -> Option<usize> {
    let has_begun = |edition: &Edition| edition.effective.is_some_and(|day| day <= today);
    let begun: Vec<usize> = (0..editions.len()).filter(|&index| has_begun(&editions[index])).collect();
    let came = begun.iter().rev().find(|&&index| !editions[index].never_came());
    let current = came.or(begun.last()).copied();
    for (index, edition) in editions.iter_mut().enumerate() {
        let ahead = edition.effective.is_some_and(|day| day > today) && current.is_none_or(|current| index > current);
        let withdrawn = edition.withdrawn_from.is_some_and(|day| day <= today);
        edition.state = match () {
            () if withdrawn => State::Withdrawn,
            () if ahead => State::Scheduled,
            () => State::Superseded,
        };
    }
    current
}

/// How the newest text stands to the versions that count.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// The version that bears the same number, by index in the editions as they are given.
    pub edition: Option<usize>,
    /// Whether its text is another than that version's.
    pub edited: bool,
    /// The judgement on the approval that it states, where that is not one of a version that counts.
    pub approval: Option<Judgement>,
    /// The judgement on the withdrawal that it states.
    pub withdrawal: Option<Judgement>,
    /// Whether it is on the controlled line.
    pub landed: bool,
}

/// Judges the newest text.
#[must_use]
pub fn standing(inputs: &Inputs, document: &DocumentLine, editions: &[Edition], newest: &Statement) -> Standing {
    let case = case(inputs, document, editions, newest);
    let edition = of_number(editions, newest);
    let mut standing = Standing { edition, landed: case.landing.is_some(), ..Standing::default() };
    if let Some(index) = edition {
        standing.edited = editions[index].statement.hash != newest.hash;
        if !standing.edited && newest.status == Some(Status::Withdrawn) && editions[index].withdrawn_from.is_none() {
            standing.withdrawal = Some(judge(&Case { act: Act::Withdrawal, ..case }));
        }
        if !standing.edited
            && newest.status == Some(Status::Approved)
            && (editions[index].statement.approver != newest.approver
                || editions[index].statement.approved_on != newest.approved_on)
        {
            standing.approval = Some(judge(&case));
        }
    } else if newest.is_approved() {
        standing.approval = Some(judge(&case));
    }
    standing
}

/// Judges what the newest text says was decided, whether or not that is a version that counts already: why it would
/// not count, and what it rests on.
#[must_use]
pub fn decision(inputs: &Inputs, document: &DocumentLine, newest: &Statement, act: Act) -> Judgement {
    let editions = editions(inputs, document);
    judge(&Case { act, ..case(inputs, document, &editions, newest) })
}

/// The version that bears the number of a text.
fn of_number(editions: &[Edition], newest: &Statement) -> Option<usize> {
    editions.iter().position(|edition| edition.version.is_some() && edition.version == newest.version)
}

/// The approval of the newest text.
fn case<'a>(inputs: &'a Inputs, document: &'a DocumentLine, editions: &[Edition], newest: &'a Statement) -> Case<'a> {
    let is_it = |state: &&LineState| state.statement().is_some_and(|statement| **statement == *newest);
    let landing = document.states.last().filter(is_it).map(|state| state.landing);
    let edition = of_number(editions, newest);
    let before = match edition {
        Some(index) => index.checked_sub(1).map(|index| &editions[index]),
        None => editions.last(),
    };
    Case {
        inputs,
        document,
        statement: newest,
        landing,
        after: before.and_then(|edition| edition.landing),
        may_be_imported: editions[..edition.unwrap_or(editions.len())].iter().all(|edition| edition.proof.imported),
        act: Act::Approval,
    }
}
