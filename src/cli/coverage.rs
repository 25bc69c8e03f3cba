//! `smsdoc coverage`.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::arguments::{Coverage, CoverageFormat, MinLevel};
use super::context::Context;
use super::output::hanging;
use super::refusal::{list, refuse};
use super::{Error, Outcome, output};
use crate::evaluate::Sms;
use crate::evaluate::comparison::{self, ClauseChange};
use crate::evaluate::coverage::Level;
use crate::model::date;
use crate::model::framework::Framework;
use crate::report::text::visible;
use crate::site::exports;
use crate::site::exports::coverage::{self, Export, Row};
use crate::site::exports::origin::Origin;
use crate::site::exports::oscal;

pub(super) fn run(context: &Context, command: &Coverage) -> Result<Outcome, Error> {
    if command.format == CoverageFormat::Xlsx {
        output::no_terminal("smsdoc coverage --format xlsx > coverage.xlsx")?;
    }
    let workspace = context.workspace()?;
    if command.trend {
        return trend(context, &context.controlled(&workspace, &context.request(true))?, command.format);
    }
    let (sms, lowered): (Sms, Option<Vec<ClauseChange>>) = match &command.base {
        None => (context.controlled(&workspace, &context.request(true))?, None),
        Some(base) => {
            let mut request = context.request(false);
            request.published = false;
            let after = context.whole(&workspace, &request)?;
            let before = context.evaluate_at(&workspace, context.base(&workspace, base)?)?;
            let framework = framework(&after, command.framework.as_deref())?;
            let id = framework.id.clone();
            let (expected, change) = comparison::once_in_force(&before, after, &id);
            (expected, Some(change.clauses.into_iter().filter(|clause| clause.after < clause.before).collect()))
        }
    };
    let framework = framework(&sms, command.framework.as_deref())?;
    let least = command.min_level.map(MinLevel::level);
    let failed = failed(&sms, framework, least, lowered.as_deref());
    match command.format {
        CoverageFormat::Json => output::print_bytes(&coverage::json(&sms, framework))?,
        CoverageFormat::Csv => output::print_bytes(&coverage::csv(&sms, framework))?,
        CoverageFormat::Xlsx => {
            let origin = Origin::alone(&sms, context.audience.as_deref());
            output::print_bytes(&coverage::xlsx(&sms, framework, &origin)?)?;
        }
        CoverageFormat::Oscal => output::print_bytes(&oscal::component_definition(&sms, framework))?,
        CoverageFormat::OscalCatalog => output::print_bytes(&oscal::catalog(&sms.inputs, framework))?,
        CoverageFormat::Table => output::print(&table(&sms, framework, context.stdout().columns))?,
    }
    let columns = context.stderr().columns;
    let mut told = String::new();
    // A gate that was meant for another list must not open.
    let refused = sms.inputs.refused_frameworks.get(&framework.id);
    if let Some(why) = refused {
        hanging(&mut told, "", &format!("{why}; the list of the program is in use"), columns);
    }
    let gate = command.min_level.is_some() || command.base.is_some();
    if failed.is_empty() && (refused.is_none() || !gate) {
        output::say(&told);
        return Ok(Outcome::Clean);
    }
    for (clause, why) in failed {
        hanging(&mut told, &format!("{clause:<8} "), &why, columns);
    }
    output::say(&told);
    Ok(Outcome::Findings)
}

/// Coverage over time.
fn trend(context: &Context, sms: &Sms, format: CoverageFormat) -> Result<Outcome, Error> {
    match format {
        CoverageFormat::Json => output::print_bytes(&exports::trend::json(sms))?,
        CoverageFormat::Csv => output::print_bytes(&exports::trend::csv(sms))?,
        CoverageFormat::Xlsx => {
            let origin = Origin::alone(sms, context.audience.as_deref());
            output::print_bytes(&exports::trend::xlsx(sms, &origin)?)?;
        }
        CoverageFormat::Oscal | CoverageFormat::OscalCatalog => {
            let help = "leave out `--trend`, or write `--format json`";
            return Err(refuse("OSCAL holds one day, and no course over time", help));
        }
        CoverageFormat::Table => output::print(&course(sms, context.stdout().columns))?,
    }
    Ok(Outcome::Clean)
}

/// A line for each point, with a bar as wide as the terminal allows.
fn course(sms: &Sms, columns: usize) -> String {
    let points = sms.past.trend();
    if points.is_empty() {
        return "There is no history to tell from.\n".to_owned();
    }
    let width = points.iter().map(|point| visible(&point.name).width()).max().unwrap_or_default().min(30);
    let bar = columns.saturating_sub(width + 34).clamp(5, 40);
    let mut out = String::new();
    for point in points {
        let name = visible(&point.name);
        let total = point.levels.len().max(1);
        let filled = point.covered() * bar / total;
        let pad = " ".repeat(width.saturating_sub(name.width()));
        let [covered, evidenced] = [point.covered(), point.count(Level::Evidenced)];
        let line = format!(
            "{name}{pad}  {}  {}{}  {covered} of {total}, {evidenced} evidenced",
            point.day,
            "#".repeat(filled),
            ".".repeat(bar - filled)
        );
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// The framework that was asked for, else that of the configuration.
fn framework<'a>(sms: &'a Sms, asked: Option<&str>) -> Result<&'a Framework, Error> {
    let id = asked.unwrap_or(&sms.inputs.config.framework);
    sms.inputs.frameworks.get(id).ok_or_else(|| {
        if let Some(why) = sms.inputs.refused_frameworks.get(id) {
            return refuse(format!("the framework `{id}` cannot be used: {why}"), "`smsdoc check` shows the place");
        }
        let known = list(sms.inputs.frameworks.keys().map(|id| format!("`{id}`")), "and");
        refuse(
            format!("there is no framework `{id}`"),
            format!("there are {known}; others are added as files in `schema/frameworks/`"),
        )
    })
}

