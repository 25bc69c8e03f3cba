//! Gaps that the organization knows of: what it does about each, who sees to it, and by when. A plan does not close a
//! gap, and none says that a requirement does not apply: the framework allows no exclusion.

use jiff::civil::Date;

use super::corpus::Corpus;
use super::coverage::{Coverage, Level};
use crate::model::clause::{ClauseId, ClauseRef};
use crate::model::date::{self, Interval};
use crate::model::document::{Document, Status};
use crate::model::framework::Framework;
use crate::model::inputs::{Content, Inputs};
use crate::model::node::Node;
use crate::model::span::{Span, Spanned};

/// Type of the documents that list gaps.
const TYPE: &str = "register";

/// What such a register says that it lists.
const KIND: &str = "gaps";

/// What is planned about an open gap: an entry of a register with `register_kind: gaps`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The clause, as typed.
    pub clause: Spanned<ClauseRef>,
    /// What is done.
    pub action: Option<Spanned<String>>,
    /// Role or person that sees to it.
    pub owner: Option<Spanned<String>>,
    /// Day by which it is done.
    pub due: Option<Spanned<Date>>,
    /// Whether the entry says that it is done.
    pub closed: bool,
    /// Texts of the entry beside its clause, owner and day, with their places.
    pub texts: Vec<Spanned<String>>,
    /// The entry as a whole.
    pub span: Span,
}

impl Plan {
    /// The framework of its clause.
    #[must_use]
    pub fn framework<'a>(&'a self, inputs: &'a Inputs) -> &'a str {
        self.clause.value.framework.as_deref().unwrap_or(&inputs.config.framework)
    }

    /// Whether it says what is done, who sees to it and by when.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.action.is_some() && self.owner.is_some() && self.due.is_some()
    }

    /// Whether it is open, complete, and its day has not passed and is none that never comes.
    #[must_use]
    pub fn holds(&self, today: Date) -> bool {
        let in_time = |due: &Spanned<Date>| due.value >= today && !is_too_late(due.value, today);
        !self.closed && self.is_complete() && self.due.as_ref().is_some_and(in_time)
    }
}

/// Longest time for which a gap may be planned: more is no plan.
pub const LONGEST: &str = "P24M";

/// Whether a day lies further ahead than a gap may be planned.
#[must_use]
pub fn is_too_late(due: Date, today: Date) -> bool {
    let longest = LONGEST.parse::<Interval>().ok();
    longest.and_then(|longest| longest.after(today)).is_some_and(|last| due > last)
}

/// Every plan of every register of gaps in force, in the order of the registers and of their entries, with the index of
/// the register in [`Corpus::entries`]. Of files on disk those that say that they are approved count, too: whoever brings
/// a register on a branch is to see what becomes of it, and whether the approval counts is judged elsewhere.
#[must_use]
pub fn plans(inputs: &Inputs, corpus: &Corpus) -> Vec<(usize, Plan)> {
    let plans = corpus.entries.iter().enumerate().flat_map(|(index, entry)| {
        let approved = entry.head.status.as_ref().is_some_and(|status| status.value == Status::Approved);
        let on_disk = inputs.content == Content::WorkingTree && entry.edition().is_none() && approved;
        let counts = entry.is_in_force() || on_disk;
        let plans = if counts { of(entry.document()) } else { Vec::new() };
        plans.into_iter().map(move |plan| (index, plan))
    });
    plans.collect()
}

/// What a document plans; nothing where it is no register of gaps.
#[must_use]
pub fn of(document: &Document) -> Vec<Plan> {
    let is_register = document.doc_type.as_ref().is_some_and(|doc_type| doc_type.value == TYPE);
    let kind = document.front.get("register_kind").and_then(Node::text);
    if !is_register || !kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case(KIND)) {
        return Vec::new();
    }
    let entries = document.front.get("entries").map(Node::items).unwrap_or_default();
    entries.iter().filter_map(plan).collect()
}

fn plan(node: &Node) -> Option<Plan> {
    let text = |field: &str| {
        let node = node.get(field)?;
        Some(Spanned::new(node.text().filter(|text| !text.trim().is_empty())?.to_owned(), node.span))
    };
    let clause = text("clause")?;
    let fields = node.entries().iter().filter(|(key, _)| !matches!(key.value.as_str(), "clause" | "owner" | "due"));
    Some(Plan {
        clause: Spanned::new(ClauseRef::new(&clause.value), clause.span),
        action: text("action"),
        owner: text("owner"),
        due: text("due").and_then(|due| Some(Spanned::new(date::parse(&due.value)?, due.span))),
        closed: text("status").is_some_and(|status| status.value == "closed"),
        texts: fields.filter_map(|(_, node)| Some(Spanned::new(node.text()?.to_owned(), node.span))).collect(),
        span: node.span,
    })
}

/// The open plans about a clause of a framework, with the index of their register.
pub fn about<'a>(
    plans: &'a [(usize, Plan)],
    inputs: &'a Inputs,
    framework: &'a Framework,
    clause: &str,
) -> impl Iterator<Item = (usize, &'a Plan)> {
    let clause = ClauseId::new(clause);
    let open = plans.iter().filter(move |(_, plan)| {
        !plan.closed && plan.framework(inputs) == framework.id && plan.clause.value.clause == clause
    });
    open.map(|(index, plan)| (*index, plan))
}

/// Whether a clause is open: less than covered.
#[must_use]
pub fn is_open(coverage: &Coverage, clause: &ClauseId) -> bool {
    coverage.clause(clause.as_str()).is_some_and(|clause| clause.level < Level::Covered)
}
