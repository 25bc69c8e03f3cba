//! Figures of a report that cannot be read.

use std::collections::BTreeSet;

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::services::results::stated;
use crate::model::finding::{Finding, Severity};

pub(super) static RULE: Rule = Rule {
    id: "figures-invalid",
    code: None,
    severity: Severity::Error,
    summary: "figures of a report cannot be read",
    basis: "ISO/IEC 20000-1:2018, 8.3.3 and 9.4: performance against service level targets is reported",
    explain: "\
Checks the figures that records state about agreements: under `metrics` where `agreement` is given, and in the CSV
file that `metrics_file` names. The file lies beside the record, is UTF-8 text of at most 256 KiB and 10,000 rows, and
its first line names the columns `period`, `agreement`, `metric`, `target` and `actual`, and where they are needed
`unit_measured` and `reason`. Periods are months, quarters, halves, years, or two days; figures are plain numbers, or
`not_measured` with a reason.

Why: a figure that cannot be read is compared with nothing, and nobody sees a missed target.

Wrong: `2026-03,SLA-001,Calls answered within 30 seconds,,85,88 %`
Right: `2026-03,SLA-001,Calls answered within 30 seconds,,85,88`",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let mut seen = BTreeSet::new();
    for entry in sms.corpus.entries.iter().filter(|entry| entry.is_record() && !entry.vanished) {
        let document = &entry.head;
        for (file, fault) in stated::reported(&sms.inputs, document).faults {
            // Two records may name one file.
            if seen.insert((file.path().to_owned(), fault.span, fault.message.clone())) {
                let finding = Finding::new(RULE.id, file.place(fault.span), fault.message).help(fault.help);
                findings.add(finding.document(document.label()));
            }
        }
    }
}
