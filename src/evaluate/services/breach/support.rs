//! Support hours: what an SLA promises against what the agreements behind it give.

use std::sync::Arc;

use jiff::civil::Date;

use super::super::stated::{Agreement, Clock};
use super::super::times;
use super::{Breach, Kind, Looked};
use crate::model::finding::Severity;
use crate::model::hours::Hours;
use crate::model::span::Span;

impl Looked<'_> {
    pub(super) fn support(&self, found: &mut Vec<Breach>) {
        for (index, sla) in self.services.slas() {
            let promised = promised(sla);
            if promised.is_empty() {
                continue;
            }
            for under in self.services.under(index).iter().filter(|under| under.is_serial()) {
                let other = &self.services.agreements[under.agreement];
                self.one(index, sla, &promised, other, found);
            }
        }
    }

    fn one(&self, index: usize, sla: &Agreement, promised: &[Promised], other: &Agreement, found: &mut Vec<Breach>) {
        // Priorities that lack the same hours are told in one finding.
        let mut open: Vec<Lack<'_>> = Vec::new();
        for promise in promised {
            let Some(wanted) = promise.hours(sla) else { continue };
            let (Some(given), span) = promise.given(other) else { continue };
            if self.covers(&given, &wanted) {
                continue;
            }
            let severity = if promise.priority == Some(0) { Severity::Error } else { Severity::Warning };
            let lack = Lack { severity, wanted, given, at: span, priorities: vec![promise] };
            match open.iter_mut().find(|other| other.is_like(&lack)) {
                Some(other) => other.priorities.push(promise),
                None => open.push(lack),
            }
        }
        for Lack { severity, wanted, given, at, priorities } in open {
            let Some(first) = priorities.first() else { continue };
            let names: Vec<&str> = priorities.iter().filter_map(|promise| promise.priority).map(times::name).collect();
            let what = if names.is_empty() { "help".to_owned() } else { format!("work on {}", names.join(", ")) };
            let [hours, words] = [&wanted, &given].map(|hours| hours.words());
            let message = format!("{what} is promised {hours}, and `{}` gives help only {words}", other.id);
            let help = "promise the shorter hours, or agree on longer ones with the other side";
            let breach = Breach::new(Kind::SupportUncovered, sla.entry, first.span, message, help);
            found.push(breach.note(other.entry, at, "agreed here").of_sla(index).weighing(severity));
        }
    }

    /// Whether all hours that are wanted are given, by real instants of this year.
    pub(super) fn covers(&self, given: &Arc<Hours>, wanted: &Arc<Hours>) -> bool {
        if given == wanted || **given == Hours::Always {
            return true;
        }
        let key = (Arc::clone(given), Arc::clone(wanted));
        if let Some(known) = self.covered.borrow().get(&key) {
            return *known;
        }
        let year = self.now.day.year();
        let (Ok(first), Ok(last)) = (Date::new(year, 1, 1), Date::new(year, 12, 31)) else { return true };
        let covers = wanted.uncovered(given, first, last, &self.now.zone).is_empty();
        self.covered.borrow_mut().insert(key, covers);
        covers
    }
}

/// Hours that are promised and not given.
struct Lack<'a> {
    severity: Severity,
    wanted: Arc<Hours>,
    given: Arc<Hours>,
    /// Where the agreement says what it gives.
    at: Span,
    /// For which priorities.
    priorities: Vec<&'a Promised>,
}

impl Lack<'_> {
    /// Whether both can be told as one.
    fn is_like(&self, other: &Self) -> bool {
        (self.severity, self.at, &self.wanted, &self.given) == (other.severity, other.at, &other.wanted, &other.given)
    }
}

/// Hours that an SLA promises for a priority, or for all of them.
struct Promised {
    priority: Option<usize>,
    span: Span,
}

/// What an SLA promises: hours for each of its priorities, else its support hours.
fn promised(sla: &Agreement) -> Vec<Promised> {
    let levels = sla.priorities.levels.iter().enumerate();
    let by_priority: Vec<Promised> = levels
        .filter_map(|(number, times)| {
            let times = times.as_ref()?;
            let support = sla.support_hours.as_ref().map(|hours| hours.span);
            let span = if times.clock == Clock::Support { support? } else { times.clock_span };
            Some(Promised { priority: Some(number), span })
        })
        .collect();
    if !by_priority.is_empty() {
        return by_priority;
    }
    sla.support_hours.iter().map(|hours| Promised { priority: None, span: hours.span }).collect()
}

impl Promised {
    fn hours(&self, sla: &Agreement) -> Option<Arc<Hours>> {
        match self.priority {
            Some(priority) => sla.hours_for(priority),
            None => sla.support_hours.as_ref().map(|hours| Arc::clone(&hours.value)),
        }
    }

    /// The hours of an agreement for the same, with the place that says so.
    fn given(&self, other: &Agreement) -> (Option<Arc<Hours>>, Span) {
        let support = other.support_hours.as_ref();
        let times = self.priority.and_then(|priority| other.priorities.levels[priority].as_ref());
        match times {
            Some(times) if times.clock == Clock::Elapsed => (Some(Arc::new(Hours::Always)), times.clock_span),
            _ => {
                (support.map(|hours| Arc::clone(&hours.value)), support.map_or_else(Span::default, |hours| hours.span))
            }
        }
    }
}
