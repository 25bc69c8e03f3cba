//! The folder in which a site is made, and how the site gets out of it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};

use camino::{Utf8Path, Utf8PathBuf};

use super::place::Place;
use super::{Error, disk};

/// The folder beside the published one, locked for this build. Dropped, it is removed with all that it holds.
#[derive(Debug)]
pub(super) struct Workshop {
    place: Place,
    /// Whether each file and folder needs its mode set, because the umask takes from it.
    narrowed: bool,
    /// Locked as long as it is open.
    _lock: File,
}

impl Workshop {
    /// Locks the workshop, puts right what a killed build left, and makes the folder for the new site.
    pub(super) fn open(place: Place) -> Result<Self, Error> {
        fs::create_dir_all(&place.parent).map_err(Error::disk("make the folder", &place.parent))?;
        let lock = lock(&place)?;
        let mut workshop = Self { place, narrowed: false, _lock: lock };
        workshop.recover()?;
        workshop.place.check()?;
        let new = workshop.new_site();
        workshop.narrowed = disk::create_first_folder(&new).map_err(Error::disk("make the folder", &new))?;
        Ok(workshop)
    }

    /// Makes a folder of the new site; it may be there already.
    pub(super) fn make_folder(&self, path: &Utf8Path) -> Result<(), Error> {
        match disk::create_folder(&self.new_site().join(path), self.narrowed) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(Error::disk("make the folder", path)(error)),
            _ => Ok(()),
        }
    }

    /// Writes a file of the new site.
    pub(super) fn write(&self, path: &Utf8Path, bytes: &[u8]) -> Result<(), Error> {
        let file = disk::create_file(&self.new_site().join(path), self.narrowed);
        match file.and_then(|mut file| file.write_all(bytes)) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(Error::Twice(path.to_owned())),
            Err(error) => Err(Error::disk("write", &self.place.shown.join(path))(error)),
        }
    }

    /// Puts the new site in the place of the published one. That is then in the workshop, and goes with it.
    pub(super) fn publish(&self) -> Result<(), Error> {
        let (new, out) = (self.new_site(), &self.place.out);
        disk::confirm_all(&new).map_err(Error::disk("write to the disk", &self.place.shown))?;
        match disk::exchange(&new, out) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::rename(&new, out).map_err(|error| self.refused(error))?
            }
            Err(error) if error.kind() == ErrorKind::Unsupported => self.publish_in_two_steps()?,
            Err(error) => return Err(self.refused(error)),
        }
        let confirmed =
            disk::confirm_folder(&self.place.parent).and_then(|()| disk::confirm_folder(&self.place.workshop));
        confirmed.map_err(|source| Error::Unconfirmed { path: self.place.shown.clone(), source })
    }

    /// Where two folders cannot be exchanged, the old one is set aside first. A reader may find none for a moment; a
    /// build killed in that moment leaves it to the next one to put the old site back.
    fn publish_in_two_steps(&self) -> Result<(), Error> {
        let (new, out, old) = (self.new_site(), &self.place.out, self.old_site());
        match fs::rename(out, &old) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(self.refused(error)),
            _ => {}
        }
        if let Err(source) = fs::rename(&new, out) {
            return match fs::rename(&old, out) {
                Err(back) if back.kind() != ErrorKind::NotFound => {
                    Err(Error::Aside { out: self.place.shown.clone(), aside: old, source })
                }
                _ => Err(self.refused(source)),
            };
        }
        self.discard_old();
        Ok(())
    }

    /// From here on the old site is not put back: a name of its own says so, since deleting it takes a while.
    fn discard_old(&self) {
        let _ = fs::rename(self.old_site(), self.gone_site());
    }

    /// Puts back a site that a killed build had set aside, and removes all else that it left.
    fn recover(&self) -> Result<(), Error> {
        let old = self.old_site();
        if old.symlink_metadata().is_ok() && fs::rename(&old, &self.place.out).is_err() {
            self.discard_old();
        }
        for left in [self.new_site(), self.gone_site(), old] {
            disk::remove(left.as_std_path()).map_err(Error::disk("remove", &left))?;
        }
        Ok(())
    }

    fn refused(&self, error: io::Error) -> Error {
        match error.kind() {
            ErrorKind::ResourceBusy | ErrorKind::CrossesDevices => Error::Volume(self.place.shown.clone()),
            _ => Error::disk("replace", &self.place.shown)(error),
        }
    }

    fn new_site(&self) -> Utf8PathBuf {
        self.place.workshop.join("new")
    }

    fn old_site(&self) -> Utf8PathBuf {
        self.place.workshop.join("old")
    }

    fn gone_site(&self) -> Utf8PathBuf {
        self.place.workshop.join("gone")
    }
}

