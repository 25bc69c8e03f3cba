//! Signatures as git and OpenSSH make them, and what may be wrong with them.

use smsdoc::git::Error;
use smsdoc::model::history::Tag;
use smsdoc::model::signature::Signing;

use crate::repo::Repo;
use crate::signing::{Keys, bytes, id, store};

const PGP: &str = "-----BEGIN PGP SIGNATURE-----\n\niQEzBAABCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----\n";

/// A repository of one commit, and keys.
fn prepared() -> (Repo, Keys) {
    let repo = Repo::new();
    repo.save("a.md", "# A document\n");
    let keys = Keys::new(&repo, "ed25519", "");
    (repo, keys)
}

fn right(keys: &Keys) -> Signing {
    Signing::Ssh { key: keys.public(), fingerprint: keys.fingerprint(), valid: true }
}

fn wrong(keys: &Keys) -> Signing {
    Signing::Ssh { key: keys.public(), fingerprint: keys.fingerprint(), valid: false }
}

/// The commit `HEAD` with headers added.
fn commit(repo: &Repo, headers: &[(&str, &str)]) -> Signing {
    let text = String::from_utf8(bytes(repo, "commit", "HEAD")).expect("text");
    let (header, message) = text.split_once("\n\n").expect("a message");
    let added = |(name, value): &(&str, &str)| format!("\n{name} {}", value.trim_end().replace('\n', "\n "));
    let added: String = headers.iter().map(added).collect();
    let whole = format!("{header}{added}\n\n{message}");
    repo.open().commit_signing(store(repo, "commit", whole.as_bytes())).expect("a commit")
}

/// The text of an annotation of `HEAD` without a signature.
fn annotation(repo: &Repo, name: &str, message: &str) -> String {
    let head = repo.head();
    format!(
        "object {head}\ntype commit\ntag {name}\ntagger Rowan Hale <rowan@example.org> 1700000000 +0000\n\n{message}"
    )
}

fn tag_of(repo: &Repo, text: &str) -> Signing {
    repo.open().tag_signing(store(repo, "tag", text.as_bytes())).expect("an annotation")
}

fn tag(repo: &Repo, name: &str) -> Tag {
    repo.open().tags().expect("the tags").into_iter().find(|tag| tag.name == name).expect("the tag")
}

fn reason(signing: Signing) -> String {
    match signing {
        Signing::Unknown(reason) => reason,
        other => panic!("{other:?} says too much"),
    }
}

#[test]
fn git_signs_commits_and_tags_with_keys_of_each_kind() {
    for (kind, bits) in [("ed25519", ""), ("ecdsa", "256")] {
        let repo = Repo::new();
        let keys = Keys::new(&repo, kind, bits);
        keys.configure(&repo);
        repo.write("a.md", "# A document\n");
        repo.git(&["add", "-A"]);
        repo.git(&["commit", "-q", "-S", "-m", "Write\n\nWith a body.\n\nReviewed-by: Ash"]);
        repo.git(&["tag", "-s", "-m", "Approve\n\nDocument: A", "approved/A/1.0"]);
        repo.git(&["verify-commit", "HEAD"]);
        let signing = repo.open().commit_signing(id(&repo.head())).expect("a commit");
        assert_eq!(signing, right(&keys));
        assert_eq!(signing.proven_key(), Some(keys.public().as_str()));
        let tag = tag(&repo, "approved/A/1.0");
        assert_eq!(tag.signing, right(&keys));
        assert_eq!(repo.open().tag_signing(tag.object).expect("an annotation"), tag.signing);
    }
}

#[test]
fn what_is_not_signed_says_so() {
    let (repo, _) = prepared();
    repo.git(&["tag", "light"]);
    repo.git(&["tag", "-a", "-m", "Approve", "plain"]);
    assert_eq!(repo.open().commit_signing(id(&repo.head())).expect("a commit"), Signing::None);
    assert_eq!(tag(&repo, "light").signing, Signing::None);
    assert_eq!(tag(&repo, "plain").signing, Signing::None);
    assert_eq!(Signing::None.proven_key(), None);
}

