//! Scope and parties: what the SMS covers, who takes part in what, and who is accountable inside.
//!
//! It takes the place of a statement of applicability: the standard allows no exclusion of its requirements, so that every
//! leaf clause has its row.

use serde::Serialize;

use super::shared::{self, Day, DocLink, StateView};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::coverage;
use crate::evaluate::parties::{Part, PartyKind, Standing, Thing, ThingKind, Under};
use crate::evaluate::reading::Reading;
use crate::evaluate::scope::{self, Difference};
use crate::model::clause::ClauseId;
use crate::model::date;
use crate::model::node::Node;
use crate::say;
use crate::site::Site;
use crate::site::exports::coverage as coverage_export;
use crate::site::exports::parties as export;
use crate::site::frame::{About, Frame};

/// Variables of `scope.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    framework: String,
    matrix: String,
    disclaimer: String,
    alarms: Vec<AlarmView>,
    /// What was looked at, for when there is no alarm.
    checked: String,
    /// Whether a register of other parties is in force.
    registers: Vec<DocLink>,
    statements: Vec<Statement>,
    filters: Vec<Filter>,
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct AlarmView {
    text: String,
    help: String,
    doc: DocLink,
}

/// A scope statement in force.
#[derive(Debug, Serialize)]
struct Statement {
    doc: DocLink,
    version: String,
    state: StateView,
    approver: String,
    approved: Option<Day>,
    evidence: String,
    wording: String,
    units: Vec<String>,
    locations: Vec<String>,
    services: Vec<Service>,
    out: Vec<Out>,
    differences: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Service {
    id: String,
    title: String,
    /// Its page; `None` where there is no such document for those who look.
    href: Option<String>,
    /// Where it stands in its life, in a word.
    life: String,
}

#[derive(Debug, Serialize)]
struct Out {
    service: Service,
    reason: String,
}

#[derive(Debug, Serialize)]
struct Filter {
    key: &'static str,
    label: String,
    count: usize,
}

#[derive(Debug, Serialize)]
struct Group {
    title: String,
    /// Words of the filters of its rows.
    keys: String,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    /// Words of its filters: `1` with other parties, `2` with an alarm.
    keys: String,
    number: String,
    title: String,
    href: Option<String>,
    alarm: bool,
    own: String,
    accountable: Vec<Held>,
    /// How many roles there are besides those shown.
    more: usize,
    /// Whether roles answer for it that are not shown.
    hidden: bool,
    /// One list for each kind of party.
    cells: Vec<Vec<PartView>>,
}

#[derive(Debug, Serialize)]
struct Held {
    title: String,
    href: Option<String>,
    holders: String,
}

#[derive(Debug, Serialize)]
struct PartView {
    takes_part: String,
    name: String,
    agreement: String,
    href: Option<String>,
    standing: StateView,
    control: Option<String>,
    measure: Option<String>,
}

/// Most roles that a row names: a clause about all documents has all owners.
const ROLES: usize = 3;

/// The page.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let sms = &site.sms;
    let about = About {
        path,
        title: say!("Scope and parties"),
        description: say!("What the service management system covers, and who takes part in what"),
        section: "Clauses",
        print: (say!("Scope and parties"), sms.inputs.config.site.organization.clone()),
        landscape: true,
        noindex: false,
        language: None,
    };
    let things = &sms.parties.things;
    let count = |kind: ThingKind| things.iter().filter(|thing| thing.key.kind == kind).count();
    let with_others = things.iter().filter(|thing| !thing.parts.is_empty()).count();
    let alarmed = things.iter().filter(|thing| is_alarmed(sms, thing)).count();
    let filters = [
        ("all", say!("All"), things.len()),
        ("1", say!("With other parties"), with_others),
        ("2", say!("Alarms"), alarmed),
    ];
    View {
        frame: site.frame(&about),
        framework: sms.inputs.framework().map(|framework| framework.title.clone()).unwrap_or_default(),
        matrix: format!("clauses/{}/index.html", sms.inputs.config.framework),
        disclaimer: coverage_export::note(),
        alarms: alarms(sms),
        checked: say!(
            "{clauses} clauses, {services} services, {components} components and {parties} other parties were looked at, as of {day}.",
            clauses = count(ThingKind::Clause),
            services = count(ThingKind::Service),
            components = count(ThingKind::Component),
            parties = sms.parties.parties.len(),
            day = date::display(sms.inputs.today)
        ),
        registers: sms.parties.registers.iter().map(|index| shared::doc_link(&sms.corpus.entries[*index])).collect(),
        statements: scope::statements(&sms.corpus, Reading::InForce).map(|(_, entry)| statement(sms, entry)).collect(),
        filters: filters.into_iter().map(|(key, label, count)| Filter { key, label, count }).collect(),
        groups: groups(sms),
    }
}

