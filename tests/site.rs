//! Whole sites: what is published, what is not, and that the same input gives the same bytes.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use smsdoc::evaluate::evaluate;
use smsdoc::read::{Request, Workspace};
use smsdoc::rules;
use smsdoc::site::{Site, audience};
use support::{Folder, request};

type Pages = BTreeMap<Utf8PathBuf, Vec<u8>>;

fn published() -> Request {
    Request { published: true, uncommitted: false, ..request() }
}

/// Every page of a site.
fn pages(folder: &Utf8Path, request: &Request, asked: Option<&str>) -> Pages {
    let read = Workspace::open(Some(folder), folder).expect("it opens").read(request).expect("it is read");
    let audience = audience::audience(&read.inputs, asked).expect("an audience");
    let shown = audience::filter(evaluate(read.inputs, &read.texts), &audience);
    let site = Site::new(shown.sms, &read.theme, read.attachments, &audience, false).expect("a theme");
    site.paths().map(|path| (path.to_owned(), site.render(path).expect("a page").expect("it is planned"))).collect()
}

fn text<'a>(pages: &'a Pages, path: &str) -> &'a str {
    let bytes = pages.get(Utf8Path::new(path)).unwrap_or_else(|| panic!("no page {path}"));
    std::str::from_utf8(bytes).expect("pages are UTF-8")
}

/// All that a file says, packed or not.
fn said(path: &Utf8Path, bytes: &[u8]) -> String {
    if path.extension() == Some("xlsx") {
        support::parts(bytes).into_values().collect()
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    }
}

fn document(id: &str, more: &str, body: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: Title of {id}\ntype: policy\nversion: \"1.10\"\nowner: sms-manager\nclauses: [\"8.6.1\"]\npurpose: p\ncommitments: [c]\napplies_to: [all]\ncommunicated_to: [all]\n{more}---\n\n{body}"
    )
}

const APPROVED: &str = "status: approved\nclassification: internal\napprover: ines-carrow\napproved_on: 2026-03-01\neffective_on: 2026-04-01\nnext_review: 2027-04-01\n";

const PEOPLE: &str = "people:\n  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager}]}\n  - {id: ines-carrow, name: Ines Carrow, roles: [{role: managing-director}]}\nroles:\n  - {id: sms-manager, title: SMS Manager}\n  - {id: managing-director, title: Managing Director}\n";

/// A small SMS with one document of each kind of state.
fn sms() -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "site: {organization: Kestrelmoor, url: \"https://sms.example.org/docs/\"}\nrules: {clause-uncovered: {level: warning}}\n");
    folder.write("sms-docs/people.yaml", PEOPLE);
    folder.write(
        "sms-docs/a.md",
        &document(
            "SMS-POL-001",
            APPROVED,
            "## One {clauses=8.6.2}\n\nSee [[SMS-POL-002]], [[SMS-POL-004]] and ![plan](p/plan.png).\n",
        ),
    );
    folder.write("sms-docs/p/plan.png", "picture");
    folder.write("sms-docs/p/unlinked.png", "CANARY-UNLINKED");
    folder.write(
        "sms-docs/b.md",
        &document("SMS-POL-002", &APPROVED.replace("2026-04-01", "2026-12-01"), "Text of the version to come.\n"),
    );
    folder
        .write("sms-docs/c.md", &document("SMS-POL-003", &APPROVED.replace("approved\n", "draft\n"), "CANARY-DRAFT\n"));
    folder.write(
        "sms-docs/d.md",
        &document("SMS-POL-004", &APPROVED.replace("internal", "restricted"), "CANARY-RESTRICTED\n"),
    );
    folder.write(
        "sms-docs/e.md",
        &document("SMS-POL-005", &APPROVED.replace("classification: internal\n", ""), "CANARY-UNCLASSIFIED\n"),
    );
    folder.write("sms-docs/f.md", &document("SMS-POL-006", APPROVED, "Old.\n"));
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("Write it down", "2026-05-01T10:00:00Z");
    folder.write(
        "sms-docs/f.md",
        &document(
            "SMS-POL-006",
            &format!("{APPROVED}withdrawn_on: 2026-10-01\nwithdrawn_reason: Not used.\n")
                .replace("approved\n", "withdrawn\n"),
            "Old.\n",
        ),
    );
    folder.commit("Withdraw one", "2026-05-01T11:00:00Z");
    folder
}

