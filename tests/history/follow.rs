//! Documents without ids, whose history is what git says it is.

use camino::Utf8Path;
use smsdoc::model::history::Change;

use crate::repo::{Repo, commits_of, text};

#[test]
fn edits_and_other_files() {
    let repo = Repo::new();
    repo.save("a.md", &text("a", 5));
    repo.save("notes.txt", "x");
    repo.save("b.MD", &text("b", 5));
    repo.save("a.md", &text("a", 6));
    repo.write("a.md", &text("a", 7));
    repo.write("b.MD", &text("b", 6));
    repo.commit("Both");
    repo.commit("Nothing at all");
    let history = repo.assert_like_git();
    let paths: Vec<&str> = history.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["a.md", "b.MD"]);
}

#[test]
fn a_rename_with_an_edit() {
    let repo = Repo::new();
    let first = repo.save("a.md", &text("a", 20));
    repo.rename("a.md", "folder/b.md");
    repo.write("folder/b.md", &text("a", 24));
    let second = repo.commit("Rename");
    let history = repo.assert_like_git();
    assert_eq!(commits_of(&history, "folder/b.md"), [second, first]);
    let revisions = history.revisions(Utf8Path::new("folder/b.md"));
    assert_eq!(revisions[0].change, Change::Renamed);
    assert_eq!(revisions[0].from.as_deref(), Some(Utf8Path::new("a.md")));
    assert_eq!(revisions[1].change, Change::Added);
    assert_eq!(revisions[1].path, "a.md");
}

#[test]
fn a_rename_from_another_extension() {
    let repo = Repo::new();
    repo.save("readme.txt", &text("a", 20));
    repo.save("readme.txt", &text("a", 21));
    repo.rename("readme.txt", "README");
    repo.commit("Rename");
    repo.save("README", &text("a", 22));
    repo.rename("README", "README.md");
    repo.commit("Rename again");
    let history = repo.assert_like_git();
    assert_eq!(commits_of(&history, "README.md").len(), 5);
}

#[test]
fn a_rename_that_only_changes_the_case() {
    let repo = Repo::new();
    repo.save("Policy.md", &text("a", 20));
    repo.git(&["update-index", "--force-remove", "Policy.md"]);
    std::fs::rename(repo.root().join("Policy.md"), repo.root().join("policy.md")).expect("a rename");
    repo.commit("Rename");
    repo.save("policy.md", &text("a", 21));
    let history = repo.assert_like_git();
    assert_eq!(commits_of(&history, "policy.md").len(), 3);
}

#[test]
fn the_most_alike_of_several_that_vanished() {
    let repo = Repo::new();
    repo.write("one.md", &text("a", 30));
    repo.write("two.md", &[text("a", 25), text("b", 5)].concat());
    repo.write("sub/new.md", &[text("a", 20), text("c", 10)].concat());
    repo.commit("Three");
    for path in ["one.md", "two.md", "sub/new.md"] {
        repo.remove(path);
    }
    repo.write("new.md", &[text("a", 26), text("b", 4)].concat());
    repo.write("other.md", &text("a", 30));
    repo.commit("Two of them");
    repo.assert_like_git();
}

#[test]
fn equal_files_and_the_name_that_decides() {
    let repo = Repo::new();
    for path in ["a/x.md", "b/y.md", "c/z.md"] {
        repo.write(path, &text("same", 10));
    }
    repo.commit("Three that are equal");
    repo.save("b/y.md", &text("same", 10));
    repo.save("c/z.md", &text("same", 11));
    repo.save("c/z.md", &text("same", 10));
    repo.rename("c/z.md", "new/z.md");
    repo.rename("a/x.md", "new/w.md");
    repo.remove("b/y.md");
    repo.commit("Move");
    let history = repo.assert_like_git();
    assert_eq!(commits_of(&history, "new/z.md").len(), 4);
}

#[test]
fn just_enough_and_just_too_little_in_common() {
    let repo = Repo::new();
    repo.write("half.md", &[text("a", 10), text("b", 10)].concat());
    repo.write("less.md", &[text("c", 10), text("d", 10)].concat());
    repo.commit("Two");
    repo.remove("half.md");
    repo.remove("less.md");
    repo.write("half-new.md", &[text("a", 10), text("e", 10)].concat());
    repo.write("less-new.md", &[text("c", 9), text("f", 11)].concat());
    repo.commit("Two others");
    let history = repo.assert_like_git();
    assert_eq!(commits_of(&history, "half-new.md").len(), 2);
    assert_eq!(commits_of(&history, "less-new.md").len(), 1);
}

