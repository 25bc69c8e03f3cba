//! References to clauses of frameworks: `8.6.1` is not `8.6.10`, and neither is a number.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

/// The id of a clause within its framework, in the order that people expect: 7.9 before 7.10, A.5.2 before A.5.10.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ClauseId(String);

impl ClauseId {
    /// The id as written, without surrounding white space.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parts(&self) -> impl Iterator<Item = (Option<u64>, &str)> {
        self.0.split('.').map(|part| (part.parse().ok(), part))
    }
}

impl fmt::Display for ClauseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Ord for ClauseId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(other.parts()).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for ClauseId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A clause that a document or one of its sections claims to answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ClauseRef {
    /// Framework id; `None` for the framework of the configuration.
    pub framework: Option<String>,
    /// Clause within it.
    pub clause: ClauseId,
}

impl ClauseRef {
    /// Reads `8.6.1` or `iso27001-2022:A.5.24`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        match text.split_once(':') {
            Some((framework, clause)) => {
                Self { framework: Some(framework.trim().to_owned()), clause: ClauseId::new(clause) }
            }
            None => Self { framework: None, clause: ClauseId::new(text) },
        }
    }
}

impl fmt::Display for ClauseRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.framework {
            Some(framework) => write!(f, "{framework}:{}", self.clause),
            None => write!(f, "{}", self.clause),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_sort_by_number_and_stay_exact() {
        let mut ids: Vec<_> = ["10", "8.10", "8.1", "8.2", "A.5.10", "A.5.2", "4"].map(ClauseId::new).to_vec();
        ids.sort();
        let sorted: Vec<_> = ids.iter().map(ClauseId::as_str).collect();
        assert_eq!(sorted, ["A.5.2", "A.5.10", "4", "8.1", "8.2", "8.10", "10"]);
        assert_ne!(ClauseId::new("8.1"), ClauseId::new("8.10"));
        let other = ClauseRef::new("iso27001-2022:A.5.24");
        assert_eq!(other.framework.as_deref(), Some("iso27001-2022"));
        assert_eq!(other.to_string(), "iso27001-2022:A.5.24");
    }
}
