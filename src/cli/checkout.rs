//! The commit that is checked out, who works on it, and the evidence that they write about it.

use super::arguments::Writing;
use super::context::Context;
use super::refusal::refuse;
use super::{Error, lookup, output};
use crate::evaluate::corpus::Entry;
use crate::evaluate::{Sms, approval, evaluate};
use crate::git;
use crate::model::config::Evidence;
use crate::model::history::{ObjectId, Signature};
use crate::model::inputs::Repository;
use crate::model::people::Person;
use crate::model::signature::{Signing, public_key};
use crate::model::statement::Statement;
use crate::read::Workspace;

/// A commit with what follows from it.
pub(super) struct Checkout {
    git: git::Repository,
    workspace: Workspace,
    /// The commit.
    pub(super) head: ObjectId,
    /// What it holds, evaluated; the controlled line as far as this commit was built on it.
    pub(super) sms: Sms,
}

/// Whoever sits at the computer.
pub(super) struct User<'a> {
    /// As git writes tags for them.
    pub(super) signature: Signature,
    /// As people.yaml knows them.
    pub(super) person: &'a Person,
}

impl Checkout {
    /// Reads the commit.
    pub(super) fn open(context: &Context) -> Result<Self, Error> {
        if context.as_of.is_some() {
            let what = "`--as-of` looks at the past, and evidence is written about what is there now";
            return Err(refuse(what, "leave `--as-of` out"));
        }
        let workspace = context.workspace()?;
        let Some(git) = git::Repository::discover(workspace.top())? else {
            let what = "this folder is in no git repository, and evidence is written into git";
            return Err(refuse(what, "begin one here:\ngit init\ngit add --all\ngit commit"));
        };
        let Some(head) = git.head()? else {
            let what = "this repository has no commit yet, and evidence is about what is committed";
            return Err(refuse(what, "commit the documents:\ngit add --all\ngit commit"));
        };
        let mut request = context.request(false);
        request.uncommitted = true;
        let read = workspace.read_head(&request)?;
        if let Repository::Cut { reason } = &read.inputs.repository {
            let what = format!("{reason}, so nobody can say who wrote a text and what was approved before");
            return Err(refuse(what, "fetch the whole history with `git fetch --unshallow`, and try again"));
        }
        let sms = evaluate(read.inputs, &read.texts);
        Ok(Self { git, workspace, head, sms })
    }

    /// The document of an id, as the commit has it.
    pub(super) fn entry(&self, context: &Context, id: &str) -> Result<&Entry, Error> {
        let found = self.sms.corpus.get(id);
        if let Some(entry) = found {
            return Ok(entry);
        }
        let on_disk = context.evaluate(&self.workspace, &context.request(false))?;
        match on_disk.corpus.get(id) {
            Some(entry) => Err(uncommitted(entry.head.file.path().as_str(), "is not committed yet")),
            None => Err(lookup::unknown(&on_disk, id)),
        }
    }

    /// What the commit says of a document. The file must be there, and be the same on disk.
    pub(super) fn statement(&self, entry: &Entry) -> Result<Statement, Error> {
        let path = entry.head.file.path();
        let change = self.sms.inputs.uncommitted.iter().find(|(changed, _)| changed == path);
        if let Some((_, change)) = change {
            return Err(uncommitted(path.as_str(), &format!("was {change} and not committed")));
        }
        let statement = Statement::of(&entry.head).filter(|_| !entry.vanished);
        statement.ok_or_else(|| {
            let what = format!("{} is gone: the commit that is checked out has no file of this id", entry.id);
            refuse(what, format!("bring it back from history; it was {path}"))
        })
    }

