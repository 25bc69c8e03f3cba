//! Stretches of real time, and sets of them.

use jiff::Timestamp;

/// Real time from one instant to a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stretch {
    /// First instant.
    pub start: Timestamp,
    /// The instant after the last; it is no part of the stretch.
    pub end: Timestamp,
}

impl Stretch {
    /// From one instant to another. `None` where there is no time between them.
    #[must_use]
    pub fn new(start: Timestamp, end: Timestamp) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// Whole seconds that it lasts.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        u64::try_from(self.end.duration_since(self.start).as_secs()).unwrap_or_default()
    }

    /// The part that two stretches have in common.
    pub(super) fn common(&self, other: &Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }
}

/// Sorted, and joined where they touch or overlap.
pub(super) fn merged(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.sort();
    let mut merged: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        match merged.last_mut() {
            Some(last) if stretch.start <= last.end => last.end = last.end.max(stretch.end),
            _ => merged.push(stretch),
        }
    }
    merged
}

/// What two sets have in common. Both are sorted and disjoint, and so is the result.
pub(super) fn intersection(one: &[Stretch], other: &[Stretch]) -> Vec<Stretch> {
    let (mut common, mut i, mut j) = (Vec::new(), 0, 0);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        common.extend(a.common(b));
        if a.end <= b.end {
            i += 1;
        } else {
            j += 1;
        }
    }
    common
}

/// The parts of one set that another does not have. Both are sorted and disjoint, and so is the result.
pub(super) fn difference(one: &[Stretch], other: &[Stretch]) -> Vec<Stretch> {
    let (mut left, mut from) = (Vec::new(), 0);
    for stretch in one {
        while other.get(from).is_some_and(|taken| taken.end <= stretch.start) {
            from += 1;
        }
        let mut start = stretch.start;
        for taken in other[from..].iter().take_while(|taken| taken.start < stretch.end) {
            left.extend(Stretch::new(start, taken.start));
            start = start.max(taken.end);
        }
        left.extend(Stretch::new(start, stretch.end));
    }
    left
}
