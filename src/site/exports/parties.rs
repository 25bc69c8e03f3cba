//! Scope and parties for spreadsheets and programs.

use serde::Serialize;

use super::coverage::NOTE;
use super::origin::{self, Origin};
use super::table::{self, Cell, Column, Table};
use super::workbook;
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::parties::{Accountable, Alarm, Part, Thing, ThingKey, ThingKind, Under};
use crate::evaluate::reading::Reading;
use crate::evaluate::scope;
use crate::model::clause::ClauseId;
use crate::model::language;
use crate::model::node::Node;
use crate::site::Error;
use crate::site::pages::shared;

/// Scope and parties, `smsdoc/parties/1`.
#[derive(Debug, Serialize)]
struct Export {
    schema: &'static str,
    framework: String,
    note: &'static str,
    as_of: String,
    commit: Option<String>,
    scope: Vec<Scope>,
    parties: Vec<Party>,
    rows: Vec<Row>,
    alarms: Vec<AlarmRow>,
}

/// A scope statement in force.
#[derive(Debug, Serialize)]
struct Scope {
    id: String,
    version: Option<String>,
    certificate_wording: Option<String>,
    organization_units: Vec<String>,
    locations: Vec<String>,
    services: Vec<String>,
    services_out: Vec<Out>,
}

#[derive(Debug, Serialize)]
struct Out {
    service: String,
    reason: String,
}

#[derive(Debug, Serialize)]
struct Party {
    id: String,
    name: String,
    role: &'static str,
    registered: bool,
}

/// A clause, a service or a component.
#[derive(Debug, Serialize)]
struct Row {
    kind: &'static str,
    id: String,
    title: String,
    /// What the organization itself does: `operates` or `controls`; nothing where nobody answers for the thing.
    own: Option<&'static str>,
    accountable: Vec<Role>,
    parties: Vec<PartRow>,
}

#[derive(Debug, Serialize)]
struct Role {
    role: String,
    holders: Vec<String>,
}

/// What a party does in a thing.
#[derive(Debug, Serialize)]
struct PartRow {
    party: String,
    name: String,
    role: &'static str,
    takes_part: &'static str,
    agreement: Option<String>,
    standing: &'static str,
    control: Option<String>,
    measure: Option<String>,
}

#[derive(Debug, Serialize)]
struct AlarmRow {
    rule: &'static str,
    message: String,
    help: String,
    document: String,
    concerns: Vec<String>,
}

fn export(sms: &Sms) -> Export {
    let parties = sms.parties.parties.values().map(|party| Party {
        id: party.id.clone(),
        name: party.name.clone(),
        role: party.kind.word(),
        registered: party.registered,
    });
    Export {
        schema: "smsdoc/parties/1",
        framework: sms.inputs.config.framework.clone(),
        note: NOTE,
        as_of: sms.inputs.today.to_string(),
        commit: shared::commit(sms),
        scope: scope::statements(&sms.corpus, Reading::InForce).map(|(_, entry)| statement(entry)).collect(),
        parties: parties.collect(),
        rows: sms.parties.things.iter().map(|thing| row(sms, thing)).collect(),
        alarms: sms.parties.alarms.iter().map(alarm).collect(),
    }
}

fn statement(entry: &Entry) -> Scope {
    let document = entry.document();
    let texts = |field: &str| scope::ids(document, field).into_iter().map(|text| text.value).collect();
    let out = scope::out(document).into_iter().map(|(service, reason)| Out { service: service.value, reason });
    Scope {
        id: entry.id.to_string(),
        version: document.version.as_ref().map(|version| version.value.to_string()),
        certificate_wording: document.front.get("certificate_wording").and_then(Node::text).map(str::to_owned),
        organization_units: texts("organization_units"),
        locations: texts("locations"),
        services: texts("services"),
        services_out: out.collect(),
    }
}

fn row(sms: &Sms, thing: &Thing) -> Row {
    Row {
        kind: thing.key.kind.word(),
        id: thing.key.id.clone(),
        title: title(sms, &thing.key),
        own: own(thing),
        accountable: thing.accountable.iter().map(role).collect(),
        parties: thing.parts.iter().map(|part| part_row(sms, part)).collect(),
    }
}

fn role(role: &Accountable) -> Role {
    Role { role: role.role.clone(), holders: role.holders.clone() }
}

fn part_row(sms: &Sms, part: &Part) -> PartRow {
    let party = sms.parties.parties.get(&part.party);
    let (agreement, standing) = match &part.under {
        Under::Nothing => (None, "none"),
        Under::Hidden => (None, "not_shown"),
        Under::Agreement { id, standing } => (Some(id.clone()), standing.word()),
    };
    PartRow {
        party: part.party.clone(),
        name: party.map(|party| party.name.clone()).unwrap_or_default(),
        role: party.map(|party| party.kind.word()).unwrap_or_default(),
        takes_part: takes_part(part),
        agreement,
        standing,
        control: part.control.clone(),
        measure: part.measure.clone(),
    }
}

fn alarm(alarm: &Alarm) -> AlarmRow {
    AlarmRow {
        rule: alarm.kind.word(),
        message: alarm.message.clone(),
        help: alarm.help.clone(),
        document: alarm.document.to_string(),
        concerns: alarm.things.iter().map(|key| key.id.clone()).collect(),
    }
}

/// What a party does, in a word.
#[must_use]
pub fn takes_part(part: &Part) -> &'static str {
    if part.operates { "operates" } else { "contributes" }
}

