//! From an id that was typed to the document.

use super::Error;
use super::refusal::refuse;
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;

/// The document of an id.
pub(super) fn entry<'a>(sms: &'a Sms, id: &str) -> Result<&'a Entry, Error> {
    sms.corpus.get(id).ok_or_else(|| unknown(sms, id))
}

/// Says that there is no such document, and which one may be meant.
pub(super) fn unknown(sms: &Sms, id: &str) -> Error {
    let wanted = id.to_ascii_uppercase();
    let ids = sms.corpus.entries.iter().map(|entry| entry.id.as_str());
    let near = ids.map(|id| (strsim::jaro_winkler(&wanted, &id.to_ascii_uppercase()), id));
    let help = match near.max_by(|a, b| a.0.total_cmp(&b.0)) {
        Some((score, near)) if score > 0.8 => format!("did you mean `{near}`?"),
        _ => "`smsdoc register` lists all".to_owned(),
    };
    refuse(format!("there is no document `{id}`"), help)
}
