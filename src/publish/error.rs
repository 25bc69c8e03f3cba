//! Why a site was not published.

use std::io::{self, ErrorKind};

use camino::{Utf8Path, Utf8PathBuf};

/// The site was not published. What was published before is as it was, unless the text says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder is a source folder, or holds one.
    #[error(
        "`{out}` holds the source folder `{source_folder}`, and publishing would replace all of it\n  \
         = help: choose a folder that holds nothing else, such as `--out public`"
    )]
    HoldsSource {
        /// The folder to publish into.
        out: Utf8PathBuf,
        /// The source folder.
        source_folder: Utf8PathBuf,
    },
    /// The folder lies inside a source folder.
    #[error(
        "`{out}` lies in the source folder `{source_folder}`, where the next build would read it\n  \
         = help: choose a folder beside the sources, such as `--out public`"
    )]
    InsideSource {
        /// The folder to publish into.
        out: Utf8PathBuf,
        /// The source folder.
        source_folder: Utf8PathBuf,
    },
    /// Something else than a folder is there, or the path has no name.
    #[error("`{0}` is not a folder to publish into\n  = help: choose another with `--out`")]
    NotAFolder(Utf8PathBuf),
    /// The folder has files and is no site of smsdoc.
    #[error(
        "`{out}` is not empty and is no site made by smsdoc, and publishing would delete what is in it\n  \
         = help: choose an empty folder with `--out`, or empty this one"
    )]
    Foreign {
        /// The folder to publish into.
        out: Utf8PathBuf,
    },
    /// The folder is a site of smsdoc into which someone has put a file.
    #[error(
        "`{out}` holds `{file}`, which smsdoc did not write, and publishing would delete it\n  \
         = help: move it elsewhere, or choose another folder with `--out`"
    )]
    ForeignFile {
        /// The folder to publish into.
        out: Utf8PathBuf,
        /// The file, from there, with control characters escaped.
        file: String,
    },
    /// The folder is where another disk begins, so that it cannot be exchanged.
    #[error(
        "`{0}` is a disk or a volume of its own, which cannot be replaced in one step\n  \
         = help: publish into a folder inside it, such as `--out {0}/site`"
    )]
    Volume(Utf8PathBuf),
    /// Another build holds the lock.
    #[error("another build is publishing into `{0}`\n  = help: wait until it has finished, then try again")]
    Busy(Utf8PathBuf),
    /// A path that no file of a site may have. A fault of the program, not of its user.
    #[error(
        "the file `{path}` cannot be part of a site: {reason}\n  = help: this is a fault of smsdoc; please report it"
    )]
    Path {
        /// The path, with control characters escaped.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Two files of the site have one path, perhaps because this disk does not tell upper from lower case.
    #[error(
        "two files of the site have the path `{0}`\n  \
         = help: where two ids differ only in upper and lower case, rename one; else please report this fault of smsdoc"
    )]
    Twice(Utf8PathBuf),
    /// The file system refused.
    #[error("cannot {action} `{path}`: {source}\n  = help: {}; what was published before is as it was", help(.source))]
    Disk {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        path: Utf8PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The old site was set aside, and then neither the new nor the old one could be put in its place.
    #[error(
        "cannot put the new site in the place of `{out}`: {source}\n  \
         = help: {}; the site that was published is in `{aside}`, and the next build puts it back", help(.source)
    )]
    Aside {
        /// The folder to publish into, which is absent now.
        out: Utf8PathBuf,
        /// Where the old site is.
        aside: Utf8PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The new site is published, but the disk did not confirm it.
    #[error(
        "the new site is published in `{path}`, but the disk did not confirm it: {source}\n  \
         = help: check the disk, then build again"
    )]
    Unconfirmed {
        /// The folder to publish into.
        path: Utf8PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl Error {
    /// For `map_err`: what was tried, and with what.
    pub(super) fn disk(action: &'static str, path: &Utf8Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Disk { action, path: path.to_owned(), source }
    }
}

/// What someone can do about a refusal of the file system.
fn help(error: &io::Error) -> &'static str {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "make room on the disk, then try again (old and new site need room together)"
        }
        ErrorKind::ReadOnlyFilesystem => "this disk is read-only; choose a folder on another with `--out`",
        ErrorKind::PermissionDenied => {
            "choose a folder with `--out` whose parent folder you may write in (the new site is made beside the old one)"
        }
        ErrorKind::InvalidFilename => "shorten the name",
        _ => "check the folder and the disk, then try again",
    }
}
