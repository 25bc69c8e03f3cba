//! Makes repositories of any size for measurements: documents with tables, lists and links, five commits each, some of
//! them renames and merges.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};

/// Commits for each document.
pub(crate) const COMMITS: usize = 5;

const WORDS: [&str; 24] = [
    "service", "incident", "record", "owner", "change", "review", "target", "customer", "supplier", "restore",
    "approve", "measure", "report", "request", "plan", "level", "evidence", "access", "backup", "window", "impact",
    "urgency", "contract", "release",
];

/// A small generator with a seed: the same numbers everywhere.
pub(crate) struct Numbers(u64);

impl Numbers {
    /// A generator; the seed is not 0.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A word of the trade.
    pub(crate) fn word(&mut self) -> &'static str {
        WORDS[self.next(WORDS.len())]
    }

    /// A number below another.
    pub(crate) fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below as u64).unwrap_or_default()
    }
}

/// A repository with so many documents in the temporary folder; made once.
pub(crate) fn repository(documents: usize) -> Utf8PathBuf {
    let base = Utf8PathBuf::from_path_buf(std::env::temp_dir()).expect("a temporary folder with a name in UTF-8");
    let folder = base.join(format!("smsdoc-bench-{documents}"));
    if folder.join(".git/complete").is_file() {
        return folder;
    }
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    git(&folder, &["init", "--quiet", "--initial-branch=main"], None);
    git(&folder, &["fast-import", "--quiet"], Some(&history(documents)));
    git(&folder, &["reset", "--quiet", "--hard", "main"], None);
    std::fs::write(folder.join(".git/complete"), "").expect("a mark");
    folder
}

fn git(folder: &Utf8Path, arguments: &[&str], input: Option<&str>) {
    let mut child = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() })
        .spawn()
        .expect("measurements need the program git");
    if let (Some(mut stdin), Some(input)) = (child.stdin.take(), input) {
        stdin.write_all(input.as_bytes()).expect("git reads the history");
    }
    assert!(child.wait().expect("git ends").success(), "git {arguments:?}");
}

/// The whole history as `git fast-import` reads it.
fn history(documents: usize) -> String {
    let mut out = String::new();
    let mut mark = 0;
    let mut commit = |out: &mut String, merge: Option<usize>, files: &str| {
        mark += 1;
        let time = 1_700_000_000 + mark * 600;
        let _ = write!(
            out,
            "commit refs/heads/main\nmark :{mark}\nauthor Rowan Hale <rowan@example.org> {time} +0000\ncommitter Rowan Hale <rowan@example.org> {time} +0000\ndata 12\nChange {mark:05}\n"
        );
        if let Some(merge) = merge {
            let _ = writeln!(out, "merge :{merge}");
        }
        out.push_str(files);
        mark
    };
    let people = "people:\n  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager, from: 2020-01-01}]}\n  - {id: ines-carrow, name: Ines Carrow, roles: [{role: managing-director, from: 2020-01-01}]}\nroles:\n  - {id: managing-director, title: Managing Director}\n  - {id: sms-manager, title: SMS Manager}\n";
    let config = "site: {organization: Kestrelmoor IT Services}\nrules: {clause-uncovered: {level: warning}}\n";
    commit(&mut out, None, &(file("sms-docs/people.yaml", people) + &file("sms-docs/smsdoc.yaml", config)));
    let mut paths: Vec<String> = (0..documents).map(path).collect();
    for round in 0..COMMITS {
        for (number, path) in paths.iter_mut().enumerate() {
            let mut change = String::new();
            if round == 2 && number % 25 == 0 {
                let moved = path.replace(".md", "-renamed.md");
                let _ = writeln!(change, "R {path} {moved}");
                *path = moved;
            }
            change.push_str(&file(path, &document(number, documents, round)));
            commit(&mut out, None, &change);
        }
    }
    out.push_str("done\n");
    out
}

fn path(number: usize) -> String {
    format!("sms-docs/area-{:02}/pol-{number:05}.md", number / 500)
}

fn file(path: &str, text: &str) -> String {
    format!("M 644 inline {path}\ndata {}\n{text}\n", text.len())
}

/// A document of 600 to 1,500 words in its state after some changes.
fn document(number: usize, documents: usize, round: usize) -> String {
    let mut out = format!(
        "---\nid: BEN-POL-{number:05}\ntitle: Policy {number} about {}\ntype: policy\nversion: \"1.{round}\"\nstatus: approved\nowner: sms-manager\nclassification: internal\nclauses: [\"8.6.1\", \"7.5.{}\"]\nsummary: What we do about {}.\napprover: ines-carrow\napproved_on: 2026-03-0{}\neffective_on: 2026-04-0{}\nchange_summary: Change {round}.\nnext_review: 2027-04-01\npurpose: Measured.\ncommitments: [Do it., Measure it.]\napplies_to: [all staff]\ncommunicated_to: [all staff]\n---\n\n",
        WORDS[number % WORDS.len()],
        1 + number % 2,
        WORDS[(number + 7) % WORDS.len()],
        1 + round,
        1 + round,
    );
    let sections = 5 + number % 5;
    for section in 0..sections {
        let _ = write!(out, "## Section {section} of {}\n\n", WORDS[(number + section) % WORDS.len()]);
        // Each change after the first rewrites one section.
        let written = if section < round { section + 1 } else { 0 };
        let mut numbers = Numbers(0x5eed_5eed_5eed_5eed ^ ((number * 64 + section) * 8 + written) as u64);
        for _ in 0..2 {
            sentences(&mut out, 55, &mut numbers);
            let _ = write!(out, " See [[BEN-POL-{:05}]].\n\n", numbers.next(documents));
        }
        match section % 3 {
            0 => out.push_str("| Priority | Respond | Restore |\n|---|--:|--:|\n| P1 | 15 min | 4 h |\n| P2 | 30 min | 8 h |\n| P3 | 2 h | 3 days |\n\n"),
            1 => out.push_str("1. **Log** it.\n2. Classify it.\n   - impact\n   - urgency\n3. Restore it.\n\n"),
            _ => out.push_str("```text\nqueue: desk\nstate: open\n```\n\n> [!NOTE]\n> Ask the owner.\n\n"),
        }
    }
    out
}

fn sentences(out: &mut String, words: usize, numbers: &mut Numbers) {
    for word in 1..=words {
        out.push_str(WORDS[numbers.next(WORDS.len())]);
        out.push_str(if word % 20 == 0 { ". " } else { " " });
    }
    out.push('.');
}
