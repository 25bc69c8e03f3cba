//! `smsdoc review`: what a change does, for the people who own and approve documents.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::fmt::Write as _;
use std::process::Command;

use camino::Utf8Path;
use serde_json::Value;
use support::{Folder, Run, person};

fn smsdoc(folder: &Folder, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.args(arguments).args(["--today", "2026-11-22"]).current_dir(folder.path()).env("COLUMNS", "80");
    Run::of(command.env("HOME", folder.path()))
}

const PEOPLE: &str = "\
people:
  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager, from: 2024-01-01}]}
  - {id: ines-carrow, name: Ines Carrow, emails: [ines@example.org], roles: [{role: managing-director, from: 2024-01-01}]}
  - {id: sam-dorne, name: Sam Dorne, emails: [sam@example.org], roles: []}
roles:
  - {id: sms-manager, title: SMS Manager}
  - {id: managing-director, title: Managing Director}
";

const CONFIG: &str = "rules: {clause-uncovered: {level: off}, documented-information-missing: {level: off}}\n";

const APPROVED: &str = "status: approved\napprover: ines-carrow\napproved_on: 2026-01-01\neffective_on: 2026-01-01\nnext_review: 2027-06-01\nchange_summary: First version\n";

/// A policy; `lines` are those that a case is about.
fn policy(id: &str, title: &str, version: &str, lines: &str, body: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: {title}\ntype: policy\nversion: \"{version}\"\nowner: sms-manager\nclassification: internal\npurpose: p\ncommitments: [c]\napplies_to: [all]\ncommunicated_to: [all]\n{lines}---\n\n{body}\n"
    )
}

/// Clauses and fields of an approved policy.
fn approved(clause: &str) -> String {
    format!("clauses: [\"{clause}\"]\n{APPROVED}")
}

const BACKUP: &str = "## Purpose {#purpose}\n\nNo customer loses data.\n\n## Copies {#copies}\n\nData is copied once a week.\n\n## Tests {#tests}\n\nA copy is read back.\n";

/// A repository with approved policies on `main`, of which one points at the sections of another; a branch is checked
/// out.
fn repository(evidence: &str) -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", &format!("{CONFIG}control: {{evidence: {evidence}}}\n"));
    folder.write("sms-docs/people.yaml", PEOPLE);
    folder.write("sms-docs/backup.md", &policy("SMS-POL-001", "Backup policy", "1.0", &approved("8.7.2"), BACKUP));
    folder.write(
        "sms-docs/desk.md",
        &policy(
            "SMS-POL-002",
            "Clean desk policy",
            "1.0",
            &approved("8.7.3.1"),
            "## Purpose\n\nSee [[SMS-POL-001]], [[SMS-POL-001#copies]], [tests](backup.md#tests) and [[SMS-POL-001#purpose]].\n",
        ),
    );
    folder.write(
        "sms-docs/print.md",
        &policy("SMS-POL-003", "Printing policy", "1.0", &approved("8.2.6"), "## Purpose\n\nLess paper.\n"),
    );
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    let trailer = "Begin\n\nApproved-by: Ines Carrow <ines@example.org>";
    commit(&folder, trailer, "rowan");
    if evidence == "tag" {
        for id in ["SMS-POL-001", "SMS-POL-002", "SMS-POL-003"] {
            let tag = format!("approved/{id}/1.0");
            folder.git_as(&["tag", "--annotate", "--message", "Approve", &tag], "2026-01-02T12:00:00Z", person("ines"));
        }
    }
    folder.git(&["checkout", "--quiet", "-b", "change"]);
    folder
}

fn commit(folder: &Folder, message: &str, by: &str) {
    folder.git(&["add", "--all"]);
    folder.git_as(&["commit", "--quiet", "--allow-empty", "--message", message], "2026-01-01T12:00:00Z", person(by));
}

fn edit(folder: &Folder, path: &str, from: &str, to: &str) {
    let text = folder.read(path);
    assert!(text.contains(from), "{path} has no {from}");
    folder.write(path, &text.replace(from, to));
}

