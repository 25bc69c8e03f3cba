//! Document types as JSON Schemas: loading them, and validating what was written against them.
//!
//! A schema says which fields there are and which values they take. The program reads scalars as text, so each is
//! first turned into the JSON value that its schema declares (see `shape`); `jsonschema` then judges, and its
//! errors become findings at the place where the value was written (see `schema_findings`).

use std::collections::BTreeMap;
use std::str;

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

use super::embedded::Files;
use super::shape::{Shape, Shapes};
use super::{schema_findings, schema_fixes};
use crate::model::doc_type::DocType;
use crate::model::finding::Finding;
use crate::model::node::Node;
use crate::model::source::SourceFile;
use crate::model::span::Span;

/// Address before the file names of schemas. Nothing is ever fetched from it.
pub(super) const BASE: &str = "https://smsdoc.invalid/schema/";

/// A schema that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// The file is no JSON.
    #[error("schema/{name} is not valid JSON: {message}")]
    Json {
        /// File name.
        name: String,
        /// What the parser says.
        message: String,
    },
    /// The schema contradicts the rules for schemas, or refers to something that is not there.
    #[error("schema/{name} cannot be used: {message}")]
    Invalid {
        /// File name.
        name: String,
        /// What the validator says.
        message: String,
    },
}

/// One schema, ready for use.
struct Compiled {
    validator: Validator,
    shape: Shape,
}

/// All schemas of a repository.
pub struct SchemaSet {
    pub(super) files: BTreeMap<String, Value>,
    compiled: BTreeMap<String, Compiled>,
    types: BTreeMap<String, DocType>,
}

impl SchemaSet {
    /// Loads every `NAME.schema.json`; `common` is what the others build on.
    ///
    /// # Errors
    ///
    /// Where a file is no JSON or no schema.
    pub fn load(schema_files: &Files) -> Result<Self, SchemaError> {
        let mut files = BTreeMap::new();
        for (path, bytes) in schema_files {
            if let Some(name) = path.strip_suffix(".schema.json") {
                let value: Value = serde_json::from_slice(bytes)
                    .map_err(|error| SchemaError::Json { name: path.clone(), message: error.to_string() })?;
                files.insert(name.to_owned(), value);
            }
        }
        let invalid =
            |name: &str, message: String| SchemaError::Invalid { name: format!("{name}.schema.json"), message };
        let mut registry = Registry::new();
        for (name, value) in &files {
            registry = registry
                .add(format!("{BASE}{name}.schema.json"), value.clone())
                .map_err(|error| invalid(name, error.to_string()))?;
        }
        let registry = registry.prepare().map_err(|error| invalid("common", error.to_string()))?;
        let shapes = Shapes::new(&files);
        let mut set = Self { files: BTreeMap::new(), compiled: BTreeMap::new(), types: BTreeMap::new() };
        // A document whose type is missing or unknown is still held against what all types share.
        let untyped = json!({ "$ref": format!("{BASE}common.schema.json#/$defs/controlledDocument") });
        let named = files.iter().filter(|(name, _)| *name != "common").map(|(name, value)| (name.as_str(), value));
        for (name, value) in named.chain([("", &untyped)]) {
            let validator = jsonschema::options()
                .with_registry(&registry)
                .should_validate_formats(true)
                .offline()
                .build(value)
                .map_err(|error| invalid(name, error.to_string()))?;
            set.compiled.insert(name.to_owned(), Compiled { validator, shape: shapes.shape(name, value) });
            if let Some(annotation) = value.get("x-smsdoc") {
                let doc_type = DocType::deserialize_from(annotation).map_err(|error| invalid(name, error))?;
                set.types.insert(doc_type.name.clone(), doc_type);
            }
        }
        set.files = files;
        Ok(set)
    }

    /// Document types by name.
    #[must_use]
    pub fn types(&self) -> &BTreeMap<String, DocType> {
        &self.types
    }

    /// The text of a schema, as an editor would use it.
    #[must_use]
    pub fn source(&self, name: &str) -> Option<&Value> {
        self.files.get(name)
    }

    /// The field that goes by another name elsewhere: `x-formerly` of a schema lists such names.
    pub(super) fn renamed(&self, name: &str) -> Option<&str> {
        let lists = |schema: &Value| {
            let names = schema.get("x-formerly").and_then(Value::as_array);
            names.into_iter().flatten().any(|former| former == name)
        };
        let shared = self.files.get("common").and_then(|common| common.get("$defs")).and_then(Value::as_object);
        let schemas = self.files.values().chain(shared.into_iter().flat_map(|defs| defs.values()));
        let fields = schemas.filter_map(|schema| schema.get("properties")?.as_object()).flatten();
        fields.into_iter().find(|(_, schema)| lists(schema)).map(|(field, _)| field.as_str())
    }

    /// Fields that all types share, in the order in which people expect them: `x-order` of the common schema.
    #[must_use]
    pub fn field_order(&self) -> Vec<String> {
        let order = self.files.get("common").and_then(|common| common.get("x-order")).and_then(Value::as_array);
        order.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// Holds a front matter against the schema of its type, or against what all types share where that is not known.
    #[must_use]
    pub fn check_document(&self, file: &SourceFile, front: &Node, fence: Span) -> Vec<Finding> {
        let doc_type = front.get("type").and_then(Node::text).unwrap_or_default();
        let known = self.types.contains_key(doc_type);
        let mut findings = self.check(if known { doc_type } else { "" }, file, front, fence);
        if let Some(node) = front.get("type").filter(|_| !known && !doc_type.is_empty()) {
            findings.retain(|finding| finding.place.span != Some(node.span));
            let names: Vec<_> = self.types.keys().map(String::as_str).collect();
            let message = format!("`{doc_type}` is not a document type");
            let help = schema_findings::suggestion(doc_type, &names);
            let fix = schema_fixes::choice(file, node, &names);
            findings.push(Finding::new("field-value", file.place(node.span), message).help(help).fix(fix));
        }
        findings
    }

    /// Holds values against a schema by its name.
    #[must_use]
    pub fn check(&self, name: &str, file: &SourceFile, node: &Node, fence: Span) -> Vec<Finding> {
        let Some(compiled) = self.compiled.get(name) else { return Vec::new() };
        let value = compiled.shape.value_of(node);
        let errors = compiled.validator.iter_errors(&value);
        schema_findings::findings(self, &compiled.shape, file, node, fence, name.is_empty(), errors)
    }

    /// The part of a schema at an absolute address.
    pub(super) fn at(&self, address: &str) -> Option<&Value> {
        let (name, pointer) = address.strip_prefix(BASE)?.split_once(".schema.json#")?;
        self.files.get(name)?.pointer(pointer)
    }
}

impl DocType {
    fn deserialize_from(annotation: &Value) -> Result<Self, String> {
        serde_json::from_value(annotation.clone()).map_err(|error| format!("x-smsdoc: {error}"))
    }
}