fn alarms(sms: &Sms) -> Vec<AlarmView> {
    let alarms = sms.parties.alarms.iter().filter_map(|alarm| {
        let doc = shared::doc_link(sms.corpus.get(alarm.document.as_str())?);
        Some(AlarmView { text: sentence(&alarm.message), help: sentence(&alarm.help), doc })
    });
    alarms.collect()
}

/// A message as a sentence. What it quotes stands without marks, and an id at its beginning as it is written.
fn sentence(message: &str) -> String {
    let plain = message.replace('`', "");
    let mut chars = plain.chars();
    let first = chars.next().filter(|_| !message.starts_with('`'));
    let text = first.map_or_else(|| plain.clone(), |first| first.to_uppercase().chain(chars).collect());
    format!("{text}.")
}

fn statement(sms: &Sms, entry: &Entry) -> Statement {
    let document = entry.document();
    let texts = |field: &str| scope::ids(document, field).into_iter().map(|text| text.value).collect();
    let out = scope::out(document).into_iter();
    let differences = scope::differences(&sms.corpus, Reading::InForce, document);
    Statement {
        doc: shared::doc_link(entry),
        version: document.version.as_ref().map(|version| version.value.to_string()).unwrap_or_default(),
        state: shared::state(entry.state()),
        approver: document.approver.as_ref().map(|id| shared::person_name(sms, &id.value)).unwrap_or_default(),
        approved: document.approved_on.as_ref().map(|day| shared::day(day.value)),
        evidence: entry.edition().map(|edition| shared::proof(&edition.proof).0).unwrap_or_default(),
        wording: document.front.get("certificate_wording").and_then(Node::text).unwrap_or_default().to_owned(),
        units: texts("organization_units"),
        locations: texts("locations"),
        services: scope::ids(document, "services").iter().map(|id| service(sms, &id.value)).collect(),
        out: out.map(|(id, reason)| Out { service: service(sms, &id.value), reason }).collect(),
        differences: differences.iter().map(|difference| difference_text(sms, difference)).collect(),
    }
}

fn service(sms: &Sms, id: &str) -> Service {
    let entry = sms.corpus.get(id);
    let document = entry.map(Entry::document);
    let life = document.and_then(|document| document.front.get("service_state").and_then(Node::text));
    Service {
        id: entry.map_or_else(|| id.to_owned(), |entry| entry.id.to_string()),
        title: document.map(|document| document.title_or_label().to_owned()).unwrap_or_default(),
        href: entry.map(shared::doc_href),
        life: life.map(life_state).unwrap_or_default(),
    }
}

/// Where a service stands in its life, by the word as typed.
fn life_state(typed: &str) -> String {
    match typed {
        "proposed" => say!("proposed|service"),
        "design" => say!("design|service"),
        "transition" => say!("transition|service"),
        "live" => say!("live|service"),
        "retiring" => say!("retiring|service"),
        "retired" => say!("retired|service"),
        _ => typed.to_owned(),
    }
}

fn difference_text(sms: &Sms, difference: &Difference) -> String {
    let (Difference::NotLive { entry, .. } | Difference::Missing(entry)) = difference;
    let id = &sms.corpus.entries[*entry].id;
    match difference {
        Difference::NotLive { state: Some(state), .. } if state.value != "live" => {
            say!("{id} is in the scope, and its state is {state}.", id, state = life_state(&state.value))
        }
        Difference::NotLive { state: Some(_), .. } => say!("{id} is in the scope and is not in force.", id),
        Difference::NotLive { state: None, .. } => say!("{id} is in the scope and is no service.", id),
        Difference::Missing(_) => say!("{id} is a live customer service and not in the scope.", id),
    }
}

