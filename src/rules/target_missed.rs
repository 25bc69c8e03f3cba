//! The newest figure of a target missed it.

use super::{Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::evaluate::services::results::Outcome;
use crate::model::figure::Comparator;
use crate::model::finding::{Finding, Severity};

pub(super) static RULE: Rule = Rule {
    id: "target-missed",
    code: None,
    severity: Severity::Info,
    summary: "the newest figure of a service level target missed it",
    basis: "ISO/IEC 20000-1:2018, 8.3.3 and 9.1: results are reviewed, and opportunities to improve are identified",
    explain: "\
Checks the targets of agreements in force: in the newest period for which a closed report has a figure, each unit
reached the target.

Why: a missed target is nothing wrong in a document. It is worth a decision, and the customer will ask for it.

Wrong: 99.2 beside a target of 99.9, and `decisions: []`.
Right: the same figure, and under `decisions` what is done about it, by whom and until when.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for (agreement, results) in sms.services.agreements.iter().zip(&sms.results.agreements) {
        for target in results.targets.iter().filter(|target| target.agreed) {
            let Some(newest) = target.newest().filter(|newest| newest.outcome() == Outcome::Missed) else { continue };
            let Some(figure) = newest.worst() else { continue };
            let Some(actual) = figure.actual.value() else { continue };
            let of = figure.unit.as_ref().map(|unit| format!(" of `{unit}`")).unwrap_or_default();
            let message = format!(
                "`{}`{of} reached {actual} in {}; `{}` promises {} {}",
                target.target.metric.value,
                newest.period,
                agreement.id,
                figure.comparator.map(Comparator::words).unwrap_or_default(),
                figure.target
            );
            let report = &sms.corpus.entries[figure.report].head;
            let help = if report.front.list("decisions").is_empty() {
                "say in the next report under `decisions` what is done about it"
            } else {
                "see that what the report names under `decisions` is done"
            };
            let finding = Finding::new(RULE.id, figure.file.place(figure.span), message).help(help);
            let finding = finding.document(report.label());
            findings.add(match report.front.get("decisions") {
                Some(_) => finding.related(report.file.place(fields::span(report, "decisions")), "the decisions"),
                None => finding,
            });
        }
    }
}
