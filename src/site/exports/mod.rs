//! Pages for programs.

pub mod register;
pub mod sitemap;