/// The report; it can always be made.
fn review(folder: &Folder, arguments: &[&str]) -> String {
    let run = smsdoc(folder, &[&["review", "--base", "main"], arguments].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    run.out
}

fn json(folder: &Folder) -> Value {
    serde_json::from_str(&review(folder, &["--format", "json"])).expect("JSON")
}

/// The lines of a section without its heading.
fn section(report: &str, title: &str) -> String {
    let after = report.split(&format!("\n### {title}\n")).nth(1).unwrap_or_else(|| panic!("no {title} in {report}"));
    after.split("\n### ").next().expect("a part").trim().to_owned()
}

/// The new version of the backup policy, in review.
fn second_version(folder: &Folder) {
    let fields = "status: in_review\nnext_review: 2027-06-01\nchange_summary: Copies every day\nclauses: [\"8.7.2\", \"8.6.1\"]\n";
    let body = BACKUP.replace("once a week", "every day").replace("## Tests {#tests}\n\nA copy is read back.\n", "");
    folder.write("sms-docs/backup.md", &policy("SMS-POL-001", "Backup policy", "2.0", fields, &body));
}

#[test]
fn a_typical_change_reads_as_written_down() {
    let folder = repository("tag");
    second_version(&folder);
    folder.write(
        "sms-docs/remote.md",
        &policy(
            "SMS-POL-004",
            "Remote access policy",
            "0.1",
            "status: draft\nclauses: [\"8.7.3.2\"]\nchange_summary: First version\n",
            "## Purpose\n\nWork from anywhere, safely.\n\n## Rules\n\nSee [[SMS-POL-404]].\n",
        ),
    );
    folder.git(&["mv", "sms-docs/print.md", "sms-docs/printing.md"]);
    folder.set("sms-docs/printing.md", "status", Some("withdrawn"));
    folder.set("sms-docs/printing.md", "withdrawn_on", Some("2026-12-31"));
    folder.set("sms-docs/printing.md", "withdrawn_reason", Some("There are no printers any more"));
    edit(
        &folder,
        "sms-docs/people.yaml",
        "Dorne, emails: [sam@example.org], roles: []",
        "Dorne, emails: [sam@example.org], roles: [{role: managing-director, from: 2026-01-01}]",
    );
    folder.write("sms-docs/plan.csv", "a,b\n");
    commit(&folder, "Copy every day\n\nCo-authored-by: Sam Dorne <sam@example.org>", "rowan");
    let out = review(&folder, &[]);
    golden("change.md", &out);
    assert_eq!(review(&folder, &[]), out, "same bytes twice");
    let json = json(&folder);
    assert_eq!(json["schema"], "smsdoc/review/1");
    assert_eq!(json["summary"]["documents"], 3);
    assert_eq!(json["documents"][0]["version"]["before"], "1.0");
    assert_eq!(json["approvals"][0]["able"][0]["id"], "ines-carrow");
    assert_eq!(json["links"].as_array().expect("links").len(), 3);
}

fn golden(name: &str, found: &str) {
    let path = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/review").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, found).expect("written");
    }
    let expected = std::fs::read_to_string(&path).expect("an expectation");
    assert_eq!(found, expected, "BLESS=1 writes what is there");
}

#[test]
fn no_change_is_a_short_report() {
    let folder = repository("claimed");
    let out = review(&folder, &[]);
    assert!(out.starts_with("<!-- smsdoc review -->\n## "), "{out}");
    assert!(out.contains("**Nothing stands in the way.**") && out.contains("touches no document"), "{out}");
    assert!(!out.contains("###") && out.len() < 400, "{out}");
}

