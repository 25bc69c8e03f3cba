//! A service with its figures, for programs.

use serde::Serialize;

use super::{Availability, DocumentRow, DowntimeRow, FindingRow};
use crate::evaluate::Sms;
use crate::evaluate::reading::Reading;
use crate::evaluate::services::Now;
use crate::evaluate::services::chain::{Part, Promise, Worth};
use crate::evaluate::services::compare::{Compared, Terms};
use crate::evaluate::services::stated::{PRIORITIES, Recovery, ServiceKind};
use crate::evaluate::services::times::Waits;
use crate::model::duration::Duration;
use crate::model::seconds::Seconds;

/// A service.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Id.
    pub id: String,
    /// Title of its document.
    pub title: String,
    /// `customer` or `supporting`.
    pub kind: &'static str,
    /// Where the service stands in its life, as typed.
    pub state: Option<&'static str>,
    pub(super) document: DocumentRow,
    /// Role that answers for it.
    pub owner: Option<String>,
    criticality: Option<String>,
    customers: Vec<String>,
    views: Vec<String>,
    /// Agreements with customers that cover it.
    pub slas: Vec<String>,
    /// What it needs.
    pub depends_on: Vec<DependencyRow>,
    /// Services that depend on it.
    pub supports: Vec<String>,
    /// What is promised: by the strictest SLA, else by the service itself.
    pub availability: Option<Availability>,
    /// What its chain gives on the same terms.
    pub chain: Option<ChainRow>,
    /// How long it may be down.
    pub downtime: Option<DowntimeRow>,
    /// Hours in which help can be had.
    pub support_hours: SupportRow,
    priorities: Vec<PriorityRow>,
    /// Recovery time objective: the shortest that is promised.
    pub rto: Option<String>,
    /// Recovery point objective.
    pub rpo: Option<String>,
    continuity: ContinuityRow,
    /// What does not fit.
    pub findings: Vec<FindingRow>,
}

/// Something that a service needs.
#[derive(Debug, Serialize)]
pub struct DependencyRow {
    /// As typed.
    pub target: String,
    /// As typed.
    pub kind: &'static str,
    group: Option<String>,
    independent: bool,
    agreement: Option<String>,
}

/// The chain of a service.
#[derive(Debug, Serialize)]
pub struct ChainRow {
    /// Product of what is known, rounded down to four decimals.
    pub percent: String,
    /// All digits of it.
    exact: String,
    /// How many parts promise something that can be compared.
    known: usize,
    /// How many do not, so that the chain may give less.
    pub unknown: usize,
    /// The first parts; a chain through a whole catalogue would be listed with each service again.
    parts: Vec<PartRow>,
    /// How many are not listed.
    parts_omitted: usize,
}

