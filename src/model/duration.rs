//! Lengths of time that are promised: four hours, two days.

use std::fmt;
use std::str::FromStr;

use super::hours::Hours;
use crate::say;

/// Seconds of a day by the clock.
const DAY: u64 = 86_400;

/// Most digits of one number; with them no sum overflows.
const DIGITS: usize = 6;

/// A length of time such as `PT4H`, `P2D` or `P1DT2H`: days, and seconds beside them. Not ordered: on a clock of
/// support hours a day is shorter than 24 hours. Compare what [`Duration::elapsed`] or [`Duration::on_hours`] gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Duration {
    /// Days, 0 to 7,999,992: those typed as such or as weeks of seven.
    pub days: u64,
    /// Seconds beside the days, 0 to 3,660,996,339: hours, minutes and seconds.
    pub seconds: u64,
}

/// The text is no length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DurationError {
    /// Another notation.
    #[error("not a length of time such as `PT4H`, `PT1H30M` or `P2D`")]
    Notation,
    /// Years or months.
    #[error("years and months have no fixed length")]
    NoFixedLength,
    /// A number of more than six digits.
    #[error("a number of more than six digits")]
    TooLong,
}

impl Duration {
    /// Whether it is no time at all, such as `PT0S`: no loss of data.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.days == 0 && self.seconds == 0
    }

    /// Seconds by the clock; a day is 24 hours.
    #[must_use]
    pub fn elapsed(self) -> u64 {
        self.days * DAY + self.seconds
    }

    /// Seconds of these hours; a day is one ordinary day of them ([`Hours::nominal_day`]).
    #[must_use]
    pub fn on_hours(self, hours: &Hours) -> u64 {
        self.days * hours.nominal_day() + self.seconds
    }

    /// In words: `4 hours`, `1 hour and 45 minutes`, `1 day, 2 hours and 5 minutes`.
    #[must_use]
    pub fn words(self) -> String {
        let [days, hours, minutes, seconds] = self.parts();
        let parts = [
            (days, if days == 1 { say!("{count} day", count = days) } else { say!("{count} days", count = days) }),
            (
                hours,
                if hours == 1 { say!("{count} hour", count = hours) } else { say!("{count} hours", count = hours) },
            ),
            (
                minutes,
                match minutes {
                    1 => say!("{count} minute", count = minutes),
                    _ => say!("{count} minutes", count = minutes),
                },
            ),
            (
                seconds,
                match seconds {
                    1 => say!("{count} second", count = seconds),
                    _ => say!("{count} seconds", count = seconds),
                },
            ),
        ];
        let mut parts: Vec<_> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, part)| part).collect();
        match (parts.pop(), parts.is_empty()) {
            (None, _) => say!("{count} seconds", count = 0),
            (Some(last), true) => last,
            (Some(last), false) => say!("{parts} and {last}", parts = parts.join(", "), last),
        }
    }

    /// Days, hours, minutes, seconds.
    fn parts(self) -> [u64; 4] {
        [self.days, self.seconds / 3_600, self.seconds / 60 % 60, self.seconds % 60]
    }
}

impl FromStr for Duration {
    type Err = DurationError;

    fn from_str(text: &str) -> Result<Self, DurationError> {
        let mut rest = text.strip_prefix('P').ok_or(DurationError::Notation)?;
        let (mut length, mut last, mut clock) = (Self { days: 0, seconds: 0 }, 0, false);
        loop {
            if let (false, Some(after)) = (clock, rest.strip_prefix('T')) {
                (clock, last, rest) = (true, 0, after);
            }
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let unit = rest[digits..].chars().next().filter(|_| digits > 0).ok_or(DurationError::Notation)?;
            let (order, to, factor) = match (clock, unit) {
                (false, 'Y' | 'M') => return Err(DurationError::NoFixedLength),
                (false, 'W') => (1, &mut length.days, 7),
                (false, 'D') => (2, &mut length.days, 1),
                (true, 'H') => (1, &mut length.seconds, 3_600),
                (true, 'M') => (2, &mut length.seconds, 60),
                (true, 'S') => (3, &mut length.seconds, 1),
                _ => return Err(DurationError::Notation),
            };
            if order <= last {
                return Err(DurationError::Notation);
            }
            if digits > DIGITS {
                return Err(DurationError::TooLong);
            }
            *to += factor * rest[..digits].parse::<u64>().map_err(|_| DurationError::Notation)?;
            last = order;
            rest = &rest[digits + 1..];
            if rest.is_empty() {
                return Ok(length);
            }
        }
    }
}

