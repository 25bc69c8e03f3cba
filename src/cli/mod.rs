//! The command line: arguments, one file a command. The only place that prints, and that reads the clock, the
//! environment and the current directory.

mod adopt;
mod approve;
mod arguments;
mod build;
mod changes;
mod check;
mod checkout;
mod codeowners;
mod compared;
mod completions;
mod context;
mod coverage;
mod demo;
mod diff;
mod explain;
mod fix;
mod history;
mod init;
mod lookup;
mod man;
mod new;
mod output;
mod refusal;
mod register;
mod review;
mod reviewed;
mod schema;
mod serve;
mod services;
mod wanted;
mod what_if;

use clap::Parser as _;

use arguments::{Arguments, Command};
use context::Context;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to complain of.
    Clean,
    /// Findings at or above `--deny`.
    Findings,
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The repository could not be read.
    #[error(transparent)]
    Read(#[from] crate::read::Error),
    /// The configuration or the people are no YAML.
    #[error("{0}")]
    Settings(String),
    /// The theme could not be used.
    #[error(transparent)]
    Site(#[from] crate::site::Error),
    /// The output could not be written.
    #[error(transparent)]
    Publish(#[from] crate::publish::Error),
    /// The preview could not be served.
    #[error(transparent)]
    Serve(#[from] crate::serve::Error),
    /// A file could not be written.
    #[error(transparent)]
    Scaffold(#[from] crate::scaffold::Error),
    /// Git could not be read, or not written.
    #[error(transparent)]
    Git(#[from] crate::git::Error),
    /// A name that was given is not known, or what was asked for cannot be.
    #[error("{0}")]
    Usage(String),
    /// The terminal went away, or another stream failed.
    #[error("output failed: {0}")]
    Output(#[from] std::io::Error),
}

/// Runs the command of the process and returns its exit code: 0 clean, 1 findings, 2 could not run.
#[must_use]
pub fn run() -> u8 {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { 2 } else { 0 };
        }
    };
    match dispatch(&arguments) {
        Ok(Outcome::Clean) => 0,
        Ok(Outcome::Findings) => 1,
        // A reader that closes the pipe (`smsdoc check | head`) is no fault.
        Err(Error::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => 0,
        Err(error) => {
            output::error(&error.to_string());
            2
        }
    }
}

fn dispatch(arguments: &Arguments) -> Result<Outcome, Error> {
    let context = Context::new(&arguments.global)?;
    match &arguments.command {
        Command::Init(command) => init::run(&context, command),
        Command::Check(command) => check::run(&context, command),
        Command::Build(command) => build::run(&context, command),
        Command::Serve(command) => serve::run(&context, command),
        Command::Register(command) => register::run(&context, command),
        Command::Coverage(command) => coverage::run(&context, command),
        Command::Services(command) => services::run(&context, command),
        Command::History(command) => history::run(&context, command),
        Command::Changes(command) => changes::run(&context, command),
        Command::Diff(command) => diff::run(&context, command),
        Command::Approve(command) => approve::run(&context, command),
        Command::Review(command) => review::run(&context, command),
        Command::Reviewed(command) => reviewed::run(&context, command),
        Command::New(command) => new::run(&context, command),
        Command::Adopt(command) => adopt::run(&context, command),
        Command::Codeowners(command) => codeowners::run(&context, command),
        Command::Explain(command) => explain::run(&context, command),
        Command::Schema(command) => schema::run(&context, command),
        Command::Completions(command) => completions::run(command),
        Command::Man(command) => man::run(&context, command),
    }
}
