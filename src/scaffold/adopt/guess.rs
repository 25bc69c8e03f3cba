//! What an existing file may be: its title and its type, from its headings, its name and its folders.

use std::collections::BTreeMap;

use camino::Utf8Path;

use crate::model::doc_type::DocType;
use crate::model::source::SourceFile;
use crate::model::span::Span;
use crate::read::outline;

/// Type of a file of which nothing tells what it is.
const FALLBACK: &str = "procedure";

/// Where a type comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// It was asked for.
    Asked,
    /// The file states it.
    Stated,
    /// The name of the file.
    Name,
    /// The title.
    Title,
    /// A folder.
    Folder,
    /// Nothing tells it.
    Nothing,
}

/// The title of a body: its first heading, else the name of the file, else that of its folder.
pub(super) fn title(file: &SourceFile, body: Span) -> String {
    let heading = outline::outline(file, body).headings.into_iter().map(|heading| line(&heading.text));
    heading.into_iter().find(|text| !text.is_empty()).unwrap_or_else(|| named(file.path()))
}

/// A text on one line.
pub(super) fn line(text: &str) -> String {
    let visible: String = text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn named(path: &Utf8Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    let general = ["index", "_index", "readme"].contains(&stem.to_lowercase().as_str());
    let folder = path.parent().and_then(Utf8Path::file_name).filter(|_| general);
    let words = words(folder.unwrap_or(stem));
    let mut chars = words.chars();
    let title = chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>());
    title.unwrap_or_else(|| "Untitled".to_owned())
}

/// The type that a file seems to be of.
pub(super) fn doc_type(types: &BTreeMap<String, DocType>, path: &Utf8Path, title: &str) -> (String, Source) {
    let name = words(path.file_stem().unwrap_or_default());
    let folders = path.ancestors().skip(1).filter_map(Utf8Path::file_name).map(words);
    let places = [(name, Source::Name), (words(title), Source::Title)].into_iter();
    let places = places.chain(folders.map(|folder| (folder, Source::Folder)));
    for (text, source) in places {
        // Agreements and records are more than a word in a name: only a folder that is called like them tells.
        let fits = |doc_type: &&DocType| {
            let named = || [&doc_type.name, &doc_type.plural].map(|name| words(name)).contains(&text);
            doc_type.id_area && !doc_type.is_record() || source == Source::Folder && named()
        };
        let found = types.values().filter(fits).filter_map(|doc_type| Some((last(&text, doc_type)?, doc_type)));
        // The last word says what a thing is: a `service management policy` is a policy.
        if let Some((_, doc_type)) = found.max_by(|a, b| a.0.cmp(&b.0).then(b.1.name.cmp(&a.1.name))) {
            return (doc_type.name.clone(), source);
        }
    }
    let fallback = types.get(FALLBACK).or_else(|| types.values().next());
    (fallback.map(|doc_type| doc_type.name.clone()).unwrap_or_default(), Source::Nothing)
}

/// Where the last name of a type ends in a text, and how long it is.
fn last(text: &str, doc_type: &DocType) -> Option<(usize, usize)> {
    let text = format!(" {text} ");
    let names = [doc_type.name.as_str(), &doc_type.title, &doc_type.plural].map(words);
    let found = names.iter().filter(|name| !name.is_empty()).filter_map(|name| {
        let at = text.rfind(&format!(" {name} "))?;
        Some((at + name.len(), name.len()))
    });
    found.max()
}

/// Words in small letters with single spaces between.
fn words(text: &str) -> String {
    let spelt: String =
        text.chars().flat_map(char::to_lowercase).map(|char| if char.is_alphanumeric() { char } else { ' ' }).collect();
    spelt.split_whitespace().collect::<Vec<_>>().join(" ")
}
