//! Pages for programs.

pub mod calendar;
pub mod changes;
pub mod coverage;
pub mod feed;
pub mod origin;
pub mod oscal;
pub mod parties;
pub mod performance;
pub mod register;
pub mod services;
pub mod sitemap;
pub mod table;
pub mod trend;
pub mod workbook;
