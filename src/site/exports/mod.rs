//! Pages for programs.

pub mod feed;
pub mod register;
pub mod sitemap;
