//! Redlines of pairs of documents: what counts as a change, that both texts can be read from it, and how it is shown.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::sync::OnceLock;

use proptest::prelude::*;
use smsdoc::evaluate::evaluate;
use smsdoc::evaluate::redline::{Change, ChangeKind, Content, Counts, Piece, Redline, Run, Tag, redline};
use smsdoc::evaluate::state::State;
use smsdoc::model::document::Document;
use smsdoc::model::language::Language;
use smsdoc::model::source::SourceFile;
use smsdoc::read::blocks::{Block, Form, blocks};
use smsdoc::read::schema::SchemaSet;
use smsdoc::read::{Workspace, embedded};
use smsdoc::report::redline::{Compared, Look, json, terminal};
use smsdoc::site::Site;
use smsdoc::site::frame::{self, Item};
use smsdoc::site::pages::redline::{Comparison, Fact, Side, view};
use smsdoc::site::render::redline::{Versions, body};
use smsdoc::site::theme::Theme;
use support::{Folder, request};

fn whole(text: &str) -> Document {
    static SCHEMAS: OnceLock<SchemaSet> = OnceLock::new();
    let schemas = SCHEMAS.get_or_init(|| SchemaSet::load(&embedded::schema_files()).expect("schemas"));
    smsdoc::read::document::read(SourceFile::new("a.md", text), schemas).0.expect("a document")
}

fn document(body: &str) -> Document {
    whole(&format!("---\nid: SMS-PRO-014\n---\n{body}"))
}

fn compare(old: &str, new: &str) -> Redline {
    let (old, new) = (document(old), document(new));
    let redline = redline(&old, &new);
    Walk { old: blocks(&old), new: blocks(&new), at_old: 0, at_new: 0 }.check(&redline);
    redline
}

/// Reads both texts back from a redline.
struct Walk {
    old: Vec<Block>,
    new: Vec<Block>,
    at_old: usize,
    at_new: usize,
}

impl Walk {
    fn check(mut self, redline: &Redline) {
        let runs = redline.sections.iter().flat_map(|section| &section.runs);
        let mut changes = 0;
        for run in runs {
            match run {
                Run::Unchanged(count) => {
                    for _ in 0..count.passages + count.rows + count.frames {
                        let (old, new) = (&self.old[self.at_old], &self.new[self.at_new]);
                        assert_eq!(old.content(), new.content());
                        (self.at_old, self.at_new) = (self.at_old + 1, self.at_new + 1);
                    }
                }
                Run::Change(change) => {
                    changes += 1;
                    self.change(change);
                }
            }
        }
        assert_eq!((self.at_old, self.at_new), (self.old.len(), self.new.len()), "all blocks are accounted for");
        assert_eq!(changes, redline.counts.changes);
    }

    fn change(&mut self, change: &Change) {
        match &change.content {
            Content::Words(pieces) => self.block(change.kind, std::slice::from_ref(pieces), false),
            Content::Lines(lines) => {
                for line in lines {
                    self.block(line.kind, std::slice::from_ref(&line.pieces), true);
                }
            }
            Content::Rows(rows) => {
                for row in &rows.rows {
                    self.block(row.kind, &row.cells, false);
                }
            }
        }
    }

    fn block(&mut self, kind: ChangeKind, cells: &[Vec<Piece>], exact: bool) {
        let read = |without: Tag| {
            let text = |cell: &Vec<Piece>| -> String {
                cell.iter().filter(|piece| piece.tag != without).map(|piece| piece.text.as_str()).collect()
            };
            cells.iter().map(text).collect::<Vec<_>>().join(" ")
        };
        let clean = |text: &str| {
            if exact { text.to_owned() } else { text.split_whitespace().collect::<Vec<_>>().join(" ") }
        };
        if kind != ChangeKind::Added {
            assert_eq!(clean(&read(Tag::Added)), clean(&self.old[self.at_old].text()), "the old text");
            self.at_old += 1;
        }
        if kind != ChangeKind::Removed {
            assert_eq!(clean(&read(Tag::Removed)), clean(&self.new[self.at_new].text()), "the new text");
            self.at_new += 1;
        }
    }
}

/// What changed, a line each, as the terminal shows it.
fn shown(old: &str, new: &str) -> String {
    terminal(&compare(old, new), &[], Look { columns: 100, color: false })
}

