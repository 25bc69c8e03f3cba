//! A text that was changed after its approval.

use super::{Rule, Sink, type_changed};
use crate::evaluate::Sms;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "edited-after-approval",
    code: Some("R-06"),
    severity: Severity::Error,
    summary: "an approved text was changed and bears the same version number",
    basis: "ISO/IEC 20000-1:2018, 7.5.2 and 7.5.3: control of changes",
    explain: "\
Checks that the text under a version number is the one that was approved, byte for byte. Fields that may change while a
text stays approved are left out: status, approver, approved_on, reviewers, next_review, superseded_by, owner,
withdrawn_on, withdrawn_reason. So are line ends.

Why: an approval holds for one text. The changed text is not published; the approved one stays in force.

Wrong: a corrected sentence in version 2.0 after its approval.
Right: `version: \"2.1\"`, `status: draft`, a `change_summary`, and an approval of its own.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in sms.corpus.entries.iter().filter(|entry| entry.standing.edited) {
        if type_changed::to_record(sms, entry) {
            continue;
        }
        let document = &entry.head;
        let (Some(version), Some(edition)) = (&document.version, entry.standing.edition) else { continue };
        let fixed = entry.editions.get(edition).and_then(|edition| edition.commit).map(|commit| commit.short());
        let message = format!(
            "`{}` was changed after version {} was approved in commit {}",
            document.label(),
            version.value,
            fixed.unwrap_or_default()
        );
        let help = format!(
            "give the changed text a greater version number and `status: draft`; `smsdoc diff {}` shows the change",
            document.label()
        );
        findings.add(document.finding(RULE.id, version.span, message).help(help));
    }
}
