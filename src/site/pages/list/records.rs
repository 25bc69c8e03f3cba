//! Records: what happened, by kind, with what is wanted and missing.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::super::section::Words;
use super::super::shared;
use super::{Blank, Cell, Column, Group, Link, Table, View, column, filters, wide};
use crate::evaluate::corpus::Entry;
use crate::evaluate::coverage::{self, Presence};
use crate::evaluate::readiness;
use crate::model::date::{self, Interval};
use crate::model::language;
use crate::model::node::Node;
use crate::model::period::Period;
use crate::say;
use crate::site::Site;

/// From this many on, the older records of a series stand below its newest one.
const SERIES: usize = 3;

/// The page.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let mut kinds: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for entry in site.sms.corpus.entries.iter().filter(|entry| entry.is_record()) {
        if !site.sms.inputs.drafts && entry.edition().is_none() {
            continue;
        }
        let plural = entry.doc_type.as_ref().map(|doc_type| language::translate(&doc_type.plural));
        kinds.entry(plural.unwrap_or_else(|| shared::type_title(entry))).or_default().push(entry);
    }
    let counts: Vec<(String, usize)> = kinds.iter().map(|(kind, entries)| (kind.clone(), entries.len())).collect();
    let (filters, keys) = filters(&counts);
    let groups = kinds.into_iter().zip(keys).enumerate().map(|(at, ((title, entries), key))| Group {
        id: format!("kind-{}", at + 1),
        count: entries.len(),
        key,
        tables: tables(site, &format!("kind-{}", at + 1), &title, entries),
        title,
        ..Group::default()
    });
    let title = say!("Records");
    View {
        groups: groups.collect(),
        filters,
        findings: lacks(site),
        findings_note: counted(site),
        empty: say!("There are no records yet. `smsdoc new report` begins one."),
        links: vec![
            Link { label: say!("Corrective actions"), href: "actions/index.html", media: "" },
            Link { label: say!("Gaps and readiness"), href: "readiness/index.html", media: "" },
        ],
        ..Blank {
            path,
            title,
            lede: say!(
                "What happened: audits, reviews, reports and corrective actions. Closed records stay as they are."
            ),
            section: "Records",
            landscape: true,
        }
        .view(site)
    }
}

/// What a framework wants as a record, and there is none of, or none of its period.
fn lacks(site: &Site) -> Vec<Words> {
    let sms = &site.sms;
    let Some(framework) = sms.inputs.framework() else { return Vec::new() };
    let open = sms.coverage.items.iter().filter_map(|found| {
        let item = &framework.documented.items[found.item];
        let lacks = matches!(found.presence, Presence::Missing | Presence::Late | Presence::Unfinished);
        if !lacks || !readiness::is_record(item) {
            return None;
        }
        let links = item.clauses.iter().map(|id| Words::new().figure(id, &shared::clause_href(&framework.id, id)));
        let state = Words::new().state(shared::presence(site, found.presence));
        let name = state.text(format!(" {}: {} (", language::translate(&item.name), coverage::shortfall(item, found)));
        Some(name.and(Words::join(links, ", ")).text(")"))
    });
    open.collect()
}

/// Of what these are counted: who may not read all records cannot know that one is missing.
fn counted(site: &Site) -> String {
    let counted = say!("Counted is what the audience “{audience}” may read.", audience = site.audience);
    if site.is_whole() {
        return counted;
    }
    format!("{counted} {}", say!("There may be records of a higher class."))
}

