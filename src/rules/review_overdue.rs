//! A document in force whose review date has passed.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::state::State;
use crate::model::date;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "review-overdue",
    code: Some("R-09"),
    severity: Severity::Warning,
    summary: "the review date of a document in force has passed",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: review for suitability and adequacy",
    explain: "\
Checks every document in force: its review date is `next_review`, else its first day in force and its review interval
(of the document, else of its type). A warning at first; an error once `control.review_grace` has passed, too.

Why: a text that nobody has looked at since may no longer say what is done.

Right: review the document. Where nothing is to change, `smsdoc reviewed ID` records that; else bring a new version.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let grace = sms.inputs.config.control.grace();
    for entry in sms.corpus.entries.iter().filter(|entry| entry.state() == State::ReviewOverdue) {
        let Some(due) = entry.next_review else { continue };
        // The newest text is where it can be mended, whatever version of it is in force.
        let document = &entry.head;
        let span = match (&document.next_review, &document.effective_on, &document.approved_on) {
            (Some(day), _, _) | (None, Some(day), _) | (None, None, Some(day)) => day.span,
            (None, None, None) => document.front.span,
        };
        let days = date::days_between(due, sms.inputs.today);
        let message = format!(
            "the review of `{}` was due on {due}, {days} {} ago",
            document.label(),
            if days == 1 { "day" } else { "days" }
        );
        let owner = document.owner.as_ref().and_then(|owner| sms.inputs.people.role(&owner.value));
        let who = owner.map_or_else(|| "its owner".to_owned(), |role| format!("its owner, the {},", role.title));
        let finding = document
            .finding(RULE.id, span, message)
            .help(format!("{who} reviews it and runs `smsdoc reviewed {}`, or brings a new version", entry.id));
        let late = grace.and_then(|grace| grace.after(due)).is_some_and(|last| sms.inputs.today > last);
        findings.add(if late { finding.weighing(Severity::Error) } else { finding });
    }
}
