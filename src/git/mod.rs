//! Everything that touches git, and the only place that knows git2.
//!
//! Reading runs no program, hook or filter, asks no network, follows no replace refs and lets no `GIT_*` variables decide
//! which repository is read: what git holds is read object by object and compared by object id. One function runs a
//! program: [`Repository::write_tag`], the user's own git, and only to write a signed tag.
//!
//! | file | what it knows |
//! |---|---|
//! | `repository` | finding a repository, its condition, naming commits |
//! | `content` | files and bytes of a commit |
//! | `worktree` | which working files differ from a commit |
//! | `tags` | all tags |
//! | `signature` | whether the signature of a commit or tag is right |
//! | `write` | a new tag, signed or not, as evidence of an approval or review |
//! | `unpack` | a whole repository out of a pack |
//! | `history` | the history of every Markdown file, put together from the following |
//! | `assembly` | from what was found to plain values |
//! | `cache`, `store` | keeping facts between runs |
//! | `facts` | what is known of each commit, which never changes |
//! | `gather` | reading commits into facts |
//! | `compare`, `tree` | where two trees differ |
//! | `graph` | order of commits, and how they landed |
//! | `follow` | which commits touched a file under any of its names |
//! | `origin`, `pick`, `similarity`, `moves` | renames, as git finds them |
//! | `mailmap` | who is who |
//! | `identity`, `stated`, `namesakes` | renames by the id that a document states |
//! | `ids` | every id that was ever stated |

mod assembly;
mod cache;
mod compare;
mod content;
mod error;
mod facts;
mod follow;
mod gather;
mod graph;
mod history;
mod identity;
mod ids;
mod lookup;
mod mailmap;
mod moves;
mod namesakes;
mod origin;
mod pick;
mod repository;
mod signature;
mod similarity;
mod stated;
mod store;
mod tags;
mod tree;
mod unpack;
mod worktree;
mod write;

pub use content::{TreeFile, TreeFileKind};
pub use error::Error;
pub use identity::document_id;
pub use repository::{Condition, Repository};
pub use worktree::FileState;
pub use write::{first_branch_of_computer, user_of_computer};

use crate::model::history::ObjectId;

/// The name as git2 wants it.
fn oid(id: ObjectId) -> git2::Oid {
    // Cannot fail for twenty bytes; should git2 change its mind, the zero name is one that no object has.
    git2::Oid::from_bytes(&id.0).unwrap_or(git2::Oid::ZERO_SHA1)
}

/// The name as the model wants it.
fn object_id(oid: git2::Oid) -> ObjectId {
    let mut bytes = [0; 20];
    let given = oid.as_bytes();
    let length = given.len().min(bytes.len());
    bytes[..length].copy_from_slice(&given[..length]);
    ObjectId(bytes)
}

/// Bytes that should be text and need not be.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Seconds since 1970 as a time; a time that no calendar has becomes the nearest that one has.
fn timestamp(seconds: i64) -> jiff::Timestamp {
    let nearest = if seconds < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
    jiff::Timestamp::from_second(seconds).unwrap_or(nearest)
}
