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
fn a_shallow_clone_does_not_know_which_ids_were_used() {
    let folder = sms();
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    for subject in ["One", "Two"] {
        folder.commit(subject, "2026-05-01T10:00:00Z");
    }
    let clone = Folder::new();
    clone.git(&["clone", "--quiet", "--depth=1", &format!("file://{}", folder.path()), "."]);
    let arguments = ["new", "policy", "Next", "--area", "SMS"];
    let run = smsdoc(&clone, &arguments);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("which ids were used before") && run.err.contains("git fetch --unshallow"), "{}", run.err);
    assert_eq!(smsdoc(&clone, &[&arguments[..], &["--allow-shallow"]].concat()).code, 0);
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
fn what_cannot_be_written_whole_is_not_begun() {
    let folder = Folder::new();
    let outside = Folder::new();
    std::fs::create_dir(folder.path().join(".github")).expect("a folder");
    std::os::unix::fs::symlink(outside.path(), folder.path().join(".github/workflows")).expect("a link");
    let run = smsdoc(&folder, &["init"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("links are not followed"), "{}", run.err);
    assert!(!folder.path().join("sms-docs").exists(), "half an SMS");
    assert!(outside.path().read_dir_utf8().expect("a folder").next().is_none());

    let folder = Folder::new();
    folder.write("sms-docs", "a file");
    let run = smsdoc(&folder, &["init"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("it is a file, and a folder is wanted"), "{}", run.err);
    assert!(!folder.path().join("README.md").exists());
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

/// `git init`, then everything is committed by somebody.
fn commit_all(folder: &Folder, at: &str, (name, email): (&str, &str)) {
    let at = if at.is_empty() { Vec::new() } else { vec!["-C", at] };
    let git = |arguments: &[&str]| folder.git_as(&[&at, arguments].concat(), "2026-11-22T10:00:00Z", (name, email));
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "Begin"]);
}

fn assert_clean(folder: &Folder, root: &str) {
    let run = smsdoc(folder, &["check", "--root", root, "--deny", "warning"]);
    assert_eq!((run.code, run.out.as_str()), (0, "8 documents: 0 errors, 0 warnings\n"), "{}", run.err);
    let run = smsdoc(folder, &["build", "--root", root, "--deny", "warning", "--out", "site"]);
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn a_new_sms_is_clean_without_editing_anything() {
    // As the usual user, as one whom git does not know, and with a first branch of another name.
    for (email, branch) in [("rowan@example.org", ""), ("", ""), ("rowan@example.org", "main"), ("", "trunk")] {
        let folder = Folder::new();
        if !branch.is_empty() {
            folder.write(".gitconfig", &format!("[init]\n\tdefaultBranch = {branch}\n"));
        }
        let run = run_as(&folder, email, &["init", "our-sms"]);
        assert_eq!(run.code, 0, "{}", run.err);
        folder.git(&["config", "--file", ".gitconfig", "core.autocrlf", "false"]);
        commit_all(&folder, "our-sms", ("Rowan Hale", "rowan@example.org"));
        if !branch.is_empty() {
            folder.git(&["-C", "our-sms", "branch", "--quiet", "--move", branch]);
        }
        assert_clean(&folder, "our-sms");
    }
}

#[test]
fn init_says_what_it_wrote_and_leaves_alone_what_is_there() {
    let folder = Folder::new();
    folder.write("README.md", "ours");
    let dry = smsdoc(&folder, &["init", "--dry-run"]);
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing was written");
    let run = smsdoc(&folder, &["init"]);
    let root = folder.path().canonicalize_utf8().expect("a folder");
    let expected = format!(
        "\
Wrote in {root}:
  sms-docs/smsdoc.yaml
  sms-docs/people.yaml
  .github/workflows/sms.yml
  .gitlab-ci.yml
  .gitignore
  .githooks/pre-commit
  sms-docs/sms/sms-pol-001-service-management-policy.md
  sms-docs/sms/sms-stm-001-scope-of-the-service-management-system.md
  sms-docs/sms/sms-pln-001-service-management-plan.md
  sms-docs/sms/sms-prc-001-control-of-documented-information.md
  sms-docs/sms/sms-rol-001-sms-manager.md
  sms-docs/services/svc-001-our-first-service.md
  sms-docs/service-level-agreements/sla-001-our-first-service.md
  sms-docs/res/res-pro-001-incident-management-process.md
Left as it is, because it is there already:
  README.md

Next:
  git init --initial-branch=main
  git config core.hooksPath .githooks     # checks before each commit
  git add --all && git commit -m \"Begin the SMS\"
  smsdoc check
  smsdoc serve                            # and write what is marked TODO
"
    );
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, expected.as_str(), ""));
    assert!(expected.contains(dry.out.strip_prefix("Would write").expect("what would be written")), "{}", dry.out);
    assert_eq!(read(&folder, "README.md"), "ours");
    assert!(read(&folder, "sms-docs/people.yaml").contains("id: rowan-hale\n    name: Rowan Hale\n"));
    assert_eq!(complaints(&folder), Vec::<String>::new(), "clean without git, too");
    let again = smsdoc(&folder, &["init"]);
    assert_eq!(again.code, 0);
    assert!(again.out.starts_with("Left as it is") && !again.out.contains("Next:"), "{}", again.out);
    let demo = smsdoc(&folder, &["init", "--demo"]);
    assert_eq!(demo.code, 2);
    assert!(demo.err.contains("is not empty, and the example is a repository of its own"), "{}", demo.err);
}

