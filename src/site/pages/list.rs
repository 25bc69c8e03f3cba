//! Pages that are one table: records, reviews, changes, roles, frameworks.

use serde::Serialize;

use super::home;
use super::shared::{self, StateView};
use crate::evaluate::corpus::Entry;
use crate::model::date;
use crate::model::people::Role;
use crate::say;
use crate::site::Site;
use crate::site::frame::{About, Frame};

/// Variables of `list.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    title: String,
    lede: String,
    /// What stands in place of an empty table.
    empty: String,
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
    /// Columns from this one on give way on small screens.
    wide_from: usize,
    /// The page for other programs.
    links: Vec<Link>,
}

/// A link above the table.
#[derive(Debug, Serialize)]
struct Link {
    label: String,
    /// From the root of the site.
    href: &'static str,
    /// Media type; empty for a page.
    media: &'static str,
}

/// A cell of the table.
#[derive(Debug, Default, Serialize)]
pub struct Cell {
    text: String,
    small: String,
    href: String,
    state: Option<StateView>,
    /// What sorting goes by, where it is not the text.
    sort: String,
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    fn document(entry: &Entry) -> Self {
        let doc = shared::doc_link(entry);
        Self { text: doc.title, small: doc.id.clone(), href: doc.href, sort: doc.id, state: None }
    }

    fn day(day: Option<jiff::civil::Date>) -> Self {
        let sort = day.map(|day| day.to_string()).unwrap_or_default();
        Self { text: day.map_or_else(|| "—".to_owned(), date::display), sort, ..Self::default() }
    }

    fn state(state: StateView) -> Self {
        Self { state: Some(state), ..Self::default() }
    }
}

/// A page without rows; `section` is the English label of an entry of the menu.
fn page(site: &Site, path: &str, title: String, lede: String, section: &str) -> View {
    let about = About {
        path,
        title: title.clone(),
        description: lede.clone(),
        section,
        print: (title.clone(), site.sms.inputs.config.site.organization.clone()),
        landscape: false,
        noindex: false,
        language: None,
    };
    View {
        frame: site.frame(&about),
        title,
        lede,
        empty: String::new(),
        columns: Vec::new(),
        rows: Vec::new(),
        wide_from: 2,
        links: Vec::new(),
    }
}

fn owner(site: &Site, entry: &Entry) -> Cell {
    let role = entry.document().owner.as_ref().map(|owner| owner.value.as_str());
    Cell::text(role.map_or_else(|| say!("Not recorded"), |role| shared::role_title(&site.sms, role)))
}

/// Records: what happened.
#[must_use]
pub fn records(site: &Site, path: &str) -> View {
    let records = site
        .sms
        .corpus
        .entries
        .iter()
        .filter(|entry| entry.is_record())
        .filter(|entry| site.sms.inputs.drafts || entry.edition().is_some());
    let rows = records.map(|entry| {
        let document = entry.document();
        let happened = document.occurred_on.as_ref().map(|day| day.value);
        let when = match &document.period {
            Some(period) if happened.is_none() => Cell::text(period.value.clone()),
            _ => Cell::day(happened),
        };
        let kept = document.front.get("retention").and_then(crate::model::node::Node::text).unwrap_or("—");
        vec![
            Cell::document(entry),
            Cell::state(shared::state(entry.state())),
            Cell::text(shared::type_title(entry)),
            when,
            owner(site, entry),
            Cell::text(kept),
        ]
    });
    View {
        rows: rows.collect(),
        columns: vec![
            say!("Record"),
            say!("State"),
            say!("Kind"),
            say!("Day or period"),
            say!("Owner"),
            say!("Kept for"),
        ],
        empty: say!("There are no records yet. `smsdoc new report` begins one."),
        links: vec![Link { label: say!("Corrective actions"), href: "actions/index.html", media: "" }],
        ..page(
            site,
            path,
            say!("Records"),
            say!("What happened: audits, reviews, reports and corrective actions. Closed records stay as they are."),
            "Records",
        )
    }
}

/// Reviews: overdue first, then by day.
#[must_use]
pub fn reviews(site: &Site, path: &str) -> View {
    let today = site.sms.inputs.today;
    let mut due: Vec<_> = site
        .sms
        .corpus
        .entries
        .iter()
        .filter(|entry| entry.state().is_in_force())
        .filter_map(|entry| Some((entry.next_review?, entry)))
        .collect();
    due.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let rows = due.into_iter().map(|(day, entry)| {
        let days = date::days_between(today, day);
        let left = match days {
            // English does not tell one from many here; other languages do.
            -1 => say!("{count} days late|one", count = 1),
            ..0 => say!("{count} days late", count = -days),
            0 => say!("today"),
            1 => say!("in 1 day"),
            _ => say!("in {count} days", count = days),
        };
        vec![
            Cell::document(entry),
            Cell::day(Some(day)),
            Cell { sort: format!("{days:+08}"), ..Cell::text(left) },
            Cell::state(shared::state(entry.state())),
            owner(site, entry),
        ]
    });
    View {
        rows: rows.collect(),
        columns: vec![say!("Document"), say!("Review by"), say!("Time left"), say!("State"), say!("Owner")],
        empty: say!("No document in force has a review date."),
        wide_from: 3,
        links: vec![
            Link { label: say!("Put it into a calendar"), href: "reviews/reviews.ics", media: "text/calendar" },
            Link { label: say!("Corrective actions"), href: "actions/index.html", media: "" },
        ],
        ..page(
            site,
            path,
            say!("Review calendar"),
            say!("When each document in force is to be reviewed, the most urgent first."),
            "Reviews",
        )
    }
}

