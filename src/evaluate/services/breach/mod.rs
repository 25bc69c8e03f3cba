//! Where agreements contradict each other, the catalogue, or themselves.

mod availability;
mod catalogue;
mod hours;
mod priorities;
mod recovery;
mod standing;
mod support;

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::times::Waits;
use super::{Now, Services};
use crate::evaluate::corpus::Corpus;
use crate::evaluate::reading::Reading;
use crate::model::document::Document;
use crate::model::finding::Severity;
use crate::model::hours::Hours;
use crate::model::inputs::Inputs;
use crate::model::rule_setting::Setting;
use crate::model::span::Span;

/// Time that passes until the next party in a chain has taken over, unless the configuration says otherwise.
pub const HANDOVER: &str = "PT15M";

/// Time by which a review of an agreement may be late, unless the configuration says otherwise.
pub const REVIEW_GRACE: &str = "P90D";

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An SLA promises more than an agreement in a row behind it.
    SlaExceedsAgreement,
    /// An SLA promises more than all agreements behind it together.
    SlaExceedsChain,
    /// An agreement counts other hours or another period, so that nobody can tell.
    SlaNotComparable,
    /// Priorities contradict each other.
    PrioritiesInconsistent,
    /// An agreement gives more time to resolve than the SLA.
    ResolutionExceedsSla,
    /// An agreement gives no help in hours that the SLA promises.
    SupportUncovered,
    /// A plan, a supplier or the backup is slower than what is promised.
    RecoveryExceedsPromise,
    /// An agreement ends too early, can be ended now, or was not reviewed.
    AgreementEnding,
    /// Less downtime is allowed than two measurements take.
    TargetUnmeasurable,
    /// Nobody says what one measurement stands for.
    AvailabilityPooled,
    /// A live customer service without an SLA in force.
    SlaMissing,
    /// An SLA for a service that is retired.
    SlaOfRetiredService,
    /// Something of another party without an agreement.
    DependencyWithoutAgreement,
    /// An agreement in force without proof that both sides agreed.
    ConsentMissing,
    /// A contract that was not compared with an SLA since one of both changed.
    AlignmentStale,
    /// Planned work takes more than the allowed downtime.
    MaintenanceExceedsAllowance,
    /// A P1 incident may take longer than the recovery from a disaster.
    ResolutionExceedsRto,
    /// Services that depend on each other in a circle.
    DependencyCycle,
    /// A dependency on a service that is not there.
    DependencyUnknown,
    /// Parts that stand in for each other and rest on the same thing.
    RedundancyShared,
    /// A service lacks what its state asks for.
    ServiceIncomplete,
    /// A service states something else than its SLAs.
    ServiceDiffers,
    /// An SLA does not name an agreement that its services rest on.
    UnderpinningIncomplete,
    /// A continuity plan that is named and does not fit.
    ContinuityPlanUnfit,
    /// Two services are one configuration item.
    ConfigurationItemDuplicate,
    /// A target that no figure can reach.
    TargetImpossible,
    /// A customer or group of users that no register lists.
    CustomerUnknown,
    /// Hours that cannot be computed with.
    HoursInvalid,
}

impl Kind {
    /// The id of the rule that reports it.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::SlaExceedsAgreement => "sla-exceeds-agreement",
            Self::SlaExceedsChain => "sla-exceeds-chain",
            Self::SlaNotComparable => "sla-not-comparable",
            Self::PrioritiesInconsistent => "priorities-inconsistent",
            Self::ResolutionExceedsSla => "resolution-exceeds-sla",
            Self::SupportUncovered => "support-hours-uncovered",
            Self::RecoveryExceedsPromise => "recovery-exceeds-promise",
            Self::AgreementEnding => "agreement-ending",
            Self::TargetUnmeasurable => "target-unmeasurable",
            Self::AvailabilityPooled => "availability-pooled",
            Self::SlaMissing => "sla-missing",
            Self::SlaOfRetiredService => "sla-of-retired-service",
            Self::DependencyWithoutAgreement => "dependency-without-agreement",
            Self::ConsentMissing => "consent-missing",
            Self::AlignmentStale => "alignment-stale",
            Self::MaintenanceExceedsAllowance => "maintenance-exceeds-allowance",
            Self::ResolutionExceedsRto => "resolution-exceeds-rto",
            Self::DependencyCycle => "dependency-cycle",
            Self::DependencyUnknown => "dependency-unknown",
            Self::RedundancyShared => "redundancy-shared",
            Self::ServiceIncomplete => "service-incomplete",
            Self::ServiceDiffers => "service-differs",
            Self::UnderpinningIncomplete => "underpinning-incomplete",
            Self::ContinuityPlanUnfit => "continuity-plan-unfit",
            Self::ConfigurationItemDuplicate => "configuration-item-duplicate",
            Self::TargetImpossible => "target-impossible",
            Self::CustomerUnknown => "customer-unknown",
            Self::HoursInvalid => "hours-invalid",
        }
    }
}

/// A second place that explains a breach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Index of the document in the corpus.
    pub entry: usize,
    /// Where in its text.
    pub span: Span,
    /// What is there.
    pub text: String,
}

