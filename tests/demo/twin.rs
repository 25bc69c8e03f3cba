//! The broken twin of the example: ten faults that auditors know, put into it by a script. Each is found once, at its
//! place.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use crate::support::{Folder, files};
use crate::text::{field, replaced, with};
use crate::{example, json, smsdoc};

/// What a fault changes, and where it is seen.
struct Fault {
    /// Code of the rule that finds it.
    code: &'static str,
    /// Documents with the passages that are changed in them.
    changes: &'static [(&'static str, &'static [(&'static str, &'static str)])],
    /// Whether the documents get a new version that says it was approved.
    raised: bool,
    /// The document in which the fault is found, or the file of a whole SMS.
    at: &'static str,
    /// What the line holds that is named.
    line: &'static str,
}

const FAULTS: [Fault; 9] = [
    // A promise of 99.95 percent on a hall that promises 99.9.
    Fault {
        code: "A-01",
        changes: &[
            ("SLA-001", &[("\n  percent: \"99.90\"\n", "\n  percent: \"99.95\"\n")]),
            ("SVC-001", &[("\navailability_target: \"99.90\"\n", "\navailability_target: \"99.95\"\n")]),
            ("CON-001", &[("\n  percent: \"99.995\"\n", "\n  percent: \"99.9\"\n")]),
        ],
        raised: true,
        at: "SLA-001",
        line: "percent: \"99.95\"",
    },
    // The managing director approves what the managing director wrote.
    Fault {
        code: "R-04",
        changes: &[("DBT-POL-001", &[("5. **Freezes hold.**", "5. **Freezes hold, always.**")])],
        raised: true,
        at: "DBT-POL-001",
        line: "approver: helen-marsh",
    },
    // Another text under the number of the approved one.
    Fault {
        code: "R-06",
        changes: &[(
            "SMS-POL-001",
            &[("within ten working days, with at least", "within twenty working days, with at least")],
        )],
        raised: false,
        at: "SMS-POL-001",
        line: "version: \"2.1\"",
    },
    // A procedure is withdrawn, and the register of other parties still sends its readers there.
    Fault {
        code: "R-13",
        changes: &[
            ("SVM-PRC-001", &[("\nstatus: approved\n", "\nstatus: withdrawn\n")]),
            (
                "REL-PRO-003",
                &[(", SVM-PRC-001, REL-PRO-002", ", REL-PRO-002"), ("[[SVM-PRC-001#criteria]]", "the procedure")],
            ),
        ],
        raised: false,
        at: "REL-PRO-003",
        line: "[SVM-PRC-001]",
    },
    // Nothing answers clause 8.4.2 any more.
    Fault {
        code: "R-17",
        changes: &[
            ("SUP-PRO-002", &[]),
            ("SUP-PLN-001", &[]),
            ("SUP-RPT-001-2026-Q1", &[]),
            ("SUP-RPT-001-2026-Q2", &[]),
            ("SUP-RPT-001-2026-Q3", &[]),
        ],
        raised: true,
        at: "smsdoc.yaml",
        line: "",
    },
    // The plan needs eight hours for what is promised in four.
    Fault {
        code: "A-07",
        changes: &[("ASR-PLN-002", &[("\nrto: PT3H\n", "\nrto: PT8H\n")])],
        raised: true,
        at: "SLA-001",
        line: "continuity: {rto: PT4H",
    },
    // A corrective action is forty days late.
    Fault {
        code: "R-23",
        changes: &[("IMP-NCR-002", &[("\ndue: 2027-02-28\n", "\ndue: 2026-09-21\n")])],
        raised: false,
        at: "IMP-NCR-002",
        line: "due: 2026-09-21",
    },
    // A review is 120 days late.
    Fault {
        code: "R-09",
        changes: &[("SVC-002", &[("\nnext_review: 2027-04-16\n", "\nnext_review: 2026-07-03\n")])],
        raised: false,
        at: "SVC-002",
        line: "next_review: 2026-07-03",
    },
    // The scope names a service that is retired.
    Fault {
        code: "R-25",
        changes: &[("SMS-STM-001", &[("SVC-003, SVC-004]", "SVC-003, SVC-004, SVC-005]")])],
        raised: true,
        at: "SMS-STM-001",
        line: "SVC-005",
    },
];

#[test]
fn each_fault_of_the_broken_twin_is_found_once_and_where_it_is() {
    let folder = twin();
    let places = places(&folder);
    let report = json(&folder, &["check", "--format", "json"]);
    let found: Vec<&Value> =
        report["findings"].as_array().unwrap().iter().filter(|finding| finding["severity"] != "info").collect();
    let shown = |finding: &&Value| {
        let line = finding["line"].as_u64().unwrap() as usize;
        let path = finding["path"].as_str().unwrap();
        let text = folder.read(path).lines().nth(line - 1).unwrap_or_default().to_owned();
        (finding["code"].as_str().unwrap_or_default().to_owned(), path.to_owned(), text)
    };
    for fault in &FAULTS {
        let of_it: Vec<_> = found.iter().map(shown).filter(|(code, ..)| code == fault.code).collect();
        let [(_, path, line)] = &of_it[..] else { panic!("{}: found {} times: {of_it:?}", fault.code, of_it.len()) };
        let at = places.get(fault.at).map_or("sms-docs/smsdoc.yaml", String::as_str);
        assert!(path == at && line.contains(fault.line), "{}: found at {path}: {line}", fault.code);
    }
    let others: Vec<_> =
        found.iter().filter(|finding| FAULTS.iter().all(|fault| finding["code"] != fault.code)).collect();
    assert!(others.is_empty(), "nothing else was broken: {others:?}");
}

