//! A scope statement and a service catalogue that do not name the same services.

use std::collections::BTreeMap;

use super::{Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "scope-differs",
    code: Some("R-25"),
    severity: Severity::Warning,
    summary: "the services of the scope are not those that customers can have",
    basis: "ISO/IEC 20000-1:2018, 4.3 and 8.2.4: scope and service catalogue",
    explain: "\
Checks `services` of the scope statement in force against the catalogue, both ways: each is a service in force with
`service_state: live`, and each live customer service is named. Supporting services may be named, and need not be.

Why: a certificate that names other services than the catalogue is a finding of every external audit.

Wrong: `services: [SVC-001]` while SVC-002 is live, too; a scope that names a service that was retired.
Right: both lists say the same; a service that is left out on purpose is described as out of scope, with a waiver.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let scopes: Vec<_> =
        fields::in_force(sms, "statement").filter(|entry| fields::is(&entry.head, "statement_kind", "scope")).collect();
    if scopes.is_empty() {
        return;
    }
    let live: BTreeMap<String, &Entry> = fields::in_force(sms, "service")
        .filter(|entry| fields::is(&entry.head, "service_state", "live"))
        .map(|entry| (entry.id.folded(), entry))
        .collect();
    for scope in scopes {
        let document = &scope.head;
        let named = fields::list(document, "services");
        for service in &named {
            if live.contains_key(&service.value.to_ascii_lowercase()) {
                continue;
            }
            // An id that leads nowhere is the business of `link-broken`.
            let Some(other) = sms.corpus.get(service.value).filter(|other| !other.vanished) else { continue };
            let state = fields::text(&other.head, "service_state");
            let why = match &state {
                Some(state) if state.value != "live" => format!("whose state is {}", state.value),
                Some(_) => "which is not in force".to_owned(),
                None => "which is no service".to_owned(),
            };
            let message = format!("the scope names `{}`, {why}", other.id);
            let told = state.filter(|state| state.value != "live").map(|state| state.span);
            let place = other.head.file.place(told.unwrap_or_else(|| other.head.key_span("status")));
            let finding = document.finding(RULE.id, service.span, message).related(place, "as its own entry says");
            findings.add(finding.help("take it out of the scope, or bring its entry of the catalogue up to date"));
        }
        let in_scope =
            |entry: &Entry| named.iter().any(|service| service.value.eq_ignore_ascii_case(entry.id.as_str()));
        let customers = live.values().filter(|entry| fields::is(&entry.head, "service_kind", "customer"));
        for entry in customers.filter(|entry| !in_scope(entry)) {
            let message = format!("`{}` is a live customer service and not in the scope", entry.id);
            let place = entry.head.file.place(fields::span(&entry.head, "service_state"));
            let finding = document.finding(RULE.id, document.key_span("services"), message).related(place, "live here");
            findings
                .add(finding.help(format!("add {} to `services`, or say in the text why it is left out", entry.id)));
        }
    }
}
