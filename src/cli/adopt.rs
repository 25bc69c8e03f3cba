//! `smsdoc adopt`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::arguments::Adopt;
use super::context::Context;
use super::new::{area, doc_type, library, role_id};
use super::refusal::{list, refuse};
use super::{Error, Outcome, output};
use crate::model::document::is_markdown;
use crate::read::Workspace;
use crate::read::tree::{Kind, Tree};
use crate::report::text::visible;
use crate::scaffold::adopt::guess::Source;
use crate::scaffold::adopt::{Adopted, Candidate, Options, Skipped, look};
use crate::scaffold::library::Library;

/// Files that stand in many repositories and tell of these, not of the work. Whoever means one names it.
const OF_REPOSITORIES: [&str; 7] =
    ["README", "LICENSE", "LICENCE", "CONTRIBUTING", "CHANGELOG", "CODE_OF_CONDUCT", "PULL_REQUEST_TEMPLATE"];

/// A file with the folder that was named for it, which is kept when files move.
type Found = (Utf8PathBuf, Utf8PathBuf);

pub(super) fn run(context: &Context, command: &Adopt) -> Result<Outcome, Error> {
    let workspace = context.workspace()?;
    let mut library = library(context)?;
    let options = Options {
        doc_type: command.doc_type.as_deref().map(|name| doc_type(&library, name)).transpose()?.map(|found| found.name),
        owner: command.owner.as_deref().map(|role| role_id(&library, role)).transpose()?,
        classification: command.classification.clone(),
        drop_unknown: command.drop_unknown,
    };
    let into = command.into.as_deref().map(|into| target(context, &workspace, &library, into)).transpose()?;
    let mut skipped = Vec::new();
    let mut candidates: Vec<(Candidate, Utf8PathBuf)> = Vec::new();
    for (path, named) in files(context, &workspace, command, &mut skipped)? {
        match look(&library, workspace.top(), &path, &options) {
            Ok(candidate) => candidates.push((candidate, named)),
            Err(reason) => skipped.push(reason),
        }
    }
    let areas = areas(&library, command, &candidates)?;
    let mut adopted = Vec::new();
    for (candidate, named) in candidates {
        let to = match &into {
            Some(into) => into.join(candidate.path.strip_prefix(&named).unwrap_or(&candidate.path)),
            None => candidate.path.clone(),
        };
        let area = areas.get(&candidate.doc_type).and_then(Option::as_deref);
        if to != candidate.path && workspace.top().join(&to).symlink_metadata().is_ok() {
            let reason = format!("there is a file at its new place, {to}");
            skipped.push(Skipped::new(&candidate.path, &reason, ""));
            continue;
        }
        match candidate.adopt(&mut library, area, to, &options) {
            Ok(file) => adopted.push(file),
            Err(reason) => skipped.push(reason),
        }
    }
    output::print(&shown(context, &library, &adopted, &skipped))?;
    if adopted.is_empty() {
        output::print("There is nothing to write\n")?;
        return Ok(Outcome::Clean);
    }
    let files = count(adopted.len());
    let agreed = command.yes || !command.dry_run && output::ask(&format!("Write {files}?"))?.unwrap_or_default();
    if !agreed {
        output::print("Nothing was written; add `--yes` to write it\n")?;
        return Ok(Outcome::Clean);
    }
    for file in &adopted {
        file.write(workspace.top())?;
    }
    output::print(&format!("Wrote {files}\n"))?;
    if !context.quiet {
        output::print("Next: `smsdoc check`, write what is marked TODO, and commit\n")?;
    }
    Ok(Outcome::Clean)
}

/// The folder that files move into.
fn target(context: &Context, workspace: &Workspace, library: &Library, into: &Utf8Path) -> Result<Utf8PathBuf, Error> {
    let content = &library.inputs.content_folder;
    let full: Utf8PathBuf = context.current.join(into).components().collect();
    let there = full.ancestors().find_map(|folder| Some((folder.canonicalize_utf8().ok()?, folder.to_owned())));
    let within = there.and_then(|(found, folder)| {
        let rest = full.strip_prefix(&folder).ok()?;
        let path = found.join(rest);
        path.strip_prefix(workspace.top()).ok().map(Utf8Path::to_owned)
    });
    let within = within.filter(|path| path.starts_with(content) && !path.as_str().contains(".."));
    within.ok_or_else(|| {
        refuse(format!("{into} is not below {content}"), format!("name a folder such as {content}/adopted"))
    })
}

