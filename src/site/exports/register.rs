//! The document register for spreadsheets and programs.

use serde::Serialize;

use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::state::State;
use crate::model::config::Evidence;
use crate::model::date;
use crate::site::pages::shared;

/// The register, `smsdoc/register/1`.
#[derive(Debug, Serialize)]
pub struct Register {
    schema: &'static str,
    as_of: String,
    commit: Option<String>,
    /// One for each document and record.
    pub documents: Vec<Row>,
}

/// A document in the register.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Type.
    #[serde(rename = "type")]
    pub doc_type: String,
    /// Version in force, else the one to come.
    pub version: Option<String>,
    /// Status as typed.
    pub status: Option<&'static str>,
    /// Where it stands.
    pub state: State,
    /// The version to come, beside one in force.
    pub next: Option<Next>,
    /// Role.
    pub owner: Option<String>,
    /// Person.
    pub approver: Option<String>,
    /// Day.
    pub approved_on: Option<String>,
    /// Day.
    pub effective_on: Option<String>,
    /// Day.
    pub next_review: Option<String>,
    /// Days from today; negative where it has passed.
    pub days_to_review: Option<i64>,
    /// Clauses claimed.
    pub clauses: Vec<String>,
    /// Class.
    pub classification: Option<&'static str>,
    /// File in the repository.
    pub path: String,
    /// Page in the site.
    pub url: String,
    /// Commit of the text.
    pub commit: Option<String>,
    /// Proof of approval.
    pub evidence: Option<Evidence>,
}

/// A version to come.
#[derive(Debug, Serialize)]
pub struct Next {
    version: Option<String>,
    state: State,
}

/// Makes the register.
#[must_use]
pub fn register(sms: &Sms) -> Register {
    let documents = sms.corpus.entries.iter().map(|entry| row(sms, entry)).collect();
    Register {
        schema: "smsdoc/register/1",
        as_of: sms.inputs.today.to_string(),
        commit: shared::commit(sms),
        documents,
    }
}

fn row(sms: &Sms, entry: &Entry) -> Row {
    let document = entry.document();
    let edition = entry.edition();
    let mut clauses: Vec<String> = Vec::new();
    for (claim, _) in document.claims() {
        let written = claim.value.to_string();
        if !clauses.contains(&written) {
            clauses.push(written);
        }
    }
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    Row {
        id: entry.id.to_string(),
        title: document.title_or_label().to_owned(),
        doc_type: document.doc_type.as_ref().map(|doc_type| doc_type.value.clone()).unwrap_or_default(),
        version: document.version.as_ref().map(|version| version.value.to_string()),
        status: document.status.as_ref().map(|status| status.value.word()),
        state: entry.state(),
        next: edition
            .and(entry.next.as_ref())
            .map(|next| Next { version: next.version.as_ref().map(ToString::to_string), state: next.state }),
        owner: document.owner.as_ref().map(|owner| owner.value.clone()),
        approver: document.approver.as_ref().map(|approver| approver.value.clone()),
        approved_on: day(document.approved_on.as_ref().map(|day| day.value)),
        effective_on: day(edition.and_then(|edition| edition.effective)),
        next_review: day(entry.next_review),
        days_to_review: entry.next_review.map(|day| date::days_between(sms.inputs.today, day)),
        clauses,
        classification: document.classification.as_ref().map(|class| class.value.word()),
        path: document.file.path().to_string(),
        url: shared::doc_href(entry),
        commit: edition.and_then(|edition| edition.commit).map(|commit| commit.to_string()),
        evidence: edition.map(|edition| edition.proof.evidence),
    }
}

/// The register as JSON.
#[must_use]
pub fn json(sms: &Sms) -> Vec<u8> {
    crate::model::json(&register(sms)).into_bytes()
}

/// The register as CSV.
#[must_use]
pub fn csv(sms: &Sms) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = [
        "id",
        "title",
        "type",
        "version",
        "status",
        "state",
        "next_version",
        "next_state",
        "owner",
        "approver",
        "approved_on",
        "effective_on",
        "next_review",
        "clauses",
        "classification",
        "path",
        "evidence",
    ];
    // Writing to memory cannot fail, and every record has as many cells as the head.
    let _ = writer.write_record(head);
    for row in register(sms).documents {
        let text = |value: Option<String>| value.unwrap_or_default();
        let word = |value: Option<&'static str>| value.unwrap_or_default().to_owned();
        let evidence = row.evidence.map(|evidence| shared::evidence(evidence).0.to_lowercase()).unwrap_or_default();
        let cells = [
            row.id,
            row.title,
            row.doc_type,
            text(row.version),
            word(row.status),
            row.state.word().to_owned(),
            row.next.as_ref().and_then(|next| next.version.clone()).unwrap_or_default(),
            row.next.as_ref().map(|next| next.state.word()).unwrap_or_default().to_owned(),
            text(row.owner),
            text(row.approver),
            text(row.approved_on),
            text(row.effective_on),
            text(row.next_review),
            row.clauses.join(" "),
            word(row.classification),
            row.path,
            evidence,
        ];
        let _ = writer.write_record(cells.map(|cell| cell_text(&cell)));
    }
    writer.into_inner().unwrap_or_default()
}

/// A cell that no spreadsheet takes for a formula.
fn cell_text(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
