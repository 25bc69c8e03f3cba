//! Figures in a CSV file beside a report.

use std::collections::HashMap;

use super::stated::{Cells, Fault, figure};
use crate::model::figure::StatedFigure;
use crate::model::source::SourceFile;
use crate::model::span::{Span, Spanned};

/// Columns, with whether a file can do without them.
const COLUMNS: [(&str, bool); 7] = [
    ("period", true),
    ("agreement", true),
    ("metric", true),
    ("unit_measured", false),
    ("target", true),
    ("actual", true),
    ("reason", false),
];

/// Most rows that are read, without the first line.
const ROWS: usize = 10_000;

/// The mark of UTF-8 that some programs put before a text.
const MARK: char = '\u{feff}';

/// The figures of a file, and what is wrong with it. Whatever can be read is read.
#[must_use]
pub fn read(file: &SourceFile) -> (Vec<StatedFigure>, Vec<Fault>) {
    let (mut figures, mut faults) = (Vec::new(), Vec::new());
    let text = file.text();
    let begin = if text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
    let bytes = &text.as_bytes()[begin..];
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut rows = reader.records().map_while(Result::ok).map(|record| {
        let at = record.position().map_or(0, csv::Position::byte);
        Row::new(text, begin + usize::try_from(at).unwrap_or(usize::MAX), &record)
    });
    let Some(head) = rows.next() else {
        let fault = Fault::new(Span { start: begin, end: begin }, "the file is empty", first_line());
        return (figures, vec![fault]);
    };
    let Some(columns) = columns(&head, &mut faults) else { return (figures, faults) };
    let mut seen: HashMap<_, usize> = HashMap::new();
    for (number, row) in rows.filter(|row| row.cells.iter().any(|cell| !cell.value.is_empty())).enumerate() {
        if number == ROWS {
            let message = format!("the file has more than {ROWS} rows; the rest is not read");
            faults.push(Fault::new(row.span, message, "divide it: a report for each quarter or year"));
            break;
        }
        if row.cells.len() != head.cells.len() {
            let [has, wants] = [&row, &head].map(|row| row.cells.len());
            let message = format!("this row has {has} cells, and the first line names {wants} columns");
            faults.push(Fault::new(
                row.span,
                message,
                "give each row a cell for each column, and put a text with a comma in it into double quotes",
            ));
            continue;
        }
        let cell = |name: &str| Some(&row.cells[*columns.get(name)?]);
        let cells = Cells { span: row.span, cell: &|name| cell(name).filter(|cell| !cell.value.is_empty()).cloned() };
        let Some(figure) = figure(&cells, None, &mut faults) else { continue };
        let line = file.place(row.span).start.line;
        let fold = |text: &str| super::fold(text);
        let key = (
            (figure.period.start, figure.period.end),
            fold(&figure.agreement.value),
            fold(&figure.metric.value),
            figure.unit.as_deref().map(fold),
        );
        match seen.get(&key) {
            Some(first) => {
                let message = format!("line {first} gives a figure for the same period, metric and unit");
                faults.push(Fault::new(row.span, message, "keep the one that is right"));
            }
            None => {
                seen.insert(key, line);
                figures.push(figure);
            }
        }
    }
    (figures, faults)
}

fn first_line() -> String {
    let names: Vec<&str> = COLUMNS.iter().filter(|(_, needed)| *needed).map(|(name, _)| *name).collect();
    format!("begin it with the line `{}`, with `unit_measured` or `reason` where they are needed", names.join(","))
}

/// Which column stands where; `None` where one that is needed is missing.
fn columns(head: &Row, faults: &mut Vec<Fault>) -> Option<HashMap<&'static str, usize>> {
    let mut columns = HashMap::new();
    if let [only] = head.cells.as_slice()
        && only.value.contains([';', '\t'])
    {
        let help = "save it again as CSV with commas between the cells";
        faults.push(Fault::new(only.span, "the cells of this file are not divided by commas", help));
        return None;
    }
    for (index, cell) in head.cells.iter().enumerate() {
        match COLUMNS.iter().find(|(name, _)| *name == cell.value) {
            Some((name, _)) if columns.contains_key(name) => {
                let message = format!("the column `{name}` is there twice");
                faults.push(Fault::new(cell.span, message, "take one of them out"));
            }
            Some((name, _)) => {
                columns.insert(*name, index);
            }
            None => {
                let known: Vec<String> = COLUMNS.iter().map(|(name, _)| format!("`{name}`")).collect();
                let message = match super::stated::quoted(&cell.value) {
                    Some(name) => format!("no column is called {name}"),
                    None => "a column has no name".to_owned(),
                };
                let help = format!("take it out, or call it one of {}", known.join(", "));
                faults.push(Fault::new(cell.span, message, help));
            }
        }
    }
    let missing: Vec<String> = COLUMNS
        .iter()
        .filter(|(name, needed)| *needed && !columns.contains_key(name))
        .map(|(name, _)| format!("`{name}`"))
        .collect();
    if missing.is_empty() {
        return Some(columns);
    }
    let what = if missing.len() == 1 { "the column" } else { "the columns" };
    faults.push(Fault::new(head.span, format!("the first line lacks {what} {}", missing.join(", ")), first_line()));
    None
}

/// A row with the places of its cells.
struct Row {
    span: Span,
    cells: Vec<Spanned<String>>,
}

