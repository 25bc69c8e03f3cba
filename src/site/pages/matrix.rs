//! The clause matrix: how documentation answers each clause of a framework.

use serde::Serialize;

use super::shared::{self, StateView};
use crate::evaluate::coverage::{self, ClauseCoverage, Coverage, Level};
use crate::model::doc_type::DocType;
use crate::model::framework::{Clause, Framework};
use crate::site::Site;
use crate::site::frame::{About, Frame};

/// Variables of `matrix.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    title: String,
    framework: String,
    note: String,
    total: usize,
    covered: usize,
    counts: Vec<Count>,
    groups: Vec<Group>,
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
    tile: &'static str,
    state: StateView,
    /// Documents by kind, one list a column.
    cells: Vec<Vec<Evidence>>,
    why: String,
}

#[derive(Debug, Serialize)]
struct Evidence {
    id: String,
    href: String,
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
        title: "Clause coverage",
        description: "How documentation in force answers each clause",
        section: "Clauses",
        print: ("Clause coverage".to_owned(), framework.title.clone()),
        landscape: true,
        noindex: false,
        language: None,
    };
    let groups = coverage::groups(framework).into_iter().map(|(top, leaves)| Group {
        id: top.number().to_owned(),
        title: top.title.clone(),
        clauses: leaves
            .iter()
            .filter_map(|leaf| Some(row(site, framework, leaf, coverage.clause(&leaf.id)?)))
            .collect(),
    });
    View {
        frame: site.frame(&about),
        title: framework.title.clone(),
        framework: framework.id.clone(),
        note: framework.note.clone(),
        total: coverage.clauses.len(),
        covered: coverage.covered(),
        counts: counts(coverage),
        groups: groups.collect(),
    }
}

fn key(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::Covered | Level::Evidenced => ("ok", ""),
        Level::Overdue | Level::Mentioned => ("part", " tile--part"),
        Level::Gap => ("gap", " tile--gap"),
    }
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
                key: key(level).0,
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
    let entries = &site.sms.corpus.entries;
    let mut cells: Vec<Vec<Evidence>> = (0..=COLUMNS.len()).map(|_| Vec::new()).collect();
    for support in &coverage.support {
        let entry = &entries[support.entry];
        let group = entry.doc_type.as_ref().map(|doc_type| doc_type.group.as_str());
        let record = entry.doc_type.as_ref().is_some_and(DocType::is_record);
        let column = COLUMNS.iter().position(|column| !record && group == Some(*column)).unwrap_or(COLUMNS.len());
        let evidence = Evidence { id: entry.id.to_string(), href: shared::doc_href(entry) };
        if !cells[column].iter().any(|known| known.id == evidence.id) {
            cells[column].push(evidence);
        }
    }
    let (key, tile) = key(coverage.level);
    Row {
        id: clause.number().to_owned(),
        title: clause.title.clone(),
        href: shared::clause_href(&framework.id, &clause.id),
        key,
        tile,
        state: shared::level(coverage.level),
        cells,
        why: why(coverage.level).to_owned(),
    }
}

fn why(level: Level) -> &'static str {
    match level {
        Level::Covered | Level::Evidenced => "",
        Level::Overdue => "Every document that answers it is overdue for review",
        Level::Mentioned => "Only documents that are not in force answer it",
        Level::Gap => "No document claims it",
    }
}
