//! What every page has around it: head, menu, footer. Its size does not depend on the number of documents.

use base64::Engine as _;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::pages::auditors;
use super::pages::shared::class_word;
use super::render::escape::css_string;
use crate::evaluate::Sms;
use crate::model::config::Config;
use crate::model::date;
use crate::model::document::Classification;
use crate::model::inputs::{Content, Repository};
use crate::model::language;
use crate::say;

/// An entry of the menu or the footer.
#[derive(Clone, Debug, Serialize)]
pub struct Item {
    /// Text.
    pub label: String,
    /// Page, from the root of the site.
    pub href: String,
    /// Whether the page shown belongs to it.
    pub current: bool,
}

/// Values that differ from page to page.
#[derive(Debug, Serialize)]
pub struct Frame {
    /// Language tag of the page.
    pub language: String,
    /// Title of the window.
    pub title: String,
    /// One sentence for search engines and feeds.
    pub description: String,
    /// Way from the page to the root of the site: empty or `../../`.
    pub root: String,
    /// Content security policy.
    pub csp: String,
    /// The `@page` rule with the running header and footer of the printed sheet.
    pub print_css_html: String,
    /// Menu.
    pub menu: Vec<Item>,
    /// Whether the page has a search form of its own, so that the head needs none.
    pub own_search: bool,
    /// Kept out of search engines.
    pub noindex: bool,
    /// Class of the body, empty for none.
    pub body_class: String,
    /// Whether the page belongs to a live preview.
    pub live: bool,
}

/// What a page says of itself.
pub struct About<'a> {
    /// Path of the page in the site.
    pub path: &'a str,
    /// Title.
    pub title: String,
    /// One sentence.
    pub description: String,
    /// Entry of the menu that it belongs to, by its English label; empty for none.
    pub section: &'a str,
    /// Top corners of the printed sheet, left and right.
    pub print: (String, String),
    /// Printed across.
    pub landscape: bool,
    /// Kept out of search engines.
    pub noindex: bool,
    /// Language of the page, where it differs from that of the site.
    pub language: Option<&'a str>,
}

/// Entries of the menu by their English labels, labels and pages.
fn menu() -> [(&'static str, String, &'static str); 7] {
    [
        ("Home", say!("Home"), "index.html"),
        ("Documents", say!("Documents"), "register/index.html"),
        ("Services", say!("Services"), "services/index.html"),
        ("Clauses", say!("Clauses"), "clauses/index.html"),
        ("Records", say!("Records"), "records/index.html"),
        ("Changes", say!("Changes"), "changes/index.html"),
        ("Reviews", say!("Reviews"), "reviews/index.html"),
    ]
}

/// Makes the frame of a page.
#[must_use]
pub fn frame(sms: &Sms, whose: &str, about: &About<'_>, live: bool) -> Frame {
    let root = if about.path == "404.html" {
        absolute_root(&sms.inputs.config)
    } else {
        "../".repeat(about.path.matches('/').count())
    };
    let print_css_html = print_css(sms, whose, about);
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(print_css_html.as_bytes()));
    let live_source = if live { " connect-src 'self';" } else { "" };
    let menu = menu().into_iter().map(|(section, label, href)| {
        let href = match section {
            "Clauses" => format!("clauses/{}/index.html", sms.inputs.config.framework),
            _ => href.to_owned(),
        };
        Item { label, href, current: section == about.section }
    });
    Frame {
        language: about.language.unwrap_or(&sms.inputs.config.site.language).to_owned(),
        title: format!("{} · {}", about.title, site_name(&sms.inputs.config)),
        description: about.description.clone(),
        root,
        csp: format!(
            "default-src 'none'; style-src 'self' 'sha256-{hash}'; script-src 'self';{live_source} img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'"
        ),
        print_css_html,
        menu: menu.collect(),
        own_search: matches!(about.path, "index.html" | "404.html" | "search/index.html"),
        noindex: about.noindex || sms.inputs.drafts,
        body_class: String::new(),
        live,
    }
}

