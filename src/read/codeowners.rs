//! The files in which a forge looks for owners.

use camino::Utf8Path;

use super::document;
use super::tree::{Tree, TreeError};
use crate::model::source::SourceFile;

/// Where the forges look, from the root of the repository; each takes the first that it knows.
pub const PLACES: [&str; 4] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"];

/// The files that are there. One that is no text is passed over: the forge reads nothing from it either.
///
/// # Errors
///
/// Where one is there and cannot be read.
pub fn files(tree: &Tree<'_>) -> Result<Vec<SourceFile>, TreeError> {
    let mut files = Vec::new();
    for path in PLACES.map(Utf8Path::new) {
        files.extend(tree.read(path)?.and_then(|bytes| document::decode(path, bytes).ok()));
    }
    Ok(files)
}
