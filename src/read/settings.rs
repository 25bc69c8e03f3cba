//! Reads the configuration and the people of a repository.

use camino::Utf8Path;
use serde::de::DeserializeOwned;

use super::schema::SchemaSet;
use super::yaml;
use crate::model::finding::Finding;
use crate::model::node::Node;
use crate::model::source::SourceFile;
use crate::model::span::Span;

/// Reads a settings file: first its places and its schema, for findings; then its values.
///
/// Where it has a fault, the default stands in, so that the rest of the repository is still checked.
#[must_use]
pub fn read<T: DeserializeOwned + Default>(file: &SourceFile, schema: &str, schemas: &SchemaSet) -> (T, Vec<Finding>) {
    let whole = Span { start: 0, end: file.text().len() };
    let (node, mut findings) = yaml::parse(file, whole, "settings-invalid");
    let readable = findings.is_empty();
    if readable {
        let first = Span { start: 0, end: 0 };
        findings.extend(schemas.check(schema, file, &node, first));
        for finding in &mut findings {
            finding.rule = "settings-invalid";
        }
    }
    if node.entries().is_empty() || !readable {
        return (T::default(), findings);
    }
    match serde_yaml::from_str(file.text()) {
        Ok(value) => (value, findings),
        Err(error) => {
            if findings.is_empty() {
                let at = error.location().map_or(0, |location| location.index().min(file.text().len()));
                let message = format!("this cannot be read: {error}");
                findings.push(Finding::new("settings-invalid", file.place(Span { start: at, end: at }), message));
            }
            (T::default(), findings)
        }
    }
}

/// The values of a settings file, before anything is said of its faults; the default where it cannot be read.
#[must_use]
pub fn values<T: DeserializeOwned + Default>(file: &SourceFile) -> T {
    let whole = Span { start: 0, end: file.text().len() };
    // The first pass refuses aliases, which the second would take minutes over.
    let (_, findings) = yaml::parse(file, whole, "settings-invalid");
    if !findings.is_empty() {
        return T::default();
    }
    serde_yaml::from_str(file.text()).unwrap_or_default()
}

/// The fields of a settings file with their places; none where it cannot be read.
#[must_use]
pub fn node(file: &SourceFile) -> Node {
    yaml::parse(file, Span { start: 0, end: file.text().len() }, "settings-invalid").0
}

/// Whether a settings file states a value, or leaves it to the default.
#[must_use]
pub fn states(file: &SourceFile, keys: &[&str]) -> bool {
    let whole = Span { start: 0, end: file.text().len() };
    let node = yaml::fields(file, whole);
    keys.iter().try_fold(&node, |node, key| node.get(key)).is_some()
}

/// Reads a data file that belongs to the program or stands in for one of its own.
///
/// # Errors
///
/// What is wrong with it, as a sentence that names the file.
pub fn data<T: DeserializeOwned>(path: &Utf8Path, bytes: &[u8]) -> Result<T, String> {
    serde_yaml::from_slice(bytes).map_err(|error| format!("{path} cannot be read: {error}"))
}
