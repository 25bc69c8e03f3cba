//! What is asked of a repository, and what comes of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use camino::Utf8PathBuf;

use super::day::Today;
use super::embedded::Files;
use super::texts::Texts;
use crate::model::inputs::Inputs;

/// What to read.
#[derive(Clone, Debug)]
pub struct Request {
    /// The newest commit of the controlled line rather than the files on disk.
    pub published: bool,
    /// Day or revision of `--as-of`.
    pub as_of: Option<String>,
    /// Where today comes from.
    pub today: Today,
    /// Go on where the history is cut, showing none of it.
    pub allow_shallow: bool,
    /// Show what is not in force, too.
    pub drafts: bool,
    /// Find out which files differ from the newest commit.
    pub uncommitted: bool,
    /// Read the history; what needs none is quicker without.
    pub history: bool,
}

/// What was read, and what pages are made with.
pub struct Read {
    /// What the pipeline knows.
    pub inputs: Inputs,
    /// Files of the themes.
    pub theme: Files,
    /// Bytes of the files that documents link, by path from the top.
    pub attachments: BTreeMap<Utf8PathBuf, Arc<[u8]>>,
    /// Texts of the past.
    pub texts: Arc<Texts>,
}