/// The path of the site on its host: pages that are not found do not know how deep they are.
fn absolute_root(config: &Config) -> String {
    let path =
        config.site.url.as_deref().and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.split_once('/'));
    match path.map(|(_, path)| path.trim_matches('/')).filter(|path| !path.is_empty()) {
        Some(path) => format!("/{path}/"),
        None => "/".to_owned(),
    }
}

fn site_name(config: &Config) -> String {
    match config.site.organization.as_str() {
        "" => config.site.title.clone(),
        organization => format!("{organization} · {}", config.site.title),
    }
}

/// Running header and footer of the printed sheet. A browser resolves no variables there, so it is written out.
fn print_css(sms: &Sms, whose: &str, about: &About<'_>) -> String {
    let corner = |name: &str, content: &str| {
        format!(
            "@{name}{{font:7.5pt \"Hyperlegible\",\"Liberation Sans\",Arial,sans-serif;color:#333;vertical-align:middle;content:{content}}}"
        )
    };
    // A document has a class of its own; all other sheets are made from what this build shows.
    let right = match () {
        () if about.path.starts_with("docs/") => about.print.1.clone(),
        () if about.print.1.is_empty() || about.print.1 == sms.inputs.config.site.organization => whose.to_owned(),
        () => format!("{} · {whose}", about.print.1),
    };
    let size = if about.landscape { "size:A4 landscape;" } else { "" };
    let parts = [
        corner("top-left", &css_string(&about.print.0)),
        corner("top-right", &css_string(&right)),
        corner(
            "bottom-left",
            &css_string(&say!(
                "{made_of} · as of {day}",
                made_of = made_of(sms),
                day = date::display(sms.inputs.today)
            )),
        ),
        corner("bottom-center", &css_string(&say!("Uncontrolled when printed"))),
        corner("bottom-right", &page_number()),
    ];
    format!("@page{{{size}{}}}", parts.concat())
}

