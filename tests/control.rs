//! Document control from end to end: histories as teams make them, and what is in force, found and shown after each step.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use smsdoc::evaluate::corpus::Entry;
use smsdoc::evaluate::{Sms, evaluate};
use smsdoc::model::config::Evidence;
use smsdoc::read::day::Today;
use smsdoc::read::{Request, Workspace};
use smsdoc::rules;
use smsdoc::site::{Site, audience};
use support::{Folder, person, request};

const POLICY: &str = "sms-docs/policy.md";
const PEOPLE: &str = "\
people:
  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager, from: 2020-01-01}]}
  - {id: ines-carrow, name: Ines Carrow, emails: [ines@example.org], roles: [{role: managing-director, from: 2020-01-01}]}
  - id: sam-dorne
    name: Sam Dorne
    emails: [sam@example.org]
    roles: [{role: managing-director, from: 2018-01-01, until: 2026-03-31}]
roles:
  - {id: sms-manager, title: SMS Manager}
  - {id: managing-director, title: Managing Director}
";

/// A repository with a policy in version 1.0 that is approved on 5 January 2026.
fn repository(config: &str) -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", config);
    folder.write("sms-docs/people.yaml", PEOPLE);
    folder.write(
        POLICY,
        "---\nid: SMS-POL-001\ntitle: Backup policy\ntype: policy\nversion: \"1.0\"\nstatus: draft\nowner: sms-manager\nclassification: internal\nclauses: [\"8.6.1\"]\npurpose: p\ncommitments: [c]\napplies_to: [all]\ncommunicated_to: [all]\n---\n\nText of ONE.\n",
    );
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    steps(&folder, &["commit on:2026-01-01"]);
    approve(&folder, "ines-carrow", "2026-01-05", "2026-01-06");
    steps(&folder, &["commit on:2026-01-05"]);
    folder
}

fn steps(folder: &Folder, steps: &[&str]) {
    for (number, step) in steps.iter().enumerate() {
        folder.step(step, number);
    }
}

fn approve(folder: &Folder, approver: &str, on: &str, effective: &str) {
    for (field, value) in
        [("status", "approved"), ("approver", approver), ("approved_on", on), ("effective_on", effective)]
    {
        folder.set(POLICY, field, Some(value));
    }
}

/// Writes another text under another version, as a draft.
fn draft(folder: &Folder, version: &str, text: &str) {
    folder.set(POLICY, "version", Some(&format!("\"{version}\"")));
    folder.set(POLICY, "status", Some("draft"));
    for field in ["approver", "approved_on", "effective_on"] {
        folder.set(POLICY, field, None);
    }
    steps(folder, &[&format!("write {POLICY} Text of {text}.")]);
}

fn on(day: &str) -> Request {
    let day = smsdoc::model::date::parse(day).expect("a day");
    let now = day.to_zoned(jiff::tz::TimeZone::UTC).expect("a day").timestamp();
    Request { published: true, uncommitted: true, today: Today { asked: None, now }, ..request() }
}

fn system(folder: &Utf8Path, request: &Request) -> Sms {
    let read = Workspace::open(Some(folder), folder).expect("it opens").read(request).expect("it is read");
    evaluate(read.inputs, &read.texts)
}

fn policy(sms: &Sms) -> &Entry {
    sms.corpus.get("SMS-POL-001").expect("the policy")
}

type Pages = BTreeMap<Utf8PathBuf, Vec<u8>>;

fn pages(folder: &Utf8Path, request: &Request) -> Pages {
    let read = Workspace::open(Some(folder), folder).expect("it opens").read(request).expect("it is read");
    let audience = audience::audience(&read.inputs, None).expect("an audience");
    let shown = audience::filter(evaluate(read.inputs, &read.texts), &audience).sms;
    let site = Site::new(shown, &read.theme, read.attachments, &audience, false).expect("a theme");
    site.paths().map(|path| (path.to_owned(), site.render(path).expect("a page").expect("it is planned"))).collect()
}

/// What a day shows: the version in force with its state and evidence, the next one, and the rules that found something.
fn seen(folder: &Folder, day: &str) -> String {
    let sms = system(folder.path(), &on(day));
    let entry = policy(&sms);
    let version = |version: &Option<smsdoc::model::version::Version>| version.as_ref().map(ToString::to_string);
    let current = entry.edition().map(|edition| {
        let evidence = edition.proof.evidence;
        format!("{} {} {evidence:?}", version(&edition.version).unwrap_or_default(), edition.state.word())
    });
    let next =
        entry.next.as_ref().map(|next| format!("{} {}", version(&next.version).unwrap_or_default(), next.state.word()));
    let mut found: Vec<&str> = rules::judge(&sms).iter().map(|finding| finding.rule).collect();
    let others = ["clause-uncovered", "date-default", "documented-information-missing", "field-order"];
    found.retain(|rule| !others.contains(rule));
    found.sort_unstable();
    format!(
        "{} / {} / {}",
        current.unwrap_or_else(|| "none".to_owned()),
        next.unwrap_or_else(|| "none".to_owned()),
        found.join(" ")
    )
}

