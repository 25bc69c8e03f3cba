//! `smsdoc services --what-if`.

use std::fmt::Write as _;

use serde::Serialize;

use super::arguments::{Services, ServicesFormat, WhatIf};
use super::context::Context;
use super::output::{self, hanging};
use super::refusal::refuse;
use super::services::breaches;
use super::{Error, Outcome};
use crate::evaluate::Sms;
use crate::evaluate::services::Services as Model;
use crate::evaluate::services::breach::Breach;
use crate::evaluate::services::what_if;
use crate::model::document::Document;
use crate::read::Workspace;
use crate::read::yaml;
use crate::report::text::visible;
use crate::site::exports::services as exports;
use crate::site::exports::table::{self, Cell, Column, Table};

/// What would be, `smsdoc/what-if/1`.
#[derive(Debug, Serialize)]
struct Export {
    schema: &'static str,
    as_of: String,
    supposed: Vec<Supposed>,
    /// SLAs that would break, with what breaks them.
    breaks: Vec<Broken>,
    /// What else would not fit any more.
    other: Vec<exports::FindingRow>,
    /// What would fit again.
    mended: Vec<exports::FindingRow>,
    /// Figures that would change.
    figures: Vec<Figure>,
}

#[derive(Debug, Serialize)]
struct Supposed {
    document: String,
    field: String,
    value: String,
}

#[derive(Debug, Serialize)]
struct Broken {
    sla: String,
    title: String,
    findings: Vec<exports::FindingRow>,
}

/// A figure of a service that would change.
#[derive(Debug, Serialize)]
struct Figure {
    service: String,
    what: &'static str,
    before: Option<String>,
    after: Option<String>,
}

