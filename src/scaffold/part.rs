//! What a schema says of one value, its references followed.

use serde_json::{Map, Value};

use crate::read::schema::SchemaSet;

/// Longest chain of references that is followed, against schemas that refer to themselves.
const MAX_DEPTH: usize = 16;

/// A schema with all that it is composed of.
#[derive(Clone)]
pub(super) struct Part<'a> {
    set: &'a SchemaSet,
    /// What it refers to comes before it. With each the name of its file.
    layers: Vec<(&'a str, &'a Value)>,
    /// Names of the shared definitions that it refers to, such as `roleId`.
    definitions: Vec<&'a str>,
    /// What the list says of its entries, which have no description of their own.
    described: Option<&'a str>,
}

impl<'a> Part<'a> {
    /// The schema of a file.
    pub(super) fn of(set: &'a SchemaSet, name: &'a str) -> Option<Self> {
        Some(Self::new(set, name, set.source(name)?))
    }

    fn new(set: &'a SchemaSet, file: &'a str, schema: &'a Value) -> Self {
        let mut part = Self { set, layers: Vec::new(), definitions: Vec::new(), described: None };
        part.add(file, schema, 0);
        part
    }

    fn add(&mut self, file: &'a str, schema: &'a Value, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
            let name = path.rsplit('/').next().and_then(|name| name.strip_suffix(".schema.json")).unwrap_or(file);
            if let Some(target) = self.set.source(name).and_then(|schema| schema.pointer(pointer)) {
                self.definitions.extend(pointer.rsplit('/').next());
                self.add(name, target, depth + 1);
            }
        }
        for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.add(file, part, depth + 1);
        }
        self.layers.push((file, schema));
    }

    /// A keyword of the schema, else of what it refers to.
    pub(super) fn keyword(&self, name: &str) -> Option<&'a Value> {
        self.layers.iter().rev().find_map(|(_, layer)| layer.get(name))
    }

    /// A keyword that is text.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.keyword(name)?.as_str()
    }

    /// What it says of itself; empty where it says nothing.
    pub(super) fn description(&self) -> &'a str {
        self.text("description").or(self.described).unwrap_or_default()
    }

    /// Whether it refers to a shared definition.
    pub(super) fn is(&self, definition: &str) -> bool {
        self.definitions.contains(&definition)
    }

    /// Whether a value may be of a kind; the first kind that is named is meant.
    pub(super) fn kind(&self) -> &'a str {
        match self.keyword("type") {
            Some(Value::String(kind)) => kind,
            Some(Value::Array(kinds)) => kinds.first().and_then(Value::as_str).unwrap_or_default(),
            _ if self.keyword("properties").is_some() => "object",
            _ => "string",
        }
    }

    /// The values among which one is chosen; empty where anything else counts.
    pub(super) fn choices(&self) -> Vec<&'a str> {
        let listed = self.keyword("enum").and_then(Value::as_array).into_iter().flatten();
        listed.chain(self.keyword("const")).filter_map(Value::as_str).collect()
    }

    /// Names of fields that must be there, in the order of the schema. Of alternatives the first counts; what depends
    /// on other values is told by those that are known.
    pub(super) fn required(&self, known: &Map<String, Value>) -> Vec<&'a str> {
        let mut names = Vec::new();
        for (_, layer) in &self.layers {
            collect(layer, known, &mut names);
        }
        names
    }

    /// The schema of a field.
    pub(super) fn field(&self, name: &str) -> Option<Self> {
        let of = |layer: &'a Value| {
            let own = layer.get("properties").and_then(|fields| fields.get(name));
            own.or_else(|| layer.get("then")?.get("properties")?.get(name))
        };
        let (file, schema) = self.layers.iter().rev().find_map(|(file, layer)| Some((*file, of(layer)?)))?;
        Some(Self::new(self.set, file, schema))
    }

    /// Names of all fields that the schema knows, in its order.
    pub(super) fn fields(&self) -> Vec<&'a str> {
        let fields = self.layers.iter().filter_map(|(_, layer)| layer.get("properties")?.as_object());
        fields.flat_map(|fields| fields.keys().map(String::as_str)).collect()
    }

    /// The schema of the entries of a list.
    pub(super) fn items(&self) -> Option<Self> {
        let (file, schema) = self.layers.iter().rev().find_map(|(file, layer)| Some((*file, layer.get("items")?)))?;
        Some(Self { described: Some(self.description()), ..Self::new(self.set, file, schema) })
    }
}

/// Adds what a layer requires.
fn collect<'a>(layer: &'a Value, known: &Map<String, Value>, names: &mut Vec<&'a str>) {
    for name in layer.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    for keyword in ["anyOf", "oneOf"] {
        let Some(alternatives) = layer.get(keyword).and_then(Value::as_array) else { continue };
        let met = |alternative: &&Value| {
            let required = alternative.get("required").and_then(Value::as_array);
            required.is_some_and(|names| names.iter().filter_map(Value::as_str).all(|name| known.contains_key(name)))
        };
        if let Some(first) = alternatives.iter().find(met).or(alternatives.first()) {
            collect(first, known, names);
        }
    }
    if layer.get("if").is_some_and(|question| holds(question, known))
        && let Some(then) = layer.get("then")
    {
        collect(then, known, names);
    }
}

/// Whether values answer a simple question: which fields there are, and which of some values they have.
fn holds(question: &Value, known: &Map<String, Value>) -> bool {
    let names = question.get("required").and_then(Value::as_array).into_iter().flatten();
    let there = names.filter_map(Value::as_str).all(|name| known.contains_key(name));
    let fields = question.get("properties").and_then(Value::as_object).into_iter().flatten();
    let fits = fields.filter_map(|(name, schema)| Some((known.get(name)?, schema))).all(|(value, schema)| {
        let listed = schema.get("enum").and_then(Value::as_array).is_none_or(|values| values.contains(value));
        listed && schema.get("const").is_none_or(|wanted| wanted == value)
    });
    there && fits
}