fn changes(redline: &Redline) -> Vec<String> {
    redline.sections.iter().flat_map(|section| section.changes()).map(Change::label).collect()
}

#[test]
fn reflow_is_no_change() {
    let old = "# One\n\nSome long text\nin two lines.\n\n- a\n- b\n\n|a|b|\n|-|-|\n|1|2|\n";
    let new = "One\n===\n\nSome  long text in\ntwo lines.\n\n* a\n* b\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n";
    let redline = compare(old, new);
    assert!(redline.is_empty() && !redline.only_fields());
    assert_eq!(redline.summary(), "Nothing that readers see changed.");
    assert_eq!(body(&redline, Versions { from: "1", to: "2", may_name: &|_| true }), "");
}

#[test]
fn a_word() {
    let redline = compare(
        "# One\n\nfirst\n\n# Two\n\nClose after five working days without a reply.\n",
        "# One\n\nfirst\n\n# Two\n\nClose after three working days without a reply.\n",
    );
    assert_eq!(redline.counts, Counts { changes: 1, sections: 1, words_added: 1, words_removed: 1 });
    assert_eq!(redline.summary(), "1 change in 1 section: 1 word added, 1 removed. Nothing else was touched.");
    assert_eq!(
        terminal(&redline, &["SMS-PRO-014".to_owned()], Look { columns: 80, color: false }),
        "SMS-PRO-014\n\nSection 1 unchanged\n\n2 Two\n  Change 1 of 1: paragraph\n    Close after [-five-]{+three+} working days without a reply.\n\n1 change in 1 section: 1 word added, 1 removed. Nothing else was touched.\n"
    );
}

const TABLE: &str =
    "# Roles\n\n| Role | Does | Stands in |\n|---|---|---|\n| Owner | decides | lead |\n| Lead | runs | second |\n";

#[test]
fn rows_of_a_table() {
    let added = compare(TABLE, &format!("{TABLE}| Security lead | security | second on call |\n"));
    assert_eq!(changes(&added), ["row added"]);
    let changed = shown(TABLE, &TABLE.replace("runs", "leads"));
    assert!(
        changed.contains("Change 1 of 1: row\n    Role | Does | Stands in\n    Lead | [-runs-]{+leads+} | second\n")
    );
    assert!(changed.contains("(1 row unchanged)"), "{changed}");
    let removed = compare(TABLE, &TABLE.replace("| Owner | decides | lead |\n", ""));
    assert_eq!(changes(&removed), ["row removed"]);
    let replaced = TABLE.replace("| Lead | runs | second |", "| Nobody | sits | idle |");
    assert_eq!(changes(&compare(TABLE, &replaced)), ["row"], "one row on each side");
    let both = compare(TABLE, "# Roles\n");
    assert_eq!(changes(&both), ["table with 2 rows removed"]);
    let column = shown("|a|b|\n|-|-|\n|1|2|\n", "|a|x|b|\n|-|-|-|\n|1|9|2|\n");
    assert!(column.contains("a | {+x+} | b\n    1 | {+9+} | 2\n"), "{column}");
}

#[test]
fn list_items_do_not_count_as_changed_because_their_numbers_do() {
    let old = "# Steps\n\n1. Log it.\n2. Classify it.\n3. Close it.\n";
    let redline = compare(old, &old.replace("2. Cl", "2. Phone the lead.\n3. Cl").replace("3. Close", "4. Close"));
    assert_eq!(changes(&redline), ["step 2 added"]);
    assert_eq!(changes(&compare(old, &old.replace("Classify it", "Classify and rank it"))), ["step 2"]);
    assert_eq!(changes(&compare("- a\n- b\n", "- a\n- c d\n- b\n")), ["list item added"]);
    let indented = shown("- a b c\n- d e f\n", "- a b c\n  - d e f\n");
    assert!(indented.contains("[-list item-] {+list item, indented 1 time+}"), "{indented}");
}

