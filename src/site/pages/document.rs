//! The page of a document: identity and approval in the title block, the text, its history, its clauses.

use serde::Serialize;

use super::shared::{self, Day, DocLink, StateView};
use crate::evaluate::corpus::Entry;
use crate::evaluate::state::State;
use crate::model::inputs::Repository;
use crate::model::outline::Target;
use crate::site::Site;
use crate::site::frame::{About, Frame};
use crate::site::render::escape;
use crate::site::render::markdown::{self, Contents, Resolved};

/// Variables of `document.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    id: String,
    title: String,
    type_title: String,
    group: String,
    record: bool,
    state: StateView,
    summary: String,
    banners: Vec<Banner>,
    watermark: String,
    control: Vec<Field>,
    whats_new: Option<WhatsNew>,
    contents: Vec<Contents>,
    body_html: String,
    versions: Vec<VersionRow>,
    revisions: Vec<RevisionRow>,
    revisions_note: String,
    clauses: Vec<ClauseRow>,
    related: Vec<DocLink>,
    edit_href: String,
    check_address: String,
    printed_version: String,
}

#[derive(Debug, Serialize)]
struct Banner {
    class: &'static str,
    icon: &'static str,
    strong: String,
    text: String,
    link: Option<DocLink>,
}

/// A cell of the title block.
#[derive(Debug, Serialize)]
struct Field {
    label: &'static str,
    value: String,
    href: String,
    small: String,
    class: &'static str,
    date: Option<Day>,
}

#[derive(Debug, Serialize)]
struct WhatsNew {
    version: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct VersionRow {
    version: String,
    date: Option<Day>,
    summary: String,
    approver: String,
    state: StateView,
}

#[derive(Debug, Serialize)]
struct RevisionRow {
    commit: String,
    date: Day,
    author: String,
    subject: String,
}

#[derive(Debug, Serialize)]
struct ClauseRow {
    label: String,
    title: String,
    href: String,
    section: String,
}

/// The page of an entry.
#[must_use]
pub fn view(site: &Site, path: &str, entry: &Entry) -> View {
    let sms = &site.sms;
    let drafts = sms.inputs.drafts;
    let document = if drafts { &entry.head } else { entry.document() };
    let title = document.title_or_label().to_owned();
    let shown = drafts || entry.edition().is_some();
    let rendered = shown.then(|| markdown::body(document, &|target| resolve(site, path, document, target)));
    let (body_html, contents) = rendered.map_or_else(Default::default, |body| (body.html, body.contents));
    let state = entry.state();
    let version = document.version.as_ref().map(|version| version.value.to_string()).unwrap_or_default();
    let summary = document.summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default();
    let class = document.classification.as_ref().map_or("Not classified", |class| shared_class(class.value.word()));
    let in_force = entry.edition().and_then(|edition| edition.effective);
    let right = [
        (!version.is_empty()).then(|| format!("Version {version}")),
        in_force.filter(|_| !entry.is_record()).map(|day| format!("in force from {}", shared::day(day).text)),
        Some(class.to_owned()),
    ];
    let print = (format!("{} {title}", entry.id), right.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    let off = matches!(state, State::Superseded | State::Withdrawn);
    let about = About {
        path,
        title: &format!("{} {title}", entry.id),
        description: if summary.is_empty() { &title } else { &summary },
        section: if entry.is_record() { "Records" } else { "Documents" },
        print,
        landscape: false,
        noindex: off || !state.is_in_force() && !entry.is_record(),
        language: document.language.as_ref().map(|language| language.value.as_str()),
    };
    let change = document.change_summary.as_ref().filter(|_| shown && !entry.is_record());
    View {
        frame: site.frame(&about),
        id: entry.id.to_string(),
        type_title: shared::type_title(entry),
        group: entry.doc_type.as_ref().map(|doc_type| doc_type.plural.clone()).unwrap_or_default(),
        record: entry.is_record(),
        state: shared::state(state),
        banners: banners(site, entry, shown),
        watermark: watermark(state, drafts).to_owned(),
        control: control(site, entry),
        whats_new: change.map(|change| WhatsNew { version: version.clone(), text: change.value.clone() }),
        contents,
        body_html,
        versions: versions(site, entry),
        revisions: revisions(site, entry),
        revisions_note: revisions_note(site),
        clauses: clauses(site, entry),
        related: document.related.iter().filter_map(|id| Some(shared::doc_link(sms.corpus.get(&id.value)?))).collect(),
        edit_href: edit_href(site, entry),
        check_address: check_address(site, entry, &version),
        printed_version: version,
        title,
        summary,
    }
}

fn shared_class(word: &'static str) -> &'static str {
    match word {
        "public" => "Public",
        "internal" => "Internal",
        "confidential" => "Confidential",
        _ => "Restricted",
    }
}

fn watermark(state: State, drafts: bool) -> &'static str {
    match state {
        State::Superseded => "SUPERSEDED",
        State::Withdrawn => "WITHDRAWN",
        State::Draft | State::InReview | State::Unproven if drafts => "DRAFT",
        _ => "",
    }
}

/// Where a link of a document leads, from the page at a path.
fn resolve(site: &Site, path: &str, document: &crate::model::document::Document, target: &Target) -> Resolved {
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
            match site.attachment_path(&file) {
                Some(path) => Resolved::Href { href: format!("{root}{}", escape::address(path.as_str())), id: None },
                None => Resolved::Text,
            }
        }
    }
}

