//! Reads the frameworks of `schema/frameworks/`: their clauses, and what they want in writing. What is wrong in a file of
//! the repository is a finding. The part is left out; a file that cannot be used leaves that of the program in its place.

mod clauses;
mod documented;
mod names;

use std::borrow::Cow;
use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use super::data_file::{DataFile, quoted};
use super::document;
use super::embedded::{self, Files};
use crate::model::doc_type::DocType;
use crate::model::documented::DocumentedInformation;
use crate::model::finding::{Finding, Place};
use crate::model::framework::Framework;
use crate::model::node::Node;

const RULE: &str = "framework-invalid";
const FOLDER: &str = "frameworks/";
const DOCUMENTED: &str = ".documented-information";

/// All frameworks, and what is wrong in the files that are the repository's own.
#[derive(Clone, Default)]
pub(super) struct Frameworks {
    /// By id, which is the name of the file.
    pub(super) known: BTreeMap<String, Framework>,
    /// Why the file of the repository is not used, by the id that it is named for.
    pub(super) refused: BTreeMap<String, String>,
    pub(super) findings: Vec<Finding>,
}

/// Every `ID.yaml`, with what stands in `ID.documented-information.yaml` beside it.
///
/// `folder` is the folder of the schemas, for messages; `types` are the document types that there are. Of what the program
/// brings along, that which a repository took out of a framework is left out without a word.
pub(super) fn read(files: &Files, folder: &Utf8Path, types: &BTreeMap<String, DocType>) -> Frameworks {
    let mut read = Frameworks::default();
    let mut documented = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with(FOLDER)) {
        let own = matches!(bytes, Cow::Owned(_));
        let at = folder.join(path);
        let Some(name) = named(path, &at, &mut read.findings) else { continue };
        if let Some(framework) = name.strip_suffix(DOCUMENTED) {
            documented.push((path, bytes, framework));
            continue;
        }
        let framework =
            match whole((path, bytes), &at, own, &mut read.findings, |file, root| clauses::read(file, root, name)) {
                Ok(framework) => Some(framework),
                Err(reason) => {
                    read.refused.insert(name.to_owned(), format!("`{at}` is not used: {reason}"));
                    brought(path, |file, root| clauses::read(file, root, name))
                }
            };
        read.known.extend(framework.map(|framework| (name.to_owned(), framework)));
    }
    for (path, bytes, name) in documented {
        let at = folder.join(path);
        let own = matches!(bytes, Cow::Owned(_));
        let Some(framework) = read.known.get(name) else {
            // Where the file of the clauses cannot be used, that is said of it.
            if !read.refused.contains_key(name) {
                let message = format!("there is no framework {}; the file is not used", quoted(name));
                let help = format!("name the file after a framework, or add `{name}.yaml` beside it");
                read.findings.push(Finding::new(RULE, Place::file(at), message).help(help));
            }
            continue;
        };
        let within = |file: &mut DataFile<'_>, root: &Node| documented::read(file, root, framework, types);
        let information: Option<DocumentedInformation> =
            whole((path, bytes), &at, own, &mut read.findings, within).ok().or_else(|| brought(path, within));
        if let (Some(information), Some(framework)) = (information, read.known.get_mut(name)) {
            framework.documented = information;
        }
    }
    read
}

/// The name of a file without `.yaml`; `None`, and a finding, where the file is not read for its name.
fn named<'p>(path: &'p str, at: &Utf8PathBuf, findings: &mut Vec<Finding>) -> Option<&'p str> {
    let name = path.strip_prefix(FOLDER)?;
    let mut refuse = |message: &str, help: &str| {
        findings
            .push(Finding::new(RULE, Place::file(at.clone()), format!("{message}; the file is not used")).help(help));
        None
    };
    let Some(stem) = name.strip_suffix(".yaml") else {
        let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        return match ending.as_str() {
            "yml" | "yaml" => refuse("the name does not end in `.yaml`", "let the name end in `.yaml`"),
            _ => None,
        };
    };
    if stem.contains('/') {
        return refuse("the file lies in a folder of its own", "move it into `schema/frameworks/` itself");
    }
    if !names::is_framework(stem.strip_suffix(DOCUMENTED).unwrap_or(stem)) {
        let help = "name it with small letters, digits and hyphens, up to 64 of them, such as `house-2026.yaml`";
        return refuse("the name of the file cannot be the id of a framework", help);
    }
    Some(stem)
}

/// Reads a file as a whole, or says in a few words why it cannot be used, with a finding.
fn whole<T>(
    (path, bytes): (&str, &[u8]),
    at: &Utf8Path,
    own: bool,
    findings: &mut Vec<Finding>,
    read: impl Fn(&mut DataFile<'_>, &Node) -> Result<T, String>,
) -> Result<T, String> {
    let file = match document::decode(at, bytes.to_vec()) {
        Ok(file) => file,
        Err(mut finding) => {
            let reason = finding.message.clone();
            finding.message = format!("{reason}; {}", instead(path));
            findings.push(*finding);
            return Err(reason);
        }
    };
    let mut data = DataFile::new(&file, RULE);
    let result = match data.root() {
        Some(root) => read(&mut data, &root),
        None => {
            let reason = data.findings.first().map(|fault| fault.message.clone()).unwrap_or_default();
            data.so(0, instead(path));
            Err(reason)
        }
    };
    // Files of the program are borrowed from it, those of a repository were read.
    if own {
        findings.extend(data.findings);
    }
    result
}

/// What the program brings along in the place of a file that cannot be used.
fn brought<T>(path: &str, read: impl Fn(&mut DataFile<'_>, &Node) -> Result<T, String>) -> Option<T> {
    let files = embedded::schema_files();
    whole((path, files.get(path)?), Utf8Path::new(path), false, &mut Vec::new(), read).ok()
}

/// What follows where a file cannot be used, as messages say it.
fn instead(path: &str) -> &'static str {
    match embedded::schema_files().contains_key(path) {
        true => "the file is not used, and that of the program stays in use",
        false => "the file is not used",
    }
}
