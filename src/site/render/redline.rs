//! The body of a redline as HTML, inline and side by side; a switch of the page shows one of them.
//!
//! What was added and removed is marked around words only, never across other marks, and says so in hidden text, too:
//! many screen readers are silent about `ins` and `del`.

use std::fmt::Write as _;

use super::escape::push_html;
pub use super::redline_text::MayName;
use super::redline_text::{phrase, push_text};
use crate::evaluate::redline::{
    self, Change, ChangeKind, Content, FormChange, Line, Part, Piece, Redline, Row, Rows, Run, Section, Tag,
};
use crate::read::blocks::Style;
use crate::say;

/// Size from which no further change is shown, in bytes: a redline of two texts of a megabyte can be large.
const MAX_HTML: usize = 16 << 20;

/// Names of the two versions, as `3.1` and `3.2`.
#[derive(Clone, Copy)]
pub struct Versions<'a> {
    /// The old one.
    pub from: &'a str,
    /// The new one.
    pub to: &'a str,
    /// Where links may be said to lead.
    pub may_name: MayName<'a>,
}

/// The sections of a redline with their changes. Changes have the anchors `chg1`, `chg2` and so on; sections `at-NAME`
/// by the anchor of their heading, removed ones `was-NAME`. Empty where the body did not change.
#[must_use]
pub fn body(redline: &Redline, versions: Versions<'_>) -> String {
    let mut writer = Writer { out: String::new(), versions, number: 0, total: redline.counts.changes };
    if redline.counts.changes == 0 {
        return writer.out;
    }
    for part in redline.parts() {
        match part {
            Part::Changed(section) => writer.section(section),
            Part::Unchanged(sections) => writer.fold(&redline::unchanged_sections(sections)),
        }
        if writer.is_full() {
            let rest = writer.total - writer.number;
            writer.fold(&say!("{count} more changes are too long to be shown here", count = rest));
            break;
        }
    }
    writer.out
}

/// A value that was removed.
#[must_use]
pub fn removed(text: &str) -> String {
    value(Tag::Removed, text)
}

/// A value that was added.
#[must_use]
pub fn added(text: &str) -> String {
    value(Tag::Added, text)
}

fn value(tag: Tag, text: &str) -> String {
    let mut out = String::new();
    phrase(&mut out, &[Piece { tag, text: text.to_owned(), style: Style::default() }], None, &|_| true);
    out
}

/// Which of the two texts is written; both where inline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Both,
    Old,
    New,
}

impl Side {
    /// What the side does not have.
    fn lacks(self) -> Option<Tag> {
        match self {
            Self::Both => None,
            Self::Old => Some(Tag::Added),
            Self::New => Some(Tag::Removed),
        }
    }

    /// Whether the side has something that was changed in this way.
    fn has(self, kind: ChangeKind) -> bool {
        !matches!((self, kind), (Self::Old, ChangeKind::Added) | (Self::New, ChangeKind::Removed))
    }
}

struct Writer<'a> {
    out: String,
    versions: Versions<'a>,
    /// Number of the last change.
    number: usize,
    total: usize,
}

