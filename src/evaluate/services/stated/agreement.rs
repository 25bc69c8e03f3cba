//! Agreements: SLAs with customers, OLAs with internal suppliers, contracts with external ones.

use std::sync::Arc;

use jiff::civil::Date;

use super::{Holidays, Priorities, Recovery};
use crate::model::date::{self, Interval};
use crate::model::document::Document;
use crate::model::duration::Duration;
use crate::model::hours::Hours;
use crate::model::measuring::MeasuringPeriod;
use crate::model::node::Node;
use crate::model::percent::Percent;
use crate::model::span::{Span, Spanned};

/// What kind of agreement it is, which is the type of its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgreementKind {
    /// With a customer.
    Sla,
    /// With an internal supplier, or with a customer that acts as one.
    Ola,
    /// With an external supplier.
    Contract,
}

impl AgreementKind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [Self; 3] = [Self::Sla, Self::Ola, Self::Contract];

    /// The type of the document.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sla => "sla",
            Self::Ola => "ola",
            Self::Contract => "contract",
        }
    }

    /// For people.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Sla => "SLA",
            Self::Ola => "OLA",
            Self::Contract => "Contract",
        }
    }
}

/// When an agreement ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// When somebody gives notice.
    Open,
    /// After this day.
    On(Date),
}

/// How long an agreement runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// First day.
    pub start: Option<Spanned<Date>>,
    /// Last day.
    pub end: Option<Spanned<End>>,
    /// How long before the end notice must be given.
    pub notice: Option<Spanned<Interval>>,
}

impl Term {
    /// The last day, where there is one.
    #[must_use]
    pub fn last_day(&self) -> Option<Date> {
        match self.end.as_ref()?.value {
            End::On(day) => Some(day),
            End::Open => None,
        }
    }
}

/// Proof that both sides agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Place of the whole.
    pub span: Span,
    /// Who agreed for the customer or receiver.
    pub customer: Option<String>,
    /// Who agreed for the supplier or provider.
    pub supplier: Option<String>,
    /// In which position.
    pub role: Option<String>,
    /// Day on which both sides agreed.
    pub date: Option<Spanned<Date>>,
    /// Where the proof is kept.
    pub evidence: Option<Spanned<String>>,
}

/// Time that counts for an availability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// The agreed hours of service.
    ServiceHours,
    /// Every hour.
    Always,
}

impl Basis {
    /// The word as typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::ServiceHours => "service_hours",
            Self::Always => "24x7",
        }
    }
}

/// The same promise said over another period or basis, as the other side agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversion {
    /// Share of the time.
    pub percent: Spanned<Percent>,
    /// Period.
    pub period: MeasuringPeriod,
    /// Time that counts.
    pub basis: Basis,
}

/// An availability that is promised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Availability {
    /// Place of the whole.
    pub span: Span,
    /// Share of the time that counts.
    pub percent: Spanned<Percent>,
    /// Period over which it is measured. `None` where it is not said, so that nothing can be compared.
    pub period: Option<Spanned<MeasuringPeriod>>,
    /// Time that counts.
    pub basis: Option<Spanned<Basis>>,
    /// What one measurement stands for.
    pub unit_measured: Option<Spanned<String>>,
    /// Time between two measurements.
    pub measuring_interval: Option<Spanned<Duration>>,
    /// Services that the figure is for; empty where it is for all of the agreement.
    pub services: Vec<Spanned<String>>,
    /// The same over another period or basis.
    pub conversion: Option<Conversion>,
}

/// A service level target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Place of the whole.
    pub span: Span,
    /// What is measured.
    pub metric: Spanned<String>,
    /// How the measured value must stand to the target, as typed: `at_least`.
    pub comparator: String,
    /// Value to be reached, as typed.
    pub value: Option<Spanned<String>>,
    /// Its unit, as typed.
    pub unit: Option<Spanned<String>>,
    /// Period over which it is measured.
    pub period: Option<MeasuringPeriod>,
    /// Where the figures come from.
    pub source: Option<String>,
    /// Role that measures.
    pub measured_by: Option<String>,
}

