//! `smsdoc check` where people work: what a change brought, what is set aside, what it mends by itself.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use serde_json::Value;
use support::{Folder, Run};

fn smsdoc(folder: &Folder, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.args(arguments).current_dir(folder.path()).env("COLUMNS", "80").env("SOURCE_DATE_EPOCH", "1795305600");
    Run::of(command.env_remove("GIT_DIR").env_remove("GITHUB_STEP_SUMMARY"))
}

const PEOPLE: &str = "\
people:
  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager}]}
  - {id: ines-carrow, name: Ines Carrow, emails: [ines@example.org], roles: [{role: managing-director}]}
roles:
  - {id: sms-manager, title: SMS Manager}
  - {id: managing-director, title: Managing Director}
";

/// A policy with fields of a case, and a body.
fn policy(id: &str, fields: &str, body: &str) -> String {
    let (status, fields) = fields.split_once('\n').expect("the status comes first");
    format!(
        "---\nid: {id}\ntitle: Policy\ntype: policy\nversion: \"1.0\"\n{status}\nowner: sms-manager\nclassification: internal\nclauses: [\"8.6.1\"]\n{fields}purpose: p\ncommitments: [c]\napplies_to: [all]\ncommunicated_to: [all]\n---\n\n{body}\n"
    )
}

const APPROVED: &str = "status: approved\napprover: ines-carrow\napproved_on: 2026-01-01\neffective_on: 2026-01-01\nnext_review: 2027-01-01\nchange_summary: First version\n";

/// A repository with two policies, both with a fault.
fn repository() -> Folder {
    let folder = Folder::new();
    folder.write(
        "sms-docs/smsdoc.yaml",
        "rules: {clause-uncovered: {level: off}, documented-information-missing: {level: off}}\n",
    );
    folder.write("sms-docs/people.yaml", PEOPLE);
    folder.write(
        "sms-docs/a.md",
        &policy("SMS-POL-001", "status: draft\nnext_review: 2027-01-01\n", "See [[SMS-POL-404]]."),
    );
    folder.write("sms-docs/b.md", &policy("SMS-POL-002", APPROVED, "See [[SMS-POL-404]]."));
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("Begin", "2026-01-01T12:00:00Z");
    folder
}

fn rules(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let run = smsdoc(folder, &[&["check", "--format", "json"], arguments].concat());
    let report: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
    let findings = report["findings"].as_array().expect("findings");
    let counted: usize = ["errors", "warnings", "infos"]
        .iter()
        .map(|name| report["summary"][name].as_u64().expect("a count") as usize)
        .sum();
    assert_eq!(counted, findings.len());
    findings.iter().map(|at| format!("{} {}", at["path"].as_str().unwrap(), at["rule"].as_str().unwrap())).collect()
}

