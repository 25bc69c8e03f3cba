//! What is kept between runs changes nothing but the time that it takes.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use smsdoc::model::history::History;

use crate::repo::{Repo, document, history, text};

fn kept(repo: &Repo) -> Vec<Utf8PathBuf> {
    let folder = repo.root().join(".git/smsdoc");
    let Ok(entries) = folder.read_dir_utf8() else { return Vec::new() };
    entries.map(|entry| entry.expect("an entry").into_path()).collect()
}

fn kept_file(repo: &Repo) -> Utf8PathBuf {
    let files = kept(repo);
    assert_eq!(files.len(), 1, "one file, and nothing left over: {files:?}");
    files[0].clone()
}

/// A history with a bit of everything.
fn sample() -> Repo {
    let repo = Repo::new();
    repo.save("a.md", &text("a", 20));
    repo.save("b.md", &document("POL-001", &text("b", 20)));
    repo.branch("side", "HEAD");
    repo.rename("a.md", "c.md");
    repo.commit("Rename");
    repo.save("b.md", &document("POL-001", &text("b", 21)));
    repo.checkout("main");
    repo.save("a.md", &[text("x", 1), text("a", 20)].concat());
    repo.merge(&["side"]);
    repo
}

fn assert_same(repo: &Repo) -> History {
    let with = history(repo.root(), "", true);
    assert_eq!(with, history(repo.root(), "", false));
    assert_eq!(with, history(repo.root(), "", true), "a second time");
    with
}

#[test]
fn new_commits_other_branches_and_rewritten_history() {
    let repo = sample();
    assert_same(&repo);
    repo.save("c.md", &[text("x", 1), text("a", 22)].concat());
    repo.rename("b.md", "folder/b.md");
    repo.commit("Move");
    repo.save("new.md", &document("POL-002", &text("b", 20)));
    assert_same(&repo);
    repo.checkout("side");
    assert_same(&repo);
    repo.save("b.md", &document("POL-001", &text("b", 25)));
    repo.checkout("main");
    repo.merge(&["side"]);
    assert_same(&repo);
    repo.git(&["reset", "-q", "--hard", "HEAD~2"]);
    repo.save("c.md", &text("a", 30));
    assert_same(&repo);
    repo.git(&["commit", "-q", "--amend", "-m", "Said otherwise"]);
    let history = assert_same(&repo);
    assert_eq!(history.commits[0].subject, "Said otherwise");
}

#[test]
fn renamed_from_a_file_that_was_not_watched() {
    let repo = sample();
    repo.save("notes.txt", &text("n", 20));
    repo.save("notes.txt", &text("n", 21));
    assert_same(&repo);
    repo.rename("notes.txt", "notes.md");
    repo.commit("Now Markdown");
    let history = assert_same(&repo);
    assert_eq!(history.revisions(Utf8Path::new("notes.md")).len(), 3);
    repo.save("notes.md", &text("n", 22));
    assert_same(&repo);
}

#[test]
fn another_mailmap() {
    let repo = sample();
    assert_same(&repo);
    repo.save(".mailmap", "Rowan Hale-Smith <rowan@example.org>\n");
    let history = assert_same(&repo);
    assert!(history.commits.iter().all(|commit| commit.author.name == "Rowan Hale-Smith"));
}

#[test]
fn a_damaged_file_is_as_good_as_none() {
    let repo = sample();
    let expected = assert_same(&repo);
    let whole = fs::read(kept_file(&repo)).expect("the file");
    let mut damaged = vec![Vec::new(), b"x".to_vec(), whole[..40].to_vec(), whole[..whole.len() - 1].to_vec()];
    for at in [0, 20, 60, 100, whole.len() / 2, whole.len() - 1] {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        damaged.push(bytes);
    }
    for bytes in damaged {
        fs::write(kept_file(&repo), &bytes).expect("a damaged file");
        assert_eq!(history(repo.root(), "", true), expected);
        assert_eq!(fs::read(kept_file(&repo)).expect("the file"), whole, "it is made anew");
    }
}

#[test]
fn only_what_is_new_is_read() {
    let repo = sample();
    let expected = assert_same(&repo);
    // Nothing but the commit at the head and its tree is there any more.
    let needed = repo.git(&["rev-list", "--objects", "--no-walk", "HEAD"]);
    let needed: Vec<&str> = needed.lines().map(|line| &line[..40]).collect();
    for object in repo.git(&["cat-file", "--batch-all-objects", "--batch-check=%(objectname)"]).lines() {
        if !needed.contains(&object) {
            let file = repo.root().join(format!(".git/objects/{}/{}", &object[..2], &object[2..]));
            fs::remove_file(file).expect("an object");
        }
    }
    assert_eq!(history(repo.root(), "", true), expected);
}

#[test]
fn what_cannot_be_kept_is_no_fault() {
    let repo = sample();
    repo.write(".git/smsdoc", "a file where the folder would be");
    assert_same(&repo);
    assert!(repo.root().join(".git/smsdoc").is_file());
}

#[test]
fn without_it_nothing_is_written() {
    let repo = sample();
    repo.history();
    assert!(kept(&repo).is_empty());
}
