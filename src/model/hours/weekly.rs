//! Hours on days of the week in a time zone.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

use super::stretch::{Stretch, merged};
use super::{Hours, zone};

/// Words for the days of the week, as they are typed.
const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

/// Minutes of a day.
const MIDNIGHT: u16 = 24 * 60;

/// Hours on days of the week. Two are equal when all they say is equal, the name of the zone included.
#[derive(Clone, Debug)]
pub struct Weekly {
    /// Days on which they begin, from 0 for Monday to 6; at least one.
    days: BTreeSet<u8>,
    /// Minute of the day at which they begin, 0 to 1,439.
    from: u16,
    /// Minute of the day at which they end, 1 to 1,440; of the next day, where it is not after `from`.
    to: u16,
    zone: TimeZone,
    /// Days on which they do not begin.
    holidays: BTreeSet<Date>,
}

/// What is wrong with hours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// Name of the zone.
    #[error("`{0}` is not a time zone of the IANA database such as `Europe/London`")]
    Zone(String),
    /// No day is given.
    #[error("no day of the week is given")]
    NoDay,
    /// Word for a day.
    #[error("`{0}` is not a day of the week: mon, tue, wed, thu, fri, sat or sun")]
    Day(String),
    /// Beginning.
    #[error("hours cannot begin at `{0}`: a time of day such as `08:00` is needed, from 00:00 to 23:59")]
    From(String),
    /// End.
    #[error("hours cannot end at `{0}`: a time of day such as `18:00` is needed, from 00:00 to 24:00")]
    To(String),
}

impl Weekly {
    /// Hours from the words that are typed: the IANA name of a zone, days `mon` to `sun`, times `08:00`. An end that
    /// is not after the beginning is that of the next day, so that `22:00` to `06:00` is a night and `08:00` to
    /// `08:00` has 24 hours.
    ///
    /// # Errors
    ///
    /// The first part that is wrong: zone, days, beginning, end.
    pub fn new(zone: &str, days: &[&str], from: &str, to: &str, holidays: BTreeSet<Date>) -> Result<Self, HoursError> {
        let zone = zone::named(zone).ok_or_else(|| HoursError::Zone(zone.to_owned()))?;
        let days = (days.iter())
            .map(|day| (0..).zip(DAYS).find(|(_, (word, _))| word == day).map(|(number, _)| number).ok_or(day))
            .collect::<Result<BTreeSet<u8>, _>>()
            .map_err(|day| HoursError::Day((*day).to_owned()))?;
        if days.is_empty() {
            return Err(HoursError::NoDay);
        }
        let from = minute(from).filter(|from| *from < MIDNIGHT).ok_or_else(|| HoursError::From(from.to_owned()))?;
        let to = minute(to).ok_or_else(|| HoursError::To(to.to_owned()))?;
        // 00:00 is not after any beginning: it is the midnight at the end of the day, which is 24:00.
        Ok(Self { days, from, to: if to == 0 { MIDNIGHT } else { to }, zone, holidays })
    }

    /// The time zone.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// IANA name of the time zone.
    #[must_use]
    pub fn zone_name(&self) -> &str {
        self.zone.iana_name().unwrap_or_default()
    }

    /// Days on which they do not begin.
    #[must_use]
    pub fn holidays(&self) -> &BTreeSet<Date> {
        &self.holidays
    }

    /// Days of the week on which they begin, from 0 for Monday to 6.
    pub(super) fn days(&self) -> &BTreeSet<u8> {
        &self.days
    }

    /// The same hours on holidays, too.
    pub(super) fn without_holidays(&self) -> Self {
        Self { holidays: BTreeSet::new(), ..self.clone() }
    }

    /// For each minute of an ordinary week from Monday 00:00 whether it belongs to these hours.
    pub(super) fn minutes_of_week(&self) -> Vec<bool> {
        let day = usize::from(MIDNIGHT);
        let mut week = vec![false; 7 * day];
        let length =
            usize::from(if self.over_midnight() { MIDNIGHT + self.to - self.from } else { self.to - self.from });
        for number in &self.days {
            let begin = usize::from(*number) * day + usize::from(self.from);
            (begin..begin + length).for_each(|minute| week[minute % (7 * day)] = true);
        }
        week
    }