/// Clauses for which the command fails, with why.
fn failed(
    sms: &Sms,
    framework: &Framework,
    least: Option<Level>,
    lowered: Option<&[ClauseChange]>,
) -> Vec<(String, String)> {
    if let Some(lowered) = lowered {
        let counts = |change: &&ClauseChange| least.is_none_or(|least| change.after < least);
        let told = lowered.iter().filter(counts).map(|change| {
            let why = format!("{}: was {}, becomes {}", change.title, change.before.word(), change.after.word());
            (change.id.clone(), why)
        });
        return told.collect();
    }
    let Some(least) = least else { return Vec::new() };
    let clauses = sms.coverage_of(&framework.id).clauses.iter().zip(framework.leaves());
    let below = clauses.filter(|(found, _)| found.level < least).map(|(found, clause)| {
        (clause.id.clone(), format!("{}: {}, less than {}", clause.title, found.level.word(), least.word()))
    });
    below.collect()
}

/// `1 gap`, `26 gaps`, `8 covered`.
fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if word == "gap" && count != 1 { "s" } else { "" })
}

/// What the levels are called.
fn word(level: Level) -> &'static str {
    match level {
        Level::Gap => "gap",
        Level::Mentioned => "not in force",
        Level::Overdue => "overdue",
        Level::Covered => "covered",
        Level::Evidenced => "evidenced",
    }
}

fn table(sms: &Sms, framework: &Framework, columns: usize) -> String {
    let export = coverage::export(sms, framework);
    let coverage = sms.coverage_of(&framework.id);
    let mut out = String::new();
    let width = framework.leaves().map(|leaf| visible(&leaf.id).width()).max().unwrap_or_default().clamp(8, 36);
    for clause in &export.clauses {
        if !clause.leaf {
            let _ = writeln!(out, "{}{} {}", if out.is_empty() { "" } else { "\n" }, clause.id, visible(&clause.title));
            continue;
        }
        let begin = format!("  {:<width$} {:<12} ", visible(&clause.id), word(clause.level));
        hanging(&mut out, &begin, &format!("{}: {}", clause.title, by(clause)), columns);
    }
    let counts = Level::ALL.iter().rev().map(|level| (coverage.count(*level), word(*level)));
    let counts: Vec<String> =
        counts.filter(|(count, _)| *count > 0).map(|(count, word)| counted(count, word)).collect();
    let total = coverage.clauses.len();
    let _ = writeln!(out);
    hanging(
        &mut out,
        "",
        &format!(
            "{} of {total} clauses of {} covered on {}: {}.",
            coverage.covered(),
            export.title,
            date::display(sms.inputs.today),
            counts.join(", ")
        ),
        columns,
    );
    hanging(&mut out, "", coverage::NOTE, columns);
    gaps(&mut out, sms, &export, columns);
    out
}

/// What answers a clause, in a line.
fn by(clause: &Row) -> String {
    let mut ids: Vec<&str> = clause.documents.iter().map(|claim| claim.id.as_str()).collect();
    ids.extend(clause.records.iter().map(|record| record.id.as_str()));
    ids.dedup();
    if ids.is_empty() { "no document".to_owned() } else { ids.join(", ") }
}

/// Clauses that are open, with what is planned, and records that are wanted.
fn gaps(out: &mut String, sms: &Sms, export: &Export, columns: usize) {
    let open: Vec<&Row> = export.clauses.iter().filter(|row| row.leaf && row.level < Level::Covered).collect();
    if !open.is_empty() {
        let bare = |row: &&&Row| row.level == Level::Gap && row.plans.is_empty() && row.unfit.is_empty();
        let _ = writeln!(out, "\nOpen, and what is planned:");
        for clause in open.iter().filter(|row| !bare(row)) {
            let plans: Vec<String> = clause.plans.iter().map(|plan| plan.sentence(sms)).collect();
            let plans = if plans.is_empty() { "Nothing is planned.".to_owned() } else { plans.join(" ") };
            hanging(out, &format!("  {:<8} ", clause.id), &format!("{} {plans}", clause.reason), columns);
        }
        let bare: Vec<&str> = open.iter().filter(bare).map(|row| row.id.as_str()).collect();
        if !bare.is_empty() {
            let text = format!("No document claims, and nothing is planned for: {}.", bare.join(", "));
            hanging(out, "  ", &text, columns);
        }
    }
    let wanted: Vec<&Row> =
        export.clauses.iter().filter(|row| row.level >= Level::Covered && !row.missing.is_empty()).collect();
    if !wanted.is_empty() {
        let _ = writeln!(out, "\nCovered, and still wanted in writing:");
        for clause in wanted {
            let lacks: Vec<&str> = clause.missing.iter().map(|lack| lack.reason.as_str()).collect();
            hanging(out, &format!("  {:<8} ", clause.id), &lacks.join("; "), columns);
        }
    }
}