#[test]
fn a_version_that_was_not_raised_is_said_and_blocks() {
    let folder = repository("claimed");
    edit(&folder, "sms-docs/backup.md", "once a week", "every day");
    commit(&folder, "Copy", "rowan");
    let out = review(&folder, &[]);
    assert!(section(&out, "Documents touched").contains("| 1.0; **not raised**: 1.0 is approved already |"), "{out}");
    assert!(section(&out, "Approvals needed").contains("**not possible yet**"), "{out}");
    assert!(out.contains("must be mended first, and 1 approval is missing.**"), "{out}");
}

#[test]
fn fields_that_somebody_forgot_are_marked() {
    let folder = repository("claimed");
    edit(&folder, "sms-docs/backup.md", "once a week", "every day");
    folder.set("sms-docs/backup.md", "version", Some("\"2.0\""));
    commit(&folder, "Copy", "rowan");
    let out = review(&folder, &[]);
    assert!(
        section(&out, "Documents touched")
            .contains("| 2026-01-01, **as before** | Rowan Hale | **as before**: First version |"),
        "{out}"
    );
    assert!(
        section(&out, "Approvals needed")
            .contains("yes by Ines Carrow (`claimed`); **the date is that of the version before**"),
        "{out}"
    );
}

#[test]
fn a_record_is_approved_by_nobody() {
    let folder = repository("claimed");
    folder.write("sms-docs/r.md", "---\nid: SMS-REC-001\ntitle: Test of a copy\ntype: record\nversion: \"1.0\"\nstatus: closed\nowner: sms-manager\nclassification: internal\nclauses: [\"9.4\"]\noccurred_on: 2026-01-01\nrecorded_by: rowan-hale\nclosed_on: 2026-01-01\n---\n\n## What\n\nIt was read.\n");
    commit(&folder, "Record", "rowan");
    let out = review(&folder, &[]);
    assert!(out.contains("0 documents, 1 record touched"), "{out}");
    assert!(section(&out, "Approvals needed").contains("needs no approval"), "{out}");
    assert!(section(&out, "Clause coverage").contains("| no document | covered | <code>SMS-REC-001</code> |"), "{out}");
}

#[test]
fn nobody_approves_their_own_text() {
    let folder = repository("tag");
    second_version(&folder);
    folder.set("sms-docs/backup.md", "status", Some("approved"));
    folder.set("sms-docs/backup.md", "approver", Some("ines-carrow"));
    folder.set("sms-docs/backup.md", "approved_on", Some("2026-11-20"));
    commit(&folder, "Copy every day", "ines");
    let out = review(&folder, &[]);
    let approvals = section(&out, "Approvals needed");
    assert!(approvals.contains("Managing Director: **nobody**, since Ines Carrow wrote part of it"), "{out}");
    assert!(approvals.contains("Ines Carrow is named as <code>approver</code> and wrote part of it"), "{out}");
    assert!(out.contains("there is nobody who could approve one document"), "{out}");
}

/// States the approval of the second version by Ines Carrow.
fn approve_in_file(folder: &Folder) {
    second_version(folder);
    folder.set("sms-docs/backup.md", "status", Some("approved"));
    folder.set("sms-docs/backup.md", "approver", Some("ines-carrow"));
    folder.set("sms-docs/backup.md", "approved_on", Some("2026-11-20"));
    folder.set("sms-docs/backup.md", "effective_on", Some("2026-12-01"));
}

