//! Tables and lists that can be cut at the end of a row, never within one.

use std::fmt::Write as _;

/// A section with a table or list.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// Heading; empty for none.
    pub(super) title: &'static str,
    /// What stands above the rows.
    pub(super) intro: String,
    /// Heads of the columns; none for a list.
    pub(super) columns: &'static [&'static str],
    /// Rows as they are written, without an end of line.
    pub(super) rows: Vec<String>,
    /// How many of them are shown.
    pub(super) shown: usize,
    /// What stands below, also where rows are cut.
    pub(super) outro: String,
}

impl Table {
    /// A table with the cells of each row, already escaped.
    pub(super) fn new(title: &'static str, columns: &'static [&'static str], cells: Vec<Vec<String>>) -> Self {
        let rows: Vec<String> = cells.iter().map(|cells| format!("| {} |", cells.join(" | "))).collect();
        Self { title, columns, shown: rows.len(), rows, ..Self::default() }
    }

    /// A list of sentences, already escaped.
    pub(super) fn list(title: &'static str, items: Vec<String>) -> Self {
        let rows: Vec<String> = items.iter().map(|item| format!("- {item}")).collect();
        Self { title, shown: rows.len(), rows, ..Self::default() }
    }

    /// The section; empty where there is nothing to tell.
    pub(super) fn render(&self) -> String {
        let mut out = String::new();
        if self.rows.is_empty() && self.intro.is_empty() && self.outro.is_empty() {
            return out;
        }
        if !self.title.is_empty() {
            let _ = writeln!(out, "\n### {}", self.title);
        }
        if !self.intro.is_empty() {
            let _ = writeln!(out, "\n{}", self.intro);
        }
        let shown = &self.rows[..self.shown.min(self.rows.len())];
        if !shown.is_empty() {
            out.push('\n');
            if !self.columns.is_empty() {
                let _ = writeln!(out, "| {} |\n|{}", self.columns.join(" | "), "---|".repeat(self.columns.len()));
            }
            for row in shown {
                let _ = writeln!(out, "{row}");
            }
        }
        match self.rows.len() - shown.len() {
            0 => {}
            left if shown.is_empty() => {
                let _ = writeln!(out, "\n{left} in all; there is no room to list them here.");
            }
            left => {
                let _ = writeln!(out, "\n... and {left} more.");
            }
        }
        if !self.outro.is_empty() {
            let _ = writeln!(out, "\n{}", self.outro);
        }
        out
    }
}
