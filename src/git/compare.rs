//! Comparing trees level by level.
//!
//! Nearly all the time of a walk through history goes into reading the trees of large folders, of which a commit
//! changes one entry or two. So trees are kept while they are near, equal beginnings and ends are skipped as bytes, and
//! only what lies between is read entry by entry.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use super::tree::{Entries, Entry, Kind};
use super::{Error, oid};
use crate::model::history::ObjectId;

/// Bytes of trees that are kept.
const KEPT: usize = 48 << 20;
/// Trees below this size are compared without the list of marks.
const SMALL: usize = 4096;
/// Entries between two marks.
const SPACING: usize = 16;

/// What a tree holds under a name, but for the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) mode: u32,
    pub(super) id: ObjectId,
    pub(super) kind: Kind,
}

/// A name under which two trees differ. A file and a folder of one name are two differences.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) name: Vec<u8>,
    pub(super) old: Option<Item>,
    pub(super) new: Option<Item>,
}

impl Difference {
    /// Whether it is about folders; else it is about anything that is not a folder.
    pub(super) fn is_folder(&self) -> bool {
        self.old.or(self.new).is_some_and(|item| item.kind == Kind::Directory)
    }
}

/// Reads trees and remembers them for a while.
pub(super) struct Trees<'r> {
    store: &'r git2::Odb<'r>,
    kept: HashMap<ObjectId, Rc<Tree<'r>>>,
    order: VecDeque<ObjectId>,
    bytes: usize,
}

struct Tree<'r> {
    object: git2::OdbObject<'r>,
    /// Where every sixteenth entry or so begins; empty until it is known.
    marks: std::cell::OnceCell<Vec<u32>>,
}

impl Tree<'_> {
    fn bytes(&self) -> &[u8] {
        self.object.data()
    }

    fn marks(&self) -> &[u32] {
        self.marks.get_or_init(|| marks_from(self.bytes()))
    }
}

impl<'r> Trees<'r> {
    /// For the objects of one repository.
    pub(super) fn new(store: &'r git2::Odb<'r>) -> Self {
        Self { store, kept: HashMap::new(), order: VecDeque::new(), bytes: 0 }
    }

    /// The names under which two trees differ, in git's order; `None` stands for an empty tree.
    pub(super) fn differences(
        &mut self,
        old: Option<ObjectId>,
        new: Option<ObjectId>,
    ) -> Result<Vec<Difference>, Error> {
        match (old, new) {
            (None, None) => Ok(Vec::new()),
            (Some(old), Some(new)) if old == new => Ok(Vec::new()),
            (Some(old), None) => {
                let tree = self.tree(old)?;
                Ok(Entries::new(tree.bytes()).map(|entry| difference(Some(&entry), None)).collect())
            }
            (None, Some(new)) => {
                let tree = self.tree(new)?;
                Ok(Entries::new(tree.bytes()).map(|entry| difference(None, Some(&entry))).collect())
            }
            (Some(old), Some(new)) => {
                let (old, new) = (self.tree(old)?, self.tree(new)?);
                Ok(differences(&old, &new))
            }
        }
    }

    /// What a tree holds at a path.
    pub(super) fn at(&mut self, root: ObjectId, path: &[u8]) -> Result<Option<Item>, Error> {
        let mut tree = root;
        let mut parts = path.split(|&byte| byte == b'/').peekable();
        while let Some(name) = parts.next() {
            let object = self.tree(tree)?;
            let last = parts.peek().is_none();
            let wanted = |entry: &Entry<'_>| entry.name == name && (last != (entry.kind() == Kind::Directory));
            let Some(entry) = Entries::new(object.bytes()).find(wanted) else {
                return Ok(None);
            };
            if last {
                return Ok(Some(item(&entry)));
            }
            tree = entry.id;
        }
        Ok(None)
    }

    fn tree(&mut self, id: ObjectId) -> Result<Rc<Tree<'r>>, Error> {
        if let Some(tree) = self.kept.get(&id) {
            return Ok(Rc::clone(tree));
        }
        let object = self.store.read(oid(id)).map_err(|error| Error::object(id, "folder", &error))?;
        if object.kind() != git2::ObjectType::Tree {
            return Err(Error::Unreadable { id, kind: "folder" });
        }
        self.bytes += object.len();
        let tree = Rc::new(Tree { object, marks: std::cell::OnceCell::new() });
        self.kept.insert(id, Rc::clone(&tree));
        self.order.push_back(id);
        while self.bytes > KEPT && self.order.len() > 2 {
            let oldest = self.order.pop_front().and_then(|id| self.kept.remove(&id));
            self.bytes -= oldest.map_or(0, |tree| tree.bytes().len());
        }
        Ok(tree)
    }
}

