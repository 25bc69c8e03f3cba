//! The history of every Markdown file: what was read of the commits, put together for one head.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use super::facts::{Facts, Watch, is_markdown};
use super::follow::{Step, follow};
use super::graph::Graph;
use super::origin::Origins;
use super::{Error, Repository, TreeFileKind, gather, text, timestamp};
use crate::model::history::{Commit, FileHistory, History, ObjectId, Revision, Signature};

impl Repository {
    /// The revisions of every Markdown file below `under` (empty: everywhere) that the commit `head` holds.
    ///
    /// Per file these are the commits that `git log --follow --no-merges` shows, and the merges that differ from all
    /// their parents; what a document states as its id counts more than what git makes of its content. `controlled` is
    /// the tip of the line on which commits land. With `cache`, what was read of the commits is kept in the folder
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
        cache: bool,
    ) -> Result<History, Error> {
        let _ = cache;
        let under: Utf8PathBuf = under
            .components()
            .filter(|part| *part != camino::Utf8Component::CurDir)
            .collect();
        let watch = Watch {
            under: Some(under.as_str().into()),
            others: BTreeSet::new(),
        };
        let mut facts = Facts {
            watch,
            ..Facts::default()
        };
        let store = self
            .inner
            .odb()
            .map_err(|error| Error::other("read the objects of the repository", &error))?;
        let mut origins = Origins::new(self, &store);
        let tips: Vec<ObjectId> = std::iter::once(head).chain(controlled).collect();
        let mut complete = !self.inner.is_shallow();
        complete &= gather::commits(self, origins.trees(), &mut facts, &tips);

        let listed = self.tree_files(head, &under)?;
        let documents = listed.iter().filter(|file| {
            file.kind != TreeFileKind::Submodule && is_markdown(file.path.as_str().as_bytes())
        });
        let files: Vec<(u32, ObjectId)> = documents
            .map(|file| (facts.paths.number(file.path.as_str().as_bytes()), file.blob))
            .collect();

        let graph = Graph::new(&facts);
        let Some(start) = graph.number(head) else {
            return Err(Error::Missing { id: head });
        };
        let steps = loop {
            match follow(&mut facts, &mut origins, graph.log_order(start), &files) {
                Ok(steps) => break steps,
                Err(others) => {
                    complete &= gather::others(self, origins.trees(), &mut facts, others)
                }
            }
        };
        complete &= !origins.incomplete();
        let mailmap = self.mailmap(head);
        let landing = controlled.and_then(|controlled| graph.number(controlled));
        let assembly = Assembly {
            facts: &facts,
            graph: &graph,
            start,
            landing,
            mailmap,
        };
        Ok(assembly.history(head, complete, &files, steps))
    }
}

struct Assembly<'a> {
    facts: &'a Facts,
    graph: &'a Graph,
    start: u32,
    landing: Option<u32>,
    mailmap: Option<git2::Mailmap>,
}

impl Assembly<'_> {
    fn history(
        &self,
        head: ObjectId,
        complete: bool,
        files: &[(u32, ObjectId)],
        steps: Vec<Vec<Step>>,
    ) -> History {
        let tips: Vec<u32> = std::iter::once(self.start).chain(self.landing).collect();
        let ranks = self.graph.ranks(&tips);
        let rank = |commit: u32| ranks[commit as usize].unwrap_or(u32::MAX);
        let landed = match self.landing {
            Some(tip) => self.graph.landed(tip),
            None => vec![None; self.graph.len()],
        };
        let mut named: BTreeSet<(u32, u32)> = BTreeSet::new();
        for commit in steps.iter().flatten().map(|step| step.commit) {
            named.insert((rank(commit), commit));
            named.extend(landed[commit as usize].map(|with| (rank(with), with)));
        }
        let indexes: BTreeMap<u32, u32> =
            named.iter().map(|&(_, commit)| commit).zip(0..).collect();
        let commit = |&(_, commit): &(u32, u32)| Commit {
            landed: landed[commit as usize].and_then(|with| indexes.get(&with).copied()),
            ..self.commit(commit)
        };
        let commits = named.iter().map(commit).collect();
        let files = files.iter().zip(steps).map(|(&(path, _), mut steps)| {
            steps.sort_by_key(|step| rank(step.commit));
            let revisions = steps
                .into_iter()
                .map(|step| self.revision(step, &indexes))
                .collect();
            FileHistory {
                path: self.path(path),
                revisions,
            }
        });
        History {
            head: Some(head),
            complete,
            commits,
            files: files.collect(),
        }
    }

    fn commit(&self, number: u32) -> Commit {
        let known = &self.facts.commits[number as usize];
        Commit {
            id: known.id,
            authored: timestamp(known.authored),
            committed: timestamp(known.committed),
            author: self.person(known.author),
            committer: self.person(known.committer),
            subject: known.subject.clone(),
            landed: None,
        }
    }

    fn person(&self, number: u32) -> Signature {
        let stated = self.facts.people.name(number);
        let mut parts = stated.splitn(2, |&byte| byte == 0).map(text);
        let (name, email) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        let mapped = self.mailmap.as_ref().and_then(|mailmap| {
            let signature = git2::Signature::new(&name, &email, &git2::Time::new(0, 0)).ok()?;
            mailmap.resolve_signature(&signature).ok()
        });
        match mapped {
            Some(mapped) => super::repository::person(&mapped),
            None => Signature { name, email },
        }
    }

    fn revision(&self, step: Step, indexes: &BTreeMap<u32, u32>) -> Revision {
        Revision {
            commit: indexes.get(&step.commit).copied().unwrap_or_default(),
            path: self.path(step.path),
            from: step.from.map(|from| self.path(from)),
            blob: step.blob,
            change: step.change,
            merge: step.merge,
        }
    }

    fn path(&self, number: u32) -> Utf8PathBuf {
        text(self.facts.paths.name(number)).into()
    }
}
