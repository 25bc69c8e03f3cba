//! What can keep the program from reading a repository or writing a tag, said so that someone who does not program can
//! act on it.

use thiserror::Error as Derive;

use crate::model::history::ObjectId;

/// The program could not read what it needed from git, or could not write a tag.
///
/// The text says what is and what to do about it. What git2 said is kept as text only: no caller needs to know git2.
#[derive(Debug, Derive)]
pub enum Error {
    /// The files of the repository belong to another user of this computer (common in containers).
    #[error(
        "the repository `{path}` belongs to another user of this computer, so its content is not trusted; \
         if you trust it, run `git config --global --add safe.directory {path}` and try again"
    )]
    Owner {
        /// The folder to name as safe.
        path: String,
    },
    /// The repository is of a kind that this program cannot read.
    #[error(
        "the repository `{path}` uses `{feature}`, which smsdoc cannot read; \
         work in an ordinary clone of it (made with `git clone`, objects named by SHA-1)"
    )]
    Unsupported {
        /// Folder at which the search began.
        path: String,
        /// The feature as the configuration of the repository names it.
        feature: String,
    },
    /// An object that the history names is not in the repository.
    #[error(
        "git object {id} is missing from the repository (a shallow or partial clone, or a damaged one); \
         run `git fetch --unshallow` or `git fetch --refetch`, or clone the repository again in full"
    )]
    Missing {
        /// Name of the absent object.
        id: ObjectId,
    },
    /// An object exists, but is of another kind or cannot be understood.
    #[error("git object {id} cannot be read as a {kind}; run `git fsck` to see whether the repository is damaged")]
    Unreadable {
        /// Name of the object.
        id: ObjectId,
        /// What it was expected to be.
        kind: &'static str,
    },
    /// The repository has no working files, so there is nothing to compare with what is committed.
    #[error("the repository `{path}` is bare: it has no working files; run smsdoc in an ordinary clone of it")]
    Bare {
        /// The folder of the repository.
        path: String,
    },
    /// A short object name that stands for several objects.
    #[error("`{revision}` stands for more than one git object; write more digits of the name")]
    Ambiguous {
        /// What was asked for.
        revision: String,
    },
    /// A tag of this name exists. What it proves must not be lost by writing another in its place.
    #[error("there is already a tag `{name}`; choose another name, or look at what it says: `git show {name}`")]
    TagExists {
        /// Name without `refs/tags/`.
        name: String,
    },
    /// A tag could not be written.
    #[error("cannot write the tag `{name}`: {reason}")]
    Tag {
        /// Name without `refs/tags/`.
        name: String,
        /// What git said, on one line and without control characters.
        reason: String,
    },
    /// Git does not know for whom it should write.
    #[error(
        "git does not know who you are; run `git config --global user.name \"Your Name\"` and \
         `git config --global user.email you@example.org`, then try again"
    )]
    Nobody,
    /// The program git, which signs, is not there.
    #[error(
        "cannot run the program `git`, which is needed to sign a tag: {reason}; \
         install git so that a command line finds it, or write the tag without a signature"
    )]
    NoGit {
        /// What the operating system said.
        reason: String,
    },
    /// A working file or folder could not be read.
    #[error("cannot read `{path}`: {reason}; check that you may read it and try again")]
    File {
        /// The file or folder.
        path: String,
        /// What the operating system said.
        reason: String,
    },
    /// Anything else.
    #[error("cannot {action}: {reason}; run `git fsck` in that folder to see whether the repository is sound")]
    Other {
        /// What was tried.
        action: String,
        /// What git2 said.
        reason: String,
    },
}

impl Error {
    /// Why a repository that was found cannot be opened.
    pub(super) fn opening(path: &str, error: &git2::Error) -> Self {
        let path = path.to_owned();
        if error.code() == git2::ErrorCode::Owner {
            // The message quotes the folder that was refused, which is the one to declare safe.
            let refused = error.message().split('\'').nth(1).map(|quoted| quoted.trim_end_matches('/').to_owned());
            return Self::Owner { path: refused.unwrap_or(path) };
        }
        let message = error.message();
        if let Some((_, feature)) = message.split_once("unsupported extension name ") {
            return Self::Unsupported { path, feature: feature.to_owned() };
        }
        if message.contains("object format") || message.contains("objectformat") {
            return Self::Unsupported { path, feature: "extensions.objectformat".to_owned() };
        }
        if message.contains("repository version") {
            return Self::Unsupported { path, feature: "core.repositoryformatversion".to_owned() };
        }
        Self::Other { action: format!("open the repository `{path}`"), reason: message.to_owned() }
    }

    /// Why an object cannot be read.
    pub(super) fn object(id: ObjectId, kind: &'static str, error: &git2::Error) -> Self {
        if error.code() == git2::ErrorCode::NotFound { Self::Missing { id } } else { Self::Unreadable { id, kind } }
    }

    /// Why something that is not about one object failed.
    pub(super) fn other(action: impl Into<String>, error: &git2::Error) -> Self {
        Self::Other { action: action.into(), reason: error.message().to_owned() }
    }

    /// Why a tag cannot be written.
    pub(super) fn tag(name: &str, reason: &str) -> Self {
        Self::Tag { name: visible(name), reason: visible(reason) }
    }

    /// Why a working file cannot be read.
    pub(super) fn file(path: impl AsRef<str>, error: &std::io::Error) -> Self {
        Self::File { path: path.as_ref().to_owned(), reason: error.to_string() }
    }
}

/// A text on one line, its control characters by name, so that it can do nothing to a terminal.
fn visible(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ");
    lines.chars().fold(String::with_capacity(lines.len()), |mut out, char| {
        if char.is_control() {
            out.extend(char.escape_unicode())
        } else {
            out.push(char)
        }
        out
    })
}