/// The paths of pages that hold a text.
fn holding(pages: &Pages, text: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    pages
        .iter()
        .filter(|(path, bytes)| path.as_str().contains(text) || holds(bytes))
        .map(|(path, _)| path.to_string())
        .collect()
}

#[test]
fn drafts_approvals_and_the_days_on_which_they_count() {
    let folder = repository("{}\n");
    assert_eq!(seen(&folder, "2026-01-05"), "none / 1.0 scheduled / ");
    assert_eq!(seen(&folder, "2026-01-06"), "1.0 in_force Claimed / none / ");

    draft(&folder, "2.0", "SECRETDRAFT");
    folder.set(POLICY, "title", Some("SECRETDRAFT policy"));
    folder.set(POLICY, "change_summary", Some("SECRETDRAFT summary"));
    steps(&folder, &[&format!("move {POLICY} sms-docs/moved.md"), "commit on:2026-02-01"]);
    assert_eq!(seen(&folder, "2026-02-01"), "1.0 in_force Claimed / 2.0 draft / ");
    let site = pages(folder.path(), &on("2026-02-01"));
    assert_eq!(holding(&site, "SECRETDRAFT"), Vec::<String>::new(), "no word of a draft is published");
    assert!(holding(&site, "Text of ONE").contains(&"docs/SMS-POL-001/index.html".to_owned()));

    steps(&folder, &[&format!("move sms-docs/moved.md {POLICY}"), &format!("write {POLICY} Text of TWO.")]);
    folder.set(POLICY, "title", Some("Backup policy"));
    folder.set(POLICY, "change_summary", Some("Twice a night."));
    approve(&folder, "ines-carrow", "2026-03-01", "2026-03-02");
    steps(&folder, &["commit on:2026-03-01"]);
    assert_eq!(seen(&folder, "2026-03-01"), "1.0 in_force Claimed / 2.0 scheduled / ", "effective tomorrow");
    assert_eq!(seen(&folder, "2026-03-02"), "2.0 in_force Claimed / none / ");
    let site = pages(folder.path(), &on("2026-03-02"));
    for page in ["v/1.0/index.html", "v/2.0/index.html", "redline/1.0..2.0.html", "index.html"] {
        assert!(site.contains_key(Utf8Path::new(&format!("docs/SMS-POL-001/{page}"))), "{page}");
    }
    assert_eq!(holding(&site, "SECRETDRAFT"), Vec::<String>::new(), "nor one of a draft of the past");
}

#[test]
fn a_version_replaced_before_its_day_was_never_in_force() {
    let folder = repository("{}\n");
    for (version, text) in [("1.1", "EARLY"), ("1.2", "LATE")] {
        draft(&folder, version, text);
        approve(&folder, "ines-carrow", "2026-03-01", "2026-03-02");
        steps(&folder, &["commit on:2026-03-01"]);
    }
    let site = pages(folder.path(), &on("2026-03-05"));
    let page = |path: &str| String::from_utf8_lossy(&site[Utf8Path::new(path)]).into_owned();
    let early = page("docs/SMS-POL-001/v/1.1/index.html");
    assert!(
        early.contains("<dt>In force</dt><dd>Never<small>replaced on the same day by version 1.2</small>"),
        "{early}"
    );
    let changes = page("changes/index.html");
    for wanted in [
        ">2026</h2>",
        "<h3>Mar 2026</h3>",
        "approved, replaced on the same day by 1.2",
        "Approved by Ines Carrow on 1 Mar 2026 · Evidence: Claimed",
    ] {
        assert!(changes.contains(wanted), "{wanted} is missing in\n{changes}");
    }
    let sms = system(folder.path(), &on("2026-03-05"));
    let all = smsdoc::site::exports::changes::json(&sms, jiff::civil::Date::constant(2026, 1, 1));
    assert!(all.contains("\"1.2\"") && !all.contains("\"1.1\""), "programs are told what came into force: {all}");

    folder.git(&["tag", "release/one", "HEAD~1"]);
    let site = pages(folder.path(), &on("2026-03-05"));
    let changes = String::from_utf8_lossy(&site[Utf8Path::new("changes/index.html")]).into_owned();
    let at = |text: &str| changes.find(text).unwrap_or_else(|| panic!("no {text} in {changes}"));
    assert!(at("Since release/one") < at("v1.2") && at("v1.2") < at("release/one, 1 Mar 2026"), "{changes}");
}

