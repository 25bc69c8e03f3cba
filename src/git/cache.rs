//! Keeping facts between runs: one file per content folder, beside git's own files, in the folder `smsdoc`.
//!
//! Facts never become wrong, so there is nothing to invalidate. What the file says it depends on must be what is asked
//! for, its bytes must be those that were written, and its numbers must make sense; otherwise it is as if there were
//! none. Not being able to write it is no fault either.

use std::collections::HashSet;
use std::io::Write;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::Repository;
use super::facts::Facts;

/// Changes whenever facts mean something else than before.
const FORMAT: &str = "smsdoc history 3\n";
const DIGEST: usize = 32;

/// Where facts are kept, and under which conditions they were found.
pub(super) struct Cache {
    file: PathBuf,
    /// What the file must begin with: format, and a digest of all that decides what facts say.
    head: Vec<u8>,
}

impl Cache {
    /// The place for the facts of the Markdown files below `under`.
    pub(super) fn new(repository: &Repository, under: &str) -> Self {
        let mut digest = Sha256::new();
        digest.update((under.len() as u64).to_le_bytes());
        digest.update(under);
        let name: String = digest.clone().finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        // A graft gives a commit other parents than it states, and with them another difference.
        digest.update(repository.grafts());
        let head = [FORMAT.as_bytes(), &digest.finalize()].concat();
        let folder = repository.inner.commondir().join("smsdoc");
        Self { file: folder.join(format!("history-{name}")), head }
    }

    /// What was kept; `None` where there is nothing, or nothing that can be relied on.
    #[expect(
        clippy::disallowed_methods,
        reason = "the cache lies among git's own files, which are read in this module"
    )]
    pub(super) fn load(&self) -> Option<Facts> {
        let bytes = std::fs::read(&self.file).ok()?;
        let rest = bytes.strip_prefix(self.head.as_slice())?;
        let (digest, content) = rest.split_at_checked(DIGEST)?;
        if Sha256::digest(content)[..] != *digest {
            return None;
        }
        let mut facts: Facts = postcard::from_bytes(content).ok()?;
        facts.paths.index();
        facts.people.index();
        makes_sense(&facts).then_some(facts)
    }

    /// Keeps facts for the next time. Silent where that is impossible, as in a repository that may only be read.
    pub(super) fn save(&self, facts: &Facts) {
        let Ok(content) = postcard::to_stdvec(facts) else { return };
        let Some(folder) = self.file.parent() else { return };
        let write = || -> std::io::Result<()> {
            std::fs::create_dir_all(folder)?;
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            file.write_all(&self.head)?;
            file.write_all(&Sha256::digest(&content))?;
            file.write_all(&content)?;
            file.persist(&self.file)?;
            Ok(())
        };
        // What cannot be kept is read again next time.
        let _ = write();
    }
}

/// Whether every number leads somewhere, and with a commit all its ancestors are known.
fn makes_sense(facts: &Facts) -> bool {
    let (paths, people) = (facts.paths.len() as u32, facts.people.len() as u32);
    let known: HashSet<_> = facts.commits.iter().map(|commit| commit.id).collect();
    let names_are_unique = facts.paths.is_indexed() && facts.people.is_indexed();
    let commit_makes_sense = |commit: &super::facts::CommitFacts| {
        let mut origins = commit.origins.iter();
        commit.author < people
            && commit.committer < people
            && commit.parents.iter().all(|parent| known.contains(parent))
            && commit.touches.iter().chain(commit.brought.iter().flatten()).all(|touch| touch.path < paths)
            && commit.trailers.iter().all(|&(_, person)| person < people)
            && origins.all(|(&path, &from)| path < paths && from.is_none_or(|from| from < paths))
    };
    names_are_unique && known.len() == facts.commits.len() && facts.commits.iter().all(commit_makes_sense)
}
