//! What the page of a service or an agreement shows besides its text: figures that follow from the versions in force.

use serde::Serialize;

use super::words;
use super::{agreement, service};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::services::Now;
use crate::evaluate::services::breach::Breach;
use crate::model::date;
use crate::say;
use crate::site::Site;
use crate::site::pages::section::{Fact, Section, grid};

/// Computed values of a document.
#[derive(Debug, Default, Serialize)]
pub struct Computed {
    /// The most important ones, above the text.
    pub glance: Vec<Fact>,
    /// All of them, below the text.
    pub sections: Vec<Section>,
    /// What is signed on paper: labels with what is known.
    pub signatures: Vec<(String, String)>,
    /// What they were computed from.
    pub basis: String,
}

/// The computed values of a document; `None` where it is no service and no agreement that counts.
#[must_use]
pub fn computed(site: &Site, path: &str, entry: &Entry) -> Option<Computed> {
    let sms = &site.sms;
    let id = entry.id.as_str();
    let is_own = |at: usize| sms.corpus.entries.get(at).is_some_and(|own| own.id == entry.id);
    let root = "../".repeat(path.matches('/').count());
    let service = sms.services.service(id).filter(|index| is_own(sms.services.services[*index].entry));
    let agreement = sms.services.agreement(id).filter(|index| is_own(sms.services.agreements[*index].entry));
    let computed = match (service, agreement) {
        (Some(index), _) => service::computed(sms, index, &root),
        (None, Some(index)) => agreement::computed(sms, index),
        (None, None) => return None,
    };
    let day = date::display(sms.inputs.today);
    let basis = if sms.inputs.drafts {
        say!("Computed from the documents of this preview on {day}.", day)
    } else {
        say!("Computed from the documents in force on {day}.", day)
    };
    Some(Computed { basis, glance: grid(computed.glance), ..computed })
}

/// The day and zone in which figures are computed.
pub(super) fn now(sms: &Sms) -> Now {
    Now::of(&sms.inputs)
}

/// What does not fit and has to do with a document: it is mended there, explained there, or `also` says so.
pub(super) fn misfits(sms: &Sms, entry: usize, also: impl Fn(&Breach) -> bool) -> Option<Section> {
    let breaches = sms.services.breaches.iter();
    let found = words::findings(sms, breaches.filter(|breach| breach.rests_on().contains(&entry) || also(breach)));
    Section::new("computed-misfits", say!("What does not fit")).findings(found).filled()
}
