//! Hours of a service or agreement cannot be computed with.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "hours-invalid",
    code: None,
    severity: Severity::Error,
    summary: "hours of a service or agreement cannot be computed with",
    basis: "ISO/IEC 20000-1:2018, 8.3.3: service targets that both sides understand in the same way",
    explain: "\
Checks `service_hours`, `support_hours` and `maintenance_windows` of services and agreements: the zone is one of the
IANA database, days and times can be read, and `holidays` names a register in force with
`register_kind: public_holidays` that has days of this year (a warning). An availability with `basis: service_hours`
has `service_hours` beside it.

Why: hours that nobody can read are left out of every computation.

Wrong: `tz: Europe/Lundon`; a register of holidays that ends with last year.
Right: `{tz: Europe/London, days: [mon, tue, wed, thu, fri], from: \"08:00\", to: \"18:00\", holidays: SMS-REG-007}`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::HoursInvalid, findings);
}
