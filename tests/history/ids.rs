//! Documents that state their id, which counts more than what git makes of their content.

use camino::Utf8Path;
use smsdoc::model::history::{Change, History};

use crate::repo::{Repo, commits_of, document, text};

fn changes(history: &History, path: &str) -> Vec<Change> {
    history.revisions(Utf8Path::new(path)).iter().map(|revision| revision.change).collect()
}

#[test]
fn plain_histories_are_those_of_git() {
    let repo = Repo::new();
    repo.save("policy.md", &document("POL-001", &text("a", 20)));
    repo.save("other.md", &document("POL-002", &text("b", 20)));
    repo.rename("policy.md", "policies/security.md");
    repo.write("policies/security.md", &document("POL-001", &text("a", 22)));
    repo.commit("Rename");
    repo.remove("other.md");
    repo.commit("Delete");
    repo.save("other.md", &document("POL-002", &text("b", 21)));
    repo.assert_like_git();
}

#[test]
fn a_copy_begins_its_own_history() {
    let repo = Repo::new();
    repo.save("a.md", &document("POL-001", &text("a", 30)));
    repo.save("a.md", &document("POL-001", &text("a", 31)));
    let copied = repo.save("b.md", &document("POL-002", &text("a", 31)));
    repo.save("folder/a.md", &document("POL-003", &text("a", 31)));
    let history = repo.history();
    assert_eq!(commits_of(&history, "b.md"), [copied]);
    assert_eq!(changes(&history, "folder/a.md"), [Change::Added]);
    assert_eq!(commits_of(&history, "a.md").len(), 2);
    assert_eq!(repo.followed()["b.md"].len(), 3, "what git would say");
}

#[test]
fn two_empty_files_have_nothing_in_common() {
    let repo = Repo::new();
    let first = repo.save("a.md", "");
    let second = repo.save("b.md", "");
    let history = repo.history();
    assert_eq!(commits_of(&history, "a.md"), [first]);
    assert_eq!(commits_of(&history, "b.md"), [second]);
    repo.rename("a.md", "c.md");
    repo.commit("Rename");
    assert_eq!(commits_of(&repo.history(), "c.md").len(), 2);
}

#[test]
fn a_document_that_replaces_another_is_new() {
    let repo = Repo::new();
    repo.save("old.md", &document("POL-001", &text("a", 30)));
    repo.remove("old.md");
    repo.write("new.md", &document("POL-002", &text("a", 30)));
    let replaced = repo.commit("Replace");
    assert_eq!(commits_of(&repo.history(), "new.md"), [replaced]);
}

#[test]
fn the_id_counts_more_than_likeness_and_name() {
    let repo = Repo::new();
    repo.write("one/policy.md", &document("POL-001", &text("a", 30)));
    repo.write("two/policy.md", &document("POL-002", &text("b", 30)));
    let first = repo.commit("Two");
    // Rewritten from the ground up and moved, while the other takes over its name and text.
    repo.rename("one/policy.md", "three/rewritten.md");
    repo.write("three/rewritten.md", &document("POL-001", &text("c", 40)));
    repo.remove("two/policy.md");
    repo.write("three/policy.md", &document("POL-002", &text("a", 30)));
    let second = repo.commit("Move both");
    let history = repo.history();
    let from = |path: &str| history.revisions(Utf8Path::new(path))[0].from.clone();
    assert_eq!(commits_of(&history, "three/rewritten.md"), [second.clone(), first.clone()]);
    assert_eq!(from("three/rewritten.md").as_deref(), Some(Utf8Path::new("one/policy.md")));
    assert_eq!(commits_of(&history, "three/policy.md"), [second, first]);
    assert_eq!(from("three/policy.md").as_deref(), Some(Utf8Path::new("two/policy.md")));
}

#[test]
fn a_document_is_given_an_id_while_it_moves() {
    let repo = Repo::new();
    repo.save("policy.md", &text("a", 30));
    repo.rename("policy.md", "sms-docs/policy.md");
    repo.write("sms-docs/policy.md", &document("POL-001", &text("a", 30)));
    repo.commit("Adopt");
    let history = repo.assert_like_git();
    assert_eq!(changes(&history, "sms-docs/policy.md"), [Change::Renamed, Change::Added]);
}

#[test]
fn a_document_is_renumbered_in_place() {
    let repo = Repo::new();
    repo.save("a.md", &document("POL-01", &text("a", 20)));
    repo.write("b.md", &document("POL-02", &text("b", 20)));
    repo.write("a.md", &document("POL-001", &text("a", 20)));
    repo.commit("Three digits");
    repo.save("b.md", &document("POL-002", &text("b", 20)));
    let history = repo.assert_like_git();
    assert_eq!(commits_of(&history, "a.md").len(), 2);
}

