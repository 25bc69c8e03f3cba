//! Priorities: against each other within an agreement, and against the agreements behind an SLA.

use std::sync::Arc;

use super::super::stated::{Agreement, AgreementKind, Priorities};
use super::super::times;
use super::{Breach, HANDOVER, Kind, Looked, some};
use crate::model::duration::Duration;
use crate::model::finding::Severity;
use crate::model::hours::Hours;
use crate::model::seconds::Seconds;
use crate::model::span::Spanned;

impl Looked<'_> {
    pub(super) fn priorities(&self, found: &mut Vec<Breach>) {
        for (index, agreement) in self.services.agreements.iter().enumerate() {
            self.times(agreement, found);
            self.matrix(agreement, found);
            if agreement.kind == AgreementKind::Sla {
                self.resolve(index, agreement, found);
                self.rto(index, agreement, found);
            }
        }
    }

    /// An answer comes before the solution, and a more urgent priority before a less urgent one.
    fn times(&self, agreement: &Agreement, found: &mut Vec<Breach>) {
        let add = |span, message: String| {
            let help = "give the more urgent priority, and the answer, the shorter time";
            Breach::new(Kind::PrioritiesInconsistent, agreement.entry, span, message, help)
        };
        let levels = &agreement.priorities.levels;
        for (number, times) in levels.iter().enumerate() {
            let Some(times) = times else { continue };
            let (Some(respond), Some(resolve)) = (&times.respond, &times.resolve) else { continue };
            let length = |duration: &Duration| match agreement.hours_for(number) {
                Some(hours) => duration.on_hours(&hours),
                None => duration.elapsed(),
            };
            if length(&respond.value) > length(&resolve.value) {
                let message = format!(
                    "{} is answered within {} and resolved within {}, which is sooner",
                    times::name(number),
                    respond.value.words(),
                    resolve.value.words()
                );
                found.push(add(respond.span, message).note(agreement.entry, resolve.span, "resolved within"));
            }
        }
        for (what, wait) in [("resolved", true), ("answered", false)] {
            let longest = |number: usize| {
                if wait {
                    agreement.longest_resolve(number, &self.waits)
                } else {
                    agreement.longest_respond(number, &self.waits)
                }
            };
            let stated = |number: usize| {
                let times = levels[number].as_ref()?;
                if wait { times.resolve.as_ref() } else { times.respond.as_ref() }
            };
            let with: Vec<usize> = (0..levels.len()).filter(|number| stated(*number).is_some()).collect();
            for pair in with.windows(2) {
                let [urgent, less] = [pair[0], pair[1]];
                let (Some(own), Some(other)) = (stated(urgent), stated(less)) else { continue };
                // On one clock the times as written tell; on two the longest wait does.
                let slower = match agreement.hours_for(urgent).filter(|_| agreement.same_clock(agreement, urgent)) {
                    Some(hours) if agreement.hours_for(less).as_ref() == Some(&hours) => {
                        own.value.on_hours(&hours) > other.value.on_hours(&hours)
                    }
                    _ => longest(urgent).zip(longest(less)).is_some_and(|(own, other)| own > other),
                };
                if slower {
                    let message = format!(
                        "{} is {what} within {} and {} within {}: the more urgent one is slower",
                        times::name(urgent),
                        own.value.words(),
                        times::name(less),
                        other.value.words()
                    );
                    found.push(add(own.span, message).note(agreement.entry, other.span, times::name(less)));
                }
            }
        }
    }

    /// Each impact and urgency gives a priority, and more of either never a less urgent one.
    fn matrix(&self, agreement: &Agreement, found: &mut Vec<Breach>) {
        let priorities = &agreement.priorities;
        let Some(whole) = priorities.matrix else { return };
        let add = |span, message: String, help: &str| {
            Breach::new(Kind::PrioritiesInconsistent, agreement.entry, span, message, help)
        };
        let rank = Priorities::rank;
        for (impact, row) in priorities.cells.iter().enumerate() {
            for (urgency, cell) in row.iter().enumerate() {
                let at = format!("{} impact with {} urgency", rank(impact), rank(urgency));
                let Some(cell) = cell else {
                    let help = format!("add `{}: {{{}: P…}}` to the matrix", rank(impact), rank(urgency));
                    found.push(add(whole, format!("the matrix gives no priority for {at}"), &help));
                    continue;
                };
                let name = times::name(cell.value);
                if !priorities.is_empty() && priorities.levels[cell.value].is_none() {
                    let message = format!("{at} gives {name}, for which no times are promised");
                    found.push(add(
                        cell.span,
                        message,
                        &format!("add `{name}` under `levels`, or name another priority"),
                    ));
                }
                let above = impact.checked_sub(1).and_then(|row| priorities.cells[row][urgency].as_ref());
                let left = urgency.checked_sub(1).and_then(|column| row[column].as_ref());
                for (more, what) in [(above, "impact"), (left, "urgency")] {
                    if let Some(more) = more.filter(|more| more.value > cell.value) {
                        let message =
                            format!("{at} gives {name}, and with more {what} only {}", times::name(more.value));
                        let help = "let more impact or more urgency never give a less urgent priority";
                        found.push(add(more.span, message, help).note(
                            agreement.entry,
                            cell.span,
                            "gives the more urgent one",
                        ));
                    }
                }
            }
        }
    }

    /// Time to resolve: of each agreement in a row, and of all one after the other.
    fn resolve(&self, sla: usize, agreement: &Agreement, found: &mut Vec<Breach>) {
        let under: Vec<_> = self.services.under(sla).iter().filter(|under| under.is_serial()).collect();
        let allowance = self.parameter(Kind::ResolutionExceedsSla, "handover", HANDOVER).parse::<Duration>();
        let allowance = allowance.map_or(0, |allowance| allowance.elapsed());
        for (number, times) in agreement.priorities.levels.iter().enumerate() {
            let Some(promised) = times.as_ref().and_then(|times| times.resolve.as_ref()) else { continue };
            let Some(own) = agreement.longest_resolve(number, &self.waits) else { continue };
            let (mut parts, mut alone) = (Vec::new(), false);
            for under in &under {
                let other = &self.services.agreements[under.agreement];
                let Some(theirs) = other.priorities.levels[number].as_ref().and_then(|times| times.resolve.as_ref())
                else {
                    continue;
                };
                let Some(longest) = other.longest_resolve(number, &self.waits) else { continue };
                let slower = match agreement.hours_for(number).filter(|_| agreement.same_clock(other, number)) {
                    Some(hours) => theirs.value.on_hours(&hours) > promised.value.on_hours(&hours),
                    None => longest > own,
                };
                parts.push((other, theirs));
                if !slower {
                    continue;
                }
                alone = true;
                let name = times::name(number);
                let clocks = if agreement.same_clock(other, number) {
                    String::new()
                } else {
                    let words = |hours: Option<Arc<Hours>>| hours.map(|hours| hours.words()).unwrap_or_default();
                    format!(" ({} there, {} here)", words(other.hours_for(number)), words(agreement.hours_for(number)))
                };
                let message = format!(
                    "{name} is to be resolved within {}, and `{}` takes up to {}{clocks}",
                    promised.value.words(),
                    other.id,
                    theirs.value.words()
                );
                let help = "promise the longer time, or agree on a shorter one with the other side";
                let breach = Breach::new(Kind::ResolutionExceedsSla, agreement.entry, promised.span, message, help);
                found.push(breach.note(other.entry, theirs.span, "agreed here").of_sla(sla).weighing(Severity::Error));
            }
            if alone || parts.len() < 2 {
                continue;
            }
            let Some(sum) = self.one_after_the_other(agreement, number, &parts, allowance) else { continue };
            let promised_time = match agreement.hours_for(number) {
                Some(hours) if sum.1 => promised.value.on_hours(&hours),
                _ => own,
            };
            if sum.0 <= promised_time {
                continue;
            }
            let sum = sum.0;
            let names: Vec<String> =
                parts.iter().map(|(other, theirs)| format!("`{}` {}", other.id, theirs.value.words())).collect();
            let message = format!(
                "{} is to be resolved within {}, and repairs one after the other take up to {}: {}, with hand-over",
                times::name(number),
                promised.value.words(),
                Seconds::from(sum).words(),
                some(&names)
            );
            let help = "promise the longer time, agree on shorter ones, or set `handover` of this rule where less time passes between them";
            let mut breach = Breach::new(Kind::ResolutionExceedsSla, agreement.entry, promised.span, message, help);
            for (other, theirs) in parts.into_iter().take(super::availability::NOTES) {
                breach = breach.note(other.entry, theirs.span, "agreed here");
            }
            found.push(breach.of_sla(sla).weighing(Severity::Warning));
        }
    }

    /// Whether two hours are the same real instants, however they are written.
    fn same_hours(&self, one: &Arc<Hours>, other: &Arc<Hours>) -> bool {
        self.covers(one, other) && self.covers(other, one)
    }

    /// Seconds of repairs one after the other, and whether these are seconds of the hours of the SLA itself: so it is where all
    /// times run in the same hours. Else those in the same hours are added up, and the longest waits of these sums too.
    fn one_after_the_other(
        &self,
        sla: &Agreement,
        number: usize,
        parts: &[(&Agreement, &Spanned<Duration>)],
        allowance: u64,
    ) -> Option<(u64, bool)> {
        let mut by_hours: Vec<(Arc<Hours>, u64)> = Vec::new();
        for (other, theirs) in parts {
            let hours = other.hours_for(number)?;
            let handover = other.handover.as_ref().map_or(0, |handover| handover.value.on_hours(&hours));
            let time = theirs.value.on_hours(&hours).saturating_add(handover);
            match by_hours.iter_mut().find(|(known, _)| self.same_hours(known, &hours)) {
                Some((_, sum)) => *sum = sum.saturating_add(time),
                None => by_hours.push((hours, time)),
            }
        }
        if let ([(hours, sum)], Some(own)) = (by_hours.as_slice(), sla.hours_for(number))
            && self.same_hours(hours, &own)
        {
            return Some((sum.saturating_add(allowance), true));
        }
        let mut all = allowance;
        for (hours, sum) in &by_hours {
            all = all.saturating_add(self.waits.longest_of(*sum, hours)?);
        }
        Some((all, false))
    }

    /// A P1 incident that may take longer than the recovery from a disaster.
    fn rto(&self, sla: usize, agreement: &Agreement, found: &mut Vec<Breach>) {
        let Some(rto) = agreement.recovery.as_ref().and_then(|recovery| recovery.rto.as_ref()) else { return };
        let Some(resolve) = agreement.priorities.levels[0].as_ref().and_then(|times| times.resolve.as_ref()) else {
            return;
        };
        let Some(longest) = agreement.longest_resolve(0, &self.waits) else { return };
        if longest <= rto.value.elapsed() {
            return;
        }
        let message = format!(
            "a P1 incident may take up to {}, and the service is back from a disaster within {}",
            Seconds::from(longest).words(),
            rto.value.words()
        );
        let help = "bring both into line: they are often written by different people";
        let breach = Breach::new(Kind::ResolutionExceedsRto, agreement.entry, resolve.span, message, help);
        found.push(breach.note(agreement.entry, rto.span, "recovery promised here").of_sla(sla));
    }
}