#[test]
fn an_approval_that_is_there_is_told() {
    for (evidence, message, found) in [
        ("claimed", "Copy", "yes by Ines Carrow (`claimed`)"),
        ("tag", "Copy", "**missing**: only the file says that Ines Carrow approved it"),
        ("trailer", "Copy", "**missing**: only the file says that Ines Carrow approved it"),
        ("trailer", "Copy\n\nApproved-by: Ines Carrow <ines@example.org>", "a commit says so by Ines Carrow"),
        ("trailer", "Copy\n\nApproved-by: Sam Dorne <sam@example.org>", "**missing**: only the file"),
    ] {
        let folder = repository(evidence);
        approve_in_file(&folder);
        commit(&folder, message, "rowan");
        let out = review(&folder, &[]);
        let approvals = section(&out, "Approvals needed");
        assert!(approvals.contains(found), "{evidence} {message}: {out}");
        assert_eq!(approvals.contains("comes onto <code>main</code>"), found.starts_with("a commit"), "{out}");
    }
    let folder = repository("tag");
    approve_in_file(&folder);
    commit(&folder, "Copy", "rowan");
    folder.git_as(
        &["tag", "--annotate", "--message", "Approve", "approved/SMS-POL-001/2.0"],
        "2026-11-21T12:00:00Z",
        person("ines"),
    );
    assert!(review(&folder, &[]).contains("yes by Ines Carrow (`tag`)"));
    // Landed on the branch that readers go by, it is no change of the text in force any more, and still the change.
    folder.git(&["checkout", "--quiet", "main"]);
    folder.git(&["merge", "--quiet", "--ff-only", "change"]);
    let run = smsdoc(&folder, &["review", "--base", "main~1"]);
    assert!(run.out.contains("yes by Ines Carrow (`tag`)") && run.out.contains("1.0 → 2.0"), "{}", run.out);
}

#[test]
fn who_may_approve_is_told_first_where_it_changes() {
    let folder = repository("claimed");
    folder.write(
        "sms-docs/smsdoc.yaml",
        &format!(
            "{CONFIG}control: {{evidence: claimed, approvers: {{policy: [managing-director, sms-manager]}}}}\nsite: {{title: Our SMS}}\n"
        ),
    );
    edit(
        &folder,
        "sms-docs/people.yaml",
        "ines@example.org], roles: [{role: managing-director, from: 2024-01-01}]",
        "ines@example.net], roles: [{role: managing-director, from: 2024-01-01, until: 2026-06-30}]",
    );
    second_version(&folder);
    commit(&folder, "Change who approves", "sam");
    let out = review(&folder, &[]);
    let settings = section(&out, "People, roles and settings");
    for line in [
        "**who may approve:** Policy: Managing Director or SMS Manager instead of Managing Director",
        "**who may approve:** Ines Carrow, addresses that commits may carry: ines&#64;&#8203;example.org → ines&#64;&#8203;example.net",
        "Ines Carrow loses the role Managing Director: from 2024-01-01 → from 2024-01-01 until 2026-06-30",
        "- <code>site.title</code>: the default → <code>Our SMS</code>",
    ] {
        assert!(settings.contains(line), "{line}: {settings}");
    }
    assert!(section(&out, "Approvals needed").contains("(**this very change lets Rowan Hale**)"), "{out}");
}

#[test]
fn what_is_not_committed_belongs_to_the_report_and_is_said() {
    let folder = repository("claimed");
    second_version(&folder);
    let out = review(&folder, &[]);
    assert!(out.contains("1 file is not committed yet"), "{out}");
    assert!(section(&out, "Documents touched").contains("| not committed yet |"), "{out}");
    assert!(out.contains("<del>once a week</del><ins>every day</ins>"), "{out}");
    folder.write("sms-docs/more.csv", "a\n");
    assert!(review(&folder, &[]).contains("2 files are not committed yet"));
}

#[test]
fn a_file_that_is_gone_and_fields_alone_are_told_apart() {
    let folder = repository("claimed");
    folder.git(&["rm", "--quiet", "sms-docs/backup.md"]);
    folder.set("sms-docs/print.md", "owner", Some("managing-director"));
    folder.git(&["mv", "sms-docs/desk.md", "sms-docs/desks.md"]);
    commit(&folder, "Remove", "rowan");
    let out = review(&folder, &[]);
    let documents = section(&out, "Documents touched");
    assert!(
        documents.contains("<code>SMS-POL-001</code><br>Backup policy | **file removed**; what is in force stays so"),
        "{out}"
    );
    assert!(documents.contains("| moved, nothing else; moved from <code>sms-docs/desk.md</code> |"), "{out}");
    assert!(documents.contains("| only status, owner or dates |"), "{out}");
    assert!(section(&out, "Approvals needed").contains("needs no approval"), "{out}");
    assert!(section(&out, "Rules broken").contains("<code>document-vanished</code>"), "{out}");
}

