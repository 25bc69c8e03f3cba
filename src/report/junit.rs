//! The report as JUnit XML: a suite for each file, a case for each finding in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use camino::Utf8Path;
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::Report;
use crate::model::finding::{Finding, Severity};

/// The report as JUnit XML, without times. `denied` tells which findings are failures; the others pass and say in their
/// output what was found. A file without findings has one case that passes.
#[must_use]
pub fn report(report: &Report<'_>, denied: impl Fn(Severity) -> bool) -> String {
    let mut by_file: BTreeMap<&Utf8Path, Vec<&Finding>> = BTreeMap::new();
    for path in report.sources.keys() {
        by_file.entry(path).or_default();
    }
    for finding in report.findings {
        by_file.entry(&finding.place.path).or_default().push(finding);
    }
    let mut out = quick_junit::Report::new("smsdoc check");
    for (path, findings) in by_file {
        let mut suite = TestSuite::new(path.as_str());
        if findings.is_empty() {
            suite.add_test_case(named(path, "no findings", TestCaseStatus::success()));
        }
        let mut names = BTreeSet::new();
        for finding in findings {
            suite.add_test_case(case(path, finding, &mut names, &denied));
        }
        out.add_test_suite(suite);
    }
    // The only ways to fail are times that we do not set. The form has no count of skipped cases for all suites together,
    // and readers that hold to it refuse the file; there are none here.
    out.to_string().unwrap_or_default().replacen(" skipped=\"0\"", "", 1)
}

fn named(path: &Utf8Path, name: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(path.as_str());
    case
}

fn case(
    path: &Utf8Path,
    finding: &Finding,
    names: &mut BTreeSet<String>,
    denied: &impl Fn(Severity) -> bool,
) -> TestCase {
    let start = finding.place.start;
    let mut name = format!("{} at {}:{}", finding.rule, start.line, start.column);
    let mut number = 1;
    while !names.insert(name.clone()) {
        number += 1;
        name = format!("{} at {}:{} ({number})", finding.rule, start.line, start.column);
    }
    let mut text = format!("{path}:{}:{}: {}: {}", start.line, start.column, finding.severity.word(), finding.message);
    for related in &finding.related {
        let at = &related.place;
        let _ = write!(text, "\n{}:{}:{}: {}", at.path, at.start.line, at.start.column, related.message);
    }
    if let Some(help) = &finding.help {
        let _ = write!(text, "\nhelp: {help}");
    }
    if denied(finding.severity) {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type(finding.rule).set_message(finding.message.as_str()).set_description(text);
        named(path, &name, status)
    } else {
        let mut case = named(path, &name, TestCaseStatus::success());
        case.set_system_out(text);
        case
    }
}
