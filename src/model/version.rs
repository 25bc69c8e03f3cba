//! Version numbers of documents: one to three numbers, compared number by number.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// `2`, `2.1` or `2.1.3`. `1.10` is greater than `1.9`; `1` equals `1.0` in order but keeps the way it was written.
#[derive(Clone, Debug)]
pub struct Version {
    numbers: [u32; 3],
    written: String,
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Version {
    /// The three numbers, those that were not written being 0.
    #[must_use]
    pub fn numbers(&self) -> [u32; 3] {
        self.numbers
    }
}

/// The text is no version number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a version number such as `1.0` or `2.1`")]
pub struct VersionError;

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        let mut numbers = [0; 3];
        for (index, part) in text.split('.').enumerate() {
            let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            let number = numbers.get_mut(index).filter(|_| digits).ok_or(VersionError)?;
            *number = part.parse().map_err(|_| VersionError)?;
        }
        Ok(Self { numbers, written: text.to_owned() })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.numbers == other.numbers
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.numbers.cmp(&other.numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_compared_not_digits() {
        let version = |text: &str| text.parse::<Version>().expect("a version");
        assert!(version("1.10") > version("1.9"));
        assert_eq!(version("1"), version("1.0"));
        assert_eq!(version("1.10").to_string(), "1.10");
        for wrong in ["", "v1", "1.", ".1", "1.2.3.4", "1.x", "-1", "99999999999"] {
            assert!(wrong.parse::<Version>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn never_panics_and_keeps_what_was_written(text in ".{0,12}") {
            if let Ok(version) = text.parse::<Version>() {
                prop_assert_eq!(version.to_string(), text);
            }
        }
    }
}
