//! Workbooks (XLSX): tables on sheets, with a last sheet that says what they are.
//!
//! Text stays text, whatever it looks like; no formula is ever written. What a spreadsheet cannot hold is cut and says
//! so, and never stops a build.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, Format, FormatAlign, FormatBorder, IgnoreError, Url, Worksheet, XlsxError};

use super::table::{Cell, Kind, Table};
use crate::site::Error;

/// A workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workbook {
    /// Its title, for the properties of the file and the sheet "About".
    pub title: String,
    /// Whose it is; may be empty.
    pub author: String,
    /// The day that its properties name as that of its making.
    pub created: Date,
    /// What the addresses of links begin with: the way to the root of the site, ending in `/`. `None` where there is no
    /// site to link to: the texts of links are shown.
    pub base: Option<String>,
    /// The tables, a sheet each.
    pub tables: Vec<Table>,
    /// The sheet "About": what a line tells, and what it says.
    pub about: Vec<(String, Cell)>,
}

/// Most characters in a cell, counted as UTF-16.
const TEXT: usize = 32_767;
/// Most characters in a property of the file; more is not shown.
const PROPERTY: usize = 255;
/// Most rows on a sheet, with the head.
const ROWS: u32 = 1_048_576;
/// Most columns on a sheet.
const COLUMNS: u16 = 16_384;
/// Most links on a sheet.
const LINKS: usize = 65_530;
/// Most characters in the name of a sheet, counted as UTF-16.
const NAME: usize = 31;
/// The last whole number up to which a spreadsheet holds all of them.
const WHOLE: u64 = 1 << f64::MANTISSA_DIGITS;
/// The first day on which all spreadsheets agree: some take 1900 for a leap year.
const FIRST_DAY: Date = Date::constant(1900, 3, 1);

/// The bytes of a workbook. The same workbook gives the same bytes.
///
/// # Errors
///
/// Where the library cannot write it, which no content brings about.
pub fn xlsx(workbook: &Workbook) -> Result<Vec<u8>, Error> {
    write(workbook).map_err(|error| Error::Workbook(error.to_string()))
}

fn write(workbook: &Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let properties = DocProperties::new()
        .set_title(cut(&writable(&workbook.title), PROPERTY))
        .set_author(cut(&writable(&workbook.author), PROPERTY))
        .set_creation_datetime(&workbook.created);
    book.set_properties(&properties);
    let formats = Formats::new();
    // The last sheet keeps its name, whatever the tables are called.
    let mut taken = vec![ABOUT.to_lowercase()];
    for table in &workbook.tables {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&table.name, &mut taken))?;
        write_table(sheet, table, workbook.base.as_deref(), &formats)?;
    }
    write_about(book.add_worksheet(), workbook, &formats)?;
    book.save_to_buffer()
}

/// The format `@`, which spreadsheets know by this number. It keeps a text what it is when somebody edits the cell:
/// `1.10` would become 1.1, `=1+1` a sum.
const TEXT_FORMAT: u8 = 49;

/// How cells are shown.
struct Formats {
    head: Format,
    text: Format,
    whole: Format,
    day: Format,
    link: Format,
    label: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = || Format::new().set_align(FormatAlign::Top);
        let text = || cell().set_num_format_index(TEXT_FORMAT);
        Self {
            head: text().set_bold().set_border_bottom(FormatBorder::Thin),
            text: text().set_text_wrap(),
            whole: cell().set_num_format("0"),
            day: cell().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            link: text().set_hyperlink(),
            label: text().set_bold(),
        }
    }

    fn of(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Text => &self.text,
            Kind::Whole => &self.whole,
            Kind::Day => &self.day,
        }
    }
}

