//! What a service manager sees at the terminal: every figure of a small catalogue, and what would break if a text said
//! something else. The catalogue is that of tests/services.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::process::Command;

use camino::Utf8Path;
use serde_json::Value;
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

fn sound() -> Folder {
    committed(Folder::copy_of(&Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/services/sound")))
}

fn committed(folder: Folder) -> Folder {
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("Begin", "2026-03-01T10:00:00Z");
    folder
}

/// Compares with a golden file; `BLESS=1` writes it anew.
fn golden(name: &str, text: &str) {
    let file = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/services/expected").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(&file, text).expect("written");
    }
    assert_eq!(text, std::fs::read_to_string(&file).unwrap_or_default(), "{name}");
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.out).expect("JSON")
}

#[test]
fn services_are_told_in_80_columns() {
    let folder = sound();
    let run = smsdoc(&folder, &["services"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.lines().all(|line| line.chars().count() <= 80), "{}", run.out);
    golden("services.txt", &run.out);
    let run = smsdoc(&folder, &["services", "--agreements"]);
    assert!(run.out.lines().all(|line| line.chars().count() <= 80), "{}", run.out);
    golden("agreements.txt", &run.out);
}

#[test]
fn the_json_has_the_names_of_the_contract_and_exact_figures() {
    let folder = sound();
    let export = json(&smsdoc(&folder, &["services", "--format", "json"]));
    assert_eq!(export["schema"], "smsdoc/services/1");
    assert_eq!(export["as_of"], "2026-11-22");
    let service = export["services"].as_array().expect("services").iter().find(|at| at["id"] == "SVC-001");
    let service = service.expect("SVC-001");
    for name in [
        "id",
        "title",
        "state",
        "slas",
        "depends_on",
        "availability",
        "downtime",
        "support_hours",
        "rto",
        "rpo",
        "findings",
    ] {
        assert!(service.get(name).is_some(), "{name}");
    }
    assert_eq!(service["state"], "live");
    assert_eq!(service["slas"], serde_json::json!(["SLA-001"]));
    assert_eq!(service["availability"]["percent"], "99.80");
    // November has 720 hours; a fifth of a percent of them is 86 minutes and 24 seconds.
    let month = &service["downtime"]["month"];
    assert_eq!((&month["from"], &month["to"]), (&"2026-11-01".into(), &"2026-11-30".into()));
    assert_eq!((&month["agreed_seconds"], &month["allowed_seconds"]), (&"2592000".into(), &"5184".into()));
    assert_eq!(month["allowed"], "1h 26m 24s");
    assert_eq!(service["downtime"]["year"]["allowed_seconds"], "63072");
    let agreements = export["agreements"].as_array().expect("agreements");
    assert!(
        agreements.iter().any(|agreement| agreement["id"] == "SLA-001" && agreement["term"]["standing"] == "running")
    );
    assert_eq!(
        smsdoc(&folder, &["services", "--format", "json"]).out,
        smsdoc(&folder, &["services", "--format", "json"]).out
    );
}

#[test]
fn a_lower_promise_behind_an_sla_breaks_it_and_nothing_is_written() {
    let folder = sound();
    let before = folder.git(&["status", "--porcelain"]);
    let run = smsdoc(&folder, &["services", "--what-if", "OLA-001.availability=99.5"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert!(run.out.lines().all(|line| line.chars().count() <= 80), "{}", run.out);
    golden("what-if.txt", &run.out);
    assert_eq!(folder.git(&["status", "--porcelain"]), before);

    let run = smsdoc(&folder, &["services", "--what-if", "OLA-001.availability=99.5", "--format", "json"]);
    let export = json(&run);
    assert_eq!(export["schema"], "smsdoc/what-if/1");
    assert_eq!(export["breaks"][0]["sla"], "SLA-001");
    assert_eq!(export["breaks"][0]["findings"][0]["rule"], "sla-exceeds-agreement");
    assert_eq!(export["breaks"][0]["findings"][0]["related"][0]["document"], "OLA-001");
    let csv = smsdoc(&folder, &["services", "--what-if", "OLA-001.availability=99.5", "--format", "csv"]);
    assert!(
        csv.out.starts_with("change,sla,rule,severity,document,message\nbreaks,SLA-001,sla-exceeds-agreement,error,")
    );
}

#[test]
fn what_is_supposed_together_is_judged_together() {
    let folder = sound();
    let supposed =
        ["OLA-001.availability=99.5", "SLA-001.availability.percent=99.2", "SVC-001.availability_target=99.2"];
    let mut arguments = vec!["services"];
    supposed.iter().for_each(|supposed| arguments.extend(["--what-if", supposed]));
    let run = smsdoc(&folder, &arguments);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("No SLA breaks."), "{}", run.out);
    let run = smsdoc(
        &folder,
        &[
            "services",
            "--what-if",
            "OLA-001.support_hours={tz: Europe/London, days: [mon], from: \"08:00\", to: \"10:00\"}",
        ],
    );
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.out.contains("[support-hours-uncovered]"), "{}", run.out);
    let run = smsdoc(&folder, &["services", "--what-if", "SLA-001.support_hours=24x7"]);
    assert!(
        run.code < 2 && run.out.contains("effective support hours") || run.out.contains("SLA"),
        "{}{}",
        run.out,
        run.err
    );
}

#[test]
fn what_cannot_be_supposed_is_refused_with_the_reason() {
    let folder = sound();
    for (what, expected) in [
        ("OLA-001.availabilty=99", "`availabilty` is not a field that is known"),
        ("OLA-001.availability=abc", "is `abc`, expected a percentage"),
        ("OLA-001.availability=", "is no value for `availability`"),
        ("OLA-001.priorities.levels.P9.resolve=PT1H", "there is no `priorities.levels.P9`"),
        ("OLA-009.availability=99", "`OLA-009` is no service, agreement or plan in force"),
        ("OLA-001=99", "expected ID.FIELD=VALUE"),
        ("OLA-001.availability", "expected ID.FIELD=VALUE"),
    ] {
        let run = smsdoc(&folder, &["services", "--what-if", what]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{what}");
        assert!(run.err.contains(expected), "{what}: {}", run.err);
    }
    let run = smsdoc(&folder, &["services", "--what-if", "OLA-001.availability=99", "--format", "xlsx"]);
    assert_eq!(run.code, 2);
}

#[test]
fn an_audience_is_told_nothing_of_what_it_may_not_read() {
    let folder = Folder::copy_of(&Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/services/sound"));
    let service = folder.read("sms-docs/mail.md").replace("classification: internal", "classification: public");
    folder.write("sms-docs/mail.md", &service);
    let folder = committed(folder);
    let export = json(&smsdoc(&folder, &["services", "--format", "json", "--audience", "public"]));
    let text = export.to_string();
    let services: Vec<&str> =
        export["services"].as_array().expect("services").iter().filter_map(|at| at["id"].as_str()).collect();
    assert_eq!(services, ["SVC-001"]);
    assert_eq!(export["agreements"], serde_json::json!([]));
    // Its SLA is there, although this audience does not see it, so that nothing is missing.
    assert_eq!(export["services"][0]["findings"], serde_json::json!([]));
    assert_eq!(export["services"][0]["depends_on"], serde_json::json!([]));
    for hidden in ["OLA-001", "CON-001", "SVC-101", "infrastructure-operations"] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
    let told = smsdoc(&folder, &["services", "--audience", "public"]).out;
    assert!(told.contains("parts of it are not shown to this audience"), "{told}");
}
