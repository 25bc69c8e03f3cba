//! New files, and files that are replaced in one step.

use std::fs::{self, OpenOptions};
use std::io::Write as _;

use camino::{Utf8Path, Utf8PathBuf};

use super::Error;

/// Writes a new file, with the folders above it; the path counts from `top`. What is there already stays as it is.
///
/// # Errors
///
/// [`Error::Exists`] where there is something at the path, also a link that leads nowhere; else where a folder on the way
/// is a link, or the system refuses.
pub fn create(top: &Utf8Path, path: &Utf8Path, bytes: &[u8], executable: bool) -> Result<(), Error> {
    folders(top, path)?;
    let path = &top.join(path);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if executable { 0o777 } else { 0o666 });
    let mut file = match options.open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Err(Error::Exists(path.to_owned())),
        other => other.map_err(Error::disk(path))?,
    };
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|source| {
        // Half a file would pass for a whole one.
        let _ = fs::remove_file(path);
        Error::Disk { path: path.to_owned(), source }
    })
}

/// Replaces the content of a file in one step: whoever reads it sees the old one or the new one. Its mode is kept.
///
/// # Errors
///
/// Where it is not an ordinary file, is read-only, was changed meanwhile, or the system refuses; it is then as it was.
pub fn replace(path: &Utf8Path, before: &[u8], after: &[u8]) -> Result<(), Error> {
    unchanged(path, before)?;
    let found = path.symlink_metadata().map_err(Error::disk(path))?;
    if found.permissions().readonly() {
        // The folder would let it be replaced; whoever made the file read-only did not mean that.
        let source = std::io::Error::other("it is read-only");
        return Err(Error::Disk { path: path.to_owned(), source });
    }
    let temporary = beside(path, after)?;
    let keep = |source| Error::Disk { path: path.to_owned(), source };
    temporary.as_file().set_permissions(found.permissions()).map_err(keep)?;
    temporary.persist(path).map(drop).map_err(|error| keep(error.error))
}

/// Writes a file that belongs to the program, whether or not there is one, with the folders above it.
///
/// # Errors
///
/// Where the system refuses.
pub fn refresh(path: &Utf8Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::disk(folder))?;
    }
    let temporary = beside(path, bytes)?;
    open_to_all(temporary.as_file()).map_err(Error::disk(path))?;
    temporary.persist(path).map(drop).map_err(|error| Error::Disk { path: path.to_owned(), source: error.error })
}

/// Lets anyone read a file: temporary ones are private.
#[cfg(unix)]
fn open_to_all(file: &fs::File) -> std::io::Result<()> {
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_all(_file: &fs::File) -> std::io::Result<()> {
    Ok(())
}

/// Writes the new content of a file under another name, and takes the old file away; paths count from `top`.
///
/// # Errors
///
/// [`Error::Exists`] where there is something at the new path; else as for [`replace`].
pub fn relocate(top: &Utf8Path, from: &Utf8Path, to: &Utf8Path, before: &[u8], after: &[u8]) -> Result<(), Error> {
    folders(top, to)?;
    let (from, to) = (&top.join(from), &top.join(to));
    unchanged(from, before)?;
    let found = from.symlink_metadata().map_err(Error::disk(from))?;
    let temporary = beside(to, after)?;
    temporary.as_file().set_permissions(found.permissions()).map_err(Error::disk(to))?;
    temporary.persist_noclobber(to).map_err(|error| match error.error.kind() {
        std::io::ErrorKind::AlreadyExists => Error::Exists(to.to_owned()),
        _ => Error::Disk { path: to.to_owned(), source: error.error },
    })?;
    fs::remove_file(from).map_err(Error::disk(from))
}

/// Makes the folders above a file.
fn folders(top: &Utf8Path, path: &Utf8Path) -> Result<(), Error> {
    let folder = way(top, path)?;
    fs::create_dir_all(&folder).map_err(Error::disk(&folder))
}

/// The folder of a file, which need not be there yet; the path counts from `top`. Whoever writes several files asks for
/// all of them first, so that nothing is left half done.
///
/// # Errors
///
/// Where something on the way is no folder, or is a link: it might lead out of the repository, and nothing behind it is
/// read.
pub fn way(top: &Utf8Path, path: &Utf8Path) -> Result<Utf8PathBuf, Error> {
    let mut folder = top.to_owned();
    for part in path.parent().into_iter().flat_map(Utf8Path::components) {
        folder.push(part.as_str());
        let Ok(found) = folder.symlink_metadata() else { continue };
        let wrong = match () {
            () if found.is_symlink() => "it is a link to another folder; links are not followed",
            () if !found.is_dir() => "it is a file, and a folder is wanted",
            () => continue,
        };
        return Err(Error::Disk { path: folder, source: std::io::Error::other(wrong) });
    }
    Ok(folder)
}

/// The bytes of an ordinary file.
///
/// # Errors
///
/// Where there is none, or it cannot be read.
#[expect(clippy::disallowed_methods, reason = "files that are to be changed are read here")]
pub fn read(path: &Utf8Path) -> Result<Vec<u8>, Error> {
    let found = path.symlink_metadata().map_err(Error::disk(path))?;
    if !found.is_file() {
        let source = std::io::Error::other("it is no ordinary file; links are not followed");
        return Err(Error::Disk { path: path.to_owned(), source });
    }
    fs::read(path).map_err(Error::disk(path))
}

fn unchanged(path: &Utf8Path, before: &[u8]) -> Result<(), Error> {
    if read(path)? == before {
        return Ok(());
    }
    let source = std::io::Error::other("it was changed by another program meanwhile");
    Err(Error::Disk { path: path.to_owned(), source })
}

fn beside(path: &Utf8Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile, Error> {
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).map_or(".".into(), Utf8PathBuf::from);
    let made = tempfile::Builder::new().prefix(".smsdoc-").tempfile_in(folder);
    // The name of the temporary file says nothing to anybody.
    let mut temporary = made.map_err(|error| error.kind().into()).map_err(Error::disk(path))?;
    temporary.write_all(bytes).and_then(|()| temporary.as_file().sync_all()).map_err(Error::disk(path))?;
    Ok(temporary)
}
