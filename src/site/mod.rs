//! The site: every page that exists, cheap to list, and each page made when it is asked for.

mod attachments;
pub mod audience;
pub mod error;
pub mod exports;
pub mod frame;
pub mod pages;
pub mod plan;
pub mod render;
mod search;
mod style;
pub mod theme;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};

use attachments::Attachments;

use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::model::document::Document;
use crate::model::framework::Framework;
use crate::model::history::ObjectId;
use crate::model::language::Language;
use crate::read::embedded::Files;
pub use error::Error;
use exports::origin::Origin;
use frame::{About, Frame};
use plan::{Page, Plan};
use theme::Theme;

/// A site that was planned.
pub struct Site {
    /// What it shows.
    pub sms: Sms,
    theme: Theme,
    plan: Plan,
    attachments: Attachments,
    audience: String,
    live: bool,
    /// Whose the printed sheets are, worked out when the first page is made.
    whose: OnceLock<String>,
    /// Index of the search, made when its first part is asked for.
    search: OnceLock<search::Made>,
}

impl Site {
    /// Plans the site of a system that holds only what its audience may read.
    ///
    /// # Errors
    ///
    /// Where the theme cannot be used.
    pub fn new(
        sms: Sms,
        theme: &Files,
        attachments: BTreeMap<Utf8PathBuf, Arc<[u8]>>,
        audience: &str,
        live: bool,
    ) -> Result<Self, Error> {
        let chosen = &sms.inputs.config.site;
        let globals = |language: &Language| frame::globals(&sms, audience, &language.tag);
        let theme = Theme::load(theme, &chosen.theme, &chosen.language, globals)?;
        let attachments = Attachments::of(&sms, attachments);
        let (plan, audience, whose, search) = (Plan::default(), audience.to_owned(), OnceLock::new(), OnceLock::new());
        let mut site = Self { sms, theme, plan, attachments, audience, live, whose, search };
        site.plan = plan::plan(&site);
        Ok(site)
    }

