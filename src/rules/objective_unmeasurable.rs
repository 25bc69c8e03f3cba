//! An objective of which nobody will ever know whether it was reached.

use jiff::civil::Date;

use super::{Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::model::document::{Document, Status};
use crate::model::finding::Severity;
use crate::model::node::Node;
use crate::model::period::Period;

pub(super) static RULE: Rule = Rule {
    id: "objective-unmeasurable",
    code: None,
    severity: Severity::Warning,
    summary: "an objective has a target without a figure, or a day outside its plan",
    basis: "ISO/IEC 20000-1:2018, 6.2.1: objectives are measurable",
    explain: "\
Checks the `items` of plans of the kind `objectives` that are in review or approved: `target` holds a figure, it is not
what `baseline` says already, and `due` lies within `period` of the plan. That measure, baseline, target and day are
there at all is checked as the schema asks.

Why: an objective that cannot be missed cannot be reached either.

Wrong: `target: better`; `baseline: 86 percent` with `target: 86 percent`.
Right: `baseline: 86 percent` with `target: 95 percent`.",
    parameters: &[],
    check: Some(check),
};

/// Words that say a figure.
const FIGURES: [&str; 6] = ["none", "zero", "all", "every", "no", "always"];

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in fields::of_type(sms, "plan").filter(|entry| fields::is(&entry.head, "plan_kind", "objectives")) {
        let document = &entry.head;
        if !matches!(document.status.as_ref().map(|at| at.value), Some(Status::InReview | Status::Approved)) {
            continue;
        }
        let period = document.period.as_ref().and_then(|period| Period::parse(&period.value));
        for item in document.front.get("items").map(Node::items).unwrap_or_default() {
            check_item(document, item, period.map(|period| period.end), findings);
        }
    }
}

fn check_item(document: &Document, item: &Node, end: Option<Date>, findings: &mut Sink<'_>) {
    let name = item.get("objective").or_else(|| item.get("measure")).and_then(Node::text).unwrap_or("the objective");
    let target = item.get("target").and_then(|node| Some((node.text()?, node.span)));
    if let Some((target, span)) = target {
        let figure = |word: &str| FIGURES.contains(&word.to_ascii_lowercase().as_str());
        let counted = target.chars().any(char::is_numeric) || target.split_whitespace().any(figure);
        if !counted {
            let message = format!("the target of \"{name}\" is `{target}`, which is no figure");
            findings.add(document.finding(RULE.id, span, message).help("give the value that the measure is to reach"));
        }
        let baseline = item.get("baseline").filter(|node| counted && node.text() == Some(target));
        if let Some(baseline) = baseline {
            let message = format!("the target of \"{name}\" is `{target}`, which is its baseline already");
            let finding = document.finding(RULE.id, span, message).help("give a target that differs from the baseline");
            findings.add(finding.related(document.file.place(baseline.span), "the value at the beginning"));
        }
    }
    if let (Some(due), Some(end)) = (fields::day_of(item, "due"), end)
        && due.value > end
    {
        let message = format!("\"{name}\" is due on {}, after the period of its plan, which ends on {end}", due.value);
        let finding = document.finding(RULE.id, due.span, message).help("give a day within the period of the plan");
        findings.add(finding.related(document.file.place(fields::span(document, "period")), "the period of the plan"));
    }
}
