//! Hours that cannot be computed with: an unknown zone, times that are none, holidays that nobody lists.

use super::super::stated::{Basis, Holidays};
use super::{Breach, Kind, Looked};
use crate::model::finding::Severity;
use crate::model::hours::{HoursError, Weekly};
use crate::model::node::Node;

impl Looked<'_> {
    pub(super) fn hours(&self, found: &mut Vec<Breach>) {
        let holidays = Holidays::of(self.corpus, self.reading);
        let services = self.services.services.iter().map(|service| service.entry);
        let agreements = self.services.agreements.iter().map(|agreement| agreement.entry);
        for entry in services.chain(agreements) {
            let front = &self.text(entry).front;
            let stated = ["service_hours", "support_hours"].into_iter().filter_map(|field| front.get(field));
            for node in stated.chain(front.list("maintenance_windows")) {
                self.one_calendar(entry, node, &holidays, found);
            }
        }
        for agreement in &self.services.agreements {
            let Some(promised) = &agreement.availability else { continue };
            let Some(basis) = promised.basis.as_ref().filter(|basis| basis.value == Basis::ServiceHours) else {
                continue;
            };
            if agreement.service_hours.is_some() {
                continue;
            }
            let message =
                format!("the availability of `{}` counts the service hours, and it states none", agreement.id);
            let help = "add `service_hours`, or write `basis: 24x7`";
            found.push(Breach::new(Kind::HoursInvalid, agreement.entry, basis.span, message, help));
        }
    }

    fn one_calendar(&self, entry: usize, node: &Node, holidays: &Holidays, found: &mut Vec<Breach>) {
        let add = |span, message: String, help: &str| Breach::new(Kind::HoursInvalid, entry, span, message, help);
        let text = |field: &str| node.string(field);
        // What is missing is told by the schema.
        let (Some(zone), Some(from), Some(to)) = (text("tz"), text("from"), text("to")) else { return };
        let days = node.strings("days");
        let words: Vec<&str> = days.iter().map(|day| day.value.as_str()).collect();
        if let Err(error) = Weekly::new(&zone.value, &words, &from.value, &to.value, std::collections::BTreeSet::new())
        {
            let help = "write hours such as {tz: Europe/London, days: [mon, tue, wed, thu, fri], from: \"08:00\", to: \"18:00\"}";
            let span = match error {
                HoursError::Zone(_) => zone.span,
                HoursError::From(_) => from.span,
                HoursError::To(_) => to.span,
                HoursError::NoDay | HoursError::Day(_) => node.get("days").map_or(node.span, |days| days.span),
            };
            found.push(add(span, format!("these hours cannot be computed with: {error}"), help));
        }
        let Some(register) = text("holidays") else { return };
        let year = self.now.day.year();
        let (message, help) = match holidays.of_register(&register.value) {
            None => (
                format!("`{}` is no register of public holidays in force", register.value),
                "name a register with `register_kind: public_holidays`".to_owned(),
            ),
            Some(days) if days.iter().all(|day| day.year() != year) => (
                format!("`{}` lists no public holiday of {year}", register.value),
                format!("add the days of {year} to its `entries`, or the hours count them as working days"),
            ),
            Some(_) => return,
        };
        found.push(add(register.span, message, &help).weighing(Severity::Warning));
    }
}