#[test]
fn headings() {
    let old = "# Scope\n\ntext\n\n## Who does what\n\nmore\n";
    let redline = compare(old, &old.replace("Scope", "Scope and limits"));
    assert_eq!(redline.sections[0].heading.as_deref(), Some("Scope and limits"));
    assert_eq!(redline.sections[0].number, Some(1));
    assert_eq!(changes(&redline), ["heading"]);
    assert_eq!(changes(&compare(old, &old.replace("Who does what", "Duties"))), ["heading"], "renamed altogether");
    let clauses = shown("# Scope {clauses=8.6.1}\n", "# Scope {clauses=8.6.1,8.6.2}\n");
    assert!(
        clauses.contains("[-heading of level 1, clauses 8.6.1-] {+heading of level 1, clauses 8.6.1, 8.6.2+}"),
        "{clauses}"
    );
    let below = shown(old, &old.replace("more", "other words"));
    assert!(below.contains("under \"Who does what\""), "{below}");
}

#[test]
fn a_section_that_vanished_stands_where_it_stood() {
    let old = "# One\n\na\n\n# Two\n\nb\n\n# Three\n\nc\n";
    let redline = compare(old, &old.replace("# Two\n\nb\n\n", ""));
    let sections: Vec<_> = redline.sections.iter().map(|at| (at.name(), at.number, at.removed)).collect();
    let sections: Vec<_> = sections.iter().map(|(name, change, removed)| (name.as_str(), *change, *removed)).collect();
    assert_eq!(sections, [("One", Some(1), false), ("Two", None, true), ("Three", Some(2), false)]);
    assert_eq!(redline.sections[1].anchor.as_deref(), Some("two"));
}

#[test]
fn what_does_not_show_in_the_words() {
    let link = shown("See [the policy][POL-001].\n", "See [the policy][POL-002].\n");
    assert!(link.contains("See [-the policy (to POL-001)-]{+the policy (to POL-002)+}."), "{link}");
    let emphasis = shown("This is key.\n", "This is **key**.\n");
    assert!(emphasis.contains("This is [-key-]{+**key**+}."), "{emphasis}");
    let picture = shown("x ![](a.png)\n", "x ![](b.png)\n");
    assert!(picture.contains("[-[picture] (picture a.png)-]{+[picture] (picture b.png)+}"), "{picture}");
    let task = shown("- [ ] order it\n", "- [x] order it\n");
    assert!(task.contains("[-[ ]-]{+[x]+} order it"), "{task}");
    let code = shown("```rust\nlet a = 1;\nlet b = 2;\n```\n", "```rust\nlet a = 1;\nlet  b = 3;\n```\n");
    assert!(code.contains("line of code\n    let"), "{code}");
    assert_eq!(changes(&compare("```\na\n```\n", "```sh\na\n```\n")), ["code block"]);
    assert_eq!(changes(&compare("a\n\n---\n\nb\n", "a\n\nb\n")), ["line across the page removed"]);
}

#[test]
fn front_matter() {
    let front = |text: &str| whole(&format!("---\n{text}---\nText.\n"));
    let same = redline(&front("id: A-1\ntitle: x\n"), &front("title: 'x'\nid: A-1\n"));
    assert!(same.is_empty(), "{:?}", same.fields);
    let other =
        redline(&front("id: A-1\ntitle: x\nowner: a\n"), &front("id: A-2\ntitle: x\nnext_review: 2027-01-01\n"));
    assert!(other.only_fields() && !other.is_empty());
    let fields: Vec<_> = other.fields.iter().map(|at| at.field.as_str()).collect();
    assert_eq!(fields, ["id", "next_review", "owner"]);
    assert_eq!(
        terminal(&other, &[], Look { columns: 80, color: false }),
        "\nMetadata\n  id: A-1 -> A-2\n  next_review: (none) -> 2027-01-01\n  owner: a -> (none)\n\nOnly metadata changed: 3 fields. The text is the same.\n"
    );
}

#[test]
fn other_scripts() {
    let chinese = shown("服务台应在五天内答复。\n", "服务台应在三天内答复。\n");
    assert!(chinese.contains("服务台应在[-五-]{+三+}天内答复。"), "{chinese}");
    let hebrew = compare("שלום עולם טוב\n", "שלום עולם רע\n");
    assert_eq!(hebrew.counts.words_added, 1);
}

#[test]
fn a_text_that_was_replaced_altogether() {
    let redline = compare("# A\n\nOne two three.\n", "# B\n\nFour five six seven.\n");
    assert_eq!(changes(&redline), ["heading", "paragraph removed", "paragraph added"]);
    assert_eq!(changes(&compare("", "text\n")), ["paragraph added"]);
    assert_eq!(changes(&compare("text\n", "")), ["paragraph removed"]);
    assert!(compare("", "").is_empty());
}

