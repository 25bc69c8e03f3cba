//! How far the documentation has come for the two stages of a certification audit: checks that anybody can count again.
//!
//! Stage 1 looks at what is written down and planned, stage 2 at what shows that it is done. This is no forecast of what
//! an auditor finds.

use jiff::civil::Date;

use super::Sms;
use super::corpus::Entry;
use super::coverage::{Coverage, ItemCoverage, Level, Presence};
use super::gaps;
use super::state::State;
use crate::model::date::Interval;
use crate::model::documented::{Documented, Kept};
use crate::model::framework::{Clause, Framework, Required};
use crate::model::node::Node;
use crate::say;

/// Which list stands behind a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// Clauses and their levels.
    Clauses,
    /// Documents that are wanted by name.
    Documents,
    /// The shortest list of documented information.
    Minimum,
    /// Documents that are not in force.
    NotInForce,
    /// Reviews that are overdue.
    Overdue,
    /// Internal audit and management review.
    Held,
    /// Records and their periods.
    Records,
    /// Clauses that no audit looked at.
    Audited,
    /// Corrective actions.
    Actions,
    /// What is planned about gaps.
    Plans,
}

/// Something that is counted: so many of so many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is counted.
    pub title: String,
    /// The list behind it.
    pub behind: Behind,
    /// How many are as they should be.
    pub met: usize,
    /// How many there are. Where there are none, the check does not count.
    pub of: usize,
}

/// The checks of a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// Its checks in their order.
    pub checks: Vec<Check>,
}

impl Stage {
    /// The checks that count: those with something to count.
    pub fn counting(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| check.of > 0)
    }

    /// The mean of the shares of the checks that count, in whole percent and never rounded up: 100 only where all is as
    /// it should be. `None` where nothing can be counted.
    #[must_use]
    pub fn score(&self) -> Option<u64> {
        let counting: Vec<&Check> = self.counting().collect();
        // Shares in parts of a million, so that the sum is one of whole numbers.
        let part = |check: &&Check| (check.met as u64) * 1_000_000 / (check.of as u64);
        let sum: u64 = counting.iter().map(part).sum();
        (!counting.is_empty()).then(|| sum / (counting.len() as u64) / 10_000)
    }
}

/// Both stages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// What is written down and planned.
    pub stage1: Stage,
    /// What shows that it is done.
    pub stage2: Stage,
}

/// Time in which an internal audit and a management review are looked for.
const HELD_WITHIN: &str = "P12M";

/// Time in which every clause is audited: the three years of a certificate.
const CYCLE: &str = "P36M";

/// Counts. `None` without a framework that is known.
#[must_use]
pub fn readiness(sms: &Sms) -> Option<Readiness> {
    let framework = sms.inputs.framework()?;
    let coverage = &sms.coverage;
    let total = coverage.clauses.len();
    let check = |title, behind, met, of| Check { title, behind, met, of };
    let documents: Vec<&ItemCoverage> = named(framework, coverage, is_document).collect();
    let records: Vec<&ItemCoverage> = named(framework, coverage, is_record).collect();
    let there = |items: &[&ItemCoverage]| items.iter().filter(|item| item.presence == Presence::There).count();
    let controlled: Vec<&Entry> = controlled(sms).collect();
    let in_force: Vec<&&Entry> = controlled.iter().filter(|entry| entry.is_in_force()).collect();
    let overdue = in_force.iter().filter(|entry| entry.state() == State::ReviewOverdue).count();
    let (minimum_met, minimum) = minimum(framework, coverage);
    let open: Vec<_> = sms.audits.actions.iter().filter(|action| action.open).collect();
    let late = open.iter().filter(|action| action.is_late(sms.inputs.today)).count();
    let closed: Vec<&Entry> = sms
        .audits
        .actions
        .iter()
        .filter(|action| !action.open)
        .map(|action| &sms.corpus.entries[action.entry])
        .collect();
    let effective = closed.iter().filter(|entry| says_effective(entry)).count();
    let is_open = |clause: &&Clause| coverage.clause(&clause.id).is_some_and(|found| found.level < Level::Covered);
    let open_clauses: Vec<&Clause> = framework.leaves().filter(is_open).collect();
    let planned = open_clauses.iter().filter(|clause| {
        gaps::about(&sms.plans, &sms.inputs, framework, &clause.id).any(|(_, plan)| plan.holds(sms.inputs.today))
    });
    let planned = planned.count();
    let held = [last_audit(sms), last_review(sms)].map(|day| day.is_some_and(|day| within(sms, day, HELD_WITHIN)));
    Some(Readiness {
        stage1: Stage {
            checks: vec![
                check(say!("Clauses covered"), Behind::Clauses, coverage.covered(), total),
                check(say!("Entries of the shortest list that are there"), Behind::Minimum, minimum_met, minimum),
                check(
                    say!("Documents wanted by name that are in force"),
                    Behind::Documents,
                    there(&documents),
                    documents.len(),
                ),
                check(say!("Controlled documents in force"), Behind::NotInForce, in_force.len(), controlled.len()),
                check(
                    say!("Documents in force reviewed in time"),
                    Behind::Overdue,
                    in_force.len() - overdue,
                    in_force.len(),
                ),
                check(
                    say!("Internal audit and management review held in the last 12 months"),
                    Behind::Held,
                    held.iter().filter(|held| **held).count(),
                    held.len(),
                ),
            ],
        },
        stage2: Stage {
            checks: vec![
                check(say!("Clauses evidenced"), Behind::Clauses, coverage.count(Level::Evidenced), total),
                check(
                    say!("Kinds of record that are there in their period"),
                    Behind::Records,
                    there(&records),
                    records.len(),
                ),
                check(say!("Clauses audited in the last 36 months"), Behind::Audited, audited(sms, framework).0, total),
                check(say!("Open corrective actions in time"), Behind::Actions, open.len() - late, open.len()),
                check(
                    say!("Closed corrective actions verified as effective"),
                    Behind::Actions,
                    effective,
                    closed.len(),
                ),
                check(say!("Open clauses with a plan that is in time"), Behind::Plans, planned, open_clauses.len()),
            ],
        },
    })
}