#[test]
fn the_page_of_a_role_tells_who_held_it_and_what_to_read() {
    let folder = repository("{}\n");
    let people = PEOPLE.replace("sms-manager, from: 2020-01-01}", "sms-manager, from: 2020-01-01, until: 2026-02-28}");
    folder.write("sms-docs/people.yaml", &people);
    steps(&folder, &["commit on:2026-03-01"]);
    let site = pages(folder.path(), &on("2026-03-05"));
    let page = |path: &str| String::from_utf8_lossy(&site[Utf8Path::new(path)]).into_owned();
    let roles = page("roles/index.html");
    assert!(roles.contains("Vacant since 1 Mar 2026"), "{roles}");
    let director = page("roles/managing-director/index.html");
    for wanted in ["Ines Carrow, since 1 Jan 2020", "binds all staff; may be approved by it"] {
        assert!(director.contains(wanted), "{wanted} is missing in\n{director}");
    }
    let manager = page("roles/sms-manager/index.html");
    assert!(manager.contains("Rowan Hale, 1 Jan 2020 to 28 Feb 2026"), "{manager}");
    assert!(manager.contains("binds all staff; owned by it"), "{manager}");
    assert_eq!(manager.matches("class=\"doc-title\"").count(), 1, "each document once: {manager}");
}

#[test]
fn approvals_that_do_not_count_leave_what_was_in_force() {
    let folder = repository("{}\n");
    draft(&folder, "2.0", "SELFAPPROVED");
    steps(&folder, &["commit by:ines on:2026-02-01"]);
    approve(&folder, "ines-carrow", "2026-02-02", "2026-02-02");
    steps(&folder, &["commit by:rowan on:2026-02-02"]);
    assert_eq!(seen(&folder, "2026-02-03"), "1.0 in_force Claimed / 2.0 unproven / approval-by-author");
    assert_eq!(holding(&pages(folder.path(), &on("2026-02-03")), "SELFAPPROVED"), Vec::<String>::new());

    draft(&folder, "3.0", "ROLEENDED");
    approve(&folder, "sam-dorne", "2026-04-02", "2026-04-02");
    steps(&folder, &["commit by:rowan on:2026-04-02"]);
    assert_eq!(seen(&folder, "2026-04-03"), "1.0 in_force Claimed / 3.0 unproven / approver-not-entitled");

    draft(&folder, "4.0", "GOOD");
    approve(&folder, "ines-carrow", "2026-05-01", "2026-05-01");
    steps(&folder, &["commit by:rowan on:2026-05-01"]);
    assert_eq!(
        seen(&folder, "2026-05-02"),
        "1.0 in_force Claimed / 4.0 unproven / approval-by-author",
        "what Ines wrote since the last approved version is part of the text"
    );

    let folder = repository("{}\n");
    folder.set(POLICY, "owner", Some("managing-director"));
    steps(&folder, &[&format!("append {POLICY}"), "commit on:2026-02-01"]);
    assert_eq!(seen(&folder, "2026-02-01"), "1.0 in_force Claimed / none / edited-after-approval");
    let site = pages(folder.path(), &on("2026-02-01"));
    assert_eq!(holding(&site, "More."), Vec::<String>::new(), "the changed text is not published");
}

#[test]
fn merges_squashes_and_branches() {
    let folder = repository("{}\n");
    steps(&folder, &["branch work"]);
    draft(&folder, "2.0", "BRANCH");
    steps(&folder, &["commit by:ines on:2026-02-01"]);
    approve(&folder, "ines-carrow", "2026-02-02", "2026-02-02");
    steps(&folder, &["commit by:rowan on:2026-02-02"]);
    assert_eq!(seen(&folder, "2026-02-03"), "1.0 in_force Claimed / none / ", "a branch is not the controlled line");
    assert_eq!(holding(&pages(folder.path(), &on("2026-02-03")), "BRANCH"), Vec::<String>::new());
    let check = Request { published: false, ..on("2026-02-03") };
    let found: Vec<_> = rules::judge(&system(folder.path(), &check)).iter().map(|finding| finding.rule).collect();
    assert!(found.contains(&"approval-by-author"), "the pull request shows what would not count: {found:?}");

    steps(&folder, &["checkout main", "merge work by:rowan on:2026-02-04"]);
    assert_eq!(
        seen(&folder, "2026-02-05"),
        "1.0 in_force Claimed / 2.0 unproven / approval-by-author",
        "with a merge commit, the authors are those of the branch"
    );

    let folder = repository("{}\n");
    steps(&folder, &["branch work"]);
    draft(&folder, "2.0", "SQUASHED");
    steps(&folder, &["commit by:rowan on:2026-02-01"]);
    approve(&folder, "ines-carrow", "2026-02-02", "2026-02-02");
    steps(
        &folder,
        &["commit by:rowan on:2026-02-02", "tag approved/SMS-POL-001/2.0 by:ines on:2026-02-02", "checkout main"],
    );
    folder.git(&["merge", "--squash", "--quiet", "work"]);
    steps(&folder, &["commit by:rowan on:2026-02-03"]);
    assert_eq!(seen(&folder, "2026-02-04"), "2.0 in_force Tag / none / ", "a squash loses no evidence");
}

