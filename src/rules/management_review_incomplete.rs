//! A management review that left out what it has to look at.

use std::collections::BTreeSet;

use super::management_review_overdue::newest;
use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::doc_type::RequiredTopic;
use crate::model::finding::Severity;
use crate::model::node::Node;

pub(super) static RULE: Rule = Rule {
    id: "management-review-incomplete",
    code: Some("R-24"),
    severity: Severity::Warning,
    summary: "the newest management review does not name every topic that it has to look at",
    basis: "ISO/IEC 20000-1:2018, 9.3: inputs of the management review",
    explain: "\
Checks `inputs` of the newest management review against the list of topics in the schema of its type
(`required_topics`). A topic counts by its id, or where an entry with the topic `other` names it in its evidence.

Why: the one topic that was left out is where nobody looked.

Wrong: minutes with nothing on the performance of suppliers.
Right: `- {topic: other_parties_performance, evidence: \"Supplier reviews of May and August\"}`; where there was nothing,
the evidence says so.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let Some(entry) = newest(sms) else { return };
    let (document, Some(doc_type)) = (&entry.head, &entry.doc_type) else { return };
    let inputs = document.front.get("inputs").map(Node::items).unwrap_or_default();
    if inputs.is_empty() {
        return; // that there are none is said by the schema
    }
    let text = |input: &Node, field: &str| input.get(field).and_then(Node::text).unwrap_or_default().to_lowercase();
    let named: BTreeSet<String> = inputs.iter().map(|input| text(input, "topic")).collect();
    let others: Vec<String> =
        inputs.iter().filter(|input| text(input, "topic") == "other").map(|input| text(input, "evidence")).collect();
    let missing = |topic: &&RequiredTopic| {
        !named.contains(&topic.id) && !others.iter().any(|text| topic.any.iter().any(|part| text.contains(part)))
    };
    let missing: Vec<_> = doc_type.required_topics.iter().filter(missing).collect();
    if missing.is_empty() {
        return;
    }
    let titles: Vec<_> = missing.iter().map(|topic| topic.title.as_str()).collect();
    let ids: Vec<_> = missing.iter().map(|topic| format!("`{}`", topic.id)).collect();
    let message = format!("the management review `{}` did not look at: {}", entry.id, titles.join("; "));
    let help = format!("add an entry to `inputs` for {}, or look at it in the next review", ids.join(", "));
    findings.add(document.finding(RULE.id, document.key_span("inputs"), message).help(help));
}
