//! Which pages there are.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;

use super::Site;
use super::attachments::Source;
use super::exports::oscal;
use super::pages::{auditors, performance, services, shared, versions};
use super::search;

/// A page or file, named by what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// First page.
    Home,
    /// Document or record, by index in the corpus.
    Document(usize),
    /// Permanent page of a version, by index in the corpus and in its versions.
    Version(usize, usize),
    /// What changed from the version before, by index in the corpus and in its versions.
    Redline(usize, usize),
    /// What the draft of an entry changes, by its index.
    DraftRedline(usize),
    /// Whether a printed copy of a version is current, by index in the corpus and in its versions.
    Check(usize, usize),
    /// What came into force, for feed readers.
    Feed,
    /// Document register.
    Register,
    /// The register for spreadsheets and programs.
    RegisterCsv,
    /// The register as a workbook.
    RegisterXlsx,
    /// The register for programs.
    RegisterJson,
    /// List of frameworks.
    Frameworks,
    /// Clause matrix of a framework.
    Matrix(String),
    /// Coverage of a framework for spreadsheets and programs.
    CoverageCsv(String),
    /// Coverage of a framework as a workbook.
    CoverageXlsx(String),
    /// Coverage of a framework for programs.
    CoverageJson(String),
    /// Gaps, and how ready the documentation is for an audit.
    Readiness,
    /// Where an auditor begins.
    Auditors,
    /// What changed since the last audit.
    SinceAudit,
    /// Coverage over time for spreadsheets.
    TrendCsv,
    /// Coverage over time as a workbook.
    TrendXlsx,
    /// Coverage over time for programs.
    TrendJson,
    /// Scope, and who takes part in what.
    Scope,
    /// Who takes part in what, for spreadsheets.
    PartiesCsv,
    /// Who takes part in what, as a workbook.
    PartiesXlsx,
    /// Scope and parties for programs.
    PartiesJson,
    /// Clause of a framework.
    Clause(String, String),
    /// Clauses of a framework as an OSCAL catalog.
    OscalCatalog(String),
    /// How the documents answer a framework, as an OSCAL component definition.
    OscalComponentDefinition(String),
    /// Service catalogue.
    Services,
    /// Services for spreadsheets and programs.
    ServicesCsv,
    /// Agreements for spreadsheets and programs.
    AgreementsCsv,
    /// Services and agreements as a workbook.
    ServicesXlsx,
    /// Services and agreements for programs.
    ServicesJson,
    /// From each promise to a customer to what has to keep it.
    Chain,
    /// Suppliers.
    Suppliers,
    /// One supplier, by the id of the party.
    Supplier(String),
    /// Customers.
    Customers,
    /// One customer, by its id.
    Customer(String),
    /// What was reached of the targets of agreements.
    Performance,
    /// The same for spreadsheets.
    PerformanceCsv,
    /// The same as a workbook.
    PerformanceXlsx,
    /// The same for programs.
    PerformanceJson,
    /// Records.
    Records,
    /// Corrective actions.
    Actions,
    /// Review calendar.
    Reviews,
    /// The same for calendars.
    ReviewsIcs,
    /// What came into force.
    Changes,
    /// Roles and who holds them.
    Roles,
    /// One role.
    Role(String),
    /// Search, and the index from A to Z.
    Search,
    /// A part of its index.
    SearchPart(search::Part),
    /// What a host shows where there is no page.
    NotFound,
    /// Addresses for search engines, below the address of the site.
    Sitemap(String),
    /// Static file of the theme.
    Asset,
    /// File that a document links.
    Attachment(Source),
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
        ("register/register.xlsx", Page::RegisterXlsx),
        ("clauses/index.html", Page::Frameworks),
        ("readiness/index.html", Page::Readiness),
        (auditors::PAGE, Page::Auditors),
        ("readiness/since-audit/index.html", Page::SinceAudit),
        ("readiness/trend.csv", Page::TrendCsv),
        ("readiness/trend.json", Page::TrendJson),
        ("readiness/trend.xlsx", Page::TrendXlsx),
        ("scope/index.html", Page::Scope),
        ("scope/parties.csv", Page::PartiesCsv),
        ("scope/parties.json", Page::PartiesJson),
        ("scope/parties.xlsx", Page::PartiesXlsx),
        ("services/index.html", Page::Services),
        ("services/agreements.csv", Page::AgreementsCsv),
        (performance::PAGE, Page::Performance),
        ("services/performance.csv", Page::PerformanceCsv),
        ("services/performance.json", Page::PerformanceJson),
        ("services/performance.xlsx", Page::PerformanceXlsx),
        ("services/services.csv", Page::ServicesCsv),
        ("services/services.json", Page::ServicesJson),
        ("services/services.xlsx", Page::ServicesXlsx),
        ("services/chain/index.html", Page::Chain),
        ("services/suppliers/index.html", Page::Suppliers),
        ("services/customers/index.html", Page::Customers),
        ("records/index.html", Page::Records),
        ("actions/index.html", Page::Actions),
        ("reviews/index.html", Page::Reviews),
        ("reviews/reviews.ics", Page::ReviewsIcs),
        ("changes/index.html", Page::Changes),
        ("changes/feed.xml", Page::Feed),
        ("roles/index.html", Page::Roles),
        ("search/index.html", Page::Search),
    ] {
        add(path.to_owned(), page);
    }
    for (index, entry) in sms.corpus.entries.iter().enumerate() {
        add(shared::doc_href(entry), Page::Document(index));
        for (number, edition) in entry.editions.iter().enumerate() {
            let Some(version) = &edition.version else { continue };
            add(format!("check/{}/{version}/index.html", entry.id), Page::Check(index, number));
            // Without a history there is one version and nothing to compare it with; a record has none.
            if edition.content.is_none() || entry.is_record() {
                continue;
            }
            add(shared::version_page(entry, version), Page::Version(index, number));
            if let Some(before) = entry.editions.get(number + 1).and_then(|before| before.version.as_ref()) {
                add(shared::redline_href(entry, before, version), Page::Redline(index, number));
            }
        }
    }
    for (index, entry) in sms.corpus.entries.iter().enumerate() {
        if let Some(path) = versions::draft_href(site, entry) {
            add(path, Page::DraftRedline(index));
        }
    }
    for framework in sms.inputs.frameworks.values() {
        let id = || framework.id.clone();
        for (name, page) in [
            ("index.html", Page::Matrix(id())),
            ("coverage.csv", Page::CoverageCsv(id())),
            ("coverage.xlsx", Page::CoverageXlsx(id())),
            ("coverage.json", Page::CoverageJson(id())),
            (oscal::CATALOG, Page::OscalCatalog(id())),
            (oscal::COMPONENT_DEFINITION, Page::OscalComponentDefinition(id())),
        ] {
            add(format!("clauses/{}/{name}", framework.id), page);
        }
        for clause in &framework.clauses {
            add(shared::clause_href(&framework.id, &clause.id), Page::Clause(framework.id.clone(), clause.id.clone()));
        }
    }
    for (path, id) in services::supplier_pages(sms) {
        add(path, Page::Supplier(id));
    }
    for (path, id) in services::customer_pages(sms) {
        add(path, Page::Customer(id));
    }
    for role in &sms.inputs.people.roles {
        add(format!("roles/{}/index.html", role.id), Page::Role(role.id.clone()));
    }
    for path in site.theme.assets.keys() {
        if site.live || !path.file_name().is_some_and(|name| name.starts_with("live.")) {
            add(path.to_string(), Page::Asset);
        }
    }
    for (path, part) in search::parts(site) {
        add(path, Page::SearchPart(part));
    }
    for (path, source) in site.attachments.all() {
        add(path.into_string(), Page::Attachment(source));
    }
    if let Some(url) = &sms.inputs.config.site.url {
        add("sitemap.xml".to_owned(), Page::Sitemap(url.trim_end_matches('/').to_owned()));
    }
    if !sms.services.tells_of_agreements() {
        plan.pages.retain(|_, page| !is_of_agreements(page));
    }
    plan
}

/// Whether a page is on agreements, or on who takes part in services.
fn is_of_agreements(page: &Page) -> bool {
    matches!(
        page,
        Page::Chain
            | Page::Suppliers
            | Page::Supplier(_)
            | Page::Customers
            | Page::Customer(_)
            | Page::Performance
            | Page::PerformanceCsv
            | Page::PerformanceXlsx
            | Page::PerformanceJson
            | Page::AgreementsCsv
    )
}