#[test]
fn what_may_not_be_read_is_in_no_byte() {
    let folder = sms();
    let staff = pages(folder.path(), &published(), None);
    for canary in ["CANARY", "SMS-POL-004", "SMS-POL-005"] {
        let found: Vec<_> = staff
            .iter()
            .filter(|(path, bytes)| path.as_str().contains(canary) || said(path, bytes).contains(canary))
            .map(|(path, _)| path)
            .collect();
        // Where a page says that it may not be read is none of its own business: the id that was typed in the text stays.
        let allowed =
            ["docs/SMS-POL-001/index.html", "docs/SMS-POL-001/v/1.10/index.html", "search/text/SMS-POL-001.js"];
        assert!(
            found.iter().all(|path| canary == "SMS-POL-004" && allowed.contains(&path.as_str())),
            "{canary} in {found:?}"
        );
    }
    let ahead: Vec<_> = staff
        .iter()
        .filter(|(path, bytes)| said(path, bytes).contains("Text of the version to come"))
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(ahead, ["docs/SMS-POL-002/v/1.10/index.html"], "approved, so that it may be read, but not in its place");
    let auditor = pages(folder.path(), &published(), Some("auditor"));
    assert!(text(&auditor, "docs/SMS-POL-004/index.html").contains("CANARY-RESTRICTED"));
    assert!(!auditor.iter().any(|(path, bytes)| said(path, bytes).contains("CANARY-UNCLASSIFIED")));
    assert!(audience::audience(&evaluate_inputs(folder.path()), Some("nobody")).is_err());
}

fn evaluate_inputs(folder: &Utf8Path) -> smsdoc::model::inputs::Inputs {
    Workspace::open(Some(folder), folder).expect("it opens").read(&published()).expect("it is read").inputs
}

#[test]
fn the_page_of_a_document_says_what_it_is() {
    let folder = sms();
    let pages = pages(folder.path(), &published(), None);
    let page = text(&pages, "docs/SMS-POL-001/index.html");
    for wanted in [
        "<span class=\"id\">SMS-POL-001</span>",
        "<dd>1.10</dd>",
        "1 Apr 2026",
        "SMS Manager",
        "Ines Carrow",
        "stated in the file; nothing else proves it",
        "Not shown: the change concerns another document, too",
        "href=\"../../clauses/iso20000-1-2018/8.6.2/index.html\"",
        "href=\"../../docs/SMS-POL-002/index.html\" data-doc=\"SMS-POL-002\"",
        "src=\"../../files/ebc43fd72490/plan.png\"",
        "Open https://sms.example.org/docs/check/SMS-POL-001/1.10/",
        "aria-label=\"Code of the address https://sms.example.org/docs/check/SMS-POL-001/1.10/\"",
        "Ines Carrow, Managing Director",
        "register/index.html#type-policy",
        "content:\"Uncontrolled when printed\"",
    ] {
        assert!(page.contains(wanted), "{wanted} is missing in\n{page}");
    }
    assert!(
        text(&pages, "docs/SMS-POL-002/index.html")
            .contains("A version is approved and comes into force on 1 Dec 2026.")
    );
    assert!(
        text(&pages, "docs/SMS-POL-006/index.html")
            .contains("It was withdrawn on 1 Oct 2026 by Ines Carrow. Not used.")
    );
    for wanted in ["data-s=\"soon\"", "data-s=\"wd\"", "id=\"f-wd\"", "No documents match.", "By next review"] {
        assert!(text(&pages, "register/index.html").contains(wanted), "{wanted} is missing in the register");
    }
    assert!(
        text(&pages, "404.html").contains("href=\"/docs/register/index.html\""),
        "pages that are not found do not know how deep they are"
    );
    assert!(text(&pages, "sitemap.xml").contains("<loc>https://sms.example.org/docs/docs/SMS-POL-001/</loc>"));
    assert!(!text(&pages, "sitemap.xml").contains("SMS-POL-006"), "what was withdrawn is not for search engines");
    assert!(!text(&pages, "search/index.html").contains("SMS-POL-006"));
}