/// The records of a kind: what stands alone and the newest of each series, then the older ones of each series.
fn tables(site: &Site, id: &str, kind: &str, mut entries: Vec<&Entry>) -> Vec<Table> {
    entries.sort_by(|a, b| b.days().cmp(&a.days()).then_with(|| a.id.cmp(&b.id)));
    let mut series: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for entry in &entries {
        series.entry(series_of(entry)).or_default().push(entry);
    }
    series.retain(|_, of| of.len() >= SERIES);
    let stands_first = |entry: &&&Entry| series.get(&series_of(entry)).is_none_or(|of| of[0].id == entry.id);
    let rows = |entries: &[&Entry]| entries.iter().map(|entry| row(site, entry)).collect();
    let first: Vec<&Entry> = entries.iter().filter(stands_first).copied().collect();
    let mut tables = vec![Table {
        id: format!("{id}-t"),
        caption: kind.to_owned(),
        fold: String::new(),
        columns: columns(),
        rows: rows(&first),
    }];
    // In the order in which their newest ones stand.
    for newest in first {
        let Some(older) = series.get(&series_of(newest)).map(|of| &of[1..]) else { continue };
        let Some((next, last)) = older.first().zip(older.last()) else { continue };
        let (from, to) = (when(last), when(next));
        let title = stem(newest.document().title_or_label());
        let fold = say!("Older, {title}: {count}, {from} to {to}|records", title, count = older.len(), from, to);
        tables.push(Table {
            id: format!("{id}-s{}", tables.len()),
            caption: fold.clone(),
            fold,
            columns: columns(),
            rows: rows(older),
        });
    }
    tables
}

/// What records belong to that recur: the series that they name, else what their titles have in common.
fn series_of(entry: &Entry) -> String {
    let named = entry.document().front.string("series").map(|series| series.value.to_ascii_lowercase());
    named.unwrap_or_else(|| stem(entry.document().title_or_label()).to_owned())
}

/// A title without the period behind its last comma.
fn stem(title: &str) -> &str {
    match title.rsplit_once(',') {
        Some((stem, period)) if period.contains(|char: char| char.is_ascii_digit()) => stem.trim_end(),
        _ => title,
    }
}

fn columns() -> Vec<Column> {
    vec![
        column(say!("Record")),
        column(say!("State")),
        wide(say!("Day or period")),
        wide(say!("Owner")),
        wide(say!("Clauses")),
        wide(say!("Kept until")),
        wide(say!("Kept in")),
        wide(say!("Commit")),
    ]
}

fn row(site: &Site, entry: &Entry) -> Vec<Cell> {
    let document = entry.document();
    let commit = entry.edition().and_then(|edition| edition.commit);
    let commit = commit.map_or_else(super::nothing, |id| Words::new().commit(id.short()));
    let place = document.front.string("source_system").map(|place| place.value);
    let first = entry.days().map(|(first, _)| first.to_string());
    // From one day to another takes two lines, all else one.
    let period: Cell = match document.occurred_on {
        Some(_) => Words::new().on_one_line(when(entry)).into(),
        None => when(entry).into(),
    };
    vec![
        Cell::document(entry),
        Cell::state(shared::state(entry.state())),
        period.sorted(first.unwrap_or_default()),
        super::owner(site, entry).into(),
        super::clauses(site, entry).into(),
        kept(entry),
        place.unwrap_or_else(|| say!("This repository")).into(),
        commit.into(),
    ]
}

/// The day or the period that a record tells of.
pub(super) fn when(entry: &Entry) -> String {
    let document = entry.document();
    let period = document.period.as_ref();
    match (document.occurred_on.as_ref(), period) {
        (Some(day), _) => date::display(day.value),
        (None, Some(period)) => {
            Period::parse(&period.value).map_or_else(|| period.value.clone(), |period| period.words())
        }
        (None, None) => "—".to_owned(),
    }
}

/// How long a record is kept, and until when where that is settled.
fn kept(entry: &Entry) -> Cell {
    let front = &entry.document().front;
    let Some(text) = front.get("retention").and_then(Node::text) else {
        return Words::new().missing(say!("Not recorded")).into();
    };
    let Ok(interval) = text.parse::<Interval>() else { return text.into() };
    let day = |field: &str| front.get(field).and_then(Node::text).and_then(date::parse);
    // As the rule on retention counts; what is open goes on until it is closed.
    let closed = || day("closed_on").or_else(|| day("occurred_on").filter(|_| !is_open(entry)));
    let end: Option<Date> = day("retention_start").or_else(closed).and_then(|start| interval.after(start));
    match end {
        Some(end) => Cell { words: Cell::day(Some(end)).words.small(interval.years()), sort: end.to_string() },
        None => say!("{length} from the day on which it is closed", length = interval.years()).into(),
    }
}

fn is_open(entry: &Entry) -> bool {
    entry.state() == crate::evaluate::state::State::Open
}
