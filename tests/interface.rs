//! The words of the interface: every text of the source is in the files of words, in English and in German, with the same
//! places for values; and a page in another language says nothing in English.
//!
//! `BLESS=1` writes `themes/default/i18n/en.yaml` anew; what is missing in German is named by the test.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests make files and fail loudly")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use camino::Utf8Path;
use smsdoc::model::language::places;
use smsdoc::read::embedded::schema_files;

const ENGLISH: &str = "themes/default/i18n/en.yaml";

fn root() -> &'static Utf8Path {
    Utf8Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A text with escapes as Rust writes them, from behind its first quotation mark; and what follows its last one.
fn literal(code: &str) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut chars = code.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Some((text, &code[at + 1..])),
            '\\' => match chars.next()?.1 {
                'n' => text.push('\n'),
                'u' => {
                    let digits: String = chars.by_ref().map(|(_, char)| char).take_while(|char| *char != '}').collect();
                    let number = u32::from_str_radix(digits.trim_start_matches('{'), 16).ok()?;
                    text.push(char::from_u32(number)?);
                }
                '\n' => {
                    let rest = chars.as_str().trim_start();
                    let (more, behind) = literal(rest)?;
                    return Some((text + &more, behind));
                }
                other => text.push(other),
            },
            other => text.push(other),
        }
    }
    None
}

/// Texts that Rust says.
fn said_by_code(code: &str) -> BTreeSet<String> {
    let calls = code.split("say!(").skip(1);
    calls.filter_map(|rest| literal(rest.trim_start().strip_prefix('"')?)).map(|(text, _)| text).collect()
}

/// Texts that a template says: what stands in quotes before the filter.
fn said_by_template(template: &str) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for (at, _) in template.match_indices("| say") {
        let before = template[..at].trim_end();
        let Some(quote) = before.chars().next_back().filter(|char| matches!(char, '"' | '\'' | '`')) else { continue };
        let text = &before[..before.len() - 1];
        let start = text.rfind(quote).expect("a text has a beginning");
        texts.insert(text[start + 1..].to_owned());
    }
    texts
}

/// Every text of the interface.
fn interface() -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for path in support::files(&root().join("src")) {
        if path.extension() == Some("rs") && path.file_name() != Some("language.rs") {
            texts.extend(said_by_code(&fs::read_to_string(&path).expect("a source file")));
        }
    }
    for path in support::files(&root().join("themes/default/templates")) {
        texts.extend(said_by_template(&fs::read_to_string(&path).expect("a template")));
    }
    // How a figure is written; see `language::decimal`.
    texts.insert("0.5".to_owned());
    texts
}

/// Texts of the schema that pages show: names of types and their groups, clauses, items that are wanted in writing.
fn of_schema() -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for (path, bytes) in schema_files() {
        let value: serde_yaml::Value = serde_yaml::from_slice(&bytes).expect("the schema can be read");
        let shown: &[&str] = match path.as_str() {
            "common.schema.json" | "people.schema.json" | "smsdoc.schema.json" => &[],
            path if path.ends_with(".schema.json") => &["group", "plural"],
            path if path.starts_with("crosswalks/") => &["note"],
            _ => &["note", "summary", "evidence", "what", "name", "label"],
        };
        collect(&value, shown, &mut texts);
        if path.starts_with("frameworks/") {
            for clause in value["clauses"].as_sequence().into_iter().flatten() {
                texts.extend(clause["title"].as_str().map(str::to_owned));
            }
        } else if !shown.is_empty() && path.ends_with(".schema.json") {
            texts.extend(value["title"].as_str().map(str::to_owned));
        }
    }
    texts.retain(|text| text.chars().any(char::is_alphabetic));
    texts
}

fn collect(value: &serde_yaml::Value, shown: &[&str], texts: &mut BTreeSet<String>) {
    match value {
        serde_yaml::Value::Mapping(map) => {
            for (key, value) in map {
                if key.as_str().is_some_and(|key| shown.contains(&key)) {
                    let list = value.as_sequence().into_iter().flatten().filter_map(serde_yaml::Value::as_str);
                    texts.extend(value.as_str().into_iter().chain(list).map(str::to_owned));
                }
                collect(value, shown, texts);
            }
        }
        serde_yaml::Value::Sequence(list) => list.iter().for_each(|value| collect(value, shown, texts)),
        _ => {}
    }
}

