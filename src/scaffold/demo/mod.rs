//! The example of Kestrelmoor IT Services as a repository with years of signed history.
//!
//! It is shipped as a pack of git objects and a list of the names that branches and tags have in it, so that everybody
//! gets the same commits. Both files are made by `tests/demo` from `sms-docs/` and from what stands there of older
//! versions, and a test holds that they are still what these say.

use camino::Utf8Path;

use super::Error;
use crate::git::Repository;

const PACK: &[u8] = include_bytes!("kestrelmoor.pack");

/// One name a line: object, space, reference.
const NAMES: &str = include_str!("kestrelmoor.refs");

/// The branch that is checked out.
pub const BRANCH: &str = "main";

/// What the example holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Signed tags that prove an approval or a withdrawal.
    pub approvals: usize,
    /// Releases.
    pub releases: usize,
}

/// Whether the example can go into a folder: one that is empty or not there yet.
///
/// # Errors
///
/// [`Error::Exists`] where something lies in it; else where it is no folder, or cannot be read.
pub fn fits(folder: &Utf8Path) -> Result<(), Error> {
    if folder.symlink_metadata().is_ok() {
        let mut found = folder.read_dir_utf8().map_err(Error::disk(folder))?;
        if found.next().is_some() {
            return Err(Error::Exists(folder.to_owned()));
        }
    }
    Ok(())
}

/// Writes the example into a folder.
///
/// # Errors
///
/// As for [`fits`], or where the system refuses.
pub fn create(folder: &Utf8Path) -> Result<Size, Error> {
    fits(folder)?;
    std::fs::create_dir_all(folder).map_err(Error::disk(folder))?;
    let names = names();
    Repository::unpack(folder, BRANCH, PACK, &names)?;
    let count = |prefixes: &[&str]| {
        let is = |name: &str| prefixes.iter().any(|prefix| name.starts_with(prefix));
        names.iter().filter(|(name, _)| is(name)).count()
    };
    Ok(Size {
        approvals: count(&["refs/tags/approved/", "refs/tags/withdrawn/"]),
        releases: count(&["refs/tags/release/"]),
    })
}

/// Each name with its object.
fn names() -> Vec<(&'static str, &'static str)> {
    NAMES.lines().filter_map(|line| line.split_once(' ')).map(|(object, name)| (name, object)).collect()
}
