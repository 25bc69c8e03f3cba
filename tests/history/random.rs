//! Histories that no one thought of: random edits, renames, copies, deletions, branches and merges.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::Stdio;

use camino::Utf8Path;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use smsdoc::model::history::History;

use crate::repo::{Repo, commits_of, history, revisions};

/// Few names, so that they are used again, differ by case only, and stand for a file here and a folder there.
const PATHS: [&str; 11] = [
    "notes.txt",
    "dir/notes",
    "a.md",
    "b.md",
    "A.md",
    "dir/a.md",
    "dir/b.md",
    "dir/sub/c.MD",
    "other/a.md",
    "d.md",
    "d.md/a.md",
];
const LINES: usize = 12;

/// One thing to do. Numbers are taken modulo of what there is, so that every list of steps means something.
#[derive(Clone, Debug)]
enum Step {
    Add {
        path: usize,
    },
    Edit {
        file: usize,
        lines: usize,
    },
    Rename {
        file: usize,
        path: usize,
        lines: usize,
    },
    Copy {
        file: usize,
        path: usize,
        lines: usize,
    },
    Delete {
        file: usize,
    },
    Swap {
        one: usize,
        other: usize,
    },
    /// Goes on with what follows in the same commit.
    Also,
    Branch {
        from: usize,
    },
    Merge {
        other: usize,
        way: u8,
    },
    /// Moves the clock, in seconds.
    Time {
        by: i64,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let n = any::<u8>().prop_map(usize::from);
    let lines = 0..LINES;
    prop_oneof![
        3 => n.clone().prop_map(|path| Step::Add { path }),
        6 => (n.clone(), 1..LINES).prop_map(|(file, lines)| Step::Edit { file, lines }),
        5 => (n.clone(), n.clone(), lines.clone()).prop_map(|(file, path, lines)| Step::Rename { file, path, lines }),
        2 => (n.clone(), n.clone(), lines).prop_map(|(file, path, lines)| Step::Copy { file, path, lines }),
        2 => n.clone().prop_map(|file| Step::Delete { file }),
        1 => (n.clone(), n.clone()).prop_map(|(one, other)| Step::Swap { one, other }),
        3 => Just(Step::Also),
        2 => n.clone().prop_map(|from| Step::Branch { from }),
        3 => (n, any::<u8>()).prop_map(|(other, way)| Step::Merge { other, way }),
        2 => (-200_i64..400).prop_map(|by| Step::Time { by }),
    ]
}

/// A file: which document it is, and its lines, which are written out as texts of unequal length.
#[derive(Clone, Debug, PartialEq)]
struct Content {
    document: usize,
    lines: Vec<usize>,
}

type Tree = BTreeMap<String, Content>;

/// A history being written, as a stream for `git fast-import`.
struct Writer {
    stream: Vec<u8>,
    with_ids: bool,
    time: i64,
    commits: usize,
    /// Tip and content of each branch; the first is `main`.
    branches: Vec<(Option<usize>, Tree)>,
    current: usize,
    next_line: usize,
    next_document: usize,
    /// Whether the tree at hand differs from the tip.
    pending: bool,
    /// What each commit holds, in their order.
    trees: Vec<Tree>,
}

impl Writer {
    fn new(with_ids: bool) -> Self {
        let mut writer = Self {
            stream: Vec::new(),
            with_ids,
            time: 1_700_000_000,
            commits: 0,
            branches: vec![(None, Tree::new())],
            current: 0,
            next_line: 0,
            next_document: 0,
            pending: false,
            trees: Vec::new(),
        };
        for path in 0..3 {
            writer.take(&Step::Add { path }, false);
        }
        writer.commit(&[]);
        writer
    }

    fn tree(&mut self) -> &mut Tree {
        &mut self.branches[self.current].1
    }

    fn new_lines(&mut self, count: usize) -> Vec<usize> {
        self.next_line += count;
        (self.next_line - count..self.next_line).collect()
    }

    fn edited(&mut self, content: &Content, lines: usize) -> Content {
        let mut content = content.clone();
        for (index, line) in self.new_lines(lines).into_iter().enumerate() {
            content.lines[(line * 5 + index) % LINES] = line;
        }
        content
    }

    /// Puts a file in its place; what is in the way vanishes.
    fn put(&mut self, path: &str, content: Content) {
        let below = format!("{path}/");
        self.tree().retain(|other, _| !other.starts_with(&below) && !path.starts_with(&format!("{other}/")));
        self.tree().insert(path.to_owned(), content);
    }

    fn path(&self, number: usize) -> &'static str {
        // Only Markdown states an id.
        let paths = if self.with_ids { &PATHS[2..] } else { &PATHS };
        paths[number % paths.len()]
    }

