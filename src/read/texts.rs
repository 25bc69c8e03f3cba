//! Texts of the past, read from git when a page needs them. A content never changes, so reading it later gives what
//! reading it now would have given.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};

use super::document;
use crate::git;
use crate::model::document::Document;
use crate::model::history::ObjectId;

/// Reads what commits hold. Every thread that reads gets a repository of its own.
#[derive(Default)]
pub struct Texts {
    top: Option<Utf8PathBuf>,
    idle: Mutex<Vec<git::Repository>>,
    recent: Mutex<Recent>,
}

/// How many texts are kept: the page of a version and the redlines on either side of it are made one after the other.
const RECENT: usize = 64;

/// The texts that were read last, the oldest first.
#[derive(Default)]
struct Recent {
    texts: HashMap<(ObjectId, Utf8PathBuf), Arc<Document>>,
    order: VecDeque<(ObjectId, Utf8PathBuf)>,
}

impl Texts {
    /// For the repository around a folder; `None` where there is none, and then there are no texts.
    #[must_use]
    pub fn new(top: Option<&Utf8Path>) -> Self {
        Self { top: top.map(Utf8Path::to_owned), ..Self::default() }
    }

    /// The document of a content, as it was at a path. `None` where it is missing from the repository or no document.
    #[must_use]
    pub fn document(&self, path: &Utf8Path, content: ObjectId) -> Option<Arc<Document>> {
        let key = (content, path.to_owned());
        if let Some(known) = self.recent.lock().unwrap_or_else(PoisonError::into_inner).texts.get(&key) {
            return Some(Arc::clone(known));
        }
        let document = document::text(path, self.bytes(content)?).map(Arc::new)?;
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.texts.insert(key.clone(), Arc::clone(&document)).is_none() {
            recent.order.push_back(key);
        }
        while recent.order.len() > RECENT {
            let oldest = recent.order.pop_front();
            oldest.and_then(|oldest| recent.texts.remove(&oldest));
        }
        Some(document)
    }

    /// The bytes of a content. `None` where it is missing.
    #[must_use]
    pub fn bytes(&self, content: ObjectId) -> Option<Vec<u8>> {
        self.with(|git| git.blob(content).ok())
    }

    /// The content of the file at a path of a commit.
    #[must_use]
    pub fn file_at(&self, commit: ObjectId, path: &Utf8Path) -> Option<ObjectId> {
        self.with(|git| git.file_at(commit, path).ok().flatten())
    }

    /// The files below a folder in which a commit differs from its first parent. `None` where that cannot be told.
    #[must_use]
    pub fn touched(&self, commit: ObjectId, under: &Utf8Path) -> Option<Vec<Utf8PathBuf>> {
        self.with(|git| git.touched(commit, under).ok().flatten())
    }

    fn with<T>(&self, work: impl FnOnce(&git::Repository) -> Option<T>) -> Option<T> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let git = match idle {
            Some(git) => git,
            None => git::Repository::discover(self.top.as_deref()?).ok().flatten()?,
        };
        let result = work(&git);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(git);
        result
    }
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts").finish_non_exhaustive()
    }
}
