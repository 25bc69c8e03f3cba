//! A document in force, or a closed record, whose file is gone.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::finding::{Finding, Place, Severity};

pub(super) static RULE: Rule = Rule {
    id: "document-vanished",
    code: None,
    severity: Severity::Error,
    summary: "the file of a document that is in force, or of a closed record, is gone",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: control of changes, retention and disposition",
    explain: "\
Checks that no file vanishes whose document was approved, or that was a closed record. Moving or renaming a file is no
matter, since a document is known by its id.

Why: deleting a file is no decision. The last approved text stays in force until it is withdrawn; a record is kept for
its retention.

Wrong: `git rm sms-docs/policies/backup.md`; another id in the same file.
Right: `status: withdrawn` with `withdrawn_on`, `withdrawn_reason` and an approval; the file stays.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    // Of a file that cannot be read another finding tells.
    for entry in sms.corpus.entries.iter().filter(|entry| entry.vanished && !entry.unreadable) {
        let path = entry.head.file.path();
        let (what, help) = if entry.is_record() {
            ("was a closed record", "bring the file back; records are kept for their retention")
        } else if entry.is_in_force() {
            ("is still in force", "bring the file back; to end its use, set `status: withdrawn` and have that approved")
        } else {
            ("was approved", "bring the file back, so that its page and its history stay complete")
        };
        let message = format!("`{}` {what}, and its file is gone", entry.id);
        let finding = Finding::new(RULE.id, Place::file(path), message).document(entry.id.as_str());
        findings.add(finding.help(format!("{help}; `git log --oneline -- {path}` shows where it went")));
    }
}
