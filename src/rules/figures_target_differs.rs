//! A figure beside another target than was agreed.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::services::results::fold;
use crate::model::finding::{Finding, Severity};

pub(super) static RULE: Rule = Rule {
    id: "figures-target-differs",
    code: None,
    severity: Severity::Warning,
    summary: "a report compares a figure with another target than was agreed",
    basis: "ISO/IEC 20000-1:2018, 8.3.3: performance against service level targets is reported",
    explain: "\
Checks the `target` beside each figure of a closed report: a version of the agreement that was in force in the period
of the figure asks for this value. Periods before the first known version are not looked at.

Why: measured against a softer target, a missed one looks met.

Wrong: 99.5 in the report of March, where the SLA has promised 99.9 since January.
Right: the value of the SLA in that month.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for differing in &sms.results.differing {
        let (figure, agreed) = (&differing.figure, &differing.agreed);
        let entry = &sms.corpus.entries[differing.agreement];
        let message = format!(
            "the target is given as `{}`, and `{}` asked for `{agreed}` in {}",
            figure.target.value, entry.id, figure.period
        );
        let report = sms.corpus.entries[differing.report].head.label();
        let finding = Finding::new(RULE.id, differing.file.place(figure.target.span), message)
            .help(format!("compare the figure with `{agreed}`, and tell of the correction under `corrections`"))
            .document(report);
        let metric = fold(&figure.metric.value);
        let target = entry.head.front.list("targets").iter().find_map(|target| {
            let named = target.string("metric").filter(|named| fold(&named.value) == metric)?;
            Some(target.string("value").unwrap_or(named).span)
        });
        findings.add(match target {
            Some(span) => finding.related(entry.head.file.place(span), "the target in the newest text"),
            None => finding,
        });
    }
}
