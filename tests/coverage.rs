//! Clause coverage: levels against a second, plain way of working them out; whole sites by example; the past against
//! what `--as-of` says of it.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use proptest::prelude::*;
use serde_json::Value;
use smsdoc::evaluate::coverage::Level;
use smsdoc::evaluate::evaluate;
use smsdoc::model::documented::{Cadence, Documented, Kept};
use smsdoc::model::framework::{Framework, Required};
use smsdoc::read::Workspace;
use support::{Folder, Run, request};

const PEOPLE: &str = "\
people:
  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager, from: 2024-01-01}]}
  - {id: ines-carrow, name: Ines Carrow, emails: [ines@example.org], roles: [{role: managing-director, from: 2024-01-01}]}
  - {id: sam-dorne, name: Sam Dorne, emails: [sam@example.org]}
roles:
  - {id: sms-manager, title: SMS Manager}
  - {id: managing-director, title: Managing Director}
";

fn smsdoc(folder: &Folder, arguments: &[&str]) -> Run {
    on("2026-11-22", folder, arguments)
}

/// Runs the program on a day.
fn on(day: &str, folder: &Folder, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.args(["--color", "never", "--today", day]).args(arguments).current_dir(folder.path());
    Run::of(command.env("COLUMNS", "80"))
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}{}", run.out, run.err))
}

/// Level of each leaf clause by its id.
fn levels(folder: &Folder, arguments: &[&str]) -> BTreeMap<String, String> {
    let run = smsdoc(folder, &[&["coverage", "--format", "json"], arguments].concat());
    let report = json(&run);
    let clauses = report["clauses"].as_array().expect("clauses").iter().filter(|clause| clause["leaf"] == true);
    let word = |value: &Value| value.as_str().expect("a text").to_owned();
    clauses.map(|clause| (word(&clause["id"]), word(&clause["level"]))).collect()
}

// ---- Levels, worked out a second time ----

/// Clauses that generated documents claim.
const CLAUSES: [&str; 18] = [
    "5.2.1", "6.2.1", "6.3", "7.1", "7.2", "7.5.2", "7.5.4", "8.2.6", "8.3.2", "8.3.3", "8.4.1", "8.5.1.2", "8.5.1.3",
    "8.6.1", "8.6.3", "9.2.2", "9.3", "10.2",
];

const TYPES: [&str; 9] =
    ["policy", "process", "plan", "register", "form", "record", "report", "management_review", "external"];

fn is_record(doc_type: &str) -> bool {
    matches!(doc_type, "record" | "report" | "management_review")
}

/// Where a generated document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    InForce,
    Overdue,
    Draft,
    Withdrawn,
    /// A record that is closed, of a day in this month.
    Fresh,
    /// A record that is closed, of a day long past.
    Old,
    /// A record that is not complete.
    Open,
    /// A record that says that nothing happened.
    Nil,
}

#[derive(Clone, Debug)]
struct Doc {
    doc_type: &'static str,
    stands: Stands,
    claims: BTreeSet<usize>,
    in_sections: bool,
}

impl Doc {
    fn claims(&self, clause: &str) -> bool {
        self.claims.iter().any(|index| CLAUSES[*index] == clause)
    }

    fn text(&self, number: usize) -> String {
        let claims: Vec<String> = self.claims.iter().map(|index| format!("\"{}\"", CLAUSES[*index])).collect();
        let mut text =
            format!("---\nid: GEN-{number:03}\ntitle: Generated\ntype: {}\nversion: \"1.0\"\n", self.doc_type);
        text += "owner: sms-manager\nclassification: internal\n";
        let _ = writeln!(text, "clauses: [{}]", if self.in_sections { String::new() } else { claims.join(", ") });
        text += match self.stands {
            Stands::InForce => {
                "status: approved\napprover: rowan-hale\napproved_on: 2026-01-05\nnext_review: 2027-11-01\n"
            }
            Stands::Overdue => {
                "status: approved\napprover: rowan-hale\napproved_on: 2024-01-05\nnext_review: 2026-11-21\n"
            }
            Stands::Draft => "status: draft\n",
            Stands::Withdrawn => {
                "status: withdrawn\napprover: rowan-hale\napproved_on: 2026-01-05\nwithdrawn_on: 2026-02-01\nwithdrawn_reason: Gone\n"
            }
            Stands::Fresh => "status: closed\noccurred_on: 2026-11-02\nclosed_on: 2026-11-03\n",
            Stands::Old => "status: closed\noccurred_on: 2025-02-02\nclosed_on: 2025-02-03\n",
            Stands::Open => "status: open\noccurred_on: 2026-11-02\n",
            Stands::Nil => "status: closed\noccurred_on: 2026-11-02\nclosed_on: 2026-11-03\nnil_statement: Nothing\n",
        };
        text += "---\n\n## Purpose\n\nText.\n";
        for index in self.claims.iter().filter(|_| self.in_sections) {
            let _ = writeln!(text, "\n## Part {index} {{#part-{index} clauses={}}}\n\nText.", CLAUSES[*index]);
        }
        text
    }
}

