//! What a reader must know before reading on.

use serde::Serialize;

use super::Reading;
use crate::evaluate::corpus::Next;
use crate::evaluate::state::State;
use crate::model::date;
use crate::model::inputs::Repository;
use crate::model::language;
use crate::say;
use crate::site::Site;
use crate::site::pages::shared::{self, DocLink};

#[derive(Debug, Serialize)]
pub(super) struct Banner {
    class: &'static str,
    icon: &'static str,
    strong: String,
    text: String,
    link: Option<DocLink>,
}

fn banner(class: &'static str, icon: &'static str, strong: String, text: String) -> Banner {
    Banner { class, icon, strong, text, link: None }
}

/// A link whose words are a part of the sentence before it.
fn link(title: String, href: String) -> DocLink {
    DocLink { id: String::new(), title, href }
}

/// The banners of what is read, the weightiest first.
pub(super) fn banners(site: &Site, reading: &Reading<'_>) -> Vec<Banner> {
    let mut banners = if reading.is_draft { of_draft(reading) } else { of_edition(site, reading) };
    let entry = reading.entry;
    if reading.is_current && !reading.is_draft && entry.edition().is_some_and(|edition| edition.state.is_in_force()) {
        banners.extend(entry.next.as_ref().map(|next| of_next(reading, next)));
    }
    if entry.unreadable {
        let text = say!("Its fields have a fault that `smsdoc check` names. What it held last is shown.");
        banners.push(banner("due", "over", say!("The file cannot be read."), text));
    } else if entry.vanished {
        let text = if entry.is_record() {
            say!("The file of this record is gone from the repository. What it held last is shown.")
        } else {
            say!("The file of this document is gone from the repository. Its last approved text stays as it was.")
        };
        banners.push(banner("due", "over", say!("The source is missing."), text));
    }
    let dirty = site.sms.inputs.uncommitted.iter().any(|(path, _)| *path == entry.path);
    if dirty {
        let text = if site.sms.inputs.drafts {
            say!("The file was changed and not committed. What you see here is not controlled.")
        } else {
            say!("The file was changed and not committed. The change is not shown here.")
        };
        banners.push(banner("due", "draft", say!("Uncommitted changes."), text));
    }
    if let Repository::Cut { reason } = &site.sms.inputs.repository {
        let text = say!("No history is shown: {reason}.", reason = language::translate(reason));
        banners.push(banner("due", "over", say!("The history is not known."), text));
    }
    banners
}

/// A preview of a text that is not a version in force.
fn of_draft(reading: &Reading<'_>) -> Vec<Banner> {
    let next = reading.entry.next.as_ref().map(|next| next.state);
    let (icon, strong, text) = match next.unwrap_or(State::Draft) {
        _ if reading.entry.standing.edited => (
            "gap",
            say!("This text was changed after its approval."),
            say!("It is not what was approved under this number, and does not count. Raise the version."),
        ),
        State::InReview => ("rev", say!("This version is in review."), say!("It is not approved. Do not rely on it.")),
        State::Unproven => (
            "gap",
            say!("The approval of this version is not proven."),
            say!("It does not count. `smsdoc check` says why."),
        ),
        State::Scheduled => ("soon", say!("Not yet in force."), say!("This version is approved for a later day.")),
        _ => ("draft", say!("This is a draft."), say!("It is not approved. Do not rely on it.")),
    };
    let mut draft = banner("draft", icon, strong, text);
    if let Some(version) = reading.entry.edition().and_then(|edition| edition.version.as_ref()) {
        draft.text = format!("{} {}", draft.text, say!("In force is version {version}:", version));
        let href = shared::version_page(reading.entry, version);
        draft.link = Some(link(say!("read version {version}", version), href));
    }
    vec![draft]
}

