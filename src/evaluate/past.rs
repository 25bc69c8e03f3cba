//! The system as it was on days of the past, from the history that is known already: how coverage came about.
//!
//! The framework, the types and the settings are those of today, so that the figures of two days can be compared.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use camino::Utf8PathBuf;
use jiff::ToSpan as _;
use jiff::civil::Date;
use rayon::prelude::*;

use super::corpus::{Corpus, corpus};
use super::coverage::{Coverage, Level, coverage};
use crate::model::document::Document;
use crate::model::history::ObjectId;
use crate::model::inputs::{Inputs, Repository};
use crate::model::line::{DocumentLine, Line};
use crate::read::texts::Texts;

/// Most points of a trend; the newest are kept.
const POINTS: usize = 24;

/// Name of the point that is today.
pub const TODAY: &str = "today";

/// Leaves of a system only what may be shown.
pub type Keep = dyn Fn(Corpus) -> Corpus + Send + Sync;

/// What is needed to evaluate days of the past.
pub struct Past {
    inputs: Inputs,
    texts: Arc<Texts>,
    keep: Option<Arc<Keep>>,
    trend: OnceLock<Vec<Point>>,
}

/// Coverage of the framework of the configuration at a release, at the end of a quarter, or today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Tag of the release, `2026-Q3`, or `today`.
    pub name: String,
    /// The day.
    pub day: Date,
    /// Level of each leaf clause, in the order of the framework.
    pub levels: Vec<Level>,
}

impl Point {
    /// How many leaf clauses have a level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.levels.iter().filter(|of| **of == level).count()
    }

    /// How many leaf clauses are covered or better.
    #[must_use]
    pub fn covered(&self) -> usize {
        self.levels.iter().filter(|of| **of >= Level::Covered).count()
    }
}

/// A moment of the controlled line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Moment {
    name: String,
    day: Date,
    /// How many commits of the line count.
    commits: usize,
}

/// Documents by path and content, so that those that did not change are read once.
type Known = BTreeMap<(Utf8PathBuf, ObjectId), Arc<Document>>;

impl Past {
    pub(super) fn new(inputs: &Inputs, texts: &Arc<Texts>) -> Self {
        Self { inputs: inputs.clone(), texts: Arc::clone(texts), keep: None, trend: OnceLock::new() }
    }

    /// The same for readers who may see less.
    #[must_use]
    pub fn narrowed(&self, keep: Arc<Keep>) -> Self {
        Self { inputs: self.inputs.clone(), texts: Arc::clone(&self.texts), keep: Some(keep), trend: OnceLock::new() }
    }

    /// Coverage at each release; without releases at the end of each quarter. The last point is today. The oldest is
    /// first. Empty without a whole history, and without a framework.
    pub fn trend(&self) -> &[Point] {
        self.trend.get_or_init(|| {
            let mut moments = self.moments();
            moments.drain(..moments.len().saturating_sub(POINTS));
            let mut known = Known::new();
            // From one point to the next most documents stay as they are.
            moments.iter().filter_map(|moment| self.point(moment, &mut known)).collect()
        })
    }

