//! Schemas, frameworks and themes: those in the program, overridden by name by those of a repository.

use std::borrow::Cow;
use std::collections::BTreeMap;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Files by path within their folder.
pub type Files = BTreeMap<String, Cow<'static, [u8]>>;

/// The files of `schema/` in the program.
#[must_use]
pub fn schema_files() -> Files {
    files(SCHEMA)
}

/// The files of `themes/` in the program.
#[must_use]
pub fn theme_files() -> Files {
    files(THEMES)
}

fn files(table: &'static [(&'static str, &'static [u8])]) -> Files {
    table.iter().map(|(path, bytes)| ((*path).to_owned(), Cow::Borrowed(*bytes))).collect()
}
