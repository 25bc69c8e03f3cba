//! An id that was given out again.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::document::Status;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "id-reused",
    code: Some("R-01"),
    severity: Severity::Error,
    summary: "the id of a withdrawn document is used again",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: identification",
    explain: "\
Checks that a document whose withdrawal counts stays withdrawn: no later version under its id is written.

Why: the id stands in records, in contracts and on paper. Whoever looks it up must find what it meant then.

Wrong: a new draft in the file of a policy that was withdrawn.
Right: a new document with the next free id, which names the old one in `supersedes` if it takes its place.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in sms.corpus.entries.iter().filter(|entry| !entry.vanished) {
        let withdrawn = entry.editions.iter().find(|edition| edition.withdrawn_from.is_some());
        let (Some(edition), Some(id)) = (withdrawn, &entry.head.id) else { continue };
        let document = &entry.head;
        let same = document.version.as_ref().map(|version| &version.value) == edition.version.as_ref();
        let rests = document.status.as_ref().is_some_and(|status| status.value == Status::Withdrawn);
        if same || rests {
            continue;
        }
        let day = edition.withdrawn_from.map(|day| day.to_string()).unwrap_or_default();
        let message = format!("`{}` was withdrawn on {day}, and a new text is written under its id", entry.id);
        let help = "put the withdrawn text back, and begin a new document with `smsdoc new`, which takes a free id";
        findings.add(document.finding(RULE.id, id.span, message).help(help));
    }
}