#[test]
fn findings_are_new_mended_or_set_aside() {
    let folder = repository("claimed");
    edit(&folder, "sms-docs/desk.md", "See ", "See [[SMS-POL-404]] and ");
    folder.git(&["checkout", "--quiet", "main"]);
    commit(&folder, "Break", "rowan");
    folder.git(&["checkout", "--quiet", "-B", "change"]);
    edit(&folder, "sms-docs/desk.md", "[[SMS-POL-404]] and ", "");
    edit(&folder, "sms-docs/print.md", "Less paper.", "Less paper, see [[SMS-POL-405]].");
    commit(&folder, "Mend", "rowan");
    let rules = section(&review(&folder, &[]), "Rules broken");
    assert!(rules.contains("SMS-POL-405") && !rules.contains("SMS-POL-404"), "{rules}");
    assert!(rules.contains("The change mends ") && rules.contains("<code>sms-docs/print.md&#58;"), "{rules}");
    // What the baseline of the change itself swallows was not mended, and is said.
    assert_eq!(smsdoc(&folder, &["check", "--write-baseline"]).code, 0);
    let report = review(&folder, &[]);
    assert!(section(&report, "Rules broken").contains("set") && !report.contains("SMS-POL-405</code> |"), "{report}");
    assert!(report.contains("because a waiver or the baseline sets"), "{report}");
    assert!(section(&report, "Other files").contains("it sets findings aside"), "{report}");
}

const HOSTILE: &str = "</details></table></blockquote>\\n\\n## Fake <script>alert(1)</script> @everyone #1 !7 GH-12 `x` | cell | [a](https://evil.example) https://evil.example/x www.evil.example <!-- smsdoc review --> \\u202e$x$";

#[test]
fn no_text_becomes_markup_a_mention_or_a_link() {
    let folder = repository("claimed");
    let fields = format!(
        "status: in_review\nchange_summary: \"{HOSTILE}\"\nkeywords: [\"{HOSTILE}\"]\nclauses: [\"8.7.2\", \"{0}\"]\nwaivers: x\n\"{0}\": \"{0}\"\nrelated: [\"{0}\"]\n",
        HOSTILE.replace("\\n", " ")
    );
    let body = format!(
        "## {0} {{#copies}}\n\n{0}\n\n```\n</pre>{0}\n```\n\n| a |\n|---|\n| <b>x</b> @everyone |\n\n> [!NOTE]\n> @everyone\n",
        HOSTILE.replace("\\n", "\n").replace("\\u202e", "\u{202e}")
    );
    folder.write("sms-docs/backup.md", &policy("SMS-POL-001", &format!("\"{HOSTILE}\""), "2.0", &fields, &body));
    folder.write("sms-docs/a b|@all].md", &policy("SMS-POL-009", &format!("\"{HOSTILE}\""), "1.0", &fields, &body));
    folder.write("sms-docs/</details>@all.csv".replace('/', "∕").replacen('∕', "/", 1).as_str(), "x");
    edit(&folder, "sms-docs/people.yaml", "Sam Dorne", "Sam @everyone <script>");
    edit(&folder, "sms-docs/people.yaml", "SMS Manager", "\"</details> | @everyone #1\"");
    commit(&folder, "x", "rowan");
    let out = review(&folder, &[]);
    harmless(&out);
    assert!(decoded(&out).contains("@\u{200b}everyone"), "{out}");
    assert!(out.contains("&lt;script&gt;") && out.contains("⟨U+202E⟩"), "{out}");
    // The same when it is folded.
    harmless(&review(&folder, &["--limit", "4096"]));
}

