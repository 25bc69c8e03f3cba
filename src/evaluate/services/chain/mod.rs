//! Availability along the chain behind a service.
//!
//! In a row everything must work: the shares are multiplied, each part once, even where several ways lead to it. Of parts
//! that stand in for each other one is enough: `1 - (1 - a)(1 - b)`, but only where they are said to be independent; else
//! the best of them counts, since one cause may stop them all.

mod building;
mod worth;

pub use building::chains;

use super::compare::Compared;
use crate::model::percent::Percent;
use worth::Known;

/// The chains of all services.
#[derive(Clone, Debug, Default)]
pub struct Chains {
    /// Every part of any chain, each once.
    pub parts: Vec<Part>,
    /// For each service its parts in a row, as sorted indices in [`Self::parts`].
    pub rows: Vec<Vec<usize>>,
    /// What parts are worth, for the terms that were asked for.
    known: Known,
}

/// A part of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Something that a service names, with what is promised for it.
    Single(Single),
    /// Several of which one is enough.
    Group(Group),
}

/// Something that a service names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Single {
    /// Index of the first service that names it.
    pub of: usize,
    /// Index of the dependency in that service.
    pub dependency: usize,
    /// What promises its availability.
    pub promise: Promise,
}

/// Parts that stand in for each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Index of the service that names them.
    pub of: usize,
    /// Name of the group, where it has one.
    pub name: Option<String>,
    /// Whether all of them are said to be independent.
    pub independent: bool,
    /// Members, in the order in which the service names them.
    pub members: Vec<Member>,
    /// What at least two members rest on, each by the first service and dependency that name it; without what stands
    /// behind it.
    pub shared: Vec<(usize, usize)>,
    /// Whether nothing but the parts in the row in front of the group can stop two members at once.
    pub apart: bool,
}

/// A member of a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Index of the dependency in the service.
    pub dependency: usize,
    /// Its parts in a row.
    pub row: Vec<usize>,
}

/// What promises the availability of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Promise {
    /// The agreement that covers it.
    Agreement(usize),
    /// The service, which states a figure itself.
    Service(usize),
    /// Nothing.
    Nothing,
}

/// What a part is worth on given terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Worth {
    /// A share, with how it came about where it is not simply stated.
    Share(Compared),
    /// Nothing is promised.
    Nothing,
}

impl Worth {
    /// The share, where there is one.
    #[must_use]
    pub fn percent(&self) -> Option<&Percent> {
        match self {
            Self::Share(compared) => compared.percent(),
            Self::Nothing => None,
        }
    }
}

/// What a chain is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    /// The product of all shares that are known; 100 where there is none.
    pub percent: Percent,
    /// How many parts it holds.
    pub known: usize,
    /// How many parts promise nothing that can be compared, so that the chain may be worth less.
    pub unknown: usize,
}
