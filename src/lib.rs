//! smsdoc turns a git repository of Markdown with YAML front matter into the controlled, published service management
//! system of an IT service provider.
//!
//! Data flows one way:
//!
//! ```text
//! disk, git, clock                                                     disk, socket
//!       |                                                                   ^
//!     read  ->  Inputs  ->  evaluate  ->  Sms  ->  site (plan)  ->  render  |
//!       |                                  |                        publish, serve
//!       +--------> Findings <---- rules ---+
//!                      |
//!                   report
//! ```
//!
//! | module | what it is for |
//! |---|---|
//! | [`model`] | plain data and its parsing |
//! | [`git`] | history, objects, tags: all of git2 |
//! | [`read`] | the way in: files, front matter, Markdown, schemas, settings |
//! | [`evaluate`] | what is in force, coverage: pure functions |
//! | [`rules`] | what may be wrong, one file a rule |
//! | [`report`] | findings as text |
//! | [`site`] | which pages there are, and each of them |
//! | [`publish`] | the whole site to disk, or none of it |
//! | [`serve`] | live preview |
//! | [`scaffold`] | new documents, a new SMS, documents that move in |
//! | [`cli`] | arguments and commands; the only place that prints |
//!
//! A module uses only those above it; a test holds that. `cli` sees all.

pub mod cli;
pub mod evaluate;
pub mod git;
pub mod model;
pub mod publish;
pub mod read;
pub mod report;
pub mod rules;
pub mod scaffold;
pub mod serve;
pub mod site;
