//! A contract was not compared with an SLA since one of both changed.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "alignment-stale",
    code: Some("A-12"),
    severity: Severity::Warning,
    summary: "a contract was not compared with an SLA since one of both changed",
    basis: "ISO/IEC 20000-1:2018, 8.3.4.1: contracts are checked for alignment with SLAs",
    explain: "\
Checks each contract in force behind an SLA in force: `alignment` has an entry for the SLA whose `date` is not before
the approval of either text.

Why: a new version of one side quietly breaks what was compared before.

Wrong: compared in January, and the SLA changed in June.
Right: compared again when either changes.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::AlignmentStale, findings);
}
