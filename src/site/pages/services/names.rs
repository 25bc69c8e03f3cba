//! Who customers and suppliers are: names for the ids that documents use, and the pages that they have.

use std::collections::{BTreeMap, BTreeSet};

use crate::evaluate::Sms;
use crate::evaluate::parties::Party;
use crate::evaluate::reading::Reading;
use crate::evaluate::services::stated::Service;
use crate::site::pages::section::Words;

/// What a register says that lists customers.
const KIND: &str = "customers";

/// Longest id that becomes part of an address.
const LONGEST: usize = 100;

/// A customer.
#[derive(Clone, Debug, Default)]
pub(super) struct Customer {
    /// Id, as documents use it.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Groups of its users, as the register has them.
    pub groups: BTreeSet<String>,
    /// The register that lists it, by its index in the corpus.
    pub register: Option<usize>,
}

/// Customers by id: those of the registers in force, and those that services and SLAs name.
#[must_use]
pub(super) fn customers(sms: &Sms) -> BTreeMap<String, Customer> {
    let mut found: BTreeMap<String, Customer> = BTreeMap::new();
    for (index, entry) in Reading::InForce.in_force(&sms.corpus, "register") {
        let front = &entry.document().front;
        if front.string("register_kind").is_none_or(|kind| kind.value != KIND) {
            continue;
        }
        for listed in front.list("entries") {
            let Some(id) = listed.string("id").map(|id| id.value) else { continue };
            let known = found.entry(id.clone()).or_insert_with(|| Customer { id, ..Customer::default() });
            if known.name.is_empty() {
                known.name = listed.string("name").map(|name| name.value).unwrap_or_default();
            }
            known.groups.extend(listed.strings("user_groups").into_iter().map(|group| group.value));
            known.register = known.register.or(Some(index));
        }
    }
    let by_services = sms.services.services.iter().flat_map(|service| &service.customers);
    let by_slas = sms.services.slas().filter_map(|(_, sla)| sla.customer.as_ref());
    for named in by_services.chain(by_slas) {
        let id = named.value.clone();
        found.entry(id.clone()).or_insert_with(|| Customer { id, ..Customer::default() });
    }
    for customer in found.values_mut().filter(|customer| customer.name.is_empty()) {
        customer.name = sms.parties.parties.get(&customer.id).map_or_else(|| readable(&customer.id), party);
    }
    found.retain(|id, _| !id.trim().is_empty());
    found
}

/// The name of a party; its id made readable where no register names it.
pub(super) fn party(party: &Party) -> String {
    if party.name == party.id { readable(&party.id) } else { party.name.clone() }
}

/// The name of a party or customer, else its id made readable.
#[must_use]
pub(super) fn name(sms: &Sms, customers: &BTreeMap<String, Customer>, id: &str) -> String {
    let party = || sms.parties.parties.get(id).map(party);
    customers.get(id).map(|customer| customer.name.clone()).or_else(party).unwrap_or_else(|| readable(id))
}

/// The same as a link to its page, where it has one.
#[must_use]
pub(super) fn linked(sms: &Sms, customers: &BTreeMap<String, Customer>, id: &str) -> Words {
    let page = if !sms.services.tells_of_agreements() {
        None
    } else if customers.contains_key(id) {
        customer_href(id)
    } else if sms.parties.parties.contains_key(id) {
        supplier_href(id)
    } else {
        None
    };
    let name = name(sms, customers, id);
    match page {
        Some(href) => Words::new().link(name, &href),
        None => Words::from(name),
    }
}

/// The customers of a service, by name.
#[must_use]
pub(super) fn of_service(sms: &Sms, customers: &BTreeMap<String, Customer>, service: &Service) -> Vec<String> {
    service.customers.iter().map(|customer| name(sms, customers, &customer.value)).collect()
}

/// The page of a supplier; `None` where its id cannot be part of an address.
#[must_use]
pub(in crate::site) fn supplier_href(id: &str) -> Option<String> {
    is_safe(id).then(|| format!("services/suppliers/{id}/index.html"))
}

/// The page of a customer; `None` where its id cannot be part of an address.
#[must_use]
pub(in crate::site) fn customer_href(id: &str) -> Option<String> {
    is_safe(id).then(|| format!("services/customers/{id}/index.html"))
}

/// Whether an id can be the name of a folder. That of a page beside it cannot.
fn is_safe(id: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let reserved = id.starts_with('.') || id.ends_with('.') || id.eq_ignore_ascii_case("index.html");
    !id.is_empty() && id.len() <= LONGEST && id.bytes().all(plain) && !reserved
}

/// `northgate-insurance` as `Northgate insurance`.
#[must_use]
pub(super) fn readable(id: &str) -> String {
    let words = id.replace(['-', '_'], " ");
    let mut chars = words.trim().chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_ids_become_addresses() {
        assert_eq!(supplier_href("a-b_c.9").as_deref(), Some("services/suppliers/a-b_c.9/index.html"));
        for id in ["", ".", "..", "../x", "a/b", "a b", "é", "index.html", "a.", &"x".repeat(101)] {
            assert_eq!((supplier_href(id), customer_href(id)), (None, None), "{id}");
        }
        assert_eq!(readable("northgate-insurance"), "Northgate insurance");
    }
}
