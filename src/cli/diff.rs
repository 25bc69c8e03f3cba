//! `smsdoc diff`.

use super::arguments::{Diff, DiffFormat};
use super::compared::{Finder, Pair, heading};
use super::context::Context;
use super::{Error, Outcome, lookup, output};
use crate::evaluate::redline::redline;
use crate::git::Repository;
use crate::report::redline::{Compared, Look, json, terminal};
use crate::report::text::visible;
use crate::site::render::redline_page;

pub(super) fn run(context: &Context, command: &Diff) -> Result<Outcome, Error> {
    let workspace = context.workspace()?;
    let mut request = context.request(false);
    request.uncommitted = !request.published;
    let sms = context.controlled(&workspace, &request)?;
    let entry = lookup::entry(&sms, &command.id)?;
    let git = Repository::discover(workspace.top())?;
    let finder = Finder { sms: &sms, entry, git: git.as_ref() };
    let (old, new) = match finder.pair(command.from.as_deref(), command.to.as_deref())? {
        Pair::Two(two) => *two,
        Pair::One(only) if command.format == DiffFormat::Terminal => {
            let what =
                if entry.is_record() { "is a record".to_owned() } else { format!("has one version, {}", only.name) };
            output::print(&visible(&format!("{} {what}, and nothing was changed since", entry.id)))?;
            output::print("\n")?;
            return Ok(Outcome::Clean);
        }
        Pair::One(only) => ((*only).clone(), *only),
    };
    let changes = redline(&old.document, &new.document);
    let lines = heading(entry, &old, &new);
    let text = match command.format {
        DiffFormat::Terminal => {
            let style = context.stdout();
            terminal(&changes, &lines, Look { columns: style.columns, color: style.color })
        }
        DiffFormat::Json => {
            let title = new.document.title_or_label();
            json(&changes, Compared { document: entry.id.as_str(), title, from: &old.name, to: &new.name })
        }
        DiffFormat::Html => {
            let language = new.document.language.as_ref().map(|language| language.value.as_str());
            redline_page::page(&redline_page::Page {
                language: language.unwrap_or(&sms.inputs.config.site.language),
                heading: &lines,
                from: &old.name,
                to: &new.name,
                redline: &changes,
            })
        }
    };
    output::print(&text)?;
    Ok(Outcome::Clean)
}
