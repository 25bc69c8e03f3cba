//! How long people wait in the worst case: for a first answer, and until they can work again.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::Now;
use super::stated::{Agreement, Clock, PRIORITIES};
use crate::model::duration::Duration;
use crate::model::hours::Hours;

/// Computes waits, each once: many agreements have the same hours and times.
#[derive(Debug)]
pub struct Waits<'a> {
    now: &'a Now,
    known: RefCell<HashMap<Wait, Option<u64>>>,
}

/// Hours, and how many of their seconds have to run.
type Wait = (Arc<Hours>, u64);

impl<'a> Waits<'a> {
    /// Nothing is known yet.
    #[must_use]
    pub fn new(now: &'a Now) -> Self {
        Self { now, known: RefCell::default() }
    }

    /// Real seconds in the worst case until a time has run in given hours, over all starts of the year with today: the
    /// worst start is the moment at which the hours end. `None` where they hardly ever run.
    #[must_use]
    pub fn longest(&self, duration: &Duration, hours: &Arc<Hours>) -> Option<u64> {
        self.longest_of(duration.on_hours(hours), hours)
    }

    /// The same for a number of seconds of these hours.
    #[must_use]
    pub fn longest_of(&self, seconds: u64, hours: &Arc<Hours>) -> Option<u64> {
        if matches!(**hours, Hours::Always) {
            return Some(seconds);
        }
        let key = (Arc::clone(hours), seconds);
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        let year = self.now.day.year();
        let days = Date::new(year, 1, 1).ok().zip(Date::new(year, 12, 31).ok());
        let found = days.and_then(|(first, last)| hours.longest_wait(seconds, first, last, &self.now.zone));
        self.known.borrow_mut().insert(key, found);
        found
    }
}

impl Agreement {
    /// The hours in which help is promised for a priority: those in which its times run, else the support hours.
    #[must_use]
    pub fn hours_for(&self, priority: usize) -> Option<Arc<Hours>> {
        let times = self.priorities.levels.get(priority).and_then(Option::as_ref);
        match times.map(|times| times.clock) {
            Some(Clock::Elapsed) => Some(Arc::new(Hours::Always)),
            _ => self.support_hours.as_ref().map(|hours| Arc::clone(&hours.value)),
        }
    }

    /// The longest real time until an incident of a priority is resolved, in seconds. `None` where none is promised.
    #[must_use]
    pub fn longest_resolve(&self, priority: usize, waits: &Waits<'_>) -> Option<u64> {
        let resolve = self.priorities.levels.get(priority)?.as_ref()?.resolve.as_ref()?;
        waits.longest(&resolve.value, &self.hours_for(priority)?)
    }

    /// The same until the first answer.
    #[must_use]
    pub fn longest_respond(&self, priority: usize, waits: &Waits<'_>) -> Option<u64> {
        let respond = self.priorities.levels.get(priority)?.as_ref()?.respond.as_ref()?;
        waits.longest(&respond.value, &self.hours_for(priority)?)
    }

    /// Whether two agreements let the times of a priority run in the same hours.
    #[must_use]
    pub fn same_clock(&self, other: &Self, priority: usize) -> bool {
        self.hours_for(priority) == other.hours_for(priority)
    }
}

/// The name of a priority.
#[must_use]
pub fn name(priority: usize) -> &'static str {
    PRIORITIES.get(priority).copied().unwrap_or_default()
}
