//! An approval by somebody who had no right to it.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::approval::Reason;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "approver-not-entitled",
    code: Some("R-05"),
    severity: Severity::Error,
    summary: "the approver held no role on that day that may approve the type",
    basis: "ISO/IEC 20000-1:2018, 7.5.2 and 5.3: approval with authority",
    explain: "\
Checks that the approver held, on `approved_on`, one of the roles that `control.approvers` in smsdoc.yaml names for the
type of the document. Who held which role from when until when is read from the `people.yaml` of the commit that
brought the version, so that nobody can be made an approver afterwards.

Why: an approval without authority is none. The version does not count, and the one before it stays in force.

Wrong: `approved_on: 2026-06-01` by somebody whose role ended on 2026-03-31.
Right: an approver who holds the role on that day; or, where `people.yaml` is wrong, a correction of it, and then the
approval once more in a later commit.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in &sms.corpus.entries {
        let document = &entry.head;
        let Some(approver) = &document.approver else { continue };
        let nobody = |reason: &Reason| matches!(reason, Reason::NobodyKnown);
        if super::objection(entry, nobody).is_some() {
            let message = format!(
                "`{}` cannot be approved by `{}`: the commit that brought it holds no `people.yaml`",
                document.label(),
                approver.value
            );
            let help =
                "write down in `people.yaml` who holds which role, commit it, then give the approval in a later commit";
            findings.add(document.finding(RULE.id, approver.span, message).help(help));
        }
        let not_entitled = |reason: &Reason| matches!(reason, Reason::NotEntitled { .. });
        let Some(Reason::NotEntitled { roles, on, until }) = super::objection(entry, not_entitled) else { continue };
        let name = sms.inputs.people.person(&approver.value).map_or(&approver.value, |person| &person.name);
        let named: Vec<String> = roles.iter().map(|role| format!("`{role}`")).collect();
        let kind = document.doc_type.as_ref().map_or("document", |kind| &kind.value);
        let ended = until.as_ref().map(|until| format!(" (it ended on {until})")).unwrap_or_default();
        let message = format!(
            "{name} had no right to approve a {kind} on {on}: that takes the role {}{ended}",
            named.join(" or ")
        );
        let help = format!(
            "name an approver who holds it, or correct `people.yaml` or `control.approvers.{kind}` and approve again"
        );
        findings.add(document.finding(RULE.id, approver.span, message).help(help));
    }
}
