//! Measured figures beside their targets: plain decimals, compared exactly.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use bigdecimal::{BigDecimal, RoundingMode, ToPrimitive};

use super::period::Period;
use super::span::{Span, Spanned};
use crate::say;

/// Most digits before the point of a figure that is typed.
const WHOLE: usize = 18;

/// Most decimals of a figure that is typed.
const DECIMALS: usize = 12;

/// A plain decimal number, exact. Equal by value: 99.9 is 99.90. Shown as typed.
#[derive(Clone, Debug)]
pub struct Quantity {
    value: BigDecimal,
    typed: String,
}

/// The text is no plain number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a plain number such as `99.95`")]
pub struct QuantityError;

impl Quantity {
    /// How many of `steps` equal steps from `low` to `high` lie below it, rounded down; 0 below `low` and where both ends
    /// are the same, `steps` above `high`.
    #[must_use]
    pub fn steps(&self, low: &Self, high: &Self, steps: u32) -> u32 {
        let range = &high.value - &low.value;
        if range <= BigDecimal::default() {
            return 0;
        }
        let share = (&self.value - &low.value) * BigDecimal::from(steps) / range;
        let share = share.with_scale_round(0, RoundingMode::Floor);
        share.to_i64().map_or(0, |share| u32::try_from(share.max(0)).unwrap_or(steps)).min(steps)
    }

    /// How far two numbers lie apart; 0 or more.
    fn distance(&self, other: &Self) -> BigDecimal {
        (&self.value - &other.value).abs()
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Quantity {}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl FromStr for Quantity {
    type Err = QuantityError;

    /// Reads `99.95`, `-3` or `0`: up to 18 digits, then up to 12 decimals. No unit, no sign of percent, no separator.
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let digits = |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (whole, decimals) = unsigned.split_once('.').map_or((unsigned, None), |(whole, rest)| (whole, Some(rest)));
        if !digits(whole, WHOLE) || decimals.is_some_and(|decimals| !digits(decimals, DECIMALS)) {
            return Err(QuantityError);
        }
        Ok(Self { value: text.parse().map_err(|_| QuantityError)?, typed: text.to_owned() })
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

/// How a measured value must stand to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparator {
    /// The target or more.
    AtLeast,
    /// The target or less.
    AtMost,
    /// More than the target.
    MoreThan,
    /// Less than the target.
    LessThan,
    /// The target itself.
    Equals,
}

impl Comparator {
    /// All of them, as the schema lists them.
    pub const ALL: [Self; 5] = [Self::AtLeast, Self::AtMost, Self::MoreThan, Self::LessThan, Self::Equals];

    /// The word that is typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::MoreThan => "more_than",
            Self::LessThan => "less_than",
            Self::Equals => "equals",
        }
    }

    /// For people: `at least`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::AtLeast => say!("at least"),
            Self::AtMost => say!("at most"),
            Self::MoreThan => say!("more than"),
            Self::LessThan => say!("less than"),
            Self::Equals => say!("exactly"),
        }
    }

    /// Reads the word that is typed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|comparator| comparator.word() == text)
    }

    /// Whether a measured value reaches its target.
    #[must_use]
    pub fn is_met(self, actual: &Quantity, target: &Quantity) -> bool {
        match self {
            Self::AtLeast => actual >= target,
            Self::AtMost => actual <= target,
            Self::MoreThan => actual > target,
            Self::LessThan => actual < target,
            Self::Equals => actual == target,
        }
    }

    /// Orders two values of one target: the worse one first.
    #[must_use]
    pub fn worse_first(self, a: &Quantity, b: &Quantity, target: &Quantity) -> Ordering {
        match self {
            Self::AtLeast | Self::MoreThan => a.cmp(b),
            Self::AtMost | Self::LessThan => b.cmp(a),
            Self::Equals => b.distance(target).cmp(&a.distance(target)),
        }
    }
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actual {
    /// A value.
    Measured(Quantity),
    /// Nothing, and why.
    NotMeasured(String),
}

impl Actual {
    /// The word that stands for a value that is not there.
    pub const NOT_MEASURED: &'static str = "not_measured";

    /// The value, where there is one.
    #[must_use]
    pub fn value(&self) -> Option<&Quantity> {
        match self {
            Self::Measured(value) => Some(value),
            Self::NotMeasured(_) => None,
        }
    }
}

/// A figure that a report states about a target of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedFigure {
    /// Place of the whole.
    pub span: Span,
    /// Period that it is for.
    pub period: Period,
    /// The agreement, as typed.
    pub agreement: Spanned<String>,
    /// The metric, as typed.
    pub metric: Spanned<String>,
    /// What was measured on its own. `None` where the target is measured as a whole.
    pub unit: Option<String>,
    /// The target beside it.
    pub target: Spanned<Quantity>,
    /// What was reached.
    pub actual: Spanned<Actual>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Quantity {
        text.parse().expect("a number")
    }

    #[test]
    fn numbers_are_plain_and_exact() {
        assert_eq!(number("99.9"), number("99.90"));
        assert_ne!(number("99.9"), number("99.900000000001"));
        assert_eq!(number("99.90").to_string(), "99.90");
        assert!(number("-0.1") < number("0"));
        for wrong in ["", "-", "+1", ".5", "5.", "99,9", "99.9 %", "99.9%", "1e3", "1 000", "NaN", "٣", "0x1", "--1"] {
            assert!(wrong.parse::<Quantity>().is_err(), "{wrong}");
        }
        assert!("1".repeat(18).parse::<Quantity>().is_ok() && "1".repeat(19).parse::<Quantity>().is_err());
        assert!(format!("1.{}", "1".repeat(13)).parse::<Quantity>().is_err());
    }

    #[test]
    fn the_comparators_are_those_of_the_schema() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../schema/common.schema.json")).unwrap_or_default();
        let words = Comparator::ALL.map(Comparator::word);
        assert_eq!(schema["$defs"]["target"]["properties"]["comparator"]["enum"], serde_json::json!(words));
        let met = |comparator: Comparator| {
            ["99.89", "99.9", "99.900", "99.91"].map(|actual| comparator.is_met(&number(actual), &number("99.90")))
        };
        assert_eq!(met(Comparator::AtLeast), [false, true, true, true]);
        assert_eq!(met(Comparator::AtMost), [true, true, true, false]);
        assert_eq!(met(Comparator::MoreThan), [false, false, false, true]);
        assert_eq!(met(Comparator::LessThan), [true, false, false, false]);
        assert_eq!(met(Comparator::Equals), [false, true, true, false]);
    }

    #[test]
    fn steps_are_whole_and_stay_between_the_ends() {
        let steps = |value: &str| number(value).steps(&number("99"), &number("100"), 150);
        assert_eq!(["98", "99", "99.5", "99.999", "100", "101"].map(steps), [0, 0, 75, 149, 150, 150]);
        assert_eq!(number("5").steps(&number("5"), &number("5"), 150), 0);
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "\\PC{0,24}") {
            let _ = text.parse::<Quantity>();
        }

        #[test]
        fn the_worst_decides(values in prop::collection::vec(-9999_i32..9999, 1..9), target in -9999_i32..9999) {
            let target = number(&target.to_string());
            let mut values: Vec<Quantity> = values.iter().map(|value| number(&value.to_string())).collect();
            for comparator in Comparator::ALL {
                values.sort_by(|a, b| comparator.worse_first(a, b, &target));
                let all = values.iter().all(|value| comparator.is_met(value, &target));
                prop_assert_eq!(comparator.is_met(&values[0], &target), all, "{:?}", comparator);
            }
        }
    }
}
