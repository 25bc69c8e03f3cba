//! Every document id that was ever stated, so that none is given out twice.

use std::collections::{BTreeSet, HashSet};

use git2::ObjectType;

use super::facts::is_markdown;
use super::identity::stated_id;
use super::tree::{Entries, Kind};
use super::{Error, Repository, content, object_id, oid};
use crate::model::history::ObjectId;

impl Repository {
    /// The ids that Markdown files of any commit state which a branch, a tag, a remote branch or `HEAD` leads to, and those
    /// that tags of evidence name; in capitals. Files that were removed, renumbered or never merged are among them.
    ///
    /// What is missing from a clone is passed over: its ids cannot be known.
    ///
    /// # Errors
    ///
    /// When the references cannot be read.
    pub fn ids_ever(&self) -> Result<BTreeSet<String>, Error> {
        let failed = |error: git2::Error| Error::other("read the branches and tags of the repository", &error);
        let mut walk = self.inner.revwalk().map_err(failed)?;
        walk.push_glob("refs/*").map_err(failed)?;
        if let Some(head) = self.head()? {
            walk.push(oid(head)).map_err(failed)?;
        }
        let store = self.inner.odb().map_err(failed)?;
        let mut search = Search { store: &store, seen: HashSet::new(), ids: BTreeSet::new() };
        for commit in walk.map_while(Result::ok) {
            if let Ok(commit) = self.inner.find_commit(commit) {
                search.folder(object_id(commit.tree_id()), 0);
            }
        }
        let mut ids = search.ids;
        for tag in self.tag_names()? {
            if let ["refs", "tags", _, id, _] = tag.0.split('/').collect::<Vec<_>>().as_slice() {
                ids.insert(id.to_ascii_uppercase());
            }
        }
        Ok(ids)
    }
}

/// Trees and files that were looked into, each once.
struct Search<'r> {
    store: &'r git2::Odb<'r>,
    seen: HashSet<ObjectId>,
    ids: BTreeSet<String>,
}

impl Search<'_> {
    fn folder(&mut self, id: ObjectId, depth: usize) {
        if depth > content::LONGEST_PATH / 2 || !self.seen.insert(id) {
            return;
        }
        let Ok(object) = self.store.read(oid(id)) else { return };
        if object.kind() != ObjectType::Tree {
            return;
        }
        for entry in Entries::new(object.data()) {
            match entry.kind() {
                Kind::Directory => self.folder(entry.id, depth + 1),
                Kind::Regular if is_markdown(entry.name) && self.seen.insert(entry.id) => {
                    let stated = self.store.read(oid(entry.id)).ok().and_then(|file| stated_id(file.data()));
                    self.ids.extend(stated.map(|id| id.to_ascii_uppercase()));
                }
                _ => {}
            }
        }
    }
}
