//! A figure that belongs to no target.

use super::{Rule, Sink, nearest};
use crate::evaluate::Sms;
use crate::evaluate::services::results::Reason;
use crate::model::finding::{Finding, Severity};

pub(super) static RULE: Rule = Rule {
    id: "figures-unmatched",
    code: None,
    severity: Severity::Warning,
    summary: "a figure of a report belongs to no target of an agreement",
    basis: "ISO/IEC 20000-1:2018, 8.3.3: performance against service level targets is monitored",
    explain: "\
Checks the figures of closed reports, under `metrics` and in the file of `metrics_file`: the agreement is an SLA, OLA
or contract of this system, one of its versions has a target with this `metric` (whatever the case), and that target
is measured over periods of this length. Without `metric` the `name` is looked up.

Why: the page of service performance shows only figures that belong to a target.

Wrong: `metric: Calls answered in 30 s` where the SLA says \"Calls answered within 30 seconds\".
Right: the words of the SLA.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for unmatched in &sms.results.unmatched {
        let figure = &unmatched.figure;
        let (agreement, metric) = (&figure.agreement.value, &figure.metric.value);
        let (span, message, help) = match &unmatched.reason {
            Reason::NoAgreement => {
                let ids: Vec<&str> = sms.services.agreements.iter().map(|agreement| agreement.id.as_str()).collect();
                let help = match nearest(agreement, ids.into_iter()) {
                    Some(near) => format!("write `{near}` if that is meant"),
                    None => "name an SLA, OLA or contract by its id".to_owned(),
                };
                (figure.agreement.span, format!("`{agreement}` is no SLA, OLA or contract"), help)
            }
            Reason::NoMetric(metrics) => {
                let help = match (nearest(metric, metrics.iter().map(String::as_str)), metrics.as_slice()) {
                    (Some(near), _) => format!("write `{near}` if that is meant"),
                    (None, []) => format!("give `{agreement}` the target"),
                    (None, [first, ..]) => format!("write the metric as `{agreement}` does, such as `{first}`"),
                };
                (figure.metric.span, format!("`{agreement}` has no target with the metric `{metric}`"), help)
            }
            Reason::OtherPeriod(words) => {
                let period = figure.period;
                let message = format!("the figure is for {period}, and `{agreement}` measures `{metric}` by {words}");
                (figure.span, message, format!("give a figure for each {words}"))
            }
        };
        let finding = Finding::new(RULE.id, unmatched.file.place(span), message).help(help);
        findings.add(finding.document(sms.corpus.entries[unmatched.report].head.label()));
    }
}
