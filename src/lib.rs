//! smsdoc.
pub mod git;
pub mod model;
