//! The report as GitLab shows it in merge requests: a list of code quality findings.

use serde::Serialize;

use super::Report;
use crate::model::baseline;
use crate::model::finding::Severity;
use crate::rules;

#[derive(Serialize)]
struct Entry<'a> {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// The findings as a code quality report. No two of them have the same fingerprint, by which GitLab tells new from old.
#[must_use]
pub fn report(report: &Report<'_>) -> String {
    let entries =
        report.findings.iter().zip(baseline::fingerprints(report.findings)).map(|(finding, fingerprint)| Entry {
            description: rules::sentence(finding),
            check_name: finding.rule,
            fingerprint,
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: Location { path: finding.place.path.as_str(), lines: Lines { begin: finding.place.start.line } },
        });
    crate::model::json(&entries.collect::<Vec<_>>())
}
