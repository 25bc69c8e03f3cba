//! What is due: the page on corrective actions, and the calendar.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests make files and fail loudly")]

mod support;

use std::process::Command;

use support::{Folder, Run};

const PEOPLE: &str = "\
people:
  - {id: ines, name: Ines Carrow, emails: [ines@example.org], roles: [{role: sms-manager, from: 2024-01-01}]}
  - {id: sam, name: Sam Dorne, emails: [sam@example.org], roles: []}
roles:
  - {id: sms-manager, title: SMS Manager}
";

fn action(id: &str, class: &str, fields: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: \"Action {id}, with a comma; and more words than one line of a calendar holds\"\ntype: corrective_action\nversion: \"1.0\"\nowner: sms-manager\nclassification: {class}\nclauses: [\"10.1.1\"]\nrecorded_by: sam\nretention: P6Y\nsource: Audit\nclause: \"8.6.1\"\nnonconformity: Something.\nevidence: Tickets\n{fields}---\n\nText.\n"
    )
}

/// An action that is late, one that has time, one that was closed late and works, and one that a customer may not see.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "site: {url: \"https://sms.example.org\"}\nas_of: 2026-11-22\n");
    folder.write("sms-docs/people.yaml", PEOPLE);
    let write = |id: &str, class: &str, fields: &str| {
        folder.write(&format!("sms-docs/{}.md", id.to_lowercase()), &action(id, class, fields));
    };
    write("IMP-NCR-001", "public", "status: open\noccurred_on: 2026-09-01\ndue: 2026-10-13\ngrade: minor\n");
    write("IMP-NCR-002", "internal", "status: open\noccurred_on: 2026-11-02\ndue: 2026-12-02\ncause: A cause.\n");
    write(
        "IMP-NCR-003",
        "public",
        "status: closed\noccurred_on: 2026-03-02\nclosed_on: 2026-05-11\ndue: 2026-05-08\ncause: A cause.\nverified_by: ines\nverified_on: 2026-05-10\neffective: \"yes\"\n",
    );
    folder.write(
        "sms-docs/audit.md",
        "---\nid: PEV-AUD-001\ntitle: Audit\ntype: audit_report\nversion: \"1.0\"\nstatus: closed\nowner: sms-manager\nclassification: public\nclauses: [\"9.2.1\"]\noccurred_on: 2026-03-02\nrecorded_by: sam\nclosed_on: 2026-03-09\nretention: P6Y\naudit_id: A1\nprogramme: 2026\ncriteria: [The standard]\nscope_clauses: [\"8.6.1\"]\nauditors: [sam]\naudited_roles: [sms-manager]\ndates: {from: 2026-03-02, to: 2026-03-02}\nfindings:\n  - {id: F-07, grade: minor, clause: \"8.6.1\", statement: Something., evidence: Tickets, nc_ref: IMP-NCR-003}\n  - {id: F-08, grade: minor, clause: \"7.2\", statement: No course., evidence: A list}\n  - {id: F-09, grade: observation, clause: \"7.3\", statement: A poster., evidence: A wall}\nconclusion: Good.\n---\n\nText.\n",
    );
    folder
}

fn build(folder: &Folder, audience: &str) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.args(["--color", "never", "--audience", audience, "build", "--deny", "never", "--out", audience]);
    Run::of(command.current_dir(folder.path()).env("GIT_DIR", "/nowhere"))
}

