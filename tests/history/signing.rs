//! Keys and signatures as OpenSSH makes them.

use std::io::Write;
use std::process::{Command, Stdio};

use camino::Utf8PathBuf;
use smsdoc::model::history::ObjectId;
use smsdoc::model::signature::public_key;

use crate::repo::Repo;

/// A pair of keys beside a repository.
pub(crate) struct Keys {
    /// The private key.
    pub(crate) file: Utf8PathBuf,
    /// The line of the public one.
    pub(crate) line: String,
}

impl Keys {
    /// New keys: of a kind, and of so many bits where the kind leaves a choice.
    pub(crate) fn new(repo: &Repo, kind: &str, bits: &str) -> Self {
        let file = repo.beside(&format!("{kind}{bits}.key"));
        let bits = if bits.is_empty() { vec![] } else { vec!["-b", bits] };
        let named = ["-q", "-t", kind, "-N", "", "-C", "Rowan Hale, laptop", "-f", file.as_str()];
        ssh_keygen(&[&named, bits.as_slice()].concat(), b"");
        let line = std::fs::read_to_string(format!("{file}.pub")).expect("the public key");
        Self { file, line }
    }

    /// The public key as a signature names it.
    pub(crate) fn public(&self) -> String {
        public_key(&self.line).expect("a public key")
    }

    /// The fingerprint as OpenSSH prints it.
    pub(crate) fn fingerprint(&self) -> String {
        let printed = ssh_keygen(&["-l", "-E", "sha256", "-f", self.file.as_str()], b"");
        printed.split(' ').nth(1).expect("a fingerprint").to_owned()
    }

    /// A signature over some bytes.
    pub(crate) fn sign(&self, namespace: &str, payload: &[u8]) -> String {
        ssh_keygen(&["-q", "-Y", "sign", "-n", namespace, "-f", self.file.as_str()], payload)
    }

    /// Has git sign with these keys, and know whose they are.
    pub(crate) fn configure(&self, repo: &Repo) {
        let signers = repo.beside("signers");
        std::fs::write(&signers, format!("rowan@example.org {}", self.line)).expect("a file of signers");
        repo.git(&["config", "gpg.format", "ssh"]);
        repo.git(&["config", "user.signingKey", self.file.as_str()]);
        repo.git(&["config", "gpg.ssh.allowedSignersFile", signers.as_str()]);
    }
}

/// What ssh-keygen prints.
fn ssh_keygen(arguments: &[&str], input: &[u8]) -> String {
    let mut command = Command::new("ssh-keygen");
    command.args(arguments);
    let missing = "these tests make keys with OpenSSH: install ssh-keygen (Debian: openssh-client)";
    String::from_utf8(run(command, input, missing)).expect("text")
}

/// What a program prints when it is told something.
fn run(mut command: Command, input: &[u8], missing: &str) -> Vec<u8> {
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect(missing);
    child.stdin.take().expect("its input").write_all(input).expect("it listens");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The bytes of an object.
pub(crate) fn bytes(repo: &Repo, kind: &str, revision: &str) -> Vec<u8> {
    let mut git = repo.command(repo.root());
    git.args(["cat-file", kind, revision]);
    run(git, b"", "git")
}

/// Stores an object of these bytes, whatever they are.
pub(crate) fn store(repo: &Repo, kind: &str, bytes: &[u8]) -> ObjectId {
    let mut git = repo.command(repo.root());
    git.args(["hash-object", "-t", kind, "-w", "--literally", "--stdin"]);
    id(&String::from_utf8(run(git, bytes, "git")).expect("a name"))
}

/// An object by its name.
pub(crate) fn id(name: &str) -> ObjectId {
    let byte = |at: usize| u8::from_str_radix(&name[at..at + 2], 16).expect("hexadecimal digits");
    ObjectId(std::array::from_fn(|index| byte(2 * index)))
}
