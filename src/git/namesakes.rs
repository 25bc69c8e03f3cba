//! Documents that are moved in two commits: first put at their new place, later removed from the old one.

use std::collections::HashMap;

use super::Error;
use super::compare::Trees;
use super::facts::{Facts, Touch, Watch};
use super::moves::file_name;
use super::stated::Reader;
use super::tree::Kind;
use crate::model::history::ObjectId;

/// The most files that are looked at for one document.
const MOST: usize = 16;

/// Where files of some name or content have ever been; made when first asked.
#[derive(Default)]
pub(super) struct Namesakes {
    index: Option<Index>,
}

#[derive(Default)]
struct Index {
    by_name: HashMap<Vec<u8>, Vec<u32>>,
    by_content: HashMap<ObjectId, Vec<u32>>,
}

impl Namesakes {
    /// The file in the tree `root` that states the id of the document that `touch` adds, and has either its name, in
    /// another folder, or its content. The first by path, should there be several.
    pub(super) fn find(
        &mut self,
        facts: &mut Facts,
        trees: &mut Trees<'_>,
        reader: &mut Reader<'_>,
        root: ObjectId,
        touch: &Touch,
        id: &str,
    ) -> Result<Option<Vec<u8>>, Error> {
        let index = self.index.get_or_insert_with(|| Index::new(facts));
        let name = file_name(facts.paths.name(touch.path));
        let namesakes = index.by_name.get(name).into_iter().flatten();
        let equals = touch.new.and_then(|new| index.by_content.get(&new)).into_iter().flatten();
        let mut others: Vec<u32> = namesakes.chain(equals).copied().filter(|&other| other != touch.path).collect();
        others.sort_by(|&a, &b| facts.paths.name(a).cmp(facts.paths.name(b)));
        others.dedup();
        let mut seen = 0;
        for other in others {
            let path = facts.paths.name(other);
            let Some(item) = trees.at(root, path)? else {
                continue;
            };
            // The index knows more than this commit could; what counts is what the tree holds.
            let counts = file_name(path) == name || Some(item.id) == touch.new;
            if !counts || item.kind != Kind::Regular {
                continue;
            }
            if reader.id(&mut facts.ids, path, item.id).as_deref() == Some(id) {
                return Ok(Some(path.to_vec()));
            }
            seen += 1;
            if seen == MOST {
                break;
            }
        }
        Ok(None)
    }
}

impl Index {
    fn new(facts: &Facts) -> Self {
        let documents = Watch { under: facts.watch.under.clone(), ..Watch::default() };
        let mut index = Self::default();
        for number in 0..facts.paths.len() as u32 {
            let path = facts.paths.name(number);
            if documents.covers(path) {
                index.by_name.entry(file_name(path).to_vec()).or_default().push(number);
            }
        }
        for touch in facts.commits.iter().flat_map(|commit| &commit.touches) {
            if let Some(content) = touch.new
                && documents.covers(facts.paths.name(touch.path))
            {
                index.by_content.entry(content).or_default().push(touch.path);
            }
        }
        index
    }
}
