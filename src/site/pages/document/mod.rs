//! The page of a document: identity and approval in the title block, the text, its history, its clauses.

mod banners;
mod control;
mod entries;
mod history;

use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use super::services::computed::{self, Computed};
use super::shared::{self, DocLink, StateView};
use super::{register, versions};
use crate::evaluate::corpus::Entry;
use crate::evaluate::editions::Edition;
use crate::evaluate::state::State;
use crate::model::date;
use crate::model::document::Document;
use crate::model::history::ObjectId;
use crate::model::language;
use crate::model::outline::Target;
use crate::say;
use crate::site::Site;
use crate::site::attachments::commit_of;
use crate::site::exports::changes;
use crate::site::frame::{About, Frame};
use crate::site::render::markdown::{self, Contents, Resolved};
use crate::site::render::plain::Section;
use crate::site::render::{code, escape};

/// Variables of `document.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    id: String,
    title: String,
    type_title: String,
    /// Entry of the menu that it belongs to: label and page.
    above: (String, &'static str),
    /// Types like its own, and where the list of them stands; empty for none.
    group: String,
    group_href: String,
    state: StateView,
    summary: String,
    banners: Vec<banners::Banner>,
    watermark: String,
    control: Vec<control::Field>,
    whats_new: Option<WhatsNew>,
    contents: Vec<Contents>,
    body_html: String,
    entries: Option<entries::Entries>,
    /// What is computed of a service or an agreement, on the page of the version in force.
    computed: Option<Computed>,
    /// Whether the text is shown only to those who ask for it.
    folded: bool,
    versions: Vec<history::VersionRow>,
    /// Whether any of them rests on a tag that can be verified.
    verifiable: bool,
    revisions: Vec<history::RevisionRow>,
    revisions_note: String,
    clauses: Vec<ClauseRow>,
    related: Vec<DocLink>,
    edit_href: String,
    verify: Option<Verify>,
}

/// How the reader of a printed sheet finds out whether it is still current.
#[derive(Debug, Serialize)]
struct Verify {
    /// Address that says so; empty where nobody knows where the site stands.
    address: String,
    /// What to compare the sheet with where there is no address.
    version: String,
    /// What a printed copy is worth.
    note: String,
    /// The address as a code for cameras; empty for none.
    code_html: String,
}

#[derive(Debug, Serialize)]
struct WhatsNew {
    version: String,
    /// Whether it is what a draft would change.
    draft: bool,
    /// Why it was changed; may be empty for a draft.
    text: String,
    /// Redline to the version before it; empty where there is none.
    redline: String,
}

#[derive(Debug, Serialize)]
struct ClauseRow {
    label: String,
    title: String,
    href: String,
    section: String,
}

/// What a page shows of a document.
struct Reading<'a> {
    entry: &'a Entry,
    /// The text; where no text may be shown, one that tells only that there is one.
    document: Arc<Document>,
    /// The version that it is; `None` for a draft.
    edition: Option<&'a Edition>,
    /// Its index in the versions of the entry.
    index: Option<usize>,
    /// Whether this is the page of the document rather than that of one version.
    is_current: bool,
    /// Whether the text is not one that counts.
    is_draft: bool,
}

impl Reading<'_> {
    /// The last day in force of what is read, where it has one: before a newer version, or before another document.
    fn until(&self, site: &Site) -> Option<Date> {
        let edition = self.edition?;
        let own = || edition.in_force_until.or(edition.withdrawn_from.and_then(|day| day.yesterday().ok()));
        let of_document = || {
            let last = self.index.is_some() && self.index == self.entry.current;
            let from = changes::superseded_from(&site.sms, self.entry).filter(|_| last)?;
            from.yesterday().ok()
        };
        own().or_else(of_document)
    }
}

/// The text that stands for an entry: that of the version in force, or in a preview the newest.
pub(in crate::site) struct Text<'a> {
    /// The text; where no text may be shown, one that tells only that there is one.
    pub(in crate::site) document: &'a Arc<Document>,
    /// The version that it is; `None` for a draft.
    pub(in crate::site) edition: Option<&'a Edition>,
    /// Whether it is a text to come, which a preview shows in the place of the one in force.
    drafts: bool,
    /// Whether readers are shown more of it than that there is one.
    pub(in crate::site) shown: bool,
}