/// The tenth fault cannot be made: what a reader may not see is left out before anything is derived from it.
#[test]
fn a_restricted_register_is_in_no_byte_of_the_site_for_customers() {
    let folder = example();
    let places = places(&folder);
    let path = &places["SVC-001"];
    let text = raised(&folder.read(path)) + "\nThe risks stand in [[ASR-RSK-001]].\n";
    folder.write(path, &text);
    let settings = folder.read("sms-docs/smsdoc.yaml");
    folder.write("sms-docs/smsdoc.yaml", &settings.replace("evidence: signed", "evidence: claimed"));
    folder.git(&["add", "--all"]);
    folder.git_as(&["commit", "--quiet", "--message", "Link the risks"], AT, LUCY);
    let run = smsdoc(&folder, &["--audience", "public", "build", "--out", "public"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let title = "Information security risk assessment and control decisions";
    assert!(folder.read(&places["ASR-RSK-001"]).contains(title));
    let pages = files(&folder.path().join("public"));
    for page in &pages {
        let bytes = fs::read(page).expect("a file");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(title) && !text.contains("asr-rsk-001"), "{page}");
    }
    assert!(pages.len() > 20 && folder.path().join("public/docs/SVC-001/index.html").is_file());
}

const AT: &str = "2026-10-30T18:00:00Z";
const HELEN: (&str, &str) = ("Helen Marsh", "helen.marsh@kestrelmoor.example");
const LUCY: (&str, &str) = ("Lucy Arden", "lucy.arden@kestrelmoor.example");

/// The example with all the faults, committed on its last day.
fn twin() -> Folder {
    let folder = example();
    let places = places(&folder);
    let settings = folder.read("sms-docs/smsdoc.yaml");
    folder.write("sms-docs/smsdoc.yaml", &settings.replace("evidence: signed", "evidence: claimed"));
    retire_a_service(&folder);
    for fault in &FAULTS {
        for (id, passages) in fault.changes {
            let path = &places[*id];
            let text = broken(fault, id, replaced(&folder.read(path), &owned(passages), id));
            folder.write(path, &text);
            let who = if fault.code == "R-04" { HELEN } else { LUCY };
            folder.git(&["add", "--all"]);
            folder.git_as(&["commit", "--quiet", "--message", &format!("Break {id}")], AT, who);
        }
    }
    folder
}

fn owned(passages: &[(&str, &str)]) -> Vec<(String, String)> {
    passages.iter().map(|(now, then)| ((*now).to_owned(), (*then).to_owned())).collect()
}

/// What belongs to the change beside its passages.
fn broken(fault: &Fault, id: &str, text: String) -> String {
    let mut text = text;
    if fault.code == "R-17" {
        text = text.replace("\"8.4.2\", ", "").replace(", \"8.4.2\"", "");
        text = text.replace("8.4.2,", "").replace(",8.4.2", "").replace(" clauses=8.4.2", "");
    }
    if field(&text, "recorded_by").is_some() {
        let correction = "[{date: 2026-10-30, by: lucy-arden, reason: Another day.}]";
        return if fault.raised { with(&text, "corrections", correction, "disposition") } else { text };
    }
    if id == "SVM-PRC-001" {
        text = with(&text, "withdrawn_on", "2026-10-30", "change_summary");
        return with(&text, "withdrawn_reason", "The register says enough.", "withdrawn_on");
    }
    if fault.raised || id == "REL-PRO-003" { raised(&text) } else { text }
}

/// The paths of documents by id.
fn places(folder: &Folder) -> BTreeMap<String, String> {
    let register = json(folder, &["register", "--format", "json"]);
    let documents = register["documents"].as_array().unwrap().iter();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    documents.map(|document| (word(&document["id"]), word(&document["path"]))).collect()
}

/// A new version that says it was approved on the last day.
fn raised(text: &str) -> String {
    [
        ("version", "\"9.0\""),
        ("approved_on", "2026-10-30"),
        ("effective_on", "2026-10-30"),
        ("next_review", "2027-01-29"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (key, value)| with(&text, key, value, "authors"))
}

fn retire_a_service(folder: &Folder) {
    let places = places(folder);
    let text = folder.read(&places["SVC-102"]);
    let passages = [
        ("\nid: SVC-102\n", "\nid: SVC-005\n"),
        ("\nservice_state: live\n", "\nservice_state: retired\n"),
        ("\nci: CI-SVC-0102\n", "\nci: CI-SVC-0005\n"),
    ];
    folder.write("sms-docs/services/svc-005-retired.md", &raised(&replaced(&text, &owned(&passages), "SVC-005")));
}