/// The words of a language, from all its files.
fn words(tag: &str) -> BTreeMap<String, String> {
    let folder = root().join("themes/default/i18n");
    let files = support::files(&folder);
    let files = files.iter().filter(|path| path.file_name().is_some_and(|name| name.starts_with(&format!("{tag}."))));
    let mut words = BTreeMap::new();
    for path in files {
        let text = fs::read_to_string(path).expect("a file of words");
        let more: BTreeMap<String, String> =
            serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        for (english, text) in more {
            assert!(words.insert(english.clone(), text).is_none(), "{path}: “{english}” has its words elsewhere");
        }
    }
    words
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text")
}

#[test]
fn english_is_complete() {
    let known = words("en");
    let texts = interface();
    assert!(texts.len() > 500, "texts are found: {}", texts.len());
    if std::env::var_os("BLESS").is_some() {
        let mut file = String::from(
            "# The words of the interface in English, by the texts of the source: `BLESS=1 cargo test --test interface` adds what is new.\n# A theme says something otherwise in its own i18n/en.yaml, with the lines that differ. What follows a bar tells the meaning.\n",
        );
        for text in &texts {
            let plain = text.rsplit_once('|').map_or(text.as_str(), |(plain, _)| plain);
            let said = known.get(text).map_or(plain, String::as_str);
            file += &format!("{}: {}\n", quoted(text), quoted(said));
        }
        fs::write(root().join(ENGLISH), file).expect("the file of words");
        return;
    }
    let missing: Vec<_> = texts.iter().filter(|text| !known.contains_key(*text)).collect();
    let unused: Vec<_> = known.keys().filter(|text| !texts.contains(*text)).collect();
    assert!(missing.is_empty() && unused.is_empty(), "missing: {missing:#?}\nunused: {unused:#?}");
}

#[test]
fn german_is_complete() {
    let german = words("de");
    let mut texts = interface();
    texts.extend(of_schema());
    let missing: Vec<_> = texts.iter().filter(|text| !german.contains_key(*text)).map(|text| quoted(text)).collect();
    let unused: Vec<_> = german.keys().filter(|text| !texts.contains(*text)).map(|text| quoted(text)).collect();
    assert!(missing.is_empty(), "no German for {}:\n{}", missing.len(), missing.join("\n"));
    assert!(unused.is_empty(), "nobody says {}:\n{}", unused.len(), unused.join("\n"));
    for (english, text) in &german {
        let sorted = |text: &str| places(text).map(str::to_owned).collect::<BTreeSet<String>>();
        assert_eq!(sorted(english), sorted(text), "places of {english}");
        assert_eq!(english.matches("{}").count(), text.matches("{}").count(), "places of {english}");
        assert!(!text.is_empty() || english.is_empty(), "no words for {english}");
    }
}

/// Pages that show each kind of view.
const PAGES: [&str; 27] = [
    "404.html",
    "actions/index.html",
    "changes/index.html",
    "check/SLA-001/2.2/index.html",
    "clauses/iso20000-1-2018/8.6.1/index.html",
    "clauses/iso20000-1-2018/index.html",
    "docs/ASR-POL-001/index.html",
    "docs/IMP-NCR-001/index.html",
    "docs/IMP-REG-002/index.html",
    "docs/RES-PRO-001/index.html",
    "docs/SLA-001/index.html",
    "docs/SLA-001/v/1.0/index.html",
    "docs/SVC-001/index.html",
    "index.html",
    "readiness/auditors/index.html",
    "readiness/index.html",
    "readiness/since-audit/index.html",
    "records/index.html",
    "register/index.html",
    "reviews/index.html",
    "roles/index.html",
    "roles/sms-manager/index.html",
    "scope/index.html",
    "search/index.html",
    "services/chain/index.html",
    "services/index.html",
    "services/performance/index.html",
];

/// What stands between marks, or is no word of people.
const BARE: [&str; 10] =
    ["git verify-tag", "Excel", "OSCAL", "CSV", "JSON", "UTC", "smsdoc", "noindex", "front", "SHA256SUMS"];

