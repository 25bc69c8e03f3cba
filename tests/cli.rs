//! What a person sees at the terminal: the whole of it, and the exit codes.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::process::Command;

use support::{Folder, Run};

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

fn sms() -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "rules: {clause-uncovered: {level: \"off\"}}\n");
    folder.write(
        "sms-docs/people.yaml",
        "people:\n  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager}]}\n  - {id: ines-carrow, name: Ines Carrow, roles: [{role: managing-director}]}\nroles:\n  - {id: sms-manager, title: SMS Manager}\n  - {id: managing-director, title: Managing Director}\n",
    );
    folder.write(
        "sms-docs/backup.md",
        "---\nid: SMS-POL-001\ntitle: Backup policy\ntype: policy\nversion: \"1.10\"\nstatus: approved\nowner: sms-manager\nclassification: internal\nclauses: [\"5.2.1\"]\napprover: ines-carrow\napproved_on: 2026-05-01\neffective_on: 2026-05-02\nnext_review: 2027-04-01\npurpose: p\ncommitments: [c]\napplies_to: [all]\ncommunicated_to: [all]\n---\n\n## Purpose\n\nText.\n",
    );
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("Begin", "2026-05-01T10:00:00Z");
    folder
}

#[test]
fn a_clean_sms_is_clean() {
    let folder = sms();
    let run = smsdoc(&folder, &["check"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "1 document: 0 errors, 0 warnings\n", ""));
}