    /// Coverage at the end of a day. `None` before the first commit, without a whole history or a framework.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<Point> {
        let moment = self.moment(day.to_string(), day)?;
        self.point(&moment, &mut Known::new())
    }

    fn moments(&self) -> Vec<Moment> {
        let inputs = &self.inputs;
        if inputs.repository != Repository::Whole {
            return Vec::new();
        }
        let mut moments: Vec<Moment> =
            inputs.line.releases.iter().filter_map(|release| self.release(release)).collect();
        if moments.is_empty() {
            moments = self.quarters();
        }
        // What was read ends with the commit that counts today.
        let commits = inputs.line.landings.len();
        if moments.last().is_none_or(|last| last.day < inputs.today || last.commits < commits) {
            moments.extend((commits > 0).then(|| Moment { name: TODAY.to_owned(), day: inputs.today, commits }));
        }
        moments
    }

    fn release(&self, release: &crate::model::line::Release) -> Option<Moment> {
        let day = self.inputs.day(release.released);
        let marked =
            self.inputs.line.landings.iter().position(|commit| {
                self.inputs.history.commit(*commit).is_some_and(|commit| commit.id == release.target)
            });
        let commits = match marked {
            Some(at) => at + 1,
            // The commit that is marked touched no document: those before it count.
            None => self.commits(|committed| committed <= release.committed),
        };
        (day <= self.inputs.today && commits > 0).then(|| Moment { name: release.name.clone(), day, commits })
    }

    /// The last day of each quarter that has ended since the first commit.
    fn quarters(&self) -> Vec<Moment> {
        let first = self.inputs.line.landings.first().and_then(|first| self.inputs.history.commit(*first));
        let Some(first) = first.map(|first| self.inputs.day(first.committed)) else { return Vec::new() };
        let mut moments = Vec::new();
        let month = (first.month() - 1) / 3 * 3 + 1;
        let mut start = Date::new(first.year(), month, 1).ok();
        while let Some(from) = start {
            let next = from.checked_add(3.months()).ok();
            let Some(end) = next.and_then(|next| next.yesterday().ok()).filter(|end| *end <= self.inputs.today) else {
                break;
            };
            moments.extend(self.moment(format!("{}-Q{}", from.year(), (from.month() + 2) / 3), end));
            start = next;
        }
        moments
    }

    fn moment(&self, name: String, day: Date) -> Option<Moment> {
        let end = day.tomorrow().ok()?.to_zoned(self.inputs.zone.clone()).ok()?.timestamp();
        let commits = self.commits(|committed| committed < end);
        (commits > 0).then_some(Moment { name, day, commits })
    }

    /// How many commits of the line there are up to the last one whose time counts.
    fn commits(&self, counts: impl Fn(jiff::Timestamp) -> bool) -> usize {
        let of = |commit: &u32| self.inputs.history.commit(*commit).is_some_and(|commit| counts(commit.committed));
        self.inputs.line.landings.iter().rposition(of).map_or(0, |at| at + 1)
    }

    fn point(&self, moment: &Moment, known: &mut Known) -> Option<Point> {
        if self.inputs.repository != Repository::Whole {
            return None;
        }
        let framework = self.inputs.framework()?;
        let inputs = self.inputs_at(moment, known);
        let mut all = corpus(&inputs, &self.texts);
        if let Some(keep) = &self.keep {
            all = keep(all);
        }
        let Coverage { clauses, .. } = coverage(&inputs, &all, framework);
        let levels = clauses.into_iter().map(|clause| clause.level).collect();
        Some(Point { name: moment.name.clone(), day: moment.day, levels })
    }

    /// What would have been read at a moment.
    fn inputs_at(&self, moment: &Moment, known: &mut Known) -> Inputs {
        let whole = &self.inputs.line;
        let counts = |landing: u32| (landing as usize) < moment.commits;
        let documents = whole.documents.iter().filter_map(|(id, line)| {
            let states: Vec<_> = line.states.iter().filter(|state| counts(state.landing)).cloned().collect();
            let edits = line.edits.iter().filter(|edit| edit.landing.is_some_and(counts)).cloned().collect();
            (!states.is_empty()).then(|| (id.clone(), DocumentLine { states, edits }))
        });
        let documents: BTreeMap<String, DocumentLine> = documents.collect();
        let end = moment.day.tomorrow().ok().and_then(|next| next.to_zoned(self.inputs.zone.clone()).ok());
        let end = end.map(|end| end.timestamp());
        let in_time = |at: jiff::Timestamp| end.is_none_or(|end| at < end);
        let tags = whole.tags.iter().map(|(id, tags)| {
            let counting = tags.iter().filter(|tag| tag.tagger.as_ref().is_none_or(|(_, at)| in_time(*at)));
            (id.clone(), counting.cloned().collect())
        });
        let line = Line {
            landings: whole.landings[..moment.commits].to_vec(),
            people: whole.people.iter().filter(|(from, _)| counts(*from)).cloned().collect(),
            tags: tags.collect(),
            releases: Vec::new(),
            signings: whole.signings.clone(),
            documents,
        };
        let texts = self.texts_at(&line, known);
        Inputs {
            documents: texts,
            line: Arc::new(line),
            today: moment.day,
            findings: Vec::new(),
            ..self.inputs.clone()
        }
    }

    /// The documents as the line holds them at its end.
    fn texts_at(&self, line: &Line, known: &mut Known) -> Vec<Arc<Document>> {
        let last = line.documents.values().filter_map(|line| {
            let state = line.states.last()?;
            Some((state.path.clone(), state.content.as_ref()?.0))
        });
        let last: Vec<(Utf8PathBuf, ObjectId)> = last.collect();
        let read = last.into_par_iter().filter_map(|key| {
            let document = known.get(&key).cloned().or_else(|| self.texts.document(&key.0, key.1))?;
            Some((key, document))
        });
        let now: Known = read.collect();
        let documents = now.values().cloned().collect();
        *known = now;
        documents
    }
}

impl std::fmt::Debug for Past {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Past").finish_non_exhaustive()
    }
}
