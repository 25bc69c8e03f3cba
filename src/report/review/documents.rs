//! What was touched, which rules are broken, what becomes of coverage, and who points at changed text.

use camino::Utf8Path;

use super::table::Table;
use super::{Review, clip, list, short};
use crate::evaluate::comparison::{Cited, FileWas, Reached, Touched, Use, What};
use crate::evaluate::coverage::Level;
use crate::evaluate::redline::plural;
use crate::model::document::{Status, is_markdown};
use crate::model::finding::Severity;
use crate::report::markdown::{cell, code, plain};
use crate::report::uri;

/// Longest path that is made a link.
const LINKED: usize = 300;

pub(super) fn documents(review: &Review<'_>) -> Table {
    let rows = review.comparison.documents.iter().map(|document| {
        vec![
            format!("{}<br>{}", linked(review, document), plain(&clip(&document.title, 120))),
            happened(document),
            version(document),
            step(document.status_before.map(status), document.status_after.map(status)),
            from(document),
            wrote(document),
            reason(document),
        ]
    });
    let columns =
        &["Document", "What happened", "Version", "Status", "In force from", "Changed by", "What it says changed"];
    Table::new("Documents touched", columns, rows.collect())
}

/// The id, as a link to the file where there is one.
fn linked(review: &Review<'_>, document: &Touched) -> String {
    let name = code(&clip(&document.id, 60));
    if document.what == What::Removed || document.path.as_str().len() > LINKED {
        return name;
    }
    format!("[{name}]({}{})", review.files.unwrap_or_default(), uri(&document.path))
}

/// The reason that is given, where it is not that of the version before.
fn reason(document: &Touched) -> String {
    let reason = document.change_summary.as_deref().map(short).unwrap_or_default();
    if document.kept.contains(&"change_summary") { format!("**as before**: {reason}") } else { reason }
}

fn from(document: &Touched) -> String {
    let day = document.from.map(|day| day.to_string()).unwrap_or_default();
    if document.kept.contains(&"effective_on") {
        return format!("{day}, **as before**");
    }
    let ends = document.status_after == Some(Status::Withdrawn) && !day.is_empty();
    if ends { format!("not from {day} on") } else { day }
}

fn happened(document: &Touched) -> String {
    let what = match document.what {
        What::New => format!("new, {}", plural(document.words, "word")),
        What::Changed => "changed".to_owned(),
        What::Control => "only status, owner or dates".to_owned(),
        What::Moved => "moved, nothing else".to_owned(),
        What::Withdrawn => "withdrawn".to_owned(),
        What::Removed if document.record => "**file removed**".to_owned(),
        What::Removed => "**file removed**; what is in force stays so until it is withdrawn".to_owned(),
    };
    match &document.moved_from {
        Some(from) => format!("{what}; moved from {}", path(from)),
        None => what,
    }
}

fn path(path: &Utf8Path) -> String {
    code(&clip(path.as_str(), 160))
}

fn version(document: &Touched) -> String {
    let number = |number: &Option<String>| number.as_deref().map(|number| plain(&clip(number, 40)));
    let (before, after) = (number(&document.version.before), number(&document.version.after));
    let step = step(before, after);
    match &document.version.not_above {
        Some(newest) => format!("{step}; **not raised**: {} is approved already", plain(&clip(newest, 40))),
        None => step,
    }
}

fn step<T: AsRef<str> + PartialEq>(before: Option<T>, after: Option<T>) -> String {
    match (before, after) {
        (Some(before), Some(after)) if before == after => after.as_ref().to_owned(),
        (Some(before), Some(after)) => format!("{} → {}", before.as_ref(), after.as_ref()),
        (None, Some(after)) => after.as_ref().to_owned(),
        (Some(before), None) => format!("was {}", before.as_ref()),
        (None, None) => String::new(),
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::InReview => "in review",
        status => status.word(),
    }
}

fn wrote(document: &Touched) -> String {
    let mut names: Vec<String> = document.authors.iter().map(|name| plain(&clip(name, 60))).collect();
    if document.uncommitted {
        names.push("not committed yet".to_owned());
    }
    if names.is_empty() { String::new() } else { list(&names, "and") }
}

/// Other files, such as attachments; schemas and themes are only counted.
pub(super) fn files(review: &Review<'_>) -> Table {
    let files = &review.comparison.files;
    let count = |of| files.iter().filter(|file| file.of == of).count();
    let mut items = Vec::new();
    for (of, noun, meaning) in [
        (
            Use::Schema,
            "schema",
            "they say what fields a document has, and which types are records, which nobody approves",
        ),
        (Use::Theme, "theme", "they say how pages look"),
    ] {
        if count(of) > 0 {
            items.push(format!("{} of the {noun} changed: {meaning}", plural(count(of), "file")));
        }
    }
    items.extend(files.iter().filter(|file| matches!(file.of, Use::Names | Use::Content)).map(|file| {
        let was = match file.was {
            FileWas::Added => "added",
            FileWas::Changed => "changed",
            FileWas::Removed => "removed",
        };
        let meaning = match (file.of, file.path.file_name()) {
            (Use::Names, _) => ": it says which names and addresses are the same person",
            (_, Some("smsdoc-baseline.json")) => ": it sets findings aside",
            (_, Some("people.yaml" | "smsdoc.yaml")) => ", and nothing that counts is other than before",
            _ if is_markdown(&file.path) && file.was != FileWas::Removed => ": it is no document that could be read",
            _ => "",
        };
        format!("{} {was}{meaning}", path(&file.path))
    }));
    Table::list("Other files", items)
}

