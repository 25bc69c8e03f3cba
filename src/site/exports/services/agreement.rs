//! An agreement with its figures, for programs.

use serde::Serialize;

use super::{Availability, DocumentRow, DowntimeRow, FindingRow};
use crate::evaluate::Sms;
use crate::evaluate::services::Now;
use crate::evaluate::services::stated::End;

/// An SLA, an OLA or a contract.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Id.
    pub id: String,
    /// Title of its document.
    pub title: String,
    /// `sla`, `ola` or `contract`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub(super) document: DocumentRow,
    /// Customer, or the party that receives.
    pub customer: Option<String>,
    /// Party that provides.
    pub provider: Option<String>,
    /// Services covered or supported.
    pub services: Vec<String>,
    /// How long it runs.
    pub term: TermRow,
    agreed_on: Option<String>,
    evidence: Option<String>,
    /// What is promised.
    pub availability: Option<Availability>,
    downtime: Option<DowntimeRow>,
    service_hours: Option<String>,
    /// Hours in which help can be had.
    pub support_hours: Option<String>,
    pub(super) rto: Option<String>,
    pub(super) rpo: Option<String>,
    /// OLAs and contracts behind an SLA.
    pub behind: Vec<UnderRow>,
    /// SLAs that rest on it.
    pub supports: Vec<String>,
    /// What does not fit.
    pub findings: Vec<FindingRow>,
}

/// The term of an agreement.
#[derive(Debug, Serialize)]
pub struct TermRow {
    start: Option<String>,
    /// Last day, or `open`.
    pub end: Option<String>,
    notice: Option<String>,
    /// Day from which notice is due.
    pub notice_opens: Option<String>,
    /// How it stands today: `running`, `notice_open`, `ended`, ...
    pub standing: &'static str,
}

/// An agreement behind an SLA.
#[derive(Debug, Serialize)]
pub struct UnderRow {
    agreement: String,
    kind: &'static str,
    /// Whether the SLA itself names it.
    named_by_sla: bool,
}

pub(super) fn row(sms: &Sms, index: usize, now: &Now) -> Row {
    let model = &sms.services;
    let agreement = &model.agreements[index];
    let downtime = model.downtime_of_agreement(index, now);
    let behind = model.under(index).iter().map(|under| UnderRow {
        agreement: model.agreements[under.agreement].id.clone(),
        kind: under.kind.word(),
        named_by_sla: under.listed.is_some(),
    });
    let supports = model.carried_by(index).iter().map(|sla| model.agreements[*sla].id.clone());
    let consent = agreement.consent.as_ref();
    let recovery = agreement.recovery.as_ref();
    let time = |of: Option<&crate::model::span::Spanned<crate::model::duration::Duration>>| {
        of.map(|time| time.value.to_string())
    };
    Row {
        id: agreement.id.clone(),
        title: agreement.title.clone(),
        kind: agreement.kind.word(),
        document: super::document(sms, agreement.entry),
        customer: agreement.customer.as_ref().map(|party| party.value.clone()),
        provider: agreement.provider.as_ref().map(|party| party.value.clone()),
        services: agreement.services.iter().map(|service| service.value.clone()).collect(),
        term: term(sms, index, now),
        agreed_on: consent.and_then(|consent| Some(consent.date.as_ref()?.value.to_string())),
        evidence: consent.and_then(|consent| Some(consent.evidence.as_ref()?.value.clone())),
        availability: downtime.as_ref().map(|downtime| super::availability(sms, downtime)),
        downtime: downtime.as_ref().map(|downtime| super::downtime(sms, downtime)),
        service_hours: agreement.service_hours.as_ref().map(|hours| hours.value.words()),
        support_hours: agreement.support_hours.as_ref().map(|hours| hours.value.words()),
        rto: time(recovery.and_then(|recovery| recovery.rto.as_ref())),
        rpo: time(recovery.and_then(|recovery| recovery.rpo.as_ref())),
        behind: behind.collect(),
        supports: supports.collect(),
        findings: super::findings(sms, agreement.entry),
    }
}

fn term(sms: &Sms, index: usize, now: &Now) -> TermRow {
    let agreement = &sms.services.agreements[index];
    let term = agreement.term.as_ref();
    TermRow {
        start: term.and_then(|term| Some(term.start.as_ref()?.value.to_string())),
        end: term.and_then(|term| {
            Some(match term.end.as_ref()?.value {
                End::Open => "open".to_owned(),
                End::On(day) => day.to_string(),
            })
        }),
        notice: term.and_then(|term| Some(term.notice.as_ref()?.value.to_string())),
        notice_opens: agreement.notice_opens().map(|day| day.to_string()),
        standing: agreement.standing(now.day).word(),
    }
}
