//! Hours in which help can be had: those that are promised, and those that everybody in the chain has.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::stated::DependencyKind;
use super::{Now, Services};
use crate::model::hours::{self, Hours, Stretch};
use crate::model::measuring::MeasuringPeriod;

/// The support hours of a service, from its own promise down its chain.
#[derive(Clone, Debug, Default)]
pub struct Support {
    /// What the service promises, or its strictest SLA.
    pub promised: Option<Arc<Hours>>,
    /// Agreements in a row behind it with their support hours, by index.
    pub behind: Vec<(usize, Arc<Hours>)>,
    /// Agreements in a row behind it that state none.
    pub unstated: Vec<usize>,
    /// The hours that all of them have, in words, where they can be said so.
    pub effective: Option<String>,
    /// The hours that all of them have in the week with today.
    pub week: Vec<Stretch>,
}

impl Support {
    /// Seconds of the week with today in which everybody can be reached.
    #[must_use]
    pub fn week_seconds(&self) -> i64 {
        self.week.iter().map(|stretch| stretch.end.as_second() - stretch.start.as_second()).sum()
    }
}

impl Services {
    /// The support hours of a service.
    #[must_use]
    pub fn support(&self, service: usize, now: &Now) -> Support {
        let own = self.services[service].support_hours.as_ref();
        let sla = self.strictest(service).or_else(|| self.slas_of(service).first().copied());
        let promised = own.or_else(|| self.agreements[sla?].support_hours.as_ref());
        let mut support = Support { promised: promised.map(|hours| Arc::clone(&hours.value)), ..Support::default() };
        let behind = self.behind([service]).into_iter().filter(|under| under.kind == DependencyKind::Serial);
        for under in behind {
            match &self.agreements[under.agreement].support_hours {
                Some(hours) => support.behind.push((under.agreement, Arc::clone(&hours.value))),
                None => support.unstated.push(under.agreement),
            }
        }
        // Most agreements of a catalogue have one of a few hours.
        let all: BTreeSet<&Hours> =
            support.promised.iter().chain(support.behind.iter().map(|(_, hours)| hours)).map(Arc::as_ref).collect();
        let all: Vec<&Hours> = all.into_iter().collect();
        if let (false, Some((first, last))) = (all.is_empty(), MeasuringPeriod::Week.around(now.day)) {
            support.effective = hours::common_words(&all);
            support.week = hours::common(&all, first, last, &now.zone);
        }
        support
    }
}
