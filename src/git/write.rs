//! Evidence: annotated tags that say who approved or reviewed what.
//!
//! A signed tag is the only thing for which this project runs a program. The key may sit in an agent, on a token or
//! behind a passphrase, and the user's own git is already set up to reach it.

use std::io::Write as _;
use std::process::{Child, Command, Stdio};

use git2::{ErrorCode, ObjectType};
use jiff::Timestamp;

use super::{Error, Repository, object_id};
use crate::model::history::{ObjectId, Signature};

/// Variables that would have git work on another repository than the one that is open here, or on a part of it.
const PLACES: [&str; 12] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

impl Repository {
    /// Who git would say makes a commit or tag here: for name and address each the first of `GIT_COMMITTER_NAME`,
    /// `committer.name` and `user.name` (`..._EMAIL`, `....email`) that is set. `None` unless both are. Git goes on to
    /// guess from the name of the computer, which is no evidence of anything.
    ///
    /// # Errors
    ///
    /// When the configuration of git cannot be read.
    pub fn user(&self) -> Result<Option<Signature>, Error> {
        Ok(user_by(&self.settings()?))
    }

    /// Whether git is set up to sign tags here: as `tag.gpgSign` says, else whether `user.signingKey` names a key.
    ///
    /// # Errors
    ///
    /// When the configuration of git cannot be read.
    pub fn signs_tags(&self) -> Result<bool, Error> {
        let config = self.settings()?;
        let has_key = || config.get_bytes("user.signingkey").is_ok_and(|key| !key.trim_ascii().is_empty());
        match config.get_bool("tag.gpgsign") {
            Ok(signs) => Ok(signs),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(has_key()),
            Err(error) => Err(Error::other("read the setting `tag.gpgSign`", &error)),
        }
    }

    /// Whether git signs with SSH keys here, by `gpg.format`: the only signatures that are checked.
    ///
    /// # Errors
    ///
    /// When the configuration of git cannot be read.
    pub fn signs_with_ssh(&self) -> Result<bool, Error> {
        Ok(self.settings()?.get_string("gpg.format").is_ok_and(|format| format == "ssh"))
    }

    /// Writes an annotated tag of a commit in the name of the [user](Self::user), and returns the annotation. The message
    /// ends with one line end and is otherwise kept as it is.
    ///
    /// With `sign`, this runs the user's own `git` (`git tag --sign`), which in turn runs whatever the user has
    /// configured for signing and may ask for a passphrase. It is the only function of this project that runs a
    /// program: no shell is involved, and nothing that only reads or publishes comes here.
    ///
    /// # Errors
    ///
    /// When there is a tag of that name, which is left as it is; when git does not know who the user is, the commit is
    /// missing, or git cannot write or sign.
    pub fn write_tag(
        &self,
        name: &str,
        target: ObjectId,
        message: &str,
        sign: bool,
        when: Timestamp,
    ) -> Result<ObjectId, Error> {
        // git2 does not survive a zero byte in a name, and git takes a name with a hyphen in front for an option.
        if name.contains('\0') || !git2::Tag::is_valid_name(name) {
            return Err(Error::tag(name, "git allows no such name for a tag"));
        }
        let commit = self.find_commit(target)?;
        let reference = format!("refs/tags/{name}");
        if self.inner.find_reference(&reference).is_ok() {
            return Err(Error::TagExists { name: name.to_owned() });
        }
        let user = self.user()?.ok_or(Error::Nobody)?;
        let message = format!("{}\n", message.trim_end());
        if message.contains('\0') {
            return Err(Error::tag(name, "there is a zero byte in its message"));
        }
        if sign {
            self.run_git_tag(name, target, &message, &user, when)?;
            let failed = |error: git2::Error| Error::tag(name, error.message());
            let written = self.inner.find_reference(&reference).and_then(|tag| tag.peel(ObjectType::Tag));
            return Ok(object_id(written.map_err(failed)?.id()));
        }
        let failed = |error: git2::Error| match error.code() {
            ErrorCode::Exists => Error::TagExists { name: name.to_owned() },
            _ => Error::tag(name, error.message()),
        };
        let time = git2::Time::new(when.as_second(), 0);
        let tagger = git2::Signature::new(&user.name, &user.email, &time).map_err(failed)?;
        let overwrite = false;
        let written = self.inner.tag(name, commit.as_object(), &tagger, &message, overwrite).map_err(failed)?;
        Ok(object_id(written))
    }

