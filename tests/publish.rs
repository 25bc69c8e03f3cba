//! Publishing as its users see it: a folder that is only ever one whole site.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]
#![expect(clippy::disallowed_methods, reason = "tests look at the disk and the clock")]

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use smsdoc::model::history::ObjectId;
use smsdoc::publish::{Error, ManifestHead, Published, Stage, Target};

struct Folder {
    _guard: tempfile::TempDir,
    path: Utf8PathBuf,
}

impl Folder {
    fn new() -> Self {
        let guard = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::try_from(guard.path().canonicalize().unwrap()).unwrap();
        Self { _guard: guard, path }
    }

    fn out(&self) -> Utf8PathBuf {
        self.path.join("public")
    }

    /// Names in the folder, in order.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(&self.path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn head() -> ManifestHead {
    ManifestHead {
        tool: "smsdoc 0.1.0".to_owned(),
        commit: Some(ObjectId([7; 20])),
        tags: vec![("release/1".to_owned(), ObjectId([8; 20])), ("approved/POL-001/1.0".to_owned(), ObjectId([9; 20]))],
        as_of: jiff::civil::date(2026, 11, 22),
        audience: "staff".to_owned(),
        dirty: false,
    }
}

fn begin(out: &Utf8Path) -> Result<Stage, Error> {
    Stage::begin(&Target { out, protected: &[] })
}

/// Publishes a site of `pages` pages that all say `text`.
fn publish(out: &Utf8Path, text: &str, pages: usize) -> Result<Published, Error> {
    let stage = begin(out)?;
    for page in 0..pages {
        stage.write(Utf8Path::new(&format!("docs/D-{page}/index.html")), text.as_bytes())?;
    }
    stage.write(Utf8Path::new("index.html"), text.as_bytes())?;
    stage.finish(head())
}

/// Every file below a folder.
fn files(folder: &Utf8Path) -> BTreeMap<String, Vec<u8>> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in next.read_dir_utf8().unwrap() {
            let path = entry.unwrap().into_path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_string(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The one text that all pages of a published site say.
fn text_of(out: &Utf8Path, pages: usize) -> String {
    let files = files(out);
    assert_eq!(files.len(), pages + 3, "{:?}", files.keys());
    let text = &files["index.html"];
    assert!(files.iter().filter(|(path, _)| path.ends_with("index.html")).all(|(_, page)| page == text));
    String::from_utf8(text.clone()).unwrap()
}

#[test]
fn a_site_takes_the_place_of_another() {
    let folder = Folder::new();
    let first = publish(&folder.out(), "first", 5).unwrap();
    assert_eq!(first.files, 8);
    assert_eq!(first.bytes, files(&folder.out()).values().map(|bytes| bytes.len() as u64).sum::<u64>());
    assert_eq!(text_of(&folder.out(), 5), "first");
    publish(&folder.out(), "second", 3).unwrap();
    assert_eq!(text_of(&folder.out(), 3), "second");
    assert_eq!(folder.names(), ["public"]);
}

#[test]
fn the_folder_and_those_above_it_are_made() {
    let folder = Folder::new();
    let out = folder.path.join("a/b/public");
    publish(&out, "text", 1).unwrap();
    assert_eq!(text_of(&out, 1), "text");
    fs::create_dir(folder.path.join("empty")).unwrap();
    publish(&folder.path.join("empty"), "text", 1).unwrap();
    assert_eq!(folder.names(), ["a", "empty"]);
}

#[test]
fn every_file_is_vouched_for() {
    let folder = Folder::new();
    publish(&folder.out(), "text", 3).unwrap();
    let check =
        Command::new("sha256sum").args(["--strict", "--quiet", "-c", "SHA256SUMS"]).current_dir(folder.out()).output();
    let check = check.unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));

    let files = files(&folder.out());
    let sums = String::from_utf8(files["SHA256SUMS"].clone()).unwrap();
    let summed: Vec<&str> = sums.lines().map(|line| &line[66..]).collect();
    let on_disk: Vec<&str> = files.keys().map(String::as_str).filter(|path| *path != "SHA256SUMS").collect();
    assert_eq!(summed, on_disk, "in order, and all but the checksums");

    let manifest: serde_json::Value = serde_json::from_slice(&files["manifest.json"]).unwrap();
    let listed: Vec<&str> =
        manifest["files"].as_array().unwrap().iter().map(|file| file["path"].as_str().unwrap()).collect();
    let expected: Vec<&str> = on_disk.into_iter().filter(|path| *path != "manifest.json").collect();
    assert_eq!(listed, expected, "in order, and all but the manifest and the checksums");
    assert_eq!(manifest["files"][0]["bytes"], 4);
}