/// Levels by the plain words of the contract, without the structures of the program.
struct Plain<'a> {
    framework: &'a Framework,
    docs: &'a [&'a Doc],
}

impl Plain<'_> {
    fn items(&self) -> &[Documented] {
        &self.framework.documented.items
    }

    /// What a clause asks for by name, and whether a document is of a type for any of it.
    fn asked(&self, doc: &Doc, clause: &str) -> (Vec<&Documented>, bool) {
        let asks = |item: &&Documented| {
            clause != "7.5.4"
                && item.required == Required::Explicit
                && !item.sums_up
                && item.clauses.iter().any(|of| of == clause)
        };
        let asked: Vec<&Documented> = self.items().iter().filter(asks).collect();
        let is = |item: &&Documented| item.typical == doc.doc_type || item.also.iter().any(|of| of == doc.doc_type);
        let named = asked.iter().any(is);
        (asked, named)
    }

    /// Whether a claim answers the clause: forms never do, others from outside only what comes from outside, records not
    /// where a document is asked for, minutes of a review only what asks for them.
    fn counts(&self, doc: &Doc, clause: &str) -> bool {
        let (asked, named) = self.asked(doc, clause);
        let wants_document = asked.iter().any(|item| item.kind == Kept::Document);
        match doc.doc_type {
            "form" => false,
            "external" => named,
            "management_review" => !wants_document && (named || asked.is_empty()),
            other => !is_record(other) || !wants_document,
        }
    }

    /// Whether a claim lets a document stand for what the clause wants in writing: a record does beside a document.
    fn may_stand(&self, doc: &Doc, clause: &str) -> bool {
        let (asked, named) = self.asked(doc, clause);
        match doc.doc_type {
            "form" => false,
            "external" => named,
            other if is_record(other) => {
                asked.iter().all(|item| item.kind != Kept::Document)
                    || named
                    || asked.iter().any(|item| item.kind != Kept::Document)
            }
            _ => true,
        }
    }

    fn is_there(&self, item: &Documented) -> bool {
        let own: Vec<&String> = item.clauses.iter().filter(|clause| *clause != "7.5.4").collect();
        if own.is_empty() {
            let by_record =
                |item: &Documented| self.docs.iter().any(|doc| is_record(doc.doc_type) && self.stands_for(doc, item));
            return self.items().iter().any(by_record);
        }
        self.docs.iter().any(|doc| self.stands_for(doc, item))
    }

    fn stands_for(&self, doc: &Doc, item: &Documented) -> bool {
        let own = item.clauses.iter().filter(|clause| *clause != "7.5.4");
        let claimed = own.clone().any(|clause| doc.claims(clause) && self.may_stand(doc, clause));
        let named = item.typical == doc.doc_type || item.also.iter().any(|of| of == doc.doc_type);
        // Audits are held in any case.
        let nil = doc.stands == Stands::Nil && item.period == Some(Cadence::OnEvent) && item.id != "DI-057";
        let good = match (doc.stands, item.period) {
            (Stands::InForce | Stands::Fresh | Stands::Nil, _) => true,
            // A day in February 2025 lies in no period of twelve months or less.
            (Stands::Old | Stands::Open, Some(Cadence::Every(_))) => false,
            (Stands::Old | Stands::Open, _) => true,
            (Stands::Overdue | Stands::Draft | Stands::Withdrawn, _) => false,
        };
        claimed && (named || nil) && good
    }

    fn level(&self, clause: &str) -> Level {
        let claiming = self.docs.iter().filter(|doc| doc.claims(clause) && self.counts(doc, clause));
        let claiming: Vec<_> = claiming.filter(|doc| doc.stands != Stands::Withdrawn).collect();
        let unfinished = |doc: &&&&Doc| matches!(doc.stands, Stands::Draft | Stands::Open);
        let in_force: Vec<_> = claiming.iter().filter(|doc| !unfinished(doc)).collect();
        if claiming.is_empty() {
            return Level::Gap;
        }
        if in_force.is_empty() {
            return Level::Mentioned;
        }
        if in_force.iter().all(|doc| doc.stands == Stands::Overdue) {
            return Level::Overdue;
        }
        let records = self.items().iter().filter(|item| {
            let asked = item.clauses.iter().any(|of| of == clause);
            asked && (item.kind == Kept::Record || (item.kind == Kept::Both && clause != "7.5.4"))
        });
        if records.into_iter().all(|item| self.is_there(item)) { Level::Evidenced } else { Level::Covered }
    }
}

