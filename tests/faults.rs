//! A repository with one instance of each fault that documents and history can show: each is found once, at the right
//! place, with words by which it can be mended; `--fix` mends what it can and nothing else.
//!
//! `tests/faults/sms-docs/faults/RULE.md` holds the fault of a rule, `git` the history, `later/` what comes with later
//! commits. `BLESS=1 cargo test` writes the expectations anew; read the difference before it is committed.

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

use serde_json::Value;
use smsdoc::rules::RULES;
use support::{Folder, Run};

/// Faults that cannot stand beside the others, and why. Each has a repository of its own below.
const APART: [(&str, &str); 5] = [
    ("branch-missing", "without the controlled branch nothing is known of the approvals of the others"),
    ("configuration-missing", "without a configuration there are no people, so that no approval is judged"),
    ("history-incomplete", "in a clone that is cut no history is judged"),
    ("history-replaced", "the refs that it reports give the other documents another history"),
    ("uncommitted-changes", "`check` looks at the files as they are on disk; `build` tells of it"),
];

/// What each fault marks in its file. Empty where a place is meant and no text: a file as a whole, a missing line.
const MARKED: [(&str, &str); 110] = [
    ("accountability-missing", "\"8.4.2\""),
    ("action-overdue", "2026-10-13"),
    ("action-unverified", "mara-finch"),
    ("agreement-ending", "2026-10-31"),
    ("alignment-stale", "2025-11-30"),
    ("approval-by-author", "ines-carrow"),
    ("approval-incomplete", "approved"),
    ("approval-predates-history", "2025-12-01"),
    ("approval-unproven", "ines-carrow"),
    ("approver-not-entitled", "rowan-hale"),
    ("attachment-refused", "[the table](colours.html)"),
    ("audit-gap", "audit_programme"),
    ("audit-not-impartial", "mara-finch"),
    ("author-unknown", ""),
    ("availability-pooled", "\"99.5\""),
    ("clause-broad", "\"8.6\""),
    ("clause-uncovered", ""),
    ("clause-unfit", "\"5.2.1\""),
    ("clause-unknown", "\"8.6.4\""),
    ("climate-undecided", "\"4.1\""),
    ("codeowners-stale", "/sms-docs/base/incident-procedure.md rowan@example.org ines@example.org"),
    ("configuration-item-duplicate", "CI-101"),
    ("consent-missing", "status"),
    ("continuity-offline-missing", "continuity"),
    ("continuity-plan-unfit", "OPS-PLN-003"),
    ("continuity-untested", "2026-11-10"),
    ("crosswalk-invalid", "\"8.6.4\""),
    ("customer-unknown", "northgate-insurence"),
    ("date-default", ""),
    ("date-order", "2026-01-01"),
    ("dependency-cycle", "SVC-118"),
    ("dependency-unknown", "SVC-991"),
    ("dependency-without-agreement", "generator"),
    ("derived-state-typed", "in_force"),
    ("diagram-invalid", "->"),
    ("document-vanished", ""),
    ("documented-information-missing", ""),
    ("documented-information-unfit", "DI-046"),
    ("edited-after-approval", "\"1.0\""),
    ("edition-check-overdue", "2026-03-01"),
    ("everything-outsourced", "entries"),
    ("field-order", "title"),
    ("field-required", "---"),
    ("field-unknown", "abstract"),
    ("field-value", "13.11.2027"),
    ("figures-invalid", "\"99.95 %\""),
    ("figures-missing", "REL-RPT-002"),
    ("figures-target-differs", "\"99.50\""),
    ("figures-unmatched", "Availabilty"),
    ("file-unreadable", ""),
    ("framework-invalid", "\"K\""),
    ("front-matter-invalid", ":"),
    ("front-matter-missing", "# Notes on the coffee machine"),
    ("gap-excluded", "Not applicable"),
    ("gap-plan", "\"7.1\""),
    ("heading-missing", "procedure"),
    ("hours-invalid", "Europe/Lundon"),
    ("id-duplicate", "KMS-PRC-002"),
    ("id-malformed", "OPS-POL-023"),
    ("id-reused", "OPS-PRC-024"),
    ("link-anchor", "[[KMS-PRC-001#stepz]]"),
    ("link-broken", "[the procedure](../incident-procedure.md)"),
    ("link-forbidden", "[on the drive](file:///S:/form.docx)"),
    ("link-retired", "[[OPS-PRC-090]]"),
    ("maintenance-exceeds-allowance", SUNDAYS),
    ("management-review-incomplete", "inputs"),
    ("management-review-overdue", "2025-11-10"),
    ("objective-unmeasurable", "fewer"),
    ("party-unregistered", "oakrigg"),
    ("party-without-agreement", "fenholt"),
    ("person-unknown", "mara-finsh"),
    ("placeholder-text", "TBD"),
    ("priorities-inconsistent", "PT5H"),
    ("raw-html", "<br>"),
    ("record-changed", "closed_on"),
    ("recovery-exceeds-promise", "PT1H"),
    ("redundancy-shared", "SVC-101"),
    ("report-missing", "\"2026-09\""),
    ("resolution-exceeds-rto", "PT8H"),
    ("resolution-exceeds-sla", "PT2H"),
    ("retention-elapsed", "P3Y"),
    ("review-date-moved", "2027-12-05"),
    ("review-overdue", "2026-07-25"),
    ("role-unknown", "sms-manger"),
    ("role-vacant", "change-manager"),
    ("role-without-competence", "service-desk-manager"),
    ("scope-differs", "SVC-002"),
    ("sentence-long", LONG),
    ("service-differs", "SLA-001"),
    ("service-incomplete", "live"),
    ("settings-invalid", "reveiw-overdue"),
    ("sla-exceeds-agreement", "\"99.99\""),
    ("sla-exceeds-chain", "\"99.95\""),
    ("sla-missing", "live"),
    ("sla-not-comparable", "\"99.9\""),
    ("sla-of-retired-service", "SVC-002"),
    ("supersession-broken", "KMS-PRC-001"),
    ("support-hours-uncovered", "24x7"),
    ("tag-unusable", "version"),
    ("target-impossible", "\"995\""),
    ("target-missed", "{name: Availability, agreement: SLA-001, target: \"99.90\", actual: \"99.80\""),
    ("target-unmeasurable", "\"99.999\""),
    ("type-changed", "record"),
    ("underpinning-incomplete", "underpinned_by"),
    ("version-not-raised", "\"1.3\""),
    ("version-step-small", "\"1.1\""),
    ("waiver-lapsed", "2026-10-31"),
    ("waiver-unknown", "reveiw-overdue"),
    ("waiver-unused", "review-overdue"),
    ("withdrawal-unproven", "withdrawn"),
];

