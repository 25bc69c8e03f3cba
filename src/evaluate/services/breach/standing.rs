//! Agreements in time: their end, notice, reviews, consent, and comparisons with each other.

use jiff::civil::Date;

use super::super::stated::{Agreement, AgreementKind, End};
use super::super::terms::Standing;
use super::{Breach, Kind, Looked, REVIEW_GRACE};
use crate::model::date::{self, Interval};
use crate::model::document::Status;
use crate::model::finding::Severity;

impl Looked<'_> {
    pub(super) fn standing(&self, found: &mut Vec<Breach>) {
        for (index, agreement) in self.services.agreements.iter().enumerate() {
            self.end(agreement, found);
            self.review(agreement, found);
            self.consent(agreement, found);
            if agreement.kind == AgreementKind::Sla {
                self.outlived(index, agreement, found);
                self.alignment(index, agreement, found);
            }
        }
    }

    /// An agreement whose notice window is open, or that is over.
    fn end(&self, agreement: &Agreement, found: &mut Vec<Breach>) {
        let Some(term) = &agreement.term else { return };
        let typed = self.text(agreement.entry).front.get("term").and_then(|term| term.string("end"));
        if let (None, Some(typed)) = (&term.end, typed) {
            let message = format!("`{}` is to end on `{}`, which is no day", agreement.id, typed.value);
            let help = "write a calendar date such as 2028-12-31, or open";
            let breach = Breach::new(Kind::AgreementEnding, agreement.entry, typed.span, message, help);
            found.push(breach.weighing(Severity::Error));
            return;
        }
        let (Some(end), Some(last)) = (&term.end, term.last_day()) else { return };
        let add =
            |message: String, help: &str| Breach::new(Kind::AgreementEnding, agreement.entry, end.span, message, help);
        if let Some(start) = term.start.as_ref().filter(|start| start.value > last) {
            let message = format!("`{}` ends on {last}, before it begins on {}", agreement.id, start.value);
            found.push(add(message, "correct one of both days").note(agreement.entry, start.span, "begins here"));
            return;
        }
        match agreement.standing(self.now.day) {
            Standing::Ended => {
                let message = format!("`{}` ended on {last}", agreement.id);
                found.push(add(message, "agree on a new term, or withdraw the document"));
            }
            Standing::NoticeOpen => {
                let opened = agreement.notice_opens().map(|day| day.to_string()).unwrap_or_default();
                let left = date::days_between(self.now.day, last);
                let message =
                    format!("`{}` ends on {last}, in {left} days, and notice is due since {opened}", agreement.id);
                found.push(add(message, "decide whether it goes on, and agree on the new term"));
            }
            _ => {}
        }
    }

    /// The performance of an agreement that was not looked at in time.
    fn review(&self, agreement: &Agreement, found: &mut Vec<Breach>) {
        let Some(interval) = &agreement.review_interval else { return };
        let grace = self.parameter(Kind::AgreementEnding, "review_grace", REVIEW_GRACE).parse::<Interval>();
        let Ok(grace) = grace else { return };
        let stated = agreement.last_review.as_ref().map(|day| day.value);
        let Some(last) = self.reviews(agreement).into_iter().chain(stated).max() else { return };
        let Some(due) = interval.value.after(last) else { return };
        if grace.after(due).is_none_or(|end| end >= self.now.day) {
            return;
        }
        let late = date::days_between(due, self.now.day);
        let message = format!(
            "`{}` is to be reviewed every {}, was reviewed on {last}, and is {late} days late",
            agreement.id,
            interval.value.words()
        );
        let help = "hold the review, and name its record or series under `reviews` in `records`";
        let span = agreement.last_review.as_ref().map_or(interval.span, |day| day.span);
        found.push(Breach::new(Kind::AgreementEnding, agreement.entry, span, message, help));
    }

    /// The last days of the records of its reviews.
    fn reviews(&self, agreement: &Agreement) -> Vec<Date> {
        let named = &agreement.review_records;
        let is_named = |text: &str| named.iter().any(|name| name.value.eq_ignore_ascii_case(text));
        let records = self.corpus.entries.iter().filter(|entry| !named.is_empty() && entry.is_record());
        let of = records.filter(|entry| {
            let series = entry.document().front.string("series");
            is_named(entry.id.as_str()) || series.is_some_and(|series| is_named(&series.value))
        });
        of.filter_map(|entry| Some(entry.days()?.1)).collect()
    }

    /// An agreement that is in force, or approved, without a day and proof of consent.
    fn consent(&self, agreement: &Agreement, found: &mut Vec<Breach>) {
        let approved =
            self.text(agreement.entry).status.as_ref().is_some_and(|status| status.value == Status::Approved);
        let given = agreement.consent.as_ref();
        if let Some(day) = given.and_then(|given| given.date.as_ref()).filter(|day| day.value > self.now.day) {
            let message =
                format!("both sides are said to agree to `{}` on {}, which is still to come", agreement.id, day.value);
            let help = "write the day on which both sides did agree";
            found.push(Breach::new(Kind::ConsentMissing, agreement.entry, day.span, message, help));
            return;
        }
        let proven = given.is_some_and(|given| given.date.is_some() && given.evidence.is_some());
        if proven || !(agreement.in_force || approved) {
            return;
        }
        let span = given.map_or_else(|| self.key(agreement.entry, "status"), |given| given.span);
        let message = format!("nothing proves that both sides agreed to `{}`", agreement.id);
        let help = "add `agreement` with `date` and `evidence`: a signature, minutes, or an accepted proposal";
        found.push(Breach::new(Kind::ConsentMissing, agreement.entry, span, message, help));
    }

    /// Agreements that end before the SLA that they support.
    fn outlived(&self, index: usize, sla: &Agreement, found: &mut Vec<Breach>) {
        let Some(Some(end)) = sla.term.as_ref().map(|term| term.end.as_ref()) else { return };
        let End::On(last) = end.value else { return };
        for under in self.services.under(index) {
            let other = &self.services.agreements[under.agreement];
            let Some(term) = &other.term else { continue };
            let (Some(theirs), Some(day)) = (&term.end, term.last_day()) else { continue };
            // That it is over is told already.
            if day >= last || other.standing(self.now.day) == Standing::Ended {
                continue;
            }
            let message =
                format!("`{}` ends on {day}, before `{}` that it supports, which runs until {last}", other.id, sla.id);
            let help = "agree on a longer term, or plan what takes its place";
            let breach = Breach::new(Kind::AgreementEnding, other.entry, theirs.span, message, help);
            found.push(breach.note(sla.entry, end.span, "runs until here").of_sla(index));
        }
    }

    /// Contracts behind an SLA that were not compared with it since one of both changed.
    fn alignment(&self, index: usize, sla: &Agreement, found: &mut Vec<Breach>) {
        if !sla.in_force {
            return;
        }
        for under in self.services.under(index) {
            let other = &self.services.agreements[under.agreement];
            if other.kind != AgreementKind::Contract || !other.in_force {
                continue;
            }
            let help =
                format!("compare both, and give `alignment` an entry for {} with the day and the result", sla.id);
            let with = |alignment: &&super::super::stated::Alignment| alignment.sla.value.eq_ignore_ascii_case(&sla.id);
            let compared = other
                .alignment
                .iter()
                .filter(with)
                .max_by_key(|alignment| alignment.date.as_ref().map(|day| day.value));
            let Some(compared) = compared else {
                let span =
                    self.key(other.entry, if other.alignment.is_empty() { "services_supported" } else { "alignment" });
                let message = format!("`{}` was never compared with `{}`, which rests on it", other.id, sla.id);
                let breach = Breach::new(Kind::AlignmentStale, other.entry, span, message, help);
                let named = under.listed.or_else(|| sla.services.first().map(|service| service.span));
                found.push(breach.note(sla.entry, named.unwrap_or_default(), "rests on it").of_sla(index));
                continue;
            };
            let newest = [other, sla].into_iter().filter_map(|text| Some((text, text.approved_on.as_ref()?)));
            let Some((changed, on)) = newest.max_by_key(|(_, day)| day.value) else { continue };
            let Some(date) = compared.date.as_ref().filter(|date| date.value < on.value) else { continue };
            let message = format!(
                "`{}` was compared with `{}` on {}, and `{}` changed on {}",
                other.id, sla.id, date.value, changed.id, on.value
            );
            let breach = Breach::new(Kind::AlignmentStale, other.entry, date.span, message, help);
            found.push(breach.note(changed.entry, on.span, "approved here").of_sla(index));
        }
    }
}
