//! Reviews without a change: which of them count, and by which day the next one is due.

use jiff::civil::Date;

use super::approval::owner_of_key;
use super::editions::Edition;
use crate::model::date;
use crate::model::doc_id::DocId;
use crate::model::doc_type::DocType;
use crate::model::inputs::Inputs;
use crate::model::line::{DocumentLine, EvidenceTag, TagKind};
use crate::model::people::Person;

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
}

/// Who made a tag, by the key that signed it, else by name and address. `None` where it does not count: it is no
/// annotation, its signature is wrong, or the person is not known.
fn tagger<'a>(inputs: &'a Inputs, tag: &EvidenceTag) -> Option<&'a Person> {
    let (signature, _) = tag.tagger.as_ref()?;
    if tag.signing.is_broken() {
        return None;
    }
    match tag.signing.proven_key().and_then(|key| owner_of_key(inputs, key)) {
        Some(person) => Some(person),
        None => inputs.people.of(signature),
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
            Some(Review {
                on: date::parse(&tag.of)?,
                by: tagger(inputs, tag)?.name.clone(),
                outcome: outcome.map_or_else(|| "no change".to_owned(), |outcome| outcome.trim().to_owned()),
                tag: tag.name.clone(),
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
    let from_effective = || interval?.after(edition.effective?);
    let planned = statement.next_review.or_else(from_effective);
    let from_review = last.and_then(|review| interval?.after(review.on));
    planned.max(from_review)
}

/// A commit that moved the day of the next review and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The day before.
    pub from: Date,
    /// The day now.
    pub to: Date,
}

/// Moves of the review day of the version in force for which there is no review, oldest first. Each review accounts for
/// one move. `newest` is the day as the newest text has it, where that is the same text.
#[must_use]
pub fn unexplained(document: &DocumentLine, edition: &Edition, newest: Option<Date>, reviews: &[Review]) -> Vec<Moved> {
    let after = document.states.partition_point(|state| Some(state.landing) < edition.landing);
    let of_text = document.states[after..].iter().filter_map(|state| state.statement());
    let days = of_text.filter(|statement| statement.hash == edition.statement.hash).map(|text| text.next_review);
    let mut days: Vec<Date> = days.chain([newest]).flatten().collect();
    days.dedup();
    let moves = days.windows(2).filter(|pair| pair[1] > pair[0]).map(|pair| Moved { from: pair[0], to: pair[1] });
    // The reviews are newest first; those that there are account for the oldest moves.
    moves.skip(reviews.len()).collect()
}
