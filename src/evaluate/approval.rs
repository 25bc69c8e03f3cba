//! Whether an approval counts: who gave it, whether they might, whether they wrote the text themselves, and how strong
//! the proof is. These are judged apart; a good signature is not yet a good approval.

use jiff::civil::Date;

use super::authors::authors;
use crate::model::config::Evidence;
use crate::model::document::Status;
use crate::model::history::{ObjectId, TrailerKind};
use crate::model::inputs::{Inputs, Repository};
use crate::model::line::{DocumentLine, EvidenceTag, TagKind};
use crate::model::people::{People, Person};
use crate::model::signature::{Signing, public_key};
use crate::model::statement::Statement;
use crate::model::version::Version;

/// What somebody decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// That a text may be used.
    Approval,
    /// That it is no longer used.
    Withdrawal,
}

/// Why an approval does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// `approver` or `approved_on` is missing.
    Incomplete,
    /// The commit that brought the version holds no `people.yaml`.
    NobodyKnown,
    /// The approver is not in `people.yaml`.
    UnknownPerson,
    /// The approver held none of these roles on that day.
    NotEntitled {
        /// Roles that may approve the type.
        roles: Vec<String>,
        /// Day of the approval.
        on: Date,
        /// Last day on which the approver held one of them, where that was earlier.
        until: Option<String>,
    },
    /// The approver wrote part of the text.
    IsAuthor {
        /// The commit that shows it; `None` where `authors` names the approver.
        commit: Option<ObjectId>,
    },
    /// The proof is weaker than `control.evidence` asks for.
    TooWeak {
        /// What there is.
        found: Evidence,
    },
}

/// What an approval rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// How strong it is.
    pub evidence: Evidence,
    /// Whether the approval is older than the repository, by `imported_until`: then the file alone speaks for it.
    pub imported: bool,
    /// The tag that proves it, where one does.
    pub tag: Option<String>,
    /// Fingerprint of the key that signed, where one did.
    pub fingerprint: Option<String>,
    /// First day on which the proof was there; `None` without a history.
    pub since: Option<Date>,
}

impl Proof {
    /// What there is without a history.
    #[must_use]
    pub fn none(evidence: Evidence) -> Self {
        Self { evidence, imported: false, tag: None, fingerprint: None, since: None }
    }
}

/// A judgement on an approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// What it rests on.
    pub proof: Proof,
    /// Why it does not count; empty where it does.
    pub reasons: Vec<Reason>,
}

impl Judgement {
    /// Whether the approval counts.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.reasons.is_empty()
    }
}

/// An approval to be judged.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    /// What was read.
    pub inputs: &'a Inputs,
    /// The document.
    pub document: &'a DocumentLine,
    /// What is approved, and by whom.
    pub statement: &'a Statement,
    /// Number of the commit of the line that holds it; `None` where it has not landed.
    pub landing: Option<u32>,
    /// Number of the commit with which the version before it was fixed.
    pub after: Option<u32>,
    /// Whether every version before it is imported, so that it may be, too.
    pub may_be_imported: bool,
    /// What was decided.
    pub act: Act,
}

/// Judges an approval.
#[must_use]
pub fn judge(case: &Case<'_>) -> Judgement {
    let Case { inputs, statement, .. } = *case;
    let none = if inputs.repository == Repository::None { Evidence::None } else { Evidence::Claimed };
    let mut proof = Proof::none(none);
    proof.since = case.landing.and_then(|landing| landed_on(inputs, landing));
    let (Some(approver), Some(on)) = (&statement.approver, statement.approved_on) else {
        return Judgement { proof, reasons: vec![Reason::Incomplete] };
    };
    proof.imported = case.may_be_imported && is_imported(case, on);
    let then = match case.landing {
        Some(landing) => inputs.line.people_at(landing),
        None => Some(&inputs.people),
    };
    let known: Vec<&People> = then.into_iter().chain(proof.imported.then_some(&inputs.people)).collect();
    if known.is_empty() {
        return Judgement { proof, reasons: vec![Reason::NobodyKnown] };
    }
    let persons: Vec<&Person> = known.iter().filter_map(|people| people.person(approver)).collect();
    if persons.is_empty() {
        return Judgement { proof, reasons: vec![Reason::UnknownPerson] };
    }
    let mut reasons = Vec::new();
    let roles = inputs.config.control.approver_roles(statement.doc_type.as_deref().unwrap_or_default());
    if !persons.iter().any(|person| person.holds(&roles, on)) {
        let held = persons.iter().flat_map(|person| &person.roles);
        let until = held.filter(|held| roles.contains(&held.role.as_str())).filter_map(|held| held.until.clone()).max();
        reasons.push(Reason::NotEntitled { roles: roles.iter().map(|role| (*role).to_owned()).collect(), on, until });
    }
    if let Some(reason) = own_work(case, approver, proof.imported) {
        reasons.push(reason);
    }
    weigh(case, approver, &persons, &roles, &mut proof);
    if !proof.imported && proof.evidence < inputs.config.control.evidence && inputs.repository == Repository::Whole {
        reasons.push(Reason::TooWeak { found: proof.evidence });
    }
    Judgement { proof, reasons }
}

/// Whether an approval is older than the repository: given before `imported_until`, of a text that came in by then, or
/// with the first documents. A text that lands later was not there to be approved.
fn is_imported(case: &Case<'_>, on: Date) -> bool {
    let inputs = case.inputs;
    let Some(until) = inputs.config.control.imported_until().filter(|until| on < *until) else { return false };
    let came = match case.landing {
        Some(landing) => landed_on(inputs, landing),
        None => Some(inputs.today),
    };
    came.is_some_and(|came| came <= until || Some(came) == landed_on(inputs, 0))
}

