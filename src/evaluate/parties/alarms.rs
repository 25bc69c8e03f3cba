//! What is wrong with how parts of the work are given to others.

use std::collections::BTreeSet;

use super::stated::{self, Listed, Named};
use super::{Part, Parties, Standing, Thing, ThingKey, ThingKind, Under, agreement};
use crate::evaluate::corpus::Corpus;
use crate::evaluate::coverage::Coverage;
use crate::evaluate::reading::Reading;
use crate::model::doc_id::DocId;
use crate::model::inputs::Inputs;
use crate::model::span::Span;

/// What is wrong, the most serious first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlarmKind {
    /// All processes, or all services, are operated by others.
    Everything,
    /// Nobody inside answers for something.
    Accountability,
    /// A party takes part without an agreement in force.
    Agreement,
    /// A party is in no register of other parties, although there is one.
    Unregistered,
}

impl AlarmKind {
    /// The id of the rule that reports it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Everything => "everything-outsourced",
            Self::Accountability => "accountability-missing",
            Self::Agreement => "party-without-agreement",
            Self::Unregistered => "party-unregistered",
        }
    }
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// What it is about.
    pub kind: AlarmKind,
    /// What is so: in small letters, without a full stop, with names in backticks.
    pub message: String,
    /// What to do about it, in the same form.
    pub help: String,
    /// What is concerned.
    pub things: Vec<ThingKey>,
    /// The document in which it is mended.
    pub document: DocId,
    /// Where in its text.
    pub span: Span,
    /// Ids of the documents that tell of it; who may not read all of them is not told.
    pub rests_on: Vec<String>,
}

/// What everything is looked up in.
struct Looked<'a> {
    inputs: &'a Inputs,
    corpus: &'a Corpus,
    coverage: &'a Coverage,
    reading: Reading,
    parties: &'a Parties,
}

/// All alarms, the most serious first, and those of one kind in the order of what they are about.
pub(super) fn alarms(
    inputs: &Inputs,
    corpus: &Corpus,
    coverage: &Coverage,
    reading: Reading,
    parties: &Parties,
    listed: &[Listed],
    named: &[Named],
) -> Vec<Alarm> {
    let looked = Looked { inputs, corpus, coverage, reading, parties };
    let mut alarms = looked.everything();
    alarms.extend(parties.things.iter().filter_map(|thing| looked.accountability(thing)));
    alarms.extend(listed.iter().filter_map(|entry| looked.listed_agreement(entry, named)));
    alarms.extend(looked.named_agreements(named));
    alarms.extend(looked.unregistered(named));
    alarms
}

