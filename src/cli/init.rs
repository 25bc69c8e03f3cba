//! `smsdoc init`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use camino::{Utf8Path, Utf8PathBuf};

use super::arguments::Init;
use super::context::Context;
use super::refusal::refuse;
use super::{Error, Outcome, demo, output};
use crate::git;
use crate::report::text::visible;
use crate::scaffold::disk;
use crate::scaffold::starter::{File, Part, Surroundings, files};

pub(super) fn run(context: &Context, command: &Init) -> Result<Outcome, Error> {
    let target = target(context, command)?;
    if command.demo {
        return demo::run(context, command, &target);
    }
    let repository = repository(&target)?;
    let (place, top) = surroundings(repository.as_ref())?;
    let mut parts = command.parts();
    let mut remarks = Vec::new();
    // The forge and git look for these in the root of the repository only.
    let below = top.as_ref().is_some_and(|top| *top != target);
    if below && (parts.remove(&Part::Pipelines) | parts.remove(&Part::Hook)) {
        let top = top.as_deref().unwrap_or(&target);
        remarks.push(format!(
            "Left out: pipelines and hook, which belong into the root of the repository, {top}; take them from there with `smsdoc init {top} --only pipelines --only hook` and add `--root` to their commands"
        ));
    }
    let mut wanted = files(&parts, &place, &context.request(false))?;
    if holds_documents(&target) && parts.contains(&Part::Documents) {
        wanted.retain(|file| !is_document(file));
        remarks.push("sms-docs holds documents already, so no first ones were added; `smsdoc adopt sms-docs` gives fields to those that have none".to_owned());
    }
    let (kept, new): (Vec<File>, Vec<File>) =
        wanted.into_iter().partition(|file| target.join(&file.path).symlink_metadata().is_ok());
    for file in &new {
        disk::way(&target, &file.path)?;
    }
    if !command.dry_run {
        for file in &new {
            disk::create(&target, &file.path, file.text.as_bytes(), file.executable)?;
        }
    }
    output::print(&said(context, command, &target, &new, &kept))?;
    for remark in remarks {
        output::say(&format!("\n{}\n", visible(&remark)));
    }
    if !context.quiet && !command.dry_run && !new.is_empty() {
        output::print(&next(command, &place, repository.is_some(), &new))?;
    }
    Ok(Outcome::Clean)
}

/// The folder that becomes the root of the SMS; it need not be there yet.
fn target(context: &Context, command: &Init) -> Result<Utf8PathBuf, Error> {
    let named = command.dir.as_deref().unwrap_or(Utf8Path::new(""));
    let target: Utf8PathBuf = context.current.join(named).components().collect();
    if target.is_dir() || target.symlink_metadata().is_err() {
        return Ok(target.canonicalize_utf8().unwrap_or(target));
    }
    Err(refuse(format!("{target} is not a folder"), "name a folder, or a new one"))
}

/// The repository around a folder, or around the one that it will lie in.
fn repository(target: &Utf8Path) -> Result<Option<git::Repository>, Error> {
    match target.ancestors().find(|folder| folder.is_dir()) {
        Some(there) => Ok(git::Repository::discover(there)?),
        None => Ok(None),
    }
}

fn surroundings(repository: Option<&git::Repository>) -> Result<(Surroundings, Option<Utf8PathBuf>), Error> {
    let Some(git) = repository else {
        let place = Surroundings {
            user: git::user_of_computer()?,
            branch: git::first_branch_of_computer()?,
            used: BTreeSet::new(),
        };
        return Ok((place, None));
    };
    let place = Surroundings { user: git.user()?, branch: git.head_branch(), used: git.ids_ever()? };
    let top = git.workdir().and_then(|top| top.canonicalize_utf8().ok());
    Ok((place, top))
}

/// Whether somebody has begun to write in the content folder.
fn holds_documents(target: &Utf8Path) -> bool {
    use crate::read::tree::Tree;
    let files = Tree::Disk { top: target }.files("sms-docs".into()).unwrap_or_default();
    files.iter().any(|entry| crate::model::document::is_markdown(&entry.path))
}

fn is_document(file: &File) -> bool {
    file.path.starts_with("sms-docs") && crate::model::document::is_markdown(&file.path)
}

fn said(context: &Context, command: &Init, target: &Utf8Path, new: &[File], kept: &[File]) -> String {
    let mut out = String::new();
    if !new.is_empty() {
        let verb = if command.dry_run { "Would write in" } else { "Wrote in" };
        let _ = writeln!(out, "{verb} {}:", visible(target.as_str()));
        for file in new.iter().filter(|_| !context.quiet || command.dry_run) {
            let _ = writeln!(out, "  {}", file.path);
        }
    }
    if !kept.is_empty() {
        out.push_str("Left as it is, because it is there already:\n");
        for file in kept {
            let _ = writeln!(out, "  {}", file.path);
        }
    }
    out
}

/// The command that goes into a folder, with its name as a shell reads it.
pub(super) fn enter(dir: &Utf8Path) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'/' | b'-');
    let dir = dir.as_str();
    let quoted = if dir.bytes().all(plain) { dir.to_owned() } else { format!("'{}'", dir.replace('\'', "'\\''")) };
    visible(&format!("cd {quoted}"))
}

/// What to do next.
fn next(command: &Init, place: &Surroundings, in_git: bool, new: &[File]) -> String {
    let mut out = String::from("\nNext:\n");
    let mut step = |text: &str| {
        let _ = writeln!(out, "  {text}");
    };
    if let Some(dir) = &command.dir {
        step(&enter(dir));
    }
    if !in_git {
        let branch = place.branch.as_deref().unwrap_or("main");
        step(&visible(&format!("git init --initial-branch={branch}")));
    }
    if new.iter().any(|file| file.path.starts_with(".githooks")) {
        step("git config core.hooksPath .githooks     # checks before each commit");
    }
    step("git add --all && git commit -m \"Begin the SMS\"");
    step("smsdoc check");
    step("smsdoc serve                            # and write what is marked TODO");
    if place.user.is_none() {
        step("Git does not know you yet: put yourself into sms-docs/people.yaml");
    }
    out
}
