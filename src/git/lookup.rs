//! Single files of a commit.

use camino::Utf8Path;

use super::{Error, Repository, object_id, oid};
use crate::model::history::ObjectId;

impl Repository {
    /// The content of the ordinary file at a path of a commit; `None` where there is none, or something else.
    ///
    /// # Errors
    ///
    /// When the commit or a folder on the way is missing from the repository.
    pub fn file_at(&self, commit: ObjectId, path: &Utf8Path) -> Result<Option<ObjectId>, Error> {
        let failed = |error: &git2::Error| Error::object(commit, "commit", error);
        let tree =
            self.inner.find_commit(oid(commit)).and_then(|commit| commit.tree()).map_err(|error| failed(&error))?;
        match tree.get_path(path.as_std_path()) {
            Ok(entry) if matches!(entry.filemode(), 0o100_644 | 0o100_755 | 0o100_664) => {
                Ok(Some(object_id(entry.id())))
            }
            Ok(_) => Ok(None),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(failed(&error)),
        }
    }
}