const LONG: &str = "When somebody calls and says that a screen stays dark, the agent who takes the call asks whether \
    the cable is in, whether the lamp is on, whether another screen works at the same place, and what was moved or \
    cleaned on the day before.";

const SUNDAYS: &str = "{tz: Europe/London, days: [sun], from: \"02:00\", to: \"06:00\", counts_as_downtime: true";

/// Faults that stand in a file of another name.
const ELSEWHERE: [(&str, &str); 9] = [
    ("author-unknown", "sms-docs/people.yaml"), // people are missing there, whatever they changed
    ("clause-uncovered", "sms-docs/smsdoc.yaml"), // what no document holds stands in none
    ("codeowners-stale", ".github/CODEOWNERS"), // the file itself
    ("crosswalk-invalid", "schema/crosswalks/house.yaml"), // no document holds it
    ("documented-information-missing", "sms-docs/smsdoc.yaml"), // what no document is stands in none
    ("figures-missing", "sms-docs/base/sla.md"), // what nobody reported stands in no report
    ("framework-invalid", "schema/frameworks/house-2026.yaml"), // no document holds it
    ("management-review-incomplete", "sms-docs/faults/management-review-overdue.md"), // both look at the newest review
    ("settings-invalid", "sms-docs/smsdoc.yaml"), // the file itself
];

/// What `--fix` mends.
const MENDED: [&str; 4] = ["field-order", "field-unknown", "field-value", "link-broken"];

fn folder() -> camino::Utf8PathBuf {
    camino::Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults")
}

/// The repository with all faults that can stand in one.
fn repository() -> Folder {
    Folder::copy_of(&folder())
}

fn smsdoc(repository: &Folder, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.args(["--today", "2026-11-22", "--color", "never"]).args(arguments);
    command.current_dir(repository.path()).env("COLUMNS", "80").env("GIT_DIR", "/nowhere");
    Run::of(command.env("HOME", repository.path()))
}

/// The findings of `check`, as programs read them.
fn check(repository: &Folder) -> Vec<Value> {
    let run = smsdoc(repository, &["check", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.err));
    report["findings"].as_array().expect("findings").clone()
}

fn word<'a>(finding: &'a Value, field: &str) -> &'a str {
    finding[field].as_str().unwrap_or_default()
}

fn number(finding: &Value, field: &str) -> usize {
    finding[field].as_u64().and_then(|number| usize::try_from(number).ok()).expect("a number")
}

