//! Pages that are lists: records, reviews, roles, frameworks. Each is made of groups of tables, so that a theme shows them
//! all in one way.

pub mod frameworks;
pub mod records;
pub mod reviews;
pub mod role;
pub mod roles;

use jiff::civil::Date;
use serde::Serialize;

use super::section::{Fact, Words};
use super::shared::{self, StateView};
use crate::evaluate::corpus::Entry;
use crate::model::date;
use crate::say;
use crate::site::Site;
use crate::site::frame::{About, Frame};

/// Variables of `list.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    title: String,
    /// Pages above it: label and path.
    above: Vec<(String, &'static str)>,
    lede: String,
    /// Pages and files beside it.
    links: Vec<Link>,
    facts: Vec<Fact>,
    /// What is not as it should be, a line each.
    findings: Vec<Words>,
    findings_note: String,
    /// The months to come; none where days are not what the list is about.
    months: Vec<reviews::Month>,
    filters: Vec<Filter>,
    groups: Vec<Group>,
    /// What stands in place of an empty list.
    empty: String,
}

/// A link above the list.
#[derive(Debug, Serialize)]
struct Link {
    label: String,
    /// From the root of the site.
    href: &'static str,
    /// Media type; empty for a page.
    media: &'static str,
}

/// A filter that works without a script.
#[derive(Debug, Serialize)]
pub(super) struct Filter {
    key: String,
    label: String,
    count: usize,
}

/// Tables below a heading.
#[derive(Debug, Default, Serialize)]
struct Group {
    /// Anchor.
    id: String,
    /// Heading; empty where the page has one list only.
    title: String,
    /// How many there are; 0 is not told.
    count: usize,
    /// Word of the filter that keeps it; empty where there is no filter.
    key: String,
    note: String,
    tables: Vec<Table>,
}

/// A table.
#[derive(Debug, Serialize)]
struct Table {
    /// Names it in the page.
    id: String,
    caption: String,
    /// Shown only when it is asked for, under these words; empty: always.
    fold: String,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Clone, Debug, Serialize)]
struct Column {
    label: String,
    /// Whether it gives way on small screens; its values then stand in the first column.
    wide: bool,
}

/// A column that is always there.
fn column(label: String) -> Column {
    Column { label, wide: false }
}

/// A column that gives way on small screens.
fn wide(label: String) -> Column {
    Column { label, wide: true }
}

/// A cell of a table.
#[derive(Clone, Debug, Default, Serialize)]
struct Cell {
    words: Words,
    /// What sorting goes by, where it is not the text.
    sort: String,
}

impl<T: Into<Words>> From<T> for Cell {
    fn from(words: T) -> Self {
        Self { words: words.into(), sort: String::new() }
    }
}

impl Cell {
    fn document(entry: &Entry) -> Self {
        let doc = shared::doc_link(entry);
        Self { words: Words::new().title(&doc), sort: doc.id }
    }

    fn day(day: Option<Date>) -> Self {
        let sort = day.map(|day| day.to_string()).unwrap_or_default();
        Self { words: day.map_or_else(nothing, |day| Words::new().on_one_line(date::display(day))), sort }
    }

    fn state(state: StateView) -> Self {
        Words::new().state(state).into()
    }

    fn sorted(self, sort: impl Into<String>) -> Self {
        Self { sort: sort.into(), ..self }
    }
}

/// That there is no value.
fn nothing() -> Words {
    Words::new().muted("—")
}

/// A page without a list.
struct Blank<'a> {
    path: &'a str,
    title: String,
    lede: String,
    /// English label of the entry of the menu that it belongs to.
    section: &'static str,
    landscape: bool,
}

impl Blank<'_> {
    fn view(self, site: &Site) -> View {
        let about = About {
            path: self.path,
            title: self.title.clone(),
            description: self.lede.clone(),
            section: self.section,
            print: (self.title.clone(), site.sms.inputs.config.site.organization.clone()),
            landscape: self.landscape,
            noindex: false,
            language: None,
        };
        View {
            frame: site.frame(&about),
            title: self.title,
            above: Vec::new(),
            lede: self.lede,
            links: Vec::new(),
            facts: Vec::new(),
            findings: Vec::new(),
            findings_note: String::new(),
            months: Vec::new(),
            filters: Vec::new(),
            groups: Vec::new(),
            empty: String::new(),
        }
    }
}

/// One list without a heading; none without rows.
fn only(caption: String, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Vec<Group> {
    if rows.is_empty() {
        return Vec::new();
    }
    let table = Table { id: "cap".to_owned(), caption, fold: String::new(), columns, rows };
    vec![Group { tables: vec![table], ..Group::default() }]
}

fn owner(site: &Site, entry: &Entry) -> Words {
    let Some(role) = entry.document().owner.as_ref().map(|owner| owner.value.as_str()) else {
        return Words::new().missing(say!("Not recorded"));
    };
    let title = shared::role_title(&site.sms, role);
    match site.sms.inputs.people.role(role) {
        Some(_) => Words::new().link(title, &format!("roles/{role}/index.html")),
        None => title.into(),
    }
}

/// Clauses that a document claims as a whole, each with its page.
fn clauses(site: &Site, entry: &Entry) -> Words {
    let inputs = &site.sms.inputs;
    let links = entry.document().clauses.iter().map(|claim| {
        let id = claim.value.framework.as_deref().unwrap_or(&inputs.config.framework);
        let known = inputs.frameworks.get(id).and_then(|framework| framework.clause(&claim.value.clause));
        match known {
            Some(clause) => Words::new().figure(clause.id.as_str(), &shared::clause_href(id, &clause.id)),
            None => Words::from(claim.value.clause.to_string()),
        }
    });
    Words::join(links, ", ")
}

/// Days from today, in words: `in 12 days`, `1 day late`.
fn left(days: i64) -> String {
    match days {
        -1 => say!("1 day late"),
        ..0 => say!("{count} days late", count = -days),
        0 => say!("today"),
        1 => say!("in 1 day"),
        _ => say!("in {count} days", count = days),
    }
}

/// Filters that there can be.
const FILTERS: usize = 9;

/// Filters for kinds with how many there are of each, in their order, the rest of many under one, and the word of each
/// kind. None where there is one kind only.
pub(super) fn filters(kinds: &[(String, usize)]) -> (Vec<Filter>, Vec<String>) {
    if kinds.len() < 2 {
        return (Vec::new(), vec![String::new(); kinds.len()]);
    }
    let all = kinds.iter().map(|(_, count)| count).sum();
    let mut filters = vec![Filter { key: "all".to_owned(), label: say!("All|kinds"), count: all }];
    let mut keys = Vec::new();
    for (at, (label, count)) in kinds.iter().enumerate() {
        let key = (at + 1).min(FILTERS).to_string();
        match filters.last_mut().filter(|last| last.key == key) {
            Some(others) => {
                others.count += count;
                others.label = say!("Others|kinds");
            }
            None => filters.push(Filter { key: key.clone(), label: label.clone(), count: *count }),
        }
        keys.push(key);
    }
    (filters, keys)
}
