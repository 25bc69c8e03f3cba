//! Periods of records and plans: a month, a quarter, a half, a year, or from one day to another.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;

use super::date;
use crate::say;

/// A span of days; both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// Length in months: 1, 3, 6 or 12; 0 for a span between two days.
    pub months: i32,
}

impl Period {
    /// Reads `2026-03`, `2026-Q1`, `2026-H1`, `2026` or `2026-01-01/2026-03-31`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((start, end)) = text.split_once('/') {
            let (start, end) = (date::parse(start)?, date::parse(end)?);
            return (start <= end).then_some(Self { start, end, months: 0 });
        }
        let (year, part) = text.split_once('-').unwrap_or((text, ""));
        if year.len() != 4 || !text.is_ascii() {
            return None;
        }
        let year: i16 = year.parse().ok()?;
        let (number, months): (i8, i8) = match part.as_bytes() {
            [] => (1, 12),
            [b'Q', number] => (i8::try_from(number.checked_sub(b'0')?).ok()?, 3),
            [b'H', number] => (i8::try_from(number.checked_sub(b'0')?).ok()?, 6),
            [_, _] => (part.parse().ok()?, 1),
            _ => return None,
        };
        if !(1..=12 / months).contains(&number) {
            return None;
        }
        Self::months(Date::new(year, (number - 1) * months + 1, 1).ok()?, i32::from(months))
    }

    fn months(start: Date, months: i32) -> Option<Self> {
        let end = start.checked_add(months.months()).ok()?.yesterday().ok()?;
        Some(Self { start, end, months })
    }

    /// The period of so many months that has a day: 1, 3, 6 or 12, counted from January. `None` for other lengths, and
    /// beyond the year 9999.
    #[must_use]
    pub fn around(day: Date, months: i8) -> Option<Self> {
        if ![1, 3, 6, 12].contains(&months) {
            return None;
        }
        let first = Date::new(day.year(), (day.month() - 1) / months * months + 1, 1).ok()?;
        Self::months(first, i32::from(months))
    }

    /// The period as people read it, in the language that is spoken: `Sep 2026`, `Q3 2026`, `1 Mar 2024 to 31 Dec 2026`.
    #[must_use]
    pub fn words(self) -> String {
        let (year, month) = (self.start.year(), i32::from(self.start.month()));
        match self.months {
            1 => say!("{month} {year}", month = date::month(self.start), year),
            3 => say!("Q{number} {year}|quarter of a year", number = (month + 2) / 3, year),
            6 if month == 1 => say!("First half of {year}", year),
            6 => say!("Second half of {year}", year),
            12 => year.to_string(),
            _ if self.start == self.end => date::display(self.start),
            _ => say!("{from} to {to}|days", from = date::display(self.start), to = date::display(self.end)),
        }
    }

    /// The period of the same length after this one. `None` after a span between two days, and beyond the year 9999.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        if self.months == 0 {
            return None;
        }
        Self::months(self.end.tomorrow().ok()?, self.months)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.start.year(), i32::from(self.start.month()));
        match self.months {
            1 => write!(f, "{year:04}-{month:02}"),
            3 => write!(f, "{year:04}-Q{}", (month + 2) / 3),
            6 => write!(f, "{year:04}-H{}", (month + 5) / 6),
            12 => write!(f, "{year:04}"),
            _ => write!(f, "{}/{}", self.start, self.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn periods_are_read_as_they_are_written_and_follow_each_other() {
        for (text, first, last, next) in [
            ("2026-02", "2026-02-01", "2026-02-28", Some("2026-03")),
            ("2026-12", "2026-12-01", "2026-12-31", Some("2027-01")),
            ("2026-Q4", "2026-10-01", "2026-12-31", Some("2027-Q1")),
            ("2026-H1", "2026-01-01", "2026-06-30", Some("2026-H2")),
            ("2024", "2024-01-01", "2024-12-31", Some("2025")),
            ("2026-04-06/2027-04-05", "2026-04-06", "2027-04-05", None),
            ("9999", "", "", None),
        ] {
            let period = Period::parse(text);
            let read = period.map(|period| (period.start.to_string(), period.end.to_string(), period.to_string()));
            let expected = (!first.is_empty()).then(|| (first.to_owned(), last.to_owned(), text.to_owned()));
            assert_eq!(read, expected, "{text}");
            let after = period.and_then(Period::next).map(|period| period.to_string());
            assert_eq!(after.as_deref(), next, "{text}");
        }
        for wrong in [
            "",
            "26",
            "2026-13",
            "2026-00",
            "2026-Q5",
            "2026-Q0",
            "2026-H3",
            "2026-1",
            "2026-03-01",
            "2026-05-02/2026-05-01",
            "２０２６",
        ] {
            assert_eq!(Period::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn periods_lie_around_a_day() {
        let day = Date::constant(2026, 11, 22);
        let around = |months| Period::around(day, months).map(|period| period.to_string()).unwrap_or_default();
        assert_eq!([1, 3, 6, 12].map(around), ["2026-11", "2026-Q4", "2026-H2", "2026"]);
        assert_eq!([0, 2, -1, 13].map(around), ["", "", "", ""]);
        assert_eq!(Period::around(Date::MAX, 1), None);
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "\\PC{0,12}") {
            let _ = Period::parse(&text);
        }
    }
}
