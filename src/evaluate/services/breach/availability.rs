//! Availability: what an SLA promises against what the agreements behind it promise, alone and together.

use std::collections::BTreeSet;

use super::super::chain::{Part, Promise};
use super::super::compare::{self, Compared, Terms};
use super::super::stated::{Agreement, Availability};
use super::{Breach, Kind, Looked};
use crate::model::finding::Severity;

/// Most places that explain a finding on a chain: more than anybody reads.
pub(super) const NOTES: usize = 12;

impl Looked<'_> {
    pub(super) fn availability(&self, found: &mut Vec<Breach>) {
        for (index, agreement) in self.services.agreements.iter().enumerate() {
            if let Some(promised) = &agreement.availability {
                self.measurable(agreement, promised, found);
                self.maintenance(agreement, promised, found);
                if agreement.kind == super::super::stated::AgreementKind::Sla {
                    let weaker = self.alone(index, agreement, promised, found);
                    self.together(index, agreement, promised, &weaker, found);
                }
            }
        }
        self.own_figures(found);
    }

    /// Each agreement in a row behind an SLA against it. Gives back those that promise less.
    fn alone(
        &self,
        sla: usize,
        agreement: &Agreement,
        promised: &Availability,
        found: &mut Vec<Breach>,
    ) -> BTreeSet<usize> {
        let mut weaker = BTreeSet::new();
        let Some(terms) = Terms::of(agreement, promised) else { return weaker };
        for under in self.services.under_availability(sla).into_iter().filter(super::super::under::Under::is_serial) {
            let other = &self.services.agreements[under.agreement];
            let Some(theirs) = &other.availability else { continue };
            let stated = &theirs.percent.value;
            let compared = compare::of_agreement(other, theirs, &terms);
            let low = compared.percent().is_none_or(|worth| *worth < promised.percent.value);
            if !low {
                continue;
            }
            weaker.insert(under.agreement);
            let way = under.named.map(|(service, number)| {
                let service = &self.services.services[service];
                (service, &service.dependencies[number])
            });
            let by = way.map(|(service, on)| format!(" for `{}` of `{}`", on.target.value, service.id));
            let by = by.unwrap_or_default();
            let (own, id) = (&promised.percent.value, &other.id);
            let breach = match compared {
                // A smaller figure is less on any terms; a greater one that is not enough has other terms.
                Compared::Not(_) | Compared::Worst(_) if *stated >= *own => {
                    let why = match &compared {
                        Compared::Not(why) => why.words(),
                        _ => format!(
                            "it is measured {}, and in the worst case leaves {} % of what this agreement counts",
                            Terms::of(other, theirs).map(|terms| terms.words()).unwrap_or_default(),
                            compared.percent().map(|worth| worth.rounded(3)).unwrap_or_default()
                        ),
                    };
                    let message =
                        format!("the {own} % promised here cannot rest on the {stated} % of `{id}`{by}: {why}");
                    let help = format!(
                        "agree on the same period and hours, or let `{id}` say under `conversion` what it promises on the terms of this agreement"
                    );
                    Breach::new(Kind::SlaNotComparable, agreement.entry, promised.percent.span, message, help)
                }
                _ => {
                    let worth = match &compared {
                        Compared::Converted(worth) => format!("{stated} %, which it converts to {worth} %"),
                        _ => format!("{stated} %"),
                    };
                    let message = format!("{own} % is promised here, and `{id}`{by} promises only {worth}");
                    let help = "promise no more than what stands behind it, agree on more with the other side, or mark the dependency as `redundant` where another part takes over";
                    Breach::new(Kind::SlaExceedsAgreement, agreement.entry, promised.percent.span, message, help)
                }
            };
            let mut breach = breach.note(other.entry, theirs.percent.span, "promised here").of_sla(sla);
            if let Some((service, on)) = way {
                breach = breach.note(service.entry, on.span, "which depends on it");
                breach.services = self.services.service(&service.id).into_iter().collect();
            }
            found.push(breach);
        }
        weaker
    }

    /// The chain of each service against the SLA. Where one agreement alone is too weak, that is told already.
    fn together(
        &self,
        sla: usize,
        agreement: &Agreement,
        promised: &Availability,
        weaker: &BTreeSet<usize>,
        found: &mut Vec<Breach>,
    ) {
        let Some(terms) = Terms::of(agreement, promised) else { return };
        let covered: BTreeSet<usize> =
            agreement.services.iter().filter_map(|service| self.services.service(&service.value)).collect();
        for service in covered.into_iter().filter(|service| self.services.promises(sla, *service)) {
            let row = &self.services.chains.rows[service];
            let product = self.services.product(row, &terms);
            self.unknown(sla, service, row, promised, found);
            if product.known == 0 || product.percent >= promised.percent.value || self.uses(row, weaker) {
                continue;
            }
            let figures: Vec<String> = row
                .iter()
                .filter_map(|part| Some(self.services.worth(*part, &terms).percent()?.rounded(3)))
                .map(shortened)
                .collect();
            let own = &promised.percent.value;
            let name = &self.services.services[service].id;
            let together = product.percent.rounded(3);
            let message = format!(
                "{own} % is promised here, and what `{name}` rests on gives {together} % together ({})",
                if figures.len() > 6 { format!("{} parts in a row", figures.len()) } else { figures.join(" × ") }
            );
            let help = "promise no more than the chain gives, agree on more with those behind it, or add a second part that takes over";
            let mut breach = Breach::new(Kind::SlaExceedsChain, agreement.entry, promised.percent.span, message, help)
                .of_sla(sla)
                .of_services([service]);
            for part in row.iter().take(NOTES) {
                breach = self.note_part(breach, *part);
            }
            found.push(breach);
        }
    }

    /// Parts in a row that promise nothing: nobody can tell whether the SLA can be kept.
    fn unknown(&self, sla: usize, service: usize, row: &[usize], promised: &Availability, found: &mut Vec<Breach>) {
        for part in row {
            let Part::Single(single) = &self.services.chains.parts[*part] else { continue };
            if single.promise != Promise::Nothing {
                continue;
            }
            let of = &self.services.services[single.of];
            let on = &of.dependencies[single.dependency];
            let link = self.services.paths.links[single.of][single.dependency];
            // A dependency that leads nowhere, or has no agreement, is told as such.
            if link.agreement.is_none() && link.service.is_none() {
                continue;
            }
            let by = match (link.agreement, link.service) {
                (Some(agreement), _) => format!("`{}`", self.services.agreements[agreement].id),
                (None, Some(service)) => format!("`{}`", self.services.services[service].id),
                (None, None) => String::new(),
            };
            let (own, target) = (&promised.percent.value, &on.target.value);
            let message = format!(
                "{own} % is promised here, and `{}` needs `{target}`, for which {by} promises no availability",
                of.id
            );
            let help = "agree on an `availability` for it, or mark the dependency as `non_critical` or `redundant` where that is so";
            let entry = self.services.agreements[sla].entry;
            let breach = Breach::new(Kind::SlaNotComparable, entry, promised.percent.span, message, help);
            let breach = breach.note(of.entry, on.span, "needed here").of_sla(sla).of_services([service]);
            found.push(breach.weighing(Severity::Warning));
        }
    }

    /// Whether a row holds one of some agreements.
    fn uses(&self, row: &[usize], agreements: &BTreeSet<usize>) -> bool {
        row.iter().any(|part| match &self.services.chains.parts[*part] {
            Part::Single(single) => matches!(single.promise, Promise::Agreement(index) if agreements.contains(&index)),
            Part::Group(_) => false,
        })
    }

    fn note_part(&self, breach: Breach, part: usize) -> Breach {
        match &self.services.chains.parts[part] {
            Part::Single(single) => match single.promise {
                Promise::Agreement(index) => {
                    let agreement = &self.services.agreements[index];
                    let Some(promised) = &agreement.availability else { return breach };
                    breach.note(agreement.entry, promised.percent.span, format!("{} %", promised.percent.value))
                }
                Promise::Service(index) => {
                    let service = &self.services.services[index];
                    let Some(target) = &service.target else { return breach };
                    breach.note(service.entry, target.span, format!("{} %", target.value))
                }
                Promise::Nothing => breach,
            },
            Part::Group(group) => {
                let service = &self.services.services[group.of];
                let Some(member) = group.members.first() else { return breach };
                breach.note(service.entry, service.dependencies[member.dependency].span, "one of a group")
            }
        }
    }

    /// Services that state a figure of their own which their chain does not give.
    fn own_figures(&self, found: &mut Vec<Breach>) {
        for (index, service) in self.services.services.iter().enumerate() {
            let Some(target) = &service.target else { continue };
            // What an SLA promises is held against the chain with the SLA.
            if self.services.strictest(index).is_some() {
                continue;
            }
            let row = &self.services.chains.rows[index];
            let product = self.services.product(row, &Terms::of_service(service));
            if product.known == 0 || product.percent >= target.value {
                continue;
            }
            let together = product.percent.rounded(3);
            let message =
                format!("`{}` states {} %, and what it rests on gives {together} %", service.id, target.value);
            let help = "state no more than the chain gives, or agree on more with those behind it";
            let mut breach = Breach::new(Kind::SlaExceedsChain, service.entry, target.span, message, help);
            breach.services = vec![index];
            for part in row.iter().take(NOTES) {
                breach = self.note_part(breach, *part);
            }
            found.push(breach);
        }
    }

    /// Whether the allowance can be measured, and whether it is said of what.
    fn measurable(&self, agreement: &Agreement, promised: &Availability, found: &mut Vec<Breach>) {
        let percent = &promised.percent;
        if promised.unit_measured.is_none() {
            let message = format!(
                "nothing says what the {} % stands for: over many units together a bad one is hidden by the good ones",
                percent.value
            );
            let help = "add `unit_measured`, for example \"each production environment\"";
            found.push(Breach::new(Kind::AvailabilityPooled, agreement.entry, percent.span, message, help));
        }
        let (Some(terms), Some(interval)) = (Terms::of(agreement, promised), &promised.measuring_interval) else {
            return;
        };
        let allowed = percent.value.allowed_downtime(&terms.hours.mean(terms.period.mean_seconds()));
        let needed = interval.value.elapsed().saturating_mul(2);
        if allowed < needed.into() {
            let message = format!(
                "{} % {} allows {} of downtime, and one measurement every {} cannot prove that",
                percent.value,
                terms.period.each(),
                allowed.words(),
                interval.value.words()
            );
            let help = "measure at least twice as often as the allowed downtime is long, or promise less";
            let breach = Breach::new(Kind::TargetUnmeasurable, agreement.entry, percent.span, message, help);
            found.push(breach.note(agreement.entry, interval.span, "measured so often"));
        }
    }

    /// Planned work that counts as downtime, as far as it lies in the hours that count.
    fn maintenance(&self, agreement: &Agreement, promised: &Availability, found: &mut Vec<Breach>) {
        let Some(terms) = Terms::of(agreement, promised) else { return };
        let period = terms.period.mean_seconds();
        let allowed = promised.percent.value.allowed_downtime(&terms.hours.mean(period));
        let counted: Vec<_> = agreement.windows.iter().filter(|window| window.counts).collect();
        let planned =
            counted.iter().map(|window| window.hours.mean_common(&terms.hours, period)).reduce(|sum, next| sum + next);
        let (Some(planned), Some(first)) = (planned, counted.first()) else { return };
        if planned <= allowed {
            return;
        }
        let message = format!(
            "planned work of {} {} counts as downtime, and {} % allows {}",
            planned.words(),
            terms.period.each(),
            promised.percent.value,
            allowed.words()
        );
        let help =
            "make the window shorter, agree that it does not count (`counts_as_downtime: false`), or promise less";
        let breach = Breach::new(Kind::MaintenanceExceedsAllowance, agreement.entry, first.span, message, help);
        found.push(breach.note(agreement.entry, promised.percent.span, "promised here").weighing(Severity::Warning));
    }
}

/// `99.950` as `99.95`, so that a chain fits a line.
fn shortened(figure: String) -> String {
    if figure.contains('.') { figure.trim_end_matches('0').trim_end_matches('.').to_owned() } else { figure }
}
