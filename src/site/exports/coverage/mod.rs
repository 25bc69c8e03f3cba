//! Clause coverage for programs and spreadsheets. It states what is documented; conformity is for an auditor to judge.

mod rows;

use jiff::civil::Date;
use serde::Serialize;

use super::origin::{self, Origin};
use super::table::{self, Cell};
use super::workbook;
use crate::evaluate::Sms;
use crate::evaluate::coverage::{self, ClauseCoverage, Coverage, ItemCoverage, Level, Support};
use crate::evaluate::gaps;
use crate::evaluate::state::State;
use crate::model::date;
use crate::model::documented::{Documented, Kept};
use crate::model::framework::{Clause, Framework, Required};
use crate::say;
use crate::site::Error;
use crate::site::pages::shared;

/// What every export says of itself.
pub const NOTE: &str = "This is the state of the documentation. Conformity is for an auditor to judge.";

/// The same in the language of a page.
#[must_use]
pub fn note() -> String {
    say!("This is the state of the documentation. Conformity is for an auditor to judge.")
}

/// Coverage of one framework, `smsdoc/coverage/1`.
#[derive(Debug, Serialize)]
pub struct Export {
    schema: &'static str,
    /// Framework id.
    pub framework: String,
    /// Name of the framework for people.
    pub title: String,
    note: &'static str,
    as_of: String,
    commit: Option<String>,
    /// How many leaf clauses have each level.
    pub totals: Totals,
    /// Every clause in the order of the framework.
    pub clauses: Vec<Row>,
    /// What the framework wants in writing, in the order of its list.
    pub documented_information: Vec<Item>,
}

/// How many leaf clauses have each level; together they are all leaf clauses.
#[derive(Debug, Serialize)]
pub struct Totals {
    gap: usize,
    mentioned: usize,
    overdue: usize,
    covered: usize,
    evidenced: usize,
}

impl Totals {
    fn of(coverage: &Coverage) -> Self {
        Self {
            gap: coverage.count(Level::Gap),
            mentioned: coverage.count(Level::Mentioned),
            overdue: coverage.count(Level::Overdue),
            covered: coverage.count(Level::Covered),
            evidenced: coverage.count(Level::Evidenced),
        }
    }
}

/// A clause.
#[derive(Debug, Serialize)]
pub struct Row {
    /// Its id, exact.
    pub id: String,
    /// Short title.
    pub title: String,
    /// Whether it has no clauses below.
    pub leaf: bool,
    /// What it asks for in writing.
    pub required: Required,
    /// How well it is answered; of a clause that groups others the lowest level of those.
    pub level: Level,
    /// Documents that claim it and count.
    pub documents: Vec<Claim>,
    /// Records that claim it, or are what it wants in writing.
    pub records: Vec<Record>,
    /// What it wants in writing and does not have.
    pub missing: Vec<Lack>,
    /// Claims of documents that are in place and answer nothing by themselves, such as a form.
    pub beside: Vec<Claim>,
    /// Claims that do not count: by something that cannot answer it.
    pub unfit: Vec<Claim>,
    /// What is planned about it where it is open.
    pub plans: Vec<Planned>,
    /// Why it has its level, in sentences.
    pub reason: String,
}

/// A claim of a document.
#[derive(Debug, Serialize)]
pub struct Claim {
    /// Id of the document.
    pub id: String,
    /// Version in force, else the one to come.
    pub version: Option<String>,
    /// Where it stands.
    pub state: State,
    /// Section that makes the claim.
    pub anchor: Option<String>,
}

/// A record.
#[derive(Debug, Serialize)]
pub struct Record {
    /// Id of the record.
    pub id: String,
    /// Open or closed.
    pub state: State,
    /// The day, or the last day of the period, that it tells of.
    pub day: Option<Date>,
    /// Ids of the items of documented information that it stands for.
    pub items: Vec<String>,
}

/// Something that is wanted in writing and is not there.
#[derive(Debug, Serialize)]
pub struct Lack {
    /// Id of the item.
    pub id: String,
    /// What is wanted.
    pub name: String,
    /// Document or record.
    pub kind: &'static str,
    /// How often a record is usually made.
    pub period: Option<String>,
    /// `missing`, `unfinished` or `late`.
    pub presence: &'static str,
    /// What is wanted and why what there is does not do, in words.
    pub reason: String,
}

/// What is planned about an open gap.
#[derive(Debug, Serialize)]
pub struct Planned {
    /// Id of the register that plans it.
    pub register: String,
    /// What is done.
    pub action: Option<String>,
    /// Role or person.
    pub owner: Option<String>,
    /// Day by which it is done.
    pub due: Option<String>,
    /// Whether that day has passed.
    pub late: bool,
}

