//! Periods over which a promise is measured.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::hours::Hours;
use super::seconds::Seconds;

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
    pub fn words(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::CalendarMonth => "calendar month",
            Self::MeanMonth => "mean month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Rolling30d => "rolling 30 days",
        }
    }

    /// For people, of what is counted in every one of them: `each calendar month`.
    #[must_use]
    pub fn each(self) -> &'static str {
        match self {
            Self::Day => "each day",
            Self::Week => "each week",
            Self::CalendarMonth => "each calendar month",
            Self::MeanMonth => "each mean month",
            Self::Quarter => "each quarter",
            Self::Year => "each year",
            Self::Rolling30d => "in any 30 days",
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

    /// Agreed time in the period that has this day: by real instants, with clock changes and holidays; for the mean month the
    /// ordinary week of the hours, spread evenly. `zone` cuts the days of hours that never end. 0 beyond the years -9999 and 9999.
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

    /// Whether a share that is promised for each period of this kind holds for those of the other kind, too: what holds
    /// each day holds each month, not the other way round. The three kinds of month count as equally long; weeks are taken
    /// to fill the longer periods.
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
