//! The commands that write files for people, as people use them.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::fs;
use std::process::Command;

use support::{Folder, Run};

/// Runs the program on 22 November 2026 as somebody whom git knows by an address.
fn run_as(folder: &Folder, email: &str, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command
        .args(arguments)
        .current_dir(folder.path())
        .env("SOURCE_DATE_EPOCH", "1795305600")
        .env("COLUMNS", "80")
        .env("HOME", folder.path())
        .env("XDG_CONFIG_HOME", folder.path())
        .env("GIT_DIR", "/nowhere");
    match email {
        "" => command.env_remove("GIT_COMMITTER_NAME").env_remove("GIT_COMMITTER_EMAIL"),
        _ => command.env("GIT_COMMITTER_NAME", "Rowan Hale").env("GIT_COMMITTER_EMAIL", email),
    };
    Run::of(command.stdin(std::process::Stdio::null()))
}

fn smsdoc(folder: &Folder, arguments: &[&str]) -> Run {
    run_as(folder, "rowan@example.org", arguments)
}

const PEOPLE: &str = "\
people:
  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager}]}
  - {id: ines-carrow, name: Ines Carrow, emails: [ines@example.org], roles: [{role: managing-director}]}
roles:
  - {id: sms-manager, title: SMS Manager}
  - {id: managing-director, title: Managing Director}
";

/// An SMS without documents and without git.
fn sms() -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "rules: {clause-uncovered: {level: \"off\"}}\n");
    folder.write("sms-docs/people.yaml", PEOPLE);
    folder
}