/// Changes: what came into force, the latest first.
#[must_use]
pub fn changes(site: &Site, path: &str) -> View {
    let rows = home::changes(site).into_iter().map(|change| {
        let from = Cell {
            sort: change.day.iso,
            ..Cell::text(if change.ahead { say!("From {day}", day = change.day.text) } else { change.day.text })
        };
        let redline = match change.redline.as_str() {
            "" => Cell::text(say!("First version")),
            href => Cell { href: href.to_owned(), ..Cell::text(say!("Redline")) },
        };
        vec![
            Cell {
                text: change.doc.title,
                small: change.doc.id.clone(),
                href: change.doc.href,
                sort: change.doc.id,
                state: None,
            },
            from,
            Cell::text(change.version),
            Cell::text(change.summary),
            redline,
            Cell::text(change.approver),
        ]
    });
    View {
        rows: rows.collect(),
        columns: vec![
            say!("Document"),
            say!("In force from"),
            say!("Version"),
            say!("What changed and why"),
            say!("Difference"),
            say!("Approved by"),
        ],
        empty: say!("No version is in force yet."),
        wide_from: 4,
        links: vec![Link { label: say!("Follow as a feed"), href: "changes/feed.xml", media: "application/atom+xml" }],
        ..page(
            site,
            path,
            say!("What changed"),
            say!("Every version that came into force, and those that will, the latest first."),
            "Changes",
        )
    }
}

/// Roles and who holds them.
#[must_use]
pub fn roles(site: &Site, path: &str) -> View {
    let rows = site.sms.inputs.people.roles.iter().map(|role| {
        let holders = shared::holders(&site.sms, &role.id);
        let vacant = StateView { class: "bad", icon: "gap", label: say!("Vacant") };
        let holder = if holders.is_empty() { Cell::state(vacant) } else { Cell::text(holders) };
        let deputy = role
            .deputy
            .as_deref()
            .map(|deputy| shared::role_title(&site.sms, deputy))
            .unwrap_or_else(|| "—".to_owned());
        let owned = owned(site, role).count();
        vec![
            Cell { href: format!("roles/{}/index.html", role.id), ..Cell::text(role.title.clone()) },
            holder,
            Cell::text(deputy),
            Cell::text(owned.to_string()),
        ]
    });
    View {
        rows: rows.collect(),
        columns: vec![say!("Role"), say!("Held by"), say!("Stands in"), say!("Documents owned")],
        empty: say!("No roles are known. They stand in `people.yaml`."),
        ..page(site, path, say!("Roles"), say!("Who holds which role today, and who stands in."), "")
    }
}

fn owned<'a>(site: &'a Site, role: &'a Role) -> impl Iterator<Item = &'a Entry> {
    site.sms
        .corpus
        .in_force()
        .filter(move |entry| entry.document().owner.as_ref().is_some_and(|owner| owner.value == role.id))
}

/// What a role owns, and what applies to it.
#[must_use]
pub fn role(site: &Site, path: &str, id: &str) -> View {
    let Some(role) = site.sms.inputs.people.role(id) else { return page(site, path, id.to_owned(), String::new(), "") };
    let applies = |entry: &&Entry| entry.document().applies_to_roles.iter().any(|applies| applies.value == role.id);
    let rows = owned(site, role)
        .map(|entry| (entry, say!("Owns it")))
        .chain(site.sms.corpus.in_force().filter(applies).map(|entry| (entry, say!("It applies to the role"))));
    let rows = rows.map(|(entry, why)| {
        vec![
            Cell::document(entry),
            Cell::text(why),
            Cell::text(shared::type_title(entry)),
            Cell::state(shared::state(entry.state())),
            Cell::day(entry.next_review),
        ]
    });
    let holders = shared::holders(&site.sms, id);
    let lede = match holders.as_str() {
        "" => say!("Nobody holds this role today."),
        _ => say!("Held by {names}.", names = holders),
    };
    View {
        rows: rows.collect(),
        columns: vec![say!("Document"), say!("Why it is here"), say!("Type"), say!("State"), say!("Review by")],
        empty: say!("The role owns no document in force, and none applies to it."),
        ..page(site, path, role.title.clone(), lede, "")
    }
}

/// Frameworks with their coverage.
#[must_use]
pub fn frameworks(site: &Site, path: &str) -> View {
    let sms = &site.sms;
    let rows = sms.inputs.frameworks.values().map(|framework| {
        let coverage = sms.coverage_of(&framework.id);
        let covered = say!("{count} of {total}", count = coverage.covered(), total = coverage.clauses.len());
        vec![
            Cell { href: format!("clauses/{}/index.html", framework.id), ..Cell::text(framework.title.clone()) },
            Cell::text(covered),
            Cell::text(framework.edition.clone()),
        ]
    });
    View {
        rows: rows.collect(),
        columns: vec![say!("Framework"), say!("Clauses covered"), say!("Edition")],
        empty: say!("There is no framework in `schema/frameworks/`."),
        ..page(
            site,
            path,
            say!("Frameworks"),
            say!(
                "Standards whose clauses the documents answer. This shows the state of the documentation; conformity is for an auditor to judge."
            ),
            "Clauses",
        )
    }
}
