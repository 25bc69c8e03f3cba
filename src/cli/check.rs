//! `smsdoc check`.

use std::mem::ManuallyDrop;

use super::arguments::{Check, ReportFormat};
use super::context::Context;
use super::wanted::Wanted;
use super::{Error, Outcome, fix, output};
use crate::evaluate::Sms;
use crate::model::baseline::Baseline;
use crate::read::{self, Workspace};
use crate::report::{Report, github, gitlab, human, json, junit, sarif, short};
use crate::rules;
use crate::scaffold::disk;

pub(super) fn run(context: &Context, command: &Check) -> Result<Outcome, Error> {
    let workspace = context.workspace()?;
    let wanted = Wanted::new(context, command, &workspace)?;
    if command.fix {
        fix::apply(context, &workspace, &wanted)?;
    }
    let sms = context.evaluate(&workspace, &context.request(false))?;
    if command.write_baseline {
        return write_baseline(&workspace, sms);
    }
    let verdict = wanted.of(rules::verdict(&sms));
    let report = ManuallyDrop::new(Report::new(&sms, &verdict));
    let text = match command.format {
        ReportFormat::Human => human::report(&report, context.stdout()),
        ReportFormat::Short => short::report(&report),
        ReportFormat::Json => json::report(&report),
        ReportFormat::Sarif => sarif::report(&report),
        ReportFormat::Github => github::report(&report),
        ReportFormat::Gitlab => gitlab::report(&report),
        ReportFormat::Junit => junit::report(&report, |severity| command.deny.covers(severity)),
    };
    output::print(&text)?;
    match command.format {
        ReportFormat::Github => {
            step_summary(&github::summary(&report))?;
            output::say(&human::summary(&report));
        }
        // The file is for the forge; who reads the log wants to know how it went.
        ReportFormat::Gitlab | ReportFormat::Junit | ReportFormat::Sarif if !context.quiet => {
            output::say(&human::summary(&report));
        }
        _ => {}
    }
    let denied = verdict.findings.iter().any(|finding| command.deny.covers(finding.severity));
    // The process ends here: taking ten thousand documents apart one by one would only make people wait.
    std::mem::forget((sms, workspace));
    Ok(if denied { Outcome::Findings } else { Outcome::Clean })
}

/// Writes all findings into the file that sets them aside.
fn write_baseline(workspace: &Workspace, mut sms: Sms) -> Result<Outcome, Error> {
    // What the old file set aside belongs into the new one, too.
    sms.inputs.baseline = Baseline::default();
    let path = workspace.content().join(read::workspace::BASELINE);
    let shown = path.strip_prefix(workspace.top()).unwrap_or(&path);
    let mut findings = rules::judge(&sms);
    // What is wrong with the old file ends with it.
    findings.retain(|finding| finding.place.path != shown);
    let known = Baseline::of(&findings);
    disk::refresh(&path, read::baseline::write(&known).as_bytes())?;
    let count = known.iter().map(|(_, count)| count).sum::<usize>();
    let (findings, they) = if count == 1 { ("finding", "it") } else { ("findings", "them") };
    output::say(&format!(
        "Wrote {shown} with {count} {findings}. From now on `smsdoc check` and `smsdoc build` count only what is new;\n\
         commit the file, mend {they} one by one, and write it again after each.\n"
    ));
    Ok(Outcome::Clean)
}

/// Adds the summary to the page of the pipeline's run, where there is one.
#[expect(clippy::disallowed_methods, reason = "the pipeline names the file in the environment")]
fn step_summary(text: &str) -> Result<(), Error> {
    use std::io::Write as _;
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else { return Ok(()) };
    let mut file = std::fs::OpenOptions::new().append(true).create(true).open(path)?;
    file.write_all(text.as_bytes())?;
    Ok(())
}
