//! Percentages of time, in decimal: 99.9 is 99.9, never a binary fraction near it.

use std::fmt;
use std::str::FromStr;

use bigdecimal::{BigDecimal, RoundingMode};

use super::seconds::{Seconds, quotient, without_zeros};

/// Decimals of a percentage that a computation keeps: 100 decimals of the share.
const DECIMALS: i64 = 98;

/// Most decimals of a percentage that is typed.
const TYPED: usize = 12;

/// Share of time, in percent: 0 to 100, exact. Typed, it is more than 0; computed, it may be 0. Equal by value: 99.9
/// is 99.90.
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
    /// What is left of the time where all of these are needed: the product of their shares, 100 for none. Exact up to
    /// 100 decimals of the share; beyond that it is rounded down after each step, the smallest share first, so that
    /// the order in which they are given never matters.
    pub fn serial<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        Self(product(all.into_iter().map(|percent| percent.0.clone()), RoundingMode::Down))
    }

    /// The same where each of these is needed so many times: exact up to 100 decimals of the share, rounded down beyond.
    pub fn serial_of<'a>(all: impl IntoIterator<Item = (&'a Self, u32)>) -> Self {
        let shares = all.into_iter().map(|(percent, count)| power(&percent.0, count));
        Self(without_zeros(shares.fold(hundred(), |product, share| times(&product, &share, RoundingMode::Down)), 0))
    }

    /// What any one of these gives where each can stand in for the others and they fail independently: 1 less the
    /// product of the shares of time in which they fail, 0 for none. As exact as [`Percent::serial`], rounded down.
    pub fn redundant<'a>(all: impl IntoIterator<Item = &'a Self>) -> Self {
        let failing = product(all.into_iter().map(|percent| hundred() - &percent.0), RoundingMode::Up);
        Self(without_zeros(hundred() - failing, 0))
    }

    /// Longest time of failure that keeps the promise: `agreed * (100 - p) / 100`, exact.
    #[must_use]
    pub fn allowed_downtime(&self, agreed: &Seconds) -> Seconds {
        Seconds::of(hundredth(&(agreed.value() * (hundred() - &self.0))))
    }

    /// Share that a time of failure leaves: `(agreed - allowed) / agreed`, at least 0, rounded down at 30 decimals of
    /// the percentage. `None` where no time is agreed.
    #[must_use]
    pub fn of_downtime(allowed: &Seconds, agreed: &Seconds) -> Option<Self> {
        let left = agreed.clone() - allowed.clone();
        quotient(&(left.value() * hundred()), agreed.value()).map(Self)
    }

    /// Rounded down to so many decimals, 0 to 100, so that it never looks better than it is: `99.80`. Zeros at the
    /// end are kept.
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

/// Product of two shares in percent, with at most so many decimals as are kept.
fn times(one: &BigDecimal, other: &BigDecimal, mode: RoundingMode) -> BigDecimal {
    let product = without_zeros(hundredth(&(one * other)), 0);
    if product.fractional_digit_count() > DECIMALS { product.with_scale_round(DECIMALS, mode) } else { product }
}

/// A share in percent multiplied with itself, by squares.
fn power(share: &BigDecimal, count: u32) -> BigDecimal {
    let (mut result, mut square, mut left) = (hundred(), share.clone(), count);
    while left > 0 {
        if left % 2 == 1 {
            result = times(&result, &square, RoundingMode::Down);
        }
        left /= 2;
        if left > 0 {
            square = times(&square, &square, RoundingMode::Down);
        }
    }
    result
}

