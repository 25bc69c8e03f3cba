//! What changed between two versions, for terminals and for programs.

use std::fmt::Write as _;

use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::text::visible;
use crate::evaluate::redline::{
    Change, ChangeKind, Content, Counts, FieldChange, Part, Piece, Redline, Rows, Run, Section, Tag,
};
use crate::evaluate::redline::{FormChange, unchanged_sections};
use crate::read::blocks::Style;

/// How a redline is set for a terminal.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Columns of the terminal.
    pub columns: usize,
    /// Colours, as an extra only.
    pub color: bool,
}

/// What changed, for people: the lines of the heading as given, each section with its changes, then the front matter
/// and the counts. What was added stands as `{+text+}`, what was removed as `[-text-]`.
#[must_use]
pub fn terminal(redline: &Redline, heading: &[String], look: Look) -> String {
    let mut writer = Writer { out: String::new(), look, number: 0, total: redline.counts.changes };
    for line in heading {
        writer.plain(0, line);
    }
    if redline.counts.changes > 0 {
        for part in redline.parts() {
            match part {
                Part::Changed(section) => writer.section(section),
                Part::Unchanged(sections) => {
                    writer.out.push('\n');
                    writer.plain(0, &unchanged_sections(sections));
                }
            }
        }
    }
    if !redline.fields.is_empty() {
        writer.out.push('\n');
        writer.plain(0, "Metadata");
        for change in &redline.fields {
            writer.field(change);
        }
    }
    writer.out.push('\n');
    writer.plain(0, &redline.summary());
    writer.out
}

/// A part of a word that is in one or both versions.
struct Bit {
    tag: Tag,
    text: String,
}

struct Writer {
    out: String,
    look: Look,
    number: usize,
    total: usize,
}

impl Writer {
    fn plain(&mut self, indent: usize, text: &str) {
        self.lines(indent, vec![Bit { tag: Tag::Same, text: visible(text) }]);
    }

    fn section(&mut self, section: &Section) {
        self.out.push('\n');
        let number = section.number.map(|number| format!("{number} ")).unwrap_or_default();
        self.plain(0, &format!("{number}{}", section.name()));
        for run in &section.runs {
            match run {
                Run::Unchanged(count) => {
                    if let Some(words) = count.words() {
                        self.plain(2, &format!("({words} unchanged)"));
                    }
                }
                Run::Change(change) => self.change(change),
            }
        }
    }

    fn change(&mut self, change: &Change) {
        self.number += 1;
        let under = change.under.as_ref().map(|under| format!(", under \"{under}\"")).unwrap_or_default();
        self.plain(2, &format!("Change {} of {}: {}{under}", self.number, self.total, change.label()));
        if let Some(FormChange { before, after }) = &change.form {
            self.pieces(4, &[plain(Tag::Removed, before), plain(Tag::Same, " "), plain(Tag::Added, after)]);
        }
        match &change.content {
            Content::Words(pieces) => self.pieces(4, pieces),
            Content::Lines(lines) => {
                for line in lines {
                    let empty = line.pieces.is_empty() && !line.fence;
                    match line.kind {
                        ChangeKind::Added if empty => self.pieces(4, &[plain(Tag::Added, "empty line")]),
                        ChangeKind::Removed if empty => self.pieces(4, &[plain(Tag::Removed, "empty line")]),
                        _ => self.pieces(4, &line.pieces),
                    }
                }
            }
            Content::Rows(rows) => self.rows(rows),
        }
    }

    fn rows(&mut self, rows: &Rows) {
        if let Some(head) = &rows.head {
            self.plain(4, &head.join(" | "));
        }
        for row in &rows.rows {
            let mut bits = Vec::new();
            for (index, cell) in row.cells.iter().enumerate() {
                if index > 0 {
                    bits.push(Bit { tag: Tag::Same, text: " | ".to_owned() });
                }
                bits.extend(bits_of(cell));
            }
            self.lines(4, bits);
        }
    }

    fn field(&mut self, change: &FieldChange) {
        let value = |value: &Option<String>| value.as_deref().map_or_else(|| "(none)".to_owned(), visible);
        let bit = |tag, text| Bit { tag, text };
        let name = format!("{}: ", visible(&change.field));
        let before = bit(Tag::Same, value(&change.before));
        self.lines(2, vec![bit(Tag::Same, name), before, bit(Tag::Same, format!(" -> {}", value(&change.after)))]);
    }