fn banners(site: &Site, entry: &Entry, shown: bool) -> Vec<Banner> {
    let sms = &site.sms;
    let banner =
        |class, icon, strong: &str, text: String| Banner { class, icon, strong: strong.to_owned(), text, link: None };
    let mut banners = Vec::new();
    let head = &entry.head;
    let reason = head.withdrawn_reason.as_ref().map(|reason| reason.value.clone()).unwrap_or_default();
    match entry.state() {
        State::Superseded => {
            let successor = head.superseded_by.as_ref().and_then(|id| sms.corpus.get(&id.value)).map(shared::doc_link);
            let mut superseded = banner("bad", "sup", "Do not follow this document.", "It was replaced by".to_owned());
            superseded.link = successor;
            banners.push(superseded);
        }
        State::Withdrawn => {
            let since =
                head.withdrawn_on.as_ref().map(|day| format!("on {}", shared::day(day.value).text)).unwrap_or_default();
            let owner = head.owner.as_ref().map(|owner| shared::role_title(sms, &owner.value)).unwrap_or_default();
            banners.push(banner(
                "mute",
                "na",
                "Do not follow this document.",
                format!("It was withdrawn {since}. {reason} Nothing replaces it; ask the {owner}."),
            ));
        }
        State::ReviewOverdue => {
            let due = entry.next_review.map(|day| shared::day(day).text).unwrap_or_default();
            banners.push(banner(
                "due",
                "over",
                "The review of this document is overdue.",
                format!("It was due by {due}. The text is still in force."),
            ));
        }
        State::Scheduled => {
            let from = entry
                .next
                .as_ref()
                .and_then(|next| next.effective)
                .map(|day| shared::day(day).text)
                .unwrap_or_default();
            banners.push(banner("draft", "soon", "Not yet in force.", format!("This version counts from {from}.")));
        }
        state @ (State::Draft | State::InReview | State::Unproven) => {
            let what = match state {
                State::InReview => "This document is in review.",
                State::Unproven => "The approval of this document is not proven.",
                _ => "This is a draft.",
            };
            let text = if shown {
                "It is not approved. Do not rely on it."
            } else {
                "No version of it is in force, so its text is not shown."
            };
            banners.push(banner("draft", "draft", what, text.to_owned()));
        }
        _ => {}
    }
    if let Repository::Cut { reason } = &sms.inputs.repository {
        banners.push(banner("due", "over", "The history is not known.", format!("No history is shown: {reason}.")));
    }
    banners
}

