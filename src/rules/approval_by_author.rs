//! An approval by somebody who wrote part of the text.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::approval::Reason;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "approval-by-author",
    code: Some("R-04"),
    severity: Severity::Error,
    summary: "the approver wrote part of the text",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: review and approval for suitability and adequacy",
    explain: "\
Checks that the approver of a version is none of its authors: nobody whose commits, or co-authored commits, changed the
text since the version approved before it, and nobody named in `authors`. Persons are known by the addresses in
`people.yaml`, and by `.mailmap`. Changes of status, approver, owner, the review date and the like make nobody an
author; `effective_on` and `version` belong to the text.

Why: an approval is a second pair of eyes. The version does not count, and the one before it stays in force.

Wrong: Rowan Hale rewrites the policy and sets `approver: rowan-hale`.
Right: somebody else whose role may approve the type reads it and is named as `approver`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in &sms.corpus.entries {
        let Some(Reason::IsAuthor { commit }) =
            super::objection(entry, |reason| matches!(reason, Reason::IsAuthor { .. }))
        else {
            continue;
        };
        let document = &entry.head;
        let Some(approver) = &document.approver else { continue };
        let name = sms.inputs.people.person(&approver.value).map_or(&approver.value, |person| &person.name);
        let since = match commit {
            Some(commit) => format!("commit {} shows it", commit.short()),
            None => "`authors` names them".to_owned(),
        };
        let message = format!("{name} approved `{}` and wrote part of it; {since}", document.label());
        let help = "let somebody else approve it whose role may, and name them as `approver`";
        findings.add(document.finding(RULE.id, approver.span, message).help(help));
    }
}