/// Levels as the program works them out.
fn computed(docs: &[(usize, &Doc)]) -> (BTreeMap<String, Level>, Framework, Folder) {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "control: {approvers: {default: [sms-manager], policy: [sms-manager]}}\n");
    folder.write("sms-docs/people.yaml", PEOPLE);
    for (number, doc) in docs {
        folder.write(&format!("sms-docs/{number}.md"), &doc.text(*number));
    }
    let workspace = Workspace::open(Some(folder.path()), folder.path()).expect("the folder opens");
    let read = workspace.read(&request()).expect("the folder is read");
    let sms = evaluate(read.inputs, &read.texts);
    let levels = sms.coverage.clauses.iter().map(|clause| (clause.id.clone(), clause.level)).collect();
    (levels, sms.inputs.framework().expect("a framework").clone(), folder)
}

fn a_document() -> impl Strategy<Value = Doc> {
    let claims = proptest::collection::btree_set(0..CLAUSES.len(), 1..4);
    (0..TYPES.len(), 0..4_usize, claims, any::<bool>()).prop_map(|(of, stands, claims, in_sections)| {
        let doc_type = TYPES[of];
        let stands = if is_record(doc_type) {
            [Stands::Fresh, Stands::Old, Stands::Open, Stands::Nil][stands]
        } else {
            [Stands::InForce, Stands::Overdue, Stands::Draft, Stands::Withdrawn][stands]
        };
        Doc { doc_type, stands, claims, in_sections }
    })
}

const WORDS: [&str; 5] = ["gap", "mentioned", "overdue", "covered", "evidenced"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Levels are those of the plain words, with all documents and without any one of them; what is taken away lowers
    /// clauses that it claimed or was evidence for, and no others; the exit code follows.
    #[test]
    fn what_is_taken_away_lowers_what_it_supported(docs in proptest::collection::vec(a_document(), 1..7), least in 0..5_usize) {
        let all: Vec<(usize, &Doc)> = docs.iter().enumerate().collect();
        let (before, framework, folder) = computed(&all);
        let plain = Plain { framework: &framework, docs: &docs.iter().collect::<Vec<_>>() };
        for clause in framework.leaves() {
            prop_assert_eq!(before[&clause.id], plain.level(&clause.id), "{}: {:?}", clause.id, docs);
        }
        let run = smsdoc(&folder, &["coverage", "--min-level", WORDS[least]]);
        let fails = before.values().any(|level| level.word() != WORDS[least] && *level < Level::ALL[least]);
        prop_assert_eq!(run.code, i32::from(fails), "{}", run.err);

        for (gone, doc) in docs.iter().enumerate() {
            let left: Vec<(usize, &Doc)> = all.iter().copied().filter(|(number, _)| *number != gone).collect();
            let (after, ..) = computed(&left);
            let rest: Vec<&Doc> = left.iter().map(|(_, doc)| *doc).collect();
            let lesser = Plain { framework: &framework, docs: &rest };
            let evidence = |clause: &str| {
                let of = framework.documented.items.iter().filter(|item| item.clauses.iter().any(|at| at == clause));
                let mut of = of.filter(|item| item.kind != Kept::Document);
                of.any(|item| plain.stands_for(doc, item)) || (clause == "7.5.4" && is_record(doc.doc_type))
            };
            for clause in framework.leaves() {
                let (was, is) = (before[&clause.id], after[&clause.id]);
                prop_assert_eq!(is, lesser.level(&clause.id), "{} without {:?}", clause.id, doc);
                prop_assert!(is <= was, "{}: {:?} rose without {:?}", clause.id, was, doc);
                let supported = doc.claims(&clause.id) || evidence(&clause.id);
                prop_assert!(is == was || supported, "{}: {:?} to {:?} without {:?}", clause.id, was, is, doc);
            }
        }
    }
}

