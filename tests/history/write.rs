//! Tags that the program writes as evidence.

use std::process::Command;

use jiff::Timestamp;
use smsdoc::git::Error;
use smsdoc::model::history::{ObjectId, Signature};
use smsdoc::model::signature::Signing;

use crate::repo::Repo;
use crate::signing::{Keys, id};

const MESSAGE: &str = "Approve A 1.0\n\n# is no comment here\n\nDocument: A\nVersion: 1.0";

/// A repository of one commit whose own settings name a user.
fn prepared() -> (Repo, ObjectId) {
    let repo = Repo::new();
    let head = repo.save("a.md", "# A document\n");
    repo.git(&["config", "user.name", "Ash Wren"]);
    repo.git(&["config", "user.email", "ash@example.org"]);
    repo.git(&["config", "tag.gpgSign", "false"]);
    (repo, id(&head))
}

/// Who writes: the settings of the repository, unless the computer on which the tests run says otherwise.
fn ash() -> Signature {
    let or = |variable: &str, value: &str| std::env::var(variable).unwrap_or_else(|_| value.to_owned());
    Signature { name: or("GIT_COMMITTER_NAME", "Ash Wren"), email: or("GIT_COMMITTER_EMAIL", "ash@example.org") }
}

fn when() -> Timestamp {
    "2026-03-01T10:00:00Z".parse().expect("a time")
}

#[test]
fn an_unsigned_tag_says_who_when_and_what() {
    let (repo, head) = prepared();
    let repository = repo.open();
    let object = repository.write_tag("approved/A/1.0", head, MESSAGE, false, when()).expect("a tag");
    let tags = repository.tags().expect("the tags");
    assert_eq!(tags.len(), 1);
    let tag = &tags[0];
    assert_eq!((tag.name.as_str(), tag.object, tag.target), ("approved/A/1.0", object, head));
    assert_eq!(tag.tagger, Some((ash(), when())));
    assert_eq!(tag.message, format!("{MESSAGE}\n"));
    assert_eq!(tag.signing, Signing::None);
    assert_eq!(repo.git(&["cat-file", "-t", "approved/A/1.0"]), "tag");
    repo.git(&["fsck", "--strict"]);
}

#[test]
fn a_signed_tag_is_written_by_git_and_proven_here() {
    if Command::new("ssh-keygen").arg("-?").output().is_err() {
        println!("left out: it signs with ssh-keygen, which is not there (Debian: openssh-client)");
        return;
    }
    let (repo, head) = prepared();
    let keys = Keys::new(&repo, "ed25519", "");
    keys.configure(&repo);
    let repository = repo.open();
    let object = repository.write_tag("approved/A/1.0", head, MESSAGE, true, when()).expect("a tag");
    let tags = repository.tags().expect("the tags");
    let tag = tags.first().expect("the tag");
    assert_eq!((tag.object, tag.target, &tag.tagger), (object, head, &Some((ash(), when()))));
    assert!(tag.message.starts_with(&format!("{MESSAGE}\n-----BEGIN SSH SIGNATURE-----\n")), "{}", tag.message);
    assert_eq!(tag.signing.proven_key(), Some(keys.public().as_str()));
    repo.git(&["verify-tag", "approved/A/1.0"]);

    let again = repository.write_tag("approved/A/1.0", head, "Other", true, when());
    assert!(matches!(again, Err(Error::TagExists { .. })));
    // From a second worktree, whose own folder of settings lies elsewhere.
    let beside = repo.beside("worktree");
    repo.git(&["worktree", "add", "-q", "--detach", beside.as_str()]);
    let worktree = crate::repo::open(&beside);
    worktree.write_tag("approved/A/1.1", head, MESSAGE, true, when()).expect("a tag");
    assert_eq!(repository.tags().expect("the tags").len(), 2);
}