/// Product of shares in percent, sorted first: where a step is rounded, the order would tell.
fn product(all: impl Iterator<Item = BigDecimal>, mode: RoundingMode) -> BigDecimal {
    let mut all: Vec<_> = all.collect();
    all.sort();
    let product = all.iter().fold(hundred(), |product, percent| times(&product, percent, mode));
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

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

    use proptest::prelude::*;

    use super::*;

    fn percent(text: &str) -> Percent {
        text.parse().unwrap_or_else(|_| panic!("{text}"))
    }

    const DAY: u64 = 86_400;
    const PERCENTAGES: [&str; 6] = ["99", "99.5", "99.9", "99.95", "99.99", "99.999"];

    #[test]
    fn allowed_failure_is_exact_for_each_period() {
        // Mean month, 30, 31 and 28 days, week, year of 365 days, 21 days of 8 hours.
        let agreed = [2_629_746, 30 * DAY, 31 * DAY, 28 * DAY, 7 * DAY, 365 * DAY, 21 * 8 * 3_600];
        let exact = [
            ["26297.46", "25920", "26784", "24192", "6048", "315360", "6048"],
            ["13148.73", "12960", "13392", "12096", "3024", "157680", "3024"],
            ["2629.746", "2592", "2678.4", "2419.2", "604.8", "31536", "604.8"],
            ["1314.873", "1296", "1339.2", "1209.6", "302.4", "15768", "302.4"],
            ["262.9746", "259.2", "267.84", "241.92", "60.48", "3153.6", "60.48"],
            ["26.29746", "25.92", "26.784", "24.192", "6.048", "315.36", "6.048"],
        ];
        let shown = [
            ["7h 18m 17.46s", "7h 12m", "7h 26m 24s", "6h 43m 12s", "1h 40m 48s", "87h 36m", "1h 40m 48s"],
            ["3h 39m 8.73s", "3h 36m", "3h 43m 12s", "3h 21m 36s", "50m 24s", "43h 48m", "50m 24s"],
            ["43m 49.75s", "43m 12s", "44m 38.4s", "40m 19.2s", "10m 4.8s", "8h 45m 36s", "10m 4.8s"],
            ["21m 54.87s", "21m 36s", "22m 19.2s", "20m 9.6s", "5m 2.4s", "4h 22m 48s", "5m 2.4s"],
            ["4m 22.97s", "4m 19.2s", "4m 27.84s", "4m 1.92s", "1m 0.48s", "52m 33.6s", "1m 0.48s"],
            ["26.3s", "25.92s", "26.78s", "24.19s", "6.05s", "5m 15.36s", "6.05s"],
        ];
        for ((text, exact), shown) in PERCENTAGES.into_iter().zip(exact).zip(shown) {
            let allowed = agreed.map(|agreed| percent(text).allowed_downtime(&Seconds::from(agreed)));
            assert_eq!(allowed.each_ref().map(Seconds::exact), exact, "{text}");
            assert_eq!(allowed.map(|allowed| allowed.to_string()), shown, "{text}");
        }
        let mean_year = percent("99.9").allowed_downtime(&Seconds::from(31_556_952_u64));
        assert_eq!((mean_year.exact(), mean_year.to_string()), ("31556.952".to_owned(), "8h 45m 56.95s".to_owned()));
    }

    #[test]
    fn percentages_stay_as_they_are_typed_and_are_equal_by_value() {
        for text in ["99.90", "100", "100.000", "0.5", "0.000000000001", "99.999999999999", "10"] {
            assert_eq!(percent(text).to_string(), text);
        }
        let hash = |text| BuildHasherDefault::<DefaultHasher>::default().hash_one(percent(text));
        for (one, other) in [("99.9", "99.90"), ("100", "100.00"), ("10", "10.0"), ("5", "05")] {
            assert_eq!(percent(one), percent(other));
            assert_eq!(hash(one), hash(other));
        }
        assert!(percent("99.9") < percent("99.95"));
        for wrong in ["", ".", "99.", ".9", "99,9", "+99", "-1", "99.9%", " 99", "1e1", "1E1", "0099", "９９", "99.9.9"]
        {
            assert_eq!(wrong.parse::<Percent>(), Err(PercentError::Notation), "{wrong}");
        }
        assert_eq!("99.1234567890123".parse::<Percent>(), Err(PercentError::Notation));
        for wrong in ["0", "0.0", "000", "100.000000000001", "101", "999"] {
            assert_eq!(wrong.parse::<Percent>(), Err(PercentError::Range), "{wrong}");
        }
    }

    #[test]
    fn chains_are_never_shown_better_than_they_are() {
        let chain = ["99.95", "99.95", "99.9"].map(percent);
        let serial = Percent::serial(&chain);
        assert_eq!(serial.exact(), "99.800124975");
        assert_eq!(
            [0, 2, 3, 12].map(|decimals| serial.rounded(decimals)),
            ["99", "99.80", "99.800", "99.800124975000"]
        );
        assert!(serial < percent("99.9"));
        let pair = ["99.9", "99.5"].map(percent);
        assert_eq!(Percent::redundant(&pair).exact(), "99.9995");
        assert_eq!(Percent::redundant(&pair).rounded(3), "99.999");
        assert_eq!(Percent::redundant(&[percent("99"), percent("100.0")]).exact(), "100");
        assert_eq!(Percent::serial(&[percent("99.90")]).exact(), "99.9");
        assert_eq!([Percent::serial([]).exact(), Percent::redundant([]).exact()], ["100", "0"]);
        assert_eq!(Percent::redundant([]).rounded(2), "0.00");
        assert_eq!(percent("99.999").rounded(u32::MAX).len(), "99.".len() + 100);
        // 300 links need 4,200 decimals of the share, 12 alternatives 168; 100 are kept, rounded down (computed by
        // Python's decimal).
        assert_eq!(
            Percent::serial(&vec![percent("99.987654321123"); 300]).exact(),
            "96.36382414034855439676435521150954882214618264660869179634492297689952491667915247424872713240916715"
        );
        assert_eq!(
            Percent::redundant(&vec![percent("1.987654321123"); 12]).exact(),
            "21.40961853355381729501154769460181486689949628487410044768521750499806079443361529777549884829462132"
        );
    }

    #[test]
    fn a_time_of_failure_is_a_share_again() {
        let share = |allowed: u64, agreed: u64| {
            Percent::of_downtime(&Seconds::from(allowed), &Seconds::from(agreed)).map(|share| share.exact())
        };
        assert_eq!(share(0, 10).as_deref(), Some("100"));
        assert_eq!(share(1, 1_000).as_deref(), Some("99.9"));
        assert_eq!(share(11, 10).as_deref(), Some("0"));
        assert_eq!(share(1, 3).as_deref(), Some("66.666666666666666666666666666666"));
        assert_eq!(share(1, 0), None);
        let allowed = percent("99.9").allowed_downtime(&Seconds::from(2_629_746_u64));
        assert_eq!(Percent::of_downtime(&allowed, &Seconds::from(2_629_746_u64)), Some(percent("99.9")));
    }

    fn any_percent() -> impl Strategy<Value = Percent> {
        prop_oneof!["9[0-9]\\.[0-9]{1,12}", "[1-9][0-9]?", Just("100".to_owned()), "0\\.[0-9]{0,11}1"]
            .prop_map(|text| percent(&text))
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_keeps_what_it_takes(text in "\\PC{0,16}", near in "[0-9]{0,4}[.]?[0-9]{0,13}") {
            let _ = text.parse::<Percent>();
            if let Ok(percent) = near.parse::<Percent>() {
                let (typed, shown) = (near.trim_start_matches('0'), percent.to_string());
                prop_assert_eq!(shown.trim_start_matches('0'), typed);
            }
        }

        #[test]
        fn all_together_are_no_better_than_the_worst_and_alternatives_no_worse_than_the_best(
            all in prop::collection::vec(any_percent(), 1..24), turn in 0..24_usize
        ) {
            let (serial, redundant) = (Percent::serial(&all), Percent::redundant(&all));
            prop_assert!(Some(&serial) <= all.iter().min());
            prop_assert!(Some(&redundant) >= all.iter().max());
            prop_assert!(redundant <= percent("100"));
            let mut turned = all.clone();
            turned.rotate_left(turn % all.len());
            prop_assert_eq!(Percent::serial(&turned), serial);
            turned.reverse();
            prop_assert_eq!(Percent::redundant(&turned), redundant);
        }

        #[test]
        fn rounding_never_goes_up(all in prop::collection::vec(any_percent(), 1..6), decimals in 0..20_u32) {
            let serial = Percent::serial(&all);
            let rounded = serial.rounded(decimals);
            let decimals_shown = rounded.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            prop_assert_eq!(decimals_shown, decimals as usize);
            let rounded = BigDecimal::from_str(&rounded).unwrap_or_default();
            prop_assert!(rounded <= serial.0);
            prop_assert!(serial.0 - rounded < BigDecimal::new(1.into(), i64::from(decimals)));
        }

        #[test]
        fn allowed_failure_and_its_share_are_inverse(promise in any_percent(), agreed in 1..40_000_000_u64) {
            let agreed = Seconds::from(agreed);
            let allowed = promise.allowed_downtime(&agreed);
            prop_assert!(allowed <= agreed);
            prop_assert_eq!(Percent::of_downtime(&allowed, &agreed), Some(promise));
        }
    }
}