    /// A path to which a new document may be put: one that states its id does not begin in the place of another.
    fn free(&mut self, number: usize) -> Option<&'static str> {
        let path = self.path(number);
        (!self.with_ids || !self.tree().contains_key(path)).then_some(path)
    }

    fn file(&mut self, number: usize) -> Option<(String, Content)> {
        let count = self.tree().len();
        let (path, content) = self.tree().iter().nth(number.checked_rem(count)?)?;
        Some((path.clone(), content.clone()))
    }

    /// Changes the tree; returns whether there was anything to do.
    fn change(&mut self, step: &Step) -> Option<()> {
        match *step {
            Step::Add { path } => {
                let path = self.free(path)?;
                let lines = self.new_lines(LINES);
                self.next_document += 1;
                let content = Content { document: self.next_document, lines };
                self.put(path, content);
            }
            Step::Edit { file, lines } => {
                let (path, content) = self.file(file)?;
                let content = self.edited(&content, lines);
                self.put(&path, content);
            }
            Step::Rename { file, path, lines } => {
                let (from, content) = self.file(file)?;
                let content = self.edited(&content, lines);
                self.tree().remove(&from);
                self.put(self.path(path), content);
            }
            Step::Copy { file, path, lines } => {
                let path = self.free(path)?;
                let (_, content) = self.file(file)?;
                let mut content = self.edited(&content, lines);
                self.next_document += 1;
                content.document = self.next_document;
                self.put(path, content);
            }
            Step::Delete { file } => {
                let (path, _) = self.file(file)?;
                self.tree().remove(&path);
            }
            Step::Swap { one, other } => {
                let ((one, first), (other, second)) = (self.file(one)?, self.file(other)?);
                self.put(&one, second);
                self.put(&other, first);
            }
            Step::Also | Step::Branch { .. } | Step::Merge { .. } | Step::Time { .. } => return None,
        }
        Some(())
    }

    fn take(&mut self, step: &Step, also: bool) {
        match *step {
            Step::Time { by } => self.time += by,
            Step::Branch { from } => {
                self.flush();
                if self.branches.len() < 4 {
                    self.branches.push(self.branches[self.current].clone());
                }
                self.current = from % self.branches.len();
            }
            Step::Merge { other, way } => {
                self.flush();
                let other = other % self.branches.len();
                self.merge(other, way);
            }
            _ => {
                self.pending |= self.change(step).is_some();
                if !also {
                    self.flush();
                }
            }
        }
    }

    fn flush(&mut self) {
        if std::mem::take(&mut self.pending) && self.commits > 0 {
            self.commit(&[]);
        }
    }

    fn merge(&mut self, other: usize, way: u8) {
        let (Some(tip), theirs) = self.branches[other].clone() else { return };
        if self.branches[self.current].0 == Some(tip) {
            return;
        }
        match way % 4 {
            0 => {}
            1 => *self.tree() = theirs,
            _ => {
                for (path, content) in theirs {
                    if !self.tree().contains_key(&path) {
                        self.put(&path, content);
                    }
                }
            }
        }
        if way % 4 == 3 {
            let _ = self.change(&Step::Edit { file: usize::from(way), lines: 3 });
        }
        // Sometimes with a third parent.
        let third = self.branches.iter().filter_map(|branch| branch.0).find(|&third| way > 200 && third != tip);
        self.commit(&[Some(tip), third].into_iter().flatten().collect::<Vec<_>>());
    }

    fn commit(&mut self, merged: &[usize]) {
        self.time += 60;
        self.commits += 1;
        let (parent, tree) = self.branches[self.current].clone();
        let branch = if self.current == 0 { "main".to_owned() } else { format!("side{}", self.current) };
        let out = &mut self.stream;
        let (number, time) = (self.commits, self.time);
        write!(out, "commit refs/heads/{branch}\nmark :{number}\n").expect("memory");
        write!(out, "committer Rowan Hale <rowan@example.org> {time} +0000\ndata <<.\nCommit {number}\n.\n")
            .expect("memory");
        if let Some(parent) = parent {
            writeln!(out, "from :{parent}").expect("memory");
        }
        for merge in merged.iter().filter(|&&merge| Some(merge) != parent) {
            writeln!(out, "merge :{merge}").expect("memory");
        }
        out.extend(b"deleteall\n");
        for (path, content) in &tree {
            let text = text(content, self.with_ids);
            write!(out, "M 100644 inline {path}\ndata {}\n{text}\n", text.len()).expect("memory");
        }
        out.push(b'\n');
        self.branches[self.current].0 = Some(number);
        self.trees.push(tree);
    }
}

fn id(document: usize) -> String {
    format!("DOC-{document}")
}

