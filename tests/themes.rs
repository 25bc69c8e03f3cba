//! Themes of a repository: what they override, what they leave alone, how they fail, and that all that a template may
//! show is written down in `themes/README.md`.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests make files and fail loudly")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use smsdoc::evaluate::evaluate;
use smsdoc::read::{Request, Workspace};
use smsdoc::site::{Site, audience};
use support::{Folder, Run, files, request};

const DOCUMENT: &str = "---\nid: SMS-POL-001\ntitle: Policy\ntype: policy\nversion: \"1.0\"\nstatus: approved\nowner: sms-manager\nclassification: internal\nclauses: [\"8.6.1\"]\napprover: ines-carrow\napproved_on: 2026-03-01\neffective_on: 2026-04-01\nnext_review: 2027-04-01\npurpose: p\ncommitments: [c]\napplies_to: [all]\ncommunicated_to: [all]\n---\n\nText.\n";

const PEOPLE: &str = "people:\n  - {id: ines-carrow, name: Ines Carrow, roles: [{role: managing-director}]}\nroles:\n  - {id: sms-manager, title: SMS Manager}\n  - {id: managing-director, title: Managing Director}\n";

/// An SMS of one document with a theme `own`; `theme` has its files by path in the folder.
fn sms(theme: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    folder.write("sms-docs/people.yaml", PEOPLE);
    folder.write("sms-docs/a.md", DOCUMENT);
    folder.write("sms-docs/smsdoc.yaml", "rules: {clause-uncovered: {level: warning}}\n");
    if !theme.is_empty() {
        folder.write("sms-docs/smsdoc.yaml", "site: {theme: own}\nrules: {clause-uncovered: {level: warning}}\n");
    }
    for (path, text) in theme {
        folder.write(&format!("themes/own/{path}"), text);
    }
    folder
}

/// Every file of its site.
fn pages(folder: &Folder) -> BTreeMap<Utf8PathBuf, Vec<u8>> {
    let request = Request { uncommitted: false, ..request() };
    let read = Workspace::open(Some(folder.path()), folder.path()).unwrap().read(&request).unwrap();
    let shown = audience::filter(evaluate(read.inputs, &read.texts), "staff");
    let site =
        Site::new(shown.sms, &read.theme, read.attachments, "staff", false).unwrap_or_else(|error| panic!("{error}"));
    site.paths().map(|path| (path.to_owned(), site.render(path).unwrap().unwrap())).collect()
}

fn page(pages: &BTreeMap<Utf8PathBuf, Vec<u8>>, path: &str) -> String {
    let bytes = pages.get(Utf8Path::new(path)).unwrap_or_else(|| panic!("no page {path}"));
    String::from_utf8(bytes.clone()).unwrap()
}

/// The pages that differ, and those that only one of both has.
fn differing(one: &BTreeMap<Utf8PathBuf, Vec<u8>>, two: &BTreeMap<Utf8PathBuf, Vec<u8>>) -> BTreeSet<Utf8PathBuf> {
    one.keys().chain(two.keys()).filter(|path| one.get(*path) != two.get(*path)).cloned().collect()
}

/// The name of a static file in the site, which has a hash.
fn asset<'a>(pages: &'a BTreeMap<Utf8PathBuf, Vec<u8>>, stem: &str, ending: &str) -> &'a Utf8Path {
    let is_it = |path: &&Utf8PathBuf| {
        let name = path.as_str().strip_prefix(&format!("assets/{stem}.")).and_then(|rest| rest.strip_suffix(ending));
        name.is_some_and(|hash| hash.len() == 9 && hash.ends_with('.') && !hash[..8].contains('.'))
    };
    let found: Vec<_> = pages.keys().filter(is_it).collect();
    assert_eq!(found.len(), 1, "{stem}: {found:?} in {:?}", pages.keys());
    found[0]
}

#[test]
fn a_theme_that_holds_nothing_of_its_own_changes_nothing() {
    assert_eq!(pages(&sms(&[])), pages(&sms(&[("NOTES.txt", "Nothing yet.\n")])));
}

