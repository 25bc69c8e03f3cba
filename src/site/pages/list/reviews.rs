//! When documents are to be reviewed, and what else has a day.

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Serialize;

use super::super::shared::{self, DocLink};
use super::{Blank, Cell, Column, Group, Link, Table, View, column, left, wide};
use crate::evaluate::corpus::Entry;
use crate::evaluate::services::terms::Standing;
use crate::model::date;
use crate::say;
use crate::site::Site;

/// Months that are drawn.
const MONTHS: usize = 12;

/// Most ids that a month names.
const NAMED: usize = 6;

/// A month to come.
#[derive(Debug, Serialize)]
pub struct Month {
    label: String,
    /// How many reviews are due in it, from today on.
    count: usize,
    documents: Vec<DocLink>,
    /// How many there are beside those that are named.
    more: usize,
}

/// The page: what is overdue, then what is due by day.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let today = site.sms.inputs.today;
    let mut due: Vec<(Date, &Entry)> = site
        .sms
        .corpus
        .entries
        .iter()
        .filter(|entry| entry.state().is_in_force())
        .filter_map(|entry| Some((entry.next_review?, entry)))
        .collect();
    due.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let mut groups: Vec<Group> = Vec::new();
    for of in due.chunk_by(|a, b| span(today, a.0) == span(today, b.0)) {
        let (id, title) = span(today, of[0].0);
        groups.push(group(id, title, columns(), of.iter().map(|(day, entry)| row(site, *day, entry)).collect()));
    }
    if let Some(first) = groups.first_mut()
        && due.first().is_some_and(|(day, _)| date::days_between(today, *day) > 90)
    {
        first.note = say!("Nothing is due until then.");
    }
    groups.extend(also(site));
    let title = say!("Review calendar");
    View {
        months: if due.is_empty() { Vec::new() } else { months(today, &due) },
        groups,
        empty: say!(
            "No document in force has a review date. It comes from `next_review`, or from `review_interval` after its first day in force."
        ),
        links: vec![
            Link { label: say!("Put it into a calendar"), href: "reviews/reviews.ics", media: "text/calendar" },
            Link { label: say!("Corrective actions"), href: "actions/index.html", media: "" },
        ],
        ..Blank {
            path,
            title,
            lede: say!("When each document in force is to be reviewed, the most urgent first."),
            section: "Reviews",
            landscape: false,
        }
        .view(site)
    }
}

/// The anchor and the title of the span of time in which a day lies.
fn span(today: Date, day: Date) -> (String, String) {
    match date::days_between(today, day) {
        ..0 => ("overdue".to_owned(), say!("Overdue|reviews")),
        0..=30 => ("d30".to_owned(), say!("In the next 30 days")),
        31..=60 => ("d60".to_owned(), say!("In 31 to 60 days")),
        61..=90 => ("d90".to_owned(), say!("In 61 to 90 days")),
        _ => (format!("m{}", day.strftime("%Y-%m")), month(day)),
    }
}

fn month(day: Date) -> String {
    say!("{month} {year}", month = date::month(day), year = day.year())
}

fn group(id: String, title: String, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Group {
    let table = Table { id: format!("{id}-t"), caption: title.clone(), fold: String::new(), columns, rows };
    Group { id, title, count: table.rows.len(), tables: vec![table], ..Group::default() }
}

fn columns() -> Vec<Column> {
    vec![
        column(say!("Document")),
        column(say!("Review by")),
        wide(say!("State")),
        wide(say!("Owner")),
        wide(say!("Last review")),
    ]
}

fn row(site: &Site, day: Date, entry: &Entry) -> Vec<Cell> {
    let last = match entry.reviews.first() {
        Some(review) => Cell::day(Some(review.on)),
        None => match entry.edition().and_then(|edition| edition.statement.approved_on) {
            Some(on) => Cell { words: Cell::day(Some(on)).words.small(say!("its approval")), ..Cell::day(Some(on)) },
            None => super::nothing().into(),
        },
    };
    vec![
        Cell::document(entry),
        until(site, day),
        Cell::state(shared::state(entry.state())),
        super::owner(site, entry).into(),
        last,
    ]
}

/// A day, and how far off it is.
fn until(site: &Site, day: Date) -> Cell {
    let days = left(date::days_between(site.sms.inputs.today, day));
    Cell { words: Cell::day(Some(day)).words.small(days), sort: day.to_string() }
}

/// The months from this one on, with what is due in each from today on.
fn months(today: Date, due: &[(Date, &Entry)]) -> Vec<Month> {
    let first = today.first_of_month();
    let starts = (0..MONTHS).map_while(|at| first.checked_add(i32::try_from(at).ok()?.months()).ok());
    let months = starts.map(|start| {
        let within = |day: Date| day >= today && start <= day && day <= start.last_of_month();
        let mut documents: Vec<DocLink> =
            due.iter().filter(|(day, _)| within(*day)).map(|(_, entry)| shared::doc_link(entry)).collect();
        let count = documents.len();
        documents.truncate(NAMED);
        Month { label: month(start), count, more: count - documents.len(), documents }
    });
    months.collect()
}

/// What else has a day: open corrective actions, and agreements that end within a year.
fn also(site: &Site) -> Option<Group> {
    let sms = &site.sms;
    let today = sms.inputs.today;
    let mut all: Vec<(Date, &Entry, String)> = Vec::new();
    for action in sms.audits.actions.iter().filter(|action| action.open) {
        all.extend(
            action.due.map(|due| (due, &sms.corpus.entries[action.entry], say!("Finish the corrective action"))),
        );
    }
    let horizon = today.checked_add(1.year()).unwrap_or(today);
    for agreement in sms.services.agreements.iter().filter(|agreement| agreement.in_force) {
        let entry = &sms.corpus.entries[agreement.entry];
        let standing = agreement.standing(today);
        let ends = agreement.term.as_ref().and_then(|term| term.last_day());
        let next = match standing {
            Standing::Running => agreement.notice_opens().map(|day| (day, say!("Decide whether to give notice"))),
            Standing::NoticeOpen => None,
            _ => continue,
        };
        let next = next.or_else(|| ends.map(|day| (day, say!("Last day of the agreement"))));
        all.extend(next.filter(|(day, _)| *day <= horizon).map(|(day, what)| (day, entry, what)));
    }
    all.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let rows: Vec<Vec<Cell>> = all
        .into_iter()
        .map(|(day, entry, what)| {
            vec![Cell::document(entry), until(site, day), what.into(), super::owner(site, entry).into()]
        })
        .collect();
    let columns =
        vec![column(say!("Document")), column(say!("By|a day")), wide(say!("What is to be done")), wide(say!("Owner"))];
    (!rows.is_empty()).then(|| group("also".to_owned(), say!("Also due"), columns, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_lie_in_spans() {
        let today = Date::constant(2026, 11, 22);
        let of = |days: i64| today.checked_add(days.days()).map(|day| span(today, day).0).unwrap_or_default();
        assert_eq!(
            [-1, 0, 30, 31, 60, 61, 90, 91].map(of),
            ["overdue", "d30", "d30", "d60", "d60", "d90", "d90", "m2027-02"]
        );
        assert_eq!([-1, -2, 0, 1, 2].map(left), ["1 day late", "2 days late", "today", "in 1 day", "in 2 days"]);
    }
}
