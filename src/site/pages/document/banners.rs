//! What a reader must know before reading on.

use jiff::civil::Date;
use serde::Serialize;

use super::Reading;
use crate::evaluate::corpus::Next;
use crate::evaluate::state::State;
use crate::model::date;
use crate::model::inputs::Repository;
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

fn banner(class: &'static str, icon: &'static str, strong: &str, text: impl Into<String>) -> Banner {
    Banner { class, icon, strong: strong.to_owned(), text: text.into(), link: None }
}

fn on(day: Option<Date>) -> String {
    day.map(|day| format!(" on {}", date::display(day))).unwrap_or_default()
}

/// The banners of what is read, the weightiest first.
pub(super) fn banners(site: &Site, reading: &Reading<'_>) -> Vec<Banner> {
    let mut banners = if reading.is_draft { of_draft(reading) } else { of_edition(site, reading) };
    let entry = reading.entry;
    if reading.is_current && !reading.is_draft && entry.edition().is_some_and(|edition| edition.state.is_in_force()) {
        banners.extend(entry.next.as_ref().map(|next| of_next(reading, next)));
    }
    if entry.vanished {
        let text = if entry.is_record() {
            "The file of this record is gone from the repository. What it held last is shown."
        } else {
            "The file of this document is gone from the repository. Its last approved text stays as it was."
        };
        banners.push(banner("due", "over", "The source is missing.", text));
    }
    let dirty = site.sms.inputs.uncommitted.iter().any(|(path, _)| *path == entry.path);
    if dirty {
        let text = if site.sms.inputs.drafts {
            "The file was changed and not committed. What you see here is not controlled."
        } else {
            "The file was changed and not committed. The change is not shown here."
        };
        banners.push(banner("due", "draft", "Uncommitted changes.", text));
    }
    if let Repository::Cut { reason } = &site.sms.inputs.repository {
        banners.push(banner("due", "over", "The history is not known.", format!("No history is shown: {reason}.")));
    }
    banners
}

/// A preview of a text that is not a version in force.
fn of_draft(reading: &Reading<'_>) -> Vec<Banner> {
    let next = reading.entry.next.as_ref().map(|next| next.state);
    let (icon, strong, text) = match next.unwrap_or(State::Draft) {
        _ if reading.entry.standing.edited => (
            "gap",
            "This text was changed after its approval.",
            "It is not what was approved under this number, and does not count. Raise the version.",
        ),
        State::InReview => ("rev", "This version is in review.", "It is not approved. Do not rely on it."),
        State::Unproven => {
            ("gap", "The approval of this version is not proven.", "It does not count. `smsdoc check` says why.")
        }
        State::Scheduled => ("soon", "Not yet in force.", "This version is approved for a later day."),
        _ => ("draft", "This is a draft.", "It is not approved. Do not rely on it."),
    };
    let mut draft = banner("draft", icon, strong, text);
    if let Some(version) = reading.entry.edition().and_then(|edition| edition.version.as_ref()) {
        draft.text.push_str(&format!(" In force is version {version}:"));
        draft.link = Some(DocLink {
            id: String::new(),
            title: format!("read version {version}"),
            href: shared::version_page(reading.entry, version),
        });
    }
    vec![draft]
}

