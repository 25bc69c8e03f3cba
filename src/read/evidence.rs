//! Reads the evidence that git holds: tags that say what was approved, and signatures.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use camino::Utf8PathBuf;

use super::error::Error;
use super::line::Source;
use super::statements::Statements;
use crate::model::history::{ObjectId, Tag};
use crate::model::line::{DocumentLine, EvidenceTag, Line, Release, TagKind};
use crate::model::signature::Signing;
use crate::model::statement::ContentHash;

/// Tags whose names say that they are evidence, by id.
pub(super) fn tags(
    source: &Source<'_>,
    numbers: &HashMap<u32, u32>,
    line: &mut Line,
    statements: &mut Statements,
) -> Result<(), Error> {
    let commits: HashMap<ObjectId, u32> =
        source.history.commits.iter().zip(0..).map(|(commit, index)| (commit.id, index)).collect();
    let mut tags: BTreeMap<String, Vec<EvidenceTag>> = BTreeMap::new();
    let found: Vec<Tag> = source.git.tags()?;
    let taggers = found.iter().filter_map(|tag| Some(tag.tagger.as_ref()?.0.clone()));
    let mut known_as = source.git.known_as(source.until, taggers).into_iter();
    for tag in found {
        let tagger = tag.tagger.and_then(|(_, when)| Some((known_as.next()?, when)));
        let late = matches!((&tagger, source.cutoff), (Some((_, when)), Some(cutoff)) if *when > cutoff);
        if late {
            continue;
        }
        if fits(&tag.name, source.release_tags)
            && let Some(commit) = commits.get(&tag.target).and_then(|index| source.history.commit(*index))
        {
            let committed = commit.committed;
            let (name, object, target) = (tag.name.clone(), tag.object, tag.target);
            let released = tagger.as_ref().map_or(committed, |(_, when)| *when);
            line.releases.push(Release { name, object, target, committed, released });
        }
        let Some((kind, id, of)) = named(&tag.name) else { continue };
        let id = id.to_ascii_lowercase();
        let commit = commits.get(&tag.target).copied();
        let hash = match line.documents.get(&id) {
            Some(document) => held(source, document, tag.target, commit, numbers, statements, &id)?,
            None => None,
        };
        tags.entry(id).or_default().push(EvidenceTag {
            kind,
            of: of.to_owned(),
            object: tag.object,
            target: tag.target,
            tagger,
            message: tag.message,
            hash,
            signing: tag.signing,
            name: tag.name,
        });
    }
    line.tags = tags;
    line.releases.sort_by(|a, b| (a.committed, &a.name).cmp(&(b.committed, &b.name)));
    Ok(())
}

/// Whether a name fits a pattern in which `*` stands for any text.
fn fits(name: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Kind, id and version or day of a tag's name.
fn named(name: &str) -> Option<(TagKind, &str, &str)> {
    let mut parts = name.split('/');
    let (kind, id, of) = (parts.next()?, parts.next()?, parts.next()?);
    let kind = [TagKind::Approved, TagKind::Withdrawn, TagKind::Reviewed].into_iter().find(|k| k.word() == kind)?;
    parts.next().is_none().then_some((kind, id, of))
}

/// The hash of a document in the commit that a tag points at.
fn held(
    source: &Source<'_>,
    document: &DocumentLine,
    target: ObjectId,
    commit: Option<u32>,
    numbers: &HashMap<u32, u32>,
    statements: &mut Statements,
    id: &str,
) -> Result<Option<ContentHash>, Error> {
    if let Some(edit) = document.edits.iter().find(|edit| Some(edit.commit) == commit) {
        return Ok(edit.after.as_ref().map(|(_, statement)| statement.hash));
    }
    if let Some(number) = commit.and_then(|commit| numbers.get(&commit)) {
        let after = document.states.partition_point(|state| state.landing <= *number);
        let state = document.states[..after].last();
        return Ok(state.and_then(|state| Some(state.statement()?.hash)));
    }
    // Another commit, perhaps of a branch that was squashed: the document is at one of the places where it ever was.
    let mut paths: Vec<&Utf8PathBuf> = document.states.iter().rev().map(|state| &state.path).collect();
    paths.dedup();
    for path in paths {
        if let Some(content) = source.git.file_at(target, path)?
            && let Some(statement) = statements.get_or_read(source.git, content)?
            && statement.id.folded() == id
        {
            return Ok(Some(statement.hash));
        }
    }
    Ok(None)
}

/// The signatures of commits that may be evidence: those that hold an approval.
pub(super) fn signings(source: &Source<'_>, line: &Line) -> Result<BTreeMap<u32, Signing>, Error> {
    let mut wanted: BTreeSet<u32> = BTreeSet::new();
    for document in line.documents.values() {
        let states = document.states.iter().filter(|state| state.statement().is_some_and(|text| text.is_approved()));
        wanted.extend(states.filter_map(|state| line.landings.get(state.landing as usize).copied()));
        let edits = document.edits.iter();
        wanted.extend(
            edits
                .filter(|edit| edit.after.as_ref().is_some_and(|(_, text)| text.is_approved()))
                .map(|edit| edit.commit),
        );
    }
    let signed = wanted.into_iter().filter_map(|commit| Some((commit, source.history.commit(commit)?)));
    let signed = signed.filter(|(_, commit)| commit.signed);
    signed.map(|(index, commit)| Ok((index, source.git.commit_signing(commit.id)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_release_tags() {
        for (name, pattern) in [("release/2026.1", "release/*"), ("v1.0-final", "v*-*"), ("x", "x"), ("x", "*")] {
            assert!(fits(name, pattern), "{name} {pattern}");
        }
        for (name, pattern) in [("releases/1", "release/*"), ("v1.0", "v*-*"), ("xy", "x"), ("y", "x*")] {
            assert!(!fits(name, pattern), "{name} {pattern}");
        }
    }

    #[test]
    fn names_of_evidence() {
        assert_eq!(named("approved/SMS-POL-001/1.10"), Some((TagKind::Approved, "SMS-POL-001", "1.10")));
        assert_eq!(named("reviewed/SMS-POL-001/2026-01-31"), Some((TagKind::Reviewed, "SMS-POL-001", "2026-01-31")));
        for other in ["approved/SMS-POL-001", "approved/SMS-POL-001/1.0/x", "Approved/SMS-POL-001/1.0", "v1.0"] {
            assert_eq!(named(other), None, "{other}");
        }
    }
}
