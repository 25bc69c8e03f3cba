//! Nobody inside is accountable for something that another party does, or for a service.

use super::{Rule, Sink, alarm};
use crate::evaluate::Sms;
use crate::evaluate::parties::AlarmKind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "accountability-missing",
    code: None,
    severity: Severity::Warning,
    summary: "nobody inside is accountable for something that another party does, or for a service",
    basis: "ISO/IEC 20000-1:2018, 8.2.3.1 and 5.3: accountability stays with the organization",
    explain: "\
Checks each clause, service and component in which another party takes part, and each service in force: a role inside
answers for it, and somebody holds that role today, or the role that stands in. For a clause that is the owner of a
document in force that claims it, for a service its `service_owner`, for a component the service owner who depends on
it, and who manages the agreement or else owns the register.

Why: work can be given away, accountability cannot. When a supplier fails, somebody inside has to answer.

Wrong: a supplier operates 8.6.1, and no document in force claims 8.6.1; a service owner who left.
Right: a process with an owner who holds the role, whoever does the work.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    alarm::report(sms, AlarmKind::Accountability, RULE.id, findings);
}