/// The text that stands for an entry.
pub(in crate::site) fn text<'a>(site: &Site, entry: &'a Entry) -> Text<'a> {
    let newest = entry.edition().is_some_and(|edition| {
        edition.statement.hash == entry.head.hash
            && entry.standing.approval.is_none()
            && entry.standing.withdrawal.is_none()
    });
    let drafts = site.sms.inputs.drafts && !newest;
    let (document, edition) = match drafts {
        // What is approved for a later day is no draft any more.
        true => (&entry.head, scheduled(entry).map(|index| &entry.editions[index])),
        false => (entry.document(), entry.edition()),
    };
    Text { document, edition, drafts, shown: site.sms.inputs.drafts || edition.is_some() }
}

/// The version that the newest text is, where that is approved for a later day.
fn scheduled(entry: &Entry) -> Option<usize> {
    entry.editions.iter().position(|edition| {
        edition.state == State::Scheduled
            && edition.statement.hash == entry.head.hash
            && edition.version == entry.head.version.as_ref().map(|version| version.value.clone())
    })
}

/// What the page of an entry shows below its text, as plain text: the entries of a register, computed values.
pub(in crate::site) fn more(site: &Site, entry: &Entry, document: &Document) -> Vec<Section> {
    let entries = entries::entries(&site.sms, document).map(|entries| Section {
        anchor: "list-of-entries".to_owned(),
        heading: say!("List of entries"),
        text: entries.plain(),
    });
    let computed = computed::computed(site, &shared::doc_href(entry), entry);
    let computed = computed.map(|computed| computed.sections).unwrap_or_default();
    let computed = computed.into_iter().map(|section| Section {
        text: section.plain(),
        anchor: section.id,
        heading: section.title,
    });
    entries.into_iter().chain(computed).collect()
}

/// The page of an entry: the version in force, or in a preview the newest text.
#[must_use]
pub fn view(site: &Site, path: &str, entry: &Entry) -> View {
    let Text { document, edition, drafts, .. } = text(site, entry);
    let index = if drafts { scheduled(entry) } else { entry.current.filter(|_| edition.is_some()) };
    let is_draft = drafts && edition.is_none() && !entry.is_record();
    let reading = Reading { entry, document: Arc::clone(document), edition, index, is_current: true, is_draft };
    page(site, path, &reading)
}

/// The permanent page of a version. `None` where its text cannot be read any more.
#[must_use]
pub fn version(site: &Site, path: &str, entry: &Entry, index: usize) -> Option<View> {
    let edition = entry.editions.get(index)?;
    let document = site.text_of(entry, index)?;
    let reading =
        Reading { entry, document, edition: Some(edition), index: Some(index), is_current: false, is_draft: false };
    Some(page(site, path, &reading))
}

