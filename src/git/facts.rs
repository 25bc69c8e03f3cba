//! What is known of each commit. A fact depends on its commit and nothing else, so it never becomes wrong: whatever
//! commit is checked out next, only commits that were never seen need to be read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use crate::model::history::{ObjectId, TrailerKind};

/// Everything that was read of the commits of a repository.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Facts {
    /// The paths that were watched while reading.
    pub(super) watch: Watch,
    /// In the order in which they were read: with a commit all its ancestors are here, as far as they exist.
    pub(super) commits: Vec<CommitFacts>,
    /// Every path that a touch names.
    pub(super) paths: Names,
    /// Every person that a commit names: name, zero byte, address.
    pub(super) people: Names,
    /// The document ids that had to be looked up, by content.
    pub(super) ids: BTreeMap<ObjectId, Option<String>>,
}

impl Facts {
    /// Nothing yet, for the Markdown files below a folder.
    pub(super) fn new(under: &str) -> Self {
        let watch = Watch { under: Some(under.into()), others: BTreeSet::new() };
        Self { watch, ..Self::default() }
    }

    /// How much is known: grows with every fact that is added.
    pub(super) fn extent(&self) -> usize {
        let origins: usize = self.commits.iter().map(|commit| commit.origins.len()).sum();
        let brought = self.commits.iter().filter(|commit| commit.brought.is_some()).count();
        self.commits.len() + self.ids.len() + self.watch.others.len() + origins + brought
    }

    /// Forgets commits that are of no use any more, once they outnumber those that are.
    pub(super) fn forget(&mut self, is_of_use: &[bool]) {
        let useful = is_of_use.iter().filter(|&&useful| useful).count();
        if self.commits.len() > 2 * useful {
            let mut flags = is_of_use.iter();
            self.commits.retain(|_| flags.next().copied().unwrap_or_default());
        }
    }
}

/// What is known of one commit.
#[derive(Serialize, Deserialize)]
pub(super) struct CommitFacts {
    pub(super) id: ObjectId,
    pub(super) parents: Vec<ObjectId>,
    /// Seconds since 1970.
    pub(super) authored: i64,
    /// Seconds since 1970.
    pub(super) committed: i64,
    /// Index in [`Facts::people`], as the commit states it.
    pub(super) author: u32,
    /// Index in [`Facts::people`], as the commit states it.
    pub(super) committer: u32,
    pub(super) subject: String,
    pub(super) signed: bool,
    /// Whom the message names, and as what; index in [`Facts::people`].
    pub(super) trailers: Vec<(TrailerKind, u32)>,
    /// Watched paths that differ from the parent; for a merge those that differ from every parent. By path.
    pub(super) touches: Vec<Touch>,
    /// Of a merge the watched paths that differ from its first parent, where someone asked. By path.
    pub(super) brought: Option<Vec<Touch>>,
    /// Whether a file may have vanished anywhere, which makes it a candidate for a rename.
    pub(super) lost: bool,
    /// Whether more than one file may differ anywhere, so that a document may have taken the place of another.
    pub(super) crowded: bool,
    /// Where files that appear here come from, as far as someone asked: path, and the path that it had before if any.
    /// Indexes in [`Facts::paths`].
    pub(super) origins: BTreeMap<u32, Option<u32>>,
}

impl CommitFacts {
    /// Whether it has several parents.
    pub(super) fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }
}

/// A watched path that a commit changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Touch {
    /// Index in [`Facts::paths`].
    pub(super) path: u32,
    /// The file before, `None` where there was none. Of a merge: what its first parent has.
    pub(super) old: Option<ObjectId>,
    /// The file after. `None` for both: only the folder of that name changed.
    pub(super) new: Option<ObjectId>,
    /// Whether something changed below a folder of that name.
    pub(super) folder: bool,
}

/// Which paths are of interest.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Watch {
    /// Every Markdown file below this folder; empty for the whole repository, `None` for no such file.
    pub(super) under: Option<Vec<u8>>,
    /// Other paths, from which a file came.
    pub(super) others: BTreeSet<Vec<u8>>,
}

impl Watch {
    /// Whether changes of this path are to be recorded.
    pub(super) fn covers(&self, path: &[u8]) -> bool {
        let below = |under: &Vec<u8>| is_markdown(path) && is_below(path, under);
        self.under.as_ref().is_some_and(below) || self.others.contains(path)
    }

    /// Whether a path of interest may lie below this folder.
    pub(super) fn enters(&self, folder: &[u8]) -> bool {
        let on_the_way = |under: &Vec<u8>| folder == under || is_below(folder, under) || is_below(under, folder);
        if self.under.as_ref().is_some_and(on_the_way) {
            return true;
        }
        let first = [folder, b"/"].concat();
        self.others.range(first.clone()..).next().is_some_and(|path| path.starts_with(&first))
    }
}

/// Whether the extension is `.md`, whatever the case.
pub(super) fn is_markdown(path: &[u8]) -> bool {
    path.len() >= 3 && path[path.len() - 3..].eq_ignore_ascii_case(b".md")
}

fn is_below(path: &[u8], folder: &[u8]) -> bool {
    folder.is_empty() || (path.len() > folder.len() && path.starts_with(folder) && path[folder.len()] == b'/')
}

/// Byte strings by number, each stored once.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Names {
    names: Vec<Box<[u8]>>,
    #[serde(skip)]
    numbers: HashMap<Box<[u8]>, u32>,
}

impl Names {
    /// The number of a name, new or known.
    pub(super) fn number(&mut self, name: &[u8]) -> u32 {
        if let Some(number) = self.find(name) {
            return number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.into());
        self.numbers.insert(name.into(), number);
        number
    }

    /// The number of a name, if it is known.
    pub(super) fn find(&self, name: &[u8]) -> Option<u32> {
        self.numbers.get(name).copied()
    }

    /// The name of a number; empty for one that was never given out.
    pub(super) fn name(&self, number: u32) -> &[u8] {
        self.names.get(number as usize).map_or(&[], |name| name)
    }

    /// Whether every name can be found by its number and no other.
    pub(super) fn is_indexed(&self) -> bool {
        self.names.len() == self.numbers.len()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Makes names findable again after they were read from the cache, which does not hold the index.
    pub(super) fn index(&mut self) {
        let numbered = self.names.iter().zip(0..);
        self.numbers = numbered.map(|(name, number)| (name.clone(), number)).collect();
    }
}
