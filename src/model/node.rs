//! A YAML value as it was written: every scalar is text, everything knows its place.
//!
//! `1.10` stays `1.10` and `NO` stays `NO`; what a scalar means is decided by the field that it stands in.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::span::{Span, Spanned};

/// A value and its place in the whole file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it is written.
    pub span: Span,
}

/// The three kinds of YAML value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NodeKind {
    /// A text, with whether it was written without quotes.
    Scalar {
        /// The text as written, quotes and escapes resolved.
        text: String,
        /// Written without quotes, so that it may stand for a number, a truth value or nothing.
        plain: bool,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// Fields in the order written.
    Mapping(Vec<(Spanned<String>, Node)>),
}

impl Node {
    /// An empty mapping at the beginning of a file.
    #[must_use]
    pub fn empty() -> Self {
        Self { kind: NodeKind::Mapping(Vec::new()), span: Span::default() }
    }

    /// The value of a field, where this is a mapping that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, value)| value)
    }

    /// A field with its key, where this is a mapping that has it.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&(Spanned<String>, Node)> {
        match &self.kind {
            NodeKind::Mapping(entries) => entries.iter().find(|(name, _)| name.value == key),
            _ => None,
        }
    }

    /// The fields of a mapping; none of any other value.
    #[must_use]
    pub fn entries(&self) -> &[(Spanned<String>, Node)] {
        match &self.kind {
            NodeKind::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The elements of a list; none of any other value.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            NodeKind::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The text of a scalar that is not nothing.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } if !self.is_null() => Some(text),
            _ => None,
        }
    }

    /// The text of a field with its place, without spaces around it. `None` where it is missing, empty, or no scalar.
    #[must_use]
    pub fn string(&self, field: &str) -> Option<Spanned<String>> {
        self.get(field)?.own_string()
    }

    /// The texts of a list, each with its place.
    #[must_use]
    pub fn strings(&self, field: &str) -> Vec<Spanned<String>> {
        self.list(field).iter().filter_map(Self::own_string).collect()
    }

    /// The elements of a list; none where the field is missing or no list.
    #[must_use]
    pub fn list(&self, field: &str) -> &[Node] {
        self.get(field).map(Self::items).unwrap_or_default()
    }

    /// A field that is read as a value. `None` where it is missing or cannot be read, which the schema reports.
    #[must_use]
    pub fn parsed<T: FromStr>(&self, field: &str) -> Option<Spanned<T>> {
        let text = self.string(field)?;
        Some(Spanned::new(text.value.parse().ok()?, text.span))
    }

    fn own_string(&self) -> Option<Spanned<String>> {
        let text = self.text().map(str::trim).filter(|text| !text.is_empty())?;
        Some(Spanned::new(text.to_owned(), self.span))
    }

    /// Whether nothing was written: an empty value, `~` or `null` without quotes.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, NodeKind::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }

    /// The node at a JSON pointer such as `/targets/0/value`; as far as it leads.
    #[must_use]
    pub fn at_pointer(&self, pointer: &str) -> &Node {
        let mut node = self;
        for token in pointer.split('/').skip(1) {
            let token = token.replace("~1", "/").replace("~0", "~");
            let next = match &node.kind {
                NodeKind::Mapping(_) => node.get(&token),
                NodeKind::Sequence(items) => token.parse::<usize>().ok().and_then(|index| items.get(index)),
                NodeKind::Scalar { .. } => None,
            };
            match next {
                Some(next) => node = next,
                None => return node,
            }
        }
        node
    }
}