#[test]
fn one_template_changes_the_pages_that_are_made_with_it_and_no_other() {
    let home = "{% extends \"base.html\" %}\n{% block main %}<h1>{{ in_force }} in force at {{ site.owner }}</h1>{% endblock main %}\n";
    let (plain, own) = (pages(&sms(&[])), pages(&sms(&[("templates/home.html", home)])));
    assert_eq!(differing(&plain, &own), BTreeSet::from([Utf8PathBuf::from("index.html")]));
    let page = page(&own, "index.html");
    assert!(page.contains("<h1>1 in force at Service Management System</h1>"), "{page}");
    assert!(page.contains("class=\"mainnav\""), "the frame is that of the default: {page}");
}

#[test]
fn the_logo_stands_in_a_template_of_its_own() {
    let logo = "<img src=\"{{ frame.root }}{{ assets.logo_png }}\" alt=\"\" width=\"32\" height=\"32\">";
    let theme = [
        ("templates/logo.html", logo),
        ("static/logo.png", "picture"),
        ("static/own.css", "a { background: url(\"logo.png\") }"),
    ];
    let (plain, own) = (pages(&sms(&[])), pages(&sms(&theme)));
    let picture = asset(&own, "logo", "png");
    assert_eq!(own[picture], b"picture");
    let style = String::from_utf8(own[asset(&own, "own", "css")].clone()).unwrap();
    let name = picture.file_name().unwrap();
    assert_eq!(style, format!("a {{ background: url(\"{name}\") }}"), "a style sheet names the file as the site does");
    let before =
        fs::read_to_string(Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/logo.html"))
            .unwrap();
    for (path, bytes) in own.iter().filter(|(path, _)| path.extension() == Some("html")) {
        let text = String::from_utf8(bytes.clone()).unwrap();
        let root = if path == "404.html" { "/".to_owned() } else { "../".repeat(path.as_str().matches('/').count()) };
        let shown = format!("<img src=\"{root}{picture}\" alt=\"\" width=\"32\" height=\"32\">");
        // All else is as it was: with the old logo put back, the page is that of the default.
        assert_eq!(text.replace(&shown, before.trim_end()), page(&plain, path.as_str()), "{path}");
        assert_ne!(text, page(&plain, path.as_str()), "{path}");
    }
}

#[test]
fn colours_are_one_file_under_a_name_of_their_own() {
    let tokens = ":root { --accent: #7a0000 }\n";
    let (plain, own) = (pages(&sms(&[])), pages(&sms(&[("static/tokens.css", tokens)])));
    let (before, after) = (asset(&plain, "tokens", "css"), asset(&own, "tokens", "css"));
    assert_ne!(before, after, "browsers that kept the old file load the new one");
    assert_eq!(own[after], tokens.as_bytes());
    assert_eq!(plain.len(), own.len(), "one file took the place of the other");
    for (path, bytes) in own.iter().filter(|(path, _)| path.as_str() != after) {
        let text = String::from_utf8_lossy(bytes).replace(after.as_str(), before.as_str());
        assert_eq!(text, String::from_utf8_lossy(&plain[path]), "{path}");
    }
}

#[test]
fn words_of_a_theme_take_the_place_of_those_of_the_program() {
    let own = pages(&sms(&[("i18n/en.yaml", "\"Documents\": \"Handbook\"\n")]));
    let page = page(&own, "docs/SMS-POL-001/index.html");
    assert!(page.contains("register/index.html\" aria-current=\"page\">Handbook</a>"), "{page}");
    assert!(!page.contains(" aria-current=\"page\">Documents</a>"), "{page}");
}

#[test]
fn a_fault_of_a_theme_says_where_and_leaves_what_is_published() {
    let folder = sms(&[("templates/NOTES.txt", "")]);
    let build = || {
        Run::of(
            Command::new(env!("CARGO_BIN_EXE_smsdoc"))
                .args(["build", "--draft", "--deny", "never", "--out", "site"])
                .current_dir(folder.path()),
        )
    };
    let site = folder.path().join("site");
    let published = || files(&site).into_iter().map(|path| (fs::read(&path).unwrap(), path)).collect::<BTreeSet<_>>();
    assert_eq!(build().code, 0, "{}", build().err);
    let before = published();
    let begin = "{% extends \"base.html\" %}\n{% block main %}\n<p>";
    for (path, text, wanted) in [
        // What does not parse, what names nothing, and what is found out with a page.
        ("templates/home.html", format!("{begin}{{{{ in_force </p>\n"), "themes/own/templates/home.html:3"),
        (
            "templates/home.html",
            format!("{begin}{{% include \"no.html\" %}}{{% endblock main %}}\n"),
            "themes/own/templates/home.html:3",
        ),
        (
            "templates/home.html",
            format!("{begin}{{{{ title | shout }}}}{{% endblock main %}}\n"),
            "themes/own/templates/home.html:3",
        ),
        (
            "templates/home.html",
            format!("{begin}{{{{ nothing.of_the_kind }}}}{{% endblock main %}}\n"),
            "themes/own/templates/home.html:3",
        ),
        ("templates/logo.html", "\n{{ assets.no_png.no }}".to_owned(), "themes/own/templates/logo.html:2"),
        ("i18n/en.yaml", "\"Documents\": [\"Handbook\"]\n".to_owned(), "themes/own/i18n/en.yaml:1"),
    ] {
        folder.write(&format!("themes/own/{path}"), &text);
        let run = build();
        assert_eq!(run.code, 2, "{text}: {}", run.err);
        assert!(run.err.contains("the theme cannot be used") && run.err.contains(wanted), "{text}: {}", run.err);
        assert!(!run.err.contains("panicked"), "{}", run.err);
        assert_eq!(published(), before, "what is published stays: {text}");
        fs::remove_file(folder.path().join("themes/own").join(path)).unwrap();
    }
    folder.write("sms-docs/smsdoc.yaml", "site: {theme: owm}\nrules: {clause-uncovered: {level: warning}}\n");
    let run = build();
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("there is no folder `themes/owm`; `site.theme` in smsdoc.yaml names it"), "{}", run.err);
    assert_eq!(published(), before);
    folder.write("sms-docs/smsdoc.yaml", "site: {theme: README.md}\n");
    assert_eq!(build().code, 2, "a file is no theme");
}

