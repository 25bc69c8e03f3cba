//! The report for programs.

use serde::Serialize;

use super::Report;
use crate::model::finding::{Finding, Place, Severity};
use crate::rules;

#[derive(Serialize)]
struct Check<'a> {
    schema: &'static str,
    summary: Summary,
    /// How many findings the baseline sets aside; they are not listed.
    known: usize,
    findings: Vec<Entry<'a>>,
    waived: Vec<Waived<'a>>,
}

#[derive(Serialize)]
struct Waived<'a> {
    #[serde(flatten)]
    finding: Entry<'a>,
    waiver: WaiverOf<'a>,
}

#[derive(Serialize)]
struct WaiverOf<'a> {
    reason: &'a str,
    until: String,
}

#[derive(Serialize)]
struct Summary {
    documents: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
}

#[derive(Serialize)]
pub(super) struct Entry<'a> {
    rule: &'static str,
    code: Option<&'static str>,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    place: At<'a>,
    document: Option<&'a str>,
    help: Option<&'a str>,
    /// What `check --fix` would do.
    fix: Option<&'a str>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct At<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: At<'a>,
}

/// The report as JSON, `smsdoc/check/1`.
#[must_use]
pub fn report(report: &Report<'_>) -> String {
    let check = Check {
        schema: "smsdoc/check/1",
        summary: Summary {
            documents: report.documents,
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            infos: report.count(Severity::Info),
        },
        known: report.known.len(),
        findings: report.findings.iter().map(entry).collect(),
        waived: report.waived.iter().filter_map(waived).collect(),
    };
    crate::model::json(&check)
}

/// Findings alone, as the preview shows them.
#[must_use]
pub fn findings(findings: &[Finding]) -> String {
    crate::model::json(&findings.iter().map(entry).collect::<Vec<_>>())
}

fn waived(finding: &Finding) -> Option<Waived<'_>> {
    let waiver = finding.waived.as_ref()?;
    let waiver = WaiverOf { reason: &waiver.reason, until: waiver.until.to_string() };
    Some(Waived { finding: entry(finding), waiver })
}

pub(super) fn entry(finding: &Finding) -> Entry<'_> {
    Entry {
        rule: finding.rule,
        code: rules::rule(finding.rule).and_then(|rule| rule.code),
        severity: finding.severity,
        message: &finding.message,
        place: at(&finding.place),
        document: finding.document.as_deref(),
        help: finding.help.as_deref(),
        fix: finding.fix.as_ref().map(|fix| fix.title.as_str()),
        related: finding
            .related
            .iter()
            .map(|related| Related { message: &related.message, place: at(&related.place) })
            .collect(),
    }
}

fn at(place: &Place) -> At<'_> {
    At {
        path: place.path.as_str(),
        line: place.start.line,
        column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
    }
}