fn write_table(sheet: &mut Worksheet, table: &Table, base: Option<&str>, formats: &Formats) -> Result<(), XlsxError> {
    let columns = || (0..COLUMNS).zip(&table.columns);
    for (column, of) in columns() {
        sheet.set_column_width(column, of.width.clamp(1, 255))?;
        sheet.set_column_format(column, formats.of(of.kind))?;
        sheet.write_string_with_format(0, column, text(of.title).as_ref(), &formats.head)?;
    }
    let rows = fitting(table.rows.len(), ROWS);
    let mut links = 0;
    for (number, row) in (1..=rows.whole).zip(&table.rows) {
        for (column, cell) in (0..COLUMNS).zip(row) {
            match (cell, base) {
                (Cell::Link { href, text }, Some(base)) if links < LINKS && !text.is_empty() => {
                    links += 1;
                    write_link(sheet, (number, column), &address(base, href), text, formats)?;
                }
                _ => write_cell(sheet, (number, column), cell, formats)?,
            }
        }
    }
    if rows.left > 0 {
        let what = format!("{} more rows do not fit on a sheet; they are in the CSV and the JSON", rows.left);
        sheet.write_string_with_format(rows.whole + 1, 0, what, &formats.label)?;
    }
    let last_row = rows.whole;
    if let Some((last, _)) = columns().next_back() {
        sheet.autofilter(0, 0, last_row, last)?;
        // Versions and clauses look like numbers and are none; spreadsheets would mark every one of them.
        sheet.ignore_error_range(0, 0, last_row, last, IgnoreError::NumberStoredAsText)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    // Printed, a wide table runs over several sheets of paper: each begins with the head and the first column.
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_repeat_columns(0, 0)?;
    sheet.set_landscape().set_paper_size(A4);
    Ok(())
}

/// Name of the last sheet.
const ABOUT: &str = "About";
/// The number of the paper size.
const A4: u8 = 9;

fn write_about(sheet: &mut Worksheet, workbook: &Workbook, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(ABOUT)?;
    sheet.set_column_width(0, 16)?;
    sheet.set_column_width(1, 80)?;
    let title = Cell::Text(workbook.title.clone());
    let lines =
        std::iter::once(("Workbook", &title)).chain(workbook.about.iter().map(|(label, cell)| (label.as_str(), cell)));
    for (row, (label, cell)) in (0..ROWS).zip(lines) {
        sheet.write_string_with_format(row, 0, text(label).as_ref(), &formats.label)?;
        write_cell(sheet, (row, 1), cell, formats)?;
    }
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(told) | Cell::Link { text: told, .. } => {
            sheet.write_string_with_format(row, column, text(told).as_ref(), &formats.text)
        }
        Cell::Whole(number) if number.unsigned_abs() <= WHOLE => {
            sheet.write_number_with_format(row, column, *number as f64, &formats.whole)
        }
        Cell::Whole(number) => sheet.write_string_with_format(row, column, number.to_string(), &formats.text),
        Cell::Day(day) if *day >= FIRST_DAY => sheet.write_date_with_format(row, column, day, &formats.day),
        Cell::Day(day) => sheet.write_string_with_format(row, column, day.to_string(), &formats.text),
    }
    .map(drop)
}

/// Writes a link, or its text where a spreadsheet cannot hold the address.
fn write_link(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    address: &str,
    shown: &str,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let shown = text(shown);
    let url = Url::new(address).set_text(shown.as_ref());
    match sheet.write_url_with_format(row, column, &url, &formats.link) {
        Err(XlsxError::MaxUrlLengthExceeded | XlsxError::UnknownUrlType(_)) => {
            sheet.write_string_with_format(row, column, shown.as_ref(), &formats.text).map(drop)
        }
        written => written.map(drop),
    }
}

/// The address of a page as the library takes it: whatever has no scheme is a file beside the workbook.
fn address(base: &str, href: &str) -> String {
    let whole = format!("{base}{href}");
    if whole.contains("://") { whole } else { format!("file://{whole}") }
}

/// How many rows of a table stand on its sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fitting {
    /// Rows that are written below the head.
    whole: u32,
    /// Rows that are not, which a line below tells.
    left: usize,
}

fn fitting(rows: usize, most: u32) -> Fitting {
    match u32::try_from(rows) {
        Ok(whole) if whole < most => Fitting { whole, left: 0 },
        // One row is the head, one tells how many are left.
        _ => Fitting { whole: most - 2, left: rows - (most - 2) as usize },
    }
}

/// A text as a cell can hold it.
fn text(text: &str) -> Cow<'_, str> {
    match writable(text) {
        Cow::Borrowed(text) => cut(text, TEXT),
        Cow::Owned(text) => Cow::Owned(cut(&text, TEXT).into_owned()),
    }
}

