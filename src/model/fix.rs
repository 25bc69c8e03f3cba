//! Changes of text that mend a finding without a person having to decide anything.

use camino::Utf8PathBuf;

use super::span::Span;

/// A change that is safe to make: it keeps what the document says, and only writes it as it must be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is done, as an order: "write `2026-11-05`".
    pub title: String,
    /// Changes of one file, in the order of the text; none overlaps another.
    pub edits: Vec<TextEdit>,
}

/// One change of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    /// Path of the file from the root of the repository.
    pub path: Utf8PathBuf,
    /// The bytes that go.
    pub span: Span,
    /// What comes in their place.
    pub text: String,
}

impl Fix {
    /// A fix that writes something else in one place.
    #[must_use]
    pub fn new(title: impl Into<String>, path: &camino::Utf8Path, span: Span, text: impl Into<String>) -> Self {
        Self { title: title.into(), edits: vec![TextEdit { path: path.to_owned(), span, text: text.into() }] }
    }
}

/// Makes changes in a text. `None` where one of them does not fit it or overlaps another: then nothing is known of what
/// the result would mean.
#[must_use]
pub fn apply<'a>(text: &str, edits: impl IntoIterator<Item = &'a TextEdit>) -> Option<String> {
    let mut edits: Vec<_> = edits.into_iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        out.push_str(text.get(done..edit.span.start)?);
        text.get(edit.span.range())?;
        out.push_str(&edit.text);
        done = edit.span.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edit(start: usize, end: usize, text: &str) -> TextEdit {
        TextEdit { path: "a.md".into(), span: Span { start, end }, text: text.to_owned() }
    }

    #[test]
    fn edits_fit_or_nothing_is_done() {
        let apply = |edits: &[TextEdit]| apply("abcdé", edits);
        assert_eq!(apply(&[edit(2, 3, "X"), edit(0, 1, "")]).as_deref(), Some("bXdé"));
        assert_eq!(apply(&[edit(0, 2, "X"), edit(1, 3, "Y")]), None);
        assert_eq!(apply(&[edit(5, 9, "X")]), None);
        assert_eq!(apply(&[edit(5, 6, "X")]), None, "in the middle of a character");
    }

    proptest! {
        #[test]
        fn what_no_edit_names_stays(text in "[a-zé]{0,20}", at in 0_usize..20, insert in "[A-Z]{0,3}") {
            let made = apply(&text, [&edit(at, at, &insert)]);
            if text.is_char_boundary(at) {
                prop_assert_eq!(made, Some([&text[..at], &insert, &text[at..]].concat()));
            } else {
                prop_assert_eq!(made, None);
            }
        }
    }
}
