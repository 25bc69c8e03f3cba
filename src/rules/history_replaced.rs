//! A history that other programs see differently.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::finding::{Finding, Place, Severity};

pub(super) static RULE: Rule = Rule {
    id: "history-replaced",
    code: Some("R-21"),
    severity: Severity::Warning,
    summary: "replace refs make git show another history here than elsewhere",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: control of changes",
    explain: "\
Says that the clone holds `refs/replace/`, with which git shows other commits in place of some. They are not followed
here, so that what is published rests on the commits themselves; `git log` on this machine may show something else.

Why: who compares the two would think that one of them is wrong.

Right: `git replace --list` shows them, `git replace --delete NAME` takes one away.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    if sms.inputs.replaced {
        let folder =
            if sms.inputs.content_folder.as_str().is_empty() { ".".into() } else { sms.inputs.content_folder.clone() };
        let message = "this clone holds replace refs, so that git shows another history than the one published here";
        let help = "look at them with `git replace --list`, and remove them with `git replace --delete NAME`";
        findings.add(Finding::new(RULE.id, Place::file(folder), message).help(help));
    }
}
