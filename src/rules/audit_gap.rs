//! Clauses that no internal audit looked at within the cycle.

use super::{Kind, Parameter, Rule, Sink, fields};
use crate::evaluate::Sms;
use crate::model::clause::ClauseRef;
use crate::model::document::Document;
use crate::model::finding::Severity;
use crate::model::framework::Clause;

pub(super) static RULE: Rule = Rule {
    id: "audit-gap",
    code: Some("R-24"),
    severity: Severity::Warning,
    summary: "clauses were in the scope of no internal audit within the cycle",
    basis: "ISO/IEC 20000-1:2018, 9.2.2: an audit programme for the whole of the SMS",
    explain: "\
Checks, once there is an audit report, that every leaf clause of the framework lies in `scope_clauses` of an audit that
ended within the time of `within`. A clause above them, such as \"8.6\", stands for all below it. All gaps are told in
one finding, at the audit programme in force, else at the newest audit report.

Why: what is never audited may have stopped working years ago.

Wrong: three years of audits of clause 8, none of clause 9.
Right: a programme that comes to each clause in its cycle; a new SMS that is still in its first cycle sets
`rules: {audit-gap: {level: info}}`.",
    parameters: &[Parameter {
        name: "within",
        kind: Kind::Interval,
        default: "P36M",
        meaning: "time in which every clause is audited",
    }],
    check: Some(check),
};

/// Most clauses that the message names.
const NAMED: usize = 12;

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let (Some(framework), Some(within)) = (sms.inputs.framework(), RULE.interval(sms, "within")) else { return };
    let dated = |document: &Document| fields::day_of(document.front.get("dates")?, "to").map(|day| day.value);
    let reports: Vec<_> = fields::closed(sms, "audit_report")
        .filter_map(|entry| Some((dated(&entry.head)?, entry)))
        .filter(|(day, _)| *day <= sms.inputs.today)
        .collect();
    let Some((_, newest)) = reports.iter().max_by_key(|(day, entry)| (*day, &entry.id)) else { return };
    let recent = reports.iter().filter(|(day, _)| within.after(*day).is_some_and(|end| end >= sms.inputs.today));
    let scopes: Vec<ClauseRef> = recent
        .flat_map(|(_, entry)| fields::list(&entry.head, "scope_clauses"))
        .map(|named| ClauseRef::new(named.value))
        .filter(|named| named.framework.as_ref().is_none_or(|of| *of == framework.id))
        .collect();
    let audited = |leaf: &&Clause| scopes.iter().any(|named| framework.is_within(leaf, named.clause.as_str()));
    let missed: Vec<&str> = framework.leaves().filter(|leaf| !audited(leaf)).map(|leaf| leaf.id.as_str()).collect();
    if missed.is_empty() {
        return;
    }
    let programmes =
        fields::in_force(sms, "plan").filter(|entry| fields::is(&entry.head, "plan_kind", "audit_programme"));
    let programme =
        programmes.max_by_key(|entry| (entry.edition().and_then(|edition| edition.in_force_from), &entry.id));
    let (document, field) = programme.map_or((&newest.head, "scope_clauses"), |entry| (&entry.head, "plan_kind"));
    let span = match field {
        "scope_clauses" => document.key_span(field),
        _ => fields::span(document, field),
    };
    let rest = missed.len().saturating_sub(NAMED);
    let more = if rest == 0 { String::new() } else { format!(" and {rest} more") };
    let named = missed[..missed.len() - rest].join(", ");
    let subject = if missed.len() == 1 { "clause was" } else { "clauses were" };
    let message = format!("{} {subject} in no audit that ended within {within}: {named}{more}", missed.len());
    findings.add(
        document.finding(RULE.id, span, message).help("plan audits of these clauses, and name them in `scope_clauses`"),
    );
}