#[test]
fn long_lines_returns_and_zero_bytes() {
    let repo = Repo::new();
    let long: String = (0..900).map(|number| format!("{number} ")).collect();
    repo.write("long.md", &long);
    repo.write("returns.md", &text("a", 10).replace('\n', "\r\n"));
    repo.write("zero.md", &text("b\0\r\n", 10));
    repo.commit("Three");
    for path in ["long.md", "returns.md", "zero.md"] {
        repo.rename(path, &format!("new/{path}"));
    }
    repo.write("new/long.md", &long.replace("500 ", ""));
    repo.write("new/returns.md", &text("a", 12));
    repo.write("new/zero.md", &text("b\0\r\n", 13));
    repo.commit("Move");
    let history = repo.assert_like_git();
    assert!(history.files.iter().all(|file| file.revisions.len() == 2));
}

#[test]
fn a_merge_with_a_conflict_is_a_revision_of_its_own() {
    let repo = Repo::new();
    let base = repo.save("a.md", &text("a", 10));
    repo.save("b.md", &text("b", 10));
    repo.branch("side", "HEAD");
    let theirs = repo.save("a.md", &text("a", 12));
    repo.checkout("main");
    let ours = repo.save("a.md", &text("a", 14));
    repo.begin_merge("side");
    repo.write("a.md", &text("a", 16));
    let merge = repo.commit("Merge");
    let history = repo.assert_like_git();
    assert_eq!(commits_of(&history, "a.md"), [merge, ours, theirs, base]);
    let merges = |path: &str| {
        let revisions = history.revisions(Utf8Path::new(path)).iter();
        revisions.filter(|revision| revision.merge).map(|revision| revision.change).collect::<Vec<_>>()
    };
    assert_eq!(merges("a.md"), [Change::Modified]);
    assert!(merges("b.md").is_empty());
}

#[test]
fn what_only_a_merge_adds_and_removes() {
    let repo = Repo::new();
    repo.write("a.md", &text("a", 10));
    repo.write("sub/b.md", &text("b", 10));
    repo.commit("Two");
    repo.branch("side", "HEAD");
    repo.save("x.txt", "x");
    repo.checkout("main");
    repo.save("y.txt", "y");
    repo.begin_merge("side");
    repo.write("sub/new.md", &text("c", 10));
    repo.remove("sub/b.md");
    let first = repo.commit("Merge");
    repo.save("sub/b.md", &text("b", 11));
    let history = repo.assert_like_git();
    assert_eq!(commits_of(&history, "sub/new.md"), std::slice::from_ref(&first));
    assert!(commits_of(&history, "sub/b.md").contains(&first));
    let removal = history.revisions(Utf8Path::new("sub/b.md")).iter().find(|revision| revision.merge);
    assert_eq!(removal.map(|revision| (revision.change, revision.blob)), Some((Change::Deleted, None)));
}

#[test]
fn deleted_and_restored() {
    let repo = Repo::new();
    repo.save("a.md", &text("a", 10));
    repo.save("a.md", &text("a", 12));
    repo.remove("a.md");
    repo.commit("Delete");
    repo.save("other.md", &text("b", 10));
    repo.save("a.md", &text("a", 12));
    let history = repo.assert_like_git();
    let changes: Vec<Change> =
        history.revisions(Utf8Path::new("a.md")).iter().map(|revision| revision.change).collect();
    assert_eq!(changes, [Change::Added, Change::Deleted, Change::Modified, Change::Added]);
}

#[test]
fn a_copy_without_ids_is_followed_as_git_does() {
    let repo = Repo::new();
    repo.save("template.md", &text("a", 20));
    repo.save("template.md", &text("a", 22));
    repo.save("copy.md", &text("a", 23));
    repo.save("exact/template.md", &text("a", 22));
    let history = repo.assert_like_git();
    assert_eq!(commits_of(&history, "copy.md").len(), 3);
}

#[test]
fn several_roots() {
    let repo = Repo::new();
    repo.save("a.md", &text("a", 10));
    repo.git(&["checkout", "-q", "--orphan", "other"]);
    repo.git(&["rm", "-rqf", "."]);
    repo.save("b.md", &text("b", 10));
    repo.save("b.md", &text("b", 11));
    repo.git(&["checkout", "-q", "--orphan", "third"]);
    repo.git(&["rm", "-rqf", "."]);
    repo.save("b.md", &text("c", 10));
    repo.checkout("main");
    repo.merge(&["other"]);
    repo.begin_merge("third");
    repo.commit("Merge, keeping ours");
    repo.save("a.md", &text("a", 11));
    let history = repo.assert_like_git();
    assert_eq!(commits_of(&history, "b.md").len(), 3);
}