fn text(content: &Content, with_ids: bool) -> String {
    let head = if with_ids { format!("---\nid: {}\n---\n", id(content.document)) } else { String::new() };
    let lines = content.lines.iter().map(|line| format!("line {line}{}\n", "=".repeat(20 + line * 7 % 30)));
    head + &lines.collect::<String>()
}

/// A repository with the history that the steps write; `main` is checked out, but for the files.
fn repository(steps: &[Step], with_ids: bool) -> (Repo, Writer) {
    let mut writer = Writer::new(with_ids);
    for (index, step) in steps.iter().enumerate() {
        writer.take(step, matches!(steps.get(index + 1), Some(Step::Also)));
    }
    writer.flush();
    let repo = Repo::new();
    let mut import = repo.command(repo.root());
    let mut import = import.args(["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn().expect("git");
    import.stdin.take().expect("a pipe").write_all(&writer.stream).expect("git listens");
    assert!(import.wait().expect("git").success());
    (repo, writer)
}

/// Asserts that each file's revisions come before those of their ancestors.
fn assert_in_order(repo: &Repo, history: &History) {
    let graph = repo.git(&["rev-list", "--topo-order", "--reverse", "--parents", "HEAD"]);
    let mut ancestors: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in graph.lines() {
        let mut names = line.split(' ').map(str::to_owned);
        let commit = names.next().expect("a commit");
        let parents: Vec<String> = names.collect();
        let mut all: BTreeSet<String> = parents.iter().flat_map(|parent| ancestors[parent].clone()).collect();
        all.extend(parents);
        ancestors.insert(commit, all);
    }
    for file in &history.files {
        let commits = commits_of(history, file.path.as_str());
        for (index, older) in commits.iter().enumerate() {
            assert!(commits[..index].iter().all(|newer| !ancestors[older].contains(newer)), "{commits:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Without ids: exactly the commits that git shows, whatever was kept before.
    #[test]
    fn without_ids_they_are_those_of_git(steps in proptest::collection::vec(step(), 1..40)) {
        let (repo, _) = repository(&steps, false);
        let history = repo.assert_like_git();
        assert_in_order(&repo, &history);
        for revision in ["HEAD~3", "HEAD~1", "HEAD"] {
            if let Ok(Some(head)) = repo.open().resolve(revision) {
                let read = |cache| repo.open().history(head, Some(head), Utf8Path::new(""), &[], cache).expect("a history");
                assert_eq!(read(true), read(false));
            }
        }
        let below = crate::repo::history(repo.root(), "dir", true);
        for (path, commits) in revisions(&below) {
            assert_eq!(commits, revisions(&history)[&path], "{path} below a folder");
        }
    }

    /// With ids: no revision is of another document.
    #[test]
    fn with_ids_no_document_is_mistaken_for_another(steps in proptest::collection::vec(step(), 1..40)) {
        let (repo, writer) = repository(&steps, true);
        let tree = &writer.branches[0].1;
        let history = history(repo.root(), "", true);
        assert!(history.complete);
        assert_in_order(&repo, &history);
        for file in &history.files {
            assert!(!file.revisions.is_empty());
            let stated = format!("\nid: {}\n", id(tree[file.path.as_str()].document));
            for revision in &file.revisions {
                let Some(blob) = revision.blob else { continue };
                let content = repo.open().blob(blob).expect("a file");
                let content = String::from_utf8(content).expect("text");
                assert!(content.contains(&stated), "{} {revision:?}\n{}", file.path, repo.git(&["log", "--graph", "--raw", "--all"]));
            }
        }
    }

    /// With ids and without branches: every commit that changed the document, wherever it lay, and no other.
    #[test]
    fn with_ids_a_line_is_told_in_full(steps in proptest::collection::vec(step(), 1..40)) {
        let plain = |step: &Step| !matches!(step, Step::Branch { .. } | Step::Merge { .. });
        let steps: Vec<Step> = steps.into_iter().filter(plain).collect();
        let (repo, writer) = repository(&steps, true);
        let commits = repo.git(&["rev-list", "--reverse", "--topo-order", "HEAD"]);
        let commits: Vec<&str> = commits.lines().collect();
        let history = repo.history();
        for (path, content) in &writer.branches[0].1 {
            let of_document = |tree: &Tree| {
                let mut files = tree.iter().filter(|(_, other)| other.document == content.document);
                files.next().map(|(path, content)| (path.clone(), content.clone()))
            };
            let mut expected = Vec::new();
            for (index, commit) in commits.iter().enumerate().rev() {
                let before = index.checked_sub(1).and_then(|before| of_document(&writer.trees[before]));
                if of_document(&writer.trees[index]) != before {
                    expected.push((*commit).to_owned());
                }
                if before.is_none() {
                    break;
                }
            }
            assert_eq!(commits_of(&history, path), expected, "{path}: {}", repo.git(&["log", "--raw"]));
        }
    }
}
