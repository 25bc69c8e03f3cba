//! Turns text into the value that a schema declares.
//!
//! `1.10` under a field that may be text is the text `1.10`; under one that must be a number it is a number. So no
//! clause or version loses its last zero on the way.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

use crate::model::node::{Node, NodeKind};

/// Deepest nesting of schemas that is followed, against schemas that refer to themselves.
const MAX_DEPTH: usize = 24;

/// What a schema says of the value at one place.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    string: bool,
    number: bool,
    integer: bool,
    boolean: bool,
    /// Fields by name.
    pub(super) fields: BTreeMap<String, Shape>,
    items: Option<Box<Shape>>,
    /// Shape of fields that have no name of their own.
    others: Option<Box<Shape>>,
}

impl Shape {
    /// The JSON value of what was written, by this shape.
    pub(super) fn value_of(&self, node: &Node) -> Value {
        match &node.kind {
            NodeKind::Scalar { text, plain } => self.scalar(node, text, *plain),
            NodeKind::Sequence(nodes) => {
                let free = Shape::default();
                let shape = self.items.as_deref().unwrap_or(&free);
                Value::Array(nodes.iter().map(|node| shape.value_of(node)).collect())
            }
            NodeKind::Mapping(entries) => {
                let mut object = Map::new();
                for (key, node) in entries {
                    object.insert(key.value.clone(), self.field(&key.value).value_of(node));
                }
                Value::Object(object)
            }
        }
    }

    fn field(&self, name: &str) -> &Shape {
        static FREE: Shape = Shape {
            string: false,
            number: false,
            integer: false,
            boolean: false,
            fields: BTreeMap::new(),
            items: None,
            others: None,
        };
        self.fields.get(name).or(self.others.as_deref()).unwrap_or(&FREE)
    }

    /// The shape at a JSON pointer, as far as it leads.
    pub(super) fn at_pointer(&self, pointer: &str) -> &Shape {
        pointer.split('/').skip(1).fold(self, |shape, token| {
            if token.parse::<usize>().is_ok() && shape.fields.is_empty() {
                shape.items.as_deref().unwrap_or(shape)
            } else {
                shape.field(token)
            }
        })
    }

    fn scalar(&self, node: &Node, text: &str, plain: bool) -> Value {
        if !plain {
            return Value::String(text.to_owned());
        }
        if node.is_null() {
            return Value::Null;
        }
        if self.boolean && !self.string && matches!(text, "true" | "false") {
            return Value::Bool(text == "true");
        }
        if (self.integer || self.number) && !self.string {
            if let Ok(number) = text.parse::<i64>() {
                return Value::Number(number.into());
            }
            if self.number
                && let Some(number) = text.parse::<f64>().ok().and_then(Number::from_f64)
            {
                return Value::Number(number);
            }
        }
        Value::String(text.to_owned())
    }
}

/// Makes shapes from the schemas of a set.
pub(super) struct Shapes<'a> {
    files: &'a BTreeMap<String, Value>,
}

impl<'a> Shapes<'a> {
    pub(super) fn new(files: &'a BTreeMap<String, Value>) -> Self {
        Self { files }
    }

    /// The shape of a schema file.
    pub(super) fn shape(&self, name: &str, schema: &Value) -> Shape {
        let mut shape = Shape::default();
        self.merge(name, schema, &mut shape, 0);
        shape
    }

    /// Adds what a schema says to a shape, and what it refers to and is composed of.
    fn merge(&self, name: &str, schema: &Value, shape: &mut Shape, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        self.merge_types(schema, shape);
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str)
            && let Some((name, target)) = self.resolve(name, reference)
        {
            self.merge(name, target, shape, depth + 1);
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            for part in schema.get(keyword).and_then(Value::as_array).into_iter().flatten() {
                self.merge(name, part, shape, depth + 1);
            }
        }
        // `if` only asks; what it names is declared elsewhere.
        for keyword in ["then", "else"] {
            if let Some(part) = schema.get(keyword) {
                self.merge(name, part, shape, depth + 1);
            }
        }
        for (field, part) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            self.merge(name, part, shape.fields.entry(field.clone()).or_default(), depth + 1);
        }
        if let Some(part) = schema.get("items").filter(|part| part.is_object()) {
            self.merge(name, part, shape.items.get_or_insert_default(), depth + 1);
        }
        let patterns =
            schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten().map(|(_, part)| part);
        for part in schema.get("additionalProperties").into_iter().chain(patterns).filter(|part| part.is_object()) {
            self.merge(name, part, shape.others.get_or_insert_default(), depth + 1);
        }
    }

    fn merge_types(&self, schema: &Value, shape: &mut Shape) {
        let named: Vec<&str> = match schema.get("type") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => {
                let choices = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
                choices.chain(schema.get("const")).filter(|choice| choice.is_string()).map(|_| "string").collect()
            }
        };
        for name in named {
            match name {
                "string" => shape.string = true,
                "number" => shape.number = true,
                "integer" => shape.integer = true,
                "boolean" => shape.boolean = true,
                _ => {}
            }
        }
    }

    fn resolve<'b>(&'b self, name: &'b str, reference: &str) -> Option<(&'b str, &'b Value)> {
        let reference = reference.strip_prefix(super::schema::BASE).unwrap_or(reference);
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let (name, schema) = match file.strip_suffix(".schema.json") {
            Some(other) => self.files.get_key_value(other).map(|(name, schema)| (name.as_str(), schema))?,
            None => (name, self.files.get(name)?),
        };
        Some((name, schema.pointer(pointer)?))
    }
}
