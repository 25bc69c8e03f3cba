//! Divides a file into its front matter and its Markdown body.

use crate::model::span::Span;

/// The two parts of a file, as ranges of its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The opening fence, for messages about the front matter as a whole.
    pub fence: Span,
    /// The YAML between the fences.
    pub yaml: Span,
    /// The Markdown after them.
    pub body: Span,
}

/// Why a file has no front matter that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SplitError {
    /// The first line is no fence.
    Missing,
    /// There is an opening fence and no closing one.
    Unclosed,
}

/// Finds the front matter.
///
/// A fence is a line of three hyphens, white space after them allowed; `...` closes too. Only the very first line may
/// open (after a byte order mark), and only a line of its own closes: hyphens within a value do not.
///
/// # Errors
///
/// Where there is no front matter, or no end to it.
pub fn split(text: &str) -> Result<Parts, SplitError> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = Lines { text, next: start };
    let opening = lines.next().filter(|line| text[line.range()].trim_end() == "---").ok_or(SplitError::Missing)?;
    let fence = Span { start: opening.start, end: opening.start + 3 };
    let begin = lines.next;
    while let Some(line) = lines.next() {
        if matches!(text[line.range()].trim_end(), "---" | "...") {
            let yaml = Span { start: begin, end: line.start };
            return Ok(Parts { fence, yaml, body: Span { start: lines.next, end: text.len() } });
        }
    }
    Err(SplitError::Unclosed)
}

/// Lines without their ends, which are LF, CR LF or a lone CR.
struct Lines<'a> {
    text: &'a str,
    next: usize,
}

impl Iterator for Lines<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let start = self.next;
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let (length, terminator) = match rest.find(['\n', '\r']) {
            Some(at) if rest[at..].starts_with("\r\n") => (at, 2),
            Some(at) => (at, 1),
            None => (rest.len(), 0),
        };
        self.next = start + length + terminator;
        Some(Span { start, end: start + length })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parts(text: &str) -> Result<(&str, &str), SplitError> {
        split(text).map(|parts| (&text[parts.yaml.range()], &text[parts.body.range()]))
    }

    #[test]
    fn fences_as_they_are_found_in_the_wild() {
        assert_eq!(parts("---\na: 1\n---\nbody\n"), Ok(("a: 1\n", "body\n")));
        assert_eq!(parts("\u{feff}---  \r\na: 1\r\n---\t\r\nbody"), Ok(("a: 1\r\n", "body")));
        assert_eq!(parts("---\ra: 1\r---\rbody"), Ok(("a: 1\r", "body")));
        assert_eq!(parts("---\na: x --- y\nb: |\n  ---\n...\nbody"), Ok(("a: x --- y\nb: |\n  ---\n", "body")));
        assert_eq!(parts("---\n---"), Ok(("", "")));
        assert_eq!(parts("# Title\n---\na\n---\n"), Err(SplitError::Missing));
        assert_eq!(parts("\n---\na: 1\n---\n"), Err(SplitError::Missing));
        assert_eq!(parts(""), Err(SplitError::Missing));
        assert_eq!(parts("---\na: 1\n"), Err(SplitError::Unclosed));
    }

    proptest! {
        #[test]
        fn any_text_is_divided_without_a_panic(text in "(\u{feff})?(---|\\.\\.\\.|é|\r|\n| |a){0,12}") {
            if let Ok(found) = split(&text) {
                prop_assert!(found.yaml.end <= found.body.start);
                prop_assert_eq!(found.body.end, text.len());
            }
        }
    }
}
