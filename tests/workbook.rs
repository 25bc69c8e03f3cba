//! Workbooks: text stays text, and no content makes one fail.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod support;

use std::fs::File;
use std::process::{Command, Stdio};

use jiff::civil::{Date, date};
use smsdoc::site::exports::table::{Cell, Column, Table};
use smsdoc::site::exports::workbook::{self, Workbook};
use support::{Folder, Run, parts};

fn book(columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Workbook {
    Workbook {
        title: "Things".to_owned(),
        author: "Kestrelmoor IT Services".to_owned(),
        created: date(2026, 11, 22),
        base: Some("../".to_owned()),
        tables: vec![Table { name: "Things".to_owned(), columns, rows }],
        about: vec![("As of".to_owned(), Cell::Day(date(2026, 11, 22)))],
    }
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn link(href: &str, text: &str) -> Cell {
    Cell::Link { href: href.to_owned(), text: text.to_owned() }
}

fn xlsx(workbook: &Workbook) -> Vec<u8> {
    workbook::xlsx(workbook).expect("a workbook")
}

/// What stands between two texts, for each time that the first is found.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).map(|rest| rest.split(end).next().unwrap_or_default()).collect()
}

#[test]
fn text_stays_text_whatever_it_looks_like() {
    let texts = [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "1.10", "8.10", "TRUE", "#REF!", "{=1}", "_x0041_", "<f>1</f>",
        " a ",
    ];
    let parts = parts(&xlsx(&book(vec![Column::text("text", 9)], texts.iter().map(|cell| vec![text(cell)]).collect())));
    let sheet = &parts["xl/worksheets/sheet1.xml"];
    assert!(!sheet.contains("<f") && !sheet.contains("t=\"b\"") && !sheet.contains("t=\"e\""), "{sheet}");
    let numbers: Vec<usize> =
        between(sheet, "t=\"s\"><v>", "<").iter().map(|number| number.parse().expect("a number")).collect();
    assert_eq!(numbers.len(), texts.len() + 1, "the head and every row are text");
    let strings = between(&parts["xl/sharedStrings.xml"], "<si><t", "</t></si>");
    let shown: Vec<&str> =
        numbers.iter().skip(1).map(|number| strings[*number].split_once('>').expect("a tag").1).collect();
    let held = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\n=1",
        "1.10",
        "8.10",
        "TRUE",
        "#REF!",
        "{=1}",
        "_x005F_x0041_",
        "&lt;f&gt;1&lt;/f&gt;",
        " a ",
    ];
    assert_eq!(shown, held);
    // With the format `@` they stay what they are when somebody edits the cell.
    assert!(parts["xl/styles.xml"].contains("numFmtId=\"49\""), "{}", parts["xl/styles.xml"]);
}

#[test]
fn days_and_numbers_are_days_and_numbers() {
    let days = [date(2026, 11, 22), date(1900, 3, 1), Date::MAX, date(1900, 2, 28), date(1, 1, 1), Date::MIN];
    let numbers = [0, -5, 1 << 53, (1 << 53) + 1, i64::MAX, i64::MIN];
    let rows = days.iter().zip(numbers).map(|(day, number)| vec![Cell::Day(*day), Cell::Whole(number)]);
    let parts = parts(&xlsx(&book(vec![Column::day("day", 9), Column::whole("number", 9)], rows.collect())));
    let sheet = &parts["xl/worksheets/sheet1.xml"];
    assert_eq!(
        between(sheet, "<c r=\"A", "</c>").iter().map(|cell| cell.split_once("<v>").unwrap().1).collect::<Vec<_>>(),
        ["0</v>", "46348</v>", "61</v>", "2958465</v>", "2</v>", "4</v>", "6</v>"],
        "days that spreadsheets count in different ways are text"
    );
    let number = |row: usize| between(sheet, &format!("<c r=\"B{row}\""), "</c>")[0];
    assert!(number(3).ends_with("><v>-5</v>") && number(4).ends_with("><v>9007199254740992</v>"), "{sheet}");
    assert!((5..=7).all(|row| number(row).contains("t=\"s\"")), "no digit is lost: {sheet}");
    assert!(parts["xl/sharedStrings.xml"].contains("<t>9007199254740993</t>"));
    assert!(parts["xl/styles.xml"].contains("formatCode=\"yyyy-mm-dd\""), "{}", parts["xl/styles.xml"]);
}

