//! Recovery: what is promised against the plan, the suppliers and the backup.

use std::collections::BTreeSet;

use super::super::recovery::Plan;
use super::super::stated::Recovery;
use super::{Breach, Kind, Looked};

/// A promise of recovery, or something that has to keep one.
struct Side<'a> {
    entry: usize,
    id: &'a str,
    recovery: &'a Recovery,
}

impl Looked<'_> {
    pub(super) fn recovery(&self, found: &mut Vec<Breach>) {
        let mut told = BTreeSet::new();
        for (index, service) in self.services.services.iter().enumerate() {
            let chain = self.services.recovery(self.corpus, self.reading, index);
            let slas = chain.slas.iter().map(|sla| &self.services.agreements[*sla]);
            let mut promises: Vec<Side<'_>> = slas
                .filter_map(|sla| Some(Side { entry: sla.entry, id: &sla.id, recovery: sla.recovery.as_ref()? }))
                .collect();
            if let Some(recovery) = &service.recovery {
                promises.push(Side { entry: service.entry, id: &service.id, recovery });
            }
            let behind: Vec<Side<'_>> = chain
                .behind
                .iter()
                .map(|index| &self.services.agreements[*index])
                .filter_map(|other| {
                    Some(Side { entry: other.entry, id: &other.id, recovery: other.recovery.as_ref()? })
                })
                .collect();
            let plan = chain.plan.as_ref();
            let kept_by = plan.map(|plan| Side { entry: plan.entry, id: &plan.id, recovery: plan.aims(&service.id) });
            let mut found_here = Vec::new();
            let repeats = |promise: &&Side<'_>| {
                let same = |other: &Side<'_>| other.recovery.promises_what(promise.recovery);
                promise.entry == service.entry
                    && promises.iter().any(|other| other.entry != service.entry && same(other))
            };
            // What the entry of a service repeats of its SLA is one promise, and one fault.
            for promise in promises.iter().filter(|promise| !repeats(promise)) {
                if let Some(plan) = &kept_by {
                    self.kept(promise, plan, "aims at", &mut found_here);
                } else {
                    // Without a plan nothing stands between the promise and those who have to keep it.
                    behind.iter().for_each(|other| self.kept(promise, other, "needs", &mut found_here));
                }
                self.backups(promise, &promises, &behind, &mut found_here);
            }
            if let Some(plan) = &kept_by {
                behind.iter().for_each(|other| self.kept(plan, other, "needs", &mut found_here));
            }
            for breach in found_here {
                let key = (breach.entry, breach.span, breach.message.clone());
                if told.insert(key) {
                    found.push(breach.of_services([index]));
                }
            }
            self.plan(index, plan, found);
        }
    }

    /// Whether something keeps a promise: as fast, and with as little loss.
    fn kept(&self, promise: &Side<'_>, by: &Side<'_>, how: &str, found: &mut Vec<Breach>) {
        let (own, other) = (promise.recovery, by.recovery);
        for (what, own, other) in [("RTO", &own.rto, &other.rto), ("RPO", &own.rpo, &other.rpo)] {
            let (Some(own), Some(other)) = (own, other) else { continue };
            if other.value.elapsed() <= own.value.elapsed() {
                continue;
            }
            let message = format!(
                "the {what} of `{}` is {}, and `{}` {how} {}",
                promise.id,
                own.value.words(),
                by.id,
                other.value.words()
            );
            let help = "promise the longer time, or shorten that which has to keep the promise";
            let breach = Breach::new(Kind::RecoveryExceedsPromise, promise.entry, own.span, message, help);
            found.push(breach.note(by.entry, other.span, "stated here"));
        }
    }

    /// Data since the last backup is lost, so that backups are at least as frequent as the RPO is long.
    fn backups(&self, promise: &Side<'_>, own: &[Side<'_>], behind: &[Side<'_>], found: &mut Vec<Breach>) {
        let Some(rpo) = &promise.recovery.rpo else { return };
        for side in own.iter().chain(behind) {
            let Some(interval) = &side.recovery.backup_interval else { continue };
            if interval.value.elapsed() <= rpo.value.elapsed() {
                continue;
            }
            let message = format!(
                "the RPO of `{}` is {}, and `{}` makes a backup every {} only",
                promise.id,
                rpo.value.words(),
                side.id,
                interval.value.words()
            );
            let help = "make backups as often as the RPO asks for, or promise a longer one";
            let breach = Breach::new(Kind::RecoveryExceedsPromise, promise.entry, rpo.span, message, help);
            found.push(breach.note(side.entry, interval.span, "backups here"));
        }
    }

    /// Whether the plan that a service names exists, is in force, and knows the service.
    fn plan(&self, index: usize, plan: Option<&Plan>, found: &mut Vec<Breach>) {
        let service = &self.services.services[index];
        let named = service.recovery.as_ref().and_then(|recovery| recovery.plan.as_ref());
        let Some(named) = named.filter(|_| service.is_provided()) else { return };
        let add = |message: String, help: &str| {
            let breach = Breach::new(Kind::ContinuityPlanUnfit, service.entry, named.span, message, help);
            breach.of_services([index])
        };
        let help = "name a continuity plan in force, or put this one into force";
        match plan {
            None => {
                let why = self.gone(&named.value, &["plan"], "is no plan");
                found.push(add(format!("the continuity plan `{}` {why}", named.value), help));
            }
            Some(plan) if !plan.in_force => {
                found.push(add(format!("`{}` is no continuity plan in force", plan.id), help));
            }
            Some(plan) if !plan.services.iter().any(|listed| listed.value.eq_ignore_ascii_case(&service.id)) => {
                let message = format!("the continuity plan `{}` does not list `{}`", plan.id, service.id);
                let help = format!("add {} to `services` of the plan, with what is done for it", service.id);
                found.push(add(message, &help).note(plan.entry, self.key(plan.entry, "services"), "its services"));
            }
            Some(_) => {}
        }
    }
}
