//! The way out: a site is written beside the one that is published, then takes its place in one step.
//!
//! ```text
//! public/              what is published; only ever a whole site
//! .public.smsdoc/      exists while a build runs, readable by its owner only
//!     lock             held by the build; the system frees it when the build dies
//!     new/             the site as it is being written; after the exchange, the one it replaced
//!     old/  gone/      only where the file system cannot exchange two folders
//! ```
//!
//! Whatever happens, `public/` is the old site or the new one, and the next build clears away what a killed one left.
//! A folder that holds anything else than a site is never replaced.

mod disk;
mod error;
mod manifest;
mod place;
mod workshop;

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use jiff::civil::Date;
use sha2::{Digest, Sha256};

pub use self::error::Error;
use self::manifest::{MANIFEST, SUMS, Written};
use self::workshop::Workshop;
use crate::model::history::ObjectId;

/// Where a site goes.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The folder to publish into: absent, empty, or a site of smsdoc. A link to a folder is followed.
    pub out: &'a Utf8Path,
    /// Folders with sources, such as those of the content, the schemas and the themes. `out` may be none of them, hold
    /// none of them and lie in none of them.
    pub protected: &'a [Utf8PathBuf],
}

/// What the manifest says of a site besides its files.
#[derive(Clone, Debug)]
pub struct ManifestHead {
    /// Name and version of the program: `smsdoc 0.1.0`.
    pub tool: String,
    /// The commit that the site shows; `None` without git.
    pub commit: Option<ObjectId>,
    /// Approval, review and release tags: name without `refs/tags/`, and the object that it stands for. In any order.
    pub tags: Vec<(String, ObjectId)>,
    /// The day that the site shows.
    pub as_of: Date,
    /// Whom it is for, as the configuration names it.
    pub audience: String,
    /// Whether it shows anything that is not committed.
    pub dirty: bool,
}

/// What was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// Number of files, `manifest.json` and `SHA256SUMS` among them.
    pub files: usize,
    /// Their size together, in bytes.
    pub bytes: u64,
}

/// A site that is being written. Any number of threads may write at once.
///
/// Dropped without [`finish`](Self::finish), it leaves no trace, and what was published stays as it was.
#[derive(Debug)]
pub struct Stage {
    workshop: Workshop,
    written: Mutex<Vec<Written>>,
    folders: Mutex<HashSet<Utf8PathBuf>>,
}

impl Stage {
    /// Makes ready to write a site, and keeps any other build from publishing into the same folder.
    ///
    /// # Errors
    ///
    /// Where another build is running, where the folder is or touches a source folder or holds anything else than a
    /// site of smsdoc, or where the file system refuses.
    pub fn begin(target: &Target<'_>) -> Result<Self, Error> {
        let place = place::choose(target)?;
        let workshop = Workshop::open(place)?;
        Ok(Self { workshop, written: Mutex::default(), folders: Mutex::default() })
    }

    /// Writes one file of the site. `path` is relative to the site and written with `/`.
    ///
    /// # Errors
    ///
    /// Where the path leads elsewhere, is taken already, or is one of the two files that [`finish`](Self::finish)
    /// writes, and where the file system refuses.
    pub fn write(&self, path: &Utf8Path, bytes: &[u8]) -> Result<(), Error> {
        check(path)?;
        self.put(path, bytes)
    }

    /// Writes the manifest and the checksums, makes sure that all of it is on the disk, puts the site in the place of
    /// the one that was published, and removes that.
    ///
    /// Files `0644`, folders `0755`, whatever the umask. Equal files and an equal head give equal bytes.
    ///
    /// # Errors
    ///
    /// Where the file system refuses. Then what was published is as it was, unless the error says otherwise.
    pub fn finish(self, head: ManifestHead) -> Result<Published, Error> {
        let manifest = manifest::manifest(&head, &self.in_order());
        self.put(Utf8Path::new(MANIFEST), manifest.as_bytes())?;
        let listed = self.in_order();
        let sums = manifest::sums(&listed);
        self.put(Utf8Path::new(SUMS), sums.as_bytes())?;
        self.workshop.publish()?;
        let bytes = listed.iter().map(|file| file.bytes).sum::<u64>() + sums.len() as u64;
        Ok(Published { files: listed.len() + 1, bytes })
    }

    fn put(&self, path: &Utf8Path, bytes: &[u8]) -> Result<(), Error> {
        let sha256 = Sha256::digest(bytes).into();
        if let Some(parent) = path.parent() {
            self.folder(parent)?;
        }
        self.workshop.write(path, bytes)?;
        let written = Written { path: path.to_owned(), bytes: bytes.len() as u64, sha256 };
        self.written.lock().unwrap_or_else(PoisonError::into_inner).push(written);
        Ok(())
    }

    /// Makes a folder of the site, once. Two threads may both try: the second finds it there.
    fn folder(&self, path: &Utf8Path) -> Result<(), Error> {
        let known = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if path.as_str().is_empty() || known().contains(path) {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            self.folder(parent)?;
        }
        self.workshop.make_folder(path)?;
        known().insert(path.to_owned());
        Ok(())
    }

    /// The files written so far, by path.
    fn in_order(&self) -> Vec<Written> {
        let mut files = self.written.lock().unwrap_or_else(PoisonError::into_inner).clone();
        files.sort_by(|a, b| a.path.as_str().cmp(b.path.as_str()));
        files
    }
}

/// Whether a path names a file of the site, in its only spelling: the manifest and the checksums are read by others.
fn check(path: &Utf8Path) -> Result<(), Error> {
    let refuse = |reason| Err(Error::Path { path: path.as_str().escape_debug().to_string(), reason });
    if path.as_str().is_empty() {
        return refuse("it is empty");
    }
    if path.as_str().contains(|character: char| character.is_control() || character == '\\') {
        return refuse("it has a character that no file name of a site may have");
    }
    if !path.components().all(|part| matches!(part, Utf8Component::Normal(_))) {
        return refuse("it leads out of the site");
    }
    if path.components().map(|part| part.as_str()).collect::<Vec<_>>().join("/") != path.as_str() {
        return refuse("it is not in its shortest form");
    }
    if path == MANIFEST || path == SUMS {
        return refuse("smsdoc itself writes this file");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_relative_paths_are_written() {
        for good in ["index.html", "docs/POL-001/v/1.10/index.html", "a/..b/c..", "docs/Ü/index.html", "a b"] {
            assert!(check(Utf8Path::new(good)).is_ok(), "{good}");
        }
        let bad = [
            "",
            ".",
            "..",
            "/",
            "/etc/passwd",
            "../a",
            "a/../b",
            "a/..",
            "./a",
            "a/./b",
            "a//b",
            "a/",
            "a\\b",
            "a\nb",
            "a\0",
            "manifest.json",
            "SHA256SUMS",
        ];
        for bad in bad {
            assert!(check(Utf8Path::new(bad)).is_err(), "{bad:?}");
        }
    }
}
