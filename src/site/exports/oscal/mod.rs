//! OSCAL, the format of NIST for catalogs of controls and for what answers them, version 1.1.3 as JSON.
//!
//! A catalog holds the numbers and titles of a framework, a component definition how the documents answer them. Both state
//! documentation, not conformity. Same inputs, same bytes: identifiers are made from names, the time is the day looked at.

mod catalog;
mod component;

pub use catalog::catalog;
pub use component::component_definition;

use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

use crate::model::framework::{Clause, Framework};
use crate::site::render::escape;

/// Version of the format.
const VERSION: &str = "1.1.3";

/// Owner of the names of properties that OSCAL does not know.
const NAMESPACE: &str = "urn:smsdoc:oscal";

/// File name of a catalog in the folder of its framework.
pub const CATALOG: &str = "oscal-catalog.json";

/// File name of a component definition in the folder of its framework.
pub const COMPONENT_DEFINITION: &str = "oscal-component-definition.json";

/// What is said of the file as a whole.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Metadata {
    title: String,
    last_modified: String,
    version: String,
    oscal_version: &'static str,
    remarks: String,
}

/// A value with a name.
#[derive(Serialize)]
struct Property {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ns: Option<&'static str>,
    value: String,
}

/// A way to something else.
#[derive(Serialize)]
struct Link {
    href: String,
    rel: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl Metadata {
    fn new(title: &str, day: Date, version: &str, remarks: String) -> Self {
        let or_unknown = |text: &str| Some(line(text)).filter(|text| !text.is_empty()).unwrap_or("unknown".to_owned());
        Self {
            title: or_unknown(title),
            // A day has no time: its beginning stands for it, never the moment of making the file.
            last_modified: format!("{day}T00:00:00Z"),
            version: or_unknown(version),
            oscal_version: VERSION,
            remarks,
        }
    }
}

/// A property of OSCAL itself; `None` where there is nothing to say.
fn standard(name: &'static str, value: &str) -> Option<Property> {
    Some(Property { name, ns: None, value: line(value) }).filter(|property| !property.value.is_empty())
}

/// A property of our own; `None` where there is nothing to say.
fn own(name: &'static str, value: &str) -> Option<Property> {
    Some(Property { ns: Some(NAMESPACE), ..standard(name, value)? })
}

/// A text in one line, as properties and titles have to be.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An identifier that is the same for the same name.
fn uuid(name: &str) -> String {
    let space = Uuid::new_v5(&Uuid::NAMESPACE_URL, NAMESPACE.as_bytes());
    Uuid::new_v5(&space, name.as_bytes()).to_string()
}

/// The identifier of a clause in its catalog: `cl-8.6.1`. Two clauses never share one.
fn control_id(clause: &str) -> String {
    let mut id = "cl-".to_owned();
    for char in clause.chars() {
        if char.is_ascii_alphanumeric() || matches!(char, '.' | '-') {
            id.push(char);
        } else {
            // Anything else may have no place in an identifier; its number has.
            let _ = write!(id, "_{:x}_", u32::from(char));
        }
    }
    id
}

/// The address of a clause in the catalog of another framework, from the folder of a framework.
fn control_href(framework: &Framework, clause: &Clause) -> String {
    format!("../{}/{CATALOG}#{}", escape::address(&framework.id), control_id(&clause.id))
}

/// A whole file: its name, its identifier and what it holds. The identifier is that of these very contents.
fn file<T: Serialize>(name: &str, contents: &T) -> Vec<u8> {
    #[derive(Serialize)]
    struct Identified<'a, T> {
        uuid: String,
        #[serde(flatten)]
        contents: &'a T,
    }
    let identity = uuid(&crate::model::json(&(name, contents)));
    let file = std::collections::BTreeMap::from([(name, Identified { uuid: identity, contents })]);
    crate::model::json(&file).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn identifiers_of_clauses_are_exact() {
        assert_eq!(control_id("8.6.1"), "cl-8.6.1");
        assert_eq!(control_id("A.5.24"), "cl-A.5.24");
        assert_eq!(control_id("incident-management"), "cl-incident-management");
        assert_eq!(control_id("§ 3"), "cl-_a7__20_3");
        let odd = ["a b", "a_b", "a_20_b", "a  b", "a__b", "a/b", "a\nb", "é", "e"];
        assert_eq!(odd.map(control_id).into_iter().collect::<BTreeSet<_>>().len(), odd.len());
    }

    #[test]
    fn the_same_name_has_the_same_identifier() {
        assert_eq!(uuid("a"), uuid("a"));
        assert_ne!(uuid("a"), uuid("b"));
        assert_eq!(uuid("a").as_bytes()[14], b'5', "version 5: made from a name");
    }
}