#[test]
fn equal_sites_have_equal_bytes() {
    let (one, other) = (Folder::new(), Folder::new());
    let paths: Vec<String> = (0..200).map(|page| format!("docs/D-{}/index.html", page * 37 % 200)).collect();
    let stage = begin(&one.out()).unwrap();
    for path in &paths {
        stage.write(Utf8Path::new(path), path.as_bytes()).unwrap();
    }
    stage.finish(head()).unwrap();

    let stage = begin(&other.path.join("elsewhere")).unwrap();
    thread::scope(|scope| {
        for half in [0, 1] {
            let (stage, paths) = (&stage, &paths);
            scope.spawn(move || {
                for path in paths.iter().rev().skip(half).step_by(2) {
                    stage.write(Utf8Path::new(path), path.as_bytes()).unwrap();
                }
            });
        }
    });
    let mut tags = head().tags;
    tags.reverse();
    stage.finish(ManifestHead { tags, ..head() }).unwrap();
    assert_eq!(files(&one.out()), files(&other.path.join("elsewhere")));
}

#[test]
fn a_build_that_gives_up_leaves_no_trace() {
    let folder = Folder::new();
    let stage = begin(&folder.out()).unwrap();
    stage.write(Utf8Path::new("a/b/index.html"), b"half").unwrap();
    drop(stage);
    assert!(folder.names().is_empty());

    publish(&folder.out(), "old", 2).unwrap();
    let stage = begin(&folder.out()).unwrap();
    stage.write(Utf8Path::new("index.html"), b"half").unwrap();
    drop(stage);
    assert_eq!(text_of(&folder.out(), 2), "old");
    assert_eq!(folder.names(), ["public"]);
}

#[test]
fn two_builds_at_once_are_one_too_many() {
    let folder = Folder::new();
    let first = begin(&folder.out()).unwrap();
    let refused = begin(&folder.out()).unwrap_err();
    assert!(matches!(refused, Error::Busy(_)));
    let text = refused.to_string();
    assert!(text.contains("another build is publishing into") && text.contains("wait until it has finished"), "{text}");
    let elsewhere = publish(&folder.path.join("other"), "other", 1);
    assert!(elsewhere.is_ok());
    first.write(Utf8Path::new("index.html"), b"first").unwrap();
    first.finish(head()).unwrap();
    assert_eq!(text_of(&folder.out(), 0), "first");
    publish(&folder.out(), "second", 0).unwrap();
}

#[test]
fn builds_that_race_all_end_well_or_busy() {
    let folder = Folder::new();
    let out = folder.out();
    let published: usize = thread::scope(|scope| {
        let racers: Vec<_> = (0..4)
            .map(|racer| {
                let out = &out;
                scope.spawn(move || {
                    let race = (0..25).map(|round| match publish(out, &format!("{racer} {round}"), 2) {
                        Ok(_) => 1,
                        Err(Error::Busy(_)) => 0,
                        Err(error) => panic!("{error}"),
                    });
                    race.sum::<usize>()
                })
            })
            .collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).sum()
    });
    assert!(published > 0);
    text_of(&out, 2);
    assert_eq!(folder.names(), ["public"]);
}

