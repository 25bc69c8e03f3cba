//! The document register for spreadsheets and programs.

use jiff::civil::Date;
use serde::Serialize;

use super::origin::{self, Origin};
use super::table::{self, Cell, Column, Table};
use super::workbook;
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::state::State;
use crate::model::config::Evidence;
use crate::model::date;
use crate::site::Error;
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
    pub approved_on: Option<Date>,
    /// Day.
    pub effective_on: Option<Date>,
    /// Day.
    pub next_review: Option<Date>,
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
        approved_on: document.approved_on.as_ref().map(|day| day.value),
        effective_on: edition.and_then(|edition| edition.effective),
        next_review: entry.next_review,
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
    table::csv(&sheet(sms))
}

/// The register as a workbook.
///
/// # Errors
///
/// Where the library cannot write it.
pub fn xlsx(sms: &Sms, origin: &Origin) -> Result<Vec<u8>, Error> {
    let what = "Every controlled document and record that this audience may read: its state on that day, who answers for it, and how its approval is proven.";
    workbook::xlsx(&origin::workbook(sms, origin, "Document register", what, vec![sheet(sms)]))
}

/// The register as a table.
fn sheet(sms: &Sms) -> Table {
    let columns = vec![
        Column::text("id", 22),
        Column::text("title", 56),
        Column::text("type", 20),
        Column::text("version", 10),
        Column::text("status", 11),
        Column::text("state", 15),
        Column::text("next_version", 15),
        Column::text("next_state", 15),
        Column::text("owner", 28),
        Column::text("approver", 18),
        Column::day("approved_on", 15),
        Column::day("effective_on", 15),
        Column::day("next_review", 15),
        Column::text("clauses", 32),
        Column::text("classification", 16),
        Column::text("path", 56),
        Column::text("evidence", 16),
    ];
    let rows = register(sms).documents.into_iter().map(cells).collect();
    Table { name: "Register".to_owned(), columns, rows }
}

fn cells(row: Row) -> Vec<Cell> {
    let (next_version, next_state) = row.next.map(|next| (next.version, next.state.word())).unzip();
    vec![
        Cell::Link { href: row.url, text: row.id },
        Cell::Text(row.title),
        Cell::Text(row.doc_type),
        Cell::text(row.version),
        Cell::text(row.status),
        Cell::text(Some(row.state.word())),
        Cell::text(next_version.flatten()),
        Cell::text(next_state),
        Cell::text(row.owner),
        Cell::text(row.approver),
        Cell::day(row.approved_on),
        Cell::day(row.effective_on),
        Cell::day(row.next_review),
        Cell::text(Some(row.clauses.join(" "))),
        Cell::text(row.classification),
        Cell::Text(row.path),
        Cell::text(row.evidence.map(|evidence| shared::evidence(evidence).0.to_lowercase())),
    ]
}
