//! Document control as git tells it: the commits that matter and, per document, its revisions.
//!
//! Plain values. They are made in [`crate::git`], which is the only place that knows git2.

use std::fmt;

use camino::Utf8PathBuf;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::signature::Signing;

/// The SHA-1 name of a git object. Ordered by bytes, which is also the order of its hexadecimal form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ObjectId(pub [u8; 20]);

impl ObjectId {
    /// The first seven hexadecimal digits, as shown to people.
    #[must_use]
    pub fn short(&self) -> String {
        self.to_string()[..7].to_owned()
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A name and an address as a commit or tag states them. Self-declared: nothing in git proves them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Signature {
    /// Name, lossily decoded; may be empty.
    pub name: String,
    /// Address, lossily decoded; may be empty.
    pub email: String,
}

/// What the last lines of a commit message say that somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TrailerKind {
    /// `Approved-by:`
    ApprovedBy,
    /// `Co-authored-by:`
    CoAuthoredBy,
}

/// A person named in the last block of trailers of a commit message. Self-declared, as all of the message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Trailer {
    /// What they did.
    pub kind: TrailerKind,
    /// Who, after `.mailmap`.
    pub person: Signature,
    /// Who, as written.
    pub stated: Signature,
}

/// What document control needs to know of one commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// Its object id.
    pub id: ObjectId,
    /// When the change was written, to the second.
    pub authored: Timestamp,
    /// When the commit was made, to the second. Not monotonic along the history.
    pub committed: Timestamp,
    /// Who wrote the change, after `.mailmap`.
    pub author: Signature,
    /// Who wrote the change, as the commit says.
    pub stated: Signature,
    /// Who made the commit, after `.mailmap`.
    pub committer: Signature,
    /// First paragraph of the message on one line, lossily decoded.
    pub subject: String,
    /// Approvals and co-authors that the message names, in its order.
    pub trailers: Vec<Trailer>,
    /// Whether it carries a signature; whose, and whether it is right, is another question.
    pub signed: bool,
    /// Whether it may change more than one file.
    pub crowded: bool,
    /// Index in [`History::commits`] of the first-parent commit with which this one reached the controlled line;
    /// its own index when it is on that line. `None`: it has not reached it.
    pub landed: Option<u32>,
}

/// A tag, which may be evidence of an approval or a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// Name without `refs/tags/`, lossily decoded.
    pub name: String,
    /// The object that the name stands for: the annotation, or the commit itself for a lightweight tag.
    pub object: ObjectId,
    /// The commit to which it leads.
    pub target: ObjectId,
    /// Who tagged and when, as the annotation says, without `.mailmap`; `None` for a lightweight tag.
    pub tagger: Option<(Signature, Timestamp)>,
    /// The whole message of the annotation, a signature included, lossily decoded; empty for a lightweight tag.
    pub message: String,
    /// How the annotation is signed, and whether the signature is right; nothing for a lightweight tag. Of a signed
    /// annotation that states another name, [`Signing::Unknown`]: it is no evidence for this one.
    pub signing: Signing,
}

/// How a revision touched its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// The file appears.
    Added,
    /// The bytes or the mode change, the path stays.
    Modified,
    /// The file comes from another path, named in [`Revision::from`], changed or not.
    Renamed,
    /// The file disappears.
    Deleted,
}

/// One commit that touched one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// Index in [`History::commits`].
    pub commit: u32,
    /// Path of the file after the commit (before it, for a deletion), from the root of the repository.
    pub path: Utf8PathBuf,
    /// Path before the commit, for a rename.
    pub from: Option<Utf8PathBuf>,
    /// The content after the commit; `None` for a deletion.
    pub blob: Option<ObjectId>,
    /// What happened to the file.
    pub change: Change,
    /// A merge whose content differs from that of every parent.
    pub merge: bool,
}

/// All revisions of one file that exists at the head, newest first by ancestry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHistory {
    /// Path at the head, from the root of the repository.
    pub path: Utf8PathBuf,
    /// Newest first: a commit comes before all its ancestors.
    pub revisions: Vec<Revision>,
}

/// A file before and after one commit, whatever document it held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Index in [`History::commits`].
    pub commit: u32,
    /// Index in [`History::paths`].
    pub path: u32,
    /// Content before; `None` where there was no file. Of a merge: what its first parent has.
    pub old: Option<ObjectId>,
    /// Content after; `None` where the file is gone.
    pub new: Option<ObjectId>,
    /// Whether the commit is a merge.
    pub merge: bool,
}

/// A commit of the controlled line with what it changed there: for a merge all that it brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Landing {
    /// Index in [`History::commits`].
    pub commit: u32,
    /// Files that differ from the commit before it on the line: index in [`History::paths`] and content.
    pub changes: Vec<(u32, Option<ObjectId>)>,
}

/// The history of every Markdown file up to one commit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// The commit at which the walk began; `None` where there is no repository or no commit.
    pub head: Option<ObjectId>,
    /// Whether every ancestor could be read. `false` in a shallow clone or where objects are missing: then
    /// first revisions, authors and dates would be wrong, and nothing may be shown of them.
    pub complete: bool,
    /// Every commit that something below names; newest first by ancestry.
    pub commits: Vec<Commit>,
    /// Files at the head, sorted by path as text: `a.md` comes before `a/b.md`.
    pub files: Vec<FileHistory>,
    /// Every path that something below names.
    pub paths: Vec<Utf8PathBuf>,
    /// What each commit did to each file; for merges only what they did themselves. Newest first by ancestry, then by
    /// path.
    pub edits: Vec<Edit>,
    /// The controlled line from its first commit on: the commits that changed something.
    pub line: Vec<Landing>,
}

impl History {
    /// The revisions of the file that has this path at the head, newest first; empty where it is not tracked.
    #[must_use]
    pub fn revisions(&self, path: &camino::Utf8Path) -> &[Revision] {
        match self.files.binary_search_by(|file| file.path.as_str().cmp(path.as_str())) {
            Ok(index) => &self.files[index].revisions,
            Err(_) => &[],
        }
    }

    /// The commit of a revision.
    #[must_use]
    pub fn commit(&self, index: u32) -> Option<&Commit> {
        self.commits.get(index as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_beside_a_folder_of_its_name_is_found() {
        let revision =
            Revision { commit: 0, path: "a.md".into(), from: None, blob: None, change: Change::Added, merge: false };
        let file = |path: &str| FileHistory { path: path.into(), revisions: vec![revision.clone()] };
        let history = History { files: ["a.md", "a/b.md", "b.md"].map(file).to_vec(), ..History::default() };
        for path in ["a.md", "a/b.md", "b.md"] {
            assert_eq!(history.revisions(path.into()).len(), 1, "{path}");
        }
    }
}