const HOSTILE: &str = "# <script>alert(1)</script>\n\n</ins></del> \u{202e}evil `</p>` <b onclick=x> & \"quotes\"\n\n| <i> | b |\n|---|---|\n| </td> | \u{1b}[31m |\n\n```\"><x\n</code></pre>\n```\n\n[x](javascript:alert(1)) ![\"><i>](a\"b.png)\n";

#[test]
fn hostile_text_stays_text() {
    for redline in [compare("", HOSTILE), compare(HOSTILE, "Safe.\n"), compare(&HOSTILE.replace('e', "o"), HOSTILE)] {
        let html = body(&redline, Versions { from: "<1>", to: "\"2\"", may_name: &|_| true });
        let known = [
            "h2", "h3", "div", "p", "span", "ins", "del", "pre", "code", "section", "table", "caption", "thead",
            "tbody", "tr", "th", "td", "strong", "em", "s", "br",
        ];
        for tag in html.split('<').skip(1) {
            let name = tag.trim_start_matches('/').split([' ', '>']).next().unwrap();
            assert!(known.contains(&name), "<{name}> in {html}");
        }
        assert!(!html.contains('\u{202e}') && !html.contains('\u{1b}'), "{html}");
        let text = terminal(&redline, &["\u{1b}]0;x".to_owned()], Look { columns: 40, color: false });
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
    }
}

#[test]
fn the_body_in_html() {
    let redline = compare(TABLE, &TABLE.replace("runs", "leads"));
    assert_eq!(
        body(&redline, Versions { from: "3.1", to: "3.2", may_name: &|_| true }),
        "<h2 id=\"at-roles\"><span class=\"no\">1</span>Roles</h2>\n<div class=\"sbs\"><h3>3.1</h3><h3>3.2</h3></div>\n<p class=\"fold\">Section 1, 1 row unchanged</p>\n<div id=\"chg1\"><div class=\"inline\"><div class=\"chg\"><p class=\"mark\">Change 1 of 1 · row</p><section class=\"tablewrap\" tabindex=\"0\" aria-label=\"Change 1, row\"><table><caption class=\"vh\">Change 1, row</caption><thead><tr><th scope=\"col\">Role</th><th scope=\"col\">Does</th><th scope=\"col\">Stands in</th></tr></thead><tbody><tr><th scope=\"row\">Lead</th><td><del><span class=\"vh\">[removed: </span>runs<span class=\"vh\">]</span></del> <ins><span class=\"vh\">[added: </span>leads<span class=\"vh\">]</span></ins></td><td>second</td></tr></tbody></table></section></div></div>\n<div class=\"sbs\"><p class=\"mark\">Change 1 of 1 · row</p><div><section class=\"tablewrap\" tabindex=\"0\" aria-label=\"Change 1, row, version 3.1\"><table><caption class=\"vh\">Change 1, row, version 3.1</caption><thead><tr><th scope=\"col\">Role</th><th scope=\"col\">Does</th><th scope=\"col\">Stands in</th></tr></thead><tbody><tr><th scope=\"row\">Lead</th><td><del><span class=\"vh\">[removed: </span>runs<span class=\"vh\">]</span></del></td><td>second</td></tr></tbody></table></section></div><div><section class=\"tablewrap\" tabindex=\"0\" aria-label=\"Change 1, row, version 3.2\"><table><caption class=\"vh\">Change 1, row, version 3.2</caption><thead><tr><th scope=\"col\">Role</th><th scope=\"col\">Does</th><th scope=\"col\">Stands in</th></tr></thead><tbody><tr><th scope=\"row\">Lead</th><td><ins><span class=\"vh\">[added: </span>leads<span class=\"vh\">]</span></ins></td><td>second</td></tr></tbody></table></section></div></div></div>\n"
    );
}

#[test]
fn terminals_get_lines_that_fit_and_colour_only_as_an_extra() {
    let old = "A paragraph of some length whose words go on and on until five of them are replaced by others.\n";
    let redline = compare(old, &old.replace("five of them are", "four of these were"));
    let narrow = terminal(&redline, &[], Look { columns: 40, color: false });
    assert!(narrow.lines().all(|line| line.chars().count() <= 40), "{narrow}");
    let coloured = terminal(&redline, &[], Look { columns: 40, color: true });
    let mut plain = coloured.clone();
    for code in ["\u{1b}[32m", "\u{1b}[31m", "\u{1b}[0m"] {
        plain = plain.replace(code, "");
    }
    assert_ne!(coloured, plain);
    assert_eq!(narrow, plain);
}

