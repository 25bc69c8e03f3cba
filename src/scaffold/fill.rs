//! A value that fits a schema and shows what is to be written.
//!
//! Text says what belongs there, in the words of the schema's own description; where only a choice, a date or a number
//! fits, one that does stands there with a remark. Both hold the word `TODO`, which the rule `placeholder-text` finds as
//! soon as somebody approves them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Map;

use super::part::Part;
use super::yaml::Yaml;

/// Deepest nesting that is filled.
const MAX_DEPTH: usize = 8;

/// What values are made of.
pub(super) struct Facts<'a> {
    /// Role that owns the document.
    pub(super) owner: &'a str,
    /// Whoever writes it, by their id.
    pub(super) person: &'a str,
    /// Today.
    pub(super) today: Date,
    /// A document of each type that has one, by the code in ids of that type.
    pub(super) documents: &'a BTreeMap<String, String>,
}

/// A value for a schema.
pub(super) fn fill(part: &Part<'_>, facts: &Facts<'_>, depth: usize) -> Yaml {
    if depth > MAX_DEPTH {
        return Yaml::Plain("TODO".to_owned());
    }
    let choices = part.choices();
    match (choices.as_slice(), part.kind()) {
        ([only], _) => Yaml::Text((*only).to_owned()),
        ([first, ..], _) => {
            // Of what describes a document as a whole the first is where its life begins; deeper down the example is usual.
            let usual = example(part).filter(|word| depth > 0 && choices.contains(&word.as_str()));
            let value = usual.unwrap_or_else(|| (*first).to_owned());
            noted(Yaml::Text(value), &format!("one of {}", choices.join(", ")))
        }
        (_, "array") => list(part, facts, depth),
        (_, "object") => object(part, facts, depth),
        (_, "boolean") => noted(Yaml::Plain("false".to_owned()), &instruction(part)),
        (_, "integer" | "number") => {
            let number = example(part).filter(|text| text.parse::<f64>().is_ok());
            noted(Yaml::Plain(number.unwrap_or_else(|| "1".to_owned())), &instruction(part))
        }
        _ => scalar(part, facts),
    }
}

fn list(part: &Part<'_>, facts: &Facts<'_>, depth: usize) -> Yaml {
    let needed = part.keyword("minItems").and_then(serde_json::Value::as_u64).unwrap_or_default() > 0;
    let Some(items) = part.items() else { return Yaml::List(Vec::new()) };
    let known = items.is("roleId") || items.is("personId");
    if !needed && !known {
        return Yaml::List(Vec::new());
    }
    Yaml::List(vec![fill(&items, facts, depth + 1)])
}

fn object(part: &Part<'_>, facts: &Facts<'_>, depth: usize) -> Yaml {
    let mut names = part.required(&Map::new());
    let needed = part.keyword("minProperties").and_then(serde_json::Value::as_u64).unwrap_or_default() > 0;
    if names.is_empty() && needed {
        names.extend(part.fields().first());
    }
    let fields =
        names.into_iter().filter_map(|name| Some((name.to_owned(), fill(&part.field(name)?, facts, depth + 1))));
    Yaml::Fields(fields.collect())
}

const TODO: &str = "TODO";

fn scalar(part: &Part<'_>, facts: &Facts<'_>) -> Yaml {
    let instruction = instruction(part);
    let plain = |text: &str| noted(Yaml::Plain(text.to_owned()), &instruction);
    if part.is("roleId") || part.is("actorId") {
        return Yaml::Plain(facts.owner.to_owned());
    }
    if part.is("personId") {
        return Yaml::Plain(facts.person.to_owned());
    }
    if part.is("docId") || part.is("docRef") {
        let like = example(part).unwrap_or_default();
        let found = like.split('-').find_map(|code| facts.documents.get(code));
        return found.map_or_else(|| plain("TODO-001"), |id| plain(id));
    }
    if part.is("entryId") {
        return plain(TODO);
    }
    if part.text("format") == Some("date") || part.is("date") {
        return plain(&facts.today.to_string());
    }
    if part.is("period") {
        return noted(Yaml::Quoted(facts.today.year().to_string()), &instruction);
    }
    if part.keyword("pattern").is_none() {
        let text = if instruction.is_empty() { TODO.to_owned() } else { format!("{TODO}: {instruction}") };
        return Yaml::Text(text);
    }
    match example(part) {
        Some(day) if crate::model::date::parse(&day).is_some() => plain(&day),
        Some(text) => noted(Yaml::Text(text), &instruction),
        None => plain(TODO),
    }
}

fn noted(value: Yaml, note: &str) -> Yaml {
    let note = if note.is_empty() { TODO.to_owned() } else { format!("{TODO}: {note}") };
    Yaml::Noted(Box::new(value), note)
}

/// What is to be written, by the description: without its example, and as a part of a sentence.
fn instruction(part: &Part<'_>) -> String {
    let text = part.description();
    let end = text.find("for example").unwrap_or(text.len());
    let text = text[..end].trim_end_matches([' ', ',', ';', '.', '(', ':']);
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect::<String>()
        }
        _ => text.to_owned(),
    }
    .replace(['\n', '\r'], " ")
}

/// The example of the description, or the first of the schema's own.
fn example(part: &Part<'_>) -> Option<String> {
    let listed = part.keyword("examples").and_then(|list| list.as_array()?.first()?.as_str());
    if let Some(listed) = listed {
        return Some(listed.to_owned());
    }
    let (_, text) = part.description().split_once("for example ")?;
    let text = text.trim_start_matches('[');
    let word = match text.strip_prefix('"') {
        Some(rest) => rest.split('"').next()?,
        None => text.split([' ', ',', ';', ']']).next()?.trim_end_matches('.'),
    };
    Some(word.to_owned()).filter(|word| !word.is_empty())
}
