//! Whether the signature of a commit or tag is right, without running a program.
//!
//! What is signed are the bytes of the object without the signature, as git leaves them when it checks: a tag ends with
//! its signature, a commit has it in a header. Stricter than git in two things: nothing may follow a signature, because
//! it would be shown as part of a signed message though nobody signed it, and a commit has no more than one.

use git2::ObjectType;
use ssh_key::{Algorithm, EcdsaCurve, HashAlg, LineEnding, PublicKey, SshSig};

use super::repository::is_named;
use super::{Error, Repository, oid};
use crate::model::history::ObjectId;
use crate::model::signature::Signing;

/// For what a signature by git is made; one made for anything else (a file, a login) is none.
const NAMESPACE: &str = "git";

const SSH_BEGINS: &[u8] = b"-----BEGIN SSH SIGNATURE-----";
const SSH_ENDS: &[u8] = b"-----END SSH SIGNATURE-----";

/// How the lines begin that git takes for the beginning of a signature.
const BEGINNINGS: [&[u8]; 4] =
    [SSH_BEGINS, b"-----BEGIN PGP SIGNATURE-----", b"-----BEGIN PGP MESSAGE-----", b"-----BEGIN SIGNED MESSAGE-----"];

impl Repository {
    /// How a commit is signed, and whether the signature is right.
    ///
    /// # Errors
    ///
    /// When it is missing, not a commit, or its bytes do not have that name.
    pub fn commit_signing(&self, id: ObjectId) -> Result<Signing, Error> {
        Ok(of_commit(&self.bytes(id, ObjectType::Commit, "commit")?))
    }

    /// How the annotation of a tag is signed, and whether the signature is right. It covers the name that the annotation
    /// states, which need not be the one that leads to it; [`tags`](Self::tags) compares them.
    ///
    /// # Errors
    ///
    /// When it is missing, not an annotation, or its bytes do not have that name.
    pub fn tag_signing(&self, tag_object: ObjectId) -> Result<Signing, Error> {
        Ok(of_tag(&self.bytes(tag_object, ObjectType::Tag, "tag")?))
    }

    /// The bytes of an object, checked against its name.
    fn bytes(&self, id: ObjectId, kind: ObjectType, called: &'static str) -> Result<Vec<u8>, Error> {
        let failed = |error: git2::Error| Error::object(id, called, &error);
        let store = self.inner.odb().map_err(failed)?;
        let object = store.read(oid(id)).map_err(failed)?;
        if object.kind() == kind && is_named(kind, object.data(), id) {
            Ok(object.data().to_vec())
        } else {
            Err(Error::Unreadable { id, kind: called })
        }
    }
}

/// Whether a message may hold a signature: a cheap question that spares reading most tags twice.
pub(super) fn may_hold_one(message: &[u8]) -> bool {
    lines(message).any(begins)
}

fn of_commit(object: &[u8]) -> Signing {
    let (payload, signatures) = without_signatures(object);
    match signatures.as_slice() {
        [] => Signing::None,
        [signature] => check(signature, &payload),
        _ => unknown("the commit carries more than one signature"),
    }
}

fn of_tag(object: &[u8]) -> Signing {
    let mut at = 0;
    let mut last = None;
    for line in lines(object) {
        if begins(line) {
            // As for git the last one counts: it covers all before it, whatever that looks like.
            last = Some(at);
        }
        at += line.len();
    }
    last.map_or(Signing::None, |last| {
        // A signature for the same tag where objects have other names stands in a header and covers other bytes.
        let (payload, _) = without_signatures(&object[..last]);
        check(&object[last..], &payload)
    })
}

