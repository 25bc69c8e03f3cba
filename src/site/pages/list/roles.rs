//! Roles: who holds them, who stands in, what they own and approve.

use jiff::civil::Date;

use super::super::section::Words;
use super::super::shared::{self, StateView};
use super::{Blank, Cell, View, column, only, wide};
use crate::evaluate::corpus::Entry;
use crate::model::date;
use crate::model::doc_type::DocType;
use crate::model::language;
use crate::model::people::{People, Role};
use crate::say;
use crate::site::Site;

/// The page.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let sms = &site.sms;
    let rows = sms.inputs.people.roles.iter().map(|role| {
        let owned = owned(site, role).filter(|entry| !entry.is_record()).count();
        vec![
            Words::new().link(role.title.clone(), &page(&role.id)).into(),
            Cell::from(held_by(site, role)),
            deputy(site, role).into(),
            Cell::from(owned.to_string()).sorted(format!("{owned:06}")),
            approves(site, role)
                .into_iter()
                .map(|doc_type| language::translate(&doc_type.title))
                .collect::<Vec<_>>()
                .join(", ")
                .into(),
        ]
    });
    let title = say!("Roles");
    let columns = vec![
        column(say!("Role")),
        column(say!("Held by")),
        wide(say!("Stands in")),
        wide(say!("Documents owned")),
        wide(say!("May approve")),
    ];
    View {
        groups: only(title.clone(), columns, rows.collect()),
        empty: say!("No roles are known. They stand in `people.yaml`."),
        ..Blank {
            path,
            title,
            lede: say!("Who holds which role today, and who stands in."),
            section: "",
            landscape: false,
        }
        .view(site)
    }
}

/// The page of a role.
pub(super) fn page(role: &str) -> String {
    format!("roles/{role}/index.html")
}

/// Who holds a role today, or since when nobody does.
pub(super) fn held_by(site: &Site, role: &Role) -> Words {
    let holders = shared::holders(&site.sms, &role.id);
    if !holders.is_empty() {
        return holders.into();
    }
    let label = match vacant_since(&site.sms.inputs.people, &role.id, site.sms.inputs.today) {
        Some(day) => say!("Vacant since {day}", day = date::display(day)),
        None => say!("Vacant"),
    };
    Words::new().state(StateView { class: "bad", icon: "gap", label })
}

/// The day after the last one on which anybody held a role that nobody holds. `None` where nobody ever did.
fn vacant_since(people: &People, role: &str, today: Date) -> Option<Date> {
    let held = people.people.iter().flat_map(|person| &person.roles).filter(|held| held.role == role);
    let ends = held.filter_map(|held| date::parse(held.until.as_deref()?)).filter(|until| *until < today);
    ends.max()?.tomorrow().ok()
}

/// The role that stands in, and who holds it.
pub(super) fn deputy(site: &Site, role: &Role) -> Words {
    let Some(id) = role.deputy.as_deref() else { return super::nothing() };
    let title = shared::role_title(&site.sms, id);
    let words = match site.sms.inputs.people.role(id) {
        Some(_) => Words::new().link(title, &page(id)),
        None => title.into(),
    };
    words.small(shared::holders(&site.sms, id))
}

/// What a role owns of what is in force, documents and records.
pub(super) fn owned<'a>(site: &'a Site, role: &'a Role) -> impl Iterator<Item = &'a Entry> {
    let owner = |entry: &&Entry| entry.document().owner.as_ref().is_some_and(|owner| owner.value == role.id);
    site.sms.corpus.in_force().filter(owner)
}

/// Types of documents that a role may approve, by title.
pub(super) fn approves<'a>(site: &'a Site, role: &Role) -> Vec<&'a DocType> {
    let inputs = &site.sms.inputs;
    let mut types: Vec<&DocType> = inputs
        .types
        .values()
        .filter(|doc_type| !doc_type.is_record())
        .filter(|doc_type| inputs.config.control.approver_roles(&doc_type.name).contains(&role.id.as_str()))
        .collect();
    types.sort_by_key(|doc_type| &doc_type.title);
    types
}