#[test]
fn what_smsdoc_did_not_make_is_not_replaced() {
    let folder = Folder::new();
    let foreign = folder.path.join("thesis");
    fs::create_dir(&foreign).unwrap();
    fs::write(foreign.join("manifest.json"), r#"{"name": "an app"}"#).unwrap();
    let refused = publish(&foreign, "text", 1).unwrap_err().to_string();
    assert!(refused.contains("is no site made by smsdoc"), "{refused}");

    publish(&folder.out(), "text", 1).unwrap();
    fs::create_dir(folder.out().join("docs/mine")).unwrap();
    fs::write(folder.out().join("docs/mine/notes.txt"), "keep").unwrap();
    fs::write(folder.out().join(".DS_Store"), "litter").unwrap();
    let refused = publish(&folder.out(), "text", 1).unwrap_err().to_string();
    assert!(refused.contains("`docs/mine/notes.txt`, which smsdoc did not write"), "{refused}");
    fs::remove_file(folder.out().join("docs/mine/notes.txt")).unwrap();
    publish(&folder.out(), "text", 1).unwrap();
    text_of(&folder.out(), 1);

    let file = folder.path.join("file");
    fs::write(&file, "keep").unwrap();
    assert!(matches!(publish(&file, "text", 1), Err(Error::NotAFolder(_))));
    assert!(matches!(publish(Utf8Path::new("/"), "text", 1), Err(Error::NotAFolder(_))));
    assert_eq!(folder.names(), ["file", "public", "thesis"]);
}

#[test]
fn sources_are_not_replaced() {
    let folder = Folder::new();
    let content = folder.path.join("repository/sms-docs");
    fs::create_dir_all(content.join("policies")).unwrap();
    let protected = [content.clone(), folder.path.join("repository/themes")];
    let refused = |out: &Utf8Path| Stage::begin(&Target { out, protected: &protected }).unwrap_err();

    assert!(matches!(refused(&content), Error::HoldsSource { .. }));
    assert!(matches!(refused(&folder.path.join("repository")), Error::HoldsSource { .. }));
    assert!(matches!(refused(&content.join("../../repository/./sms-docs/..")), Error::HoldsSource { .. }));
    assert!(matches!(refused(&content.join("public")), Error::InsideSource { .. }));
    assert!(matches!(refused(&content.join("policies/deep/public")), Error::InsideSource { .. }));
    assert!(matches!(refused(&folder.path.join("repository/themes")), Error::HoldsSource { .. }));
    let out = folder.path.join("repository/public");
    drop(Stage::begin(&Target { out: &out, protected: &protected }).unwrap());
    let out = folder.path.join("repository/sms-docs-public");
    drop(Stage::begin(&Target { out: &out, protected: &protected }).unwrap());
}

#[cfg(unix)]
#[test]
fn links_lead_to_what_they_name() {
    let folder = Folder::new();
    let content = folder.path.join("sms-docs");
    fs::create_dir(&content).unwrap();
    fs::create_dir(folder.path.join("www")).unwrap();
    let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, folder.path.join(name)).unwrap();
    link("sms-docs", "to-content");
    link("www", "to-www");
    link("nowhere", "to-nowhere");
    let protected = [content];
    let begin = |name: &str| Stage::begin(&Target { out: &folder.path.join(name), protected: &protected });
    assert!(matches!(begin("to-content"), Err(Error::HoldsSource { .. })));
    assert!(matches!(begin("to-content/public"), Err(Error::InsideSource { .. })));
    assert!(matches!(begin("to-nowhere"), Err(Error::NotAFolder(_))));
    publish(&folder.path.join("to-www"), "text", 1).unwrap();
    assert_eq!(text_of(&folder.path.join("www"), 1), "text");
    assert_eq!(folder.names(), ["sms-docs", "to-content", "to-nowhere", "to-www", "www"]);
}

