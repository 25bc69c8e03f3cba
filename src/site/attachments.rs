//! Files that texts link: pictures, tables, forms. Each version shows the file that its own commit holds, so that a picture
//! that was changed since does not get into a text that nobody approved with it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::model::document::{Document, is_markdown};
use crate::model::history::ObjectId;
use crate::model::inputs::Content;
use crate::read::texts::Texts;

/// Where the bytes of an attachment come from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The file at a path, as it was read.
    Read(Utf8PathBuf),
    /// An object of the repository.
    Stored(ObjectId),
}

/// The attachments of a site.
#[derive(Default)]
pub(super) struct Attachments {
    content_folder: Utf8PathBuf,
    /// As they were read: from disk, or where there is no history.
    read: BTreeMap<Utf8PathBuf, Arc<[u8]>>,
    /// By commit and path.
    stored: BTreeMap<(ObjectId, Utf8PathBuf), ObjectId>,
}

impl Attachments {
    /// The files that the texts of a site link, and that may be published.
    pub(super) fn of(sms: &Sms, mut read: BTreeMap<Utf8PathBuf, Arc<[u8]>>) -> Self {
        let drafts = sms.inputs.drafts;
        let from_files: BTreeSet<Utf8PathBuf> = sms
            .corpus
            .entries
            .iter()
            .filter(|entry| drafts || entry.edition().is_some_and(|edition| edition.commit.is_none()))
            .flat_map(|entry| links(&sms.inputs.content_folder, if drafts { &entry.head } else { entry.document() }))
            .collect();
        read.retain(|path, _| from_files.contains(path));
        let stored = sms.corpus.entries.par_iter().flat_map_iter(|entry| stored(sms, entry)).collect();
        Self { content_folder: sms.inputs.content_folder.clone(), read, stored }
    }

    /// Where a file stands in the site.
    pub(super) fn path(&self, commit: Option<ObjectId>, file: &Utf8Path) -> Option<Utf8PathBuf> {
        match commit {
            Some(commit) => {
                let object = self.stored.get(&(commit, file.to_owned()))?;
                Some(stored_path(*object, file))
            }
            None => {
                let within = file.strip_prefix(&self.content_folder).unwrap_or(file);
                self.read.contains_key(file).then(|| Utf8Path::new("files").join(within))
            }
        }
    }

    /// Every attachment with its path in the site.
    pub(super) fn all(&self) -> impl Iterator<Item = (Utf8PathBuf, Source)> {
        let read = self.read.keys().filter_map(|file| Some((self.path(None, file)?, Source::Read(file.clone()))));
        let stored = self.stored.iter();
        read.chain(stored.map(|((_, file), object)| (stored_path(*object, file), Source::Stored(*object))))
    }

    /// The bytes of an attachment; `None` where the repository has them no more.
    pub(super) fn bytes(&self, texts: &Texts, source: &Source) -> Option<Vec<u8>> {
        match source {
            Source::Read(file) => self.read.get(file).map(|bytes| bytes.to_vec()),
            Source::Stored(object) => texts.bytes(*object),
        }
    }
}

/// The same file of two commits is published once; another one of the same name does not take its place.
fn stored_path(object: ObjectId, file: &Utf8Path) -> Utf8PathBuf {
    Utf8Path::new("files").join(&object.to_string()[..12]).join(file.file_name().unwrap_or("file"))
}

/// The files of the content folder that a text links and that may be published: nothing hidden, no settings.
fn links<'a>(content: &'a Utf8Path, document: &'a Document) -> impl Iterator<Item = Utf8PathBuf> + 'a {
    let paths = document.outline.links.iter().filter_map(|link| document.linked_path(link));
    let is_content = move |path: &Utf8Path| {
        let within = if content.as_str().is_empty() { Ok(path) } else { path.strip_prefix(content) };
        within.is_ok_and(|within| !within.components().any(|part| part.as_str().starts_with('.')))
    };
    paths.filter(move |path| is_content(path) && !is_markdown(path) && crate::rules::is_publishable(path))
}

/// The commit whose files a version shows: a record those of the newest commit, as it is itself taken from there.
pub(super) fn commit_of(sms: &Sms, entry: &Entry, index: usize) -> Option<ObjectId> {
    match sms.inputs.content {
        Content::Commit(id) if entry.is_record() => Some(id),
        _ => entry.editions.get(index)?.commit,
    }
}

fn stored(sms: &Sms, entry: &Entry) -> Vec<((ObjectId, Utf8PathBuf), ObjectId)> {
    let mut found = Vec::new();
    for (index, edition) in entry.editions.iter().enumerate().filter(|(_, edition)| edition.statement.may_link_files) {
        let (Some(commit), Some(content)) = (commit_of(sms, entry, index), edition.content) else { continue };
        let text = entry.text.as_ref().filter(|_| entry.current == Some(index)).map(Arc::clone);
        let Some(text) = text.or_else(|| sms.texts.document(&edition.path, content)) else { continue };
        for file in links(&sms.inputs.content_folder, &text) {
            found.extend(sms.texts.file_at(commit, &file).map(|object| ((commit, file), object)));
        }
    }
    found
}
