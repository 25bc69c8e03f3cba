//! A clock that runs only in these hours.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::stretch::Stretch;
use super::zone::later;
use super::{DAY, Hours};

/// How far a clock is followed: ten years, in seconds.
const LIMIT: u64 = 3_653 * DAY;

/// How much further hours are looked up at a time, in seconds.
const STEP: u64 = 32 * DAY;

impl Hours {
    /// Most real seconds that pass until so many seconds of these hours have run, over all starts within the days of
    /// [`Hours::stretches`], their end included. The longest wait begins when hours end, or at the beginning of the
    /// days. `None` where one of these waits does not end within ten years, or there is no time in the days.
    #[must_use]
    pub fn longest_wait(&self, seconds: u64, first: Date, last: Date, zone: &TimeZone) -> Option<u64> {
        let days = self.days(first, last, zone)?;
        if *self == Self::Always {
            return Some(seconds).filter(|seconds| *seconds <= LIMIT);
        }
        // The days and some more, so that most waits end in what is looked up once.
        let known = self.within(Stretch { end: later(days.end, 2 * STEP), ..days });
        let ends = known.iter().map(|stretch| stretch.end).filter(|end| *end < days.end);
        let mut starts = [days.start].into_iter().chain(ends).chain([days.end]);
        starts.try_fold(0, |longest, start| {
            let rest = &known[known.partition_point(|stretch| stretch.end <= start)..];
            let end = ran(rest, start, seconds).or_else(|| self.end_after(start, seconds))?;
            Some(longest.max(Stretch { start, end }.seconds()))
        })
    }

    /// The instant at which so many seconds of these hours have run from `start`; `start` itself for 0. `None` where
    /// that is more than ten years (3,653 days) away, or these hours never run.
    #[must_use]
    pub fn end_after(&self, start: Timestamp, seconds: u64) -> Option<Timestamp> {
        let limit = later(start, LIMIT);
        if *self == Self::Always {
            return Some(later(start, seconds)).filter(|_| seconds <= LIMIT);
        }
        let (mut from, mut left) = (start, SignedDuration::from_secs(i64::try_from(seconds).ok()?));
        while from < limit {
            let to = later(from, STEP).min(limit);
            let stretches = self.within(Stretch { start: from, end: to });
            match finish(&stretches, from, left) {
                Ok(end) => return Some(end),
                Err(rest) => left = rest,
            }
            from = to;
        }
        None
    }
}

/// The instant at which so many seconds have run from `start`, where these stretches are long enough.
fn ran(stretches: &[Stretch], start: Timestamp, seconds: u64) -> Option<Timestamp> {
    finish(stretches, start, SignedDuration::from_secs(i64::try_from(seconds).ok()?)).ok()
}

/// The instant at which so much time of these stretches has run from `start`, or the time that is left after them.
fn finish(stretches: &[Stretch], start: Timestamp, time: SignedDuration) -> Result<Timestamp, SignedDuration> {
    if time.is_zero() {
        return Ok(start);
    }
    let mut left = time;
    for stretch in stretches {
        let begin = stretch.start.max(start);
        let here = stretch.end.duration_since(begin);
        if here.is_negative() {
            continue;
        }
        if here >= left {
            return begin.checked_add(left).map_err(|_| left);
        }
        left -= here;
    }
    Err(left)
}
