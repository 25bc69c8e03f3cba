//! What hours cover, and what they have in common.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::stretch::{Stretch, difference, intersection};
use super::{Hours, WEEK, zone};
use crate::model::seconds::Seconds;

impl Hours {
    /// The parts of these hours that `by` does not have, in the days of [`Hours::stretches`]. Empty: they are covered.
    #[must_use]
    pub fn uncovered(&self, by: &Self, first: Date, last: Date, zone: &TimeZone) -> Vec<Stretch> {
        self.days(first, last, zone).map(|days| difference(&self.within(days), &by.within(days))).unwrap_or_default()
    }

    /// Time that these hours have in common with others in a mean period of so many seconds, counted as [`Hours::mean`] does.
    /// Hours of two zones are looked at over the 52 weeks of a year, as in [`Hours::holds_week_of`].
    #[must_use]
    pub fn mean_common(&self, other: &Self, seconds_of_period: u64) -> Seconds {
        match (self, other) {
            (Self::Always, hours) | (hours, Self::Always) => hours.mean(seconds_of_period),
            (Self::Weekly(own), Self::Weekly(other)) if own.zone_name() == other.zone_name() => {
                let minutes = own.minutes_of_week().into_iter().zip(other.minutes_of_week());
                let both = minutes.filter(|(own, other)| *own && *other).count() as u64;
                Seconds::share(both * 60, seconds_of_period, WEEK)
            }
            (Self::Weekly(own), Self::Weekly(other)) => {
                let [own, other] = [own, other].map(|hours| Self::Weekly(hours.without_holidays()));
                let weeks = common(&[&own, &other], LEAP_YEAR, WHOLE_WEEKS, &TimeZone::UTC);
                Seconds::share(weeks.iter().map(Stretch::seconds).sum(), seconds_of_period, 52 * WEEK)
            }
        }
    }

    /// Whether an ordinary week of these hours has all of an ordinary week of others. Holidays and, in one zone, changes of
    /// the clock are left aside: they say nothing on what is promised in general. Hours of two zones are held against each
    /// other over a whole year, since their clocks may change on different days.
    #[must_use]
    pub fn holds_week_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Always, _) => true,
            (Self::Weekly(own), Self::Always) => own.minutes_of_week().iter().all(|minute| *minute),
            (Self::Weekly(own), Self::Weekly(other)) if own == other => true,
            (Self::Weekly(own), Self::Weekly(other)) if own.zone_name() == other.zone_name() => {
                own.minutes_of_week().iter().zip(other.minutes_of_week()).all(|(own, other)| *own || !other)
            }
            (Self::Weekly(own), Self::Weekly(other)) => {
                let [own, other] = [own, other].map(|hours| Self::Weekly(hours.without_holidays()));
                other.uncovered(&own, LEAP_YEAR.first_of_year(), LEAP_YEAR.last_of_year(), &TimeZone::UTC).is_empty()
            }
        }
    }
}

/// A day of the year over which hours of two zones are compared: a leap year, so that it has every date.
const LEAP_YEAR: Date = Date::constant(2024, 1, 1);

/// The last day of its 52 whole weeks, which begin with its first day.
const WHOLE_WEEKS: Date = Date::constant(2024, 12, 29);

/// What all of these hours have in common in the days from `first` to `last` of `zone`: the effective hours along a chain.
/// For no hours at all, these days.
#[must_use]
pub fn common(all: &[&Hours], first: Date, last: Date, zone: &TimeZone) -> Vec<Stretch> {
    let Some(days) = zone::days(zone, first, last) else { return Vec::new() };
    all.iter().fold(vec![days], |common, hours| intersection(&common, &hours.within(days)))
}
