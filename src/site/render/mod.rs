//! From views to bytes: templates, Markdown.

pub mod code;
mod diagram;
pub mod escape;
pub mod letters;
pub mod markdown;
pub mod plain;
pub mod redline;
pub mod redline_page;
mod redline_text;
pub mod templates;
