//! Corrective actions: what is open and how late, what was closed and whether it works.

use jiff::civil::Date;

use super::computed::{self, Content, View};
use super::section::{Fact, Section, Words, column, fact, wide_column};
use super::shared::{self, StateView};
use crate::evaluate::audits::Action;
use crate::evaluate::corpus::Entry;
use crate::evaluate::redline::plural;
use crate::evaluate::state::State;
use crate::model::date;
use crate::model::node::Node;
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
    let lede = "What was not as it should be, what is done about it, by when, and whether it works.";
    let content = Content {
        section: "Records",
        title: "Corrective actions".to_owned(),
        description: lede.to_owned(),
        above: vec![("Records", "records/index.html")],
        lede: Words::from(lede),
        glance: if open.is_empty() && closed.is_empty() { Vec::new() } else { glance(site, &open, &closed) },
        sections: vec![still_open(site, &open), done(site, &closed), trend(site)],
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
        0 if closed.is_empty() => Words::new().muted("None closed yet"),
        0 => Words::new().missing("Not known"),
        // Of an even number the lower one: a whole number of days, and never better than one that was.
        count => Words::from(days(taken[(count - 1) / 2])),
    };
    vec![
        fact("Open", open.len().to_string()),
        fact("Late", late.to_string()),
        fact("Closed in time", format!("{in_time} of {}", with_day.len())),
        fact("Median time to close", median),
    ]
}

/// Whether it was closed by its day.
fn is_in_time(action: &Action) -> bool {
    action.closed.zip(action.due).is_some_and(|(closed, due)| closed <= due)
}

fn days(count: i64) -> String {
    plural(usize::try_from(count).unwrap_or_default(), "day")
}

fn still_open(site: &Site, open: &[&Action]) -> Section {
    let section = Section::new("open", "Open");
    if open.is_empty() {
        return section.empty("No corrective action is open.");
    }
    let columns = [
        column("Action"),
        column("Due"),
        column("State"),
        wide_column("Came to light by"),
        wide_column("Grade and clause"),
        wide_column("Owner"),
        wide_column("Age"),
        wide_column("Cause"),
    ];
    let today = site.sms.inputs.today;
    let rows = open.iter().map(|action| {
        let entry = entry(site, action);
        let age = action.raised.map(|raised| days(date::days_between(raised, today)));
        let cause = match field(entry, "cause") {
            Some(_) => Words::from("Recorded"),
            None => Words::new().missing("Not recorded yet"),
        };
        vec![
            Words::new().doc(&shared::doc_link(entry)),
            day(action.due),
            standing(action, entry, today),
            source(site, entry),
            subject(site, action, entry),
            owner(site, entry),
            age.map_or_else(Words::new, Words::from),
            cause,
        ]
    });
    section.table("Open corrective actions, the longest overdue first", &columns, rows.collect())
}

fn done(site: &Site, closed: &[&Action]) -> Section {
    let section = Section::new("closed", "Closed");
    if closed.is_empty() {
        return section.empty("None was closed yet.");
    }
    let columns = [
        column("Action"),
        column("Closed"),
        wide_column("Took"),
        wide_column("In time"),
        column("Works"),
        wide_column("Came to light by"),
        wide_column("Grade and clause"),
        wide_column("Owner"),
    ];
    let rows = closed.iter().map(|action| {
        let entry = entry(site, action);
        let in_time = match (action.due, is_in_time(action)) {
            (None, _) => Words::new().muted("No day was set"),
            (Some(_), true) => Words::from("Yes"),
            (Some(due), false) => Words::from(match action.closed {
                Some(closed) => format!("No, {} late", days(date::days_between(due, closed))),
                None => "Not known".to_owned(),
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
    section.table("Closed corrective actions, the newest first", &columns, rows.collect())
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
        let month = first.strftime("%b %Y").to_string();
        let cells = [month, raised.to_string(), closed.to_string(), at_end.count().to_string()];
        rows.push(cells.map(Words::from).to_vec());
        let Ok(before) = first.yesterday() else { break };
        first = before.first_of_month();
    }
    let columns = [column("Month"), column("Came to light"), column("Closed"), column("Open at its end")];
    let section = Section::new("months", "Month by month");
    let section = match site.sms.audits.actions.iter().filter(|action| action.raised.is_none()).count() {
        0 => section,
        1 => section.note("One action does not say when it came to light, and is not counted here."),
        more => section.note(format!("{more} actions do not say when they came to light, and are not counted here.")),
    };
    section.table(format!("The last {MONTHS} months"), &columns, rows)
}

fn entry<'a>(site: &'a Site, action: &Action) -> &'a Entry {
    &site.sms.corpus.entries[action.entry]
}

fn field<'a>(entry: &'a Entry, name: &str) -> Option<&'a str> {
    let text = entry.document().front.get(name).and_then(Node::text).map(str::trim);
    text.filter(|text| !text.is_empty())
}

fn day(day: Option<Date>) -> Words {
    day.map_or_else(|| Words::new().missing("Not recorded"), |day| date::display(day).into())
}

fn standing(action: &Action, entry: &Entry, today: Date) -> Words {
    let Some(due) = action.due else { return Words::new().state(shared::state(entry.state())) };
    match date::days_between(today, due) {
        ..0 => {
            let late = days(date::days_between(due, today));
            Words::new().state(shared::late()).text(format!(" {late} late"))
        }
        0 => Words::new().state(shared::state(entry.state())).text(" due today"),
        left => Words::new().state(shared::state(entry.state())).text(format!(" in {}", days(left))),
    }
}

/// How it came to light, with a link to the finding where an audit names the action.
fn source(site: &Site, entry: &Entry) -> Words {
    let stated = field(entry, "source").map_or_else(|| Words::new().missing("Not recorded"), Words::from);
    match site.sms.audits.finding_behind(entry.id.as_str()) {
        None => stated,
        Some((audit, finding)) => {
            let report = shared::doc_link(&site.sms.corpus.entries[audit.entry]);
            stated.and(Words::new().text(". See ").figure(&report.id, &report.href).text(format!(", {}", finding.id)))
        }
    }
}

fn subject(site: &Site, action: &Action, entry: &Entry) -> Words {
    let grade = field(entry, "grade").unwrap_or("Not graded").to_owned();
    let Some(named) = &action.clause else { return grade.into() };
    let id = named.framework.as_deref().unwrap_or(&site.sms.inputs.config.framework);
    let known = site.sms.inputs.frameworks.get(id).and_then(|framework| framework.clause(&named.clause));
    let words = Words::from(format!("{grade}, clause "));
    match known {
        Some(clause) => words.figure(clause.id.as_str(), &shared::clause_href(id, &clause.id)),
        None => words.text(named.clause.to_string()),
    }
}

fn owner(site: &Site, entry: &Entry) -> Words {
    let role = entry.document().owner.as_ref();
    role.map_or_else(|| Words::new().missing("Nobody"), |role| shared::role_title(&site.sms, &role.value).into())
}

/// Whether somebody checked that it works, and what came out.
fn verified(site: &Site, entry: &Entry) -> Words {
    let works = match field(entry, "effective") {
        Some("yes" | "true") => StateView { label: "Yes", ..shared::state(State::Closed) },
        Some(_) => StateView { label: "No", ..shared::late() },
        None => return Words::new().missing("Not verified"),
    };
    let by = field(entry, "verified_by").map(|id| format!(" {}", shared::person_name(&site.sms, id)));
    let on = field(entry, "verified_on").and_then(date::parse).map(|day| format!(", {}", date::display(day)));
    Words::new().state(works).text(by.unwrap_or_default() + &on.unwrap_or_default())
}