#[test]
fn evidence_from_weak_to_strong() {
    for (level, steps_after, expected) in [
        ("trailer", vec!["commit by:rowan on:2026-02-02"], "1.0"),
        ("trailer", vec!["commit by:rowan on:2026-02-02 approved-by:ines"], "2.0 in_force Trailer"),
        ("trailer", vec!["commit by:rowan on:2026-02-02 approved-by:sam"], "1.0"),
        ("tag", vec!["commit by:rowan on:2026-02-02 approved-by:ines"], "1.0"),
        (
            "tag",
            vec!["commit by:rowan on:2026-02-02", "tag approved/SMS-POL-001/2.0 by:ines on:2026-02-02"],
            "2.0 in_force Tag",
        ),
        ("tag", vec!["commit by:rowan on:2026-02-02", "tag approved/SMS-POL-001/2.0 by:rowan on:2026-02-02"], "1.0"),
        ("tag", vec!["commit by:rowan on:2026-02-02", "lightweight approved/SMS-POL-001/2.0"], "1.0"),
        ("tag", vec!["commit by:rowan on:2026-02-02", "tag approved/SMS-POL-001/2.0 by:ines on:2026-02-09"], "1.0"),
        ("signed", vec!["commit by:rowan on:2026-02-02", "tag approved/SMS-POL-001/2.0 by:ines on:2026-02-02"], "1.0"),
    ] {
        // What was in force before the level was raised is imported.
        let folder = repository(&format!("control: {{evidence: {level}, imported_until: 2026-01-20}}\n"));
        draft(&folder, "2.0", "TWO");
        approve(&folder, "ines-carrow", "2026-02-01", "2026-02-01");
        steps(&folder, &steps_after);
        let seen = seen(&folder, "2026-02-05");
        assert!(seen.starts_with(expected), "{level} {steps_after:?}: {seen}");
        assert_eq!(seen.contains("approval-unproven"), expected == "1.0", "{level} {steps_after:?}: {seen}");
    }

    let folder = repository("control: {evidence: tag, imported_until: 2026-01-20}\n");
    let sms = system(folder.path(), &on("2026-02-05"));
    let proof = &policy(&sms).edition().expect("in force").proof;
    assert!(proof.imported && proof.evidence == Evidence::Claimed);
    let page = &pages(folder.path(), &on("2026-02-05"))[Utf8Path::new("docs/SMS-POL-001/index.html")];
    assert!(String::from_utf8_lossy(page).contains("approved before this repository began; only the file says so"));

    // A tag on a commit that holds another text.
    draft(&folder, "2.0", "OTHER");
    steps(&folder, &["commit by:rowan on:2026-02-01", "tag approved/SMS-POL-001/2.0 by:ines on:2026-02-01"]);
    steps(&folder, &[&format!("write {POLICY} Text of TWO.")]);
    approve(&folder, "ines-carrow", "2026-02-02", "2026-02-02");
    steps(&folder, &["commit by:rowan on:2026-02-02"]);
    assert_eq!(seen(&folder, "2026-02-05"), "1.0 in_force Claimed / 2.0 unproven / approval-unproven tag-unusable");
}

#[test]
fn signatures_by_keys_that_are_known_and_unknown() {
    let folder = repository("control: {evidence: signed, imported_until: 2026-01-20}\n");
    let key = |name: &str| {
        let file = folder.path().join(format!(".git/{name}"));
        let made = std::process::Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file.as_str()])
            .status()
            .expect("these tests need ssh-keygen (Debian's openssh-client)");
        assert!(made.success());
        (file.clone(), std::fs::read_to_string(format!("{file}.pub")).expect("a public key").trim().to_owned())
    };
    let (ines, public) = key("ines");
    let (stranger, _) = key("stranger");
    let people =
        PEOPLE.replace("emails: [ines@example.org],", &format!("emails: [ines@example.org], keys: [\"{public}\"],"));
    folder.write("sms-docs/people.yaml", &people);
    draft(&folder, "2.0", "TWO");
    approve(&folder, "ines-carrow", "2026-02-01", "2026-02-01");
    steps(&folder, &["commit by:rowan on:2026-02-01"]);
    let tag = |key: &Utf8Path, name: &str| {
        let key = format!("user.signingKey={key}");
        let arguments =
            ["-c", "gpg.format=ssh", "-c", &key, "tag", "--sign", "--force", "--message", "Approve it", name];
        folder.git_as(&arguments, "2026-02-01T12:00:00Z", person("ines"));
    };
    tag(&stranger, "approved/SMS-POL-001/2.0");
    assert_eq!(
        seen(&folder, "2026-02-05"),
        "1.0 in_force Claimed / 2.0 unproven / approval-unproven tag-unusable",
        "a tag by an unknown key proves nothing more than a tag"
    );
    tag(&ines, "approved/SMS-POL-001/2.0");
    assert_eq!(seen(&folder, "2026-02-05"), "2.0 in_force Signed / none / ");

    // A commit that states the approval, signed by the approver, who changes nothing of the text.
    draft(&folder, "3.0", "THREE");
    folder.set(POLICY, "effective_on", Some("2026-03-02"));
    steps(&folder, &["commit by:rowan on:2026-03-01"]);
    approve(&folder, "ines-carrow", "2026-03-02", "2026-03-02");
    folder.git(&["add", "--all"]);
    let key = format!("user.signingKey={ines}");
    let arguments = ["-c", "gpg.format=ssh", "-c", &key, "commit", "--quiet", "-S", "--message", "Approve it"];
    folder.git_as(&arguments, "2026-03-02T12:00:00Z", person("ines"));
    assert_eq!(seen(&folder, "2026-03-03"), "3.0 in_force Signed / none / ");
}

