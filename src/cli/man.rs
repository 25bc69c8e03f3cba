//! `smsdoc man`.

use clap::CommandFactory as _;
use clap_mangen::Man as Page;

use super::arguments::{Arguments, Man};
use super::context::Context;
use super::{Error, Outcome, output};
use crate::scaffold::disk;

pub(super) fn run(context: &Context, command: &Man) -> Result<Outcome, Error> {
    let mut program = Arguments::command();
    program.build();
    let Some(dir) = &command.dir else {
        output::print(&page(program)?)?;
        return Ok(Outcome::Clean);
    };
    let mut pages = vec![("smsdoc.1".to_owned(), page(program.clone())?)];
    for part in program.get_subcommands().filter(|part| part.get_name() != "help") {
        let name = format!("smsdoc-{}", part.get_name());
        pages.push((format!("{name}.1"), page(part.clone().display_name(name.clone()))?));
    }
    let folder = context.current.join(dir);
    for (name, text) in &pages {
        disk::refresh(&folder.join(name), text.as_bytes())?;
    }
    if !context.quiet {
        output::print(&format!("Wrote {} pages into {dir}\n", pages.len()))?;
    }
    Ok(Outcome::Clean)
}

fn page(command: clap::Command) -> Result<String, Error> {
    let mut text = Vec::new();
    Page::new(command).render(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
