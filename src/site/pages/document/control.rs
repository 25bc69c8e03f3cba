//! The title block: who answers for what is shown, and on what that rests. A missing value says so.

use jiff::civil::Date;
use serde::Serialize;

use super::Reading;
use crate::evaluate::editions::Edition;
use crate::evaluate::state::State;
use crate::model::date::{self, Interval};
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
    /// `wide` over two columns, `w4` over all of them, or empty.
    width: &'static str,
    date: Option<Day>,
}

fn field(label: String, (value, class): (String, &'static str)) -> Field {
    Field { label, value, href: String::new(), small: String::new(), class, width: "", date: None }
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
    let class = document.classification.as_ref().map(|class| shared::class_word(class.value));
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
        return record(site, reading, (version, class), owner_field, commit);
    }
    let by = document.approver.as_ref().map(|approver| approver.value.as_str());
    let on = document.approved_on.as_ref().map(|day| day.value);
    let doc_type = document.doc_type.as_ref().map(|doc_type| doc_type.value.as_str());
    let mut approved = match by {
        None if reading.is_draft => field(say!("Approved by"), (say!("Not yet"), "")),
        _ => field(say!("Approved by"), text(by.map(|by| shared::approver(sms, doc_type, by, on)))),
    };
    approved.small = on.map(date::display).unwrap_or_default();
    let proof = match edition {
        Some(edition) => {
            // How to verify a tag stands below; that nothing proves it, or only a claim, is said here.
            let (word, meaning) = shared::proof(&edition.proof);
            let small = edition.proof.tag.clone().unwrap_or(meaning);
            Field { small, ..field(say!("Approval evidence"), (word, "")) }
        }
        None if reading.is_draft => field(say!("Approval evidence"), (say!("Not yet"), "")),
        None => field(say!("Approval evidence"), (say!("None|evidence"), "missing")),
    };
    let (label, effective) = match edition {
        Some(edition) => (say!("In force from"), edition.effective),
        None => (say!("Planned from"), document.effective_on.as_ref().map(|day| day.value)),
    };
    // An approved version that was replaced before it came into force never counted: it has no first day.
    let at = edition.and_then(|edition| entry.editions.iter().position(|other| other.version == edition.version));
    let in_force = match (edition, effective, at.and_then(|index| entry.overtaken(index))) {
        (_, _, Some((day, newer))) => {
            Field { small: overtaken(day, newer), ..field(say!("In force"), (say!("Never"), "")) }
        }
        // A draft need not say from when it is to hold.
        (None, None, None) => field(label, (say!("No day yet"), "")),
        _ => dated(label, effective),
    };
    let mut fields = vec![field(say!("Version"), version), in_force];
    let retired = edition.is_some_and(|edition| matches!(edition.state, State::Superseded | State::Withdrawn));
    if reading.is_current && !retired {
        if edition.is_some() || entry.next_review.is_some() {
            fields.push(dated(say!("Next review"), entry.next_review));
        }
    } else if let Some(until) = reading.until(site) {
        fields.push(dated(say!("In force until"), Some(until)));
    }
    fields.extend([field(say!("Classification"), class), owner_field, approved, proof]);
    fields.extend(edition.and_then(|edition| edition.reviews.first()).map(|done| {
        let small = format!("{} · {}", done.by, shared::evidence(done.evidence).0);
        Field { small, ..dated(say!("Last reviewed"), Some(done.on)) }
    }));
    fields.extend(edition.and_then(|edition| withdrawal(site, edition)));
    fields.push(commit);
    fill(&mut fields);
    fields
}

/// Who ended the use of a version, when and on what that rests.
fn withdrawal(site: &Site, edition: &Edition) -> Option<Field> {
    let withdrawal = edition.withdrawal.as_ref()?;
    let doc_type = edition.statement.doc_type.as_deref();
    let by = withdrawal.approver.as_ref();
    let on = edition.withdrawal_day();
    let by = by.map(|by| shared::approver(&site.sms, doc_type, by, on));
    let rests = on.map(date::display);
    let rests = rests.into_iter().chain([shared::proof_in_short(&withdrawal.proof)]).collect::<Vec<_>>().join(" · ");
    Some(Field { small: rests, ..field(say!("Withdrawn by"), text(by)) })
}

/// Widens the last cells until the last row of four is full.
fn fill(fields: &mut [Field]) {
    let empty = (4 - fields.len() % 4) % 4;
    let widened: &[&'static str] = match empty {
        0 => &[],
        1 => &["wide"],
        2 => &["wide", "wide"],
        _ => &["w4"],
    };
    let from = fields.len().saturating_sub(widened.len());
    for (field, width) in fields[from..].iter_mut().zip(widened) {
        field.width = width;
    }
}

/// The cells for a record.
fn record(
    site: &Site,
    reading: &Reading<'_>,
    (version, class): ((String, &'static str), (String, &'static str)),
    owner: Field,
    commit: Field,
) -> Vec<Field> {
    let Reading { entry, document, .. } = reading;
    let happened = document.occurred_on.as_ref().map(|day| day.value);
    let when = match (&document.period, happened) {
        (Some(period), None) => field(say!("Period"), (period.value.clone(), "")),
        _ => dated(say!("Happened on"), happened),
    };
    let front = |name: &str| document.front.get(name).and_then(Node::text);
    let recorded = field(say!("Recorded by"), text(front("recorded_by").map(|by| shared::person_name(&site.sms, by))));
    let closed = match (front("closed_on").and_then(date::parse), entry.state()) {
        (None, State::Open) => field(say!("Closed on"), (say!("Open|state"), "")),
        (day, _) => dated(say!("Closed on"), day),
    };
    let kept = front("retention").map(|time| match time.parse::<Interval>() {
        Ok(interval) => interval.years(),
        Err(_) => time.to_owned(),
    });
    vec![
        field(say!("Version"), version),
        when,
        closed,
        field(say!("Classification"), class),
        owner,
        recorded,
        field(say!("Kept for"), text(kept)),
        commit,
    ]
}