// ---- Whole sites by example ----

/// What a site says of its coverage: totals, every clause that is no bare gap, what rules find, the pages.
fn told(folder: &Folder) -> String {
    let run = smsdoc(folder, &["coverage", "--format", "json"]);
    let report = json(&run);
    let mut out = format!("totals {}\n", report["totals"]);
    let list = |value: &Value, field: &str| {
        let items = value.as_array().expect("a list").iter();
        items.map(|item| item[field].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>().join(" ")
    };
    for clause in report["clauses"].as_array().expect("clauses") {
        let bare = clause["level"] == "gap" && clause["unfit"].as_array().is_some_and(Vec::is_empty);
        if clause["leaf"] == false || bare {
            continue;
        }
        let [documents, records, unfit, missing] =
            [("documents", "id"), ("records", "id"), ("unfit", "id"), ("missing", "id")]
                .map(|(field, of)| list(&clause[field], of));
        let _ = writeln!(
            out,
            "{} {} documents [{documents}] sections [{}] records [{records}] unfit [{unfit}] missing [{missing}]\n    {}",
            clause["id"].as_str().unwrap(),
            clause["level"].as_str().unwrap(),
            list(&clause["documents"], "anchor").trim(),
            clause["reason"].as_str().unwrap()
        );
    }
    for word in WORDS {
        let _ = writeln!(out, "--min-level {word}: exit {}", smsdoc(folder, &["coverage", "--min-level", word]).code);
    }
    let check = json(&smsdoc(folder, &["check", "--format", "json"]));
    for finding in check["findings"].as_array().expect("findings") {
        let rule = finding["rule"].as_str().unwrap();
        if rule.starts_with("clause-u") && rule != "clause-uncovered"
            || rule.starts_with("documented")
            || rule.starts_with("gap")
        {
            let _ = writeln!(
                out,
                "{} {rule}: {}",
                finding["severity"].as_str().unwrap(),
                finding["message"].as_str().unwrap()
            );
        }
    }
    let site = Folder::new();
    let out_folder = site.path().join("site");
    let built = smsdoc(folder, &["build", "--deny", "never", "--audience", "auditor", "--out", out_folder.as_str()]);
    assert_eq!(built.code, 0, "{}", built.err);
    let page = |path: &str| fs::read_to_string(out_folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    let matrix = page("clauses/iso20000-1-2018/index.html");
    for clause in report["clauses"].as_array().expect("clauses").iter().filter(|clause| clause["leaf"] == true) {
        let (id, level) = (clause["id"].as_str().unwrap(), clause["level"].as_str().unwrap());
        let tile = format!("<a class=\"tile tile--{level}\" href=\"../../clauses/iso20000-1-2018/{id}/index.html\"");
        assert!(matrix.contains(&tile), "the matrix shows {id} as {level}");
        let own = page(&format!("clauses/iso20000-1-2018/{id}/index.html"));
        assert!(own.contains(&format!("</svg>{}</span></div>", label(level))), "the page of {id} says {level}");
        assert!(own.contains("Conformity is for an auditor to judge."), "{id}");
    }
    let readiness = page("readiness/index.html");
    for line in readiness.lines().filter(|line| line.contains("<h2>Stage") || line.contains("The figure is")) {
        let _ = writeln!(out, "readiness: {}", plain(line));
    }
    for path in ["clauses/iso20000-1-2018/index.html", "readiness/index.html", "readiness/since-audit/index.html"] {
        assert!(page(path).contains("Conformity is for an auditor to judge."), "{path}");
    }
    out
}

fn label(level: &str) -> &'static str {
    match level {
        "gap" => "Gap",
        "mentioned" => "Draft only",
        "overdue" => "Overdue",
        "covered" => "Covered",
        _ => "Evidenced",
    }
}

/// A line of HTML without its tags.
fn plain(line: &str) -> String {
    let mut inside = false;
    let text = line.chars().filter(|char| match char {
        '<' => {
            inside = true;
            false
        }
        '>' => {
            inside = false;
            false
        }
        _ => !inside,
    });
    text.collect::<String>().trim().to_owned()
}

/// Each folder of `tests/sites` tells of one thing; `BLESS=1 cargo test` writes the expectations anew.
#[test]
fn sites_tell_of_their_coverage() {
    let folder = camino::Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let mut wrong = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for entry in folder.read_dir_utf8().expect("the examples are there") {
        let entry = entry.expect("an entry");
        names.push(entry.file_name().to_owned());
        let found = told(&Folder::copy_of(entry.path()));
        let file = entry.path().join("expected.txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&file, &found).expect("expectations are written");
        }
        if fs::read_to_string(&file).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", entry.file_name()));
        }
    }
    names.sort();
    let wanted = [
        "all-covered",
        "draft-only",
        "nothing-covered",
        "overdue",
        "record-out-of-period",
        "section-claim",
        "unknown-clause",
        "wrong-type",
    ];
    assert_eq!(names, wanted);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// ---- The past ----

const CONFIG: &str = "\
site: {organization: Kestrelmoor IT Services}
control: {evidence: trailer, approvers: {default: [managing-director], policy: [managing-director]}}
";

fn policy(id: &str, clauses: &str, more: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: A policy\ntype: policy\nversion: \"1.0\"\nstatus: approved\nowner: sms-manager\n\
         classification: internal\nclauses: [{clauses}]\napprover: ines-carrow\n{more}purpose: P.\ncommitments: [C]\n\
         applies_to: [all]\ncommunicated_to: [all]\n---\n\n## Purpose\n\nText.\n"
    )
}