#[test]
fn wide_registers_show_one_entry_below_the_other() {
    let folder = sms();
    folder.write("sms-docs/smsdoc.yaml", "control: {approvers: {default: [managing-director]}}\n");
    let register = |id: &str, columns: &str, entries: &str| {
        format!(
            "---\nid: {id}\ntitle: Title of {id}\ntype: register\nversion: \"1.0\"\nowner: sms-manager\nclauses: []\nregister_kind: risks\ncolumns: {columns}\nentries:\n{entries}{APPROVED}---\n\n## Purpose\n\nText.\n"
        )
    };
    let narrow = "  - {id: R-1, what: Fire, owner: sms-manager}\n";
    folder.write("sms-docs/narrow.md", &register("SMS-REG-001", "[id, what, owner]", narrow));
    let wide = "  - {id: R-1, what: Fire, source: other_party, likelihood: 2, impact: 4, owner: sms-manager, due: 2026-05-04, status: open}\n  - {id: R-2, what: Flood}\n";
    let columns = "[id, what, source, likelihood, impact, owner, due, status]";
    folder.write("sms-docs/wide.md", &register("SMS-REG-002", columns, wide));
    folder.commit("Add registers", "2026-05-01T12:00:00Z");
    let pages = pages(folder.path(), &request(), None);
    let page = text(&pages, "docs/SMS-REG-001/index.html");
    assert!(page.contains("<caption id=\"ecap\"") && page.contains("<td>SMS Manager</td>"), "{page}");
    let page = text(&pages, "docs/SMS-REG-002/index.html");
    assert!(page.contains("<h3 id=\"entry-1\"><span class=\"id\">R-1</span> Fire</h3>"), "{page}");
    for told in ["<dt>Source</dt><dd>other party</dd>", "<dt>Owner</dt><dd>SMS Manager</dd>", "<dd>4 May 2026</dd>"] {
        assert!(page.contains(told), "no {told} in {page}");
    }
    assert!(page.contains("id=\"entry-2\"") && !page.contains("id=\"ecap\""));
}

#[test]
fn only_what_is_committed_is_published() {
    let folder = sms();
    folder.write("sms-docs/a.md", &document("SMS-POL-001", APPROVED, "CANARY-UNCOMMITTED\n"));
    folder.write("sms-docs/new.md", &document("SMS-POL-009", APPROVED, "CANARY-NEW\n"));
    let committed = pages(folder.path(), &published(), None);
    assert!(!committed.values().any(|bytes| String::from_utf8_lossy(bytes).contains("CANARY")));
    let preview = pages(folder.path(), &Request { published: false, drafts: true, ..published() }, None);
    assert!(text(&preview, "docs/SMS-POL-001/index.html").contains("CANARY-UNCOMMITTED"));
    assert!(text(&preview, "docs/SMS-POL-003/index.html").contains("CANARY-DRAFT"));
    assert!(text(&preview, "docs/SMS-POL-003/index.html").contains("This is a draft."));
    let changed = text(&preview, "docs/SMS-POL-001/index.html");
    assert!(
        changed.contains("This text was changed after its approval.") && changed.contains("st--draft"),
        "{changed}"
    );
}

#[test]
fn a_day_of_the_past_shows_what_was_committed_then() {
    let folder = sms();
    folder.write("sms-docs/a.md", &document("SMS-POL-001", APPROVED, "Second text.\n").replace("1.10", "1.11"));
    folder.commit("Change it", "2026-06-01T10:00:00Z");
    let on = |day: &str| {
        let mut request = published();
        request.as_of = Some(day.to_owned());
        request.today.asked = None;
        pages(folder.path(), &request, None)
    };
    assert!(
        text(&on("2026-05-31"), "docs/SMS-POL-001/index.html").contains("<time datetime=\"2026-05-31\">"),
        "the footer names the day"
    );
    assert!(!text(&on("2026-05-31"), "docs/SMS-POL-001/index.html").contains("Second text."));
    assert!(text(&on("2026-06-01"), "docs/SMS-POL-001/index.html").contains("Second text."));
    let mut early = published();
    early.as_of = Some("2020-01-01".to_owned());
    let workspace = Workspace::open(Some(folder.path()), folder.path()).expect("it opens");
    let refused = workspace.read(&early).err().expect("there was nothing yet").to_string();
    assert!(refused.contains("there is no commit on or before 2020-01-01"), "{refused}");
}

#[test]
fn the_same_input_gives_the_same_bytes_wherever_it_lies() {
    let (one, two) = (sms(), sms());
    assert_ne!(one.path(), two.path());
    let first = pages(one.path(), &published(), None);
    assert_eq!(first, pages(one.path(), &published(), None), "the history comes from the cache the second time");
    assert_eq!(first, pages(two.path(), &published(), None));
    let path = one.path().as_str();
    assert!(!first.iter().any(|(name, bytes)| said(name, bytes).contains(path)), "no absolute path in any byte");
}

