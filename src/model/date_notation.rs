//! Days in other notations than the one that counts, where it is beyond doubt which day is meant.

use jiff::civil::Date;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The day that a text means. `None` where it may mean two (`05/11/2026` is a day in May or in November), or none.
#[must_use]
pub fn meant(text: &str) -> Option<Date> {
    let lower = text.trim().to_ascii_lowercase();
    let parts: Vec<&str> = lower
        .split(|char: char| char.is_whitespace() || ",./-".contains(char))
        .filter(|part| !part.is_empty())
        .collect();
    let (year, month, day) = match parts[..] {
        [one] if one.len() == 8 && one.bytes().all(|byte| byte.is_ascii_digit()) => {
            (number(&one[..4])?, number(&one[4..6])?, number(&one[6..])?)
        }
        [year, month, day] if year.len() == 4 => (number(year)?, month_of(month)?, number(day)?),
        [first, second, year] if year.len() == 4 => {
            let (month, day) = month_and_day(first, second, lower.contains('.'))?;
            (number(year)?, month, day)
        }
        _ => return None,
    };
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Month and day of two parts before the year.
fn month_and_day(first: &str, second: &str, dotted: bool) -> Option<(u32, u32)> {
    match (named(first), named(second)) {
        (Some(month), None) => Some((month, number(second)?)),
        (None, Some(month)) => Some((month, number(first)?)),
        (None, None) => {
            let (first, second) = (number(first)?, number(second)?);
            // With dots the day comes first wherever dates are written so.
            if first > 12 || dotted || first == second {
                Some((second, first))
            } else if second > 12 {
                Some((first, second))
            } else {
                None
            }
        }
        _ => None,
    }
}

fn month_of(text: &str) -> Option<u32> {
    named(text).or_else(|| number(text))
}

/// A month by its English name, or its first three letters or more.
fn named(text: &str) -> Option<u32> {
    let index = MONTHS.iter().position(|month| text.len() >= 3 && month.starts_with(text))?;
    u32::try_from(index + 1).ok()
}

/// A number of digits only, with the ending of `5th` left out.
fn number(text: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| text.strip_suffix(ending)).unwrap_or(text);
    let plain = !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::date;
    use proptest::prelude::*;

    #[test]
    fn notations_that_mean_one_day() {
        let fifth = date::parse("2026-11-05");
        for text in [
            "2026/11/05",
            "2026.11.5",
            "2026-11-5",
            "20261105",
            "5 November 2026",
            "5 Nov 2026",
            "5th November, 2026",
            "November 5, 2026",
            "Nov 5 2026",
            "5. November 2026",
            "05.11.2026",
            " 2026-11-05 ",
            "2026-Nov-05",
        ] {
            assert_eq!(meant(text), fifth, "{text}");
        }
        assert_eq!(meant("25/11/2026"), date::parse("2026-11-25"));
        assert_eq!(meant("11/25/2026"), date::parse("2026-11-25"));
        assert_eq!(meant("05/05/2026"), date::parse("2026-05-05"));
    }

    #[test]
    fn what_may_mean_two_days_means_none() {
        for text in [
            "05/11/2026",
            "5-11-2026",
            "05/11/26",
            "tomorrow",
            "31 November 2026",
            "2026",
            "2026-13-01",
            "",
            "Ma 5 2026",
        ] {
            assert_eq!(meant(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_taken_or_left(text in ".{0,24}") {
            let _ = meant(&text);
        }

        #[test]
        fn what_counts_already_means_itself(year in 1000_i16..=9999, month in 1_i8..=12, day in 1_i8..=28) {
            let day = Date::new(year, month, day).ok();
            prop_assert_eq!(day.and_then(|day| meant(&day.to_string())), day);
        }
    }
}
