//! Finding a repository, saying what state it is in, and naming its commits.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Once;

use camino::{Utf8Path, Utf8PathBuf};
use git2::{ErrorCode, ObjectType, RepositoryOpenFlags};
use jiff::Timestamp;

use super::mailmap::Mailmap;
use super::{Error, object_id, oid, text, timestamp};
use crate::model::history::{Commit, ObjectId, Signature, Trailer, TrailerKind};

/// An open git repository. One thread at a time may use it; open one per thread.
pub struct Repository {
    pub(super) inner: git2::Repository,
}

/// What about a repository may make its history other than it seems.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// History is cut off at some depth: first revisions, authors and dates would be wrong.
    pub shallow: bool,
    /// `info/grafts` gives commits other parents than they state.
    pub grafted: bool,
    /// Replace refs exist. They are never followed here, but `git log` on this computer does, and shows another history.
    pub replaced: bool,
    /// A partial clone: objects may be absent.
    pub partial: bool,
    /// There is no commit yet.
    pub unborn: bool,
    /// There are no working files.
    pub bare: bool,
}

impl Repository {
    /// The repository that `dir` lies in: its own, or that of the nearest folder above. `None` where there is none.
    /// `GIT_DIR` and its kin are not consulted.
    ///
    /// # Errors
    ///
    /// When there is a repository that cannot be opened: owned by another user, or of a kind that cannot be read.
    pub fn discover(dir: &Utf8Path) -> Result<Option<Self>, Error> {
        configure();
        let nothing_above_is_off_limits: [&std::ffi::OsStr; 0] = [];
        match git2::Repository::open_ext(dir, RepositoryOpenFlags::empty(), nothing_above_is_off_limits) {
            Ok(inner) => Ok(Some(Self { inner })),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(Error::opening(dir.as_str(), &error)),
        }
    }