/// Time reserved for planned work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Place of the whole.
    pub span: Span,
    /// When.
    pub hours: Arc<Hours>,
    /// Whether it counts against the availability.
    pub counts: bool,
    /// How long before the work the customer is told.
    pub notice: Option<Duration>,
}

/// Comparison of a contract with an SLA that relies on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alignment {
    /// The SLA, as typed.
    pub sla: Spanned<String>,
    /// `aligned`, `gap_accepted` or `gap_open`, as typed.
    pub result: String,
    /// Day of the comparison.
    pub date: Option<Spanned<Date>>,
}

/// Reports that a customer receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reporting {
    /// Place of the whole.
    pub span: Span,
    /// Time between two.
    pub frequency: Option<Spanned<Interval>>,
    /// Who receives them.
    pub audience: Option<String>,
    /// Report or series of reports, as typed.
    pub report: Option<Spanned<String>>,
}

/// An agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Index of its document in the corpus.
    pub entry: usize,
    /// Its id, as its document writes it.
    pub id: String,
    /// Title of its document.
    pub title: String,
    /// Whether the text is one in force.
    pub in_force: bool,
    /// SLA, OLA or contract.
    pub kind: AgreementKind,
    /// Services covered or supported, as typed.
    pub services: Vec<Spanned<String>>,
    /// Customer of an SLA, else the party that receives.
    pub customer: Option<Spanned<String>>,
    /// The party that provides.
    pub provider: Option<Spanned<String>>,
    /// How long it runs.
    pub term: Option<Term>,
    /// Proof that both sides agreed.
    pub consent: Option<Consent>,
    /// Hours in which the service is provided.
    pub service_hours: Option<Spanned<Arc<Hours>>>,
    /// Hours in which help can be had.
    pub support_hours: Option<Spanned<Arc<Hours>>>,
    /// Times reserved for planned work.
    pub windows: Vec<Window>,
    /// Availability.
    pub availability: Option<Availability>,
    /// Targets.
    pub targets: Vec<Target>,
    /// Priorities of incidents.
    pub priorities: Priorities,
    /// Recovery after a disaster.
    pub recovery: Option<Recovery>,
    /// Reports on it.
    pub reporting: Option<Reporting>,
    /// OLAs and contracts that it relies on, as typed.
    pub underpinned_by: Vec<Spanned<String>>,
    /// Comparisons with SLAs.
    pub alignment: Vec<Alignment>,
    /// Time that passes until the provider has taken over an incident.
    pub handover: Option<Spanned<Duration>>,
    /// Time between two reviews of its performance.
    pub review_interval: Option<Spanned<Interval>>,
    /// Records of those reviews: ids of records or series.
    pub review_records: Vec<Spanned<String>>,
    /// Day of the last review.
    pub last_review: Option<Spanned<Date>>,
    /// Day of the approval of this text.
    pub approved_on: Option<Spanned<Date>>,
}

impl Agreement {
    /// Reads an agreement.
    pub(in crate::evaluate::services) fn read(
        entry: usize,
        id: &str,
        kind: AgreementKind,
        in_force: bool,
        text: &Document,
        holidays: &Holidays,
    ) -> Self {
        let front = &text.front;
        let sla = kind == AgreementKind::Sla;
        Self {
            entry,
            id: id.to_owned(),
            title: text.title_or_label().to_owned(),
            in_force,
            kind,
            services: front.strings(if sla { "services" } else { "services_supported" }),
            customer: front.string(if sla { "customer" } else { "receiver" }),
            provider: front.string("supplier").or_else(|| front.string("provider")),
            term: front.get("term").map(term),
            consent: front.get("agreement").filter(|node| !node.is_null()).map(consent),
            service_hours: holidays.hours(front.get("service_hours")),
            support_hours: holidays.hours(front.get("support_hours")),
            windows: front.list("maintenance_windows").iter().filter_map(|node| window(node, holidays)).collect(),
            availability: front.get("availability").and_then(availability),
            targets: targets(front),
            priorities: Priorities::read(front.get("priorities")),
            recovery: front.get("continuity").map(Recovery::read),
            reporting: front.get("reporting").map(reporting),
            underpinned_by: front.strings("underpinned_by"),
            alignment: front.list("alignment").iter().filter_map(alignment).collect(),
            handover: front.parsed("handover_time"),
            review_interval: front.get("reviews").and_then(|node| node.parsed("interval")),
            review_records: front.get("reviews").map(|node| node.strings("records")).unwrap_or_default(),
            last_review: day(front, "last_review"),
            approved_on: text.approved_on.clone(),
        }
    }