impl Writer<'_> {
    fn is_full(&self) -> bool {
        self.out.len() > MAX_HTML && self.number < self.total
    }

    fn section(&mut self, section: &Section) {
        self.out.push_str("<h2");
        if let Some(anchor) = &section.anchor {
            let _ = write!(self.out, " id=\"{}-", if section.removed { "was" } else { "at" });
            push_html(&mut self.out, anchor);
            self.out.push('"');
        }
        self.out.push('>');
        if let Some(number) = section.number {
            let _ = write!(self.out, "<span class=\"no\">{number}</span>");
        }
        push_text(&mut self.out, &section.name());
        self.out.push_str("</h2>\n<div class=\"sbs\"><h3>");
        push_html(&mut self.out, self.versions.from);
        self.out.push_str("</h3><h3>");
        push_html(&mut self.out, self.versions.to);
        self.out.push_str("</h3></div>\n");
        for run in &section.runs {
            match run {
                Run::Unchanged(count) => {
                    if let Some(text) = section.unchanged(count) {
                        self.fold(&text);
                    }
                }
                Run::Change(change) => self.change(change),
            }
            if self.is_full() {
                return;
            }
        }
    }

    fn fold(&mut self, text: &str) {
        self.out.push_str("<p class=\"fold\">");
        push_html(&mut self.out, text);
        self.out.push_str("</p>\n");
    }

    fn change(&mut self, change: &Change) {
        self.number += 1;
        let (number, count, what) = (self.number, self.total, change.label());
        let mark = match &change.under {
            Some(heading) => {
                say!("Change {number} of {count} · {what} · under “{heading}”", number, count, what, heading)
            }
            None => say!("Change {number} of {count} · {what}", number, count, what),
        };
        let _ = write!(self.out, "<div id=\"chg{}\"><div class=\"inline\"><div class=\"chg\">", self.number);
        self.mark(&mark);
        self.content(change, Side::Both);
        self.out.push_str("</div></div>\n<div class=\"sbs\">");
        self.mark(&mark);
        for side in [Side::Old, Side::New] {
            self.out.push_str("<div>");
            self.content(change, side);
            self.out.push_str("</div>");
        }
        self.out.push_str("</div></div>\n");
    }

    fn mark(&mut self, mark: &str) {
        self.out.push_str("<p class=\"mark\">");
        push_text(&mut self.out, mark);
        self.out.push_str("</p>");
    }

    fn content(&mut self, change: &Change, side: Side) {
        if !side.has(change.kind) {
            let version = if side == Side::Old { self.versions.from } else { self.versions.to };
            self.out.push_str("<p class=\"none\">");
            push_html(&mut self.out, &say!("Not in {version}", version));
            self.out.push_str("</p>");
            return;
        }
        if let Some(form) = &change.form {
            self.form(form, side);
        }
        match &change.content {
            Content::Words(pieces) => {
                self.out.push_str("<p>");
                self.words(pieces, change, side);
                self.out.push_str("</p>");
            }
            Content::Lines(lines) => self.lines(lines, side),
            Content::Rows(rows) => self.rows(rows, change, side),
        }
    }

    /// What the block was and is: a step became a list item, a heading claims another clause.
    fn form(&mut self, form: &FormChange, side: Side) {
        let piece = |tag, text: &str| Piece { tag, text: text.to_owned(), style: Style::default() };
        let space = piece(Tag::Same, " ");
        let pieces = [piece(Tag::Removed, &form.before), space, piece(Tag::Added, &form.after)];
        self.out.push_str("<p class=\"small\">");
        phrase(&mut self.out, &pieces, side.lacks(), self.versions.may_name);
        self.out.push_str("</p>");
    }

    fn words(&mut self, pieces: &[Piece], change: &Change, side: Side) {
        match change.kind {
            ChangeKind::Added | ChangeKind::Removed if pieces.is_empty() => {
                // A line across the page, an item without text: there is something, and it has no words.
                let is_rule = change.what == redline::What::Rule;
                let text = if is_rule { say!("line across the page") } else { say!("no text") };
                self.alone(change.kind, text, side);
            }
            _ => phrase(&mut self.out, pieces, side.lacks(), self.versions.may_name),
        }
    }

    /// A word for something that has none.
    fn alone(&mut self, kind: ChangeKind, text: String, side: Side) {
        let tag = if kind == ChangeKind::Added { Tag::Added } else { Tag::Removed };
        let piece = Piece { tag, text, style: Style::default() };
        phrase(&mut self.out, &[piece], side.lacks(), self.versions.may_name);
    }

    fn lines(&mut self, lines: &[Line], side: Side) {
        for line in lines.iter().filter(|line| line.fence && !line.pieces.is_empty() && side.has(line.kind)) {
            self.out.push_str("<p class=\"small\">");
            push_html(&mut self.out, &say!("Language:|of code"));
            self.out.push(' ');
            phrase(&mut self.out, &line.pieces, side.lacks(), self.versions.may_name);
            self.out.push_str("</p>");
        }
        let mut shown = lines.iter().filter(|line| !line.fence && side.has(line.kind)).peekable();
        if shown.peek().is_none() {
            return;
        }
        self.out.push_str("<pre><code>");
        while let Some(line) = shown.next() {
            match line.kind {
                ChangeKind::Added | ChangeKind::Removed if line.pieces.is_empty() => {
                    self.alone(line.kind, say!("empty line"), side);
                }
                _ => phrase(&mut self.out, &line.pieces, side.lacks(), self.versions.may_name),
            }
            if shown.peek().is_some() {
                self.out.push('\n');
            }
        }
        self.out.push_str("</code></pre>");
    }

    fn rows(&mut self, rows: &Rows, change: &Change, side: Side) {
        let (number, what) = (self.number, change.label());
        let of_version = |version: &str| say!("Change {number}, {what}, version {version}", number, what, version);
        let name = match side {
            Side::Both => say!("Change {number}, {what}", number, what),
            Side::Old => of_version(self.versions.from),
            Side::New => of_version(self.versions.to),
        };
        self.out.push_str("<section class=\"tablewrap\" tabindex=\"0\" aria-label=\"");
        push_text(&mut self.out, &name);
        self.out.push_str("\"><table><caption class=\"vh\">");
        push_text(&mut self.out, &name);
        self.out.push_str("</caption>");
        let shown = |row: &&Row| side.has(row.kind);
        let heads = rows.rows.iter().filter(shown).filter(|row| row.head);
        if let Some(head) = &rows.head {
            self.out.push_str("<thead><tr>");
            for name in head.iter() {
                let tag = if name.is_empty() { "td" } else { "th" };
                let _ = write!(self.out, "<{tag}{}>", if name.is_empty() { "" } else { " scope=\"col\"" });
                push_text(&mut self.out, name);
                let _ = write!(self.out, "</{tag}>");
            }
            self.out.push_str("</tr></thead>");
        }
        for row in heads {
            self.out.push_str("<thead>");
            self.row(row, side);
            self.out.push_str("</thead>");
        }
        self.out.push_str("<tbody>");
        for row in rows.rows.iter().filter(shown).filter(|row| !row.head) {
            self.row(row, side);
        }
        self.out.push_str("</tbody></table></section>");
    }

    fn row(&mut self, row: &Row, side: Side) {
        self.out.push_str("<tr>");
        let has = |cell: &[Piece]| cell.iter().any(|piece| Some(piece.tag) != side.lacks());
        for (index, cell) in row.cells.iter().enumerate() {
            let (tag, scope) = match (has(cell), row.head, index) {
                (true, true, _) => ("th", " scope=\"col\""),
                (true, false, 0) => ("th", " scope=\"row\""),
                _ => ("td", ""),
            };
            let _ = write!(self.out, "<{tag}{scope}>");
            phrase(&mut self.out, cell, side.lacks(), self.versions.may_name);
            let _ = write!(self.out, "</{tag}>");
        }
        if row.cells.is_empty() {
            self.out.push_str("<td>");
            self.alone(row.kind, say!("empty row"), side);
            self.out.push_str("</td>");
        }
        self.out.push_str("</tr>");
    }
}
