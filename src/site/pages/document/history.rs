//! What became of a document: its versions, and the commits that made them.

use serde::Serialize;

use super::Reading;
use crate::evaluate::approval::Proof;
use crate::evaluate::corpus::Entry;
use crate::evaluate::editions::Edition;
use crate::evaluate::reviews::Review;
use crate::model::date;
use crate::model::inputs::Repository;
use crate::model::language;
use crate::say;
use crate::site::Site;
use crate::site::pages::shared::{self, Day, StateView};

#[derive(Debug, Serialize)]
pub(super) struct VersionRow {
    version: String,
    /// Its page; empty for the one that is read.
    href: String,
    date: Option<Day>,
    until: Option<Day>,
    summary: String,
    approver: String,
    /// Day on which it was approved.
    approved_on: String,
    proof: String,
    authors: String,
    /// Commit that fixed the text.
    commit: String,
    state: StateView,
    redline: String,
    /// Reviews that found nothing to change, newest first.
    reviews: Vec<ReviewRow>,
    /// How to verify what it rests on; `None` where there is no tag.
    verifications: Vec<Verification>,
}

impl VersionRow {
    /// Whether there is a tag to verify.
    pub(super) fn is_verifiable(&self) -> bool {
        !self.verifications.is_empty()
    }
}

/// A review without a change.
#[derive(Debug, Serialize)]
pub(super) struct ReviewRow {
    day: Day,
    by: String,
    outcome: String,
    proof: String,
}

/// What somebody who doubts an approval may run.
#[derive(Debug, Serialize)]
pub(super) struct Verification {
    tag: String,
    /// Fingerprint of the key that signed; empty where none did.
    fingerprint: String,
    command: String,
}

impl Verification {
    fn of(proof: &Proof) -> Option<Self> {
        let tag = proof.tag.clone()?;
        let fingerprint = proof.fingerprint.clone().unwrap_or_default();
        let verb = if fingerprint.is_empty() { "git show" } else { "git verify-tag" };
        Some(Self { command: format!("{verb} {tag}"), tag, fingerprint })
    }
}

#[derive(Debug, Serialize)]
pub(super) struct RevisionRow {
    commit: String,
    date: Day,
    author: String,
    subject: String,
}

/// What the approval of a version rests on, and its withdrawal.
fn proofs(edition: &Edition) -> impl Iterator<Item = &Proof> {
    std::iter::once(&edition.proof).chain(edition.withdrawal.as_ref().map(|withdrawal| &withdrawal.proof))
}

/// The versions that were approved, newest first.
pub(super) fn versions(site: &Site, reading: &Reading<'_>) -> Vec<VersionRow> {
    let entry = reading.entry;
    if entry.is_record() {
        return Vec::new();
    }
    let shown = reading.edition.filter(|_| !reading.is_draft).and_then(|edition| edition.version.as_ref());
    let rows = entry.editions.iter().enumerate().filter_map(|(index, edition)| {
        let version = edition.version.as_ref()?;
        let statement = &edition.statement;
        let before = entry.editions.get(index + 1).and_then(|before| before.version.as_ref());
        Some(VersionRow {
            version: version.to_string(),
            href: if shown == Some(version) { String::new() } else { href(site, entry, index) },
            date: edition.effective.map(shared::day),
            until: edition.in_force_until.map(shared::day),
            summary: statement.change_summary.clone().unwrap_or_default(),
            approver: statement.approver.as_ref().map(|id| shared::person_name(&site.sms, id)).unwrap_or_default(),
            approved_on: statement.approved_on.map(date::display).unwrap_or_default(),
            proof: shared::proof(&edition.proof).0,
            authors: edition.authors.join(", "),
            commit: edition.commit.map(|commit| commit.short()).unwrap_or_default(),
            reviews: edition.reviews.iter().map(review).collect(),
            verifications: proofs(edition).filter_map(Verification::of).collect(),
            state: shared::state(edition.state),
            redline: before.map(|before| shared::redline_href(entry, before, version)).unwrap_or_default(),
        })
    });
    rows.collect()
}

/// Where to read a version: a preview shows what is to come in the place of what is in force.
fn href(site: &Site, entry: &Entry, index: usize) -> String {
    let edition = &entry.editions[index];
    match &edition.version {
        Some(version) if site.sms.inputs.drafts && edition.content.is_some() => shared::version_page(entry, version),
        _ => shared::version_href(entry, index),
    }
}

fn review(review: &Review) -> ReviewRow {
    ReviewRow {
        day: shared::day(review.on),
        by: review.by.clone(),
        outcome: review.outcome.clone(),
        proof: shared::evidence(review.evidence).0,
    }
}

/// The commits that led to these versions; all of them in a preview.
pub(super) fn revisions(site: &Site, reading: &Reading<'_>) -> Vec<RevisionRow> {
    let history = &site.sms.inputs.history;
    let rows = history.revisions(&reading.entry.path).iter().filter_map(|revision| {
        let commit = history.commit(revision.commit)?;
        let day = commit.committed.to_zoned(jiff::tz::TimeZone::UTC).date();
        Some(RevisionRow {
            commit: commit.id.short(),
            date: Day { iso: day.to_string(), text: date::display(day) },
            author: commit.author.name.clone(),
            subject: commit.subject.clone(),
        })
    });
    rows.collect()
}

/// What stands in place of commits where there are none.
pub(super) fn note(site: &Site) -> String {
    match &site.sms.inputs.repository {
        Repository::None => say!("This folder has no git history, so no revision can be shown."),
        Repository::Cut { reason } => say!("No revision is shown: {reason}.", reason = language::translate(reason)),
        Repository::Whole => say!("No commit of this document is published yet."),
    }
}
