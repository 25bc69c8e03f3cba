//! A corrective action that is still open after its day.

use super::{Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::model::date;
use crate::model::document::Status;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "action-overdue",
    code: Some("R-23"),
    severity: Severity::Warning,
    summary: "a corrective action is still open after the day by which it was due",
    basis: "ISO/IEC 20000-1:2018, 10.1: nonconformity and corrective action",
    explain: "\
Checks corrective actions with `status: open`: the day in `due` has not passed.

Why: what was found wrong is still wrong, and everybody knows since when.

Wrong: `status: open` with `due: 2026-06-30`, in November.
Right: do what is left, have it checked and close the record, or agree on a later day and write down why.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in fields::of_type(sms, "corrective_action") {
        let document = &entry.head;
        if document.status.as_ref().is_none_or(|status| status.value != Status::Open) {
            continue;
        }
        let Some(due) = fields::day(document, "due").filter(|due| due.value < sms.inputs.today) else { continue };
        let late = fields::days(date::days_between(due.value, sms.inputs.today));
        let message =
            format!("the corrective action `{}` was due on {}, {late} ago, and is still open", entry.id, due.value);
        let owner = document.owner.as_ref().and_then(|owner| sms.inputs.people.role(&owner.value));
        let who = owner.map_or_else(|| "its owner".to_owned(), |role| format!("its owner, the {},", role.title));
        let help = format!("{who} finishes it and has it verified, or agrees on a later day and says why in the text");
        findings.add(document.finding(RULE.id, due.span, message).help(help));
    }
}
