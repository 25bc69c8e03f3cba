//! The title block: who answers for what is shown, and on what that rests. A missing value says so.

use jiff::civil::Date;
use serde::Serialize;

use super::Reading;
use crate::evaluate::editions::Edition;
use crate::evaluate::state::State;
use crate::model::date;
use crate::model::node::Node;
use crate::say;
use crate::site::Site;
use crate::site::pages::shared::{self, Day};

/// A cell of the title block.
#[derive(Debug, Serialize)]
pub(super) struct Field {
    label: String,
    value: String,
    href: String,
    small: String,
    class: &'static str,
    date: Option<Day>,
}

fn field(label: String, (value, class): (String, &'static str)) -> Field {
    Field { label, value, href: String::new(), small: String::new(), class, date: None }
}

/// A value, or that there is none.
fn text(value: Option<String>) -> (String, &'static str) {
    value.map_or_else(|| (say!("Not recorded"), "missing"), |value| (value, ""))
}

fn dated(label: String, day: Option<Date>) -> Field {
    Field { date: day.map(shared::day), ..field(label, text(day.map(date::display))) }
}

/// What became of a version that was never in force.
fn overtaken(day: Date, newer: &Edition) -> String {
    let version = newer.version.as_ref().map(ToString::to_string).unwrap_or_default();
    if newer.in_force_from == Some(day) {
        say!("replaced on the same day by version {version}", version)
    } else {
        say!("version {version} was in force before", version)
    }
}

/// The cells for what is read.
pub(super) fn control(site: &Site, reading: &Reading<'_>) -> Vec<Field> {
    let sms = &site.sms;
    let Reading { entry, document, edition, .. } = reading;
    let version = text(document.version.as_ref().map(|version| version.value.to_string()));
    let class = document.classification.as_ref().map(|class| super::class_word(class.value));
    let class = text(class);
    let owner = document.owner.as_ref().map(|owner| owner.value.as_str());
    let mut owner_field = field(say!("Owner"), text(owner.map(|owner| shared::role_title(sms, owner))));
    if let Some(owner) = owner {
        owner_field.small = shared::holders(sms, owner);
        if sms.inputs.people.role(owner).is_some() {
            owner_field.href = format!("roles/{owner}/index.html");
        }
    }
    let commit = match edition.and_then(|edition| edition.commit) {
        Some(id) => Field { small: document.file.path().to_string(), ..field(say!("Commit"), (id.short(), "id")) },
        None => field(say!("Source|file"), (document.file.path().file_name().unwrap_or_default().to_owned(), "path")),
    };
    if entry.is_record() {
        let happened = document.occurred_on.as_ref().map(|day| day.value);
        let when = match (&document.period, happened) {
            (Some(period), None) => field(say!("Period"), (period.value.clone(), "")),
            _ => dated(say!("Happened on"), happened),
        };
        let front = |name: &str| document.front.get(name).and_then(Node::text);
        let recorded = field(say!("Recorded by"), text(front("recorded_by").map(|by| shared::person_name(sms, by))));
        let retention = front("retention").map(str::to_owned);
        return vec![
            field(say!("Version"), version),
            when,
            dated(say!("Closed on"), front("closed_on").and_then(date::parse)),
            field(say!("Classification"), class),
            owner_field,
            recorded,
            field(say!("Kept for"), text(retention)),
            commit,
        ];
    }
    let approver = document.approver.as_ref().map(|approver| shared::person_name(sms, &approver.value));
    let mut approved = field(say!("Approved by"), text(approver));
    approved.small = document.approved_on.as_ref().map(|day| date::display(day.value)).unwrap_or_default();
    let proof = match edition {
        Some(edition) => {
            let (word, meaning) = shared::proof(&edition.proof);
            Field { small: meaning, ..field(say!("Approval evidence"), (word, "")) }
        }
        None => field(say!("Approval evidence"), (say!("None|evidence"), "missing")),
    };
    let effective = match edition {
        Some(edition) => edition.effective,
        None => document.effective_on.as_ref().map(|day| day.value),
    };
    // An approved version that was replaced before it came into force never counted: it has no first day.
    let at = edition.and_then(|edition| entry.editions.iter().position(|other| other.version == edition.version));
    let in_force = match at.and_then(|index| entry.overtaken(index)) {
        Some((day, newer)) => Field { small: overtaken(day, newer), ..field(say!("In force"), (say!("Never"), "")) },
        None => dated(say!("In force from"), effective),
    };
    let mut fields = vec![field(say!("Version"), version), in_force];
    let retired = edition.is_some_and(|edition| matches!(edition.state, State::Superseded | State::Withdrawn));
    if reading.is_current && !retired {
        let mut review = dated(say!("Next review"), entry.next_review);
        if let Some(done) = entry.reviews.first() {
            review.small = say!(
                "last reviewed {day} by {name}: {outcome}",
                day = date::display(done.on),
                name = done.by,
                outcome = done.outcome
            );
        }
        fields.push(review);
    } else {
        let until = edition.and_then(|edition| edition.in_force_until);
        fields.push(Field { small: String::new(), ..dated(say!("In force until"), until) });
        if until.is_none() {
            fields.truncate(2);
        }
    }
    fields.extend([field(say!("Classification"), class), owner_field, approved, proof, commit]);
    fields
}