#[test]
fn the_head_is_bold_stays_in_sight_and_filters() {
    let parts = parts(&xlsx(&book(vec![Column::text("a", 9), Column::text("b", 9)], vec![vec![text("1"), text("2")]])));
    let sheet = &parts["xl/worksheets/sheet1.xml"];
    assert!(sheet.contains("<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"));
    assert!(sheet.contains("<autoFilter ref=\"A1:B2\"/>"));
    let style: usize = between(sheet, "<c r=\"A1\" s=\"", "\"")[0].parse().expect("a number");
    let styles = &parts["xl/styles.xml"];
    let formats = between(styles, "<cellXfs", "</cellXfs>")[0];
    let font: usize = between(between(formats, "<xf ", ">")[style], "fontId=\"", "\"")[0].parse().expect("a number");
    assert!(between(styles, "<font>", "</font>")[font].contains("<b/>"), "{styles}");
    let names = between(&parts["xl/workbook.xml"], "<sheet name=\"", "\"");
    assert_eq!(names, ["Things", "About"]);
    let properties = &parts["docProps/core.xml"];
    assert!(properties.contains("<dc:creator>Kestrelmoor IT Services</dc:creator>"), "{properties}");
    assert_eq!(properties.matches("2026-11-22T00:00:00Z").count(), 2, "made and changed on the day: {properties}");
}

#[test]
fn links_lead_into_the_site_where_there_is_one() {
    let rows = vec![
        vec![link("docs/A-1/index.html", "A-1")],
        vec![link("docs/A-2/index.html#part", "A-2")],
        vec![link(&"a".repeat(3_000), "far")],
        vec![link("docs/A-3/index.html", "")],
    ];
    let mut workbook = book(vec![Column::text("id", 9)], rows);
    let targets = |workbook: &Workbook| {
        let parts = parts(&xlsx(workbook));
        let links = parts.get("xl/worksheets/_rels/sheet1.xml.rels").cloned().unwrap_or_default();
        assert!(parts["xl/sharedStrings.xml"].contains("<t>far</t>"), "what is shown stays");
        between(&links, "Target=\"", "\"").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(targets(&workbook), ["../docs/A-1/index.html", "../docs/A-2/index.html"]);
    workbook.base = Some("https://sms.example.org/".to_owned());
    assert_eq!(
        targets(&workbook),
        ["https://sms.example.org/docs/A-1/index.html", "https://sms.example.org/docs/A-2/index.html"]
    );
    workbook.base = None;
    assert!(targets(&workbook).is_empty());
}

#[test]
fn what_does_not_fit_is_told_and_stops_nothing() {
    let rows = 1_048_577;
    let mut workbook =
        book(vec![Column::text("id", 9)], (0..rows).map(|_| vec![link("docs/A/index.html", "A")]).collect());
    workbook.tables[0].rows[0] = vec![text(&"🙂".repeat(40_000))];
    workbook.author = "\u{1}".repeat(300);
    workbook.created = Date::MIN;
    let parts = parts(&xlsx(&workbook));
    let sheet = &parts["xl/worksheets/sheet1.xml"];
    assert_eq!(between(sheet, "<row ", ">").len(), 1_048_576);
    assert_eq!(sheet.matches("<hyperlink ").count(), 65_530);
    let told = "<t>3 more rows do not fit on a sheet; they are in the CSV and the JSON</t>";
    assert!(parts["xl/sharedStrings.xml"].contains(told));
}

#[test]
fn more_columns_than_a_sheet_has_are_left_out() {
    let row: Vec<Cell> = (0..20_000).map(Cell::Whole).collect();
    let columns = (0..20_000).map(|_| Column::whole("n", 0)).collect();
    let parts = parts(&xlsx(&book(columns, vec![row])));
    assert!(parts["xl/worksheets/sheet1.xml"].contains("<c r=\"XFD2\""));
    let nothing = support::parts(&xlsx(&book(Vec::new(), Vec::new())));
    assert!(nothing["xl/workbook.xml"].contains("Things"), "not even a column is needed");
}

const PEOPLE: &str = "people:\n  - {id: rowan-hale, name: Rowan Hale, emails: [rowan@example.org], roles: [{role: sms-manager}]}\n  - {id: ines-carrow, name: Ines Carrow, roles: [{role: managing-director}]}\nroles:\n  - {id: sms-manager, title: SMS Manager}\n  - {id: managing-director, title: Managing Director}\n";

fn policy(number: u8, title: &str, class: &str) -> String {
    format!(
        "---\nid: SMS-POL-00{number}\ntitle: {title}\ntype: policy\nversion: \"1.10\"\nstatus: approved\nowner: sms-manager\nclassification: {class}\nclauses: [\"8.10\"]\napprover: ines-carrow\napproved_on: 2026-03-01\neffective_on: 2026-04-01\npurpose: p\ncommitments: [c]\napplies_to: [all]\ncommunicated_to: [all]\n---\n\nText.\n"
    )
}

fn sms(site: &str) -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/smsdoc.yaml", &format!("site: {{organization: Kestrelmoor{site}}}\nas_of: 2026-11-22\n"));
    folder.write("sms-docs/people.yaml", PEOPLE);
    folder.write("sms-docs/a.md", &policy(1, "\"=1+1\"", "internal"));
    folder.write("sms-docs/b.md", &policy(2, "CANARY", "restricted"));
    folder.git(&["init", "--quiet", "--initial-branch=main"]);
    folder.commit("Begin", "2026-05-01T10:00:00Z");
    folder
}

fn smsdoc(folder: &Folder, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    command.current_dir(folder.path()).args(arguments).env("COLUMNS", "80");
    command
}

