//! Tags: the evidence that approvals and reviews leave in git.

use git2::ObjectType;

use super::repository::person;
use super::{Error, Repository, object_id, oid, signature, text, timestamp};
use crate::model::history::{ObjectId, Tag};
use crate::model::signature::Signing;

impl Repository {
    /// Names and objects of all tags, sorted: enough to see whether any was added or moved.
    ///
    /// # Errors
    ///
    /// When the list of tags cannot be read.
    pub fn tag_names(&self) -> Result<Vec<(String, ObjectId)>, Error> {
        let failed = |error: &git2::Error| Error::other("read the tags", error);
        let mut names = Vec::new();
        for reference in self.inner.references_glob("refs/tags/*").map_err(|error| failed(&error))? {
            let reference = reference.map_err(|error| failed(&error))?;
            names.extend(reference.target().map(|target| (text(reference.name_bytes()), object_id(target))));
        }
        names.sort();
        Ok(names)
    }

    /// Every tag that leads to a commit, annotated or not, sorted by name. A tag of something else is left out; one
    /// whose objects are missing too.
    ///
    /// # Errors
    ///
    /// When the list of tags cannot be read.
    pub fn tags(&self) -> Result<Vec<Tag>, Error> {
        let failed = |error: &git2::Error| Error::other("read the tags", error);
        let mut tags = Vec::new();
        for reference in self.inner.references_glob("refs/tags/*").map_err(|error| failed(&error))? {
            let reference = reference.map_err(|error| failed(&error))?;
            let name = text(reference.name_bytes().strip_prefix(b"refs/tags/").unwrap_or(reference.name_bytes()));
            let Some(direct) = reference.resolve().ok().and_then(|reference| reference.target()) else {
                continue;
            };
            let Ok(commit) = reference.peel_to_commit() else {
                continue;
            };
            let mut tag = Tag {
                name,
                object: object_id(direct),
                target: object_id(commit.id()),
                tagger: None,
                message: String::new(),
                signing: Signing::None,
            };
            if let Ok(annotation) = self.inner.find_object(oid(tag.object), Some(ObjectType::Tag))
                && let Some(annotation) = annotation.as_tag()
            {
                tag.tagger = annotation.tagger().map(|tagger| (person(&tagger), timestamp(tagger.when().seconds())));
                let message = annotation.message_bytes().unwrap_or_default();
                tag.message = text(message);
                // To read the bytes of every annotation once more would double the time.
                if signature::may_hold_one(message) || text(annotation.name_bytes()) != tag.name {
                    tag.signing = self.signing_under(&tag, annotation.name_bytes());
                }
            }
            tags.push(tag);
        }
        tags.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(tags)
    }

    /// How the annotation of a tag is signed. A signature covers the name that the annotation states, not the one under
    /// which it is found: else evidence for one document could be hung on another.
    fn signing_under(&self, tag: &Tag, stated: &[u8]) -> Signing {
        let stated = text(stated);
        match self.tag_signing(tag.object) {
            Ok(Signing::Ssh { .. }) if stated != tag.name => {
                Signing::Unknown(format!("the signature is for the tag `{}`, not for this one", stated.escape_debug()))
            }
            Ok(Signing::None) if stated != tag.name => {
                Signing::Unknown(format!("it was made as the tag `{}`, not as this one", stated.escape_debug()))
            }
            Ok(signing) => signing,
            Err(error) => Signing::Unknown(error.to_string()),
        }
    }
}
