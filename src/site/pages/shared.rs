//! Pieces that several pages show.

use jiff::civil::Date;
use serde::Serialize;

use crate::evaluate::Sms;
use crate::evaluate::approval::Proof;
use crate::evaluate::corpus::Entry;
use crate::evaluate::coverage::{Level, Presence};
use crate::evaluate::state::State;
use crate::model::config::Evidence;
use crate::model::date;
use crate::model::document::{Classification, Document};
use crate::model::documented::Kept;
use crate::model::inputs::Content;
use crate::model::language;
use crate::model::version::Version;
use crate::say;
use crate::site::Site;

/// A state as shape, word and colour.
#[derive(Clone, Debug, Serialize)]
pub struct StateView {
    /// Ending of the class: `ok` in `st--ok`.
    pub class: &'static str,
    /// Ending of the icon's name: `ok` in `i-ok`.
    pub icon: &'static str,
    /// Word.
    pub label: String,
}

/// How a state is shown.
#[must_use]
pub fn state(state: State) -> StateView {
    let (class, icon, label) = match state {
        State::InForce => ("ok", "ok", say!("In force")),
        State::ReviewDue => ("due", "due", say!("Review due")),
        State::ReviewOverdue => ("bad", "over", say!("Review overdue")),
        State::Scheduled => ("info", "soon", say!("Approved, not yet in force")),
        State::InReview => ("info", "rev", say!("In review")),
        State::Draft => ("draft", "draft", say!("Draft|state")),
        State::Unproven => ("bad", "gap", say!("Approval not proven")),
        State::Superseded => ("mute", "sup", say!("Superseded")),
        State::Withdrawn => ("mute", "na", say!("Withdrawn")),
        State::Open => ("info", "due", say!("Open|state")),
        State::Closed => ("ok", "ok", say!("Closed|state")),
    };
    StateView { class, icon, label }
}

/// A state within a sentence: `in force`.
#[must_use]
pub fn state_within(state: State) -> String {
    match state {
        State::InForce => say!("in force"),
        State::ReviewDue => say!("review due"),
        State::ReviewOverdue => say!("review overdue"),
        State::Scheduled => say!("approved, not yet in force"),
        State::InReview => say!("in review"),
        State::Draft => say!("draft|state"),
        State::Unproven => say!("approval not proven"),
        State::Superseded => say!("superseded"),
        State::Withdrawn => say!("withdrawn"),
        State::Open => say!("open|state"),
        State::Closed => say!("closed|state"),
    }
}

/// What is printed large across a sheet that is not to be followed; empty for what is.
#[must_use]
pub fn stamp(state: State) -> String {
    match state {
        State::Draft | State::InReview | State::Unproven => say!("DRAFT"),
        State::Superseded => say!("SUPERSEDED"),
        State::Withdrawn => say!("WITHDRAWN"),
        State::Scheduled => say!("NOT YET IN FORCE"),
        _ => String::new(),
    }
}

/// A classification as readers know it.
#[must_use]
pub fn class_word(class: Classification) -> String {
    match class {
        Classification::Public => say!("Public"),
        Classification::Internal => say!("Internal"),
        Classification::Confidential => say!("Confidential"),
        Classification::Restricted => say!("Restricted"),
    }
}

/// The classification of a text as readers know it.
#[must_use]
pub fn class_of(document: &Document) -> String {
    document.classification.as_ref().map_or_else(|| say!("Not classified"), |class| class_word(class.value))
}

/// How a level of coverage is shown.
#[must_use]
pub fn level(level: Level) -> StateView {
    let (class, icon, label) = match level {
        Level::Evidenced => ("ok", "ev", say!("Evidenced")),
        Level::Covered => ("ok", "ok", say!("Covered")),
        Level::Overdue => ("due", "part", say!("Overdue|coverage")),
        Level::Mentioned => ("draft", "draft", say!("Draft only")),
        Level::Gap => ("bad", "gap", say!("Gap|coverage")),
    };
    StateView { class, icon, label }
}

/// How an action is shown whose day has passed.
#[must_use]
pub fn late() -> StateView {
    StateView { class: "bad", icon: "over", label: say!("Late|state") }
}

/// How what there is of something wanted in writing is shown.
#[must_use]
pub fn presence(site: &Site, presence: Presence) -> StateView {
    let (class, icon, label) = match presence {
        Presence::There => ("ok", "ok", say!("There|state")),
        Presence::Overdue => ("due", "over", say!("Review overdue")),
        Presence::Late => ("due", "due", say!("Out of its period")),
        Presence::Unfinished => ("draft", "draft", say!("Not finished")),
        // Who may not read all cannot know that there is none.
        Presence::Missing if !site.is_whole() => ("mute", "na", say!("Not in this site")),
        Presence::Missing => ("bad", "gap", say!("Missing|state")),
    };
    StateView { class, icon, label }
}

/// Whether something is maintained or retained, in words.
#[must_use]
pub fn kept(kept: Kept) -> String {
    match kept {
        Kept::Document => say!("document"),
        Kept::Record => say!("record"),
        Kept::Both => say!("document and record"),
    }
}

/// A day for readers and for programs.
#[derive(Clone, Debug, Serialize)]
pub struct Day {
    /// `2026-11-22`
    pub iso: String,
    /// `22 Nov 2026`
    pub text: String,
}

/// A day for readers and for programs.
#[must_use]
pub fn day(date: Date) -> Day {
    Day { iso: date.to_string(), text: date::display(date) }
}

