//! Which pages there are.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

use super::Site;
use super::pages::shared;

/// A page or file, named by what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// First page.
    Home,
    /// Document or record, by index in the corpus.
    Document(usize),
    /// Whether a printed copy is current, by index in the corpus.
    Check(usize),
    /// Document register.
    Register,
    /// The register for spreadsheets.
    RegisterCsv,
    /// The register for programs.
    RegisterJson,
    /// List of frameworks.
    Frameworks,
    /// Clause matrix of a framework.
    Matrix(String),
    /// Clause of a framework.
    Clause(String, String),
    /// Service catalogue.
    Services,
    /// Records.
    Records,
    /// Review calendar.
    Reviews,
    /// What came into force.
    Changes,
    /// Roles and who holds them.
    Roles,
    /// One role.
    Role(String),
    /// Search, and the index from A to Z.
    Search,
    /// What a host shows where there is no page.
    NotFound,
    /// Addresses for search engines, below the address of the site.
    Sitemap(String),
    /// Static file of the theme.
    Asset,
    /// File that a document links, by its path in the repository.
    Attachment(Utf8PathBuf),
}

/// Every page by its path in the site.
#[derive(Debug, Default)]
pub struct Plan {
    /// Sorted by path.
    pub pages: BTreeMap<Utf8PathBuf, Page>,
}

/// Plans a site. It only lists; no page is made.
#[must_use]
pub(super) fn plan(site: &Site) -> Plan {
    let sms = &site.sms;
    let mut plan = Plan::default();
    let mut add = |path: String, page: Page| plan.pages.insert(Utf8PathBuf::from(path), page);
    for (path, page) in [
        ("index.html", Page::Home),
        ("404.html", Page::NotFound),
        ("register/index.html", Page::Register),
        ("register/register.csv", Page::RegisterCsv),
        ("register/register.json", Page::RegisterJson),
        ("clauses/index.html", Page::Frameworks),
        ("services/index.html", Page::Services),
        ("records/index.html", Page::Records),
        ("reviews/index.html", Page::Reviews),
        ("changes/index.html", Page::Changes),
        ("roles/index.html", Page::Roles),
        ("search/index.html", Page::Search),
    ] {
        add(path.to_owned(), page);
    }
    for (index, entry) in sms.corpus.entries.iter().enumerate() {
        add(shared::doc_href(entry), Page::Document(index));
        let version = entry.edition().and_then(|edition| edition.version.as_ref());
        if let Some(version) = version {
            add(format!("check/{}/{version}/index.html", entry.id), Page::Check(index));
        }
    }
    for framework in sms.inputs.frameworks.values() {
        add(format!("clauses/{}/index.html", framework.id), Page::Matrix(framework.id.clone()));
        for clause in &framework.clauses {
            add(shared::clause_href(&framework.id, &clause.id), Page::Clause(framework.id.clone(), clause.id.clone()));
        }
    }
    for role in &sms.inputs.people.roles {
        add(format!("roles/{}/index.html", role.id), Page::Role(role.id.clone()));
    }
    for path in site.theme.assets.keys() {
        if site.live || !path.file_name().is_some_and(|name| name.starts_with("live.")) {
            add(path.to_string(), Page::Asset);
        }
    }
    for file in site.attachments.keys() {
        if let Some(path) = site.attachment_path(file) {
            add(path.into_string(), Page::Attachment(file.clone()));
        }
    }
    if let Some(url) = &sms.inputs.config.site.url {
        add("sitemap.xml".to_owned(), Page::Sitemap(url.trim_end_matches('/').to_owned()));
    }
    plan
}
