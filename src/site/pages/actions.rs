//! Corrective actions: what is open and how late, what was closed and whether it works.

use jiff::civil::Date;

use super::computed::{self, Content, View};
use super::section::{Fact, PLACE, Section, Words, column, fact, wide_column};
use super::shared::{self, StateView};
use crate::evaluate::audits::Action;
use crate::evaluate::corpus::Entry;
use crate::evaluate::state::State;
use crate::model::date;
use crate::model::node::Node;
use crate::say;
use crate::site::Site;

/// Months of the trend.
const MONTHS: usize = 12;

/// The page.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let mut open: Vec<&Action> = site.sms.audits.actions.iter().filter(|action| action.open).collect();
    // The longest overdue first; what has no day comes last.
    open.sort_by_key(|action| (action.due.is_none(), action.due, action.entry));
    let mut closed: Vec<&Action> = site.sms.audits.actions.iter().filter(|action| !action.open).collect();
    closed.sort_by_key(|action| (std::cmp::Reverse(action.closed), action.entry));
    let lede = say!("What was not as it should be, what is done about it, by when, and whether it works.");
    let content = Content {
        section: "Records",
        title: say!("Corrective actions"),
        description: lede.clone(),
        above: vec![(say!("Records"), "records/index.html")],
        lede: Words::from(lede),
        glance: if open.is_empty() && closed.is_empty() { Vec::new() } else { glance(site, &open, &closed) },
        sections: [
            Some(still_open(site, &open)),
            unlinked(site),
            Some(done(site, &closed)),
            (!site.sms.audits.actions.is_empty()).then(|| trend(site)),
        ]
        .into_iter()
        .flatten()
        .collect(),
        landscape: true,
    };
    computed::view(site, path, content)
}

fn glance(site: &Site, open: &[&Action], closed: &[&Action]) -> Vec<Fact> {
    let today = site.sms.inputs.today;
    let late = open.iter().filter(|action| action.is_late(today)).count();
    // What had no day can be neither in time nor late.
    let with_day: Vec<_> = closed.iter().filter(|action| action.due.is_some()).collect();
    let in_time = with_day.iter().filter(|action| is_in_time(action)).count();
    let mut taken: Vec<i64> = closed.iter().filter_map(|action| action.days_taken()).collect();
    taken.sort_unstable();
    let median = match taken.len() {
        0 if closed.is_empty() => Words::new().muted(say!("None closed yet")),
        0 => Words::new().missing(say!("Not known")),
        1 | 2 => Words::new().muted(say!("Told from three on")),
        // Of an even number the mean of the two in the middle, up to a whole day: never better than it was.
        count => Words::from(days((taken[(count - 1) / 2] + taken[count / 2] + 1) / 2)),
    };
    let moved = open.iter().filter(|action| !action.due_before.is_empty()).count();
    let late_fact = fact(say!("Late|count"), late.to_string());
    let late_fact = match moved {
        0 => late_fact,
        1 => fact(
            say!("Late|count"),
            Words::from(late.to_string()).small(say!("of the open ones, the day of 1 was moved")),
        ),
        more => fact(
            say!("Late|count"),
            Words::from(late.to_string()).small(say!("of the open ones, the days of {count} were moved", count = more)),
        ),
    };
    vec![
        fact(say!("Open|count"), open.len().to_string()),
        late_fact,
        fact(say!("Closed in time"), say!("{count} of {total}", count = in_time, total = with_day.len())),
        fact(say!("Median time to close"), median),
    ]
}

/// Whether it was closed by its day.
fn is_in_time(action: &Action) -> bool {
    action.closed.zip(action.due).is_some_and(|(closed, due)| closed <= due)
}

fn days(count: i64) -> String {
    match count.max(0) {
        1 => say!("1 day"),
        count => say!("{count} days", count),
    }
}