#[test]
fn a_signature_is_right_for_its_own_bytes_only() {
    let (repo, keys) = prepared();
    let signature = keys.sign("git", &bytes(&repo, "commit", "HEAD"));
    assert_eq!(commit(&repo, &[("gpgsig", &signature)]), right(&keys));
    repo.save("a.md", "# Another document\n");
    assert_eq!(commit(&repo, &[("gpgsig", &signature)]), wrong(&keys));

    let text = annotation(&repo, "approved/A/1.0", "Approve\n");
    let signature = keys.sign("git", text.as_bytes());
    assert_eq!(tag_of(&repo, &format!("{text}{signature}")), right(&keys));
    let other = annotation(&repo, "approved/B/1.0", "Approve\n");
    let tampered = tag_of(&repo, &format!("{other}{signature}"));
    assert_eq!(tampered, wrong(&keys));
    assert_eq!(tampered.proven_key(), None);
}

#[test]
fn a_signature_for_something_else_is_none_for_git() {
    let (repo, keys) = prepared();
    let signature = keys.sign("file", &bytes(&repo, "commit", "HEAD"));
    assert!(reason(commit(&repo, &[("gpgsig", &signature)])).contains("made for `file`"));
    let text = annotation(&repo, "v1", "Approve\n");
    let signature = keys.sign("\u{1b}[2J", text.as_bytes());
    let reason = reason(tag_of(&repo, &format!("{text}{signature}")));
    assert!(reason.contains("made for") && !reason.contains('\u{1b}'), "{reason}");
}

#[test]
fn other_kinds_of_signatures_and_keys_are_named() {
    let (repo, _) = prepared();
    assert_eq!(commit(&repo, &[("gpgsig", PGP)]), Signing::OpenPgp);
    let text = annotation(&repo, "v1", "Approve\n");
    assert_eq!(tag_of(&repo, &format!("{text}{PGP}")), Signing::OpenPgp);
    let x509 = "-----BEGIN SIGNED MESSAGE-----\nMIIB\n-----END SIGNED MESSAGE-----\n";
    assert!(reason(commit(&repo, &[("gpgsig", x509)])).contains("X.509"));
    assert!(reason(commit(&repo, &[("gpgsig", "signed by hand")])).contains("does not know"));
    for (kind, bits, named) in [("rsa", "2048", "`ssh-rsa`"), ("ecdsa", "384", "`ecdsa-sha2-nistp384`")] {
        let keys = Keys::new(&repo, kind, bits);
        let signature = keys.sign("git", text.as_bytes());
        assert!(reason(tag_of(&repo, &format!("{text}{signature}"))).contains(named));
    }
}

#[test]
fn what_is_left_of_a_signature_is_none() {
    let (repo, keys) = prepared();
    let text = annotation(&repo, "v1", "Approve\n");
    let signature = keys.sign("git", text.as_bytes());
    let lines: Vec<&str> = signature.lines().collect();
    for kept in 1..lines.len() {
        let cut = lines[..kept].join("\n");
        assert!(reason(tag_of(&repo, &format!("{text}{cut}\n"))).contains("cut off"));
        assert!(reason(commit(&repo, &[("gpgsig", &cut)])).contains("cut off"));
    }
    let holed = [&lines[..1], &lines[2..]].concat().join("\n");
    assert!(reason(tag_of(&repo, &format!("{text}{holed}\n"))).contains("cannot be read"));
}

#[test]
fn text_after_a_signature_is_not_signed() {
    let (repo, keys) = prepared();
    let text = annotation(&repo, "v1", "Approve\n");
    let signature = keys.sign("git", text.as_bytes());
    let longer = format!("{text}{signature}\nDocument: B\n");
    // Git calls this a good signature and shows the rest as part of the message.
    keys.configure(&repo);
    let object = store(&repo, "tag", longer.as_bytes());
    repo.git(&["update-ref", "refs/tags/v1", &object.to_string()]);
    repo.git(&["verify-tag", "v1"]);
    assert!(reason(tag(&repo, "v1").signing).contains("does not cover it"));
    assert_eq!(tag_of(&repo, &format!("{text}{signature}\n \n")), right(&keys));
}

#[test]
fn the_last_signature_covers_those_before_it() {
    let (repo, keys) = prepared();
    keys.configure(&repo);
    let first = annotation(&repo, "v1", "Approve, as signed before:\n");
    let message = format!("Approve, as signed before:\n{}", keys.sign("git", first.as_bytes()));
    let text = annotation(&repo, "v1", &message);
    let both = format!("{text}{}", keys.sign("git", text.as_bytes()));
    let object = store(&repo, "tag", both.as_bytes());
    repo.git(&["update-ref", "refs/tags/v1", &object.to_string()]);
    repo.git(&["verify-tag", "v1"]);
    assert_eq!(tag(&repo, "v1").signing, right(&keys));
    let other = Keys::new(&repo, "ecdsa", "256");
    let forged = format!("{}{}", both, other.sign("git", first.as_bytes()));
    assert_eq!(tag_of(&repo, &forged), wrong(&other));
}