/// The example with its history, in a language whose words are the English ones between marks.
fn marked_site() -> (support::Folder, smsdoc::site::Site) {
    let folder = support::Folder::new();
    let demo = folder.path().join("demo");
    let mut init = std::process::Command::new(env!("CARGO_BIN_EXE_smsdoc"));
    assert!(init.args(["init", "--demo", demo.as_str()]).output().expect("it runs").status.success());
    let mut words = String::new();
    for text in interface().iter().chain(&of_schema()) {
        let plain = text.rsplit_once('|').map_or(text.as_str(), |(plain, _)| plain);
        words += &format!("{}: {}\n", quoted(text), quoted(&format!("⟦{plain}⟧")));
    }
    let themes = [("own/i18n/xx.yaml".to_owned(), words.into_bytes().into())];
    let open = smsdoc::read::Workspace::open(Some(&demo), &demo).expect("the example");
    let mut read = open.read(&support::request()).expect("the example can be read");
    read.theme.extend(themes);
    read.inputs.config.site.theme = "own".to_owned();
    read.inputs.config.site.language = "xx".to_owned();
    let sms = smsdoc::evaluate::evaluate(read.inputs, &read.texts);
    let shown = smsdoc::site::audience::filter(sms, "staff").sms;
    let site = smsdoc::site::Site::new(shown, &read.theme, read.attachments, "staff", false).expect("a site");
    (folder, site)
}

/// A text without marks of Markdown and YAML, spaces as one.
fn bare(text: &str) -> String {
    let text = text
        .replace("&amp;", "&")
        .replace("&quot;", " ")
        .replace("&#39;", " ")
        .replace("&#x27;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    let plain = text.replace(['"', '\'', '`', '*', '_', '\\', '“', '”', '[', ']', '{', '}'], " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A piece without a number or an id before it.
fn without_number(piece: &str) -> String {
    let is_number = |word: &&str| word.chars().any(|char| char.is_ascii_digit());
    piece.split_whitespace().skip_while(is_number).collect::<Vec<_>>().join(" ")
}

/// What a page says outside of the marks, in pieces without punctuation: text, and what screen readers and scripts say.
fn unmarked(html: &str) -> BTreeSet<String> {
    let mut pieces: Vec<String> =
        html.split('<').filter_map(|tag| tag.split_once('>')).map(|(_, text)| text.to_owned()).collect();
    for name in
        ["aria-label", "title", "placeholder", "alt", "data-one", "data-many", "data-other", "data-others", "data-none"]
    {
        pieces.extend(
            html.split(&format!(" {name}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned),
        );
    }
    let mut found = BTreeSet::new();
    for piece in pieces {
        let mut outside = String::new();
        let mut depth = 0_usize;
        for char in piece.chars() {
            match char {
                '⟦' => depth += 1,
                '⟧' => depth = depth.saturating_sub(1),
                _ if depth == 0 => outside.push(char),
                _ => {}
            }
        }
        let outside = bare(&outside);
        found.extend(outside.split([':', ';', ',', '·', '(', ')', '.', '—']).map(without_number));
    }
    // A number or an id is the same in every language.
    found.retain(|piece| piece.split(' ').any(|word| word.len() > 2 && word.chars().all(char::is_alphabetic)));
    found
}

#[test]
fn no_page_says_what_cannot_be_translated() {
    let (folder, site) = marked_site();
    let log = std::process::Command::new("git")
        .args(["log", "-p", "--all", "--format=%n%s%n%an%n"])
        .current_dir(folder.path().join("demo"))
        .output()
        .expect("git runs");
    let log = String::from_utf8_lossy(&log.stdout);
    // What the documents and their history say is theirs, whatever the language of the interface.
    let lines = log.lines().flat_map(|line| [line, line.get(1..).unwrap_or_default()]);
    let content = bare(&lines.collect::<Vec<_>>().join("\n"));
    let mut left = Vec::new();
    for path in PAGES {
        let page = site.render(path.into()).expect("it renders").unwrap_or_else(|| panic!("no page {path}"));
        let html = String::from_utf8(page).expect("UTF-8");
        let html = html.split("<div class=\"prose\"").enumerate().map(|(part, text)| match part {
            0 => text,
            _ => text.split_once("id=\"revision-history\"").map_or("", |(_, rest)| rest),
        });
        let html: String = html.collect();
        let html = html.split("</head>").last().unwrap_or_default();
        for piece in unmarked(html) {
            if !BARE.iter().any(|known| piece.contains(known)) && !content.contains(&piece) {
                left.push(format!("{path}: {piece}"));
            }
        }
    }
    assert!(left.is_empty(), "not said through the language:\n{}", left.join("\n"));
}
