//! Gives existing Markdown files the fields of documents. Not a byte of their text is changed.

pub mod guess;

use camino::{Utf8Path, Utf8PathBuf};

use self::guess::Source;
use super::library::Library;
use super::part::Part;
use super::yaml::{self, Yaml};
use super::{Error, disk};
use crate::model::doc_id::DocId;
use crate::model::finding::Finding;
use crate::model::node::Node;
use crate::model::source::SourceFile;
use crate::model::span::Span;
use crate::read::front_matter::{self, SplitError};
use crate::read::{document, yaml as reader};

/// What is wanted of all files.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Type, where it is not to be guessed.
    pub doc_type: Option<String>,
    /// Role that owns them, where it is not the usual one.
    pub owner: Option<String>,
    /// Who may read them, where it is not the usual class.
    pub classification: Option<String>,
    /// Leave out fields that the type does not know, or whose value does not fit.
    pub drop_unknown: bool,
}

/// A file that can be adopted, as far as it was looked at.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Path from the top.
    pub path: Utf8PathBuf,
    /// Type by name.
    pub doc_type: String,
    /// What told the type.
    pub source: Source,
    /// Title.
    pub title: String,
    before: Vec<u8>,
    /// The body, to the last byte.
    body: String,
    /// Whether the file begins with a byte order mark.
    mark: bool,
    /// What ends its lines.
    line_end: &'static str,
    /// Its own fields, as they are written.
    fields: Vec<(String, String)>,
    /// Whether it has a front matter.
    fronted: bool,
    /// Its own id, where that can stay.
    id: Option<String>,
}

/// Why a file is left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Path from the top.
    pub path: Utf8PathBuf,
    /// What is in the way.
    pub reason: String,
    /// How to go on; empty where there is nothing to do.
    pub help: String,
    /// Fields that its type does not know, or whose values do not fit, where these are the reason.
    pub unknown: Vec<String>,
}

impl Skipped {
    /// For a reason, with how to go on.
    #[must_use]
    pub fn new(path: &Utf8Path, reason: &str, help: &str) -> Self {
        let (reason, help) = (reason.to_owned(), help.to_owned());
        Self { path: path.to_owned(), reason, help, unknown: Vec::new() }
    }
}

/// A file with the fields that it gets.
#[derive(Clone, Debug)]
pub struct Adopted {
    /// Where it lies, from the top.
    pub path: Utf8PathBuf,
    /// Where it will lie.
    pub to: Utf8PathBuf,
    /// Its id.
    pub id: String,
    /// Role that owns it.
    pub owner: String,
    /// Type by name.
    pub doc_type: String,
    /// What told the type.
    pub source: Source,
    /// Title.
    pub title: String,
    /// Fields of its own that are left out.
    pub dropped: Vec<String>,
    /// The file as it is.
    pub before: Vec<u8>,
    /// The file as it will be.
    pub after: String,
}

