//! Periods over which a promise is measured.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::hours::Hours;
use super::seconds::Seconds;
use crate::say;

/// Seconds of the mean month: a twelfth of the mean year of 365.2425 days, 30.436875 days.
pub const MEAN_MONTH: u64 = 2_629_746;

/// Seconds of the mean year of the Gregorian calendar: 365.2425 days.
pub const MEAN_YEAR: u64 = 31_556_952;

/// Period over which the time of failure is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeasuringPeriod {
    /// One day.
    Day,
    /// From Monday to Sunday.
    Week,
    /// From the first to the last of a month: 28 to 31 days.
    CalendarMonth,
    /// A month of mean length, 30.436875 days; it has no first or last day.
    MeanMonth,
    /// Three calendar months from January, April, July or October.
    Quarter,
    /// From January to December.
    Year,
    /// The 30 days that end with the day in question.
    Rolling30d,
}

impl MeasuringPeriod {
    /// All of them, as the schema lists them.
    pub const ALL: [Self; 7] =
        [Self::Day, Self::Week, Self::CalendarMonth, Self::MeanMonth, Self::Quarter, Self::Year, Self::Rolling30d];

    /// Reads the word that is typed, such as `calendar_month`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|period| period.word() == text)
    }

    /// The word that is typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::CalendarMonth => "calendar_month",
            Self::MeanMonth => "mean_month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Rolling30d => "rolling_30d",
        }
    }

    /// For people: `calendar month`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Day => say!("day"),
            Self::Week => say!("week"),
            Self::CalendarMonth => say!("calendar month"),
            Self::MeanMonth => say!("mean month"),
            Self::Quarter => say!("quarter"),
            Self::Year => say!("year"),
            Self::Rolling30d => say!("rolling 30 days"),
        }
    }

    /// For people, of what is counted in every one of them: `each calendar month`.
    #[must_use]
    pub fn each(self) -> String {
        match self {
            Self::Day => say!("each day"),
            Self::Week => say!("each week"),
            Self::CalendarMonth => say!("each calendar month"),
            Self::MeanMonth => say!("each mean month"),
            Self::Quarter => say!("each quarter"),
            Self::Year => say!("each year"),
            Self::Rolling30d => say!("in any 30 days"),
        }
    }

    /// First and last day of the period that has this day. `None` for the mean month, and beyond the years -9999 and 9999.
    #[must_use]
    pub fn around(self, day: Date) -> Option<(Date, Date)> {
        let months =
            |first: Date, months: i32| Some((first, first.checked_add((months - 1).months()).ok()?.last_of_month()));
        match self {
            Self::Day => Some((day, day)),
            Self::Week => {
                let monday = day.checked_sub(i32::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
                Some((monday, monday.checked_add(6.days()).ok()?))
            }
            Self::CalendarMonth => months(day.first_of_month(), 1),
            Self::MeanMonth => None,
            Self::Quarter => months(Date::new(day.year(), (day.month() - 1) / 3 * 3 + 1, 1).ok()?, 3),
            Self::Year => Some((day.first_of_year(), day.last_of_year())),
            Self::Rolling30d => Some((day.checked_sub(29.days()).ok()?, day)),
        }
    }

    /// Agreed time in the period that has this day: by real instants, with clock changes and holidays; for the mean
    /// month the ordinary week of the hours, spread evenly. `zone` cuts the days of hours that never end. 0 beyond
    /// the years -9999 and 9999.
    #[must_use]
    pub fn agreed(self, hours: &Hours, day: Date, zone: &TimeZone) -> Seconds {
        match (self, self.around(day)) {
            (Self::MeanMonth, _) => hours.mean(MEAN_MONTH),
            (_, Some((first, last))) => hours.agreed(first, last, zone),
            (_, None) => Seconds::default(),
        }
    }

    /// Seconds of a period of mean length: of months a twelfth of the mean year, of 30 days these.
    #[must_use]
    pub fn mean_seconds(self) -> u64 {
        match self {
            Self::Day => 86_400,
            Self::Week => 604_800,
            Self::CalendarMonth | Self::MeanMonth => MEAN_MONTH,
            Self::Quarter => 3 * MEAN_MONTH,
            Self::Year => MEAN_YEAR,
            Self::Rolling30d => 30 * 86_400,
        }
    }

    /// Fewest days that such a period has. The mean month lies between 30 and 31.
    #[must_use]
    pub fn shortest(self) -> u32 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::CalendarMonth => 28,
            Self::MeanMonth | Self::Rolling30d => 30,
            Self::Quarter => 90,
            Self::Year => 365,
        }
    }

    /// Most days that such a period has.
    #[must_use]
    pub fn longest(self) -> u32 {
        match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::CalendarMonth | Self::MeanMonth => 31,
            Self::Rolling30d => 30,
            Self::Quarter => 92,
            Self::Year => 366,
        }
    }

    /// Whether a share that is promised for each period of this kind holds for those of the other kind, too: what
    /// holds each day holds each month, not the other way round. The three kinds of month count as equally long;
    /// weeks are taken to fill the longer periods.
    #[must_use]
    pub fn is_within(self, other: Self) -> bool {
        self.rank() <= other.rank()
    }

    fn rank(self) -> u8 {
        match self {
            Self::Day => 0,
            Self::Week => 1,
            Self::CalendarMonth | Self::MeanMonth | Self::Rolling30d => 2,
            Self::Quarter => 3,
            Self::Year => 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_words_are_those_of_the_schema() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../schema/common.schema.json")).unwrap_or_default();
        let words = MeasuringPeriod::ALL.map(MeasuringPeriod::word);
        assert_eq!(schema["$defs"]["measuringPeriod"]["enum"], serde_json::json!(words));
        for period in MeasuringPeriod::ALL {
            assert_eq!(MeasuringPeriod::parse(period.word()), Some(period));
        }
        for wrong in ["", "month", "Day", "calendar month", "day "] {
            assert_eq!(MeasuringPeriod::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn periods_lie_around_a_day() {
        let around = |period: MeasuringPeriod, day| {
            period.around(day).map(|(first, last)| (first.to_string(), last.to_string())).unwrap_or_default()
        };
        let days = |first: &str, last: &str| (first.to_owned(), last.to_owned());
        let day = date(2028, 2, 29);
        assert_eq!(around(MeasuringPeriod::Day, day), days("2028-02-29", "2028-02-29"));
        assert_eq!(around(MeasuringPeriod::Week, day), days("2028-02-28", "2028-03-05"));
        assert_eq!(around(MeasuringPeriod::Week, date(2026, 11, 22)), days("2026-11-16", "2026-11-22"));
        assert_eq!(around(MeasuringPeriod::CalendarMonth, day), days("2028-02-01", "2028-02-29"));
        assert_eq!(around(MeasuringPeriod::MeanMonth, day), days("", ""));
        assert_eq!(around(MeasuringPeriod::Quarter, day), days("2028-01-01", "2028-03-31"));
        assert_eq!(around(MeasuringPeriod::Quarter, date(2026, 12, 31)), days("2026-10-01", "2026-12-31"));
        assert_eq!(around(MeasuringPeriod::Year, day), days("2028-01-01", "2028-12-31"));
        assert_eq!(around(MeasuringPeriod::Rolling30d, day), days("2028-01-31", "2028-02-29"));
        assert_eq!(around(MeasuringPeriod::Quarter, Date::MAX), days("9999-10-01", "9999-12-31"));
        assert_eq!(around(MeasuringPeriod::Rolling30d, Date::MIN), days("", ""));
    }

    #[test]
    fn each_period_is_between_its_shortest_and_its_longest() {
        for period in MeasuringPeriod::ALL {
            let mut seen = (u32::MAX, 0);
            for day in date(2023, 1, 1).series(1.day()).take(2_000) {
                let Some((first, last)) = period.around(day) else { continue };
                assert!(first <= day && day <= last, "{period:?} {day}");
                let length = u32::try_from(super::super::date::days_between(first, last)).unwrap_or_default() + 1;
                seen = (seen.0.min(length), seen.1.max(length));
            }
            if period == MeasuringPeriod::MeanMonth {
                seen = (u32::try_from(MEAN_MONTH / 86_400).unwrap_or_default(), 31);
            }
            assert_eq!((period.shortest(), period.longest()), seen, "{period:?}");
        }
        assert_eq!(MEAN_MONTH * 12, MEAN_YEAR);
    }

    #[test]
    fn what_holds_each_day_holds_each_month() {
        use MeasuringPeriod::{CalendarMonth, Day, MeanMonth, Quarter, Rolling30d, Week, Year};
        let ordered = [vec![Day], vec![Week], vec![CalendarMonth, MeanMonth, Rolling30d], vec![Quarter], vec![Year]];
        for (index, shorter) in ordered.iter().enumerate() {
            for (other, longer) in ordered.iter().enumerate() {
                for (one, two) in shorter.iter().flat_map(|one| longer.iter().map(move |two| (*one, *two))) {
                    assert_eq!(one.is_within(two), index <= other, "{one:?} {two:?}");
                }
            }
        }
    }

    #[test]
    fn agreed_time_is_that_of_the_period() {
        let agreed = |period: MeasuringPeriod| period.agreed(&Hours::Always, date(2026, 2, 10), &TimeZone::UTC).exact();
        assert_eq!(
            MeasuringPeriod::ALL.map(agreed),
            ["86400", "604800", "2419200", "2629746", "7776000", "31536000", "2592000"]
        );
    }
}
