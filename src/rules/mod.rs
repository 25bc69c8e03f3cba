//! Rules: what may be wrong with the content. One file a rule, one line in the table, one folder of examples.
//!
//! A rule is a function of the evaluated system. It neither reads files nor renders. What is found while reading (no
//! front matter, a field that its schema does not know) has its rule in `form`, without a function.

mod accountability_missing;
mod action_overdue;
mod action_unverified;
mod agreement_ending;
mod alarm;
mod alignment_stale;
mod approval_by_author;
mod approval_incomplete;
mod approval_predates_history;
mod approval_unproven;
mod approver_not_entitled;
mod attachment_refused;
mod audit_gap;
mod audit_not_impartial;
mod author_unknown;
mod availability_pooled;
mod breach;
mod clause_broad;
mod clause_uncovered;
mod clause_unfit;
mod clause_unknown;
mod climate_undecided;
mod codeowners_stale;
mod configuration_item_duplicate;
mod consent_missing;
mod continuity_offline_missing;
mod continuity_plan_unfit;
mod continuity_untested;
mod customer_unknown;
mod date_default;
mod date_order;
mod dependency_cycle;
mod dependency_unknown;
mod dependency_without_agreement;
mod document_vanished;
mod documented_information_missing;
mod documented_information_unfit;
mod edited_after_approval;
mod edition_check_overdue;
mod everything_outsourced;
mod field_order;
mod fields;
mod figures_invalid;
mod figures_missing;
mod figures_target_differs;
mod figures_unmatched;
mod form;
mod gap_excluded;
mod gap_plan;
mod heading_missing;
mod held;
mod history_incomplete;
mod history_replaced;
mod hours_invalid;
mod id_duplicate;
mod id_malformed;
mod id_reused;
mod link_anchor;
mod link_broken;
mod link_forbidden;
mod link_retired;
mod maintenance_exceeds_allowance;
mod management_review_incomplete;
mod management_review_overdue;
mod near;
mod objective_unmeasurable;
mod parameter;
mod party_unregistered;
mod party_without_agreement;
mod person_unknown;
mod placeholder_text;
mod priorities_inconsistent;
mod record_changed;
mod recovery_exceeds_promise;
mod redundancy_shared;
mod report_missing;
mod resolution_exceeds_rto;
mod resolution_exceeds_sla;
mod retention_elapsed;
mod review_date_moved;
mod review_overdue;
mod role_unknown;
mod role_vacant;
mod role_without_competence;
mod scope_differs;
mod sentence_long;
mod service_differs;
mod service_incomplete;
mod settings_invalid;
mod sla_exceeds_agreement;
mod sla_exceeds_chain;
mod sla_missing;
mod sla_not_comparable;
mod sla_of_retired_service;
mod supersession_broken;
mod support_hours_uncovered;
mod tag_unusable;
mod target_impossible;
mod target_missed;
mod target_unmeasurable;
mod type_changed;
mod uncommitted_changes;
mod underpinning_incomplete;
mod version_not_raised;
mod version_step_small;
mod waivers;
mod withdrawal_unproven;

pub use attachment_refused::is_allowed as is_publishable;
pub use held::{HELD, Held, held};
pub use near::nearest;
pub use parameter::{Kind, Parameter};

use std::collections::BTreeSet;

use camino::Utf8PathBuf;

use rayon::prelude::*;

use crate::evaluate::Sms;
use crate::evaluate::approval::Reason;
use crate::evaluate::corpus::Entry;
use crate::model::finding::{self, Finding, Place, Severity};
use crate::model::rule_setting::Level;
use crate::model::span::Position;

/// One rule.
pub struct Rule {
    /// Slug, as in configuration and messages.
    pub id: &'static str,
    /// Code of the rule in the guide to the domain, where it has one: `R-09`.
    pub code: Option<&'static str>,
    /// Weight unless the configuration says otherwise.
    pub severity: Severity,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Clause or practice that it rests on.
    pub basis: &'static str,
    /// What it checks, why, an example that is wrong and one that is right.
    pub explain: &'static str,
    /// What a repository may set beside the weight.
    pub parameters: &'static [Parameter],
    /// The check; `None` where the fault is found while reading.
    pub check: Option<fn(&Sms, &mut Sink<'_>)>,
}

/// Takes the findings of one rule.
pub struct Sink<'a> {
    findings: &'a mut Vec<Finding>,
}

impl Sink<'_> {
    /// Adds a finding.
    pub fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

