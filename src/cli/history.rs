//! `smsdoc history`.

use std::fmt::Write as _;

use camino::Utf8Path;
use serde::Serialize;

use super::arguments::{History, HistoryFormat};
use super::context::Context;
use super::output::hanging;
use super::{Error, Outcome, output};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::state::State;
use crate::model::history::Change;
use crate::model::inputs::Repository;
use crate::read::Workspace;
use crate::report::text::visible;
use crate::site::pages::shared;

pub(super) fn run(context: &Context, command: &History) -> Result<Outcome, Error> {
    let workspace = context.workspace()?;
    let request = context.request(true);
    let sms = context.controlled(&workspace, &request)?;
    let documents: Vec<_> = match &command.name {
        None => {
            let files = sms.inputs.history.files.iter();
            files.map(|file| document(&sms, &file.path, sms.corpus.at_path(&file.path))).collect()
        }
        Some(name) => vec![find(context, &workspace, &sms, name)?],
    };
    let text = match command.format {
        HistoryFormat::Table => {
            let columns = context.stdout().columns;
            documents.iter().map(|document| table(&sms, document, columns)).collect::<Vec<_>>().join("\n")
        }
        HistoryFormat::Json if command.all => {
            crate::model::json(&All { schema: "smsdoc/history/1", documents: &documents })
        }
        HistoryFormat::Json => documents
            .first()
            .map(|document| crate::model::json(&One { schema: "smsdoc/history/1", document }))
            .unwrap_or_default(),
    };
    output::print(&text)?;
    Ok(Outcome::Clean)
}

/// The document of an id or path: also one whose file is gone, and a file that is no document.
fn find<'a>(context: &Context, workspace: &Workspace, sms: &'a Sms, name: &str) -> Result<Document<'a>, Error> {
    if let Some(entry) = sms.corpus.get(name) {
        return Ok(document(sms, entry.head.file.path(), Some(entry)));
    }
    let path = context.relative(workspace, Utf8Path::new(name));
    if let Some(file) = sms.inputs.history.files.iter().find(|file| file.path == path) {
        return Ok(document(sms, &file.path, sms.corpus.at_path(&path)));
    }
    match sms.corpus.at_path(&path) {
        Some(entry) => Ok(document(sms, entry.head.file.path(), Some(entry))),
        None => Err(Error::Usage(format!(
            "`{name}` is neither the id of a document nor the path of a Markdown file that git tracks"
        ))),
    }
}

#[derive(Serialize)]
struct All<'a> {
    schema: &'static str,
    documents: &'a [Document<'a>],
}

#[derive(Serialize)]
struct One<'a> {
    schema: &'static str,
    #[serde(flatten)]
    document: &'a Document<'a>,
}

#[derive(Serialize)]
struct Document<'a> {
    id: Option<&'a str>,
    path: &'a str,
    /// Whether the file is gone.
    #[serde(skip)]
    vanished: bool,
    /// The version to come, where it is none that counts, and where it stands.
    #[serde(skip)]
    next: Option<(String, State)>,
    complete: bool,
    versions: Vec<Version>,
    revisions: Vec<Revision<'a>>,
}

#[derive(Serialize)]
struct Version {
    version: String,
    commit: Option<String>,
    landed_on: Option<String>,
    effective_on: Option<String>,
    authors: Vec<String>,
    approver: Option<String>,
    approved_on: Option<String>,
    evidence: crate::model::config::Evidence,
    imported: bool,
    tag: Option<String>,
    key: Option<String>,
    content_hash: String,
    change_summary: Option<String>,
    in_force_from: Option<String>,
    in_force_until: Option<String>,
    state: State,
    /// The evidence in a word or two.
    #[serde(skip)]
    proof: String,
}

#[derive(Serialize)]
struct Revision<'a> {
    commit: String,
    authored: String,
    committed: String,
    author: &'a str,
    author_email: &'a str,
    committer: &'a str,
    subject: &'a str,
    path: &'a str,
    change: &'static str,
    merge: bool,
    landed: Option<Landed>,
}

#[derive(Serialize)]
struct Landed {
    commit: String,
    date: String,
}

