//! What internal audits said of each clause, and which corrective actions are open about it.

use jiff::civil::Date;

use super::corpus::{Corpus, Entry};
use super::state::State;
use crate::model::clause::ClauseRef;
use crate::model::date;
use crate::model::framework::{Clause, Framework};
use crate::model::inputs::Inputs;
use crate::model::node::Node;

/// An audit that is complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Index in [`Corpus::entries`].
    pub entry: usize,
    /// Its last day.
    pub day: Date,
    /// Number within the programme, as typed.
    pub number: Option<String>,
    /// Clauses that were audited, as typed.
    scope: Vec<ClauseRef>,
    /// What it found.
    pub findings: Vec<AuditFinding>,
}

/// Something that an audit found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFinding {
    /// Number within the audit.
    pub id: String,
    /// How grave it is, as typed.
    pub grade: String,
    /// Clause that it is about.
    clause: Option<ClauseRef>,
    /// What was found.
    pub statement: String,
    /// Id of the corrective action that it led to, as typed.
    pub action: Option<String>,
}

/// A nonconformity with what is done about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Index in [`Corpus::entries`].
    pub entry: usize,
    /// Clause that was not met.
    pub clause: Option<ClauseRef>,
    /// Day by which it is done and checked.
    pub due: Option<Date>,
    /// The days that were named before, the first one first; empty where it was never moved.
    pub due_before: Vec<Date>,
    /// Whether it is still open.
    pub open: bool,
    /// The day on which it came to light.
    pub raised: Option<Date>,
    /// The day on which it was closed.
    pub closed: Option<Date>,
}

impl AuditFinding {
    /// The clause that it is about.
    #[must_use]
    pub fn clause(&self) -> Option<&ClauseRef> {
        self.clause.as_ref()
    }

    /// Whether something was not as it should be: such a finding asks for a corrective action.
    #[must_use]
    pub fn is_nonconformity(&self) -> bool {
        let grade = self.grade.trim_start().to_ascii_lowercase();
        grade.starts_with("minor") || grade.starts_with("major")
    }
}

impl Action {
    /// Whether it is open and its day has passed.
    #[must_use]
    pub fn is_late(&self, today: Date) -> bool {
        self.open && self.due.is_some_and(|due| due < today)
    }

    /// Days from the day on which it came to light to that on which it was closed.
    #[must_use]
    pub fn days_taken(&self) -> Option<i64> {
        Some(date::days_between(self.raised?, self.closed?))
    }
}

/// Audits and actions, each the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audits {
    /// Audits that were complete by today.
    pub audits: Vec<Audit>,
    /// Corrective actions.
    pub actions: Vec<Action>,
}

/// Collects the audits that are closed, and all corrective actions.
#[must_use]
pub fn audits(inputs: &Inputs, corpus: &Corpus) -> Audits {
    let of_type = |name: &'static str| {
        let entries = corpus.entries.iter().enumerate();
        entries.filter(move |(_, entry)| {
            entry.is_in_force() && entry.doc_type.as_ref().is_some_and(|doc_type| doc_type.name == name)
        })
    };
    let mut audits: Vec<Audit> = of_type("audit_report")
        .filter(|(_, entry)| entry.state() == State::Closed)
        .filter_map(|(index, entry)| audit(index, entry))
        .filter(|audit| audit.day <= inputs.today)
        .collect();
    audits.sort_by(|a, b| b.day.cmp(&a.day).then(a.entry.cmp(&b.entry)));
    let mut actions: Vec<Action> =
        of_type("corrective_action").map(|(index, entry)| action(inputs, index, entry)).collect();
    actions.sort_by(|a, b| b.raised.cmp(&a.raised).then(a.entry.cmp(&b.entry)));
    Audits { audits, actions }
}

fn audit(index: usize, entry: &Entry) -> Option<Audit> {
    let document = entry.document();
    let (_, day) = entry.days()?;
    let items = |field: &str| document.front.get(field).map(Node::items).unwrap_or_default().iter();
    let text = |node: &Node, field: &str| node.get(field).and_then(Node::text).unwrap_or_default().to_owned();
    let findings = items("findings").map(|node| AuditFinding {
        id: text(node, "id"),
        grade: text(node, "grade"),
        clause: node.get("clause").and_then(Node::text).map(ClauseRef::new),
        statement: text(node, "statement"),
        action: node.get("nc_ref").and_then(Node::text).map(str::to_owned),
    });
    Some(Audit {
        entry: index,
        day,
        number: document.front.get("audit_id").and_then(Node::text).map(str::to_owned),
        scope: items("scope_clauses").filter_map(Node::text).map(ClauseRef::new).collect(),
        findings: findings.collect(),
    })
}