#[test]
fn a_commit_has_one_signature_for_its_own_kind_of_names() {
    let (repo, keys) = prepared();
    let signature = keys.sign("git", &bytes(&repo, "commit", "HEAD"));
    let twice = [("gpgsig", signature.as_str()), ("gpgsig", signature.as_str())];
    assert!(reason(commit(&repo, &twice)).contains("more than one"));
    let both = [("gpgsig-sha256", "-----BEGIN SSH SIGNATURE-----\nAAAA"), ("gpgsig", signature.as_str())];
    assert_eq!(commit(&repo, &both), right(&keys));
    assert_eq!(commit(&repo, &[both[1], both[0]]), right(&keys));
    assert_eq!(commit(&repo, &both[..1]), Signing::None);
}

#[test]
fn a_signature_in_a_merged_tag_is_not_that_of_the_merge() {
    let (repo, keys) = prepared();
    keys.configure(&repo);
    repo.branch("side", "HEAD");
    repo.save("b.md", "# Another document\n");
    repo.git(&["tag", "-s", "-m", "Done", "done"]);
    repo.checkout("main");
    repo.merge(&["done"]);
    let unsigned = id(&repo.head());
    assert!(String::from_utf8(bytes(&repo, "commit", "HEAD")).expect("text").contains("\nmergetag "));
    assert_eq!(repo.open().commit_signing(unsigned).expect("a commit"), Signing::None);
    repo.git(&["commit", "-q", "--amend", "-S", "--no-edit"]);
    assert_eq!(repo.open().commit_signing(id(&repo.head())).expect("a commit"), right(&keys));
}

#[test]
fn a_signed_tag_under_another_name_proves_nothing() {
    let (repo, keys) = prepared();
    keys.configure(&repo);
    repo.git(&["tag", "-s", "-m", "Approve", "approved/A/1.0"]);
    repo.git(&["update-ref", "refs/tags/approved/B/1.0", "refs/tags/approved/A/1.0"]);
    assert_eq!(tag(&repo, "approved/A/1.0").signing, right(&keys));
    assert!(reason(tag(&repo, "approved/B/1.0").signing).contains("for the tag `approved/A/1.0`"));
}

#[test]
fn messages_keep_their_line_ends_and_zero_bytes() {
    let (repo, keys) = prepared();
    let text = annotation(&repo, "v1", "Approve\r\n\r\nDocument: A\r\n");
    let signature = keys.sign("git", text.as_bytes()).replace('\n', "\r\n");
    assert_eq!(tag_of(&repo, &format!("{text}{signature}")), right(&keys));
    let text = annotation(&repo, "v1", "Approve\0 this\n");
    assert_eq!(tag_of(&repo, &format!("{text}{}", keys.sign("git", text.as_bytes()))), right(&keys));
}

#[test]
fn bytes_under_the_name_of_others_are_refused() {
    let (repo, keys) = prepared();
    keys.configure(&repo);
    let file = |id: &str| repo.root().join(format!(".git/objects/{}/{}", &id[..2], &id[2..]));
    let first = repo.head();
    let second = repo.save("a.md", "# Another document\n");
    std::fs::remove_file(file(&first)).expect("an object");
    std::fs::copy(file(&second), file(&first)).expect("a forged object");
    let repository = repo.open();
    assert!(matches!(repository.commit_signing(id(&first)), Err(Error::Unreadable { .. })));
    assert!(matches!(repository.tag_signing(id(&second)), Err(Error::Unreadable { .. })));
    assert!(matches!(repository.commit_signing(id(&"0123456789".repeat(4))), Err(Error::Missing { .. })));

    repo.git(&["tag", "-s", "-m", "Approve", "a"]);
    repo.git(&["tag", "-s", "-m", "Approve", "b"]);
    let [a, b] = ["a", "b"].map(|name| tag(&repo, name).object.to_string());
    std::fs::remove_file(file(&a)).expect("an object");
    std::fs::copy(file(&b), file(&a)).expect("a forged object");
    assert!(reason(tag(&repo, "a").signing).contains("git fsck"));
    assert_eq!(tag(&repo, "b").signing, right(&keys));
}
