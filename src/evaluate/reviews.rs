//! Reviews without a change: which of them count, and by which day the next one is due.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::approval::{landed_on, owner_of_key};
use super::editions::Edition;
use crate::model::config::Evidence;
use crate::model::date;
use crate::model::doc_id::DocId;
use crate::model::doc_type::DocType;
use crate::model::inputs::Inputs;
use crate::model::line::{DocumentLine, EvidenceTag, TagKind};
use crate::model::people::Person;
use crate::model::signature::Signing;

/// A review that found that the text may stay as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The day.
    pub on: Date,
    /// Name of who reviewed.
    pub by: String,
    /// What they found.
    pub outcome: String,
    /// The tag that says so.
    pub tag: String,
    /// What it rests on: the tag, or a signature on it.
    pub evidence: Evidence,
}

/// Who made a tag, by the key that signed it, else by address. `None` where it does not count: it is no annotation, its
/// signature is wrong or nobody's, or the person is not known.
fn tagger<'a>(inputs: &'a Inputs, tag: &EvidenceTag) -> Option<&'a Person> {
    let (signature, _) = tag.tagger.as_ref()?;
    match &tag.signing {
        Signing::Ssh { key, valid: true, .. } => owner_of_key(inputs, key),
        Signing::None | Signing::OpenPgp => {
            inputs.people.people.iter().find(|person| person.has_email(&signature.email))
        }
        Signing::Ssh { .. } | Signing::Unknown(_) => None,
    }
}

/// Reviews of the text of a version, newest first.
#[must_use]
pub fn reviews(inputs: &Inputs, id: &DocId, edition: &Edition) -> Vec<Review> {
    let of_text = |tag: &&EvidenceTag| tag.kind == TagKind::Reviewed && tag.hash == Some(edition.statement.hash);
    let mut reviews: Vec<Review> = inputs
        .line
        .tags_of(id)
        .iter()
        .filter(of_text)
        .filter_map(|tag| {
            let outcome = tag.message.lines().find_map(|line| line.strip_prefix("Outcome:"));
            let on = date::parse(&tag.of)?;
            // Nobody can have reviewed it on a day that lies ahead of the tag.
            let (_, when) = tag.tagger.as_ref()?;
            if on > inputs.day(*when) || on > inputs.today {
                return None;
            }
            Some(Review {
                on,
                by: tagger(inputs, tag)?.name.clone(),
                outcome: outcome.map_or_else(|| "no change".to_owned(), |outcome| outcome.trim().to_owned()),
                tag: tag.name.clone(),
                evidence: match tag.signing {
                    Signing::Ssh { .. } => Evidence::Signed,
                    _ => Evidence::Tag,
                },
            })
        })
        .collect();
    reviews.sort_by(|a, b| b.on.cmp(&a.on).then_with(|| a.tag.cmp(&b.tag)));
    reviews
}

/// The day by which a version is to be reviewed: as typed, or one interval after it came into force or was last
/// reviewed, whichever is later. `None` where nothing states an interval.
#[must_use]
pub fn next_review(edition: &Edition, doc_type: Option<&DocType>, last: Option<&Review>) -> Option<Date> {
    let statement = &edition.statement;
    let interval = statement.interval().or_else(|| doc_type.and_then(DocType::interval));
    let planned = statement.next_review.or_else(|| planned(edition, doc_type));
    let from_review = last.and_then(|review| interval?.after(review.on));
    planned.max(from_review)
}

/// The day of the first review where none is typed: one interval after the first day in force.
#[must_use]
pub fn planned(edition: &Edition, doc_type: Option<&DocType>) -> Option<Date> {
    let interval = edition.statement.interval().or_else(|| doc_type.and_then(DocType::interval));
    interval?.after(edition.effective?)
}

/// A commit that moved the day of the next review and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The day before.
    pub from: Date,
    /// The day now.
    pub to: Date,
}

/// Longest time between a review and the commit that moves the date because of it, in days.
const EARLIEST: i64 = 92;

/// Moves of the review day of the version in force for which there is no review, oldest first. A review accounts for one
/// move, and only where it is not older than what was decided before (the approval, or the move before) and not much
/// older than the move itself. `newest` is the
/// day as the newest text has it, where that is the same text; `planned` is the day where none is typed.
#[must_use]
pub fn unexplained(
    inputs: &Inputs,
    document: &DocumentLine,
    edition: &Edition,
    newest: Option<Date>,
    planned: Option<Date>,
    reviews: &[Review],
) -> Vec<Moved> {
    let after = document.states.partition_point(|state| Some(state.landing) < edition.landing);
    let of_text = document.states[after..].iter().filter_map(|state| Some((state.landing, state.statement()?)));
    let of_text = of_text.filter(|(_, statement)| statement.hash == edition.statement.hash);
    let mut days: Vec<(Option<Date>, Date)> = of_text
        .filter_map(|(landing, text)| Some((landed_on(inputs, landing), text.next_review.or(planned)?)))
        .collect();
    days.extend(newest.or(planned).map(|day| (Some(inputs.today), day)));
    let mut left: Vec<&Review> = reviews.iter().rev().collect();
    let mut unexplained = Vec::new();
    let Some(mut known) = days.first().copied() else { return unexplained };
    for (on, day) in days.into_iter().skip(1) {
        if day > known.1 {
            let lately = on.and_then(|on| on.checked_sub(EARLIEST.days()).ok());
            match left.iter().position(|review| Some(review.on) >= known.0.max(lately)) {
                Some(index) => drop(left.drain(..=index)),
                None => unexplained.push(Moved { from: known.1, to: day }),
            }
        }
        if day != known.1 {
            known = (on, day);
        }
    }
    unexplained
}