#[test]
fn a_finding_shows_line_mark_and_help_in_80_columns() {
    let folder = sms();
    let text = std::fs::read_to_string(folder.path().join("sms-docs/backup.md")).expect("a document");
    folder.write("sms-docs/backup.md", &text.replace("owner: sms-manager", "owner: sms-manger"));
    let run = smsdoc(&folder, &["check", "--color", "never"]);
    let expected = "\
error[role-unknown]: `owner` names `sms-manger`, which is no role of
                     `people.yaml`
 --> sms-docs/backup.md:7:8
  |
7 | owner: sms-manger
  |        ^^^^^^^^^^
  |
  = help: did you mean `sms-manager` (SMS Manager)?

1 document: 1 error, 0 warnings
Explain a rule with `smsdoc explain role-unknown`
";
    assert_eq!(run.out, expected);
    assert_eq!(run.code, 1);
    assert_eq!(smsdoc(&folder, &["check", "--deny", "never"]).code, 0);
    assert_eq!(smsdoc(&folder, &["check", "sms-docs/other"]).code, 0, "only what was asked for counts");
    assert!(run.out.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn the_json_report_has_the_fields_of_the_contract() {
    let folder = sms();
    folder.write("sms-docs/notes.md", "# Nobody controls me\n");
    let run = smsdoc(&folder, &["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(report["schema"], "smsdoc/check/1");
    assert_eq!(report["summary"], serde_json::json!({"documents": 1, "errors": 1, "warnings": 0, "infos": 0}));
    let finding = &report["findings"][0];
    assert_eq!(finding["rule"], "front-matter-missing");
    assert_eq!((&finding["code"], &finding["severity"]), (&"R-02".into(), &"error".into()));
    assert_eq!(
        (&finding["path"], &finding["line"], &finding["column"], &finding["end_line"], &finding["end_column"]),
        (&"sms-docs/notes.md".into(), &1.into(), &1.into(), &1.into(), &21.into())
    );
    assert!(finding["document"].is_null() && finding["help"].is_string() && finding["related"].is_array());
}

#[test]
fn a_build_that_is_denied_leaves_what_was_published() {
    let folder = sms();
    let run = smsdoc(&folder, &["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let home = folder.path().join("public/index.html");
    let before = std::fs::read(&home).expect("a site");
    folder.write("sms-docs/broken.md", "no front matter\n");
    folder.commit("Break it", "2026-05-02T10:00:00Z");
    let run = smsdoc(&folder, &["build"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("Nothing was published: what is there stays as it was."), "{}", run.err);
    assert_eq!(std::fs::read(&home).expect("still there"), before);
    assert_eq!(smsdoc(&folder, &["build", "--deny", "never"]).code, 0);
    assert_ne!(std::fs::read(&home).expect("a new site"), before);
}

#[test]
fn what_cannot_run_says_why_and_how_to_go_on() {
    let empty = Folder::new();
    let run = smsdoc(&empty, &["check"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("there is no `sms-docs/smsdoc.yaml` in") && run.err.contains("--root DIR"), "{}", run.err);
    let folder = sms();
    for (arguments, part) in [
        (&["build", "--pdf"][..], "print it"),
        (&["build", "--audience", "martians"][..], "there are `auditor`, `customer`, `public`, `staff`"),
        (&["build", "--out", "sms-docs"][..], "sms-docs"),
        (&["explain", "review-overdu"][..], "did you mean `review-overdue`?"),
        (&["schema", "polcy"][..], "there is no type `polcy`"),
        (&["history", "SMS-POL-404"][..], "neither the id of a document nor the path"),
        (&["check", "--root", "nowhere"][..], "is not a folder"),
        (&["check", "--as-of", "soon"][..], "neither a day such as 2026-11-22 nor a revision"),
        (&["check", "--today", "22/11/2026"][..], "expected a day such as 2026-11-22"),
    ] {
        let run = smsdoc(&folder, arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.err);
        assert!(run.err.contains(part), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn a_shallow_clone_is_refused_unless_allowed() {
    let folder = sms();
    folder.commit("Second", "2026-05-02T10:00:00Z");
    let clone = Folder::new();
    clone.git(&["clone", "--quiet", "--depth=1", &format!("file://{}", folder.path()), "clone"]);
    let shallow = clone.path().join("clone");
    let root = ["--root", shallow.as_str()];
    let run = smsdoc(&clone, &[&["check"][..], &root].concat());
    assert_eq!(run.code, 1);
    assert!(run.out.contains("history-incomplete") && run.out.contains("git fetch --unshallow"), "{}", run.out);
    for command in ["register", "changes"] {
        let run = smsdoc(&clone, &[&[command][..], &root].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{command}");
        assert!(run.err.contains("what is in force cannot be told"), "{}", run.err);
    }
    let run = smsdoc(&clone, &[&["build", "--allow-shallow", "--out", "site"][..], &root].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    let page = std::fs::read_to_string(clone.path().join("site/docs/SMS-POL-001/index.html")).expect("a page");
    assert!(page.contains("No revision is shown"), "nothing of a cut history is shown");
}

#[test]
fn history_and_register_print_what_they_know() {
    let folder = sms();
    let run = smsdoc(&folder, &["history", "SMS-POL-001"]);
    assert!(
        run.out.starts_with("SMS-POL-001  sms-docs/backup.md\n") && run.out.contains("Rowan Hale: Begin"),
        "{}",
        run.out
    );
    let run = smsdoc(&folder, &["history", "sms-docs/backup.md", "--format", "json"]);
    let history: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(
        (&history["schema"], &history["id"], &history["complete"]),
        (&"smsdoc/history/1".into(), &"SMS-POL-001".into(), &true.into())
    );
    assert_eq!(history["revisions"][0]["authored"], "2026-05-01T10:00:00Z");
    assert_eq!(history["revisions"][0]["landed"]["commit"], history["revisions"][0]["commit"]);
    let run = smsdoc(&folder, &["register", "--format", "json"]);
    let register: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!((&register["schema"], &register["as_of"]), (&"smsdoc/register/1".into(), &"2026-11-22".into()));
    let row = &register["documents"][0];
    assert_eq!(
        (&row["version"], &row["state"], &row["days_to_review"], &row["evidence"]),
        (&"1.10".into(), &"in_force".into(), &130.into(), &"claimed".into())
    );
    assert!(smsdoc(&folder, &["register"]).out.starts_with("ID           VERSION"));
    assert!(smsdoc(&folder, &["register", "--format", "csv"]).out.starts_with("id,title,type,version"));
}

#[test]
fn five_thousand_findings_stay_readable_and_quick() {
    let folder = sms();
    let links: String = (0..5000).map(|number| format!("[[SMS-POL-{number:04}x]]\n\n")).collect();
    let text = std::fs::read_to_string(folder.path().join("sms-docs/backup.md")).expect("a document");
    folder.write("sms-docs/backup.md", &(text.replace("1.10", "2.0").replace("approved\n", "draft\n") + &links));
    let run = smsdoc(&folder, &["check"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("1 document: 5000 errors, 0 warnings"), "{}", &run.out[run.out.len() - 200..]);
}

#[test]
fn a_thousand_notes_do_not_hide_what_must_be_mended() {
    let folder = sms();
    let long = "word ".repeat(60);
    for number in 10..40 {
        let text = format!(
            "---\nid: SMS-PRC-0{number}\ntitle: Notes\ntype: procedure\nversion: \"1.0\"\nstatus: in_review\nowner: nobody\nclassification: internal\nclauses: [\"5.2.1\"]\nprocess: SMS-POL-001\ntrigger: t\nroles: [sms-manager]\nrecords_produced: [r]\neffective_on: 2026-12-01\nnext_review: 2027-12-01\n---\n\n## Steps\n\n{long}.\n"
        );
        folder.write(&format!("sms-docs/{number}.md"), &text);
    }
    let run = smsdoc(&folder, &["check"]);
    assert_eq!(run.out.matches("info[sentence-long]").count(), 3);
    assert!(run.out.contains("\n27 more notes of sentence-long: `--verbose` lists all\n"), "{}", run.out);
    assert_eq!(run.out.matches("error[role-unknown]").count(), 30, "errors are never folded");
    assert!(run.out.contains("\n    30 role-unknown\n    30 sentence-long\n"), "{}", run.out);
    assert_eq!(smsdoc(&folder, &["check", "--verbose"]).out.matches("info[sentence-long]").count(), 30);
}

#[test]
fn what_is_longer_than_the_terminal_is_cut() {
    let folder = sms();
    let path = "to/".repeat(40);
    for before in ["", "Some words before it, which have no room: ", "äöü "] {
        folder.write("sms-docs/long.md", &folder.read("sms-docs/backup.md").replace("SMS-POL-001", "SMS-POL-777"));
        let text =
            folder.read("sms-docs/long.md") + &format!("\n{before}[ä link that is long]({path}nowhere.md) and more.\n");
        folder.write("sms-docs/long.md", &text);
        let run = smsdoc(&folder, &["check", "sms-docs/long.md"]);
        assert!(run.out.contains("link-broken"), "{}", run.out);
        assert!(run.out.contains("| ") && run.out.contains("^^^^^^^^^^"), "{}", run.out);
        let long: Vec<_> = run.out.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(long.iter().all(|line| line.trim_end_matches('`').ends_with("nowhere.md")), "{long:?}");
    }
}
