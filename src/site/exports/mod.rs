//! Pages for programs.

pub mod changes;
pub mod feed;
pub mod register;
pub mod sitemap;
