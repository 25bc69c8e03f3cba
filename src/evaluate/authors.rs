//! Who wrote a text: those whose commits changed it, and those whom these commits name as co-authors.

use crate::model::history::{ObjectId, Signature, TrailerKind};
use crate::model::inputs::Inputs;
use crate::model::line::{DocumentLine, LineEdit};
use crate::model::people::Person;

/// Somebody who wrote part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author<'a> {
    /// As the commit names them, after `.mailmap`.
    pub signature: &'a Signature,
    /// The commit.
    pub commit: ObjectId,
    /// The person of `people.yaml`; `None` where nobody there has this address or name.
    pub person: Option<&'a Person>,
}

/// Everybody who changed the text of a document after one commit of the line, up to another: `None` as the end takes in
/// what has not landed. Newest first by ancestry.
#[must_use]
pub fn authors<'a>(
    inputs: &'a Inputs,
    document: &'a DocumentLine,
    after: Option<u32>,
    until: Option<u32>,
) -> Vec<Author<'a>> {
    let is_meant = |edit: &&LineEdit| match (edit.landing, until) {
        (Some(landing), Some(until)) => landing <= until && after.is_none_or(|after| landing > after),
        (Some(landing), None) => after.is_none_or(|after| landing > after),
        (None, until) => until.is_none(),
    };
    let mut authors: Vec<Author<'_>> = Vec::new();
    for edit in document.edits.iter().filter(|edit| edit.changes_text).filter(is_meant) {
        let Some(commit) = inputs.history.commit(edit.commit) else { continue };
        let people = edit.landing.and_then(|landing| inputs.line.people_at(landing));
        let co_authors = commit.trailers.iter().filter(|trailer| trailer.kind == TrailerKind::CoAuthoredBy);
        let co_authors = co_authors.map(|trailer| (&trailer.person, &trailer.stated));
        for (signature, stated) in std::iter::once((&commit.author, &commit.stated)).chain(co_authors) {
            // An address that `people.yaml` gives to a person stays that person's, whatever `.mailmap` says.
            let known =
                |signature| people.and_then(|people| people.of(signature)).or_else(|| inputs.people.of(signature));
            let person = known(stated).or_else(|| known(signature));
            authors.push(Author { signature, commit: commit.id, person });
        }
    }
    authors
}

/// Names of authors for readers, each once, the newest first.
#[must_use]
pub fn names(authors: &[Author<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for author in authors {
        let name = author.person.map_or(&author.signature.name, |person| &person.name);
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}