/// A repository in which coverage rises and falls: a second policy, a report, an overdue review, a withdrawal.
fn history(releases: bool) -> Folder {
    let folder = Folder::new();
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.write("sms-docs/smsdoc.yaml", CONFIG);
    folder.write("sms-docs/people.yaml", PEOPLE);
    let first = "approved_on: 2025-02-01\nnext_review: 2026-03-01\n";
    folder.write("sms-docs/a.md", &policy("SMS-POL-001", "\"5.2.1\", \"7.1\"", first));
    folder.step("commit by:sam on:2025-02-01 approved-by:ines", 1);
    let draft = policy("SMS-POL-002", "\"8.3.3\", \"9.4\", \"7.6\"", "change_summary: First version\n");
    folder.write(
        "sms-docs/b.md",
        &draft.replace("status: approved", "status: draft").replace("approver: ines-carrow\n", ""),
    );
    folder.step("commit by:sam on:2025-05-01", 2);
    let second = "approved_on: 2025-08-01\nnext_review: 2027-08-01\n";
    folder.write("sms-docs/b.md", &policy("SMS-POL-002", "\"8.3.3\", \"9.4\", \"7.6\"", second));
    folder.step("commit by:sam on:2025-08-02 approved-by:ines", 3);
    folder.write(
        "sms-docs/r.md",
        "---\nid: REL-RPT-001\ntitle: A report\ntype: report\nversion: \"1.0\"\nstatus: closed\nowner: sms-manager\n\
         classification: confidential\nclauses: [\"8.3.3\", \"9.4\"]\nperiod: \"2025-10\"\nrecorded_by: sam-dorne\nclosed_on: 2025-11-05\n---\n\n## Results\n\nText.\n",
    );
    folder.step("commit by:sam on:2025-11-05", 4);
    if releases {
        folder.git_at(&["tag", "--annotate", "--message", "First", "release/2025.1", "HEAD~2"], "2025-05-03T12:00:00Z");
        folder.git_at(&["tag", "--annotate", "--message", "Second", "release/2025.2"], "2025-11-05T18:00:00Z");
    }
    folder.set("sms-docs/b.md", "status", Some("withdrawn"));
    folder.set("sms-docs/b.md", "withdrawn_on", Some("2026-08-10"));
    folder.set("sms-docs/b.md", "withdrawn_reason", Some("Not used."));
    folder.step("commit by:sam on:2026-08-10 approved-by:ines", 5);
    folder
}

