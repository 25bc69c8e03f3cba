//! Errors of the schema validator, said so that a document owner can mend them.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

use super::schema::SchemaSet;
use super::schema_fixes as fixes;
use super::shape::Shape;
use crate::model::finding::Finding;
use crate::model::node::{Node, NodeKind};
use crate::model::source::SourceFile;
use crate::model::span::Span;

/// States that the program derives and nobody types.
const DERIVED: [&str; 7] =
    ["scheduled", "in_force", "effective", "under_revision", "superseded", "review_due", "review_overdue"];

/// Turns the errors of one validation into findings.
pub(super) fn findings<'i>(
    set: &SchemaSet,
    shape: &Shape,
    file: &SourceFile,
    root: &Node,
    fence: Span,
    any_field: bool,
    errors: impl Iterator<Item = ValidationError<'i>>,
) -> Vec<Finding> {
    let teller = Teller { set, shape, file, root, fence, any_field };
    let mut findings: Vec<Finding> = Vec::new();
    for error in errors {
        for finding in teller.tell(&error) {
            // One fault breaks several branches of a schema; it is said once.
            if !findings.iter().any(|known| known.place.span == finding.place.span && known.message == finding.message)
            {
                findings.push(finding);
            }
        }
    }
    findings
}

/// "one of ...", with the nearest choice first where one is near.
pub(super) fn suggestion(typed: &str, choices: &[&str]) -> String {
    let list = choices.iter().map(|choice| format!("`{choice}`")).collect::<Vec<_>>().join(", ");
    match nearest(typed, choices) {
        Some(near) => format!("did you mean `{near}`? The choices are {list}"),
        None => format!("the choices are {list}"),
    }
}

/// The choice that was probably meant.
pub(super) fn nearest<'a>(typed: &str, choices: &[&'a str]) -> Option<&'a str> {
    let typed = typed.to_lowercase().replace(['-', ' '], "_");
    let scored =
        choices.iter().map(|choice| (strsim::jaro_winkler(&typed, &choice.to_lowercase().replace('-', "_")), *choice));
    scored.filter(|(score, _)| *score > 0.82).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, choice)| choice)
}

struct Teller<'a> {
    set: &'a SchemaSet,
    shape: &'a Shape,
    file: &'a SourceFile,
    root: &'a Node,
    fence: Span,
    /// Fields that the schema does not know are another rule's business.
    any_field: bool,
}

