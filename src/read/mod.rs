//! The way in: files from a commit or the disk become documents with their places, settings become values.

pub mod blocks;
pub mod codeowners;
mod content_hash;
pub mod day;
pub mod document;
pub mod embedded;
pub mod error;
mod evidence;
pub mod front_matter;
mod line;
pub mod markdown;
pub mod outline;
mod request;
pub mod schema;
mod schema_findings;
pub mod settings;
mod shape;
mod statements;
pub mod texts;
pub mod tree;
pub mod workspace;
pub mod yaml;

pub use error::Error;
pub use request::{Read, Request};
pub use workspace::Workspace;
