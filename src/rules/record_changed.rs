//! A closed record that was changed.

use camino::Utf8Path;

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::document::{Document, Status};
use crate::model::finding::{Finding, Severity};
use crate::model::history::ObjectId;
use crate::model::statement::Statement;

pub(super) static RULE: Rule = Rule {
    id: "record-changed",
    code: Some("R-19"),
    severity: Severity::Error,
    summary: "a record was changed after it was closed, and lists no correction",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: protection of records",
    explain: "\
Checks that a record, and the CSV file of figures that its `metrics_file` names, stay as they are from the commit that
first carries `closed_on` or `status: closed`. A mistake is corrected by a new entry in `corrections` with date,
person and reason, in the same commit as the change.

Why: a record is evidence of what happened. Evidence that can be edited silently is none.

Wrong: another figure in the report of last March.
Right: the same, with `corrections: [{date: 2026-05-04, by: rowan-hale, reason: \"Figure of site B was missing.\"}]`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in sms.corpus.entries.iter().filter(|entry| entry.is_record() && !entry.vanished) {
        let Some(line) = sms.inputs.line.documents.get(&entry.id.folded()) else { continue };
        let closed = |text: &Statement| text.closed_on.is_some() || text.status == Some(Status::Closed);
        let states = line.states.iter().filter_map(|state| Some((Some(state.landing), &**state.statement()?)));
        let newest = Statement::of(&entry.head);
        let states = states.chain(newest.as_ref().map(|newest| (None, newest)));
        let mut after = states.skip_while(|(_, text)| !closed(text));
        let Some((mut since, mut accepted)) = after.next() else { continue };
        let mut silent = None;
        for (landing, text) in after {
            if text.hash == accepted.hash {
                silent = None; // the change was undone
            } else if text.corrections > accepted.corrections {
                (since, accepted, silent) = (landing, text, None);
            } else {
                silent = silent.or(Some(landing));
            }
        }
        let Some(landing) = silent else {
            // Where the text is as it was, the figures beside it have to be, too.
            let path = line.states.iter().rev().find(|state| Some(state.landing) == since).map(|state| &state.path);
            if let Some(finding) = path.zip(since).and_then(|(path, since)| figures(sms, &entry.head, path, since)) {
                findings.add(finding);
            }
            continue;
        };
        let commit = landing.and_then(|landing| sms.inputs.line.landings.get(landing as usize));
        let commit = commit.and_then(|index| sms.inputs.history.commit(*index));
        let by = match commit {
            Some(commit) => format!("in commit {} by {}", commit.id.short(), commit.author.name),
            None => format!("and the change is not on `{}` yet", sms.inputs.config.control.branch),
        };
        let document = &entry.head;
        let span = match document.front.entry("corrections") {
            Some((key, _)) => key.span,
            None => document.key_span("closed_on"),
        };
        let message = format!("the record `{}` was changed after it was closed, {by}", document.label());
        let help = "undo the change, or add an entry to `corrections` that tells date, person and reason";
        findings.add(document.finding(RULE.id, span, message).help(help));
    }
}

/// The file of figures of a record that is not as it was in the commit that closed or corrected the record.
fn figures(sms: &Sms, document: &Document, before: &Utf8Path, since: u32) -> Option<Finding> {
    let now = document.table()?;
    let named = document.front.get("metrics_file")?;
    let commit_of = |landing: u32| sms.inputs.history.commit(*sms.inputs.line.landings.get(landing as usize)?);
    let object = |commit: ObjectId| sms.texts.file_at(commit, &before.parent()?.join(now.file_name()?));
    let closed = object(commit_of(since)?.id);
    let bytes = closed.map(|object| sms.texts.bytes(object).unwrap_or_default());
    let text = sms.inputs.tables.get(&now).map(|file| file.text().as_bytes());
    // A file that is there and no text is told by another rule.
    if bytes.as_deref() == text || (text.is_none() && sms.inputs.files.contains(&now)) {
        return None;
    }
    let landings = u32::try_from(sms.inputs.line.landings.len()).unwrap_or(u32::MAX);
    let first = (since + 1..landings).filter_map(commit_of).find(|commit| object(commit.id) != closed);
    let by = match first {
        Some(commit) => format!("in commit {} by {}", commit.id.short(), commit.author.name),
        None => format!("and the change is not on `{}` yet", sms.inputs.config.control.branch),
    };
    let file = now.file_name()?;
    let message = format!("`{file}` was changed after the record `{}` was closed, {by}", document.label());
    let help =
        "undo the change, or add an entry to `corrections` that tells date, person and reason, in the same commit";
    Some(document.finding(RULE.id, named.span, message).help(help))
}
