//! Files and bytes as a commit holds them.

use camino::{Utf8Path, Utf8PathBuf};
use git2::ObjectType;

use super::repository::is_named;
use super::tree::{Entries, Kind};
use super::{Error, Repository, object_id, oid};
use crate::model::history::ObjectId;

/// Folders below a longer path are not read: no file system holds them, and they would exhaust the stack.
pub(super) const LONGEST_PATH: usize = 4096;

/// A file of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeFile {
    /// Path from the root of the repository.
    pub path: Utf8PathBuf,
    /// What it is.
    pub kind: TreeFileKind,
    /// Its content; for a submodule the commit of the other repository.
    pub blob: ObjectId,
}

/// What a file of a commit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreeFileKind {
    /// A file with content.
    Regular,
    /// A symbolic link; its content is the target. Not followed.
    Symlink,
    /// A commit of another repository.
    Submodule,
}

impl Repository {
    /// All files of a commit below the folder `under` (empty: all of them), sorted by path. A file whose name is not
    /// UTF-8 is left out; [`unreadable_names`](Self::unreadable_names) tells of it.
    ///
    /// # Errors
    ///
    /// When the commit or a folder of it is missing.
    pub fn tree_files(&self, commit: ObjectId, under: &Utf8Path) -> Result<Vec<TreeFile>, Error> {
        Ok(self.list(commit, under)?.files)
    }

    /// Names below `under` that are not UTF-8, lossily decoded, sorted.
    ///
    /// # Errors
    ///
    /// When the commit or a folder of it is missing.
    pub fn unreadable_names(&self, commit: ObjectId, under: &Utf8Path) -> Result<Vec<String>, Error> {
        Ok(self.list(commit, under)?.unreadable)
    }

    /// Every file below the folder `under` (empty: all of them) in which a commit differs from its first parent, where it
    /// was and where it is. `None` where a name is not UTF-8.
    ///
    /// # Errors
    ///
    /// When the commit, its parent or a folder of them is missing.
    pub fn touched(&self, commit: ObjectId, under: &Utf8Path) -> Result<Option<Vec<Utf8PathBuf>>, Error> {
        let failed = |error: git2::Error| Error::object(commit, "commit", &error);
        let commit = self.find_commit(commit)?;
        let before = commit.parents().next().map(|parent| parent.tree()).transpose().map_err(failed)?;
        let mut options = git2::DiffOptions::new();
        options.skip_binary_check(true).disable_pathspec_match(true);
        if !under.as_str().is_empty() {
            options.pathspec(under.as_str());
        }
        let after = commit.tree().map_err(failed)?;
        let diff = self.inner.diff_tree_to_tree(before.as_ref(), Some(&after), Some(&mut options)).map_err(failed)?;
        let files = diff.deltas().flat_map(|delta| [delta.old_file().path_bytes(), delta.new_file().path_bytes()]);
        let paths = files.flatten().map(|path| std::str::from_utf8(path).ok().map(Utf8PathBuf::from));
        Ok(paths.collect())
    }

    /// The content of a file.
    ///
    /// # Errors
    ///
    /// When it is missing.
    pub fn blob(&self, id: ObjectId) -> Result<Vec<u8>, Error> {
        let blob = self.inner.find_blob(oid(id)).map_err(|error| Error::object(id, "file", &error))?;
        if !is_named(ObjectType::Blob, blob.content(), id) {
            return Err(Error::Unreadable { id, kind: "file" });
        }
        Ok(blob.content().to_vec())
    }

    /// The size of a file in bytes, without reading it.
    ///
    /// # Errors
    ///
    /// When it is missing or not a file.
    pub fn blob_size(&self, id: ObjectId) -> Result<u64, Error> {
        let failed = |error: &git2::Error| Error::object(id, "file", error);
        let store = self.inner.odb().map_err(|error| failed(&error))?;
        match store.read_header(oid(id)).map_err(|error| failed(&error))? {
            (size, ObjectType::Blob) => Ok(size as u64),
            _ => Err(Error::Unreadable { id, kind: "file" }),
        }
    }

    fn list(&self, commit: ObjectId, under: &Utf8Path) -> Result<Listing, Error> {
        let mut listing = Listing::default();
        let mut tree = object_id(self.find_commit(commit)?.tree_id());
        let store = self.inner.odb().map_err(|error| Error::other("read the objects of the repository", &error))?;
        let mut prefix = Vec::new();
        for component in under.components().filter(|part| !matches!(part, camino::Utf8Component::CurDir)) {
            let name = component.as_str().as_bytes();
            let object = folder(&store, tree)?;
            let found = Entries::new(object.data()).find(|entry| entry.name == name && entry.kind() == Kind::Directory);
            let Some(entry) = found else {
                return Ok(listing);
            };
            tree = entry.id;
            prefix.extend_from_slice(name);
            prefix.push(b'/');
        }
        listing.add(&store, tree, &mut prefix)?;
        listing.files.sort_by(|a, b| a.path.as_str().cmp(b.path.as_str()));
        listing.unreadable.sort();
        Ok(listing)
    }
}

/// The files of a commit as they are found.
#[derive(Default)]
struct Listing {
    files: Vec<TreeFile>,
    unreadable: Vec<String>,
}

impl Listing {
    fn add(&mut self, store: &git2::Odb<'_>, tree: ObjectId, prefix: &mut Vec<u8>) -> Result<(), Error> {
        let object = folder(store, tree)?;
        for entry in Entries::new(object.data()) {
            let length = prefix.len();
            prefix.extend_from_slice(entry.name);
            let kind = match entry.kind() {
                Kind::Directory if length > LONGEST_PATH => {
                    self.unreadable.push(super::text(prefix));
                    prefix.truncate(length);
                    continue;
                }
                Kind::Directory => {
                    prefix.push(b'/');
                    self.add(store, entry.id, prefix)?;
                    prefix.truncate(length);
                    continue;
                }
                Kind::Regular => TreeFileKind::Regular,
                Kind::Symlink => TreeFileKind::Symlink,
                Kind::Submodule => TreeFileKind::Submodule,
            };
            match std::str::from_utf8(prefix) {
                Ok(path) => self.files.push(TreeFile { path: path.into(), kind, blob: entry.id }),
                Err(_) => self.unreadable.push(super::text(prefix)),
            }
            prefix.truncate(length);
        }
        Ok(())
    }
}

/// A tree, its bytes checked against its name.
fn folder<'s>(store: &'s git2::Odb<'_>, id: ObjectId) -> Result<git2::OdbObject<'s>, Error> {
    let object = store.read(oid(id)).map_err(|error| Error::object(id, "folder", &error))?;
    if object.kind() != ObjectType::Tree || !is_named(ObjectType::Tree, object.data(), id) {
        return Err(Error::Unreadable { id, kind: "folder" });
    }
    Ok(object)
}
