//! Waivers and parameters of rules, as a person meets them at the terminal.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests make files and fail loudly")]

mod support;

use std::process::Command;

use support::{Folder, Run};

/// Runs the program in 80 columns on 22 November 2026.
fn smsdoc(folder: &Folder, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command
        .args(arguments)
        .current_dir(folder.path())
        .env("SOURCE_DATE_EPOCH", "1795305600")
        .env("COLUMNS", "80")
        .env("GIT_DIR", "/nowhere");
    Run::of(&mut command)
}

const WAIVER: &str = "[{rule: R-09, reason: \"The contract with the carrier ends in March, and the policy is written anew then.\", until: 2027-03-31}]";

/// A policy in force whose review was due on 1 August 2026, long enough ago for an error.
fn overdue() -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "rules: {clause-uncovered: {level: \"off\"}}\n");
    folder.write(
        "sms-docs/people.yaml",
        "people:\n  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager}]}\n  - {id: ines-carrow, name: Ines Carrow, roles: [{role: managing-director}]}\nroles:\n  - {id: sms-manager, title: SMS Manager}\n  - {id: managing-director, title: Managing Director}\n",
    );
    folder.write(
        "sms-docs/backup.md",
        "---\nid: SMS-POL-001\ntitle: Backup policy\ntype: policy\nversion: \"1.0\"\nstatus: approved\nowner: sms-manager\nclassification: internal\nclauses: [\"5.2.1\"]\napprover: ines-carrow\napproved_on: 2026-01-01\neffective_on: 2026-01-02\nnext_review: 2026-08-01\npurpose: p\ncommitments: [c]\napplies_to: [all]\ncommunicated_to: [all]\n---\n\n## Purpose\n\nText.\n",
    );
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("Begin", "2026-01-01T10:00:00Z");
    folder
}

fn json(run: &Run) -> serde_json::Value {
    serde_json::from_str(&run.out).expect("JSON")
}

#[test]
fn a_waived_finding_is_listed_and_counts_for_nothing() {
    let folder = overdue();
    let before = smsdoc(&folder, &["check"]);
    assert_eq!(before.code, 1);
    assert!(before.out.contains("error[review-overdue]"), "{}", before.out);
    assert_eq!(smsdoc(&folder, &["build"]).code, 1);

    // The text was approved without it: a waiver is no part of what was approved.
    folder.set("sms-docs/backup.md", "waivers", Some(WAIVER));
    folder.commit("Accept the late review", "2026-11-02T10:00:00Z");
    let run = smsdoc(&folder, &["check", "--deny", "warning"]);
    let expected = "\
waived until 2027-03-31: review-overdue at sms-docs/backup.md:13: The contract
  with the carrier ends in March, and the policy is written anew then.

1 document: 0 errors, 0 warnings; 1 waived
";
    assert_eq!((run.out.as_str(), run.code), (expected, 0));

    let report = json(&smsdoc(&folder, &["check", "--format", "json"]));
    assert_eq!(report["summary"], serde_json::json!({"documents": 1, "errors": 0, "warnings": 0, "infos": 0}));
    assert_eq!(report["findings"], serde_json::json!([]));
    let waived = &report["waived"][0];
    assert_eq!(
        (&waived["rule"], &waived["line"], &waived["document"]),
        (&"review-overdue".into(), &13.into(), &"SMS-POL-001".into())
    );
    assert_eq!(waived["waiver"]["until"], "2027-03-31");
    assert!(waived["waiver"]["reason"].as_str().is_some_and(|reason| reason.starts_with("The contract")));

    let build = smsdoc(&folder, &["build"]);
    assert_eq!(build.code, 0, "{}", build.err);
    let page = std::fs::read_to_string(folder.path().join("public/docs/SMS-POL-001/index.html")).expect("a page");
    assert!(page.to_lowercase().contains("overdue"), "a waiver changes nothing of what the page says");
}

#[test]
fn a_waiver_that_has_lapsed_silences_nothing() {
    let folder = overdue();
    folder.set("sms-docs/backup.md", "waivers", Some(WAIVER));
    folder.commit("Accept the late review", "2026-11-02T10:00:00Z");
    let last = smsdoc(&folder, &["check", "--today", "2027-03-31"]);
    assert_eq!(last.code, 0, "{}", last.out);
    let run = smsdoc(&folder, &["check", "--today", "2027-04-01", "--format", "json"]);
    assert_eq!(run.code, 1);
    let report = json(&run);
    let rules: Vec<_> = report["findings"].as_array().expect("findings").iter().map(|at| &at["rule"]).collect();
    assert_eq!(rules, ["review-overdue", "waiver-lapsed"]);
    assert_eq!(report["waived"], serde_json::json!([]));
}

