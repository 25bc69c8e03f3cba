//! `smsdoc check`.

use super::arguments::{Check, ReportFormat};
use super::context::Context;
use super::{Error, Outcome, output};
use crate::report::{Report, human, json};
use crate::rules;

pub(super) fn run(context: &Context, command: &Check) -> Result<Outcome, Error> {
    let workspace = context.workspace()?;
    let sms = context.evaluate(&workspace, &context.request(false))?;
    let mut findings = rules::judge(&sms);
    if !command.paths.is_empty() {
        let wanted: Vec<_> = command.paths.iter().map(|path| context.relative(&workspace, path)).collect();
        findings.retain(|finding| wanted.iter().any(|path| finding.place.path.starts_with(path)));
    }
    let report = Report::new(&sms, &findings);
    let text = match command.format {
        ReportFormat::Human => human::report(&report, context.stdout()),
        ReportFormat::Json => json::report(&report),
    };
    output::print(&text)?;
    let denied = report.findings.iter().any(|finding| command.deny.covers(finding.severity));
    Ok(if denied { Outcome::Findings } else { Outcome::Clean })
}
