//! Pages for programs.

pub mod changes;
pub mod coverage;
pub mod feed;
pub mod oscal;
pub mod register;
pub mod sitemap;
mod table;
pub mod trend;
