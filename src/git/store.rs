//! Keeping what was worked out between runs: files beside git's own, in the folder `smsdoc`.
//!
//! What is kept never becomes wrong, since it depends on objects that never change; so there is nothing to invalidate.
//! A file whose bytes are not those that were written is as good as none, and not being able to write one is no fault.

use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::Repository;

const DIGEST: usize = 32;

impl Repository {
    /// What was kept under a name; `None` where there is nothing, or nothing that can be relied on. `format` must be what
    /// it was kept with.
    #[must_use]
    pub fn kept(&self, name: &str, format: &str) -> Option<Vec<u8>> {
        load(&file(self, name), format.as_bytes())
    }

    /// Keeps something for the next time. Silent where that is impossible, as in a repository that may only be read.
    pub fn keep(&self, name: &str, format: &str, content: &[u8]) {
        save(&file(self, name), format.as_bytes(), content);
    }
}

/// The file of a name.
pub(super) fn file(repository: &Repository, name: &str) -> PathBuf {
    repository.inner.commondir().join("smsdoc").join(name)
}

/// Reads a file that begins as it must and is whole.
#[expect(clippy::disallowed_methods, reason = "it lies among git's own files, which are read in this module")]
pub(super) fn load(file: &Path, head: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = std::fs::read(file).ok()?;
    let rest = bytes.strip_prefix(head)?;
    let (digest, content) = rest.split_at_checked(DIGEST)?;
    if Sha256::digest(content)[..] != *digest {
        return None;
    }
    bytes.drain(..head.len() + DIGEST);
    Some(bytes)
}

/// Writes a file as a whole or not at all.
pub(super) fn save(file: &Path, head: &[u8], content: &[u8]) {
    let Some(folder) = file.parent() else { return };
    let write = || -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        new.write_all(head)?;
        new.write_all(&Sha256::digest(content))?;
        new.write_all(content)?;
        new.persist(file)?;
        Ok(())
    };
    // What cannot be kept is worked out again next time.
    let _ = write();
}
