//! A customer or group of users is in no register of customers.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "customer-unknown",
    code: None,
    severity: Severity::Warning,
    summary: "a customer or group of users is in no register of customers",
    basis: "ISO/IEC 20000-1:2018, 8.3.2: customers and users are identified",
    explain: "\
Checks `customers` and `user_groups` of services and `customer` of SLAs against the registers with
`register_kind: customers`, once there is one in force: each is the `id` of an entry or one of its `user_groups`.

Why: a customer that nobody registered is forgotten when something changes.

Wrong: `customer: northgate` where the register has northgate-insurance.
Right: the id as in the register.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::CustomerUnknown, findings);
}
