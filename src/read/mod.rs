//! The way in: files from a commit or the disk become documents with their places, settings become values.

pub mod baseline;
pub mod blocks;
pub mod codeowners;
mod content_hash;
mod crosswalks;
mod data_file;
pub mod day;
pub mod document;
mod documents;
pub mod embedded;
pub mod error;
mod evidence;
mod frameworks;
pub mod front_matter;
mod kept;
mod line;
pub mod markdown;
pub mod outline;
mod request;
pub mod schema;
mod schema_bundle;
mod schema_findings;
mod schema_fixes;
mod sentences;
pub mod settings;
mod shape;
mod statements;
pub mod texts;
pub mod tree;
mod view;
pub mod workspace;
pub mod yaml;
mod yaml_words;

pub use error::Error;
pub use request::{Read, Request};
pub use workspace::Workspace;