pub(super) fn run(context: &Context, workspace: &Workspace, sms: &Sms, command: &Services) -> Result<Outcome, Error> {
    let mut texts: Vec<(usize, Document)> = Vec::new();
    for wanted in &command.what_if {
        apply(workspace, sms, wanted, &mut texts)?;
    }
    let (corpus, after) = what_if::with(sms, texts);
    let changed = Sms { corpus, services: after, ..sms.clone() };
    for wanted in &command.what_if {
        if !matters(sms, &changed, wanted) {
            let what = format!(
                "nothing is computed from `{}` of {}, or it has this value already",
                wanted.path.join("."),
                wanted.id
            );
            return Err(refuse(
                what,
                "name a field such as `availability`, `support_hours`, `priorities.levels.P1.resolve` or `continuity.rto`",
            ));
        }
    }
    let broken = what_if::only_in(&changed.services, &sms.services);
    let mended = what_if::only_in(&sms.services, &changed.services);
    let export = export(sms, &changed, command, &broken, &mended);
    match command.format {
        ServicesFormat::Json => output::print(&crate::model::json(&export))?,
        ServicesFormat::Csv => output::print_bytes(&csv(&export))?,
        ServicesFormat::Table => {
            output::print(&told(sms, &changed, &export, &broken, &mended, context.stdout().columns))?;
        }
        ServicesFormat::Xlsx => {
            let help = "write `--format csv`, or leave out `--what-if`";
            return Err(refuse("a workbook holds what is, not what would be", help));
        }
    }
    Ok(if broken.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

/// Whether a model reads what was supposed: else nobody would know that it was ignored.
fn matters(before: &Sms, after: &Sms, wanted: &WhatIf) -> bool {
    let (old, new) = (&before.services, &after.services);
    if let Some((was, is)) = old.service(&wanted.id).zip(new.service(&wanted.id)) {
        return old.services[was] != new.services[is];
    }
    if let Some((was, is)) = old.agreement(&wanted.id).zip(new.agreement(&wanted.id)) {
        return old.agreements[was] != new.agreements[is];
    }
    matches!(wanted.path.first().map(String::as_str), Some("rto" | "rpo" | "recovery" | "services" | "plan_kind"))
}

/// The SLAs whose promise a breach puts at stake: the one that it names, else those that rest on a service of it.
fn at_stake(model: &Model, breach: &Breach) -> Vec<usize> {
    if let Some(sla) = breach.sla {
        return vec![sla];
    }
    let rests = |sla: &usize| {
        let listed = model.agreements[*sla].services.iter().filter_map(|listed| model.service(&listed.value));
        listed.into_iter().any(|service| {
            breach.services.contains(&service)
                || model.paths.below(service, false).iter().any(|below| breach.services.contains(below))
        })
    };
    model.slas().map(|(sla, _)| sla).filter(rests).collect()
}

/// Puts one value into the text in force of its document.
fn apply(workspace: &Workspace, sms: &Sms, wanted: &WhatIf, texts: &mut Vec<(usize, Document)>) -> Result<(), Error> {
    let field = wanted.path.join(".");
    let is_one = |index: &usize| {
        let id = sms.corpus.entries[*index].id.as_str();
        sms.services.service(id).is_some() || sms.services.agreement(id).is_some() || is_plan(sms, *index)
    };
    let Some(index) = sms.corpus.index(&wanted.id).filter(is_one) else {
        let what = format!("`{}` is no service, agreement or plan in force", wanted.id);
        return Err(refuse(what, "`smsdoc services` and `smsdoc services --agreements` list them"));
    };
    let value = yaml::value(&wanted.value).filter(|value| !value.is_null()).ok_or_else(|| {
        let what = format!("`{}` is no value for `{field}`", wanted.value);
        refuse(what, "write it as in the front matter, in quotes where your shell asks for them")
    })?;
    let now = match texts.iter().find(|(entry, _)| *entry == index) {
        Some((_, text)) => text.clone(),
        None => sms.corpus.entries[index].document().as_ref().clone(),
    };
    let then = what_if::supposed(&now, &wanted.path, &value).map_err(|error| {
        refuse(
            format!("{} cannot be supposed: {error}", wanted.id),
            "name a field as in its front matter, with dots between",
        )
    })?;
    let schemas = workspace.schemas()?;
    let fence = crate::model::span::Span { start: 0, end: 0 };
    let messages = |document: &Document| -> Vec<(String, Option<String>)> {
        let found = schemas.check_document(&document.file, &document.front, fence);
        found.into_iter().map(|finding| (finding.message, finding.help)).collect()
    };
    let before = messages(&now);
    if let Some((message, help)) = messages(&then).into_iter().find(|found| !before.contains(found)) {
        let help = help.unwrap_or_else(|| "write it as in the front matter".to_owned());
        return Err(refuse(format!("{}.{field} cannot be `{}`: {message}", wanted.id, wanted.value), help));
    }
    texts.retain(|(entry, _)| *entry != index);
    texts.push((index, then));
    Ok(())
}

fn is_plan(sms: &Sms, index: usize) -> bool {
    let entry = &sms.corpus.entries[index];
    entry.is_in_force() && entry.doc_type.as_ref().is_some_and(|doc_type| doc_type.name == "plan")
}

fn export(sms: &Sms, changed: &Sms, command: &Services, broken: &[&Breach], mended: &[&Breach]) -> Export {
    let rows =
        |sms: &Sms, of: Vec<&Breach>| of.into_iter().filter_map(|at| exports::finding(sms, at)).collect::<Vec<_>>();
    let model = &changed.services;
    let mut slas: Vec<usize> = broken.iter().flat_map(|breach| at_stake(model, breach)).collect();
    slas.sort_unstable();
    slas.dedup();
    Export {
        schema: "smsdoc/what-if/1",
        as_of: sms.inputs.today.to_string(),
        supposed: command
            .what_if
            .iter()
            .map(|wanted| Supposed {
                document: wanted.id.clone(),
                field: wanted.path.join("."),
                value: wanted.value.clone(),
            })
            .collect(),
        breaks: slas
            .into_iter()
            .map(|sla| Broken {
                sla: changed.services.agreements[sla].id.clone(),
                title: changed.services.agreements[sla].title.clone(),
                findings: rows(
                    changed,
                    broken.iter().copied().filter(|breach| at_stake(model, breach).contains(&sla)).collect(),
                ),
            })
            .collect(),
        other: rows(changed, broken.iter().copied().filter(|breach| at_stake(model, breach).is_empty()).collect()),
        mended: rows(sms, mended.to_vec()),
        figures: figures(&sms.services, &changed.services, sms),
    }
}

/// The figures of services that differ.
fn figures(before: &Model, after: &Model, sms: &Sms) -> Vec<Figure> {
    let now = exports::now(sms);
    let mut found = Vec::new();
    for (index, service) in after.services.iter().enumerate() {
        let Some(was) = before.service(&service.id) else { continue };
        let chain = |model: &Model, index: usize| {
            let row = &model.chains.rows[index];
            (!row.is_empty() && !before.withheld.contains(&was))
                .then(|| format!("{} %", model.product(row, &model.terms_of_service(index)).percent.rounded(4)))
        };
        let downtime = |model: &Model, index: usize| {
            let downtime = model.downtime_of_service(index, &now)?;
            Some(format!("{} per {}", downtime.stated.allowed, downtime.terms.period.words()))
        };
        let support = |model: &Model, index: usize| {
            let support = model.support(index, &now);
            support
                .effective
                .clone()
                .or_else(|| (!support.week.is_empty()).then(|| format!("{} s a week", support.week_seconds())))
        };
        let pairs = [
            ("chain", chain(before, was), chain(after, index)),
            ("allowed downtime", downtime(before, was), downtime(after, index)),
            ("effective support hours", support(before, was), support(after, index)),
        ];
        let differing = pairs.into_iter().filter(|(_, before, after)| before != after);
        found.extend(differing.map(|(what, before, after)| Figure {
            service: service.id.clone(),
            what,
            before,
            after,
        }));
    }
    found
}

fn csv(export: &Export) -> Vec<u8> {
    let columns = vec![
        Column::text("change", 10),
        Column::text("sla", 10),
        Column::text("rule", 24),
        Column::text("severity", 9),
        Column::text("document", 10),
        Column::text("message", 80),
    ];
    let row = |change: &str, sla: &str, finding: &exports::FindingRow| {
        let texts = [change, sla, finding.rule, finding.severity, &finding.document, &finding.message];
        texts.map(|text| Cell::text(Some(text))).to_vec()
    };
    let broken = export.breaks.iter().flat_map(|at| at.findings.iter().map(|finding| row("breaks", &at.sla, finding)));
    let other = export.other.iter().map(|finding| row("breaks", "", finding));
    let mended = export.mended.iter().map(|finding| row("mended", "", finding));
    table::csv(&Table { name: "What if".to_owned(), columns, rows: broken.chain(other).chain(mended).collect() })
}

fn told(sms: &Sms, changed: &Sms, export: &Export, broken: &[&Breach], mended: &[&Breach], columns: usize) -> String {
    let mut out = String::new();
    for supposed in &export.supposed {
        let text = format!("{}.{} = {}", supposed.document, supposed.field, supposed.value);
        hanging(&mut out, "If ", &text, columns);
    }
    out.push('\n');
    if export.breaks.is_empty() {
        out.push_str("No SLA breaks.\n");
    } else {
        let what = if export.breaks.len() == 1 { "SLA breaks" } else { "SLAs break" };
        let _ = writeln!(out, "{} {what}:", export.breaks.len());
        for at in &export.breaks {
            hanging(&mut out, &format!("  {:<8} ", at.sla), &visible(&at.title), columns);
        }
    }
    if !broken.is_empty() {
        out.push_str("\nWhat would not fit:\n");
        breaches(&mut out, changed, broken, columns);
    }
    if !mended.is_empty() {
        out.push_str("\nWhat would fit again:\n");
        for breach in mended {
            let Some(entry) = sms.corpus.entries.get(breach.entry) else { continue };
            let text = format!("{} [{}]", visible(&breach.message), breach.kind.rule());
            hanging(&mut out, &format!("  {:<8} ", entry.id.as_str()), &text, columns);
        }
    }
    if export.figures.is_empty() {
        out.push_str("\nNo figure changes.\n");
        return out;
    }
    out.push_str("\nFigures that change:\n");
    for figure in &export.figures {
        let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
        let line = format!("{}: {} before, {} after", figure.what, text(&figure.before), text(&figure.after));
        hanging(&mut out, &format!("  {:<8} ", figure.service), &line, columns);
    }
    out
}