#[test]
fn withdrawn_superseded_and_vanished() {
    let folder = repository("control: {evidence: tag, imported_until: 2026-01-20}\n");
    for (field, value) in
        [("status", "withdrawn"), ("withdrawn_on", "2026-02-01"), ("withdrawn_reason", "Tapes are gone.")]
    {
        folder.set(POLICY, field, Some(value));
    }
    folder.set(POLICY, "approved_on", Some("2026-02-01"));
    steps(&folder, &["commit on:2026-02-01"]);
    assert_eq!(seen(&folder, "2026-02-02"), "1.0 in_force Claimed / none / withdrawal-unproven", "without evidence");
    steps(&folder, &["tag withdrawn/SMS-POL-001/1.0 by:ines on:2026-02-01"]);
    assert_eq!(seen(&folder, "2026-02-02"), "1.0 withdrawn Claimed / none / ", "with evidence");
    let site = pages(folder.path(), &on("2026-02-02"));
    let page = String::from_utf8_lossy(&site[Utf8Path::new("docs/SMS-POL-001/index.html")]);
    assert!(page.contains("All revisions (3)"), "the commit that withdrew it is among them");
    for wanted in ["It was withdrawn on 1 Feb 2026", "Tapes are gone.", "Nothing replaces it", "<details", "WITHDRAWN"]
    {
        assert!(page.contains(wanted), "{wanted}");
    }
    for wanted in ["Withdrawn by", "Tag · withdrawn/SMS-POL-001/1.0", "Ines Carrow, Managing Director"] {
        assert!(page.contains(wanted), "a withdrawal has its own proof: {wanted}");
    }
    let check = String::from_utf8_lossy(&site[Utf8Path::new("check/SMS-POL-001/1.0/index.html")]);
    for wanted in
        ["It was withdrawn on 1 Feb 2026", "Tapes are gone.", "WITHDRAWN · Version 1.0 · Answer of 2 Feb 2026"]
    {
        assert!(check.contains(wanted), "{wanted}");
    }
    let search = String::from_utf8_lossy(&site[Utf8Path::new("search/index.html")]);
    assert!(!search.contains("SMS-POL-001"), "a withdrawn document is not found");

    let folder = repository("{}\n");
    steps(&folder, &[&format!("remove {POLICY}"), "commit on:2026-02-01"]);
    assert_eq!(seen(&folder, "2026-02-02"), "1.0 in_force Claimed / none / document-vanished");
    let page = &pages(folder.path(), &on("2026-02-02"))[Utf8Path::new("docs/SMS-POL-001/index.html")];
    assert!(String::from_utf8_lossy(page).contains("Text of ONE"), "it stays in force");
}

#[test]
fn an_older_version_leads_to_what_is_now_and_keeps_its_evidence() {
    let folder = repository("{}\n");
    steps(&folder, &["tag reviewed/SMS-POL-001/2026-01-20 by:rowan on:2026-01-20"]);
    draft(&folder, "2.0", "TWO");
    steps(&folder, &["commit on:2026-01-25"]);
    let request = Request { published: false, drafts: true, ..on("2026-01-26") };
    let preview = pages(folder.path(), &request);
    let page = |pages: &Pages, path: &str| String::from_utf8_lossy(&pages[Utf8Path::new(path)]).into_owned();
    let own = page(&preview, "docs/SMS-POL-001/index.html");
    for wanted in
        ["Planned from", "Not yet", "see what this draft changes", "redline/1.0..draft.html", "Last changed by"]
    {
        assert!(own.contains(wanted), "{wanted} is missing in\n{own}");
    }
    assert!(page(&preview, "docs/SMS-POL-001/redline/1.0..draft.html").contains("TWO"));

    approve(&folder, "ines-carrow", "2026-02-01", "2026-02-01");
    steps(&folder, &["commit on:2026-02-01"]);
    let shown = audience::filter(system(folder.path(), &on("2026-02-02")), "staff");
    let tags: Vec<_> = shown.tags.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(tags, ["reviewed/SMS-POL-001/2026-01-20"], "evidence of a version that is still shown");
    let site = pages(folder.path(), &on("2026-02-02"));
    let older = page(&site, "docs/SMS-POL-001/v/1.0/index.html");
    for wanted in ["Go to version 2.0, in force now", "redline/1.0..2.0.html\">see what changed", "Last reviewed"] {
        assert!(older.contains(wanted), "{wanted} is missing in\n{older}");
    }
    assert!(page(&site, "docs/SMS-POL-001/index.html").contains("Reviewed: no change"));
    assert!(!site.contains_key(Utf8Path::new("docs/SMS-POL-001/redline/1.0..draft.html")), "drafts stay in previews");
}