impl Teller<'_> {
    fn tell(&self, error: &ValidationError<'_>) -> Vec<Finding> {
        let pointer = error.instance_path().as_str();
        let node = self.root.at_pointer(pointer);
        let name = field_name(pointer);
        match error.kind() {
            ValidationErrorKind::Required { property } => vec![self.missing(pointer, node, &plain(property))],
            ValidationErrorKind::AdditionalProperties { unexpected }
            | ValidationErrorKind::UnevaluatedProperties { unexpected } => self.unknown(pointer, node, unexpected),
            ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
                self.alternatives(pointer, node, &name, context)
            }
            _ if node.is_null() => {
                let message = format!("{name} is empty");
                vec![
                    self.at(self.key_span(pointer), "field-required", message)
                        .help("fill it in, or remove the line where the field is not required"),
                ]
            }
            ValidationErrorKind::Enum { options } => vec![self.choice(pointer, node, &name, options)],
            ValidationErrorKind::Constant { expected_value } => {
                let message = format!("{name} must be `{}`", plain(expected_value));
                vec![self.at(node.span, "field-value", message).help("write it as shown")]
            }
            ValidationErrorKind::Type { kind } => {
                let (wanted, found) = (wanted(kind), found(node));
                vec![
                    self.at(node.span, "field-value", format!("{name} must be {wanted}, found {found}"))
                        .help(help_for(kind, pointer)),
                ]
            }
            ValidationErrorKind::Pattern { .. } | ValidationErrorKind::Format { .. } => {
                vec![self.malformed(error, node, &name)]
            }
            ValidationErrorKind::MinLength { .. } => {
                vec![self.at(node.span, "field-required", format!("{name} is empty")).help("fill it in")]
            }
            ValidationErrorKind::MinItems { limit } => {
                let entries = if *limit == 1 { "entry" } else { "entries" };
                vec![
                    self.at(node.span, "field-value", format!("{name} needs at least {limit} {entries}"))
                        .help("add what is missing"),
                ]
            }
            ValidationErrorKind::UniqueItems => {
                vec![
                    self.at(node.span, "field-value", format!("{name} names the same thing twice"))
                        .help("keep one of the two"),
                ]
            }
            ValidationErrorKind::Minimum { limit } => self.limit(node, &name, &format!("{limit} or more")),
            ValidationErrorKind::Maximum { limit } => self.limit(node, &name, &format!("{limit} or less")),
            ValidationErrorKind::ExclusiveMinimum { limit } => self.limit(node, &name, &format!("more than {limit}")),
            ValidationErrorKind::ExclusiveMaximum { limit } => self.limit(node, &name, &format!("less than {limit}")),
            ValidationErrorKind::PropertyNames { .. } => {
                let message = format!("{name} holds a name that cannot stand there");
                let help = "write such names in small letters and digits with hyphens between them";
                vec![self.at(self.key_span(pointer), "field-value", message).help(help)]
            }
            // An entry of `allOf` that forbids everything only repeats what its neighbours say.
            ValidationErrorKind::FalseSchema => Vec::new(),
            _ => vec![
                self.at(node.span, "field-value", format!("{name} does not fit its schema: {error}"))
                    .help("`smsdoc schema TYPE` prints what the type asks for"),
            ],
        }
    }

    fn at(&self, span: Span, rule: &'static str, message: String) -> Finding {
        Finding::new(rule, self.file.place(span), message)
    }

    fn limit(&self, node: &Node, name: &str, limit: &str) -> Vec<Finding> {
        let typed = shortened(node.text().unwrap_or_default());
        let message = format!("{name} is `{typed}`, and must be {limit}");
        vec![self.at(node.span, "field-value", message).help(format!("write a number that is {limit}"))]
    }

    /// The key of the field at a pointer, else the value there.
    fn key_span(&self, pointer: &str) -> Span {
        let (parent, key) = pointer.rsplit_once('/').unwrap_or(("", ""));
        match self.root.at_pointer(parent).entry(key) {
            Some((key, _)) => key.span,
            None => self.root.at_pointer(pointer).span,
        }
    }

    fn missing(&self, pointer: &str, node: &Node, property: &str) -> Finding {
        let described = self.description(pointer, property);
        let (span, message) = if pointer.is_empty() {
            (self.fence, format!("`{property}` is missing"))
        } else {
            let first = node.entries().first().map_or(node.span, |(key, _)| key.span);
            (first, format!("`{property}` is missing in {}", field_name(pointer)))
        };
        let help = match described {
            Some(text) => format!("add `{property}: ...`: {text}"),
            None if pointer.is_empty() && property == "type" => {
                let types: Vec<_> = self.set.types().keys().map(|name| format!("`{name}`")).collect();
                format!("add `type: ` and one of {}", types.join(", "))
            }
            None => format!("add `{property}: ...`"),
        };
        self.at(span, "field-required", message).help(help)
    }

    /// The description of a field, from whichever schema declares it.
    fn description(&self, pointer: &str, property: &str) -> Option<String> {
        if !pointer.is_empty() {
            return None;
        }
        let doc_type = self.root.get("type").and_then(Node::text).unwrap_or_default();
        let own = self.set.source(doc_type).into_iter();
        let common = self.set.source("common").and_then(|common| common.get("$defs")).and_then(Value::as_object);
        let shared = common.into_iter().flatten().map(|(_, def)| def);
        let mut declared = own.chain(shared).filter_map(|schema| schema.get("properties")?.get(property));
        let text = declared.find_map(|field| field.get("description")?.as_str())?;
        Some(text.trim_end_matches('.').to_owned())
    }

    fn unknown(&self, pointer: &str, node: &Node, unexpected: &[String]) -> Vec<Finding> {
        if self.any_field && pointer.is_empty() {
            return Vec::new();
        }
        let shape = self.shape.at_pointer(pointer);
        let known: Vec<&str> = shape.fields.keys().map(String::as_str).collect();
        // A branch of the schema that failed for another reason reports its own fields as unknown, too.
        let truly = unexpected.iter().filter(|name| !shape.fields.contains_key(*name));
        truly
            .map(|name| {
                let span = node.entry(name).map_or(node.span, |(key, _)| key.span);
                let within = if pointer.is_empty() { String::new() } else { format!(" in {}", field_name(pointer)) };
                let help = match nearest(name, &known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if pointer.is_empty() => {
                        "remove it, or ask for it to be added to the schema of this type".to_owned()
                    }
                    None if known.is_empty() => "remove it, or correct its name".to_owned(),
                    None => format!(
                        "the fields here are {}",
                        known.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ")
                    ),
                };
                let fix = fixes::field(self.set, self.file, node, name, &known);
                let help = fix.as_ref().map_or(help, |fix| fix.title.clone());
                self.at(span, "field-unknown", format!("`{name}` is not a field that is known{within}"))
                    .help(help)
                    .fix(fix)
            })
            .collect()
    }

    fn choice(&self, pointer: &str, node: &Node, name: &str, options: &Value) -> Finding {
        let options: Vec<String> = options.as_array().into_iter().flatten().map(plain).collect();
        let choices: Vec<&str> = options.iter().map(String::as_str).collect();
        let Some(typed) = node.text() else {
            let message = format!("{name} must be one word, found {}", found(node));
            return self.at(node.span, "field-value", message).help(suggestion("", &choices));
        };
        if pointer == "/status" && DERIVED.contains(&typed) {
            let message = format!("`{typed}` is never typed: it is worked out from approval, dates and reviews");
            let help = if choices.contains(&"approved") {
                "write `approved`, or `draft` or `in_review` where it is not approved; the rest follows by itself"
                    .to_owned()
            } else {
                suggestion(typed, &choices)
            };
            return self.at(node.span, "derived-state-typed", message).help(help);
        }
        let message = format!("{name} is `{}`, which is none of its values", shortened(typed));
        let fix = fixes::choice(self.file, node, &choices);
        self.at(node.span, "field-value", message).help(suggestion(typed, &choices)).fix(fix)
    }

    fn malformed(&self, error: &ValidationError<'_>, node: &Node, name: &str) -> Finding {
        let typed = shortened(node.text().unwrap_or_default());
        let parent = error.absolute_keyword_location().map(|at| at.as_str().to_owned());
        let parent = parent.as_deref().and_then(|at| at.rsplit_once('/')).map(|(parent, _)| parent);
        let schema = parent.and_then(|at| self.set.at(at));
        let expected = schema.and_then(|schema| schema.get("x-error")?.as_str());
        let fix = fixes::day(self.file, node, schema);
        match expected {
            Some(expected) => {
                let message = format!("{name} is `{typed}`, expected {}", expected.trim_end_matches('.'));
                let help = match &fix {
                    Some(fix) => fix.title.clone(),
                    None => format!("write {}", expected.trim_end_matches('.')),
                };
                self.at(node.span, "field-value", message).help(help).fix(fix)
            }
            None => {
                let message = format!("{name} is `{typed}`, which is not written as it must be");
                self.at(node.span, "field-value", message).help(error.to_string())
            }
        }
    }

    /// Several ways to be right, none of them met: names the nearest.
    fn alternatives(
        &self,
        pointer: &str,
        node: &Node,
        name: &str,
        context: &[Vec<ValidationError<'static>>],
    ) -> Vec<Finding> {
        let required: Vec<String> = context
            .iter()
            .filter_map(|branch| match branch.as_slice() {
                [only] if only.instance_path().as_str() == pointer => match only.kind() {
                    ValidationErrorKind::Required { property } => Some(format!("`{}`", plain(property))),
                    _ => None,
                },
                _ => None,
            })
            .collect();
        if !required.is_empty() && required.len() == context.len() {
            let names = required.join(" or ");
            let within = if pointer.is_empty() { String::new() } else { format!(" in {name}") };
            let span = if pointer.is_empty() { self.fence } else { node.span };
            return vec![
                self.at(span, "field-required", format!("{names} is missing{within}")).help("add one of them"),
            ];
        }
        // The branch that got deepest into the value before it failed, then the one with the fewest faults.
        let depth = |branch: &[ValidationError<'static>]| {
            branch.iter().map(|error| error.instance_path().as_str().len()).max().unwrap_or(0)
        };
        let typed_as_wanted = |branch: &[ValidationError<'static>]| {
            !branch.iter().any(|error| {
                matches!(error.kind(), ValidationErrorKind::Type { .. }) && error.instance_path().as_str() == pointer
            })
        };
        let best = context
            .iter()
            .max_by_key(|branch| (typed_as_wanted(branch), depth(branch), std::cmp::Reverse(branch.len())));
        best.into_iter().flatten().flat_map(|error| self.tell(error)).collect()
    }
}