/// Items of documented information of a kind, in the order of the list.
pub fn named<'a>(
    framework: &'a Framework,
    coverage: &'a Coverage,
    kind: impl Fn(&Documented) -> bool + 'a,
) -> impl Iterator<Item = &'a ItemCoverage> {
    coverage.items.iter().filter(move |found| kind(&framework.documented.items[found.item]))
}

/// Whether an item is a document that is wanted by name, and not only a list of others.
#[must_use]
pub fn is_document(item: &Documented) -> bool {
    item.kind != Kept::Record && item.required == Required::Explicit && !item.sums_up
}

/// Whether an item is a record.
#[must_use]
pub fn is_record(item: &Documented) -> bool {
    item.kind == Kept::Record
}

/// Documents that are not withdrawn or superseded; records are none.
pub fn controlled(sms: &Sms) -> impl Iterator<Item = &Entry> {
    let gone = |entry: &&Entry| matches!(entry.state(), State::Withdrawn | State::Superseded);
    sms.corpus.entries.iter().filter(|entry| !entry.is_record()).filter(move |entry| !gone(entry))
}

/// How many entries of the shortest list are there, and how many it has. An entry is there when every item that it names
/// is.
fn minimum(framework: &Framework, coverage: &Coverage) -> (usize, usize) {
    let list = framework.documented.minimum.as_ref().map(|minimum| minimum.list.as_slice()).unwrap_or_default();
    let is_there = |id: &String| {
        let found = framework.documented.item(id).map(|(index, _)| &coverage.items[index]);
        found.is_some_and(|found| found.presence >= Presence::Overdue)
    };
    (list.iter().filter(|entry| entry.refs.iter().all(is_there)).count(), list.len())
}

/// How many leaf clauses were in the scope of an audit within the cycle, and the ids of those that were not.
#[must_use]
pub fn audited<'a>(sms: &Sms, framework: &'a Framework) -> (usize, Vec<&'a str>) {
    let looked_at = |clause| {
        let mut audits = sms.audits.of(&sms.inputs, framework, clause);
        audits.next().is_some_and(|(audit, _)| within(sms, audit.day, CYCLE))
    };
    let missed: Vec<&str> = framework.leaves().filter(|leaf| !looked_at(leaf)).map(|leaf| leaf.id.as_str()).collect();
    (framework.leaves().count() - missed.len(), missed)
}

fn within(sms: &Sms, day: Date, interval: &str) -> bool {
    let end = interval.parse::<Interval>().ok().and_then(|interval| interval.after(day));
    end.is_some_and(|end| end >= sms.inputs.today)
}

/// The last day of the newest internal audit.
#[must_use]
pub fn last_audit(sms: &Sms) -> Option<Date> {
    sms.audits.audits.first().map(|audit| audit.day)
}

/// The day of the newest management review that is complete.
#[must_use]
pub fn last_review(sms: &Sms) -> Option<Date> {
    let reviews = sms.corpus.entries.iter().filter(|entry| {
        entry.state() == State::Closed
            && entry.doc_type.as_ref().is_some_and(|doc_type| doc_type.name == "management_review")
    });
    reviews.filter_map(|entry| Some(entry.days()?.1)).filter(|day| *day <= sms.inputs.today).max()
}

fn says_effective(entry: &Entry) -> bool {
    entry.document().front.get("effective").and_then(Node::text) == Some("yes")
}
