//! Scope and parties: each alarm is there exactly when its cause is, and nobody is shown what they may not read.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::fmt::Write as _;

use camino::Utf8Path;
use serde_json::Value;
use smsdoc::evaluate::parties::AlarmKind;
use smsdoc::evaluate::{Sms, evaluate};
use smsdoc::read::Workspace;
use smsdoc::site::{Site, audience};
use support::{Folder, request};

/// A document in force, with its own fields.
fn document(id: &str, doc_type: &str, classification: &str, clauses: &str, fields: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: Title of {id}\ntype: {doc_type}\nversion: \"1.0\"\nstatus: approved\nowner: sms-manager\n\
         classification: {classification}\nclauses: [{clauses}]\napprover: ines-carrow\napproved_on: 2026-01-05\n\
         effective_on: 2026-01-12\nnext_review: 2027-01-05\n{fields}---\n\n## Purpose\n\nText.\n"
    )
}

fn service(id: &str, fields: &str) -> String {
    let fields = format!("service_kind: customer\nservice_state: live\nservice_owner: sms-manager\n{fields}");
    document(id, "service", "public", "\"8.2.4\"", &fields)
}

fn register(classification: &str, entries: &str) -> String {
    let fields = format!("register_kind: other_parties\ncolumns: [id]\nentries:\n{entries}");
    document("SVM-REG-001", "register", classification, "\"8.2.3.1\"", &fields)
}

const PEOPLE: &str = "people:\n  - {id: rowan-hale, name: Rowan Hale, roles: [{role: sms-manager, until: 2026-12-31}]}\n  - {id: ines-carrow, name: Ines Carrow, roles: [{role: managing-director}]}\nroles:\n  - {id: sms-manager, title: SMS Manager}\n  - {id: managing-director, title: Managing Director}\n";

const NIGHT: &str = "  - {id: night-desk, name: Night Desk Ltd, role: external, operates: [phones], contributes: [\"8.6.1\", SVC-001], agreement: CON-001, control: Calls are heard, measure: Answered in 30 s}\n";

const SCOPE: &str = "statement_kind: scope\nservices: [SVC-001]\nservices_out: [{service: SVC-002, reason: Run by a sister company}]\norganization_units: [Service Delivery]\nlocations: [Tarnford]\nparties_summary: One supplier.\ncertificate_wording: The SMS of Example IT.\n";

const CONTRACT: &str = "supplier: night-desk\nsupplier_manager: sms-manager\nprovider: night-desk\nreceiver: us\nservices_supported: [SVC-001]\nterm: {start: 2024-01-01, end: 2027-12-31}\n";

/// An SMS in which everything about other parties is in order.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "audiences: {default: staff, staff: internal, public: public, board: restricted}\ncontrol: {approvers: {default: [managing-director]}}\n");
    folder.write("sms-docs/people.yaml", PEOPLE);
    folder.write("sms-docs/register.md", &register("internal", NIGHT));
    folder.write("sms-docs/contract.md", &document("CON-001", "contract", "internal", "\"8.3.4.1\"", CONTRACT));
    folder.write(
        "sms-docs/desk.md",
        &service("SVC-001", "parties: [{party: night-desk, role: external, provides: [process]}]\n"),
    );
    folder.write("sms-docs/mail.md", &service("SVC-002", "depends_on: [{target: mail-store, kind: serial}]\n"));
    folder.write(
        "sms-docs/process.md",
        &document("RES-PRO-001", "process", "internal", "\"8.6.1\", \"8.6.2\"", "process_owner: sms-manager\n"),
    );
    folder.write("sms-docs/scope.md", &document("SMS-STM-001", "statement", "public", "\"4.3\"", SCOPE));
    folder
}

fn sms(folder: &Folder) -> Sms {
    let read =
        Workspace::open(Some(folder.path()), folder.path()).expect("it opens").read(&request()).expect("it is read");
    evaluate(read.inputs, &read.texts)
}

/// What is wrong, each with the document in which it is mended.
fn alarms(sms: &Sms) -> Vec<(AlarmKind, String, String)> {
    sms.parties.alarms.iter().map(|alarm| (alarm.kind, alarm.document.to_string(), alarm.message.clone())).collect()
}

