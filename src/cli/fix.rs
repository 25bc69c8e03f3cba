//! `smsdoc check --fix`: writes what can be mended without asking anybody, and says what it wrote.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use super::context::Context;
use super::wanted::Wanted;
use super::{Error, output};
use crate::evaluate::Sms;
use crate::model::document::Status;
use crate::model::finding::Finding;
use crate::model::fix::{self, TextEdit};
use crate::model::inputs::Content;
use crate::model::source::SourceFile;
use crate::model::statement::Statement;
use crate::read::{Workspace, document};
use crate::report::text::visible;
use crate::rules;
use crate::scaffold::disk;

/// Most passes: a field that was renamed may show a value that can be mended.
const PASSES: usize = 8;

/// Longest value that is shown whole, in characters.
const SHOWN: usize = 60;

/// Mends what is asked for and can be mended.
pub(super) fn apply(context: &Context, workspace: &Workspace, wanted: &Wanted) -> Result<(), Error> {
    let mut done = 0;
    let mut left_alone = Vec::new();
    for _ in 0..PASSES {
        let sms = context.evaluate(workspace, &context.request(false))?;
        if sms.inputs.content != Content::WorkingTree {
            let what =
                "`--fix` changes the files on disk, and `--as-of` looks at a commit\n  = help: leave one of them out";
            return Err(Error::Usage(what.to_owned()));
        }
        let files: BTreeMap<&Utf8Path, &SourceFile> = {
            let documents = sms.inputs.documents.iter().map(|document| &document.file);
            let settings = sms.inputs.people_file.iter().chain(&sms.inputs.config_file);
            documents.chain(settings).map(|file| (file.path(), file)).collect()
        };
        let mut findings = wanted.of(rules::verdict(&sms)).findings;
        findings.retain(|finding| !edits(finding).is_empty());
        let (kept, findings): (Vec<_>, Vec<_>) =
            findings.into_iter().partition(|finding| keeps_out(&sms, finding).is_some());
        left_alone = kept.into_iter().filter_map(|finding| Some((keeps_out(&sms, &finding)?, finding))).collect();
        let chosen = chosen(&findings);
        if chosen.is_empty() {
            break;
        }
        for (path, fixes) in chosen {
            let Some(file) = files.get(path.as_path()) else { continue };
            let edits = fixes.iter().flat_map(|finding| edits(finding));
            let Some(text) = fix::apply(file.text(), edits) else { continue };
            if damaged(file, &text) {
                continue;
            }
            disk::replace(&workspace.top().join(&path), file.text().as_bytes(), text.as_bytes())?;
            for finding in &fixes {
                output::say(&line(file, finding));
            }
            done += fixes.len();
        }
    }
    for (why, finding) in left_alone {
        let place = format!("{}:{}:{}", finding.place.path, finding.place.start.line, finding.place.start.column);
        let id = finding.document.as_deref().unwrap_or("the document");
        output::say(&format!("left alone {place}: {id} {why} ({})\n", finding.rule));
    }
    match done {
        0 => output::say("Nothing to mend without asking\n"),
        1 => output::say("Mended 1 finding; look at it with `git diff`\n"),
        _ => output::say(&format!("Mended {done} findings; look at them with `git diff`\n")),
    }
    Ok(())
}

/// Why a text stays as it is: a fix would change what was approved, so that it would be approved no longer, or a record
/// that is closed.
fn keeps_out(sms: &Sms, finding: &Finding) -> Option<&'static str> {
    let entry = sms.corpus.at_path(&finding.place.path)?;
    let head = &entry.head;
    let fixed = if entry.is_record() {
        let line = sms.inputs.line.documents.get(&entry.id.folded());
        let texts = line.into_iter().flat_map(|line| &line.states).filter_map(|state| state.statement());
        let closed = |text: &Statement| text.closed_on.is_some() || text.status == Some(Status::Closed);
        let why = "is a closed record; correct it by an entry in `corrections`";
        texts.into_iter().any(|text| text.hash == head.hash && closed(text)).then_some(why)
    } else {
        let why = "is approved as it is written; mend it in its next version";
        entry.editions.iter().any(|edition| edition.statement.hash == head.hash).then_some(why)
    }?;
    let text = fix::apply(head.file.text(), edits(finding))?;
    let after = document::text(head.file.path(), text.into_bytes()).map(|document| document.hash);
    (after != Some(head.hash)).then_some(fixed)
}

/// Whether a document would have other fields than before, or none that can be read. No fix is to do that.
fn damaged(file: &SourceFile, text: &str) -> bool {
    let fields = |text: &str| {
        let document = document::text(file.path(), text.as_bytes().to_vec())?;
        Some(document.front.entries().len())
    };
    file.path().extension() == Some("md") && fields(file.text()) != fields(text)
}

fn edits(finding: &Finding) -> &[TextEdit] {
    finding.fix.as_ref().map_or(&[], |fix| &fix.edits)
}

/// Findings by the file that their fix changes. Of fixes that overlap, the first: the others come in a later pass.
fn chosen(findings: &[Finding]) -> BTreeMap<Utf8PathBuf, Vec<&Finding>> {
    let mut chosen: BTreeMap<Utf8PathBuf, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        let Some(first) = edits(finding).first() else { continue };
        let others = chosen.entry(first.path.clone()).or_default();
        let taken = others.iter().flat_map(|other| edits(other));
        let overlaps = |edit: &TextEdit| {
            taken.clone().any(|other| edit.span.start <= other.span.end && other.span.start <= edit.span.end)
        };
        if !edits(finding).iter().any(overlaps) {
            others.push(finding);
        }
    }
    chosen
}

/// What was done, in a line: the place, the rule, and the old and new text where they are short.
fn line(file: &SourceFile, finding: &Finding) -> String {
    let start = finding.place.start;
    let place = format!("{}:{}:{}", finding.place.path, start.line, start.column);
    let short = |text: &str| !text.contains('\n') && text.chars().count() <= SHOWN;
    let what = match edits(finding) {
        [edit] if short(&edit.text) && short(file.slice(edit.span)) => {
            format!("`{}` is now `{}`", visible(file.slice(edit.span)), visible(&edit.text))
        }
        _ => finding.fix.as_ref().map(|fix| fix.title.clone()).unwrap_or_default(),
    };
    format!("mended {place}: {what} ({})\n", finding.rule)
}
