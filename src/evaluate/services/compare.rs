//! Comparing promises that count other hours or run over other periods.

use std::sync::Arc;

use super::stated::{Agreement, Availability, Service};
use crate::model::hours::Hours;
use crate::model::measuring::MeasuringPeriod;
use crate::model::percent::Percent;
use crate::say;

/// What an availability is a share of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Terms {
    /// Period over which it is measured.
    pub period: MeasuringPeriod,
    /// Hours that count.
    pub hours: Arc<Hours>,
}

impl Terms {
    /// The terms of the availability of an agreement. `None` where it does not say both.
    #[must_use]
    pub fn of(agreement: &Agreement, availability: &Availability) -> Option<Self> {
        let hours = agreement.counted(availability.basis.as_ref()?.value)?;
        Some(Self { period: availability.period.as_ref()?.value, hours })
    }

    /// The terms of the figure that a service states itself: its service hours, over a calendar month.
    #[must_use]
    pub fn of_service(service: &Service) -> Self {
        let hours = service.service_hours.as_ref().map(|hours| Arc::clone(&hours.value));
        Self { period: MeasuringPeriod::CalendarMonth, hours: hours.unwrap_or_else(|| Arc::new(Hours::Always)) }
    }

    /// For people: `each calendar month, 24 × 7`.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}, {}", self.period.each(), self.hours.words())
    }
}

/// What a promise is worth on the terms of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// As it stands: the terms are alike, or those of the promise are the stricter ones.
    Same(Percent),
    /// In the worst case: all downtime that it allows falls into one period, and into the hours that count.
    Worst(Percent),
    /// As both sides agreed to convert it.
    Converted(Percent),
    /// Nothing, with why.
    Not(Obstacle),
}

/// Why nothing can be compared. Told in words only where it is shown: what is compared is kept for pages of any language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The promise does not say its period, or its hours.
    Unsaid,
    /// The promise counts fewer hours.
    Hours {
        /// Those that it counts.
        counted: Arc<Hours>,
        /// Those that are wanted.
        wanted: Arc<Hours>,
    },
    /// Nothing is wanted.
    NoTime,
}

impl Obstacle {
    /// For people: `no time is agreed`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Unsaid => say!("it does not say the period or the hours that count"),
            Self::Hours { counted, wanted } => say!(
                "it counts {counted}, and nothing is promised for the rest of {wanted}",
                counted = counted.words(),
                wanted = wanted.words()
            ),
            Self::NoTime => say!("no time is agreed"),
        }
    }
}

impl Compared {
    /// The share of the time; `None` where nothing can be compared.
    #[must_use]
    pub fn percent(&self) -> Option<&Percent> {
        match self {
            Self::Same(percent) | Self::Worst(percent) | Self::Converted(percent) => Some(percent),
            Self::Not(_) => None,
        }
    }
}

/// What the availability of an agreement is worth on other terms, with its own conversion where that helps.
#[must_use]
pub fn of_agreement(agreement: &Agreement, availability: &Availability, wanted: &Terms) -> Compared {
    let own = match Terms::of(agreement, availability) {
        Some(own) => on_terms(&availability.percent.value, &own, wanted),
        None => Compared::Not(Obstacle::Unsaid),
    };
    if matches!(own, Compared::Same(_)) {
        return own;
    }
    let Some(conversion) = &availability.conversion else { return own };
    let Some(hours) = agreement.counted(conversion.basis) else { return own };
    let terms = Terms { period: conversion.period, hours };
    match on_terms(&conversion.percent.value, &terms, wanted) {
        Compared::Same(percent) => Compared::Converted(percent),
        _ => own,
    }
}

/// What a promise is worth on other terms. Mean lengths of periods are taken, without holidays and clock changes, so that
/// it does not depend on the day.
#[must_use]
pub fn on_terms(percent: &Percent, own: &Terms, wanted: &Terms) -> Compared {
    if !contains(&own.hours, &wanted.hours) {
        let [counted, wanted] = [own, wanted].map(|terms| Arc::clone(&terms.hours));
        return Compared::Not(Obstacle::Hours { counted, wanted });
    }
    let same_hours = contains(&wanted.hours, &own.hours);
    if same_hours && own.period.is_within(wanted.period) {
        return Compared::Same(percent.clone());
    }
    let longer = if own.period.is_within(wanted.period) { wanted.period } else { own.period };
    let allowed = percent.allowed_downtime(&own.hours.mean(longer.mean_seconds()));
    let agreed = wanted.hours.mean(wanted.period.mean_seconds());
    match Percent::of_downtime(&allowed, &agreed) {
        Some(worst) => Compared::Worst(worst),
        None => Compared::Not(Obstacle::NoTime),
    }
}

/// Whether hours hold all of other ones in an ordinary week. Holidays are left aside: they are few, and say nothing on
/// whether two promises can be compared.
#[must_use]
pub fn contains(outer: &Hours, inner: &Hours) -> bool {
    outer.holds_week_of(inner)
}
