//! Nothing says what one measurement of availability stands for.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "availability-pooled",
    code: Some("A-10"),
    severity: Severity::Warning,
    summary: "nothing says what one measurement of availability stands for",
    basis: "ISO/IEC 20000-1:2018, 8.3.3: targets that both sides understand in the same way",
    explain: "\
Checks that `availability` of SLAs, OLAs and contracts has `unit_measured`: one server, one site, each environment.

Why: 99.9 percent over fifty sites together allows one of them to be down for a day and a half every month.

Wrong: an availability of \"the network\" with nothing else.
Right: `unit_measured: each council site`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::AvailabilityPooled, findings);
}
