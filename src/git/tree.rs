//! The tree objects of git as bytes: entries in the order in which git stores them.

use std::cmp::Ordering;

use crate::model::history::ObjectId;

/// What an entry of a tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Directory,
    Regular,
    Symlink,
    Submodule,
}

/// One entry of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    /// The mode bits as stored; two entries with the same object and other modes differ.
    pub(super) mode: u32,
    pub(super) name: &'a [u8],
    pub(super) id: ObjectId,
}

impl Entry<'_> {
    pub(super) fn kind(&self) -> Kind {
        match self.mode & 0o170_000 {
            0o040_000 => Kind::Directory,
            0o120_000 => Kind::Symlink,
            0o160_000 => Kind::Submodule,
            _ => Kind::Regular,
        }
    }

    /// Git's order of entries: a directory sorts as if its name ended in a slash.
    pub(super) fn order(&self, other: &Entry<'_>) -> Ordering {
        let common = self.name.len().min(other.name.len());
        self.name[..common].cmp(&other.name[..common]).then_with(|| self.byte(common).cmp(&other.byte(common)))
    }

    fn byte(&self, index: usize) -> u8 {
        match self.name.get(index) {
            Some(&byte) => byte,
            None if self.kind() == Kind::Directory => b'/',
            None => 0,
        }
    }
}

/// The entries of a tree object. Bytes that make no entry end it: such a tree is damaged, and what came before stands.
#[derive(Clone)]
pub(super) struct Entries<'a> {
    rest: &'a [u8],
}

impl<'a> Entries<'a> {
    /// From the bytes of the object.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The bytes that are yet to be read.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        // "MODE NAME\0" and twenty bytes of object id.
        let space = self.rest.iter().position(|&byte| byte == b' ')?;
        let mode = self.rest[..space].iter().try_fold(0_u32, |mode, &digit| match digit {
            b'0'..=b'7' if mode < 0o1_000_000 => Some(mode * 8 + u32::from(digit - b'0')),
            _ => None,
        })?;
        let after = &self.rest[space + 1..];
        let end = after.iter().position(|&byte| byte == 0)?;
        let id: [u8; 20] = after.get(end + 1..end + 21)?.try_into().ok()?;
        self.rest = &after[end + 21..];
        Some(Entry { mode, name: &after[..end], id: ObjectId(id) })
    }
}
