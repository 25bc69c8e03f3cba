//! Pages of services, agreements, suppliers and customers: what is computed stands there, with where it comes from.
//!
//! `BLESS=1 cargo test` writes the expected texts anew; read the difference before it is committed.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::collections::BTreeMap;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use smsdoc::evaluate::evaluate;
use smsdoc::read::{Request, Workspace};
use smsdoc::site::{Site, audience};
use support::{Folder, request};

const PEOPLE: &str = "people:\n  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager}]}\n  - {id: ines-carrow, name: Ines Carrow, roles: [{role: managing-director}]}\nroles:\n  - {id: sms-manager, title: SMS Manager}\n  - {id: managing-director, title: Managing Director}\n";

const SERVICE: &str = "service_kind: customer
service_state: retiring
description: A portal for claims.
depends_on:
  - {target: SVC-101, kind: serial}
  - {target: link-a, kind: redundant, group: links, independent: true, agreement: CON-001}
  - {target: link-b, kind: redundant, group: links, independent: true, agreement: CON-001}
  - {target: printers, kind: non_critical, agreement: OLA-001}
customers: [northgate]
user_groups: [brokers]
views: [customer, internal]
criticality: high
service_owner: sms-manager
service_hours: 24x7
support_hours: {tz: Europe/London, days: [mon, tue, wed, thu, fri], from: \"08:00\", to: \"18:00\"}
slas: [SLA-001]
continuity: {rto: PT4H, rpo: PT1H}
parties:
  - {party: carrier, role: external, provides: [component]}
";

const PLATFORM: &str = "service_kind: supporting
service_state: live
description: Sign-in.
depends_on: []
views: [customer, user, internal]
service_owner: sms-manager
service_hours: 24x7
availability_target: \"99.98\"
";

const SLA: &str = "services: [SVC-001]
customer: northgate
provider: kestrelmoor
term: {start: 2024-04-01, end: 2028-03-31, notice: P180D}
agreement: {customer_signatory: Judith Farrow, supplier_signatory: Ines Carrow, role: Director, date: 2026-02-24, evidence: Signed copy}
service_hours: 24x7
support_hours: {tz: Europe/London, days: [mon, tue, wed, thu, fri], from: \"08:00\", to: \"18:00\"}
availability: {percent: \"99.99\", period: rolling_30d, basis: 24x7, unit_measured: the portal}
targets:
  - {metric: Calls answered, comparator: at_least, value: \"85\", unit: percent, period: quarter, measured_by: sms-manager, source: Telephone}
priorities:
  levels:
    P1: {respond: PT15M, resolve: PT4H, clock: 24x7}
    P2: {respond: PT4H, resolve: PT20H, clock: support}
reporting: {frequency: P1M, audience: The board, report: RPT-9}
underpinned_by: [CON-001]
";

const CONTRACT: &str = "supplier: carrier
provider: carrier
receiver: kestrelmoor
services_supported: [SVC-001]
term: {start: 2024-03-01, end: open, notice: P90D}
agreement: {supplier_signatory: A, customer_signatory: B, date: 2024-02-01, evidence: Signed copy}
service_hours: 24x7
support_hours: 24x7
availability: {percent: \"99.5\", period: rolling_30d, basis: 24x7, unit_measured: each link}
alignment:
  - {sla: SLA-001, result: aligned, date: 2026-06-25}
";

const OLA: &str = "provider: \"../team\"
receiver: kestrelmoor
provider_kind: internal
services_supported: [SVC-001]
term: {start: 2024-03-01, end: 2025-03-01}
";

fn document(id: &str, title: &str, doc_type: &str, class: &str, more: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: \"{title}\"\ntype: {doc_type}\nversion: \"1.10\"\nowner: sms-manager\nstatus: approved\nclassification: {class}\napprover: ines-carrow\napproved_on: 2026-03-01\neffective_on: 2026-04-01\nnext_review: 2027-04-01\n{more}---\n\n## Text\n\nText.\n"
    )
}

/// A catalogue of two services with an SLA, a contract and an OLA. `class` is that of the contract.
fn catalogue(class: &str) -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "site: {organization: Kestrelmoor}\ncontrol: {zone: Europe/London, approvers: {default: [managing-director]}}\n");
    folder.write("sms-docs/people.yaml", PEOPLE);
    for (file, text) in [
        ("service.md", document("SVC-001", "Service: claims portal", "service", "internal", SERVICE)),
        ("platform.md", document("SVC-101", "Supporting service: identity", "service", "internal", PLATFORM)),
        ("sla.md", document("SLA-001", "SLA: claims portal", "sla", "internal", SLA)),
        ("contract.md", document("CON-001", "Contract: links", "contract", class, CONTRACT)),
        ("ola.md", document("OLA-001", "OLA: printers", "ola", "internal", OLA)),
        (
            "customers.md",
            document(
                "SVM-REG-009",
                "Customers",
                "register",
                "internal",
                "register_kind: customers\ncolumns: [id, name]\nentries:\n  - {id: northgate, name: Northgate Insurance, user_groups: [brokers]}\n",
            ),
        ),
    ] {
        folder.write(&format!("sms-docs/{file}"), &text);
    }
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("Write it down", "2026-05-01T10:00:00Z");
    folder
}

fn pages(folder: &Folder, request: &Request) -> BTreeMap<Utf8PathBuf, String> {
    let read = Workspace::open(Some(folder.path()), folder.path()).unwrap().read(request).unwrap();
    let audience = audience::audience(&read.inputs, None).unwrap();
    let shown = audience::filter(evaluate(read.inputs, &read.texts), &audience);
    let site = Site::new(shown.sms, &read.theme, read.attachments, &audience, false).unwrap();
    let html = site.paths().filter(|path| path.extension() == Some("html"));
    html.map(|path| (path.to_owned(), String::from_utf8(site.render(path).unwrap().unwrap()).unwrap())).collect()
}

fn published() -> Request {
    Request { published: true, uncommitted: false, ..request() }
}

fn page<'a>(pages: &'a BTreeMap<Utf8PathBuf, String>, path: &str) -> &'a str {
    pages.get(Utf8Path::new(path)).unwrap_or_else(|| panic!("no page {path}"))
}

