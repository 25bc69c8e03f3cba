//! Views: one struct and one function a kind of page. They compute every value that a template shows.

pub mod actions;
pub mod auditors;
pub mod changes;
mod chart;
pub mod check;
pub mod clause;
pub mod computed;
mod course;
mod diagram;
pub mod document;
pub mod home;
pub mod list;
pub mod matrix;
mod minimum;
pub mod not_found;
pub mod performance;
pub mod readiness;
pub mod redline;
pub mod register;
pub mod retired;
pub mod scope;
pub mod search;
pub mod section;
pub mod services;
pub mod shared;
pub mod since_audit;
pub mod versions;