    /// Whoever sits here.
    pub(super) fn user(&self) -> Result<User<'_>, Error> {
        let Some(signature) = self.git.user()? else {
            return Err(refuse(
                "git does not know who you are, and evidence without a name is none",
                "tell it, with an address that people.yaml has, and try again:\ngit config user.name \"Your Name\"\ngit config user.email you@example.org",
            ));
        };
        let known_as = self.git.known_as(self.head, std::iter::once(signature.clone())).pop();
        let person = self.sms.inputs.people.of(known_as.as_ref().unwrap_or(&signature));
        let person = person.ok_or_else(|| {
            let what = format!("you are {}, and people.yaml knows nobody of this address or name", shown(&signature));
            let people = self.sms.inputs.content_folder.join("people.yaml");
            let email = &signature.email;
            refuse(
                what,
                format!("add the address to your `emails` in {people} and commit that, or correct what git knows:\ngit config user.email {email}"),
            )
        })?;
        Ok(User { signature, person })
    }

    /// Whether tags are signed: as was asked, else as git is set up.
    pub(super) fn signs(&self, writing: &Writing) -> Result<bool, Error> {
        Ok(writing.sign || !writing.no_sign && self.git.signs_tags()?)
    }

    /// Why the signature of a tag would prove nothing, where that is known before.
    pub(super) fn doubt(&self, user: &User<'_>, sign: bool) -> Result<Option<String>, Error> {
        let name = &user.person.name;
        if !sign {
            return Ok(Some("the tag will not be signed; set up git to sign tags, or add `--sign`".to_owned()));
        }
        if !self.git.signs_with_ssh()? {
            let how = "git config gpg.format ssh";
            return Ok(Some(format!("git signs with OpenPGP here, which is not checked; `{how}` changes that")));
        }
        let has_key = user.person.keys.iter().any(|line| public_key(line).is_some());
        Ok((!has_key).then(|| format!("people.yaml lists no key of {name}; add the public key to `keys` there")))
    }

    /// Writes a tag, and says so.
    pub(super) fn write(&self, context: &Context, user: &User<'_>, tag: &NewTag<'_>) -> Result<(), Error> {
        let NewTag { name, target, message, sign } = *tag;
        self.git.write_tag(name, target, message, sign, context.now())?;
        if !context.quiet {
            let signed = if sign { "signed tag" } else { "tag" };
            output::print(&format!("Wrote the {signed} {name} on commit {}\n", target.short()))?;
        }
        if sign && let Some(doubt) = self.signature_doubt(user, name)? {
            output::say(&format!("warning: {doubt}\n"));
        }
        let inputs = &self.sms.inputs;
        if let Some(day) = inputs.config.pinned_day().filter(|day| *day < inputs.day(context.now())) {
            output::say(&format!(
                "warning: `as_of` of smsdoc.yaml pins the day to {day}, and what is written now does not count on it\n"
            ));
        }
        if !context.quiet {
            output::print(&format!("It counts for others once it is pushed: git push origin {name}\n"))?;
        }
        Ok(())
    }

    /// Why the signature of a tag that was written proves nothing.
    fn signature_doubt(&self, user: &User<'_>, name: &str) -> Result<Option<String>, Error> {
        let tag = self.git.tags()?.into_iter().find(|tag| tag.name == name);
        let Some(signing) = tag.map(|tag| tag.signing) else { return Ok(None) };
        let owner = signing.proven_key().and_then(|key| approval::owner_of_key(&self.sms.inputs, key));
        if owner.is_some_and(|owner| owner.id == user.person.id) {
            return Ok(None);
        }
        let of = &user.person.name;
        Ok(Some(match signing {
            Signing::Ssh { key, valid: true, .. } => {
                format!(
                    "people.yaml does not list the key that signed as one of {of}; add it to `keys` there:\n  {key}"
                )
            }
            Signing::OpenPgp => "the tag is signed with OpenPGP, which is not checked".to_owned(),
            Signing::Unknown(reason) => format!("the signature cannot be checked: {reason}"),
            Signing::Ssh { .. } | Signing::None => "the tag bears no signature that is right".to_owned(),
        }))
    }

    /// Whether the configuration asks for signatures.
    pub(super) fn asks_for_signatures(&self) -> bool {
        self.sms.inputs.config.control.evidence == Evidence::Signed
    }
}

/// A tag to be written.
#[derive(Clone, Copy)]
pub(super) struct NewTag<'a> {
    /// Name without `refs/tags/`.
    pub(super) name: &'a str,
    /// Commit.
    pub(super) target: ObjectId,
    /// The whole message.
    pub(super) message: &'a str,
    /// Whether it is signed.
    pub(super) sign: bool,
}

/// Asks before evidence is written, unless that was told with `--yes`.
pub(super) fn confirm(writing: &Writing, question: &str) -> Result<(), Error> {
    if writing.yes {
        return Ok(());
    }
    match output::ask(question)? {
        Some(true) => Ok(()),
        Some(false) => Err(Error::Usage("the answer was not yes, so nothing was written".to_owned())),
        None => Err(refuse(
            "nothing was written: there is no terminal at which somebody could say yes",
            "look at what is shown above, then add `--yes`",
        )),
    }
}

/// A warning that a tag will be weaker than this repository asks for.
pub(super) fn warn_of_weakness(doubt: &str) {
    let level = Evidence::Signed.word();
    output::say(&format!("warning: this repository asks for the evidence `{level}`, and this will be less: {doubt}\n"));
}

/// Name and address.
pub(super) fn shown(signature: &Signature) -> String {
    crate::report::text::visible(&format!("{} <{}>", signature.name, signature.email))
}

fn uncommitted(path: &str, what: &str) -> Error {
    refuse(
        format!("{path} {what}, and evidence is about what is committed"),
        format!("commit it, and try again:\ngit add {path}\ngit commit"),
    )
}
