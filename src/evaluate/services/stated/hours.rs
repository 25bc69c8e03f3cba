//! Hours of services and agreements, with the public holidays on which they do not apply.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::evaluate::corpus::Corpus;
use crate::evaluate::reading::Reading;
use crate::model::date;
use crate::model::hours::{Hours, Weekly};
use crate::model::node::Node;
use crate::model::span::Spanned;

/// Public holidays by the register that lists them.
#[derive(Clone, Debug, Default)]
pub struct Holidays {
    by_register: BTreeMap<String, BTreeSet<Date>>,
}

impl Holidays {
    /// Reads the registers of public holidays: days in `entries`, under `date`.
    #[must_use]
    pub fn of(corpus: &Corpus, reading: Reading) -> Self {
        let registers = reading.in_force(corpus, "register").map(|(_, entry)| (entry, reading.of(entry)));
        let kind = |node: &Node| node.string("register_kind").is_some_and(|kind| kind.value == "public_holidays");
        let days = |node: &Node| -> BTreeSet<Date> {
            node.list("entries").iter().filter_map(|entry| date::parse(&entry.string("date")?.value)).collect()
        };
        let found = registers.filter(|(_, text)| kind(&text.front));
        Self { by_register: found.map(|(entry, text)| (entry.id.folded(), days(&text.front))).collect() }
    }

    /// The days of a register, which may be named with a part of it: `SMS-REG-007#england`. `None` where it is not in force,
    /// or lists something else.
    #[must_use]
    pub fn of_register(&self, named: &str) -> Option<&BTreeSet<Date>> {
        let id = named.split('#').next().unwrap_or_default();
        self.by_register.get(&id.to_ascii_lowercase())
    }

    /// Reads hours: `24x7`, or days and times in a zone. `None` where they are not there or cannot be read.
    #[must_use]
    pub fn hours(&self, node: Option<&Node>) -> Option<Spanned<Arc<Hours>>> {
        let node = node?;
        if let Some(text) = node.text() {
            return (text.trim() == "24x7").then(|| Spanned::new(Arc::new(Hours::Always), node.span));
        }
        let days = node.strings("days");
        let days: Vec<&str> = days.iter().map(|day| day.value.as_str()).collect();
        let text = |field: &str| node.string(field).map(|text| text.value);
        let holidays = text("holidays").and_then(|register| self.of_register(&register).cloned()).unwrap_or_default();
        let weekly = Weekly::new(&text("tz")?, &days, &text("from")?, &text("to")?, holidays).ok()?;
        Some(Spanned::new(Arc::new(Hours::Weekly(weekly)), node.span))
    }
}
