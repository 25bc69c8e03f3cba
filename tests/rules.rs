//! Every rule, alone, on the files of its folder: `good/` yields nothing, `bad/` yields what `expected.txt` says.
//!
//! `BLESS=1 cargo test` writes the expectations anew; read the difference before it is committed.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use smsdoc::evaluate::evaluate;
use smsdoc::model::finding::Finding;
use smsdoc::model::rule_setting::Setting;
use smsdoc::rules::{self, Kind, RULES};
use support::{Folder, request};

fn folder() -> camino::Utf8PathBuf {
    camino::Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

/// The findings of one rule on a copy of a folder of examples.
fn findings(rule: &str, kind: &str) -> Vec<Finding> {
    let copy = Folder::copy_of(&folder().join(rule).join(kind));
    let workspace = smsdoc::read::Workspace::open(Some(copy.path()), copy.path()).expect("the folder opens");
    let read = workspace.read(&request()).expect("the folder is read");
    let mut findings = rules::judge(&evaluate(read.inputs, &read.texts));
    findings.retain(|finding| finding.rule == rule);
    findings
}

fn text(findings: &[Finding]) -> String {
    findings.iter().fold(String::new(), |mut out, finding| {
        let (start, end) = (finding.place.start, finding.place.end);
        let _ = writeln!(
            out,
            "{}:{}:{}-{}:{} {}: {}",
            finding.place.path,
            start.line,
            start.column,
            end.line,
            end.column,
            finding.severity.word(),
            finding.message
        );
        for related in &finding.related {
            let _ = writeln!(
                out,
                "    see: {}:{}:{} {}",
                related.place.path, related.place.start.line, related.place.start.column, related.message
            );
        }
        if let Some(help) = &finding.help {
            let _ = writeln!(out, "    help: {help}");
        }
        out
    })
}

#[test]
fn each_rule_finds_its_faults_and_no_others() {
    let mut wrong = Vec::new();
    for rule in RULES {
        let good = text(&findings(rule.id, "good"));
        if !good.is_empty() {
            wrong.push(format!("{}: good/ has findings:\n{good}", rule.id));
        }
        let bad = text(&findings(rule.id, "bad"));
        let file = folder().join(rule.id).join("bad/expected.txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&file, &bad).expect("expectations are written");
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if bad.is_empty() || bad != expected {
            wrong.push(format!("{}: bad/ differs from expected.txt; it yields:\n{bad}", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_finding_says_how_to_mend_it() {
    let silent: Vec<_> = RULES
        .iter()
        .flat_map(|rule| findings(rule.id, "bad"))
        .filter(|finding| finding.help.is_none())
        .map(|finding| finding.message)
        .collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn rules_examples_and_explanations_agree() {
    let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(rules.len(), RULES.len(), "a slug is used twice");
    let entries = fs::read_dir(folder()).expect("the examples are there");
    let folders: BTreeSet<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(rules, folders);
    assert!(RULES.windows(2).all(|pair| pair[0].id < pair[1].id), "the table is sorted by slug");
    for rule in RULES {
        assert!(rule.explain.contains("Why:") && rule.explain.contains("Right:"), "{} explains itself", rule.id);
        assert!(rule.explain.lines().all(|line| line.chars().count() <= 120), "{} fits a terminal", rule.id);
        for parameter in rule.parameters {
            assert!(parameter.name != "level" && !parameter.meaning.is_empty(), "{}", rule.id);
            let default = match parameter.kind {
                Kind::Words => Setting::Many(Vec::new()),
                _ => Setting::One(parameter.default.to_owned()),
            };
            assert!(parameter.kind.takes(&default), "{}: the default of {} is one", rule.id, parameter.name);
        }
    }
    for held in rules::HELD {
        assert!(held.how.lines().all(|line| line.chars().count() <= 120), "{} fits a terminal", held.code);
    }
}