/// Whose sheet it is, the highest class among what the build shows, and for whom that is: `Kestrelmoor · Internal · for
/// staff`. It looks at every version, and so is asked for once a site.
#[must_use]
pub(crate) fn whose(sms: &Sms, audience: &str) -> String {
    let order = &sms.inputs.config.audiences.order;
    // Where no version counts, a preview shows the newest text.
    let classes = sms.corpus.entries.iter().flat_map(|entry| {
        let newest = entry.head.classification.as_ref().map(|class| class.value).filter(|_| entry.editions.is_empty());
        entry.editions.iter().filter_map(|edition| edition.statement.classification).chain(newest)
    });
    let rank = |class: &Classification| order.iter().position(|word| word == class.word());
    let highest = classes.max_by_key(rank).map(class_word);
    let organization = Some(sms.inputs.config.site.organization.clone()).filter(|name| !name.is_empty());
    let parts = [organization, highest, Some(say!("for {audience}", audience))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `Page 1 of 3`, counted by the browser.
fn page_number() -> String {
    const PAGE: &str = "\u{e000}";
    const PAGES: &str = "\u{e001}";
    let counted = css_string(&say!("Page {page} of {pages}", page = PAGE, pages = PAGES))
        .replace(PAGE, "\" counter(page) \"")
        .replace(PAGES, "\" counter(pages) \"");
    counted.trim_start_matches("\"\" ").trim_end_matches(" \"\"").to_owned()
}

/// What the pages are made of, in a few words.
#[must_use]
pub(crate) fn made_of(sms: &Sms) -> String {
    match (&sms.inputs.content, &sms.inputs.repository) {
        (Content::Commit(id), _) => say!("Commit {id}", id = id.short()),
        (Content::WorkingTree, Repository::None) => say!("No git history"),
        (Content::WorkingTree, _) => say!("Preview of files on disk"),
    }
}

/// Values that are the same on every page.
#[derive(Debug, Serialize)]
pub struct Globals {
    site: SiteView,
    build: BuildView,
}

#[derive(Debug, Serialize)]
struct SiteView {
    owner: String,
    subtitle: String,
    /// Language tag of the interface.
    language: String,
    footer: Vec<Column>,
}

#[derive(Debug, Serialize)]
struct Column {
    title: String,
    items: Vec<Item>,
}

#[derive(Debug, Serialize)]
struct BuildView {
    commit: Option<String>,
    made_of: String,
    as_of: String,
    as_of_text: String,
    audience: String,
    /// Whether the audience may read all that there is.
    whole: bool,
    /// The newest release; empty where there is none.
    release: String,
    notes: Vec<String>,
}

/// Makes the values that are the same on every page.
#[must_use]
pub fn globals(sms: &Sms, audience: &str, language: &str) -> Globals {
    let site = &sms.inputs.config.site;
    let item = |label: String, href: &str| Item { label, href: href.to_owned(), current: false };
    let clauses = format!("clauses/{}/index.html", sms.inputs.config.framework);
    let footer = vec![
        Column {
            title: say!("Read|heading"),
            items: vec![
                item(say!("All documents"), "register/index.html"),
                item(say!("Service catalogue"), "services/index.html"),
                item(say!("Roles and owners"), "roles/index.html"),
                item(say!("A to Z"), "search/index.html"),
            ],
        },
        Column {
            title: say!("Audit|heading"),
            items: vec![
                item(say!("For auditors"), auditors::PAGE),
                item(say!("Clause coverage"), &clauses),
                item(say!("Gaps and readiness"), "readiness/index.html"),
                item(say!("Scope and parties"), "scope/index.html"),
                item(say!("Service chain"), "services/chain/index.html"),
                item(say!("Service performance"), "services/performance/index.html"),
                item(say!("Since the last audit"), "readiness/since-audit/index.html"),
                item(say!("Records"), "records/index.html"),
                item(say!("Manifest of this site"), "manifest.json"),
                item(say!("Checksums"), "SHA256SUMS"),
            ],
        },
        Column {
            title: say!("Maintain|heading"),
            items: vec![
                item(say!("Review calendar"), "reviews/index.html"),
                item(say!("Corrective actions"), "actions/index.html"),
                item(say!("What changed"), "changes/index.html"),
            ],
        },
    ];
    let footer: Vec<Column> =
        if sms.inputs.drafts { footer.into_iter().map(without_manifest).collect() } else { footer };
    let told = sms.services.tells_of_agreements();
    let footer = if told { footer } else { footer.into_iter().map(without_agreements).collect() };
    let (owner, subtitle) = match site.organization.as_str() {
        "" => (site.title.clone(), String::new()),
        organization => (organization.to_owned(), site.title.clone()),
    };
    let commit = match &sms.inputs.content {
        Content::Commit(id) => Some(id.short()),
        Content::WorkingTree => None,
    };
    Globals {
        site: SiteView { owner, subtitle, language: language.to_owned(), footer },
        build: BuildView {
            commit,
            made_of: made_of(sms),
            as_of: sms.inputs.today.to_string(),
            as_of_text: date::display(sms.inputs.today),
            audience: audience.to_owned(),
            whole: sms.inputs.config.audiences.reads_all(audience),
            release: sms.inputs.line.releases.last().map(|release| release.name.clone()).unwrap_or_default(),
            notes: notes(sms),
        },
    }
}

/// A preview has no manifest.
fn without_manifest(mut column: Column) -> Column {
    column.items.retain(|item| !matches!(item.href.as_str(), "manifest.json" | "SHA256SUMS"));
    column
}

/// The footer for those who are told nothing of agreements: there are no pages on them.
fn without_agreements(mut column: Column) -> Column {
    column.items.retain(|item| !item.href.starts_with("services/") || item.href == "services/index.html");
    column
}

/// What readers must know of this copy, a sentence each.
#[must_use]
pub(crate) fn notes(sms: &Sms) -> Vec<String> {
    let mut notes = Vec::new();
    match &sms.inputs.repository {
        Repository::None => {
            notes.push(say!("This folder has no git history, so no approval is proven and no change can be traced."))
        }
        Repository::Cut { reason } => {
            notes.push(say!("No history is shown: {reason}.", reason = language::translate(reason)));
        }
        Repository::Whole => {}
    }
    if !sms.inputs.uncommitted.is_empty() && !sms.inputs.drafts {
        notes.push(say!("Changes that were not committed are not part of this site."));
    }
    if sms.inputs.drafts {
        notes.push(say!("This is a preview with drafts. Do not rely on it."));
    }
    notes
}
