//! Search without a server: an index made with the site, in parts that the browser loads as it needs them. Documents
//! are found, and the pages of clauses, roles, customers and suppliers.
//!
//! ```text
//! search/index.js        what there is: numbers of documents, types, states, where each part begins
//! search/index-d0.js ..  ids and titles, so many documents each; of other pages where they are and what they are about
//! search/index-t0.js ..  terms, sorted
//! search/index-p0.js ..  which documents hold each term, and how
//! search/text/ID.js      text of a document, to quote from
//! ```
//!
//! Each is a classic script that hands one value to `smsdocPart`, because a page that is opened from disk may load nothing
//! else. All but the texts bear the same stamp, so that parts of two builds are never taken together. The page and the
//! order of results are the business of `search.js` in the theme.

mod code;
mod index;
mod services;
mod source;
mod subject;
mod words;

use std::fmt::Write as _;

use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::Site;
use super::pages::shared;
use crate::evaluate::corpus::Entry;
use crate::model::doc_type::DocType;
use crate::model::language;
use crate::say;
use index::Index;
use source::source;
use subject::{Subject, subjects};
pub(super) use words::letter;

/// Documents whose ids and titles stand in one part.
const CHUNK: usize = 256;
/// Bytes of Markdown for which there is one part with postings: they come to 8 to 12 kB of gzip.
const POSTINGS: usize = 140_000;
/// Bytes of Markdown that the page of a clause counts for.
const PAGE: usize = 80;
/// The vocabulary grows with the root of the text; bytes of gzip in a part of it stay below 15 kB.
const TERMS: usize = 550;

/// A part of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What there is.
    Root,
    /// Ids and titles of documents.
    Documents(usize),
    /// Terms.
    Terms(usize),
    /// Documents that hold the terms.
    Postings(usize),
    /// Text of a document, by its index in the corpus.
    Text(usize),
}

impl Part {
    /// Its name for the script, which is its path without `search/` and `.js`.
    fn name(self, site: &Site) -> String {
        match self {
            Self::Root => "index".to_owned(),
            Self::Documents(at) => format!("index-d{at}"),
            Self::Terms(at) => format!("index-t{at}"),
            Self::Postings(at) => format!("index-p{at}"),
            Self::Text(entry) => {
                let id = site.sms.corpus.entries.get(entry).map(|entry| entry.id.as_str());
                format!("text/{}", id.unwrap_or_default())
            }
        }
    }
}

/// Every part with its path. How many there are follows from the size of the texts, so that a preview need not read them
/// all before its first page.
pub(super) fn parts(site: &Site) -> Vec<(String, Part)> {
    let entries = &site.sms.corpus.entries;
    let counts = Counts::of(site);
    let documents = (0..counts.documents).map(Part::Documents);
    let terms = (0..counts.terms).map(Part::Terms);
    let index = documents.chain(terms).chain((0..counts.postings).map(Part::Postings));
    let all = std::iter::once(Part::Root).chain(index).chain((0..entries.len()).map(Part::Text));
    all.map(|part| (format!("search/{}.js", part.name(site)), part)).collect()
}

/// How many parts there are of each kind.
struct Counts {
    documents: usize,
    terms: usize,
    postings: usize,
}

impl Counts {
    fn of(site: &Site) -> Self {
        let bytes = site.sms.corpus.entries.iter().map(|entry| entry.document().file.text().len());
        let all = subjects(site).len();
        // The other pages hold few words each.
        let bytes = bytes.sum::<usize>() + (all - site.sms.corpus.entries.len()) * PAGE;
        Self { documents: all.div_ceil(CHUNK).max(1), terms: 1 + bytes.isqrt() / TERMS, postings: 1 + bytes / POSTINGS }
    }
}

/// All parts but the texts, written down.
#[derive(Debug)]
pub(super) struct Made {
    root: String,
    documents: Vec<String>,
    terms: Vec<String>,
    postings: Vec<String>,
}

/// The bytes of a part.
pub(super) fn part(site: &Site, part: Part) -> Vec<u8> {
    if let Part::Text(entry) = part {
        return text(site, &part.name(site), entry).into_bytes();
    }
    let made = site.search.get_or_init(|| make(site));
    let bytes = match part {
        Part::Root => Some(&made.root),
        Part::Documents(at) => made.documents.get(at),
        Part::Terms(at) => made.terms.get(at),
        Part::Postings(at) => made.postings.get(at),
        Part::Text(_) => None,
    };
    bytes.cloned().unwrap_or_default().into_bytes()
}

