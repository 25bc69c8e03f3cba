//! An approval from before there was anything to approve.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::date;
use crate::model::document::Status;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "approval-predates-history",
    code: Some("R-07"),
    severity: Severity::Error,
    summary: "the approval is older than the first commit of the document",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: review and approval",
    explain: "\
Checks that `approved_on` does not lie before the first commit that holds the document, nor more than a month before the
first one that holds this text. Approvals before
`control.imported_until` may: they were given before the repository began, and pages call them imported.

Why: nobody can have approved a text that was not there.

Wrong: `approved_on: 2025-01-10` in a document whose first commit is of 2026-02-01.
Right: the day on which it was approved; or `imported_until` for a team that moves in with approved documents.",
    parameters: &[],
    check: Some(check),
};

/// Longest time that a text may land after its approval, in days.
const LATEST: i64 = 31;

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let imported_until = sms.inputs.config.control.imported_until();
    for entry in sms.corpus.entries.iter().filter(|entry| !entry.is_record()) {
        let document = &entry.head;
        let Some(approved_on) = &document.approved_on else { continue };
        let stands = document.status.as_ref().is_some_and(|status| status.value == Status::Approved);
        if !stands || imported_until.is_some_and(|until| approved_on.value < until) {
            continue;
        }
        let line = sms.inputs.line.documents.get(&entry.id.folded());
        let commits =
            line.into_iter().flat_map(|line| &line.edits).filter_map(|edit| sms.inputs.history.commit(edit.commit));
        let Some(first) = commits.map(|commit| sms.inputs.day(commit.authored.min(commit.committed))).min() else {
            continue;
        };
        let own = line
            .into_iter()
            .flat_map(|line| &line.edits)
            .filter(|edit| edit.after.as_ref().is_some_and(|(_, statement)| statement.hash == document.hash));
        let own = own.filter_map(|edit| sms.inputs.history.commit(edit.commit));
        let text = own.map(|commit| sms.inputs.day(commit.authored.min(commit.committed))).min();
        // A merge may come some days after the approval, and a squash then bears its date. Not months.
        // A text that was changed after its approval is told of as that.
        let late = text.filter(|text| !entry.standing.edited && date::days_between(approved_on.value, *text) > LATEST);
        let (since, help) = if approved_on.value < first {
            let help = "give the day of the approval; where it is older than the repository, set `control.imported_until` of `smsdoc.yaml` to a later day";
            (format!("its first commit is of {first}"), help)
        } else if let Some(text) = late {
            let since = format!("the first commit that holds this text is of {text}");
            (since, "give the day on which this very text was approved")
        } else {
            continue;
        };
        let message = format!("`{}` was approved on {}, and {since}", document.label(), approved_on.value);
        findings.add(document.finding(RULE.id, approved_on.span, message).help(help));
    }
}
