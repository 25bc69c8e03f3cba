//! Which working files differ from the commit that is checked out.
//!
//! `git status` runs the filters and the file system monitor that a repository configures. This runs nothing: it
//! compares the bytes of each file with the object that the commit holds.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Bound;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use git2::{IndexEntryExtendedFlag, ObjectType};

use super::repository::is_named;
use super::{Error, Repository, TreeFile, TreeFileKind};
use crate::model::history::ObjectId;

/// How a working file differs from the commit that is checked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// The content differs by more than line ends.
    Modified,
    /// The commit does not hold it, and no ignore rule covers it.
    Added,
    /// The commit holds it, the folder does not.
    Deleted,
}

impl Repository {
    /// Working files below the folder `under` (empty: everywhere) that differ from the commit that is checked out,
    /// sorted by path. Line ends do not count, nor do file modes; neither submodules nor repositories that lie inside
    /// this one are looked into. Before the first commit every file is added.
    ///
    /// # Errors
    ///
    /// When the repository is bare, the commit is incomplete, or a folder or file cannot be read.
    pub fn uncommitted(&self, under: &Utf8Path) -> Result<Vec<(Utf8PathBuf, FileState)>, Error> {
        let bare = || Error::Bare { path: self.inner.path().display().to_string() };
        let root = self.workdir().ok_or_else(bare)?;
        let committed = match self.head()? {
            Some(head) => self.tree_files(head, under)?,
            None => Vec::new(),
        };
        let committed: BTreeMap<&Utf8Path, &TreeFile> =
            committed.iter().map(|file| (file.path.as_path(), file)).collect();
        let index = self.inner.index().map_err(|error| Error::other("read the index of the repository", &error))?;
        let comparison = Comparison { repository: self, root: &root, committed: &committed, index };
        let mut found = Vec::new();
        for file in committed.values() {
            if let Some(state) = comparison.state(file)? {
                found.push((file.path.clone(), state));
            }
        }
        comparison.added(&under.components().collect::<Utf8PathBuf>(), &mut found)?;
        found.sort_by(|a, b| a.0.as_str().cmp(b.0.as_str()));
        Ok(found)
    }
}

struct Comparison<'a> {
    repository: &'a Repository,
    root: &'a Utf8Path,
    committed: &'a BTreeMap<&'a Utf8Path, &'a TreeFile>,
    index: git2::Index,
}

impl Comparison<'_> {
    /// How the working file differs from the committed one; `None` if it does not.
    fn state(&self, file: &TreeFile) -> Result<Option<FileState>, Error> {
        if file.kind == TreeFileKind::Submodule {
            return Ok(None);
        }
        let path = self.root.join(&file.path);
        let metadata = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata,
            // A folder of the path may have become a file; that is absence, too.
            Err(error) if is_absence(&error) => {
                return Ok((!self.is_left_out_of_checkout(&file.path)).then_some(FileState::Deleted));
            }
            Err(error) => return Err(Error::file(&path, &error)),
        };
        let bytes = if metadata.is_symlink() {
            let target = fs::read_link(&path).map_err(|error| Error::file(&path, &error))?;
            target.into_os_string().into_encoded_bytes()
        } else if metadata.is_file() {
            read(&path)?
        } else {
            // A folder, or something that must not be opened: in any case not the file that was committed.
            return Ok(Some(FileState::Modified));
        };
        let same = self.same(&bytes, file.blob)?;
        Ok((!same).then_some(FileState::Modified))
    }

    /// Whether bytes are those of a committed file but for the line ends that a checkout may have changed.
    fn same(&self, bytes: &[u8], committed: ObjectId) -> Result<bool, Error> {
        if is_blob(bytes, committed) {
            return Ok(true);
        }
        let plain = without_returns(bytes);
        if plain.len() != bytes.len() && is_blob(&plain, committed) {
            return Ok(true);
        }
        // What is committed has as many bytes less its own carriage returns, or it is other text.
        if self.repository.blob_size(committed)? < plain.len() as u64 {
            return Ok(false);
        }
        Ok(without_returns(&self.repository.blob(committed)?) == plain)
    }

    /// Whether a sparse checkout leaves the file out on purpose.
    fn is_left_out_of_checkout(&self, path: &Utf8Path) -> bool {
        let entry = self.index.get_path(path.as_std_path(), 0);
        let skipped = |entry: git2::IndexEntry| {
            IndexEntryExtendedFlag::from_bits_truncate(entry.flags_extended)
                .contains(IndexEntryExtendedFlag::SKIP_WORKTREE)
        };
        entry.is_some_and(skipped)
    }

    /// Adds the files of a folder that the commit does not hold and that no rule ignores.
    #[expect(clippy::disallowed_methods, reason = "the working tree is compared with git's objects in this module")]
    fn added(&self, folder: &Utf8Path, found: &mut Vec<(Utf8PathBuf, FileState)>) -> Result<(), Error> {
        let absolute = self.root.join(folder);
        let entries = match fs::read_dir(&absolute) {
            Ok(entries) => entries,
            Err(error) if is_absence(&error) => return Ok(()),
            Err(error) => return Err(Error::file(&absolute, &error)),
        };
        for entry in entries {
            let entry = entry.map_err(|error| Error::file(&absolute, &error))?;
            // A name that is not UTF-8 is reported by whoever walks the content.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let path = folder.join(&name);
            let kind = entry.file_type().map_err(|error| Error::file(&path, &error))?;
            if kind.is_dir() {
                let is_repository = name == ".git" || entry.path().join(".git").exists();
                if !is_repository && (self.holds_committed(&path) || !self.is_ignored(&path, true)) {
                    self.added(&path, found)?;
                }
            } else if !self.committed.contains_key(path.as_path()) && name != ".git" {
                let staged = self.index.get_path(path.as_std_path(), 0).is_some();
                if staged || !self.is_ignored(&path, false) {
                    found.push((path, FileState::Added));
                }
            }
        }
        Ok(())
    }

    /// Whether the commit holds a file below this folder: then an ignore rule for the folder does not end the search.
    fn holds_committed(&self, folder: &Utf8Path) -> bool {
        let next = self.committed.range::<Utf8Path, _>((Bound::Included(folder), Bound::Unbounded)).next();
        next.is_some_and(|(path, _)| path.starts_with(folder))
    }

    /// Whether `.gitignore`, `info/exclude` or the user's ignore file covers the path. Where they cannot be read the
    /// file counts as not ignored, so that nothing is overlooked.
    fn is_ignored(&self, path: &Utf8Path, folder: bool) -> bool {
        let path = if folder { format!("{path}/") } else { path.to_string() };
        self.repository.inner.is_path_ignored(Path::new(&path)).unwrap_or(false)
    }
}

fn is_absence(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
}

#[expect(clippy::disallowed_methods, reason = "the working tree is compared with git's objects in this module")]
fn read(path: &Utf8Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::file(path, &error))
}

fn is_blob(bytes: &[u8], id: ObjectId) -> bool {
    is_named(ObjectType::Blob, bytes, id)
}

/// The bytes with every CRLF as LF.
fn without_returns(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    for (index, &byte) in bytes.iter().enumerate() {
        if byte != b'\r' || bytes.get(index + 1) != Some(&b'\n') {
            plain.push(byte);
        }
    }
    plain
}
