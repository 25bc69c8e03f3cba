//! `smsdoc completions`.

use clap::CommandFactory as _;

use super::arguments::{Arguments, Completions};
use super::{Error, Outcome, output};

pub(super) fn run(command: &Completions) -> Result<Outcome, Error> {
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut Arguments::command(), "smsdoc", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Clean)
}
