//! What the tests share: folders that go away, repositories made on the spot, a fixed day.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::date;
use smsdoc::read::Request;
use smsdoc::read::day::Today;

/// A folder that is removed with the value.
pub(crate) struct Folder {
    dir: tempfile::TempDir,
}

impl Folder {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("a folder for the test") }
    }

    /// A copy of a folder of examples. A file `git` in it tells which commits are made, a file `symlinks` which links.
    pub(crate) fn copy_of(source: &Utf8Path) -> Self {
        let folder = Self::new();
        copy(source, folder.path());
        if let Some(links) = folder.take("symlinks") {
            for line in links.lines() {
                let (link, target) = line.split_once(' ').expect("a link and its target");
                std::os::unix::fs::symlink(target, folder.path().join(link)).expect("a link");
            }
        }
        folder.take("expected.txt");
        folder.take("expected-after-fix.txt");
        if let Some(steps) = folder.take("git") {
            folder.git(&["init", "--quiet", "--initial-branch=main"]);
            // What lies there waits for a step `move`, and is no part of the repository.
            folder.write(".git/info/exclude", "/later/\n");
            for (number, step) in steps.lines().enumerate() {
                folder.step(step, number);
            }
        }
        folder
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Utf8Path {
        Utf8Path::from_path(self.dir.path()).expect("temporary folders have names in UTF-8")
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// The text of a file.
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs git in the folder, with nothing of the machine's own settings.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_at(arguments, "2026-01-01T00:00:00Z")
    }

    /// Runs git at a time.
    pub(crate) fn git_at(&self, arguments: &[&str], time: &str) -> String {
        self.git_as(arguments, time, person("rowan"))
    }

    /// Runs git at a time as somebody.
    pub(crate) fn git_as(&self, arguments: &[&str], time: &str, (name, email): (&str, &str)) -> String {
        let output = Command::new("git")
            .args(["-c", "commit.gpgSign=false", "-c", "tag.gpgSign=false"])
            .args(arguments)
            .current_dir(self.path())
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", name)
            .env("GIT_AUTHOR_EMAIL", email)
            .env("GIT_COMMITTER_NAME", name)
            .env("GIT_COMMITTER_EMAIL", email)
            .env("GIT_AUTHOR_DATE", time)
            .env("GIT_COMMITTER_DATE", time)
            .output()
            .expect("these tests need the program git");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Commits everything.
    pub(crate) fn commit(&self, subject: &str, time: &str) {
        self.git(&["add", "--all"]);
        self.git_at(&["commit", "--quiet", "--allow-empty", "--message", subject], time);
    }

    /// Takes one step of a scripted history. Words with a colon say who, when and what besides:
    /// `by:ines on:2026-02-01 approved-by:ines with:sam`.
    pub(crate) fn step(&self, step: &str, number: usize) {
        let (options, words): (Vec<&str>, Vec<&str>) = step
            .split_whitespace()
            .partition(|word| OPTIONS.iter().any(|name| word.starts_with(name) && word.len() > name.len()));
        let option = |name: &str| options.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix(':'));
        let by = person(option("by").unwrap_or("rowan"));
        let time = match option("on") {
            Some(day) => format!("{day}T12:00:00Z"),
            None => format!("2026-01-{:02}T12:00:00Z", number + 1),
        };
        match words.as_slice() {
            ["commit", ..] => {
                let trailer = |name: &str, line: &str| {
                    option(name).map(|who| format!("{line}: {} <{}>\n", person(who).0, person(who).1))
                };
                let trailers = [trailer("approved-by", "Approved-by"), trailer("with", "Co-authored-by")];
                let trailers: String = trailers.into_iter().flatten().collect();
                self.git(&["add", "--all"]);
                let message = format!("Commit {number}\n\n{trailers}");
                self.git_as(&["commit", "--quiet", "--allow-empty", "--message", &message], &time, by);
            }
            ["append", path] => {
                let before = fs::read_to_string(self.path().join(path)).unwrap_or_default();
                self.write(path, &(before + "\nMore.\n"));
            }
            ["set", path, field, value @ ..] => self.set(path, field, Some(&value.join(" "))),
            ["put", path, field, value @ ..] => self.put(path, field, &value.join(" ")),
            ["unset", path, field] => self.set(path, field, None),
            ["write", path, text @ ..] => {
                let before = fs::read_to_string(self.path().join(path)).expect("a document");
                let end = before[4..].find("\n---\n").expect("front matter") + 9;
                self.write(path, &format!("{}\n{}\n", &before[..end], text.join(" ")));
            }
            ["move", from, to] => fs::rename(self.path().join(from), self.path().join(to)).expect("a file to move"),
            ["remove", path] => fs::remove_file(self.path().join(path)).expect("a file to remove"),
            ["tag", name] => {
                drop(self.git_as(&["tag", "--annotate", "--message", "Approve it", name], &time, by));
            }
            ["lightweight", name] => drop(self.git(&["tag", name])),
            ["branch", name] => drop(self.git(&["checkout", "--quiet", "-b", name])),
            ["checkout", name] => drop(self.git(&["checkout", "--quiet", name])),
            ["merge", name] => drop(self.git_as(&["merge", "--quiet", "--no-ff", "--no-edit", name], &time, by)),
            ["replace"] => drop(self.git(&["replace", "HEAD", "HEAD~1"])),
            ["shallow"] => {
                // What a clone of depth 1 leaves behind: the newest commit without its parents.
                let head = self.git(&["rev-parse", "HEAD"]);
                self.write(".git/shallow", &format!("{head}\n"));
            }
            _ => panic!("unknown step: {step}"),
        }
    }

    /// Sets a field of a front matter, or takes it out.
    pub(crate) fn set(&self, path: &str, field: &str, value: Option<&str>) {
        let before = fs::read_to_string(self.path().join(path)).expect("a document");
        let end = before[4..].find("\n---\n").expect("front matter") + 5;
        let is_it = |line: &&str| line.split(':').next() == Some(field);
        let mut lines: Vec<String> = before[..end].lines().filter(|line| !is_it(line)).map(str::to_owned).collect();
        lines.extend(value.map(|value| format!("{field}: {value}")));
        self.write(path, &format!("{}\n{}", lines.join("\n"), &before[end..]));
    }

    /// Sets a field where it stands, or as the last one.
    fn put(&self, path: &str, field: &str, value: &str) {
        let before = fs::read_to_string(self.path().join(path)).expect("a document");
        let line = format!("\n{field}: {value}\n");
        let after = match before.find(&format!("\n{field}: ")) {
            Some(start) => {
                let end = start + 1 + before[start + 1..].find('\n').expect("the end of the line");
                format!("{}{line}{}", &before[..start], &before[end + 1..])
            }
            None => before.replacen("\n---\n", &format!("{line}---\n"), 1),
        };
        self.write(path, &after);
    }

    fn take(&self, name: &str) -> Option<String> {
        let path = self.path().join(name);
        let text = fs::read_to_string(&path).ok()?;
        fs::remove_file(path).expect("a file of the test is removed");
        Some(text)
    }
}

