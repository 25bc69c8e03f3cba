//! Frameworks with their coverage.

use super::super::section::Words;
use super::{Blank, View, column, only, wide};
use crate::say;
use crate::site::Site;

/// The page.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let sms = &site.sms;
    let rows = sms.inputs.frameworks.values().map(|framework| {
        let coverage = sms.coverage_of(&framework.id);
        let covered = say!("{count} of {total}", count = coverage.covered(), total = coverage.clauses.len());
        let page = format!("clauses/{}/index.html", framework.id);
        vec![Words::new().link(framework.title.clone(), &page).into(), covered.into(), framework.edition.clone().into()]
    });
    let columns = vec![column(say!("Framework")), column(say!("Clauses covered")), wide(say!("Edition"))];
    let title = say!("Frameworks");
    View {
        groups: only(title.clone(), columns, rows.collect()),
        empty: say!("There is no framework in `schema/frameworks/`."),
        ..Blank {
            path,
            title,
            lede: say!(
                "Standards whose clauses the documents answer. This shows the state of the documentation; conformity is for an auditor to judge."
            ),
            section: "Clauses",
            landscape: false,
        }
        .view(site)
    }
}