/// A text without the characters that XML cannot hold. Ends of lines are those of spreadsheets.
fn writable(text: &str) -> Cow<'_, str> {
    let wrong = |char: char| matches!(char, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    if !text.contains(wrong) {
        return Cow::Borrowed(text);
    }
    let lines = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(lines.replace(wrong, "\u{fffd}"))
}

/// A text of at most as many characters, counted as UTF-16; of a longer one the beginning and `…`.
fn cut(text: &str, most: usize) -> Cow<'_, str> {
    // No character is more UTF-16 units than bytes.
    if text.len() <= most || text.encode_utf16().count() <= most {
        return Cow::Borrowed(text);
    }
    let mut units = 0;
    let fits = text.chars().take_while(|char| {
        units += char.len_utf16();
        units < most
    });
    Cow::Owned(fits.chain(['…']).collect())
}

/// A name that every spreadsheet takes, and that no other sheet has.
fn sheet_name(wanted: &str, taken: &mut Vec<String>) -> String {
    let plain: String = writable(wanted).replace(['[', ']', ':', '*', '?', '/', '\\'], " ");
    // An apostrophe may stand within; `History` is kept by spreadsheets for themselves.
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = plain.trim_matches(['\'', ' ']);
    let plain = match plain.to_lowercase().as_str() {
        "" => "Sheet",
        "history" => "The history",
        _ => plain,
    };
    let mut name = trimmed(plain, "");
    for number in 2_usize.. {
        if !taken.contains(&name.to_lowercase()) {
            break;
        }
        name = trimmed(plain, &format!(" {number}"));
    }
    taken.push(name.to_lowercase());
    name
}

/// A name with an ending, cut before it.
fn trimmed(name: &str, ending: &str) -> String {
    let begin = cut(name, NAME - ending.len());
    format!("{begin}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sheets_have_names_that_spreadsheets_take() {
        let mut taken = vec!["about".to_owned()];
        let mut name = |wanted: &str| sheet_name(wanted, &mut taken);
        assert_eq!(name("Clauses"), "Clauses");
        assert_eq!(name("clauses"), "clauses 2");
        assert_eq!(name("ABOUT"), "ABOUT 2");
        assert_eq!(name("History"), "The history");
        assert_eq!(name("'it's [8.6/8.7]: *?\\'"), "it's 8.6 8.7");
        assert_eq!(name(" \u{1}\n"), "\u{fffd}");
        assert_eq!(name("''"), "Sheet");
        assert_eq!(name(&"a".repeat(31)), "a".repeat(31));
        assert_eq!(name(&"a".repeat(32)), format!("{}…", "a".repeat(30)));
        assert_eq!(name(&"a".repeat(40)), format!("{}… 2", "a".repeat(28)));
    }

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(text("a\tb\nc"), "a\tb\nc");
        assert_eq!(text("a\r\nb\rc"), "a\nb\nc");
        assert_eq!(text("\0\u{8}\u{b}\u{1f}\u{fffe}\u{ffff}"), "\u{fffd}".repeat(6));
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(text(&"a".repeat(TEXT)), "a".repeat(TEXT));
        assert_eq!(text(&"a".repeat(TEXT + 1)), format!("{}…", "a".repeat(TEXT - 1)));
        // Outside of the basic plane a character is two units of UTF-16.
        let cut = text(&"🙂".repeat(TEXT)).into_owned();
        assert_eq!((cut.encode_utf16().count(), cut.chars().last()), (TEXT, Some('…')));
    }

    #[test]
    fn rows_that_do_not_fit_are_counted() {
        assert_eq!(fitting(9, 10), Fitting { whole: 9, left: 0 });
        assert_eq!(fitting(10, 10), Fitting { whole: 8, left: 2 });
        assert_eq!(fitting(usize::MAX, 10), Fitting { whole: 8, left: usize::MAX - 8 });
    }

    proptest! {
        #[test]
        fn any_name_is_taken_twice(wanted in "\\PC{0,40}|[\\[\\]:*?/'\\\\ a]{0,6}") {
            let mut book = rust_xlsxwriter::Workbook::new();
            let mut taken = Vec::new();
            for _ in 0..3 {
                let name = sheet_name(&wanted, &mut taken);
                prop_assert!(book.add_worksheet().set_name(&name).is_ok(), "{}", name);
            }
            prop_assert!(book.save_to_buffer().is_ok(), "no name comes twice");
        }
    }
}