/// What a template uses: paths from its context, with `[]` for each of a list and `[0]` for a place of a pair.
fn used(template: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let mut names: Vec<BTreeMap<String, String>> = vec![BTreeMap::new()];
    let mut rest = template;
    while let Some(start) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        let is_value = rest[start..].starts_with("{{");
        let end = start + rest[start..].find(if is_value { "}}" } else { "%}" }).expect("a tag ends");
        let tag = rest[start + 2..end].trim().trim_matches('-').trim();
        rest = &rest[end + 2..];
        let mut words = tag.splitn(2, char::is_whitespace);
        let (word, more) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        match word {
            _ if is_value && tag.starts_with('<') => {
                // A component: its arguments stand in braces.
                for argument in tag.split('{').skip(1) {
                    let argument = argument.split('}').next().unwrap_or_default();
                    used.extend(paths(argument).iter().map(|path| resolved(&names, path)));
                }
            }
            _ if is_value => used.extend(paths(tag).iter().map(|path| resolved(&names, path))),
            "for" => {
                let (name, list) = more.split_once(" in ").expect("for NAME in LIST");
                let list = paths(list).first().map(|path| resolved(&names, path)).expect("a list");
                names.push(BTreeMap::from([(name.trim().to_owned(), format!("{list}[]"))]));
                used.insert(list);
            }
            "endfor" => drop(names.pop()),
            "set" => {
                let (name, value) = more.split_once('=').expect("set NAME = VALUE");
                if let Some(path) = paths(value).first().map(|path| resolved(&names, path)) {
                    used.insert(path.clone());
                    names.last_mut().expect("a scope").insert(name.trim().to_owned(), path);
                }
            }
            "if" | "elif" => used.extend(paths(more).iter().map(|path| resolved(&names, path))),
            _ => {}
        }
    }
    used.retain(|path| path != "loop" && !path.starts_with("loop."));
    used
}