/// A part of a chain.
#[derive(Debug, Serialize)]
struct PartRow {
    /// What it is; of a group its members.
    targets: Vec<String>,
    redundant: bool,
    independent: bool,
    /// Id of the agreement or service that promises the figure.
    source: Option<String>,
    percent: Option<String>,
    /// `same`, `worst_case`, `converted`, `group`, `nothing` or `incomparable`.
    how: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// Support hours.
#[derive(Debug, Serialize)]
pub struct SupportRow {
    /// What the service or its SLA promises.
    pub promised: Option<String>,
    /// What everybody in the chain has, where it can be said in words.
    pub effective: Option<String>,
    /// Seconds of the week with today in which everybody can be reached.
    effective_week_seconds: Option<i64>,
    behind: Vec<BehindRow>,
    unstated: Vec<String>,
}

#[derive(Debug, Serialize)]
struct BehindRow {
    agreement: String,
    hours: String,
}

#[derive(Debug, Serialize)]
struct PriorityRow {
    sla: String,
    priority: &'static str,
    hours: Option<String>,
    respond: Option<String>,
    respond_longest: Option<String>,
    resolve: Option<String>,
    resolve_longest: Option<String>,
}

#[derive(Debug, Serialize)]
struct ContinuityRow {
    stated: Option<RecoveryRow>,
    slas: Vec<RecoveryRow>,
    plan: Option<RecoveryRow>,
    agreements: Vec<RecoveryRow>,
}

#[derive(Debug, Serialize)]
struct RecoveryRow {
    id: String,
    rto: Option<String>,
    rpo: Option<String>,
    backup_interval: Option<String>,
}

/// Most parts of a chain that are listed.
const PARTS: usize = 200;

pub(super) fn row(sms: &Sms, index: usize, now: &Now, waits: &Waits<'_>) -> Row {
    let model = &sms.services;
    let service = &model.services[index];
    let withheld = model.withheld.contains(&index);
    let downtime = model.downtime_of_service(index, now);
    let slas = model.slas_of(index);
    let names = |ids: &[usize]| ids.iter().map(|sla| model.agreements[*sla].id.clone()).collect();
    let dependencies = service.dependencies.iter().map(|on| DependencyRow {
        target: on.target.value.clone(),
        kind: on.kind.word(),
        group: on.group.clone(),
        independent: on.independent,
        agreement: on.agreement.as_ref().map(|agreement| agreement.value.clone()),
    });
    let texts = |spanned: &[crate::model::span::Spanned<String>]| {
        spanned.iter().map(|text| text.value.clone()).collect::<Vec<_>>()
    };
    let recovery = model.recovery(&sms.corpus, Reading::InForce, index);
    let in_force = || slas.iter().filter(|sla| model.agreements[**sla].in_force);
    let promises = || {
        let by_sla = in_force().filter_map(|sla| model.agreements[*sla].recovery.as_ref());
        by_sla.chain(service.recovery.as_ref())
    };
    let least = |of: fn(&Recovery) -> Option<Duration>| {
        promises().filter_map(of).min_by_key(|duration| duration.elapsed()).map(|duration| duration.to_string())
    };
    Row {
        id: service.id.clone(),
        title: service.title.clone(),
        kind: if service.kind == ServiceKind::Customer { "customer" } else { "supporting" },
        state: service.state.as_ref().map(|state| state.value.word()),
        document: super::document(sms, service.entry),
        owner: service.owner.as_ref().map(|owner| owner.value.clone()),
        criticality: service.criticality.as_ref().map(|rank| rank.value.clone()),
        customers: if model.tells_of_agreements() { texts(&service.customers) } else { Vec::new() },
        views: texts(&service.views),
        slas: names(&slas),
        // What an audience may not know of is not named to it.
        depends_on: dependencies.filter(|_| !withheld).collect(),
        supports: model.paths.supports[index].iter().map(|other| model.services[*other].id.clone()).collect(),
        availability: downtime.as_ref().map(|downtime| super::availability(sms, downtime)),
        chain: (!withheld).then(|| chain(sms, index)).flatten(),
        downtime: downtime.as_ref().map(|downtime| super::downtime(sms, downtime)),
        support_hours: support(sms, index, now, withheld),
        priorities: in_force().flat_map(|sla| priorities(sms, *sla, waits)).collect(),
        rto: least(|recovery| recovery.rto.as_ref().map(|time| time.value)),
        rpo: least(|recovery| recovery.rpo.as_ref().map(|time| time.value)),
        continuity: ContinuityRow {
            stated: service.recovery.as_ref().map(|own| recovery_row(&service.id, own)),
            slas: recovery.slas.iter().filter_map(|sla| of_agreement(sms, *sla)).collect(),
            plan: recovery.plan.as_ref().map(|plan| recovery_row(&plan.id, plan.aims(&service.id))),
            agreements: recovery
                .behind
                .iter()
                .filter(|_| !withheld)
                .take(PARTS)
                .filter_map(|at| of_agreement(sms, *at))
                .collect(),
        },
        findings: super::findings(sms, service.entry),
    }
}

fn of_agreement(sms: &Sms, index: usize) -> Option<RecoveryRow> {
    let agreement = &sms.services.agreements[index];
    Some(recovery_row(&agreement.id, agreement.recovery.as_ref()?))
}

fn recovery_row(id: &str, recovery: &Recovery) -> RecoveryRow {
    let text = |time: &Option<crate::model::span::Spanned<Duration>>| time.as_ref().map(|time| time.value.to_string());
    RecoveryRow {
        id: id.to_owned(),
        rto: text(&recovery.rto),
        rpo: text(&recovery.rpo),
        backup_interval: text(&recovery.backup_interval),
    }
}

fn chain(sms: &Sms, index: usize) -> Option<ChainRow> {
    let model = &sms.services;
    let row = &model.chains.rows[index];
    if row.is_empty() {
        return None;
    }
    let terms = model.terms_of_service(index);
    let product = model.product(row, &terms);
    Some(ChainRow {
        percent: product.percent.rounded(4),
        exact: product.percent.exact(),
        known: product.known,
        unknown: product.unknown,
        parts: row.iter().take(PARTS).map(|number| part(sms, *number, &terms)).collect(),
        parts_omitted: row.len().saturating_sub(PARTS),
    })
}

fn part(sms: &Sms, number: usize, terms: &Terms) -> PartRow {
    let model = &sms.services;
    let worth = model.worth(number, terms);
    let target = |of: usize, on: usize| model.services[of].dependencies[on].target.value.clone();
    let part = &model.chains.parts[number];
    let (targets, source, independent) = match part {
        Part::Single(single) => {
            let source = match single.promise {
                Promise::Agreement(index) => Some(model.agreements[index].id.clone()),
                Promise::Service(index) => Some(model.services[index].id.clone()),
                Promise::Nothing => None,
            };
            (vec![target(single.of, single.dependency)], source, false)
        }
        Part::Group(group) => {
            let targets = group.members.iter().map(|member| target(group.of, member.dependency)).collect();
            (targets, None, group.independent)
        }
    };
    let redundant = matches!(part, Part::Group(_));
    let (how, why) = match &worth {
        Worth::Nothing => ("nothing", None),
        Worth::Share(Compared::Not(why)) => ("incomparable", Some(why.words())),
        Worth::Share(_) if redundant => ("group", None),
        Worth::Share(Compared::Same(_)) => ("same", None),
        Worth::Share(Compared::Worst(_)) => ("worst_case", None),
        Worth::Share(Compared::Converted(_)) => ("converted", None),
    };
    let percent = worth.percent().map(ToString::to_string);
    PartRow { targets, redundant, independent, source, percent, how, why }
}

fn support(sms: &Sms, index: usize, now: &Now, withheld: bool) -> SupportRow {
    let model = &sms.services;
    let support = model.support(index, now);
    let promised = support.promised.as_ref().map(|hours| hours.words());
    let behind = support.behind.iter().filter(|_| !withheld).take(PARTS);
    SupportRow {
        effective: support.effective.clone().filter(|_| !withheld),
        effective_week_seconds: (promised.is_some() && !withheld).then(|| support.week_seconds()),
        behind: behind
            .map(|(index, hours)| BehindRow { agreement: model.agreements[*index].id.clone(), hours: hours.words() })
            .collect(),
        unstated: support
            .unstated
            .iter()
            .filter(|_| !withheld)
            .map(|index| model.agreements[*index].id.clone())
            .collect(),
        promised,
    }
}

fn priorities(sms: &Sms, sla: usize, waits: &Waits<'_>) -> Vec<PriorityRow> {
    let sla = &sms.services.agreements[sla];
    let words = |seconds: Option<u64>| seconds.map(|seconds| Seconds::from(seconds).to_string());
    let levels = sla.priorities.levels.iter().enumerate();
    levels
        .filter_map(|(number, times)| {
            let times = times.as_ref()?;
            Some(PriorityRow {
                sla: sla.id.clone(),
                priority: PRIORITIES[number],
                hours: sla.hours_for(number).map(|hours| hours.words()),
                respond: times.respond.as_ref().map(|time| time.value.to_string()),
                respond_longest: words(sla.longest_respond(number, waits)),
                resolve: times.resolve.as_ref().map(|time| time.value.to_string()),
                resolve_longest: words(sla.longest_resolve(number, waits)),
            })
        })
        .collect()
}
