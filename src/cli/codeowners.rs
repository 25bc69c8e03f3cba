//! `smsdoc codeowners`.

use camino::Utf8PathBuf;

use super::arguments::{Codeowners, ForgeName};
use super::context::Context;
use super::refusal::refuse;
use super::{Error, Outcome, output};
use crate::evaluate::codeowners::{block, block_in, updated};
use crate::model::inputs::Inputs;
use crate::model::people::Forge;
use crate::model::source::SourceFile;
use crate::scaffold::disk;

pub(super) fn run(context: &Context, command: &Codeowners) -> Result<Outcome, Error> {
    let workspace = context.workspace()?;
    let mut request = context.request(false);
    request.history = false;
    let inputs = workspace.read(&request)?.inputs;
    let (path, forge) = target(&inputs, command.format);
    let made = block(&inputs, forge);
    let found = inputs.codeowners.iter().find(|file| file.path() == path);
    let text = found.map(SourceFile::text).unwrap_or_default();
    if command.check {
        let fresh = block_in(text).is_some_and(|found| text[found.range].replace("\r\n", "\n") == made.trim_end());
        if !fresh {
            output::say(&format!(
                "{path} does not name today's owners and approvers; run `smsdoc codeowners --write --format {}`\n",
                forge.word()
            ));
        }
        return Ok(if fresh { Outcome::Clean } else { Outcome::Findings });
    }
    if !command.write {
        output::print(&made)?;
        return Ok(Outcome::Clean);
    }
    if context.as_of.is_some() {
        return Err(refuse("`--as-of` looks at the past, and files are written today", "leave `--as-of` out"));
    }
    let after = updated(text, &made);
    if found.is_some() {
        disk::replace(&workspace.top().join(&path), text.as_bytes(), after.as_bytes())?;
    } else {
        disk::create(workspace.top(), &path, after.as_bytes(), false)?;
    }
    if !context.quiet {
        output::print(&format!("Wrote {path}\n"))?;
    }
    Ok(Outcome::Clean)
}

/// The file that is meant, and for which forge: the one that holds the generated part already, else the first that the
/// forge looks at, else a new one.
fn target(inputs: &Inputs, asked: Option<ForgeName>) -> (Utf8PathBuf, Forge) {
    let asked = asked.map(|forge| match forge {
        ForgeName::Github => Forge::Github,
        ForgeName::Gitlab => Forge::Gitlab,
    });
    let marked = inputs.codeowners.iter().find_map(|file| Some((file.path(), block_in(file.text())?)));
    let lies_with_gitlab = |file: &SourceFile| file.path().starts_with(".gitlab");
    let forge = asked
        .or(marked.as_ref().and_then(|(_, block)| block.forge))
        .unwrap_or_else(|| if inputs.codeowners.iter().any(lies_with_gitlab) { Forge::Gitlab } else { Forge::Github });
    let marked = marked.filter(|(_, block)| block.forge.is_none_or(|found| found == forge)).map(|(path, _)| path);
    let other = if forge == Forge::Github { ".gitlab" } else { ".github" };
    let first = inputs.codeowners.iter().map(SourceFile::path).find(|path| !path.starts_with(other));
    let new = if forge == Forge::Github { ".github/CODEOWNERS" } else { "CODEOWNERS" };
    (marked.or(first).map_or_else(|| new.into(), camino::Utf8Path::to_owned), forge)
}