impl Looked<'_> {
    fn id(&self, document: usize) -> DocId {
        self.corpus.entries[document].id.clone()
    }

    /// All leaf clauses that processes in force claim, or all services, are operated by others. Components are left out:
    /// they are listed because others take part in them.
    fn everything(&self) -> Vec<Alarm> {
        let claimed = |thing: &&Thing| thing.key.kind == ThingKind::Clause && self.is_process(&thing.key.id);
        let clauses: Vec<&Thing> = self.parties.things.iter().filter(claimed).collect();
        let in_force: BTreeSet<&str> =
            stated::services(self.corpus, self.reading).into_iter().map(|(_, entry)| entry.id.as_str()).collect();
        let service = |thing: &&Thing| thing.key.kind == ThingKind::Service && in_force.contains(thing.key.id.as_str());
        let services: Vec<&Thing> = self.parties.things.iter().filter(service).collect();
        let what = [
            (clauses, "every clause that a process in force answers is operated by other parties"),
            (services, "every service in force is operated by other parties"),
        ];
        let all = |things: &[&Thing]| !things.is_empty() && things.iter().all(|thing| thing.is_operated_by_others());
        what.into_iter()
            .filter(|(things, _)| all(things))
            .filter_map(|(things, what)| self.all(&things, what))
            .collect()
    }

    fn all(&self, things: &[&Thing], what: &str) -> Option<Alarm> {
        let operating = || things.iter().flat_map(|thing| thing.parts.iter().filter(|part| part.operates));
        let register = self.parties.registers.first().copied();
        let document = register.or_else(|| operating().map(|part| part.document).next())?;
        let text = self.reading.of(&self.corpus.entries[document]);
        let services = things.iter().filter(|thing| thing.key.kind == ThingKind::Service);
        let documents = operating().map(|part| self.id(part.document).to_string());
        let rests_on: BTreeSet<String> = services
            .map(|thing| thing.key.id.clone())
            .chain(documents)
            .chain([self.id(document).to_string()])
            .collect();
        let names = things.iter().map(|thing| thing.key.id.as_str());
        Some(Alarm {
            kind: AlarmKind::Everything,
            message: format!("{what}: {}", few(names)),
            help: "say under `contributes` what others only take part in, and keep the operation of something"
                .to_owned(),
            things: things.iter().map(|thing| thing.key.clone()).collect(),
            document: self.id(document),
            span: text.key_span(if register.is_some() { "entries" } else { "parties" }),
            rests_on: rests_on.into_iter().collect(),
        })
    }

    /// Whether a process in force claims a clause.
    fn is_process(&self, clause: &str) -> bool {
        let support = self.coverage.clause(clause).map(|clause| clause.support.as_slice()).unwrap_or_default();
        support.iter().filter(|support| support.in_force).any(|support| {
            let doc_type = self.corpus.entries[support.entry].doc_type.as_ref();
            doc_type.is_some_and(|doc_type| doc_type.name == "process")
        })
    }

    /// Somebody takes part in a thing, or it is a service, and no role inside that answers for it is held.
    fn accountability(&self, thing: &Thing) -> Option<Alarm> {
        let is_service = thing.key.kind == ThingKind::Service;
        if (thing.parts.is_empty() && !is_service) || thing.accountable.iter().any(super::Accountable::is_held) {
            return None;
        }
        let who = names(thing.parts.iter().map(|part| part.party.as_str()));
        let takes_part = if who.is_empty() { String::new() } else { format!(", in which {who} takes part") };
        let name = match thing.key.kind {
            ThingKind::Clause => format!("clause {}", thing.key.id),
            ThingKind::Service | ThingKind::Component => format!("`{}`", thing.key.id),
        };
        let roles: Vec<&str> = thing.accountable.iter().map(|at| self.inputs.people.role_title(&at.role)).collect();
        let (why, help) = match (roles.as_slice(), thing.key.kind) {
            ([], ThingKind::Clause) => (
                "no document in force that claims it has an owner".to_owned(),
                "bring a document into force that claims the clause and has an owner inside, such as the process",
            ),
            ([], ThingKind::Service) if self.corpus.get(&thing.key.id).is_none() => {
                ("there is no such service".to_owned(), "correct the id, or add the service to the catalogue")
            }
            ([], ThingKind::Service) => ("it has no service owner".to_owned(), "name a role as its `service_owner`"),
            ([], ThingKind::Component) => (
                "no service in force depends on it, and the document that names it has no owner".to_owned(),
                "name it under `depends_on` of the service that needs it",
            ),
            (roles, _) => (
                format!("nobody holds the role {}", few(roles.iter().copied())),
                "give the role to somebody in `people.yaml`, or name another role",
            ),
        };
        let (document, span) = self.place(thing)?;
        let mut rests_on: Vec<String> = vec![self.id(document).to_string()];
        rests_on.extend(thing.parts.iter().map(|part| self.id(part.document).to_string()));
        Some(Alarm {
            kind: AlarmKind::Accountability,
            message: format!("nobody inside is accountable for {name}{takes_part}: {why}"),
            help: help.to_owned(),
            things: vec![thing.key.clone()],
            document: self.id(document),
            span,
            rests_on,
        })
    }

    /// Where it is mended that nobody answers for a thing: at the service itself, else where somebody says who takes part.
    fn place(&self, thing: &Thing) -> Option<(usize, Span)> {
        if thing.key.kind == ThingKind::Service
            && let Some((index, entry)) = stated::services(self.corpus, self.reading)
                .into_iter()
                .find(|(_, entry)| entry.id.as_str() == thing.key.id)
        {
            return Some((index, stated::span(self.reading.of(entry), "service_owner")));
        }
        thing.parts.first().map(|part: &Part| (part.document, part.span))
    }

    /// An entry of a register that names no agreement in force.
    fn listed_agreement(&self, entry: &Listed, named: &[Named]) -> Option<Alarm> {
        let party = &entry.id.value;
        let under = entry.agreement.as_ref().map(|agreement| self.under(&agreement.value, party));
        let why = match &under {
            None => "without an agreement".to_owned(),
            Some(Under::Agreement { id, standing }) => format!("under `{id}`, {}", standing.why()?),
            Some(_) => return None,
        };
        let others = named.iter().filter(|at| at.is_agreement && at.id.value == *party);
        let other = others.map(|at| self.id(at.document)).find(|id| self.under(id.as_str(), party).is_in_force());
        let help = match (&other, &under) {
            (Some(other), _) => format!("write `agreement: {other}`, which is in force with this party"),
            (None, Some(Under::Agreement { standing, .. })) => mend(standing).to_owned(),
            _ => "agree with the party in writing, bring the contract or OLA into force and name it under `agreement`"
                .to_owned(),
        };
        let agreement = match &under {
            Some(Under::Agreement { id, .. }) => self.corpus.get(id).map(|entry| entry.id.to_string()),
            _ => None,
        };
        let things: Vec<ThingKey> =
            entry.parts.iter().flat_map(|(part, _)| stated::keys(self.inputs, self.corpus, &part.value)).collect();
        let register = self.id(entry.register);
        Some(Alarm {
            kind: AlarmKind::Agreement,
            message: format!(
                "`{party}` takes part in {} {why}",
                few(entry.parts.iter().map(|(part, _)| part.value.as_str()))
            ),
            help,
            things,
            span: entry.agreement.as_ref().map_or(entry.id.span, |agreement| agreement.span),
            rests_on: [register.to_string()]
                .into_iter()
                .chain(agreement)
                .chain(other.map(|id| id.to_string()))
                .collect(),
            document: register,
        })
    }

    /// Parties that are in no register and have no agreement in force: each where it is named first.
    fn named_agreements(&self, named: &[Named]) -> Vec<Alarm> {
        let mut seen = BTreeSet::new();
        let mut alarms = Vec::new();
        for at in named {
            let party = &at.id.value;
            if self.parties.parties.get(party).is_some_and(|party| party.registered) || !seen.insert(party) {
                continue;
            }
            let all = || named.iter().filter(|other| other.id.value == *party);
            let agreements: Vec<Under> = all()
                .filter(|other| other.is_agreement)
                .map(|other| self.under(self.id(other.document).as_str(), party))
                .collect();
            if agreements.iter().any(Under::is_in_force) {
                continue;
            }
            let why = match agreements.first() {
                Some(Under::Agreement { id, standing }) => {
                    format!("under `{id}`, {}", standing.why().unwrap_or_default())
                }
                _ => "without an agreement".to_owned(),
            };
            let parts = || all().flat_map(|other| other.parts.iter().map(|(key, _)| key));
            let message = match parts().next() {
                Some(_) => format!("`{party}` takes part in {} {why}", few(parts().map(|key| key.id.as_str()))),
                None => format!("`{party}` works {why}"),
            };
            let mut things: Vec<ThingKey> = parts().cloned().collect();
            things.sort();
            things.dedup();
            alarms.push(Alarm {
                kind: AlarmKind::Agreement,
                message,
                help: match agreements.first() {
                    Some(Under::Agreement { standing, .. }) => mend(standing).to_owned(),
                    _ => {
                        "agree with the party in writing, and bring a contract or an OLA with it into force".to_owned()
                    }
                },
                things,
                document: self.id(at.document),
                span: at.id.span,
                rests_on: all().map(|other| self.id(other.document).to_string()).collect(),
            });
        }
        alarms
    }

    /// Parties that a service or an agreement names and no register lists, once there is one. Each in every document that
    /// names it.
    fn unregistered(&self, named: &[Named]) -> Vec<Alarm> {
        let Some(register) = self.parties.registers.first().copied() else { return Vec::new() };
        let unknown = |at: &&Named| !self.parties.parties.get(&at.id.value).is_some_and(|party| party.registered);
        let alarms = named.iter().filter(unknown).map(|at| Alarm {
            kind: AlarmKind::Unregistered,
            message: format!("`{}` is in no register of other parties", at.id.value),
            help: format!("add it to {} with what it operates or contributes, or correct the id", self.id(register)),
            things: at.parts.iter().map(|(key, _)| key.clone()).collect(),
            document: self.id(at.document),
            span: at.id.span,
            rests_on: vec![self.id(at.document).to_string(), self.id(register).to_string()],
        });
        alarms.collect()
    }

    fn under(&self, id: &str, party: &str) -> Under {
        agreement::under(self.corpus, self.reading, self.inputs.today, id, party)
    }
}

/// What to do about an agreement that does not hold.
fn mend(standing: &Standing) -> &'static str {
    match standing {
        Standing::Ended(_) => "renew the agreement and write the new end into its `term`, or end the work",
        Standing::Begins(_) => "let the work begin with the agreement, or agree on an earlier day",
        Standing::NotInForce(_) => "bring the agreement into force, or name one that is",
        Standing::InForce | Standing::With(_) | Standing::NoAgreement | Standing::Unknown => {
            "correct the id; what is wanted is a contract or an OLA whose supplier or provider is this party"
        }
    }
}

/// At most this many names stand in a message.
const FEW: usize = 6;

/// Names with commas, each once; of many only the first, and how many there are besides.
fn few<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut all: Vec<&str> = Vec::new();
    for name in names {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    let more = all.len().saturating_sub(FEW);
    all.truncate(FEW);
    let shown = all.join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

/// Parties in backticks, each once.
fn names<'a>(parties: impl Iterator<Item = &'a str>) -> String {
    let mut all: Vec<String> = Vec::new();
    for party in parties {
        let name = format!("`{party}`");
        if !all.contains(&name) {
            all.push(name);
        }
    }
    few(all.iter().map(String::as_str))
}
