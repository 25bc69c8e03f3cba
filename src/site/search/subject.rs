//! What can be found: documents and records, and the pages that the site makes of clauses, roles, customers and suppliers.

use crate::evaluate::corpus::Entry;
use crate::model::framework::{Clause, Framework};
use crate::model::people::Role;
use crate::site::Site;
use crate::site::pages::{services, shared};

/// A page that can be found.
#[derive(Clone, Debug)]
pub(super) enum Subject<'a> {
    /// A document or record.
    Entry(&'a Entry),
    /// A clause of a framework.
    Clause(&'a Framework, &'a Clause),
    /// A role.
    Role(&'a Role),
    /// A customer, by its id.
    Customer(String),
    /// A supplier, by the id of the party.
    Supplier(String),
}

impl Subject<'_> {
    /// Its page, from the root of the site; empty for a document, whose id tells it.
    pub(super) fn href(&self) -> String {
        match self {
            Self::Entry(_) => String::new(),
            Self::Clause(framework, clause) => shared::clause_href(&framework.id, &clause.id),
            Self::Role(role) => format!("roles/{}/index.html", role.id),
            Self::Customer(id) => services::customer_href(id).unwrap_or_default(),
            Self::Supplier(id) => services::supplier_href(id).unwrap_or_default(),
        }
    }
}

/// Everything that can be found in the order of its numbers: documents first, as they stand in the corpus, then the other
/// pages of the site, the clauses of the framework that the system follows before those of others.
pub(super) fn subjects(site: &Site) -> Vec<Subject<'_>> {
    let sms = &site.sms;
    let (own, others): (Vec<_>, Vec<_>) =
        sms.inputs.frameworks.values().partition(|framework| framework.id == sms.inputs.config.framework);
    let clauses = own.into_iter().chain(others);
    let clauses = clauses.flat_map(|framework| framework.clauses.iter().map(|at| Subject::Clause(framework, at)));
    let entries = sms.corpus.entries.iter().map(Subject::Entry);
    let roles = sms.inputs.people.roles.iter().map(Subject::Role);
    let customers = services::customer_pages(sms).into_iter().map(|(_, id)| Subject::Customer(id));
    let suppliers = services::supplier_pages(sms).into_iter().map(|(_, id)| Subject::Supplier(id));
    entries.chain(clauses).chain(roles).chain(customers).chain(suppliers).collect()
}
