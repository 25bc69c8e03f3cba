//! Which documents belong to a service: its own, agreements on it, and those that name it or that it names.

use std::collections::BTreeSet;

use super::code;
use crate::evaluate::Sms;
use crate::model::node::Node;
use crate::site::pages::services::words;

/// Fields of documents that list services.
const FIELDS: [&str; 3] = ["services", "services_supported", "related"];

/// For each service its id, its title, and the numbers of its documents written down.
pub(super) fn services(sms: &Sms) -> Vec<(&str, String, String)> {
    let mut belongs: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); sms.services.services.len()];
    for (at, service) in sms.services.services.iter().enumerate() {
        belongs[at].insert(service.entry);
        let related = &sms.corpus.entries[service.entry].document().related;
        belongs[at].extend(related.iter().filter_map(|id| sms.corpus.index(&id.value)));
    }
    for agreement in &sms.services.agreements {
        for at in agreement.services.iter().filter_map(|named| sms.services.service(&named.value)) {
            belongs[at].insert(agreement.entry);
        }
    }
    for (number, entry) in sms.corpus.entries.iter().enumerate() {
        let front = &entry.document().front;
        for item in FIELDS.iter().flat_map(|field| front.list(field)) {
            // A continuity plan and a statement of scope say more of each service than its id.
            let named = item.text().or_else(|| item.get("service").and_then(Node::text));
            belongs.iter_mut().enumerate().for_each(|(at, documents)| {
                if named.is_some_and(|named| named.eq_ignore_ascii_case(&sms.services.services[at].id)) {
                    documents.insert(number);
                }
            });
        }
    }
    let written = |documents: &BTreeSet<usize>| {
        let all = documents.iter().filter_map(|number| Some((u32::try_from(*number).ok()?, 0)));
        code::postings(&all.collect::<Vec<_>>())
    };
    let all = sms.services.services.iter().zip(&belongs);
    all.map(|(service, documents)| {
        let title = sms.corpus.entries[service.entry].document().title_or_label();
        (service.id.as_str(), words::name(title), written(documents))
    })
    .collect()
}
