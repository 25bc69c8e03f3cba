//! All of git2.
