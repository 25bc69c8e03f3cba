//! The raw text of one file of the repository.

use std::sync::{Arc, OnceLock};

use camino::Utf8PathBuf;

use super::finding::Place;
use super::span::{LineIndex, Span};

/// One text file, as it was read. Cheap to clone.
#[derive(Clone, Debug)]
pub struct SourceFile {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: Utf8PathBuf,
    text: String,
    /// Made when the first place is asked for: most files have nothing wrong with them.
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    /// A file with its path from the root of the repository and its whole text.
    #[must_use]
    pub fn new(path: impl Into<Utf8PathBuf>, text: impl Into<String>) -> Self {
        Self { inner: Arc::new(Inner { path: path.into(), text: text.into(), lines: OnceLock::new() }) }
    }

    /// Path from the root of the repository.
    #[must_use]
    pub fn path(&self) -> &camino::Utf8Path {
        &self.inner.path
    }

    /// The whole text, front matter and byte order mark included.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.inner.text
    }

    /// The text of a span; empty where the span does not fit the text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.inner.text.get(span.range()).unwrap_or_default()
    }

    /// The place of a span, with lines and columns.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let lines = self.inner.lines.get_or_init(|| LineIndex::new(&self.inner.text));
        Place {
            path: self.inner.path.clone(),
            span: Some(span),
            start: lines.position(&self.inner.text, span.start),
            end: lines.position(&self.inner.text, span.end),
        }
    }
}
