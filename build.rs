//! Embeds `schema/` and `themes/` in the program, so that it runs from any folder.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a build script reads files and the environment, and talks to cargo"
)]

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?);
    let mut code = String::new();
    for folder in ["schema", "themes"] {
        println!("cargo::rerun-if-changed={folder}");
        let mut files = Vec::new();
        collect(&root.join(folder), &mut files)?;
        files.sort();
        let name = folder.to_uppercase();
        let _ = writeln!(
            code,
            "/// Files of `{folder}/`, by path within it.\npub(crate) static {name}: &[(&str, &[u8])] = &["
        );
        for file in &files {
            let within = file.strip_prefix(root.join(folder)).map_err(io::Error::other)?;
            let within = within.to_string_lossy().replace('\\', "/");
            let _ = writeln!(code, "    ({within:?}, include_bytes!({file:?})),");
        }
        code.push_str("];\n");
    }
    println!("cargo::rustc-env=SMSDOC_READER={:016x}", reader(&root)?);
    fs::write(out.join("embedded.rs"), code)
}

/// A number that changes with whatever decides what is read out of a document: what an older program kept of it is not
/// for this one.
fn reader(root: &Path) -> io::Result<u64> {
    let mut files = vec![root.join("Cargo.lock")];
    for folder in ["src/model", "src/read"] {
        println!("cargo::rerun-if-changed={folder}");
        collect(&root.join(folder), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files.iter().filter(|file| file.exists()) {
        file.strip_prefix(root).map_err(io::Error::other)?.hash(&mut hasher);
        fs::read(file)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else if !entry.file_name().to_string_lossy().starts_with('.') {
            files.push(entry.path());
        }
    }
    Ok(())
}