#[test]
fn two_documents_swap_their_paths() {
    let repo = Repo::new();
    let first = repo.save("a.md", &document("POL-001", &text("a", 20)));
    let second = repo.save("b.md", &document("POL-002", &text("b", 20)));
    let third = repo.save("a.md", &document("POL-001", &text("a", 21)));
    repo.write("a.md", &document("POL-002", &text("b", 20)));
    repo.write("b.md", &document("POL-001", &text("a", 22)));
    let swap = repo.commit("Swap");
    let history = repo.history();
    assert_eq!(commits_of(&history, "a.md"), [swap.clone(), second.clone()]);
    assert_eq!(commits_of(&history, "b.md"), [swap.clone(), third.clone(), first.clone()]);
    assert_eq!(changes(&history, "b.md"), [Change::Renamed, Change::Modified, Change::Added]);
    // And back, so that first and last are the same.
    repo.write("a.md", &document("POL-001", &text("a", 22)));
    repo.write("b.md", &document("POL-002", &text("b", 20)));
    let back = repo.commit("Swap again");
    let history = repo.history();
    assert_eq!(commits_of(&history, "a.md"), [back.clone(), swap.clone(), third, first]);
    assert_eq!(commits_of(&history, "b.md"), [back, swap, second]);
}

#[test]
fn a_document_moves_away_and_leaves_another_in_its_place() {
    let repo = Repo::new();
    let first = repo.save("policy.md", &document("POL-001", &text("a", 20)));
    let second = repo.save("policy.md", &document("POL-001", &text("a", 21)));
    repo.write("archive/policy.md", &document("POL-001", &text("a", 21)));
    repo.write("policy.md", &document("POL-009", &text("z", 20)));
    let moved = repo.commit("Move, and begin anew");
    let history = repo.history();
    assert_eq!(commits_of(&history, "archive/policy.md"), [moved.clone(), second, first]);
    assert_eq!(commits_of(&history, "policy.md"), [moved]);
    assert_eq!(changes(&history, "policy.md"), [Change::Added]);
}

#[test]
fn a_document_takes_the_path_of_another() {
    let repo = Repo::new();
    repo.save("a.md", &document("POL-001", &text("a", 20)));
    let first = repo.save("b.md", &document("POL-002", &text("b", 20)));
    repo.rename("b.md", "a.md");
    let moved = repo.commit("Over it");
    assert_eq!(commits_of(&repo.history(), "a.md"), [moved, first]);
}

#[test]
fn a_path_is_used_again_for_another_document() {
    let repo = Repo::new();
    repo.save("a.md", &document("POL-001", &text("a", 20)));
    repo.remove("a.md");
    repo.commit("Delete");
    repo.save("other.md", &document("POL-003", &text("c", 20)));
    let again = repo.save("a.md", &document("POL-002", &text("a", 20)));
    assert_eq!(commits_of(&repo.history(), "a.md"), [again]);
}

#[test]
fn a_move_in_two_commits() {
    let repo = Repo::new();
    let first = repo.save("policy.md", &document("POL-001", &text("a", 20)));
    let put = repo.save("policies/policy.md", &document("POL-001", &text("a", 20)));
    repo.remove("policy.md");
    repo.commit("Remove the old one");
    let named = repo.save("policies/security.md", &document("POL-001", &text("a", 20)));
    repo.remove("policies/policy.md");
    repo.commit("Remove that, too");
    let history = repo.history();
    assert_eq!(commits_of(&history, "policies/security.md"), [named, put, first]);
}

#[test]
fn edits_under_the_old_name_on_a_parallel_line_are_found() {
    for (side, main) in [(1_700_001_000, 1_700_002_000), (1_700_002_000, 1_700_001_000)] {
        let repo = Repo::new();
        repo.save("old.md", &document("POL-001", &text("a", 30)));
        repo.branch("side", "HEAD");
        repo.set_clock(side);
        repo.rename("old.md", "new.md");
        repo.commit("Rename");
        repo.checkout("main");
        repo.set_clock(main);
        let edit = repo.save("old.md", &document("POL-001", &[text("z", 1), text("a", 30)].concat()));
        repo.set_clock(1_700_003_000);
        repo.merge(&["side"]);
        let history = repo.history();
        assert!(commits_of(&history, "new.md").contains(&edit));
        for (path, commits) in repo.followed() {
            let ours = commits_of(&history, &path);
            assert!(commits.iter().all(|commit| ours.contains(commit)), "all that git finds");
        }
    }
}

#[test]
fn a_merge_that_moves_a_document() {
    let repo = Repo::new();
    let first = repo.save("old.md", &document("POL-001", &text("a", 30)));
    repo.branch("side", "HEAD");
    repo.save("x.txt", "x");
    repo.checkout("main");
    repo.save("y.txt", "y");
    repo.begin_merge("side");
    repo.rename("old.md", "new.md");
    let merge = repo.commit("Merge and move");
    let history = repo.history();
    assert_eq!(commits_of(&history, "new.md"), [merge, first]);
    assert_eq!(changes(&history, "new.md"), [Change::Renamed, Change::Added]);
}
