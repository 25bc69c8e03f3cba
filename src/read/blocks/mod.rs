//! The Markdown body as a flat list of blocks of words, as two versions of a document are compared by.
//!
//! Where a line was broken and how many spaces stand between words is not part of it; emphasis, the targets of links
//! and the clauses that a heading claims are.

mod inline;
mod reader;

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::Serialize;

use crate::model::document::Document;

/// How a word is set, and what it leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Style {
    /// Strong.
    pub strong: bool,
    /// Emphasised.
    pub emphasis: bool,
    /// Code, or raw HTML, which is shown as text.
    pub code: bool,
    /// Struck out by its author.
    pub struck: bool,
    /// Where the link leads that the word belongs to, with its anchor.
    pub link: Option<Arc<str>>,
    /// Address of the picture that the word describes.
    pub image: Option<Arc<str>>,
}

impl Style {
    /// Whether nothing distinguishes it.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// A word, a sign of punctuation, or a line break (`\n`) that was asked for. In code also white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The text.
    pub text: String,
    /// Whether white space stands before it. Never so at the beginning of a block, nor in lines of code.
    pub space: bool,
    /// How it is set.
    pub style: Style,
}

/// The text alone tells almost all words apart, and is quicker than all of it.
impl Hash for Token {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl Token {
    /// Whether readers would count it as a word.
    #[must_use]
    pub fn is_word(&self) -> bool {
        self.text.chars().any(char::is_alphanumeric)
    }
}

/// What a block is, as far as that is content: two blocks of one text and different forms differ.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Anchor, where one was typed.
        anchor: Option<String>,
        /// Clauses that the section claims, as typed.
        clauses: Vec<String>,
    },
    /// A paragraph.
    Paragraph,
    /// First paragraph of a list item.
    Item {
        /// Numbered rather than with a bullet.
        ordered: bool,
        /// Number of the first item of a list that does not begin with 1.
        start: Option<u64>,
    },
    /// Head of a table; a cell for each column.
    TableHead,
    /// Row of a table; a cell for each column, empty ones at the end left out.
    Row,
    /// Beginning of a block of code; its text is the language.
    Fence,
    /// A line of code.
    Code,
    /// A line of raw HTML, which is shown as text.
    Html,
    /// A thematic break; it has no text.
    Rule,
    /// A paragraph of a block quote or an alert.
    Quote,
    /// Title of an alert, such as `Note`.
    Alert,
    /// First paragraph of a footnote.
    Footnote {
        /// Its name as typed.
        name: String,
    },
    /// Title of a definition list.
    Term,
    /// First paragraph of a definition.
    Definition,
}

/// A block of the body.
#[derive(Clone, Debug)]
pub struct Block {
    /// What it is.
    pub form: Form,
    /// How many lists, quotes, footnotes and definitions it stands in.
    pub depth: usize,
    /// Its words: a list for each cell of a row, one list for any other block.
    pub cells: Vec<Vec<Token>>,
    /// Number of an ordered item as shown. Not content: an item put before must not change those after it.
    pub number: Option<u64>,
    /// Which table or block of code it belongs to, from 1 in the order of the text; 0 for none.
    pub group: usize,
    /// Anchor of a heading in the page.
    pub anchor: Option<String>,
}

impl Block {
    /// All words, those of all cells one after another.
    pub fn tokens(&self) -> impl Iterator<Item = &Token> {
        self.cells.iter().flatten()
    }

    /// The text with single spaces, a space between cells.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        for cell in &self.cells {
            if !out.is_empty() {
                out.push(' ');
            }
            for token in cell {
                if token.space {
                    out.push(' ');
                }
                out.push_str(&token.text);
            }
        }
        out
    }

    /// What makes the block: all but its number, anchor and table.
    #[must_use]
    pub fn content(&self) -> (&Form, usize, &[Vec<Token>]) {
        (&self.form, self.depth, &self.cells)
    }
}