    fn pieces(&mut self, indent: usize, pieces: &[Piece]) {
        if !pieces.is_empty() {
            let bits = bits_of(pieces);
            self.lines(indent, bits);
        }
    }

    /// Writes words in lines that fit; a longer word has a line of its own.
    fn lines(&mut self, indent: usize, bits: Vec<Bit>) {
        let room = self.look.columns.saturating_sub(indent).max(20);
        let mut column = 0;
        for word in words(bits) {
            let width: usize = word.iter().map(|bit| bit.text.width()).sum();
            if column > 0 && column + 1 + width > room {
                self.out.push('\n');
                column = 0;
            }
            if column > 0 {
                self.out.push(' ');
                column += 1;
            } else {
                self.out.push_str(&" ".repeat(indent));
            }
            for bit in &word {
                self.bit(bit);
            }
            column += width;
        }
        self.out.push('\n');
    }

    fn bit(&mut self, bit: &Bit) {
        let color = match bit.tag {
            _ if !self.look.color => None,
            Tag::Same => None,
            Tag::Added => Some("\u{1b}[32m"),
            Tag::Removed => Some("\u{1b}[31m"),
        };
        match color {
            Some(color) => {
                let _ = write!(self.out, "{color}{}\u{1b}[0m", bit.text);
            }
            None => self.out.push_str(&bit.text),
        }
    }
}

fn plain(tag: Tag, text: &str) -> Piece {
    Piece { tag, text: text.to_owned(), style: Style::default() }
}

/// Pieces with the signs around what was added and removed.
fn bits_of(pieces: &[Piece]) -> Vec<Bit> {
    let mut bits = Vec::new();
    for group in pieces.chunk_by(|a, b| a.tag == b.tag) {
        let tag = group[0].tag;
        let text: String =
            group.iter().map(|piece| if tag == Tag::Same { shown(piece) } else { changed(piece) }).collect();
        let text = match tag {
            Tag::Same => text,
            Tag::Added => format!("{{+{text}+}}"),
            Tag::Removed => format!("[-{text}-]"),
        };
        bits.push(Bit { tag, text });
    }
    bits
}

pub(super) fn shown(piece: &Piece) -> String {
    visible(&piece.text)
}

/// What was changed with the signs of Markdown, since it may be all that changed; and where links lead.
pub(super) fn changed(piece: &Piece) -> String {
    let mut text = visible(&piece.text.replace('\n', "↵"));
    if text.trim().is_empty() {
        return text.replace(' ', "␣");
    }
    let style = &piece.style;
    for (is, sign) in [(style.code, "`"), (style.struck, "~~"), (style.emphasis, "*"), (style.strong, "**")] {
        if is {
            text = format!("{sign}{text}{sign}");
        }
    }
    for (target, word) in [(&style.link, "to"), (&style.image, "picture")] {
        if let Some(target) = target.as_deref().filter(|target| *target != piece.text.trim()) {
            let _ = write!(text, " ({word} {})", visible(target));
        }
    }
    text
}

/// Divides text at its spaces; a word may be of several bits.
fn words(bits: Vec<Bit>) -> Vec<Vec<Bit>> {
    let mut words: Vec<Vec<Bit>> = vec![Vec::new()];
    for bit in bits {
        for (index, part) in bit.text.split(' ').enumerate() {
            if index > 0 {
                words.push(Vec::new());
            }
            if let Some(word) = words.last_mut().filter(|_| !part.is_empty()) {
                word.push(Bit { tag: bit.tag, text: part.to_owned() });
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The two versions that were compared, as programs want to know them.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Compared<'a> {
    /// Id of the document.
    pub document: &'a str,
    /// Its title in the new version.
    pub title: &'a str,
    /// The old version, or what else names it.
    pub from: &'a str,
    /// The new version, or what else names it.
    pub to: &'a str,
}

#[derive(Serialize)]
struct Diff<'a> {
    schema: &'static str,
    #[serde(flatten)]
    compared: Compared<'a>,
    empty: bool,
    counts: Counts,
    fields: &'a [FieldChange],
    sections: &'a [Section],
}

/// What changed as JSON, `smsdoc/diff/1`.
#[must_use]
pub fn json(redline: &Redline, compared: Compared<'_>) -> String {
    crate::model::json(&Diff {
        schema: "smsdoc/diff/1",
        compared,
        empty: redline.is_empty(),
        counts: redline.counts,
        fields: &redline.fields,
        sections: &redline.sections,
    })
}