fn item(entry: &Entry<'_>) -> Item {
    Item { mode: entry.mode, id: entry.id, kind: entry.kind() }
}

fn difference(old: Option<&Entry<'_>>, new: Option<&Entry<'_>>) -> Difference {
    let name = old.or(new).map(|entry| entry.name.to_vec()).unwrap_or_default();
    Difference { name, old: old.map(item), new: new.map(item) }
}

fn differences(old: &Tree<'_>, new: &Tree<'_>) -> Vec<Difference> {
    let (a, b) = (old.bytes(), new.bytes());
    if a.len().min(b.len()) < SMALL {
        return merge(a, b, 0).0;
    }
    let (known, other) = if new.marks.get().is_some() { (new, old) } else { (old, new) };
    let marks = known.marks();
    let prefix = equal_beginning(a, b);
    // The last mark in the equal beginning: an entry begins there in both.
    let index = marks.partition_point(|&mark| mark as usize <= prefix).saturating_sub(1);
    let start = marks.get(index).map_or(0, |&mark| mark as usize);
    let suffix = equal_beginning_reversed(&a[start..], &b[start..]);
    let (found, rest) = merge(&a[start..], &b[start..], suffix);
    // Before the start and after the rest the marks of one are those of the other, moved by what was put in or taken.
    if other.marks.get().is_none() {
        let (from, to) = (known.bytes().len(), other.bytes().len());
        let mut moved: Vec<u32> = marks[..=index.min(marks.len().saturating_sub(1))].to_vec();
        let between = marks_from(&other.bytes()[start..to - rest]);
        moved.extend(between.into_iter().skip(1).map(|mark| mark + start as u32));
        let tail = marks.partition_point(|&mark| (mark as usize) <= (from - rest).max(start));
        moved.extend(marks[tail..].iter().map(|&mark| (mark as usize + to - from) as u32));
        // Should another comparison have been quicker, its marks are as good.
        let _ = other.marks.set(moved);
    }
    found
}

/// Where every [`SPACING`]th entry begins.
fn marks_from(bytes: &[u8]) -> Vec<u32> {
    let mut entries = Entries::new(bytes);
    let mut marks = Vec::new();
    let mut count = 0;
    loop {
        let position = bytes.len() - entries.rest().len();
        if count % SPACING == 0 && position < bytes.len() {
            marks.push(position as u32);
        }
        count += 1;
        if entries.next().is_none() {
            return marks;
        }
    }
}

/// Walks two sorted lists of entries. Ends where both have the same number of bytes left, all of them within the last
/// `suffix` bytes, which are known to be equal. Returns the differences and how many bytes were left.
fn merge(a: &[u8], b: &[u8], suffix: usize) -> (Vec<Difference>, usize) {
    let (mut old, mut new) = (Entries::new(a), Entries::new(b));
    let mut found = Vec::new();
    let (mut left, mut right) = (old.next(), new.next());
    // Bytes that remain, the entries at hand included.
    let (mut remain_a, mut remain_b) = (a.len(), b.len());
    loop {
        if remain_a == remain_b && remain_a <= suffix {
            return (found, remain_a);
        }
        let order = match (&left, &right) {
            (None, None) => return (found, 0),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(left), Some(right)) => left.order(right),
        };
        match order {
            std::cmp::Ordering::Less => found.push(difference(left.as_ref(), None)),
            std::cmp::Ordering::Greater => found.push(difference(None, right.as_ref())),
            std::cmp::Ordering::Equal => {
                if left.as_ref().map(item) != right.as_ref().map(item) {
                    found.push(difference(left.as_ref(), right.as_ref()));
                }
            }
        }
        if order.is_le() {
            remain_a = old.rest().len();
            left = old.next();
        }
        if order.is_ge() {
            remain_b = new.rest().len();
            right = new.next();
        }
    }
}

/// How many bytes two slices have in common at the beginning.
fn equal_beginning(a: &[u8], b: &[u8]) -> usize {
    const BLOCK: usize = 256;
    let length = a.len().min(b.len());
    let mut at = 0;
    while at + BLOCK <= length && a[at..at + BLOCK] == b[at..at + BLOCK] {
        at += BLOCK;
    }
    at + a[at..length].iter().zip(&b[at..length]).take_while(|(a, b)| a == b).count()
}

/// How many bytes two slices have in common at the end.
fn equal_beginning_reversed(a: &[u8], b: &[u8]) -> usize {
    const BLOCK: usize = 256;
    let length = a.len().min(b.len());
    let mut at = 0;
    while at + BLOCK <= length && a[a.len() - at - BLOCK..a.len() - at] == b[b.len() - at - BLOCK..b.len() - at] {
        at += BLOCK;
    }
    let (a, b) = (&a[..a.len() - at], &b[..b.len() - at]);
    at + a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}