/// The Markdown files that were named, or lie in folders that were; each once, by path.
fn files(
    context: &Context,
    workspace: &Workspace,
    command: &Adopt,
    skipped: &mut Vec<Skipped>,
) -> Result<Vec<Found>, Error> {
    let mut found: BTreeMap<Utf8PathBuf, Utf8PathBuf> = BTreeMap::new();
    for named in &command.paths {
        let full = context.current.join(named);
        let real = full.canonicalize_utf8().map_err(|_| refuse(format!("there is no {named}"), "check the path"))?;
        let Ok(path) = real.strip_prefix(workspace.top()) else {
            let what = format!("{named} lies outside of {}", workspace.top());
            return Err(refuse(what, "copy the files into the repository first"));
        };
        if !real.is_dir() {
            let folder = path.parent().unwrap_or(Utf8Path::new("")).to_owned();
            match is_markdown(path) {
                true => drop(found.insert(path.to_owned(), folder)),
                false => skipped.push(Skipped::new(path, "it is no Markdown file (.md)", "")),
            }
            continue;
        }
        let files = Tree::Disk { top: workspace.top() }.files(path).map_err(crate::read::Error::from)?;
        for entry in files.into_iter().filter(|entry| entry.kind == Kind::File && is_markdown(&entry.path)) {
            let stem = entry.path.file_stem().unwrap_or_default().to_ascii_uppercase();
            if OF_REPOSITORIES.contains(&stem.as_str()) {
                let help = "name the file itself to adopt it";
                skipped.push(Skipped::new(&entry.path, "it seems to tell of the repository", help));
            } else {
                found.entry(entry.path).or_insert_with(|| path.to_owned());
            }
        }
    }
    Ok(found.into_iter().collect())
}

/// The area for each type that needs new ids.
fn areas(
    library: &Library,
    command: &Adopt,
    candidates: &[(Candidate, Utf8PathBuf)],
) -> Result<BTreeMap<String, Option<String>>, Error> {
    let names: BTreeSet<&str> = candidates.iter().map(|(candidate, _)| candidate.doc_type.as_str()).collect();
    let mut areas = BTreeMap::new();
    for name in names {
        let doc_type = doc_type(library, name)?;
        let named = command.area.as_deref().filter(|_| doc_type.id_area);
        areas.insert(name.to_owned(), area(library, &doc_type, named, !command.yes)?);
    }
    Ok(areas)
}

