//! A place within a line of a diagram.

use crate::model::outline::DiagramFault;
use crate::model::span::Span;

/// Most letters of a diagram that a message repeats.
const QUOTED: usize = 24;

/// Reads a line from its beginning to its end. White space around it is left out.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Cursor<'a> {
    /// The line of a text between two places.
    pub(super) fn new(text: &'a str, start: usize, end: usize) -> Self {
        let mut cursor = Self { text, at: start, end: end.max(start) };
        cursor.skip_space();
        cursor
    }

    /// Where it stands in the whole text.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What follows on the line.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..self.end]
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.end
    }

    pub(super) fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Goes on by some bytes, and gives them back.
    pub(super) fn advance(&mut self, bytes: usize) -> &'a str {
        let taken = &self.rest()[..bytes];
        self.at += bytes;
        taken
    }

    /// Takes what is expected, if it is there.
    pub(super) fn take(&mut self, expected: &str) -> bool {
        let there = self.rest().starts_with(expected);
        if there {
            self.at += expected.len();
        }
        there
    }

    /// Takes everything that is left.
    pub(super) fn take_rest(&mut self) -> &'a str {
        self.advance(self.rest().len()).trim()
    }

    /// Takes letters, digits, and hyphens and underscores between them.
    pub(super) fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let mut chars = rest.char_indices().peekable();
        let mut length = 0;
        while let Some((at, char)) = chars.next() {
            let hyphen = char == '-' && at > 0 && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            if !char.is_alphanumeric() && char != '_' && !hyphen {
                break;
            }
            length = at + char.len_utf8();
        }
        self.advance(length)
    }

    /// Takes a word if the line goes on with exactly that one; case does not matter.
    pub(super) fn keyword(&mut self, keyword: &str) -> bool {
        let mut ahead = self.clone();
        let found = ahead.word().eq_ignore_ascii_case(keyword);
        if found {
            ahead.skip_space();
            *self = ahead;
        }
        found
    }

    /// Takes all up to the next semicolon, and that, too.
    pub(super) fn skip_statement(&mut self) {
        self.at += self.rest().find(';').map_or(self.rest().len(), |end| end + 1);
    }

    /// The value of a line `name: value`, with all of it taken. A box with a class (`name:::class`) is none.
    pub(super) fn field(&mut self, name: &str) -> Option<&'a str> {
        let value = self.rest().strip_prefix(name)?.trim_start().strip_prefix(':')?;
        if value.starts_with(':') {
            return None;
        }
        self.at = self.end;
        Some(value.trim())
    }

    /// A fault of what is left on the line; its beginning stands in backticks for `{}`.
    pub(super) fn fault(&self, message: &str, help: &str) -> DiagramFault {
        self.fault_from(self.at, message, help)
    }

    /// A fault of the line from a place to its end.
    pub(super) fn fault_from(&self, start: usize, message: &str, help: &str) -> DiagramFault {
        self.fault_at(Span { start, end: self.end.max(start) }, message, help)
    }

    /// A fault of a part of the line; the part stands for `{}` in the message.
    pub(super) fn fault_at(&self, span: Span, message: &str, help: &str) -> DiagramFault {
        let part = self.text.get(span.range()).unwrap_or_default();
        let short: String = part.chars().take(QUOTED).collect();
        let dots = if short.len() < part.len() { "…" } else { "" };
        let quoted = format!("`{}{dots}`", short.replace('`', "'"));
        DiagramFault { message: message.replace("{}", &quoted), help: help.to_owned(), span }
    }
}
