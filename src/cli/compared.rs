//! Two texts of a document that are compared: which they are, and how they are called.

use std::sync::Arc;

use jiff::civil::Date;

use super::Error;
use super::refusal::{list, refuse};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::editions::Edition;
use crate::git::Repository;
use crate::model::document::Document;
use crate::model::version::Version;
use crate::site::pages::shared;

/// One of the two.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// Version, `head`, or the revision as typed.
    pub(super) name: String,
    /// Where it stands, since when, and its commit.
    pub(super) about: String,
    /// Who approved it and why it was changed, where it is a version.
    pub(super) approval: Vec<String>,
    /// The text itself.
    pub(super) document: Arc<Document>,
}

/// Finds texts of one document.
#[derive(Clone, Copy)]
pub(super) struct Finder<'a> {
    pub(super) sms: &'a Sms,
    pub(super) entry: &'a Entry,
    pub(super) git: Option<&'a Repository>,
}

/// What is compared.
pub(super) enum Pair {
    /// Two texts, the old one first.
    Two(Box<(Text, Text)>),
    /// The only text there is.
    One(Box<Text>),
}

impl Finder<'_> {
    /// The texts that were asked for. What was not asked for is the version in force and the newest text, and where that
    /// is the same, the version before and the one in force.
    pub(super) fn pair(&self, from: Option<&str>, to: Option<&str>) -> Result<Pair, Error> {
        let base = self.base();
        let new = match (to, base) {
            (Some(to), _) => self.named(to)?,
            (None, None) => self.head(),
            (None, Some(base)) => self.newer(base).map_or_else(|| self.version(base), Ok)?,
        };
        let old = match (from, base) {
            (Some(from), _) => self.named(from)?,
            (None, None) => {
                let id = &self.entry.id;
                let what = format!("{id} has no approved version yet, so there is nothing to compare with");
                return Err(refuse(what, format!("name two commits, such as\nsmsdoc diff {id} HEAD~1 head")));
            }
            (None, Some(base)) if to.is_some() || self.newer(base).is_some() => self.version(base)?,
            (None, Some(base)) if base + 1 < self.entry.editions.len() => self.version(base + 1)?,
            (None, Some(_)) => return Ok(Pair::One(Box::new(new))),
        };
        Ok(Pair::Two(Box::new((old, new))))
    }

    /// The version in force by its index, else the newest.
    fn base(&self) -> Option<usize> {
        self.entry.current.or_else(|| (!self.entry.editions.is_empty()).then_some(0))
    }

    /// The newest text where it is not that of a version: under its own number where it is one.
    fn newer(&self, base: usize) -> Option<Text> {
        let hash = self.entry.head.hash;
        let holds = |edition: &Edition| edition.statement.hash == hash;
        if self.entry.vanished || holds(&self.entry.editions[base]) {
            return None;
        }
        let version = self.entry.editions.iter().position(holds);
        version.and_then(|index| self.version(index).ok()).or_else(|| Some(self.head()))
    }

    /// The text of a version, by its index.
    pub(super) fn version(&self, index: usize) -> Result<Text, Error> {
        let edition = &self.entry.editions[index];
        let document = match edition.content {
            Some(content) => self.sms.texts.document(&edition.path, content),
            None => Some(Arc::clone(&self.entry.head)),
        };
        let name = edition.version.as_ref().map_or_else(|| "record".to_owned(), Version::to_string);
        let document = document.ok_or_else(|| {
            let what = format!("the text of {} {name} cannot be read from the repository", self.entry.id);
            refuse(what, "`git fsck` tells what is missing")
        })?;
        Ok(Text { name, about: about(edition), approval: approval(self.sms, edition), document })
    }

    /// The newest text.
    pub(super) fn head(&self) -> Text {
        let inputs = &self.sms.inputs;
        let path = self.entry.head.file.path();
        let on_disk = inputs.uncommitted.iter().any(|(changed, _)| changed == path);
        let line = inputs.line.documents.get(&self.entry.id.folded());
        let newest = line.and_then(|line| line.edits.first());
        let commit = newest.and_then(|edit| Some((inputs.history.commit(edit.commit)?, edit.landing)));
        let about = match commit {
            _ if on_disk => "the file on disk, not committed".to_owned(),
            None => "the file on disk".to_owned(),
            Some((commit, landing)) => {
                let day = inputs.day(commit.committed);
                let branch = &inputs.config.control.branch;
                let landed = if landing.is_some() { String::new() } else { format!(", not yet on `{branch}`") };
                format!("commit {} of {day}{landed}", commit.id.short())
            }
        };
        Text { name: "head".to_owned(), about, approval: Vec::new(), document: Arc::clone(&self.entry.head) }
    }

    /// The text of a version, of `head`, or of a revision.
    fn named(&self, name: &str) -> Result<Text, Error> {
        let id = &self.entry.id;
        let version = name.parse::<Version>().ok();
        let index = version.as_ref().and_then(|version| {
            self.entry.editions.iter().position(|edition| edition.version.as_ref() == Some(version))
        });
        if let Some(index) = index {
            return self.version(index);
        }
        if name == "head" && self.entry.vanished {
            let what = format!("the file of {id} is gone, so it has no newest text");
            return Err(refuse(what, format!("`smsdoc history {id}` lists the versions that there were")));
        }
        if name == "head" {
            return Ok(self.head());
        }
        let commit = match self.git {
            Some(git) => git.resolve(name)?.map(|commit| git.commit(commit)).transpose()?,
            None => None,
        };
        let Some(commit) = commit else {
            let versions = self.entry.editions.iter().filter_map(|edition| edition.version.as_ref());
            let known = versions.map(Version::to_string).chain(["`head` for the newest text".to_owned()]);
            let what = match version {
                Some(_) => format!("{id} has no version {name} that counts"),
                None => format!("`{name}` is neither a version of {id} nor a commit of this repository"),
            };
            let known: Vec<String> = known.collect();
            let verb = if known.len() == 1 { "is" } else { "are" };
            return Err(refuse(what, format!("there {verb} {}", list(known.into_iter(), "and"))));
        };
        let document = self.document_at(commit.id).ok_or_else(|| {
            let what = format!("commit {} does not hold {id}", commit.id.short());
            refuse(what, format!("`smsdoc history {id}` lists the commits that changed it"))
        })?;
        let about = format!("commit {} of {}", commit.id.short(), self.sms.inputs.day(commit.committed));
        Ok(Text { name: name.to_owned(), about, approval: Vec::new(), document })
    }

    /// The document as a commit holds it, at any of the places where it ever was.
    fn document_at(&self, commit: crate::model::history::ObjectId) -> Option<Arc<Document>> {
        let line = self.sms.inputs.line.documents.get(&self.entry.id.folded());
        let past = line.into_iter().flat_map(|line| line.states.iter().rev()).map(|state| state.path.as_path());
        let paths = std::iter::once(self.entry.head.file.path()).chain(past);
        paths.into_iter().find_map(|path| {
            let content = self.sms.texts.file_at(commit, path)?;
            let document = self.sms.texts.document(path, content)?;
            let is_it = document.id.as_ref().is_some_and(|id| id.value.folded() == self.entry.id.folded());
            is_it.then_some(document)
        })
    }
}