/// What would be written, what is left alone, and one file as an example.
fn shown(context: &Context, library: &Library, adopted: &[Adopted], skipped: &[Skipped]) -> String {
    let columns = context.stdout().columns;
    let mut out = String::new();
    let width = |of: fn(&Adopted) -> &str| adopted.iter().map(|file| of(file).width()).max().unwrap_or_default();
    let (ids, types, owners) = (width(|file| &file.id), width(|file| &file.doc_type), width(|file| &file.owner));
    for file in adopted {
        let arrow = if file.path == file.to { String::new() } else { format!(" -> {}", file.to) };
        let _ = writeln!(out, "{}", visible(&format!("{}{arrow}", file.path)));
        let fixed = format!("  {:<ids$}  {:<types$}  {:<owners$}  ", file.id, file.doc_type, file.owner);
        let rest = columns.saturating_sub(fixed.width()).max(10);
        let _ = writeln!(out, "{fixed}{}", cut(&visible(&file.title), rest));
        if !file.dropped.is_empty() {
            output::hanging(&mut out, "  left out: ", &file.dropped.join(", "), columns);
        }
    }
    if !adopted.is_empty() {
        out.push('\n');
        output::hanging(&mut out, "", &guesses(adopted), columns);
    }
    let content = &library.inputs.content_folder;
    let outside = adopted.iter().filter(|file| !file.to.starts_with(content)).count();
    if outside > 0 {
        let what = format!(
            "{} outside {content}, where nothing is checked or published: add `--into {content}/FOLDER` to move",
            if outside == 1 { "1 file lies".to_owned() } else { format!("{outside} files lie") }
        );
        output::hanging(&mut out, "", &what, columns);
    }
    if adopted.iter().any(|file| file.path != file.to) {
        let what = "Links from and to files that move are not changed; `smsdoc check` lists those that break";
        output::hanging(&mut out, "", what, columns);
    }
    if let Some(example) = adopted.first() {
        let _ = write!(out, "\nFor example {}:\n{}", visible(example.to.as_str()), difference(example, columns));
    }
    if !skipped.is_empty() {
        let _ = writeln!(out, "{}Left alone:", if adopted.is_empty() { "" } else { "\n" });
        left_alone(&mut out, skipped, columns);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// The files that are left alone, those with the same reason together.
fn left_alone(out: &mut String, skipped: &[Skipped], columns: usize) {
    let mut reasons: BTreeMap<(&str, &str), Vec<&Skipped>> = BTreeMap::new();
    for file in skipped {
        reasons.entry((&file.reason, &file.help)).or_default().push(file);
    }
    for ((reason, help), files) in reasons {
        let mut fields: BTreeMap<&str, usize> = BTreeMap::new();
        for name in files.iter().flat_map(|file| &file.unknown) {
            *fields.entry(name).or_default() += 1;
        }
        let fields: Vec<String> = fields.iter().map(|(name, files)| format!("`{name}` ({})", count(*files))).collect();
        let fields = if fields.is_empty() { String::new() } else { format!(": {}", fields.join(", ")) };
        let help = if help.is_empty() { String::new() } else { format!("; {help}") };
        output::hanging(out, "  ", &format!("{reason}{fields}{help}"), columns);
        for file in files {
            let _ = writeln!(out, "    {}", visible(file.path.as_str()));
        }
    }
}

/// What told the types.
fn guesses(adopted: &[Adopted]) -> String {
    let of = |source: Source| adopted.iter().filter(|file| file.source == source).count();
    let words = [
        (Source::Name, "by the name of the file"),
        (Source::Title, "by the title"),
        (Source::Folder, "by the folder"),
        (Source::Stated, "stated"),
        (Source::Asked, "as asked"),
        (Source::Nothing, "because nothing tells another"),
    ];
    let told: Vec<String> = words
        .into_iter()
        .map(|(source, words)| (of(source), words))
        .filter(|(number, _)| *number > 0)
        .map(|(number, words)| format!("{number} {words}"))
        .collect();
    format!("{}. Types: {} (`--type` says another)", count(adopted.len()), list(told.into_iter(), "and"))
}

/// What changes in the fields of a file, and how its text begins.
fn difference(file: &Adopted, columns: usize) -> String {
    let before = String::from_utf8_lossy(&file.before);
    let front = |text: &str| -> Vec<String> {
        let end = crate::read::front_matter::split(text).map_or(0, |parts| parts.body.start);
        text[..end].lines().map(|line| visible(line.trim_start_matches('\u{feff}'))).collect()
    };
    let (old, new) = (front(&before), front(&file.after));
    let mut out = String::new();
    let mut line = |sign: char, text: &str| {
        let _ = writeln!(out, "  {sign} {}", cut(text, columns.saturating_sub(4)));
    };
    old.iter().filter(|text| !new.contains(text)).for_each(|text| line('-', text));
    for text in &new {
        line(if old.contains(text) { ' ' } else { '+' }, text);
    }
    let end = crate::read::front_matter::split(&file.after).map_or(0, |parts| parts.body.start);
    file.after[end..].lines().filter(|text| !text.trim().is_empty()).take(2).for_each(|text| line(' ', &visible(text)));
    out
}

fn count(files: usize) -> String {
    if files == 1 { "1 file".to_owned() } else { format!("{files} files") }
}

/// A text that fits into so many columns.
fn cut(text: &str, columns: usize) -> String {
    if text.width() <= columns {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |char: &char| {
        used += char.width().unwrap_or_default();
        used <= columns
    };
    text.chars().take_while(fits).chain(['…']).collect()
}