/// Every rule, sorted by slug.
pub static RULES: &[&Rule] = &[
    &accountability_missing::RULE,
    &action_overdue::RULE,
    &action_unverified::RULE,
    &agreement_ending::RULE,
    &alignment_stale::RULE,
    &approval_by_author::RULE,
    &approval_incomplete::RULE,
    &approval_predates_history::RULE,
    &approval_unproven::RULE,
    &approver_not_entitled::RULE,
    &attachment_refused::RULE,
    &audit_gap::RULE,
    &audit_not_impartial::RULE,
    &author_unknown::RULE,
    &availability_pooled::RULE,
    &form::BRANCH_MISSING,
    &clause_broad::RULE,
    &clause_uncovered::RULE,
    &clause_unfit::RULE,
    &clause_unknown::RULE,
    &climate_undecided::RULE,
    &codeowners_stale::RULE,
    &configuration_item_duplicate::RULE,
    &form::CONFIGURATION_MISSING,
    &consent_missing::RULE,
    &continuity_offline_missing::RULE,
    &continuity_plan_unfit::RULE,
    &continuity_untested::RULE,
    &form::CROSSWALK_INVALID,
    &customer_unknown::RULE,
    &date_default::RULE,
    &date_order::RULE,
    &dependency_cycle::RULE,
    &dependency_unknown::RULE,
    &dependency_without_agreement::RULE,
    &form::DERIVED_STATE_TYPED,
    &form::DIAGRAM_INVALID,
    &document_vanished::RULE,
    &documented_information_missing::RULE,
    &documented_information_unfit::RULE,
    &edited_after_approval::RULE,
    &edition_check_overdue::RULE,
    &everything_outsourced::RULE,
    &field_order::RULE,
    &form::FIELD_REQUIRED,
    &form::FIELD_UNKNOWN,
    &form::FIELD_VALUE,
    &figures_invalid::RULE,
    &figures_missing::RULE,
    &figures_target_differs::RULE,
    &figures_unmatched::RULE,
    &form::FILE_UNREADABLE,
    &form::FRAMEWORK_INVALID,
    &form::FRONT_MATTER_INVALID,
    &form::FRONT_MATTER_MISSING,
    &gap_excluded::RULE,
    &gap_plan::RULE,
    &heading_missing::RULE,
    &history_incomplete::RULE,
    &history_replaced::RULE,
    &hours_invalid::RULE,
    &id_duplicate::RULE,
    &id_malformed::RULE,
    &id_reused::RULE,
    &link_anchor::RULE,
    &link_broken::RULE,
    &link_forbidden::RULE,
    &link_retired::RULE,
    &maintenance_exceeds_allowance::RULE,
    &management_review_incomplete::RULE,
    &management_review_overdue::RULE,
    &objective_unmeasurable::RULE,
    &party_unregistered::RULE,
    &party_without_agreement::RULE,
    &person_unknown::RULE,
    &placeholder_text::RULE,
    &priorities_inconsistent::RULE,
    &form::RAW_HTML,
    &record_changed::RULE,
    &recovery_exceeds_promise::RULE,
    &redundancy_shared::RULE,
    &report_missing::RULE,
    &resolution_exceeds_rto::RULE,
    &resolution_exceeds_sla::RULE,
    &retention_elapsed::RULE,
    &review_date_moved::RULE,
    &review_overdue::RULE,
    &role_unknown::RULE,
    &role_vacant::RULE,
    &role_without_competence::RULE,
    &scope_differs::RULE,
    &sentence_long::RULE,
    &service_differs::RULE,
    &service_incomplete::RULE,
    &settings_invalid::RULE,
    &sla_exceeds_agreement::RULE,
    &sla_exceeds_chain::RULE,
    &sla_missing::RULE,
    &sla_not_comparable::RULE,
    &sla_of_retired_service::RULE,
    &supersession_broken::RULE,
    &support_hours_uncovered::RULE,
    &tag_unusable::RULE,
    &target_impossible::RULE,
    &target_missed::RULE,
    &target_unmeasurable::RULE,
    &type_changed::RULE,
    &uncommitted_changes::RULE,
    &underpinning_incomplete::RULE,
    &version_not_raised::RULE,
    &version_step_small::RULE,
    &waivers::LAPSED,
    &waivers::UNKNOWN,
    &waivers::UNUSED,
    &withdrawal_unproven::RULE,
];

/// Why the approval that the newest text of a document states does not count, among reasons of one kind.
fn objection(entry: &Entry, kind: impl Fn(&Reason) -> bool) -> Option<&Reason> {
    entry.standing.approval.as_ref()?.reasons.iter().find(|reason| kind(reason))
}

/// What is wrong and how to mend it, in one text for formats that have no place of their own for the help.
#[must_use]
pub fn sentence(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}; {help}", finding.message),
        None => finding.message.clone(),
    }
}

