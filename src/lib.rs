//! smsdoc.
pub mod git;
pub mod model;
pub mod publish;
