//! Plain data and its parsing. No input or output, no library but serde, jiff and bigdecimal.

pub mod baseline;
pub mod clause;
pub mod config;
pub mod crosswalk;
pub mod date;
pub mod date_notation;
pub mod diagram;
pub mod doc_id;
pub mod doc_type;
pub mod document;
pub mod documented;
pub mod duration;
pub mod figure;
pub mod finding;
pub mod fix;
pub mod framework;
pub mod history;
pub mod hours;
pub mod inputs;
pub mod language;
pub mod line;
pub mod measuring;
pub mod node;
pub mod outline;
pub mod people;
pub mod percent;
pub mod period;
pub mod rule_setting;
pub mod seconds;
pub mod signature;
pub mod source;
pub mod span;
pub mod statement;
pub mod version;

/// A value as indented JSON with a line end, the same bytes for the same value.
#[must_use]
pub fn json<T: serde::Serialize>(value: &T) -> String {
    // Only maps with keys that are no text, or a `Serialize` of ours that fails, could make this fail; there are none.
    serde_json::to_string_pretty(value).map_or_else(|error| format!("{{\"error\":\"{error}\"}}\n"), |text| text + "\n")
}