impl Planned {
    /// Where it stands, and until when: `Planned until 31 Mar 2027 in SMS-REG-009.`
    #[must_use]
    pub fn brief(&self) -> String {
        let register = &self.register;
        match self.due.as_deref().and_then(date::parse).map(date::display) {
            Some(day) if self.late => say!("Planned until {day}, which has passed, in {register}.", day, register),
            Some(day) => say!("Planned until {day} in {register}.", day, register),
            None => say!("Planned until no day in {register}.", register),
        }
    }

    /// As a sentence: `SMS-REG-009: Write it, by Capacity Manager until 31 Mar 2027.`
    #[must_use]
    pub fn sentence(&self, sms: &Sms) -> String {
        let named = |owner: &str| match sms.inputs.people.person(owner) {
            Some(person) => person.name.clone(),
            None => sms.inputs.people.role_title(owner).to_owned(),
        };
        let register = &self.register;
        let owner = self.owner.as_deref().map_or_else(|| say!("nobody|sees to it"), named);
        let said = |action: &String| action.trim_end_matches('.').to_owned();
        let action = self.action.as_ref().map_or_else(|| say!("no action"), said);
        match self.due.as_deref().and_then(date::parse).map(date::display) {
            Some(day) if self.late => {
                say!("{register}: {action}, by {owner} until {day}, which has passed.", register, action, owner, day)
            }
            Some(day) => say!("{register}: {action}, by {owner} until {day}.", register, action, owner, day),
            None => say!("{register}: {action}, by {owner} until no day.", register, action, owner),
        }
    }
}

/// An item of documented information.
#[derive(Debug, Serialize)]
pub struct Item {
    /// `DI-001`.
    pub id: String,
    /// What is wanted, in own words.
    pub name: String,
    /// Clauses that ask for it.
    pub clauses: Vec<String>,
    /// Document, record or both.
    pub kind: &'static str,
    /// Whether it is asked for by name.
    pub required: Required,
    /// How often a record is usually made.
    pub period: Option<String>,
    /// What there is of it.
    pub presence: &'static str,
    /// Ids of what stands for it.
    pub documents: Vec<String>,
    /// The newest day that a record of it tells of.
    pub latest: Option<Date>,
    /// The last day on which that record is in its period.
    pub until: Option<Date>,
}

/// Makes the export of a framework.
#[must_use]
pub fn export(sms: &Sms, framework: &Framework) -> Export {
    let coverage = sms.coverage_of(&framework.id);
    let clauses = framework.clauses.iter().filter_map(|clause| row(sms, framework, coverage, clause));
    Export {
        schema: "smsdoc/coverage/1",
        framework: framework.id.clone(),
        title: framework.title.clone(),
        note: NOTE,
        as_of: sms.inputs.today.to_string(),
        commit: shared::commit(sms),
        totals: Totals::of(coverage),
        clauses: clauses.collect(),
        documented_information: coverage.items.iter().map(|item| item_of(sms, framework, item)).collect(),
    }
}

/// The export as JSON.
#[must_use]
pub fn json(sms: &Sms, framework: &Framework) -> Vec<u8> {
    crate::model::json(&export(sms, framework)).into_bytes()
}

/// The leaf clauses as CSV.
#[must_use]
pub fn csv(sms: &Sms, framework: &Framework) -> Vec<u8> {
    table::csv(&rows::clauses(&export(sms, framework)))
}

/// The leaf clauses, and what the framework wants in writing, as a workbook.
///
/// # Errors
///
/// Where the library cannot write it.
pub fn xlsx(sms: &Sms, framework: &Framework, origin: &Origin) -> Result<Vec<u8>, Error> {
    let export = export(sms, framework);
    let mut tables = vec![rows::clauses(&export)];
    tables.extend(rows::wanted(&export));
    let title = format!("Clause coverage: {}", export.title);
    let what = "How documents and records that this audience may read answer each clause on that day, what is missing, and what is planned.";
    let mut workbook = origin::workbook(sms, origin, &title, what, tables);
    workbook.about.push(("Note".to_owned(), Cell::text(Some(NOTE))));
    workbook::xlsx(&workbook)
}