/// An object without its header lines `gpgsig` and `gpgsig-sha256`, and what stood in each of the former.
fn without_signatures(object: &[u8]) -> (Vec<u8>, Vec<Vec<u8>>) {
    #[derive(Clone, Copy)]
    enum Within {
        Signature,
        Other,
        Nothing,
    }
    let mut payload = Vec::with_capacity(object.len());
    let mut signatures: Vec<Vec<u8>> = Vec::new();
    let mut within = Within::Nothing;
    let mut rest = object;
    for line in lines(object) {
        if line == b"\n" {
            break;
        }
        rest = &rest[line.len()..];
        if let Some(begin) = line.strip_prefix(b"gpgsig ") {
            signatures.push(begin.to_vec());
            within = Within::Signature;
        } else if line.starts_with(b"gpgsig-sha256 ") {
            within = Within::Other;
        } else {
            match (within, line.strip_prefix(b" "), signatures.last_mut()) {
                (Within::Signature, Some(more), Some(signature)) => signature.extend_from_slice(more),
                (Within::Other, Some(_), _) => {}
                _ => {
                    payload.extend_from_slice(line);
                    within = Within::Nothing;
                }
            }
        }
    }
    payload.extend_from_slice(rest);
    (payload, signatures)
}

/// Checks a signature, from the line with which it begins to the end of what holds it.
fn check(signature: &[u8], payload: &[u8]) -> Signing {
    if signature.starts_with(b"-----BEGIN PGP ") {
        return Signing::OpenPgp;
    }
    if signature.starts_with(b"-----BEGIN SIGNED MESSAGE-----") {
        return unknown(
            "the signature is made with an X.509 certificate, which smsdoc cannot check; sign with an SSH key",
        );
    }
    let signature = match read(signature) {
        Ok(signature) => signature,
        Err(reason) => return Signing::Unknown(reason),
    };
    if signature.namespace() != NAMESPACE {
        let purpose: String = signature.namespace().chars().take(40).flat_map(char::escape_debug).collect();
        return Signing::Unknown(format!("the SSH signature was made for `{purpose}`, not for git"));
    }
    let algorithm = signature.public_key().algorithm();
    if !can_check(&algorithm) {
        let algorithm: String = algorithm.as_str().chars().take(80).flat_map(char::escape_debug).collect();
        return Signing::Unknown(format!(
            "the signature is made with a key of the kind `{algorithm}`, which smsdoc cannot check; \
             sign with a key of the kind `ssh-ed25519`"
        ));
    }
    let key = PublicKey::new(signature.public_key().clone(), "");
    match key.to_openssh() {
        Ok(text) => Signing::Ssh {
            key: text,
            fingerprint: key.fingerprint(HashAlg::Sha256).to_string(),
            valid: key.verify(NAMESPACE, payload, &signature).is_ok(),
        },
        Err(error) => Signing::Unknown(format!("the key of the SSH signature cannot be read: {error}")),
    }
}

/// The kinds of keys that are built in, those of hardware tokens too.
fn can_check(algorithm: &Algorithm) -> bool {
    matches!(
        algorithm,
        Algorithm::Ed25519
            | Algorithm::SkEd25519
            | Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 }
            | Algorithm::SkEcdsaSha2NistP256
    )
}

/// An SSH signature of its text, however its lines are broken.
fn read(armour: &[u8]) -> Result<SshSig, String> {
    let Some(rest) = armour.strip_prefix(SSH_BEGINS) else {
        return Err("the signature is of a kind that smsdoc does not know".into());
    };
    let Some(end) = rest.windows(SSH_ENDS.len()).position(|window| window == SSH_ENDS) else {
        return Err("the SSH signature is cut off: its last line is missing".into());
    };
    if !rest[end + SSH_ENDS.len()..].trim_ascii().is_empty() {
        return Err("text follows the SSH signature, which does not cover it".into());
    }
    let encoded: Vec<u8> = rest[..end].iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    if !encoded.is_ascii() {
        return Err("the SSH signature cannot be read: it is not text as it should be".into());
    }
    // The library wants the lines exactly as OpenSSH breaks them; other signing programs need not break them so.
    let lines: Vec<&[u8]> = encoded.chunks(70).collect();
    let pem = [SSH_BEGINS, b"\n", &lines.join(&b'\n'), b"\n", SSH_ENDS, LineEnding::LF.as_bytes()].concat();
    SshSig::from_pem(pem).map_err(|error| format!("the SSH signature cannot be read: {error}"))
}

fn begins(line: &[u8]) -> bool {
    BEGINNINGS.iter().any(|beginning| line.starts_with(beginning))
}

/// Lines with their ends.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|&byte| byte == b'\n')
}