#[test]
fn programs_get_json() {
    let redline = compare("# One\n\na b\n", "# One\n\na c\n");
    let compared = Compared { document: "SMS-PRO-014", title: "T", from: "3.1", to: "3.2" };
    let value: serde_json::Value = serde_json::from_str(&json(&redline, compared)).expect("JSON");
    assert_eq!(value["schema"], "smsdoc/diff/1");
    assert_eq!(value["from"], "3.1");
    assert_eq!(value["counts"]["words_added"], 1);
    let change = &value["sections"][0]["runs"][1]["change"];
    assert_eq!(change["kind"], "changed");
    assert_eq!(change["what"]["is"], "paragraph");
    assert_eq!(change["content"]["words"][1]["tag"], "removed");
}

/// The page of a redline.
fn page(old: &Document, new: &Document) -> String {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", "{}\n");
    let read = Workspace::open(Some(folder.path()), folder.path()).unwrap().read(&request()).unwrap();
    let sms = evaluate(read.inputs, &read.texts);
    let globals = |language: &Language| frame::globals(&sms, "staff", &language.tag);
    let theme = Theme::load(&read.theme, "default", "en", globals).expect("a theme");
    let site = Site::new(sms, &read.theme, read.attachments, "staff", false).expect("a site");
    let side = |version: &str, state| Side {
        version: version.to_owned(),
        day: Some(jiff::civil::date(2026, 3, 2)),
        commit: Some("e09d3aa".to_owned()),
        href: "docs/SMS-PRO-014/index.html".to_owned(),
        state,
    };
    let redline = redline(old, new);
    let comparison = Comparison {
        id: "SMS-PRO-014",
        title: "Incident <management>",
        href: "docs/SMS-PRO-014/index.html",
        from: &side("3.1", State::Superseded),
        to: &side("3.2", State::InForce),
        approved_by: Fact { value: "Rowan Hale".to_owned(), small: "17 Nov 2026".to_owned(), href: None },
        reason: Fact::default(),
        others: vec![Item { label: "3.1 to 3.2".to_owned(), href: "x.html".to_owned(), current: true }],
        redline: &redline,
        language: None,
        class: "Public".to_owned(),
        noindex: false,
    };
    let view = view(&site, "docs/SMS-PRO-014/redline/3.1..3.2.html", comparison);
    String::from_utf8(theme.render("redline.html", &view).expect("a page")).expect("UTF-8")
}

/// Writes a page where a folder is given for it, to be looked at and to be validated.
fn keep(name: &str, page: &str) {
    if let Ok(folder) = std::env::var("SMSDOC_REDLINES") {
        std::fs::write(format!("{folder}/{name}.html"), page).expect("a page is written");
    }
}

#[test]
fn the_page() {
    let old = format!("{TABLE}\n# How\n\n1. Log it now.\n2. Close it after five days.\n\n# End\n\nBye.\n");
    let new = old.replace("five", "three").replace("runs", "leads");
    let page = page(&document(&old), &document(&new));
    keep("small", &page);
    for wanted in [
        "<h1 id=\"title\">Incident &lt;management&gt;: what changed from 3.1 to 3.2</h1>",
        "2 changes in 2 sections: 2 words added, 2 removed. Nothing else was touched.",
        "<dt>Approved by</dt><dd>Rowan Hale<small>17 Nov 2026</small></dd>",
        "href=\"../../../docs/SMS-PRO-014/index.html\"",
        "Read 3.1, superseded",
        "<a href=\"../../../x.html\" aria-current=\"page\">3.1 to 3.2</a>",
        "Change 2 of 2 · step 2",
        "Section 3 unchanged",
    ] {
        assert!(page.contains(wanted), "{wanted} is missing in\n{page}");
    }
    assert!(
        page.contains("<dt>Reason</dt><dd><span class=\"none\">Not stated</span></dd>")
            && !page.contains("id=\"metadata\"")
    );
}

