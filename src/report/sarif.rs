//! The report as SARIF 2.1.0, which code hosts and editors read.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::Report;
use super::uri;
use crate::model::baseline;
use crate::model::finding::{Finding, Place, Severity};
use crate::model::fix::{Fix, TextEdit};
use crate::model::span::Position;
use crate::rules::{self, RULES, Rule};

const VERSION: &str = "2.1.0";
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// Name under which readers find the fingerprint of a result.
const FINGERPRINT: &str = "smsdoc/v1";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Message<'static>,
    full_description: Message<'static>,
    help: Message<'static>,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Properties {
    basis: &'static str,
    tags: Vec<&'static str>,
}

#[derive(Serialize)]
struct Message<'a> {
    text: Cow<'a, str>,
}

impl<'a> Message<'a> {
    fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message<'a>,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Change<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression<'a>>,
}

#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    justification: Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
    physical_location: Physical,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    description: Message<'a>,
    artifact_changes: Vec<ArtifactChange<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: Artifact,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Message<'a>,
}

/// The report as SARIF. Findings that are set aside are results with a suppression, so that readers may show them.
#[must_use]
pub fn report(report: &Report<'_>) -> String {
    let result = |finding, print| outcome(report, finding, print);
    let mut results: Vec<_> = report
        .findings
        .iter()
        .zip(baseline::fingerprints(report.findings))
        .map(|(at, print)| result(at, print))
        .collect();
    let waived = report.waived.iter().map(|finding| (finding, "inSource", waiver(finding)));
    let known = report.known.iter().map(|finding| (finding, "external", "in the baseline of the repository".into()));
    let aside: Vec<Finding> = report.waived.iter().chain(report.known).cloned().collect();
    let prints = baseline::fingerprints(&aside);
    results.extend(waived.chain(known).zip(prints).map(|((finding, kind, justification), print)| Outcome {
        suppressions: vec![Suppression { kind, justification }],
        ..result(finding, print)
    }));
    let version = env!("CARGO_PKG_VERSION");
    let rules = RULES.iter().map(|rule| descriptor(rule)).collect();
    let driver = Driver { name: "smsdoc", version, semantic_version: version, rules };
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results };
    crate::model::json(&Log { schema: SCHEMA, version: VERSION, runs: [run] })
}

/// Why a finding is waived, and how long.
fn waiver(finding: &Finding) -> Cow<'_, str> {
    let text = finding.waived.as_ref().map(|waiver| format!("waived until {}: {}", waiver.until, waiver.reason));
    text.unwrap_or_default().into()
}

fn descriptor(rule: &'static Rule) -> Descriptor {
    Descriptor {
        id: rule.id,
        short_description: Message::new(rule.summary),
        full_description: Message::new(rule.summary),
        help: Message::new(rule.explain),
        default_configuration: Configuration { level: level(rule.severity) },
        properties: Properties { basis: rule.basis, tags: rule.code.into_iter().collect() },
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn outcome<'a>(report: &Report<'_>, finding: &'a Finding, fingerprint: String) -> Outcome<'a> {
    let related = finding.related.iter().enumerate().map(|(index, related)| Location {
        id: Some(index + 1),
        message: Some(Message::new(related.message.as_str())),
        physical_location: physical(&related.place),
    });
    Outcome {
        rule_id: finding.rule,
        rule_index: RULES.iter().position(|rule| rule.id == finding.rule),
        level: level(finding.severity),
        message: Message::new(rules::sentence(finding)),
        locations: [Location { id: None, message: None, physical_location: physical(&finding.place) }],
        related_locations: related.collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint)]),
        fixes: finding.fix.iter().filter_map(|fix| change(report, fix)).collect(),
        suppressions: Vec::new(),
    }
}

fn artifact(path: &camino::Utf8Path) -> Artifact {
    Artifact { uri: uri(path), uri_base_id: "SRCROOT" }
}

fn physical(place: &Place) -> Physical {
    let region = place.span.map(|_| region(place.start, place.end));
    Physical { artifact_location: artifact(&place.path), region }
}

fn region(start: Position, end: Position) -> Region {
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

/// A fix. `None` where its file is not at hand, so that nobody could say which lines it changes.
fn change<'a>(report: &Report<'_>, fix: &'a Fix) -> Option<Change<'a>> {
    let replacement = |edit: &'a TextEdit| {
        let place = report.sources.get(&edit.path)?.place(edit.span);
        Some(ArtifactChange {
            artifact_location: artifact(&edit.path),
            replacements: vec![Replacement {
                deleted_region: region(place.start, place.end),
                inserted_content: Message::new(edit.text.as_str()),
            }],
        })
    };
    let changes = fix.edits.iter().map(replacement).collect::<Option<Vec<_>>>()?;
    Some(Change { description: Message::new(fix.title.as_str()), artifact_changes: changes })
}
