//! Rules: what may be wrong with the content. One file a rule, one line in the table, one folder of examples.
//!
//! A rule is a function of the evaluated system. It neither reads files nor renders. What is found while reading (no
//! front matter, a field that its schema does not know) has its rule in `form`, without a function.

mod approval_by_author;
mod approval_incomplete;
mod approval_predates_history;
mod approval_unproven;
mod approver_not_entitled;
mod attachment_refused;
mod author_unknown;
mod clause_broad;
mod clause_uncovered;
mod clause_unknown;
mod codeowners_stale;
mod date_default;
mod date_order;
mod document_vanished;
mod edited_after_approval;
mod form;
mod history_incomplete;
mod history_replaced;
mod id_duplicate;
mod id_malformed;
mod id_reused;
mod link_anchor;
mod link_broken;
mod link_forbidden;
mod link_retired;
mod person_unknown;
mod placeholder_text;
mod record_changed;
mod retention_elapsed;
mod review_date_moved;
mod review_overdue;
mod role_unknown;
mod role_vacant;
mod supersession_broken;
mod tag_unusable;
mod type_changed;
mod uncommitted_changes;
mod version_not_raised;
mod withdrawal_unproven;

pub use attachment_refused::is_allowed as is_publishable;

use crate::evaluate::Sms;
use crate::evaluate::approval::Reason;
use crate::evaluate::corpus::Entry;
use crate::model::finding::{self, Finding, Severity};

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
    &approval_by_author::RULE,
    &approval_incomplete::RULE,
    &approval_predates_history::RULE,
    &approval_unproven::RULE,
    &approver_not_entitled::RULE,
    &attachment_refused::RULE,
    &author_unknown::RULE,
    &form::BRANCH_MISSING,
    &clause_broad::RULE,
    &clause_uncovered::RULE,
    &clause_unknown::RULE,
    &codeowners_stale::RULE,
    &form::CONFIGURATION_MISSING,
    &date_default::RULE,
    &date_order::RULE,
    &form::DERIVED_STATE_TYPED,
    &document_vanished::RULE,
    &edited_after_approval::RULE,
    &form::FIELD_REQUIRED,
    &form::FIELD_UNKNOWN,
    &form::FIELD_VALUE,
    &form::FILE_UNREADABLE,
    &form::FRONT_MATTER_INVALID,
    &form::FRONT_MATTER_MISSING,
    &history_incomplete::RULE,
    &history_replaced::RULE,
    &id_duplicate::RULE,
    &id_malformed::RULE,
    &id_reused::RULE,
    &link_anchor::RULE,
    &link_broken::RULE,
    &link_forbidden::RULE,
    &link_retired::RULE,
    &person_unknown::RULE,
    &placeholder_text::RULE,
    &form::RAW_HTML,
    &record_changed::RULE,
    &retention_elapsed::RULE,
    &review_date_moved::RULE,
    &review_overdue::RULE,
    &role_unknown::RULE,
    &role_vacant::RULE,
    &form::SETTINGS_INVALID,
    &supersession_broken::RULE,
    &tag_unusable::RULE,
    &type_changed::RULE,
    &uncommitted_changes::RULE,
    &version_not_raised::RULE,
    &withdrawal_unproven::RULE,
];

/// Why the approval that the newest text of a document states does not count, among reasons of one kind.
fn objection(entry: &Entry, kind: impl Fn(&Reason) -> bool) -> Option<&Reason> {
    entry.standing.approval.as_ref()?.reasons.iter().find(|reason| kind(reason))
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

/// Judges the system: every finding with the weight that the configuration gives it, sorted as reports list them.
#[must_use]
pub fn judge(sms: &Sms) -> Vec<Finding> {
    let mut findings = sms.inputs.findings.clone();
    let mut sink = Sink { findings: &mut findings };
    for rule in RULES {
        if let Some(check) = rule.check {
            check(sms, &mut sink);
        }
    }
    findings.retain_mut(|finding| weigh(sms, finding));
    finding::sort(&mut findings);
    findings
}

/// Gives a finding its weight. `false` where its rule is off.
fn weigh(sms: &Sms, finding: &mut Finding) -> bool {
    let configured = sms.inputs.config.rules.get(finding.rule).map(|setting| setting.level.severity());
    match configured {
        Some(None) => return false,
        Some(Some(severity)) if !finding.weighed => finding.severity = severity,
        None if !finding.weighed => finding.severity = rule(finding.rule).map_or(Severity::Error, |rule| rule.severity),
        _ => {}
    }
    true
}
