//! Schemas as editors use them: each in one piece, so that nothing has to be looked up beside it or fetched.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::schema::SchemaSet;

/// Name of the schema that decides by the field `type` which one holds.
pub(super) const DOCUMENT: &str = "document";

/// Before the references to what all schemas share.
const COMMON: &str = "common.schema.json#/$defs/";
const LOCAL: &str = "#/$defs/";

impl SchemaSet {
    /// Names of the schemas that can be asked for, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.files.keys().map(String::as_str).filter(|name| *name != "common").collect();
        names.push(DOCUMENT);
        names.sort_unstable();
        names
    }

    /// A schema in one piece: of a type, of `smsdoc` or `people`, or `document` for the front matter of any document.
    /// `None` where there is none of this name.
    #[must_use]
    pub fn bundle(&self, name: &str) -> Option<Value> {
        let mut schema = if name == DOCUMENT { self.document() } else { self.files.get(name)?.clone() };
        let mut shared = Map::new();
        if let Some(Value::Object(own)) = schema.as_object_mut()?.remove("$defs") {
            shared.extend(own);
        }
        self.gather(&mut schema, &mut shared);
        let root = schema.as_object_mut()?;
        // A name that stands for an address would make editors look there.
        root.remove("$id");
        if !shared.is_empty() {
            shared.sort_keys();
            root.insert("$defs".to_owned(), Value::Object(shared));
        }
        Some(schema)
    }

    /// Any document: the value of `type` decides which schema holds.
    fn document(&self) -> Value {
        let types: Vec<&str> = self.types().keys().map(String::as_str).collect();
        let choices = types.iter().map(|name| {
            json!({
                "if": { "properties": { "type": { "const": name } }, "required": ["type"] },
                "then": { "$ref": format!("{LOCAL}type:{name}") },
            })
        });
        let choices: Vec<Value> = choices.collect();
        let bodies = types.iter().filter_map(|name| {
            let mut body = self.files.get(*name)?.clone();
            let fields = body.as_object_mut()?;
            fields.remove("$id");
            fields.remove("$schema");
            Some((format!("type:{name}"), body))
        });
        let bodies: Map<String, Value> = bodies.collect();
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Document",
            "description": "Front matter of any document: the field type decides which other fields there are.",
            "type": "object",
            "properties": {
                "type": { "enum": types, "description": "Type of the document, for example policy." }
            },
            "required": ["type"],
            "allOf": choices,
            "$defs": bodies,
        })
    }

    /// Points all references to definitions in the same file, and gathers those that are meant.
    fn gather(&self, schema: &mut Value, shared: &mut Map<String, Value>) {
        let mut wanted = BTreeSet::new();
        for own in shared.values_mut() {
            localize(own, &mut wanted);
        }
        localize(schema, &mut wanted);
        while let Some(name) = wanted.pop_first() {
            if shared.contains_key(&name) {
                continue;
            }
            let found = self.files.get("common").and_then(|common| common.get("$defs")?.get(&name));
            let mut definition = found.cloned().unwrap_or(Value::Bool(true));
            localize(&mut definition, &mut wanted);
            shared.insert(name, definition);
        }
    }
}

/// Makes the references of a schema local, notes their targets, and says faults in the words of `x-error`.
fn localize(schema: &mut Value, wanted: &mut BTreeSet<String>) {
    match schema {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get_mut("$ref")
                && let Some(name) = reference.strip_prefix(COMMON).or_else(|| reference.strip_prefix(LOCAL))
            {
                let name = name.to_owned();
                *reference = format!("{LOCAL}{name}");
                wanted.insert(name);
            }
            if let Some(Value::String(expected)) = fields.get("x-error").cloned() {
                let message = Value::String(format!("Write {}.", expected.trim_end_matches('.')));
                for keyword in ["errorMessage", "patternErrorMessage"] {
                    fields.insert(keyword.to_owned(), message.clone());
                }
            }
            // Running text may well be a number, such as the keyword 2026: what was written counts.
            let free = !["pattern", "format", "enum", "const"].iter().any(|keyword| fields.contains_key(*keyword));
            if free && fields.get("type").is_some_and(|kind| kind == "string") {
                fields.insert("type".to_owned(), json!(["string", "number"]));
            }
            for value in fields.values_mut() {
                localize(value, wanted);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| localize(value, wanted)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::embedded;

    #[test]
    fn every_schema_stands_alone_and_judges_as_the_files_do() {
        let set = SchemaSet::load(&embedded::schema_files()).expect("the schemas of the program");
        let policy = json!({
            "id": "SMS-POL-001", "title": "Policy", "type": "policy", "version": "1.0", "status": "draft",
            "owner": "sms-manager", "classification": "internal", "clauses": ["5.2.1"], "purpose": "p",
            "commitments": ["c"], "keywords": [2026], "applies_to": ["a"], "communicated_to": ["a"],
        });
        for name in set.names() {
            let schema = set.bundle(name).expect("a schema");
            let text = schema.to_string();
            assert!(!text.contains("smsdoc.invalid") && !text.contains("schema.json#"), "{name}");
            let validator = jsonschema::options().offline().build(&schema).expect("a schema that stands alone");
            let misspelt = json!({"id": "SMS-POL-001", "type": "policy", "titel": "Policy"});
            if name == "policy" || name == DOCUMENT {
                assert!(validator.is_valid(&policy), "{name}");
                assert!(validator.iter_errors(&misspelt).any(|error| error.to_string().contains("titel")), "{name}");
            } else {
                assert!(!validator.is_valid(&misspelt), "{name}");
            }
        }
        assert!(set.bundle("nothing").is_none());
    }
}