#[test]
fn the_page_where_only_the_front_matter_changed() {
    let page = page(&whole("---\nid: A-1\nowner: a\n---\nText.\n"), &whole("---\nid: A-1\nowner: <b>\n---\nText.\n"));
    keep("metadata", &page);
    assert!(page.contains("Only metadata changed: 1 field. The text is the same."), "{page}");
    assert!(page.contains("<th scope=\"row\">owner</th><td><del>"), "{page}");
    assert!(!page.contains("name=\"v\"") && !page.contains("#chg1"), "nothing to switch or to go to");
}

#[test]
fn no_id_is_twice_in_a_page() {
    let old = format!("Before.\n\n{TABLE}{HOSTILE}\n# Gone\n\nx\n");
    let new = format!("{}{}\n# Gone too\n\n# Roles\n", TABLE.replace("runs", "leads"), HOSTILE.replace('e', "o"));
    let page = page(&document(&old), &document(&new));
    keep("hostile", &page);
    let mut ids: Vec<_> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{ids:?}");
}

#[test]
fn rows_of_the_head_count_as_frames() {
    let redline = compare(TABLE, &TABLE.replace("runs", "leads"));
    let Run::Unchanged(first) = &redline.sections[0].runs[0] else { panic!("{redline:?}") };
    assert_eq!((first.passages, first.rows, first.frames), (0, 1, 2), "heading and head of the table");
    assert!(blocks(&document(TABLE)).iter().any(|block| block.form == Form::TableHead));
}

/// Markdown of every kind, in small pieces that often recur.
fn markdown() -> impl Strategy<Value = String> {
    let words =
        "((a|bb|ccc|dd,|e\\.|\\*f\\*|\\*\\*g\\*\\*|`h`|\\[i\\]\\(j\\.md\\)|\\[\\[K-1\\]\\]|f\\(x\\)|管理|<b>) ?){1,8}";
    let block = prop_oneof![
        words.prop_map(|text| format!("{text}\n\n")),
        words.prop_map(|text| format!("# {text}\n\n")),
        words.prop_map(|text| format!("## {text} {{#x clauses=8.1}}\n\n")),
        words.prop_map(|text| format!("- {text}\n")),
        words.prop_map(|text| format!("1. {text}\n   - {text}\n")),
        (words, words).prop_map(|(a, b)| format!("\n| x | {a} |\n|---|---|\n| {b} | y |\n| {a} | |\n\n")),
        words.prop_map(|text| format!("\n```sh\n{text}\n  {text}\n\n```\n\n")),
        words.prop_map(|text| format!("> [!NOTE]\n> {text}\n\n")),
        words.prop_map(|text| format!("\n[^n]: {text}\n\n")),
        Just("\n---\n\n".to_owned()),
        "[#*`\\[\\]()!<>|{}=:^~a-c \n-]{0,12}".prop_map(|text| text),
    ];
    proptest::collection::vec(block, 0..8).prop_map(|blocks| blocks.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_changes_from_a_text_to_itself(text in markdown()) {
        prop_assert!(compare(&text, &text).is_empty());
    }

    #[test]
    fn both_texts_can_be_read_from_their_redline(old in markdown(), new in markdown()) {
        let redline = compare(&old, &new);
        let html = body(&redline, Versions { from: "1", to: "2", may_name: &|_| true });
        prop_assert_eq!(html.matches("<ins>").count(), html.matches("</ins>").count());
        prop_assert_eq!(html.contains("id=\"chg1\""), redline.counts.changes > 0);
        let text = terminal(&redline, &[], Look { columns: 60, color: false });
        prop_assert_eq!(text.matches("Change ").count() >= redline.counts.changes, true);
    }

    #[test]
    fn a_small_edit_is_found_in_its_place(blocks in proptest::collection::vec("[a-f]{1,4}( [a-f]{1,4}){6,12}", 2..6), at in 0usize..6) {
        let at = at % blocks.len();
        let mut changed = blocks.clone();
        changed[at].push_str(" zzz");
        let redline = compare(&blocks.join("\n\n"), &changed.join("\n\n"));
        prop_assert_eq!(redline.counts, Counts { changes: 1, sections: 1, words_added: 1, words_removed: 0 });
    }

    #[test]
    fn any_front_matter(text in "([a-c]: ([a-c]|\\[a, b\\]|\\{x: 1\\}|~|'')\n){0,4}") {
        let front = whole(&format!("---\n{text}---\n"));
        prop_assert!(redline(&front, &front).is_empty());
    }
}
