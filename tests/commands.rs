//! What is approved, reviewed, compared and listed at the command line, in repositories as people have them.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::process::{Command, Stdio};

use support::{Folder, Run};

/// The program at midnight of a day, as the person whom git is set up for.
fn on(day: &str, folder: &Folder, arguments: &[&str]) -> Run {
    let midnight: jiff::Timestamp = format!("{day}T00:00:00Z").parse().expect("a day");
    Run::of(command(folder).args(arguments).env("SOURCE_DATE_EPOCH", midnight.as_second().to_string()))
}

fn smsdoc(folder: &Folder, arguments: &[&str]) -> Run {
    on("2026-11-22", folder, arguments)
}

fn command(folder: &Folder) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.current_dir(folder.path()).env("COLUMNS", "80").env("GIT_DIR", "/nowhere");
    // What the computer of the tests is set up for says nothing about these repositories.
    command.env("HOME", folder.path()).env("XDG_CONFIG_HOME", folder.path().join(".config"));
    for variable in ["GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "NO_COLOR"] {
        command.env_remove(variable);
    }
    command
}

const PEOPLE: &str = "\
people:
  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager}]}
  - id: ines-carrow
    name: Ines Carrow
    emails: [ines@example.org]
    keys: []
    roles: [{role: managing-director, from: 2026-01-01, until: 2026-12-31}]
roles:
  - {id: sms-manager, title: SMS Manager}
  - {id: managing-director, title: Managing Director}
";

/// A policy; `lines` are those that a case is about.
fn policy(version: &str, lines: &str, body: &str) -> String {
    format!(
        "---\nid: SMS-POL-001\ntitle: Backup policy\ntype: policy\nversion: \"{version}\"\nowner: sms-manager\nclassification: internal\nclauses: [\"8.6.1\"]\npurpose: p\ncommitments: [c]\napplies_to: [all]\ncommunicated_to: [all]\n{lines}---\n\n## Purpose\n\n{body}\n"
    )
}

const FIRST: &str = "status: approved\napprover: ines-carrow\napproved_on: 2026-04-20\neffective_on: 2026-05-01\nchange_summary: First version\n";
const SECOND: &str = "status: approved\napprover: ines-carrow\napproved_on: 2026-10-02\neffective_on: 2026-10-15\nchange_summary: Copies every day, because a week of work was lost in August\n";
const WEEKLY: &str = "Data is copied once a week.";
const DAILY: &str = "Data is copied once a day, and a copy is read back every month.";
const FILE: &str = "sms-docs/backup.md";

/// What `diff` shows of the second version.
const CHANGE: &str = "\
1 Purpose
  Change 1 of 1: paragraph
    Data is copied once a [-week-]{+day, and a copy is read back every month+}.

Metadata
  version: 1.0 -> 2.0
  approved_on: 2026-04-20 -> 2026-10-02
  effective_on: 2026-05-01 -> 2026-10-15
  change_summary: First version -> Copies every day, because a week of work was
  lost in August

1 change in 1 section: 9 words added, 1 removed. Metadata: 4 fields changed.
";

/// A repository with a policy that Rowan Hale wrote and that is approved in its file; Ines Carrow sits at it.
fn sms(evidence: &str) -> Folder {
    let folder = Folder::new();
    folder.write(
        "sms-docs/smsdoc.yaml",
        &format!("rules: {{clause-uncovered: {{level: \"off\"}}}}\ncontrol: {{evidence: {evidence}}}\n"),
    );
    folder.write("sms-docs/people.yaml", PEOPLE);
    folder.write(FILE, &policy("1.0", FIRST, WEEKLY));
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    sits_at(&folder, "Ines Carrow", "ines@example.org");
    folder.commit("Write the backup policy", "2026-04-20T10:00:00Z");
    folder
}

fn sits_at(folder: &Folder, name: &str, email: &str) {
    folder.git(&["config", "user.name", name]);
    folder.git(&["config", "user.email", email]);
}

/// The same with a second version, both proven by tags.
fn two_versions() -> Folder {
    let folder = sms("tag");
    assert_eq!(on("2026-04-22", &folder, &["approve", "SMS-POL-001", "--yes"]).code, 0);
    folder.write(FILE, &policy("2.0", SECOND, DAILY));
    folder.commit("Copy every day", "2026-10-03T10:00:00Z");
    assert_eq!(on("2026-10-04", &folder, &["approve", "SMS-POL-001", "--yes"]).code, 0);
    folder
}

fn short(folder: &Folder, revision: &str) -> String {
    folder.git(&["rev-parse", "--short=7", &format!("{revision}^{{commit}}")])
}

fn history(folder: &Folder) -> serde_json::Value {
    let run = smsdoc(folder, &["history", "SMS-POL-001", "--format", "json"]);
    serde_json::from_str(&run.out).expect("JSON")
}

/// What a refusal says; nothing may be written.
fn refused(folder: &Folder, arguments: &[&str]) -> String {
    let before = folder.git(&["tag", "--list"]);
    let run = smsdoc(folder, arguments);
    assert_eq!(run.code, 2, "{arguments:?}: {}{}", run.out, run.err);
    assert_eq!(folder.git(&["tag", "--list"]), before, "{arguments:?}");
    assert!(run.err.starts_with("error: ") && run.err.contains("\n  = help: "), "{}", run.err);
    run.err
}