fn page(site: &Site, path: &str, reading: &Reading<'_>) -> View {
    let sms = &site.sms;
    let Reading { entry, document, .. } = reading;
    let edition = reading.edition;
    let title = shared::title(document);
    let shown = sms.inputs.drafts || edition.is_some();
    // A preview shows the pictures that lie on disk.
    let committed = reading.index.filter(|_| !(sms.inputs.drafts && reading.is_current));
    let commit = committed.and_then(|index| commit_of(sms, entry, index));
    let rendered = shown.then(|| markdown::body(document, &|target| resolve(site, path, commit, document, target)));
    let (body_html, contents) = rendered.map_or_else(Default::default, |body| (body.html, body.contents));
    let state = match (edition, &entry.next) {
        (Some(edition), _) => edition.state,
        (None, Some(next)) => next.state,
        (None, None) if reading.is_draft => State::Draft,
        (None, None) => entry.state(),
    };
    let version = document.version.as_ref().map(|version| version.value.to_string()).unwrap_or_default();
    let summary = document.summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default();
    let class = shared::class_of(document);
    let stamp = if reading.is_draft { shared::stamp(State::Draft) } else { shared::stamp(state) };
    let in_force = edition.and_then(|edition| edition.effective).filter(|_| !entry.is_record());
    let until = reading.until(site).filter(|_| in_force.is_some() && !reading.is_draft);
    let right = [
        stamp.clone(),
        if version.is_empty() { String::new() } else { say!("Version {version}", version) },
        match (in_force.map(date::display), until.map(date::display)) {
            (Some(from), Some(until)) => say!("in force {from} to {until}", from, until),
            (Some(day), None) => say!("in force from {day}", day),
            (None, _) => String::new(),
        },
        class,
    ];
    let right: Vec<_> = right.into_iter().filter(|part| !part.is_empty()).collect();
    let off = matches!(state, State::Superseded | State::Withdrawn);
    let name = match (reading.is_current, reading.is_draft) {
        (_, true) => say!("Draft: {id} {title}", id = entry.id, title),
        (true, _) => format!("{} {title}", entry.id),
        (false, _) => say!("{id} {title}, version {version}", id = entry.id, title, version),
    };
    let about = About {
        path,
        title: name.clone(),
        description: if summary.is_empty() { title.clone() } else { summary.clone() },
        section: section(entry).0,
        print: (format!("{} {title}", entry.id), right.join(" · ")),
        landscape: false,
        noindex: off || !reading.is_current || !state.is_in_force() && !entry.is_record(),
        language: document.language.as_ref().map(|language| language.value.as_str()),
    };
    let related = document.related.iter().filter_map(|id| Some(shared::doc_link(sms.corpus.get(&id.value)?)));
    let versions = history::versions(site, reading);
    View {
        frame: site.frame(&about),
        id: entry.id.to_string(),
        type_title: shared::type_title(entry),
        above: {
            let (_, label, href) = section(entry);
            (label, href)
        },
        group: group(entry),
        group_href: match &entry.doc_type {
            Some(doc_type) if !entry.is_record() && !group(entry).is_empty() => register::type_href(&doc_type.name),
            _ => String::new(),
        },
        state: shared::state(state),
        banners: banners::banners(site, reading),
        watermark: stamp,
        control: control::control(site, reading),
        whats_new: whats_new(site, reading).filter(|_| shown && !entry.is_record()),
        contents,
        computed: if shown && reading.is_current { computed::computed(site, path, entry) } else { None },
        entries: if shown { entries::entries(sms, document) } else { None },
        body_html,
        folded: state == State::Withdrawn,
        verifiable: versions.iter().any(history::VersionRow::is_verifiable),
        versions,
        revisions: history::revisions(site, reading),
        revisions_note: history::note(site),
        clauses: clauses(site, document),
        related: related.collect(),
        edit_href: edit_href(site, entry),
        verify: verify(site, entry, edition),
        title,
        summary,
    }
}

/// Where a link of a document leads, from the page at a path.
fn resolve(site: &Site, path: &str, commit: Option<ObjectId>, document: &Document, target: &Target) -> Resolved {
    let root = "../".repeat(path.matches('/').count());
    let to_entry = |entry: Option<&Entry>, anchor: &Option<String>| match entry {
        Some(entry) => {
            let anchor = anchor.as_ref().map(|anchor| format!("#{}", escape::address(anchor))).unwrap_or_default();
            Resolved::Href {
                href: format!("{root}{}{anchor}", shared::doc_href(entry)),
                id: Some(entry.id.to_string()),
            }
        }
        None => Resolved::Text,
    };
    match target {
        Target::Document { id, anchor } => to_entry(site.sms.corpus.get(id), anchor),
        Target::Anchor(anchor) => Resolved::Href { href: format!("#{}", escape::address(anchor)), id: None },
        Target::External(address) => Resolved::Href { href: address.clone(), id: None },
        Target::Forbidden(_) => Resolved::Text,
        Target::Path { anchor, .. } => {
            let link = crate::model::outline::Link { target: target.clone(), image: false, span: document.body };
            let Some(file) = document.linked_path(&link) else { return Resolved::Text };
            if crate::model::document::is_markdown(&file) {
                return to_entry(site.sms.corpus.at_path(&file), anchor);
            }
            match site.attachment_path(commit, &file) {
                Some(path) => Resolved::Href { href: format!("{root}{}", escape::address(path.as_str())), id: None },
                None => Resolved::Text,
            }
        }
    }
}

