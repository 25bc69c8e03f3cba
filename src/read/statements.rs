//! What texts of the past state, read once and kept: a text never states anything else.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::document;
use super::error::Error;
use crate::git;
use crate::model::history::ObjectId;
use crate::model::statement::Statement;

/// Changes whenever a statement or the rule of its hash means something else than before.
const FORMAT: &str = "smsdoc statements 1\n";
const NAME: &str = "statements";
/// How many files one processor reads one after the other. Files that were written one after the other are stored as
/// differences from each other, so that reading them in this order is many times quicker than in any other.
const BATCH: usize = 256;

/// Statements by content; `None` for what states no id.
#[derive(Default)]
pub(super) struct Statements {
    known: HashMap<ObjectId, Option<Arc<Statement>>>,
}

impl Statements {
    /// Reads what some contents state: from what was kept, else from the repository on all processors. The contents
    /// should be in the order in which they were written.
    ///
    /// # Errors
    ///
    /// Where an object is missing.
    pub(super) fn read(git: &git::Repository, wanted: &[ObjectId]) -> Result<Self, Error> {
        let all: HashSet<&ObjectId> = wanted.iter().collect();
        let kept = git.kept(NAME, FORMAT).and_then(|bytes| postcard::from_bytes(&bytes).ok());
        let mut known: HashMap<ObjectId, Option<Arc<Statement>>> = kept.unwrap_or_default();
        let before = known.len();
        known.retain(|id, _| all.contains(id));
        // What is of no use here may be of use on another branch, as long as it is not the larger part.
        let forgets = before > 2 * known.len() + BATCH;
        let mut seen = HashSet::new();
        let is_missing = |id: &&ObjectId| !known.contains_key(id) && seen.insert(**id);
        let missing: Vec<ObjectId> = wanted.iter().filter(is_missing).copied().collect();
        let folder = git.folder();
        let batches = missing.par_chunks(BATCH).map_init(
            || git::Repository::open(&folder),
            |git, batch| {
                let Ok(git) = git else { return Ok(Vec::new()) }; // read one by one below
                let read = |id: &ObjectId| Ok((*id, document::statement(git.blob(*id)?).map(Arc::new)));
                batch.iter().map(read).collect::<Result<Vec<_>, git::Error>>()
            },
        );
        known.extend(batches.collect::<Result<Vec<_>, git::Error>>()?.into_iter().flatten());
        for id in missing.iter().filter(|id| !known.contains_key(id)).copied().collect::<Vec<_>>() {
            known.insert(id, document::statement(git.blob(id)?).map(Arc::new));
        }
        if forgets || !missing.is_empty() {
            let all = if forgets { Some(known.clone()) } else { Self::with_kept(git, &known) };
            if let Some(content) = all.and_then(|all| postcard::to_stdvec(&all).ok()) {
                git.keep(NAME, FORMAT, &content);
            }
        }
        Ok(Self { known })
    }

    /// What is known now together with what was kept before.
    fn with_kept(
        git: &git::Repository,
        known: &HashMap<ObjectId, Option<Arc<Statement>>>,
    ) -> Option<HashMap<ObjectId, Option<Arc<Statement>>>> {
        let mut all: HashMap<ObjectId, Option<Arc<Statement>>> =
            git.kept(NAME, FORMAT).and_then(|bytes| postcard::from_bytes(&bytes).ok()).unwrap_or_default();
        all.extend(known.iter().map(|(id, statement)| (*id, statement.clone())));
        Some(all)
    }

    /// What a content states; read now where nobody asked for it before.
    ///
    /// # Errors
    ///
    /// Where the object is missing.
    pub(super) fn get_or_read(
        &mut self,
        git: &git::Repository,
        content: ObjectId,
    ) -> Result<Option<Arc<Statement>>, Error> {
        if let Some(statement) = self.known.get(&content) {
            return Ok(statement.clone());
        }
        let statement = document::statement(git.blob(content)?).map(Arc::new);
        self.known.insert(content, statement.clone());
        Ok(statement)
    }

    /// What a content states, among those that were asked for.
    pub(super) fn get(&self, content: ObjectId) -> Option<&Arc<Statement>> {
        self.known.get(&content)?.as_ref()
    }
}