#[test]
fn a_waiver_of_a_closed_record_is_no_change_of_it() {
    let folder = overdue();
    folder.write(
        "sms-docs/record.md",
        "---\nid: SMS-REC-001\ntitle: Restore test\ntype: record\nversion: \"1.0\"\nstatus: closed\nowner: sms-manager\nclassification: internal\nclauses: [\"8.1\"]\nrecord_kind: test\nsubject: Restore\nevidence: [Protocol 12]\noccurred_on: 2020-01-01\nrecorded_by: rowan-hale\nclosed_on: 2020-01-01\nretention: P1Y\n---\n\nIt worked.\n",
    );
    folder.commit("Record a test", "2026-02-01T10:00:00Z");
    let count = |rule: &str| {
        let report = json(&smsdoc(&folder, &["check", "--format", "json"]));
        let findings = report["findings"].as_array().expect("findings").clone();
        findings.iter().filter(|finding| finding["rule"] == rule).count()
    };
    assert_eq!((count("retention-elapsed"), count("record-changed")), (1, 0));
    let waiver = "[{rule: retention-elapsed, reason: The dispute is not settled., until: 2027-06-30}]";
    folder.set("sms-docs/record.md", "waivers", Some(waiver));
    folder.commit("Keep it longer", "2026-11-02T10:00:00Z");
    assert_eq!((count("retention-elapsed"), count("record-changed")), (0, 0));
}

#[test]
fn a_parameter_changes_what_is_found_and_needs_no_level() {
    let folder = overdue();
    let long = vec!["word"; 20].join(" ");
    let text = std::fs::read_to_string(folder.path().join("sms-docs/backup.md")).expect("a document");
    folder.write("sms-docs/backup.md", &text.replace("Text.", &format!("{long}.")).replace("2026-08-01", "2027-08-01"));
    assert!(smsdoc(&folder, &["check"]).out.contains("0 warnings"), "twenty words are few");
    folder.write("sms-docs/smsdoc.yaml", "rules: {clause-uncovered: {level: \"off\"}, sentence-long: {words: 19}}\n");
    let run = smsdoc(&folder, &["check"]);
    assert!(run.out.contains("info[sentence-long]: this sentence has 20 words"), "{}", run.out);
    folder.write(
        "sms-docs/smsdoc.yaml",
        "rules: {clause-uncovered: {level: \"off\"}, sentence-long: {level: warning, words: 19}}\n",
    );
    let run = smsdoc(&folder, &["check"]);
    assert!(run.out.contains("warning[sentence-long]: this sentence has 20 words"), "{}", run.out);
}

#[test]
fn explain_tells_parameters_and_what_holds_without_a_finding() {
    let folder = overdue();
    let run = smsdoc(&folder, &["explain", "audit-gap"]);
    let parameter = "\
Parameter: `within`, an interval such as `P12M` or `P90D`
  time in which every clause is audited
  default: P36M
Set it with `rules: {audit-gap: {within: P36M}}`
";
    assert!(run.out.ends_with(parameter), "{}", run.out);
    for (code, part) in [
        ("R-08", "derived-state-typed (R-08)"),
        ("r-08", "is scheduled; on that day it comes into force"),
        ("R-11", "The version in force is worked out from the controlled line"),
        ("R-15", "Menus, search and site map are made from what is in force"),
        ("R-16", "A build is made for one audience"),
    ] {
        let run = smsdoc(&folder, &["explain", code]);
        assert_eq!(run.code, 0, "{code}: {}", run.err);
        assert!(run.out.contains(part), "{code}: {}", run.out);
    }
}

#[test]
fn every_code_of_the_guide_is_answered() {
    let folder = overdue();
    for number in 1..=27 {
        let code = format!("R-{number:02}");
        let run = smsdoc(&folder, &["explain", &code]);
        assert_eq!(run.code, 0, "{code}: {}", run.err);
    }
}

#[test]
fn a_title_in_the_place_of_a_role_is_told_once() {
    let folder = overdue();
    folder.set("sms-docs/backup.md", "owner", Some("SMS Manager"));
    let report = json(&smsdoc(&folder, &["check", "--format", "json"]));
    let found = report["findings"].as_array().expect("findings");
    let told: Vec<_> = found.iter().filter(|finding| finding["message"].to_string().contains("`owner`")).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["help"], "did you mean `sms-manager` (SMS Manager)?");
}

#[test]
fn a_waiver_says_nothing_of_the_document_that_lay_there_before() {
    let folder = overdue();
    folder.set("sms-docs/backup.md", "next_review", Some("2027-01-01"));
    folder.commit("Review", "2026-01-02T10:00:00Z");
    folder.set("sms-docs/backup.md", "id", Some("SMS-POL-002"));
    folder.set(
        "sms-docs/backup.md",
        "waivers",
        Some("[{rule: document-vanished, reason: It is not needed., until: 2027-03-31}]"),
    );
    folder.commit("Take its place", "2026-01-03T10:00:00Z");
    let report = json(&smsdoc(&folder, &["check", "--format", "json"]));
    let found = report["findings"].as_array().expect("findings");
    let told: Vec<_> = found.iter().map(|finding| (&finding["rule"], &finding["document"])).collect();
    assert!(told.iter().any(|(rule, id)| *rule == "document-vanished" && *id == "SMS-POL-001"), "{told:?}");
    assert!(told.iter().any(|(rule, _)| *rule == "waiver-unused"), "{told:?}");
}
