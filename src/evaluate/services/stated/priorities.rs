//! Priorities of incidents: which impact and urgency give which, and the times promised for each.

use crate::model::duration::Duration;
use crate::model::node::Node;
use crate::model::span::{Span, Spanned};

/// The priorities, the most urgent first.
pub const PRIORITIES: [&str; 4] = ["P1", "P2", "P3", "P4"];

/// Ranks of impact and of urgency, the highest first.
const RANKS: [&str; 3] = ["high", "medium", "low"];

/// Hours in which a promised time runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clock {
    /// Every hour.
    Elapsed,
    /// The support hours of the agreement only.
    Support,
}

/// What is promised for a priority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Times {
    /// Place of the priority.
    pub span: Span,
    /// Longest time to the first qualified answer.
    pub respond: Option<Spanned<Duration>>,
    /// Longest time until users can work again.
    pub resolve: Option<Spanned<Duration>>,
    /// Hours in which both run; every hour where nothing is said.
    pub clock: Clock,
    /// Place of the clock, else of the priority.
    pub clock_span: Span,
}

/// Priorities of an agreement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Priorities {
    /// Whether there is a matrix, and where.
    pub matrix: Option<Span>,
    /// Index in [`PRIORITIES`] for each impact (first) and urgency, the highest first. `None` where a cell is missing.
    pub cells: [[Option<Spanned<usize>>; 3]; 3],
    /// Times by priority.
    pub levels: [Option<Times>; 4],
}

impl Priorities {
    /// Reads priorities; none where the field is missing.
    #[must_use]
    pub fn read(node: Option<&Node>) -> Self {
        let Some(node) = node else { return Self::default() };
        let matrix = node.get("matrix");
        let cell = |impact: &str, urgency: &str| {
            let name = matrix?.get(impact)?.string(urgency)?;
            let index = PRIORITIES.iter().position(|priority| *priority == name.value)?;
            Some(Spanned::new(index, name.span))
        };
        let levels = node.get("levels");
        Self {
            matrix: matrix.map(|node| node.span),
            cells: RANKS.map(|impact| RANKS.map(|urgency| cell(impact, urgency))),
            levels: PRIORITIES.map(|name| levels.and_then(|levels| Times::read(levels.get(name)?))),
        }
    }

    /// The words for an impact or urgency.
    #[must_use]
    pub fn rank(index: usize) -> &'static str {
        RANKS.get(index).copied().unwrap_or_default()
    }

    /// Whether nothing is promised.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.levels.iter().all(Option::is_none)
    }
}

impl Times {
    fn read(node: &Node) -> Option<Self> {
        if node.entries().is_empty() {
            return None;
        }
        let clock = node.string("clock");
        Some(Self {
            span: node.span,
            respond: node.parsed("respond"),
            resolve: node.parsed("resolve"),
            clock_span: clock.as_ref().map_or(node.span, |clock| clock.span),
            clock: match clock.as_ref().map(|clock| clock.value.as_str()) {
                Some("support") => Clock::Support,
                _ => Clock::Elapsed,
            },
        })
    }
}
