//! Counts the words of sentences while the outline of a body is read.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::model::outline::Sentence;
use crate::model::span::Span;

/// Collects the sentences of running text: paragraphs, entries of lists and cells, no headings and no code.
///
/// A sentence ends with a full stop, question mark or exclamation mark before white space, or with its paragraph. So
/// "e.g. this" ends one early; a sentence is never taken for longer than it is.
#[derive(Default)]
pub(super) struct Sentences {
    done: Vec<Sentence>,
    range: Range<usize>,
    words: usize,
    in_word: bool,
    ended: bool,
    /// Within a heading or a block of code.
    apart: bool,
}

impl Sentences {
    /// Takes the next event of a text with its range in it.
    pub(super) fn take(&mut self, text: &str, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                self.end();
                self.apart = true;
            }
            Event::End(TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock) => self.apart = false,
            Event::Start(tag) if !is_inline(tag) => self.end(),
            Event::End(tag) if !is_inline_end(*tag) => self.end(),
            Event::Text(_) if !self.apart => self.read(text, range),
            Event::Code(_) if !self.apart => {
                self.reach(range.start, range.end);
                self.words += usize::from(!self.in_word);
                (self.in_word, self.ended) = (true, false);
            }
            Event::SoftBreak | Event::HardBreak => self.space(),
            _ => {}
        }
    }

    /// The sentences that are not short, in the order of the text; spans are moved to the right by some bytes.
    pub(super) fn finish(mut self, bytes: usize) -> Vec<Sentence> {
        self.end();
        self.done.iter().map(|at| Sentence { span: at.span.shifted(bytes), ..*at }).collect()
    }

    fn read(&mut self, text: &str, range: &Range<usize>) {
        let written = text.get(range.clone()).unwrap_or_default();
        for (at, char) in written.char_indices() {
            if char.is_whitespace() {
                self.space();
                continue;
            }
            self.reach(range.start + at, range.start + at + char.len_utf8());
            if char.is_alphanumeric() {
                self.words += usize::from(!self.in_word);
                (self.in_word, self.ended) = (true, false);
            } else if matches!(char, '.' | '!' | '?' | '…' | '。') {
                self.ended = true;
            }
        }
    }

    fn reach(&mut self, start: usize, end: usize) {
        if self.range.is_empty() {
            self.range.start = start;
        }
        self.range.end = end;
    }

    fn space(&mut self) {
        self.in_word = false;
        if self.ended {
            self.end();
        }
    }

    fn end(&mut self) {
        if self.words > Sentence::SHORT {
            self.done.push(Sentence { span: Span::new(self.range.clone()), words: self.words });
        }
        *self = Self { done: std::mem::take(&mut self.done), apart: self.apart, ..Self::default() };
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

fn is_inline_end(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

#[cfg(test)]
mod tests {
    use crate::model::source::SourceFile;
    use crate::model::span::Span;

    /// The sentences of a text that are not short: words, first and last word.
    fn long(text: &str) -> Vec<(usize, String)> {
        let file = SourceFile::new("a.md", text);
        let outline = crate::read::outline::outline(&file, Span { start: 0, end: text.len() });
        outline.sentences.iter().map(|at| (at.words, text[at.span.range()].to_owned())).collect()
    }

    fn words(count: usize) -> String {
        vec!["word"; count].join(" ")
    }

    #[test]
    fn words_are_counted_from_stop_to_stop() {
        let text = format!("Short one. {} *and* [more](a.md) `code`! Short again.\n", words(20));
        let found = long(&text);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, 23);
        assert!(found[0].1.starts_with("word word") && found[0].1.ends_with("`code`!"), "{}", found[0].1);
        assert_eq!(long(&words(15)), []);
        assert_eq!(long(&words(16)).len(), 1);
        assert_eq!(long(&format!("{}\n{}", words(9), words(9)))[0].0, 18, "a line break is only white space");
    }

    #[test]
    fn parts_of_a_list_or_table_headings_and_code_make_no_sentence() {
        let ten = words(10);
        for text in [
            format!("- {ten}\n- {ten}\n"),
            format!("{ten}\n\n{ten}\n"),
            format!("| {ten} | {ten} |\n|---|---|\n| {ten} | {ten} |\n"),
            format!("# {}\n", words(30)),
            format!("```\n{}\n```\n", words(30)),
            format!("{ten}.\n{ten}\n"),
        ] {
            assert_eq!(long(&text), [], "{text}");
        }
    }
}
