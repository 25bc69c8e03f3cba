//! The clause matrix: how documentation answers each clause of a framework.

use serde::Serialize;

use super::shared::{self, Day, StateView};
use crate::evaluate::audits::AuditFinding;
use crate::evaluate::corpus::Entry;
use crate::evaluate::coverage::{self, ClauseCoverage, Coverage, Level};
use crate::evaluate::state::State;
use crate::model::crosswalk::Relation;
use crate::model::doc_type::DocType;
use crate::model::framework::{Clause, Framework, Required};
use crate::model::language;
use crate::say;
use crate::site::Site;
use crate::site::exports::coverage as export;
use crate::site::frame::{About, Frame};

/// Variables of `matrix.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    title: String,
    framework: String,
    note: String,
    disclaimer: String,
    total: usize,
    covered: usize,
    counts: Vec<Count>,
    /// Leaf clauses that are less than covered, each with its page.
    open: Vec<(String, String)>,
    groups: Vec<Group>,
    /// Whether this is the framework of the configuration, of which there is a page on readiness.
    own: bool,
}

/// How many clauses have a level, with its part of the bar.
#[derive(Debug, Serialize)]
struct Count {
    key: &'static str,
    state: StateView,
    count: usize,
    /// Where its part of the bar begins, in percent.
    from: String,
    /// Length of its part of the bar, in percent.
    width: String,
}

#[derive(Debug, Serialize)]
struct Group {
    id: String,
    title: String,
    clauses: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    title: String,
    href: String,
    key: &'static str,
    state: StateView,
    /// What it asks for in writing; empty where that is not recorded.
    required: String,
    /// Documents by kind, one list a column.
    cells: Vec<Vec<Evidence>>,
    records: usize,
    newest: Option<Evidence>,
    newest_day: Option<Day>,
    audit: Option<Audited>,
    actions: Vec<Evidence>,
    why: String,
    plan: String,
}

#[derive(Debug, Serialize)]
struct Evidence {
    id: String,
    href: String,
    /// What is to be known of it beside that it is there; empty where it is in force.
    mark: String,
}

#[derive(Debug, Serialize)]
struct Audited {
    day: Day,
    href: String,
    result: String,
}

/// Which kinds of document share a column, by the group of their type. The last column takes all others.
const COLUMNS: [&str; 4] =
    ["Policies and plans", "Processes and procedures", "Services and agreements", "Registers and roles"];

/// The matrix of a framework.
#[must_use]
pub fn view(site: &Site, path: &str, framework: &str) -> View {
    let sms = &site.sms;
    let framework = &sms.inputs.frameworks[framework];
    let coverage = sms.coverage_of(&framework.id);
    let about = About {
        path,
        title: say!("Clause coverage"),
        description: say!("How documentation in force answers each clause"),
        section: "Clauses",
        print: (say!("Clause coverage"), framework.title.clone()),
        landscape: true,
        noindex: false,
        language: None,
    };
    let groups = coverage::groups(framework).into_iter().map(|(top, leaves)| Group {
        id: top.number().to_owned(),
        title: language::translate(&top.title),
        clauses: leaves
            .iter()
            .filter_map(|leaf| Some(row(site, framework, leaf, coverage.clause(&leaf.id)?)))
            .collect(),
    });
    let open = framework.leaves().filter(|leaf| coverage.clause(&leaf.id).is_some_and(|at| at.level < Level::Covered));
    View {
        frame: site.frame(&about),
        title: framework.title.clone(),
        framework: framework.id.clone(),
        note: language::translate(&framework.note),
        disclaimer: export::note(),
        total: coverage.clauses.len(),
        covered: coverage.covered(),
        counts: counts(coverage),
        open: open.map(|leaf| (name(leaf), shared::clause_href(&framework.id, &leaf.id))).collect(),
        groups: groups.collect(),
        own: framework.id == sms.inputs.config.framework,
    }
}

/// The number of a clause, or its title where it has none.
fn name(clause: &Clause) -> String {
    if clause.number().is_empty() { language::translate(&clause.title) } else { clause.number().to_owned() }
}

fn counts(coverage: &Coverage) -> Vec<Count> {
    let total = coverage.clauses.len().max(1);
    let mut from = 0;
    let mut counts = Vec::new();
    for level in Level::ALL.into_iter().rev() {
        let count = coverage.count(level);
        // Whole parts in ten thousand keep the bar free of rounding.
        let width = count * 10_000 / total;
        let percent = |parts: usize| format!("{}.{:02}", parts / 100, parts % 100);
        if count > 0 {
            counts.push(Count {
                key: level.word(),
                state: shared::level(level),
                count,
                from: percent(from),
                width: percent(width),
            });
        }
        from += width;
    }
    counts
}