#[test]
fn a_path_is_written_once() {
    let folder = Folder::new();
    let stage = begin(&folder.out()).unwrap();
    stage.write(Utf8Path::new("docs/A/index.html"), b"one").unwrap();
    assert!(matches!(stage.write(Utf8Path::new("docs/A/index.html"), b"two"), Err(Error::Twice(_))));
    assert!(matches!(stage.write(Utf8Path::new("docs/A"), b"two"), Err(Error::Twice(_))));
    assert!(stage.write(Utf8Path::new("docs/A/index.html/x"), b"two").is_err());
    assert!(matches!(stage.write(Utf8Path::new("../index.html"), b"out"), Err(Error::Path { .. })));
    drop(stage);
    assert!(folder.names().is_empty());
}

#[test]
fn readers_find_a_whole_site_at_every_moment() {
    const PAGES: usize = 20;
    let folder = Folder::new();
    let out = folder.out();
    publish(&out, "0", PAGES).unwrap();
    let done = AtomicBool::new(false);
    let (reads, whole) = thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let (mut reads, mut whole) = (0, 0);
            while !done.load(Ordering::Relaxed) {
                let read = |path: &str| {
                    let text = fs::read_to_string(out.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
                    text.parse::<usize>().unwrap_or_else(|_| panic!("{path} is torn: {text:?}"))
                };
                // Each page is whole; and where no exchange came between, all are of one site.
                let before = read("index.html");
                let pages: Vec<usize> = (0..PAGES).map(|page| read(&format!("docs/D-{page}/index.html"))).collect();
                let after = read("index.html");
                assert!(pages.iter().all(|page| (before..=after).contains(page)), "{before} {pages:?} {after}");
                reads += 1;
                whole += usize::from(before == after);
            }
            (reads, whole)
        });
        for text in 1..=50 {
            publish(&out, &text.to_string(), PAGES).unwrap();
        }
        done.store(true, Ordering::Relaxed);
        reader.join().unwrap()
    });
    assert!(whole > 0);
    println!("{reads} sites read during 50 publications, {whole} of them without an exchange in between");
}

/// Not a test of its own: what the next one starts and kills.
#[test]
#[ignore = "run by another test"]
fn publish_until_killed() {
    let Ok(out) = std::env::var("SMSDOC_TEST_OUT") else { return };
    for text in 0.. {
        publish(Utf8Path::new(&out), &text.to_string(), 40).unwrap();
    }
}

#[test]
fn a_killed_build_leaves_a_whole_site() {
    let folder = Folder::new();
    let out = folder.out();
    publish(&out, "0", 40).unwrap();
    let mut left_behind = 0;
    for round in 0..20 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "publish_until_killed", "--ignored"])
            .env("SMSDOC_TEST_OUT", &out)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(40 + round * 7));
        child.kill().unwrap();
        child.wait().unwrap();
        text_of(&out, 40);
        left_behind += usize::from(folder.names().len() > 1);
    }
    publish(&out, "after", 40).unwrap();
    assert_eq!(text_of(&out, 40), "after");
    assert_eq!(folder.names(), ["public"]);
    println!("{left_behind} of 20 killed builds left a workshop behind");
}

#[cfg(unix)]
#[test]
#[ignore = "run by another test"]
fn publish_under_a_strict_umask() {
    let Ok(out) = std::env::var("SMSDOC_TEST_OUT") else { return };
    publish(Utf8Path::new(&out), "text", 1).unwrap();
}

#[cfg(unix)]
#[test]
fn anyone_may_read_what_is_published() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let program = std::env::current_exe().unwrap();
    let status = Command::new("sh")
        .args(["-c", "umask 077; exec \"$0\" --exact publish_under_a_strict_umask --ignored"])
        .arg(program)
        .env("SMSDOC_TEST_OUT", folder.out())
        .stdout(Stdio::null())
        .status();
    assert!(status.unwrap().success());
    let mode = |path: &str| fs::metadata(folder.out().join(path)).unwrap().permissions().mode() & 0o7777;
    assert_eq!([mode(""), mode("docs"), mode("docs/D-0")], [0o755; 3]);
    assert_eq!(
        [mode("index.html"), mode("docs/D-0/index.html"), mode("manifest.json"), mode("SHA256SUMS")],
        [0o644; 4]
    );
}
