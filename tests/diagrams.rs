//! Diagrams of documents as they stand in a page: the same drawing for the same text, on every machine.
//!
//! `tests/diagrams/NAME.md` holds diagrams, `NAME.html` the figures made of them, a tag a line. `BLESS=1 cargo test` writes
//! these anew; look at the drawings in a browser before the difference is committed.

#![cfg(feature = "diagrams")]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::collections::BTreeSet;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use smsdoc::evaluate::evaluate;
use smsdoc::read::{Request, Workspace};
use smsdoc::site::{Site, audience};
use support::{Folder, request};

fn folder() -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagrams")
}

/// The page of a document with this body.
fn page(body: &str) -> String {
    let folder = Folder::new();
    folder.write(
        "sms-docs/smsdoc.yaml",
        "site: {organization: Kestrelmoor}\ncontrol: {approvers: {default: [managing-director]}}\n",
    );
    folder.write(
        "sms-docs/people.yaml",
        "people:\n  - {id: ines-carrow, name: Ines Carrow, roles: [{role: managing-director}]}\nroles:\n  - {id: managing-director, title: Managing Director}\n",
    );
    folder.write(
        "sms-docs/policy.md",
        &format!("---\nid: SMS-POL-001\ntitle: Drawings\ntype: policy\nversion: \"1.0\"\nstatus: approved\nowner: managing-director\nclassification: internal\napprover: ines-carrow\napproved_on: 2026-03-01\neffective_on: 2026-04-01\nnext_review: 2027-04-01\n---\n\n{body}"),
    );
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("Write it down", "2026-05-01T10:00:00Z");
    let published = Request { published: true, uncommitted: false, ..request() };
    let read = Workspace::open(Some(folder.path()), folder.path()).unwrap().read(&published).unwrap();
    let audience = audience::audience(&read.inputs, None).unwrap();
    let shown = audience::filter(evaluate(read.inputs, &read.texts), &audience);
    let site = Site::new(shown.sms, &read.theme, read.attachments, &audience, false).unwrap();
    let path = site.paths().find(|path| path.as_str().ends_with("SMS-POL-001/index.html")).unwrap().to_owned();
    String::from_utf8(site.render(&path).unwrap().unwrap()).unwrap()
}

/// The figures of a page, a tag a line.
fn figures(page: &str) -> String {
    let parts = page.split("<figure").skip(1).map(|rest| rest.split("</figure>").next().unwrap());
    parts.map(|figure| format!("<figure{figure}\n</figure>\n").replace("><", ">\n<")).collect()
}

#[test]
fn the_same_text_is_the_same_drawing() {
    let mut seen = 0;
    for entry in folder().read_dir_utf8().unwrap() {
        let path = entry.unwrap().into_path();
        if path.extension() != Some("md") {
            continue;
        }
        seen += 1;
        let found = figures(&page(&fs::read_to_string(&path).unwrap()));
        assert!(found.contains("<svg"), "{path}");
        let file = path.with_extension("html");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&file, &found).unwrap();
        }
        assert_eq!(found, fs::read_to_string(&file).unwrap_or_default(), "{path}");
    }
    assert_eq!(seen, 2);
}

#[test]
fn ids_are_unique_in_the_page() {
    let flow = fs::read_to_string(folder().join("flow.md")).unwrap();
    let page = page(&format!("{flow}\n## Diagram 1 {{#diagram-1-d}}\n\n{flow}"));
    let mut ids = BTreeSet::new();
    for id in page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(ids.insert(id), "{id} twice");
    }
    assert!(ids.contains("diagram_-4-d"), "{ids:?}");
}