/// Clauses by their groups, then services, then components.
fn groups(sms: &Sms) -> Vec<Group> {
    let things = &sms.parties.things;
    let group = |title: String, of: Vec<&Thing>| {
        let rows: Vec<Row> = of.iter().map(|thing| row(sms, thing)).collect();
        let has = |key: &str| rows.iter().any(|row| row.keys.contains(key));
        let keys = ["1", "2"].into_iter().filter(|key| has(key)).collect::<Vec<_>>().join(" ");
        Group { title, keys, rows }
    };
    let mut groups: Vec<Group> = Vec::new();
    for (top, leaves) in sms.inputs.framework().map(coverage::groups).unwrap_or_default() {
        let is_leaf =
            |thing: &&Thing| thing.key.kind == ThingKind::Clause && leaves.iter().any(|leaf| leaf.id == thing.key.id);
        groups.push(group(top.heading(), things.iter().filter(is_leaf).collect()));
    }
    for (kind, title) in [(ThingKind::Service, say!("Services")), (ThingKind::Component, say!("Components"))] {
        groups.push(group(title, things.iter().filter(|thing| thing.key.kind == kind).collect()));
    }
    groups.retain(|group| !group.rows.is_empty());
    groups
}

fn is_alarmed(sms: &Sms, thing: &Thing) -> bool {
    sms.parties.alarms.iter().any(|alarm| alarm.things.contains(&thing.key))
}

fn row(sms: &Sms, thing: &Thing) -> Row {
    let alarm = is_alarmed(sms, thing);
    let keys = [("1", !thing.parts.is_empty()), ("2", alarm)];
    let keys: Vec<&str> = keys.into_iter().filter(|(_, is)| *is).map(|(key, _)| key).collect();
    let number = match thing.key.kind {
        ThingKind::Clause => sms
            .inputs
            .framework()
            .and_then(|framework| framework.clause(&ClauseId::new(&thing.key.id)))
            .map(|clause| clause.number().to_owned())
            .unwrap_or_default(),
        ThingKind::Service => thing.key.id.clone(),
        ThingKind::Component => String::new(),
    };
    let title = match thing.key.kind {
        ThingKind::Component => thing.key.id.clone(),
        ThingKind::Clause | ThingKind::Service => export::title(sms, &thing.key),
    };
    let cells = PartyKind::ALL.map(|kind| {
        let of_kind = |part: &&Part| sms.parties.parties.get(&part.party).is_some_and(|party| party.kind == kind);
        thing.parts.iter().filter(of_kind).map(|part| part_view(sms, part)).collect()
    });
    Row {
        keys: keys.join(" "),
        number,
        title,
        href: export::href(sms, &thing.key),
        alarm,
        own: match export::own(thing) {
            Some("controls") => say!("Controls|the organization itself"),
            Some(_) => say!("Operates|the organization itself"),
            None => String::new(),
        },
        accountable: thing.accountable.iter().take(ROLES).map(|at| held(sms, &at.role, &at.holders)).collect(),
        more: thing.accountable.len().saturating_sub(ROLES),
        hidden: thing.hidden,
        cells: cells.into(),
    }
}

fn held(sms: &Sms, role: &str, holders: &[String]) -> Held {
    let names: Vec<String> = holders.iter().map(|person| shared::person_name(sms, person)).collect();
    Held {
        title: shared::role_title(sms, role),
        href: sms.inputs.people.role(role).map(|role| format!("roles/{}/index.html", role.id)),
        holders: names.join(", "),
    }
}

fn part_view(sms: &Sms, part: &Part) -> PartView {
    let (agreement, standing) = match &part.under {
        Under::Nothing => ("", StateView { class: "bad", icon: "gap", label: say!("No agreement") }),
        Under::Hidden => ("", StateView { class: "mute", icon: "na", label: say!("Agreement not shown") }),
        Under::Agreement { id, standing } => (id.as_str(), self::standing(standing)),
    };
    PartView {
        takes_part: if part.operates { say!("operates") } else { say!("contributes") },
        name: sms.parties.parties.get(&part.party).map(|party| party.name.clone()).unwrap_or_default(),
        agreement: agreement.to_owned(),
        href: sms.corpus.get(agreement).map(shared::doc_href),
        standing,
        control: part.control.clone(),
        measure: part.measure.clone(),
    }
}

fn standing(standing: &Standing) -> StateView {
    let (class, icon, label) = match standing {
        Standing::InForce => ("ok", "ok", say!("in force|an agreement")),
        Standing::NotInForce(_) => ("bad", "gap", say!("not in force|an agreement")),
        Standing::Begins(_) => ("bad", "gap", say!("not begun|an agreement")),
        Standing::Ended(_) => ("bad", "over", say!("ended|an agreement")),
        Standing::With(_) => ("bad", "gap", say!("with another party")),
        Standing::NoAgreement => ("bad", "gap", say!("no agreement|another document")),
        Standing::Unknown => ("bad", "gap", say!("unknown|an agreement")),
    };
    StateView { class, icon, label }
}
