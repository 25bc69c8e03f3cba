//! Who may read what: filtered once, when it is known what is in force and before any page is planned. Earlier would be
//! wrong: without a version that an audience may not read, the one before it would seem to be in force.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::Utf8PathBuf;
use rayon::prelude::*;

use super::Error;
use crate::evaluate::Sms;
use crate::evaluate::corpus::{Corpus, Entry};
use crate::evaluate::state::State;
use crate::model::config::Audiences;
use crate::model::doc_id::DocId;
use crate::model::document::{Classification, Document};
use crate::model::finding::{Finding, Place};
use crate::model::history::{History, ObjectId};
use crate::model::inputs::Inputs;
use crate::model::line::{Line, TagKind};
use crate::model::statement::Statement;
use crate::model::version::Version;

/// What a build leaves out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Documents above the ceiling of the audience.
    pub above: usize,
    /// Documents whose classification is missing or unknown.
    pub unclassified: usize,
}

/// What an audience is shown.
pub struct Shown {
    /// The system with nothing in it that the audience may not read.
    pub sms: Sms,
    /// What was left out.
    pub left_out: LeftOut,
    /// The tags that it rests on, with their objects: evidence of what is shown, and releases. Sorted by name.
    pub tags: Vec<(String, ObjectId)>,
}

/// The audience that is built: the one that was asked for, else that of the configuration.
///
/// # Errors
///
/// Where there is none of this name.
pub fn audience(inputs: &Inputs, asked: Option<&str>) -> Result<String, Error> {
    let audiences = &inputs.config.audiences;
    let name = asked.unwrap_or(&audiences.default);
    if audiences.ceiling(name).is_some() {
        return Ok(name.to_owned());
    }
    let known: Vec<_> = audiences.names().into_iter().map(|name| format!("`{name}`")).collect();
    Err(Error::Audience(name.to_owned(), format!("there are {}", known.join(", "))))
}

/// Takes away every version that an audience may not read, every text that nobody approved unless drafts are shown, and
/// everything that is known only of them.
///
/// It fails closed: what has no classification that is known is above every ceiling, and of a document whose version in
/// force may not be read no version is left.
#[must_use]
pub fn filter(mut sms: Sms, audience: &str) -> Shown {
    let audiences = sms.inputs.config.audiences.clone();
    let drafts = sms.inputs.drafts;
    let mut left_out = LeftOut::default();
    for entry in &sms.corpus.entries {
        match class(entry) {
            class if audiences.may_read(audience, class) => {}
            None => left_out.unclassified += 1,
            Some(_) => left_out.above += 1,
        }
    }
    let ids: Vec<DocId> = sms.corpus.entries.iter().map(|entry| entry.id.clone()).collect();
    let corpus = std::mem::take(&mut sms.corpus).filtered(|entry| audiences.may_read(audience, class(entry)));
    let revisions = revisions(&sms.inputs, &corpus.entries, &audiences, audience);
    let mut telling = telling(&sms.inputs, &corpus.entries, &audiences, audience);
    let corpus = readable(corpus, &audiences, audience);
    if !telling.is_empty() {
        telling.extend(beside(&sms, &corpus.entries, &revisions));
    }
    let (of, name) = (audiences.clone(), audience.to_owned());
    sms.past = Arc::new(sms.past.narrowed(Arc::new(move |corpus| readable(corpus, &of, &name))));
    let kept: BTreeSet<String> = corpus.entries.iter().map(|entry| entry.id.folded()).collect();
    sms.inputs.documents.retain(|document| {
        let class = document.classification.as_ref().map(|class| class.value);
        let known = document.id.as_ref().is_some_and(|id| kept.contains(&id.value.folded()));
        drafts && known && audiences.may_read(audience, class)
    });
    let tags = tags(&sms.inputs.line, &corpus.entries);
    let parties = std::mem::take(&mut sms.parties);
    let services = std::mem::take(&mut sms.services);
    sms.renew(corpus);
    sms.parties = std::mem::take(&mut sms.parties).narrowed(&parties, &sms.corpus);
    sms.services = std::mem::take(&mut sms.services).narrowed(&services, &ids, &sms.corpus);
    // Rules judge what was read, not what an audience sees.
    sms.services_to_come = Arc::default();
    if !drafts {
        // What a text says that nobody approved is not told: neither its title nor the names of its sections.
        for entry in &mut sms.corpus.entries {
            entry.head = match &entry.text {
                Some(text) => Arc::clone(text),
                None => Arc::new(withheld(&entry.head)),
            };
        }
        let others = sms.others.values_mut();
        for clause in std::iter::once(&mut sms.coverage).chain(others).flat_map(|coverage| &mut coverage.clauses) {
            for support in clause.support.iter_mut().chain(&mut clause.beside).chain(&mut clause.unfit) {
                support.anchor = support.anchor.take().filter(|_| support.in_force);
            }
        }
    }
    sms.inputs.history = Arc::new(history(&sms.inputs.history, &revisions, &telling));
    sms.inputs.line = Arc::new(Line { releases: sms.inputs.line.releases.clone(), ..Line::default() });
    sms.inputs.findings.clear();
    Shown { sms, left_out, tags }
}

