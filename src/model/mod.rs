//! Plain data and its parsing. No input or output, no library but serde and jiff.

pub mod history;
