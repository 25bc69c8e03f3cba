//! What happened on which day, in order: from versions and closed records to changes of files.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use smsdoc::read::document::statement;

use crate::keys;
use crate::sources::{Ahead, Paper, Sources, passages};
use crate::text::{field, list, quoted, replaced, unlinked, with, with_body, without};

/// Something that happened.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) day: Date,
    /// Order within a day.
    pub(crate) rank: u8,
    /// Order of equals.
    pub(crate) about: String,
    pub(crate) act: Act,
}

#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// A commit on the controlled line.
    Commit { by: String, message: String, files: Files },
    /// A commit on a branch, which begins at the controlled line where it is new.
    Branch { name: String, by: String, message: String, files: Files },
    /// The branch lands; a decision is proven by a signed tag where somebody decides.
    Merge { name: String, message: String, files: Files, proof: Option<Proof> },
    /// A commit on the controlled line that is proven by a signed tag.
    Decide { by: String, message: String, files: Files, proof: Proof },
    /// A signed tag of the newest commit.
    Tag { name: String, by: String, message: String },
}

/// A signed tag about one file.
#[derive(Clone, Debug)]
pub(crate) struct Proof {
    pub(crate) name: String,
    pub(crate) by: String,
    /// First line of the message.
    pub(crate) subject: String,
    /// Last lines of the message.
    pub(crate) trailers: String,
    pub(crate) path: Utf8PathBuf,
}

/// Files with their new content; `None` takes one away.
pub(crate) type Files = BTreeMap<Utf8PathBuf, Option<Vec<u8>>>;

pub(crate) fn plan(sources: &Sources) -> Vec<Event> {
    let mut events = beginnings(sources);
    events.extend(people(sources));
    let seen: BTreeMap<&str, Date> =
        sources.papers.iter().map(|paper| (paper.id.as_str(), first_seen(paper, sources))).collect();
    for paper in &sources.papers {
        match paper.is_record() {
            true => record(sources, paper, &mut events),
            false => document(sources, paper, &seen, &mut events),
        }
    }
    for ahead in &sources.story.ahead {
        to_come(sources, ahead, &mut events);
    }
    for superseded in &sources.story.superseded {
        let paper = sources.papers.iter().find(|paper| paper.id == superseded.id).expect("the superseded document");
        let approved = approved(&paper.text, "superseded_by");
        let text = with(&approved, "superseded_by", &superseded.by, "change_summary");
        let message = format!("Name {} as successor of {}", superseded.by, superseded.id);
        let by = sources.story.keeper.clone();
        let files = one(&paper.path, Some(text));
        events.push(event(superseded.on, 6, &paper.id, Act::Commit { by, message, files }));
    }
    for release in &sources.story.releases {
        let (name, by, message) = (release.name.clone(), release.by.clone(), release.message.clone());
        events.push(event(release.on, 9, &release.name, Act::Tag { name, by, message }));
    }
    events.sort_by(|a, b| (a.day, a.rank, &a.about).cmp(&(b.day, b.rank, &b.about)));
    events
}

fn event(day: Date, rank: u8, about: &str, act: Act) -> Event {
    Event { day, rank, about: about.to_owned(), act }
}

fn one(path: &Utf8PathBuf, text: Option<String>) -> Files {
    Files::from([(path.clone(), text.map(String::into_bytes))])
}

fn beginnings(sources: &Sources) -> Vec<Event> {
    let story = &sources.story;
    let mut files = Files::new();
    let mut add = |path: &str, text: String| files.insert(path.into(), Some(text.into_bytes()));
    add("README.md", sources.readme.clone());
    add(".gitignore", "/public/\n".to_owned());
    add("sms-docs/smsdoc.yaml", sources.settings.clone());
    add("sms-docs/people.yaml", people_on(sources, first_roles(sources)));
    let message = "Begin the repository of the service management system".to_owned();
    vec![event(story.begins, 0, "", Act::Commit { by: story.keeper.clone(), message, files })]
}

