//! Keys of the example. They protect nothing: each follows from the id of its person, so that everybody can make them.

use sha2::{Digest as _, Sha256};
use ssh_key::private::{Ed25519Keypair, KeypairData};
use ssh_key::{HashAlg, LineEnding, PrivateKey};

fn private(person: &str) -> PrivateKey {
    let seed: [u8; 32] = Sha256::digest(format!("smsdoc example key of {person}, for nothing else")).into();
    let pair = KeypairData::from(Ed25519Keypair::from_seed(&seed));
    PrivateKey::new(pair, format!("{person}, key of the example")).expect("a key")
}

/// The public key as people.yaml states it.
pub(crate) fn public(person: &str) -> String {
    private(person).public_key().to_openssh().expect("a public key")
}

/// A signature by the person, as git puts it at the end of a tag.
pub(crate) fn signature(person: &str, message: &[u8]) -> String {
    let signature = private(person).sign("git", HashAlg::Sha512, message).expect("a signature");
    signature.to_pem(LineEnding::LF).expect("a signature as text")
}
