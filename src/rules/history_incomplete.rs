//! A clone whose history is cut.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::finding::{Finding, Place, Severity};
use crate::model::inputs::Repository;

pub(super) static RULE: Rule = Rule {
    id: "history-incomplete",
    code: Some("R-21"),
    severity: Severity::Error,
    summary: "the git history is cut, so versions and approvals would be wrong",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: control of changes",
    explain: "\
Checks that the clone holds every commit and every object that the history needs.

Why: in a shallow clone the oldest commit seems to add every file. Authors, dates and versions would be wrong on every
page, and nothing would show it. So nothing of the history is shown, and the build stops.

Right: in GitHub Actions `fetch-depth: 0` for the checkout; in GitLab CI `GIT_DEPTH: 0`; on a machine
`git fetch --unshallow`. With `--allow-shallow` the build goes on without any history.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let Repository::Cut { reason } = &sms.inputs.repository else { return };
    let message = format!("{reason}: versions and approvals would be wrong");
    let finding = Finding::new(RULE.id, Place::file("."), message).help(
        "fetch the whole history: `git fetch --unshallow`; in GitHub Actions set `fetch-depth: 0`, in GitLab CI `GIT_DEPTH: 0`; or go on without history with `--allow-shallow`",
    );
    findings.add(if sms.inputs.allow_shallow { finding.weighing(Severity::Warning) } else { finding });
}