/// The day on which whoever is there from the beginning holds a role.
fn first_roles(sources: &Sources) -> Date {
    let year = sources.story.begins.year() + 1;
    Date::new(year, 1, 1).expect("a day")
}

/// A commit for each day on which roles change hands.
fn people(sources: &Sources) -> Vec<Event> {
    let first = first_roles(sources);
    let mut days: BTreeMap<Date, Vec<String>> = BTreeMap::new();
    let title = |role: &str| role.replace('-', " ");
    for person in &sources.people {
        for holding in &person.roles {
            if holding.from > first {
                days.entry(holding.from).or_default().push(format!("{} becomes {}", person.name, title(&holding.role)));
            }
            if let Some(until) = holding.until {
                let line = format!("{} is no longer {}", person.name, title(&holding.role));
                days.entry(until.tomorrow().expect("a day")).or_default().push(line);
            }
        }
    }
    let commit = |(day, lines): (Date, Vec<String>)| {
        let files = one(&"sms-docs/people.yaml".into(), Some(people_on(sources, day)));
        let message = match &lines[..] {
            [line] => format!("Change roles: {line}"),
            lines => format!("Change roles\n\n- {}", lines.join("\n- ")),
        };
        event(worked(day), 1, "", Act::Commit { by: sources.story.keeper.clone(), message, files })
    };
    days.into_iter().map(commit).collect()
}

/// people.yaml as it is on a day.
fn people_on(sources: &Sources, day: Date) -> String {
    let mut out = String::from(
        "# People and roles of the example. All people are invented, and their keys belong to nobody.\n\npeople:\n",
    );
    for person in &sources.people {
        let held: Vec<_> = person.roles.iter().filter(|holding| holding.from <= day).collect();
        if held.is_empty() {
            continue;
        }
        let key = keys::public(&person.id);
        let emails = person.emails.join(", ");
        out += &format!("  - id: {}\n    name: {}\n    emails: [{emails}]\n", person.id, person.name);
        out += &format!("    keys: [\"{key}\"]\n    roles:\n");
        for holding in held {
            let until = holding.until.filter(|until| *until < day);
            let until = until.map(|until| format!(", until: {until}")).unwrap_or_default();
            out += &format!("      - {{role: {}, from: {}{until}}}\n", holding.role, holding.from);
        }
    }
    out + &sources.roles
}

/// A version as it was decided.
struct Edition {
    version: String,
    path: Utf8PathBuf,
    text: String,
    drafted_on: Option<Date>,
}

/// All versions, oldest first.
fn editions(sources: &Sources, paper: &Paper) -> Vec<Edition> {
    let newest = approved(&paper.text, "withdrawn_on");
    let changes = sources.story.changes.get(&paper.id).map(|list| passages(list)).unwrap_or_default();
    let mut editions = vec![Edition {
        version: field(&newest, "version").expect("a version").to_owned(),
        path: paper.path.clone(),
        text: replaced(&newest, &changes, &paper.id),
        drafted_on: None,
    }];
    let mut text = newest;
    let mut path = paper.path.clone();
    for version in &paper.versions {
        let whose = format!("{} {}", paper.id, version.version);
        text = replaced(&text, &passages(&version.differs), &whose);
        if let Some(body) = &version.body {
            text = with_body(&text, body);
        }
        path = version.path.clone().unwrap_or(path);
        for (key, value) in [
            ("version", format!("\"{}\"", version.version)),
            ("authors", format!("[{}]", version.authors.join(", "))),
            ("reviewers", format!("[{}]", version.reviewers.join(", "))),
            ("approver", version.approver.clone()),
            ("approved_on", version.approved_on.to_string()),
            ("effective_on", version.effective_on.unwrap_or(version.approved_on).to_string()),
            ("change_summary", quoted(&version.change_summary)),
        ] {
            text = with(&text, key, &value, "authors");
        }
        text = with_next_review(&text);
        if version.reviewers.is_empty() {
            text = without(&text, "reviewers");
        }
        let edition = Edition {
            version: version.version.clone(),
            path: path.clone(),
            text: text.clone(),
            drafted_on: version.drafted_on,
        };
        editions.push(edition);
    }
    editions.reverse();
    editions
}

