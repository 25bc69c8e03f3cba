//! A review date that was moved without a review.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "review-date-moved",
    code: Some("R-09"),
    severity: Severity::Error,
    summary: "the review date was moved, and nothing shows a review",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: review for suitability and adequacy",
    explain: "\
Checks that `next_review` of an approved text moves to a later day only with a review: `smsdoc reviewed ID` writes down
that somebody read the text and found nothing to change, as a tag that is bound to this very text.

Why: a new date is not a review. A document that nobody has read for years would look well kept.

Wrong: a commit that changes `next_review: 2026-06-01` to `2027-06-01` and nothing else.
Right: `smsdoc reviewed SMS-POL-001`, which gives a new review date by itself.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in sms.corpus.entries.iter().filter(|entry| !entry.vanished) {
        let Some(moved) = entry.unexplained.last() else { continue };
        let document = &entry.head;
        let span = document.next_review.as_ref().map_or_else(|| document.key_span("version"), |day| day.span);
        let message = format!(
            "the review date of `{}` was moved from {} to {}, and no review is recorded",
            document.label(),
            moved.from,
            moved.to
        );
        let help = format!("review it and run `smsdoc reviewed {}`, or put the old date back", document.label());
        findings.add(document.finding(RULE.id, span, message).help(help));
    }
}