/// The text of a part of a page: a line for each row, heading, item and fact.
fn text(html: &str, from: &str, to: &str) -> String {
    let start = html.find(from).unwrap_or_else(|| panic!("no {from}"));
    let end = html[start..].find(to).unwrap_or_else(|| panic!("no {to}")) + start;
    let mut text = String::new();
    let mut rest = &html[start..end];
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let close = rest[open..].find('>').unwrap() + open;
        let tag = &rest[open + 1..close];
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or_default();
        let ends = tag.starts_with('/');
        match name {
            "tr" | "h2" | "h3" | "li" | "p" | "dl" | "ul" | "caption" | "svg" => text.push('\n'),
            "th" | "td" | "dd" | "text" if ends => text.push_str(" | "),
            "br" | "dt" => text.push(' '),
            _ => {}
        }
        rest = &rest[close + 1..];
    }
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    let plain = lines.join("\n").replace("&quot;", "\"").replace("&#39;", "'").replace("&#x2F;", "/");
    plain + "\n"
}

/// Compares a text with the expected one.
fn expect(name: &str, text: &str) {
    let file = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/service-pages").join(name);
    if std::env::var_os("BLESS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
    }
    assert_eq!(text, fs::read_to_string(&file).unwrap_or_default(), "{name}");
}

#[test]
fn the_page_of_a_service_shows_what_is_computed_of_it() {
    let pages = pages(&catalogue("internal"), &published());
    let html = page(&pages, "docs/SVC-001/index.html");
    expect("service.txt", &text(html, "<h2 class=\"vh\">At a glance", "<h2 id=\"revision-history\""));
}

#[test]
fn the_pages_of_agreements_show_what_is_computed_of_them() {
    let pages = pages(&catalogue("internal"), &published());
    for (id, file) in [("SLA-001", "sla.txt"), ("CON-001", "contract.txt")] {
        let html = page(&pages, &format!("docs/{id}/index.html"));
        expect(file, &text(html, "<h2 class=\"vh\">At a glance", "<h2 id=\"revision-history\""));
    }
    let html = page(&pages, "docs/SLA-001/index.html");
    expect("signatures.txt", &text(html, "<dl class=\"signatures\"", "</article>"));
    assert!(!page(&pages, "docs/CON-001/index.html").contains("class=\"signatures\""));
}

#[test]
fn the_catalogue_and_the_pages_about_all_show_everything() {
    let pages = pages(&catalogue("internal"), &published());
    for (path, file) in [
        ("services/index.html", "catalogue.txt"),
        ("services/chain/index.html", "chain.txt"),
        ("services/suppliers/index.html", "suppliers.txt"),
        ("services/suppliers/carrier/index.html", "supplier.txt"),
        ("services/customers/northgate/index.html", "customer.txt"),
    ] {
        expect(file, &text(page(&pages, path), "<main", "</main>"));
    }
    let card = |id: &str| {
        let html = page(&pages, "services/index.html");
        let end = html.find(&format!("docs/{id}/index.html")).unwrap();
        html[..end].rsplit("<article").next().unwrap().to_owned()
    };
    assert!(card("SVC-001").contains("data-s=\"1 3\""), "a customer service is where its views say");
    assert!(card("SVC-101").contains("data-s=\"3\""), "a supporting service is only inside, whatever it says");
}

#[test]
fn an_id_that_is_no_name_of_a_folder_gets_no_page_and_is_shown_all_the_same() {
    let pages = pages(&catalogue("internal"), &published());
    let parties: Vec<&str> =
        pages.keys().map(|path| path.as_str()).filter(|path| path.contains("/suppliers/")).collect();
    assert_eq!(parties, ["services/suppliers/carrier/index.html", "services/suppliers/index.html"]);
    let list = page(&pages, "services/suppliers/index.html");
    assert!(list.contains("<th scope=\"row\">../team") || list.contains("<th scope=\"row\">..&#x2F;team"), "{list}");
}

#[test]
fn only_the_version_in_force_has_computed_values() {
    let pages = pages(&catalogue("internal"), &published());
    assert!(page(&pages, "docs/SVC-001/index.html").contains("id=\"computed-chain\""));
    assert!(!page(&pages, "docs/SVC-001/v/1.10/index.html").contains("id=\"computed-"));
}

#[test]
fn a_contract_that_may_not_be_read_leaves_no_trace() {
    let pages = pages(&catalogue("restricted"), &published());
    for (path, html) in &pages {
        assert!(!html.contains("99.5\u{a0}%") && !html.contains("Contract: links"), "{path}");
        assert!(!path.as_str().contains("CON-001"), "{path}");
    }
}
