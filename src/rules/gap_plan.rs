//! An entry of a register of gaps that does not do what it is there for.

use super::{Rule, Sink, nearest};
use crate::evaluate::Sms;
use crate::evaluate::gaps::{self, Plan};
use crate::model::document::{Document, Status};
use crate::model::finding::Severity;
use crate::model::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "gap-plan",
    code: None,
    severity: Severity::Warning,
    summary: "an entry of a register of gaps names no clause or owner that there is, is late, or is done",
    basis: "ISO/IEC 20000-1:2018, 6.3 and 10.2: what is open is planned, with somebody who sees to it and a day",
    explain: "\
Checks each open entry of a register with `register_kind: gaps`: its `clause` is a leaf clause of its framework, `owner`
is a role or a person of people.yaml, `due` has not passed and lies no more than two years ahead, and the clause is
still open.

Why: a plan that nobody follows makes a gap look looked after.

Wrong: `{clause: \"8.4.2\", action: Write it, owner: capacity-manager, due: 2026-01-31}` in November 2026.
Right: a new day that was agreed, or `status: closed` once the clause is covered.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    // What is withdrawn plans nothing any more.
    let withdrawn =
        |document: &Document| document.status.as_ref().is_some_and(|status| status.value == Status::Withdrawn);
    for document in sms.inputs.documents.iter().filter(|document| !withdrawn(document)) {
        for plan in gaps::of(document).iter().filter(|plan| !plan.closed) {
            for (span, message, help) in [clause(sms, plan), owner(sms, plan), due(sms, plan)].into_iter().flatten() {
                add(document, span, message, help, findings);
            }
        }
    }
}

fn add(document: &Document, span: Span, message: String, help: String, findings: &mut Sink<'_>) {
    findings.add(document.finding(RULE.id, span, message).help(help));
}

type Fault = (Span, String, String);

fn clause(sms: &Sms, plan: &Plan) -> Option<Fault> {
    let named = &plan.clause.value;
    let id = plan.framework(&sms.inputs);
    let Some(framework) = sms.inputs.frameworks.get(id) else {
        let known: Vec<_> = sms.inputs.frameworks.keys().map(String::as_str).collect();
        let help = format!("known are {}", known.join(", "));
        return Some((plan.clause.span, format!("`{id}` is no framework that is known"), help));
    };
    match framework.clause(&named.clause) {
        Some(clause) if clause.leaf => {}
        Some(clause) => {
            let below = framework.leaves().filter(|leaf| framework.is_within(leaf, &clause.id));
            let below: Vec<_> = below.map(|leaf| leaf.id.as_str()).collect();
            let message = format!("clause {} only groups others", clause.id);
            return Some((plan.clause.span, message, format!("plan those that are open: {}", below.join(", "))));
        }
        None => {
            let near = nearest(named.clause.as_str(), framework.leaves().map(|leaf| leaf.id.as_str()));
            let help = near
                .map_or("look the number up on the clauses page".to_owned(), |near| format!("did you mean `{near}`?"));
            return Some((plan.clause.span, format!("{} has no clause `{}`", framework.title, named.clause), help));
        }
    }
    if gaps::is_open(sms.coverage_of(id), &named.clause) {
        return None;
    }
    let message = format!("clause {} is covered now", named.clause);
    Some((plan.clause.span, message, "write `status: closed` into the entry".to_owned()))
}

fn owner(sms: &Sms, plan: &Plan) -> Option<Fault> {
    let owner = plan.owner.as_ref()?;
    let people = &sms.inputs.people;
    if people.role(&owner.value).is_some() || people.person(&owner.value).is_some() {
        return None;
    }
    let roles = people.roles.iter().map(|role| role.id.as_str());
    let known = roles.chain(people.people.iter().map(|person| person.id.as_str()));
    let help = match nearest(&owner.value, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name a role or a person of people.yaml".to_owned(),
    };
    Some((owner.span, format!("`{}` is no role and no person", owner.value), help))
}

fn due(sms: &Sms, plan: &Plan) -> Option<Fault> {
    let due = plan.due.as_ref()?;
    if gaps::is_too_late(due.value, sms.inputs.today) {
        let message = format!("the gap at clause {} is planned until {}", plan.clause.value.clause, due.value);
        return Some((
            due.span,
            message,
            "plan no more than two years ahead; a first step may come earlier".to_owned(),
        ));
    }
    if due.value >= sms.inputs.today {
        return None;
    }
    let open = sms.inputs.frameworks.get(plan.framework(&sms.inputs))?;
    if !gaps::is_open(sms.coverage_of(&open.id), &plan.clause.value.clause) {
        return None;
    }
    let message = format!("the gap at clause {} was to be closed by {}", plan.clause.value.clause, due.value);
    Some((due.span, message, "bring the document into force, or agree on a new day".to_owned()))
}
