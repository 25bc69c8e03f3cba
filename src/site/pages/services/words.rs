//! How figures of services and agreements are said, each with where it comes from.

use jiff::civil::Date;

use crate::evaluate::Sms;
use crate::evaluate::services::breach::Breach;
use crate::evaluate::services::chain::Worth;
use crate::evaluate::services::compare::Compared;
use crate::evaluate::services::downtime::{Allowance, Downtime, Source};
use crate::evaluate::services::stated::{Agreement, Recovery};
use crate::evaluate::services::terms::Standing;
use crate::model::date;
use crate::model::duration::Duration;
use crate::model::measuring::MeasuringPeriod;
use crate::model::percent::Percent;
use crate::model::rule_setting::Level;
use crate::model::span::Spanned;
use crate::rules;
use crate::site::pages::section::{FindingView, Words};
use crate::site::pages::shared::{self, StateView};

/// Decimals of a percentage that is computed.
const DECIMALS: u32 = 4;

/// Most characters of one that is shown with all its digits.
const SHORT: usize = 9;

/// A title without the word for its type before a colon, with a capital: `Managed hosting`.
#[must_use]
pub fn name(title: &str) -> String {
    let name = title.split_once(": ").map_or(title, |(_, name)| name);
    let mut chars = name.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// An id with the version in force: `SLA-001 2.1`.
#[must_use]
pub fn versioned(sms: &Sms, entry: usize) -> String {
    let entry = &sms.corpus.entries[entry];
    match &entry.document().version {
        Some(version) => format!("{}\u{a0}{}", entry.id, version.value),
        None => entry.id.to_string(),
    }
}

/// A link to a document in the version in force.
#[must_use]
pub fn source(sms: &Sms, entry: usize) -> Words {
    Words::new().figure(versioned(sms, entry), &shared::doc_href(&sms.corpus.entries[entry]))
}

/// What promises an availability.
#[must_use]
pub fn promised_by(sms: &Sms, source: Source) -> Words {
    self::source(
        sms,
        match source {
            Source::Agreement(index) => sms.services.agreements[index].entry,
            Source::Service(index) => sms.services.services[index].entry,
        },
    )
}

/// A link to a service by its id, with its name; of one that is not there the id.
#[must_use]
pub fn service(sms: &Sms, id: &str) -> Words {
    match sms.services.service(id).map(|index| &sms.services.services[index]) {
        Some(service) => Words::new()
            .link(&service.id, &shared::doc_href(&sms.corpus.entries[service.entry]))
            .text(format!(" {}", name(&service.title))),
        None => Words::from(id),
    }
}

/// A percentage that was computed, rounded down: `99.8849 %`.
#[must_use]
pub fn percent(percent: &Percent) -> String {
    let exact = percent.exact();
    format!("{}\u{a0}%", if exact.len() <= SHORT { exact } else { percent.rounded(DECIMALS) })
}

/// What a part of a chain is worth.
#[must_use]
pub fn worth(worth: &Worth) -> Words {
    match worth {
        Worth::Nothing => Words::new().muted("nothing is promised"),
        Worth::Share(Compared::Same(share)) => Words::from(percent(share)),
        Worth::Share(Compared::Worst(share)) => {
            Words::from(percent(share)).small("in the worst case: all downtime that it allows falls into one period")
        }
        Worth::Share(Compared::Converted(share)) => Words::from(percent(share)).small("as both sides converted it"),
        Worth::Share(Compared::Not(why)) => Words::new().missing("Cannot be compared").small(why),
    }
}

/// The period of an allowance: `Oct 2026`, `Q4 2026`, `2026`, or from day to day. `None` where it has no days.
#[must_use]
pub fn span(allowance: &Allowance) -> Option<String> {
    let (first, last) = allowance.days?;
    let begins = first.day() == 1;
    let ends = last.tomorrow().is_ok_and(|next| next.day() == 1);
    let months = i32::from(last.month()) - i32::from(first.month()) + 1;
    Some(match months {
        1 if begins && ends => month(first),
        3 if begins && ends => format!("Q{} {}", (first.month() + 2) / 3, first.year()),
        12 if begins && ends => first.year().to_string(),
        _ => format!("{} to {}", date::display(first), date::display(last)),
    })
}

/// The allowed downtime of the period that a promise names: `44 min 38.4 s`, and `of 744 h in Jan 2026`.
#[must_use]
pub fn may_be_down(downtime: &Downtime) -> (String, String) {
    let stated = &downtime.stated;
    let period = span(stated).unwrap_or_else(|| match downtime.terms.period {
        period @ (MeasuringPeriod::Day | MeasuringPeriod::Week) => format!("an ordinary {}", period.words()),
        period => format!("a {}", period.words()),
    });
    let within = if period.contains(" to ") { "," } else { " in" };
    (stated.allowed.words(), format!("of {}{within} {period}", stated.agreed.words()))
}

/// `Oct 2026`.
fn month(day: Date) -> String {
    let text = date::display(day);
    text.split_once(' ').map_or_else(|| text.clone(), |(_, month)| month.to_owned())
}

/// A length of real time for people: `4 hours`, `2 days and 16 hours`.
#[must_use]
pub fn time(seconds: u64) -> String {
    const DAY: u64 = 86_400;
    Duration { days: seconds / DAY, seconds: seconds % DAY }.words()
}

/// A stated length of time; that it is not stated.
#[must_use]
pub fn stated(length: Option<&Spanned<Duration>>) -> Words {
    length.map_or_else(|| Words::new().muted("not stated"), |length| Words::from(length.value.words()))
}

/// RTO, RPO and time between backups.
#[must_use]
pub fn recovery(recovery: &Recovery) -> [Words; 3] {
    [&recovery.rto, &recovery.rpo, &recovery.backup_interval].map(|length| stated(length.as_ref()))
}

/// How the term of an agreement stands.
#[must_use]
pub fn standing(standing: Standing) -> StateView {
    let (class, icon, label) = match standing {
        Standing::Unknown => ("mute", "na", "Term not stated"),
        Standing::NotBegun => ("info", "soon", "Not begun"),
        Standing::Open => ("ok", "ok", "Runs, open end"),
        Standing::Running => ("ok", "ok", "Runs"),
        Standing::NoticeOpen => ("due", "due", "Notice is due"),
        Standing::Ended => ("bad", "over", "Ended"),
    };
    StateView { class, icon, label }
}

/// The term of an agreement in a sentence: from when, until when, and from when notice is due.
#[must_use]
pub fn term(agreement: &Agreement) -> Words {
    let Some(term) = &agreement.term else { return Words::new().missing("Not stated") };
    let start = term.start.as_ref().map(|day| format!("from {}", date::display(day.value)));
    let end = match (&term.end, term.last_day()) {
        (_, Some(day)) => Some(format!("to {}", date::display(day))),
        (Some(_), None) => Some("open end".to_owned()),
        (None, None) => None,
    };
    let said: Vec<String> = [start, end].into_iter().flatten().collect();
    Words::from(said.join(if term.last_day().is_some() { " " } else { ", " })).small(notice(agreement))
}

/// `Notice 180 days: the window opens 2 Oct 2027`; empty where no notice is stated.
#[must_use]
pub fn notice(agreement: &Agreement) -> String {
    let notice = agreement.term.as_ref().and_then(|term| term.notice.as_ref());
    let Some(notice) = notice else { return String::new() };
    match agreement.notice_opens() {
        Some(opens) => format!("notice {}: the window opens {}", notice.value.words(), date::display(opens)),
        None => format!("notice {}", notice.value.words()),
    }
}

/// A message with its names: those of documents as links, others as they are typed.
#[must_use]
pub fn message(sms: &Sms, text: &str) -> Words {
    text.split('`').enumerate().fold(Words::new(), |words, (at, part)| match sms.corpus.get(part) {
        _ if at % 2 == 0 => words.text(part),
        Some(entry) => words.link(part, &shared::doc_href(entry)),
        None => words.code(part),
    })
}

/// Breaches as findings, the most serious first; none of a rule that is off.
#[must_use]
pub fn findings<'a>(sms: &Sms, breaches: impl Iterator<Item = &'a Breach>) -> Vec<FindingView> {
    let set = |breach: &Breach| sms.inputs.config.rules.get(breach.kind.rule()).and_then(|setting| setting.level);
    let mut found: Vec<_> = breaches
        .filter(|breach| set(breach) != Some(Level::Off))
        .map(|breach| {
            let rule = rules::rule(breach.kind.rule());
            let own = breach.severity.or(rule.map(|rule| rule.severity));
            let severity = set(breach).and_then(Level::severity).or(own);
            let code = rule.and_then(|rule| rule.code).map(|code| format!("{code} ")).unwrap_or_default();
            let view = FindingView {
                severity: severity.map_or("warning", |severity| severity.word()),
                message: message(sms, &breach.message),
                help: message(sms, &breach.help),
                rule: format!("{code}{}", breach.kind.rule()),
            };
            (std::cmp::Reverse(severity), view)
        })
        .collect();
    found.sort_by_key(|(severity, _)| *severity);
    found.into_iter().map(|(_, view)| view).collect()
}
