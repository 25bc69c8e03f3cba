//! When documents are to be reviewed and corrective actions to be done, for calendars (iCalendar, RFC 5545).

use icalendar::{Calendar, Component as _, Event, Property};
use jiff::civil::Date;

use super::feed::identity;
use super::origin;
use crate::evaluate::corpus::Entry;
use crate::model::date;
use crate::say;
use crate::site::Site;
use crate::site::pages::shared;

/// What is to be done with a document.
const REVIEW: &str = "Review";

/// What is to be done with an action.
const FINISH: &str = "Finish";

/// The calendar: one day for each document in force that has a day of review, and for each corrective action that is
/// still open.
#[must_use]
pub fn ics(site: &Site) -> Vec<u8> {
    let sms = &site.sms;
    let mut calendar = Calendar::empty();
    for (name, value) in [("VERSION", "2.0"), ("PRODID", "-//smsdoc//review calendar//EN"), ("CALSCALE", "GREGORIAN")] {
        calendar.append_property(Property::new(name, value));
    }
    calendar.name(&say!("{title}: reviews", title = sms.inputs.config.site.title));
    let reviews = sms.corpus.entries.iter().filter(|entry| entry.state().is_in_force());
    let reviews = reviews.filter_map(|entry| Some((entry.next_review?, entry, REVIEW)));
    let actions = sms.audits.actions.iter().filter(|action| action.open);
    let actions = actions.filter_map(|action| Some((action.due?, &sms.corpus.entries[action.entry], FINISH)));
    let mut days: Vec<(Date, &Entry, &str)> = reviews.chain(actions).collect();
    days.sort_by(|a, b| (a.0, &a.1.id, a.2).cmp(&(b.0, &b.1.id, b.2)));
    for (day, entry, verb) in days {
        calendar.push(event(site, day, entry, verb));
    }
    calendar.to_string().into_bytes()
}

fn event(site: &Site, day: Date, entry: &Entry, verb: &str) -> Event {
    let sms = &site.sms;
    let config = &sms.inputs.config;
    let link = shared::doc_link(entry);
    let owner = entry.document().owner.as_ref().map(|owner| shared::role_title(sms, &owner.value));
    let owner = owner.map(|title| say!("Owner: {title}.", title) + " ").unwrap_or_default();
    let (id, title) = (&link.id, &link.title);
    // The verb names the entry for programs, so that only what is shown speaks another language.
    let summary = match verb {
        REVIEW => say!("Review {id} {title}", id, title),
        _ => say!("Finish {id} {title}", id, title),
    };
    let mut event = Event::new();
    // Without the day, so that a calendar moves its entry when the day moves.
    event
        .uid(&format!("{}:{}", identity(config.site.url.as_deref(), verb), entry.id))
        .summary(&summary)
        .description(&(owner + &say!("By {day} at the latest.", day = date::display(day))))
        // Programs want to know when the entry was made. The day of the site is the only one that does not change.
        .add_property("DTSTAMP", format!("{}T000000Z", compact(sms.inputs.today)))
        .append_property(whole_day("DTSTART", day))
        .append_property(whole_day("DTEND", day.tomorrow().unwrap_or(day)))
        .add_property("TRANSP", "TRANSPARENT");
    if let Some(base) = origin::address(config) {
        event.url(&format!("{base}{}", link.href));
    }
    event.done()
}

fn whole_day(name: &str, day: Date) -> Property {
    Property::new(name, compact(day)).add_parameter("VALUE", "DATE").done()
}

fn compact(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}
