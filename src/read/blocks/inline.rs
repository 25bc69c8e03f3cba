//! Words of a paragraph with their style.

use std::sync::Arc;

use pulldown_cmark::LinkType;
use unicode_segmentation::UnicodeSegmentation as _;

use super::{Style, Token};
use crate::model::outline::Target;
use crate::read::markdown;

/// Collects the words of one block.
#[derive(Default)]
pub(super) struct Inline {
    tokens: Vec<Token>,
    /// Text of one style that was not divided into words yet: the parser cuts it where words go on.
    pending: String,
    space: bool,
    style: Style,
    outer: Vec<Outer>,
}

/// What was set before a mark began.
struct Outer {
    style: Style,
    /// How many words there were: a link or picture without any must not get lost.
    tokens: usize,
}

impl Inline {
    /// Text as it stands in the current style.
    pub(super) fn text(&mut self, text: &str) {
        self.pending.push_str(text);
    }

    /// White space of any kind.
    pub(super) fn space(&mut self) {
        self.pending.push(' ');
    }

    /// Code or raw HTML within a paragraph.
    pub(super) fn code(&mut self, text: &str) {
        self.begin(|style| style.code = true);
        self.text(text);
        self.end();
    }

    /// Something that is one word whatever its characters.
    pub(super) fn whole(&mut self, text: String) {
        self.divide();
        let space = std::mem::take(&mut self.space) && !self.tokens.is_empty();
        self.tokens.push(Token { text, space, style: self.style.clone() });
    }

    /// A line break that was asked for.
    pub(super) fn line_break(&mut self) {
        self.divide();
        self.space = false;
        self.tokens.push(Token { text: "\n".to_owned(), space: false, style: Style::default() });
    }

    /// Begins a mark such as emphasis.
    pub(super) fn begin(&mut self, set: impl FnOnce(&mut Style)) {
        self.divide();
        self.outer.push(Outer { style: self.style.clone(), tokens: self.tokens.len() });
        set(&mut self.style);
    }

    /// Begins a link.
    pub(super) fn link(&mut self, link_type: LinkType, address: &str) {
        let address = written(&markdown::target(link_type, address));
        self.begin(|style| style.link = Some(address));
    }

    /// Begins a picture.
    pub(super) fn image(&mut self, link_type: LinkType, address: &str) {
        let address = written(&markdown::target(link_type, address));
        self.begin(|style| style.image = Some(address));
    }

    /// Ends the mark that began last; one that has no text stands for itself with a name.
    pub(super) fn end_named(&mut self, name: &str) {
        self.divide();
        if self.outer.last().is_some_and(|outer| outer.tokens == self.tokens.len()) {
            self.whole(name.to_owned());
        }
        self.end();
    }

    /// Ends the mark that began last.
    pub(super) fn end(&mut self) {
        self.divide();
        if let Some(outer) = self.outer.pop() {
            self.style = outer.style;
        }
    }

    /// Whether nothing was written yet.
    pub(super) fn is_empty(&self) -> bool {
        self.tokens.is_empty() && self.pending.trim().is_empty()
    }

    /// The words; a new block begins.
    pub(super) fn take(&mut self) -> Vec<Token> {
        self.divide();
        self.space = false;
        self.outer.clear();
        self.style = Style::default();
        std::mem::take(&mut self.tokens)
    }

    fn divide(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        self.space |= pending.starts_with(char::is_whitespace);
        // A word and its space have some six bytes.
        self.tokens.reserve(pending.len() / 6);
        for chunk in pending.split_whitespace() {
            let simple = chunk.strip_suffix(['.', ',', ';', ':', '!', '?']).unwrap_or(chunk);
            if !simple.is_empty() && simple.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                // Most words are plain ones, and the rules for all scripts find the same, only slower.
                self.word(simple);
                if simple.len() < chunk.len() {
                    self.word(&chunk[simple.len()..]);
                }
            } else {
                for word in chunk.split_word_bounds() {
                    self.word(word);
                }
            }
            self.space = true;
        }
        if !pending.is_empty() {
            self.space = pending.ends_with(char::is_whitespace);
        }
        // Its room serves the next run of text.
        self.pending = pending;
        self.pending.clear();
    }

    fn word(&mut self, word: &str) {
        let after_break = self.tokens.last().is_none_or(|last| last.text == "\n");
        let space = std::mem::take(&mut self.space) && !after_break;
        self.tokens.push(Token { text: word.to_owned(), space, style: self.style.clone() });
    }
}

/// A line of code: every space counts.
pub(super) fn code_line(line: &str) -> Vec<Token> {
    let word = |text: &str| Token { text: text.to_owned(), space: false, style: Style::default() };
    line.split_word_bounds().map(word).collect()
}

/// A target as a person would write it.
fn written(target: &Target) -> Arc<str> {
    let with_anchor = |name: &str, anchor: &Option<String>| match anchor {
        Some(anchor) => format!("{name}#{anchor}"),
        None => name.to_owned(),
    };
    match target {
        Target::Document { id, anchor } => with_anchor(id, anchor).into(),
        Target::Path { path, anchor } => with_anchor(path, anchor).into(),
        Target::Anchor(anchor) => format!("#{anchor}").into(),
        Target::External(address) | Target::Forbidden(address) => address.as_str().into(),
    }
}