fn refuses_to_approve(folder: &Folder, parts: &[&str]) {
    let said = refused(folder, &["approve", "SMS-POL-001", "--yes"]);
    for part in parts {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn an_approval_is_shown_and_written_and_counts() {
    let folder = sms("tag");
    assert_eq!(history(&folder)["versions"], serde_json::json!([]), "the level `tag` asks for more than the file");
    let run = on("2026-04-22", &folder, &["approve", "SMS-POL-001", "--yes"]);
    let expected = format!(
        "\
SMS-POL-001 1.0  Backup policy
The first version: 1 section with 8 words, sms-docs/backup.md
Wrote the tag approved/SMS-POL-001/1.0 on commit {}
It counts for others once it is pushed: git push origin approved/SMS-POL-001/1.0
",
        short(&folder, "HEAD")
    );
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, expected.as_str(), ""));
    let version = &history(&folder)["versions"][0];
    let hash = version["content_hash"].as_str().expect("a hash").to_owned();
    assert_eq!((&version["version"], &version["evidence"]), (&"1.0".into(), &"tag".into()));
    let tag = folder.git(&["cat-file", "tag", "approved/SMS-POL-001/1.0"]);
    let (head, message) = tag.split_once("\n\n").expect("a message");
    assert!(head.ends_with("tagger Ines Carrow <ines@example.org> 1776816000 +0000"), "{head}");
    let expected = format!(
        "Approve SMS-POL-001 1.0: Backup policy\n\nContent: {hash}\nApprover: ines-carrow\nApproved-on: 2026-04-20"
    );
    assert_eq!(message, expected);
    let run = smsdoc(&folder, &["build", "--out", "site"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let page = std::fs::read_to_string(folder.path().join("site/docs/SMS-POL-001/index.html")).expect("a page");
    assert!(page.contains("approved/SMS-POL-001/1.0"), "the page names the tag");
}

#[test]
fn a_later_approval_shows_what_changes_and_asks() {
    let folder = sms("tag");
    assert_eq!(on("2026-04-22", &folder, &["approve", "SMS-POL-001", "--yes", "--quiet"]).out, "");
    folder.write(FILE, &policy("2.0", SECOND, DAILY));
    folder.commit("Copy every day", "2026-10-03T10:00:00Z");
    let run = on("2026-10-04", &folder, &["approve", "SMS-POL-001"]);
    let expected = format!(
        "\
SMS-POL-001 Backup policy
From 1.0: in force, from 2026-05-01, commit {}
To 2.0: commit {} of 2026-10-03

{CHANGE}
",
        short(&folder, "HEAD~1"),
        short(&folder, "HEAD")
    );
    assert_eq!(run.out, expected);
    let expected = "\
error: nothing was written: there is no terminal at which somebody could say yes
  = help: look at what is shown above, then add `--yes`
";
    assert_eq!((run.code, run.err.as_str()), (2, expected));
    assert_eq!(folder.git(&["tag", "--list"]), "approved/SMS-POL-001/1.0");
}

#[cfg(target_os = "linux")]
#[test]
fn only_yes_is_yes() {
    use std::io::Write as _;
    let folder = sms("tag");
    for (answer, code) in [("\n", 2), ("n\n", 2), ("yes\n", 0)] {
        // `script` runs a command at a terminal of its own.
        let program = env!("CARGO_BIN_EXE_smsdoc");
        let typed = format!("{program} approve SMS-POL-001");
        let mut script = Command::new("script");
        script.args(["--quiet", "--return", "--command", &typed, "/dev/null"]).current_dir(folder.path());
        script.env("SOURCE_DATE_EPOCH", "1776816000").env("COLUMNS", "80").env("HOME", folder.path());
        script.env_remove("GIT_COMMITTER_NAME").env_remove("GIT_COMMITTER_EMAIL");
        let Ok(mut child) = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() else {
            println!("left out: it needs the program `script` (Debian: bsdutils)");
            return;
        };
        child.stdin.take().expect("its input").write_all(answer.as_bytes()).expect("it listens");
        let output = child.wait_with_output().expect("it ends");
        let shown = String::from_utf8_lossy(&output.stdout);
        assert!(
            shown.contains("Approve version 1.0 of SMS-POL-001 as Ines Carrow <ines@example.org>? [y/N]"),
            "{shown}"
        );
        assert_eq!(output.status.code(), Some(code), "{shown}");
        assert_eq!(folder.git(&["tag", "--list"]).is_empty(), code != 0, "{shown}");
    }
}

#[test]
fn there_must_be_a_whole_repository_with_a_commit() {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "{}\n");
    folder.write(FILE, &policy("1.0", FIRST, WEEKLY));
    let refuses = |folder: &Folder, arguments: &[&str], parts: &[&str]| {
        let run = smsdoc(folder, arguments);
        assert_eq!(run.code, 2, "{}", run.err);
        for part in parts {
            assert!(run.err.contains(part), "{part}: {}", run.err);
        }
    };
    let approve = ["approve", "SMS-POL-001", "--yes"];
    refuses(&folder, &approve, &["is in no git repository", "git init"]);
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    refuses(&folder, &approve, &["has no commit yet", "git commit"]);
    let whole = sms("tag");
    whole.commit("Another", "2026-04-22T10:00:00Z");
    let clones = Folder::new();
    clones.git(&["clone", "--quiet", "--depth=1", &format!("file://{}", whole.path()), "clone"]);
    let root = clones.path().join("clone");
    let arguments = ["approve", "SMS-POL-001", "--yes", "--root", root.as_str()];
    refuses(&clones, &arguments, &["this clone holds only the newest commits", "git fetch --unshallow"]);
    refuses(&whole, &["approve", "SMS-POL-001", "--as-of", "2026-04-21"], &["`--as-of` looks at the past"]);
}

#[test]
fn only_what_is_committed_is_approved() {
    let folder = sms("tag");
    folder.write(FILE, &policy("1.0", FIRST, DAILY));
    let expected = "\
error: sms-docs/backup.md was changed and not committed, and evidence is about what is committed
  = help: commit it, and try again:
            git add sms-docs/backup.md
            git commit
";
    assert_eq!(refused(&folder, &["approve", "SMS-POL-001", "--yes"]), expected);
    folder.write("sms-docs/new.md", &policy("1.0", FIRST, DAILY).replace("SMS-POL-001", "SMS-POL-007"));
    let said = refused(&folder, &["approve", "SMS-POL-007", "--yes"]);
    assert!(said.contains("sms-docs/new.md is not committed yet"), "{said}");
    let said = refused(&folder, &["approve", "SMS-POL-010", "--yes"]);
    assert!(said.contains("there is no document `SMS-POL-010`") && said.contains("did you mean `SMS-POL-0"), "{said}");
}

#[test]
fn the_file_must_say_what_was_decided() {
    let folder = sms("tag");
    folder.write(FILE, &policy("1.0", "status: in_review\n", WEEKLY));
    folder.commit("Ask for a review", "2026-04-22T10:00:00Z");
    let expected = "\
error: SMS-POL-001 1.0 does not say that it was approved, by whom and when (status: in_review)
  = help: put these lines into the front matter of sms-docs/backup.md, commit, and try again:
            status: approved
            approver: ines-carrow
            approved_on: YYYY-MM-DD
";
    assert_eq!(refused(&folder, &["approve", "SMS-POL-001", "--yes"]), expected);
}

#[test]
fn whoever_approves_is_known_and_named() {
    let folder = sms("tag");
    sits_at(&folder, "", "");
    refuses_to_approve(&folder, &["git does not know who you are", "git config user.name"]);
    sits_at(&folder, "Pax \u{1b}[31mNemo", "pax@example.org");
    refuses_to_approve(&folder, &["people.yaml knows nobody of this address or name", "pax@example.org", "\\u{1b}"]);
    sits_at(&folder, "Rowan Hale", "rowan@example.org");
    let expected = "\
error: `approver` of SMS-POL-001 1.0 is `ines-carrow` (Ines Carrow), and you are Rowan Hale <rowan@example.org>
  = help: let Ines Carrow run this command; or if it is you who approves, set `approver: rowan-hale`, commit, and try again
";
    assert_eq!(refused(&folder, &["approve", "SMS-POL-001", "--yes"]), expected);
    folder.write(FILE, &policy("1.0", &FIRST.replace("ines-carrow", "inez"), WEEKLY));
    folder.commit("Misspell", "2026-04-22T10:00:00Z");
    refuses_to_approve(&folder, &["`approver` of SMS-POL-001 1.0 is `inez`", "knew nobody of this id"]);
}

#[test]
fn people_are_judged_by_what_was_known_when_the_version_came() {
    let folder = sms("tag");
    folder.git(&["rm", "--quiet", "sms-docs/people.yaml"]);
    folder.git_at(&["commit", "--quiet", "--amend", "--no-edit"], "2026-04-21T10:00:00Z");
    folder.write("sms-docs/people.yaml", PEOPLE);
    folder.commit("Say who is who", "2026-04-22T10:00:00Z");
    refuses_to_approve(
        &folder,
        &["there was no `sms-docs/people.yaml` when SMS-POL-001 1.0 was committed", "commit people.yaml first"],
    );
    folder.write(FILE, &policy("1.0", &FIRST.replace("2026-04-20", "2026-04-22"), WEEKLY));
    folder.commit("Approve once more", "2026-04-22T11:00:00Z");
    assert_eq!(smsdoc(&folder, &["approve", "SMS-POL-001", "--yes"]).code, 0);
    assert_eq!(history(&folder)["versions"][0]["evidence"], "tag");
}

#[test]
fn whoever_approves_holds_the_role_on_that_day() {
    let folder = sms("tag");
    folder.write(FILE, &policy("1.0", &FIRST.replace("2026-04-20", "2025-12-20"), WEEKLY));
    folder.commit("Too early", "2026-04-22T10:00:00Z");
    let expected = "\
error: Ines Carrow did not hold a role that approves a policy on 2025-12-20: `managing-director` (Ines Carrow did until 2026-12-31)
  = help: nobody else held `managing-director` on 2025-12-20: add to people.yaml who did, or to `control.approvers` of smsdoc.yaml another role
";
    assert_eq!(refused(&folder, &["approve", "SMS-POL-001", "--yes"]), expected);
}

#[test]
fn nobody_approves_their_own_text() {
    let folder = sms("tag");
    let config = "rules: {clause-uncovered: {level: \"off\"}}\ncontrol: {evidence: tag, approvers: {policy: [sms-manager, managing-director]}}\n";
    folder.write("sms-docs/smsdoc.yaml", config);
    folder.write(FILE, &policy("1.0", &FIRST.replace("ines-carrow", "rowan-hale"), WEEKLY));
    folder.commit("Approve myself", "2026-04-22T10:00:00Z");
    sits_at(&folder, "Rowan Hale", "rowan@example.org");
    let expected = format!(
        "\
error: Rowan Hale wrote part of SMS-POL-001 1.0 (commit {}), and nobody approves their own text
  = help: let Ines Carrow approve it: set `approver` and `approved_on`, commit, and let them try again
",
        short(&folder, "HEAD~1")
    );
    assert_eq!(refused(&folder, &["approve", "SMS-POL-001", "--yes"]), expected);
    folder.write(FILE, &policy("1.0", &FIRST.replace("ines-carrow", "rowan-hale\nauthors: [rowan-hale]"), WEEKLY));
    folder.commit("Say so", "2026-04-23T10:00:00Z");
    refuses_to_approve(&folder, &["Rowan Hale is one of the `authors` of SMS-POL-001 1.0"]);
}

#[test]
fn a_number_is_taken_once() {
    let folder = two_versions();
    let taken = format!("by Ines Carrow <ines@example.org> on 2026-10-04; it is on commit {}", short(&folder, "HEAD"));
    refuses_to_approve(
        &folder,
        &["there is already a tag approved/SMS-POL-001/2.0", &taken, "which holds this text", "nothing is left to do"],
    );
    folder.write(FILE, &policy("2.0", SECOND, "Data is copied."));
    folder.commit("Edit after the approval", "2026-10-05T10:00:00Z");
    refuses_to_approve(&folder, &["which holds another text", "raise `version` in sms-docs/backup.md"]);
    folder.write(FILE, &policy("1.5", SECOND, "Data is copied."));
    folder.commit("Go back", "2026-10-06T10:00:00Z");
    refuses_to_approve(&folder, &["SMS-POL-001 1.5 is not greater than 2.0, which was approved before", "above 2.0"]);
    folder.git(&["tag", "approved/SMS-POL-001/3.0"]);
    folder.write(FILE, &policy("3.0", SECOND, "Data is copied."));
    folder.commit("Go on", "2026-10-07T10:00:00Z");
    refuses_to_approve(&folder, &["without an annotation, so that it is evidence of nothing", "git tag --delete"]);
}

#[test]
fn a_text_is_not_edited_after_its_approval() {
    let folder = sms("claimed");
    folder.write(FILE, &policy("1.0", FIRST, DAILY));
    folder.commit("Edit", "2026-04-22T10:00:00Z");
    let expected = "\
error: SMS-POL-001 1.0 was approved with another text than this one
  = help: it was edited after its approval: raise `version` in sms-docs/backup.md, commit, and approve that
";
    assert_eq!(refused(&folder, &["approve", "SMS-POL-001", "--yes"]), expected);
}

#[test]
fn records_are_closed_and_files_that_are_gone_are_not_approved() {
    let folder = sms("claimed");
    folder.write(
        "sms-docs/audit.md",
        "---\nid: SMS-AUD-001\ntitle: Audit\ntype: audit_report\nversion: \"1.0\"\nstatus: open\nowner: sms-manager\nclassification: internal\nclauses: [\"9.2.1\"]\noccurred_on: 2026-04-01\n---\n\nText.\n",
    );
    std::fs::remove_file(folder.path().join(FILE)).expect("a file");
    folder.commit("Begin an audit", "2026-05-22T10:00:00Z");
    refuses_to_approve(&folder, &["SMS-POL-001 is gone", "it was sms-docs/backup.md"]);
    if smsdoc(&folder, &["schema", "audit_report"]).code == 0 {
        let said = refused(&folder, &["approve", "SMS-AUD-001", "--yes"]);
        assert!(said.contains("SMS-AUD-001 is a record"), "{said}");
    }
    let run = smsdoc(&folder, &["history", "SMS-POL-001"]);
    assert!(
        run.out.starts_with("SMS-POL-001  sms-docs/backup.md (the file is gone)\n\nVersions\n  1.0  In force"),
        "{}",
        run.out
    );
    assert!(!run.out.contains("Revisions"), "{}", run.out);
    let history = history(&folder);
    assert_eq!(history["versions"][0]["version"], "1.0");
    assert_eq!(history["revisions"], serde_json::json!([]));
}

#[test]
fn a_withdrawal_is_evidence_too() {
    let folder = two_versions();
    let withdrawn = SECOND.replace(
        "approved\n",
        "withdrawn\nwithdrawn_on: 2026-11-01\nwithdrawn_reason: Copies are the provider's now\n",
    );
    folder.write(FILE, &policy("2.0", &withdrawn, DAILY));
    folder.commit("Withdraw the backup policy", "2026-10-28T10:00:00Z");
    assert_eq!(history(&folder)["versions"][0]["state"], "in_force", "not proven yet");
    let run = on("2026-10-29", &folder, &["approve", "SMS-POL-001", "--yes"]);
    let expected = format!(
        "\
SMS-POL-001 2.0  Backup policy
Withdrawn on: 2026-11-01
Reason: Copies are the provider's now
Wrote the tag withdrawn/SMS-POL-001/2.0 on commit {}
It counts for others once it is pushed: git push origin withdrawn/SMS-POL-001/2.0
",
        short(&folder, "HEAD")
    );
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, expected.as_str(), ""));
    assert_eq!(history(&folder)["versions"][0]["state"], "withdrawn");
    let run = smsdoc(&folder, &["changes", "--since", "2026-10-20"]);
    assert_eq!(
        run.out,
        "2026-11-01  withdrawn     SMS-POL-001 2.0  Backup policy\n                          Copies are the provider's now\n"
    );
    let said = refused(&folder, &["reviewed", "SMS-POL-001", "--yes"]);
    assert!(said.contains("no version of SMS-POL-001 is in force on 2026-11-22 (withdrawn)"), "{said}");
    folder.write(FILE, &policy("3.0", &withdrawn, DAILY));
    folder.commit("Withdraw what never was", "2026-11-02T10:00:00Z");
    refuses_to_approve(&folder, &["SMS-POL-001 3.0 was never approved, so it cannot be withdrawn"]);
    folder.write(FILE, &policy("2.0", &withdrawn, WEEKLY));
    folder.git(&["tag", "--delete", "withdrawn/SMS-POL-001/2.0"]);
    folder.commit("Withdraw and edit", "2026-11-03T10:00:00Z");
    refuses_to_approve(&folder, &["was approved with another text", "a withdrawal changes no more than"]);
    let pax =
        "people:\n  - {id: pax-nemo, name: Pax Nemo, emails: [pax@example.org], roles: [{role: managing-director}]}\n";
    folder.write("sms-docs/people.yaml", &PEOPLE.replace("people:\n", pax));
    folder.write(FILE, &policy("2.0", &withdrawn.replace("ines-carrow", "pax-nemo"), DAILY));
    folder.commit("Withdraw as a third", "2026-11-05T10:00:00Z");
    sits_at(&folder, "Pax Nemo", "pax@example.org");
    let run = on("2026-11-06", &folder, &["approve", "SMS-POL-001", "--yes"]);
    assert_eq!(run.code, 0, "whoever approved may be gone: {}", run.err);
    let version = &history(&folder)["versions"][0];
    assert_eq!(
        (&version["state"], &version["approver"]),
        (&"withdrawn".into(), &"ines-carrow".into()),
        "its approval stays that of its approver"
    );
    assert_eq!(version["in_force_from"], "2026-10-15", "a withdrawal does not change the past");
}