impl Drop for Workshop {
    /// What cannot be removed now is removed by the next build, which says so if it cannot either. A site that was set
    /// aside stays.
    fn drop(&mut self) {
        let _ = disk::remove(self.new_site().as_std_path());
        let _ = disk::remove(self.gone_site().as_std_path());
        let _ = fs::remove_file(self.place.workshop.join("lock"));
        let _ = fs::remove_dir(&self.place.workshop);
    }
}

/// Makes the workshop and locks it. The system frees the lock of a process that has died.
///
/// A build that ends removes lock and workshop, so what was opened may be gone by the time that it is locked; then it
/// is made again.
fn lock(place: &Place) -> Result<File, Error> {
    let path = place.workshop.join("lock");
    for _ in 0..100 {
        match disk::create_private_folder(&place.workshop) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                return Err(Error::disk("make the folder", &place.workshop)(error));
            }
            _ => {}
        }
        // A link could lead the deletions of this module elsewhere.
        if place.workshop.symlink_metadata().is_ok_and(|found| !found.is_dir()) {
            return Err(Error::NotAFolder(place.workshop.clone()));
        }
        let lock = match OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            other => other.map_err(Error::disk("open", &path))?,
        };
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => return Err(Error::Busy(place.shown.clone())),
            Err(TryLockError::Error(error)) => return Err(Error::disk("lock", &path)(error)),
            Ok(()) if disk::is_at(&lock, &path) => return Ok(lock),
            Ok(()) => {}
        }
    }
    Err(Error::Busy(place.shown.clone()))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests look at what was written")]
mod tests {
    use super::*;
    use crate::publish::{Target, place};

    fn place(top: &Utf8Path) -> Place {
        place::choose(&Target { out: &top.join("public"), protected: &[] }).unwrap()
    }

    fn top() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::try_from(folder.path().to_owned()).unwrap();
        (folder, path)
    }

    fn site(folder: &Utf8Path, text: &str) {
        fs::create_dir_all(folder).unwrap();
        fs::write(
            folder.join("manifest.json"),
            r#"{"schema": "smsdoc/manifest/1", "files": [{"path": "index.html"}]}"#,
        )
        .unwrap();
        fs::write(folder.join("index.html"), text).unwrap();
    }

    #[test]
    fn a_file_system_that_cannot_exchange_gets_the_site_in_two_steps() {
        let (_guard, top) = top();
        for text in ["first", "second"] {
            let workshop = Workshop::open(place(&top)).unwrap();
            site(&workshop.new_site(), text);
            workshop.publish_in_two_steps().unwrap();
            drop(workshop);
            assert_eq!(fs::read_to_string(top.join("public/index.html")).unwrap(), text);
            assert_eq!(fs::read_dir(&top).unwrap().count(), 1);
        }
    }

    #[test]
    fn a_site_that_cannot_be_placed_leaves_the_old_one() {
        let (_guard, top) = top();
        site(&top.join("public"), "old");
        let workshop = Workshop::open(place(&top)).unwrap();
        fs::remove_dir(workshop.new_site()).unwrap();
        assert!(workshop.publish_in_two_steps().is_err());
        drop(workshop);
        assert_eq!(fs::read_to_string(top.join("public/index.html")).unwrap(), "old");
    }

    #[test]
    fn a_site_set_aside_by_a_killed_build_is_put_back() {
        let (_guard, top) = top();
        site(&top.join(".public.smsdoc/old"), "old");
        site(&top.join(".public.smsdoc/new"), "half");
        drop(Workshop::open(place(&top)).unwrap());
        assert_eq!(fs::read_to_string(top.join("public/index.html")).unwrap(), "old");
        assert_eq!(fs::read_dir(&top).unwrap().count(), 1);
    }

    #[test]
    fn a_site_that_was_replaced_is_not_put_back() {
        let (_guard, top) = top();
        site(&top.join(".public.smsdoc/old"), "old");
        site(&top.join("public"), "new");
        drop(Workshop::open(place(&top)).unwrap());
        assert_eq!(fs::read_to_string(top.join("public/index.html")).unwrap(), "new");
        assert_eq!(fs::read_dir(&top).unwrap().count(), 1);
    }
}
