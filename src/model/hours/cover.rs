//! What hours cover, and what they have in common.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::stretch::{Stretch, difference, intersection};
use super::{Hours, zone};

impl Hours {
    /// The parts of these hours that `by` does not have, in the days of [`Hours::stretches`]. Empty: they are covered.
    #[must_use]
    pub fn uncovered(&self, by: &Self, first: Date, last: Date, zone: &TimeZone) -> Vec<Stretch> {
        self.days(first, last, zone).map(|days| difference(&self.within(days), &by.within(days))).unwrap_or_default()
    }
}

/// What all of these hours have in common in the days from `first` to `last` of `zone`: the effective hours along a
/// chain. For no hours at all, these days.
#[must_use]
pub fn common(all: &[&Hours], first: Date, last: Date, zone: &TimeZone) -> Vec<Stretch> {
    let Some(days) = zone::days(zone, first, last) else { return Vec::new() };
    all.iter().fold(vec![days], |common, hours| intersection(&common, &hours.within(days)))
}
