//! A service of the catalogue, as its document states it.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Holidays, Recovery, span_of};
use crate::model::date;
use crate::model::document::Document;
use crate::model::hours::Hours;
use crate::model::node::Node;
use crate::model::percent::Percent;
use crate::model::span::{Span, Spanned};

/// Whether customers use a service, or other services rest on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServiceKind {
    /// Customers use it.
    Customer,
    /// Other services rest on it; it is not shown alone.
    Supporting,
}

/// Where a service stands in its life, which is another matter than the state of its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServiceState {
    /// An idea.
    Proposed,
    /// Being designed.
    Design,
    /// On its way into operation.
    Transition,
    /// In operation.
    Live,
    /// On its way out.
    Retiring,
    /// Gone.
    Retired,
}

impl ServiceState {
    const ALL: [Self; 6] = [Self::Proposed, Self::Design, Self::Transition, Self::Live, Self::Retiring, Self::Retired];

    /// The word as typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Design => "design",
            Self::Transition => "transition",
            Self::Live => "live",
            Self::Retiring => "retiring",
            Self::Retired => "retired",
        }
    }

    /// Whether customers have it today.
    #[must_use]
    pub fn is_provided(self) -> bool {
        matches!(self, Self::Live | Self::Retiring)
    }
}

/// What happens to a service when something fails that it depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DependencyKind {
    /// It fails, too.
    Serial,
    /// Another of the same group takes over.
    Redundant,
    /// It goes on.
    NonCritical,
}

impl DependencyKind {
    /// The word as typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Serial => "serial",
            Self::Redundant => "redundant",
            Self::NonCritical => "non_critical",
        }
    }
}

/// Something that a service depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// Place of the whole entry.
    pub span: Span,
    /// Service, or component of another party, as typed.
    pub target: Spanned<String>,
    /// What happens when it fails; `serial` where nothing is said, which promises least.
    pub kind: DependencyKind,
    /// OLA or contract that covers it, as typed.
    pub agreement: Option<Spanned<String>>,
    /// Name that redundant targets share; those without a name are one group.
    pub group: Option<String>,
    /// Whether it cannot fail together with the others of its group.
    pub independent: bool,
}

/// A party that takes part in a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provided {
    /// Id of the party, as typed.
    pub party: Spanned<String>,
    /// `external`, `internal` or `customer`, as typed.
    pub role: String,
    /// `service`, `component`, `process`, as typed.
    pub provides: Vec<String>,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Index of its document in the corpus.
    pub entry: usize,
    /// Its id, as its document writes it.
    pub id: String,
    /// Title of its document.
    pub title: String,
    /// Whether the text is one in force.
    pub in_force: bool,
    /// Whether customers use it; so it is where nothing is said.
    pub kind: ServiceKind,
    /// Where it stands in its life.
    pub state: Option<Spanned<ServiceState>>,
    /// Who sees it in the catalogue: `customer`, `user`, `internal`.
    pub views: Vec<Spanned<String>>,
    /// Customers, by their ids in the register of customers.
    pub customers: Vec<Spanned<String>>,
    /// Groups of users, by their ids.
    pub user_groups: Vec<Spanned<String>>,
    /// What it needs.
    pub dependencies: Vec<Dependency>,
    /// Specification of its requirements, as typed.
    pub requirements: Option<Spanned<String>>,
    /// `critical`, `high`, `medium` or `low`, as typed.
    pub criticality: Option<Spanned<String>>,
    /// Role that answers for it.
    pub owner: Option<Spanned<String>>,
    /// Hours in which it is provided.
    pub service_hours: Option<Spanned<Arc<Hours>>>,
    /// Hours in which help can be had.
    pub support_hours: Option<Spanned<Arc<Hours>>>,
    /// Agreements with customers that it names, as typed.
    pub slas: Vec<Spanned<String>>,
    /// Availability that it states itself, over the service hours and a calendar month.
    pub target: Option<Spanned<Percent>>,
    /// Recovery that it states.
    pub recovery: Option<Recovery>,
    /// Other parties that it names.
    pub parties: Vec<Provided>,
    /// Id as a configuration item.
    pub ci: Option<Spanned<String>>,
    /// First day of live operation.
    pub live_since: Option<Spanned<Date>>,
    /// Day on which it ends.
    pub retire_on: Option<Spanned<Date>>,
}

impl Service {
    /// Reads a service.
    pub(in crate::evaluate::services) fn read(
        entry: usize,
        id: &str,
        in_force: bool,
        text: &Document,
        holidays: &Holidays,
    ) -> Self {
        let front = &text.front;
        let kind = front.string("service_kind");
        let day = |field: &str| {
            let text = front.string(field)?;
            Some(Spanned::new(date::parse(&text.value)?, text.span))
        };
        let state = front.string("service_state").and_then(|text| {
            let state = ServiceState::ALL.into_iter().find(|state| state.word() == text.value)?;
            Some(Spanned::new(state, text.span))
        });
        let provided = |node: &Node| {
            Some(Provided {
                party: node.string("party")?,
                role: node.string("role").map(|role| role.value).unwrap_or_default(),
                provides: node.strings("provides").into_iter().map(|what| what.value).collect(),
            })
        };
        Self {
            entry,
            id: id.to_owned(),
            title: text.title_or_label().to_owned(),
            in_force,
            kind: match kind.as_ref().map(|kind| kind.value.as_str()) {
                Some("supporting") => ServiceKind::Supporting,
                _ => ServiceKind::Customer,
            },
            state,
            views: front.strings("views"),
            customers: front.strings("customers"),
            user_groups: front.strings("user_groups"),
            dependencies: front.list("depends_on").iter().filter_map(Dependency::read).collect(),
            requirements: front.string("requirements"),
            criticality: front.string("criticality"),
            owner: front.string("service_owner"),
            service_hours: holidays.hours(front.get("service_hours")),
            support_hours: holidays.hours(front.get("support_hours")),
            slas: front.strings("slas"),
            target: front.parsed("availability_target"),
            recovery: front.get("continuity").map(Recovery::read),
            parties: front.list("parties").iter().filter_map(provided).collect(),
            ci: front.string("ci"),
            live_since: day("live_since"),
            retire_on: day("retire_on"),
        }
    }

    /// Where it stands in its life.
    #[must_use]
    pub fn is(&self, state: ServiceState) -> bool {
        self.state.as_ref().is_some_and(|own| own.value == state)
    }

    /// Whether customers have it today.
    #[must_use]
    pub fn is_provided(&self) -> bool {
        self.state.as_ref().is_some_and(|state| state.value.is_provided())
    }
}

impl Dependency {
    fn read(node: &Node) -> Option<Self> {
        let text = |field: &str| node.string(field).map(|text| text.value);
        Some(Self {
            span: span_of(node, "target"),
            target: node.string("target")?,
            kind: match text("kind").as_deref() {
                Some("redundant") => DependencyKind::Redundant,
                Some("non_critical") => DependencyKind::NonCritical,
                _ => DependencyKind::Serial,
            },
            agreement: node.string("agreement"),
            group: text("group"),
            independent: text("independent").is_some_and(|text| text == "true"),
        })
    }
}