    /// Minutes of the day at which they begin and end.
    pub(super) fn minutes(&self) -> (u16, u16) {
        (self.from, self.to)
    }

    /// Whether they end on the next day.
    pub(super) fn over_midnight(&self) -> bool {
        self.to <= self.from
    }

    /// The hours that two of one zone have in common. `None` where these are no hours of this kind: another zone, no
    /// common time, or hours over midnight that differ.
    pub(super) fn common(&self, other: &Self) -> Option<Self> {
        let same = (self.from, self.to) == (other.from, other.to);
        if self.zone_name() != other.zone_name() || (!same && (self.over_midnight() || other.over_midnight())) {
            return None;
        }
        let days: BTreeSet<_> = self.days.intersection(&other.days).copied().collect();
        let (from, to) = if same { (self.from, self.to) } else { (self.from.max(other.from), self.to.min(other.to)) };
        if days.is_empty() || (!same && from >= to) {
            return None;
        }
        let holidays = self.holidays.union(&other.holidays).copied().collect();
        Some(Self { days, from, to, zone: self.zone.clone(), holidays })
    }

    /// Seconds of one ordinary day.
    pub(super) fn nominal_day(&self) -> u64 {
        let to = if self.over_midnight() { self.to + MIDNIGHT } else { self.to };
        u64::from(to - self.from) * 60
    }

    /// These hours as far as they lie in a stretch: sorted, apart from each other.
    pub(super) fn within(&self, window: Stretch) -> Vec<Stretch> {
        // Hours of the day before may reach into the window, two days where the clock leaves out a whole day.
        let local = |instant| self.zone.to_datetime(instant).date();
        let first = local(window.start).checked_sub(2.days()).unwrap_or(Date::MIN);
        let mut stretches = Vec::new();
        for day in first.series(1.day()).take_while(|day| *day <= local(window.end)) {
            stretches.extend(self.on(day).and_then(|stretch| stretch.common(&window)));
        }
        merged(stretches)
    }

    /// The hours that begin on a day. `None` on other days of the week, on holidays, and where the clock leaves them
    /// out.
    fn on(&self, day: Date) -> Option<Stretch> {
        let weekday = u8::try_from(day.weekday().to_monday_zero_offset()).ok()?;
        if !self.days.contains(&weekday) || self.holidays.contains(&day) {
            return None;
        }
        let last = if self.over_midnight() || self.to == MIDNIGHT { day.tomorrow().ok()? } else { day };
        let at = |day: Date, minute: u16| zone::reached(&self.zone, day.to_datetime(time(minute % MIDNIGHT)));
        Stretch::new(at(day, self.from), at(last, self.to))
    }

    /// All that they say, to compare them.
    fn key(&self) -> (&BTreeSet<u8>, u16, u16, &str, &BTreeSet<Date>) {
        (&self.days, self.from, self.to, self.zone_name(), &self.holidays)
    }
}

/// Minutes from midnight to a time such as `08:30`; 1,440 for `24:00`.
fn minute(text: &str) -> Option<u16> {
    let shaped = text.len() == 5
        && text.bytes().enumerate().all(|(index, byte)| if index == 2 { byte == b':' } else { byte.is_ascii_digit() });
    if !shaped {
        return None;
    }
    let (hour, minute): (u16, u16) = (text[..2].parse().ok()?, text[3..].parse().ok()?);
    (minute < 60 && hour * 60 + minute <= MIDNIGHT).then_some(hour * 60 + minute)
}

/// A minute of the day, 0 to 1,439, as a time.
fn time(minute: u16) -> Time {
    let part = |number: u16| i8::try_from(number).unwrap_or_default();
    Time::new(part(minute / 60), part(minute % 60), 0, 0).unwrap_or_default()
}

impl PartialEq for Weekly {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Weekly {}

impl PartialOrd for Weekly {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Weekly {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl Hash for Weekly {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl From<Weekly> for Hours {
    fn from(weekly: Weekly) -> Self {
        Self::Weekly(weekly)
    }
}
