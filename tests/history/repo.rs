//! Repositories made by git itself, with fixed people and times, and what git says of them.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};

use camino::{Utf8Path, Utf8PathBuf};
use smsdoc::git::Repository;
use smsdoc::model::history::{History, Revision};
use tempfile::TempDir;

/// A git repository in a folder of its own, which vanishes with it.
pub(crate) struct Repo {
    _home: TempDir,
    root: Utf8PathBuf,
    home: Utf8PathBuf,
    clock: Cell<i64>,
}

impl Repo {
    /// An empty repository on the branch `main`.
    pub(crate) fn new() -> Self {
        let home = TempDir::new().expect("a temporary folder");
        let path = Utf8PathBuf::from_path_buf(home.path().canonicalize().expect("its real name")).expect("UTF-8");
        let repo = Self { root: path.join("repo"), home: path, _home: home, clock: Cell::new(1_700_000_000) };
        fs::create_dir(&repo.root).expect("a folder");
        repo.git(&["init", "-q", "-b", "main"]);
        repo
    }

    /// The folder with the working files.
    pub(crate) fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// A folder beside the repository.
    pub(crate) fn beside(&self, name: &str) -> Utf8PathBuf {
        self.home.join(name)
    }

    /// Sets the time of the next commits, in seconds since 1970; each is a minute later than the one before.
    pub(crate) fn set_clock(&self, seconds: i64) {
        self.clock.set(seconds);
    }

    /// Git, cut off from whatever this computer configures, in some folder.
    pub(crate) fn command(&self, folder: &Utf8Path) -> Command {
        let mut command = Command::new("git");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            command.env_remove(name);
        }
        let date = format!("{} +0000", self.clock.get());
        command
            .current_dir(folder)
            .env("HOME", &self.home)
            .env("XDG_CONFIG_HOME", self.home.join("config"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "Rowan Hale")
            .env("GIT_AUTHOR_EMAIL", "rowan@example.org")
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_NAME", "Rowan Hale")
            .env("GIT_COMMITTER_EMAIL", "rowan@example.org")
            .env("GIT_COMMITTER_DATE", &date)
            .args(["-c", "core.quotePath=false", "-c", "diff.renames=true", "-c", "diff.renameLimit=0"])
            .args(["-c", "advice.detachedHead=false", "-c", "protocol.file.allow=always", "-c", "gc.auto=0"])
            .args(["-c", "merge.renames=true", "-c", "core.autocrlf=false", "-c", "commit.gpgSign=false"])
            .stdin(Stdio::null());
        command
    }

