//! The history of documents in real repositories, compared with git's own answer: for each Markdown file the commits
//! that `git log --follow --no-merges` prints. These tests need the program `git`.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests make files and fail loudly"
)]

mod cache;
mod follow;
mod ids;
mod places;
mod random;
mod repo;
mod signatures;
mod signing;
mod write;
