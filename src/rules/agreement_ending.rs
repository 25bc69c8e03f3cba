//! An agreement ends early, can be ended now, is over, or was not reviewed.

use super::{Kind as Takes, Parameter, Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::{Kind, REVIEW_GRACE};
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "agreement-ending",
    code: Some("A-08"),
    severity: Severity::Warning,
    summary: "an agreement ends early, can be ended now, is over, or was not reviewed",
    basis: "ISO/IEC 20000-1:2018, 8.3.3 and 8.3.4: agreements are reviewed at planned intervals",
    explain: "\
Checks `term` of SLAs, OLAs and contracts: the last day has not passed, the notice (`end` less `notice`) is not due yet,
and no agreement ends before an SLA that rests on it. Checks that `reviews.interval` has not passed since `last_review`
or the newest record in `reviews.records`, with the time of `review_grace`.

Why: a contract that nobody watches renews itself, or is gone.

Wrong: a contract until 2027-03-31 under an SLA until 2028; a quarterly review last held a year ago.
Right: terms that outlive the SLA, and a decision before the notice is due.",
    parameters: &[Parameter {
        name: "review_grace",
        kind: Takes::Interval,
        default: REVIEW_GRACE,
        meaning: "time by which a review may be late",
    }],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::AgreementEnding, findings);
}
