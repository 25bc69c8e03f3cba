//! A scope statement and a service catalogue that do not name the same services.

use super::{Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::evaluate::reading::Reading;
use crate::evaluate::scope::{self, Difference};
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "scope-differs",
    code: Some("R-25"),
    severity: Severity::Warning,
    summary: "the services of the scope are not those that customers can have",
    basis: "ISO/IEC 20000-1:2018, 4.3 and 8.2.4: scope and service catalogue",
    explain: "\
Checks `services` of the scope statement in force against the catalogue, both ways: each is a service in force with
`service_state: live`, and each live customer service is named there or, with the reason, in `services_out`. Supporting
services may be named, and need not be.

Why: a certificate that names other services than the catalogue is a finding of every external audit.

Wrong: `services: [SVC-001]` while SVC-002 is live, too; a scope that names a service that was retired.
Right: both lists say the same; a service that is left out on purpose stands in `services_out` with the reason.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for (_, scope) in scope::statements(&sms.corpus, Reading::Newest) {
        let document = &scope.head;
        for difference in scope::differences(&sms.corpus, Reading::Newest, document) {
            match difference {
                Difference::NotLive { named, entry, state } => {
                    let other = &sms.corpus.entries[entry];
                    let why = match &state {
                        Some(state) if state.value != "live" => format!("whose state is {}", state.value),
                        Some(_) => "which is not in force".to_owned(),
                        None => "which is no service".to_owned(),
                    };
                    let message = format!("the scope names `{}`, {why}", other.id);
                    let told = state.filter(|state| state.value != "live").map(|state| state.span);
                    let place = other.head.file.place(told.unwrap_or_else(|| other.head.key_span("status")));
                    let finding = document.finding(RULE.id, named.span, message);
                    let finding = finding.related(place, "as its own entry says");
                    findings
                        .add(finding.help("take it out of the scope, or bring its entry of the catalogue up to date"));
                }
                Difference::Missing(entry) => {
                    let entry = &sms.corpus.entries[entry];
                    let message = format!("`{}` is a live customer service and not in the scope", entry.id);
                    let place = entry.head.file.place(fields::span(&entry.head, "service_state"));
                    let finding = document.finding(RULE.id, document.key_span("services"), message);
                    let help = format!(
                        "add {} to `services`, or to `services_out` with the reason why it is left out",
                        entry.id
                    );
                    findings.add(finding.related(place, "live here").help(help));
                }
            }
        }
    }
}
