//! How long a service may be down without a promise being broken.

use jiff::civil::Date;

use super::compare::Terms;
use super::{Now, Services};
use crate::model::measuring::MeasuringPeriod;
use crate::model::percent::Percent;
use crate::model::seconds::Seconds;

/// Agreed time and allowed downtime of one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// First and last day, where a real period was measured. `None` for an ordinary or mean length.
    pub days: Option<(Date, Date)>,
    /// Time that counts.
    pub agreed: Seconds,
    /// The part of it in which the service may be down: agreed time x (100 - percent) / 100, exact.
    pub allowed: Seconds,
}

/// The allowed downtime of a promise, period by period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Downtime {
    /// What is promised.
    pub percent: Percent,
    /// What it is a share of.
    pub terms: Terms,
    /// What promises it.
    pub source: Source,
    /// An ordinary day of the hours that count.
    pub day: Allowance,
    /// An ordinary week, without holidays and clock changes.
    pub week: Allowance,
    /// The calendar month with today; of a promise per mean month or per 30 days, that length.
    pub month: Allowance,
    /// The quarter with today.
    pub quarter: Allowance,
    /// The year with today.
    pub year: Allowance,
    /// The period that the promise names.
    pub stated: Allowance,
}

/// What promises an availability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// An agreement, by its index.
    Agreement(usize),
    /// The service itself, by its index.
    Service(usize),
}

/// The allowed downtime of a promise.
#[must_use]
pub fn downtime(percent: &Percent, terms: &Terms, source: Source, now: &Now) -> Downtime {
    let allowance = |agreed: Seconds, days| {
        let allowed = percent.allowed_downtime(&agreed);
        Allowance { days, agreed, allowed }
    };
    let of =
        |period: MeasuringPeriod| allowance(period.agreed(&terms.hours, now.day, &now.zone), period.around(now.day));
    let month = match terms.period {
        MeasuringPeriod::MeanMonth | MeasuringPeriod::Rolling30d => terms.period,
        _ => MeasuringPeriod::CalendarMonth,
    };
    let (day, week) = (terms.hours.nominal_day(), terms.hours.nominal_week());
    Downtime {
        day: allowance(day.into(), None),
        week: allowance(week.into(), None),
        month: of(month),
        quarter: of(MeasuringPeriod::Quarter),
        year: of(MeasuringPeriod::Year),
        stated: match terms.period {
            MeasuringPeriod::Day => allowance(day.into(), None),
            MeasuringPeriod::Week => allowance(week.into(), None),
            period => of(period),
        },
        percent: percent.clone(),
        terms: terms.clone(),
        source,
    }
}

/// The allowed downtime of each month of the year with today.
#[must_use]
pub fn months(percent: &Percent, terms: &Terms, now: &Now) -> Vec<Allowance> {
    let firsts = (1..=12).filter_map(|month| Date::new(now.day.year(), month, 1).ok());
    let month = |first: Date| {
        let agreed = MeasuringPeriod::CalendarMonth.agreed(&terms.hours, first, &now.zone);
        let allowed = percent.allowed_downtime(&agreed);
        Allowance { days: MeasuringPeriod::CalendarMonth.around(first), agreed, allowed }
    };
    firsts.map(month).collect()
}

impl Services {
    /// The allowed downtime of an agreement. `None` where it promises no availability, or does not say over what.
    #[must_use]
    pub fn downtime_of_agreement(&self, index: usize, now: &Now) -> Option<Downtime> {
        let agreement = &self.agreements[index];
        let promised = agreement.availability.as_ref()?;
        let terms = Terms::of(agreement, promised)?;
        Some(downtime(&promised.percent.value, &terms, Source::Agreement(index), now))
    }

    /// The allowed downtime of a service: by its strictest SLA in force, else by the figure that it states itself.
    #[must_use]
    pub fn downtime_of_service(&self, index: usize, now: &Now) -> Option<Downtime> {
        let by_agreement = self.strictest(index).and_then(|sla| self.downtime_of_agreement(sla, now));
        by_agreement.or_else(|| {
            let service = &self.services[index];
            let target = service.target.as_ref()?;
            Some(downtime(&target.value, &Terms::of_service(service), Source::Service(index), now))
        })
    }

    /// The terms on which the chain of a service is looked at: those of its strictest SLA, else its own.
    #[must_use]
    pub fn terms_of_service(&self, index: usize) -> Terms {
        let strictest = self.strictest(index).map(|sla| &self.agreements[sla]);
        let promised = strictest.and_then(|sla| Terms::of(sla, sla.availability.as_ref()?));
        promised.unwrap_or_else(|| Terms::of_service(&self.services[index]))
    }
}