/// The next review so long after the first day in force as the interval says.
fn with_next_review(text: &str) -> String {
    let interval: jiff::Span = field(text, "review_interval").and_then(|span| span.parse().ok()).expect("an interval");
    let next = worked(day(text, "effective_on").checked_add(interval).expect("a day"));
    with(text, "next_review", &next.to_string(), "review_interval")
}

/// The text before it was withdrawn or superseded.
fn approved(text: &str, later: &str) -> String {
    match field(text, later) {
        None => text.to_owned(),
        Some(_) => {
            let text = without(&without(text, "withdrawn_on"), "withdrawn_reason");
            with(&without(&text, "superseded_by"), "status", "approved", "version")
        }
    }
}

/// The day on which a document or record is first seen: of documents that of their first approval.
fn first_seen(paper: &Paper, sources: &Sources) -> Date {
    if paper.is_record() {
        let first = sources.story.records.get(&paper.id).and_then(|states| states.last());
        return first.map_or_else(|| recorded(sources, paper), |first| first.on);
    }
    paper.versions.last().map_or_else(|| day(&paper.text, "approved_on"), |first| first.approved_on)
}

fn document(sources: &Sources, paper: &Paper, seen: &BTreeMap<&str, Date>, events: &mut Vec<Event>) {
    let mut editions = editions(sources, paper);
    if let Some((_, older)) = editions.split_last_mut() {
        for edition in older {
            // What was written before another document cannot have cited it.
            let on = day(&edition.text, "approved_on");
            edition.text = unlinked(&edition.text, |id| seen.get(id).is_none_or(|first| *first <= on));
        }
    }
    let mut before: Option<(Date, &Edition)> = None;
    for edition in &editions {
        let approved_on = day(&edition.text, "approved_on");
        let earliest = before.as_ref().map(|(day, _)| day.tomorrow().expect("a day"));
        let drafted = edition.drafted_on.unwrap_or_else(|| days_before(approved_on, 5 + spread(&paper.id, 9)));
        let drafted = worked(drafted.max(earliest.unwrap_or(drafted)));
        if let Some((_, old)) = before.filter(|(_, old)| old.path != edition.path) {
            let mut files = one(&edition.path, Some(old.text.clone()));
            files.insert(old.path.clone(), None);
            let by = sources.story.keeper.clone();
            let message = format!("Rename the file of {}", paper.id);
            events.push(event(drafted, 1, &paper.id, Act::Commit { by, message, files }));
        }
        land(edition, drafted, approved_on, events);
        before = Some((approved_on, edition));
    }
    for (index, edition) in editions.iter().enumerate() {
        let end = editions.get(index + 1).map(|next| day(&next.text, "approved_on"));
        let end = end.into_iter().chain(paper.day("withdrawn_on")).chain([sources.story.ends]).min().expect("an end");
        reviews(sources, edition, end, events);
    }
    if let (Some(on), Some(edition)) = (paper.day("withdrawn_on"), editions.last()) {
        let by = sources.story.keeper.clone();
        let reason = paper.field("withdrawn_reason").unwrap_or_default();
        let message = format!("Withdraw {}: {}\n\n{reason}", paper.id, title(&paper.text));
        let proof = proof(&edition.text, &paper.path, "withdrawn", "Withdraw", &format!("Withdrawn-on: {on}"));
        let files = one(&paper.path, Some(paper.text.clone()));
        events.push(event(on, 5, &paper.id, Act::Decide { by, message, files, proof }));
    }
}

