//! Wherever a repository may lie and whatever state it may be in.

use camino::Utf8Path;

use crate::repo::{Repo, commits_of, history, open, revisions, text};

#[test]
fn a_shallow_clone_is_incomplete() {
    let repo = Repo::new();
    for lines in 10..15 {
        repo.save("a.md", &text("a", lines));
    }
    let clone = repo.beside("clone");
    repo.git(&["clone", "-q", "--depth", "2", &format!("file://{}", repo.root()), clone.as_str()]);
    let condition = open(&clone).condition().expect("a condition");
    assert!(condition.shallow && !condition.grafted && !condition.partial);
    for cache in [true, true, false] {
        let history = history(&clone, "", cache);
        assert!(!history.complete);
        assert_eq!(revisions(&history), repo.followed_in(&clone));
    }
    assert!(!clone.join(".git/smsdoc").exists(), "what is cut off must not be kept");
    repo.git_in(&clone, &["fetch", "-q", "--unshallow"]);
    let history = history(&clone, "", true);
    assert!(history.complete);
    assert_eq!(commits_of(&history, "a.md").len(), 5);
}

#[test]
fn a_partial_clone_tells_what_it_can() {
    let repo = Repo::new();
    repo.save("a.md", &text("a", 20));
    repo.rename("a.md", "b.md");
    repo.write("b.md", &text("a", 21));
    repo.commit("Rename");
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    let clone = repo.beside("clone");
    let url = format!("file://{}", repo.root());
    repo.git(&["clone", "-q", "--filter=blob:none", "--no-checkout", &url, clone.as_str()]);
    assert!(open(&clone).condition().expect("a condition").partial);
    // As older versions of git mark it.
    repo.git_in(&clone, &["config", "extensions.partialClone", "origin"]);
    repo.git_in(&clone, &["config", "--unset", "remote.origin.promisor"]);
    std::fs::rename(repo.root(), repo.beside("gone")).expect("the source out of reach");
    assert!(open(&clone).condition().expect("a condition").partial);
    let history = history(&clone, "", true);
    assert!(!history.complete);
    assert_eq!(commits_of(&history, "b.md").len(), 1);
}

#[test]
fn a_missing_tree_or_commit_is_no_panic() {
    for missing in ["HEAD~2^{tree}", "HEAD~2"] {
        let repo = Repo::new();
        for lines in 10..15 {
            repo.save("a.md", &text("a", lines));
        }
        let id = repo.git(&["rev-parse", missing]);
        std::fs::remove_file(repo.root().join(format!(".git/objects/{}/{}", &id[..2], &id[2..]))).expect("a file");
        let history = repo.history();
        assert!(!history.complete);
        assert!(!commits_of(&history, "a.md").is_empty());
    }
}

#[test]
fn a_damaged_commit_is_not_believed() {
    let repo = Repo::new();
    let first = repo.save("a.md", &text("a", 10));
    let second = repo.save("a.md", &text("a", 11));
    repo.save("a.md", &text("a", 12));
    let object = |id: &str| repo.root().join(format!(".git/objects/{}/{}", &id[..2], &id[2..]));
    std::fs::remove_file(object(&first)).expect("a file");
    std::fs::copy(object(&second), object(&first)).expect("another commit under its name");
    let history = repo.history();
    assert!(!history.complete);
    assert_eq!(history.commits.len(), 1);
}

#[test]
fn a_worktree_and_a_detached_head() {
    let repo = Repo::new();
    repo.save("a.md", &text("a", 10));
    repo.save("b.md", &text("b", 10));
    repo.save("a.md", &text("a", 11));
    let tree = repo.beside("tree");
    repo.git(&["worktree", "add", "-q", "--detach", tree.as_str(), "HEAD~1"]);
    let here = history(&tree, "", true);
    assert_eq!(revisions(&here), repo.followed_in(&tree));
    assert_eq!(commits_of(&here, "a.md").len(), 1);
    assert_eq!(open(&tree).workdir().as_deref(), Some(tree.as_path()));
    // All worktrees share what was read.
    assert!(repo.root().join(".git/smsdoc").is_dir());
    assert_eq!(history(repo.root(), "", true), repo.assert_like_git());
}

#[test]
fn before_the_first_commit() {
    let repo = Repo::new();
    repo.write("a.md", "x");
    let repository = repo.open();
    assert_eq!(repository.head().expect("a readable HEAD"), None);
    assert!(repository.condition().expect("a condition").unborn);
    assert_eq!(repository.branch_tip("main").expect("a readable branch"), None);
}