/// A file of the site of an audience.
fn page(folder: &Folder, audience: &str, path: &str) -> String {
    let read =
        Workspace::open(Some(folder.path()), folder.path()).expect("it opens").read(&request()).expect("it is read");
    let name = audience::audience(&read.inputs, Some(audience)).expect("an audience");
    let shown = audience::filter(evaluate(read.inputs, &read.texts), &name);
    let site = Site::new(shown.sms, &read.theme, read.attachments, &name, false).expect("a theme");
    let bytes = site.render(Utf8Path::new(path)).expect("a page").expect("it is planned");
    String::from_utf8(bytes).expect("UTF-8")
}

/// The words of each row of the matrix, a line a row, cells with ` | ` between.
fn rows(html: &str) -> String {
    let table =
        html.split("<table class=\"mx\">").nth(1).expect("the matrix").split("</table>").next().expect("its end");
    table.split("<tr").skip(1).fold(String::new(), |mut out, row| {
        let row = row.split_once('>').expect("a row").1;
        let row = row.replace("</td>", "</th>");
        let cells = row.split("</th>").map(words).filter(|cell| !cell.is_empty());
        let _ = writeln!(out, "{}", cells.collect::<Vec<_>>().join(" | "));
        out
    })
}

/// What a reader sees of some HTML, with single spaces.
fn words(html: &str) -> String {
    let mut inside = false;
    let mut out = String::new();
    for char in html.chars() {
        match char {
            '<' => {
                inside = true;
                out.push(' ');
            }
            '>' if inside => inside = false,
            _ if inside => {}
            _ => out.push(char),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_in_order_gives_no_alarm() {
    assert_eq!(alarms(&sms(&folder())), []);
}

#[test]
fn each_alarm_is_there_when_its_cause_is_and_no_other() {
    type Change = fn(&Folder);
    let causes: [(&str, Change, AlarmKind, &str, &str); 9] = [
        (
            "no agreement is named",
            |folder| {
                folder.write("sms-docs/register.md", &register("internal", &NIGHT.replace(", agreement: CON-001", "")))
            },
            AlarmKind::Agreement,
            "SVM-REG-001",
            "`night-desk` takes part in phones, 8.6.1, SVC-001 without an agreement",
        ),
        (
            "the agreement ended yesterday",
            |folder| {
                let ended = CONTRACT.replace("2027-12-31", "2026-11-21");
                folder
                    .write("sms-docs/contract.md", &document("CON-001", "contract", "internal", "\"8.3.4.1\"", &ended));
            },
            AlarmKind::Agreement,
            "SVM-REG-001",
            "`night-desk` takes part in phones, 8.6.1, SVC-001 under `CON-001`, which ended on 2026-11-21",
        ),
        (
            "the agreement is a draft",
            |folder| {
                let draft = folder.read("sms-docs/contract.md").replace("status: approved", "status: draft");
                folder.write("sms-docs/contract.md", &draft);
            },
            AlarmKind::Agreement,
            "SVM-REG-001",
            "`night-desk` takes part in phones, 8.6.1, SVC-001 under `CON-001`, which is not in force",
        ),
        (
            "no process answers the clause",
            |folder| {
                let process = folder.read("sms-docs/process.md").replace("\"8.6.1\", ", "");
                folder.write("sms-docs/process.md", &process);
            },
            AlarmKind::Accountability,
            "SVM-REG-001",
            "nobody inside is accountable for clause 8.6.1, in which `night-desk` takes part: no document in force that claims it has an owner",
        ),
        (
            "a service has no owner who is there",
            |folder| {
                let mail =
                    folder.read("sms-docs/mail.md").replace("service_owner: sms-manager", "service_owner: mail-owner");
                folder.write("sms-docs/mail.md", &mail);
            },
            AlarmKind::Accountability,
            "SVC-002",
            "nobody inside is accountable for `SVC-002`: nobody holds the role mail-owner",
        ),
        (
            "every clause of the processes is operated by others",
            |folder| {
                folder.write(
                    "sms-docs/register.md",
                    &register(
                        "internal",
                        &NIGHT.replace("phones", "phones, \"8.6.1\", \"8.6.2\"").replace("\"8.6.1\", SVC", "SVC"),
                    ),
                )
            },
            AlarmKind::Everything,
            "SVM-REG-001",
            "every clause that a process in force answers is operated by other parties: 8.6.1, 8.6.2",
        ),
        (
            "every service is operated by others",
            |folder| {
                folder.write(
                    "sms-docs/register.md",
                    &register("internal", &NIGHT.replace("phones", "SVC-001, SVC-002").replace(", SVC-001],", "],")),
                )
            },
            AlarmKind::Everything,
            "SVM-REG-001",
            "every service in force is operated by other parties: SVC-001, SVC-002",
        ),
        (
            "a service names a party that nobody knows",
            |folder| {
                let team = "provider: team\nreceiver: us\nprovider_kind: internal\nservices_supported: [SVC-002]\n";
                folder.write("sms-docs/ola.md", &document("OLA-001", "ola", "internal", "\"8.3.4.2\"", team));
            },
            AlarmKind::Unregistered,
            "OLA-001",
            "`team` is in no register of other parties",
        ),
        (
            "without a register, a party of a service has no agreement",
            |folder| {
                std::fs::remove_file(folder.path().join("sms-docs/register.md")).expect("it was there");
                let mail = "parties: [{party: cleaner, role: external, provides: [component]}]\n";
                folder.write("sms-docs/mail.md", &service("SVC-002", mail));
            },
            AlarmKind::Agreement,
            "SVC-002",
            "`cleaner` takes part in SVC-002 without an agreement",
        ),
    ];
    for (cause, change, kind, document, message) in causes {
        let folder = folder();
        change(&folder);
        assert_eq!(alarms(&sms(&folder)), [(kind, document.to_owned(), message.to_owned())], "{cause}");
    }
}

#[test]
fn not_all_clauses_and_services_operated_by_others_is_no_alarm() {
    let folder = folder();
    folder.write(
        "sms-docs/register.md",
        &register(
            "internal",
            &NIGHT.replace("phones", "SVC-001, \"8.6.1\"").replace("contributes: [\"8.6.1\", SVC-001], ", ""),
        ),
    );
    assert_eq!(alarms(&sms(&folder)), []);
}

#[test]
fn a_clause_that_groups_others_stands_for_all_of_them() {
    let folder = folder();
    folder.write("sms-docs/register.md", &register("internal", &NIGHT.replace("\"8.6.1\"", "\"8.6\"")));
    let sms = sms(&folder);
    let with: Vec<&str> =
        sms.parties.things.iter().filter(|thing| !thing.parts.is_empty()).map(|thing| thing.key.id.as_str()).collect();
    assert_eq!(with, ["8.6.1", "8.6.2", "8.6.3", "SVC-001", "phones"]);
}

#[test]
fn the_page_shows_scope_and_who_takes_part() {
    let folder = folder();
    let html = page(&folder, "staff", "scope/index.html");
    let shown = words(&html);
    for text in [
        "No alarm. 63 clauses, 2 services, 2 components and 1 other parties were looked at, as of 22 Nov 2026.",
        "The SMS of Example IT.",
        "Services outside of the scope SVC-002 Title of SVC-002 Run by a sister company",
        "Differences between scope and catalogue None",
        smsdoc::site::exports::coverage::NOTE,
    ] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    for forbidden in ["not applicable", "excluded", "Applicable"] {
        assert!(!shown.to_lowercase().contains(&forbidden.to_lowercase()), "{forbidden}");
    }
    let rows = rows(&html);
    let all: Vec<&str> = rows.lines().collect();
    assert_eq!(all.iter().filter(|row| row.contains("No controlled document claims it")).count(), 57);
    let from = all.iter().position(|row| row.starts_with("8.6 ")).expect("the group");
    let to = all.iter().position(|row| row.starts_with("8.7 ")).expect("the next group");
    let own = "Operates SMS Manager : Rowan Hale";
    let narrow = "Night Desk Ltd contributes, CON-001 in force";
    let told = "in force Control and measure Control: Calls are heard Measure: Answered in 30 s";
    let none = "None | None | None";
    assert_eq!(
        all[from..to].join("\n"),
        format!(
            "8.6 Resolution and fulfilment\n\
             8.6.1 Incident management {narrow} | {own} | CON-001 Night Desk Ltd contributes {told} | None | None\n\
             8.6.2 Service request management | {own} | {none}\n\
             8.6.3 Problem management | No controlled document claims it | {none}"
        )
    );
    let services = all.iter().position(|row| *row == "Services").expect("the services");
    assert_eq!(
        all[services..].join("\n"),
        format!(
            "Services\n\
             SVC-001 Title of SVC-001 {narrow} | {own} | CON-001 Night Desk Ltd contributes {told} | None | None\n\
             SVC-002 Title of SVC-002 | {own} | {none}\n\
             Components\n\
             mail-store | {own} | {none}\n\
             phones Night Desk Ltd operates, CON-001 in force | Controls SMS Manager : Rowan Hale | CON-001 Night Desk Ltd operates {told} | None | None"
        )
    );
}

#[test]
fn an_empty_sms_says_what_to_add() {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "{}\n");
    let shown = words(&page(&folder, "staff", "scope/index.html"));
    assert!(shown.contains("No scope statement is in force.") && shown.contains("statement_kind: scope"), "{shown}");
    assert!(
        shown.contains("No register of other parties is in force.") && shown.contains("register_kind: other_parties")
    );
}

#[test]
fn who_may_not_read_the_register_sees_nothing_of_it() {
    let folder = folder();
    let more = "  - {id: secret-partner, name: Secret Partner, role: external, operates: [vault], contributes: [\"8.6.3\"], control: Watched}\n";
    folder.write("sms-docs/register.md", &register("confidential", &format!("{NIGHT}{more}")));
    let told =
        ["secret-partner", "Secret Partner", "vault", "Watched", "SVM-REG-001", "Calls are heard", "Night Desk Ltd"];
    for path in ["scope/index.html", "scope/parties.json", "scope/parties.csv"] {
        let staff = page(&folder, "staff", path);
        let seen: Vec<&str> = told.into_iter().filter(|word| staff.contains(word)).collect();
        assert_eq!(seen, Vec::<&str>::new(), "{path}");
        assert!(page(&folder, "board", path).contains("Secret Partner"), "{path}");
    }
    let alarms = |audience: &str| -> Vec<String> {
        let json: Value = serde_json::from_str(&page(&folder, audience, "scope/parties.json")).expect("JSON");
        let alarms = json["alarms"].as_array().expect("alarms").iter();
        alarms.map(|alarm| alarm["rule"].as_str().expect("a rule").to_owned()).collect()
    };
    assert_eq!(alarms("board"), ["accountability-missing", "party-without-agreement"]);
    assert_eq!(alarms("staff"), Vec::<String>::new());
}

#[test]
fn what_may_not_be_read_is_not_called_missing() {
    let folder = folder();
    let contract =
        folder.read("sms-docs/contract.md").replace("classification: internal", "classification: restricted");
    folder.write("sms-docs/contract.md", &contract);
    let process = folder.read("sms-docs/process.md").replace("classification: internal", "classification: restricted");
    folder.write("sms-docs/process.md", &process);
    let html = page(&folder, "staff", "scope/index.html");
    assert!(words(&html).contains("No alarm."), "{html}");
    let rows = rows(&html);
    let row = rows.lines().find(|row| row.starts_with("8.6.1")).expect("the row");
    assert!(row.contains("Accountable role not shown") && row.contains("Agreement not shown"), "{row}");
    assert!(!rows.contains("CON-001"), "{rows}");
}

#[test]
fn the_csv_has_a_row_for_each_part_and_for_what_is_only_ours() {
    let csv = page(&folder(), "staff", "scope/parties.csv");
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows.len(), 1 + 63 + 2 + 2);
    let part = "night-desk,Night Desk Ltd,external";
    assert!(rows.contains(&format!("clause,8.6.1,Incident management,operates,sms-manager,rowan-hale,{part},contributes,CON-001,in_force,Calls are heard,Answered in 30 s").as_str()), "{csv}");
    assert!(rows.contains(&format!("component,phones,,controls,sms-manager,rowan-hale,{part},operates,CON-001,in_force,Calls are heard,Answered in 30 s").as_str()), "{csv}");
    assert!(rows.contains(&"component,mail-store,,operates,sms-manager,rowan-hale,,,,,,,,"), "{csv}");
}