/// Counts of the trend and of `--as-of` on the same day.
fn agree(folder: &Folder, audience: &[&str]) -> Vec<String> {
    let trend = json(&smsdoc(folder, &[&["coverage", "--trend", "--format", "json"], audience].concat()));
    let points = trend["points"].as_array().expect("points").clone();
    let mut told = Vec::new();
    for point in &points {
        let (name, day) = (point["name"].as_str().unwrap(), point["day"].as_str().unwrap());
        let as_of = if name.starts_with("release/") { name } else { day };
        let levels = levels(folder, &[&["--as-of", as_of, "--today", day], audience].concat());
        for word in WORDS {
            let counted = levels.values().filter(|level| *level == word).count();
            assert_eq!(point[word], counted, "{name} {word}");
        }
        let of = |word: &str| point[word].as_u64().unwrap();
        told.push(format!("{name} {day}: {} {} {} {}", of("mentioned"), of("overdue"), of("covered"), of("evidenced")));
    }
    told
}

#[test]
fn the_trend_says_what_was_said_on_the_day() {
    let quarters = agree(&history(false), &[]);
    let expected = [
        "2025-Q1 2025-03-31: 0 0 0 2",
        "2025-Q2 2025-06-30: 3 0 0 2",
        "2025-Q3 2025-09-30: 0 0 2 3",
        "2025-Q4 2025-12-31: 0 0 0 5",
        "2026-Q1 2026-03-31: 0 2 2 1",
        "2026-Q2 2026-06-30: 0 2 2 1",
        "2026-Q3 2026-09-30: 0 2 1 0",
        "today 2026-11-22: 0 2 1 0",
    ];
    assert_eq!(quarters, expected);
    // The report is confidential: staff see neither it nor what follows from it.
    let staff = agree(&history(false), &["--audience", "staff"]);
    assert_eq!(staff[3], "2025-Q4 2025-12-31: 0 0 2 3");
    assert_eq!(staff[7], "today 2026-11-22: 0 2 0 0");
    let releases = agree(&history(true), &[]);
    let expected =
        ["release/2025.1 2025-05-03: 3 0 0 2", "release/2025.2 2025-11-05: 0 0 0 5", "today 2026-11-22: 0 2 1 0"];
    assert_eq!(releases, expected);
}