/// Reviews that found nothing to change, as often as a version asks for them until it is replaced.
fn reviews(sources: &Sources, edition: &Edition, end: Date, events: &mut Vec<Event>) {
    let Some(interval) = field(&edition.text, "review_interval").and_then(|span| span.parse::<jiff::Span>().ok())
    else {
        return;
    };
    let id = field(&edition.text, "id").expect("an id");
    let authors = list(&edition.text, "authors");
    let mut due = field(&edition.text, "next_review").map_or(end, |_| day(&edition.text, "next_review"));
    while due < end {
        let on = worked(due);
        let by = authors.iter().find(|author| sources.works_on(author, on)).unwrap_or(&sources.story.keeper).clone();
        let version = &edition.version;
        let hash = statement(edition.text.clone().into_bytes()).expect("a statement").hash;
        let message = format!("Review {id} {version}: no change\n\nOutcome: no change\nContent: {hash}");
        let name = format!("reviewed/{id}/{on}");
        events.push(event(on, 7, id, Act::Tag { name, by, message }));
        due = on.checked_add(interval).expect("a day");
    }
}

/// A draft on a branch, a request for review, and the merge with its approval.
fn land(edition: &Edition, drafted: Date, approved_on: Date, events: &mut Vec<Event>) {
    let text = &edition.text;
    let id = field(text, "id").expect("an id");
    let Edition { version, path, .. } = edition;
    let branch = format!("{}-{version}", id.to_lowercase());
    let undecided = without(&without(text, "approver"), "approved_on");
    let authors = list(text, "authors");
    let by = authors.first().unwrap_or_else(|| panic!("{id} {version} has no author")).clone();
    let summary = field(text, "change_summary").unwrap_or_default();
    let also: String = authors[1..].iter().map(|author| format!("\nCo-authored-by: @{author}@")).collect();
    let also = if also.is_empty() { also } else { format!("\n{also}") };
    let mut commit = |day: Date, status: &str, without_field: &str, message: String| {
        let text = without(&with(&undecided, "status", status, "version"), without_field);
        let act = Act::Branch { name: branch.clone(), by: by.clone(), message, files: one(path, Some(text)) };
        events.push(event(day, 2, id, act));
    };
    // Reviewers are named when they are asked.
    commit(drafted, "draft", "reviewers", format!("Draft {id} {version}: {}\n\n{summary}{also}", title(text)));
    let asked = worked_after(drafted, 1 + spread(id, 3)).min(approved_on);
    commit(asked, "in_review", "", format!("Ask for review of {id} {version}"));
    let reviewers: String = list(text, "reviewers").iter().map(|id| format!("Reviewed-by: @{id}@\n")).collect();
    let message = format!("Merge {id} {version}: {}\n\n{reviewers}", title(text));
    let files = one(path, Some(text.clone()));
    let proof = Some(proof(text, path, "approved", "Approve", &format!("Approved-on: {approved_on}")));
    events.push(event(approved_on, 4, id, Act::Merge { name: branch, message, files, proof }));
}

fn proof(text: &str, path: &Utf8PathBuf, kind: &str, verb: &str, last: &str) -> Proof {
    let id = field(text, "id").expect("an id");
    let version = field(text, "version").expect("a version");
    let by = field(text, "approver").expect("an approver").to_owned();
    Proof {
        name: format!("{kind}/{id}/{version}"),
        subject: format!("{verb} {id} {version}: {}", title(text)),
        trailers: format!("Approver: {by}\n{last}"),
        by,
        path: path.clone(),
    }
}

