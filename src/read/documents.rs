//! Reads the documents of the content folder: unchanged ones from memory or from what was kept, others on all processors.

use std::collections::HashMap;
use std::sync::Arc;

use camino::Utf8PathBuf;
use rayon::prelude::*;

use super::document;
use super::embedded::Files;
use super::kept::{self, Kept};
use super::schema::SchemaSet;
use super::tree::{Entry, Kind, Stamp, Tree};
use crate::git;
use crate::model::document::{Document, is_markdown};
use crate::model::finding::Finding;

/// Documents by path, with the stamp that they were read at.
pub(super) type Parsed = HashMap<Utf8PathBuf, (Stamp, OneFile)>;

/// A file that was read: its document, where it has one, and what is wrong with its form.
pub(super) type OneFile = (Option<Arc<Document>>, Arc<[Finding]>);

/// Where documents are read from.
pub(super) struct Source<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) schemas: &'a SchemaSet,
    /// Where documents are kept between runs, with the files of the schemas; `None` without git.
    pub(super) kept: Option<(&'a git::Repository, &'a Files)>,
}

/// A file that was read anew, with the name of its bytes.
struct Fresh<'a> {
    entry: &'a Entry,
    /// What tells that it is still the same; of a file that could not be read, what no file has.
    stamp: Stamp,
    name: Option<kept::Bytes>,
    file: OneFile,
    was_kept: bool,
}

impl Source<'_> {
    /// Reads every document, in the order of the entries, and does something else meanwhile: what is read from git is
    /// read by one processor.
    pub(super) fn read<T>(
        &self,
        entries: &[Entry],
        parsed: &mut Parsed,
        findings: &mut Vec<Finding>,
        meanwhile: impl FnOnce() -> T,
    ) -> (Vec<Arc<Document>>, T) {
        let is_document = |entry: &&Entry| entry.kind == Kind::File && is_markdown(&entry.path);
        let is_known = |entry: &Entry| parsed.get(&entry.path).is_some_and(|(stamp, _)| *stamp == entry.stamp);
        let wanted: Vec<&Entry> = entries.iter().filter(is_document).filter(|entry| !is_known(entry)).collect();
        // What a preview reads again after a save is not worth looking up.
        let kept = self.kept.filter(|_| wanted.len() > 1).map(|(git, files)| Kept::load(git, files));
        let (fresh, other) = self.fresh(&wanted, kept.as_ref(), meanwhile);
        if let (Some(kept), Some((git, _))) = (&kept, self.kept) {
            let there = fresh.iter().filter(|fresh| fresh.was_kept).filter_map(|fresh| fresh.name);
            let new: Vec<_> = fresh.iter().filter(|fresh| !fresh.was_kept && fresh.file.1.is_empty()).collect();
            let new: Vec<_> = new.iter().filter_map(|new| Some((new.name?, new.file.0.as_deref()?))).collect();
            kept.keep(git, there, new.into_iter());
        }
        for fresh in fresh {
            parsed.insert(fresh.entry.path.clone(), (fresh.stamp, fresh.file));
        }
        let mut documents = Vec::with_capacity(entries.len());
        for entry in entries {
            if let Some(finding) = not_read(entry) {
                findings.push(finding);
            } else if is_markdown(&entry.path)
                && let Some((_, (document, found))) = parsed.get(&entry.path)
            {
                documents.extend(document.clone());
                findings.extend(found.iter().cloned());
            }
        }
        (documents, other)
    }

    fn fresh<'e, T>(
        &self,
        wanted: &[&'e Entry],
        kept: Option<&Kept>,
        meanwhile: impl FnOnce() -> T,
    ) -> (Vec<Fresh<'e>>, T) {
        let schemas = self.schemas;
        match self.tree {
            Tree::Disk { top } => {
                let read =
                    |entry: &&'e Entry| one(entry, super::tree::read_file(&top.join(&entry.path)), schemas, kept);
                std::thread::scope(|scope| {
                    let fresh = scope.spawn(move || wanted.par_iter().map(read).collect());
                    let other = meanwhile();
                    (fresh.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), other)
                })
            }
            // The repository is busy with these first.
            Tree::Commit { .. } => {
                let bytes: Vec<_> = wanted.iter().map(|entry| (*entry, self.tree.read_entry(entry))).collect();
                let fresh = bytes.into_par_iter().map(|(entry, bytes)| one(entry, bytes, schemas, kept)).collect();
                (fresh, meanwhile())
            }
        }
    }
}

fn one<'e>(
    entry: &'e Entry,
    bytes: Result<Vec<u8>, super::tree::TreeError>,
    schemas: &SchemaSet,
    kept: Option<&Kept>,
) -> Fresh<'e> {
    let failed = |finding: Finding, stamp: Stamp| {
        let file = (None, Arc::new([finding]) as Arc<[Finding]>);
        Fresh { entry, stamp, name: None, file, was_kept: false }
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => {
            let never = Stamp::Disk(u64::MAX, None);
            return failed(document::unreadable(&entry.path, error.to_string()), never);
        }
    };
    let name = kept.map(|_| kept::name(&bytes));
    let file = match document::decode(&entry.path, bytes) {
        Ok(file) => file,
        Err(finding) => return failed(*finding, entry.stamp),
    };
    if let Some(document) = kept.zip(name).and_then(|(kept, name)| kept.document(name, &file)) {
        return Fresh {
            entry,
            stamp: entry.stamp,
            name,
            file: (Some(Arc::new(document)), Arc::new([])),
            was_kept: true,
        };
    }
    let (document, found) = document::read(file, schemas);
    Fresh { entry, stamp: entry.stamp, name, file: (document.map(Arc::new), found.into()), was_kept: false }
}

/// Why a file of the content folder is passed over, where that is worth a word.
fn not_read(entry: &Entry) -> Option<Finding> {
    let (message, help) = match entry.kind {
        Kind::File => return None,
        Kind::Symlink => (
            "this is a link to another file; links are not followed",
            "put a copy here, or link to the document in its text",
        ),
        Kind::Other => ("this is not an ordinary file", "remove it, or move it out of the content folder"),
    };
    Some(document::unreadable(&entry.path, message).help(help))
}