#[test]
fn a_change_that_lowers_a_clause_fails() {
    let folder = history(false);
    folder.git(&["checkout", "--quiet", "-b", "change", "HEAD~1"]);
    folder
        .write("sms-docs/c.md", &policy("SMS-POL-003", "\"7.3\"", "").replace("status: approved", "status: in_review"));
    folder.step("commit by:sam on:2026-09-01", 6);
    let better = smsdoc(&folder, &["coverage", "--base", "HEAD~1", "--format", "json"]);
    assert_eq!((better.code, better.err.as_str()), (0, ""));
    assert_eq!(level(&json(&better), "7.3"), "evidenced", "once the change is approved");
    folder.set("sms-docs/b.md", "status", Some("withdrawn"));
    folder.set("sms-docs/b.md", "withdrawn_on", Some("2026-09-02"));
    folder.step("commit by:sam on:2026-09-02", 7);
    let worse = smsdoc(&folder, &["coverage", "--base", "HEAD~2"]);
    assert_eq!(worse.code, 1);
    let report = json(&smsdoc(&folder, &["coverage", "--base", "HEAD~2", "--format", "json"]));
    let now = ["7.6", "8.3.3", "9.4"].map(|clause| level(&report, clause));
    assert_eq!(now, ["gap", "gap", "covered"], "a report answers what asks for reports, and nothing else");
    let expected =
        "7.6      Knowledge: was evidenced, becomes gap\n8.3.3    Service level management: was covered, becomes gap\n";
    assert_eq!(worse.err, expected);
    let ratchet = |least| smsdoc(&folder, &["coverage", "--base", "HEAD~2", "--min-level", least]).code;
    assert_eq!((ratchet("mentioned"), ratchet("gap")), (1, 0));
    let unknown = smsdoc(&folder, &["coverage", "--framework", "iso9999"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.err.contains("there is no framework `iso9999`") && unknown.err.contains("help:"),
        "{}",
        unknown.err
    );
}

fn level(report: &Value, clause: &str) -> String {
    let clauses = report["clauses"].as_array().expect("clauses");
    let found = clauses.iter().find(|of| of["id"] == clause).expect("the clause");
    found["level"].as_str().expect("a level").to_owned()
}

/// Weight of what is said of an uncovered clause.
fn weight(folder: &Folder, day: &str, clause: &str) -> String {
    let report = json(&on(day, folder, &["check", "--format", "json"]));
    let findings = report["findings"].as_array().expect("findings").clone();
    let about = |finding: &&Value| {
        finding["rule"] == "clause-uncovered" && finding["message"].as_str().is_some_and(|text| text.contains(clause))
    };
    let found = findings.iter().find(about).expect("the clause is uncovered");
    found["severity"].as_str().expect("a severity").to_owned()
}

#[test]
fn a_planned_gap_is_a_warning_until_its_day_has_passed() {
    let folder = history(false);
    assert_eq!(weight(&folder, "2026-11-22", "8.4.2"), "error");
    folder.git(&["checkout", "--quiet", "-b", "change"]);
    let register = "---\nid: IMP-REG-001\ntitle: Open clauses\ntype: register\nversion: \"1.0\"\nstatus: draft\n\
        owner: sms-manager\nclassification: internal\nclauses: []\napprover: ines-carrow\napproved_on: 2026-11-01\n\
        next_review: 2027-11-01\nregister_kind: gaps\ncolumns: [clause, action, owner, due]\nentries:\n  \
        - {clause: \"8.4.2\", action: Write it, owner: sms-manager, due: 2026-12-31}\n---\n\n## Purpose\n\nText.\n";
    folder.write("sms-docs/gaps.md", register);
    assert_eq!(weight(&folder, "2026-11-22", "8.4.2"), "error", "a draft plans nothing");
    folder.set("sms-docs/gaps.md", "status", Some("approved"));
    assert_eq!(weight(&folder, "2026-11-22", "8.4.2"), "warning", "whoever brings a register sees what becomes of it");
    folder.step("commit by:sam on:2026-11-01", 8);
    let run = smsdoc(&folder, &["coverage"]);
    let words = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("8.4.2, 8.4.3"), "nothing is planned where the approval has no trailer: {words}");
    folder.git(&["checkout", "--quiet", "main"]);
    folder.git(&["merge", "--quiet", "--squash", "change"]);
    folder.step("commit by:sam on:2026-11-02 approved-by:ines", 9);
    assert_eq!(weight(&folder, "2026-11-22", "8.4.2"), "warning");
    let run = smsdoc(&folder, &["coverage"]);
    let words = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    let planned = "8.4.2 No document claims it. IMP-REG-001: Write it, by SMS Manager until 31 Dec 2026.";
    assert!(words.contains(planned), "{words}");
    assert_eq!(
        level(&json(&smsdoc(&folder, &["coverage", "--format", "json"])), "8.4.2"),
        "gap",
        "a plan closes no gap"
    );
    assert_eq!(weight(&folder, "2026-12-31", "8.4.2"), "warning");
    assert_eq!(weight(&folder, "2027-01-01", "8.4.2"), "error", "its day has passed");
}

#[test]
fn a_deleted_record_shows_nothing_any_more() {
    let folder = history(false);
    assert_eq!(levels(&folder, &[])["9.4"], "covered");
    folder.step("remove sms-docs/r.md", 6);
    folder.step("commit by:sam on:2026-09-01", 6);
    assert_eq!(levels(&folder, &[])["9.4"], "gap");
    assert_eq!(levels(&folder, &["--as-of", "2026-08-31"])["9.4"], "covered");
}

#[test]
fn the_trend_ends_with_today_though_a_release_is_of_today() {
    let folder = history(true);
    folder.git_at(&["tag", "--annotate", "--message", "Third", "release/2026.1"], "2026-08-10T09:00:00Z");
    folder.set("sms-docs/a.md", "status", Some("withdrawn"));
    folder.set("sms-docs/a.md", "withdrawn_on", Some("2026-08-10"));
    folder.set("sms-docs/a.md", "withdrawn_reason", Some("Not used."));
    folder.step("commit by:sam on:2026-08-10 approved-by:ines", 6);
    let trend = json(&on("2026-08-10", &folder, &["coverage", "--trend", "--format", "json"]));
    let points = trend["points"].as_array().expect("points");
    let names: Vec<&str> = points.iter().map(|point| point["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["release/2025.1", "release/2025.2", "release/2026.1", "today"]);
    assert_eq!((&points[2]["overdue"], &points[3]["overdue"]), (&Value::from(2), &Value::from(0)));
}