/// The rule of a slug.
#[must_use]
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id).copied()
}

/// Rules by slug or by code, whatever the case; one code may have several.
#[must_use]
pub fn named(name: &str) -> Vec<&'static Rule> {
    let matches = |rule: &&&Rule| {
        rule.id.eq_ignore_ascii_case(name) || rule.code.is_some_and(|code| code.eq_ignore_ascii_case(name))
    };
    RULES.iter().filter(matches).copied().collect()
}

/// What the rules say of a system.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Findings that count.
    pub findings: Vec<Finding>,
    /// Findings that are accepted for a time; each has its waiver.
    pub waived: Vec<Finding>,
    /// Findings of the baseline: known, and to be mended later.
    pub known: Vec<Finding>,
    /// How many findings of the baseline are not there any more.
    pub mended: usize,
}

/// Judges the system: every finding that counts with the weight that the configuration gives it, sorted as reports list
/// them.
#[must_use]
pub fn judge(sms: &Sms) -> Vec<Finding> {
    verdict(sms).findings
}

/// Judges the system, and tells apart what counts and what is set aside.
#[must_use]
pub fn verdict(sms: &Sms) -> Verdict {
    if sms.inputs.settings_unreadable {
        return without_settings(sms);
    }
    let found = RULES.par_iter().filter_map(|rule| rule.check).map(|check| {
        let mut findings = Vec::new();
        check(sms, &mut Sink { findings: &mut findings });
        findings
    });
    // Rules run beside each other; what they found stands in the order of the table, whichever was done first.
    let found: Vec<Vec<Finding>> = found.collect();
    let mut findings: Vec<Finding> = sms.inputs.findings.iter().cloned().chain(found.into_iter().flatten()).collect();
    findings.retain_mut(|finding| weigh(sms, finding));
    told_once(&mut findings);
    let mut of_waivers = waivers::apply(sms, &mut findings);
    of_waivers.retain_mut(|finding| weigh(sms, finding));
    findings.extend(of_waivers);
    finding::sort(&mut findings);
    let waived = findings.split_off(findings.partition_point(|finding| finding.waived.is_none()));
    let (findings, known) = sms.inputs.baseline.split(findings);
    let mended = sms.inputs.baseline.mended(&known);
    Verdict { findings, waived, known, mended }
}

/// What is said where the configuration or the people cannot be read: that, and nothing that would follow from the
/// defaults in their place. Hundreds of approvals would seem to be worth nothing for one bracket.
fn without_settings(sms: &Sms) -> Verdict {
    let of_settings = sms.inputs.findings.iter().filter(|finding| finding.rule == settings_invalid::RULE.id).cloned();
    let mut findings: Vec<Finding> = of_settings
        .map(|finding| match &finding.help {
            Some(help) => finding.clone().help(format!("{help}; nothing else was checked until this can be read")),
            None => finding.help("mend this line; nothing else was checked until this can be read"),
        })
        .collect();
    finding::sort(&mut findings);
    Verdict { findings, waived: Vec::new(), known: Vec::new(), mended: 0 }
}

/// Takes out what the schema says of the form of an id where a rule knows that nobody has that id: it names the one that
/// is probably meant.
fn told_once(findings: &mut Vec<Finding>) {
    let told =
        findings.iter().filter(|finding| [role_unknown::RULE.id, person_unknown::RULE.id].contains(&finding.rule));
    let told: BTreeSet<(Utf8PathBuf, Position)> =
        told.map(|finding| (finding.place.path.clone(), finding.place.start)).collect();
    findings.retain(|finding| {
        finding.rule != form::FIELD_VALUE.id || !told.contains(&(finding.place.path.clone(), finding.place.start))
    });
}

/// Gives a finding its weight. `false` where its rule is off.
fn weigh(sms: &Sms, finding: &mut Finding) -> bool {
    let configured = sms.inputs.config.rules.get(finding.rule).and_then(|setting| setting.level);
    match configured.map(Level::severity) {
        Some(None) => return false,
        Some(Some(severity)) if !finding.weighed => finding.severity = severity,
        None if !finding.weighed => finding.severity = rule(finding.rule).map_or(Severity::Error, |rule| rule.severity),
        _ => {}
    }
    true
}

/// Where findings stand that concern the repository as a whole: its configuration, which can lower their weight.
fn whole(sms: &Sms) -> Place {
    let folder = &sms.inputs.content_folder;
    Place::file(if folder.as_str().is_empty() { Utf8PathBuf::from(".") } else { folder.join("smsdoc.yaml") })
}