/// The commit whose documents are shown; `None` for files on disk.
#[must_use]
pub fn commit(sms: &Sms) -> Option<String> {
    match &sms.inputs.content {
        Content::Commit(id) => Some(id.to_string()),
        Content::WorkingTree => None,
    }
}

/// A link to a document.
#[derive(Clone, Debug, Serialize)]
pub struct DocLink {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Page, from the root of the site.
    pub href: String,
}

/// The title of a text; of one that readers may not see yet only that.
#[must_use]
pub fn title(document: &Document) -> String {
    match document.file.text() {
        "" => say!("Not yet published"),
        _ => document.title_or_label().to_owned(),
    }
}

/// A link to the page of a document.
#[must_use]
pub fn doc_link(entry: &Entry) -> DocLink {
    DocLink { id: entry.id.to_string(), title: title(entry.document()), href: doc_href(entry) }
}

/// The page of a document, from the root of the site.
#[must_use]
pub fn doc_href(entry: &Entry) -> String {
    format!("docs/{}/index.html", entry.id)
}

/// The permanent page of a version, from the root of the site.
#[must_use]
pub fn version_page(entry: &Entry, version: &Version) -> String {
    format!("docs/{}/v/{version}/index.html", entry.id)
}

/// Where to read a version: the page of the document for the one in force, else its permanent page.
#[must_use]
pub fn version_href(entry: &Entry, index: usize) -> String {
    match entry.editions.get(index).and_then(|edition| edition.version.as_ref()) {
        Some(version) if entry.current != Some(index) => version_page(entry, version),
        _ => doc_href(entry),
    }
}

/// The versions of a document, from the root of the site.
#[must_use]
pub fn history_href(entry: &Entry) -> String {
    format!("{}#revision-history", doc_href(entry))
}

/// The redline of two versions, from the root of the site.
#[must_use]
pub fn redline_href(entry: &Entry, from: &Version, to: &Version) -> String {
    format!("docs/{}/redline/{from}..{to}.html", entry.id)
}

/// The page of a clause, from the root of the site.
#[must_use]
pub fn clause_href(framework: &str, clause: &str) -> String {
    format!("clauses/{framework}/{clause}/index.html")
}

/// The title of a role, else its id.
#[must_use]
pub fn role_title(sms: &Sms, id: &str) -> String {
    sms.inputs.people.role_title(id).to_owned()
}

/// The name of a person, else the id.
#[must_use]
pub fn person_name(sms: &Sms, id: &str) -> String {
    sms.inputs.people.person(id).map_or_else(|| id.to_owned(), |person| person.name.clone())
}

/// Names of those who hold a role today, with commas; empty where nobody does.
#[must_use]
pub fn holders(sms: &Sms, role: &str) -> String {
    let names: Vec<_> = sms.inputs.people.holders(role, sms.inputs.today).map(|person| person.name.as_str()).collect();
    names.join(", ")
}

/// The title of a document's type, else what was typed.
#[must_use]
pub fn type_title(entry: &Entry) -> String {
    let typed = || entry.head.doc_type.as_ref().map_or_else(|| say!("Document"), |doc_type| doc_type.value.clone());
    entry.doc_type.as_ref().map_or_else(typed, |doc_type| language::translate(&doc_type.title))
}

/// What an approval rests on: a short name and what it means for who relies on it.
#[must_use]
pub fn proof(proof: &Proof) -> (String, String) {
    if proof.imported && proof.evidence == Evidence::Claimed {
        return (say!("Imported"), say!("approved before this repository began; only the file says so"));
    }
    let (word, meaning) = evidence(proof.evidence);
    let detail = match (&proof.tag, &proof.fingerprint) {
        (Some(tag), Some(key)) => format!("{meaning} ({tag}, {key})"),
        (Some(detail), None) | (None, Some(detail)) => format!("{meaning} ({detail})"),
        (None, None) => meaning,
    };
    (word, detail)
}

/// What a proof is called, with the tag that holds it: `Signed · approved/SMS-POL-001/2.0`.
#[must_use]
pub fn proof_in_short(proof: &Proof) -> String {
    let (word, _) = self::proof(proof);
    match &proof.tag {
        Some(tag) => format!("{word} · {tag}"),
        None => word,
    }
}

/// Who approved what states it, with the role by which they might on that day: `Ines Carrow, Managing Director`.
#[must_use]
pub fn approver(sms: &Sms, doc_type: Option<&str>, approver: &str, day: Option<Date>) -> String {
    let name = person_name(sms, approver);
    match approver_role(sms, doc_type, approver, day) {
        Some(role) => format!("{name}, {role}"),
        None => name,
    }
}

/// The title of the role by which somebody might approve a type on a day.
#[must_use]
pub fn approver_role(sms: &Sms, doc_type: Option<&str>, approver: &str, day: Option<Date>) -> Option<String> {
    let may = sms.inputs.config.control.approver_roles(doc_type.unwrap_or_default());
    let (person, day) = sms.inputs.people.person(approver).zip(day)?;
    may.into_iter().find(|role| person.holds(&[role], day)).map(|role| role_title(sms, role))
}

/// What a level of evidence is called, and what it means.
#[must_use]
pub fn evidence(evidence: Evidence) -> (String, String) {
    match evidence {
        Evidence::None => (say!("None|evidence"), say!("no git history holds any")),
        Evidence::Claimed => (say!("Claimed"), say!("stated in the file; nothing else proves it")),
        Evidence::Trailer => (say!("Commit trailer"), say!("self-declared in the commit that brought the version")),
        Evidence::Tag => (say!("Tag|git"), say!("an annotated tag names this version")),
        Evidence::Signed => (say!("Signed"), say!("a signature verifies against the approver's key")),
    }
}