/// The blocks of the body of a document, in the order of the text.
#[must_use]
pub fn blocks(document: &Document) -> Vec<Block> {
    reader::read(document.file.slice(document.body), &document.outline)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::node::Node;
    use crate::model::source::SourceFile;
    use crate::model::span::Span;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<Block> {
        let file = SourceFile::new("a.md", text);
        let span = Span { start: 0, end: text.len() };
        let outline = crate::read::outline::outline(&file, span);
        blocks(&Document::new(file, Node::empty(), span, outline, crate::model::statement::ContentHash([0; 32])))
    }

    fn content(blocks: &[Block]) -> Vec<(&Form, usize, &[Vec<Token>])> {
        blocks.iter().map(Block::content).collect()
    }

    fn shown(text: &str) -> Vec<String> {
        read(text).iter().map(|block| format!("{:?} {} {}", block.form, block.depth, block.text())).collect()
    }

    #[test]
    fn each_kind_of_block() {
        let text = "## One {#o clauses=8.6.1,8.6.2}\n\nSee *this*, please.\n\n3. three\n   more\n\n   second\n4. four\n   - [x] done\n\n| a | b |\n|---|---|\n| 1 | |\n\n```rust\nfn x()\n\n}\n```\n\n---\n\n> quoted\n\n> [!NOTE]\n> noted\n\nx[^n]\n\n[^n]: foot\n\nterm\n: meaning\n\n<div>\n";
        assert_eq!(
            shown(text),
            [
                "Heading { level: 2, anchor: Some(\"o\"), clauses: [\"8.6.1\", \"8.6.2\"] } 0 One",
                "Paragraph 0 See this, please.",
                "Item { ordered: true, start: Some(3) } 1 three more",
                "Paragraph 1 second",
                "Item { ordered: true, start: None } 1 four",
                "Item { ordered: false, start: None } 2 [x] done",
                "TableHead 0 a b",
                "Row 0 1",
                "Fence 0 rust",
                "Code 0 fn x()",
                "Code 0 ",
                "Code 0 }",
                "Rule 0 ",
                "Quote 1 quoted",
                "Alert 1 Note",
                "Quote 1 noted",
                "Paragraph 0 x[^n]",
                "Footnote { name: \"n\" } 1 foot",
                "Term 0 term",
                "Definition 1 meaning",
                "Html 0 <div>",
            ]
        );
    }

    #[test]
    fn reflow_is_no_content_but_emphasis_and_targets_are() {
        let same = |a: &str, b: &str| content(&read(a)) == content(&read(b));
        assert!(same("one two\nthree\n", "one   two three\n"));
        assert!(same("- one\n- two\n", "*   one\n*   two\n"));
        assert!(same("See [[POL-001]].\n", "See [POL-001][POL-001].\n"));
        assert!(!same("one two\n", "one *two*\n"));
        assert!(!same("[one](a.md)\n", "[one](b.md)\n"));
        assert!(!same("![](a.png)\n", "![](b.png)\n"));
        assert!(!same("one  \ntwo\n", "one\ntwo\n"), "a line break that was asked for");
        assert!(!same("# a {clauses=8.6.1}\n", "# a {clauses=8.6.2}\n"));
        assert!(!same("- [ ] a\n", "- [x] a\n"));
        assert!(!same("```\na b\n```\n", "```\na  b\n```\n"), "white space counts in code");
    }

    #[test]
    fn items_and_quotes_without_text_keep_their_order() {
        assert_eq!(
            shown("- \n- ```\n  x\n  ```\n  tail\n- - inner\n"),
            [
                "Item { ordered: false, start: None } 1 ",
                "Item { ordered: false, start: None } 1 ",
                "Fence 1 ",
                "Code 1 x",
                "Paragraph 1 tail",
                "Item { ordered: false, start: None } 1 ",
                "Item { ordered: false, start: None } 2 inner",
            ]
        );
    }

    #[test]
    fn words_of_every_script() {
        let plain: Vec<_> = read("v2, (a.b) x. y\n")[0].tokens().map(|at| at.text.clone()).collect();
        assert_eq!(plain, ["v2", ",", "(", "a.b", ")", "x", ".", "y"]);
        let tokens: Vec<_> = read("管理は3.2版 don't\u{a0}stop\n")[0].tokens().map(|at| at.text.clone()).collect();
        assert_eq!(tokens, ["管", "理", "は", "3.2", "版", "don't", "stop"]);
    }

    proptest! {
        #[test]
        fn plain_words_are_divided_as_all_others(text in "[a-c0-9.,;:!?' ]{1,12}") {
            use unicode_segmentation::UnicodeSegmentation as _;
            let all = text.split_word_bounds().filter(|word| !word.trim().is_empty()).map(str::to_owned);
            let line = format!("ü {text}\n");
            let words: Vec<_> = read(&line)[0].tokens().skip(1).map(|at| at.text.clone()).collect();
            prop_assert_eq!(words, all.collect::<Vec<_>>());
        }

        #[test]
        fn any_markdown_has_blocks(text in "([#*`\\[\\]()!<>|{}=:^~a-c \n-]|> |\\[\\^a\\]: |1\\. |    ){0,60}") {
            for block in read(&text) {
                prop_assert!(!block.cells.is_empty() || matches!(block.form, Form::Row | Form::TableHead));
                for cell in &block.cells {
                    prop_assert!(cell.first().is_none_or(|token| !token.space), "{:?}", block);
                }
            }
        }
    }
}
