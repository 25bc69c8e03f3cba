//! A whole document that is still to be written: fields that its type needs, then headings that fit it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::fill::{Facts, fill};
use super::part::Part;
use super::yaml::{self, Yaml};
use crate::model::doc_type::DocType;
use crate::read::schema::SchemaSet;

/// What is known of a new document.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// Type, by name.
    pub doc_type: &'a str,
    /// Id.
    pub id: &'a str,
    /// Title for readers.
    pub title: &'a str,
    /// Role that owns it.
    pub owner: &'a str,
    /// Person who writes it, by id.
    pub person: &'a str,
    /// Who may read it.
    pub classification: &'a str,
    /// Today: the day where a date is needed.
    pub today: Date,
    /// Fields whose values are known besides.
    pub fields: Vec<(String, Yaml)>,
    /// A document of each type that has one, by the code in its id, for fields that name one.
    pub documents: BTreeMap<String, String>,
}

impl Draft<'_> {
    /// The document: front matter and body, with line feeds.
    #[must_use]
    pub fn text(&self, schemas: &SchemaSet) -> String {
        format!("---\n{}---\n\n{}", yaml::fields(&self.front(schemas)), body(schemas, self.doc_type))
    }

    /// The fields: those that the schema requires in its order, then the others that are known. `None` of them stands
    /// twice.
    #[must_use]
    pub fn front(&self, schemas: &SchemaSet) -> Vec<(String, Yaml)> {
        let Some(part) = Part::of(schemas, self.doc_type) else { return self.fields.clone() };
        let facts = Facts { owner: self.owner, person: self.person, today: self.today, documents: &self.documents };
        let plain = |text: &str| Yaml::Plain(text.to_owned());
        let mut known: BTreeMap<&str, Yaml> = BTreeMap::from([
            ("id", plain(self.id)),
            ("title", Yaml::Text(self.title.to_owned())),
            ("type", plain(self.doc_type)),
            ("version", Yaml::Quoted("0.1".to_owned())),
            ("owner", plain(self.owner)),
            ("classification", plain(self.classification)),
            ("clauses", Yaml::List(Vec::new())),
        ]);
        // `draft` for documents, `open` for records: the first status that the schema lists.
        let first = part.field("status").and_then(|status| status.choices().first().copied());
        known.insert("status", plain(first.unwrap_or("draft")));
        for (name, value) in &self.fields {
            known.insert(name, value.clone());
        }
        let mut values: Map<String, Value> =
            known.iter().map(|(name, value)| ((*name).to_owned(), json(value))).collect();
        let mut front: Vec<(String, Yaml)> = Vec::new();
        // What is required can depend on what was chosen.
        loop {
            let required = part.required(&values);
            let Some(name) = required.into_iter().find(|name| !front.iter().any(|(known, _)| known == name)) else {
                break;
            };
            let value = known.get(name).cloned().or_else(|| {
                let field = part.field(name)?;
                Some(modest(&part, name, &field, &values, fill(&field, &facts, 0)))
            });
            let value = value.unwrap_or_else(|| Yaml::Text("TODO".to_owned()));
            values.insert(name.to_owned(), json(&value));
            front.push((name.to_owned(), value));
        }
        let others = self.fields.iter().filter(|(name, _)| !front.iter().any(|(known, _)| known == name));
        let others: Vec<_> = others.cloned().collect();
        front.extend(others);
        front
    }
}

/// Of several choices the first that asks for no further fields, where there is one.
fn modest(part: &Part<'_>, name: &str, field: &Part<'_>, values: &Map<String, Value>, first: Yaml) -> Yaml {
    let Yaml::Noted(_, note) = &first else { return first };
    let cost = |choice: &str| {
        let mut values = values.clone();
        values.insert(name.to_owned(), Value::String(choice.to_owned()));
        part.required(&values).len()
    };
    let choices = field.choices();
    let least = part.required(values).len();
    match choices.into_iter().find(|choice| cost(choice) <= least) {
        Some(choice) => Yaml::Noted(Box::new(Yaml::Text(choice.to_owned())), note.clone()),
        None => first,
    }
}

/// A value as the conditions of a schema ask for it.
fn json(value: &Yaml) -> Value {
    value.scalar().map_or(Value::Bool(true), |text| Value::String(text.to_owned()))
}

/// The body of a new document: the template of its type, else a line below each of its headings.
#[must_use]
pub fn body(schemas: &SchemaSet, doc_type: &str) -> String {
    let template = schemas.source(doc_type).and_then(|schema| schema.get("x-template"));
    let lines: Vec<&str> = match template {
        Some(Value::String(text)) => text.lines().collect(),
        Some(Value::Array(lines)) => lines.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if !lines.is_empty() {
        return format!("{}\n", lines.join("\n").trim());
    }
    let headings = schemas.types().get(doc_type).map(|doc_type: &DocType| doc_type.headings.as_slice());
    let headings = headings.filter(|headings| !headings.is_empty());
    match headings {
        Some(headings) => {
            let sections: Vec<String> =
                headings.iter().map(|heading| format!("## {heading}\n\nTODO: write this section.\n")).collect();
            sections.join("\n")
        }
        None => "TODO: write the document.\n".to_owned(),
    }
}
