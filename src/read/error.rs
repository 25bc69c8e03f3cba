//! Why a repository cannot be read at all.

use camino::Utf8PathBuf;

use super::schema::SchemaError;
use super::tree::TreeError;
use crate::git;

/// The program could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No folder on the way up holds an SMS.
    #[error(
        "there is no `sms-docs/smsdoc.yaml` in {0} or above it\n  = help: go into the folder of your SMS, name it with `--root DIR`, or begin one with `smsdoc init`"
    )]
    NoRoot(Utf8PathBuf),
    /// The folder that was named is not there.
    #[error("{0} is not a folder\n  = help: check the path after `--root`")]
    NotAFolder(Utf8PathBuf),
    /// The path is no text.
    #[error("the path {0} is not UTF-8 text\n  = help: rename the folder")]
    PathNotText(String),
    /// Files could not be read.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// Git could not be read.
    #[error(transparent)]
    Git(#[from] git::Error),
    /// A schema cannot be used.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The time zone of the configuration is not known.
    #[error(
        "`control.zone` is `{0}`, which is no time zone\n  = help: write an IANA name such as `Europe/London`, or `UTC`"
    )]
    Zone(String),
    /// What `--as-of` names is not there.
    #[error("{0}")]
    AsOf(String),
}