fn row(site: &Site, framework: &Framework, clause: &Clause, coverage: &ClauseCoverage) -> Row {
    let sms = &site.sms;
    let entries = &sms.corpus.entries;
    let mut cells: Vec<Vec<Evidence>> = (0..=COLUMNS.len()).map(|_| Vec::new()).collect();
    let answering = coverage.support.iter().map(|support| (support, false));
    for (support, beside) in answering.chain(coverage.beside.iter().map(|support| (support, true))) {
        let entry = &entries[support.entry];
        if entry.is_record() {
            continue;
        }
        let group = entry.doc_type.as_ref().map(|doc_type: &DocType| doc_type.group.as_str());
        let column = COLUMNS.iter().position(|column| group == Some(*column)).unwrap_or(COLUMNS.len());
        let mut evidence = evidence(entry, support.in_force);
        if beside {
            evidence.mark = say!("beside|the document that is asked for");
        }
        if !cells[column].iter().any(|known| known.id == evidence.id) {
            cells[column].push(evidence);
        }
    }
    // A type of a group of its own stands with the registers, the widest of the kinds.
    let others = cells.pop().unwrap_or_default();
    if let Some(last) = cells.last_mut() {
        last.extend(others);
    }
    let records = export::records(sms, framework, sms.coverage_of(&framework.id), coverage);
    let dated = records.iter().filter_map(|index| Some((entries[*index].days()?.1, *index)));
    let newest = dated.max_by_key(|(day, index)| (*day, std::cmp::Reverse(*index)));
    let mut audits = sms.audits.of(&sms.inputs, framework, clause);
    let audit = audits.next().map(|(audit, findings)| Audited {
        day: shared::day(audit.day),
        href: shared::doc_href(&entries[audit.entry]),
        result: result(&findings),
    });
    let actions = sms.audits.actions_about(&sms.inputs, framework, clause).filter(|action| action.open);
    let planned = export::plans(sms, framework, &clause.id);
    Row {
        id: clause.number().to_owned(),
        title: language::translate(&clause.title),
        href: shared::clause_href(&framework.id, &clause.id),
        key: coverage.level.word(),
        state: shared::level(coverage.level),
        required: if framework.records_writing() { required(clause.required) } else { String::new() },
        cells,
        records: records.len(),
        newest: newest.map(|(_, index)| evidence(&entries[index], true)),
        newest_day: newest.map(|(day, _)| shared::day(day)),
        audit,
        actions: actions
            .map(|action| Evidence {
                mark: if action.is_late(sms.inputs.today) { say!("late|action") } else { String::new() },
                ..evidence(&entries[action.entry], true)
            })
            .collect(),
        why: if framework.id == sms.inputs.config.framework {
            why(framework, sms.coverage_of(&framework.id), coverage)
        } else {
            counterparts(site, framework, clause)
        },
        plan: planned.iter().map(|plan| plan.brief()).collect::<Vec<_>>().join(" "),
    }
}

fn evidence(entry: &Entry, in_force: bool) -> Evidence {
    let mark = match entry.state() {
        _ if !in_force => say!("not in force"),
        State::ReviewOverdue => say!("overdue|for review"),
        _ => String::new(),
    };
    Evidence { id: entry.id.to_string(), href: shared::doc_href(entry), mark }
}

/// What the clause itself asks for, in two words.
fn required(required: Required) -> String {
    match required {
        Required::Explicit => say!("in writing"),
        Required::Implied => say!("in writing, implied"),
        Required::None => say!("any form"),
    }
}

/// What an audit found about a clause.
pub(super) fn result(findings: &[&AuditFinding]) -> String {
    let mut grades: Vec<(&str, usize)> = Vec::new();
    for finding in findings {
        match grades.iter_mut().find(|(grade, _)| *grade == finding.grade) {
            Some((_, count)) => *count += 1,
            None => grades.push((&finding.grade, 1)),
        }
    }
    if grades.is_empty() {
        return say!("nothing found|in an audit");
    }
    grades.iter().map(|(grade, count)| format!("{count} {grade}")).collect::<Vec<_>>().join(", ")
}

/// What answers the counterparts of a clause in the framework of the configuration: `8.6.1 covered (equivalent)`.
fn counterparts(site: &Site, framework: &Framework, clause: &Clause) -> String {
    let inputs = &site.sms.inputs;
    let mapped = inputs.mapped(&framework.id, &clause.id).into_iter();
    let own = mapped.filter(|mapped| mapped.framework.id == inputs.config.framework);
    let told = own.filter_map(|mapped| {
        let level = site.sms.coverage.level(mapped.framework, mapped.clause)?;
        Some(format!("{} {} ({})", mapped.clause.number(), answered(level), related(mapped.relation)))
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { String::new() } else { say!("Counterparts: {clauses}", clauses = told.join(", ")) }
}

/// A level within a sentence.
fn answered(level: Level) -> String {
    match level {
        Level::Evidenced => say!("evidenced"),
        Level::Covered => say!("covered"),
        Level::Overdue => say!("overdue|coverage"),
        Level::Mentioned => say!("draft only"),
        Level::Gap => say!("gap|coverage"),
    }
}

/// A relation within a sentence.
fn related(relation: Relation) -> String {
    match relation {
        Relation::Equivalent => say!("equivalent"),
        Relation::Partial => say!("partial"),
        Relation::Related => say!("related"),
    }
}

/// Why a clause is not covered, or what it still lacks.
fn why(framework: &Framework, coverage: &Coverage, clause: &ClauseCoverage) -> String {
    match clause.level {
        Level::Gap if !clause.unfit.is_empty() || !clause.beside.is_empty() => {
            say!("Claimed only by what cannot answer it")
        }
        Level::Gap => say!("No document claims it"),
        Level::Mentioned => say!("Claimed only by what is not in force"),
        Level::Overdue => say!("Every document that answers it is overdue for review"),
        Level::Covered | Level::Evidenced => {
            let lacks = coverage::missing(coverage, clause)
                .map(|item| coverage::lack(&framework.documented.items[item.item], item));
            let lacks: Vec<String> = lacks.collect();
            if lacks.is_empty() { String::new() } else { say!("Wanted: {items}", items = lacks.join("; ")) }
        }
    }
}