    /// What git prints, run in the repository.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_in(&self.root, arguments)
    }

    /// What git prints, run in some folder.
    pub(crate) fn git_in(&self, folder: &Utf8Path, arguments: &[&str]) -> String {
        let output = self.command(folder).args(arguments).output();
        let output = output.expect("these tests compare with git itself: install git and put it on the PATH");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {error}");
        String::from_utf8(output.stdout).expect("UTF-8 from git").trim_end().to_owned()
    }

    /// Writes a file, with the folders that it needs.
    pub(crate) fn write(&self, path: &str, content: &str) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folders");
        fs::write(path, content).expect("the file");
    }

    /// Removes a file or a folder.
    pub(crate) fn remove(&self, path: &str) {
        self.git(&["rm", "-rq", "--", path]);
    }

    /// Moves a file or a folder, with the folders that it needs.
    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::create_dir_all(self.root.join(to).parent().expect("a folder")).expect("the folders");
        self.git(&["mv", "-f", "--", from, to]);
    }

    /// Commits everything; the clock goes on by a minute. Returns the name of the commit.
    pub(crate) fn commit(&self, message: &str) -> String {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", message]);
        self.clock.set(self.clock.get() + 60);
        self.head()
    }

    /// Writes a file and commits everything.
    pub(crate) fn save(&self, path: &str, content: &str) -> String {
        self.write(path, content);
        self.commit(&format!("Change {path}"))
    }

    /// Begins a branch at a revision and checks it out.
    pub(crate) fn branch(&self, name: &str, at: &str) {
        self.git(&["checkout", "-q", "-b", name, at]);
    }

    /// Checks out a revision.
    pub(crate) fn checkout(&self, revision: &str) {
        self.git(&["checkout", "-q", revision]);
    }

    /// Merges branches without conflict; the clock goes on by a minute.
    pub(crate) fn merge(&self, branches: &[&str]) -> String {
        self.git(&[&["merge", "-q", "--no-ff", "--no-edit", "--allow-unrelated-histories"], branches].concat());
        self.clock.set(self.clock.get() + 60);
        self.head()
    }

    /// Begins a merge in which the test decides what the result is: `theirs` is merged, the working files stay.
    pub(crate) fn begin_merge(&self, theirs: &str) {
        self.git(&["merge", "-q", "--no-ff", "--no-commit", "-s", "ours", "--allow-unrelated-histories", theirs]);
    }

    /// The name of the commit that is checked out.
    pub(crate) fn head(&self) -> String {
        self.git(&["rev-parse", "HEAD"])
    }

    /// The repository as the program sees it.
    pub(crate) fn open(&self) -> Repository {
        open(&self.root)
    }

    /// The history of `HEAD`, without a cache, as against the branch `main`.
    pub(crate) fn history(&self) -> History {
        history(&self.root, "", false)
    }

    /// The commits of each Markdown file as git follows it.
    pub(crate) fn followed(&self) -> BTreeMap<String, Vec<String>> {
        self.followed_in(&self.root)
    }

    /// The same in a clone or worktree.
    pub(crate) fn followed_in(&self, folder: &Utf8Path) -> BTreeMap<String, Vec<String>> {
        let files = self.git_in(folder, &["ls-tree", "-r", "-z", "--full-tree", "--name-only", "HEAD"]);
        let documents = files.split('\0').filter(|path| path.to_ascii_lowercase().ends_with(".md"));
        let follow = |path: &str| {
            let log = ["--no-replace-objects", "--literal-pathspecs", "log", "--follow", "--no-merges", "--format=%H"];
            let commits = self.git_in(folder, &[log.as_slice(), &["HEAD", "--", path]].concat());
            (path.to_owned(), sorted(commits.lines().map(str::to_owned)))
        };
        documents.map(follow).collect()
    }

    /// Asserts that each Markdown file has exactly the revisions that git shows.
    pub(crate) fn assert_like_git(&self) -> History {
        let history = self.history();
        assert!(history.complete);
        assert_eq!(revisions(&history), self.followed(), "{}", self.git(&["log", "--graph", "--raw", "--all"]));
        history
    }
}

/// The repository of a folder.
pub(crate) fn open(folder: &Utf8Path) -> Repository {
    Repository::discover(folder).expect("a sound repository").expect("a repository")
}

/// The history of what is checked out in a folder, as against the branch `main`.
pub(crate) fn history(folder: &Utf8Path, under: &str, cache: bool) -> History {
    let repository = open(folder);
    let head = repository.head().expect("a readable HEAD").expect("a commit");
    let controlled = repository.branch_tip("main").expect("a readable branch");
    repository.history(head, controlled, Utf8Path::new(under), &[], cache).expect("a history")
}

/// The commits of each file that are no merges, sorted by name.
pub(crate) fn revisions(history: &History) -> BTreeMap<String, Vec<String>> {
    let plain = |revisions: &[Revision]| {
        sorted(revisions.iter().filter(|revision| !revision.merge).map(|revision| id(history, revision)))
    };
    history.files.iter().map(|file| (file.path.to_string(), plain(&file.revisions))).collect()
}

/// The commits of one file in their order.
pub(crate) fn commits_of(history: &History, path: &str) -> Vec<String> {
    history.revisions(Utf8Path::new(path)).iter().map(|revision| id(history, revision)).collect()
}

/// The commit of a revision.
pub(crate) fn id(history: &History, revision: &Revision) -> String {
    history.commit(revision.commit).expect("a commit").id.to_string()
}

fn sorted(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// A text of so many lines, no two of which are alike; texts of other seeds have none in common.
pub(crate) fn text(seed: &str, lines: usize) -> String {
    (0..lines).map(|line| format!("{seed}: line {line} of a text that says nothing\n")).collect()
}

/// A document that states its id.
pub(crate) fn document(id: &str, body: &str) -> String {
    format!("---\nid: {id}\ntitle: A document\n---\n{body}")
}
