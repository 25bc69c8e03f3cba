//! The structure of the source: who may use whom, which library stays where, and how long a file may be.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

/// Modules from the bottom up. Each uses only those before it; `cli` sees all.
const LAYERS: [&str; 11] =
    ["model", "git", "read", "evaluate", "rules", "report", "site", "publish", "serve", "scaffold", "cli"];

/// Libraries with the only places that may name them.
const LIBRARIES: [(&str, &[&str]); 21] = [
    ("git2", &["git/"]),
    ("ssh_key", &["git/"]),
    ("granit_parser", &["read/yaml.rs"]),
    ("serde_yaml", &["read/"]),
    ("jsonschema", &["read/"]),
    ("pulldown_cmark", &["read/", "site/render/"]),
    ("similar", &["evaluate/redline/"]),
    ("unicode_segmentation", &["read/blocks/"]),
    ("unicode_normalization", &["read/", "site/search/words.rs", "scaffold/"]),
    ("tera", &["site/render/"]),
    ("rust_xlsxwriter", &["site/exports/workbook.rs"]),
    ("icalendar", &["site/exports/calendar.rs"]),
    ("tiny_http", &["serve/"]),
    ("notify", &["serve/"]),
    ("clap", &["cli/"]),
    ("quick_junit", &["report/junit.rs"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/"]),
    ("bigdecimal", &["model/figure.rs", "model/percent.rs", "model/seconds.rs"]),
    ("uuid", &["site/exports/oscal/"]),
    ("qrcode", &["site/render/code.rs"]),
];

/// Longest file, in lines.
const MAX_LINES: usize = 500;

fn source() -> Utf8PathBuf {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every source file with its path below `src/`.
fn files() -> Vec<(Utf8PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![source()];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir_utf8().expect("a folder of the source") {
            let entry = entry.expect("an entry");
            if entry.file_type().expect("a kind").is_dir() {
                folders.push(entry.into_path());
            } else if entry.path().extension() == Some("rs") {
                let within = entry.path().strip_prefix(source()).expect("below src").to_owned();
                files.push((within, fs::read_to_string(entry.path()).expect("a source file")));
            }
        }
    }
    files.sort();
    files
}

/// Lines that are code: no comments, no tests at the end of the file.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let end = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
    text[..end].lines().map(str::trim).filter(|line| !line.starts_with("//"))
}

#[test]
fn a_module_uses_only_those_below_it() {
    let mut wrong = Vec::new();
    for (path, text) in files() {
        let Some(module) = path.components().next().map(|part| part.as_str()).filter(|part| !part.ends_with(".rs"))
        else {
            continue;
        };
        let Some(layer) = LAYERS.iter().position(|name| *name == module) else {
            wrong.push(format!("src/{module} is in no layer"));
            continue;
        };
        for line in code(&text) {
            for (index, _) in line.match_indices("crate::") {
                let rest = &line[index + 7..];
                let used: String = rest.chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect();
                if let Some(other) = LAYERS.iter().position(|name| *name == used)
                    && other > layer
                {
                    wrong.push(format!("{path} uses {used}, which lies above it"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_library_stays_behind_its_module() {
    let mut wrong = Vec::new();
    for (path, text) in files() {
        for (library, places) in LIBRARIES {
            let named = code(&text).any(|line| {
                line.match_indices(library).any(|(at, _)| {
                    let before = line[..at]
                        .chars()
                        .next_back()
                        .is_none_or(|char| !char.is_alphanumeric() && char != '_' && char != ':');
                    before && line[at + library.len()..].starts_with("::")
                })
            });
            if named && !places.iter().any(|place| path.as_str().starts_with(place)) {
                wrong.push(format!("{path} names {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_stay_short() {
    let long: Vec<_> =
        files().into_iter().filter(|(_, text)| text.lines().count() > MAX_LINES).map(|(path, _)| path).collect();
    assert!(long.is_empty(), "over {MAX_LINES} lines: {long:?}");
}