#[test]
fn an_octopus() {
    let repo = Repo::new();
    for path in ["a.md", "b.md", "c.md"] {
        repo.write(path, &text(path, 10));
    }
    repo.commit("Three");
    for path in ["a", "b", "c"] {
        repo.branch(path, "main");
        repo.save(&format!("{path}.md"), &text(&format!("{path}.md"), 12));
    }
    repo.checkout("main");
    repo.merge(&["a", "b", "c"]);
    let history = repo.assert_like_git();
    assert!(history.files.iter().all(|file| file.revisions.iter().all(|revision| !revision.merge)));
}

#[test]
fn names_that_come_back() {
    let repo = Repo::new();
    repo.save("x.md", &text("a", 20));
    repo.rename("x.md", "y.md");
    repo.commit("To y");
    repo.save("x.md", &text("b", 20));
    repo.save("y.md", &text("a", 21));
    repo.remove("x.md");
    repo.commit("Without the second x");
    repo.rename("y.md", "x.md");
    repo.commit("Back to x");
    repo.save("x.md", &text("a", 22));
    let history = repo.assert_like_git();
    assert_eq!(commits_of(&history, "x.md").len(), 5);
}

#[test]
fn a_rename_on_a_side_branch_while_the_old_name_lives_on() {
    for (side, main) in [(1_700_001_000, 1_700_002_000), (1_700_002_000, 1_700_001_000)] {
        let repo = Repo::new();
        repo.save("old.md", &text("a", 30));
        repo.branch("side", "HEAD");
        repo.set_clock(side);
        repo.rename("old.md", "new.md");
        repo.commit("Rename");
        repo.save("new.md", &text("a", 32));
        repo.checkout("main");
        repo.set_clock(main);
        repo.save("old.md", &[text("z", 1), text("a", 30)].concat());
        repo.save("old.md", &[text("z", 2), text("a", 30)].concat());
        repo.set_clock(1_700_003_000);
        repo.merge(&["side"]);
        repo.save("new.md", &[text("z", 3), text("a", 32)].concat());
        repo.assert_like_git();
    }
}

#[test]
fn dates_out_of_order() {
    let repo = Repo::new();
    let times = [1_700_009_000, 1_700_001_000, 1_700_008_000, 1_700_001_000, 1_700_000_000, 1_700_010_000];
    let mut commits = Vec::new();
    for (index, time) in times.into_iter().enumerate() {
        repo.set_clock(time);
        if index == 3 {
            repo.rename("a.md", "b.md");
            commits.push(repo.commit("Rename"));
        } else {
            let path = if index < 3 { "a.md" } else { "b.md" };
            commits.push(repo.save(path, &text("a", 20 + index)));
        }
    }
    repo.set_clock(1_600_000_000);
    repo.branch("side", "HEAD~2");
    repo.save("b.md", &[text("x", 1), text("a", 22)].concat());
    repo.checkout("main");
    repo.merge(&["side"]);
    let history = repo.assert_like_git();
    // First and last come from ancestry.
    let ours = commits_of(&history, "b.md");
    assert_eq!(ours.last(), commits.first());
    let mut main_line = ours.clone();
    main_line.retain(|commit| commits.contains(commit));
    commits.reverse();
    assert_eq!(main_line, commits);
}

#[test]
fn a_folder_is_renamed() {
    let repo = Repo::new();
    for index in 0..12 {
        repo.write(&format!("docs/area-{}/doc-{index}.md", index % 3), &text(&format!("doc {index}"), 15));
    }
    repo.commit("A folder");
    repo.save("docs/area-1/doc-1.md", &text("doc 1", 17));
    repo.rename("docs", "sms-docs");
    for index in [2, 5, 7] {
        repo.write(&format!("sms-docs/area-{}/doc-{index}.md", index % 3), &text(&format!("doc {index}"), 18));
    }
    repo.commit("Rename the folder");
    repo.rename("sms-docs/area-1", "sms-docs/one");
    repo.commit("Rename a folder in it");
    let history = repo.assert_like_git();
    assert!(history.files.iter().all(|file| file.revisions.len() >= 2));
}

#[test]
fn a_file_and_a_folder_swap() {
    let repo = Repo::new();
    repo.save("guide.md", &text("a", 20));
    repo.remove("guide.md");
    repo.write("guide.md/part.md", &text("a", 21));
    repo.commit("A folder of that name");
    repo.save("guide.md/part.md", &text("a", 22));
    repo.git(&["mv", "guide.md/part.md", "part"]);
    std::fs::remove_dir_all(repo.root().join("guide.md")).expect("an empty folder");
    repo.git(&["mv", "part", "guide.md"]);
    repo.commit("A file again");
    repo.save("guide.md", &text("a", 23));
    repo.assert_like_git();
}