/// Something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// What is wrong.
    pub kind: Kind,
    /// Weight where it is not that of the rule.
    pub severity: Option<Severity>,
    /// What is so: in small letters, without a full stop, names in backticks.
    pub message: String,
    /// What to do about it, in the same form.
    pub help: String,
    /// Index in the corpus of the document in which it is mended.
    pub entry: usize,
    /// Where in its text.
    pub span: Span,
    /// Where else to look.
    pub related: Vec<Note>,
    /// The SLA whose promise is at stake, by index.
    pub sla: Option<usize>,
    /// The services concerned, by index.
    pub services: Vec<usize>,
}

impl Breach {
    fn new(kind: Kind, entry: usize, span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            kind,
            severity: None,
            message: message.into(),
            help: help.into(),
            entry,
            span,
            related: Vec::new(),
            sla: None,
            services: Vec::new(),
        }
    }

    fn weighing(self, severity: Severity) -> Self {
        Self { severity: Some(severity), ..self }
    }

    /// Adds a place, where it is not there already.
    fn note(mut self, entry: usize, span: Span, text: impl Into<String>) -> Self {
        let note = Note { entry, span, text: text.into() };
        if !self.related.contains(&note) {
            self.related.push(note);
        }
        self
    }

    fn of_sla(self, sla: usize) -> Self {
        Self { sla: Some(sla), ..self }
    }

    fn of_services(self, services: impl IntoIterator<Item = usize>) -> Self {
        Self { services: services.into_iter().collect(), ..self }
    }

    /// Whether it is in a document, or a place of that document explains it; by the index in the corpus.
    #[must_use]
    pub fn concerns(&self, entry: usize) -> bool {
        self.entry == entry || self.related.iter().any(|note| note.entry == entry)
    }

    /// The documents that tell of it, by their indices in the corpus: who may not read all of them is not told.
    #[must_use]
    pub fn rests_on(&self) -> BTreeSet<usize> {
        self.related.iter().map(|note| note.entry).chain([self.entry]).collect()
    }
}

/// What everything is looked up in.
struct Looked<'a> {
    inputs: &'a Inputs,
    corpus: &'a Corpus,
    reading: Reading,
    services: &'a Services,
    now: &'a Now,
    waits: Waits<'a>,
    /// Which hours cover which: many agreements have the same.
    covered: RefCell<HashMap<Pair, bool>>,
}

/// Hours that are given, and hours that are wanted.
type Pair = (Arc<Hours>, Arc<Hours>);

impl Looked<'_> {
    fn text(&self, entry: usize) -> &Document {
        self.reading.of(&self.corpus.entries[entry])
    }

    /// The place of the key of a field of a document, else the beginning of its front matter.
    fn key(&self, entry: usize, field: &str) -> Span {
        self.text(entry).key_span(field)
    }

    /// Why an id leads to none of the documents that are looked at: `other` where its document is of another type.
    fn gone(&self, id: &str, types: &[&str], other: &'static str) -> &'static str {
        match self.corpus.get(id) {
            None => "does not exist",
            Some(entry) if entry.doc_type.as_ref().is_some_and(|own| types.contains(&own.name.as_str())) => {
                "is not in force any more"
            }
            Some(_) => other,
        }
    }

    /// The value of a parameter of a rule: the one that is set, else the default.
    fn parameter<'a>(&'a self, kind: Kind, name: &str, default: &'a str) -> &'a str {
        let set = self.inputs.config.rules.get(kind.rule()).and_then(|setting| setting.parameters.get(name));
        match set {
            Some(Setting::One(text)) => text,
            _ => default,
        }
    }
}

/// Everything that does not fit, in the order of the documents in which it is mended.
#[must_use]
pub(super) fn breaches(
    inputs: &Inputs,
    corpus: &Corpus,
    reading: Reading,
    services: &Services,
    now: &Now,
) -> Vec<Breach> {
    let looked = Looked { inputs, corpus, reading, services, now, waits: Waits::new(now), covered: RefCell::default() };
    let mut found = Vec::new();
    looked.catalogue(&mut found);
    looked.hours(&mut found);
    looked.standing(&mut found);
    looked.availability(&mut found);
    looked.priorities(&mut found);
    looked.support(&mut found);
    looked.recovery(&mut found);
    found.sort_by_key(|breach| (breach.entry, breach.span, breach.kind));
    found
}

/// Names in backticks, the first few of them.
fn few<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const NAMED: usize = 5;
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    let rest = names.len().saturating_sub(NAMED);
    let shown = names[..names.len() - rest].join(", ");
    if rest == 0 { shown } else { format!("{shown} and {rest} more") }
}

/// The first of several texts, as many as a sentence can hold.
fn some<T: AsRef<str>>(texts: &[T]) -> String {
    const SHOWN: usize = 12;
    let shown: Vec<&str> = texts.iter().take(SHOWN).map(AsRef::as_ref).collect();
    match texts.len() - shown.len() {
        0 => shown.join(", "),
        rest => format!("{} and {rest} more", shown.join(", ")),
    }
}