/// The day on which a commit of the line was made.
#[must_use]
pub fn landed_on(inputs: &Inputs, landing: u32) -> Option<Date> {
    let commit = inputs.history.commit(*inputs.line.landings.get(landing as usize)?)?;
    Some(inputs.day(commit.committed))
}

/// Whether the approver wrote part of the text since the version before it. Who wrote an imported text is not known from
/// commits, which the one who brought it made.
fn own_work(case: &Case<'_>, approver: &str, imported: bool) -> Option<Reason> {
    if case.statement.authors.iter().any(|author| author == approver) {
        return Some(Reason::IsAuthor { commit: None });
    }
    if imported || case.act == Act::Withdrawal {
        return None;
    }
    let authors = authors(case.inputs, case.document, case.after, case.landing);
    let own = authors.into_iter().find(|author| author.person.is_some_and(|person| person.id == approver))?;
    Some(Reason::IsAuthor { commit: Some(own.commit) })
}

/// Finds the strongest proof.
fn weigh(case: &Case<'_>, approver: &str, persons: &[&Person], roles: &[&str], proof: &mut Proof) {
    let Case { inputs, statement, .. } = *case;
    let of_approver = |key: &str| {
        let current = inputs.people.person(approver);
        let keys = persons.iter().copied().chain(current).flat_map(|person| &person.keys);
        keys.into_iter().any(|line| public_key(line).is_some_and(|known| known == key))
    };
    let brought = case.landing.and_then(|landing| inputs.line.landings.get(landing as usize).copied());
    let message = brought.and_then(|commit| inputs.history.commit(commit));
    let approvals = message.iter().flat_map(|commit| &commit.trailers);
    let by_trailer = approvals.filter(|trailer| trailer.kind == TrailerKind::ApprovedBy).any(|trailer| {
        persons.iter().any(|person| person.has_email(&trailer.person.email) && person.name == trailer.person.name)
    });
    if by_trailer {
        proof.evidence = proof.evidence.max(Evidence::Trailer);
    }
    let same_text = |held: &Statement| {
        held.hash == statement.hash
            && held.approver.as_deref() == Some(approver)
            && match case.act {
                Act::Approval => held.is_approved(),
                Act::Withdrawal => held.status == Some(Status::Withdrawn),
            }
    };
    let edits = case.document.edits.iter();
    let holding = edits.filter(|edit| edit.after.as_ref().is_some_and(|(_, held)| same_text(held)));
    for commit in brought.into_iter().chain(holding.map(|edit| edit.commit)) {
        let Some(signing) = inputs.line.signings.get(&commit) else { continue };
        if let Some(key) = signing.proven_key().filter(|key| of_approver(key)) {
            proof.evidence = Evidence::Signed;
            proof.fingerprint = fingerprint(signing).or_else(|| Some(key.to_owned()));
        }
    }
    let wanted = match case.act {
        Act::Approval => TagKind::Approved,
        Act::Withdrawal => TagKind::Withdrawn,
    };
    let version = statement.version.as_ref();
    for tag in inputs.line.tags_of(&statement.id) {
        let of_version = tag.of.parse::<Version>().ok().as_ref() == version;
        if tag.kind != wanted || !of_version || tag.hash != Some(statement.hash) {
            continue;
        }
        let Some(found) = strength(inputs, tag, approver, persons, roles, &of_approver) else { continue };
        // Of two proofs of equal strength the older one counts.
        if found > proof.evidence || (found == proof.evidence && proof.tag.is_none() && found == Evidence::Tag) {
            let day = tag.tagger.as_ref().map(|(_, when)| inputs.day(*when));
            let needed = inputs.config.control.evidence;
            if proof.evidence < needed || proof.imported {
                proof.since = proof.since.max(day);
            }
            proof.evidence = found;
            proof.tag = Some(tag.name.clone());
            proof.fingerprint = if found == Evidence::Signed { fingerprint(&tag.signing) } else { None };
        }
    }
}

/// How strong a tag is as evidence that a person decided something; `None` where it is none.
fn strength(
    inputs: &Inputs,
    tag: &EvidenceTag,
    approver: &str,
    persons: &[&Person],
    roles: &[&str],
    of_approver: &dyn Fn(&str) -> bool,
) -> Option<Evidence> {
    let (tagger, when) = tag.tagger.as_ref()?;
    // The role counts on the day of the tag as well: who has left cannot approve with a date of the past.
    let current = inputs.people.person(approver);
    let entitled = persons.iter().copied().chain(current).any(|person| person.holds(roles, inputs.day(*when)));
    if !entitled {
        return None;
    }
    let named = persons.iter().copied().chain(current).any(|person| person.has_email(&tagger.email));
    match &tag.signing {
        // Whose key it is decides, whatever name the tag bears.
        Signing::Ssh { key, valid: true, .. } => of_approver(key).then_some(Evidence::Signed),
        Signing::None | Signing::OpenPgp => named.then_some(Evidence::Tag),
        Signing::Ssh { .. } | Signing::Unknown(_) => None,
    }
}

/// The person whose key this is.
#[must_use]
pub fn owner_of_key<'a>(inputs: &'a Inputs, key: &str) -> Option<&'a Person> {
    let has_key = |person: &&Person| person.keys.iter().any(|line| public_key(line).is_some_and(|known| known == key));
    inputs.people.people.iter().find(has_key)
}

/// Fingerprint of the key of a signature.
fn fingerprint(signing: &Signing) -> Option<String> {
    match signing {
        Signing::Ssh { fingerprint, .. } => Some(fingerprint.clone()),
        _ => None,
    }
}