/// The title block: who answers for what is shown, and on what that rests. A missing value says so.
fn control(site: &Site, entry: &Entry) -> Vec<Field> {
    let sms = &site.sms;
    let document = if sms.inputs.drafts { &entry.head } else { entry.document() };
    let missing = || ("Not recorded".to_owned(), "missing");
    let field = |label, (value, class): (String, &'static str)| Field {
        label,
        value,
        href: String::new(),
        small: String::new(),
        class,
        date: None,
    };
    let text = |value: Option<String>| value.map_or_else(missing, |value| (value, ""));
    let dated = |label, day: Option<jiff::civil::Date>| Field {
        date: day.map(shared::day),
        ..field(label, text(day.map(|day| shared::day(day).text)))
    };
    let version = text(document.version.as_ref().map(|version| version.value.to_string()));
    let class = text(document.classification.as_ref().map(|class| shared_class(class.value.word()).to_owned()));
    let owner = document.owner.as_ref().map(|owner| owner.value.as_str());
    let mut owner_field = field("Owner", text(owner.map(|owner| shared::role_title(sms, owner))));
    if let Some(owner) = owner {
        owner_field.small = shared::holders(sms, owner);
        if sms.inputs.people.role(owner).is_some() {
            owner_field.href = format!("roles/{owner}/index.html");
        }
    }
    let mut commit = field("Source", (document.file.path().file_name().unwrap_or_default().to_owned(), "path"));
    if let Some(id) = newest_commit(site, entry) {
        commit = field("Commit", (id, "id"));
        commit.small = document.file.path().to_string();
    }
    if entry.is_record() {
        let happened = document.occurred_on.as_ref().map(|day| day.value);
        let when = match (&document.period, happened) {
            (Some(period), None) => field("Period", (period.value.clone(), "")),
            _ => dated("Happened on", happened),
        };
        let by = document.front.get("recorded_by").and_then(crate::model::node::Node::text);
        let recorded = field("Recorded by", text(by.map(|by| shared::person_name(sms, by))));
        let closed = document.front.get("closed_on").and_then(|node| crate::model::date::parse(node.text()?));
        let retention = document.front.get("retention").and_then(crate::model::node::Node::text).map(str::to_owned);
        return vec![
            field("Version", version),
            when,
            dated("Closed on", closed),
            field("Classification", class),
            owner_field,
            recorded,
            field("Kept for", text(retention)),
            commit,
        ];
    }
    let mut approved = field(
        "Approved by",
        text(document.approver.as_ref().map(|approver| shared::person_name(sms, &approver.value))),
    );
    approved.small = document.approved_on.as_ref().map(|day| shared::day(day.value).text).unwrap_or_default();
    let proof = match entry.edition() {
        Some(edition) => {
            let (word, meaning) = shared::evidence(edition.evidence);
            Field { small: meaning.to_owned(), ..field("Approval evidence", (word.to_owned(), "")) }
        }
        None => field("Approval evidence", ("None".to_owned(), "missing")),
    };
    let effective = entry.edition().and_then(|edition| edition.effective).or_else(|| entry.next.as_ref()?.effective);
    vec![
        field("Version", version),
        dated("In force from", effective),
        dated("Next review", entry.next_review),
        field("Classification", class),
        owner_field,
        approved,
        proof,
        commit,
    ]
}

fn newest_commit(site: &Site, entry: &Entry) -> Option<String> {
    let history = &site.sms.inputs.history;
    let revision = history.revisions(entry.document().file.path()).first()?;
    Some(history.commit(revision.commit)?.id.short())
}

fn versions(site: &Site, entry: &Entry) -> Vec<VersionRow> {
    let rows = entry.editions.iter().filter_map(|edition| {
        let document = &edition.document;
        Some(VersionRow {
            version: edition.version.as_ref()?.to_string(),
            date: edition.effective.map(shared::day),
            summary: document.change_summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default(),
            approver: document
                .approver
                .as_ref()
                .map(|approver| shared::person_name(&site.sms, &approver.value))
                .unwrap_or_default(),
            state: shared::state(edition.state),
        })
    });
    if entry.is_record() { Vec::new() } else { rows.collect() }
}

fn revisions(site: &Site, entry: &Entry) -> Vec<RevisionRow> {
    let sms = &site.sms;
    // A draft's commits tell of a text that nobody may read yet.
    if entry.edition().is_none() && !sms.inputs.drafts {
        return Vec::new();
    }
    let history = &sms.inputs.history;
    let rows = history.revisions(entry.head.file.path()).iter().filter_map(|revision| {
        let commit = history.commit(revision.commit)?;
        let date = commit.committed.to_zoned(jiff::tz::TimeZone::UTC).date();
        Some(RevisionRow {
            commit: commit.id.short(),
            date: shared::day(date),
            author: commit.author.name.clone(),
            subject: commit.subject.clone(),
        })
    });
    rows.collect()
}

fn revisions_note(site: &Site) -> String {
    match &site.sms.inputs.repository {
        Repository::None => "This folder has no git history, so no revision can be shown.".to_owned(),
        Repository::Cut { reason } => format!("No revision is shown: {reason}."),
        Repository::Whole => "No commit of this document is published yet.".to_owned(),
    }
}

fn clauses(site: &Site, entry: &Entry) -> Vec<ClauseRow> {
    let sms = &site.sms;
    let document = if sms.inputs.drafts { &entry.head } else { entry.document() };
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
                title: clause.title.clone(),
                href,
                section,
            }),
        }
    }
    rows
}

fn edit_href(site: &Site, entry: &Entry) -> String {
    let pattern = site.sms.inputs.config.site.edit_url.as_deref().unwrap_or_default();
    pattern.replace("{path}", &escape::address(entry.head.file.path().as_str()))
}

/// The address on the printed sheet that tells whether the sheet is still current.
fn check_address(site: &Site, entry: &Entry, version: &str) -> String {
    if version.is_empty() || entry.edition().is_none() {
        return String::new();
    }
    let base = site.sms.inputs.config.site.url.as_deref().map(|url| url.trim_end_matches('/')).unwrap_or_default();
    let base = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://")).unwrap_or(base);
    let page = format!("check/{}/{version}/", entry.id);
    if base.is_empty() { page } else { format!("{base}/{page}") }
}
