//! Writes files for people: a new document, a new SMS, fields for documents that move in.
//!
//! What a document of a type needs is read from its schema, so that the types of a repository work like those of the program.
//!
//! | file | what it is for |
//! |---|---|
//! | `part` | what a schema says of one value, its references followed |
//! | `fill` | a value that fits a schema and shows what is to be written |
//! | `yaml` | values as YAML that people like to read |
//! | `draft` | a whole document: fields, then headings |
//! | `number` | ids: areas, codes, the next free number |
//! | `place` | folder and file name of a document |
//! | `library` | what is there already: types, people, ids, places |
//! | `starter` | a new SMS |
//! | `demo` | the example of Kestrelmoor IT Services, with its history |
//! | `adopt` | fields for files that are there already |
//! | `disk` | new files, and files that are replaced in one step |

pub mod adopt;
pub mod demo;
pub mod disk;
pub mod draft;
mod fill;
pub mod library;
pub mod number;
mod part;
pub mod place;
pub mod starter;
pub mod yaml;

use camino::Utf8PathBuf;

/// A file could not be written, or must not be.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is a file of this name.
    #[error("{0} is there already, and nothing is overwritten")]
    Exists(Utf8PathBuf),
    /// The system refuses.
    #[error("{path} cannot be written: {source}")]
    Disk {
        /// The file or folder.
        path: Utf8PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The clone holds a part of the history only, so that nobody can say which ids were used.
    #[error(
        "this clone holds only the newest commits (it is shallow), so nobody can say which ids were used before\n  = help: run `git fetch --unshallow`, or add `--allow-shallow` where you know that the id is new"
    )]
    Shallow,
    /// Git could not be read.
    #[error(transparent)]
    Git(#[from] crate::git::Error),
    /// The repository could not be read.
    #[error(transparent)]
    Read(#[from] crate::read::Error),
}

impl Error {
    fn disk(path: impl Into<Utf8PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        |source| Self::Disk { path, source }
    }
}