    /// Every path of the site, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &Utf8Path> {
        self.plan.pages.keys().map(Utf8PathBuf::as_path)
    }

    /// How many pages and files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.plan.pages.len()
    }

    /// Whether there is nothing to publish, which never is so: there is a home page.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.plan.pages.is_empty()
    }

    /// The bytes of a page or file; `None` where there is none at this path.
    ///
    /// # Errors
    ///
    /// Where the theme fails.
    pub fn render(&self, path: &Utf8Path) -> Result<Option<Vec<u8>>, Error> {
        match self.plan.pages.get(path) {
            Some(page) => {
                // Programs read data files: names there are the same in every language. That it is said to be English
                // matters: a thread that waits within a page may take up the making of another file.
                let is_data = matches!(path.extension(), Some("csv" | "json" | "xlsx"));
                let english = || Arc::new(Language::default());
                let language = if is_data { &english() } else { &self.theme.language };
                language.speak(|| self.make(path.as_str(), page)).map(Some)
            }
            None => Ok(None),
        }
    }

    fn make(&self, path: &str, page: &Page) -> Result<Vec<u8>, Error> {
        let entries = &self.sms.corpus.entries;
        match page {
            Page::Home => self.theme.render("home.html", &pages::home::view(self, path)),
            Page::Document(index) => {
                self.theme.render("document.html", &pages::document::view(self, path, &entries[*index]))
            }
            Page::Version(index, edition) => {
                let entry = &entries[*index];
                let view = pages::document::version(self, path, entry, *edition);
                self.theme.render("document.html", &view.ok_or_else(|| Error::text(path))?)
            }
            Page::Redline(index, edition) => {
                let view = pages::versions::consecutive(self, path, &entries[*index], *edition);
                self.theme.render("redline.html", &view.ok_or_else(|| Error::text(path))?)
            }
            Page::DraftRedline(index) => {
                let view = pages::versions::draft(self, path, &entries[*index]);
                self.theme.render("redline.html", &view.ok_or_else(|| Error::text(path))?)
            }
            Page::Check(index, edition) => {
                self.theme.render("check.html", &pages::check::view(self, path, &entries[*index], *edition))
            }
            Page::Feed => Ok(exports::feed::atom(self)),
            Page::Register => self.theme.render("register.html", &pages::register::view(self, path)),
            Page::RegisterCsv => Ok(exports::register::csv(&self.sms)),
            Page::RegisterXlsx => exports::register::xlsx(&self.sms, &Origin::in_site(self, path)),
            Page::RegisterJson => Ok(exports::register::json(&self.sms)),
            Page::Frameworks => self.theme.render("list.html", &pages::list::frameworks::view(self, path)),
            Page::Matrix(framework) => self.theme.render("matrix.html", &pages::matrix::view(self, path, framework)),
            Page::CoverageCsv(id) => Ok(exports::coverage::csv(&self.sms, self.framework(path, id)?)),
            Page::CoverageXlsx(id) => {
                exports::coverage::xlsx(&self.sms, self.framework(path, id)?, &Origin::in_site(self, path))
            }
            Page::CoverageJson(id) => Ok(exports::coverage::json(&self.sms, self.framework(path, id)?)),
            Page::Clause(framework, clause) => {
                self.theme.render("clause.html", &pages::clause::view(self, path, framework, clause))
            }
            Page::OscalCatalog(framework) => {
                let inputs = &self.sms.inputs;
                Ok(exports::oscal::catalog(inputs, &inputs.frameworks[framework]))
            }
            Page::OscalComponentDefinition(framework) => {
                Ok(exports::oscal::component_definition(&self.sms, &self.sms.inputs.frameworks[framework]))
            }
            Page::Readiness => self.theme.render("readiness.html", &pages::readiness::view(self, path)),
            Page::Auditors => self.theme.render("computed.html", &pages::auditors::view(self, path)),
            Page::SinceAudit => self.theme.render("since-audit.html", &pages::since_audit::view(self, path)),
            Page::TrendCsv => Ok(exports::trend::csv(&self.sms)),
            Page::TrendXlsx => exports::trend::xlsx(&self.sms, &Origin::in_site(self, path)),
            Page::TrendJson => Ok(exports::trend::json(&self.sms)),
            Page::Scope => self.theme.render("scope.html", &pages::scope::view(self, path)),
            Page::PartiesCsv => Ok(exports::parties::csv(&self.sms)),
            Page::PartiesXlsx => exports::parties::xlsx(&self.sms, &Origin::in_site(self, path)),
            Page::PartiesJson => Ok(exports::parties::json(&self.sms)),
            Page::Performance => self.theme.render("performance.html", &pages::performance::view(self, path)),
            Page::PerformanceCsv => Ok(exports::performance::csv(&self.sms)),
            Page::PerformanceXlsx => exports::performance::xlsx(&self.sms, &Origin::in_site(self, path)),
            Page::PerformanceJson => Ok(exports::performance::json(&self.sms)),
            Page::ServicesCsv => Ok(exports::services::csv(&self.sms)),
            Page::AgreementsCsv => Ok(exports::services::agreements_csv(&self.sms)),
            Page::ServicesXlsx => exports::services::xlsx(&self.sms, &Origin::in_site(self, path)),
            Page::ServicesJson => Ok(exports::services::json(&self.sms)),
            Page::Services => self.theme.render("services.html", &pages::services::view(self, path)),
            Page::Chain => self.theme.render("computed.html", &pages::services::chain::view(self, path)),
            Page::Suppliers => self.theme.render("computed.html", &pages::services::suppliers::list(self, path)),
            Page::Supplier(id) => {
                let view = pages::services::suppliers::one(self, path, id);
                self.theme.render("computed.html", &view.ok_or_else(|| Error::text(path))?)
            }
            Page::Customers => self.theme.render("computed.html", &pages::services::customers::list(self, path)),
            Page::Customer(id) => {
                let view = pages::services::customers::one(self, path, id);
                self.theme.render("computed.html", &view.ok_or_else(|| Error::text(path))?)
            }
            Page::Records => self.theme.render("list.html", &pages::list::records::view(self, path)),
            Page::Actions => self.theme.render("computed.html", &pages::actions::view(self, path)),
            Page::ReviewsIcs => Ok(exports::calendar::ics(self)),
            Page::Reviews => self.theme.render("list.html", &pages::list::reviews::view(self, path)),
            Page::Changes => self.theme.render("changes.html", &pages::changes::view(self, path)),
            Page::Roles => self.theme.render("list.html", &pages::list::roles::view(self, path)),
            Page::Role(role) => self.theme.render("list.html", &pages::list::role::view(self, path, role)),
            Page::Search => self.theme.render("search.html", &pages::search::view(self, path)),
            Page::SearchPart(part) => Ok(search::part(self, *part)),
            Page::NotFound => self.theme.render("404.html", &pages::not_found::view(self, path)),
            Page::Sitemap(base) => Ok(exports::sitemap::xml(self, base)),
            Page::Asset => {
                Ok(self.theme.assets.get(Utf8Path::new(path)).map(|bytes| bytes.to_vec()).unwrap_or_default())
            }
            Page::Attachment(source) => {
                self.attachments.bytes(&self.sms.texts, source).ok_or_else(|| Error::text(path))
            }
        }
    }

    /// A framework that a page was planned for.
    fn framework(&self, path: &str, id: &str) -> Result<&Framework, Error> {
        self.sms.inputs.frameworks.get(id).ok_or_else(|| Error::text(path))
    }

    /// Whether its audience may read all that there is.
    #[must_use]
    pub(crate) fn is_whole(&self) -> bool {
        self.sms.inputs.config.audiences.reads_all(&self.audience)
    }

    /// The frame of a page.
    #[must_use]
    pub(crate) fn frame(&self, about: &About<'_>) -> Frame {
        let whose = self.whose.get_or_init(|| frame::whose(&self.sms, &self.audience));
        frame::frame(&self.sms, whose, about, self.live)
    }

    /// The text of a version, with the fields that may change since as they stand now.
    #[must_use]
    pub(crate) fn text_of(&self, entry: &Entry, index: usize) -> Option<Arc<Document>> {
        if entry.current == Some(index)
            && let Some(text) = &entry.text
        {
            return Some(Arc::clone(text));
        }
        let edition = entry.editions.get(index)?;
        let document = self.sms.texts.document(&edition.path, edition.content?)?;
        Some(Arc::new(document.with_control_of(&edition.statement)))
    }

    /// Where a file that a text links stands in the site: as a commit has it, or without one as it lies on disk. `None`
    /// where it is not part of the site.
    #[must_use]
    pub(crate) fn attachment_path(&self, commit: Option<ObjectId>, file: &Utf8Path) -> Option<Utf8PathBuf> {
        self.attachments.path(commit, file)
    }
}
