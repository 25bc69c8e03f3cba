//! A new repository out of a pack: what an example of years of history is shipped as.

use std::io::Write as _;

use camino::Utf8Path;
use git2::build::CheckoutBuilder;

use super::repository::configure;
use super::{Error, Repository};

impl Repository {
    /// Makes a repository in a folder, which may not be there yet, and fills it with the objects of a pack. References
    /// are full names (`refs/heads/main`) with forty hexadecimal digits. The branch is checked out byte for byte: no
    /// setting of the user's git has a say in what lies in the files.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written, or the pack is not sound. What was made so far then stays.
    pub fn unpack(folder: &Utf8Path, branch: &str, pack: &[u8], references: &[(&str, &str)]) -> Result<Self, Error> {
        configure();
        let failed = |error: git2::Error| Error::Other {
            action: format!("make the repository `{folder}`"),
            reason: error.message().to_owned(),
        };
        let mut options = git2::RepositoryInitOptions::new();
        // Templates of the user would bring hooks, which are no part of what is shipped.
        options.no_reinit(true).mkpath(true).initial_head(branch).external_template(false);
        let inner = git2::Repository::init_opts(folder, &options).map_err(failed)?;
        {
            let store = inner.odb().map_err(failed)?;
            let mut writer = store.packwriter().map_err(failed)?;
            writer.write_all(pack).map_err(|error| Error::file(folder, &error))?;
            writer.commit().map_err(failed)?;
        }
        for (name, object) in references {
            let object = git2::Oid::from_str(object).map_err(failed)?;
            inner.reference(name, object, false, "unpacked").map_err(failed)?;
        }
        inner.checkout_head(Some(CheckoutBuilder::new().force().disable_filters(true))).map_err(failed)?;
        Ok(Self { inner })
    }
}
