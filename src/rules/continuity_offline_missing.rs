//! A continuity plan that nobody could read in a disaster.

use super::{Rule, Sink, continuity_untested, fields};
use crate::evaluate::Sms;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "continuity-offline-missing",
    code: Some("R-26"),
    severity: Severity::Warning,
    summary: "a continuity plan in force has no copy that can be read when the systems are down",
    basis: "ISO/IEC 20000-1:2018, 8.7.2: plans can be reached when the usual place of work cannot",
    explain: "\
Checks that `offline_copy` of a continuity plan in force says where copies are kept that need none of our systems.

Why: a plan that lies on the server that it is to restore helps nobody.

Wrong: a continuity plan without `offline_copy`.
Right: `offline_copy: Printed copy in the call folder at both sites`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in continuity_untested::plans(sms) {
        let document = &entry.head;
        if document.front.get("offline_copy").is_none() {
            let message = format!("the continuity plan `{}` names no copy that can be read offline", entry.id);
            let help = "keep a copy away from the systems, and say in `offline_copy` where";
            findings.add(document.finding(RULE.id, fields::span(document, "plan_kind"), message).help(help));
        }
    }
}
