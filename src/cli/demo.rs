//! `smsdoc init --demo`.

use camino::Utf8Path;

use super::arguments::Init;
use super::context::Context;
use super::refusal::refuse;
use super::{Error, Outcome, init, output};
use crate::git;
use crate::report::text::visible;
use crate::scaffold;
use crate::scaffold::demo::{self, Size};

pub(super) fn run(context: &Context, command: &Init, target: &Utf8Path) -> Result<Outcome, Error> {
    let shown = visible(target.as_str());
    let refused = |error| match error {
        scaffold::Error::Exists(_) => not_empty(&shown),
        other => other.into(),
    };
    let around = git::Repository::discover(target.ancestors().find(|folder| folder.is_dir()).unwrap_or(target))?;
    if command.dry_run {
        demo::fits(target).map_err(refused)?;
        output::print(&format!("Would make the example of Kestrelmoor IT Services in {shown}\n"))?;
        return Ok(Outcome::Clean);
    }
    let size = demo::create(target).map_err(refused)?;
    if !context.quiet {
        output::print(&said(command, &shown, size))?;
    }
    if let Some(top) = around.and_then(|git| git.workdir()) {
        let top = visible(top.as_str());
        output::say(&format!("\nIt lies within the repository {top}: leave it out there, it is one of its own.\n"));
    }
    Ok(Outcome::Clean)
}

fn not_empty(folder: &str) -> Error {
    let what = format!("{folder} is not empty, and the example is a repository of its own");
    refuse(what, "name a new folder: smsdoc init --demo example")
}

/// What was made, and what to look at first.
fn said(command: &Init, folder: &str, size: Size) -> String {
    let Size { approvals, releases } = size;
    let cd = command.dir.as_deref().map(|dir| format!("  {}\n", init::enter(dir))).unwrap_or_default();
    format!(
        "\
Made the example of Kestrelmoor IT Services in {folder}: three years of history, {approvals} approvals
and withdrawals signed with keys of the example, {releases} releases.
The company, its people and its keys are invented; never trust these keys for anything else.

Next:
{cd}  smsdoc serve                                 the site, in your browser
  smsdoc check
  smsdoc history SMS-POL-001                   versions, and who approved them
  smsdoc diff DBT-POL-001                      what changed in the newest one
  smsdoc build --as-of 2024-11-26 --out then   the site on the day of stage 1
  git log --first-parent
"
    )
}
