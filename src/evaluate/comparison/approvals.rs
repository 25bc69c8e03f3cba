//! Which decisions the new texts need, who may take them, and whether they were taken.

use serde::Serialize;

use super::touched::{self, Touched, What};
use crate::evaluate::Sms;
use crate::evaluate::approval::{Judgement, Reason};
use crate::evaluate::authors::{Author, authors};
use crate::evaluate::corpus::Entry;
use crate::model::config::Evidence;
use crate::model::document::Status;
use crate::model::history::TrailerKind;
use crate::model::inputs::{Inputs, Repository};
use crate::model::line::DocumentLine;
use crate::model::statement::Statement;

/// A role that may decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Role {
    /// Its id.
    pub id: String,
    /// Its title, else its id.
    pub title: String,
}

/// Somebody who may decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// Id in `people.yaml`.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whether it is this very change that lets them.
    pub by_this_change: bool,
}

/// How a decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is there and counts.
    Given,
    /// A commit of the change bears the line `Approved-by:`; it counts if it comes onto the controlled branch with it.
    Announced,
    /// It is not there, or does not count.
    Missing,
    /// Nobody can decide on this text before its version is raised.
    Blocked,
    /// The text is a draft: nobody is asked yet.
    Later,
    /// The history is cut, so nobody can tell.
    Unknown,
}

/// A decision that a new text needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Approval {
    /// Id of the document.
    pub id: String,
    /// Its version as written.
    pub version: Option<String>,
    /// Whether it is about the end of its use.
    pub withdrawal: bool,
    /// Roles that may decide for the type.
    pub roles: Vec<Role>,
    /// Persons who hold one of them today and may decide on this text.
    pub able: Vec<Holder>,
    /// Names of persons who hold one and wrote part of the text.
    pub wrote: Vec<String>,
    /// Name of the person whom the file names as approver, where they may decide: the proof has to be theirs.
    pub named: Option<String>,
    /// Whether part of the change is not committed, so that who wrote it is not known.
    pub unknown_authors: bool,
    /// The least proof that counts.
    pub evidence: Evidence,
    /// How it stands.
    pub standing: Standing,
    /// What it rests on, where it is given.
    pub rests_on: Option<Evidence>,
    /// Who gave or announced it, where that is known.
    pub by: Option<String>,
    /// Whether it bears the date of the approval before, although the text is another.
    pub old_date: bool,
    /// Why what is stated does not count, in words.
    pub objections: Vec<String>,
    /// Name of the tag that would be its proof.
    pub tag: String,
}

/// Decisions that the touched documents need, in their order.
pub(super) fn approvals(before: &Sms, after: &Sms, documents: &[Touched]) -> Vec<Approval> {
    let wanted = documents.iter().filter(|document| !document.record && document.what != What::Removed);
    wanted.filter_map(|document| one(before, after, after.corpus.get(&document.id)?, document)).collect()
}

fn one(before: &Sms, after: &Sms, entry: &Entry, document: &Touched) -> Option<Approval> {
    let stated = Statement::of(&entry.head)?;
    let inputs = &after.inputs;
    let old = before.corpus.get(entry.id.as_str());
    let known = old.and_then(|old| old.editions.iter().find(|edition| edition.statement.hash == stated.hash));
    let withdrawal = stated.status == Some(Status::Withdrawn);
    let decided = entry.editions.iter().find(|edition| edition.statement.hash == stated.hash);
    let approval = entry.standing.approval.as_ref();
    let (standing, judgement) = match stated.status {
        _ if inputs.repository != Repository::Whole => (Standing::Unknown, None),
        Some(Status::Withdrawn) => {
            if known.is_some_and(|edition| edition.withdrawn_from.is_some()) {
                return None;
            }
            let judgement = entry.standing.withdrawal.as_ref().or(approval);
            let there = decided.is_some_and(|edition| edition.withdrawn_from.is_some());
            (if there { Standing::Given } else { stands(judgement) }, judgement)
        }
        _ if document.version.not_above.is_some() => (Standing::Blocked, None),
        Some(Status::Approved) if known.is_some() && approval.is_none() => return None,
        Some(Status::Approved) if approval.is_none() && decided.is_some() => (Standing::Given, None),
        Some(Status::Approved) => (stands(approval), approval),
        Some(Status::InReview) => (Standing::Missing, None),
        _ => (Standing::Later, None),
    };
    let none = DocumentLine::default();
    let line = inputs.line.documents.get(&entry.id.folded()).unwrap_or(&none);
    let wrote = writers(inputs, line, entry, &stated);
    let roles = inputs.config.control.approver_roles(stated.doc_type.as_deref().unwrap_or_default());
    let is_author = |id: &str| {
        let by_commit = !withdrawal && wrote.iter().any(|author| author.person.is_some_and(|person| person.id == id));
        by_commit || stated.authors.iter().any(|author| author == id)
    };
    let entitled_before = |id: &str| {
        let roles = before.inputs.config.control.approver_roles(stated.doc_type.as_deref().unwrap_or_default());
        before.inputs.people.person(id).is_some_and(|person| person.holds(&roles, before.inputs.today))
    };
    let holders = inputs.people.people.iter().filter(|person| person.holds(&roles, inputs.today));
    let (authors, able): (Vec<_>, Vec<_>) = holders.partition(|person| is_author(&person.id));
    let mut standing = standing;
    let mut by = stated.approver.clone().filter(|_| standing == Standing::Given);
    let evidence = inputs.config.control.evidence;
    if standing == Standing::Missing
        && evidence == Evidence::Trailer
        && let Some(name) = announced(before, after, entry, &stated, &able)
    {
        (standing, by) = (Standing::Announced, Some(name));
    }
    let person = |id: String| inputs.people.person(&id).map_or(id, |person| person.name.clone());
    let proof = judgement.map(|judgement| judgement.proof.evidence).or(decided.map(|edition| edition.proof.evidence));
    let word = if withdrawal { "withdrawn" } else { "approved" };
    let version = stated.version.as_ref().map(ToString::to_string);
    Some(Approval {
        tag: format!("{word}/{}/{}", entry.id, version.as_deref().unwrap_or("VERSION")),
        id: document.id.clone(),
        withdrawal,
        roles: roles.iter().map(|id| role(inputs, id)).collect(),
        able: able
            .iter()
            .map(|person| Holder {
                id: person.id.clone(),
                name: person.name.clone(),
                by_this_change: !entitled_before(&person.id),
            })
            .collect(),
        named: able
            .iter()
            .find(|person| stated.is_approved() && stated.approver.as_ref() == Some(&person.id))
            .map(|person| person.name.clone()),
        wrote: authors.iter().map(|person| person.name.clone()).collect(),
        unknown_authors: document.uncommitted && !withdrawal,
        evidence,
        old_date: stated.status == Some(Status::Approved) && document.kept.contains(&"approved_on"),
        rests_on: proof.filter(|_| standing == Standing::Given),
        by: by.map(person),
        objections: judgement
            .filter(|_| standing == Standing::Missing)
            .map(|judgement| judgement.reasons.iter().map(|reason| objection(inputs, &stated, reason)).collect())
            .unwrap_or_default(),
        standing,
        version,
    })
}