/// A version that was approved.
fn of_edition(site: &Site, reading: &Reading<'_>) -> Vec<Banner> {
    let entry = reading.entry;
    let sms = &site.sms;
    let Some(edition) = reading.edition else {
        let text = match entry.next.as_ref().map(|next| (next.state, next.effective)) {
            Some((State::Scheduled, from)) => format!("A version is approved and comes into force{}.", on(from)),
            _ => "No version of it is in force, so its text is not shown.".to_owned(),
        };
        let mut nothing = banner("draft", "draft", "Nothing is in force yet.", text);
        nothing.link = scheduled(reading);
        return vec![nothing];
    };
    let statement = &edition.statement;
    let successor = statement.superseded_by.as_ref().and_then(|id| sms.corpus.get(id)).map(shared::doc_link);
    match edition.state {
        State::Superseded if reading.is_current => {
            let mut superseded = banner("bad", "sup", "Do not follow this document.", "It was replaced by");
            if successor.is_none() {
                superseded.text = "It was replaced by a document that is not part of this site.".to_owned();
            }
            superseded.link = successor;
            vec![superseded]
        }
        State::Withdrawn => {
            let reason = statement.withdrawn_reason.clone().unwrap_or_default();
            let by = statement.approver.as_ref().map(|id| format!(" by {}", shared::person_name(sms, id)));
            let owner = statement.owner.as_ref().map(|owner| shared::role_title(sms, owner)).unwrap_or_default();
            let since = on(edition.withdrawn_from);
            let text = format!(
                "It was withdrawn{since}{}. {reason} Nothing replaces it; ask the {owner}.",
                by.unwrap_or_default()
            );
            vec![banner("mute", "na", "Do not follow this document.", text)]
        }
        State::Superseded => {
            let (mut text, mut link) = ("It is no longer in force.".to_owned(), None);
            let current = entry.edition().filter(|edition| edition.state.is_in_force());
            if let Some(current) = current
                && let Some(version) = &current.version
            {
                let since = current.in_force_from.or(current.effective);
                let since = since.map(|day| format!(" since {}", date::display(day))).unwrap_or_default();
                text = format!("Version {version} is in force{since}:");
                link = Some(DocLink {
                    id: String::new(),
                    title: format!("read version {version}"),
                    href: shared::doc_href(entry),
                });
            }
            let mut old = banner("bad", "sup", "Do not follow this version.", text);
            old.link = link;
            vec![old]
        }
        State::Scheduled => {
            let from = on(edition.effective);
            let current = entry.edition().filter(|edition| edition.state.is_in_force());
            let mut soon =
                banner("draft", "soon", "Not yet in force.", format!("This version comes into force{from}."));
            if let Some(version) = current.and_then(|current| current.version.as_ref()) {
                soon.text.push_str(" Until then follow");
                soon.link = Some(DocLink {
                    id: String::new(),
                    title: format!("version {version}"),
                    href: shared::doc_href(entry),
                });
            }
            vec![soon]
        }
        State::ReviewOverdue if reading.is_current => {
            let due = on(entry.next_review);
            let text = format!("It was due{due}. The text is still in force.");
            vec![banner("due", "over", "The review of this document is overdue.", text)]
        }
        _ => Vec::new(),
    }
}

/// The version to come beside one in force.
fn of_next(reading: &Reading<'_>, next: &Next) -> Banner {
    let version = next.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
    match next.state {
        State::Scheduled => {
            let text = format!("Version{version} is approved and comes into force{}.", on(next.effective));
            Banner { link: scheduled(reading), ..banner("info", "soon", "A new version is coming.", text) }
        }
        State::Unproven => {
            let text = format!("Version{version} is not in force, since its approval is not proven. Follow this one.");
            banner("info", "gap", "A new version waits for its proof.", text)
        }
        State::InReview => {
            let text = format!("Version{version} is in review. Until it is in force, follow this one.");
            banner("info", "rev", "A new version is being prepared.", text)
        }
        _ => {
            let text = format!("Version{version} is a draft. Until it is in force, follow this one.");
            banner("info", "draft", "A new version is being prepared.", text)
        }
    }
}

/// The page of the version that is approved for a later day.
fn scheduled(reading: &Reading<'_>) -> Option<DocLink> {
    let ahead = reading.entry.editions.iter().filter(|edition| edition.state == State::Scheduled);
    let version = ahead.min_by_key(|edition| edition.effective)?.version.as_ref()?;
    let href = shared::version_page(reading.entry, version);
    Some(DocLink { id: String::new(), title: format!("Read version {version}"), href })
}
