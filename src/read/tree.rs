//! The files of a repository, from a commit or from the disk.

use std::io;
use std::time::SystemTime;

use camino::{Utf8Path, Utf8PathBuf};

use crate::git;
use crate::model::history::ObjectId;

/// Where files are read from.
pub enum Tree<'a> {
    /// The tree of a commit.
    Commit {
        /// The repository.
        git: &'a git::Repository,
        /// The commit.
        id: ObjectId,
    },
    /// The disk.
    Disk {
        /// Folder to which all paths are relative.
        top: &'a Utf8Path,
    },
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An ordinary file.
    File,
    /// A link to somewhere else; never followed.
    Symlink,
    /// A pipe, a device, a submodule, or something with a name that is no text.
    Other,
}

/// What tells whether a file is still the one that was read before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stamp {
    /// A blob of the repository: the same for ever.
    Blob(ObjectId),
    /// A file on disk: its length and the time of its last change.
    Disk(u64, Option<SystemTime>),
}

/// A file that was found.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Path from the top.
    pub path: Utf8PathBuf,
    /// What it is.
    pub kind: Kind,
    /// Which content it has.
    pub stamp: Stamp,
}

/// The tree could not be read.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// Git could not read it.
    #[error(transparent)]
    Git(#[from] git::Error),
    /// The disk could not.
    #[error("{path} cannot be read: {source}")]
    Disk {
        /// The folder or file.
        path: Utf8PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl Tree<'_> {
    /// Every file below a folder, sorted by path. Hidden files and folders are left out; so is what the repository
    /// ignores. No link is followed.
    ///
    /// # Errors
    ///
    /// Where the folder or the repository cannot be read. A folder that does not exist has no files.
    pub fn files(&self, under: &Utf8Path) -> Result<Vec<Entry>, TreeError> {
        match self {
            Self::Commit { git, id } => committed(git, *id, under),
            Self::Disk { top } => on_disk(top, under),
        }
    }

    /// The bytes of a file, or `None` where there is none at this path. A link is not followed.
    ///
    /// # Errors
    ///
    /// Where there is one and it cannot be read.
    pub fn read(&self, path: &Utf8Path) -> Result<Option<Vec<u8>>, TreeError> {
        match self {
            Self::Commit { git, id } => match git.file_at(*id, path)? {
                Some(blob) => Ok(Some(git.blob(blob)?)),
                None => Ok(None),
            },
            Self::Disk { top } => {
                let full = top.join(path);
                match full.symlink_metadata() {
                    Ok(metadata) if metadata.is_file() => read_file(&full).map(Some),
                    _ => Ok(None),
                }
            }
        }
    }

    /// The bytes of a file that was found.
    ///
    /// # Errors
    ///
    /// Where it cannot be read any more.
    pub fn read_entry(&self, entry: &Entry) -> Result<Vec<u8>, TreeError> {
        match (self, entry.stamp) {
            (Self::Commit { git, .. }, Stamp::Blob(blob)) => Ok(git.blob(blob)?),
            (Self::Disk { top }, _) => read_file(&top.join(&entry.path)),
            (Self::Commit { .. }, Stamp::Disk(..)) => Ok(self.read(&entry.path)?.unwrap_or_default()),
        }
    }
}

fn committed(git: &git::Repository, id: ObjectId, under: &Utf8Path) -> Result<Vec<Entry>, TreeError> {
    let files = git.tree_files(id, under)?;
    let entries = files.into_iter().map(|file| {
        let kind = match file.kind {
            git::TreeFileKind::Regular => Kind::File,
            git::TreeFileKind::Symlink => Kind::Symlink,
            git::TreeFileKind::Submodule => Kind::Other,
        };
        Entry { path: file.path, kind, stamp: Stamp::Blob(file.blob) }
    });
    Ok(entries.filter(|entry| !is_hidden(&entry.path, under)).collect())
}

fn is_hidden(path: &Utf8Path, under: &Utf8Path) -> bool {
    let within = path.strip_prefix(under).unwrap_or(path);
    within.components().any(|part| part.as_str().starts_with('.'))
}

fn on_disk(top: &Utf8Path, under: &Utf8Path) -> Result<Vec<Entry>, TreeError> {
    let folder = top.join(under);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let walk = ignore::WalkBuilder::new(&folder)
        .hidden(true)
        .require_git(false)
        .git_global(false)
        .parents(true)
        .follow_links(false)
        .build();
    let mut entries = Vec::new();
    for entry in walk {
        let entry = entry.map_err(|error| TreeError::Disk { path: folder.clone(), source: io::Error::other(error) })?;
        let Some(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            continue;
        }
        let within = entry.path().strip_prefix(top).unwrap_or(entry.path());
        let (path, named) = match Utf8Path::from_path(within) {
            Some(path) => (path.to_owned(), true),
            None => (Utf8PathBuf::from(within.to_string_lossy().into_owned()), false),
        };
        let metadata = entry.metadata().ok();
        let stamp = Stamp::Disk(
            metadata.as_ref().map_or(0, std::fs::Metadata::len),
            metadata.and_then(|at| at.modified().ok()),
        );
        let kind = match kind {
            _ if !named => Kind::Other,
            kind if kind.is_file() => Kind::File,
            kind if kind.is_symlink() => Kind::Symlink,
            _ => Kind::Other,
        };
        entries.push(Entry { path, kind, stamp });
    }
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(entries)
}

#[expect(clippy::disallowed_methods, reason = "reading files is what this module is for")]
pub(super) fn read_file(path: &Utf8Path) -> Result<Vec<u8>, TreeError> {
    std::fs::read(path).map_err(|source| TreeError::Disk { path: path.to_owned(), source })
}
