//! What was reached of service level targets: the page, its downloads, and for whom they are made.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::fs;
use std::process::Command;

use serde_json::Value;
use support::{Folder, Run};

const PEOPLE: &str = "people:\n  - {id: ines, name: Ines, emails: [ines@example.org], roles: [{role: sms-manager, from: 2024-01-01}]}\n  - {id: sam, name: Sam, emails: [sam@example.org], roles: []}\nroles:\n  - {id: sms-manager, title: SMS Manager}\n";

fn sla(targets: &str) -> String {
    format!(
        "---\nid: SLA-001\ntitle: \"SLA: hosting\"\ntype: sla\nversion: \"1.0\"\nstatus: approved\nowner: sms-manager\nclassification: internal\nclauses: [\"8.3.3\"]\nauthors: [sam]\napprover: ines\napproved_on: 2026-01-01\neffective_on: 2026-01-01\nnext_review: 2027-01-01\nservices: [SVC-001]\ncustomer: northgate\nprovider: kestrelmoor\nterm: {{start: 2026-01-01, end: 2028-03-31}}\ntargets:\n{targets}workload_limits: {{none_agreed: \"Few use it.\"}}\nexceptions: {{none_agreed: \"There are none.\"}}\nreporting: {{frequency: P1Y, audience: Northgate, report: REL-RPT-001}}\n---\n\nText.\n"
    )
}

fn report(id: &str, period: &str, class: &str, closed: &str, figures: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: Figures of {period}\ntype: report\nversion: \"1.0\"\nstatus: closed\nowner: sms-manager\nclassification: {class}\nclauses: [\"9.4\"]\nseries: REL-RPT-001\nperiod: \"{period}\"\nrecorded_by: sam\nclosed_on: {closed}\nretention: P6Y\nreport_kind: service_level_figures\naudience: [Northgate]\ndata_source: Probe\n{figures}trend: As before.\ndecisions: []\n---\n\nText.\n"
    )
}

const AVAILABILITY: &str = "  - {metric: Availability, comparator: at_least, value: \"99.90\", unit: percent, period: calendar_month, source: Probe}\n";
const ANSWER: &str = "  - {metric: Time to answer, comparator: at_most, value: \"30\", unit: seconds, period: quarter, source: Telephone}\n";

/// An SLA with figures in two reports, of which a customer may read neither and staff one.
fn small() -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "control: {approvers: {default: [sms-manager]}}\nas_of: 2026-11-22\n");
    folder.write("sms-docs/people.yaml", PEOPLE);
    folder.write("sms-docs/sla.md", &sla(&format!("{AVAILABILITY}{ANSWER}")));
    folder.write(
        "sms-docs/year.md",
        &report("REL-RPT-001-2026-H1", "2026-H1", "internal", "2026-07-10", "metrics_file: year.csv\n"),
    );
    folder.write(
        "sms-docs/year.csv",
        "period,agreement,metric,unit_measured,target,actual,reason\n\
         2026-01,SLA-001,Availability,Hall A,99.90,99.95,\n\
         2026-01,SLA-001,Availability,Hall B,99.90,99.89,\n\
         2026-02,SLA-001,Availability,Hall A,99.90,99.90,\n\
         2026-04,SLA-001,availability,Hall A,99.90,not_measured,The probe was moved.\n",
    );
    folder.write(
        "sms-docs/secret.md",
        &report(
            "REL-RPT-001-2026-Q3",
            "2026-Q3",
            "restricted",
            "2026-10-10",
            "metrics:\n  - {name: Time to answer, agreement: SLA-001, target: \"30\", actual: \"30.0\"}\n  - {name: Availability, agreement: SLA-001, period: \"2026-01\", unit_measured: Hall B, target: \"99.90\", actual: \"99.91\"}\n",
        ),
    );
    folder
}

fn smsdoc(folder: &Folder, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.args(["--color", "never"]).args(arguments).current_dir(folder.path()).env("GIT_DIR", "/nowhere");
    Run::of(&mut command)
}

