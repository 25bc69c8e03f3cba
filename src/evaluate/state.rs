//! States that nobody types: they follow from approval, dates and the day.

use serde::Serialize;

/// Where a document or record stands. A document has one for the version in force and, apart from it, one for the
/// version to come: "in review" must not hide that 2.1 is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Approved, effective, and its review date lies ahead.
    InForce,
    /// In force; to be reviewed within 60 days.
    ReviewDue,
    /// In force; the review date has passed.
    ReviewOverdue,
    /// Approved; its first day lies ahead.
    Scheduled,
    /// With its reviewers.
    InReview,
    /// Being written, or without a status that can be read.
    Draft,
    /// Approved in its front matter, without what an approval needs.
    Unproven,
    /// Replaced by another document.
    Superseded,
    /// No longer to be used.
    Withdrawn,
    /// A record that is still being filled.
    Open,
    /// A record that is complete.
    Closed,
}

impl State {
    /// Whether readers may rely on a version in this state.
    #[must_use]
    pub fn is_in_force(self) -> bool {
        matches!(self, Self::InForce | Self::ReviewDue | Self::ReviewOverdue)
    }

    /// The word in machine formats and in class names.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::ReviewDue => "review_due",
            Self::ReviewOverdue => "review_overdue",
            Self::Scheduled => "scheduled",
            Self::InReview => "in_review",
            Self::Draft => "draft",
            Self::Unproven => "unproven",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}