/// Tells apart the findings that may be told to an audience and those that stand in what it may not read: what a build
/// prints is often read by more people than the files are.
#[must_use]
pub fn told(sms: &Sms, findings: Vec<Finding>, audience: &str) -> (Vec<Finding>, Vec<Finding>) {
    let audiences = &sms.inputs.config.audiences;
    let readable = |class| audiences.may_read(audience, class);
    let known = |id: &str| sms.corpus.get(id).is_some_and(|entry| readable(class(entry)));
    let folder = &sms.inputs.content_folder;
    let settings = ["people.yaml", "smsdoc.yaml", "smsdoc-baseline.json"].map(|name| folder.join(name));
    let mut paths: BTreeSet<Utf8PathBuf> = settings.into_iter().collect();
    for document in &sms.inputs.documents {
        let class = document.classification.as_ref().map(|class| class.value);
        if readable(class) && document.id.as_ref().is_some_and(|id| known(id.value.as_str())) {
            paths.insert(document.file.path().to_owned());
            paths.extend(document.table());
        }
    }
    // It names people of whom only a document tells that may not be read.
    let reads_all = sms.corpus.entries.iter().all(|entry| readable(class(entry)));
    let of_all = |place: &Place| paths.contains(&place.path) || !place.path.starts_with(folder);
    findings.into_iter().partition(|finding| {
        (reads_all || finding.rule != "author-unknown")
            && of_all(&finding.place)
            && finding.related.iter().all(|related| of_all(&related.place))
            && finding.document.as_deref().is_none_or(known)
    })
}

/// The documents that an audience may read, and of each only what it may.
fn readable(corpus: Corpus, audiences: &Audiences, audience: &str) -> Corpus {
    let mut corpus = corpus.filtered(|entry| audiences.may_read(audience, class(entry)));
    for entry in &mut corpus.entries {
        keep_readable(entry, audiences, audience);
    }
    corpus
}

/// The class of a document: that of the version in force, else of the newest text.
fn class(entry: &Entry) -> Option<Classification> {
    match entry.edition() {
        Some(edition) => edition.statement.classification,
        None => entry.head.classification.as_ref().map(|class| class.value),
    }
}

/// Leaves of a document only what may be read.
fn keep_readable(entry: &mut Entry, audiences: &Audiences, audience: &str) {
    let readable = |class| audiences.may_read(audience, class);
    let current = entry.edition().and_then(|edition| edition.version.clone());
    if entry.editions.iter().any(|edition| !readable(edition.statement.classification)) {
        entry.editions.retain(|edition| readable(edition.statement.classification));
        entry.current = entry.editions.iter().position(|edition| edition.version == current);
    }
    let head_is_readable = readable(entry.head.classification.as_ref().map(|class| class.value));
    entry.next = entry.next.take().filter(|next| match next.state {
        State::Scheduled => entry.editions.iter().any(|edition| edition.version == next.version),
        _ => head_is_readable,
    });
    if !head_is_readable && let Some(text) = &entry.text {
        entry.head = Arc::clone(text);
        entry.path = text.file.path().to_owned();
    }
}

