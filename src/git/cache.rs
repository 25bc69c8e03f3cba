//! Keeping facts between runs: one file per content folder. What the file says it depends on must be what is asked for,
//! and its numbers must make sense; otherwise it is as if there were none.

use std::collections::HashSet;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::facts::Facts;
use super::{Repository, store};

/// Changes whenever facts mean something else than before.
const FORMAT: &str = "smsdoc history 3\n";

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
        Self { file: store::file(repository, &format!("history-{name}")), head }
    }

    /// What was kept; `None` where there is nothing, or nothing that can be relied on.
    pub(super) fn load(&self) -> Option<Facts> {
        let mut facts: Facts = postcard::from_bytes(&store::load(&self.file, &self.head)?).ok()?;
        facts.paths.index();
        facts.people.index();
        makes_sense(&facts).then_some(facts)
    }

    /// Keeps facts for the next time.
    pub(super) fn save(&self, facts: &Facts) {
        if let Ok(content) = postcard::to_stdvec(facts) {
            store::save(&self.file, &self.head, &content);
        }
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
