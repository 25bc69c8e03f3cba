//! Changes on disk that no commit holds.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::finding::{Finding, Place, Severity};

pub(super) static RULE: Rule = Rule {
    id: "uncommitted-changes",
    code: Some("R-27"),
    severity: Severity::Warning,
    summary: "a file differs from the newest commit",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: control of changes",
    explain: "\
Checks, for a build, whether files of the content folder were changed, added or removed since the newest commit.

Why: what no commit holds has no author, no date and no approval. It is never published; the site shows the commit.

Right: commit the change, or look at it with `smsdoc serve` or `smsdoc build --draft`.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for (path, change) in &sms.inputs.uncommitted {
        let message = format!("this file was {change} and not committed, so the change is not published");
        findings.add(
            Finding::new(RULE.id, Place::file(path.clone()), message)
                .help("commit it, or look at it with `smsdoc serve`"),
        );
    }
}
