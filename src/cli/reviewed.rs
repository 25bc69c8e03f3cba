//! `smsdoc reviewed`.

use super::arguments::Reviewed;
use super::checkout::{Checkout, NewTag, confirm, shown};
use super::context::Context;
use super::refusal::refuse;
use super::{Error, Outcome, output};
use crate::evaluate::corpus::Entry;
use crate::evaluate::editions::Edition;
use crate::evaluate::reviews::{self, Review};
use crate::model::config::Evidence;
use crate::model::history::ObjectId;
use crate::model::line::TagKind;
use crate::report::text::visible;
use crate::site::pages::shared;

pub(super) fn run(context: &Context, command: &Reviewed) -> Result<Outcome, Error> {
    let checkout = Checkout::open(context)?;
    let entry = checkout.entry(context, &command.id)?;
    let id = &entry.id;
    let (edition, version) = in_force(&checkout, entry)?;
    let today = checkout.sms.inputs.today;
    let on = command.on.unwrap_or(today);
    if on > today {
        let what = format!("{on} is still to come, and a review is recorded when it is done");
        return Err(refuse(what, format!("give the day of the review with `--on`; today is {today}")));
    }
    let user = checkout.user()?;
    let day = on.to_string();
    let mut tags = checkout.sms.inputs.line.tags_of(id).iter();
    if let Some(tag) = tags.find(|tag| tag.kind == TagKind::Reviewed && tag.of == day) {
        let by = tag.tagger.as_ref().map(|(who, _)| format!(" by {}", shown(who))).unwrap_or_default();
        let what = format!("there is already a review of {id} of {on}{by}: the tag {}", tag.name);
        return Err(refuse(
            what,
            format!("`git show {}` tells what it found; a review of another day has its own tag", tag.name),
        ));
    }
    let target = target(&checkout, entry, edition)?;
    let outcome = one_line(&command.outcome);
    if outcome.is_empty() {
        return Err(refuse(
            "the outcome of the review is empty",
            "say what it found, such as `--outcome \"no change\"`",
        ));
    }
    let review = Review {
        on,
        by: user.person.name.clone(),
        outcome: outcome.clone(),
        tag: format!("reviewed/{id}/{on}"),
        evidence: Evidence::Tag,
    };
    let last = entry.reviews.first().filter(|last| last.on > on).unwrap_or(&review);
    let next = reviews::next_review(edition, entry.doc_type.as_ref(), Some(last));
    let question = format!(
        "Record that {id} {version} was reviewed on {on} by {} {}, outcome: {outcome}?",
        visible(&user.person.name),
        visible(&format!("<{}>", user.signature.email)),
    );
    let title = one_line(edition.statement.title.as_deref().unwrap_or_default());
    if !context.quiet {
        output::print(&visible(&format!("{id} {version}  {title}")))?;
        output::print(&format!(
            "\n{}, review by {}\n",
            shared::state(edition.state).label,
            or_none(entry.next_review)
        ))?;
    }
    confirm(&command.writing, &question)?;
    let message =
        format!("Review {id} {version}: no change\n\nOutcome: {outcome}\nContent: {}\n", edition.statement.hash);
    let sign = checkout.signs(&command.writing)?;
    checkout.write(context, &user, &NewTag { name: &review.tag, target, message: &message, sign })?;
    if !context.quiet {
        output::print(&match next {
            Some(next) => format!("The next review of {id} is due by {next}\n"),
            None => format!(
                "Nothing says when {id} is to be reviewed next: set `review_interval` or `next_review` with its next version\n"
            ),
        })?;
    }
    Ok(Outcome::Clean)
}

fn or_none(day: Option<jiff::civil::Date>) -> String {
    day.map_or_else(|| "no day".to_owned(), |day| day.to_string())
}

/// A text without line ends, which would begin other lines of the message.
pub(super) fn one_line(text: &str) -> String {
    visible(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The version in force with its number.
fn in_force<'a>(checkout: &Checkout, entry: &'a Entry) -> Result<(&'a Edition, String), Error> {
    let id = &entry.id;
    if entry.is_record() {
        let what = format!("{id} is a record; records are closed, not reviewed");
        return Err(refuse(what, "close it with `status: closed` and `closed_on`"));
    }
    let edition = entry.edition().filter(|edition| edition.state.is_in_force());
    let found = edition.and_then(|edition| Some((edition, edition.version.as_ref()?.to_string())));
    found.ok_or_else(|| {
        let state = shared::state(entry.state()).label.to_lowercase();
        let what = format!(
            "no version of {id} is in force on {} ({state}), so there is nothing to review",
            checkout.sms.inputs.today
        );
        refuse(what, format!("`smsdoc history {id}` lists its versions"))
    })
}

/// The commit that the tag points at: the one that is checked out where it holds the text in force, else the newest of
/// the controlled line that does.
fn target(checkout: &Checkout, entry: &Entry, edition: &Edition) -> Result<ObjectId, Error> {
    let hash = edition.statement.hash;
    if !entry.vanished && entry.head.hash == hash {
        return Ok(checkout.head);
    }
    let inputs = &checkout.sms.inputs;
    let states = inputs.line.documents.get(&entry.id.folded()).map_or(&[][..], |line| line.states.as_slice());
    let holds = states.iter().rposition(|state| state.statement().is_some_and(|statement| statement.hash == hash));
    let newest = holds.map(|index| match states.get(index + 1) {
        Some(after) => after.landing.saturating_sub(1),
        None => states[index].landing,
    });
    let landing = newest.and_then(|landing| inputs.line.landings.get(landing as usize));
    let commit = landing.and_then(|index| inputs.history.commit(*index));
    commit.map(|commit| commit.id).ok_or_else(|| {
        let what =
            format!("no commit of `{}` holds the text of {} that is in force", inputs.config.control.branch, entry.id);
        refuse(what, "fetch the branch, and try again")
    })
}
