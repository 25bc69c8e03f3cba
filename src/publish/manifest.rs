//! `manifest.json` and `SHA256SUMS`.
//!
//! The manifest names every other file but the checksums; the checksums name every file but themselves. So each file of
//! a site is vouched for, and `sha256sum -c SHA256SUMS` checks the manifest too. The manifest is also the mark by which
//! a folder is known as a site of smsdoc.

use std::collections::HashSet;
use std::fmt::Write;

use camino::Utf8PathBuf;
use serde::{Deserialize, Serialize};

use super::ManifestHead;

/// Name of the manifest.
pub(super) const MANIFEST: &str = "manifest.json";
/// Name of the checksums.
pub(super) const SUMS: &str = "SHA256SUMS";
/// What tells a manifest of smsdoc from other files of that name.
const SCHEMA: &str = "smsdoc/manifest/1";

/// A file of the site.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// Path from the site.
    pub(super) path: Utf8PathBuf,
    /// Size in bytes.
    pub(super) bytes: u64,
    /// SHA-256 of its content.
    pub(super) sha256: [u8; 32],
}

#[derive(Serialize)]
struct Tag<'a> {
    name: &'a str,
    object: String,
}

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    bytes: u64,
    sha256: String,
}

/// The manifest of these files, which are in order. One file a line, so that two manifests compare well.
pub(super) fn manifest(head: &ManifestHead, files: &[Written]) -> String {
    let mut tags = head.tags.clone();
    tags.sort();
    let tags = tags.iter().map(|(name, object)| json(&Tag { name, object: object.to_string() }));
    let files = files
        .iter()
        .map(|file| json(&File { path: file.path.as_str(), bytes: file.bytes, sha256: hexadecimal(&file.sha256) }));
    let fields = [
        ("schema", json(SCHEMA)),
        ("tool", json(&head.tool)),
        ("commit", json(&head.commit.map(|commit| commit.to_string()))),
        ("tags", list(tags)),
        ("as_of", json(&head.as_of.to_string())),
        ("audience", json(&head.audience)),
        ("dirty", json(&head.dirty)),
        ("files", list(files)),
    ];
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
    format!("{{\n{}\n}}\n", fields.join(",\n"))
}

/// The checksums of these files, which are in order, as `sha256sum -c` reads them.
pub(super) fn sums(files: &[Written]) -> String {
    let mut text = String::with_capacity(files.len() * 110);
    for file in files {
        text += &hexadecimal(&file.sha256);
        text += "  ";
        text += file.path.as_str();
        text.push('\n');
    }
    text
}

/// The paths that a manifest lists; `None` where the bytes are no manifest of smsdoc.
pub(super) fn listed(bytes: &[u8]) -> Option<HashSet<String>> {
    #[derive(Deserialize)]
    struct Listed {
        schema: String,
        files: Vec<ListedFile>,
    }
    #[derive(Deserialize)]
    struct ListedFile {
        path: String,
    }
    let listed: Listed = serde_json::from_slice(bytes).ok()?;
    (listed.schema == SCHEMA).then(|| listed.files.into_iter().map(|file| file.path).collect())
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    if items.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", items.join(",\n")) }
}

/// Strings, numbers and structs of them always have a JSON form.
fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::history::ObjectId;

    fn head() -> ManifestHead {
        ManifestHead {
            tool: "smsdoc 0.1.0".to_owned(),
            commit: Some(ObjectId([0xab; 20])),
            tags: vec![("release/2".to_owned(), ObjectId([2; 20])), ("approved/A-1/1.0".to_owned(), ObjectId([1; 20]))],
            as_of: jiff::civil::date(2026, 11, 22),
            audience: "staff".to_owned(),
            dirty: false,
        }
    }

    #[test]
    fn a_manifest_reads_as_it_was_written() {
        let files = [Written { path: "a \"quoted\" name.html".into(), bytes: 3, sha256: [0x0f; 32] }];
        let text = manifest(&head(), &files);
        assert_eq!(listed(text.as_bytes()), Some(HashSet::from(["a \"quoted\" name.html".to_owned()])));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["commit"], "ab".repeat(20));
        assert_eq!(value["tags"][0]["name"], "approved/A-1/1.0");
        assert_eq!(value["as_of"], "2026-11-22");
        assert_eq!(value["files"][0]["sha256"], "0f".repeat(32));
        let names: Vec<&String> = value.as_object().unwrap().keys().collect();
        assert_eq!(names, ["schema", "tool", "commit", "tags", "as_of", "audience", "dirty", "files"]);
    }

    #[test]
    fn without_git_there_is_no_commit() {
        let value = manifest(&ManifestHead { commit: None, tags: Vec::new(), ..head() }, &[]);
        let value: serde_json::Value = serde_json::from_str(&value).unwrap();
        assert!(value["commit"].is_null());
        assert_eq!(value["tags"], serde_json::json!([]));
    }

    #[test]
    fn other_files_of_that_name_are_no_manifest() {
        for other in
            ["", "{}", "[]", r#"{"name": "app", "icons": []}"#, r#"{"schema": "smsdoc/register/1", "files": []}"#]
        {
            assert_eq!(listed(other.as_bytes()), None, "{other}");
        }
    }
}
