//! What a reader must know before reading on.

use serde::Serialize;

use super::Reading;
use crate::evaluate::corpus::Next;
use crate::evaluate::editions::Edition;
use crate::evaluate::state::State;
use crate::model::date;
use crate::model::inputs::Repository;
use crate::model::language;
use crate::say;
use crate::site::Site;
use crate::site::pages::shared::{self, DocLink};
use crate::site::pages::{retired, versions};

#[derive(Debug, Serialize)]
pub(super) struct Banner {
    class: &'static str,
    icon: &'static str,
    strong: String,
    text: String,
    link: Option<DocLink>,
    /// A second way on, beside the first.
    also: Option<DocLink>,
}

fn banner(class: &'static str, icon: &'static str, strong: String, text: String) -> Banner {
    Banner { class, icon, strong, text, link: None, also: None }
}

/// A link whose words are a part of the sentence before it.
fn link(title: String, href: String) -> DocLink {
    DocLink { id: String::new(), title, href }
}

/// The banners of what is read, the weightiest first.
pub(super) fn banners(site: &Site, reading: &Reading<'_>) -> Vec<Banner> {
    let mut banners = if reading.is_draft { of_draft(site, reading) } else { of_edition(site, reading) };
    let entry = reading.entry;
    if reading.is_current && reading.edition.is_some_and(|edition| edition.state.is_in_force()) {
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
fn of_draft(site: &Site, reading: &Reading<'_>) -> Vec<Banner> {
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
    let entry = reading.entry;
    let mut parts = vec![text];
    let version = reading.document.version.as_ref();
    parts.extend(version.map(|version| say!("It is to become version {version}.", version = version.value)));
    parts.extend(last_change(site, reading));
    let mut draft = banner("draft", icon, strong, String::new());
    if let Some(version) = entry.edition().and_then(|edition| edition.version.as_ref()) {
        parts.push(say!("In force is version {version}:", version));
        draft.link = Some(link(say!("read version {version}", version), shared::version_page(entry, version)));
        draft.also = versions::draft_href(site, entry).map(|href| link(say!("see what this draft changes"), href));
    }
    draft.text = parts.join(" ");
    vec![draft]
}

/// Who changed a draft last, as far as it is committed.
fn last_change(site: &Site, reading: &Reading<'_>) -> Option<String> {
    if site.sms.inputs.uncommitted.iter().any(|(path, _)| *path == reading.entry.path) {
        return None; // another banner says so; the newest commit is of what was before
    }
    let history = &site.sms.inputs.history;
    let newest = history.revisions(&reading.entry.path).first()?;
    let commit = history.commit(newest.commit)?;
    let day = date::display(site.sms.inputs.day(commit.authored));
    Some(say!("Last changed by {name} on {day}.", name = commit.author.name, day))
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
    match edition.state {
        State::Superseded | State::Withdrawn if reading.is_current || entry.current == reading.index => {
            let class = if edition.state == State::Withdrawn { ("mute", "na") } else { ("bad", "sup") };
            let (text, successor) = retired::why(sms, entry).unwrap_or_default();
            vec![Banner { link: successor, ..banner(class.0, class.1, say!("Do not follow this document."), text) }]
        }
        State::Superseded | State::Withdrawn => vec![of_older(site, reading, edition)],
        State::Scheduled => {
            let text = match edition.effective.map(date::display) {
                Some(day) => say!("This version comes into force on {day}.", day),
                None => say!("This version comes into force."),
            };
            let current = entry.edition().filter(|edition| edition.state.is_in_force());
            let mut soon = banner("draft", "soon", say!("Not yet in force."), text);
            if let Some(version) = current.and_then(|current| current.version.as_ref()) {
                soon.text = format!("{} {}", soon.text, say!("Until then follow"));
                // A preview shows what is to come in the place of what is in force.
                let href =
                    if reading.is_current { shared::version_page(entry, version) } else { shared::doc_href(entry) };
                soon.link = Some(link(say!("version {version}", version), href));
                soon.also = step_from(reading).map(|href| link(say!("see what changes"), href));
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

/// A version before the one that was in force last: what took its place, and what that changed.
fn of_older(site: &Site, reading: &Reading<'_>, edition: &Edition) -> Banner {
    let entry = reading.entry;
    let strong = say!("Do not follow this version.");
    if let Some((day, newer)) = reading.index.and_then(|index| entry.overtaken(index)) {
        let version = newer.version.as_ref().map(ToString::to_string).unwrap_or_default();
        let day = date::display(day);
        let text = say!("It never came into force: version {version} took its place by {day}.", version, day);
        return Banner {
            link: Some(link(say!("Read the newest version"), shared::doc_href(entry))),
            ..banner("bad", "sup", strong, text)
        };
    }
    if let Some((why, successor)) = retired::why(&site.sms, entry) {
        let until = edition.in_force_until.and_then(|day| day.tomorrow().ok()).map(date::display);
        let text = match until {
            Some(day) => {
                format!("{} {why}", say!("A newer version took its place on {day}; the document is not in force.", day))
            }
            None => why,
        };
        let to = successor.or_else(|| Some(link(say!("Read what was withdrawn last"), shared::doc_href(entry))));
        return Banner { link: to, ..banner("bad", "sup", strong, text) };
    }
    let current = entry.edition().filter(|edition| edition.state.is_in_force());
    let Some(version) = current.and_then(|current| current.version.as_ref()) else {
        return banner("bad", "sup", strong, say!("It is no longer in force."));
    };
    let until = edition.in_force_until.and_then(|day| day.tomorrow().ok()).map(date::display);
    let text = match until {
        Some(day) => say!("It was replaced on {day}.", day),
        None => say!("It is no longer in force."),
    };
    let mut older = banner("bad", "sup", strong, text);
    let href = if site.sms.inputs.drafts { shared::version_page(entry, version) } else { shared::doc_href(entry) };
    older.link = Some(link(say!("Go to version {version}, in force now", version), href));
    older.also = step_to_current(reading)
        .map(|href| link(say!("see what changed"), href))
        .or_else(|| Some(link(say!("see what each version changed"), shared::history_href(entry))));
    older
}

/// The redline from the version that is read to the one in force, where nothing lies between.
fn step_to_current(reading: &Reading<'_>) -> Option<String> {
    let (entry, index) = (reading.entry, reading.index?);
    let current = entry.current.filter(|current| current + 1 == index)?;
    let version = |index: usize| entry.editions.get(index)?.version.as_ref();
    Some(shared::redline_href(entry, version(index)?, version(current)?))
}

/// The redline from the version before to the one that is read.
fn step_from(reading: &Reading<'_>) -> Option<String> {
    let (entry, index) = (reading.entry, reading.index?);
    let version = |index: usize| entry.editions.get(index)?.version.as_ref();
    Some(shared::redline_href(entry, version(index + 1)?, version(index)?))
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
