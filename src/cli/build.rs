//! `smsdoc build`.

use rayon::prelude::*;

use super::arguments::Build;
use super::context::Context;
use super::{Error, Outcome, output};
use crate::evaluate::evaluate;
use crate::evaluate::redline::plural;
use crate::model::inputs::Content;
use crate::publish::{ManifestHead, Stage, Target};
use crate::report::{Report, human};
use crate::rules::{self, Verdict};
use crate::site::Site;
use crate::site::audience::{self, Shown};

pub(super) fn run(context: &Context, command: &Build) -> Result<Outcome, Error> {
    if command.pdf {
        let message = "`--pdf` is not there yet. Open a document in a browser and print it: every sheet has its number, version and date";
        return Err(Error::Usage(message.to_owned()));
    }
    let workspace = context.workspace()?;
    let mut request = context.request(!command.draft);
    request.drafts = command.draft;
    request.uncommitted = true;
    let read = workspace.read(&request)?;
    let audience = audience::audience(&read.inputs, context.audience.as_deref())?;
    let sms = evaluate(read.inputs, &read.texts);
    let verdict = rules::verdict(&sms);
    let denied = verdict.findings.iter().any(|finding| command.deny.covers(finding.severity));
    let is_clean = verdict.findings.is_empty();
    let whole = human::summary(&Report::new(&sms, &verdict));
    let (findings, kept) = audience::told(&sms, verdict.findings, &audience);
    let verdict = Verdict { findings, ..verdict };
    output::say(&human::findings(&Report::new(&sms, &verdict), context.stderr()));
    if !kept.is_empty() {
        let (count, stand) = (plural(kept.len(), "finding"), if kept.len() == 1 { "stands" } else { "stand" });
        output::say(&format!(
            "{count} {stand} in what `{audience}` may not read, so that this log does not show them: `smsdoc check` does\n\n"
        ));
    }
    if !context.quiet || !is_clean {
        output::say(&whole);
    }
    if denied {
        output::say("Nothing was published: what is there stays as it was.\n");
        return Ok(Outcome::Findings);
    }
    let Shown { sms: shown, left_out, tags } = audience::filter(sms, &audience);
    let head = ManifestHead {
        tool: format!("smsdoc {}", env!("CARGO_PKG_VERSION")),
        commit: match shown.inputs.content {
            Content::Commit(id) => Some(id),
            Content::WorkingTree => None,
        },
        tags,
        as_of: shown.inputs.today,
        audience: audience.clone(),
        dirty: !shown.inputs.uncommitted.is_empty(),
    };
    let site = Site::new(shown, &read.theme, read.attachments, &audience, false)?;
    let out = context.current.join(&command.out);
    let protected = [
        workspace.content(),
        workspace.root().join("schema"),
        workspace.root().join("themes"),
        workspace.root().join("src"),
    ];
    let stage = Stage::begin(&Target { out: &out, protected: &protected })?;
    let paths: Vec<_> = site.paths().collect();
    paths.into_par_iter().try_for_each(|path| {
        let bytes = site.render(path)?.unwrap_or_default();
        Ok::<(), Error>(stage.write(path, &bytes)?)
    })?;
    let published = stage.finish(head)?;
    if !context.quiet {
        if left_out.unclassified > 0 {
            output::say(&format!(
                "{} left out, because their classification is missing or unknown\n",
                documents(left_out.unclassified)
            ));
        }
        if left_out.above > 0 && context.verbose {
            output::say(&format!(
                "{} left out, because they are not for the audience `{audience}`\n",
                documents(left_out.above)
            ));
        }
        output::say(&format!("Published {} files for `{audience}` in {}\n", published.files, command.out));
    }
    Ok(Outcome::Clean)
}

fn documents(count: usize) -> String {
    if count == 1 { "1 document is".to_owned() } else { format!("{count} documents are") }
}