fn read(folder: &Folder, out: &str, path: &str) -> String {
    fs::read_to_string(folder.path().join(out).join(path)).expect("a file of the site")
}

/// The words of a page, one space between them.
fn words(html: &str) -> String {
    let main = html.split("<main").nth(1).unwrap_or(html).split("</main>").next().unwrap_or_default();
    let mut text = String::new();
    for part in main.split('<').skip(1) {
        text.push(' ');
        text.push_str(part.split_once('>').map_or("", |(_, text)| text));
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn built(folder: &Folder, out: &str, audience: &str) -> String {
    smsdoc(folder, &["build", "--out", out, "--audience", audience, "--deny", "never"]);
    words(&read(folder, out, "services/performance/index.html"))
}

#[test]
fn the_page_tells_targets_figures_and_misses() {
    let folder = small();
    let page = built(&folder, "staff", "staff");
    for part in [
        "SLA: hosting",
        "Availability at least 99.90 percent, calendar month",
        "not measured: The probe was moved. 2026-04, Hall A",
        "99.89 (2026-01, Hall B), of 2 with figures 1 of 3",
        "Time to answer at most 30 seconds, quarter — No figure — —",
        "2026-01: Availability, Hall B, reached 99.89, promised was at least 99.90. Figures of 2026-H1",
        "2026-03 No figure",
        "99.95 Hall A 99.89 Hall B, missed 99.90 Missed REL-RPT-001-2026-H1",
    ] {
        assert!(page.contains(part), "{part}\nis not in\n{page}");
    }
    assert!(!page.contains("Q3"), "staff may not read that report: {page}");
    // The gap and the month without a measurement break the line.
    let html = read(&folder, "staff", "services/performance/index.html");
    let line = html.split("<path d=\"").nth(2).and_then(|rest| rest.split('"').next()).expect("the line");
    assert_eq!((line.matches('M').count(), line.matches('L').count()), (1, 1), "{line}");
    assert_eq!(html.matches("class=\"f-bad\"").count(), 1);
}

#[test]
fn a_report_that_was_closed_later_counts_for_those_who_may_read_it() {
    let folder = small();
    let page = built(&folder, "auditor", "auditor");
    assert!(page.contains("No figure misses its target."), "{page}");
    assert!(page.contains("30.0 2026-Q3 Met 30.0 (2026-Q3), of 1 with figures 0 of 1"), "{page}");
}

#[test]
fn downloads_hold_the_same_figures() {
    let folder = small();
    built(&folder, "staff", "staff");
    let json: Value = serde_json::from_str(&read(&folder, "staff", "services/performance.json")).expect("JSON");
    assert_eq!(json["schema"], "smsdoc/performance/1");
    let targets = json["agreements"][0]["targets"].as_array().expect("targets");
    assert_eq!((&targets[0]["missed"], &targets[0]["agreed"]), (&Value::from(1), &Value::from(true)));
    let outcomes: Vec<_> = targets[0]["periods"].as_array().expect("periods").iter().map(|of| &of["outcome"]).collect();
    assert_eq!(outcomes, ["missed", "met", "not_known"]);
    assert_eq!(targets[1]["periods"], Value::Array(Vec::new()));
    assert_eq!(
        read(&folder, "staff", "services/performance.csv"),
        "report,period,agreement,metric,unit_measured,comparator,target,actual,unit,outcome,reason\n\
         REL-RPT-001-2026-H1,2026-01,SLA-001,Availability,Hall A,at_least,99.90,99.95,percent,met,\n\
         REL-RPT-001-2026-H1,2026-01,SLA-001,Availability,Hall B,at_least,99.90,99.89,percent,missed,\n\
         REL-RPT-001-2026-H1,2026-02,SLA-001,Availability,Hall A,at_least,99.90,99.90,percent,met,\n\
         REL-RPT-001-2026-H1,2026-04,SLA-001,Availability,Hall A,at_least,99.90,,percent,not_known,The probe was moved.\n"
    );
}

#[test]
fn without_figures_the_page_says_which_fields_to_add() {
    let folder = small();
    for name in ["year.md", "secret.md"] {
        fs::remove_file(folder.path().join("sms-docs").join(name)).expect("a report");
    }
    let page = built(&folder, "site", "staff");
    assert!(page.contains("No closed report has figures for it.") && page.contains("agreement: SLA-001"), "{page}");
    fs::remove_file(folder.path().join("sms-docs/sla.md")).expect("the SLA");
    assert!(built(&folder, "site", "staff").contains("No SLA is in force"));
}

#[test]
fn a_file_that_is_too_large_is_told_and_not_read() {
    let folder = small();
    let row = "2026-05,SLA-001,Availability,Hall A,99.90,99.95,\n";
    folder.write("sms-docs/year.csv", &row.repeat(6_000));
    let said = smsdoc(&folder, &["check", "--format", "json"]);
    let found: Value = serde_json::from_str(&said.out).expect("JSON");
    let found = found["findings"].as_array().expect("findings").iter();
    let told: Vec<_> = found.filter(|finding| finding["rule"] == "figures-invalid").collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["message"], "the file has 287 KiB; up to 256 KiB are read");
    assert_eq!(
        (&told[0]["path"], &told[0]["document"]),
        (&Value::from("sms-docs/year.csv"), &Value::from("REL-RPT-001-2026-H1"))
    );
}

/// The version of an agreement that held in a period says what was promised then, whatever it says today.
#[test]
fn a_period_is_measured_against_the_version_that_held_in_it() {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "control: {approvers: {default: [sms-manager]}}\n");
    folder.write("sms-docs/people.yaml", PEOPLE);
    folder.write("sms-docs/sla.md", &sla("  - {metric: Mean availability, comparator: at_least, value: \"99.50\", unit: percent, period: calendar_month, source: Probe}\n"));
    folder.git(&["init", "--quiet", "--initial-branch", "main"]);
    folder.step("commit by:sam on:2026-01-01 approved-by:ines", 0);
    let second = sla(AVAILABILITY).replace("\"1.0\"", "\"2.0\"").replace("_on: 2026-01-01", "_on: 2026-03-01");
    folder.write("sms-docs/sla.md", &second);
    folder.step("commit by:sam on:2026-03-01 approved-by:ines", 1);
    folder.write(
        "sms-docs/report.md",
        &report(
            "REL-RPT-001-2026-H1",
            "2026-H1",
            "internal",
            "2026-07-10",
            "metrics:\n  - {name: Mean availability, agreement: SLA-001, period: \"2026-02\", target: \"99.50\", actual: \"99.40\"}\n  - {name: Availability, agreement: SLA-001, period: \"2026-03\", target: \"99.90\", actual: \"99.95\"}\n  - {name: Availability, agreement: SLA-001, period: \"2026-04\", target: \"99.50\", actual: \"99.95\"}\n",
        ),
    );
    folder.step("commit by:sam on:2026-07-10", 2);
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.args(["--today", "2026-08-01", "check", "--format", "json"]).current_dir(folder.path());
    let found: Value = serde_json::from_str(&Run::of(&mut command).out).expect("JSON");
    let found = found["findings"].as_array().expect("findings").iter();
    let told = found.filter(|finding| finding["rule"].as_str().is_some_and(|rule| rule.starts_with("figures-")));
    let told: Vec<_> = told.map(|finding| finding["message"].as_str().unwrap_or_default()).collect();
    assert_eq!(
        told,
        [
            "the target is given as `99.50`, and `SLA-001` asked for `99.90` in 2026-04",
            "no closed report has figures of `Availability` for 2026-05"
        ]
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.args(["--as-of", "2026-08-01", "build", "--out", "site", "--deny", "never"]).current_dir(folder.path());
    Run::of(&mut command);
    let page = words(&read(&folder, "site", "services/performance/index.html"));
    assert!(page.contains("Mean availability at least 99.50 percent, calendar month; no longer agreed"), "{page}");
}
