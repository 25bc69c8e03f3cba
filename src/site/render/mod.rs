//! From views to bytes: templates, Markdown.

pub mod escape;
pub mod markdown;
pub mod templates;
