//! Identities of documents.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A document id as typed, fit to be part of an address and a file name on every system: letters and digits in
/// ASCII with single hyphens between, at most 64 bytes, no name that Windows reserves.
///
/// Whether it follows the grammar of the contract (capitals, at least two parts) is a rule's business: an id that
/// does not is shown with a finding, so that a team can move in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocId(String);

impl DocId {
    /// Reads an id. `None` where it could not be part of an address.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let parts = || text.split('-');
        let plain = parts().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let reserved = ["CON", "PRN", "AUX", "NUL", "COM", "LPT"].iter().any(|name| {
            let upper = text.to_ascii_uppercase();
            upper.strip_prefix(*name).is_some_and(|rest| {
                rest.is_empty() || (matches!(*name, "COM" | "LPT") && matches!(rest.as_bytes(), [b'1'..=b'9']))
            })
        });
        (plain && !reserved && text.len() <= 64).then(|| Self(text.to_owned()))
    }

    /// The id as typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that two ids share when they differ by case only; ids are unique by it.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// Whether the id follows the grammar `[A-Z][A-Z0-9]*(-[A-Z0-9]+)+`.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        let upper = self.0.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
        upper && self.0.contains('-') && self.0.starts_with(|first: char| first.is_ascii_uppercase())
    }
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_id_is_safe_in_an_address() {
        for good in ["SMS-POL-001", "SVC-101", "access-control", "CON-001"] {
            assert!(DocId::new(good).is_some(), "{good}");
        }
        for bad in ["", "-A", "A-", "A--B", "../x", "a b", "é", "CON", "com1", "A/B", "a.b", "NUL"] {
            assert!(DocId::new(bad).is_none(), "{bad}");
        }
        assert!(DocId::new("SMS-POL-001").is_some_and(|id| id.is_well_formed()));
        for bad in ["access-control", "POLICY", "1-POL", "Sms-POL-001"] {
            assert!(DocId::new(bad).is_some_and(|id| !id.is_well_formed()), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_id_holds_a_separator(text in ".{0,80}") {
            if let Some(id) = DocId::new(&text) {
                prop_assert!(!id.as_str().contains(['/', '\\', '.', ':', '%', '\0']));
            }
        }
    }
}