fn unknown(reason: &str) -> Signing {
    Signing::Unknown(reason.to_owned())
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;
    use proptest::prelude::{any, proptest};
    use ssh_key::private::{EcdsaKeypair, Ed25519Keypair, PrivateKey};
    use ssh_key::public::{EcdsaPublicKey, KeyData, SkEcdsaSha2NistP256, SkEd25519};
    use ssh_key::rand_core::{self, CryptoRng, RngCore};
    use ssh_key::sha2::{Digest, Sha256};
    use ssh_key::{Signature, SigningKey};

    use super::*;

    const PAYLOAD: &[u8] = b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nSay so\n";

    fn keys() -> PrivateKey {
        PrivateKey::from(Ed25519Keypair::from_seed(&[7; 32]))
    }

    fn signed(namespace: &str, hash: HashAlg) -> String {
        let signature = SshSig::sign(&keys(), namespace, hash, PAYLOAD).expect("a signature");
        signature.to_pem(LineEnding::LF).expect("its text")
    }

    fn armour(signature: &[u8]) -> String {
        let encoded = BASE64_STANDARD.encode(signature);
        format!("-----BEGIN SSH SIGNATURE-----\n{encoded}\n-----END SSH SIGNATURE-----\n")
    }

    fn is_valid(signing: &Signing) -> bool {
        matches!(signing, Signing::Ssh { valid: true, .. })
    }

    #[test]
    fn both_hashes_are_known_and_no_other() {
        for hash in [HashAlg::Sha256, HashAlg::Sha512] {
            assert!(is_valid(&check(signed("git", hash).as_bytes(), PAYLOAD)));
        }
        let pem = signed("git", HashAlg::Sha512);
        let encoded: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let mut bytes = BASE64_STANDARD.decode(encoded).expect("base64");
        assert!(is_valid(&check(armour(&bytes).as_bytes(), PAYLOAD)));
        let at = bytes.windows(6).position(|window| window == b"sha512").expect("the name of the hash");
        bytes[at..at + 6].copy_from_slice(b"sha999");
        assert!(matches!(check(armour(&bytes).as_bytes(), PAYLOAD), Signing::Unknown(_)));
    }

    #[test]
    fn lines_may_be_broken_anywhere() {
        let pem = signed("git", HashAlg::Sha512);
        assert!(is_valid(&check(pem.replace('\n', "\r\n").as_bytes(), PAYLOAD)));
        let (begin, rest) = pem.split_once('\n').expect("lines");
        let (encoded, end) = rest.split_once("\n-----END").expect("an end");
        let encoded = encoded.replace('\n', "");
        let long = format!("{begin}\n{encoded}\n-----END{end}\n\n");
        assert!(is_valid(&check(long.as_bytes(), PAYLOAD)));
        let short: Vec<&str> = encoded.split_inclusive(|_| true).collect();
        assert!(is_valid(&check(format!("{begin}\n{}\n-----END{end}", short.join("\n")).as_bytes(), PAYLOAD)));
    }

    /// Numbers that are no secret, to make keys of.
    struct Counter(u8);

    impl RngCore for Counter {
        fn next_u32(&mut self) -> u32 {
            rand_core::impls::next_u32_via_fill(self)
        }

        fn next_u64(&mut self) -> u64 {
            rand_core::impls::next_u64_via_fill(self)
        }

        fn fill_bytes(&mut self, bytes: &mut [u8]) {
            for byte in bytes {
                self.0 = self.0.wrapping_add(1);
                *byte = self.0;
            }
        }

        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
            self.fill_bytes(bytes);
            Ok(())
        }
    }

    impl CryptoRng for Counter {}

    /// A signature by a hardware token, as OpenSSH writes it: besides the payload it covers for what the key is, whether
    /// somebody touched the token, and how often it has signed.
    fn by_token(kind: &str, token: KeyData, keys: &impl SigningKey) -> String {
        let string = |bytes: &[u8]| [&u32::try_from(bytes.len()).expect("short").to_be_bytes(), bytes].concat();
        let touched_and_count = [1, 0, 0, 0, 5];
        let data = SshSig::signed_data("git", HashAlg::Sha512, PAYLOAD).expect("what is signed");
        let data = [&Sha256::digest("ssh:")[..], &touched_and_count, &Sha256::digest(data)].concat();
        let signature: Signature = keys.try_sign(&data).expect("a signature");
        let signature = [&string(kind.as_bytes())[..], &string(signature.as_bytes()), &touched_and_count].concat();
        let key = PublicKey::new(token, "").to_bytes().expect("the bytes of the key");
        let parts = [string(&key), string(b"git"), string(b""), string(b"sha512"), string(&signature)].concat();
        armour(&[b"SSHSIG".as_slice(), &1_u32.to_be_bytes(), &parts].concat())
    }

    #[test]
    fn a_key_in_a_hardware_token_is_as_good() {
        let ed25519 = keys();
        let KeyData::Ed25519(public) = ed25519.public_key().key_data() else { panic!("an Ed25519 key") };
        let ed25519_token = KeyData::SkEd25519(SkEd25519::new(*public, "ssh:"));
        let p256 = EcdsaKeypair::random(&mut Counter(0), EcdsaCurve::NistP256).expect("keys");
        let EcdsaPublicKey::NistP256(public) = EcdsaPublicKey::from(&p256) else { panic!("a P-256 key") };
        let p256_token = KeyData::SkEcdsaSha2NistP256(SkEcdsaSha2NistP256::new(public, "ssh:"));
        for (kind, token, keys) in [
            ("sk-ssh-ed25519@openssh.com", ed25519_token, ed25519),
            ("sk-ecdsa-sha2-nistp256@openssh.com", p256_token, PrivateKey::from(p256)),
        ] {
            let text = by_token(kind, token, &keys);
            let signing = check(text.as_bytes(), PAYLOAD);
            assert!(is_valid(&signing), "{signing:?}");
            assert!(signing.proven_key().is_some_and(|key| key.starts_with(&format!("{kind} AAAA"))));
            assert!(!is_valid(&check(text.as_bytes(), b"other bytes")));
        }
    }

    #[test]
    fn text_that_is_no_signature_says_what_it_is() {
        for (text, reason) in [
            ("-----BEGIN SSH SIGNATURE-----", "cut off"),
            ("-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----", "cannot be read"),
            ("-----BEGIN SSH SIGNATURE-----\n\u{e4}\n-----END SSH SIGNATURE-----", "cannot be read"),
            ("-----BEGIN SIGNED MESSAGE-----\n", "X.509"),
            ("something", "does not know"),
            ("", "does not know"),
        ] {
            let Signing::Unknown(said) = check(text.as_bytes(), PAYLOAD) else { panic!("{text:?}") };
            assert!(said.contains(reason), "{text:?}: {said}");
        }
    }

    proptest! {
        #[test]
        fn no_object_is_a_panic(object in any::<Vec<u8>>()) {
            let _ = (of_commit(&object), of_tag(&object));
        }

        #[test]
        fn no_arrangement_of_headers_and_signatures_is_a_panic(
            object in r"(gpgsig |gpgsig-sha256 |\n|\r| |-----BEGIN SSH SIGNATURE-----|-----END SSH SIGNATURE-----|AA|x){0,16}",
        ) {
            let _ = (of_commit(object.as_bytes()), of_tag(object.as_bytes()));
        }

        #[test]
        fn no_changed_byte_proves_other_bytes_or_another_key(at in any::<proptest::sample::Index>(), byte in any::<u8>()) {
            let object = [PAYLOAD, signed("git", HashAlg::Sha512).as_bytes()].concat();
            assert!(is_valid(&of_tag(&object)));
            let mut changed = object.clone();
            changed[at.index(object.len())] = byte;
            // The length that a signature states of its parts is not always looked at; what it proves stays the same.
            let proven = |object: &[u8]| of_tag(object).proven_key().map(str::to_owned);
            if changed[..PAYLOAD.len()] == object[..PAYLOAD.len()] {
                proptest::prop_assert!(proven(&changed).is_none() || proven(&changed) == proven(&object));
            } else {
                proptest::prop_assert_eq!(proven(&changed), None);
            }
        }
    }
}