/// A path with the names of loops taken back to where they come from.
fn resolved(names: &[BTreeMap<String, String>], path: &str) -> String {
    let end = path.find(['.', '[']).unwrap_or(path.len());
    let known = names.iter().rev().find_map(|scope| scope.get(&path[..end]));
    known.map_or(path.to_owned(), |known| format!("{known}{}", &path[end..]))
}

/// The paths that stand in an expression.
fn paths(expression: &str) -> Vec<String> {
    let mut found = Vec::new();
    // Every second part stands in double quotes.
    for part in expression.split('"').step_by(2) {
        let bytes = part.as_bytes();
        let is_name = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        let mut at = 0;
        let mut before = ' ';
        while at < bytes.len() {
            if !bytes[at].is_ascii_alphabetic() && bytes[at] != b'_' {
                if !bytes[at].is_ascii_whitespace() {
                    before = char::from(bytes[at]);
                }
                at += if bytes[at].is_ascii_digit() {
                    (at..bytes.len()).take_while(|at| is_name(*at)).count()
                } else {
                    1
                };
                continue;
            }
            let mut path = String::new();
            loop {
                let start = at;
                while is_name(at) || bytes.get(at) == Some(&b'.') {
                    at += 1;
                }
                path.push_str(&part[start..at]);
                if bytes.get(at) != Some(&b'[') {
                    break;
                }
                let close = at + part[at..].find(']').expect("a bracket closes");
                let inner = &part[at + 1..close];
                if inner.bytes().all(|byte| byte.is_ascii_digit()) {
                    path.push_str(&part[at..=close]);
                } else {
                    found.extend(paths(inner));
                    path.push_str("[]");
                }
                at = close + 1;
            }
            let is_argument = bytes.get(at) == Some(&b'=') && bytes.get(at + 1) != Some(&b'=');
            let is_word = ["and", "or", "not", "in", "is", "if", "else", "true", "false"].contains(&path.as_str());
            // A filter stands behind a bar, the name of an argument before an equals sign.
            if before != '|' && !is_argument && !is_word {
                found.push(path);
            }
            before = ' ';
        }
    }
    found
}

/// The values of a section of the reference, by path, each with its shape.
type Section = BTreeMap<String, Option<String>>;

/// What `themes/README.md` says: by template, and by shape.
fn reference() -> (BTreeMap<String, Section>, BTreeMap<String, Section>) {
    let text = fs::read_to_string(Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/README.md")).unwrap();
    let (mut templates, mut shapes) = (BTreeMap::new(), BTreeMap::new());
    let mut section: Option<&mut Section> = None;
    let mut above: Vec<Vec<String>> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix('#') {
            let title = title.trim_start_matches('#').trim();
            section = match (title.strip_prefix("Shape: "), title.strip_prefix('`')) {
                (Some(shape), _) => Some(shapes.entry(shape.to_owned()).or_default()),
                (_, Some(name)) => Some(templates.entry(name.trim_end_matches('`').to_owned()).or_default()),
                _ if title == "Every page" => Some(templates.entry("base.html".to_owned()).or_default()),
                _ => None,
            };
            continue;
        }
        let depth = (line.len() - line.trim_start().len()) / 2;
        let (Some(section), Some(item)) = (&mut section, line.trim_start().strip_prefix("- `")) else { continue };
        let (what, explained) = item.split_once(": ").unwrap_or_else(|| panic!("nothing is said of {line}"));
        assert!(!explained.trim().is_empty(), "{line}");
        let shape = what.split_once(" (").map(|(_, shape)| shape.trim_end_matches(')').to_owned());
        let names = what.split(" (").next().unwrap_or_default().split(", ").map(|name| name.trim_matches('`'));
        above.truncate(depth);
        let before = above.last().cloned().unwrap_or_else(|| vec![String::new()]);
        let dot = if depth == 0 { "" } else { "." };
        let here: Vec<String> =
            names.flat_map(|name| before.iter().map(move |before| format!("{before}{dot}{name}"))).collect();
        for path in &here {
            assert!(section.insert(path.clone(), shape.clone()).is_none(), "{path} is there twice");
        }
        above.push(here);
    }
    (templates, shapes)
}

