//! Where a file that appears in a commit comes from.
//!
//! A document that states its id comes from the file that stated the same id, wherever that lay, and from no file that
//! stated another. A document that states none comes from where `git log --follow` says.

use std::rc::Rc;

use super::compare::Trees;
use super::facts::{CommitFacts, Facts, Touch};
use super::moves::{Moves, Place};
use super::namesakes::Namesakes;
use super::pick::{Candidate, Picker};
use super::stated::{Reader, Stated};
use super::{Error, Repository, object_id};
use crate::model::history::ObjectId;

/// The most files among which a copy without an id is looked for, and the square root of the most pairs of files that
/// vanished and files that appeared in one commit that are compared. Beyond, only equal content counts.
const SEARCHED: usize = 1000;
/// The content of an empty file.
const EMPTY: ObjectId = ObjectId([
    0xe6, 0x9d, 0xe2, 0x9b, 0xb2, 0xd1, 0xd6, 0x43, 0x4b, 0x8b, 0x29, 0xae, 0x77, 0x5a, 0xd8, 0xc2, 0xe4, 0x8c, 0x53,
    0x91,
]);

/// What became of the document at a path whose content states another id after a commit than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exchange {
    /// It is the document that lay at another path before.
    From(u32),
    /// It is new; the one that lay here went elsewhere.
    New,
    /// It is the one that lay here, perhaps renumbered.
    Same,
}

/// Answers where files come from, and remembers what it had to read.
pub(super) struct Origins<'r> {
    repository: &'r Repository,
    trees: Trees<'r>,
    picker: Picker<'r>,
    reader: Reader<'r>,
    namesakes: Namesakes,
    /// What the commit moves that was asked about last, against the parent of that index.
    moves: Option<(ObjectId, usize, Rc<Moves>)>,
    /// The same by document id.
    stated: Option<(ObjectId, usize, Rc<Stated>)>,
    incomplete: bool,
}

impl<'r> Origins<'r> {
    /// For one repository and its objects.
    pub(super) fn new(repository: &'r Repository, store: &'r git2::Odb<'r>) -> Self {
        Self {
            repository,
            trees: Trees::new(store),
            picker: Picker::new(store),
            reader: Reader::new(repository),
            namesakes: Namesakes::default(),
            moves: None,
            stated: None,
            incomplete: false,
        }
    }

