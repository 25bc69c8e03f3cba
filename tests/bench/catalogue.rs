//! A catalogue of services: how long the model takes, with 2,000 services, 6,000 dependencies and 500 SLAs.

use std::fmt::Write as _;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use divan::{Bencher, black_box};
use smsdoc::evaluate::evaluate;
use smsdoc::evaluate::reading::Reading;
use smsdoc::evaluate::services::services;

use crate::{open, request};

/// Services of a catalogue; it has three dependencies for each, and an SLA for every fourth.
const SIZES: [usize; 2] = [200, 2_000];

const SETTINGS: &str = "control: {zone: Europe/London}\nas_of: 2026-11-22\n";

/// Makes a catalogue in the temporary folder, once. Services depend on later ones, so that no circle comes about.
fn folder(count: usize) -> Utf8PathBuf {
    let folder =
        Utf8PathBuf::from_path_buf(std::env::temp_dir()).expect("a path").join(format!("smsdoc-catalogue-{count}"));
    let content = folder.join("sms-docs");
    if content.join("done").exists() {
        return folder;
    }
    fs::create_dir_all(&content).expect("a folder");
    fs::write(content.join("smsdoc.yaml"), SETTINGS).expect("settings");
    for agreement in 0..count / 4 {
        fs::write(content.join(format!("sla-{agreement:04}.md")), sla(agreement, count)).expect("an SLA");
        fs::write(content.join(format!("ola-{agreement:04}.md")), ola(agreement, count)).expect("an OLA");
    }
    for service in 0..count {
        fs::write(content.join(format!("svc-{service:04}.md")), self::service(service, count)).expect("a service");
    }
    fs::write(content.join("done"), "").expect("a mark");
    folder
}

fn common(id: &str, doc_type: &str) -> String {
    format!(
        "---\nid: {id}\ntitle: {id}\ntype: {doc_type}\nversion: \"1.0\"\nstatus: approved\nowner: service-owner\n\
         classification: internal\nlanguage: en\nclauses: []\nauthors: [ann]\napprover: ben\napproved_on: 2026-01-01\n\
         effective_on: 2026-01-01\nreview_interval: P12M\nnext_review: 2027-01-01\nchange_summary: First version.\n"
    )
}

fn service(number: usize, count: usize) -> String {
    let mut text = common(&format!("SVC-{number:04}"), "service");
    let _ = writeln!(
        text,
        "service_kind: {}\nservice_state: live\ndescription: A service.\nintended_outcomes: [Work gets done]\ndepends_on:",
        if number.is_multiple_of(4) { "customer" } else { "supporting" }
    );
    // Distances that differ from service to service, so that chains are deep and meet again.
    for step in [1, 2 + number % 7, 11 + number * 13 % 97] {
        let target = number + step;
        if target < count {
            let _ = writeln!(text, "  - {{target: SVC-{target:04}, kind: {}}}", kind(number, step));
        } else {
            let agreement = number * step % (count / 4);
            let _ = writeln!(text, "  - {{target: part-{agreement}, kind: serial, agreement: OLA-{agreement:04}}}");
        }
    }
    let _ = write!(
        text,
        "views: [internal]\ncriticality: low\nservice_owner: service-owner\nservice_hours: 24x7\nsupport_hours: 24x7\n"
    );
    if number.is_multiple_of(4) {
        let _ = writeln!(text, "customers: [acme]\nslas: [SLA-{:04}]", number / 4);
    }
    text + "---\n\n# What the service does\n"
}

fn kind(number: usize, step: usize) -> &'static str {
    match (number + step) % 10 {
        0 => "non_critical",
        1 | 2 => "redundant",
        _ => "serial",
    }
}

const HOURS: &str = "{tz: Europe/London, days: [mon, tue, wed, thu, fri], from: \"08:00\", to: \"18:00\"}";

fn agreed() -> String {
    format!(
        "term: {{start: 2026-01-01, end: 2028-12-31, notice: P90D}}\nagreement: {{date: 2026-01-01, evidence: Signed copy}}\n\
         service_hours: 24x7\nsupport_hours: {HOURS}\ntargets:\n  - {{metric: Tickets in time, comparator: at_least, value: \"95\", \
         unit: percent, period: calendar_month, source: Tickets}}\n"
    )
}

fn sla(number: usize, _: usize) -> String {
    let mut text = common(&format!("SLA-{number:04}"), "sla");
    let _ = write!(
        text,
        "services: [SVC-{:04}]\ncustomer: acme\nprovider: us\n{}availability: {{percent: \"99.5\", period: calendar_month, \
         basis: 24x7, unit_measured: each site, measuring_interval: PT60S}}\npriorities:\n  levels:\n    P1: {{respond: PT15M, \
         resolve: PT4H, clock: 24x7}}\n    P3: {{respond: PT4H, resolve: PT20H, clock: support}}\nworkload_limits: \
         {{none_agreed: Not needed}}\nexceptions: {{none_agreed: Not needed}}\nreporting: {{frequency: P1M, audience: All, \
         report: REL-RPT-001}}\n",
        number * 4,
        agreed()
    );
    text + "---\n\n# Parties and services\n"
}

fn ola(number: usize, count: usize) -> String {
    let mut text = common(&format!("OLA-{number:04}"), "ola");
    let _ = write!(
        text,
        "provider: team-{number}\nreceiver: us\nprovider_kind: internal\nservices_supported: [SVC-{:04}]\n{}availability: \
         {{percent: \"99.99\", period: calendar_month, basis: 24x7, unit_measured: each site, measuring_interval: PT60S}}\n\
         priorities:\n  levels:\n    P1: {{respond: PT10M, resolve: PT1H, clock: 24x7}}\n    P3: {{respond: PT2H, resolve: \
         PT5H, clock: support}}\ncommitments: []\nactivities: [Runs it]\ninterfaces: []\n",
        number % count,
        agreed()
    );
    text + "---\n\n# Parties and scope\n"
}

fn read(folder: &Utf8Path) -> smsdoc::evaluate::Sms {
    let read = open(folder).read(&request(false, false)).expect("read");
    evaluate(read.inputs, &read.texts)
}

/// The model alone: chains, hours, recovery and every rule between agreements.
#[divan::bench(args = SIZES, sample_count = 5)]
fn service_model(bencher: Bencher<'_, '_>, count: usize) {
    let sms = read(&folder(count));
    bencher.bench_local(|| black_box(services(&sms.inputs, &sms.corpus, Reading::InForce).breaches.len()));
}

/// The model with every figure of the export.
#[divan::bench(args = SIZES, sample_count = 3)]
fn service_export(bencher: Bencher<'_, '_>, count: usize) {
    let sms = read(&folder(count));
    bencher.bench_local(|| black_box(smsdoc::site::exports::services::json(&sms).len()));
}