    /// Time that counts for its availability. `None` where it is not said, or says hours that nobody stated.
    #[must_use]
    pub fn counted(&self, basis: Basis) -> Option<Arc<Hours>> {
        match basis {
            Basis::Always => Some(Arc::new(Hours::Always)),
            Basis::ServiceHours => self.service_hours.as_ref().map(|hours| Arc::clone(&hours.value)),
        }
    }

    /// Whether it lists a service, whatever the case.
    #[must_use]
    pub fn lists(&self, service: &str) -> bool {
        self.services.iter().any(|listed| listed.value.eq_ignore_ascii_case(service))
    }
}

fn day(node: &Node, field: &str) -> Option<Spanned<Date>> {
    let text = node.string(field)?;
    Some(Spanned::new(date::parse(&text.value)?, text.span))
}

fn term(node: &Node) -> Term {
    let end = node.string("end").and_then(|text| {
        let end = if text.value == "open" { End::Open } else { End::On(date::parse(&text.value)?) };
        Some(Spanned::new(end, text.span))
    });
    Term { start: day(node, "start"), end, notice: node.parsed("notice") }
}

fn consent(node: &Node) -> Consent {
    let text = |field: &str| node.string(field).map(|text| text.value);
    Consent {
        span: node.span,
        customer: text("customer_signatory"),
        supplier: text("supplier_signatory"),
        role: text("role"),
        date: day(node, "date"),
        evidence: node.string("evidence"),
    }
}

fn basis(node: &Node) -> Option<Spanned<Basis>> {
    let text = node.string("basis")?;
    let basis = [Basis::ServiceHours, Basis::Always].into_iter().find(|basis| basis.word() == text.value)?;
    Some(Spanned::new(basis, text.span))
}

fn period(node: &Node) -> Option<Spanned<MeasuringPeriod>> {
    let text = node.string("period")?;
    Some(Spanned::new(MeasuringPeriod::parse(&text.value)?, text.span))
}

fn availability(node: &Node) -> Option<Availability> {
    let conversion = node.get("conversion").and_then(|node| {
        Some(Conversion { percent: node.parsed("percent")?, period: period(node)?.value, basis: basis(node)?.value })
    });
    Some(Availability {
        span: node.span,
        percent: node.parsed("percent")?,
        period: period(node),
        basis: basis(node),
        unit_measured: node.string("unit_measured"),
        measuring_interval: node.parsed("measuring_interval"),
        services: node.strings("services"),
        conversion,
    })
}

/// The service level targets of a text.
pub(in crate::evaluate::services) fn targets(front: &Node) -> Vec<Target> {
    front.list("targets").iter().filter_map(target).collect()
}

fn target(node: &Node) -> Option<Target> {
    let text = |field: &str| node.string(field).map(|text| text.value);
    Some(Target {
        span: node.span,
        metric: node.string("metric")?,
        comparator: text("comparator").unwrap_or_default(),
        value: node.string("value"),
        unit: node.string("unit"),
        period: period(node).map(|period| period.value),
        source: text("source"),
        measured_by: text("measured_by"),
    })
}

fn window(node: &Node, holidays: &Holidays) -> Option<Window> {
    Some(Window {
        span: node.span,
        hours: holidays.hours(Some(node))?.value,
        counts: node.string("counts_as_downtime").is_some_and(|text| text.value == "true"),
        notice: node.parsed("notice").map(|notice| notice.value),
    })
}

fn alignment(node: &Node) -> Option<Alignment> {
    Some(Alignment {
        sla: node.string("sla")?,
        result: node.string("result").map(|result| result.value).unwrap_or_default(),
        date: day(node, "date"),
    })
}

fn reporting(node: &Node) -> Reporting {
    Reporting {
        span: node.span,
        frequency: node.parsed("frequency"),
        audience: node.string("audience").map(|audience| audience.value),
        report: node.string("report"),
    }
}
