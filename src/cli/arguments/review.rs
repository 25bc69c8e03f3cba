//! What may be typed behind `smsdoc review`.

use clap::{Args, ValueEnum};

use crate::report::review::LEAST;

const REVIEW: &str = "\
Examples:
  smsdoc review --base origin/main               what this branch changes, for its pull request
  smsdoc review --base origin/main > review.md   the same for a pipeline that writes the comment
  smsdoc review --base HEAD~1 --format json      what the newest commit changed, for a program
  smsdoc review --base main --files https://forge.example/sms/blob/my-branch/
                                                 with links to the files on the forge

The report is of the files on disk and shows everything, whatever the audience: it is for people who
have the repository. Its first line is `<!-- smsdoc review -->`, by which a pipeline finds the comment
that it wrote before. The exit code is 0 whatever the report says; what fails a pipeline is
`smsdoc check --base REV`.";

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReviewFormat {
    /// For the comment of a forge
    Markdown,
    /// For programs: smsdoc/review/1
    Json,
}

#[derive(Debug, Args)]
#[command(after_help = REVIEW)]
pub(in crate::cli) struct Review {
    /// What changed since the last commit shared with this branch, tag or commit
    #[arg(long, value_name = "REV")]
    pub(in crate::cli) base: String,
    /// How to print the report
    #[arg(long, value_enum, default_value_t = ReviewFormat::Markdown)]
    pub(in crate::cli) format: ReviewFormat,
    /// Longest Markdown that is written; longer reports are folded
    #[arg(long, value_name = "BYTES", default_value_t = 65_000, value_parser = limit)]
    pub(in crate::cli) limit: usize,
    /// Address below which the forge shows the files of the branch [default: links are relative]
    #[arg(long, value_name = "URL", value_parser = address)]
    pub(in crate::cli) files: Option<String>,
}

fn limit(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| *number >= LEAST);
    number.ok_or_else(|| format!("expected a number of bytes, at least {LEAST}"))
}

/// An address that can stand in Markdown as it is.
fn address(text: &str) -> Result<String, String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/:%".contains(&byte);
    let known = text.starts_with("https://") || text.starts_with("http://");
    if !known || text.len() > 300 || !text.bytes().all(plain) {
        return Err("expected an address that begins with https:// and holds no other signs than -._~/:%".to_owned());
    }
    Ok(format!("{}/", text.trim_end_matches('/')))
}
