//! How figures of services and agreements are said, each with where it comes from.

use jiff::civil::Date;

use crate::evaluate::Sms;
use crate::evaluate::services::breach::Breach;
use crate::evaluate::services::chain::Worth;
use crate::evaluate::services::compare::Compared;
use crate::evaluate::services::downtime::{Allowance, Downtime, Source};
use crate::evaluate::services::stated::{Agreement, DependencyKind, End, Recovery, ServiceState};
use crate::evaluate::services::terms::Standing;
use crate::model::date;
use crate::model::duration::Duration;
use crate::model::language;
use crate::model::measuring::MeasuringPeriod;
use crate::model::percent::Percent;
use crate::model::rule_setting::Level;
use crate::model::span::Spanned;
use crate::rules;
use crate::say;
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
    format!("{}\u{a0}%", language::decimal(&if exact.len() <= SHORT { exact } else { percent.rounded(DECIMALS) }))
}

/// A percentage with the decimals with which it is stated: `99.90 %`.
#[must_use]
pub fn stated_percent(percent: &Percent) -> String {
    format!("{}\u{a0}%", language::decimal(&percent.to_string()))
}

/// What happens to a service when something fails that it depends on, in a word.
#[must_use]
pub fn dependency(kind: DependencyKind) -> String {
    match kind {
        DependencyKind::Serial => say!("serial"),
        DependencyKind::Redundant => say!("redundant"),
        DependencyKind::NonCritical => say!("not critical"),
    }
}

/// Where a service stands in its life, in a word.
#[must_use]
pub fn life(state: ServiceState) -> String {
    match state {
        ServiceState::Proposed => say!("Proposed"),
        ServiceState::Design => say!("Design|of a service"),
        ServiceState::Transition => say!("Transition"),
        ServiceState::Live => say!("Live"),
        ServiceState::Retiring => say!("Retiring"),
        ServiceState::Retired => say!("Retired"),
    }
}

/// How a party takes part in a service, in a word; as typed where it is none of the words that there are.
#[must_use]
pub fn role(typed: &str) -> String {
    match typed {
        "external" => say!("external"),
        "internal" => say!("internal"),
        "customer" => say!("customer"),
        other => other.to_owned(),
    }
}

/// What a party provides, in the same way.
#[must_use]
pub fn provides(typed: &str) -> String {
    match typed {
        "service" => say!("service"),
        "component" => say!("component"),
        "process" => say!("process"),
        other => other.to_owned(),
    }
}

/// What a part of a chain is worth.
#[must_use]
pub fn worth(worth: &Worth) -> Words {
    match worth {
        Worth::Nothing => Words::new().muted(say!("nothing is promised")),
        Worth::Share(Compared::Same(share)) => Words::from(percent(share)),
        Worth::Share(Compared::Worst(share)) => {
            let how = say!("in the worst case: all downtime that it allows falls into one period");
            Words::from(percent(share)).small(how)
        }
        Worth::Share(Compared::Converted(share)) => {
            Words::from(percent(share)).small(say!("as both sides converted it"))
        }
        Worth::Share(Compared::Not(why)) => Words::new().missing(say!("Cannot be compared")).small(why.words()),
    }
}

/// The period of an allowance: `Oct 2026`, `Q4 2026`, `2026`, or from day to day. `None` where it has no days.
#[must_use]
pub fn span(allowance: &Allowance) -> Option<String> {
    let (first, last) = allowance.days?;
    Some(whole(first, last).unwrap_or_else(|| days(first, last)))
}

/// What a whole month, quarter or year is called. `None` for other days.
fn whole(first: Date, last: Date) -> Option<String> {
    let ends = last.tomorrow().is_ok_and(|next| next.day() == 1);
    if first.day() != 1 || !ends {
        return None;
    }
    match i32::from(last.month()) - i32::from(first.month()) + 1 {
        1 => Some(say!("{month} {year}", month = date::month(first), year = first.year())),
        3 => Some(say!("Q{quarter} {year}", quarter = (first.month() + 2) / 3, year = first.year())),
        12 => Some(first.year().to_string()),
        _ => None,
    }
}

/// From a day to a later one.
#[must_use]
pub fn days(first: Date, last: Date) -> String {
    say!("{first} to {last}", first = date::display(first), last = date::display(last))
}

/// The allowed downtime of the period that a promise names: `44 min 38.4 s`, and `of 744 h in Jan 2026`.
#[must_use]
pub fn may_be_down(downtime: &Downtime) -> (String, String) {
    let stated = &downtime.stated;
    let time = stated.agreed.words();
    let of = match (stated.days, downtime.terms.period) {
        (Some((first, last)), _) => match whole(first, last) {
            Some(period) => say!("of {time} in {period}", time, period),
            None => say!("of {time}, {days}", time, days = days(first, last)),
        },
        (None, MeasuringPeriod::Day) => say!("of {time} in an ordinary day", time),
        (None, MeasuringPeriod::Week) => say!("of {time} in an ordinary week", time),
        (None, MeasuringPeriod::CalendarMonth) => say!("of {time} in a calendar month", time),
        (None, MeasuringPeriod::MeanMonth) => say!("of {time} in a mean month", time),
        (None, MeasuringPeriod::Quarter) => say!("of {time} in a quarter", time),
        (None, MeasuringPeriod::Year) => say!("of {time} in a year", time),
        (None, MeasuringPeriod::Rolling30d) => say!("of {time} in any 30 days", time),
    };
    (stated.allowed.words(), of)
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
    length.map_or_else(|| Words::new().muted(say!("not stated")), |length| Words::from(length.value.words()))
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
        Standing::Unknown => ("mute", "na", say!("Term not stated")),
        Standing::NotBegun => ("info", "soon", say!("Not begun")),
        Standing::Open => ("ok", "ok", say!("Runs, open end")),
        Standing::Running => ("ok", "ok", say!("Runs|agreement")),
        Standing::NoticeOpen => ("due", "due", say!("Notice is due")),
        Standing::Ended => ("bad", "over", say!("Ended|agreement")),
    };
    StateView { class, icon, label }
}

/// The term of an agreement in a sentence: from when, until when, and from when notice is due.
#[must_use]
pub fn term(agreement: &Agreement) -> Words {
    let Some(term) = &agreement.term else { return Words::new().missing(say!("Not stated")) };
    let start = term.start.as_ref().map(|day| date::display(day.value));
    let said = match (start, term.end.as_ref().map(|end| end.value)) {
        (Some(first), Some(End::On(last))) => say!("from {first} to {last}", first, last = date::display(last)),
        (Some(first), Some(End::Open)) => say!("from {day}, open end", day = first),
        (Some(first), None) => say!("from {day}", day = first),
        (None, Some(End::On(last))) => say!("to {day}", day = date::display(last)),
        (None, Some(End::Open)) => say!("open end"),
        (None, None) => String::new(),
    };
    Words::from(said).small(notice(agreement))
}

/// `Notice 180 days: the window opens 2 Oct 2027`; empty where no notice is stated.
#[must_use]
pub fn notice(agreement: &Agreement) -> String {
    let notice = agreement.term.as_ref().and_then(|term| term.notice.as_ref());
    let Some(notice) = notice else { return String::new() };
    let time = notice.value.words();
    match agreement.notice_opens() {
        Some(opens) => say!("notice {time}: the window opens {day}", time, day = date::display(opens)),
        None => say!("notice {time}", time),
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
