//! Tables for spreadsheets: described once, written as CSV and into a workbook.

use jiff::civil::Date;

/// A table with a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What it holds, in one or two words: the name of its sheet in a workbook.
    pub name: String,
    /// Its columns, from left to right; at least one.
    pub columns: Vec<Column>,
    /// Its rows, without the head; each with as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub title: &'static str,
    /// How wide a workbook shows it, in digits; 1..=255.
    pub width: u16,
    /// What its cells hold where they are not empty. A workbook takes what is typed into an empty cell as this.
    pub kind: Kind,
}

impl Column {
    /// A column of text.
    #[must_use]
    pub fn text(title: &'static str, width: u16) -> Self {
        Self { title, width, kind: Kind::Text }
    }

    /// A column of whole numbers.
    #[must_use]
    pub fn whole(title: &'static str, width: u16) -> Self {
        Self { title, width, kind: Kind::Whole }
    }

    /// A column of days.
    #[must_use]
    pub fn day(title: &'static str, width: u16) -> Self {
        Self { title, width, kind: Kind::Day }
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Text, and whatever only looks like a number: versions, clauses.
    Text,
    /// Whole numbers.
    Whole,
    /// Days.
    Day,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, which no program may take for anything else.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A day.
    Day(Date),
    /// A page of the site. A CSV holds the text only.
    Link {
        /// The page, from the root of the site.
        href: String,
        /// What is shown.
        text: String,
    },
}

impl Cell {
    /// A cell with a text, or an empty one.
    #[must_use]
    pub fn text(text: Option<impl Into<String>>) -> Self {
        text.map(Into::into).filter(|text: &String| !text.is_empty()).map_or(Self::Empty, Self::Text)
    }

    /// A cell with a day, or an empty one.
    #[must_use]
    pub fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// A table as CSV: the head, then the rows.
#[must_use]
pub fn csv(table: &Table) -> Vec<u8> {
    // Writing to memory cannot fail, and rows of other lengths are allowed.
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let _ = writer.write_record(table.columns.iter().map(|column| column.title));
    for row in &table.rows {
        let _ = writer.write_record(row.iter().map(cell));
    }
    writer.into_inner().unwrap_or_default()
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Link { text, .. } => no_formula(text),
        Cell::Whole(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
    }
}

/// A text that no spreadsheet takes for a formula when it opens a CSV.
fn no_formula(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_csv_holds_text_as_text_and_numbers_as_numbers() {
        let table = Table {
            name: "Things".to_owned(),
            columns: vec![Column::text("name", 9), Column::whole("left", 9), Column::day("due", 9)],
            rows: vec![
                vec![Cell::Text("=1+1".to_owned()), Cell::Whole(-5), Cell::Day(Date::constant(2026, 11, 22))],
                vec![
                    Cell::Link { href: "docs/A-1/index.html".to_owned(), text: "@A, \"B\"".to_owned() },
                    Cell::Empty,
                    Cell::day(None),
                ],
                vec![Cell::text(Some("1.10")), Cell::text(Some("")), Cell::text(None::<String>)],
            ],
        };
        let text = String::from_utf8(csv(&table)).expect("UTF-8");
        assert_eq!(text, "name,left,due\n'=1+1,-5,2026-11-22\n\"'@A, \"\"B\"\"\",,\n1.10,,\n");
    }
}