#[test]
fn reviews_without_a_change() {
    let folder = repository("{}\n");
    folder.set(POLICY, "review_interval", Some("P6M"));
    draft(&folder, "2.0", "TWO");
    approve(&folder, "ines-carrow", "2026-02-01", "2026-02-01");
    steps(&folder, &["commit on:2026-02-01"]);
    assert_eq!(seen(&folder, "2026-08-20"), "2.0 review_overdue Claimed / none / review-overdue");
    steps(&folder, &["tag reviewed/SMS-POL-001/2026-08-20 by:rowan on:2026-08-20"]);
    assert_eq!(seen(&folder, "2026-08-20"), "2.0 in_force Claimed / none / ");
    let sms = system(folder.path(), &on("2026-08-20"));
    assert_eq!(policy(&sms).next_review.map(|day| day.to_string()).as_deref(), Some("2027-02-20"));
    folder.set(POLICY, "next_review", Some("2027-01-01"));
    steps(&folder, &["commit on:2026-09-01"]);
    folder.set(POLICY, "next_review", Some("2028-01-01"));
    steps(&folder, &["commit on:2026-10-01"]);
    folder.set(POLICY, "next_review", Some("2029-01-01"));
    steps(&folder, &["commit on:2026-11-01"]);
    assert_eq!(seen(&folder, "2026-11-02"), "2.0 in_force Claimed / none / review-date-moved");

    let folder = repository("{}\n");
    folder.set(POLICY, "next_review", Some("2027-01-05"));
    steps(&folder, &["commit on:2026-01-06", "tag reviewed/SMS-POL-001/2026-01-07 by:rowan on:2026-01-07"]);
    folder.set(POLICY, "next_review", Some("2030-01-05"));
    steps(&folder, &["commit on:2026-11-01"]);
    let found = seen(&folder, "2026-11-02");
    assert!(found.contains("review-date-moved"), "an old review does not account for a move of today: {found}");
}

#[test]
fn a_past_day_is_what_the_repository_was_on_it() {
    let folder = repository("control: {evidence: tag, zone: Europe/London, imported_until: 2026-01-20}\n");
    let days = ["2026-01-10", "2026-02-01", "2026-02-02", "2026-02-03", "2026-03-10", "2026-04-10"];
    let mut then: Vec<Pages> = Vec::new();
    let mut step = 0;
    let mut built = |folder: &Folder| {
        let pages = pages(folder.path(), &on(days[step]));
        step += 1;
        then.push(pages);
    };
    built(&folder);
    draft(&folder, "2.0", "TWO");
    approve(&folder, "ines-carrow", "2026-02-01", "2026-02-01");
    steps(&folder, &["commit by:rowan on:2026-02-01"]);
    built(&folder);
    steps(&folder, &["tag approved/SMS-POL-001/2.0 by:ines on:2026-02-02"]);
    built(&folder);
    steps(&folder, &["branch work"]);
    folder.write(
        "sms-docs/second.md",
        &std::fs::read_to_string(folder.path().join(POLICY)).unwrap().replace("POL-001", "POL-002"),
    );
    steps(&folder, &["commit by:rowan on:2026-02-02", "checkout main"]);
    built(&folder);
    steps(
        &folder,
        &["merge work by:rowan on:2026-03-05", &format!("move {POLICY} sms-docs/other.md"), "commit on:2026-03-06"],
    );
    built(&folder);
    steps(
        &folder,
        &[
            "remove sms-docs/second.md",
            "commit on:2026-04-01",
            "tag reviewed/SMS-POL-001/2026-04-02 by:ines on:2026-04-02",
            "tag release/2026.1 on:2026-04-03",
        ],
    );
    built(&folder);
    for (day, then) in days.iter().zip(&then) {
        let request = Request { as_of: Some((*day).to_owned()), ..on("2026-11-22") };
        let now = pages(folder.path(), &request);
        assert_eq!(now.keys().collect::<Vec<_>>(), then.keys().collect::<Vec<_>>(), "{day}");
        for (path, bytes) in &now {
            assert!(*bytes == then[path], "{day}: {path} is not what it was");
        }
    }
}

