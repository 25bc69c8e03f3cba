//! What the configuration says of one rule: how much it weighs here, and its parameters.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::finding::Severity;

/// How a rule is set in this repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSetting {
    /// Severity, or off; `None`: as the rule itself says.
    pub level: Option<Level>,
    /// Everything beside `level`, by name. Which names there are is the business of the rule.
    pub parameters: BTreeMap<String, Setting>,
}

/// The value of a parameter, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// A single value.
    One(String),
    /// A list of values.
    Many(Vec<String>),
    /// Nothing, or something with parts.
    Unreadable,
}

/// A severity or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Not reported.
    Off,
    /// Reported as information.
    Info,
    /// Reported as a warning.
    Warning,
    /// Reported as an error.
    Error,
}

impl Level {
    /// The severity; `None` for off.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

// By hand, because what serde offers for fields of any name turns texts into numbers on the way.
impl<'de> Deserialize<'de> for RuleSetting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = RuleSetting;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the settings of a rule")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RuleSetting, A::Error> {
                let mut setting = RuleSetting::default();
                while let Some(name) = map.next_key::<String>()? {
                    if name == "level" {
                        setting.level = Some(map.next_value()?);
                    } else {
                        setting.parameters.insert(name, map.next_value()?);
                    }
                }
                Ok(setting)
            }
        }
        deserializer.deserialize_map(Fields)
    }
}

impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Setting;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or a list")
            }

            fn visit_str<E>(self, text: &str) -> Result<Setting, E> {
                Ok(Setting::One(text.to_owned()))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Setting, E> {
                Ok(Setting::One(value.to_string()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Setting, E> {
                Ok(Setting::One(value.to_string()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Setting, E> {
                Ok(Setting::One(value.to_string()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Setting, E> {
                Ok(Setting::One(value.to_string()))
            }

            fn visit_unit<E>(self) -> Result<Setting, E> {
                Ok(Setting::Unreadable)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Setting, A::Error> {
                let (mut texts, mut whole) = (Vec::new(), true);
                while let Some(item) = items.next_element::<Self::Value>()? {
                    match item {
                        Setting::One(text) => texts.push(text),
                        Setting::Many(_) | Setting::Unreadable => whole = false,
                    }
                }
                Ok(if whole { Setting::Many(texts) } else { Setting::Unreadable })
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Setting, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Setting::Unreadable)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_kept_whatever_their_kind() {
        let text = r#"{"within": "P12M", "share": 40, "words": ["NO", "later"], "odd": {"a": 1}, "list": [[1]], "none": null}"#;
        let setting: RuleSetting = serde_json::from_str(text).unwrap_or_default();
        assert_eq!(setting.level, None);
        let value = |name: &str| setting.parameters.get(name).cloned();
        assert_eq!(value("within"), Some(Setting::One("P12M".to_owned())));
        assert_eq!(value("share"), Some(Setting::One("40".to_owned())));
        assert_eq!(value("words"), Some(Setting::Many(vec!["NO".to_owned(), "later".to_owned()])));
        for name in ["odd", "list", "none"] {
            assert_eq!(value(name), Some(Setting::Unreadable), "{name}");
        }
        let setting: RuleSetting = serde_json::from_str(r#"{"level": "off"}"#).unwrap_or_default();
        assert_eq!(setting, RuleSetting { level: Some(Level::Off), parameters: BTreeMap::new() });
    }
}