fn output(command: &mut Command) -> Vec<u8> {
    let output = command.output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn the_register_is_the_same_file_everywhere() {
    let folder = sms(", url: \"https://sms.example.org/\"");
    let arguments = ["register", "--format", "xlsx", "--audience", "staff"];
    let here = output(smsdoc(&folder, &arguments).env("TZ", "UTC").env("LC_ALL", "C"));
    for (zone, locale, threads) in [("Pacific/Kiritimati", "de_DE.UTF-8", "1"), ("America/Los_Angeles", "ar_EG", "7")] {
        let mut command = smsdoc(&folder, &arguments);
        command.env("TZ", zone).env("LC_ALL", locale).env("LANG", locale).env("RAYON_NUM_THREADS", threads);
        assert!(here == output(&mut command), "{zone} {locale}");
    }
    let built = Run::of(&mut smsdoc(&folder, &["build", "--deny", "never"]));
    assert_eq!(built.code, 0, "{}", built.err);
    let site = std::fs::read(folder.path().join("public/register/register.xlsx")).expect("a workbook");
    assert!(here == site, "the command writes the file of the site");
    let page = folder.read("public/register/index.html");
    assert!(page.contains("<a href=\"register.xlsx\">"), "{page}");
}

#[test]
fn the_register_holds_what_its_audience_may_read_and_says_so() {
    let folder = sms("");
    let of = |more: &[&str]| {
        let arguments = [&["register", "--format", "xlsx"], more].concat();
        parts(&output(&mut smsdoc(&folder, &arguments)))
    };
    let strings = |audience: &str| of(&["--audience", audience])["xl/sharedStrings.xml"].clone();
    let staff = strings("staff");
    assert!(!staff.contains("CANARY") && !staff.contains("SMS-POL-002"), "{staff}");
    let commit = folder.git(&["rev-parse", "HEAD"]);
    for told in ["=1+1", "1.10", "8.10", "Kestrelmoor", "staff", commit.as_str()] {
        assert!(staff.contains(&format!("<t>{told}</t>")), "{told} in {staff}");
    }
    assert!(strings("auditor").contains("<t>CANARY</t>"));
    let all = of(&[]);
    assert!(all["xl/sharedStrings.xml"].contains("<t>none: nothing is left out, whatever its classification</t>"));
    assert!(!all.contains_key("xl/worksheets/_rels/sheet1.xml.rels"), "there is no site to link to");
}

#[test]
fn a_workbook_is_not_poured_into_a_terminal() {
    let folder = sms("");
    // The other end of this is a terminal that nobody looks at.
    let terminal = File::options().read(true).write(true).open("/dev/ptmx").expect("a terminal");
    let mut command = smsdoc(&folder, &["register", "--format", "xlsx"]);
    let output = command.stdout(Stdio::from(terminal)).stderr(Stdio::piped()).spawn().expect("the program runs");
    let output = output.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: a workbook is no text, and a terminal cannot show it\n  = help: write it to a file: `smsdoc register --format xlsx > register.xlsx`\n"
    );
}

#[test]
fn coverage_comes_as_the_same_workbook_from_site_and_command() {
    let folder = sms(", url: \"https://sms.example.org/\"");
    let arguments = ["coverage", "--format", "xlsx", "--audience", "staff"];
    let here = output(&mut smsdoc(&folder, &arguments));
    let built = Run::of(&mut smsdoc(&folder, &["build", "--deny", "never"]));
    assert_eq!(built.code, 0, "{}", built.err);
    let file = |name: &str| folder.path().join("public/clauses/iso20000-1-2018").join(name);
    assert!(here == std::fs::read(file("coverage.xlsx")).expect("a workbook"));
    let parts = parts(&here);
    let sheets = between(&parts["xl/workbook.xml"], "<sheet name=\"", "\"");
    assert_eq!(sheets, ["Clauses", "Documents wanted", "Records wanted", "About"]);
    let strings = &parts["xl/sharedStrings.xml"];
    assert!(
        strings.contains("Conformity is for an auditor to judge.") && !strings.contains("SMS-POL-002"),
        "{strings}"
    );
    let links = &parts["xl/worksheets/_rels/sheet1.xml.rels"];
    assert!(links.contains("Target=\"https://sms.example.org/clauses/iso20000-1-2018/8.1/index.html\""), "{links}");
    let csv = Run::of(&mut smsdoc(&folder, &["coverage", "--format", "csv", "--audience", "staff"])).out;
    assert_eq!(csv, std::fs::read_to_string(file("coverage.csv")).expect("a CSV"));
    let json = Run::of(&mut smsdoc(&folder, &["coverage", "--format", "json", "--audience", "staff"])).out;
    assert_eq!(json, std::fs::read_to_string(file("coverage.json")).expect("JSON"));
    let page = folder.read("public/clauses/iso20000-1-2018/index.html");
    for name in ["coverage.xlsx", "coverage.csv", "coverage.json"] {
        assert!(page.contains(&format!("<a href=\"{name}\">")), "{name} in {page}");
    }
}