/// A text of which only is told that there is one.
fn withheld(document: &Document) -> Document {
    let file = crate::model::source::SourceFile::new(document.file.path(), "");
    let nothing = crate::model::node::Node::empty();
    let empty = Document::new(file, nothing, Default::default(), Default::default(), document.hash);
    Document {
        id: document.id.clone(),
        doc_type: document.doc_type.clone(),
        version: document.version.clone(),
        status: document.status.clone(),
        owner: document.owner.clone(),
        classification: document.classification.clone(),
        ..empty
    }
}

/// Commits of each document that may be named: those that led to a version that is shown. By path.
fn revisions(
    inputs: &Inputs,
    entries: &[Entry],
    audiences: &Audiences,
    audience: &str,
) -> BTreeMap<Utf8PathBuf, BTreeSet<u32>> {
    let numbers: BTreeMap<u32, u32> = inputs.line.landings.iter().copied().zip(0..).collect();
    let mut shown = BTreeMap::new();
    for entry in entries {
        let path = entry.path.as_path();
        let all = inputs.history.revisions(path).iter().map(|revision| revision.commit);
        let states = inputs.line.documents.get(&entry.id.folded()).map(|line| line.states.as_slice());
        let states = states.unwrap_or_default();
        // Approval and withdrawal leave the text as it is, and come after the commit that fixed it.
        let edits = inputs.line.documents.get(&entry.id.folded()).into_iter().flat_map(|line| &line.edits);
        let of_shown = edits.filter(|edit| {
            edit.landing.is_some()
                && edit.after.as_ref().is_some_and(|(_, text)| {
                    let same = entry.editions.iter().any(|edition| edition.statement.hash == text.hash);
                    same && audiences.may_read(audience, text.classification)
                })
        });
        let of_shown: BTreeSet<u32> = of_shown.map(|edit| edit.commit).collect();
        let is_shown = |commit: &u32| {
            if inputs.drafts || of_shown.contains(commit) {
                return true;
            }
            let landed = inputs.history.commit(*commit).and_then(|commit| commit.landed);
            let Some(number) = landed.and_then(|landed| numbers.get(&landed)) else { return false };
            // Versions are newest first: the last that is not older is the one that the commit led to.
            let led_to = entry.editions.iter().rev().find(|edition| edition.landing >= Some(*number));
            let readable = |class| audiences.may_read(audience, class);
            let held = states[..states.partition_point(|state| state.landing <= *number)].last();
            let held = held.and_then(|state| state.statement());
            led_to.is_some_and(|edition| readable(edition.statement.classification))
                && held.is_none_or(|statement| readable(statement.classification))
        };
        // A document may be shown under the path that it had when its text was approved.
        let commits: BTreeSet<u32> = all.filter(is_shown).collect();
        shown.insert(path.to_owned(), commits);
    }
    shown
}

/// Commits that touched what may not be read: their messages may tell of it.
fn telling(inputs: &Inputs, entries: &[Entry], audiences: &Audiences, audience: &str) -> BTreeSet<u32> {
    let ids: BTreeSet<String> = entries.iter().map(|entry| entry.id.folded()).collect();
    let mut hidden = BTreeSet::new();
    for (id, line) in &inputs.line.documents {
        let class = |text: &Statement| audiences.may_read(audience, text.classification);
        let edits = line.edits.iter();
        let not_readable = edits
            .filter(|edit| !ids.contains(id) || !edit.after.as_ref().is_none_or(|(_, statement)| class(statement)));
        hidden.extend(not_readable.map(|edit| edit.commit));
    }
    hidden
}

