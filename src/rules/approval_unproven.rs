//! An approval with a weaker proof than is asked for.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::approval::Reason;
use crate::model::config::Evidence;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "approval-unproven",
    code: Some("R-05"),
    severity: Severity::Error,
    summary: "git holds no proof of the approval that is strong enough",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: evidence of approval",
    explain: "\
Checks that each approval on the controlled line has the proof that `control.evidence` asks for, from weak to strong:
claimed (the file says so), trailer (`Approved-by: NAME <mail>` at the end of the message of the commit or merge that
brought the version), tag (an annotated tag `approved/ID/VERSION` by the approver), signed (such a tag, or the commit,
signed with a key of the approver in `people.yaml`).

Why: what the file says of itself, its author may have written. A version without proof does not count, and the one
before it stays in force.

Right: the approver runs `smsdoc approve ID` and pushes the tag.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let needed = sms.inputs.config.control.evidence;
    for entry in sms.corpus.entries.iter().filter(|entry| entry.standing.landed) {
        let weak = |reason: &Reason| matches!(reason, Reason::TooWeak { .. });
        let Some(Reason::TooWeak { found }) = super::objection(entry, weak) else { continue };
        let document = &entry.head;
        let Some(approver) = &document.approver else { continue };
        let version = document.version.as_ref().map(|version| version.value.to_string()).unwrap_or_default();
        let message = format!(
            "the approval of `{}` {version} rests on {}, and `control.evidence` asks for {}",
            document.label(),
            words(*found),
            words(needed)
        );
        let finding = document.finding(RULE.id, approver.span, message);
        findings.add(finding.help(help(document.label(), &version, needed)));
    }
}

/// What a level of evidence is, within a sentence.
pub(super) fn words(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::None => "nothing",
        Evidence::Claimed => "the file alone",
        Evidence::Trailer => "a line `Approved-by:` in the commit message",
        Evidence::Tag => "an annotated tag of the approver",
        Evidence::Signed => "a signature of the approver",
    }
}

fn help(id: &str, version: &str, needed: Evidence) -> String {
    match needed {
        Evidence::Trailer => format!(
            "bring the version with a commit whose message ends in `Approved-by: NAME <mail>`, or let the approver run `smsdoc approve {id}`"
        ),
        Evidence::Signed => format!(
            "the approver runs `smsdoc approve {id}` with git set up to sign, and pushes the tag `approved/{id}/{version}`"
        ),
        _ => format!("the approver runs `smsdoc approve {id}` and pushes the tag `approved/{id}/{version}`"),
    }
}
