//! Waivers: findings that were looked at and are accepted for a time, by `waivers` of the front matter.
//!
//! A waiver silences findings of one rule in one document. It never changes what is in force.

use std::collections::BTreeMap;

use camino::Utf8Path;

use super::near::nearest;
use super::parameter::{Kind, Parameter};
use super::{RULES, Rule, fields, named};
use crate::evaluate::Sms;
use crate::model::document::Document;
use crate::model::finding::{Finding, Severity, Waiver};
use crate::model::inputs::Repository;
use crate::model::node::Node;
use crate::model::span::Span;

pub(super) static LAPSED: Rule = Rule {
    id: "waiver-lapsed",
    code: None,
    severity: Severity::Error,
    summary: "the day until which a finding was accepted has passed, or lies too far ahead",
    basis: "practice: an exception has an end",
    explain: "\
Checks `until` of every entry of `waivers`: it has not passed, and lies at most `longest` after today. Otherwise the
waiver does not count, and what it was to silence is reported again.

Why: an exception that nobody looks at again becomes the rule.

Wrong: `waivers: [{rule: review-overdue, reason: \"After the audit.\", until: 2020-12-31}]`.
Right: the fault is mended and the entry taken out, or somebody decided anew and gave a later day.",
    parameters: &[Parameter {
        name: "longest",
        kind: Kind::Interval,
        default: "P12M",
        meaning: "longest time from today until which a waiver may last",
    }],
    check: None,
};

pub(super) static UNKNOWN: Rule = Rule {
    id: "waiver-unknown",
    code: None,
    severity: Severity::Warning,
    summary: "a waiver names no rule, or one that cannot be waived",
    basis: "practice: an exception says from what",
    explain: "\
Checks that `rule` of every entry of `waivers` is the slug or the code of a rule. Rules about waivers cannot be waived.

Why: a waiver of a rule that does not exist silences nothing, and its author believes that it does.

Wrong: `waivers: [{rule: reveiw-overdue, reason: \"After the audit.\", until: 2026-12-31}]`.
Right: `rule: review-overdue`, or its code, `rule: R-09`.",
    parameters: &[],
    check: None,
};

pub(super) static UNUSED: Rule = Rule {
    id: "waiver-unused",
    code: None,
    severity: Severity::Info,
    summary: "a waiver has nothing left to silence",
    basis: "practice: an exception that is no longer needed is taken back",
    explain: "\
Checks that a waiver silences a finding in its document. Faults of the repository as a whole, such as a clause that no
document answers, stand in no document and cannot be waived; `rules` of `smsdoc.yaml` can lower their weight.

Why: a waiver that is left behind would silence the next fault of its kind.

Wrong: a waiver of `review-overdue` in a document that was reviewed since.
Right: the entry is taken out.",
    parameters: &[],
    check: None,
};

/// One entry of `waivers`.
struct Entry<'a> {
    document: &'a Document,
    /// The rule as typed.
    name: &'a str,
    span: Span,
    /// Slugs of the rules that it silences.
    rules: Vec<&'static str>,
    /// What findings are marked with; `None` where the waiver does not count.
    waiver: Option<Waiver>,
}

/// Marks the findings that are waived, and returns what is wrong with the waivers themselves.
pub(super) fn apply(sms: &Sms, findings: &mut [Finding]) -> Vec<Finding> {
    let mut wrong = Vec::new();
    let entries: Vec<_> = sms
        .inputs
        .documents
        .iter()
        .flat_map(|document| {
            let items = document.front.get("waivers").map(Node::items).unwrap_or_default();
            items.iter().map(move |item| (&**document, item))
        })
        .filter_map(|(document, item)| read(sms, document, item, &mut wrong))
        .collect();
    let mut by_path: BTreeMap<&Utf8Path, Vec<usize>> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        by_path.entry(entry.document.file.path()).or_default().push(index);
    }
    let mut used = vec![false; entries.len()];
    for finding in findings {
        let here = by_path.get(&*finding.place.path).into_iter().flatten().copied();
        // Where another document lies at the path of one that is gone, its waivers say nothing of that one.
        let own = |entry: &Entry<'_>| match (&finding.document, &entry.document.id) {
            (Some(concerned), Some(id)) => concerned.eq_ignore_ascii_case(id.value.as_str()),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let fitting = here.filter(|index| entries[*index].rules.contains(&finding.rule) && own(&entries[*index]));
        let Some(index) = fitting.min_by_key(|index| entries[*index].waiver.is_none()) else { continue };
        used[index] = true;
        finding.waived.clone_from(&entries[index].waiver);
    }
    // A history that is cut hides faults that are there.
    if !matches!(sms.inputs.repository, Repository::Cut { .. }) {
        let unused = entries.iter().zip(used).filter(|(entry, used)| !used && entry.waiver.is_some());
        wrong.extend(unused.map(|(entry, _)| {
            let message = format!("nothing is found here by `{}`, which is waived", entry.name);
            let help = "take the entry out of `waivers`; faults of the repository as a whole cannot be waived";
            entry.document.finding(UNUSED.id, entry.span, message).help(help)
        }));
    }
    wrong
}

/// Reads an entry. `None` where it names no rule.
fn read<'a>(sms: &Sms, document: &'a Document, item: &'a Node, wrong: &mut Vec<Finding>) -> Option<Entry<'a>> {
    let node = item.get("rule")?;
    let name = node.text()?;
    let known = named(name);
    let own = [LAPSED.id, UNKNOWN.id, UNUSED.id];
    let rules: Vec<_> = known.iter().map(|rule| rule.id).filter(|id| !own.contains(id)).collect();
    if rules.is_empty() {
        let (message, help) = if known.is_empty() {
            let names = RULES.iter().flat_map(|rule| std::iter::once(rule.id).chain(rule.code));
            let help = match nearest(name, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`smsdoc explain` lists all rules".to_owned(),
            };
            (format!("there is no rule `{name}` to waive"), help)
        } else {
            (format!("`{name}` is a rule about waivers and cannot be waived"), "take the entry out".to_owned())
        };
        wrong.push(document.finding(UNKNOWN.id, node.span, message).help(help));
        return None;
    }
    let reason = item.get("reason").and_then(Node::text).filter(|reason| !reason.trim().is_empty());
    let until = fields::day_of(item, "until");
    let mut waiver =
        reason.zip(until.as_ref()).map(|(reason, until)| Waiver { reason: reason.to_owned(), until: until.value });
    if let Some(until) = until {
        let longest = LAPSED.interval(sms, "longest");
        let last = longest.and_then(|longest| longest.after(sms.inputs.today));
        let (day, today) = (until.value, sms.inputs.today);
        if day < today {
            let message = format!("the waiver of `{name}` ended on {day}");
            let help = "mend the fault and take the entry out, or decide anew and give a later day with the reason";
            wrong.push(document.finding(LAPSED.id, until.span, message).help(help));
            waiver = None;
        } else if last.is_none_or(|last| day > last) {
            let message = format!("the waiver of `{name}` runs until {day}, which is too long to count");
            let help = last.map_or_else(String::new, |last| format!("give a day up to {last}, and decide again then"));
            wrong.push(document.finding(LAPSED.id, until.span, message).help(help));
            waiver = None;
        }
    }
    Some(Entry { document, name, span: node.span, rules, waiver })
}
