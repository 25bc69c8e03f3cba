//! Parameters of rules: what a repository may set beside the weight, in `rules` of `smsdoc.yaml`.

use super::Rule;
use crate::evaluate::Sms;
use crate::model::date::Interval;
use crate::model::duration::Duration;
use crate::model::rule_setting::Setting;

/// One parameter of a rule.
pub struct Parameter {
    /// As in the configuration.
    pub name: &'static str,
    /// Which values it takes.
    pub kind: Kind,
    /// Value where the configuration gives none, as it would be typed.
    pub default: &'static str,
    /// What it is for, in one line.
    pub meaning: &'static str,
}

/// Which values a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A calendar interval.
    Interval,
    /// A length of time in hours, minutes or days.
    Duration,
    /// A whole number from 1 to 100.
    Percent,
    /// A whole number, not smaller than this and at most 1000.
    Number(usize),
    /// A list of words.
    Words,
}

/// Greatest value of a number.
const MOST: usize = 1000;

impl Kind {
    /// Whether a value is of this kind.
    #[must_use]
    pub fn takes(self, setting: &Setting) -> bool {
        match (self, setting) {
            (Self::Words, Setting::Many(words)) => words.iter().all(|word| !word.trim().is_empty()),
            (Self::Interval, Setting::One(text)) => text.parse::<Interval>().is_ok(),
            (Self::Duration, Setting::One(text)) => text.parse::<Duration>().is_ok(),
            (Self::Percent, Setting::One(text)) => within(text, 1, 100),
            (Self::Number(least), Setting::One(text)) => within(text, least, MOST),
            _ => false,
        }
    }

    /// What is expected, for messages.
    #[must_use]
    pub fn expected(self) -> String {
        match self {
            Self::Interval => "an interval such as `P12M` or `P90D`".to_owned(),
            Self::Duration => "a length of time such as `PT15M` or `PT2H`".to_owned(),
            Self::Percent => "a whole number from 1 to 100".to_owned(),
            Self::Number(least) => format!("a whole number from {least} to {MOST}"),
            Self::Words => "a list of words such as `[one, two]`".to_owned(),
        }
    }
}

fn within(text: &str, least: usize, most: usize) -> bool {
    text.parse::<usize>().is_ok_and(|number| (least..=most).contains(&number))
}

impl Rule {
    /// What is set for a parameter, where that can be read.
    fn set<'a>(&self, sms: &'a Sms, name: &str) -> Option<&'a Setting> {
        let parameter = self.parameters.iter().find(|parameter| parameter.name == name)?;
        let setting = sms.inputs.config.rules.get(self.id)?.parameters.get(name)?;
        parameter.kind.takes(setting).then_some(setting)
    }

    /// A single value: the one that is set, else the default.
    fn value<'a>(&self, sms: &'a Sms, name: &str) -> &'a str {
        match self.set(sms, name) {
            Some(Setting::One(text)) => text,
            _ => self.parameters.iter().find(|parameter| parameter.name == name).map_or("", |at| at.default),
        }
    }

    /// An interval. `None` only where the rule has no such parameter, which a test excludes.
    pub(super) fn interval(&self, sms: &Sms, name: &str) -> Option<Interval> {
        self.value(sms, name).parse().ok()
    }

    /// A number or percentage; nothing is reported below the largest where the rule has no such parameter.
    pub(super) fn number(&self, sms: &Sms, name: &str) -> usize {
        self.value(sms, name).parse().unwrap_or(MOST)
    }

    /// Words.
    pub(super) fn words<'a>(&self, sms: &'a Sms, name: &str) -> &'a [String] {
        match self.set(sms, name) {
            Some(Setting::Many(words)) => words,
            _ => &[],
        }
    }
}
