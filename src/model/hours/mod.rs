//! Hours of service and of support: around the clock, or on days of the week in a time zone, without holidays.
//!
//! Agreed time is counted in real instants. Hours begin when the clock of their zone first shows their beginning or a
//! later time, and end when it first shows their end or a later time. So a Sunday has 23 or 25 hours where the clock
//! changes, hours from 08:00 to 18:00 always have 10, a time that the clock leaves out is the moment after the
//! change, and one that comes twice is the first. Hours that end when others begin never overlap them, and leave no
//! time between.

mod clock;
mod cover;
mod stretch;
mod weekly;
mod words;
mod zone;

use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use cover::common;
pub use stretch::Stretch;
pub use weekly::{HoursError, Weekly};
pub use words::common_words;

use super::seconds::Seconds;

/// Seconds of a day, without changes of the clock.
const DAY: u64 = 86_400;

/// Seconds of a week, without changes of the clock.
const WEEK: u64 = 604_800;

/// When something is there for its customers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hours {
    /// At any time: `24x7`.
    Always,
    /// At hours of days of the week.
    Weekly(Weekly),
}

impl Hours {
    /// Hours that never end: `24x7`.
    #[must_use]
    pub fn always() -> Self {
        Self::Always
    }

    /// These hours as stretches of real time: sorted, apart from each other, cut to the days from `first` to `last`,
    /// both included. The days are those of the hours' own zone, for `24x7` those of `zone`. Empty where `last` is
    /// before `first`.
    #[must_use]
    pub fn stretches(&self, first: Date, last: Date, zone: &TimeZone) -> Vec<Stretch> {
        self.days(first, last, zone).map(|days| self.within(days)).unwrap_or_default()
    }

    /// Time of these hours in the days from `first` to `last`, in seconds.
    #[must_use]
    pub fn agreed(&self, first: Date, last: Date, zone: &TimeZone) -> Seconds {
        Seconds::from(self.stretches(first, last, zone).iter().map(Stretch::seconds).sum::<u64>())
    }

    /// Seconds of one ordinary day on which there are such hours; 86,400 at most.
    #[must_use]
    pub fn nominal_day(&self) -> u64 {
        match self {
            Self::Always => DAY,
            Self::Weekly(weekly) => weekly.nominal_day(),
        }
    }

    /// Seconds of one ordinary week, without holidays and changes of the clock; 604,800 at most.
    #[must_use]
    pub fn nominal_week(&self) -> u64 {
        match self {
            Self::Always => WEEK,
            Self::Weekly(weekly) => weekly.nominal_day() * weekly.days().len() as u64,
        }
    }

    /// Time of these hours in a mean period of so many seconds: the ordinary week, spread evenly. Exact where the
    /// quotient ends, else rounded down at 30 decimals.
    #[must_use]
    pub fn mean(&self, seconds_of_period: u64) -> Seconds {
        Seconds::share(self.nominal_week(), seconds_of_period, WEEK)
    }

    /// The days from `first` to `last` in real time, as the zone of these hours has them.
    fn days(&self, first: Date, last: Date, zone: &TimeZone) -> Option<Stretch> {
        match self {
            Self::Always => zone::days(zone, first, last),
            Self::Weekly(weekly) => zone::days(weekly.zone(), first, last),
        }
    }

    /// These hours as far as they lie in that stretch: sorted, apart from each other.
    fn within(&self, window: Stretch) -> Vec<Stretch> {
        match self {
            Self::Always => vec![window],
            Self::Weekly(weekly) => weekly.within(window),
        }
    }
}