impl fmt::Display for Duration {
    /// The shortest notation: `P1DT2H`, `PT1H30M`, `PT0S`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return f.write_str("PT0S");
        }
        let [days, clock @ ..] = self.parts();
        f.write_str("P")?;
        if days > 0 {
            write!(f, "{days}D")?;
        }
        if self.seconds > 0 {
            f.write_str("T")?;
        }
        (clock.iter().zip(["H", "M", "S"]))
            .filter(|(count, _)| **count > 0)
            .try_for_each(|(count, unit)| write!(f, "{count}{unit}"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::hours::Weekly;
    use super::*;

    fn duration(text: &str) -> Duration {
        text.parse().unwrap_or_else(|_| panic!("{text}"))
    }

    #[test]
    fn lengths_of_time_are_read_told_and_counted() {
        for (text, canonical, words, elapsed) in [
            ("PT4H", "PT4H", "4 hours", 14_400),
            ("PT105M", "PT1H45M", "1 hour and 45 minutes", 6_300),
            ("P2D", "P2D", "2 days", 172_800),
            ("P1W", "P7D", "7 days", 604_800),
            ("P1W1D", "P8D", "8 days", 691_200),
            ("P1DT2H5M", "P1DT2H5M", "1 day, 2 hours and 5 minutes", 93_900),
            ("PT36H", "PT36H", "36 hours", 129_600),
            ("PT1M1S", "PT1M1S", "1 minute and 1 second", 61),
            ("P0D", "PT0S", "0 seconds", 0),
            ("PT0S", "PT0S", "0 seconds", 0),
        ] {
            let length = duration(text);
            assert_eq!((length.to_string().as_str(), length.words().as_str()), (canonical, words), "{text}");
            assert_eq!((length.elapsed(), length.is_zero()), (elapsed, elapsed == 0), "{text}");
        }
        assert_eq!(duration("P999999W999999DT999999H999999M999999S").elapsed(), 7_999_992 * 86_400 + 999_999 * 3_661);
    }

    #[test]
    fn a_day_of_support_hours_is_shorter_than_a_day() {
        let hours = Weekly::new("Europe/London", &["mon", "tue"], "08:00", "18:00", BTreeSet::new()).map(Hours::Weekly);
        let hours = hours.unwrap_or(Hours::Always);
        assert_eq!(duration("P2DT30M").on_hours(&hours), 2 * 36_000 + 1_800);
        assert_eq!(duration("P2DT30M").on_hours(&Hours::Always), duration("P2DT30M").elapsed());
    }

    #[test]
    fn other_texts_are_no_lengths_of_time() {
        use DurationError::{NoFixedLength, Notation, TooLong};
        for (text, error) in [
            ("", Notation),
            ("P", Notation),
            ("PT", Notation),
            ("P1DT", Notation),
            ("4H", Notation),
            ("P4H", Notation),
            ("PT4D", Notation),
            ("PT1.5H", Notation),
            ("PT1,5H", Notation),
            ("P-1D", Notation),
            ("P1D1W", Notation),
            ("PT1M1H", Notation),
            ("PT1H1H", Notation),
            ("P1DT1HT1M", Notation),
            ("pt4h", Notation),
            ("PT４H", Notation),
            ("PT4", Notation),
            ("P1M", NoFixedLength),
            ("P1Y6M", NoFixedLength),
            ("PT1000000S", TooLong),
            ("P99999999999999999999999D", TooLong),
        ] {
            assert_eq!(text.parse::<Duration>(), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "\\PC{0,14}", near in "P[0-9YMWDTHS.]{0,14}") {
            let _ = text.parse::<Duration>();
            let _ = near.parse::<Duration>();
        }

        #[test]
        fn a_length_is_read_as_it_is_written(days in 0..1_000_000_u64, seconds in 0..3_599_999_999_u64) {
            let length = Duration { days, seconds };
            prop_assert_eq!(length.to_string().parse(), Ok(length));
            prop_assert_eq!(length.elapsed(), days * 86_400 + seconds);
        }
    }
}
