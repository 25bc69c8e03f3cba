//! A withdrawal that does not count.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::approval::Reason;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "withdrawal-unproven",
    code: Some("R-05"),
    severity: Severity::Error,
    summary: "a document says that it is withdrawn, and nobody who may has decided it",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: control of changes and disposition",
    explain: "\
Checks that a withdrawal has what an approval needs: an approver with the role on that day, and the proof that
`control.evidence` asks for (trailer, tag `withdrawn/ID/VERSION`, signature).

Why: taking a rule away is as weighty as making one. Until the withdrawal counts, the document stays in force.

Wrong: `status: withdrawn` in a commit of anybody, where `control.evidence` is `tag`.
Right: `approver`, `approved_on`, `withdrawn_on` and `withdrawn_reason`, then `smsdoc approve ID` by the approver.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in &sms.corpus.entries {
        let Some(judgement) = &entry.standing.withdrawal else { continue };
        let document = &entry.head;
        let Some(status) = &document.status else { continue };
        let reason = judgement.reasons.iter().find_map(|reason| match reason {
            Reason::Incomplete => Some("`approver` or `approved_on` is missing".to_owned()),
            Reason::NobodyKnown | Reason::UnknownPerson => Some("the approver is not in `people.yaml`".to_owned()),
            Reason::NotEntitled { on, .. } => Some(format!("the approver held no role on {on} that may decide it")),
            Reason::IsAuthor { .. } => Some("the approver is named among the authors".to_owned()),
            Reason::TooWeak { found } if entry.standing.landed => Some(format!(
                "it rests on {}, and `control.evidence` asks for {}",
                super::approval_unproven::words(*found),
                super::approval_unproven::words(sms.inputs.config.control.evidence)
            )),
            Reason::TooWeak { .. } => None,
        });
        let Some(reason) = reason else { continue };
        let message = format!("the withdrawal of `{}` does not count: {reason}", document.label());
        let help = format!(
            "let somebody who may approve the type run `smsdoc approve {}`; until then it stays in force",
            document.label()
        );
        findings.add(document.finding(RULE.id, status.span, message).help(help));
    }
}