impl Row {
    fn new(text: &str, start: usize, record: &csv::StringRecord) -> Self {
        let places = places(text, start);
        let first = places.first().map_or(start, |cell| cell.start);
        let end = places.last().map_or(first, |cell| cell.end);
        let span = Span { start: first, end };
        let place = |index: usize| places.get(index).copied().filter(|_| places.len() == record.len()).unwrap_or(span);
        let cell = |(index, value): (usize, &str)| Spanned::new(value.trim().to_owned(), place(index));
        Self { span, cells: record.iter().enumerate().map(cell).collect() }
    }
}

/// The places of the cells of the row that begins at a byte, without their quotes.
fn places(text: &str, start: usize) -> Vec<Span> {
    let bytes = text.as_bytes();
    let at = |index: usize| bytes.get(index).copied();
    let mut index = start.min(bytes.len());
    while matches!(at(index), Some(b'\r' | b'\n')) {
        index += 1;
    }
    let mut places = Vec::new();
    loop {
        let begin = index;
        if at(index) == Some(b'"') {
            index += 1;
            while let Some(byte) = at(index) {
                index += 1;
                if byte == b'"' {
                    if at(index) != Some(b'"') {
                        break;
                    }
                    index += 1;
                }
            }
        }
        while !matches!(at(index), None | Some(b',' | b'\r' | b'\n')) {
            index += 1;
        }
        let is_quoted = index >= begin + 2 && at(begin) == Some(b'"') && at(index - 1) == Some(b'"');
        let quotes = usize::from(is_quoted);
        places.push(Span { start: begin + quotes, end: index - quotes });
        if at(index) != Some(b',') {
            return places;
        }
        index += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> (usize, Vec<String>) {
        let file = SourceFile::new("figures.csv", text);
        let (figures, faults) = read(&file);
        let told = faults.iter().map(|fault| {
            let place = file.place(fault.span).start;
            format!("{}:{} {}", place.line, place.column, fault.message)
        });
        (figures.len(), told.collect())
    }

    const HEAD: &str = "period,agreement,metric,unit_measured,target,actual,reason\n";

    #[test]
    fn a_sound_file_is_read_whatever_wrote_it() {
        let text = "\u{feff}actual,target,metric,agreement,period\r\n\r\n99.95,99.90,\"Availability, \"\"all\"\" sites\",sla-001,2026-03\r\n,,,,\r\n";
        let file = SourceFile::new("figures.csv", text);
        let (figures, faults) = read(&file);
        assert_eq!((figures.len(), faults.len()), (1, 0), "{faults:?}");
        assert_eq!(figures[0].metric.value, "Availability, \"all\" sites");
        assert_eq!(file.slice(figures[0].metric.span), "Availability, \"\"all\"\" sites");
        assert_eq!(file.slice(figures[0].actual.span), "99.95");
        assert_eq!((figures[0].unit.as_deref(), figures[0].period.to_string().as_str()), (None, "2026-03"));
    }

    #[test]
    fn each_fault_has_its_place() {
        for (rows, expected) in [
            ("2026-03,SLA-001,Calls,,85\n", "2:1 this row has 5 cells, and the first line names 7 columns"),
            ("2026-13,SLA-001,Calls,,85,90,\n", "2:1 `2026-13` is no period"),
            ("2026-03,SLA-001,Calls,,85,90 %,\n", "2:27 `90 %` is no plain number"),
            ("2026-03,SLA-001,Calls,,\"85,5\",90,\n", "2:25 `85,5` is no plain number"),
            ("2026-03,SLA-001,Calls,,85,,\n", "2:1 `actual` is missing"),
            ("2026-03,SLA-001,,,85,90,\n", "2:1 `metric` is missing"),
            ("2026-03,SLA-001,Calls,,85,not_measured,\n", "2:27 nothing was measured, and no reason is given"),
            (
                "2026-03,SLA-001,Calls,A,85,90,\n2026-03,sla-001,calls , a,85,91,\n",
                "3:1 line 2 gives a figure for the same period, metric and unit",
            ),
        ] {
            let (_, faults) = told(&format!("{HEAD}{rows}"));
            assert_eq!(faults, [expected], "{rows}");
        }
        let (read, faults) = told(&format!("{HEAD}2026-03,SLA-001,Calls,,85,not_measured,Probe moved\n"));
        assert_eq!((read, faults.len()), (1, 0));
    }

    #[test]
    fn the_first_line_names_the_columns() {
        assert_eq!(told("").1, ["1:1 the file is empty"]);
        assert_eq!(told("period;agreement;metric;target;actual\n").1.len(), 1);
        assert_eq!(
            told("period,agreement,metrik,target,actual,period\n").1,
            [
                "1:18 no column is called `metrik`",
                "1:39 the column `period` is there twice",
                "1:1 the first line lacks the column `metric`"
            ]
        );
    }

    #[test]
    fn more_rows_than_are_read_are_told() {
        let rows: String = (0..=ROWS).map(|row| format!("2026-03,SLA-001,Calls,{row},85,90,\n")).collect();
        let (read, faults) = told(&format!("{HEAD}{rows}"));
        assert_eq!((read, faults.len()), (ROWS, 1));
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "(\\PC|[\",\r\n\u{feff}]){0,200}") {
            let _ = told(&text);
            let _ = told(&format!("{HEAD}{text}"));
        }

        #[test]
        fn places_hold_what_the_cells_hold(cells in prop::collection::vec("[a-z ;%é\"\n,]{0,6}", 2..6)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&cells).expect("memory");
            let text = String::from_utf8(writer.into_inner().expect("memory")).expect("UTF-8");
            let places = places(&text, 0);
            prop_assert_eq!(places.len(), cells.len());
            for (place, cell) in places.iter().zip(&cells) {
                prop_assert_eq!(text[place.range()].replace("\"\"", "\""), cell.as_str());
            }
        }
    }
}
