//! Less downtime is allowed than two measurements take.

use super::{Rule, Sink, breach};
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "target-unmeasurable",
    code: Some("A-09"),
    severity: Severity::Warning,
    summary: "less downtime is allowed than two measurements take",
    basis: "ISO/IEC 20000-1:2018, 8.3.3 and 9.1: targets that can be measured",
    explain: "\
Compares the downtime that `availability` allows in its period with `measuring_interval`: it has to be at least twice as
long.

Why: 99.999 percent a month allows 26 seconds; a probe every minute cannot tell whether it was kept.

Wrong: `percent: \"99.999\"` a month with `measuring_interval: PT60S`.
Right: a probe every ten seconds, or a target that the probe can prove.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    breach::report(sms, Kind::TargetUnmeasurable, findings);
}