/// Looks at a file: what it has, and what it seems to be.
///
/// # Errors
///
/// Why it cannot be adopted.
pub fn look(library: &Library, top: &Utf8Path, path: &Utf8Path, options: &Options) -> Result<Candidate, Skipped> {
    let skip = |reason: &str, help: &str| Skipped::new(path, reason, help);
    let before = disk::read(&top.join(path)).map_err(|error| skip(&error.to_string(), ""))?;
    let file = document::decode(path, before.clone())
        .map_err(|finding| skip(&finding.message, finding.help.as_deref().unwrap_or_default()))?;
    let text = file.text();
    let mark = text.starts_with('\u{feff}');
    let start = if mark { 3 } else { 0 };
    if text[start..].starts_with("+++") {
        return Err(skip("it has a front matter in TOML", "write its fields in YAML between `---` lines"));
    }
    let (body, front, fronted) = match front_matter::split(text) {
        Ok(parts) => {
            let (front, findings) = reader::parse(&file, parts.yaml, "front-matter-invalid");
            if let Some(finding) = findings.first() {
                let reason = format!("its front matter cannot be read: {}", finding.message);
                return Err(skip(&reason, finding.help.as_deref().unwrap_or_default()));
            }
            (
                parts.body,
                fields(&file, &front, parts.yaml).ok_or_else(|| {
                    skip("its fields do not begin at the beginning of lines", "write one `name: value` a line")
                })?,
                Some(front),
            )
        }
        Err(SplitError::Missing) => (Span { start, end: text.len() }, Vec::new(), None),
        Err(SplitError::Unclosed) => {
            return Err(skip(
                "it begins with `---`, and no such line ends that",
                "end its fields with a line `---`, or take the first line out",
            ));
        }
    };
    if fronted.is_some() && library.errors(path, text).is_empty() {
        return Err(skip("it is a controlled document already", ""));
    }
    let stated = |name: &str| fronted.as_ref()?.get(name)?.text().map(guess::line).filter(|text| !text.is_empty());
    let title = stated("title").unwrap_or_else(|| guess::title(&file, body));
    let own = stated("type").filter(|name| library.types().contains_key(name));
    let (doc_type, source) = match (&options.doc_type, own) {
        (Some(asked), _) => (asked.clone(), Source::Asked),
        (None, Some(own)) => (own, Source::Stated),
        (None, None) => guess::doc_type(library.types(), path, &title),
    };
    let end = text.find('\n').filter(|at| text[..*at].ends_with('\r'));
    let id = stated("id").filter(|id| may_stay(library, path, &doc_type, id));
    Ok(Candidate {
        path: path.to_owned(),
        doc_type,
        source,
        title,
        body: file.slice(body).to_owned(),
        mark,
        line_end: if end.is_some() { "\r\n" } else { "\n" },
        fields: front,
        fronted: fronted.is_some(),
        id,
        before,
    })
}

/// Whether the id that a file states can stay: it is well formed, fits the type, and no other document has or had it.
fn may_stay(library: &Library, path: &Utf8Path, doc_type: &str, id: &str) -> bool {
    let sound = DocId::new(id).is_some_and(|id| id.is_well_formed());
    let codes = library.types().get(doc_type).map(|doc_type| doc_type.id_codes.as_slice()).unwrap_or_default();
    let fits = codes.is_empty() || id.split('-').any(|part| codes.iter().any(|code| code == part));
    let holders: Vec<&Utf8Path> = library
        .inputs
        .documents
        .iter()
        .filter(|document| document.id.as_ref().is_some_and(|known| known.value.as_str().eq_ignore_ascii_case(id)))
        .map(|document| document.file.path())
        .collect();
    sound && fits && (holders == [path] || !library.is_used(id))
}

/// The fields of a front matter as they are written, each with its name. `None` where they share lines.
fn fields(file: &SourceFile, front: &Node, yaml: Span) -> Option<Vec<(String, String)>> {
    let text = file.text();
    let mut starts: Vec<usize> = front.entries().iter().map(|(name, _)| name.span.start).collect();
    if starts.iter().any(|start| *start != yaml.start && !text[..*start].ends_with(['\n', '\r'])) {
        return None;
    }
    // A remark above the first field stays with it.
    if let Some(first) = starts.first_mut() {
        *first = yaml.start;
    }
    let ends = starts.iter().skip(1).copied().chain([yaml.end]);
    let written = starts.iter().zip(ends).map(|(start, end)| {
        let lines: Vec<&str> = text[*start..end].trim_end().lines().collect();
        lines.join("\n")
    });
    Some(front.entries().iter().map(|(name, _)| name.value.clone()).zip(written).collect())
}

