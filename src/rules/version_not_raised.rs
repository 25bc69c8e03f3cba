//! A version number that does not fit the one before it.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::document::Status;
use crate::model::finding::Severity;
use crate::model::version::Version;

pub(super) static RULE: Rule = Rule {
    id: "version-not-raised",
    code: Some("R-10"),
    severity: Severity::Error,
    summary: "a new version is not greater than the last approved one",
    basis: "ISO/IEC 20000-1:2018, 7.5.2 and 7.5.3: identification and control of versions",
    explain: "\
Checks that the newest text of a document bears a greater version number than the last one that was approved.

Why: two texts under one number, or a lower number for a later text, and nobody can tell which one to follow.

Wrong: version 1.4 in review while 2.0 is in force.
Right: `version: \"2.1\"`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in sms.corpus.entries.iter().filter(|entry| !entry.is_record() && !entry.vanished) {
        let numbers: Vec<&Version> = entry.editions.iter().filter_map(|edition| edition.version.as_ref()).collect();
        if let Some((newest, earlier)) = numbers.split_first()
            && let Some(greater) = earlier.iter().find(|earlier| earlier > &newest)
        {
            let document = &entry.head;
            let message = format!(
                "version {newest} of `{}` was approved after {greater} and takes its place with a lower number",
                document.label()
            );
            let help = "bring the text once more with a number greater than all before it";
            findings.add(document.finding(RULE.id, document.key_span("version"), message).help(help));
            continue;
        }
        let document = &entry.head;
        let (Some(version), Some(last)) = (&document.version, entry.editions.first()) else { continue };
        let Some(before) = &last.version else { continue };
        if document.hash == last.statement.hash || entry.standing.edited {
            // The approved text itself, or a change of it under its own number, which has a rule of its own. But a
            // draft cannot go by a number that was used up.
            let reopened =
                matches!(document.status.as_ref().map(|status| status.value), Some(Status::Draft | Status::InReview));
            if !entry.standing.edited
                && reopened
                && let Some(status) = &document.status
            {
                let message = format!(
                    "version {} of `{}` is approved, so it is no draft any more",
                    version.value,
                    document.label()
                );
                let help = "set `status: approved` again, or raise the version for what is to change";
                findings.add(document.finding(RULE.id, status.span, message).help(help));
            }
        } else if version.value <= *before {
            let message = format!(
                "version {} of `{}` is not greater than {before}, which was approved before it",
                version.value,
                document.label()
            );
            findings.add(document.finding(RULE.id, version.span, message).help("give it a greater number"));
        }
    }
}