fn still_open(site: &Site, open: &[&Action]) -> Section {
    let section = Section::new("open", say!("Open|actions"));
    if open.is_empty() {
        return section.empty(say!("No corrective action is open."));
    }
    let columns = [
        column(say!("Action")),
        column(say!("Due")),
        column(say!("State")),
        wide_column(say!("Came to light by")),
        wide_column(say!("Grade and clause")),
        wide_column(say!("Owner")),
        wide_column(say!("Age")),
        wide_column(say!("Cause")),
    ];
    let today = site.sms.inputs.today;
    let rows = open.iter().map(|action| {
        let entry = entry(site, action);
        let age = action.raised.map(|raised| days(date::days_between(raised, today)));
        let cause = match field(entry, "cause") {
            Some(_) => Words::from(say!("Recorded")),
            None => Words::new().missing(say!("Not recorded yet")),
        };
        vec![
            Words::new().doc(&shared::doc_link(entry)),
            day(action.due).small(moved(action)),
            standing(action, entry, today),
            source(site, entry),
            subject(site, action, entry),
            owner(site, entry),
            age.map_or_else(Words::new, Words::from),
            cause,
        ]
    });
    section.table(say!("Open corrective actions, the longest overdue first"), &columns, rows.collect())
}

/// Nonconformities that audits found and to which no corrective action here belongs; `None` where there is none.
fn unlinked(site: &Site) -> Option<Section> {
    let corpus = &site.sms.corpus;
    let mut rows = Vec::new();
    for (audit, finding) in site.sms.audits.without_action(corpus) {
        let report = shared::doc_link(&corpus.entries[audit.entry]);
        let clause = finding.clause().map(ToString::to_string).unwrap_or_default();
        rows.push(vec![
            Words::new().figure(&report.id, &report.href).text(format!(" {}", finding.id)),
            Words::from(&finding.statement),
            Words::from(&finding.grade),
            Words::from(clause),
            Words::from(finding.action.as_deref().unwrap_or_default()),
        ]);
    }
    let columns = [
        column(say!("Audit and finding")),
        column(say!("What was found")),
        wide_column(say!("Grade")),
        wide_column(say!("Clause")),
        wide_column(say!("Kept elsewhere as")),
    ];
    let section = Section::new("unlinked", say!("Found by audits, without a corrective action here")).note(say!(
        "Minor and major nonconformities whose corrective action is no record of this site, or is not named by the report."
    ));
    (!rows.is_empty()).then(|| section.table(say!("Findings without a corrective action here"), &columns, rows))
}

fn done(site: &Site, closed: &[&Action]) -> Section {
    let section = Section::new("closed", say!("Closed|actions"));
    if closed.is_empty() {
        return section.empty(say!("None was closed yet."));
    }
    let columns = [
        column(say!("Action")),
        column(say!("Closed|a day")),
        wide_column(say!("Took")),
        wide_column(say!("In time")),
        column(say!("Works")),
        wide_column(say!("Came to light by")),
        wide_column(say!("Grade and clause")),
        wide_column(say!("Owner")),
    ];
    let rows = closed.iter().map(|action| {
        let entry = entry(site, action);
        let in_time = match (action.due, is_in_time(action)) {
            (None, _) => Words::new().muted(say!("No day was set")),
            (Some(_), true) => Words::from(say!("Yes")),
            (Some(due), false) => Words::from(match action.closed.map(|closed| date::days_between(due, closed)) {
                Some(1) => say!("No, 1 day late"),
                Some(count) => say!("No, {count} days late", count),
                None => say!("Not known"),
            }),
        };
        vec![
            Words::new().doc(&shared::doc_link(entry)),
            day(action.closed),
            action.days_taken().map_or_else(Words::new, |taken| days(taken).into()),
            in_time,
            verified(site, entry),
            source(site, entry),
            subject(site, action, entry),
            owner(site, entry),
        ]
    });
    section.table(say!("Closed corrective actions, the newest first"), &columns, rows.collect())
}

/// How many came to light and were closed in each of the last months.
fn trend(site: &Site) -> Section {
    let today = site.sms.inputs.today;
    let mut first = today.first_of_month();
    let mut rows = Vec::new();
    for _ in 0..MONTHS {
        let last = first.last_of_month();
        let within = |day: Option<Date>| day.is_some_and(|day| first <= day && day <= last);
        let raised = site.sms.audits.actions.iter().filter(|action| within(action.raised)).count();
        let closed = site.sms.audits.actions.iter().filter(|action| within(action.closed)).count();
        let at_end = site.sms.audits.actions.iter().filter(|action| {
            action.raised.is_some_and(|raised| raised <= last) && action.closed.is_none_or(|closed| closed > last)
        });
        let month = say!("{month} {year}", month = date::month(first), year = first.year());
        let cells = [month, raised.to_string(), closed.to_string(), at_end.count().to_string()];
        rows.push(cells.map(Words::from).to_vec());
        let Ok(before) = first.yesterday() else { break };
        first = before.first_of_month();
    }
    let columns = [
        column(say!("Month")),
        column(say!("Came to light")),
        column(say!("Closed|count")),
        column(say!("Open at its end")),
    ];
    let section = Section::new("months", say!("Month by month"));
    let section = match site.sms.audits.actions.iter().filter(|action| action.raised.is_none()).count() {
        0 => section,
        1 => section.note(say!("One action does not say when it came to light, and is not counted here.")),
        more => section
            .note(say!("{count} actions do not say when they came to light, and are not counted here.", count = more)),
    };
    section.table(say!("The last {count} months", count = MONTHS), &columns, rows)
}