fn stands(judgement: Option<&Judgement>) -> Standing {
    if judgement.is_some_and(Judgement::counts) { Standing::Given } else { Standing::Missing }
}

fn role(inputs: &Inputs, id: &str) -> Role {
    Role { id: id.to_owned(), title: inputs.people.role_title(id).to_owned() }
}

/// Everybody who wrote part of a text since the version approved before it.
fn writers<'a>(inputs: &'a Inputs, line: &'a DocumentLine, entry: &Entry, stated: &Statement) -> Vec<Author<'a>> {
    let landing = |index: usize| entry.editions.get(index).and_then(|edition| edition.landing);
    match entry.editions.iter().position(|edition| edition.statement.hash == stated.hash) {
        Some(index) => authors(inputs, line, landing(index + 1), landing(index)),
        None => authors(inputs, line, landing(0), None),
    }
}

/// Who is named by `Approved-by:` in a commit of the change that holds this very text, among those who may approve it.
fn announced(
    before: &Sms,
    after: &Sms,
    entry: &Entry,
    stated: &Statement,
    able: &[&crate::model::people::Person],
) -> Option<String> {
    let line = touched::since(before, after, entry);
    let holds = |held: &Statement| held.hash == stated.hash && held.status == stated.status;
    let edits = line.edits.iter().filter(|edit| edit.after.as_ref().is_some_and(|(_, held)| holds(held)));
    let commits = edits.filter_map(|edit| after.inputs.history.commit(edit.commit));
    let mut trailers = commits.flat_map(|commit| &commit.trailers);
    trailers.find_map(|trailer| {
        let named = able.iter().find(|person| {
            trailer.kind == TrailerKind::ApprovedBy
                && person.has_email(&trailer.person.email)
                && person.name == trailer.person.name
                && stated.approver.as_ref() == Some(&person.id)
        });
        named.map(|person| person.name.clone())
    })
}

/// Why an approval does not count, as part of a sentence.
fn objection(inputs: &Inputs, stated: &Statement, reason: &Reason) -> String {
    let decided = if stated.status == Some(Status::Withdrawn) { "withdrew" } else { "approved" };
    let approver = stated.approver.as_deref().unwrap_or_default();
    let name = inputs.people.person(approver).map_or(approver, |person| &person.name);
    match reason {
        Reason::Incomplete => "`approver` or `approved_on` is missing".to_owned(),
        Reason::NobodyKnown => "there was no `people.yaml` yet".to_owned(),
        Reason::UnknownPerson => format!("`{approver}` is nobody of `people.yaml`"),
        Reason::NotEntitled { on, .. } => format!("{name} held no role on {on} that may decide it"),
        Reason::IsAuthor { .. } => format!("{name} is named as `approver` and wrote part of it"),
        Reason::TooWeak { found } => match found {
            Evidence::Trailer => format!("only `Approved-by:` of a commit says that {name} {decided} it"),
            Evidence::Tag => format!("the tag of {name} is not signed"),
            _ => format!("only the file says that {name} {decided} it"),
        },
    }
}
