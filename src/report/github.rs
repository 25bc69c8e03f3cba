//! The report as commands that GitHub Actions turns into annotations, and as the summary of a step.

use std::fmt::Write as _;

use super::Report;
use super::human;
use super::markdown::{cell, code};
use crate::model::finding::{Finding, Severity};

/// One command a line. Errors come first: of each kind only the first few are shown beside the text.
#[must_use]
pub fn report(report: &Report<'_>) -> String {
    let mut findings: Vec<_> = report.findings.iter().collect();
    // Stable: within a weight, the order of the report stays.
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings.into_iter().fold(String::new(), |mut out, finding| {
        let _ = writeln!(out, "{}", command(finding));
        out
    })
}

fn command(finding: &Finding) -> String {
    let kind = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let place = &finding.place;
    let mut properties = vec![("file", place.path.to_string()), ("line", place.start.line.to_string())];
    if place.span.is_some() {
        properties.push(("endLine", place.end.line.to_string()));
        // Columns mean something only within one line.
        if place.start.line == place.end.line {
            properties.push(("col", place.start.column.to_string()));
            properties.push(("endColumn", place.end.column.to_string()));
        }
    }
    properties.push(("title", finding.rule.to_owned()));
    let properties: Vec<_> = properties.iter().map(|(name, value)| format!("{name}={}", property(value))).collect();
    let mut message = finding.message.clone();
    for related in &finding.related {
        let at = &related.place;
        let _ = write!(message, "\n{}:{}: {}", at.path, at.start.line, related.message);
    }
    if let Some(help) = &finding.help {
        let _ = write!(message, "\nhelp: {help}");
    }
    format!("::{kind} {}::{}", properties.join(","), data(&message))
}

/// A message as a command holds it: a line end would begin a command of its own.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property: a comma or colon would end it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Most findings that a summary lists; the annotations and the log hold all.
const LISTED: usize = 100;

/// The summary of the step, as Markdown.
#[must_use]
pub fn summary(report: &Report<'_>) -> String {
    let mut out = format!("### Check of the service management system\n\n{}\n", human::counts(report));
    if report.findings.is_empty() {
        return out;
    }
    let mut findings: Vec<_> = report.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    out.push_str("\n| | Where | What is wrong | How to mend it |\n|---|---|---|---|\n");
    for finding in findings.iter().take(LISTED) {
        let place = format!("{}:{}", finding.place.path, finding.place.start.line);
        let _ = writeln!(
            out,
            "| {} {} | {} | {} | {} |",
            finding.severity.word(),
            code(finding.rule),
            code(&place),
            cell(&finding.message),
            cell(finding.help.as_deref().unwrap_or_default())
        );
    }
    if findings.len() > LISTED {
        let _ = writeln!(out, "\n{} more are in the log of this step.", findings.len() - LISTED);
    }
    out
}
