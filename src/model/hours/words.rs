//! Hours in words.

use super::{Hours, Weekly};
use crate::say;

impl Hours {
    /// For people: `24 × 7`, `Mon–Fri 08:00–18:00 without public holidays, Europe/London`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Always => say!("24 × 7"),
            Self::Weekly(weekly) => {
                let (from, to) = weekly.minutes();
                let (days, from, to, zone) = (days(weekly), time(from), time(to), weekly.zone_name());
                if weekly.holidays().is_empty() {
                    say!("{days} {from}–{to}, {zone}", days, from, to, zone)
                } else {
                    say!("{days} {from}–{to} without public holidays, {zone}", days, from, to, zone)
                }
            }
        }
    }
}

/// What all of these hours have in common, in words. `None` where that cannot be said as one of [`Hours`]: they are of
/// several zones, have no time in common, or differ in hours over midnight; and for no hours at all.
#[must_use]
pub fn common_words(all: &[&Hours]) -> Option<String> {
    let (first, rest) = all.split_first()?;
    let common = rest.iter().try_fold((*first).clone(), |common, hours| match (common, hours) {
        (Hours::Always, hours) => Some((*hours).clone()),
        (common, Hours::Always) => Some(common),
        (Hours::Weekly(common), Hours::Weekly(weekly)) => common.common(weekly).map(Hours::Weekly),
    })?;
    Some(common.words())
}

/// `Mon–Fri`, `Mon, Wed`, `Mon–Wed, Sat, Sun`: three days in a row and more are one run.
fn days(weekly: &Weekly) -> String {
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for day in weekly.days() {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *day => *last = *day,
            _ => runs.push((*day, *day)),
        }
    }
    let said = runs.into_iter().map(|(first, last)| match last - first {
        0 => name(first),
        1 => format!("{}, {}", name(first), name(last)),
        _ => format!("{}–{}", name(first), name(last)),
    });
    said.collect::<Vec<_>>().join(", ")
}

/// The sign of a day of the week, counted from Monday.
fn name(day: u8) -> String {
    match day {
        0 => say!("Mon"),
        1 => say!("Tue"),
        2 => say!("Wed"),
        3 => say!("Thu"),
        4 => say!("Fri"),
        5 => say!("Sat"),
        _ => say!("Sun"),
    }
}

/// A minute of the day as a time: `08:00`, `24:00`.
fn time(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