fn row(sms: &Sms, framework: &Framework, coverage: &Coverage, clause: &Clause) -> Option<Row> {
    let level = coverage.level(framework, clause)?;
    let Some(found) = coverage.clause(&clause.id) else {
        let below = framework.leaves().filter(|leaf| framework.is_within(leaf, &clause.id)).count();
        return Some(Row {
            id: clause.id.clone(),
            title: clause.title.clone(),
            leaf: clause.leaf,
            required: clause.required,
            level,
            documents: Vec::new(),
            records: Vec::new(),
            missing: Vec::new(),
            beside: Vec::new(),
            unfit: Vec::new(),
            plans: Vec::new(),
            reason: format!("The lowest level of the {below} clauses below it."),
        });
    };
    let documents = found.support.iter().filter(|support| !sms.corpus.entries[support.entry].is_record());
    Some(Row {
        id: clause.id.clone(),
        title: clause.title.clone(),
        leaf: clause.leaf,
        required: clause.required,
        level,
        documents: documents.map(|support| claim(sms, support)).collect(),
        records: record_rows(sms, framework, coverage, found),
        missing: coverage::missing(coverage, found)
            .map(|item| lack(&framework.documented.items[item.item], item))
            .collect(),
        beside: found
            .beside
            .iter()
            .filter(|support| !sms.corpus.entries[support.entry].is_record())
            .map(|support| claim(sms, support))
            .collect(),
        unfit: found.unfit.iter().map(|support| claim(sms, support)).collect(),
        plans: plans(sms, framework, &clause.id),
        reason: coverage::reason(framework, &sms.corpus, coverage, found),
    })
}

fn claim(sms: &Sms, support: &Support) -> Claim {
    let entry = &sms.corpus.entries[support.entry];
    // The claim of a version to come is not that of the version in force.
    let next = entry.next.as_ref().filter(|_| !support.in_force);
    let version = entry.document().version.as_ref().map(|version| version.value.to_string());
    Claim {
        id: entry.id.to_string(),
        version: next.map_or(version, |next| next.version.as_ref().map(ToString::to_string)),
        state: next.map_or_else(|| entry.state(), |next| next.state),
        anchor: support.anchor.clone(),
    }
}

/// What is planned about a clause.
#[must_use]
pub fn plans(sms: &Sms, framework: &Framework, clause: &str) -> Vec<Planned> {
    let plans = gaps::about(&sms.plans, &sms.inputs, framework, clause);
    plans.map(|(register, plan)| planned(sms, register, plan)).collect()
}

/// Indices of the records that claim a clause, or are what it wants in writing, by id. A list of what others ask for has
/// only those that claim it.
#[must_use]
pub fn records(sms: &Sms, framework: &Framework, coverage: &Coverage, clause: &ClauseCoverage) -> Vec<usize> {
    let items = clause.items.iter().map(|item| &coverage.items[*item]);
    let items = items.filter(|_| !framework.documented.is_umbrella(&clause.id));
    let claiming = clause.support.iter().chain(&clause.beside).map(|support| support.entry);
    let mut numbers: Vec<usize> = claiming.chain(items.flat_map(|item| item.entries.iter().copied())).collect();
    numbers.retain(|number| sms.corpus.entries[*number].is_record());
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn record_rows(sms: &Sms, framework: &Framework, coverage: &Coverage, clause: &ClauseCoverage) -> Vec<Record> {
    let items = || clause.items.iter().map(|item| &coverage.items[*item]);
    let records = records(sms, framework, coverage, clause).into_iter().map(|number| {
        let entry = &sms.corpus.entries[number];
        let of = items().filter(|item| item.entries.contains(&number));
        Record {
            id: entry.id.to_string(),
            state: entry.state(),
            day: entry.days().map(|(_, last)| last),
            items: of.map(|item| framework.documented.items[item.item].id.clone()).collect(),
        }
    });
    records.collect()
}

fn kept(item: &Documented) -> &'static str {
    match item.kind {
        Kept::Document => "document",
        Kept::Record => "record",
        Kept::Both => "both",
    }
}

fn lack(item: &Documented, found: &ItemCoverage) -> Lack {
    Lack {
        id: item.id.clone(),
        name: item.name.clone(),
        kind: kept(item),
        period: item.period.map(|period| period.to_string()),
        presence: found.presence.word(),
        reason: coverage::lack(item, found),
    }
}

fn planned(sms: &Sms, register: usize, plan: &gaps::Plan) -> Planned {
    Planned {
        register: sms.corpus.entries[register].id.to_string(),
        action: plan.action.as_ref().map(|action| action.value.clone()),
        owner: plan.owner.as_ref().map(|owner| owner.value.clone()),
        due: plan.due.as_ref().map(|due| due.value.to_string()),
        late: plan.due.as_ref().is_some_and(|due| date::days_between(sms.inputs.today, due.value) < 0),
    }
}

fn item_of(sms: &Sms, framework: &Framework, found: &ItemCoverage) -> Item {
    let item = &framework.documented.items[found.item];
    Item {
        id: item.id.clone(),
        name: item.name.clone(),
        clauses: item.clauses.clone(),
        kind: kept(item),
        required: item.required,
        period: item.period.map(|period| period.to_string()),
        presence: found.presence.word(),
        documents: found.entries.iter().map(|entry| sms.corpus.entries[*entry].id.to_string()).collect(),
        latest: found.latest,
        until: found.until,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn pages_and_data_files_say_the_same() {
        assert_eq!(super::note(), super::NOTE);
    }
}
