//! The service management system of Kestrelmoor IT Services in `sms-docs/`: complete, without findings, and nothing in it
//! said twice.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files and fail loudly")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;
use support::{Folder, Run};

/// A copy of the documents in a folder without git: what is judged is the text, wherever it is checked out.
fn reference() -> Folder {
    let folder = Folder::new();
    let top = Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in files() {
        let text = fs::read_to_string(&path).expect("a file of sms-docs");
        folder.write(path.strip_prefix(top).unwrap().as_str(), &text);
    }
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("All documents", "2026-10-31T12:00:00Z");
    folder
}

fn files() -> Vec<Utf8PathBuf> {
    support::files(&Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("sms-docs"))
}

fn smsdoc(folder: &Folder, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.args(["--color", "never"]).args(arguments).current_dir(folder.path());
    Run::of(&mut command)
}

fn json(folder: &Folder, arguments: &[&str]) -> Value {
    let run = smsdoc(folder, arguments);
    serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}{}", run.out, run.err))
}

#[test]
fn nothing_is_found_and_nothing_is_waived() {
    let folder = reference();
    let run = smsdoc(&folder, &["check", "--deny", "warning"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    for path in files() {
        let text = fs::read_to_string(&path).expect("a file");
        assert!(!text.contains("\nwaivers:"), "{path} has a waiver");
    }
}

#[test]
fn every_clause_is_shown_by_records_and_everything_wanted_in_writing_is_there() {
    let folder = reference();
    let run = smsdoc(&folder, &["coverage", "--min-level", "evidenced"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let report = json(&folder, &["coverage", "--format", "json"]);
    let leaves = report["clauses"].as_array().unwrap().iter().filter(|clause| clause["leaf"] == true);
    assert_eq!(leaves.count(), 63);
    let items = report["documented_information"].as_array().unwrap();
    assert_eq!(items.len(), 63);
    for item in items {
        assert_eq!(item["presence"], "there", "{item}");
    }
}

#[test]
fn no_sentence_is_there_twice() {
    // Reports of one series may use the same words for the same thing.
    let mut seen: BTreeMap<String, (String, Utf8PathBuf)> = BTreeMap::new();
    let mut twice = Vec::new();
    for path in files().into_iter().filter(|path| path.extension() == Some("md")) {
        let text = fs::read_to_string(&path).expect("a document");
        let end = text[4..].find("\n---\n").expect("front matter") + 9;
        let field = |name: &str| text[..end].lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
        let whose = field("series: ").or_else(|| field("id: ")).expect("an id");
        for sentence in sentences(&text[end..]) {
            match seen.get(&sentence) {
                Some((other, _)) if *other == whose => {}
                Some((_, first)) => twice.push(format!("{first} and {path}: {sentence}")),
                None => drop(seen.insert(sentence, (whose.clone(), path.clone()))),
            }
        }
    }
    assert!(twice.is_empty(), "{} sentences are there twice:\n{}", twice.len(), twice.join("\n"));
    assert!(seen.len() > 2000, "only {} sentences were read", seen.len());
}

/// Words from which on a sentence counts.
const LONG: usize = 8;

/// The sentences of running text without marks; headings and tables name the same things everywhere.
fn sentences(body: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    let mut apart = 0;
    for event in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Heading { .. } | Tag::Table(_)) => apart += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Heading(_) | TagEnd::Table) => apart -= 1,
            Event::Text(text) | Event::Code(text) if apart == 0 => blocks.last_mut().unwrap().push_str(&text),
            Event::SoftBreak => blocks.last_mut().unwrap().push(' '),
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {}
            Event::End(_) => blocks.push(String::new()),
            _ => {}
        }
    }
    let split = |block: &String| {
        let marked = [". ", "? ", "! "].iter().fold(block.clone(), |text, end| text.replace(end, "\n"));
        marked.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let plain =
        |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_lowercase();
    let sentences = blocks.iter().flat_map(split).map(plain);
    sentences.filter(|text| text.split(' ').count() >= LONG).collect()
}
