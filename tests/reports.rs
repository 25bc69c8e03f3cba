//! What `smsdoc check` prints, in every format: for people, programs and forges.
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
use std::fs;
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;
use support::{Folder, Run};

fn examples() -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports")
}

/// A path of which every part has a meaning in some format.
const ODD: &str = "sms-docs/odd, 100% [x]/backup: policy.md";

fn folder() -> Folder {
    let folder = Folder::copy_of(&examples().join("input"));
    folder.write(ODD, &folder.read("sms-docs/backup.md"));
    fs::remove_file(folder.path().join("sms-docs/backup.md")).expect("the file is there");
    folder
}

fn command(folder: &Folder, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.args(arguments).current_dir(folder.path()).env("COLUMNS", "80").env("SOURCE_DATE_EPOCH", "1795305600");
    for variable in ["NO_COLOR", "GITHUB_STEP_SUMMARY", "GIT_DIR"] {
        command.env_remove(variable);
    }
    command
}

fn smsdoc(folder: &Folder, arguments: &[&str]) -> Run {
    Run::of(&mut command(folder, arguments))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn schema(name: &str) -> jsonschema::Validator {
    let path = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(name);
    let schema = json(&fs::read_to_string(path).expect("a schema"));
    jsonschema::options().offline().build(&schema).expect("the schema can be used")
}

fn assert_valid(schema: &jsonschema::Validator, value: &Value) {
    let errors: Vec<_> = schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

/// Compares what was printed with a file, or writes it.
fn assert_is(name: &str, text: &str) {
    let file = examples().join(name);
    // The version of the program stands in what it writes, and is no reason to write the expectations anew.
    let text = text.replace(&format!("\"{}\"", env!("CARGO_PKG_VERSION")), "\"VERSION\"");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, &text).expect("expectations are written");
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert!(text == expected, "{name} differs; it is now:\n{text}");
}

#[test]
fn every_format_is_as_expected() {
    let folder = folder();
    let formats = [
        ("human", "expected.txt"),
        ("short", "expected.short.txt"),
        ("json", "expected.json"),
        ("sarif", "expected.sarif"),
        ("junit", "expected.junit.xml"),
        ("github", "expected.github.txt"),
        ("gitlab", "expected.gitlab.json"),
    ];
    for (format, file) in formats {
        let run = smsdoc(&folder, &["check", "--format", format]);
        assert_eq!(run.code, 1, "{}", run.err);
        assert_is(file, &run.out);
    }
}

#[test]
fn every_format_tells_of_the_same_findings() {
    let folder = folder();
    let out = |format: &str| smsdoc(&folder, &["check", "--format", format]).out;
    let found: Vec<(String, u64)> = json(&out("json"))["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|at| (at["rule"].as_str().expect("a rule").to_owned(), at["line"].as_u64().expect("a line")))
        .collect();
    assert!(found.len() > 8, "{found:?}");
    let sorted = |mut list: Vec<(String, u64)>| {
        list.sort();
        list
    };
    let pairs = |list: &Value, rule: &str, line: &str| {
        let text = |at: &Value| at[rule].as_str().expect("a rule").to_owned();
        let line = |at: &Value| at.pointer(line).and_then(Value::as_u64).unwrap_or(1);
        sorted(list.as_array().expect("a list").iter().map(|at| (text(at), line(at))).collect())
    };
    let sarif = json(&out("sarif"));
    let region = "/locations/0/physicalLocation/region/startLine";
    assert_eq!(pairs(&sarif["runs"][0]["results"], "ruleId", region), sorted(found.clone()));
    assert_eq!(pairs(&json(&out("gitlab")), "check_name", "/location/lines/begin"), sorted(found.clone()));
    let github: Vec<_> = out("github")
        .lines()
        .map(|line| {
            let part = |name: &str| {
                let rest = &line[line.find(name).expect("a property") + name.len()..];
                rest[..rest.find([',', ':']).expect("its end")].to_owned()
            };
            (part("title="), part("line=").parse().expect("a line"))
        })
        .collect();
    assert_eq!(sorted(github), sorted(found.clone()));
    assert_eq!(out("short").lines().count(), found.len());
    let human: BTreeSet<_> =
        out("human").lines().filter_map(|line| Some(line.split_once('[')?.1.split_once("]:")?.0.to_owned())).collect();
    assert_eq!(human, found.iter().map(|(rule, _)| rule.clone()).collect());
    let cases = out("junit").matches("<testcase").count();
    let clean = out("junit").matches("\"no findings\"").count();
    assert_eq!((cases - clean, clean), (found.len(), 3));
}

#[test]
fn sarif_is_valid() {
    let folder = folder();
    let schema = schema("sarif-2.1.0.json");
    assert_valid(&schema, &json(&smsdoc(&folder, &["check", "--format", "sarif"]).out));
    // Findings that are set aside stand there with a suppression.
    assert_eq!(smsdoc(&folder, &["check", "--write-baseline"]).code, 0);
    let known = json(&smsdoc(&folder, &["check", "--format", "sarif"]).out);
    assert_valid(&schema, &known);
    let results = known["runs"][0]["results"].as_array().expect("results");
    assert!(!results.is_empty() && results.iter().all(|result| result["suppressions"][0]["kind"] == "external"));
    // So do those that are waived.
    let text = folder.read("sms-docs/copy.md");
    let waiver = "waivers: [{rule: role-unknown, reason: The desk is being set up., until: 2026-12-31}]\n---\n\nAgain";
    folder.write("sms-docs/copy.md", &text.replace("---\n\nAgain", waiver));
    let waived = json(&smsdoc(&folder, &["check", "--format", "sarif"]).out);
    assert_valid(&schema, &waived);
    let results = waived["runs"][0]["results"].as_array().expect("results");
    let one = results.iter().find(|result| result["suppressions"][0]["kind"] == "inSource").expect("a waived finding");
    assert_eq!(one["ruleId"], "role-unknown");
    assert_eq!(one["suppressions"][0]["justification"], "waived until 2026-12-31: The desk is being set up.");
    // And the schema is one that finds faults.
    assert!(!schema.is_valid(&serde_json::json!({"version": "2.1.0", "runs": [{"results": []}]})));
}

#[test]
fn gitlab_reports_are_valid_and_no_fingerprint_comes_twice() {
    let report = json(&smsdoc(&folder(), &["check", "--format", "gitlab"]).out);
    assert_valid(&schema("gitlab-codequality.json"), &report);
    let prints: Vec<_> = report.as_array().expect("a list").iter().map(|at| at["fingerprint"].to_string()).collect();
    assert_eq!(prints.iter().collect::<BTreeSet<_>>().len(), prints.len());
}

#[test]
fn a_pipeline_of_github_gets_a_summary() {
    let folder = folder();
    folder.write("summary.md", "before\n");
    let summary = folder.path().join("summary.md");
    let run = Run::of(command(&folder, &["check", "--format", "github"]).env("GITHUB_STEP_SUMMARY", &summary));
    assert_eq!(run.code, 1);
    assert_is("expected.summary.md", &fs::read_to_string(summary).expect("the summary"));
}

#[test]
fn annotations_of_github_cannot_be_forged() {
    let run = smsdoc(&folder(), &["check", "--format", "github"]);
    let kinds = ["::error ", "::warning ", "::notice "];
    let rank = |line: &str| kinds.iter().position(|kind| line.starts_with(kind)).expect("a command that we write");
    let ranks: Vec<_> = run.out.lines().map(rank).collect();
    assert!(ranks.is_sorted(), "errors come first: {ranks:?}");
    assert!(run.out.contains("odd%2C 100%25 [x]/backup%3A policy.md"), "{}", run.out);
}