/// Commits that touched a file of the content folder which no text that may be read links or names: a table or a picture
/// of another document, or a text that is no document.
fn beside(sms: &Sms, entries: &[Entry], shown: &BTreeMap<Utf8PathBuf, BTreeSet<u32>>) -> BTreeSet<u32> {
    let folder = &sms.inputs.content_folder;
    let settings = ["people.yaml", "smsdoc.yaml", "smsdoc-baseline.json"].map(|name| folder.join(name));
    let mut known: BTreeSet<Utf8PathBuf> = settings.into_iter().collect();
    for entry in entries {
        known.insert(entry.path.clone());
        let line = sms.inputs.line.documents.get(&entry.id.folded());
        known.extend(line.into_iter().flat_map(|line| &line.states).map(|state| state.path.clone()));
        for text in entry.text.iter().chain([&entry.head]) {
            known.extend(text.outline.links.iter().filter_map(|link| text.linked_path(link)));
            known.extend(text.table());
            let entries = text.front.string("entries_file").zip(text.file.path().parent());
            known.extend(entries.map(|(name, folder)| folder.join(name.value)));
        }
        for edition in entry.editions.iter().filter(|edition| edition.statement.may_link_files) {
            let text = edition.content.and_then(|content| sms.texts.document(&edition.path, content));
            let links = text.iter().flat_map(|text| text.outline.links.iter().map(|link| text.linked_path(link)));
            known.extend(links.flatten());
        }
    }
    let touches_another = |commit: &u32| {
        let commit = sms.inputs.history.commit(*commit).filter(|commit| commit.crowded);
        commit.is_some_and(|commit| match sms.texts.touched(commit.id, folder) {
            Some(files) => files.iter().any(|file| !known.contains(file)),
            None => true,
        })
    };
    let shown: BTreeSet<u32> = shown.values().flatten().copied().collect();
    shown.into_par_iter().filter(touches_another).collect()
}

/// The history with the commits that may be named, and none besides.
fn history(whole: &History, shown: &BTreeMap<Utf8PathBuf, BTreeSet<u32>>, telling: &BTreeSet<u32>) -> History {
    let named: BTreeSet<u32> = shown.values().flatten().copied().collect();
    let numbers: BTreeMap<u32, u32> = named.iter().copied().zip(0..).collect();
    let commits = named.iter().filter_map(|index| {
        let mut commit = whole.commit(*index)?.clone();
        if telling.contains(index) {
            "Not shown: the change concerns another document, too".clone_into(&mut commit.subject);
        }
        commit.landed = commit.landed.and_then(|landed| numbers.get(&landed).copied());
        Some(commit)
    });
    let files = whole.files.iter().filter_map(|file| {
        let commits = shown.get(&file.path)?;
        let mut file = file.clone();
        file.revisions.retain(|revision| commits.contains(&revision.commit));
        for revision in &mut file.revisions {
            revision.commit = numbers.get(&revision.commit).copied().unwrap_or_default();
        }
        Some(file)
    });
    History {
        head: whole.head,
        complete: whole.complete,
        commits: commits.collect(),
        files: files.collect(),
        ..History::default()
    }
}

/// The tags about versions that are shown, and those of releases.
fn tags(line: &Line, entries: &[Entry]) -> Vec<(String, ObjectId)> {
    let mut tags: Vec<(String, ObjectId)> =
        line.releases.iter().map(|release| (release.name.clone(), release.object)).collect();
    for entry in entries {
        for tag in line.tags_of(&entry.id) {
            let shown = match tag.kind {
                TagKind::Reviewed => {
                    let reviews = entry.editions.iter().flat_map(|edition| &edition.reviews);
                    reviews.into_iter().any(|review| review.tag == tag.name)
                }
                _ => tag.of.parse::<Version>().is_ok_and(|version| entry.version(&version).is_some()),
            };
            if shown {
                tags.push((tag.name.clone(), tag.object));
            }
        }
    }
    tags.sort();
    tags
}
