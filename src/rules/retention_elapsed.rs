//! A record that has been kept as long as it is to be kept.

use jiff::civil::Date;

use super::{Kind, Parameter, Rule, Sink};
use crate::evaluate::Sms;
use crate::model::date::{self, Interval};
use crate::model::finding::Severity;
use crate::model::node::Node;

pub(super) static RULE: Rule = Rule {
    id: "retention-elapsed",
    code: Some("R-19"),
    severity: Severity::Warning,
    summary: "the retention of a record has elapsed",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: retention and disposition",
    explain: "\
Checks closed records: `retention` counts from `retention_start`, else `closed_on`, else `occurred_on`.

Why: what is kept longer than was laid down is a breach of one's own rule, and may be one of the law. Note that git
never forgets: what must really be destroyed does not belong into a repository.

Right: dispose of the record as `disposition` says, or lay down a longer retention.",
    parameters: &[Parameter {
        name: "grace",
        kind: Kind::Interval,
        default: "P0D",
        meaning: "time after the end of the retention in which records are disposed of, before it is reported",
    }],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let Some(grace) = RULE.interval(sms, "grace") else { return };
    for entry in sms.corpus.entries.iter().filter(|entry| entry.is_record() && !entry.vanished) {
        let document = &entry.head;
        let day = |field: &str| document.front.get(field).and_then(Node::text).and_then(date::parse);
        let Some(node) = document.front.get("retention") else { continue };
        let Some(interval) = node.text().and_then(|text| text.parse::<Interval>().ok()) else { continue };
        let start = day("retention_start").or_else(|| day("closed_on")).or_else(|| day("occurred_on"));
        let late = |end: &Date| grace.after(*end).is_some_and(|last| last < sms.inputs.today);
        let Some(end) = start.and_then(|start| interval.after(start)).filter(late) else { continue };
        let message = format!("the retention of `{}` ended on {end}", document.label());
        let what = document.front.get("disposition").and_then(Node::text).unwrap_or_default();
        let help = match what {
            "destroy" => "destroy the record, and write it down in the disposal log",
            "archive" => "put the record into the archive, and write it down in the disposal log",
            _ => "decide what is done with it, and write it down in the disposal log",
        };
        findings.add(document.finding(RULE.id, node.span, message).help(help));
    }
}