/// The text of a document, with its summary before it.
fn text(site: &Site, name: &str, entry: usize) -> String {
    let Some(entry) = site.sms.corpus.entries.get(entry) else { return String::new() };
    let source = source(site, &Subject::Entry(entry));
    let sections: Vec<_> = source.sections.iter().map(|at| (&at.anchor, &at.heading, &at.text)).collect();
    script(name, "", &(source.summary, sections))
}

/// What the root says.
#[derive(Serialize)]
struct Root<'a> {
    /// Language of the site, whose endings words are rid of.
    language: &'a str,
    /// Pages there are to find.
    count: usize,
    /// Pages in each part of ids and titles.
    chunk: usize,
    /// Types: name, title, 0 for documents, 1 for records, 2 for other pages.
    types: Vec<(&'a str, String, u8)>,
    /// For each run of pages its type and its length.
    type_runs: Vec<usize>,
    /// States: word, class, icon, label, 1 where readers may rely on it. Pages that are no documents have none, with no
    /// words.
    states: Vec<(&'a str, &'a str, &'a str, String, u8)>,
    state_runs: Vec<usize>,
    /// Services: id, title, their documents.
    services: Vec<(&'a str, String, String)>,
    /// First term of each part of terms, and its number.
    terms: Vec<(&'a str, usize)>,
    /// Number of the first term of each part of postings.
    postings: Vec<usize>,
}

fn make(site: &Site) -> Made {
    let subjects = subjects(site);
    let counts = Counts::of(site);
    let read: Vec<_> = subjects
        .par_iter()
        .map(|subject| {
            // What is spoken belongs to a thread, and other threads help here: computed values are worded for readers.
            let source = site.theme.language.speak(|| source(site, subject));
            (index::terms_of(&source), Told::of(subject, source))
        })
        .collect();
    let (terms, told): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    let index = Index::of(terms);

    let by_terms = shares(index.terms.iter().map(|(term, _)| term.len() + 2), counts.terms);
    let by_postings = shares(index.terms.iter().map(|(_, held)| held.len() + 1), counts.postings);
    let parts = |starts: &[usize]| -> Vec<std::ops::Range<usize>> {
        let ends = starts.iter().skip(1).copied().chain([index.terms.len()]);
        starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
    };
    let terms =
        parts(&by_terms).into_iter().map(|range| code::terms(index.terms[range].iter().map(|(term, _)| term.as_str())));
    let terms: Vec<String> = terms.collect();
    let postings = parts(&by_postings)
        .into_iter()
        .map(|range| index.terms[range].iter().map(|(_, held)| held.as_str()).collect::<Vec<_>>().join(" "));
    let postings: Vec<String> = postings.collect();
    let documents: Vec<_> = (0..counts.documents)
        .map(|at| Told::written(&told[(at * CHUNK).min(told.len())..((at + 1) * CHUNK).min(told.len())]))
        .collect();

    let (types, type_runs) = runs(subjects.iter().map(kind));
    let states = subjects.iter().map(|subject| match subject {
        Subject::Entry(entry) => (Some(entry.state()), u8::from(entry.is_in_force())),
        _ => (None, 1),
    });
    let (states, state_runs) = runs(states);
    let first = |start: &usize| (index.terms.get(*start).map_or("", |(term, _)| term.as_str()), *start);
    let root = Root {
        language: &site.theme.language.tag,
        count: subjects.len(),
        chunk: CHUNK,
        types,
        type_runs,
        states: states
            .into_iter()
            .map(|(state, relied_on)| match state {
                Some(state) => {
                    let view = shared::state(state);
                    (state.word(), view.class, view.icon, view.label, relied_on)
                }
                None => ("", "", "", String::new(), relied_on),
            })
            .collect(),
        state_runs,
        services: services::services(&site.sms),
        terms: by_terms.iter().map(first).collect(),
        postings: by_postings.clone(),
    };
    let stamp = stamp(&(&root, &documents, &terms, &postings));
    fn written<T: Serialize>(all: &[T], stamp: &str, part: impl Fn(usize) -> String) -> Vec<String> {
        all.iter().enumerate().map(|(at, value)| script(&part(at), stamp, value)).collect()
    }
    Made {
        root: script(&Part::Root.name(site), &stamp, &root),
        documents: written(&documents, &stamp, |at| Part::Documents(at).name(site)),
        terms: written(&terms, &stamp, |at| Part::Terms(at).name(site)),
        postings: written(&postings, &stamp, |at| Part::Postings(at).name(site)),
    }
}

/// What is told of a page in the list of results.
struct Told {
    id: String,
    title: String,
    /// Empty for a document, as is what it is about: its text is in a part of its own.
    href: String,
    about: String,
}

impl Told {
    fn of(subject: &Subject<'_>, source: source::Source) -> Self {
        let about = if matches!(subject, Subject::Entry(_)) { String::new() } else { source.summary };
        Self { id: source.id, title: source.title, href: subject.href(), about }
    }

    /// Each of the four for all of them, by lines.
    fn written(all: &[Self]) -> [String; 4] {
        let lines = |of: fn(&Self) -> &str| all.iter().map(of).collect::<Vec<_>>().join("\n");
        [lines(|one| &one.id), lines(|one| &one.title), lines(|one| &one.href), lines(|one| &one.about)]
    }
}

/// Name and title of the type of a page, and whether it is one of records, or of pages that are no documents.
fn kind<'a>(subject: &Subject<'a>) -> (&'a str, String, u8) {
    let entry: &'a Entry = match subject {
        Subject::Entry(entry) => entry,
        Subject::Clause(..) => return ("clause", say!("Clause"), 2),
        Subject::Role(_) => return ("role", say!("Role"), 2),
        Subject::Customer(_) => return ("customer", say!("Customer"), 2),
        Subject::Supplier(_) => return ("supplier", say!("Supplier"), 2),
    };
    match (&entry.doc_type, &entry.head.doc_type) {
        (Some(DocType { name, title, .. }), _) => (name, language::translate(title), u8::from(entry.is_record())),
        (None, Some(typed)) => (&typed.value, typed.value.clone(), 0),
        (None, None) => ("document", say!("document"), 0),
    }
}

/// The values that there are, in the order in which they come first, and the runs of each: its index, its length.
fn runs<T: PartialEq>(all: impl Iterator<Item = T>) -> (Vec<T>, Vec<usize>) {
    let (mut values, mut runs): (Vec<T>, Vec<usize>) = (Vec::new(), Vec::new());
    for value in all {
        let index = values.iter().position(|known| *known == value).unwrap_or(values.len());
        if index == values.len() {
            values.push(value);
        }
        match runs.as_mut_slice() {
            [.., last, length] if *last == index => *length += 1,
            _ => runs.extend([index, 1]),
        }
    }
    (values, runs)
}

/// Where each of so many shares begins, all of about the same weight. A share may be empty.
fn shares(weights: impl Iterator<Item = usize> + Clone, count: usize) -> Vec<usize> {
    let total = weights.clone().sum::<usize>().max(1);
    let mut starts = vec![0; count];
    let (mut share, mut before, mut length) = (0, 0, 0);
    for (at, weight) in weights.enumerate() {
        while share < (before * count / total).min(count - 1) {
            share += 1;
            starts[share] = at;
        }
        before += weight;
        length = at + 1;
    }
    starts.iter_mut().skip(share + 1).for_each(|start| *start = length);
    starts
}

fn stamp(all: &impl Serialize) -> String {
    let bytes = serde_json::to_vec(all).unwrap_or_default();
    Sha256::digest(&bytes)[..4].iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// A script that hands over a value. Of what JSON allows in a text, old browsers take two line ends amiss.
fn script(name: &str, stamp: &str, value: &impl Serialize) -> String {
    let json = serde_json::to_string(&(name, stamp, value)).unwrap_or_else(|_| "[]".to_owned());
    let json = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    let values = json.strip_prefix('[').and_then(|json| json.strip_suffix(']')).unwrap_or_default();
    format!("smsdocPart({values});\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_stands_in_a_script_stays_a_text() {
        let script = script("a", "s", &"</script>\u{2028}\"\\");
        assert_eq!(script, "smsdocPart(\"a\",\"s\",\"</script>\\u2028\\\"\\\\\");\n");
    }

    #[test]
    fn equal_neighbours_are_one_run() {
        assert_eq!(runs(["a", "a", "b", "a"].into_iter()), (vec!["a", "b"], vec![0, 2, 1, 1, 0, 1]));
    }

    proptest! {
        #[test]
        fn shares_are_in_order_and_about_equal(weights in proptest::collection::vec(1usize..50, 0..300), count in 1usize..20) {
            let starts = shares(weights.iter().copied(), count);
            prop_assert_eq!(starts.len(), count);
            prop_assert_eq!(starts[0], 0);
            prop_assert!(starts.is_sorted() && starts.iter().all(|start| *start <= weights.len()));
            let ends = starts.iter().skip(1).copied().chain([weights.len()]);
            let most = weights.iter().sum::<usize>() / count + 51;
            for (start, end) in starts.iter().zip(ends) {
                prop_assert!(weights[*start..end].iter().sum::<usize>() <= most);
            }
        }
    }
}
