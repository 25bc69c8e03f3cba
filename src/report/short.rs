//! The report as a line for each finding, for editors and for looking through it with other tools.

use std::fmt::Write as _;

use super::Report;
use super::text::visible;
use crate::rules;

/// `PATH:LINE:COLUMN: WEIGHT: WHAT; HOW TO MEND IT [RULE]`, never wrapped.
#[must_use]
pub fn report(report: &Report<'_>) -> String {
    report.findings.iter().fold(String::new(), |mut out, finding| {
        let start = finding.place.start;
        let _ = writeln!(
            out,
            "{}:{}:{}: {}: {} [{}]",
            visible(finding.place.path.as_str()),
            start.line,
            start.column,
            finding.severity.word(),
            visible(&rules::sentence(finding)),
            finding.rule
        );
        out
    })
}