/// The words of a part of the page, from one heading to the next.
fn part(html: &str, id: &str) -> String {
    let from = html.split(&format!("<h2 id=\"{id}\"")).nth(1).expect("the part");
    let part = from.split("<h2").next().unwrap();
    let words = part.split('<').skip(1).filter_map(|tag| tag.split_once('>')).map(|(_, text)| text);
    words.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_longest_overdue_comes_first_and_what_was_closed_tells_whether_it_works() {
    let folder = folder();
    assert_eq!(build(&folder, "staff").code, 0);
    let html = folder.read("staff/actions/index.html");
    let open = part(&html, "open");
    let at = |text: &str| open.find(text).unwrap_or_else(|| panic!("no `{text}` in: {open}"));
    assert!(at("IMP-NCR-001") < at("IMP-NCR-002"));
    assert!(at("40 days late") < at("IMP-NCR-002"), "{open}");
    assert!(at("in 10 days") > at("IMP-NCR-002"), "{open}");
    assert!(open.contains("82 days") && open.contains("Not recorded yet") && open.contains("Recorded"), "{open}");
    let closed = part(&html, "closed");
    for text in ["70 days", "No, 3 days late", "Yes Ines Carrow, 10 May 2026", "PEV-AUD-001 , F-07"] {
        assert!(closed.contains(text), "no `{text}` in: {closed}");
    }
    let months = part(&html, "months");
    assert!(months.contains("Nov 2026 1 0 2") && months.contains("May 2026 0 1 0"), "{months}");
}

#[test]
fn what_an_audit_found_and_led_to_stands_in_what_changed_since() {
    let folder = folder();
    assert_eq!(build(&folder, "staff").code, 0);
    let html = folder.read("staff/readiness/since-audit/index.html");
    let findings = part(&html, "findings");
    assert!(findings.contains("F-07 Something.") && findings.contains("IMP-NCR-003 Closed"), "{findings}");
    let raised = part(&html, "raised");
    for text in ["2 Mar 2026 finding F-07 of this audit", "IMP-NCR-001", "2 Nov 2026"] {
        assert!(raised.contains(text), "no `{text}` in: {raised}");
    }
    assert!(part(&html, "closed").contains("11 May 2026"));
}

#[test]
fn records_stand_by_kind_and_tell_how_long_they_are_kept() {
    let folder = folder();
    for month in 1..=3 {
        let report = format!(
            "---\nid: REL-RPT-001-2026-0{month}\ntitle: \"Service report, 2026-0{month}\"\ntype: report\nversion: \"1.0\"\nstatus: closed\nowner: sms-manager\nclassification: internal\nperiod: 2026-0{month}\nclosed_on: 2026-05-01\nretention: P3Y\n---\n\nText.\n"
        );
        folder.write(&format!("sms-docs/r{month}.md"), &report);
    }
    assert_eq!(build(&folder, "staff").code, 0);
    let html = folder.read("staff/records/index.html");
    assert!(html.contains("size:A4 landscape") && html.contains("Internal · for staff"), "{html}");
    let actions = part(&html, "kind-2");
    for text in ["Corrective actions", "11 May 2032 6 years", "6 years from the day on which it is closed"] {
        assert!(actions.contains(text), "no `{text}` in: {actions}");
    }
    let reports = part(&html, "kind-3");
    let (newest, older) = reports.split_once("Older, Service report: 2, Jan 2026 to Feb 2026").expect("a series");
    assert!(newest.contains("REL-RPT-001-2026-03") && !newest.contains("REL-RPT-001-2026-02"), "{reports}");
    assert!(older.contains("REL-RPT-001-2026-02 ") && older.contains("REL-RPT-001-2026-01 "), "{reports}");
    assert!(html.contains("data-s=\"3\"") && html.contains("id=\"f-3\""), "{html}");
    assert!(html.contains("Management review results"), "what is wanted and missing is told: {html}");
    let reviews = folder.read("staff/reviews/index.html");
    let also = part(&reviews, "also");
    assert!(also.contains("13 Oct 2026 40 days late Finish the corrective action"), "{also}");
}

#[test]
fn the_calendar_holds_what_the_audience_may_see_and_is_the_same_each_time() {
    let folder = folder();
    for audience in ["staff", "public"] {
        assert_eq!(build(&folder, audience).code, 0);
    }
    let staff = folder.read("staff/reviews/reviews.ics");
    assert!(staff.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && staff.ends_with("END:VCALENDAR\r\n"), "{staff}");
    assert!(staff.lines().all(|line| line.len() <= 75), "{staff}");
    let whole = staff.replace("\r\n ", "");
    for line in [
        "SUMMARY:Finish IMP-NCR-001 Action IMP-NCR-001\\, with a comma\\; and more words than one line of a calendar holds",
        "DTSTART;VALUE=DATE:20261013",
        "DTEND;VALUE=DATE:20261014",
        "DTSTAMP:20261122T000000Z",
        "URL:https://sms.example.org/docs/IMP-NCR-001/index.html",
        "UID:urn:smsdoc:sms.example.org:Finish:IMP-NCR-001",
    ] {
        assert!(whole.contains(&format!("\r\n{line}\r\n")), "no `{line}` in:\n{whole}");
    }
    assert_eq!(whole.matches("BEGIN:VEVENT").count(), 2, "what is closed is no day to come");
    let public = folder.read("public/reviews/reviews.ics");
    assert!(!public.contains("IMP-NCR-002") && public.contains("IMP-NCR-001"));
    assert!(!folder.read("public/actions/index.html").contains("IMP-NCR-002"));
    build(&folder, "staff");
    assert_eq!(folder.read("staff/reviews/reviews.ics"), staff);
}

#[test]
fn without_actions_the_page_says_so() {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "as_of: 2026-11-22\n");
    folder.write("sms-docs/people.yaml", PEOPLE);
    assert_eq!(build(&folder, "staff").code, 0);
    let html = folder.read("staff/actions/index.html");
    assert!(html.contains("No corrective action is open.") && html.contains("None was closed yet."));
}

#[test]
fn a_finding_without_an_action_is_told() {
    let folder = folder();
    assert_eq!(build(&folder, "staff").code, 0);
    let unlinked = part(&folder.read("staff/actions/index.html"), "unlinked");
    assert!(unlinked.contains("PEV-AUD-001 F-08") && unlinked.contains("No course."), "{unlinked}");
    assert!(!unlinked.contains("F-07") && !unlinked.contains("F-09"), "one has its action, one is no nonconformity");
}

#[test]
fn a_day_that_was_moved_is_told_with_the_first_one() {
    let folder = folder();
    let file = "sms-docs/imp-ncr-001.md";
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("Begin", "2026-09-02T10:00:00Z");
    for (due, day) in [("2026-11-30", "2026-09-20T10:00:00Z"), ("2026-12-31", "2026-10-20T10:00:00Z")] {
        folder.set(file, "due", Some(due));
        folder.commit("Move the day", day);
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.args(["--color", "never", "build", "--deny", "never", "--out", "moved"]);
    let run = Run::of(command.current_dir(folder.path()));
    assert_eq!(run.code, 0, "{}", run.err);
    let html = folder.read("moved/actions/index.html");
    assert!(part(&html, "open").contains("first due 13 Oct 2026, moved 2 times"), "{html}");
    assert!(html.contains("of the open ones, the day of 1 was moved"));
}