#[test]
fn a_version_that_an_audience_may_not_read_is_in_no_byte() {
    let folder = repository("{}\n");
    let restricted = |text: &str, version: &str, on: &str| {
        draft(&folder, version, text);
        for field in ["title", "summary", "change_summary"] {
            folder.set(POLICY, field, Some(&format!("{text} {field}")));
        }
        folder.set(POLICY, "classification", Some("restricted"));
        approve(&folder, "ines-carrow", on, on);
        folder.git(&["add", "--all"]);
        folder.git_at(&["commit", "--quiet", "--message", &format!("{text} subject")], &format!("{on}T12:00:00Z"));
    };
    restricted("CANARYTWO", "2.0", "2026-02-01");
    draft(&folder, "3.0", "THREE");
    for field in ["title", "summary", "change_summary"] {
        folder.set(POLICY, field, Some("Backup policy"));
    }
    folder.set(POLICY, "classification", Some("internal"));
    approve(&folder, "ines-carrow", "2026-03-01", "2026-03-01");
    steps(&folder, &["commit on:2026-03-01", "tag approved/SMS-POL-001/2.0 by:ines on:2026-03-01"]);
    let staff = pages(folder.path(), &on("2026-03-02"));
    assert_eq!(holding(&staff, "CANARY"), Vec::<String>::new(), "a version of the past");
    assert!(!staff.keys().any(|path| path.as_str().contains("2.0")), "nor a page of it or a redline to it");
    assert!(staff.contains_key(Utf8Path::new("docs/SMS-POL-001/redline/1.0..3.0.html")), "{:?}", staff.keys());

    restricted("CANARYFOUR", "4.0", "2026-04-01");
    let staff = pages(folder.path(), &on("2026-04-02"));
    assert_eq!(
        holding(&staff, "SMS-POL-001"),
        Vec::<String>::new(),
        "of what is in force nothing is left, nor of its past"
    );
    assert_eq!(holding(&staff, "CANARY"), Vec::<String>::new());
}

#[test]
fn what_an_attacker_tries_changes_nothing_of_what_is_in_force() {
    // Records need no approval, so an approved document cannot become one.
    let folder = repository("{}\n");
    draft(&folder, "1.1", "RECORD");
    folder.set(POLICY, "type", Some("record"));
    folder.set(POLICY, "status", Some("closed"));
    steps(&folder, &["commit on:2026-02-01"]);
    let found = seen(&folder, "2026-02-02");
    assert!(found.starts_with("1.0 in_force Claimed") && found.contains("type-changed"), "{found}");
    assert_eq!(holding(&pages(folder.path(), &on("2026-02-02")), "RECORD"), Vec::<String>::new());

    // A text that was never approved cannot begin as withdrawn.
    let folder = repository("{}\n");
    draft(&folder, "2.0", "WITHDRAWN");
    approve(&folder, "ines-carrow", "2026-02-01", "2026-02-01");
    folder.set(POLICY, "status", Some("withdrawn"));
    folder.set(POLICY, "withdrawn_on", Some("2099-01-01"));
    steps(&folder, &["commit on:2026-02-01"]);
    assert!(
        seen(&folder, "2026-02-02").starts_with("1.0 in_force Claimed / 2.0 unproven"),
        "{}",
        seen(&folder, "2026-02-02")
    );

    // A withdrawal with a date of the past does not bring the version before it back.
    let folder = repository("{}\n");
    draft(&folder, "2.0", "TWO");
    approve(&folder, "ines-carrow", "2026-02-01", "2026-02-01");
    steps(&folder, &["commit on:2026-02-01"]);
    folder.set(POLICY, "status", Some("withdrawn"));
    folder.set(POLICY, "withdrawn_on", Some("2020-01-01"));
    steps(&folder, &["commit on:2026-03-01"]);
    assert!(seen(&folder, "2026-03-02").starts_with("2.0 withdrawn Claimed"), "{}", seen(&folder, "2026-03-02"));
    let sms = system(folder.path(), &on("2026-03-02"));
    let days = policy(&sms).edition().map(|edition| (edition.in_force_from, edition.in_force_until)).expect("2.0");
    assert_eq!(days.0.map(|day| day.to_string()).as_deref(), Some("2026-02-01"));
    assert_eq!(days.1.map(|day| day.to_string()).as_deref(), Some("2026-02-28"));

    // What lands after the team moved in is not imported, whatever date it bears.
    let folder = repository("control: {evidence: tag, imported_until: 2026-01-20}\n");
    draft(&folder, "2.0", "BACKDATED");
    approve(&folder, "ines-carrow", "2026-01-06", "2026-01-06");
    steps(&folder, &["commit by:rowan on:2026-02-01"]);
    assert!(
        seen(&folder, "2026-02-02").starts_with("1.0 in_force Claimed / 2.0 unproven"),
        "{}",
        seen(&folder, "2026-02-02")
    );

    // Who has left cannot approve with a date from before.
    let folder = repository("control: {evidence: tag, imported_until: 2026-01-20}\n");
    draft(&folder, "2.0", "LEFT");
    approve(&folder, "sam-dorne", "2026-03-31", "2026-03-31");
    steps(&folder, &["commit by:rowan on:2026-04-02", "tag approved/SMS-POL-001/2.0 by:sam on:2026-04-03"]);
    let found = seen(&folder, "2026-04-04");
    assert!(found.starts_with("1.0 in_force Claimed / 2.0 unproven") && found.contains("tag-unusable"), "{found}");

    // `.mailmap` does not make an author of somebody else's text.
    let folder = repository("{}\n");
    draft(&folder, "2.0", "MAILMAP");
    approve(&folder, "ines-carrow", "2026-02-01", "2026-02-01");
    folder.write(".mailmap", "Rowan Hale <rowan@example.org> <ines@example.org>\n");
    steps(&folder, &["commit by:ines on:2026-02-01"]);
    assert_eq!(seen(&folder, "2026-02-02"), "1.0 in_force Claimed / 2.0 unproven / approval-by-author");

    // A tag under another name than it was made for.
    let folder = repository("control: {evidence: tag, imported_until: 2026-01-20}\n");
    draft(&folder, "2.0", "RENAMED");
    approve(&folder, "ines-carrow", "2026-02-01", "2026-02-01");
    steps(&folder, &["commit by:rowan on:2026-02-01", "tag something by:ines on:2026-02-01"]);
    let object = folder.git(&["rev-parse", "something"]);
    folder.git(&["update-ref", "refs/tags/approved/SMS-POL-001/2.0", &object]);
    let found = seen(&folder, "2026-02-02");
    assert!(found.starts_with("1.0 in_force Claimed / 2.0 unproven") && found.contains("tag-unusable"), "{found}");
}