fn entry<'a>(site: &'a Site, action: &Action) -> &'a Entry {
    &site.sms.corpus.entries[action.entry]
}

fn field<'a>(entry: &'a Entry, name: &str) -> Option<&'a str> {
    let text = entry.document().front.get(name).and_then(Node::text).map(str::trim);
    text.filter(|text| !text.is_empty())
}

fn day(day: Option<Date>) -> Words {
    day.map_or_else(|| Words::new().missing(say!("Not recorded")), |day| date::display(day).into())
}

/// Which day was named first, where it was moved; empty where it was not.
fn moved(action: &Action) -> String {
    let Some(first) = action.due_before.first() else { return String::new() };
    let first = date::display(*first);
    match action.due_before.len() {
        1 => say!("first due {first}, moved once", first),
        count => say!("first due {first}, moved {count} times", first, count),
    }
}

fn standing(action: &Action, entry: &Entry, today: Date) -> Words {
    let Some(due) = action.due else { return Words::new().state(shared::state(entry.state())) };
    let (state, when) = match date::days_between(today, due) {
        -1 => (shared::late(), say!("1 day late")),
        left @ ..0 => (shared::late(), say!("{count} days late", count = -left)),
        0 => (shared::state(entry.state()), say!("due today")),
        1 => (shared::state(entry.state()), say!("due in 1 day")),
        left => (shared::state(entry.state()), say!("due in {count} days", count = left)),
    };
    Words::new().state(state).small(when)
}

/// How it came to light, with a link to the finding where an audit names the action.
fn source(site: &Site, entry: &Entry) -> Words {
    let stated = field(entry, "source").map_or_else(|| Words::new().missing(say!("Not recorded")), Words::from);
    match site.sms.audits.finding_behind(entry.id.as_str()) {
        None => stated,
        Some((audit, finding)) => {
            let report = shared::doc_link(&site.sms.corpus.entries[audit.entry]);
            let see = say!(". See {report}, {finding}", report = PLACE, finding = finding.id);
            stated.and(Words::around(&see, Words::new().figure(&report.id, &report.href)))
        }
    }
}

fn subject(site: &Site, action: &Action, entry: &Entry) -> Words {
    let grade = field(entry, "grade").map_or_else(|| say!("Not graded"), str::to_owned);
    let Some(named) = &action.clause else { return grade.into() };
    let id = named.framework.as_deref().unwrap_or(&site.sms.inputs.config.framework);
    let known = site.sms.inputs.frameworks.get(id).and_then(|framework| framework.clause(&named.clause));
    match known {
        Some(clause) => {
            let link = Words::new().figure(clause.id.as_str(), &shared::clause_href(id, &clause.id));
            Words::around(&say!("{grade}, clause {clause}", grade, clause = PLACE), link)
        }
        None => say!("{grade}, clause {clause}", grade, clause = named.clause).into(),
    }
}

fn owner(site: &Site, entry: &Entry) -> Words {
    let role = entry.document().owner.as_ref();
    role.map_or_else(|| Words::new().missing(say!("Nobody")), |role| shared::role_title(&site.sms, &role.value).into())
}

/// Whether somebody checked that it works, and what came out.
fn verified(site: &Site, entry: &Entry) -> Words {
    let works = match field(entry, "effective") {
        Some("yes" | "true") => StateView { label: say!("Yes"), ..shared::state(State::Closed) },
        Some(_) => StateView { label: say!("No"), ..shared::late() },
        None => return Words::new().missing(say!("Not verified")),
    };
    let by = field(entry, "verified_by").map(|id| format!(" {}", shared::person_name(&site.sms, id)));
    let on = field(entry, "verified_on").and_then(date::parse).map(|day| format!(", {}", date::display(day)));
    Words::new().state(works).text(by.unwrap_or_default() + &on.unwrap_or_default())
}