fn text(findings: &[Value]) -> String {
    findings.iter().fold(String::new(), |mut out, finding| {
        let [line, column, end_line, end_column] =
            ["line", "column", "end_line", "end_column"].map(|field| number(finding, field));
        let [path, severity, rule, message, help] =
            ["path", "severity", "rule", "message", "help"].map(|field| word(finding, field));
        let _ = writeln!(out, "{path}:{line}:{column}-{end_line}:{end_column} {severity} {rule}: {message}");
        for related in finding["related"].as_array().into_iter().flatten() {
            let (path, message) = (word(related, "path"), word(related, "message"));
            let _ =
                writeln!(out, "    see: {path}:{}:{} {message}", number(related, "line"), number(related, "column"));
        }
        let _ = writeln!(out, "    help: {help}");
        out
    })
}

/// Compares with a file of expectations, or writes it.
fn compare(name: &str, found: &str) {
    let file = folder().join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&file, found).expect("expectations are written");
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    assert!(found == expected, "{name} differs; the repository yields:\n{found}");
}

/// The text between two places of a file, which lie in one line.
fn marked(repository: &Folder, finding: &Value) -> String {
    let path = repository.path().join(word(finding, "path"));
    let text = String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
    let [line, column, end_line, end_column] =
        ["line", "column", "end_line", "end_column"].map(|field| number(finding, field));
    assert_eq!(line, end_line, "{finding}");
    let line = text.lines().nth(line - 1).unwrap_or_default();
    line.chars().skip(column - 1).take(end_column - column).collect()
}

#[test]
fn every_fault_is_found_once_at_its_place() {
    let repository = repository();
    let findings = check(&repository);
    compare("expected.txt", &text(&findings));

    let elsewhere = BTreeMap::from(ELSEWHERE);
    let wanted: BTreeMap<&str, &str> = MARKED.into_iter().collect();
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &findings {
        let (rule, path) = (word(finding, "rule"), word(finding, "path"));
        *found.entry(rule).or_default() += 1;
        let own = format!("sms-docs/faults/{rule}.md");
        assert_eq!(path, elsewhere.get(rule).copied().unwrap_or(&own), "{finding}");
        assert_eq!(Some(marked(&repository, finding).as_str()), wanted.get(rule).copied(), "{finding}");
    }
    let twice: Vec<_> = found.iter().filter(|(_, count)| **count != 1).collect();
    assert!(twice.is_empty(), "told more than once: {twice:?}");

    let apart: BTreeSet<&str> = APART.iter().map(|(rule, _)| *rule).collect();
    let rules: BTreeSet<&str> = RULES.iter().map(|rule| rule.id).collect();
    let shown: BTreeSet<&str> = found.keys().copied().chain(apart.iter().copied()).collect();
    assert_eq!(rules.difference(&shown).collect::<Vec<_>>(), Vec::<&&str>::new(), "shown by no document");
    assert!(apart.iter().all(|rule| !found.contains_key(rule)), "what stands apart is not found here");
}

/// Files of which nothing is wrong are those that no fault is named for: they keep the others from more than one.
#[test]
fn every_document_of_a_fault_has_that_fault_only() {
    let findings = check(&repository());
    let mut by_path: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for finding in &findings {
        by_path.entry(word(finding, "path")).or_default().insert(word(finding, "rule"));
    }
    let several = by_path.iter().filter(|(_, rules)| rules.len() > 1).map(|(path, _)| *path).collect::<Vec<_>>();
    assert_eq!(several, ["sms-docs/faults/management-review-overdue.md", "sms-docs/smsdoc.yaml"]);
}

#[test]
fn a_person_can_act_on_every_message() {
    let speech = [
        "None",
        "Some(",
        "unwrap",
        "Err(",
        "Ok(",
        "::",
        "null",
        "Utf8",
        "serde",
        "regex",
        "pattern",
        "schema error",
        "panicked",
        "mapping",
        "scalar",
        "sequence",
        "token",
        "parse",
        "object",
        "array",
        "string",
        "boolean",
        "invalid type",
        "os error",
        "Option",
        "Vec<",
        "enum",
    ];
    for finding in check(&repository()) {
        let [message, help] = ["message", "help"].map(|field| word(&finding, field));
        assert!(!help.is_empty(), "how to mend it is not said: {finding}");
        for said in [message, help] {
            let foreign: Vec<_> = speech.iter().filter(|word| said.contains(**word)).collect();
            assert!(foreign.is_empty(), "{foreign:?} in {said}");
            assert!(!said.ends_with('.'), "{said}");
            assert_eq!(said.trim(), said);
            assert!(said.matches('`').count() % 2 == 0, "{said}");
        }
        assert!(message.chars().next().is_some_and(|first| !first.is_whitespace()), "{finding}");
    }
}