#[test]
fn a_folder_without_git_is_shown_and_says_so() {
    let folder = Folder::new();
    folder.write("policy.md", &document("SMS-POL-001", APPROVED, "Text.\n"));
    let pages = pages(folder.path(), &published(), None);
    let page = text(&pages, "docs/SMS-POL-001/index.html");
    assert!(
        page.contains("Text.") && page.contains("no git history holds any") && page.contains("no approval is proven"),
        "{page}"
    );
}

#[test]
fn a_subfolder_of_a_repository_and_a_worktree_are_read() {
    let folder = Folder::new();
    folder.write("it/sms-docs/smsdoc.yaml", "{}\n");
    folder.write("it/sms-docs/people.yaml", PEOPLE);
    folder.write("it/sms-docs/a.md", &document("SMS-POL-001", APPROVED, "Text.\n"));
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("Begin", "2026-05-01T10:00:00Z");
    let below = pages(&folder.path().join("it"), &published(), None);
    assert!(text(&below, "docs/SMS-POL-001/index.html").contains("it/sms-docs/a.md"));
    let tree = Folder::new();
    let other = tree.path().join("tree");
    folder.git(&["worktree", "add", "--quiet", "--detach", other.as_str()]);
    assert_eq!(below, pages(&other.join("it"), &published(), None));
}

#[test]
fn the_frame_does_not_grow_with_the_number_of_documents() {
    let folder = sms();
    let frame = |pages: &Pages| text(pages, "docs/SMS-POL-001/index.html").len();
    let before = frame(&pages(folder.path(), &published(), None));
    for number in 10..60 {
        folder.write(&format!("sms-docs/n{number}.md"), &document(&format!("SMS-POL-0{number}"), APPROVED, "Text.\n"));
    }
    folder.commit("More", "2026-05-02T10:00:00Z");
    assert_eq!(before, frame(&pages(folder.path(), &published(), None)));
}

#[test]
fn hostile_text_stays_text_in_every_page() {
    let folder = sms();
    let hostile = "\"<script>alert(1)</script>{{ 1 + 1 }}\\u2028\"";
    let fields = APPROVED.to_owned() + &format!("summary: {hostile}\nchange_summary: {hostile}\n");
    let text = document("SMS-POL-001", &fields, "# {{ frame }} {% include \"x\" %} <script>alert(1)</script>\n")
        .replace("Title of SMS-POL-001", hostile)
        .replace("1.10", "1.11");
    folder.write("sms-docs/a.md", &text);
    folder.commit("<script>alert(1)</script>", "2026-05-02T10:00:00Z");
    let pages = pages(folder.path(), &published(), None);
    for (path, bytes) in pages.iter().filter(|(path, _)| matches!(path.extension(), Some("html" | "xml"))) {
        let page = String::from_utf8_lossy(bytes);
        assert!(!page.contains("<script>alert"), "{path}");
    }
    assert!(
        pages[Utf8Path::new("docs/SMS-POL-001/index.html")].windows(9).any(|window| window == b"{{ frame "),
        "template syntax in prose is kept"
    );
}

#[test]
fn the_example_is_clean_and_every_link_leads_somewhere() {
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = Workspace::open(Some(root), root).expect("it opens");
    let mut wanted = request();
    wanted.today.asked = None;
    let read = workspace.read(&wanted).expect("it is read");
    let errors: Vec<_> = rules::judge(&evaluate(read.inputs, &read.texts))
        .into_iter()
        .filter(|finding| {
            finding.severity == smsdoc::model::finding::Severity::Error && finding.rule != "history-incomplete"
        })
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn pages_lead_to_where_they_are_edited_where_the_forge_is_named() {
    let folder = sms();
    let of_page = |folder: &Folder| {
        text(&pages(folder.path(), &published(), None), "docs/SMS-POL-001/index.html")
            .contains("https://git.example.org/")
    };
    assert!(!of_page(&folder), "nobody named a forge");
    folder.git(&["mv", "sms-docs/a.md", "sms-docs/a #1.md"]);
    folder.write("sms-docs/smsdoc.yaml", "site: {edit_url: \"https://git.example.org/sms/edit/main/{path}\"}\n");
    folder.commit("Name the forge", "2026-05-01T10:00:00Z");
    let pages = pages(folder.path(), &published(), None);
    let page = text(&pages, "docs/SMS-POL-001/index.html");
    let address = "href=\"https://git.example.org/sms/edit/main/sms-docs/a%20%231.md\"";
    assert!(page.contains(address), "{page}");
    // The text in force is that of a commit before the move; its history is still the whole one.
    assert!(page.contains("Name the forge"), "the commit that moved it is in its history: {page}");
}