impl Candidate {
    /// The file with all that its type needs. `area` is what a new id begins with; `to` is where the file will lie.
    ///
    /// # Errors
    ///
    /// Why it is left alone: it has fields that the type does not know, or whose values do not fit.
    pub fn adopt(
        self,
        library: &mut Library,
        area: Option<&str>,
        to: Utf8PathBuf,
        options: &Options,
    ) -> Result<Adopted, Skipped> {
        let skip = |reason: &str, help: &str| Skipped::new(&self.path, reason, help);
        let Some(doc_type) = library.types().get(&self.doc_type).cloned() else {
            return Err(skip(&format!("there is no type `{}`", self.doc_type), "`smsdoc new` lists the types"));
        };
        let schemas = std::sync::Arc::clone(&library.schemas);
        let known = Part::of(&schemas, &self.doc_type).map(|part| part.fields()).unwrap_or_default();
        let owner = options.owner.clone().unwrap_or_else(|| library.owner(&self.doc_type));
        let id = self.id.clone().unwrap_or_else(|| library.next_id(&doc_type, area));
        let mut kept: Vec<(String, Yaml)> = Vec::new();
        let mut dropped = Vec::new();
        for (name, lines) in &self.fields {
            let replaced = match name.as_str() {
                "id" => self.id.is_none(),
                "type" => true,
                "owner" => options.owner.is_some() || !self.names_a_role(library, lines),
                "title" => self.title.is_empty(),
                "classification" => options.classification.is_some(),
                _ => false,
            };
            match known.contains(&name.as_str()) {
                true if replaced => {}
                true => kept.push((name.clone(), Yaml::Kept(lines.clone()))),
                false => dropped.push(name.clone()),
            }
        }
        if let Some(class) = &options.classification {
            kept.push(("classification".to_owned(), Yaml::Plain(class.clone())));
        }
        // A value that does not fit goes, and what is needed instead of it comes.
        let after = loop {
            let front = library.front(&id, &self.title, &self.doc_type, &owner, kept.clone());
            let after = self.with(&front);
            let Some(finding) = in_front(library.errors(&to, &after), &after) else { break after };
            let name = field_at(&after, finding.place.start.line);
            let unfit = kept.iter().position(|(known, value)| *known == name && matches!(value, Yaml::Kept(_)));
            let Some(unfit) = unfit else {
                return Err(skip(&finding.message, finding.help.as_deref().unwrap_or_default()));
            };
            dropped.push(kept.remove(unfit).0);
        };
        if !dropped.is_empty() && !options.drop_unknown {
            let reason = "the type does not know these fields, or not with these values";
            let help = "add `--drop-unknown` to leave them out, or rename them first";
            return Err(Skipped { unknown: dropped, ..skip(reason, help) });
        }
        library.use_up([id.clone()]);
        let Self { path, source, title, before, doc_type, .. } = self;
        Ok(Adopted { path, to, id, owner, doc_type, source, title, dropped, before, after })
    }

    fn names_a_role(&self, library: &Library, lines: &str) -> bool {
        let value = lines.split_once(':').map(|(_, value)| value.trim().trim_matches(['"', '\'']));
        value.is_some_and(|role| library.inputs.people.role(role).is_some())
    }

    /// The file with these fields: byte order mark, fields, body.
    fn with(&self, front: &[(String, Yaml)]) -> String {
        let mark = if self.mark { "\u{feff}" } else { "" };
        let blank = if self.fronted || self.body.is_empty() || self.body.starts_with(['\n', '\r']) { "" } else { "\n" };
        let front = format!("---\n{}---\n{blank}", yaml::fields(front)).replace('\n', self.line_end);
        format!("{mark}{front}{}", self.body)
    }
}

/// The first finding in the front matter of a text.
fn in_front(findings: Vec<Finding>, text: &str) -> Option<Finding> {
    let end = front_matter::split(text).map_or(0, |parts| text[..parts.body.start].lines().count());
    findings.into_iter().find(|finding| finding.place.start.line <= end)
}

/// The field that a line of the front matter belongs to.
fn field_at(text: &str, line: usize) -> String {
    let before: Vec<&str> = text.lines().take(line).collect();
    let begins = |line: &&&str| line.starts_with(|first: char| first.is_alphanumeric() || first == '_');
    let found = before.iter().rev().find(begins).and_then(|line| line.split(':').next());
    found.unwrap_or_default().trim().to_owned()
}

impl Adopted {
    /// Writes it: in place in one step, or at its new place.
    ///
    /// # Errors
    ///
    /// Where the file was changed meanwhile, there is another one, or the system refuses. The file is then as it was.
    pub fn write(&self, top: &Utf8Path) -> Result<(), Error> {
        if self.path == self.to {
            return disk::replace(&top.join(&self.path), &self.before, self.after.as_bytes());
        }
        disk::relocate(top, &self.path, &self.to, &self.before, self.after.as_bytes())
    }
}
