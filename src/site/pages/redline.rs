//! What changed from one version of a document to another.

use jiff::civil::Date;
use serde::Serialize;

use super::shared::{self, Day};
use crate::evaluate::Sms;
use crate::evaluate::redline::{FieldChange, Redline};
use crate::evaluate::state::State;
use crate::model::doc_id::DocId;
use crate::say;
use crate::site::Site;
use crate::site::frame::{About, Frame, Item};
use crate::site::render::redline::{self as render, Versions};

/// One of the two versions.
#[derive(Clone, Debug)]
pub struct Side {
    /// Version, as `3.1`.
    pub version: String,
    /// First day in force.
    pub day: Option<Date>,
    /// Short name of the commit that the text comes from.
    pub commit: Option<String>,
    /// Page where it can be read, from the root of the site.
    pub href: String,
    /// Where it stands today.
    pub state: State,
}

/// A value of the title block.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fact {
    /// The value; the page says that none was stated where it is empty.
    pub value: String,
    /// What stands below it in small letters; may be empty.
    pub small: String,
    /// Where it leads, from the root of the site.
    pub href: Option<String>,
}

/// What a page is made of.
pub struct Comparison<'a> {
    /// Id of the document.
    pub id: &'a str,
    /// Its title in the new version.
    pub title: &'a str,
    /// Page of the document, from the root of the site.
    pub href: &'a str,
    /// The old version.
    pub from: &'a Side,
    /// The new version.
    pub to: &'a Side,
    /// Who approved the new version, and on what grounds.
    pub approved_by: Fact,
    /// Why it was changed.
    pub reason: Fact,
    /// Redlines of the same document, newest first, this one among them.
    pub others: Vec<Item>,
    /// What changed.
    pub redline: &'a Redline,
    /// Classification of the new version, in words.
    pub class: String,
    /// Language of the document, where it differs from that of the site.
    pub language: Option<&'a str>,
    /// Kept out of search engines.
    pub noindex: bool,
}

/// Variables of `redline.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    id: String,
    title: String,
    doc_href: String,
    summary: String,
    from: SideView,
    to: SideView,
    facts: [Labelled; 2],
    others: Vec<Item>,
    /// Whether the body changed, so that there is something to walk through.
    changed: bool,
    fields: Vec<FieldView>,
    body_html: String,
}

#[derive(Debug, Serialize)]
struct SideView {
    version: String,
    day: Option<Day>,
    commit: Option<String>,
    href: String,
    /// `Read 3.1, superseded`
    read: String,
    icon: &'static str,
}

#[derive(Debug, Serialize)]
struct Labelled {
    label: String,
    #[serde(flatten)]
    fact: Fact,
}

#[derive(Debug, Serialize)]
struct FieldView {
    field: String,
    before_html: Option<String>,
    after_html: Option<String>,
}

/// The page of a redline.
#[must_use]
pub fn view(site: &Site, path: &str, comparison: Comparison<'_>) -> View {
    let Comparison { id, title, from, to, redline, .. } = comparison;
    let versions = say!("{from} to {to}|versions", from = from.version, to = to.version);
    let in_force = to.day.map(|day| say!("in force from {day}", day = shared::day(day).text));
    let right = [shared::stamp(to.state), say!("Redline {versions}", versions), in_force.unwrap_or_default()];
    let right = right.into_iter().chain([comparison.class]).filter(|part| !part.is_empty());
    let about = About {
        path,
        title: say!("{title}: what changed from {from} to {to}", title, from = from.version, to = to.version),
        description: format!("{id} {versions}: {}", redline.summary()),
        section: "Documents",
        print: (format!("{id} {title}"), right.collect::<Vec<_>>().join(" · ")),
        landscape: false,
        noindex: comparison.noindex,
        language: comparison.language,
    };
    let facts = [(say!("Approved by"), comparison.approved_by), (say!("Reason"), comparison.reason)];
    View {
        frame: site.frame(&about),
        id: id.to_owned(),
        title: title.to_owned(),
        doc_href: comparison.href.to_owned(),
        summary: redline.summary(),
        from: side(from),
        to: side(to),
        facts: facts.map(|(label, fact)| Labelled { label, fact }),
        others: comparison.others,
        changed: redline.counts.changes > 0,
        fields: redline.fields.iter().map(field).collect(),
        body_html: render::body(
            redline,
            Versions { from: &from.version, to: &to.version, may_name: &|target| may_name(&site.sms, target) },
        ),
    }
}

fn side(side: &Side) -> SideView {
    SideView {
        version: side.version.clone(),
        day: side.day.map(shared::day),
        commit: side.commit.clone(),
        href: side.href.clone(),
        read: say!("Read {version}, {state}", version = side.version, state = shared::state_within(side.state)),
        icon: shared::state(side.state).icon,
    }
}

fn field(change: &FieldChange) -> FieldView {
    FieldView {
        field: change.field.clone(),
        before_html: change.before.as_deref().map(render::removed),
        after_html: change.after.as_deref().map(render::added),
    }
}

/// Whether the site has the document to which a link leads. Addresses and files that are no documents are no secret.
fn may_name(sms: &Sms, target: &str) -> bool {
    let target = target.split('#').next().unwrap_or_default();
    let file = target.rsplit('/').next().unwrap_or(target);
    match DocId::new(target).filter(DocId::is_well_formed) {
        _ if target.is_empty() || target.contains("://") => true,
        Some(_) => sms.corpus.get(target).is_some(),
        None if file.ends_with(".md") => sms.corpus.entries.iter().any(|entry| entry.path.file_name() == Some(file)),
        None => true,
    }
}
