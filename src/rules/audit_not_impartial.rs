//! An auditor who audited what is the auditor's own.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::model::clause::ClauseRef;
use crate::model::date;
use crate::model::document::Document;
use crate::model::finding::{Place, Severity};
use crate::model::people::{Person, RoleHeld};

pub(super) static RULE: Rule = Rule {
    id: "audit-not-impartial",
    code: Some("R-24"),
    severity: Severity::Error,
    summary: "an auditor held a role that was audited",
    basis: "ISO/IEC 20000-1:2018, 9.2.2: auditors are objective and impartial",
    explain: "\
Checks audit reports against people.yaml: on the days of the audit no person of `auditors` holds a role of
`audited_roles`, and not everybody in `auditors` holds the role that owns a process of which a clause was audited.

Why: nobody sees the faults of his own work, and the audit proves nothing.

Wrong: `auditors: [nadia-brook]` with `audited_roles: [service-desk-manager]`, a role that Nadia Brook holds.
Right: somebody else audits the service desk, from another team or from outside.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let mut processes = None;
    for entry in fields::closed(sms, "audit_report") {
        let document = &entry.head;
        let Some(dates) = document.front.get("dates") else { continue };
        let (Some(from), Some(to)) = (fields::day_of(dates, "from"), fields::day_of(dates, "to")) else { continue };
        let days = (from.value, to.value);
        let held = |person: &Person, role: &str| {
            person.roles.iter().any(|held| held.role == role && overlaps(held, days.0, days.1))
        };
        let auditors: Vec<_> = fields::list(document, "auditors")
            .into_iter()
            .filter_map(|auditor| Some((sms.inputs.people.person(auditor.value)?, auditor.span)))
            .collect();
        let audited = fields::list(document, "audited_roles");
        for (person, span) in &auditors {
            for role in audited.iter().filter(|role| held(person, role.value)) {
                let message = format!(
                    "{} audited as {} what that role answers for",
                    person.name,
                    sms.inputs.people.role_title(role.value)
                );
                let finding = document.finding(RULE.id, *span, message);
                let finding = finding.help("have this part audited again by somebody who does not hold the role");
                findings.add(finding.related(document.file.place(role.span), "this role was audited"));
            }
        }
        let known: BTreeSet<&str> = audited.iter().map(|role| role.value).collect();
        let processes = processes.get_or_insert_with(|| owned_processes(sms));
        for (owner, clause, process) in processes.iter().filter(|(owner, ..)| !known.contains(owner)) {
            let everybody = !auditors.is_empty() && auditors.iter().all(|(person, _)| held(person, owner));
            if let Some(scope) = audits(document, clause).filter(|_| everybody) {
                let names: Vec<_> = auditors.iter().map(|(person, _)| person.name.as_str()).collect();
                let message = format!(
                    "clause {clause} was audited by {} alone, who as {} answers for `{}`",
                    names.join(" and "),
                    sms.inputs.people.role_title(owner),
                    process.label()
                );
                let owner = process.owner.as_ref().map_or(process.front.span, |owner| owner.span);
                let place: Place = process.file.place(owner);
                let finding = document.finding(RULE.id, scope, message).related(place, "owned by the auditor");
                findings.add(finding.help("have this clause audited by somebody who does not own the process"));
                break; // one clause is enough to know that the audit has to be done by somebody else
            }
        }
    }
}

/// Whether a role was held on one of the days.
fn overlaps(held: &RoleHeld, from: Date, to: Date) -> bool {
    let begins_within = held
        .from
        .as_deref()
        .and_then(date::parse)
        .is_some_and(|first| from <= first && first <= to && held.covers(first));
    held.covers(from) || held.covers(to) || begins_within
}

/// Processes in force with the role that owns them and the clauses that they claim as a whole.
fn owned_processes(sms: &Sms) -> Vec<(&str, &ClauseRef, &Document)> {
    let processes = fields::in_force(sms, "process").map(|entry| &*entry.head);
    let owned = processes.filter_map(|process| Some((process.owner.as_ref()?.value.as_str(), process)));
    owned.flat_map(|(owner, process)| process.clauses.iter().map(move |at| (owner, &at.value, process))).collect()
}

/// Where an audit report names a clause in its scope.
fn audits(document: &Document, clause: &ClauseRef) -> Option<crate::model::span::Span> {
    let scope = fields::list(document, "scope_clauses");
    scope.iter().find(|named| ClauseRef::new(named.value) == *clause).map(|named| named.span)
}