/// A version after those of sms-docs.
fn to_come(sources: &Sources, ahead: &Ahead, events: &mut Vec<Event>) {
    let paper = sources.papers.iter().find(|paper| paper.id == ahead.id).expect("the document of a version to come");
    let mut text = replaced(&paper.text, &passages(&ahead.differs), &format!("{} {}", ahead.id, ahead.version));
    for (key, value) in [
        ("status", ahead.status.clone()),
        ("version", format!("\"{}\"", ahead.version)),
        ("authors", format!("[{}]", ahead.authors.join(", "))),
        ("reviewers", format!("[{}]", ahead.reviewers.join(", "))),
        ("change_summary", quoted(&ahead.change_summary)),
    ] {
        text = with(&text, key, &value, "authors");
    }
    if let Some(day) = ahead.effective_on {
        text = with(&text, "effective_on", &day.to_string(), "authors");
    }
    text = with_next_review(&text);
    match (&ahead.approver, ahead.approved_on) {
        (Some(approver), Some(on)) => {
            let text = with(&text, "approver", approver, "authors");
            let text = with(&text, "approved_on", &on.to_string(), "approver");
            let path = paper.path.clone();
            let edition = Edition { version: ahead.version.clone(), path, text, drafted_on: None };
            land(&edition, ahead.drafted_on, on, events);
        }
        _ => {
            let text = without(&without(&without(&text, "approver"), "approved_on"), "effective_on");
            let message = format!("Draft {} {}: {}\n\n{}", ahead.id, ahead.version, title(&text), ahead.change_summary);
            let by = ahead.authors.first().expect("an author").clone();
            let act = Act::Commit { by, message, files: one(&paper.path, Some(text)) };
            events.push(event(ahead.drafted_on, 6, &ahead.id, act));
        }
    }
}

/// The day of the newest state of a record.
fn recorded(sources: &Sources, paper: &Paper) -> Date {
    let stated = sources.story.recorded.get(&paper.id).copied();
    let on = stated.or_else(|| paper.day("closed_on")).or_else(|| paper.day("occurred_on"));
    on.unwrap_or_else(|| panic!("{} has no day; give it one under `recorded`", paper.id))
}

/// The states of a record, each a commit by whoever recorded it.
fn record(sources: &Sources, paper: &Paper, events: &mut Vec<Event>) {
    let story = &sources.story;
    let on = recorded(sources, paper);
    let by = paper.field("recorded_by").unwrap_or_else(|| panic!("{} has no recorder", paper.id)).to_owned();
    let closed = paper.field("status") == Some("closed");
    let verb = if closed { "Record" } else { "Open" };
    let mut states = vec![(on, by, format!("{verb} {}: {}", paper.id, title(&paper.text)), paper.text.clone())];
    let mut text = paper.text.clone();
    for earlier in story.records.get(&paper.id).map_or(&[][..], Vec::as_slice) {
        text = earlier.without.iter().fold(text, |text, key| without(&text, key));
        text = earlier.fields.iter().fold(text, |text, (key, value)| with(&text, key, value, "status"));
        if let Some(body) = &earlier.body {
            text = with_body(&text, body);
        }
        states.push((earlier.on, earlier.by.clone(), earlier.subject.clone(), text.clone()));
    }
    for (day, by, message, text) in states {
        let mut files = one(&paper.path, Some(text));
        for key in ["metrics_file", "entries_file"] {
            if let Some(name) = paper.field(key) {
                let path = paper.path.parent().expect("a folder").join(name);
                let table = sources.tables.get(&path).unwrap_or_else(|| panic!("{}: no {path}", paper.id));
                files.insert(path, Some(table.clone()));
            }
        }
        events.push(event(worked(day), 3, &paper.id, Act::Commit { by, message, files }));
    }
}

fn title(text: &str) -> &str {
    field(text, "title").expect("a title")
}

fn day(text: &str, key: &str) -> Date {
    field(text, key).and_then(|day| day.parse().ok()).unwrap_or_else(|| panic!("no day `{key}`"))
}

/// The day itself, or the last working day before it.
fn worked(day: Date) -> Date {
    let back = match day.weekday() {
        Weekday::Saturday => 1,
        Weekday::Sunday => 2,
        _ => 0,
    };
    day.checked_sub(back.days()).expect("a day")
}

fn worked_after(day: Date, days: i64) -> Date {
    let mut day = day;
    for _ in 0..days {
        day = day.tomorrow().expect("a day");
        while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            day = day.tomorrow().expect("a day");
        }
    }
    day
}

fn days_before(day: Date, days: i64) -> Date {
    worked(day.checked_sub(days.days()).expect("a day"))
}

/// A number below `below` that looks like chance and follows from the id.
pub(crate) fn spread(id: &str, below: i64) -> i64 {
    id.bytes().fold(7_i64, |sum, byte| (sum * 31 + i64::from(byte)) % 9973) % below
}