#[test]
fn a_tag_that_exists_stays_as_it_is() {
    let (repo, head) = prepared();
    repo.git(&["tag", "-a", "-m", "Approved long ago", "approved/A/1.0"]);
    repo.git(&["tag", "approved/B"]);
    let repository = repo.open();
    let before = repository.tags().expect("the tags");
    for sign in [false, true] {
        let refused = repository.write_tag("approved/A/1.0", head, MESSAGE, sign, when()).expect_err("a refusal");
        assert!(refused.to_string().starts_with("there is already a tag `approved/A/1.0`"), "{refused}");
        // A name within another, as a file within a file.
        let refused = repository.write_tag("approved/B/1.0", head, MESSAGE, sign, when()).expect_err("a refusal");
        assert!(refused.to_string().starts_with("cannot write the tag `approved/B/1.0`: "), "{refused}");
    }
    assert_eq!(repository.tags().expect("the tags"), before);
}

#[test]
fn what_git_says_when_it_cannot_sign_is_shown_on_one_line() {
    let (repo, head) = prepared();
    repo.git(&["config", "gpg.format", "ssh"]);
    repo.git(&["config", "user.signingKey", repo.beside("\u{1b}[31mno.key").as_str()]);
    let refused = repo.open().write_tag("v1", head, MESSAGE, true, when()).expect_err("a refusal").to_string();
    assert!(refused.starts_with("cannot write the tag `v1`: ") && refused.len() > 40, "{refused}");
    assert!(!refused.contains(char::is_control), "{refused:?}");
    assert!(repo.open().tags().expect("the tags").is_empty());
}

#[test]
fn names_and_targets_that_are_none_are_refused() {
    let (repo, head) = prepared();
    let repository = repo.open();
    for sign in [false, true] {
        for name in ["", "-d", "a..b", "a b", "a\0b", "a:b", "../x", "a\n"] {
            let refused = repository.write_tag(name, head, MESSAGE, sign, when()).expect_err("a refusal");
            assert!(refused.to_string().contains("allows no such name"), "{name:?}: {refused}");
        }
        let nothing = id(&"0123456789".repeat(4));
        assert!(matches!(repository.write_tag("v1", nothing, MESSAGE, sign, when()), Err(Error::Missing { .. })));
        let refused = repository.write_tag("v1", head, "a\0b", sign, when()).expect_err("a refusal");
        assert!(refused.to_string().contains("zero byte"), "{refused}");
    }
    assert!(repository.tags().expect("the tags").is_empty());
}

#[test]
fn nobody_is_nobody() {
    let (repo, head) = prepared();
    assert_eq!(repo.open().user().expect("the settings"), Some(ash()));
    if std::env::var_os("GIT_COMMITTER_NAME").is_some() {
        println!("left out: the environment says who the user is");
        return;
    }
    // What this computer sets for all repositories is hidden by an empty value.
    repo.git(&["config", "user.name", ""]);
    repo.git(&["config", "committer.name", ""]);
    let repository = repo.open();
    assert_eq!(repository.user().expect("the settings"), None);
    for sign in [false, true] {
        assert!(matches!(repository.write_tag("v1", head, MESSAGE, sign, when()), Err(Error::Nobody)));
    }
    repo.git(&["config", "committer.name", "Birch Lane"]);
    assert_eq!(repo.open().user().expect("the settings").expect("a user").name, "Birch Lane");
}

#[test]
fn whether_git_signs_tags_is_as_it_is_set() {
    let (repo, _) = prepared();
    let signs = || repo.open().signs_tags().expect("the settings");
    assert!(!signs());
    repo.git(&["config", "user.signingKey", "/somewhere/key"]);
    assert!(!signs(), "tag.gpgSign says no");
    repo.git(&["config", "tag.gpgSign", "true"]);
    assert!(signs());
    repo.git(&["config", "tag.gpgSign", "perhaps"]);
    assert!(repo.open().signs_tags().is_err());
}

#[test]
fn only_ssh_signs_what_is_checked() {
    let (repo, _) = prepared();
    let with_ssh = || repo.open().signs_with_ssh().expect("the settings");
    repo.git(&["config", "gpg.format", "openpgp"]);
    assert!(!with_ssh());
    repo.git(&["config", "gpg.format", "ssh"]);
    assert!(with_ssh());
}
