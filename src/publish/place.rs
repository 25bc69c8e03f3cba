//! Whether a folder may be replaced by a site.

use std::collections::HashSet;
use std::io::ErrorKind;

use camino::{Utf8Path, Utf8PathBuf};

use super::manifest::{self, MANIFEST, SUMS};
use super::{Error, Target, disk};

/// Files that an operating system leaves in folders that someone looked at. Nobody misses them.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// A folder to publish into, with all links followed.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The folder, as its user wrote it.
    pub(super) shown: Utf8PathBuf,
    /// The folder itself; it need not exist.
    pub(super) out: Utf8PathBuf,
    /// The folder in which it lies.
    pub(super) parent: Utf8PathBuf,
    /// The folder beside it in which the site is made.
    pub(super) workshop: Utf8PathBuf,
}

/// Finds the folder and refuses it where it has to do with the sources.
pub(super) fn choose(target: &Target<'_>) -> Result<Place, Error> {
    let shown = target.out.to_owned();
    let out = real(target.out)?;
    for folder in target.protected {
        let source = real(folder)?;
        if source.starts_with(&out) {
            return Err(Error::HoldsSource { out: shown, source_folder: folder.clone() });
        }
        if out.starts_with(&source) {
            return Err(Error::InsideSource { out: shown, source_folder: folder.clone() });
        }
    }
    let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else { return Err(Error::NotAFolder(shown)) };
    let (parent, workshop) = (parent.to_owned(), parent.join(format!(".{name}.smsdoc")));
    Ok(Place { shown, out, parent, workshop })
}

impl Place {
    /// Refuses to replace what is not a site of smsdoc, whole and alone.
    pub(super) fn check(&self) -> Result<(), Error> {
        match self.out.symlink_metadata() {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(Error::disk("look at", &self.shown)(error)),
            Ok(found) if !found.is_dir() => return Err(Error::NotAFolder(self.shown.clone())),
            Ok(_) => {}
        }
        if disk::is_volume(&self.out, &self.parent) {
            return Err(Error::Volume(self.shown.clone()));
        }
        let files = self.files()?;
        if files.is_empty() {
            return Ok(());
        }
        let Some(listed) = self.listed() else { return Err(Error::Foreign { out: self.shown.clone() }) };
        let ours = |file: &str| {
            let name = file.rsplit('/').next().unwrap_or(file);
            listed.contains(file) || file == MANIFEST || file == SUMS || LITTER.contains(&name)
        };
        match files.iter().filter(|file| !ours(file)).min() {
            None => Ok(()),
            Some(file) => Err(Error::ForeignFile { out: self.shown.clone(), file: file.escape_debug().to_string() }),
        }
    }

    /// Every file that the manifest of the site lists; `None` where there is no manifest of smsdoc.
    #[expect(clippy::disallowed_methods, reason = "the manifest says whether the folder may be replaced")]
    fn listed(&self) -> Option<HashSet<String>> {
        manifest::listed(&std::fs::read(self.out.join(MANIFEST)).ok()?)
    }

    /// Everything below the folder that is no folder. Links are not followed.
    #[expect(clippy::disallowed_methods, reason = "nothing that smsdoc did not write may be deleted")]
    fn files(&self) -> Result<Vec<String>, Error> {
        let (mut files, mut folders) = (Vec::new(), vec![String::new()]);
        while let Some(folder) = folders.pop() {
            let path = self.out.join(&folder);
            for entry in std::fs::read_dir(&path).map_err(Error::disk("look into", &path))? {
                let entry = entry.map_err(Error::disk("look into", &path))?;
                let name = entry.file_name().to_string_lossy().into_owned();
                let name = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                if is_folder { folders.push(name) } else { files.push(name) }
            }
        }
        Ok(files)
    }
}

/// Where a path leads with all links followed. What does not exist yet is taken as it is written.
fn real(path: &Utf8Path) -> Result<Utf8PathBuf, Error> {
    let (mut at, mut rest) = (path, Vec::new());
    loop {
        let here = if at.as_str().is_empty() { Utf8Path::new(".") } else { at };
        match here.canonicalize_utf8() {
            Ok(found) => return Ok(rest.iter().rev().fold(found, |path, name| path.join(name))),
            // A link that leads nowhere is there, though what it leads to is not.
            Err(error) if error.kind() == ErrorKind::NotFound && at.symlink_metadata().is_err() => {
                let (Some(parent), Some(name)) = (at.parent(), at.file_name()) else {
                    return Err(Error::NotAFolder(path.to_owned()));
                };
                rest.push(name);
                at = parent;
            }
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(Error::NotAFolder(path.to_owned())),
            Err(error) => return Err(Error::disk("find", path)(error)),
        }
    }
}
