//! Where an export comes from: of which day and commit it is, and for whom it was made.

use super::table::{Cell, Table};
use super::workbook::Workbook;
use crate::evaluate::Sms;
use crate::model::config::Config;
use crate::site::pages::shared;
use crate::site::{Site, frame};

/// For whom an export is made, and where it will lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The audience; `None` where nothing is left out.
    pub audience: Option<String>,
    /// The way to the root of the site, ending in `/`. `None` where the export lies in no site, and the site has no
    /// address.
    pub base: Option<String>,
}

impl Origin {
    /// An export that is a file of a site, by its path there.
    #[must_use]
    pub fn in_site(site: &Site, path: &str) -> Self {
        let way = || "../".repeat(path.matches('/').count());
        Self { audience: Some(site.audience.clone()), base: address(&site.sms.inputs.config).or_else(|| Some(way())) }
    }

    /// An export that lies in no site.
    #[must_use]
    pub fn alone(sms: &Sms, audience: Option<&str>) -> Self {
        Self { audience: audience.map(str::to_owned), base: address(&sms.inputs.config) }
    }
}

/// Where the site is published, ending in `/`. `None` where the settings do not say.
#[must_use]
pub(super) fn address(config: &Config) -> Option<String> {
    config.site.url.as_deref().map(|url| format!("{}/", url.trim_end_matches('/')))
}

/// A workbook with tables, and what it says of itself: `what` is one sentence on what it holds.
#[must_use]
pub fn workbook(sms: &Sms, origin: &Origin, title: &str, what: &str, tables: Vec<Table>) -> Workbook {
    let organization = &sms.inputs.config.site.organization;
    let commit = shared::commit(sms).unwrap_or_else(|| frame::made_of(sms));
    let audience = match &origin.audience {
        Some(audience) => audience.as_str(),
        None => "none: nothing is left out, whatever its classification",
    };
    let text = |text: &str| Cell::text(Some(text));
    let mut about = vec![
        ("Organization".to_owned(), text(organization)),
        ("As of".to_owned(), Cell::Day(sms.inputs.today)),
        ("Commit".to_owned(), text(&commit)),
        ("Audience".to_owned(), text(audience)),
        ("What it is".to_owned(), text(what)),
    ];
    about.extend(frame::notes(sms).iter().map(|note| ("Note".to_owned(), text(note))));
    Workbook {
        title: title.to_owned(),
        author: organization.clone(),
        created: sms.inputs.today,
        base: origin.base.clone(),
        tables,
        about,
    }
}