#[test]
fn a_folder_of_a_larger_repository() {
    let repo = Repo::new();
    repo.write("code/main.rs", "fn main() {}\n");
    repo.write("handbook/policy.md", &text("policy", 20));
    repo.write("handbook/other.md", &text("other", 20));
    repo.write("sms-docs-old/x.md", &text("x", 20));
    repo.commit("A repository");
    repo.save("handbook/policy.md", &text("policy", 22));
    repo.save("code/main.rs", "fn main() { }\n");
    repo.rename("handbook/policy.md", "sms-docs/policies/policy.md");
    repo.commit("Move it");
    repo.rename("handbook/other.md", "notes/other.txt");
    repo.commit("Elsewhere");
    repo.save("notes/other.txt", &text("other", 21));
    repo.rename("notes/other.txt", "sms-docs/other.md");
    repo.commit("And in");
    repo.save("sms-docs/policies/policy.md", &text("policy", 23));

    let all = repo.assert_like_git();
    for under in ["sms-docs", "sms-docs/", "./sms-docs"] {
        for cache in [false, true, true] {
            let below = history(repo.root(), under, cache);
            let expected: Vec<_> = all.files.iter().filter(|file| file.path.starts_with("sms-docs")).collect();
            assert_eq!(below.files.len(), 2);
            for file in expected {
                assert_eq!(commits_of(&below, file.path.as_str()), commits_of(&all, file.path.as_str()));
            }
        }
    }
    assert!(history(repo.root(), "nowhere", false).files.is_empty());
}

#[test]
fn replace_refs_are_told_and_not_followed() {
    let repo = Repo::new();
    let first = repo.save("a.md", &text("a", 10));
    let second = repo.save("a.md", &text("a", 11));
    repo.save("a.md", &text("a", 12));
    assert!(!repo.open().condition().expect("a condition").replaced);
    repo.git(&["replace", &second, &first]);
    assert!(repo.open().condition().expect("a condition").replaced);
    let history = repo.assert_like_git();
    assert_eq!(commits_of(&history, "a.md").len(), 3);
}

#[test]
fn grafts_are_told() {
    let repo = Repo::new();
    let first = repo.save("a.md", &text("a", 10));
    repo.save("a.md", &text("a", 11));
    let third = repo.save("a.md", &text("a", 12));
    let before = history(repo.root(), "", true);
    assert_eq!(commits_of(&before, "a.md").len(), 3);
    repo.write(".git/info/grafts", &format!("{third} {first}\n"));
    assert!(repo.open().condition().expect("a condition").grafted);
    let grafted = history(repo.root(), "", true);
    assert_eq!(commits_of(&grafted, "a.md"), [third, first]);
    assert_eq!(grafted, repo.history(), "the cache knows of the graft");
}

#[test]
fn people_are_mapped_by_what_the_head_holds() {
    let repo = Repo::new();
    repo.save("a.md", &text("a", 10));
    let mapped = "Rowan Hale-Smith <rowan.hale@example.com> <ROWAN@example.org>\n";
    repo.save(".mailmap", mapped);
    repo.write(".mailmap", "Someone Else <else@example.org> <rowan@example.org>\n");
    let history = repo.history();
    assert_eq!(history.commits[0].author.name, "Rowan Hale-Smith");
    assert_eq!(history.commits[0].author.email, "rowan.hale@example.com");
    assert_eq!(history.commits[0].committer, history.commits[0].author);
    let commit = repo.open().commit(history.commits[0].id).expect("a commit");
    assert_eq!(commit.author.name, "Rowan Hale", "that commit had no .mailmap");
}

#[test]
fn subjects_and_names_that_are_not_text() {
    let repo = Repo::new();
    repo.write("a.md", &text("a", 10));
    repo.git(&["add", "-A"]);
    repo.git(&["commit", "-q", "-m", "First line\nsecond  line\n\nbody\n"]);
    let history = repo.history();
    assert_eq!(history.commits[0].subject, repo.git(&["log", "-1", "--format=%s"]));
    assert_eq!(history.commits[0].subject, "First line second  line");
}

#[test]
fn when_commits_reached_the_controlled_line() {
    let repo = Repo::new();
    let first = repo.save("a.md", &text("a", 10));
    repo.branch("side", "HEAD");
    let side = repo.save("a.md", &text("a", 11));
    repo.branch("deeper", "HEAD");
    let deeper = repo.save("a.md", &text("a", 12));
    repo.checkout("main");
    let other = repo.save("b.md", &text("b", 10));
    let merge = repo.merge(&["side"]);
    let later = repo.merge(&["deeper"]);
    repo.branch("open", "HEAD");
    let waiting = repo.save("a.md", &text("a", 13));

    let history = repo.assert_like_git();
    let landed = |id: &str| {
        let commit = history.commits.iter().find(|commit| commit.id.to_string() == id).expect("a commit");
        commit.landed.map(|index| history.commit(index).expect("a commit").id.to_string())
    };
    assert_eq!(landed(&first), Some(first));
    assert_eq!(landed(&side), Some(merge.clone()));
    assert_eq!(landed(&deeper), Some(later.clone()));
    assert_eq!(landed(&other), Some(other));
    assert_eq!(landed(&merge), Some(merge));
    assert_eq!(landed(&waiting), None);

    // Seen from a branch that is behind, a commit has landed all the same.
    repo.checkout("side");
    let history = repo.history();
    let commit = &history.commits[history.revisions(Utf8Path::new("a.md"))[0].commit as usize];
    assert_eq!(commit.id.to_string(), side);
    let landed = history.commit(commit.landed.expect("it has landed")).expect("a commit");
    assert!(landed.subject.starts_with("Merge branch 'side'"));
}
