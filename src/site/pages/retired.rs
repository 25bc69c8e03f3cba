//! What is no longer to be followed: why, since when, and what takes its place.

use super::shared::{self, DocLink};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::editions::Edition;
use crate::evaluate::state::State;
use crate::model::date;
use crate::say;
use crate::site::exports::changes;

/// The document that takes the place of another, where readers may know of it.
#[must_use]
pub fn successor(sms: &Sms, edition: &Edition) -> Option<DocLink> {
    let id = edition.statement.superseded_by.as_ref()?;
    sms.corpus.get(id).map(shared::doc_link)
}

/// When a version was withdrawn, by whom and why.
#[must_use]
pub fn withdrawn(sms: &Sms, edition: &Edition) -> String {
    let statement = &edition.statement;
    let by = match &edition.withdrawal {
        Some(withdrawal) => withdrawal.approver.as_ref(),
        None => statement.approver.as_ref(),
    };
    let name = by.map(|id| shared::person_name(sms, id));
    let withdrawn = match (edition.withdrawn_from.map(date::display), name) {
        (Some(day), Some(name)) => say!("It was withdrawn on {day} by {name}.", day, name),
        (Some(day), None) => say!("It was withdrawn on {day}.", day),
        (None, Some(name)) => say!("It was withdrawn by {name}.", name),
        (None, None) => say!("It was withdrawn."),
    };
    match &statement.withdrawn_reason {
        Some(reason) => format!("{withdrawn} {reason}"),
        None => withdrawn,
    }
}

/// Whom to ask where nothing takes the place of a document.
#[must_use]
pub fn ask(sms: &Sms, edition: &Edition) -> String {
    let owner = edition.statement.owner.as_ref().map(|owner| shared::role_title(sms, owner));
    match owner {
        Some(owner) => say!("Nothing replaces it; ask the {owner}.", owner),
        None => say!("Nothing replaces it."),
    }
}

/// Why no version of a document is in force any more; `None` where one is, or none was yet.
#[must_use]
pub fn why(sms: &Sms, entry: &Entry) -> Option<(String, Option<DocLink>)> {
    let edition = entry.edition()?;
    let successor = successor(sms, edition);
    let text = match (edition.state, &successor) {
        (State::Withdrawn, Some(_)) => format!("{} {}", withdrawn(sms, edition), say!("In its place follow")),
        (State::Withdrawn, None) => format!("{} {}", withdrawn(sms, edition), ask(sms, edition)),
        (State::Superseded, Some(_)) => match changes::superseded_from(sms, entry).map(date::display) {
            Some(day) => say!("The document was replaced on {day} by", day),
            None => say!("The document was replaced by"),
        },
        (State::Superseded, None) => say!("It was replaced by a document that is not part of this site."),
        _ => return None,
    };
    Some((text, successor))
}