    /// The trees that were read, for whoever needs more of them.
    pub(super) fn trees(&mut self) -> &mut Trees<'r> {
        &mut self.trees
    }

    /// Whether some object was missing, so that an answer may be wrong.
    pub(super) fn incomplete(&self) -> bool {
        self.incomplete || self.picker.incomplete || self.reader.incomplete
    }

    /// The id that a file states.
    pub(super) fn id(&mut self, facts: &mut Facts, path: u32, content: ObjectId) -> Option<String> {
        self.reader.id(&mut facts.ids, facts.paths.name(path), content)
    }

    /// Whether a path states one id before and another after.
    pub(super) fn id_changes(&mut self, facts: &mut Facts, touch: &Touch) -> bool {
        let mut id = |content: Option<ObjectId>| content.and_then(|content| self.id(facts, touch.path, content));
        matches!((id(touch.old), id(touch.new)), (Some(before), Some(after)) if before != after)
    }

    /// The path that a file had which appears in a commit; `None` if it is new.
    pub(super) fn of(&mut self, facts: &mut Facts, commit: usize, touch: &Touch) -> Option<u32> {
        if let Some(&origin) = facts.commits[commit].origins.get(&touch.path) {
            return origin;
        }
        let new = touch.new?;
        let found = if facts.commits[commit].parents.is_empty() {
            Ok(None)
        } else {
            match self.id(facts, touch.path, new) {
                Some(id) if facts.commits[commit].is_merge() => self.by_id_in_merge(facts, commit, touch, &id),
                Some(id) => self.by_id(facts, commit, touch, &id),
                // Like git, which does not look at merges when it follows a file.
                None if facts.commits[commit].is_merge() => Ok(None),
                // Nor where the path was a folder.
                None if touch.folder => Ok(None),
                None => self.by_content(facts, commit, touch),
            }
        };
        self.incomplete |= found.is_err();
        let origin = found.ok().flatten().map(|path| facts.paths.number(&path)).filter(|&path| path != touch.path);
        facts.commits[commit].origins.insert(touch.path, origin);
        origin
    }

    /// Whether a change of content at a path is a change of the document there, or puts another document there.
    pub(super) fn exchange(&mut self, facts: &mut Facts, commit: usize, touch: &Touch) -> Exchange {
        let (Some(old), Some(new)) = (touch.old, touch.new) else {
            return Exchange::Same;
        };
        let (before, after) = (self.id(facts, touch.path, old), self.id(facts, touch.path, new));
        let (Some(before), Some(after)) = (before, after) else {
            return Exchange::Same;
        };
        if before == after {
            return Exchange::Same;
        }
        let (Ok(moves), Ok(stated)) = (self.moves(&facts.commits[commit], 0), self.stated(facts, commit, 0)) else {
            self.incomplete = true;
            return Exchange::Same;
        };
        let lost = stated.lost.get(&after).and_then(|indexes| indexes.first()).map(|&index| &moves.lost[index].path);
        if let Some(other) = lost.or_else(|| stated.left.get(&after)) {
            return Exchange::From(facts.paths.number(other));
        }
        let path = facts.paths.name(touch.path);
        // No other place knows the one id or the other: a new number for the same text, or another text in its place.
        let here = moves.changed.iter().find(|(place, _)| place.path == path);
        let renumbered = here.is_some_and(|(old, new)| self.picker.are_alike(old, new));
        if renumbered && !stated.arrives_elsewhere(&before, path) { Exchange::Same } else { Exchange::New }
    }

    fn by_id(&mut self, facts: &mut Facts, commit: usize, touch: &Touch, id: &str) -> Result<Option<Vec<u8>>, Error> {
        let path = facts.paths.name(touch.path).to_vec();
        if facts.commits[commit].crowded {
            let (moves, stated) = (self.moves(&facts.commits[commit], 0)?, self.stated(facts, commit, 0)?);
            if let Some(lost) = stated.lost.get(id) {
                return Ok(self.among(&moves, &path, lost).or_else(|| Some(moves.lost[*lost.first()?].path.clone())));
            }
            if let Some(left) = stated.left.get(id) {
                return Ok(Some(left.clone()));
            }
        }
        if let Some(parent) = facts.commits[commit].parents.first() {
            let root = self.root(*parent)?;
            let found = self.namesakes.find(facts, &mut self.trees, &mut self.reader, root, touch, id)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        if !facts.commits[commit].lost {
            return Ok(None);
        }
        // A document to which the same commit gives an id.
        let (moves, stated) = (self.moves(&facts.commits[commit], 0)?, self.stated(facts, commit, 0)?);
        Ok(self.among(&moves, &path, &stated.lost_without))
    }

    /// A document that a merge itself puts elsewhere. Git loses it here; its id does not.
    fn by_id_in_merge(
        &mut self,
        facts: &mut Facts,
        commit: usize,
        touch: &Touch,
        id: &str,
    ) -> Result<Option<Vec<u8>>, Error> {
        let path = facts.paths.name(touch.path).to_vec();
        for parent in 0..facts.commits[commit].parents.len() {
            let (moves, stated) = (self.moves(&facts.commits[commit], parent)?, self.stated(facts, commit, parent)?);
            if let Some(lost) = stated.lost.get(id) {
                return Ok(self.among(&moves, &path, lost).or_else(|| Some(moves.lost[*lost.first()?].path.clone())));
            }
        }
        Ok(None)
    }

    fn by_content(&mut self, facts: &mut Facts, commit: usize, touch: &Touch) -> Result<Option<Vec<u8>>, Error> {
        let moves = self.moves(&facts.commits[commit], 0)?;
        let path = facts.paths.name(touch.path).to_vec();
        let Some(target) = moves.arrived_at(&path) else {
            return Ok(None);
        };
        // Two empty files have nothing to do with each other, whatever git says; an empty file may be renamed.
        let all = if target.id == EMPTY { None } else { self.files_before(&facts.commits[commit])? };
        let mut candidates: Vec<Candidate<'_>> = match &all {
            Some(all) => {
                // Both are in git's order, so one pass tells which of the files before are among the lost.
                let mut lost = moves.lost.iter().peekable();
                let candidate =
                    |place| Candidate { place, stays: lost.next_if(|next| next.path == place.path).is_none() };
                all.iter().map(candidate).collect()
            }
            None => moves.lost.iter().map(|place| Candidate { place, stays: false }).collect(),
        };
        while let Some(index) = self.choose(target, &candidates, moves.arrived.len()) {
            let Candidate { place, stays } = candidates[index];
            let goes_elsewhere = match self.reader.id_of(&mut facts.ids, place) {
                Some(id) => stays || self.stated(facts, commit, 0)?.arrives_elsewhere(&id, &path),
                None => false,
            };
            if !goes_elsewhere {
                return Ok(Some(place.path.clone()));
            }
            // What states an id goes where the id goes.
            candidates.remove(index);
        }
        Ok(None)
    }

    /// The path of the one among some lost files that git takes for the origin of a file that arrived.
    fn among(&mut self, moves: &Moves, path: &[u8], lost: &[usize]) -> Option<Vec<u8>> {
        let target = moves.arrived_at(path)?;
        let candidates: Vec<_> =
            lost.iter().map(|&index| Candidate { place: &moves.lost[index], stays: false }).collect();
        let index = self.choose(target, &candidates, moves.arrived.len())?;
        Some(candidates[index].place.path.clone())
    }

    fn choose(&mut self, target: &Place, candidates: &[Candidate<'_>], targets: usize) -> Option<usize> {
        let many = candidates.len() > SEARCHED && candidates.len().saturating_mul(targets) > SEARCHED * SEARCHED;
        if many { self.picker.pick_equal(target, candidates) } else { self.picker.pick(target, candidates) }
    }

    fn root(&self, commit: ObjectId) -> Result<ObjectId, Error> {
        Ok(object_id(self.repository.find_commit(commit)?.tree_id()))
    }

    fn moves(&mut self, commit: &CommitFacts, parent: usize) -> Result<Rc<Moves>, Error> {
        if let Some((id, index, moves)) = &self.moves
            && (*id, *index) == (commit.id, parent)
        {
            return Ok(Rc::clone(moves));
        }
        let old = commit.parents.get(parent).map(|&parent| self.root(parent)).transpose()?;
        let new = self.root(commit.id)?;
        let moves = Rc::new(Moves::between(&mut self.trees, old, Some(new))?);
        self.moves = Some((commit.id, parent, Rc::clone(&moves)));
        Ok(moves)
    }

    fn stated(&mut self, facts: &mut Facts, commit: usize, parent: usize) -> Result<Rc<Stated>, Error> {
        if let Some((id, index, stated)) = &self.stated
            && (*id, *index) == (facts.commits[commit].id, parent)
        {
            return Ok(Rc::clone(stated));
        }
        let moves = self.moves(&facts.commits[commit], parent)?;
        let stated = Rc::new(Stated::read(&mut self.reader, &mut facts.ids, &moves));
        self.stated = Some((facts.commits[commit].id, parent, Rc::clone(&stated)));
        Ok(stated)
    }

    /// All files before a commit, in git's order; `None` where there are too many to search.
    fn files_before(&mut self, commit: &CommitFacts) -> Result<Option<Vec<Place>>, Error> {
        let Some(&parent) = commit.parents.first() else {
            return Ok(None);
        };
        let root = self.root(parent)?;
        // Against an empty tree every file is one that arrived.
        let files = Moves::between(&mut self.trees, None, Some(root))?.arrived;
        Ok((files.len() <= SEARCHED).then_some(files))
    }
}
