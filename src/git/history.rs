//! The history of every Markdown file: facts are gathered, files followed through them, and the result put together.

use std::collections::BTreeSet;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

use super::assembly::Assembly;
use super::cache::Cache;
use super::facts::{Facts, is_markdown};
use super::follow::follow;
use super::graph::Graph;
use super::origin::Origins;
use super::{Error, Repository, TreeFileKind, gather};
use crate::model::history::{History, ObjectId};

impl Repository {
    /// The revisions of every Markdown file below `under` (empty: everywhere) that the commit `head` holds.
    ///
    /// Per file these are the commits that `git log --follow --no-merges` shows, and the merges that differ from all
    /// their parents; what a document states as its id counts more than what git makes of its content. `controlled` is
    /// the tip of the line on which commits land, and `also` names further files whose changes on that line are wanted.
    /// With `cache`, what was read of the commits is kept in the folder
    /// `smsdoc` of the repository, so that next time only new commits are read; the result is the same.
    ///
    /// Where ancestors are missing the history is [incomplete](History::complete), and holds what could be read.
    ///
    /// # Errors
    ///
    /// When the commit `head` or a folder of it is missing.
    pub fn history(
        &self,
        head: ObjectId,
        controlled: Option<ObjectId>,
        under: &Utf8Path,
        also: &[Utf8PathBuf],
        cache: bool,
    ) -> Result<History, Error> {
        let under: Utf8PathBuf = under.components().filter(|part| *part != Utf8Component::CurDir).collect();
        let listed = self.tree_files(head, &under)?;
        // Facts hold for good only where every commit and every object that they need is there.
        let whole = !self.inner.is_shallow();
        let cache = (cache && whole).then(|| Cache::new(self, under.as_str()));
        let mut facts = cache.as_ref().and_then(Cache::load).unwrap_or_else(|| Facts::new(under.as_str()));
        let extent = facts.extent();

        let store = self.inner.odb();
        let store = store.map_err(|error| Error::other("read the objects of the repository", &error))?;
        let mut origins = Origins::new(self, &store);
        let tips: Vec<ObjectId> = std::iter::once(head).chain(controlled).collect();
        let unwatched: BTreeSet<Vec<u8>> = also
            .iter()
            .map(|path| path.as_str().as_bytes().to_vec())
            .filter(|path| !facts.watch.others.contains(path))
            .collect();
        let mut seen = true;
        if facts.commits.is_empty() {
            facts.watch.others.extend(unwatched);
        } else if !unwatched.is_empty() {
            seen = gather::others(self, origins.trees(), &mut facts, unwatched);
        }
        let mut complete = seen & gather::commits(self, origins.trees(), &mut facts, &tips) && whole;

        let documents = listed
            .iter()
            .filter(|file| file.kind != TreeFileKind::Submodule && is_markdown(file.path.as_str().as_bytes()));
        let files: Vec<(u32, ObjectId)> =
            documents.map(|file| (facts.paths.number(file.path.as_str().as_bytes()), file.blob)).collect();
        let graph = Graph::new(&facts);
        let start = graph.number(head).ok_or(Error::Missing { id: head })?;
        let steps = loop {
            match follow(&mut facts, &mut origins, graph.log_order(start), &files) {
                Ok(steps) => break steps,
                Err(others) => complete &= gather::others(self, origins.trees(), &mut facts, others),
            }
        };
        complete &= !origins.incomplete();

        let landing = controlled.and_then(|controlled| graph.number(controlled));
        let line = landing.map(|tip| graph.line(tip)).unwrap_or_default();
        complete &= gather::brought(self, origins.trees(), &mut facts, line.iter().copied());
        let wanted = |path: &[u8]| {
            let below = path
                .strip_prefix(under.as_str().as_bytes())
                .is_some_and(|rest| under.as_str().is_empty() || rest.starts_with(b"/"));
            below && is_markdown(path) || also.iter().any(|file| file.as_str().as_bytes() == path)
        };
        let assembly = Assembly::new(&facts, &graph, start, landing, self.mailmap(head));
        let history = assembly.history(head, complete, &files, steps, &line, &wanted);
        let is_of_use = assembly.reached();
        if let Some(cache) = cache
            && complete
            && facts.extent() != extent
        {
            facts.forget(&is_of_use);
            cache.save(&facts);
        }
        Ok(history)
    }
}