#[test]
fn only_what_a_change_brought_counts_against_its_base() {
    let folder = repository();
    assert_eq!(rules(&folder, &[]), ["sms-docs/a.md link-broken", "sms-docs/b.md link-broken"]);
    folder.git(&["checkout", "--quiet", "-b", "change"]);
    // Lines above it, a new name, and a second broken link: only that one is new.
    let text = policy(
        "SMS-POL-001",
        "status: draft\nnext_review: 2027-01-01\n",
        "More.\n\nSee [[SMS-POL-404]]. And [[SMS-POL-405]].",
    );
    folder.write("sms-docs/moved.md", &text);
    folder.git(&["rm", "--quiet", "sms-docs/a.md"]);
    folder.commit("Change it", "2026-02-01T12:00:00Z");
    assert_eq!(rules(&folder, &["--base", "main"]), ["sms-docs/moved.md link-broken"]);
    let run = smsdoc(&folder, &["check", "--base", "main"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("SMS-POL-405") && !run.out.contains("SMS-POL-404`"), "{}", run.out);
    // What others do on main meanwhile is no part of the change.
    folder.git(&["checkout", "--quiet", "main"]);
    folder.write("sms-docs/b.md", &policy("SMS-POL-002", APPROVED, "See nothing."));
    folder.commit("Elsewhere", "2026-02-02T12:00:00Z");
    folder.git(&["checkout", "--quiet", "change"]);
    assert_eq!(rules(&folder, &["--base", "main"]), ["sms-docs/moved.md link-broken"]);
    // A change that mends what it brought is clean, whatever there was before.
    folder.write("sms-docs/moved.md", &text.replace("405", "002"));
    let clean = smsdoc(&folder, &["check", "--base", "main"]);
    assert_eq!((clean.code, clean.out.as_str()), (0, "2 documents: 0 errors, 0 warnings\n"));
}

#[test]
fn a_base_that_is_not_there_is_said_plainly() {
    let folder = repository();
    let run = smsdoc(&folder, &["check", "--base", "origin/main"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(
        run.err,
        "error: `--base origin/main` is no revision of this repository\n  = help: name a branch, tag or commit that was fetched, such as origin/main\n"
    );
    folder.git(&["checkout", "--quiet", "--orphan", "alone"]);
    folder.commit("Alone", "2026-02-01T12:00:00Z");
    let run = smsdoc(&folder, &["check", "--base", "main"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("shares no commit"), "{}", run.err);
}

#[test]
fn a_baseline_sets_aside_what_is_known_and_nothing_new() {
    let folder = repository();
    let run = smsdoc(&folder, &["check", "--write-baseline"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    assert!(run.err.starts_with("Wrote sms-docs/smsdoc-baseline.json with 2 findings."), "{}", run.err);
    let file = "sms-docs/smsdoc-baseline.json";
    let first = folder.read(file);
    let run = smsdoc(&folder, &["check"]);
    assert_eq!(
        (run.code, run.out.as_str()),
        (0, "2 documents: 0 errors, 0 warnings\n2 findings of the baseline not counted\n")
    );
    folder.commit("Set aside", "2026-01-02T12:00:00Z");
    assert_eq!(smsdoc(&folder, &["build"]).code, 0, "what is set aside stops no build");
    // Something new counts; what is mended is told of.
    let text = policy("SMS-POL-001", "status: draft\nnext_review: 2027-01-01\n", "See [[SMS-POL-405]].");
    folder.write("sms-docs/a.md", &text);
    let run = smsdoc(&folder, &["check"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("SMS-POL-405"), "{}", run.out);
    let told = "1 finding of the baseline not counted\n1 finding of the baseline is mended: take them out with `smsdoc check --write-baseline`\n";
    assert!(run.out.contains(told), "{}", run.out);
    // Written again without a change, it is the same file.
    folder.git(&["checkout", "--quiet", "."]);
    assert_eq!(smsdoc(&folder, &["check", "--write-baseline"]).code, 0);
    assert_eq!(folder.read(file), first);
    // One that cannot be read hides nothing.
    folder.write(file, "{\"schema\": \"smsdoc/baseline/1\",\n \"findings\": [{\"rule\": 1}]}\n");
    let found = rules(&folder, &[]);
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(found[2], "sms-docs/smsdoc-baseline.json settings-invalid");
    // Written anew, it does not hold its own fault.
    let run = smsdoc(&folder, &["check", "--write-baseline"]);
    assert!(run.err.starts_with("Wrote sms-docs/smsdoc-baseline.json with 2 findings."), "{}", run.err);
}

#[test]
fn what_needs_no_thought_is_mended_and_the_rest_is_listed() {
    let folder = repository();
    let wrong = "\u{feff}---\r\nowner: sms-manager\r\nid: SMS-POL-003\r\ntitle: Third\r\ntype: Policy\r\nversion: \"1.0\"\r\nstatus: In review\r\n# seldom seen\r\nclassification: internal\r\nclauses: [\"8.6.1\"]\r\neffective_date: 5 Nov 2027\r\nnext_review: 05/11/2028\r\nreviewers: [ines-carrow]\r\npurpose: p\r\ncommitments: [c]\r\napplies_to: [all]\r\ncommunicated_to: [all]\r\n---\r\n\r\nSee [the first](a.md#x) and [the second](old/b%20b.md).\r\n";
    folder.write("sms-docs/c.md", wrong);
    let file = folder.path().join("sms-docs/c.md");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).expect("permissions");
    folder.git(&["mv", "sms-docs/a.md", "sms-docs/the first (1).md"]);
    let run = smsdoc(&folder, &["check", "--fix"]);
    assert_eq!(run.code, 1, "what cannot be mended is still there");
    let right = "\u{feff}---\r\nid: SMS-POL-003\r\ntitle: Third\r\ntype: policy\r\nversion: \"1.0\"\r\nstatus: in_review\r\nowner: sms-manager\r\n# seldom seen\r\nclassification: internal\r\nclauses: [\"8.6.1\"]\r\nreviewers: [ines-carrow]\r\neffective_on: 2027-11-05\r\nnext_review: 05/11/2028\r\npurpose: p\r\ncommitments: [c]\r\napplies_to: [all]\r\ncommunicated_to: [all]\r\n---\r\n\r\nSee [the first](the%20first%20%281%29.md#x) and [the second](old/b%20b.md).\r\n";
    assert_eq!(folder.read("sms-docs/c.md"), right, "{}", run.err);
    assert_eq!(std::fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o640);
    assert!(
        run.err.contains("mended sms-docs/c.md:13:1: `effective_date` is now `effective_on` (field-unknown)\n"),
        "{}",
        run.err
    );
    assert!(run.err.contains("`5 Nov 2027` is now `2027-11-05` (field-value)\n"), "{}", run.err);
    assert!(run.err.ends_with("Mended 7 findings; look at them with `git diff`\n"), "{}", run.err);
    let left = rules(&folder, &["sms-docs/c.md"]);
    assert_eq!(
        left,
        [
            "sms-docs/c.md field-value",
            "sms-docs/c.md link-anchor",
            "sms-docs/c.md link-retired",
            "sms-docs/c.md link-broken"
        ]
    );
    // Once more changes nothing.
    let again = smsdoc(&folder, &["check", "--fix"]);
    assert!(again.err.contains("Nothing to mend without asking"), "{}", again.err);
    assert_eq!(folder.read("sms-docs/c.md"), right);
}

#[test]
fn an_approved_text_is_not_mended_behind_its_approver() {
    let folder = Folder::new();
    folder.write(
        "sms-docs/smsdoc.yaml",
        "rules: {clause-uncovered: {level: off}, documented-information-missing: {level: off}}\n",
    );
    folder.write("sms-docs/people.yaml", PEOPLE);
    folder.write("sms-docs/a.md", &policy("SMS-POL-001", APPROVED, "Text."));
    folder.write("sms-docs/b.md", &policy("SMS-POL-002", APPROVED, "See [it](a.md)."));
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("Begin", "2026-01-01T12:00:00Z");
    folder.git(&["mv", "sms-docs/a.md", "sms-docs/c.md"]);
    let before = folder.read("sms-docs/b.md");
    let run = smsdoc(&folder, &["check", "--fix"]);
    assert_eq!(folder.read("sms-docs/b.md"), before);
    let said = "left alone sms-docs/b.md:21:5: SMS-POL-002 is approved as it is written; mend it in its next version (link-broken)\n";
    assert!(run.err.starts_with(said), "{}", run.err);
}

#[test]
fn nothing_is_mended_in_a_commit_or_elsewhere_than_asked() {
    let folder = repository();
    let wrong = policy("SMS-POL-003", "status: draft\nnext_review: 5 Nov 2027\n", "Text.");
    folder.write("sms-docs/c.md", &wrong);
    assert_eq!(smsdoc(&folder, &["check", "--fix", "sms-docs/b.md"]).code, 1);
    assert_eq!(folder.read("sms-docs/c.md"), wrong);
    folder.commit("Wrong", "2026-02-01T12:00:00Z");
    let run = smsdoc(&folder, &["check", "--fix", "--as-of", "main"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("leave one of them out"), "{}", run.err);
    assert_eq!(folder.read("sms-docs/c.md"), wrong);
    assert_eq!(smsdoc(&folder, &["check", "--fix", "sms-docs/c.md"]).code, 0);
    assert_eq!(folder.read("sms-docs/c.md"), wrong.replace("5 Nov 2027", "2027-11-05"));
}

#[test]
fn what_was_kept_gives_the_same_report_as_a_fresh_look() {
    let folder = repository();
    for number in 10..90 {
        let body = format!("Text {number}. See [[SMS-POL-{:03}]].\n\n## Part {{#p clauses=8.6.{number}}}", number + 1);
        folder.write(
            &format!("sms-docs/{number}.md"),
            &policy(&format!("SMS-POL-{number:03}"), "status: draft\n", &body),
        );
    }
    let fresh = smsdoc(&folder, &["check", "--format", "json"]);
    assert!(folder.path().join(".git/smsdoc/documents").is_file(), "documents are kept between runs");
    let again = smsdoc(&folder, &["check", "--format", "json"]);
    assert_eq!(fresh.out, again.out);
    // A change is seen, whatever the times of the files say.
    folder.write("sms-docs/10.md", &policy("SMS-POL-010", "status: draft\n", "See [[SMS-POL-999]]."));
    let changed = smsdoc(&folder, &["check", "--format", "json"]);
    assert!(changed.out.contains("SMS-POL-999"));
    // What was kept and spoilt is as good as none.
    folder.write(".git/smsdoc/documents", "spoilt");
    assert_eq!(smsdoc(&folder, &["check", "--format", "json"]).out, changed.out);
    // Another schema makes all of it void.
    let schema =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/schema/policy.schema.json")).expect("a schema");
    folder.write(
        "schema/policy.schema.json",
        &schema.replace("\"communicated_to\"]", "\"communicated_to\", \"summary\"]"),
    );
    let stricter = smsdoc(&folder, &["check", "--format", "json"]);
    assert!(stricter.out.contains("`summary` is missing"), "{}", stricter.out);
}

#[test]
fn settings_that_cannot_be_read_are_told_alone() {
    let folder = repository();
    assert!(rules(&folder, &[]).len() > 1, "there is more to find");
    for name in ["smsdoc.yaml", "people.yaml"] {
        let path = format!("sms-docs/{name}");
        let sound = folder.read(&path);
        folder.write(&path, &format!("{sound}\nfoo: [bar\n"));
        let run = smsdoc(&folder, &["check", "--format", "json"]);
        assert_eq!(run.code, 1);
        let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        let found = report["findings"].as_array().expect("findings");
        let told: Vec<_> = found.iter().map(|finding| (&finding["rule"], &finding["path"])).collect();
        assert_eq!(told, [(&"settings-invalid".into(), &path.as_str().into())], "{name}");
        assert!(run.out.contains("nothing else was checked until this can be read"), "{}", run.out);
        folder.write(&path, &sound);
    }
}
