//! `smsdoc init --demo`.

use camino::Utf8Path;

use super::arguments::Init;
use super::context::Context;
use super::refusal::refuse;
use super::{Error, Outcome, output};
use crate::report::text::visible;
use crate::scaffold;
use crate::scaffold::demo::{self, Size};

pub(super) fn run(context: &Context, command: &Init, target: &Utf8Path) -> Result<Outcome, Error> {
    let shown = visible(target.as_str());
    if command.dir.is_none() && target.read_dir_utf8().is_ok_and(|mut found| found.next().is_some()) {
        return Err(not_empty(&shown));
    }
    if command.dry_run {
        output::print(&format!("Would make the example of Kestrelmoor IT Services in {shown}\n"))?;
        return Ok(Outcome::Clean);
    }
    let size = match demo::create(target) {
        Err(scaffold::Error::Exists(_)) => return Err(not_empty(&shown)),
        other => other?,
    };
    if !context.quiet {
        output::print(&said(command, &shown, size))?;
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
    let cd = command.dir.as_ref().map(|dir| format!("  {}\n", visible(&format!("cd {dir}")))).unwrap_or_default();
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