/// A version that was approved.
fn of_edition(site: &Site, reading: &Reading<'_>) -> Vec<Banner> {
    let entry = reading.entry;
    let sms = &site.sms;
    let Some(edition) = reading.edition else {
        let text = match entry.next.as_ref().map(|next| (next.state, next.effective)) {
            Some((State::Scheduled, Some(from))) => {
                say!("A version is approved and comes into force on {day}.", day = date::display(from))
            }
            Some((State::Scheduled, None)) => say!("A version is approved and comes into force."),
            _ => say!("No version of it is in force, so its text is not shown."),
        };
        let mut nothing = banner("draft", "draft", say!("Nothing is in force yet."), text);
        nothing.link = scheduled(reading);
        return vec![nothing];
    };
    let statement = &edition.statement;
    let successor = statement.superseded_by.as_ref().and_then(|id| sms.corpus.get(id)).map(shared::doc_link);
    match edition.state {
        State::Superseded if reading.is_current => {
            let text = match successor {
                Some(_) => say!("It was replaced by"),
                None => say!("It was replaced by a document that is not part of this site."),
            };
            vec![Banner { link: successor, ..banner("bad", "sup", say!("Do not follow this document."), text) }]
        }
        State::Withdrawn => {
            let reason = statement.withdrawn_reason.clone().unwrap_or_default();
            let name = statement.approver.as_ref().map(|id| shared::person_name(sms, id));
            let owner = statement.owner.as_ref().map(|owner| shared::role_title(sms, owner)).unwrap_or_default();
            let withdrawn = match (edition.withdrawn_from.map(date::display), name) {
                (Some(day), Some(name)) => say!("It was withdrawn on {day} by {name}.", day, name),
                (Some(day), None) => say!("It was withdrawn on {day}.", day),
                (None, Some(name)) => say!("It was withdrawn by {name}.", name),
                (None, None) => say!("It was withdrawn."),
            };
            let ask = say!("Nothing replaces it; ask the {owner}.", owner);
            vec![banner("mute", "na", say!("Do not follow this document."), format!("{withdrawn} {reason} {ask}"))]
        }
        State::Superseded => {
            let (mut text, mut to) = (say!("It is no longer in force."), None);
            let current = entry.edition().filter(|edition| edition.state.is_in_force());
            if let Some(current) = current
                && let Some(version) = &current.version
            {
                let since = current.in_force_from.or(current.effective);
                text = match since.map(date::display) {
                    Some(day) => say!("Version {version} is in force since {day}:", version, day),
                    None => say!("Version {version} is in force:", version),
                };
                to = Some(link(say!("read version {version}", version), shared::doc_href(entry)));
            }
            vec![Banner { link: to, ..banner("bad", "sup", say!("Do not follow this version."), text) }]
        }
        State::Scheduled => {
            let text = match edition.effective.map(date::display) {
                Some(day) => say!("This version comes into force on {day}.", day),
                None => say!("This version comes into force."),
            };
            let current = entry.edition().filter(|edition| edition.state.is_in_force());
            let mut soon = banner("draft", "soon", say!("Not yet in force."), text);
            if let Some(version) = current.and_then(|current| current.version.as_ref()) {
                soon.text = format!("{} {}", soon.text, say!("Until then follow"));
                soon.link = Some(link(say!("version {version}", version), shared::doc_href(entry)));
            }
            vec![soon]
        }
        State::ReviewOverdue if reading.is_current => {
            let text = match entry.next_review.map(date::display) {
                Some(day) => say!("It was due on {day}. The text is still in force.", day),
                None => say!("It was due. The text is still in force."),
            };
            vec![banner("due", "over", say!("The review of this document is overdue."), text)]
        }
        _ => Vec::new(),
    }
}

/// The version to come beside one in force.
fn of_next(reading: &Reading<'_>, next: &Next) -> Banner {
    let version = next.version.as_ref();
    match next.state {
        State::Scheduled => {
            let text = match (version, next.effective.map(date::display)) {
                (Some(version), Some(day)) => {
                    say!("Version {version} is approved and comes into force on {day}.", version, day)
                }
                (Some(version), None) => say!("Version {version} is approved and comes into force.", version),
                (None, Some(day)) => say!("Version is approved and comes into force on {day}.", day),
                (None, None) => say!("Version is approved and comes into force."),
            };
            Banner { link: scheduled(reading), ..banner("info", "soon", say!("A new version is coming."), text) }
        }
        State::Unproven => {
            let text = match version {
                Some(version) => say!(
                    "Version {version} is not in force, since its approval is not proven. Follow this one.",
                    version
                ),
                None => say!("Version is not in force, since its approval is not proven. Follow this one."),
            };
            banner("info", "gap", say!("A new version waits for its proof."), text)
        }
        State::InReview => {
            let text = match version {
                Some(version) => {
                    say!("Version {version} is in review. Until it is in force, follow this one.", version)
                }
                None => say!("Version is in review. Until it is in force, follow this one."),
            };
            banner("info", "rev", say!("A new version is being prepared."), text)
        }
        _ => {
            let text = match version {
                Some(version) => say!("Version {version} is a draft. Until it is in force, follow this one.", version),
                None => say!("Version is a draft. Until it is in force, follow this one."),
            };
            banner("info", "draft", say!("A new version is being prepared."), text)
        }
    }
}

/// The page of the version that is approved for a later day.
fn scheduled(reading: &Reading<'_>) -> Option<DocLink> {
    let ahead = reading.entry.editions.iter().filter(|edition| edition.state == State::Scheduled);
    let version = ahead.min_by_key(|edition| edition.effective)?.version.as_ref()?;
    let href = shared::version_page(reading.entry, version);
    Some(link(say!("Read version {version}", version), href))
}
