//! Lengths of time, exact to the last decimal.

use std::fmt;
use std::ops::{Add, Sub};

use bigdecimal::num_bigint::BigInt;
use bigdecimal::{BigDecimal, RoundingMode, Signed, ToPrimitive, Zero};

use super::language;

/// Decimals to which a quotient is computed that never ends.
const DECIMALS: i64 = 30;

/// A length of time in seconds: exact, 0 or more. No binary fraction is anywhere in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seconds(BigDecimal);

impl Seconds {
    /// A decimal number of seconds; 0 where it is below 0.
    pub(super) fn of(value: BigDecimal) -> Self {
        if value.is_negative() { Self::default() } else { Self(without_zeros(value, 0)) }
    }

    /// The number itself.
    pub(super) fn value(&self) -> &BigDecimal {
        &self.0
    }

    /// `whole * part / of` seconds: exact where the quotient ends within 30 decimals, else rounded down there. 0 where
    /// `of` is 0.
    #[must_use]
    pub fn share(whole: u64, part: u64, of: u64) -> Self {
        let product = BigDecimal::from(whole) * BigDecimal::from(part);
        Self(quotient(&product, &BigDecimal::from(of)).unwrap_or_default())
    }

    /// Whether it is no time at all.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// All digits, in seconds: `2629.746`.
    #[must_use]
    pub fn exact(&self) -> String {
        self.0.to_plain_string()
    }

    /// For running text, rounded as by `Display`: `7 h 18 min 17.46 s`. A number and its unit stay on one line.
    #[must_use]
    pub fn words(&self) -> String {
        let with_unit = |number: String, unit: &str| format!("{}\u{a0}{unit}", language::decimal(&number));
        let parts = self.parts().map(|(number, _, unit)| number.map(|number| with_unit(number, unit)));
        said(parts, "0\u{a0}s")
    }

    /// Hours, minutes and seconds with the short and the long sign of their unit; `None` for a number that is 0.
    fn parts(&self) -> [(Option<String>, &'static str, &'static str); 3] {
        let (hundredths, _) = self.0.with_scale_round(2, RoundingMode::HalfUp).into_bigint_and_scale();
        let hours = &hundredths / 360_000_u32;
        let rest = (&hundredths % 360_000_u32).to_u32().unwrap_or_default();
        let (minutes, rest) = (rest / 6_000, rest % 6_000);
        let seconds = match (rest / 100, rest % 100) {
            (whole, 0) => whole.to_string(),
            (whole, part) if part % 10 == 0 => format!("{whole}.{}", part / 10),
            (whole, part) => format!("{whole}.{part:02}"),
        };
        [
            ((!hours.is_zero()).then(|| hours.to_string()), "h", "h"),
            ((minutes > 0).then(|| minutes.to_string()), "m", "min"),
            ((rest > 0).then_some(seconds), "s", "s"),
        ]
    }
}

/// A quotient, rounded down at 30 decimals. `None` where the divisor is 0.
pub(super) fn quotient(number: &BigDecimal, divisor: &BigDecimal) -> Option<BigDecimal> {
    if divisor.is_zero() {
        return None;
    }
    // Both as whole numbers of the finer unit of the two; then their quotient is that of the numbers.
    let scale = number.fractional_digit_count().max(divisor.fractional_digit_count());
    let whole = |value: &BigDecimal| value.with_scale(scale).into_bigint_and_scale().0;
    let (shift, _) = BigDecimal::from(1).with_scale(DECIMALS).into_bigint_and_scale();
    let digits: BigInt = whole(number) * shift / whole(divisor);
    Some(without_zeros(BigDecimal::new(digits, DECIMALS), 0))
}

/// The same number without zeros at its end, but with so many decimals at least, where it has them.
pub(super) fn without_zeros(value: BigDecimal, at_least: i64) -> BigDecimal {
    let (mut digits, mut scale) = value.into_bigint_and_scale();
    while scale > at_least && (&digits % 10_u32).is_zero() {
        digits /= 10;
        scale -= 1;
    }
    let value = BigDecimal::new(digits, scale);
    if scale < 0 { value.with_scale(0) } else { value }
}

/// The parts that there are, or what stands for nothing.
fn said(parts: [Option<String>; 3], nothing: &str) -> String {
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    if parts.is_empty() { nothing.to_owned() } else { parts.join(" ") }
}

impl From<u64> for Seconds {
    fn from(seconds: u64) -> Self {
        Self(BigDecimal::from(seconds))
    }
}

impl From<i64> for Seconds {
    /// 0 where it is below 0.
    fn from(seconds: i64) -> Self {
        Self(BigDecimal::from(seconds.max(0)))
    }
}

impl Add for Seconds {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::of(self.0 + other.0)
    }
}