    /// Git's own folder of this repository or worktree: what [`Self::open`] takes.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        self.inner.path().to_owned()
    }

    /// The repository whose own folder this is: the same one for another thread.
    ///
    /// # Errors
    ///
    /// When it cannot be opened any more.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let nothing_above_is_off_limits: [&std::ffi::OsStr; 0] = [];
        match git2::Repository::open_ext(folder, RepositoryOpenFlags::NO_SEARCH, nothing_above_is_off_limits) {
            Ok(inner) => Ok(Self { inner }),
            Err(error) => Err(Error::opening(&folder.to_string_lossy(), &error)),
        }
    }

    /// The folder with the working files, absolute. `None` for a bare repository, or where its name is not UTF-8.
    #[must_use]
    pub fn workdir(&self) -> Option<Utf8PathBuf> {
        let path = Utf8Path::from_path(self.inner.workdir()?)?;
        // Without the slash that git2 leaves at the end.
        Some(path.components().collect())
    }

    /// What about this repository may make its history other than it seems.
    ///
    /// # Errors
    ///
    /// When references or configuration cannot be read.
    pub fn condition(&self) -> Result<Condition, Error> {
        let failed = |error: &git2::Error| Error::other("read the state of the repository", error);
        let replaced = self.inner.references_glob("refs/replace/*").map_err(|error| failed(&error))?.next().is_some();
        let config = self.inner.config().and_then(|mut config| config.snapshot()).map_err(|error| failed(&error))?;
        // Git marks a partial clone by the one or the other, depending on its version.
        let mut promised = config.get_bytes("extensions.partialclone").is_ok();
        let promises = config.entries(Some(r"^remote\..*\.promisor$")).map_err(|error| failed(&error))?;
        promises
            .for_each(|entry| promised |= !entry.has_value() || entry.value_bytes() == b"true")
            .map_err(|error| failed(&error))?;
        Ok(Condition {
            shallow: self.inner.is_shallow(),
            grafted: !self.grafts().is_empty(),
            replaced,
            partial: promised,
            unborn: self.head()?.is_none(),
            bare: self.inner.is_bare(),
        })
    }

    /// The commit that is checked out; `None` before the first commit.
    ///
    /// # Errors
    ///
    /// When `HEAD` names something that is not there.
    pub fn head(&self) -> Result<Option<ObjectId>, Error> {
        match self.inner.head() {
            Ok(reference) => self.peeled(&reference).map(Some),
            Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => Ok(None),
            Err(error) => Err(Error::other("read HEAD", &error)),
        }
    }

    /// Name of the branch that is checked out, also before its first commit. `None` where a commit is checked out without
    /// a branch, or the name is not UTF-8.
    #[must_use]
    pub fn head_branch(&self) -> Option<String> {
        let head = self.inner.find_reference("HEAD").ok()?;
        let target = std::str::from_utf8(head.symbolic_target_bytes()?).ok()?;
        target.strip_prefix("refs/heads/").map(str::to_owned)
    }

    /// Tip of the local branch `name` or of `origin`'s branch of that name as last fetched, whichever is ahead of the
    /// other; where both went on, the local one. `None` if neither exists.
    ///
    /// # Errors
    ///
    /// When the branch names something that is not there.
    pub fn branch_tip(&self, name: &str) -> Result<Option<ObjectId>, Error> {
        let mut tips = Vec::new();
        for full in [format!("refs/heads/{name}"), format!("refs/remotes/origin/{name}")] {
            match self.inner.find_reference(&full) {
                Ok(reference) => tips.push(self.peeled(&reference)?),
                Err(error) if matches!(error.code(), ErrorCode::NotFound | ErrorCode::InvalidSpec) => {}
                Err(error) => {
                    return Err(Error::other(format!("read the branch `{name}`"), &error));
                }
            }
        }
        match tips.as_slice() {
            [local, origin] if self.merge_base(*local, *origin)? == Some(*local) => Ok(Some(*origin)),
            tips => Ok(tips.first().copied()),
        }
    }

    /// The best common ancestor of two commits; `None` where they have none.
    ///
    /// # Errors
    ///
    /// When an ancestor is missing.
    pub fn merge_base(&self, a: ObjectId, b: ObjectId) -> Result<Option<ObjectId>, Error> {
        match self.inner.merge_base(oid(a), oid(b)) {
            Ok(base) => Ok(Some(object_id(base))),
            Err(error) if error.code() == ErrorCode::NotFound => {
                // Also what a missing commit yields, which must not pass for "unrelated".
                self.find_commit(a)?;
                self.find_commit(b)?;
                Ok(None)
            }
            Err(error) => Err(Error::other(format!("compare the histories of {a} and {b}"), &error)),
        }
    }

    /// The commit that `revision` names in git's own notation (`main`, `v1.0`, `HEAD~3`, digits of an object name).
    /// `None` where it names nothing, or nothing that leads to a commit.
    ///
    /// # Errors
    ///
    /// When it stands for several objects, or the object is missing.
    pub fn resolve(&self, revision: &str) -> Result<Option<ObjectId>, Error> {
        let object = match self.inner.revparse_single(revision) {
            Ok(object) => object,
            Err(error) if error.code() == ErrorCode::Ambiguous => {
                return Err(Error::Ambiguous { revision: revision.to_owned() });
            }
            Err(_) => return Ok(None),
        };
        match object.peel(ObjectType::Commit) {
            Ok(commit) => Ok(Some(object_id(commit.id()))),
            Err(error) if error.code() == ErrorCode::NotFound => Err(Error::Missing { id: object_id(object.id()) }),
            Err(_) => Ok(None),
        }
    }

    /// The newest commit, by ancestry, on the first-parent line of `tip` whose committer time is not after `instant`.
    /// `None` where the line begins later.
    ///
    /// # Errors
    ///
    /// When a commit of the line is missing.
    pub fn as_of(&self, tip: ObjectId, instant: Timestamp) -> Result<Option<ObjectId>, Error> {
        let mut commit = self.find_commit(tip)?;
        loop {
            if timestamp(commit.time().seconds()) <= instant {
                return Ok(Some(object_id(commit.id())));
            }
            commit = match commit.parent_ids().next() {
                Some(parent) => self.find_commit(object_id(parent))?,
                None => return Ok(None),
            };
        }
    }

    /// The commit on the first-parent line of `tip` from which the history of `other` went on: `other` itself where it is
    /// on the line, else the newest of the line that `other` was built on. `None` where they have nothing in common.
    ///
    /// # Errors
    ///
    /// When an ancestor is missing.
    pub fn line_base(&self, tip: ObjectId, other: ObjectId) -> Result<Option<ObjectId>, Error> {
        let Some(base) = self.merge_base(tip, other)? else { return Ok(None) };
        let mut line = HashSet::new();
        let mut next = Some(tip);
        while let Some(id) = next.filter(|id| line.insert(*id)) {
            if id == base {
                return Ok(Some(base));
            }
            next = self.first_parent(id)?;
        }
        // A commit of a side branch that was merged: it left the line further back.
        self.newest_of(base, |id| line.contains(&id))
    }

    /// The newest commit on the first-parent line of `tip` that is wanted.
    ///
    /// # Errors
    ///
    /// When a commit of the line is missing.
    pub fn newest_of(&self, tip: ObjectId, wanted: impl Fn(ObjectId) -> bool) -> Result<Option<ObjectId>, Error> {
        let mut seen = HashSet::new();
        let mut next = Some(tip);
        while let Some(id) = next.filter(|id| seen.insert(*id)) {
            if wanted(id) {
                return Ok(Some(id));
            }
            next = self.first_parent(id)?;
        }
        Ok(None)
    }

    fn first_parent(&self, id: ObjectId) -> Result<Option<ObjectId>, Error> {
        Ok(self.find_commit(id)?.parent_ids().next().map(object_id))
    }

    /// People as the `.mailmap` of a commit knows them.
    pub fn known_as(&self, commit: ObjectId, people: impl Iterator<Item = Signature>) -> Vec<Signature> {
        let mailmap = self.mailmap(commit);
        people.map(|person| mailmap.map(person)).collect()
    }

    /// One commit, its people mapped by the `.mailmap` of that commit. [`Commit::landed`] is `None`: only a
    /// [history](Self::history) knows it.
    ///
    /// # Errors
    ///
    /// When it is missing or not a commit.
    pub fn commit(&self, id: ObjectId) -> Result<Commit, Error> {
        let commit = self.find_commit(id)?;
        let mailmap = self.mailmap(id);
        let person = |signature: &git2::Signature<'_>| mailmap.map(self::person(signature));
        let trailers = trailers(commit.message_raw_bytes()).into_iter();
        let trailers = trailers.map(|named| Trailer { person: mailmap.map(named.person.clone()), ..named });
        Ok(Commit {
            id,
            authored: timestamp(commit.author().when().seconds()),
            committed: timestamp(commit.time().seconds()),
            author: person(&commit.author()),
            stated: self::person(&commit.author()),
            committer: person(&commit.committer()),
            subject: subject(&commit),
            signed: is_signed(&commit),
            crowded: true,
            trailers: trailers.collect(),
            landed: None,
        })
    }

    /// The whole message of a commit, lossily decoded.
    ///
    /// # Errors
    ///
    /// When it is missing or not a commit.
    pub fn message(&self, id: ObjectId) -> Result<String, Error> {
        Ok(text(self.find_commit(id)?.message_raw_bytes()))
    }

    /// A commit as git2 has it, its bytes checked against its name.
    pub(super) fn find_commit(&self, id: ObjectId) -> Result<git2::Commit<'_>, Error> {
        let failed = |error: git2::Error| Error::object(id, "commit", &error);
        let commit = self.inner.find_commit(oid(id)).map_err(failed)?;
        // git2 keeps a commit in two parts, and of a message with a zero byte only what is before it.
        let bytes = [commit.raw_header_bytes(), b"\n", commit.message_raw_bytes()].concat();
        if !is_named(ObjectType::Commit, &bytes, id) {
            let store = self.inner.odb().map_err(failed)?;
            let object = store.read(oid(id)).map_err(failed)?;
            if !is_named(ObjectType::Commit, object.data(), id) {
                return Err(Error::Unreadable { id, kind: "commit" });
            }
        }
        Ok(commit)
    }

    /// The `.mailmap` that a commit holds; an empty one where it has none that can be read. Neither the working file nor
    /// the user's configuration counts: the same commit names the same people on every computer.
    pub(super) fn mailmap(&self, commit: ObjectId) -> Mailmap {
        let stored = || {
            let tree = self.find_commit(commit).ok()?.tree().ok()?;
            self.blob(object_id(tree.get_name(".mailmap")?.id())).ok()
        };
        Mailmap::parse(&text(&stored().unwrap_or_default()))
    }

    /// Content of `info/grafts`; empty where there is none.
    pub(super) fn grafts(&self) -> Vec<u8> {
        self.common_file("info/grafts")
    }

    /// Content of a small file in the folder that all worktrees share; empty where there is none.
    #[expect(clippy::disallowed_methods, reason = "git's own files are read in this module")]
    pub(super) fn common_file(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.inner.commondir().join(name)).unwrap_or_default()
    }

    fn peeled(&self, reference: &git2::Reference<'_>) -> Result<ObjectId, Error> {
        match reference.peel_to_commit() {
            Ok(commit) => Ok(object_id(commit.id())),
            Err(error) => match reference.target() {
                Some(target) => Err(Error::object(object_id(target), "commit", &error)),
                None => Err(Error::other(format!("read `{}`", text(reference.name_bytes())), &error)),
            },
        }
    }
}

