//! The report for people: what is wrong, where, how to mend it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::Report;
use super::text::{visible, wrap};
use crate::evaluate::redline::plural;
use crate::model::finding::{Finding, Place, Severity};

/// How the report is set.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns of the terminal.
    pub columns: usize,
    /// Colours, as an extra only.
    pub color: bool,
    /// List every note, also the hundredth of one rule.
    pub all: bool,
}

/// How many notes of one rule are listed: a thousand of them would hide what must be mended.
const NOTES: usize = 3;

/// From how many findings on the summary says how many there are of each rule.
const MANY: usize = 20;

/// Findings one after another, then the counts. Errors, warnings and information stand in the order of their places.
#[must_use]
pub fn report(report: &Report<'_>, style: Style) -> String {
    let mut out = findings(report, style);
    out.push_str(&waived(report, style));
    out.push_str(&summary(report));
    out
}

/// The findings alone.
#[must_use]
pub fn findings(report: &Report<'_>, style: Style) -> String {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(style.columns.max(40));
    let mut out = String::new();
    let mut notes: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in report.findings {
        if finding.severity == Severity::Info && !style.all {
            let seen = notes.entry(finding.rule).or_default();
            *seen += 1;
            if *seen > NOTES {
                continue;
            }
        }
        out.push_str(&one(report, finding, &renderer, style.columns));
        out.push_str("\n\n");
    }
    for (rule, count) in notes.iter().filter(|(_, count)| **count > NOTES) {
        let more = plural(count - NOTES, "more note");
        let _ = writeln!(out, "{more} of {rule}: `--verbose` lists all\n");
    }
    out
}

/// What is accepted for a time: a line each, so that nobody forgets it.
fn waived(report: &Report<'_>, style: Style) -> String {
    let mut out = String::new();
    for finding in report.waived {
        let Some(waiver) = &finding.waived else { continue };
        let (rule, line) = (finding.rule, finding.place.start.line);
        let text = format!("waived until {}: {rule} at {}:{line}: {}", waiver.until, finding.place.path, waiver.reason);
        out.push_str(&wrap(&visible(&text), style.columns.max(40).saturating_sub(2)).join("\n  "));
        out.push('\n');
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// The counts in one line: documents, errors, warnings, notes.
#[must_use]
pub fn counts(report: &Report<'_>) -> String {
    let counts = [(Severity::Error, "error"), (Severity::Warning, "warning")]
        .map(|(severity, word)| plural(report.count(severity), word));
    let mut out = format!("{}: {}", plural(report.documents, "document"), counts.join(", "));
    match report.count(Severity::Info) {
        0 => {}
        infos => {
            let _ = write!(out, ", {}", plural(infos, "note"));
        }
    }
    out
}

/// The counts, and what is not among them.
#[must_use]
pub fn summary(report: &Report<'_>) -> String {
    let mut out = counts(report);
    if !report.waived.is_empty() {
        let _ = write!(out, "; {} waived", report.waived.len());
    }
    out.push('\n');
    if report.findings.len() > MANY {
        let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in report.findings {
            *by_rule.entry(finding.rule).or_default() += 1;
        }
        let mut by_rule: Vec<_> = by_rule.into_iter().collect();
        by_rule.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
        for (rule, count) in by_rule {
            let _ = writeln!(out, "{count:>6} {rule}");
        }
    }
    if !report.known.is_empty() {
        let _ = writeln!(out, "{} of the baseline not counted", plural(report.known.len(), "finding"));
    }
    if report.mended > 0 {
        let verb = if report.mended == 1 { "is" } else { "are" };
        let mended = plural(report.mended, "finding");
        let _ =
            writeln!(out, "{mended} of the baseline {verb} mended: take them out with `smsdoc check --write-baseline`");
    }
    match report.findings.iter().filter(|finding| finding.fix.is_some()).count() {
        0 => {}
        count => {
            let _ = writeln!(out, "Mend {count} of them with `smsdoc check --fix`");
        }
    }
    if let Some(finding) = report.findings.first() {
        let _ = writeln!(out, "Explain a rule with `smsdoc explain {}`", finding.rule);
    }
    out
}

fn one(report: &Report<'_>, finding: &Finding, renderer: &Renderer, columns: usize) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let head = finding.severity.word().len() + finding.rule.len() + 4;
    let title = wrapped(&finding.message, columns, head, 0);
    let mut group = Group::with_title(level.primary_title(title).id(finding.rule));
    group = place(group, report, &finding.place, "", AnnotationKind::Primary, columns);
    for related in &finding.related {
        group = place(group, report, &related.place, &related.message, AnnotationKind::Context, columns);
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(wrapped(help, columns, 14, 14)));
    }
    let text = renderer.render(&[group]);
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Text of which each line fits; the first has less room.
fn wrapped(text: &str, columns: usize, first: usize, others: usize) -> String {
    let text = visible(text);
    let room = columns.saturating_sub(first.max(others)).max(20);
    wrap(&text, room).join("\n")
}

/// Adds a place: its line with a mark below what is meant, or only its path.
fn place<'a>(
    group: Group<'a>,
    report: &Report<'_>,
    place: &Place,
    label: &str,
    kind: AnnotationKind,
    columns: usize,
) -> Group<'a> {
    let path = visible(place.path.as_str());
    let source = report.sources.get(&place.path).zip(place.span);
    let Some((file, span)) = source else {
        let origin = Origin::path(path).line(place.start.line).char_column(place.start.column);
        return group.element(origin);
    };
    let (start, mut line) = around(file.text(), span.start);
    let end = span.end.clamp(span.start, start + line.len()).max(span.start);
    // The number of the line, the frame and dots on both sides take some.
    let room = columns.saturating_sub(place.start.line.to_string().len() + 10).max(20);
    let label = visible(label);
    let (start, end) = match label.width() {
        0 => cut(&mut line, start, span.start, end, room),
        width => beside(&mut line, start, span.start, end, room.saturating_sub(width + 1).max(20)),
    };
    let annotation = kind.span(span.start - start..end - start);
    let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
    let snippet = Snippet::source(line).line_start(place.start.line).annotation(annotation);
    let whole_line = start == 0 || file.text()[..start].ends_with(['\n', '\r']);
    if whole_line {
        return group.element(snippet.path(path));
    }
    // The snippet would count its columns from where the line was cut.
    let origin = Origin::path(path).line(place.start.line).char_column(place.start.column);
    group.element(origin).element(snippet)
}