fn document<'a>(sms: &'a Sms, path: &'a Utf8Path, entry: Option<&'a Entry>) -> Document<'a> {
    let history = &sms.inputs.history;
    let revisions = history.revisions(path).iter().filter_map(|revision| {
        let commit = history.commit(revision.commit)?;
        let landed = commit.landed.and_then(|landed| history.commit(landed));
        Some(Revision {
            commit: commit.id.to_string(),
            authored: commit.authored.to_string(),
            committed: commit.committed.to_string(),
            author: &commit.author.name,
            author_email: &commit.author.email,
            committer: &commit.committer.name,
            subject: &commit.subject,
            path: revision.path.as_str(),
            change: change(revision.change),
            merge: revision.merge,
            landed: landed.map(|landed| Landed { commit: landed.id.to_string(), date: landed.committed.to_string() }),
        })
    });
    let versions = entry.into_iter().flat_map(|entry| &entry.editions).filter_map(|edition| {
        let statement = &edition.statement;
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        Some(Version {
            version: edition.version.as_ref()?.to_string(),
            commit: edition.commit.map(|commit| commit.to_string()),
            landed_on: day(edition.landed_on),
            effective_on: day(edition.effective),
            authors: edition.authors.clone(),
            approver: statement.approver.clone(),
            approved_on: day(statement.approved_on),
            evidence: edition.proof.evidence,
            imported: edition.proof.imported,
            tag: edition.proof.tag.clone(),
            key: edition.proof.fingerprint.clone(),
            content_hash: statement.hash.to_string(),
            change_summary: statement.change_summary.clone(),
            in_force_from: day(edition.in_force_from),
            in_force_until: day(edition.in_force_until),
            state: edition.state,
            proof: shared::proof(&edition.proof).0,
        })
    });
    Document {
        id: entry.map(|entry| entry.id.as_str()),
        path: path.as_str(),
        vanished: entry.is_some_and(|entry| entry.vanished),
        next: entry.and_then(next),
        complete: history.complete,
        versions: versions.collect(),
        revisions: revisions.collect(),
    }
}

fn next(entry: &Entry) -> Option<(String, State)> {
    let next = entry.next.as_ref().filter(|next| next.state != State::Scheduled && !entry.is_record())?;
    Some((next.version.as_ref().map_or_else(|| "?".to_owned(), ToString::to_string), next.state))
}

fn change(change: Change) -> &'static str {
    match change {
        Change::Added => "added",
        Change::Modified => "modified",
        Change::Renamed => "renamed",
        Change::Deleted => "deleted",
    }
}

/// Versions, then revisions, the newest first.
fn table(sms: &Sms, document: &Document<'_>, columns: usize) -> String {
    let mut out = String::new();
    let name = document.id.map_or_else(String::new, |id| format!("{id}  "));
    let gone = if document.vanished { " (the file is gone)" } else { "" };
    let _ = writeln!(out, "{}", visible(&format!("{name}{}{gone}", document.path)));
    if !document.versions.is_empty() || document.next.is_some() {
        out.push_str("\nVersions\n");
    }
    let next = document.next.iter().map(|(version, _)| version.as_str());
    let width = document.versions.iter().map(|version| version.version.as_str()).chain(next).map(str::len).max();
    let width = width.unwrap_or_default();
    if let Some((version, state)) = &document.next {
        let _ = writeln!(out, "  {version:<width$}  {}", shared::state(*state).label);
    }
    for version in &document.versions {
        self::version(&mut out, sms, version, width, columns);
    }
    if !document.revisions.is_empty() {
        out.push_str("\nRevisions\n");
    }
    for revision in &document.revisions {
        let merge = if revision.merge { " (merge)" } else { "" };
        let begin = format!("  {}  {}  {:<8}  ", &revision.commit[..7], &revision.authored[..10], revision.change);
        hanging(&mut out, &begin, &format!("{}: {}{merge}", revision.author, revision.subject), columns);
    }
    if !document.complete && sms.inputs.repository != Repository::None {
        out.push_str(
            "The history of this clone is cut, so nothing of it is shown. `git fetch --unshallow` brings the rest.\n",
        );
    }
    out
}

fn version(out: &mut String, sms: &Sms, version: &Version, width: usize, columns: usize) {
    let state = shared::state(version.state).label;
    let days = match (&version.in_force_from, &version.in_force_until) {
        (Some(from), Some(until)) => format!("{from} to {until}"),
        (Some(from), None) => format!("from {from}"),
        (None, _) => String::new(),
    };
    let _ = writeln!(out, "{}", format!("  {:<width$}  {state:<14}  {days}", version.version).trim_end());
    let indent = " ".repeat(width + 4);
    let approver = version.approver.as_ref().map(|id| format!("approved by {}", shared::person_name(sms, id)));
    let proof = version.proof.to_lowercase();
    let landed = version.landed_on.as_ref().zip(version.commit.as_ref());
    let landed = landed.map(|(day, commit)| format!("landed {day} with {}", &commit[..7]));
    let parts: Vec<String> = approver.into_iter().chain([proof]).chain(landed).collect();
    hanging(out, &indent, &parts.join(", "), columns);
    if let Some(summary) = &version.change_summary {
        hanging(out, &indent, summary, columns);
    }
}