/// How the program ended, and all that it printed.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Runs it to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("the program runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// Words of a step that say who, when and what besides.
const OPTIONS: [&str; 4] = ["by:", "on:", "approved-by:", "with:"];

/// Name and address of the people in scripted histories.
pub(crate) fn person(name: &str) -> (&'static str, &'static str) {
    match name {
        "rowan" => ("Rowan Hale", "rowan@example.org"),
        "ines" => ("Ines Carrow", "ines@example.org"),
        "sam" => ("Sam Dorne", "sam@example.org"),
        "stranger" => ("A Stranger", "stranger@example.net"),
        _ => panic!("nobody is called {name}"),
    }
}

/// Every file below a folder but hidden ones, sorted.
pub(crate) fn files(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir_utf8().unwrap_or_else(|error| panic!("{folder}: {error}")) {
            let entry = entry.expect("an entry");
            match entry.file_type().expect("a kind").is_dir() {
                true => folders.push(entry.into_path()),
                false if entry.file_name().starts_with('.') => {}
                false => found.push(entry.into_path()),
            }
        }
    }
    found.sort();
    found
}

fn copy(source: &Utf8Path, target: &Utf8Path) {
    fs::create_dir_all(target).expect("a folder");
    for entry in source.read_dir_utf8().unwrap_or_else(|error| panic!("{source}: {error}")) {
        let entry = entry.expect("an entry");
        let to: Utf8PathBuf = target.join(entry.file_name());
        if entry.file_type().expect("a kind").is_dir() {
            copy(entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a copy");
        }
    }
}

/// The parts of a workbook, unpacked.
pub(crate) fn parts(workbook: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).expect("a workbook is an archive");
    let count = archive.len();
    let part = |index: usize| {
        let mut part = archive.by_index(index).expect("a part");
        let mut text = String::new();
        part.read_to_string(&mut text).expect("UTF-8");
        (String::from_utf8_lossy(part.name_raw()).into_owned(), text)
    };
    (0..count).map(part).collect()
}

/// A request for the files on disk, on 22 November 2026.
pub(crate) fn request() -> Request {
    let day = date(2026, 11, 22);
    let now = day.to_zoned(jiff::tz::TimeZone::UTC).expect("a day").timestamp();
    Request {
        published: false,
        as_of: None,
        today: Today { asked: Some(day), now },
        drafts: false,
        uncommitted: true,
        history: true,
        allow_shallow: false,
    }
}