/// Cuts a line of which more is meant than has room: its beginning where it is long, then as much of what is meant as
/// fits. Returns where the line begins now, and where what is meant ends.
fn cut(line: &mut String, start: usize, from: usize, to: usize, room: usize) -> (usize, usize) {
    let (before, rest) = line.split_at(from - start);
    if rest[..to - from].width() <= room {
        return (start, to); // the renderer leaves out what stands around it
    }
    let before = if before.width() * 2 > room { "" } else { before };
    let room = room - before.width();
    let mut width = 0;
    let fits = |char: &(usize, char)| {
        width += char.1.width().unwrap_or_default();
        width <= room
    };
    let end = rest.char_indices().take_while(fits).last().map_or(0, |(at, char)| at + char.len_utf8());
    let (start, end) = (from - before.len(), from + end);
    *line = format!("{before}{}", &rest[..end - from]);
    (start, end)
}

/// The same where words stand beside the mark: what is before it is left out where there is no room for all of them.
fn beside(line: &mut String, start: usize, from: usize, to: usize, room: usize) -> (usize, usize) {
    let (before, rest) = line.split_at(from - start);
    let meant = rest[..to - from].width();
    if meant > room || before.width() + meant <= room {
        return cut(line, start, from, to, room);
    }
    *line = rest.to_owned();
    (from, to)
}

/// Most bytes of a line that are shown on each side of what is meant.
const SHOWN: usize = 160;

/// The line that holds a byte, or the part of it around the byte, and where that begins. One line is enough to see what
/// is meant; the whole of a line of a megabyte is not.
fn around(text: &str, at: usize) -> (usize, String) {
    let boundary = |mut byte: usize| {
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    };
    let from = boundary(at.saturating_sub(SHOWN));
    let to = boundary((at + SHOWN).min(text.len())).max(at);
    let start = text[from..at].rfind(['\n', '\r']).map_or(from, |before| from + before + 1);
    let end = text[at..to].find(['\n', '\r']).map_or(to, |length| at + length);
    (start, text[start..end].to_owned())
}
