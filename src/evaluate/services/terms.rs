//! How an agreement stands in time: when it ends, and from when notice can be given.

use jiff::civil::Date;

use super::stated::{Agreement, End};

/// How the term of an agreement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It says nothing of its term.
    Unknown,
    /// It begins on a later day.
    NotBegun,
    /// It runs, and has no last day.
    Open,
    /// It runs.
    Running,
    /// It runs, and notice must be given now where it is not to go on.
    NoticeOpen,
    /// It is over.
    Ended,
}

impl Standing {
    /// The word in machine formats.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::NotBegun => "not_begun",
            Self::Open => "open",
            Self::Running => "running",
            Self::NoticeOpen => "notice_open",
            Self::Ended => "ended",
        }
    }
}

impl Agreement {
    /// The day on which the notice window opens: the last day less the notice. `None` where either is not stated.
    #[must_use]
    pub fn notice_opens(&self) -> Option<Date> {
        let term = self.term.as_ref()?;
        term.notice.as_ref()?.value.before(term.last_day()?)
    }

    /// How its term stands on a day.
    #[must_use]
    pub fn standing(&self, today: Date) -> Standing {
        let Some(term) = &self.term else { return Standing::Unknown };
        if term.start.as_ref().is_some_and(|start| start.value > today) {
            return Standing::NotBegun;
        }
        match term.end.as_ref().map(|end| end.value) {
            None => Standing::Unknown,
            Some(End::Open) => Standing::Open,
            Some(End::On(last)) if last < today => Standing::Ended,
            Some(End::On(_)) if self.notice_opens().is_some_and(|opens| opens <= today) => Standing::NoticeOpen,
            Some(End::On(_)) => Standing::Running,
        }
    }
}
