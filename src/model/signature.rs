//! What the signature of a commit or tag says, and the public keys with which it is compared.
//!
//! A right signature proves that somebody who has the private key signed these bytes, no more. Whose key it is, and
//! whether that person might approve anything on that day, is judged where people and roles are known.

use serde::{Deserialize, Serialize};

/// How a commit or tag is signed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Signing {
    /// Not at all.
    #[default]
    None,
    /// With an SSH key, which the signature itself names.
    Ssh {
        /// The public key in the form that [`public_key`] gives.
        key: String,
        /// Its fingerprint as `ssh-keygen -l` prints it, `SHA256:...`, for people to compare.
        fingerprint: String,
        /// Whether the signature is that key's, made for git, over all that the commit or tag says.
        valid: bool,
    },
    /// With OpenPGP, which is not checked.
    OpenPgp,
    /// In a way that cannot be checked; the text says why.
    Unknown(String),
}

impl Signing {
    /// The public key for which the signature is proven to be right.
    #[must_use]
    pub fn proven_key(&self) -> Option<&str> {
        match self {
            Self::Ssh { key, valid: true, .. } => Some(key),
            _ => None,
        }
    }

    /// Whether it is an SSH signature that is not right for what it stands under.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        matches!(self, Self::Ssh { valid: false, .. })
    }
}

/// The public key of a line in OpenSSH's form as `ssh-ed25519 AAAA...`: without what may stand before it (options, the
/// principals of an `allowed_signers` file) and after it (the comment), and with one space. Two lines name one key if
/// the results are equal. `None` where the line names none.
#[must_use]
pub fn public_key(line: &str) -> Option<String> {
    let words = words(line);
    // A key says its kind twice: in front, and in its first bytes, whose length takes four of them.
    let is_key = |kind: &str, key: &str| is_kind(kind) && key.starts_with("AAAA") && key.bytes().all(is_base64);
    words.windows(2).find(|pair| is_key(pair[0], pair[1])).map(|pair| format!("{} {}", pair[0], pair[1]))
}

/// The words of a line; white space within double quotes does not end one.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quoted = false;
    let mut escaped = false;
    for (at, char) in line.char_indices() {
        if char.is_whitespace() && !quoted {
            words.extend(start.take().map(|start| &line[start..at]));
        } else {
            start.get_or_insert(at);
            quoted ^= char == '"' && !escaped;
        }
        escaped = quoted && char == '\\' && !escaped;
    }
    words.extend(start.map(|start| &line[start..]));
    words
}

/// Whether a word is the kind of a key: `ssh-ed25519`, `ecdsa-sha2-nistp256`, `sk-ssh-ed25519@openssh.com`.
fn is_kind(word: &str) -> bool {
    ["ssh-", "ecdsa-", "sk-ssh-", "sk-ecdsa-"].iter().any(|kind| word.starts_with(kind))
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'@' | b'.'))
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};

    use super::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";

    #[test]
    fn the_same_key_however_its_line_is_written() {
        for (before, after) in [
            ("", ""),
            ("", " Rowan Hale's laptop\r\n"),
            (" \t", "\trowan@example.org"),
            ("cert-authority ", ""),
            (r#"rowan@example.org namespaces="git,file" valid-after="20260101" "#, " laptop"),
            (r#"command="say \"hello\" ssh-ed25519 AAAABBBB" "#, " laptop"),
        ] {
            let line = format!("{before}{}{after}", KEY.replace(' ', "   "));
            assert_eq!(public_key(&line).as_deref(), Some(KEY), "{line}");
        }
        let ecdsa = "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBA==";
        assert_eq!(public_key(&format!("{ecdsa} {KEY}")).as_deref(), Some(ecdsa));
        assert!(public_key("sk-ssh-ed25519@openssh.com AAAAGnNr x").is_some());
    }

    #[test]
    fn a_line_without_a_key_names_none() {
        for line in ["", " ", "ssh-ed25519", "AAAAC3Nz", "ssh-ed25519 key", "ssh-ed25519 AAAA!", "# no key", "\"", "\\"]
        {
            assert_eq!(public_key(line), None, "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_line_is_a_panic_and_the_result_is_final(line in any::<String>()) {
            if let Some(key) = public_key(&line) {
                assert_eq!(public_key(&key), Some(key));
            }
        }

        #[test]
        fn nor_is_one_that_looks_like_a_key(line in r#"(ssh-|sk-ssh-|AAAA|ecdsa-|[ "\\=@ä\t]){0,12}"#) {
            if let Some(key) = public_key(&line) {
                assert_eq!(public_key(&key), Some(key));
            }
        }
    }
}