/// A key of OpenSSH below the folder of git, as a line of people.yaml. `None` where the tests cannot make one.
fn key(folder: &Folder) -> Option<String> {
    let path = folder.path().join(".git/key");
    let mut keygen = Command::new("ssh-keygen");
    keygen.args(["-q", "-t", "ed25519", "-N", "", "-C", "ines", "-f", path.as_str()]);
    if !keygen.status().is_ok_and(|status| status.success()) {
        println!("left out: it signs with ssh-keygen, which is not there (Debian: openssh-client)");
        return None;
    }
    folder.git(&["config", "gpg.format", "ssh"]);
    folder.git(&["config", "user.signingKey", path.as_str()]);
    folder.git(&["config", "tag.gpgSign", "true"]);
    Some(std::fs::read_to_string(path.with_extension("pub")).expect("a key").trim().to_owned())
}

#[test]
fn a_signed_approval_is_evidence_of_the_strongest_kind() {
    let folder = sms("signed");
    let Some(key) = key(&folder) else { return };
    folder.write("sms-docs/people.yaml", &PEOPLE.replace("keys: []", &format!("keys: [\"{key}\"]")));
    folder.commit("List the key", "2026-04-21T11:00:00Z");
    let run = on("2026-04-22", &folder, &["approve", "SMS-POL-001", "--yes"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.contains("Wrote the signed tag approved/SMS-POL-001/1.0 on commit"), "{}", run.out);
    let version = &history(&folder)["versions"][0];
    assert_eq!((&version["evidence"], &version["tag"]), (&"signed".into(), &"approved/SMS-POL-001/1.0".into()));
    assert!(version["key"].as_str().is_some_and(|key| key.starts_with("SHA256:")));
}

#[test]
fn a_signature_that_would_prove_nothing_is_told_before() {
    let folder = sms("signed");
    let run = smsdoc(&folder, &["approve", "SMS-POL-001"]);
    let expected = "\
warning: this repository asks for the evidence `signed`, and this will be less: the tag will not be signed; set up git to sign tags, or add `--sign`
error: nothing was written: there is no terminal at which somebody could say yes
  = help: look at what is shown above, then add `--yes`
";
    assert_eq!(run.err, expected);
    let Some(key) = key(&folder) else { return };
    let run = smsdoc(&folder, &["approve", "SMS-POL-001"]);
    assert!(run.err.contains("people.yaml lists no key of Ines Carrow; add the public key"), "{}", run.err);
    let run = smsdoc(&folder, &["approve", "SMS-POL-001", "--no-sign"]);
    assert!(run.err.contains("the tag will not be signed"), "{}", run.err);
    folder.git(&["config", "gpg.format", "openpgp"]);
    let run = smsdoc(&folder, &["approve", "SMS-POL-001"]);
    assert!(run.err.contains("git signs with OpenPGP here, which is not checked"), "{}", run.err);
    folder.git(&["config", "gpg.format", "ssh"]);
    // A key is listed, and git signs with another one: that shows when the tag is there.
    let other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";
    folder.write("sms-docs/people.yaml", &PEOPLE.replace("keys: []", &format!("keys: [\"{other}\"]")));
    folder.commit("List another key", "2026-04-21T11:00:00Z");
    let run = smsdoc(&folder, &["approve", "SMS-POL-001", "--yes"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let listed: Vec<&str> = key.split(' ').take(2).collect();
    let expected = format!(
        "warning: people.yaml does not list the key that signed as one of Ines Carrow; add it to `keys` there:\n  {}\n",
        listed.join(" ")
    );
    assert_eq!(run.err, expected);
}

#[test]
fn a_branch_is_approved_before_it_lands() {
    let folder = two_versions();
    folder.git(&["checkout", "--quiet", "-b", "next"]);
    let third = SECOND.replace("2026-10-02", "2026-11-10").replace("2026-10-15", "2026-11-15");
    folder.write(FILE, &policy("3.0", &third, "Data is copied every hour."));
    folder.commit("Copy every hour", "2026-11-09T10:00:00Z");
    folder.write("sms-docs/notes.txt", "Something else\n");
    folder.commit("Another change", "2026-11-09T11:00:00Z");
    let run = on("2026-11-10", &folder, &["approve", "SMS-POL-001", "--yes"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.out.ends_with("The commit is not on `main` yet; the version comes into force when it is\n"),
        "{}",
        run.out
    );
    let said = refused(&folder, &["approve", "SMS-POL-001", "--yes"]);
    assert!(said.contains("which holds this text"), "{said}");
    folder.git(&["checkout", "--quiet", "main"]);
    folder.git_at(&["merge", "--quiet", "--squash", "next"], "2026-11-11T10:00:00Z");
    folder.commit("Copy every hour", "2026-11-11T10:00:00Z");
    let version = &history(&folder)["versions"][0];
    assert_eq!((&version["version"], &version["evidence"]), (&"3.0".into(), &"tag".into()));
}

#[test]
fn a_review_moves_the_next_one() {
    let folder = two_versions();
    let next = || {
        let run = smsdoc(&folder, &["register", "--format", "json"]);
        let register: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        register["documents"][0]["next_review"].clone()
    };
    assert_eq!(next(), "2027-10-15");
    let run = smsdoc(&folder, &["reviewed", "SMS-POL-001", "--yes", "--outcome", "still fits;\nnext look in a year"]);
    let expected = format!(
        "\
SMS-POL-001 2.0  Backup policy
In force, review by 2027-10-15
Wrote the tag reviewed/SMS-POL-001/2026-11-22 on commit {}
It counts for others once it is pushed: git push origin reviewed/SMS-POL-001/2026-11-22
The next review of SMS-POL-001 is due by 2027-11-22
",
        short(&folder, "HEAD")
    );
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, expected.as_str(), ""));
    assert_eq!(next(), "2027-11-22");
    let tag = folder.git(&["cat-file", "tag", "reviewed/SMS-POL-001/2026-11-22"]);
    let (_, message) = tag.split_once("\n\n").expect("a message");
    let hash = history(&folder)["versions"][0]["content_hash"].as_str().expect("a hash").to_owned();
    let expected =
        format!("Review SMS-POL-001 2.0: no change\n\nOutcome: still fits; next look in a year\nContent: {hash}");
    assert_eq!(message, expected);
    let said = refused(&folder, &["reviewed", "SMS-POL-001", "--yes"]);
    assert!(said.contains("there is already a review of SMS-POL-001 of 2026-11-22 by Ines Carrow"), "{said}");
    let said = refused(&folder, &["reviewed", "SMS-POL-001", "--yes", "--on", "2026-11-23"]);
    assert!(said.contains("2026-11-23 is still to come"), "{said}");
    let said = refused(&folder, &["reviewed", "SMS-POL-001", "--on", "2026-11-01"]);
    assert!(said.contains("there is no terminal"), "{said}");
    sits_at(&folder, "Pax Nemo", "pax@example.org");
    let said = refused(&folder, &["reviewed", "SMS-POL-001", "--yes", "--on", "2026-11-01"]);
    assert!(said.contains("people.yaml knows nobody"), "{said}");
}

#[test]
fn what_does_not_count_on_a_pinned_day_is_told() {
    let folder = sms("tag");
    let config = "as_of: 2026-10-01\nrules: {clause-uncovered: {level: \"off\"}}\ncontrol: {evidence: tag}\n";
    folder.write("sms-docs/smsdoc.yaml", config);
    folder.commit("Pin the day", "2026-04-22T10:00:00Z");
    let run = smsdoc(&folder, &["approve", "SMS-POL-001", "--yes"]);
    let expected =
        "warning: `as_of` of smsdoc.yaml pins the day to 2026-10-01, and what is written now does not count on it\n";
    assert_eq!((run.code, run.err.as_str()), (0, expected));
}

#[test]
fn a_review_is_of_the_text_in_force() {
    let folder = sms("tag");
    let said = refused(&folder, &["reviewed", "SMS-POL-001", "--yes"]);
    assert!(said.contains("no version of SMS-POL-001 is in force on 2026-11-22 (approval not proven)"), "{said}");
    let folder = two_versions();
    folder.write("sms-docs/notes.txt", "Something else\n");
    folder.commit("Another change", "2026-10-05T10:00:00Z");
    folder.write(FILE, &policy("3.0", "status: draft\n", "Data is copied every hour."));
    folder.commit("Begin a draft", "2026-11-01T10:00:00Z");
    let run = smsdoc(&folder, &["reviewed", "SMS-POL-001", "--yes"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let on = short(&folder, "reviewed/SMS-POL-001/2026-11-22");
    assert_eq!(on, short(&folder, "HEAD~2"), "the newest that holds the text and changed a document");
    assert!(run.out.contains("is due by 2027-11-22"), "{}", run.out);
}

#[test]
fn changes_since_a_day_and_since_a_tag() {
    let folder = two_versions();
    let third = SECOND
        .replace("2026-10-02", "2026-11-10")
        .replace("2026-10-15", "2026-12-01")
        .replace("Copies every day", "Now *hourly*");
    folder.write(FILE, &policy("3.0", &third, "Data is copied every hour."));
    folder.commit("Copy every hour", "2026-11-09T10:00:00Z");
    assert_eq!(on("2026-11-10", &folder, &["approve", "SMS-POL-001", "--yes"]).code, 0);
    let run = smsdoc(&folder, &["changes", "--since", "2026-01-01"]);
    let expected = "\
2026-12-01  scheduled     SMS-POL-001 3.0  Backup policy
                          Now *hourly*, because a week of work was lost in
                          August; approved by Ines Carrow
2026-10-15  in force      SMS-POL-001 2.0  Backup policy
                          Copies every day, because a week of work was lost in
                          August; approved by Ines Carrow
2026-05-01  in force      SMS-POL-001 1.0  Backup policy
                          First version; approved by Ines Carrow
";
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, expected, ""));
    assert_eq!(smsdoc(&folder, &["changes"]).out.lines().count(), 6, "90 days hold two of the three");
    folder.git_at(&["tag", "--annotate", "--message", "x", "release/2026.1", "HEAD~1"], "2026-10-20T10:00:00Z");
    let config = "site: {url: \"https://sms.example.org/docs/\"}\nrules: {clause-uncovered: {level: \"off\"}}\ncontrol: {evidence: tag}\n";
    folder.write("sms-docs/smsdoc.yaml", config);
    folder.commit("Say where the site is", "2026-11-11T10:00:00Z");
    let run = smsdoc(&folder, &["changes", "--since", "release/2026.1", "--format", "markdown"]);
    let expected = "\
Changes since 3 Oct 2026:

- [SMS-POL-001 3.0](https://sms.example.org/docs/docs/SMS-POL-001/v/3.0/index.html) Backup policy, **comes into force on 1 Dec 2026**: Now \\*hourly\\*, because a week of work was lost in August; approved by Ines Carrow ([what changed](https://sms.example.org/docs/docs/SMS-POL-001/redline/2.0..3.0.html))
- [SMS-POL-001 2.0](https://sms.example.org/docs/docs/SMS-POL-001/index.html) Backup policy, in force from 15 Oct 2026: Copies every day, because a week of work was lost in August; approved by Ines Carrow ([what changed](https://sms.example.org/docs/docs/SMS-POL-001/redline/1.0..2.0.html))
";
    assert_eq!(run.out, expected);
    let run = smsdoc(&folder, &["changes", "--since", "release/2026.1", "--format", "json"]);
    let changes: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(
        (&changes["schema"], &changes["since"], &changes["as_of"]),
        (&"smsdoc/changes/1".into(), &"2026-10-03".into(), &"2026-11-22".into())
    );
    let kinds: Vec<_> = changes["changes"].as_array().expect("a list").iter().map(|change| &change["kind"]).collect();
    assert_eq!(kinds, ["scheduled", "in_force"]);
    assert_eq!(
        changes["changes"][1],
        serde_json::json!({
            "id": "SMS-POL-001", "title": "Backup policy", "version": "2.0", "kind": "in_force", "day": "2026-10-15",
            "ahead": false, "approver": "ines-carrow", "evidence": "tag",
            "change_summary": "Copies every day, because a week of work was lost in August", "superseded_by": null,
            "url": "docs/SMS-POL-001/index.html", "redline": "docs/SMS-POL-001/redline/1.0..2.0.html",
        })
    );
    let run = smsdoc(&folder, &["changes", "--since", "soon"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("`soon` is neither a day nor a commit or tag"), "{}", run.err);
    let run = smsdoc(&folder, &["changes", "--audience", "public"]);
    assert_eq!(run.out, "Nothing came into force since 2026-08-24.\n", "the policy is internal");
    assert!(smsdoc(&folder, &["register", "--format", "csv"]).out.contains(",in_force,3.0,scheduled,"));
}

#[test]
fn one_document_takes_the_place_of_another() {
    let folder = two_versions();
    folder.write(FILE, &policy("2.0", &format!("{SECOND}superseded_by: SMS-POL-002\n"), DAILY));
    let lines = SECOND.replace("2026-10-15", "2026-11-01") + "supersedes: [SMS-POL-001]\n";
    folder.write("sms-docs/data.md", &policy("1.0", &lines, DAILY).replace("id: SMS-POL-001", "id: SMS-POL-002"));
    folder.commit("One policy for all data", "2026-10-20T10:00:00Z");
    assert_eq!(on("2026-10-21", &folder, &["approve", "SMS-POL-002", "--yes"]).code, 0);
    let run = smsdoc(&folder, &["changes", "--since", "2026-10-20"]);
    let expected = "\
2026-11-01  superseded    SMS-POL-001 2.0  Backup policy
                          by SMS-POL-002
2026-11-01  in force      SMS-POL-002 1.0  Backup policy
                          Copies every day, because a week of work was lost in
                          August; approved by Ines Carrow
";
    assert_eq!(run.out, expected);
}

#[test]
fn a_diff_for_people_and_programs() {
    let folder = two_versions();
    let run = smsdoc(&folder, &["diff", "SMS-POL-001"]);
    let expected = format!(
        "\
SMS-POL-001 Backup policy
From 1.0: superseded, from 2026-05-01 to 2026-10-14, commit {}
To 2.0: in force, from 2026-10-15, commit {}
Approved by Ines Carrow on 2026-10-02 (tag)
Reason: Copies every day, because a week of work was lost in August

{CHANGE}",
        short(&folder, "HEAD~1"),
        short(&folder, "HEAD")
    );
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, expected.as_str(), ""));
    let run = smsdoc(&folder, &["diff", "sms-pol-001", "--format", "json"]);
    let diff: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!((&diff["schema"], &diff["from"], &diff["to"]), (&"smsdoc/diff/1".into(), &"1.0".into(), &"2.0".into()));
    folder
        .write(FILE, &policy("2.0", SECOND, "Data is <b>copied</b>.").replace("Backup policy", "A <script>x</script>"));
    let run = smsdoc(&folder, &["diff", "SMS-POL-001", "--format", "html"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.starts_with("<!doctype html>") && run.out.ends_with("</html>\n"));
    assert!(run.out.contains("<title>SMS-POL-001  A &lt;script&gt;x&lt;/script&gt;: what changed from 2.0 to head"));
    assert!(run.out.contains("To head: the file on disk, not committed"), "{}", run.out);
    assert!(run.out.contains("<ins>") && !run.out.contains("<script") && !run.out.contains("<b>"), "{}", run.out);
}

#[test]
fn what_is_compared_is_what_was_asked_for() {
    let folder = sms("claimed");
    let unchanged = smsdoc(&folder, &["diff", "SMS-POL-001"]);
    let expected = "SMS-POL-001 has one version, 1.0, and nothing was changed since\n";
    assert_eq!((unchanged.code, unchanged.out.as_str()), (0, expected));
    let run = smsdoc(&folder, &["diff", "SMS-POL-001", "--format", "json"]);
    assert!(run.out.contains("\"empty\": true"), "{}", run.out);
    folder.git(&["mv", FILE, "sms-docs/copies.md"]);
    folder.write("sms-docs/copies.md", &policy("2.0", "status: draft\n", DAILY));
    folder.commit("Rename and draft", "2026-10-03T10:00:00Z");
    let compared = |arguments: &[&str]| {
        let run = smsdoc(&folder, &[&["diff", "SMS-POL-001", "--format", "json"], arguments].concat());
        assert_eq!(run.code, 0, "{arguments:?}: {}", run.err);
        let diff: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        let text = |of: &str| diff[of].as_str().unwrap_or_default().to_owned();
        (text("from"), text("to"), diff["counts"]["changes"].as_u64().unwrap_or_default())
    };
    let expected = |from: &str, to: &str, changes| (from.to_owned(), to.to_owned(), changes);
    assert_eq!(compared(&[]), expected("1.0", "head", 1));
    assert_eq!(compared(&["HEAD~1"]), expected("HEAD~1", "head", 1));
    assert_eq!(compared(&["main~1", "1.0"]), expected("main~1", "1.0", 0));
    assert_eq!(compared(&["head", "1"]), expected("head", "1.0", 1));
    assert_eq!(compared(&["1.0", "head", "--as-of", "2026-05-01"]), expected("1.0", "head", 0));
    for (arguments, parts) in [
        (&["SMS-POL-001", "7.0"][..], &["SMS-POL-001 has no version 7.0 that counts", "there are 1.0 and `head`"][..]),
        (&["SMS-POL-001", "soon"], &["neither a version of SMS-POL-001 nor a commit of this repository"]),
        (&["SMS-POL-01"], &["there is no document `SMS-POL-01`", "did you mean `SMS-POL-001`?"]),
    ] {
        let run = smsdoc(&folder, &[&["diff"], arguments].concat());
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(parts.iter().all(|part| run.err.contains(part)), "{arguments:?}: {}", run.err);
    }
    folder.write("sms-docs/other.md", &policy("1.0", "status: draft\n", DAILY).replace("SMS-POL-001", "SMS-POL-002"));
    folder.commit("Another draft", "2026-10-04T10:00:00Z");
    let said = refused(&folder, &["diff", "SMS-POL-002"]);
    assert!(said.contains("SMS-POL-002 has no approved version yet, so there is nothing to compare with"), "{said}");
    let said = refused(&folder, &["diff", "SMS-POL-002", "HEAD~1", "head"]);
    assert!(said.contains(&format!("commit {} does not hold SMS-POL-002", short(&folder, "HEAD~1"))), "{said}");
}

#[test]
fn a_history_for_people() {
    let folder = two_versions();
    folder.write(FILE, &policy("3.0", "status: draft\n", "Data is copied every hour."));
    let subject = "Begin a draft whose subject is longer than a line of a terminal has room for \u{1b}[2J";
    folder.commit(subject, "2026-11-01T10:00:00Z");
    let run = smsdoc(&folder, &["history", "SMS-POL-001"]);
    let (draft, second, first) = (short(&folder, "HEAD"), short(&folder, "HEAD~1"), short(&folder, "HEAD~2"));
    let expected = format!(
        "\
SMS-POL-001  sms-docs/backup.md

Versions
  3.0  Draft
  2.0  In force        from 2026-10-15
       approved by Ines Carrow, tag, landed 2026-10-03 with {second}
       Copies every day, because a week of work was lost in August
  1.0  Superseded      2026-05-01 to 2026-10-14
       approved by Ines Carrow, tag, landed 2026-04-20 with {first}
       First version

Revisions
  {draft}  2026-11-01  modified  Rowan Hale: Begin a draft whose subject is
                                 longer than a line of a terminal has room for
                                 \\u{{1b}}[2J
  {second}  2026-10-03  modified  Rowan Hale: Copy every day
  {first}  2026-04-20  added     Rowan Hale: Write the backup policy
"
    );
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, expected.as_str(), ""));
    assert!(run.out.lines().all(|line| line.chars().count() <= 80));
    let run = smsdoc(&folder, &["history", "--all", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!((&all["schema"], &all["documents"][0]["id"]), (&"smsdoc/history/1".into(), &"SMS-POL-001".into()));
    assert!(all["documents"][0]["versions"].as_array().is_some_and(|versions| versions.len() == 2));
    assert!(all["documents"][0].get("vanished").is_none() && all["documents"][0]["versions"][0].get("proof").is_none());
}