/// What the organization itself does in a thing: it operates it, or it controls those who do. `None` where nobody inside
/// answers for it and nobody else takes part, so that nothing is known of it.
#[must_use]
pub fn own(thing: &Thing) -> Option<&'static str> {
    match thing.is_operated_by_others() {
        true => Some("controls"),
        false if thing.parts.is_empty() && thing.accountable.is_empty() && !thing.hidden => None,
        false => Some("operates"),
    }
}

/// The title of a thing; empty for a component, whose name is all there is.
#[must_use]
pub fn title(sms: &Sms, key: &ThingKey) -> String {
    let clause =
        || sms.inputs.framework()?.clause(&ClauseId::new(&key.id)).map(|clause| language::translate(&clause.title));
    let service = || sms.corpus.get(&key.id).map(|entry| entry.document().title_or_label().to_owned());
    match key.kind {
        ThingKind::Clause => clause().unwrap_or_default(),
        ThingKind::Service => service().unwrap_or_default(),
        ThingKind::Component => String::new(),
    }
}

/// The page of a thing, from the root of the site; `None` where it has none.
#[must_use]
pub fn href(sms: &Sms, key: &ThingKey) -> Option<String> {
    match key.kind {
        ThingKind::Clause => Some(shared::clause_href(&sms.inputs.config.framework, &key.id)),
        ThingKind::Service => sms.corpus.get(&key.id).map(shared::doc_href),
        ThingKind::Component => None,
    }
}

/// Scope and parties as JSON.
#[must_use]
pub fn json(sms: &Sms) -> Vec<u8> {
    crate::model::json(&export(sms)).into_bytes()
}

/// Who takes part in what, as CSV.
#[must_use]
pub fn csv(sms: &Sms) -> Vec<u8> {
    table::csv(&matrix(sms))
}

/// Who takes part in what, and the alarms, as a workbook.
///
/// # Errors
///
/// Where the library cannot write it.
pub fn xlsx(sms: &Sms, origin: &Origin) -> Result<Vec<u8>, Error> {
    let what = "Who operates and who contributes to each clause, service and component, under which agreement, and which role inside is accountable, in documents that this audience may read.";
    let tables = vec![matrix(sms), alarms(sms)];
    let mut workbook = origin::workbook(sms, origin, "Scope and parties", what, tables);
    workbook.about.push(("Note".to_owned(), Cell::text(Some(NOTE))));
    workbook::xlsx(&workbook)
}

/// A row for each party that takes part in a thing, and one for each thing that is only the organization's own.
fn matrix(sms: &Sms) -> Table {
    let columns = vec![
        Column::text("kind", 12),
        Column::text("id", 24),
        Column::text("title", 48),
        Column::text("own", 12),
        Column::text("accountable", 32),
        Column::text("holders", 32),
        Column::text("party", 26),
        Column::text("party_name", 30),
        Column::text("party_role", 12),
        Column::text("takes_part", 14),
        Column::text("agreement", 14),
        Column::text("standing", 16),
        Column::text("control", 50),
        Column::text("measure", 50),
    ];
    let rows = sms.parties.things.iter().flat_map(|thing| {
        let parts = thing.parts.iter().map(Some).chain(thing.parts.is_empty().then_some(None));
        parts.map(|part| cells(sms, thing, part)).collect::<Vec<_>>()
    });
    Table { name: "Parties".to_owned(), columns, rows: rows.collect() }
}

fn cells(sms: &Sms, thing: &Thing, part: Option<&Part>) -> Vec<Cell> {
    let joined = |texts: Vec<&str>| Cell::text(Some(texts.join(" ")));
    let part = part.map(|part| part_row(sms, part));
    let field = |read: fn(&PartRow) -> &str| Cell::text(part.as_ref().map(read));
    let document = |id: Option<&String>| match id.and_then(|id| sms.corpus.get(id)) {
        Some(entry) => Cell::Link { href: shared::doc_href(entry), text: entry.id.to_string() },
        None => Cell::text(id.map(String::as_str)),
    };
    vec![
        Cell::text(Some(thing.key.kind.word())),
        match href(sms, &thing.key) {
            Some(href) => Cell::Link { href, text: thing.key.id.clone() },
            None => Cell::Text(thing.key.id.clone()),
        },
        Cell::text(Some(title(sms, &thing.key))),
        Cell::text(own(thing)),
        joined(thing.accountable.iter().map(|at| at.role.as_str()).collect()),
        joined(thing.accountable.iter().flat_map(|at| at.holders.iter().map(String::as_str)).collect()),
        field(|part| &part.party),
        field(|part| &part.name),
        field(|part| part.role),
        field(|part| part.takes_part),
        document(part.as_ref().and_then(|part| part.agreement.as_ref())),
        field(|part| part.standing),
        Cell::text(part.as_ref().and_then(|part| part.control.as_deref())),
        Cell::text(part.as_ref().and_then(|part| part.measure.as_deref())),
    ]
}

fn alarms(sms: &Sms) -> Table {
    let columns = vec![
        Column::text("rule", 28),
        Column::text("document", 16),
        Column::text("message", 80),
        Column::text("help", 80),
        Column::text("concerns", 40),
    ];
    let rows = sms.parties.alarms.iter().map(alarm).map(|alarm| {
        vec![
            Cell::text(Some(alarm.rule)),
            match sms.corpus.get(&alarm.document) {
                Some(entry) => Cell::Link { href: shared::doc_href(entry), text: alarm.document },
                None => Cell::Text(alarm.document),
            },
            Cell::Text(alarm.message),
            Cell::Text(alarm.help),
            Cell::text(Some(alarm.concerns.join(" "))),
        ]
    });
    Table { name: "Alarms".to_owned(), columns, rows: rows.collect() }
}