/// Whether a path is that of a value which is told of, a field of its shape, or a list or a thing around one.
fn is_told(section: &Section, shapes: &BTreeMap<String, Section>, path: &str) -> bool {
    let around = |known: &String| known.strip_prefix(path).is_some_and(|rest| rest.starts_with(['.', '[']));
    section.contains_key(path)
        || section.keys().any(around)
        || section.iter().any(|(known, shape)| {
            let shape = shape.as_ref().map(|shape| shapes.get(shape).unwrap_or_else(|| panic!("no shape {shape}")));
            let field = path.strip_prefix(known.as_str()).and_then(|rest| rest.strip_prefix('.'));
            shape.zip(field).is_some_and(|(shape, field)| shape.contains_key(field))
        })
}

#[test]
fn the_reference_tells_every_value_of_every_template_and_no_other() {
    let (mut told, shapes) = reference();
    let every_page = told.remove("base.html").expect("what all pages have");
    let root = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    let mut wrong = Vec::new();
    let mut used_fields = BTreeSet::new();
    for path in files(&root) {
        let name = path.file_name().unwrap().to_owned();
        let used = used(&fs::read_to_string(&path).unwrap());
        let section = told.remove(&name).unwrap_or_default();
        for value in &used {
            let is_asset = value.starts_with("assets.");
            if !is_asset && !is_told(&every_page, &shapes, value) && !is_told(&section, &shapes, value) {
                wrong.push(format!("{name} uses `{value}`: say in themes/README.md what it is"));
            }
        }
        for (value, shape) in &section {
            let inside = |path: &String| {
                path.strip_prefix(value.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            };
            if !used.iter().any(inside) {
                wrong.push(format!("themes/README.md tells of `{value}` in {name}, which does not use it"));
            }
            used_fields.extend(shape.iter().map(|shape| (shape.clone(), String::new())));
        }
        for value in &used {
            for (known, shape) in section.iter().chain(&every_page) {
                let field = value.strip_prefix(known.as_str()).and_then(|rest| rest.strip_prefix('.'));
                used_fields.extend(shape.clone().zip(field.map(str::to_owned)));
            }
        }
    }
    wrong.extend(told.keys().map(|name| format!("themes/README.md tells of {name}, which is no template")));
    for (shape, fields) in &shapes {
        // Fields of states and of facts are used by the components that show them.
        let shown = ["state", "fact"].contains(&shape.as_str());
        let unused = fields.keys().filter(|field| !shown && !used_fields.contains(&(shape.clone(), (*field).clone())));
        wrong.extend(unused.map(|field| format!("no template uses `{field}` of the shape {shape}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_template_uses_is_found() {
    let template = "{% if a.b and not c == \"d e\" %}{{ f | say(g=h.i) }}{% endif %}{% for j in k.l %}{{ j.m }}{% for n in j.o %}{{ n[0] | safe }} {{ j[loop.index0].p }}{% endfor %}{{ <state of={j.q} large={true} /> }}{% endfor %}{{ r + 16 }}{% set s = t.u %}{{ s.v or \"w\" }}{{ j }}";
    let found: Vec<String> = used(template).into_iter().collect();
    let wanted = [
        "a.b",
        "c",
        "f",
        "h.i",
        "j",
        "k.l",
        "k.l[].m",
        "k.l[].o",
        "k.l[].o[][0]",
        "k.l[].q",
        "k.l[][].p",
        "r",
        "t.u",
        "t.u.v",
    ];
    assert_eq!(found, wanted);
}
