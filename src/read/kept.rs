//! Documents that were read before: what was read out of the same bytes, under the same schemas, by the same program.
//!
//! Only documents whose form has no fault are kept, so that a finding always comes from a fresh look at the text.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::embedded::Files;
use crate::git;
use crate::model::document::Document;
use crate::model::node::Node;
use crate::model::outline::Outline;
use crate::model::source::SourceFile;
use crate::model::span::Span;
use crate::model::statement::ContentHash;

const NAME: &str = "documents";

/// How many documents are read again rather than everything kept anew for their sake.
const FEW: usize = 64;

/// Name of the bytes of a file: the first half of their SHA-256.
pub(super) type Bytes = [u8; 16];

/// The name of some bytes.
pub(super) fn name(bytes: &[u8]) -> Bytes {
    let digest = Sha256::digest(bytes);
    let mut name = [0; 16];
    name.copy_from_slice(&digest[..16]);
    name
}

/// What is read out of a text.
#[derive(Serialize, Deserialize)]
struct Parts {
    front: Node,
    body: Span,
    outline: Outline,
    hash: ContentHash,
}

/// What is kept between runs.
#[derive(Default)]
pub(super) struct Kept {
    format: String,
    /// All documents, one after the other.
    content: Vec<u8>,
    /// Where each stands in it.
    index: HashMap<Bytes, (usize, usize)>,
}

impl Kept {
    /// Loads what was kept under these schemas.
    pub(super) fn load(git: &git::Repository, schemas: &Files) -> Self {
        let mut digest = Sha256::new();
        for (path, bytes) in schemas {
            digest.update((path.len() as u64).to_le_bytes());
            digest.update(path);
            digest.update((bytes.len() as u64).to_le_bytes());
            digest.update(bytes);
        }
        let schemas: String = digest.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        let format = format!("smsdoc documents 1 {} {schemas}\n", env!("SMSDOC_READER"));
        let content = git.kept(NAME, &format).unwrap_or_default();
        let mut index = HashMap::new();
        let mut at = 0;
        while let Some((name, length)) = head(&content, at) {
            at += HEAD;
            if content.len() < at + length {
                break;
            }
            index.insert(name, (at, at + length));
            at += length;
        }
        Self { format, content, index }
    }

    /// What was read out of these bytes before, as the document of a file that holds them.
    pub(super) fn document(&self, name: Bytes, file: &SourceFile) -> Option<Document> {
        let (start, end) = *self.index.get(&name)?;
        let parts: Parts = postcard::from_bytes(self.content.get(start..end)?).ok()?;
        Some(Document::new(file.clone(), parts.front, parts.body, parts.outline, parts.hash))
    }

    /// Keeps documents for the next time: those that were just read, and those of before that are still there. Where
    /// only a few are new, what was kept stays as it is.
    pub(super) fn keep<'a>(
        &self,
        git: &git::Repository,
        there: impl Iterator<Item = Bytes>,
        new: impl ExactSizeIterator<Item = (Bytes, &'a Document)>,
    ) {
        if new.len() == 0 || new.len() < FEW && !self.index.is_empty() {
            return;
        }
        let mut content = Vec::with_capacity(self.content.len());
        for name in there {
            if let Some((start, end)) = self.index.get(&name) {
                append(&mut content, name, &self.content[*start..*end]);
            }
        }
        for (name, document) in new {
            let parts = Parts {
                front: document.front.clone(),
                body: document.body,
                outline: document.outline.clone(),
                hash: document.hash,
            };
            if let Ok(bytes) = postcard::to_stdvec(&parts) {
                append(&mut content, name, &bytes);
            }
        }
        git.keep(NAME, &self.format, &content);
    }
}

/// Bytes before each document: its name, and how many bytes follow.
const HEAD: usize = 20;

fn head(content: &[u8], at: usize) -> Option<(Bytes, usize)> {
    let head = content.get(at..at + HEAD)?;
    let name = head[..16].try_into().ok()?;
    let length = u32::from_le_bytes(head[16..].try_into().ok()?);
    Some((name, length as usize))
}

fn append(content: &mut Vec<u8>, name: Bytes, bytes: &[u8]) {
    let Ok(length) = u32::try_from(bytes.len()) else { return };
    content.extend(name);
    content.extend(length.to_le_bytes());
    content.extend(bytes);
}
