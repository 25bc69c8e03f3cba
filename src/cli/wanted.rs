//! Which findings `smsdoc check` is asked for.

use camino::Utf8PathBuf;

use super::Error;
use super::arguments::Check;
use super::context::Context;
use crate::model::baseline::Baseline;
use crate::model::finding::Finding;
use crate::read::Workspace;
use crate::rules::{self, Verdict};

/// Which findings are asked for.
pub(super) struct Wanted {
    /// Only in these files and folders; where there is none, in all.
    paths: Vec<Utf8PathBuf>,
    /// Not what was there before the change.
    before: Option<Baseline>,
}

impl Wanted {
    /// What the arguments of `check` ask for.
    pub(super) fn new(context: &Context, command: &Check, workspace: &Workspace) -> Result<Self, Error> {
        let paths = command.paths.iter().map(|path| context.relative(workspace, path)).collect();
        Ok(Self { paths, before: before(context, command, workspace)? })
    }

    /// The findings that are asked for, among all.
    pub(super) fn of(&self, mut verdict: Verdict) -> Verdict {
        if let Some(before) = &self.before {
            verdict.findings = before.split(verdict.findings).0;
        }
        if !self.paths.is_empty() {
            let within = |finding: &Finding| self.paths.iter().any(|path| finding.place.path.starts_with(path));
            verdict.findings.retain(within);
            verdict.known.retain(within);
            verdict.waived.retain(within);
        }
        verdict
    }
}

/// The findings at the commit from which the change went out: the last one that it shares with `--base`.
fn before(context: &Context, command: &Check, workspace: &Workspace) -> Result<Option<Baseline>, Error> {
    let Some(revision) = &command.base else { return Ok(None) };
    let commit = context.base(workspace, revision)?;
    let sms = context.evaluate_at(workspace, commit)?;
    Ok(Some(Baseline::of(&rules::judge(&sms))))
}