#[test]
fn init_in_a_repository_keeps_to_it() {
    let folder = Folder::new();
    folder.write("src/code.txt", "code");
    folder.write("sms-docs/notes.md", "# Notes\n");
    folder.git(&["init", "--quiet", "--initial-branch=stable"]);
    folder.commit("Begin", "2026-01-01T10:00:00Z");
    let run = smsdoc(&folder, &["init"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!run.out.contains("sms-pol-001") && run.err.contains("smsdoc adopt sms-docs"), "{}{}", run.out, run.err);
    assert!(read(&folder, "sms-docs/smsdoc.yaml").contains("\n  branch: stable   #"));
    assert!(read(&folder, ".github/workflows/sms.yml").contains("branches: [stable]\n"));
    // Below the root of a repository the forge would never see a pipeline.
    let below = smsdoc(&folder, &["init", "team/sms"]);
    assert!(below.out.contains("sms-pol-001") && !below.out.contains(".github"), "{}", below.out);
    assert!(below.err.contains("belong into the root of the repository"), "{}", below.err);
    assert!(!folder.path().join("team/sms/.gitlab-ci.yml").exists());
    folder.write("file", "x");
    assert_eq!(smsdoc(&folder, &["init", "file"]).code, 2);
    let only = Folder::new();
    let run = smsdoc(&only, &["init", "--only", "hook", "--only", "readme"]);
    assert_eq!(
        run.out.matches("\n  ").count() - run.out.split("Next:").nth(1).expect("next").matches("\n  ").count(),
        3
    );
}

#[test]
fn a_person_with_an_odd_name_makes_a_sound_file() {
    for (name, email) in [("Ñandú: #1 \"Q\"", "q@example.org"), ("監査", "no address"), ("---", "a@b@c")] {
        let folder = Folder::new();
        let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
        command.arg("init").current_dir(folder.path()).env("HOME", folder.path());
        command.env("GIT_COMMITTER_NAME", name).env("GIT_COMMITTER_EMAIL", email);
        assert_eq!(Run::of(&mut command).code, 0);
        assert_eq!(complaints(&folder), Vec::<String>::new(), "{name}: {}", read(&folder, "sms-docs/people.yaml"));
    }
}

#[test]
fn the_hook_is_quiet_when_clean_and_stops_an_error() {
    let folder = Folder::new();
    assert_eq!(smsdoc(&folder, &["init"]).code, 0);
    commit_all(&folder, "", ("Rowan Hale", "rowan@example.org"));
    let program = camino::Utf8Path::new(env!("CARGO_BIN_EXE_smsdoc")).parent().expect("a folder");
    let hook = |path: String| {
        let mut command = Command::new(folder.path().join(".githooks/pre-commit"));
        Run::of(command.current_dir(folder.path().join("sms-docs")).env("PATH", path))
    };
    let usual = "/usr/local/bin:/usr/bin:/bin";
    let run = hook(format!("{program}:{usual}"));
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    folder.write("sms-docs/stray.md", "no fields\n");
    let run = hook(format!("{program}:{usual}"));
    assert_eq!(run.code, 1);
    assert!(run.err.contains("front-matter-missing") && run.err.contains("--no-verify"), "{}", run.err);
    let run = hook(usual.to_owned());
    assert_eq!(run.code, 0);
    assert!(run.err.contains("smsdoc is not on the path"), "{}", run.err);
}

/// Holds a pipeline against the schema that its forge publishes; yields what is wrong with it.
fn faults(schema: &str, pipeline: &str) -> Vec<String> {
    let path = camino::Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas").join(schema);
    let schema: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(path).expect("a schema")).expect("a schema is JSON");
    let pipeline: serde_json::Value = serde_yaml::from_str(pipeline).expect("a pipeline is YAML");
    let validator = jsonschema::options().offline().build(&schema).expect("a schema that can be used");
    validator.iter_errors(&pipeline).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn pipelines_are_as_the_forges_want_them() {
    let folder = Folder::new();
    assert_eq!(smsdoc(&folder, &["init", "--only", "pipelines"]).code, 0);
    let (github, gitlab) = (read(&folder, ".github/workflows/sms.yml"), read(&folder, ".gitlab-ci.yml"));
    assert_eq!(faults("github-workflow.json", &github), Vec::<String>::new());
    assert_eq!(faults("gitlab-ci.json", &gitlab), Vec::<String>::new());
    assert_ne!(faults("github-workflow.json", &github.replace("runs-on:", "run-on:")), Vec::<String>::new());
    assert_ne!(faults("gitlab-ci.json", &gitlab.replace("codequality: ", "code_quality: ")), Vec::<String>::new());
    for text in [&github, &gitlab] {
        for part in [
            "review --base",
            "build --audience",
            "GIT_DEPTH: \"0\"|fetch-depth: 0",
            "check --format github|--format gitlab",
        ] {
            assert!(part.split('|').any(|part| text.contains(part)), "{part}");
        }
    }
    // What others write (titles, branch names) reaches a shell as a variable only, and every action has a version.
    let jobs: serde_json::Value = serde_yaml::from_str(&github).expect("a pipeline is YAML");
    let jobs = jobs["jobs"].as_object().expect("jobs");
    let steps: Vec<_> = jobs.values().flat_map(|job| job["steps"].as_array().expect("steps")).collect();
    assert!(steps.len() > 8);
    for step in steps {
        assert!(!step["run"].as_str().unwrap_or_default().contains("${{"), "{step}");
        if let Some(action) = step["uses"].as_str() {
            let (name, version) = action.split_once("@v").expect("a version");
            assert!(name.starts_with("actions/") && version.parse::<u32>().is_ok(), "{action}");
        }
    }
    assert_eq!(
        serde_yaml::from_str::<serde_json::Value>(&github).expect("YAML")["permissions"],
        serde_json::json!({"contents": "read"})
    );
}

#[test]
fn adopted_files_keep_every_byte_and_pass_the_check() {
    let folder = sms();
    let bodies = [
        ("policies/backup.md", "# Backup: \"rules\" & more\n\nText.  \n\n\n"),
        ("policies/no-heading.md", "Just text without an end"),
        ("ops/mark.md", "\u{feff}# With a mark\r\n\r\nLines end otherwise.\r\n"),
        ("ops/incident-process.md", "\n\nSetext\n======\n"),
        ("ops/empty.md", ""),
        ("ops/rule.md", "Text\n\n---\n\nid: SMS-POL-001\n\n---\n"),
    ];
    for (path, text) in bodies {
        folder.write(&format!("sms-docs/{path}"), text);
    }
    let arguments = ["adopt", "sms-docs", "--area", "SMS"];
    let shown = smsdoc(&folder, &arguments);
    let expected = "\
sms-docs/ops/empty.md
  SMS-PRC-001  procedure  sms-manager  Empty
sms-docs/ops/incident-process.md
  SMS-PRO-001  process    sms-manager  Setext
sms-docs/ops/mark.md
  SMS-PRC-002  procedure  sms-manager  With a mark
sms-docs/ops/rule.md
  SMS-PRC-003  procedure  sms-manager  Rule
sms-docs/policies/backup.md
  SMS-POL-001  policy     sms-manager  Backup: \"rules\" & more
sms-docs/policies/no-heading.md
  SMS-POL-002  policy     sms-manager  No heading

6 files. Types: 1 by the name of the file, 2 by the folder and 3 because nothing
tells another (`--type` says another)

For example sms-docs/ops/empty.md:
  + ---
  + id: SMS-PRC-001
  + title: Empty
  + type: procedure
  + version: \"0.1\"
  + status: draft
  + owner: sms-manager
  + classification: internal
  + clauses: []
  + process: \"TODO: process that the procedure belongs to, by its id or, where …
  + trigger: \"TODO: what sets the procedure off\"
  + roles: [sms-manager]
  + records_produced: [\"TODO: records that the procedure leaves behind\"]
  + ---

Nothing was written; add `--yes` to write it
";
    assert_eq!((shown.code, shown.out.as_str(), shown.err.as_str()), (0, expected, ""));
    for (path, text) in bodies {
        assert_eq!(read(&folder, &format!("sms-docs/{path}")), text, "nothing is written without a yes");
    }
    let run = smsdoc(&folder, &[&arguments[..], &["--yes", "--classification", "confidential"]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(complaints(&folder), Vec::<String>::new());
    for (path, text) in bodies {
        let after = read(&folder, &format!("sms-docs/{path}"));
        assert!(after.ends_with(text.trim_start_matches('\u{feff}')), "{path}: {after}");
        assert_eq!(after.starts_with('\u{feff}'), text.starts_with('\u{feff}'), "{path}");
        assert!(after.contains("classification: confidential"), "{path}");
        assert!(!after.contains("\r\n") || !after.replace("\r\n", "").contains('\n'), "{path}: one kind of line end");
    }
    let again = smsdoc(&folder, &[&arguments[..], &["--yes"]].concat());
    assert!(again.out.contains("it is a controlled document already") && again.out.contains("nothing to write"));
}

#[test]
fn fields_that_files_have_already_are_kept_or_named() {
    let folder = sms();
    let own = "---\n# Ours\ntitle: 'Own title'   # as it was\nlayout: page\nkeywords:\n  - a\n  - b\nstatus: published\nowner: nobody\n---\n# Heading\n";
    folder.write("sms-docs/jekyll.md", own);
    folder.write("sms-docs/flow.md", "---\n{title: x, layout: y}\n---\n");
    folder.write("sms-docs/toml.md", "+++\ntitle = 'x'\n+++\n");
    folder.write("sms-docs/open.md", "---\ntitle: x\n");
    folder.write("sms-docs/bad.md", "---\ntitle: [\n---\n");
    fs::write(folder.path().join("sms-docs/wide.md"), b"\xff\xfe#\0 \0x\0").expect("a file");
    fs::write(folder.path().join("sms-docs/latin.md"), b"# caf\xe9\n").expect("a file");
    folder.write("sms-docs/README.md", "# Read me\n");
    let arguments = ["adopt", "sms-docs", "--type", "policy", "--area", "SMS", "--yes"];
    let run = smsdoc(&folder, &arguments);
    for part in [
        "`layout` (1 file), `status` (1 file)",
        "add `--drop-unknown` to leave them out",
        "front matter in TOML",
        "it begins with `---`, and no such line ends that",
        "its front matter cannot be read",
        "the file is UTF-16, not UTF-8; save it again",
        "the file is not UTF-8 text",
        "it seems to tell of the repository",
        "do not begin at the beginning of lines",
        "There is nothing to write",
    ] {
        let unbroken = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(unbroken.contains(part), "{part}: {}", run.out);
    }
    assert!(run.out.lines().all(|line| line.chars().count() <= 80), "{}", run.out);
    assert_eq!(read(&folder, "sms-docs/jekyll.md"), own, "nothing is lost");
    let run = smsdoc(
        &folder,
        &["adopt", "sms-docs/jekyll.md", "--area", "SMS", "--type", "policy", "--drop-unknown", "--yes"],
    );
    assert!(run.out.contains("left out: layout, status"), "{}", run.out);
    let text = read(&folder, "sms-docs/jekyll.md");
    let begin = "---\nid: SMS-POL-001\n# Ours\ntitle: 'Own title'   # as it was\ntype: policy\nversion: \"0.1\"\nstatus: draft\nowner: sms-manager\n";
    assert!(text.starts_with(begin), "{text}");
    assert!(text.ends_with("keywords:\n  - a\n  - b\n---\n# Heading\n"), "{text}");
}

#[test]
fn files_move_into_the_content_with_their_history() {
    let folder = sms();
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.write("wiki/a/howto.md", &"A line of the text that is long enough.\n".repeat(30));
    folder.write("wiki/b.md", "# B\n");
    folder.commit("Begin", "2026-01-01T10:00:00Z");
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::Permissions::from_mode(0o640);
    fs::set_permissions(folder.path().join("wiki/b.md"), mode).expect("a mode");
    let arguments = ["adopt", "wiki", "--area", "SMS"];
    assert!(smsdoc(&folder, &arguments).out.contains("2 files lie outside sms-docs"));
    for into in ["elsewhere", "sms-docs/../x", "/tmp"] {
        let run = smsdoc(&folder, &[&arguments[..], &["--into", into, "--yes"]].concat());
        assert_eq!(run.code, 2, "{into}: {}", run.out);
    }
    folder.write("sms-docs/wiki/b.md", "kept");
    let run = smsdoc(&folder, &["adopt", "wiki/b.md", "--area", "SMS", "--into", "sms-docs/wiki", "--yes"]);
    assert!(run.out.contains("there is a file at its new place, sms-docs/wiki/b.md"), "{}", run.out);
    assert_eq!((read(&folder, "sms-docs/wiki/b.md").as_str(), read(&folder, "wiki/b.md").as_str()), ("kept", "# B\n"));
    fs::remove_file(folder.path().join("sms-docs/wiki/b.md")).expect("removed");
    let run = smsdoc(&folder, &[&arguments[..], &["--into", "sms-docs/wiki", "--yes"]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!folder.path().join("wiki/b.md").exists());
    let moved = folder.path().join("sms-docs/wiki/b.md").metadata().expect("a file");
    assert_eq!(moved.permissions().mode() & 0o777, 0o640);
    folder.commit("Move", "2026-01-02T10:00:00Z");
    let moves = folder.git(&["show", "--name-status", "--find-renames", "--format="]);
    assert!(moves.contains("sms-docs/wiki/a/howto.md") && moves.contains("\nR") | moves.starts_with('R'), "{moves}");
}

#[test]
fn codeowners_name_whoever_owns_and_approves_today() {
    let folder = sms();
    let people = PEOPLE.replace(
        "roles: [{role: managing-director}]",
        "forge: {github: \"@ines\"}, roles: [{role: managing-director}]",
    );
    folder.write("sms-docs/people.yaml", &people);
    new(&folder, &["policy", "One", "--area", "SMS"]);
    new(&folder, &["procedure", "Two"]);
    new(&folder, &["procedure", "Three", "--area", "RES"]);
    folder.write("sms-docs/asr/x [1].md", &read(&folder, "sms-docs/res/res-prc-001-three.md").replace("RES", "ASR"));
    let run = smsdoc(&folder, &["codeowners"]);
    let expected = "\
# BEGIN smsdoc codeowners --format github
# Made from sms-docs by `smsdoc codeowners --write`; what is changed between these marks is lost.
/sms-docs/ @ines rowan@example.org
/sms-docs/asr/ rowan@example.org
/sms-docs/res/ rowan@example.org
/sms-docs/sms/sms-pol-001-one.md rowan@example.org @ines
/sms-docs/sms/sms-prc-001-two.md rowan@example.org
/sms-docs/people.yaml @ines rowan@example.org
/sms-docs/smsdoc.yaml @ines rowan@example.org
/schema/ @ines rowan@example.org
# END smsdoc codeowners
";
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, expected, ""));
    assert_eq!(smsdoc(&folder, &["codeowners", "--check"]).code, 1, "there is no file yet");
    assert!(smsdoc(&folder, &["codeowners", "--write"]).out.contains("Wrote .github/CODEOWNERS"));
    assert_eq!(read(&folder, ".github/CODEOWNERS"), expected);
    folder.write(".github/CODEOWNERS", &format!("* @all\n{expected}/own @own\n"));
    assert_eq!((smsdoc(&folder, &["codeowners", "--check"]).code, complaints(&folder)), (0, Vec::new()));
    folder.set("sms-docs/sms/sms-prc-001-two.md", "owner", Some("managing-director"));
    assert!(complaints(&folder)[0].contains("today this line would be"), "{:?}", complaints(&folder));
    let check = smsdoc(&folder, &["codeowners", "--check"]);
    assert_eq!(check.code, 1);
    assert!(check.err.contains("run `smsdoc codeowners --write --format github`"), "{}", check.err);
    assert_eq!(smsdoc(&folder, &["codeowners", "--write"]).code, 0);
    let text = read(&folder, ".github/CODEOWNERS");
    assert!(text.starts_with("* @all\n# BEGIN") && text.ends_with("# END smsdoc codeowners\n/own @own\n"), "{text}");
    assert!(
        text.contains("/sms-docs/sms/ @ines rowan@example.org\n")
            || text.contains("sms-prc-001-two.md @ines rowan@example.org\n")
    );
    assert_eq!(complaints(&folder), Vec::<String>::new());
    let run = smsdoc(&folder, &["codeowners", "--write", "--format", "gitlab"]);
    assert_eq!(run.out, "Wrote CODEOWNERS\n");
    assert!(read(&folder, "CODEOWNERS").contains("\n[SMS documents][1]\n/sms-docs/ ines@example.org"));
    assert_eq!(complaints(&folder), Vec::<String>::new());
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    let folder = Folder::new();
    let help = smsdoc(&folder, &["--help"]).out;
    let listed = help.split("Commands:\n").nth(1).expect("commands").lines().take_while(|line| !line.is_empty());
    // Long lines go on below, further in.
    let listed = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let commands: Vec<&str> = listed.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.contains(&"init") && commands.contains(&"adopt") && !commands.contains(&"man"), "{commands:?}");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = smsdoc(&folder, &["completions", shell]).out;
        for command in commands.iter().chain(&["man", "completions"]) {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    assert!(smsdoc(&folder, &["man"]).out.contains(".TH smsdoc 1"));
    for _ in 0..2 {
        let run = smsdoc(&folder, &["man", "man1"]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    for command in commands.iter().filter(|command| **command != "help") {
        let page = read(&folder, &format!("man1/smsdoc-{command}.1"));
        assert!(page.contains(&format!(".TH smsdoc-{command} 1")), "{page}");
        let help = smsdoc(&folder, &[command, "--help"]);
        assert!(help.code == 0 && help.out.contains("Usage: smsdoc"), "{command}");
        assert!(help.out.contains("Examples:") || *command == "check", "{command} --help has no examples");
    }
    for command in ["init", "new", "adopt", "codeowners", "completions", "man"] {
        let help = smsdoc(&folder, &[command, "--help"]).out;
        assert!(help.contains("Examples:"), "{command}");
        let examples = help.split("Examples:").nth(1).expect("examples");
        assert!(examples.lines().all(|line| line.chars().count() <= 80), "{command}: {examples}");
    }
}

#[test]
fn what_the_pipelines_run_runs() {
    let folder = Folder::new();
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    assert_eq!(smsdoc(&folder, &["init"]).code, 0);
    folder.commit("Begin", "2026-01-01T10:00:00Z");
    folder.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    let values = [
        ("$CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
        ("$CI_PROJECT_URL", "https://forge.example/sms"),
        ("$CI_COMMIT_SHA", "abc"),
        ("${SMSDOC_AUDIENCE:-public}", "public"),
        ("$SMSDOC_AUDIENCE", "public"),
        ("$FILES", "https://forge.example/sms/blob/abc"),
        ("$BASE", "main"),
        ("\"", ""),
    ];
    let mut run = Vec::new();
    for (file, commands) in [(".github/workflows/sms.yml", 3), (".gitlab-ci.yml", 5), (".githooks/pre-commit", 1)] {
        // A line that goes on in the next is one command.
        let text = folder.read(file).replace("\n      --files", " --files");
        let lines: Vec<String> = text
            .lines()
            .filter(|line| !line.trim_start().starts_with('#') && !line.contains("<!--"))
            .filter_map(|line| line.find("smsdoc ").map(|at| line[at..].to_owned()))
            .filter(|line| {
                ["check", "review", "build"]
                    .iter()
                    .any(|name| line.starts_with(&format!("smsdoc {name} ")) || line == &format!("smsdoc {name}"))
            })
            .collect();
        assert_eq!(lines.len(), commands, "{file}: {lines:?}");
        for line in lines {
            let end = [" >", " 2>", " |"].iter().filter_map(|mark| line.find(mark)).min().unwrap_or(line.len());
            let command = values.iter().fold(line[..end].to_owned(), |line, (name, value)| line.replace(name, value));
            let words: Vec<&str> = command.split_whitespace().skip(1).collect();
            let ended = smsdoc(&folder, &words);
            assert_eq!(ended.code, 0, "{file}: {command}: {}", ended.err);
            run.push(command);
        }
    }
    assert!(run.iter().any(|command| command.contains("--format junit")), "{run:?}");
}
