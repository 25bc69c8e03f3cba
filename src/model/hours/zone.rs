//! From the clock on the wall to real instants. The rules of the zones are those that the program brings along, so
//! that they are the same on each machine.

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};

use super::stretch::Stretch;

/// The zone with an IANA name such as `Europe/London`. `None` for any other name.
pub(super) fn named(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok().filter(|zone| !zone.is_unknown() && zone.iana_name().is_some())
}

/// The first instant at which the clock shows this time or a later one: the moment of the change for a time that the
/// clock leaves out, the first of two that show the same. Beyond what can be told, the first or the last instant of
/// all.
pub(super) fn reached(zone: &TimeZone, time: DateTime) -> Timestamp {
    let extreme = if time.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    match zone.to_ambiguous_timestamp(time).offset() {
        AmbiguousOffset::Unambiguous { offset } | AmbiguousOffset::Fold { before: offset, .. } => {
            offset.to_timestamp(time).unwrap_or(extreme)
        }
        AmbiguousOffset::Gap { before, after } => {
            // The clock goes forward between these two; so far no zone has gone forward twice within a gap.
            let (Ok(low), Ok(high)) = (after.to_timestamp(time), before.to_timestamp(time)) else { return extreme };
            let change = zone.following(low).take_while(|change| change.timestamp() <= high);
            change.filter(|change| change.offset() == after).map(|change| change.timestamp()).next().unwrap_or(high)
        }
    }
}

/// The days from `first` to `last`, both included. `None` where there is no time in them.
pub(super) fn days(zone: &TimeZone, first: Date, last: Date) -> Option<Stretch> {
    let start = reached(zone, first.to_datetime(jiff::civil::Time::midnight()));
    let end =
        last.tomorrow().map_or(Timestamp::MAX, |next| reached(zone, next.to_datetime(jiff::civil::Time::midnight())));
    Stretch::new(start, end)
}

/// The instant so many seconds later; the last of all instants where that lies beyond.
pub(super) fn later(start: Timestamp, seconds: u64) -> Timestamp {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    start.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
}
