//! Days and intervals between reviews.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use serde::Deserialize;

use crate::say;

/// Reads a day written as `2026-11-22`, and only so: other notations are ambiguous.
#[must_use]
pub fn parse(text: &str) -> Option<Date> {
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shaped {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?).ok()
}

/// A day as people read it, in the language that is spoken: `22 Nov 2026`.
#[must_use]
pub fn display(date: Date) -> String {
    say!("{day} {month} {year}", day = date.day(), month = month(date), year = date.year())
}

/// The short name of the month of a day, in the language that is spoken: `Nov`.
#[must_use]
pub fn month(date: Date) -> String {
    match date.month() {
        1 => say!("Jan"),
        2 => say!("Feb"),
        3 => say!("Mar"),
        4 => say!("Apr"),
        5 => say!("May"),
        6 => say!("Jun"),
        7 => say!("Jul"),
        8 => say!("Aug"),
        9 => say!("Sep"),
        10 => say!("Oct"),
        11 => say!("Nov"),
        _ => say!("Dec"),
    }
}

/// Whole days from one day to a later one; negative when it is earlier.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// A calendar interval such as `P12M` or `P90D`: years, months, weeks and days, no clock times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Interval {
    months: i32,
    days: i32,
}

/// The text is no calendar interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an interval such as `P12M`, `P90D` or `P1Y6M`")]
pub struct IntervalError;

impl Interval {
    /// The day that lies one interval after another; the last day of a month where that month is shorter.
    /// `None` beyond the year 9999.
    #[must_use]
    pub fn after(self, date: Date) -> Option<Date> {
        let span: Span = self.months.months().days(self.days);
        date.checked_add(span).ok()
    }

    /// The day that lies one interval before another, in the same way. `None` before the year -9999.
    #[must_use]
    pub fn before(self, date: Date) -> Option<Date> {
        let span: Span = self.months.months().days(self.days);
        date.checked_sub(span).ok()
    }

    /// Whether it ends on the day on which it begins.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.months == 0 && self.days == 0
    }

    /// The length in words, in years where these are whole: `6 years`, `18 months`.
    #[must_use]
    pub fn words_in_years(self) -> String {
        match (self.months / 12, self.months % 12, self.days) {
            (1, 0, 0) => say!("{count} year", count = 1),
            (count, 0, 0) if count > 1 => say!("{count} years", count),
            _ => self.words(),
        }
    }

    /// The length in words: `36 months`, `1 month and 15 days`.
    #[must_use]
    pub fn words(self) -> String {
        let days = match self.days {
            1 => say!("{count} day", count = 1),
            count => say!("{count} days", count),
        };
        let months = match self.months {
            1 => say!("{count} month", count = 1),
            count => say!("{count} months", count),
        };
        match (self.months, self.days) {
            (0, _) => days,
            (_, 0) => months,
            _ => say!("{months} and {days}", months, days),
        }
    }
}

impl FromStr for Interval {
    type Err = IntervalError;

    fn from_str(text: &str) -> Result<Self, IntervalError> {
        let mut rest = text.strip_prefix('P').filter(|rest| !rest.is_empty()).ok_or(IntervalError)?;
        let (mut months, mut days, mut last) = (0_i32, 0_i32, 0);
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let number: i32 = rest[..digits].parse().map_err(|_| IntervalError)?;
            let unit = rest[digits..].chars().next().ok_or(IntervalError)?;
            let (order, to, factor) = match unit {
                'Y' => (1, &mut months, 12),
                'M' => (2, &mut months, 1),
                'W' => (3, &mut days, 7),
                'D' => (4, &mut days, 1),
                _ => return Err(IntervalError),
            };
            if order <= last || number > 10_000 {
                return Err(IntervalError);
            }
            *to += number * factor;
            last = order;
            rest = &rest[digits + 1..];
        }
        Ok(Self { months, days })
    }
}

impl TryFrom<String> for Interval {
    type Error = IntervalError;

    fn try_from(text: String) -> Result<Self, IntervalError> {
        text.parse()
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.months, self.days) {
            (0, days) => write!(f, "P{days}D"),
            (months, 0) => write!(f, "P{months}M"),
            (months, days) => write!(f, "P{months}M{days}D"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn intervals_are_told_in_words() {
        let words = ["P36M", "P1D", "P1Y6M", "P1M15D"].map(|text| text.parse::<Interval>().map(Interval::words));
        assert_eq!(words.map(Result::unwrap_or_default), ["36 months", "1 day", "18 months", "1 month and 15 days"]);
        let years = ["P6Y", "P12M", "P18M"].map(|text| text.parse::<Interval>().map(Interval::words_in_years));
        assert_eq!(years.map(Result::unwrap_or_default), ["6 years", "1 year", "18 months"]);
    }

    #[test]
    fn only_real_days_in_one_notation() {
        assert_eq!(parse("2024-02-29").map(display).as_deref(), Some("29 Feb 2024"));
        for wrong in
            ["2023-02-29", "2026-13-01", "22/11/2026", "2026-1-2", "20261122", "2026-11-22T00:00", "２０２６-11-22"]
        {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_interval_ends_on_the_last_day_of_a_shorter_month() {
        let after = |text: &str, day: &str| {
            text.parse::<Interval>()
                .ok()
                .zip(parse(day))
                .and_then(|(interval, day)| interval.after(day))
                .map(|day| day.to_string())
        };
        assert_eq!(after("P1M", "2024-01-31").as_deref(), Some("2024-02-29"));
        assert_eq!(after("P12M", "2024-02-29").as_deref(), Some("2025-02-28"));
        assert_eq!(after("P1Y6M", "2026-01-01").as_deref(), Some("2027-07-01"));
        assert_eq!(after("P2W", "2026-12-25").as_deref(), Some("2027-01-08"));
        for wrong in ["", "P", "12M", "P12", "PT4H", "P1D1M", "P-1M", "P99999Y"] {
            assert!(wrong.parse::<Interval>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn parsers_never_panic(text in "\\PC{0,14}") {
            let _ = parse(&text);
            let _ = text.parse::<Interval>();
        }

        #[test]
        fn a_day_is_read_as_it_is_written(year in 1..9999_i16, month in 1..=12_i8, day in 1..=28_i8) {
            let date = Date::constant(year, month, day);
            prop_assert_eq!(parse(&date.to_string()), Some(date));
        }
    }
}
