//! Why pages cannot be made.

/// The theme cannot be used, or a page cannot be made. What is wrong with the content is a finding, never this.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A template or a file of the theme is missing or faulty.
    #[error("the theme cannot be used: {0}")]
    Theme(String),
    /// The repository holds a text no more that it held when the site was planned.
    #[error("the text of {0} cannot be read from the repository; `git fsck` tells what is missing")]
    Text(String),
    /// The audience is not one of the configuration.
    #[error("there is no audience `{0}` in `audiences` of smsdoc.yaml\n  = help: {1}")]
    Audience(String, String),
    /// The library that writes workbooks failed.
    #[error("the workbook cannot be written: {0}")]
    Workbook(String),
}

impl Error {
    /// The text of a page cannot be read any more.
    pub(crate) fn text(path: &str) -> Self {
        Self::Text(path.to_owned())
    }
}