/// Where a version stands, since when, and its commit.
fn about(edition: &Edition) -> String {
    let mut parts = vec![shared::state(edition.state).label.to_lowercase()];
    parts.extend(days(edition.in_force_from, edition.in_force_until));
    parts.extend(edition.commit.map(|commit| format!("commit {}", commit.short())));
    parts.join(", ")
}

/// From when to when a version was in force, in words.
pub(super) fn days(from: Option<Date>, until: Option<Date>) -> Option<String> {
    Some(match (from?, until) {
        (from, Some(until)) => format!("from {from} to {until}"),
        (from, None) => format!("from {from}"),
    })
}

/// Who approved a version, and why it was changed.
fn approval(sms: &Sms, edition: &Edition) -> Vec<String> {
    let statement = &edition.statement;
    let approver = statement.approver.as_ref().map(|approver| {
        let on = statement.approved_on.map(|on| format!(" on {on}")).unwrap_or_default();
        let proof = shared::proof(&edition.proof).0.to_lowercase();
        format!("Approved by {}{on} ({proof})", shared::person_name(sms, approver))
    });
    let reason = statement.change_summary.as_ref().map(|summary| format!("Reason: {summary}"));
    approver.into_iter().chain(reason).collect()
}

/// The lines above a redline.
pub(super) fn heading(entry: &Entry, old: &Text, new: &Text) -> Vec<String> {
    let mut lines = vec![
        format!("{}  {}", entry.id, new.document.title_or_label()),
        format!("From {}: {}", old.name, old.about),
        format!("To {}: {}", new.name, new.about),
    ];
    lines.extend(new.approval.iter().cloned());
    lines
}