/// The person of a signature.
pub(super) fn person(signature: &git2::Signature<'_>) -> Signature {
    Signature { name: text(signature.name_bytes()), email: text(signature.email_bytes()) }
}

/// The first paragraph of a message on one line, as git shows it.
pub(super) fn subject(commit: &git2::Commit<'_>) -> String {
    let lines = commit.message_raw_bytes().split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    let paragraph = lines.skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
    text(&paragraph.collect::<Vec<_>>().join(&b' '))
}

/// Whether a commit carries a signature.
pub(super) fn is_signed(commit: &git2::Commit<'_>) -> bool {
    commit.raw_header_bytes().split(|&byte| byte == b'\n').any(|line| line.starts_with(b"gpgsig "))
}

/// Whom the last block of trailers of a message names. A line elsewhere in the message is text like any other.
pub(super) fn trailers(message: &[u8]) -> Vec<Trailer> {
    // Most messages have none, and to look for the colon is quicker than to parse.
    if !message.windows(4).any(|window| window.eq_ignore_ascii_case(b"-by:")) {
        return Vec::new();
    }
    // git2 takes text only, and refuses a zero byte, after which git reads nothing.
    let message = text(message.split(|&byte| byte == 0).next().unwrap_or_default());
    let Ok(found) = git2::message_trailers_strs(&message) else { return Vec::new() };
    let known = found.iter().filter_map(|(key, value)| {
        let kind = match key.to_ascii_lowercase().as_str() {
            "approved-by" => TrailerKind::ApprovedBy,
            "co-authored-by" => TrailerKind::CoAuthoredBy,
            _ => return None,
        };
        let (name, rest) = value.split_once('<')?;
        let (email, _) = rest.split_once('>')?;
        let stated = Signature { name: name.trim().to_owned(), email: email.trim().to_owned() };
        Some(Trailer { kind, person: stated.clone(), stated })
    });
    known.collect()
}

/// Whether an object of these bytes has this name.
pub(super) fn is_named(kind: ObjectType, bytes: &[u8], id: ObjectId) -> bool {
    git2::Oid::hash_object(kind, bytes).is_ok_and(|found| object_id(found) == id)
}

/// Sets up libgit2, once.
pub(super) fn configure() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Commits, files and listed folders are checked against their names here, where they are read. To check every
        // folder of every commit as well would take most of the time of a history, and git does not do it either.
        git2::opts::strict_hash_verification(false);
        // What is worth keeping is kept here; git2 would keep up to 256 MiB besides.
        git2::opts::enable_caching(false);
        // So that partial clones open, which can be read as far as objects are there.
        #[expect(
            unsafe_code,
            reason = "writes a table of libgit2 that is read when a repository is opened; every opening in this \
                      program waits for this call to end"
        )]
        // A refusal shows itself when the repository is opened, as an extension that is not supported.
        let _ = unsafe { git2::opts::set_extensions(&["partialclone"]) };
    });
}