/// Nothing but the program's own markup, every element closed, and tables whose rows have as many cells as their heads.
fn harmless(out: &str) {
    // Forges look for nothing within code.
    let code = out.split("<code>").map(|part| part.split("</code>").last().expect("a part"));
    let bare: String = code.collect();
    for bad in ["<script", "](https", "\u{202e}", "$x$"] {
        assert!(!bare.contains(bad), "{bad}: {out}");
    }
    // They look at the text when it is rendered.
    let text = decoded(&bare);
    for bad in ["@everyone", "@all", "#1", "!7", "GH-12", "://evil", "www.evil"] {
        assert!(!text.contains(bad), "{bad}: {out}");
    }
    assert_eq!(out.matches("<!--").count(), 1, "{out}");
    assert!(!out.contains("\n## Fake") && out.matches("\n## ").count() == 1, "{out}");
    whole(out);
}

/// With entities as the signs that they stand for.
fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("&#") {
        out.push_str(before);
        let (number, after) = after.split_once(';').expect("an entity ends");
        out.extend(char::from_u32(number.parse().expect("a number")));
        rest = after;
    }
    out + rest
}

/// Elements are closed in order, tables keep their columns, and whoever renders it finds only our own headings and links
/// to files of the repository.
fn whole(out: &str) {
    rendered(out);
    let mut open: Vec<String> = Vec::new();
    for part in out.split('<').skip(1) {
        let tag = part.split('>').next().expect("a part");
        if tag.starts_with('!') || tag == "br" {
            continue;
        }
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop().as_deref(), Some(name), "{out}"),
            None => {
                let known = [
                    "details",
                    "summary",
                    "b",
                    "i",
                    "p",
                    "blockquote",
                    "ins",
                    "del",
                    "pre",
                    "table",
                    "tr",
                    "th",
                    "td",
                    "code",
                ];
                assert!(known.contains(&tag), "<{tag}>: {out}");
                open.push(tag.to_owned());
            }
        }
    }
    assert!(open.is_empty(), "{open:?} is open: {out}");
    let mut columns = None;
    for line in out.lines() {
        let cells = line.replace("\\|", "").matches('|').count();
        match columns {
            _ if !line.starts_with('|') => columns = None,
            None => columns = Some(cells),
            Some(columns) => assert_eq!(cells, columns, "{line}"),
        }
    }
}

fn rendered(out: &str) {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH;
    let mut in_heading = false;
    for event in Parser::new_ext(out, options) {
        match event {
            Event::Start(Tag::Heading { .. }) => in_heading = true,
            Event::End(pulldown_cmark::TagEnd::Heading(_)) => in_heading = false,
            Event::Text(text) if in_heading => assert!(HEADINGS.contains(&text.as_ref()), "{text}: {out}"),
            Event::Start(Tag::Link { dest_url, .. }) => assert!(dest_url.starts_with("sms-docs/"), "{dest_url}"),
            Event::Start(
                Tag::Image { .. } | Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::Emphasis | Tag::Strikethrough,
            )
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => panic!("{event:?}: {out}"),
            _ => {}
        }
    }
}

const HEADINGS: [&str; 9] = [
    "Review of the service management system",
    "Documents touched",
    "Other files",
    "People, roles and settings",
    "Approvals needed",
    "What changed in the text",
    "Rules broken",
    "Clause coverage",
    "Links that now point at changed text",
];