    /// Has the user's git write a signed tag.
    fn run_git_tag(
        &self,
        name: &str,
        target: ObjectId,
        message: &str,
        user: &Signature,
        when: Timestamp,
    ) -> Result<(), Error> {
        let mut git = Command::new("git");
        for place in PLACES {
            git.env_remove(place);
        }
        git.current_dir(self.inner.workdir().unwrap_or_else(|| self.inner.path()))
            .env("GIT_DIR", self.inner.path())
            .env("GIT_COMMITTER_NAME", &user.name)
            .env("GIT_COMMITTER_EMAIL", &user.email)
            .env("GIT_COMMITTER_DATE", format!("@{} +0000", when.as_second()))
            // Else git would drop lines of the message that begin with `#`.
            .args(["tag", "--sign", "--cleanup=verbatim", "--file", "-", "--", name])
            .arg(target.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let child = git.spawn().map_err(|error| Error::NoGit { reason: error.to_string() })?;
        let output = tell(child, message).map_err(|error| Error::tag(name, &error.to_string()))?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        if said.trim().is_empty() {
            return Err(Error::tag(name, &format!("git failed without saying why ({})", output.status)));
        }
        Err(Error::tag(name, &said))
    }

    /// The configuration of git as it is now.
    fn settings(&self) -> Result<git2::Config, Error> {
        let config = self.inner.config().and_then(|mut config| config.snapshot());
        config.map_err(|error| Error::other("read the configuration of git", &error))
    }
}

/// Who git would say makes a commit in a repository that is still to be made on this computer.
///
/// # Errors
///
/// When the configuration of git cannot be read.
pub fn user_of_computer() -> Result<Option<Signature>, Error> {
    Ok(user_by(&settings_of_computer()?))
}

/// The first branch of new repositories on this computer, where `init.defaultBranch` says it.
///
/// # Errors
///
/// When the configuration of git cannot be read.
pub fn first_branch_of_computer() -> Result<Option<String>, Error> {
    let branch = settings_of_computer()?.get_string("init.defaultbranch").ok();
    Ok(branch.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()))
}

fn settings_of_computer() -> Result<git2::Config, Error> {
    let config = git2::Config::open_default().and_then(|mut config| config.snapshot());
    config.map_err(|error| Error::other("read the configuration of git", &error))
}

fn user_by(config: &git2::Config) -> Option<Signature> {
    let value = |variable: &str, part: &str| {
        stated(environment(variable), |section| config.get_string(&format!("{section}.{part}")).ok())
    };
    let name = value("GIT_COMMITTER_NAME", "name");
    let email = value("GIT_COMMITTER_EMAIL", "email");
    name.zip(email).map(|(name, email)| Signature { name, email })
}

/// Gives a program its input and waits for its end.
fn tell(mut child: Child, input: &str) -> std::io::Result<std::process::Output> {
    if let Some(mut stdin) = child.stdin.take() {
        // A program that fails early reads nothing; what it says about that matters, not that it did not listen.
        let _ = stdin.write_all(input.as_bytes());
    }
    child.wait_with_output()
}

#[expect(clippy::disallowed_methods, reason = "git itself lets these variables say who the user is")]
fn environment(variable: &str) -> Option<String> {
    std::env::var(variable).ok()
}

/// The first that is set and not empty: the variable, git's setting for committers, its setting for users.
fn stated(variable: Option<String>, setting: impl Fn(&str) -> Option<String>) -> Option<String> {
    let set = |value: String| Some(value.trim().to_owned()).filter(|value| !value.is_empty());
    variable.and_then(set).or_else(|| setting("committer").and_then(set)).or_else(|| setting("user").and_then(set))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_counts_before_the_settings_and_what_is_empty_never() {
        let some = |text: &str| Some(text.to_owned());
        let both = |section: &str| some(section);
        assert_eq!(stated(some(" Rowan "), both), some("Rowan"));
        assert_eq!(stated(some(" "), both), some("committer"));
        assert_eq!(stated(None, |section| if section == "user" { some("Rowan") } else { some("") }), some("Rowan"));
        assert_eq!(stated(None, |_| some("\t")), None);
        assert_eq!(stated(None, |_| None), None);
    }
}