impl Sub for Seconds {
    type Output = Self;

    /// What is left; 0 where the other is longer.
    fn sub(self, other: Self) -> Self {
        Self::of(self.0 - other.0)
    }
}

impl fmt::Display for Seconds {
    /// Rounded to hundredths, half of one up, without units of which there are none: `7h 18m 17.46s`, `87h 36m`, `0s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = self.parts().map(|(number, unit, _)| number.map(|number| format!("{number}{unit}")));
        f.write_str(&said(parts, "0s"))
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use proptest::prelude::*;

    use super::*;

    fn seconds(text: &str) -> Seconds {
        Seconds::of(BigDecimal::from_str(text).unwrap_or_else(|_| panic!("{text}")))
    }

    #[test]
    fn lengths_are_shown_without_units_of_which_there_are_none() {
        for (exact, shown, words) in [
            ("26297.46", "7h 18m 17.46s", "7 h 18 min 17.46 s"),
            ("315360", "87h 36m", "87 h 36 min"),
            ("604.80", "10m 4.8s", "10 min 4.8 s"),
            ("3600.05", "1h 0.05s", "1 h 0.05 s"),
            ("3600", "1h", "1 h"),
            ("26.295", "26.3s", "26.3 s"),
            ("59.994", "59.99s", "59.99 s"),
            ("59.995", "1m", "1 min"),
            ("3599.999", "1h", "1 h"),
            ("0.005", "0.01s", "0.01 s"),
            ("0.0049", "0s", "0 s"),
            ("0", "0s", "0 s"),
            ("-1", "0s", "0 s"),
            ("36000000000000000000000", "10000000000000000000h", "10000000000000000000 h"),
        ] {
            let length = seconds(exact);
            assert_eq!(length.to_string(), shown, "{exact}");
            assert_eq!(
                length.words(),
                words.replace(" h", "\u{a0}h").replace(" min", "\u{a0}min").replace(" s", "\u{a0}s")
            );
        }
    }

    #[test]
    fn all_digits_are_kept() {
        assert_eq!(seconds("2629.746000").exact(), "2629.746");
        assert_eq!(seconds("1E+3").exact(), "1000");
        assert_eq!(seconds("0.0000000000000001").exact(), "0.0000000000000001");
        assert_eq!((seconds("0.1") + seconds("0.2")).exact(), "0.3");
        assert_eq!((seconds("0.1") - seconds("0.2")), Seconds::from(0_u64));
        assert_eq!((seconds("2") - seconds("0.2")).exact(), "1.8");
        assert_eq!(Seconds::from(-5_i64), Seconds::default());
        assert_eq!(Seconds::from(u64::MAX).exact(), u64::MAX.to_string());
        assert!(seconds("0.0").is_zero() && !seconds("0.01").is_zero());
    }

    #[test]
    fn a_part_of_a_length_is_exact_where_it_ends() {
        assert_eq!(Seconds::share(180_000, 2_629_746, 604_800).exact(), "782662.5");
        assert_eq!(Seconds::share(1, 1, 3).exact(), "0.333333333333333333333333333333");
        assert_eq!(Seconds::share(u64::MAX, u64::MAX, u64::MAX).exact(), u64::MAX.to_string());
        assert_eq!(Seconds::share(1, 1, 0), Seconds::default());
        assert_eq!(Seconds::share(0, 1, 7), Seconds::default());
    }

    proptest! {
        #[test]
        fn sums_and_differences_agree(one in 0..u64::MAX / 2, other in 0..u64::MAX / 2) {
            let sum = Seconds::from(one) + Seconds::from(other);
            prop_assert_eq!(sum.exact(), (one + other).to_string());
            prop_assert_eq!(sum.clone() - Seconds::from(other), Seconds::from(one));
            prop_assert_eq!(Seconds::from(one) - sum, Seconds::default());
        }

        #[test]
        fn what_is_shown_is_within_half_a_hundredth(hundredths in 0..100_000_000_u64, rest in 0..1_000_u64) {
            let exact = Seconds::of(BigDecimal::new((hundredths * 1_000 + rest).into(), 5));
            let rounded = hundredths + u64::from(rest >= 500);
            prop_assert_eq!(exact.to_string(), Seconds::of(BigDecimal::new(rounded.into(), 2)).to_string());
            let mut read = 0;
            for part in exact.to_string().split(' ') {
                let (number, unit) = part.split_at(part.len() - 1);
                let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
                let number: u64 = format!("{whole}{decimals:0<2}").parse().unwrap_or(u64::MAX);
                read += number * match unit { "h" => 3_600, "m" => 60, _ => 1 };
            }
            prop_assert_eq!(read, rounded);
        }
    }
}