pub(super) fn rules(review: &Review<'_>) -> Table {
    let mut findings: Vec<_> = review.findings.iter().collect();
    // Stable: within a weight, the order of the report stays.
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let rows = findings.iter().map(|finding| {
        let weight = match finding.severity {
            Severity::Error => "**error**",
            Severity::Warning => "warning",
            Severity::Info => "note",
        };
        let place = format!("{}:{}", clip(finding.place.path.as_str(), 160), finding.place.start.line);
        vec![
            format!("{weight}<br>{}", code(finding.rule)),
            code(&place),
            cell(&clip(&finding.message, 400)),
            cell(&clip(finding.help.as_deref().unwrap_or_default(), 400)),
        ]
    });
    let mut table = Table::new("Rules broken", &["Rule", "Place", "What is wrong", "How to mend it"], rows.collect());
    if findings.is_empty() {
        table.intro = "The change breaks no rule.".to_owned();
    }
    let mut below: Vec<String> = mended(review).into_iter().collect();
    if review.set_aside > 0 {
        let (findings, are) =
            (plural(review.set_aside, "new finding"), if review.set_aside == 1 { "is" } else { "are" });
        below.push(format!(
            "{findings} {are} not listed, because a waiver or the baseline sets {} aside.",
            if review.set_aside == 1 { "it" } else { "them" }
        ));
    }
    table.outro = below.join(" ");
    table
}

/// How many findings are gone.
pub(super) fn mended(review: &Review<'_>) -> Option<String> {
    (review.mended > 0).then(|| format!("The change mends {}.", plural(review.mended, "finding")))
}

pub(super) fn coverage(review: &Review<'_>) -> Table {
    let change = &review.comparison.coverage;
    let rows = change.clauses.iter().map(|clause| {
        let ids: Vec<String> = clause.documents.iter().map(|id| code(&clip(id, 60))).collect();
        vec![
            plain(&clip(&clause.id, 60)),
            short(&clause.title),
            level(clause.before).to_owned(),
            level(clause.after).to_owned(),
            if ids.is_empty() { "settings or dates".to_owned() } else { list(&ids, "and") },
        ]
    });
    let columns = &["Clause", "Title", "Before", "After", "Because of"];
    let mut table = Table::new("Clause coverage", columns, rows.collect());
    if change.clauses.is_empty() {
        return table;
    }
    table.intro = format!(
        "Clauses of {} that are answered otherwise once this change is approved and in force:",
        short(&change.framework)
    );
    let totals = change.totals.iter().map(|total| {
        let (before, after) = (total.before, total.after);
        if before == after {
            format!("{} {after}", level(total.level))
        } else {
            format!("{} {before} → {after}", level(total.level))
        }
    });
    table.outro = format!("All clauses: {}.", totals.collect::<Vec<_>>().join(", "));
    table
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Gap => "no document",
        Level::Mentioned => "nothing in force",
        Level::Overdue => "review overdue",
        Level::Covered => "covered",
        Level::Evidenced => "covered, with records",
    }
}

pub(super) fn links(review: &Review<'_>) -> Table {
    let rows = review.comparison.links.iter().map(|cited| {
        let more = if cited.more > 0 { format!(" and {}", plural(cited.more, "more place")) } else { String::new() };
        let place = code(&format!("{}:{}", clip(cited.path.as_str(), 160), cited.line));
        vec![code(&clip(&cited.source, 60)), format!("{place}{more}"), target(cited), reached(cited)]
    });
    let columns = &["Document", "Where", "Points at", "What changed there"];
    let mut table = Table::new("Links that now point at changed text", columns, rows.collect());
    if !table.rows.is_empty() {
        table.intro = "These documents are not part of the change. Do they still fit?".to_owned();
    }
    table
}

fn target(cited: &Cited) -> String {
    let id = code(&clip(&cited.target, 60));
    let section = cited.heading.as_ref().or(cited.anchor.as_ref()).map(|name| format!(", {}", short(name)));
    let field = cited.field.map(|field| format!(" (in {})", code(field))).unwrap_or_default();
    format!("{id}{}{field}", section.unwrap_or_default())
}

fn reached(cited: &Cited) -> String {
    match cited.reached {
        Reached::Removed => "the file is gone",
        Reached::Withdrawn => "it is withdrawn",
        Reached::SectionGone => "**the section is gone**",
        Reached::SectionChanged => "the section changed",
        Reached::TextChanged => "the text changed",
    }
    .to_owned()
}