#[test]
fn a_file_that_cannot_be_read_is_not_called_gone() {
    let folder = repository("{}\n");
    let text = folder.read(POLICY);
    folder.write(POLICY, &text.replace("owner: sms-manager", "owner: [oops"));
    let request = Request { published: false, drafts: true, ..on("2026-02-02") };
    let found: Vec<_> = rules::judge(&system(folder.path(), &request)).iter().map(|finding| finding.rule).collect();
    assert!(found.contains(&"front-matter-invalid") && !found.contains(&"document-vanished"), "{found:?}");
    let read = Workspace::open(Some(folder.path()), folder.path()).unwrap().read(&request).unwrap();
    let site = Site::new(evaluate(read.inputs, &read.texts), &read.theme, read.attachments, "staff", true).unwrap();
    let page = site.render(Utf8Path::new("docs/SMS-POL-001/index.html")).unwrap().unwrap();
    let page = String::from_utf8_lossy(&page);
    assert!(page.contains("The file cannot be read.") && !page.contains("is gone"), "{page}");
    assert!(page.contains("Text of ONE"), "what it held last is shown");
}

#[test]
fn whoever_merges_a_text_is_no_author_of_it() {
    let folder = repository("{}\n");
    steps(&folder, &["branch work"]);
    draft(&folder, "2.0", "BRANCH");
    folder.set(POLICY, "effective_on", Some("2026-02-02"));
    steps(&folder, &["commit by:sam on:2026-02-01", "checkout main"]);
    // The merge itself approves: it changes fields of control, and so differs from both its parents.
    folder.git(&["merge", "--quiet", "--no-commit", "--no-ff", "work"]);
    approve(&folder, "ines-carrow", "2026-02-02", "2026-02-02");
    steps(&folder, &["commit by:ines on:2026-02-02"]);
    let sms = system(folder.path(), &on("2026-02-03"));
    let edition = policy(&sms).edition().expect("a version");
    assert_eq!(edition.version.as_ref().map(ToString::to_string).as_deref(), Some("2.0"), "she wrote none of it");
    assert_eq!(edition.authors, ["Sam Dorne"]);
}

#[test]
fn a_redline_names_no_document_that_readers_may_not_know_of() {
    let folder = repository("{}\n");
    let risk = folder.read(POLICY).replace("SMS-POL-001", "SMS-RSK-900").replace("internal", "restricted");
    folder.write("sms-docs/risk.md", &risk);
    folder.write("sms-docs/other.md", &risk.replace("SMS-RSK-900", "SMS-POL-900").replace("restricted", "internal"));
    draft(&folder, "2.0", "TWO, see [the dangers](SMS-RSK-900) and [the rest](SMS-POL-900)");
    folder.set(POLICY, "effective_on", Some("2026-02-02"));
    steps(&folder, &["commit by:sam on:2026-02-01"]);
    approve(&folder, "ines-carrow", "2026-02-02", "2026-02-02");
    steps(&folder, &["commit by:ines on:2026-02-02"]);
    let site = pages(folder.path(), &on("2026-02-03"));
    let page = String::from_utf8_lossy(&site[Utf8Path::new("docs/SMS-POL-001/redline/1.0..2.0.html")]);
    assert!(page.contains("dangers") && page.contains("(to SMS-POL-900)"), "{page}");
    assert!(!page.contains("SMS-RSK-900"), "{page}");
}
