//! Percentages of time, in decimal: 99.9 is 99.9, never a binary fraction near it.

use std::fmt;
use std::str::FromStr;

use bigdecimal::{BigDecimal, RoundingMode};

use super::seconds::{Seconds, quotient, without_zeros};

/// Decimals of a percentage that a computation keeps: 100 decimals of the share.
const DECIMALS: i64 = 98;

/// Most decimals of a percentage that is typed.
const TYPED: usize = 12;

/// Share of time, in percent: 0 to 100, exact. Typed, it is more than 0; computed, it may be 0. Equal by value: 99.9 is
/// 99.90.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(BigDecimal);

/// The text is no percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PercentError {
    /// Another notation: a sign, an exponent, a space, the percent sign, more than 12 decimals.
    #[error("not a percentage such as `99.9`")]
    Notation,
    /// 0, or more than 100.
    #[error("not more than 0 and at most 100")]
    Range,
}

impl Percent {
    /// What is left of the time where all of these are needed: the product of their shares, 100 for none. Exact up to 100
    /// decimals of the share; beyond that it is rounded down after each step, the smallest share first, so that the
    /// order in which they are given never matters.
    pub fn serial<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        Self(product(all.into_iter().map(|percent| percent.0.clone()), RoundingMode::Down))
    }

    /// What any one of these gives where each can stand in for the others and they fail independently: 1 less the product of
    /// the shares of time in which they fail, 0 for none. As exact as [`Percent::serial`], rounded down.
    pub fn redundant<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let failing = product(all.into_iter().map(|percent| hundred() - &percent.0), RoundingMode::Up);
        Self(without_zeros(hundred() - failing, 0))
    }

    /// Longest time of failure that keeps the promise: `agreed * (100 - p) / 100`, exact.
    #[must_use]
    pub fn allowed_downtime(&self, agreed: &Seconds) -> Seconds {
        Seconds::of(hundredth(&(agreed.value() * (hundred() - &self.0))))
    }

    /// Share that a time of failure leaves: `(agreed - allowed) / agreed`, at least 0, rounded down at 30 decimals of the
    /// percentage. `None` where no time is agreed.
    #[must_use]
    pub fn of_downtime(allowed: &Seconds, agreed: &Seconds) -> Option<Self> {
        let left = agreed.clone() - allowed.clone();
        quotient(&(left.value() * hundred()), agreed.value()).map(Self)
    }

    /// Rounded down to so many decimals, 0 to 100, so that it never looks better than it is: `99.80`. Zeros at the end are kept.
    #[must_use]
    pub fn rounded(&self, decimals: u32) -> String {
        self.0.with_scale_round(i64::from(decimals.min(100)), RoundingMode::Down).to_plain_string()
    }

    /// All digits: as typed, or as computed without zeros at the end.
    #[must_use]
    pub fn exact(&self) -> String {
        self.0.to_plain_string()
    }
}

fn hundred() -> BigDecimal {
    BigDecimal::from(100)
}

/// A hundredth of a number: the same digits, two decimals more.
fn hundredth(value: &BigDecimal) -> BigDecimal {
    let (digits, scale) = value.as_bigint_and_scale();
    BigDecimal::new(digits.into_owned(), scale + 2)
}

/// Product of shares in percent, sorted first: where a step is rounded, the order would tell.
fn product(all: impl Iterator<Item = BigDecimal>, mode: RoundingMode) -> BigDecimal {
    let mut all: Vec<_> = all.collect();
    all.sort();
    let product = all.iter().fold(hundred(), |product, percent| {
        let product = without_zeros(hundredth(&(product * percent)), 0);
        if product.fractional_digit_count() > DECIMALS { product.with_scale_round(DECIMALS, mode) } else { product }
    });
    without_zeros(product, 0)
}

impl FromStr for Percent {
    type Err = PercentError;

    /// Reads `99.9`: up to three digits, then up to 12 decimals; more than 0, at most 100.
    fn from_str(text: &str) -> Result<Self, PercentError> {
        let (whole, decimals) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
        let digits = |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole, 3) || decimals.is_some_and(|decimals| !digits(decimals, TYPED)) {
            return Err(PercentError::Notation);
        }
        let value = BigDecimal::from_str(text).map_err(|_| PercentError::Notation)?;
        if value > BigDecimal::default() && value <= hundred() { Ok(Self(value)) } else { Err(PercentError::Range) }
    }
}

impl fmt::Display for Percent {
    /// As [`Percent::exact`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.exact())
    }
}
