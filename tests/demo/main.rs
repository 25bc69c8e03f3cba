//! The example repository that `smsdoc init --demo` writes: made here from `sms-docs/` and from `tests/demo`, and tried
//! out.
//!
//! The program ships a pack of git objects. `BLESS=1 cargo test --test demo` makes it anew, which is to be done whenever
//! `sms-docs/` or what lies in this folder has changed; without it, the test says that they differ.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests make files and fail loudly"
)]

mod events;
mod forge;
mod keys;
mod sources;
#[path = "../support/mod.rs"]
mod support;
mod text;
mod twin;

use std::env;
use std::fs;
use std::process::Command;

use camino::Utf8Path;
use serde_json::Value;
use smsdoc::git::Repository;

use forge::forge;
use sources::Sources;
use support::{Folder, Run};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/scaffold/demo/kestrelmoor");

#[test]
fn what_is_shipped_is_what_the_sources_say() {
    let sources = Sources::read();
    let made = forge(&events::plan(&sources), &sources);
    // For looking at it before it is shipped.
    if let Ok(folder) = env::var("SMSDOC_DEMO") {
        let names: Vec<(&str, &str)> =
            made.names.lines().filter_map(|line| line.split_once(' ')).map(|(id, name)| (name, id)).collect();
        Repository::unpack(Utf8Path::new(&folder), "main", &made.pack, &names).expect("a repository");
    }
    if env::var_os("BLESS").is_some() {
        fs::write(format!("{SHIPPED}.pack"), &made.pack).expect("the pack");
        fs::write(format!("{SHIPPED}.refs"), &made.names).expect("the names");
    }
    let shipped = fs::read_to_string(format!("{SHIPPED}.refs")).expect("the names");
    assert!(
        shipped == made.names,
        "sms-docs/ or tests/demo differ from the example that is shipped; make it anew: BLESS=1 cargo test --test demo"
    );
}

/// Runs the program in the example.
fn smsdoc(folder: &Folder, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.args(["--color", "never"]).args(arguments).current_dir(folder.path()).env("COLUMNS", "80");
    Run::of(&mut command)
}

fn json(folder: &Folder, arguments: &[&str]) -> Value {
    let run = smsdoc(folder, arguments);
    serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}{}", run.out, run.err))
}

/// The example in a folder of its own.
fn example() -> Folder {
    let folder = Folder::new();
    let run = smsdoc(&folder, &["init", "--demo"]);
    assert_eq!(run.code, 0, "{}", run.err);
    folder
}

#[test]
fn it_is_the_same_each_time_and_leaves_nothing_to_commit() {
    let folder = Folder::new();
    let first = smsdoc(&folder, &["init", "--demo", "one"]);
    assert_eq!((first.code, first.err.as_str()), (0, ""));
    assert!(first.out.contains("  cd one\n"), "{}", first.out);
    // Settings of the user's own git that would change what lies in files.
    folder.write("settings", "[core]\n\tautocrlf = true\n[init]\n\tdefaultBranch = other\n");
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.args(["--quiet", "init", "--demo", "two"]).current_dir(folder.path());
    let second = Run::of(command.env("GIT_CONFIG_GLOBAL", folder.path().join("settings")));
    assert_eq!((second.code, second.out.as_str(), second.err.as_str()), (0, "", ""));
    for question in [&["show-ref", "--head"][..], &["ls-files", "--stage"], &["status", "--porcelain", "--branch"]] {
        let answer = |name: &str| folder.git(&[&["-C", name], question].concat());
        assert_eq!(answer("one"), answer("two"), "git {}", question.join(" "));
    }
    assert_eq!(folder.git(&["-C", "one", "status", "--porcelain"]), "");
    assert_eq!(folder.read("one/sms-docs/people.yaml"), folder.read("two/sms-docs/people.yaml"));
    folder.git(&["-C", "one", "fsck", "--strict"]);
}

#[test]
fn it_goes_into_an_empty_folder_only() {
    let folder = Folder::new();
    folder.write("there/notes.txt", "mine");
    let run = smsdoc(&folder, &["init", "--demo", "there"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("is not empty") && run.err.contains("smsdoc init --demo example"), "{}", run.err);
    assert_eq!(folder.git(&["init", "--quiet", "other"]), "");
    assert_eq!(smsdoc(&folder, &["init", "--demo", "other"]).code, 2);
    assert_eq!(smsdoc(&folder, &["init", "--demo", "--dry-run", "there"]).code, 2, "a trial is refused as well");
    assert_eq!(smsdoc(&folder, &["init", "--demo", "there/notes.txt/new"]).code, 2);
    let inner = smsdoc(&folder, &["init", "--demo", "other/with blanks"]);
    assert!(
        inner.out.contains("cd 'other/with blanks'\n") && inner.err.contains("leave it out there"),
        "{}",
        inner.err
    );
    let dry = smsdoc(&folder, &["init", "--demo", "--dry-run", "new"]);
    assert_eq!(dry.code, 0);
    assert!(dry.out.starts_with("Would make") && !folder.path().join("new").exists(), "{}", dry.out);
}

#[test]
fn it_is_sound_at_its_end() {
    let folder = example();
    let run = smsdoc(&folder, &["check", "--deny", "warning"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let run = smsdoc(&folder, &["coverage", "--min-level", "evidenced"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    // What an example is to show.
    let register = json(&folder, &["register", "--format", "json"]);
    let states: Vec<&str> =
        register["documents"].as_array().unwrap().iter().map(|document| document["state"].as_str().unwrap()).collect();
    for state in ["in_force", "superseded", "withdrawn"] {
        assert!(states.contains(&state), "none is {state}");
    }
    let history = |id: &str| json(&folder, &["history", id, "--format", "json"]);
    assert_eq!(history("ASR-POL-001")["versions"][0]["state"], "scheduled");
    let next = register["documents"].as_array().unwrap().iter().find(|document| document["id"] == "SMS-PLN-002");
    assert_eq!(next.unwrap()["next"]["state"], "draft");
    for version in history("SMS-POL-001")["versions"].as_array().unwrap() {
        assert_eq!(version["evidence"], "signed", "{version}");
    }
}

#[test]
fn it_can_be_published_as_it_was() {
    let folder = example();
    for day in ["2024-11-26", "2025-10-01", "2026-06-30", "2026-10-31"] {
        let run = smsdoc(&folder, &["--as-of", day, "build", "--out", day]);
        assert_eq!(run.code, 0, "{day}: {}", run.err);
    }
    let policy = |day: &str| folder.read(&format!("{day}/docs/SMS-POL-001/index.html"));
    assert!(policy("2024-11-26").contains("Helen Marsh") && policy("2024-11-26") != policy("2026-10-31"));
}