fn action(inputs: &Inputs, index: usize, entry: &Entry) -> Action {
    let document = entry.document();
    let field = |name: &str| document.front.get(name).and_then(Node::text);
    let due = field("due").and_then(date::parse);
    Action {
        entry: index,
        clause: field("clause").map(ClauseRef::new),
        due,
        due_before: due_before(inputs, entry, due),
        open: entry.state() != State::Closed,
        raised: entry.days().map(|(first, _)| first),
        closed: field("closed_on").and_then(date::parse),
    }
}

/// The days by which an action was to be done before its day was moved. A state that other people may read than those
/// of today is left out.
fn due_before(inputs: &Inputs, entry: &Entry, due: Option<Date>) -> Vec<Date> {
    let class = entry.document().classification.as_ref().map(|class| class.value);
    let states = inputs.line.documents.get(&entry.id.folded()).map(|line| line.states.as_slice()).unwrap_or_default();
    let stated = states.iter().filter_map(|state| state.statement());
    let mut days: Vec<Date> =
        stated.filter(|statement| statement.classification == class).filter_map(|statement| statement.due).collect();
    days.dedup();
    if days.last().copied() == due {
        days.pop();
    }
    days
}

/// Whether a reference is to a clause, or to one of those above it.
fn is_about(inputs: &Inputs, framework: &Framework, named: &ClauseRef, clause: &Clause) -> bool {
    named.framework.as_deref().unwrap_or(&inputs.config.framework) == framework.id
        && framework.is_within(clause, named.clause.as_str())
}

impl Audits {
    /// Nonconformities to which no corrective action in force belongs, the newest audit first.
    pub fn without_action<'a>(&'a self, corpus: &'a Corpus) -> impl Iterator<Item = (&'a Audit, &'a AuditFinding)> {
        let is_there = |finding: &AuditFinding| finding.action.as_deref().is_some_and(|id| corpus.get(id).is_some());
        self.audits.iter().flat_map(move |audit| {
            let open = audit.findings.iter().filter(move |finding| finding.is_nonconformity() && !is_there(finding));
            open.map(move |finding| (audit, finding))
        })
    }

    /// The finding that led to a corrective action, with the audit that made it.
    #[must_use]
    pub fn finding_behind(&self, action: &str) -> Option<(&Audit, &AuditFinding)> {
        let led_to =
            |finding: &&AuditFinding| finding.action.as_deref().is_some_and(|named| named.eq_ignore_ascii_case(action));
        self.audits.iter().find_map(|audit| Some((audit, audit.findings.iter().find(led_to)?)))
    }

    /// Whether an audit led to a corrective action: one of its findings names it, or its source names the audit.
    #[must_use]
    pub fn led_to(&self, audit: &Audit, action: &Entry) -> bool {
        if let Some((behind, _)) = self.finding_behind(action.id.as_str()) {
            return behind == audit;
        }
        let source = action.document().front.get("source").and_then(Node::text).unwrap_or_default();
        let mut words = source.split(|char: char| !char.is_alphanumeric() && char != '-');
        audit.number.as_deref().is_some_and(|number| words.any(|word| word.eq_ignore_ascii_case(number)))
    }

    /// The audits in whose scope a clause was, the newest first, with what they found about it.
    pub fn of<'a>(
        &'a self,
        inputs: &'a Inputs,
        framework: &'a Framework,
        clause: &'a Clause,
    ) -> impl Iterator<Item = (&'a Audit, Vec<&'a AuditFinding>)> {
        let about = move |named: &ClauseRef| is_about(inputs, framework, named, clause);
        self.audits.iter().filter(move |audit| audit.scope.iter().any(about)).map(move |audit| {
            let findings = audit.findings.iter().filter(|finding| finding.clause.as_ref().is_some_and(about));
            (audit, findings.collect())
        })
    }

    /// Corrective actions about a clause, the newest first.
    pub fn actions_about<'a>(
        &'a self,
        inputs: &'a Inputs,
        framework: &'a Framework,
        clause: &'a Clause,
    ) -> impl Iterator<Item = &'a Action> {
        self.actions.iter().filter(move |action| {
            action.clause.as_ref().is_some_and(|named| is_about(inputs, framework, named, clause))
        })
    }
}