#[test]
fn the_report_fits_eighty_columns() {
    let run = smsdoc(&repository(), &["check"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let wide: Vec<&str> = run.out.lines().filter(|line| line.chars().count() > 80).collect();
    assert!(wide.is_empty(), "{wide:#?}");
    for (rule, _) in MARKED {
        assert_eq!(run.out.matches(&format!("[{rule}]: ")).count(), 1, "{rule}");
    }
}

#[test]
fn a_fix_mends_what_it_says_and_nothing_else() {
    let repository = repository();
    let before = check(&repository);
    repository.step("commit on:2026-11-20 by:sam", 0);
    let run = smsdoc(&repository, &["check", "--fix", "--format", "json"]);
    assert!(run.err.ends_with("Mended 4 findings; look at them with `git diff`\n"), "{}", run.err);
    let after = check(&repository);
    compare("expected-after-fix.txt", &text(&after));

    let rest: Vec<Value> = before.into_iter().filter(|finding| !MENDED.contains(&word(finding, "rule"))).collect();
    assert_eq!(text(&rest), text(&after), "what is left is what was there");

    let touched = repository.git(&["diff", "--name-only"]);
    assert_eq!(touched.lines().collect::<Vec<_>>(), MENDED.map(|rule| format!("sms-docs/faults/{rule}.md")));
    let order = repository.read("sms-docs/faults/field-order.md");
    assert!(order.contains("\n# The title is on the door, too.\ntitle: Greet a visitor\n"), "{order}");
    assert!(repository.read("sms-docs/faults/field-value.md").contains("\nnext_review: 2027-11-13\n"));
    assert!(repository.read("sms-docs/faults/field-unknown.md").contains("\nsummary: What the front desk does"));
    let link = repository.read("sms-docs/faults/link-broken.md");
    assert!(link.contains("[the procedure](../base/incident-procedure.md)"), "{link}");

    let diff = repository.git(&["diff"]);
    let again = smsdoc(&repository, &["check", "--fix"]);
    assert!(again.err.ends_with("Nothing to mend without asking\n"), "{}", again.err);
    assert_eq!(repository.git(&["diff"]), diff, "a second time changes nothing");
}

/// The finding of a rule, and how many there are of it.
fn of(findings: &[Value], rule: &str) -> (usize, String) {
    let those: Vec<Value> = findings.iter().filter(|finding| finding["rule"] == rule).cloned().collect();
    (those.len(), text(&those))
}

#[test]
fn faults_that_hide_others_are_found_alone() {
    let branch = repository();
    branch.git(&["branch", "-m", "main", "trunk"]);
    let settings = branch.read("sms-docs/smsdoc.yaml").replace("control:\n", "control:\n  branch: release\n");
    branch.write("sms-docs/smsdoc.yaml", &settings);
    let (count, told) = of(&check(&branch), "branch-missing");
    assert_eq!(count, 1, "{told}");
    assert!(told.contains("`control.branch` is `release`") && told.contains("help: name the branch"), "{told}");

    let bare = Folder::new();
    bare.write("policy.md", &branch.read("sms-docs/base/policy.md"));
    let run = smsdoc(&bare, &["check", "--root", ".", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.err));
    let (count, told) = of(report["findings"].as_array().expect("findings"), "configuration-missing");
    assert_eq!(count, 1, "{told}");
    assert!(told.contains("help: run `smsdoc init`"), "{told}");

    let replaced = repository();
    replaced.step("replace", 0);
    let (count, told) = of(&check(&replaced), "history-replaced");
    assert_eq!(count, 1, "{told}");
    assert!(told.contains("`git replace --list`"), "{told}");

    let shallow = repository();
    shallow.step("shallow", 0);
    let findings = check(&shallow);
    let (count, told) = of(&findings, "history-incomplete");
    assert_eq!(count, 1, "{told}");
    assert!(told.contains("git fetch --unshallow"), "{told}");
}

/// `check` judges the files on disk; what is not committed concerns only what is published.
#[test]
fn what_is_not_committed_is_told_when_it_is_published() {
    let repository = repository();
    let run = smsdoc(&repository, &["build", "--deny", "never", "--out", "out"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let told = run.err.matches("warning[uncommitted-changes]").count();
    assert_eq!(told, 1, "{}", run.err);
    assert!(run.err.contains("sms-docs/faults/uncommitted-changes.md"), "{}", run.err);
    assert_eq!(of(&check(&repository), "uncommitted-changes").0, 0);
}