fn read(folder: &Folder, path: &str) -> String {
    fs::read_to_string(folder.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Findings of `check`, without information.
fn complaints(folder: &Folder) -> Vec<String> {
    let run = smsdoc(folder, &["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
    let findings = report["findings"].as_array().expect("findings").iter();
    let grave = findings.filter(|finding| finding["severity"] != "info");
    grave.map(|finding| format!("{}: {} {}", finding["path"], finding["rule"], finding["message"])).collect()
}

fn new(folder: &Folder, arguments: &[&str]) -> Run {
    let run = smsdoc(folder, &[&["new"], arguments].concat());
    assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
    run
}

#[test]
fn a_new_policy_has_fields_and_headings_of_its_type() {
    let folder = sms();
    let run = new(&folder, &["policy", "Backup: \"how\" and #why", "--area", "sms"]);
    assert_eq!(
        run.out,
        "Wrote sms-docs/sms/sms-pol-001-backup-how-and-why.md
  SMS-POL-001, policy, owner sms-manager
Next: write what is marked TODO, look at it with `smsdoc serve`, and commit it
"
    );
    let text = read(&folder, "sms-docs/sms/sms-pol-001-backup-how-and-why.md");
    let expected = "\
---
id: SMS-POL-001
title: \"Backup: \\\"how\\\" and #why\"
type: policy
version: \"0.1\"
status: draft
owner: sms-manager
classification: internal
clauses: []
purpose: \"TODO: why the policy exists\"
commitments: [\"TODO: what management commits itself to\"]
applies_to: [\"TODO: whom or what the policy binds\"]
communicated_to: [\"TODO: who is told of the policy\"]
---

## Purpose

TODO: Say in two or three sentences why this policy exists and what it is meant to achieve.

## Scope
";
    assert!(text.starts_with(expected), "{text}");
    assert_eq!(complaints(&folder), Vec::<String>::new());
    folder.set("sms-docs/sms/sms-pol-001-backup-how-and-why.md", "status", Some("approved"));
    assert!(complaints(&folder).iter().any(|line| line.contains("placeholder-text")), "{:?}", complaints(&folder));
}

#[test]
fn a_new_document_of_every_type_passes_the_check() {
    let folder = sms();
    let types = new(&folder, &[]).out;
    let types: Vec<&str> = types.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(types.len() > 20, "{types:?}");
    for doc_type in &types {
        let area = if ["service", "sla", "ola", "contract"].contains(doc_type) { &[][..] } else { &["--area", "X1"] };
        let run = new(&folder, &[&[doc_type, "no"][..], area].concat());
        assert!(!run.err.contains("warning"), "{doc_type}: {}", run.err);
    }
    assert_eq!(complaints(&folder), Vec::<String>::new());
    let register = smsdoc(&folder, &["check"]);
    assert!(register.out.starts_with(&format!("{} documents: 0 errors, 0 warnings", types.len())), "{}", register.out);
}

#[test]
fn templates_of_the_program_have_the_headings_of_their_types() {
    let schemas = smsdoc::read::schema::SchemaSet::load(&smsdoc::read::embedded::schema_files()).expect("schemas");
    for (name, doc_type) in schemas.types() {
        let body = smsdoc::scaffold::draft::body(&schemas, name);
        let headings: Vec<&str> = body.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, doc_type.headings, "{name}");
        assert!(body.matches("TODO").count() >= headings.len(), "{name}: each heading says what belongs there");
    }
}

#[test]
fn an_id_is_never_given_out_twice() {
    let folder = sms();
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.write("sms-docs/gone.md", "---\nid: SMS-POL-004\ntype: policy\n---\n");
    folder.write("sms-docs/small.md", "---\nid: sms-pol-006\ntype: policy\n---\n");
    folder.commit("Begin", "2026-05-01T10:00:00Z");
    folder.git(&["checkout", "--quiet", "-b", "side"]);
    folder.write("notes/old.md", "---\ntitle: x\nid: \"SMS-POL-008\"\n---\n");
    folder.commit("Aside", "2026-05-02T10:00:00Z");
    folder.git(&["checkout", "--quiet", "main"]);
    folder.git(&["rm", "--quiet", "sms-docs/gone.md", "sms-docs/small.md"]);
    folder.commit("Remove", "2026-05-03T10:00:00Z");
    assert!(new(&folder, &["policy", "Next"]).out.contains("SMS-POL-009"), "branches count");
    folder.git(&["tag", "--annotate", "--message", "x", "approved/SMS-POL-011/1.0"]);
    assert!(new(&folder, &["policy", "Next"]).out.contains("SMS-POL-012"), "evidence counts");
    assert!(new(&folder, &["policy", "Next", "--area", "RES"]).out.contains("RES-POL-001"), "areas count alone");
    for (id, part) in [
        ("sms-pol-090", "is no id"),
        ("SMS-POL-004", "used before"),
        ("SMS-PRC-001", "does not hold `POL`"),
        ("../x", "is no id"),
    ] {
        let run = smsdoc(&folder, &["new", "policy", "Next", "--id", id]);
        assert_eq!(run.code, 2, "{id}");
        assert!(run.err.contains(part), "{id}: {}", run.err);
    }
    assert!(new(&folder, &["policy", "Next", "--id", "DBT-POL-077"]).out.contains("sms-docs/dbt/dbt-pol-077-next.md"));
}

#[test]
fn area_and_folder_follow_what_is_there() {
    let folder = sms();
    new(&folder, &["policy", "One", "--area", "SMS"]);
    assert!(new(&folder, &["procedure", "Two"]).out.contains("sms-docs/sms/sms-prc-001-two.md"), "the only area");
    fs::rename(folder.path().join("sms-docs/sms"), folder.path().join("sms-docs/base")).expect("a move");
    assert!(new(&folder, &["policy", "Three"]).out.contains("sms-docs/base/sms-pol-002-three.md"), "where others lie");
    new(&folder, &["policy", "Four", "--area", "RES"]);
    let run = smsdoc(&folder, &["new", "policy", "Five"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("say which with `--area`: RES or SMS, or a new one"), "{}", run.err);
    assert!(new(&folder, &["sla", "SLA: desk, Harrow Valley"]).out.contains("/sla-001-desk-harrow-valley.md"));
    assert!(
        new(&folder, &["procedure", "Five", "--owner", "managing-director"]).out.contains("owner managing-director")
    );
    for (arguments, part) in [
        (&["polcy", "x"][..], "did you mean `policy`?"),
        (&["policy"][..], "a document needs a title"),
        (&["policy", "a\nb"][..], "on one line"),
        (&["policy", "x", "--owner", "nobody"][..], "there are `sms-manager` and `managing-director`"),
        (&["service", "x", "--area", "SMS"][..], "have no area"),
        (&["policy", "x", "--area", "a b"][..], "is no area"),
    ] {
        let run = smsdoc(&folder, &[&["new"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.out);
        assert!(run.err.contains(part), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn nothing_is_overwritten_and_no_link_is_followed() {
    let folder = sms();
    folder.write("sms-docs/sms/sms-pol-001-one.md", "kept");
    let run = smsdoc(&folder, &["new", "policy", "One", "--area", "SMS"]);
    assert_eq!((run.code, read(&folder, "sms-docs/sms/sms-pol-001-one.md").as_str()), (2, "kept"));
    assert!(run.err.contains("is there already, and nothing is overwritten"), "{}", run.err);
    let outside = Folder::new();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("sms-docs/dbt")).expect("a link");
    let run = smsdoc(&folder, &["new", "policy", "One", "--area", "DBT"]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("links are not followed"), "{}", run.err);
    assert_eq!(fs::read_dir(outside.path()).expect("a folder").count(), 0);
}

#[test]
fn types_of_a_repository_work_like_those_of_the_program() {
    let folder = sms();
    let schema = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://smsdoc.invalid/schema/runbook.schema.json",
  "x-smsdoc": {"type": "runbook", "title": "Runbook", "plural": "Run books", "kind": "document", "group": "Other", "headings": ["Before", "After"]},
  "type": "object", "allOf": [{"$ref": "common.schema.json#/$defs/controlledDocument"}],
  "properties": {
    "type": {"const": "runbook"},
    "system": {"type": "string", "minLength": 1, "description": "System that is run, for example \"Mail\"."},
    "hours": {"type": "integer", "description": "Hours that it takes, for example 4."},
    "steps": {"type": "array", "minItems": 1, "items": {"type": "object", "properties": {"do": {"$ref": "common.schema.json#/$defs/text"}, "quick": {"type": "boolean"}}, "required": ["do", "quick"]}}
  },
  "required": ["system", "hours", "steps"], "unevaluatedProperties": false
}"##;
    folder.write("schema/runbook.schema.json", schema);
    let run = new(&folder, &["runbook", "Mail", "--area", "OPS"]);
    assert!(run.out.contains("sms-docs/ops/ops-run-001-mail.md"), "{}", run.out);
    let text = read(&folder, "sms-docs/ops/ops-run-001-mail.md");
    assert!(text.contains("system: \"TODO: system that is run\"\nhours: 4 # TODO: hours that it takes\n"), "{text}");
    assert!(text.contains("\n## Before\n\nTODO: write this section.\n\n## After\n"), "{text}");
    assert_eq!(complaints(&folder), Vec::<String>::new());
    let own =
        schema.replacen("\"type\": \"object\"", "\"x-template\": \"## Own\\n\\nText.\\n\", \"type\": \"object\"", 1);
    folder.write("schema/runbook.schema.json", &own);
    new(&folder, &["runbook", "Web"]);
    assert!(read(&folder, "sms-docs/ops/ops-run-002-web.md").ends_with("---\n\n## Own\n\nText.\n"));
}
