//! Which day it is, and which commit was the newest on it.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::error::Error;
use crate::git;
use crate::model::config::Config;
use crate::model::date;
use crate::model::history::ObjectId;

/// Where today comes from.
#[derive(Clone, Debug)]
pub struct Today {
    /// Day that was asked for with `--today`.
    pub asked: Option<Date>,
    /// `SOURCE_DATE_EPOCH`, else the clock, read once.
    pub now: Timestamp,
}

/// The zone in which days begin and end. The database in the program is used, so that every machine agrees.
///
/// # Errors
///
/// Where the configuration names none that is known.
pub fn zone(config: &Config) -> Result<TimeZone, Error> {
    let name = &config.control.zone;
    if name == "UTC" {
        return Ok(TimeZone::UTC);
    }
    TimeZoneDatabase::bundled().get(name).map_err(|_| Error::Zone(name.clone()))
}

/// The day and the commit that a site is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Today, for every rule and page.
    pub today: Date,
    /// Newest commit of the controlled line on that day.
    pub commit: ObjectId,
    /// Last instant at which a tag counts; `None` where no day chose the commit, and all count.
    pub cutoff: Option<Timestamp>,
}

/// Finds the day and the commit for what was asked.
///
/// `tip` is where the controlled line ends. Where nobody asked for a day or revision, and no commit is as old as the
/// day of the configuration or the clock, the newest commit is taken.
///
/// # Errors
///
/// Where `--as-of` names neither a day nor a revision, or a day before the first commit.
pub fn moment(
    git: &git::Repository,
    config: &Config,
    tip: ObjectId,
    as_of: Option<&str>,
    today: &Today,
) -> Result<Moment, Error> {
    let zone = zone(config)?;
    if let Some(asked) = as_of {
        if let Some(day) = date::parse(asked) {
            let end = end_of(day, &zone)?;
            let missing = || {
                Error::AsOf(format!(
                    "there is no commit on or before {asked}\n  = help: choose a later day; `git log --reverse` shows the first"
                ))
            };
            let commit = git.as_of(tip, end)?.ok_or_else(missing)?;
            return Ok(Moment { today: today.asked.unwrap_or(day), commit, cutoff: Some(end) });
        }
        let unknown = || {
            Error::AsOf(format!(
                "`--as-of {asked}` is neither a day such as 2026-11-22 nor a revision of this repository"
            ))
        };
        let named = git.resolve(asked)?.ok_or_else(unknown)?;
        let apart = || {
            Error::AsOf(format!(
                "`--as-of {asked}` has nothing in common with the controlled line, the branch `{}`",
                config.control.branch
            ))
        };
        let commit = git.line_base(tip, named)?.ok_or_else(apart)?;
        let day = git.commit(commit)?.committed.to_zoned(zone.clone()).date();
        return Ok(Moment { today: today.asked.unwrap_or(day), commit, cutoff: Some(end_of(day, &zone)?) });
    }
    if let Some(day) = today.asked {
        return Ok(Moment { today: day, commit: tip, cutoff: None });
    }
    // Example content has a day of its own, and the clock of a machine may be wrong: then the newest commit is taken.
    let day = config.pinned_day().unwrap_or_else(|| today.now.to_zoned(zone.clone()).date());
    let end = end_of(day, &zone)?;
    Ok(match git.as_of(tip, end)? {
        Some(commit) => Moment { today: day, commit, cutoff: Some(end) },
        None => Moment { today: day, commit: tip, cutoff: None },
    })
}

/// Today where no commit is chosen: in a preview or without git.
///
/// # Errors
///
/// Where the time zone is not known, or a revision was asked for.
pub fn today(config: &Config, as_of: Option<&str>, today: &Today) -> Result<Date, Error> {
    let asked = match as_of {
        Some(text) => Some(date::parse(text).ok_or_else(|| {
            Error::AsOf(format!(
                "`--as-of {text}` needs the history of a git repository; without one, give a day such as 2026-11-22"
            ))
        })?),
        None => None,
    };
    let zone = zone(config)?;
    Ok(today.asked.or(asked).or_else(|| config.pinned_day()).unwrap_or_else(|| today.now.to_zoned(zone).date()))
}

/// The last instant of a day, to the second as git counts.
fn end_of(day: Date, zone: &TimeZone) -> Result<Timestamp, Error> {
    let next = day.tomorrow().and_then(|next| next.to_zoned(zone.clone()));
    let next = next.map_err(|_| Error::AsOf(format!("{day} is too late a day")))?;
    Timestamp::from_second(next.timestamp().as_second() - 1)
        .map_err(|_| Error::AsOf(format!("{day} is too late a day")))
}