#[test]
fn a_large_change_fits_and_keeps_its_errors() {
    let folder = repository("tag");
    let text = |word: &str| {
        (0..24).fold(String::new(), |mut out, number| {
            let _ = writeln!(
                out,
                "## Part {number} {{#part-{number}}}\n\n{}\n",
                format!("{word} {number} stands here. ").repeat(12)
            );
            out
        })
    };
    folder.git(&["checkout", "--quiet", "main"]);
    for number in 100..160 {
        let id = format!("SMS-POL-{number}");
        folder.write(
            &format!("sms-docs/{number}.md"),
            &policy(&id, "Large policy", "1.0", &approved("8.7.2"), &text("old")),
        );
    }
    commit(&folder, "Many", "rowan");
    folder.git(&["checkout", "--quiet", "-B", "change"]);
    let before = folder.git(&["rev-parse", "main"]);
    for number in 100..160 {
        let id = format!("SMS-POL-{number}");
        let body = format!("{}\nSee [[SMS-POL-4{number}]].\n", text("new"));
        folder.write(&format!("sms-docs/{number}.md"), &policy(&id, "Large policy", "2.0", &approved("8.7.2"), &body));
    }
    commit(&folder, "Rewrite", "rowan");
    let base = ["review", "--base", before.as_str()];
    let report = |limit: &str| smsdoc(&folder, &[&base[..], &["--limit", limit]].concat()).out;
    let all = report("100000000");
    let errors = all.matches("| **error**<br>").count();
    assert!(errors >= 60 && all.len() > 400_000, "{errors} {}", all.len());
    let mut last = 0;
    for limit in [4096, 16_000, 65_000, 200_000] {
        let out = report(&limit.to_string());
        assert!(out.len() <= limit && out.len() >= last, "{limit}: {}", out.len());
        last = out.len();
        assert!(out.starts_with("<!-- smsdoc review -->\n## "), "{out}");
        whole(&out);
        if limit >= 65_000 {
            assert_eq!(out.matches("| **error**<br>").count(), errors, "{limit}");
            assert_eq!(out.matches("<br>approval |").count(), 60, "{limit}");
        }
        if limit < 200_000 {
            assert!(out.contains("shows it") || out.contains("no room"), "{limit}: {out}");
        }
    }
    assert!(report("200000").contains("<details>"));
    // Errors without number leave room for what else has to be known.
    for number in 100..160 {
        let links: String = (0..20).map(|link| format!("[[SMS-POL-5{number}{link}]] ")).collect();
        edit(&folder, &format!("sms-docs/{number}.md"), "See ", &format!("See {links}"));
    }
    let out = report("65000");
    assert!(out.len() <= 65_000 && out.matches("| **error**<br>").count() >= 100, "{out}");
    assert!(out.matches("<br>approval |").count() >= 40 && out.matches("<br>Large policy |").count() >= 10, "{out}");
    assert!(out.contains(" more.\n"), "{out}");
    whole(&out);
}

#[test]
fn where_nothing_can_be_compared_it_says_why() {
    let folder = repository("claimed");
    let run = smsdoc(&folder, &["review", "--base", "origin/main"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.starts_with("error: `--base origin/main` is no revision"), "{}", run.err);
    let run = smsdoc(&folder, &["review"]);
    assert!(run.code == 2 && run.err.contains("--base <REV>"), "{}", run.err);
    for wrong in [["--limit", "10"], ["--files", "javascript:x"], ["--files", "https://a/)b"]] {
        assert_eq!(smsdoc(&folder, &[&["review", "--base", "main"], &wrong[..]].concat()).code, 2, "{wrong:?}");
    }
    let head = folder.git(&["rev-parse", "HEAD"]);
    folder.write(".git/shallow", &format!("{head}\n"));
    let run = smsdoc(&folder, &["review", "--base", "main"]);
    assert!(run.code == 2 && run.err.contains("shallow") && run.err.contains("fetch-depth: 0"), "{}", run.err);
    std::fs::remove_dir_all(folder.path().join(".git")).expect("removed");
    let run = smsdoc(&folder, &["review", "--base", "main"]);
    assert!(run.code == 2 && run.err.contains("no commit here yet"), "{}", run.err);
}

#[test]
fn links_lead_to_the_files_of_the_forge() {
    let folder = repository("claimed");
    second_version(&folder);
    commit(&folder, "Copy", "rowan");
    let out = review(&folder, &["--files", "https://forge.example/sms/blob/change"]);
    assert!(
        out.contains("[<code>SMS-POL-001</code>](https://forge.example/sms/blob/change/sms-docs/backup.md)"),
        "{out}"
    );
}
