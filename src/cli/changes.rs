//! `smsdoc changes`.

use std::fmt::Write as _;

use jiff::ToSpan as _;
use jiff::civil::Date;
use unicode_width::UnicodeWidthStr as _;

use super::arguments::{Changes, ChangesFormat};
use super::context::Context;
use super::output::hanging;
use super::refusal::refuse;
use super::{Error, Outcome, output};
use crate::evaluate::Sms;
use crate::git::Repository;
use crate::model::date;
use crate::read::Workspace;
use crate::report::text::visible;
use crate::site::exports::changes::{self, Change, Kind};
use crate::site::pages::shared;

/// Days that are looked back where nothing else is asked for.
const DAYS: i64 = 90;

pub(super) fn run(context: &Context, command: &Changes) -> Result<Outcome, Error> {
    let workspace = context.workspace()?;
    let sms = context.controlled(&workspace, &context.request(true))?;
    let since = since(&workspace, &sms, command.since.as_deref())?;
    let text = match command.format {
        ChangesFormat::Json => changes::json(&sms, since),
        ChangesFormat::Table => table(&sms, since, context.stdout().columns),
        ChangesFormat::Markdown => markdown(&sms, since),
    };
    output::print(&text)?;
    Ok(Outcome::Clean)
}

/// The first day that is looked at.
fn since(workspace: &Workspace, sms: &Sms, asked: Option<&str>) -> Result<Date, Error> {
    let today = sms.inputs.today;
    let Some(asked) = asked else { return Ok(today.checked_sub(DAYS.days()).unwrap_or(today)) };
    if let Some(day) = date::parse(asked) {
        return Ok(day);
    }
    let commit = match Repository::discover(workspace.top())? {
        Some(git) => git.resolve(asked)?.map(|commit| git.commit(commit)).transpose()?,
        None => None,
    };
    let commit = commit.ok_or_else(|| {
        let what = format!("`{asked}` is neither a day nor a commit or tag of this repository");
        refuse(what, "write a day such as 2026-01-31, or what `git tag` lists")
    })?;
    Ok(sms.inputs.day(commit.committed))
}

/// What happened, in a word or two.
fn word(change: &Change) -> &'static str {
    match (change.kind, change.ahead) {
        (Kind::InForce, _) => "in force",
        (Kind::Scheduled, _) => "scheduled",
        (Kind::Withdrawn, false) => "withdrawn",
        (Kind::Withdrawn, true) => "to withdraw",
        (Kind::Superseded, false) => "superseded",
        (Kind::Superseded, true) => "to supersede",
        // Not among what came into force.
        (Kind::Overtaken, _) => "overtaken",
    }
}

fn nothing(since: Date) -> String {
    format!("Nothing came into force since {since}.\n")
}

fn table(sms: &Sms, since: Date, columns: usize) -> String {
    let changes = changes::changes(sms, since).changes;
    if changes.is_empty() {
        return nothing(since);
    }
    let named: Vec<(String, &Change)> =
        changes.iter().map(|change| (format!("{} {}", change.id, change.version), change)).collect();
    let width = named.iter().map(|(name, _)| name.width()).max().unwrap_or_default();
    named.iter().fold(String::new(), |mut out, (name, change)| {
        let pad = " ".repeat(width - name.width());
        let begin = format!("{}  {:<12}  {name}{pad}  ", change.day, word(change));
        hanging(&mut out, &begin, &change.title, columns);
        if let Some(about) = about(sms, change) {
            hanging(&mut out, &" ".repeat(26), &about, columns);
        }
        out
    })
}

/// Why, and who approved.
fn about(sms: &Sms, change: &Change) -> Option<String> {
    let approver = change.approver.as_ref().map(|id| format!("approved by {}", shared::person_name(sms, id)));
    let by = change.superseded_by.as_ref().map(|id| format!("by {id}"));
    let parts: Vec<String> = match change.kind {
        Kind::InForce | Kind::Scheduled | Kind::Overtaken => {
            change.change_summary.clone().into_iter().chain(approver).collect()
        }
        Kind::Withdrawn | Kind::Superseded => by.into_iter().chain(change.change_summary.clone()).collect(),
    };
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// A list to paste into a mail. Addresses are whole where the site has one.
fn markdown(sms: &Sms, since: Date) -> String {
    let changes = changes::changes(sms, since).changes;
    if changes.is_empty() {
        return nothing(since);
    }
    let base = sms.inputs.config.site.url.as_deref().map(|url| url.trim_end_matches('/'));
    let mut out = format!("Changes since {}:\n\n", date::display(since));
    for change in &changes {
        let name = format!("{} {}", change.id, change.version);
        let title = escaped(&change.title);
        let _ = match base {
            Some(base) => write!(out, "- [{name}]({base}/{}) {title}", change.url),
            None => write!(out, "- {name} {title}"),
        };
        let day = date::parse(&change.day).map(date::display).unwrap_or_default();
        let _ = match (change.kind, change.ahead) {
            (Kind::InForce, _) => write!(out, ", in force from {day}"),
            (Kind::Scheduled, _) => write!(out, ", **comes into force on {day}**"),
            (Kind::Withdrawn, false) => write!(out, ", withdrawn on {day}"),
            (Kind::Withdrawn, true) => write!(out, ", **withdrawn from {day}**"),
            (Kind::Superseded, false) => write!(out, ", superseded on {day}"),
            (Kind::Superseded, true) => write!(out, ", **superseded from {day}**"),
            (Kind::Overtaken, _) => write!(out, ", overtaken on {day}"),
        };
        if let Some(about) = about(sms, change) {
            let _ = write!(out, ": {}", escaped(&about));
        }
        if let (Some(base), Some(redline)) = (base, &change.redline) {
            let _ = write!(out, " ([what changed]({base}/{redline}))");
        }
        out.push('\n');
    }
    out
}

/// A text whose signs mean nothing in Markdown.
fn escaped(text: &str) -> String {
    visible(text).chars().fold(String::with_capacity(text.len()), |mut out, char| {
        if matches!(char, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            out.push('\\');
        }
        out.push(char);
        out
    })
}