fn clauses(site: &Site, document: &Document) -> Vec<ClauseRow> {
    let sms = &site.sms;
    let mut rows: Vec<ClauseRow> = Vec::new();
    for (claim, anchor) in document.claims() {
        let id = claim.value.framework.as_deref().unwrap_or(&sms.inputs.config.framework);
        let Some(framework) = sms.inputs.frameworks.get(id) else { continue };
        let Some(clause) = framework.clause(&claim.value.clause) else { continue };
        let href = shared::clause_href(&framework.id, &clause.id);
        let section =
            anchor.and_then(|anchor| document.outline.headings.iter().find(|heading| heading.anchor == anchor));
        let section = section.map(|heading| heading.text.clone()).unwrap_or_default();
        match rows.iter_mut().find(|row| row.href == href) {
            Some(row) if row.section.is_empty() => row.section = section,
            Some(_) => {}
            None => rows.push(ClauseRow {
                label: format!("{} · {}", framework.title, clause.id),
                title: language::translate(&clause.title),
                href,
                section,
            }),
        }
    }
    rows
}

fn edit_href(site: &Site, entry: &Entry) -> String {
    let pattern = site.sms.inputs.config.site.edit_url.as_deref().unwrap_or_default();
    pattern.replace("{path}", &escape::address(entry.path.as_str()))
}

/// How to find out whether a printed version is still current; `None` for a text that is none.
fn verify(site: &Site, entry: &Entry, edition: Option<&Edition>) -> Option<Verify> {
    let edition = edition?;
    let version = edition.version.as_ref()?.to_string();
    let note = match edition.state {
        State::Superseded | State::Withdrawn => say!("This version is no longer in force. Do not use a copy of it."),
        State::Scheduled => say!("This version is not in force yet. Printed copies are not controlled."),
        _ => say!("Printed copies are not controlled. The version on the site is the one in force."),
    };
    let Some(base) = site.sms.inputs.config.site.url.as_deref() else {
        return Some(Verify { address: String::new(), version, note, code_html: String::new() });
    };
    let address = format!("{}/check/{}/{version}/", base.trim_end_matches('/'), entry.id);
    let label = say!("Code of the address {address}", address);
    Some(Verify { code_html: code::svg(&address, &label).unwrap_or_default(), address, version, note })
}

/// What is new in what is read. Of a draft only what its author has written since.
fn whats_new(site: &Site, reading: &Reading<'_>) -> Option<WhatsNew> {
    let Reading { entry, document, .. } = reading;
    let text = document.change_summary.as_ref().map(|summary| summary.value.clone());
    let version = document.version.as_ref().map(|version| version.value.to_string()).unwrap_or_default();
    if reading.is_draft {
        let old = entry.edition().and_then(|edition| edition.statement.change_summary.clone());
        let text = text.filter(|text| old.as_ref() != Some(text)).unwrap_or_default();
        let redline = versions::draft_href(site, entry).unwrap_or_default();
        let told = !text.is_empty() || !redline.is_empty();
        return told.then_some(WhatsNew { version, draft: true, text, redline });
    }
    let redline = reading.index.and_then(|index| {
        let before = entry.editions.get(index + 1)?.version.as_ref()?;
        Some(shared::redline_href(entry, before, reading.edition?.version.as_ref()?))
    });
    Some(WhatsNew { version, draft: false, text: text?, redline: redline.unwrap_or_default() })
}

/// Documents of the same type; empty where the entry of the menu bears that name already.
fn group(entry: &Entry) -> String {
    let group = entry.doc_type.as_ref().map(|doc_type| language::translate(&doc_type.plural)).unwrap_or_default();
    if group == section(entry).1 { String::new() } else { group }
}

/// Types of documents that readers look for among the services.
const OF_SERVICES: [&str; 4] = ["service", "sla", "ola", "contract"];

/// The entry of the menu that a document belongs to: English label, label and page.
fn section(entry: &Entry) -> (&'static str, String, &'static str) {
    let of_services = entry.doc_type.as_ref().is_some_and(|doc_type| OF_SERVICES.contains(&doc_type.name.as_str()));
    match entry.is_record() {
        true => ("Records", say!("Records"), "records/index.html"),
        false if of_services => ("Services", say!("Services"), "services/index.html"),
        false => ("Documents", say!("Documents"), "register/index.html"),
    }
}
