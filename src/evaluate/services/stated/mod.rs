//! What documents state of services and agreements: their fields as values, each with the place where it is written.
//!
//! Nothing is judged here. A field that cannot be read is as if it were missing; the schema reports it.

mod agreement;
mod hours;
mod priorities;
mod service;

pub(in crate::evaluate::services) use agreement::targets;
pub use agreement::{
    Agreement, AgreementKind, Alignment, Availability, Basis, Consent, Conversion, End, Reporting, Target, Term, Window,
};
pub use hours::Holidays;
pub use priorities::{Clock, PRIORITIES, Priorities, Times};
pub use service::{Dependency, DependencyKind, Provided, Service, ServiceKind, ServiceState};

use crate::model::duration::Duration;
use crate::model::node::Node;
use crate::model::span::{Span, Spanned};

/// How soon a service works again after a disaster, and how much data may be lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// Recovery time objective: longest time until the service works again.
    pub rto: Option<Spanned<Duration>>,
    /// Recovery point objective: longest span of data that may be lost.
    pub rpo: Option<Spanned<Duration>>,
    /// Id of the continuity plan, as typed.
    pub plan: Option<Spanned<String>>,
    /// Time between two backups.
    pub backup_interval: Option<Spanned<Duration>>,
}

impl Recovery {
    /// Reads a group of fields; of a continuity plan the fields of its front matter.
    #[must_use]
    pub fn read(node: &Node) -> Self {
        Self {
            rto: node.parsed("rto"),
            rpo: node.parsed("rpo"),
            plan: node.string("plan"),
            backup_interval: node.parsed("backup_interval"),
        }
    }

    /// Whether it promises the same times as another.
    #[must_use]
    pub fn promises_what(&self, other: &Self) -> bool {
        let time = |duration: &Option<Spanned<Duration>>| duration.as_ref().map(|duration| duration.value.elapsed());
        time(&self.rto) == time(&other.rto) && time(&self.rpo) == time(&other.rpo)
    }
}

/// The place of the value of a field, else of its key's group.
fn span_of(node: &Node, field: &str) -> Span {
    node.get(field).filter(|value| !value.is_null()).map_or(node.span, |value| value.span)
}
