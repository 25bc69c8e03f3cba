//! `smsdoc history`.

use std::fmt::Write as _;

use camino::Utf8Path;
use serde::Serialize;

use super::arguments::{History, HistoryFormat};
use super::context::Context;
use super::{Error, Outcome, output};
use crate::evaluate::Sms;
use crate::model::history::{Change, FileHistory};

pub(super) fn run(context: &Context, command: &History) -> Result<Outcome, Error> {
    let workspace = context.workspace()?;
    let request = context.request(true);
    let sms = context.evaluate(&workspace, &request)?;
    let files: Vec<&FileHistory> = match &command.name {
        None => sms.inputs.history.files.iter().collect(),
        Some(name) => vec![find(context, &workspace, &sms, name)?],
    };
    let documents: Vec<_> = files.into_iter().map(|file| document(&sms, file)).collect();
    let text = match command.format {
        HistoryFormat::Table => documents.iter().map(table).collect::<Vec<_>>().join("\n"),
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

fn find<'a>(
    context: &Context,
    workspace: &crate::read::Workspace,
    sms: &'a Sms,
    name: &str,
) -> Result<&'a FileHistory, Error> {
    let path = match sms.corpus.get(name) {
        Some(entry) => entry.head.file.path().to_owned(),
        None => context.relative(workspace, Utf8Path::new(name)),
    };
    let history = &sms.inputs.history;
    history.files.iter().find(|file| file.path == path).ok_or_else(|| {
        Error::Usage(format!(
            "`{name}` is neither the id of a document nor the path of a Markdown file that git tracks"
        ))
    })
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
    state: crate::evaluate::state::State,
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

fn document<'a>(sms: &'a Sms, file: &'a FileHistory) -> Document<'a> {
    let history = &sms.inputs.history;
    let entry = sms.corpus.at_path(&file.path);
    let revisions = file.revisions.iter().filter_map(|revision| {
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
        })
    });
    Document {
        id: entry.map(|entry| entry.id.as_str()),
        path: file.path.as_str(),
        complete: history.complete,
        versions: versions.collect(),
        revisions: revisions.collect(),
    }
}

fn change(change: Change) -> &'static str {
    match change {
        Change::Added => "added",
        Change::Modified => "modified",
        Change::Renamed => "renamed",
        Change::Deleted => "deleted",
    }
}

fn table(document: &Document<'_>) -> String {
    let mut out = String::new();
    let name = document.id.map_or_else(String::new, |id| format!("{id}  "));
    let _ = writeln!(out, "{name}{}", document.path);
    for revision in &document.revisions {
        let merge = if revision.merge { " (merge)" } else { "" };
        let _ = writeln!(
            out,
            "  {}  {}  {:<8}  {}: {}{merge}",
            &revision.commit[..7],
            &revision.authored[..10],
            revision.change,
            revision.author,
            revision.subject
        );
    }
    out
}