/// How messages name the value at a pointer: `` `status` ``, or `` `value` of entry 2 of `targets` ``.
fn field_name(pointer: &str) -> String {
    let mut name = String::new();
    for token in pointer.split('/').skip(1) {
        let part = match token.parse::<usize>() {
            Ok(index) => format!("entry {}", index + 1),
            Err(_) => format!("`{token}`"),
        };
        name = if name.is_empty() { part } else { format!("{part} of {name}") };
    }
    if name.is_empty() { "the front matter".to_owned() } else { name }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A value short enough for a message.
fn shortened(text: &str) -> String {
    let line: String = text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    if line.chars().count() <= 60 { line } else { line.chars().take(57).collect::<String>() + "..." }
}

fn types(kind: &TypeKind) -> Vec<String> {
    match kind {
        TypeKind::Single(single) => vec![single.to_string()],
        TypeKind::Multiple(several) => several.iter().map(|one| one.to_string()).collect(),
    }
}

/// What stands there, in words.
fn found(node: &Node) -> String {
    match &node.kind {
        NodeKind::Scalar { .. } => format!("`{}`", shortened(node.text().unwrap_or_default())),
        NodeKind::Sequence(_) => "a list".to_owned(),
        NodeKind::Mapping(_) => "several fields".to_owned(),
    }
}

fn wanted(kind: &TypeKind) -> String {
    let words = types(kind).into_iter().map(|name| match name.as_str() {
        "string" => "text",
        "array" => "a list",
        "object" => "a group of fields",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "`true` or `false`",
        _ => "empty",
    });
    let mut words: Vec<_> = words.collect();
    // Text that looks like a number is text: to say both would puzzle.
    if words.contains(&"text") {
        words.retain(|word| !matches!(*word, "a number" | "a whole number"));
    }
    words.join(" or ")
}

fn help_for(kind: &TypeKind, pointer: &str) -> String {
    let name = pointer.rsplit('/').next().unwrap_or_default();
    let names = types(kind);
    if names.iter().any(|name| name == "array") {
        format!("write `{name}: [one, two]`, or one `- entry` a line below `{name}:`")
    } else if names.iter().any(|name| name == "object") {
        format!("write the parts as indented `name: value` lines below `{name}:`")
    } else {
        "write a single value".to_owned()
    }
}
