//! `check --fix` on files as people really have them: nothing is lost, and nothing becomes what it was not.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::process::Command;

use support::{Folder, Run};

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write(
        "sms-docs/smsdoc.yaml",
        "rules: {clause-uncovered: {level: off}, documented-information-missing: {level: off}}\n",
    );
    folder.write(
        "sms-docs/people.yaml",
        "people:\n  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager}]}\nroles:\n  - {id: sms-manager, title: SMS Manager}\n",
    );
    folder
}

fn fix(folder: &Folder) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.args(["check", "--fix", "--today", "2026-11-22"]).current_dir(folder.path()).env_remove("GIT_DIR");
    Run::of(&mut command)
}

/// A draft with fields besides, and its file after `--fix`.
fn draft(fields: &str) -> (String, String) {
    let folder = folder();
    let text = format!(
        "---\nid: SMS-POL-001\n{fields}classification: internal\nclauses: [\"5.2.1\"]\npurpose: p\ncommitments: [c]\napplies_to: [all]\ncommunicated_to: [all]\n---\n\nText.\n"
    );
    folder.write("sms-docs/a.md", &text);
    fix(&folder);
    (text, folder.read("sms-docs/a.md"))
}

const REST: &str = "title: T\ntype: policy\nversion: \"1.0\"\nstatus: draft\nowner: sms-manager\n";

#[test]
fn values_of_several_lines_stay_as_they_are() {
    for value in ["|\n  Draft\n", ">-\n  Draft\n", "|\n  Draft\n\n", "\"Draft\\\n  \"\n"] {
        let fields = REST.replace("status: draft\n", &format!("status: {value}"));
        let (before, after) = draft(&fields);
        assert_eq!(before, after);
    }
    let (before, after) = draft(&format!("{REST}next_review: |\n  13.11.2027\n"));
    assert!(after.contains("next_review: |\n  13.11.2027\n"), "{before}\n{after}");
}

#[test]
fn quotes_stay() {
    let (_, after) = draft(&REST.replace("status: draft\n", "status: \"In review\"\n"));
    assert!(after.contains("\nstatus: \"in_review\"\n"), "{after}");
    let (_, after) = draft(&REST.replace("status: draft\n", "status: 'Draft' # for now\n"));
    assert!(after.contains("\nstatus: 'draft' # for now\n"), "{after}");
}

#[test]
fn two_names_for_one_field_are_left_to_people() {
    let (before, after) = draft(&REST.replace("owner: sms-manager\n", "document_owner: sms-manager\nowned_by: me\n"));
    assert_eq!(before, after);
    let (before, after) = draft(&REST.replace("title: T\n", "Title: T\nTITLE: U\n"));
    assert_eq!(before, after);
}

#[test]
fn a_file_that_is_read_only_stays_as_it_is() {
    let folder = folder();
    let text = "---\nid: SMS-POL-001\ntitle: T\ntype: policy\nversion: \"1.0\"\nstatus: Draft\nowner: sms-manager\nclassification: internal\nclauses: [\"5.2.1\"]\npurpose: p\ncommitments: [c]\napplies_to: [all]\ncommunicated_to: [all]\n---\n\nText.\n";
    folder.write("sms-docs/a.md", text);
    let file = folder.path().join("sms-docs/a.md");
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o444)).expect("permissions");
    let run = fix(&folder);
    assert_eq!((run.code, folder.read("sms-docs/a.md").as_str()), (2, text));
    assert!(run.err.contains("it is read-only"), "{}", run.err);
}

#[test]
fn a_closed_record_is_not_mended_behind_its_author() {
    let folder = folder();
    let record = "---\nid: SMS-REC-001\ntitle: T\ntype: record\nversion: \"1.0\"\nstatus: closed\nowner: sms-manager\nclassification: Internal\nclauses: [\"8.6.1\"]\noccurred_on: 4.5.2026\nrecorded_by: rowan-hale\nclosed_on: 2026-05-20\nretention: P6Y\nrecord_kind: test\nsubject: s\nevidence: [e]\n---\n\nText.\n";
    folder.write("sms-docs/a.md", record);
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("Begin", "2026-05-20T12:00:00Z");
    let run = fix(&folder);
    assert_eq!(folder.read("sms-docs/a.md"), record, "{}", run.err);
    let said = "left alone sms-docs/a.md:8:17: SMS-REC-001 is a closed record; correct it by an entry in `corrections` (field-value)\n";
    assert!(run.err.starts_with(said), "{}", run.err);
    // One that nobody has relied on yet is mended.
    folder.write("sms-docs/b.md", &record.replace("SMS-REC-001", "SMS-REC-002"));
    fix(&folder);
    assert!(folder.read("sms-docs/b.md").contains("\noccurred_on: 2026-05-04\n"));
}
