//! Which document holds which term, and how.

use std::collections::{BTreeMap, HashMap};

use super::code;
use super::source::Source;
use super::words;

/// The place of a term in a document, from the weakest to the strongest. `search.js` knows them by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Text,
    Summary,
    Heading,
    Clause,
    Keyword,
    Title,
    ShortTitle,
    Id,
}

/// Titles of so many words or fewer are short: each word of them says more.
const SHORT_TITLE: usize = 4;

/// Every term with the documents that hold it, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Terms in the order of their UTF-16 units, in which a script compares them, each with its documents written down.
    pub terms: Vec<(String, String)>,
}

impl Index {
    /// Collects the terms of documents in the order of their numbers.
    #[must_use]
    pub(super) fn of(documents: Vec<BTreeMap<String, u8>>) -> Self {
        let mut all: HashMap<String, Vec<(u32, u8)>> = HashMap::new();
        for (document, terms) in (0u32..).zip(documents) {
            for (term, how) in terms {
                all.entry(term).or_default().push((document, how));
            }
        }
        let mut terms: Vec<_> = all.into_iter().map(|(term, held)| (term, code::postings(&held))).collect();
        terms.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
        Self { terms }
    }
}

/// The terms of a document with how each stands in it: four times its strongest place, and how often from 0 to 3.
#[must_use]
pub(super) fn terms_of(source: &Source) -> BTreeMap<String, u8> {
    let mut terms = Terms::default();
    for section in &source.sections {
        terms.add(&section.text, Place::Text);
        terms.add(&section.heading, Place::Heading);
    }
    terms.add(&source.summary, Place::Summary);
    terms.add(&source.type_title, Place::Summary);
    for keyword in &source.keywords {
        terms.add(keyword, Place::Keyword);
    }
    let title = match source.title.split_whitespace().count() {
        _ if source.aside => Place::Heading,
        0..=SHORT_TITLE => Place::ShortTitle,
        _ => Place::Title,
    };
    terms.add(&source.title, title);
    let words = terms.words;
    let mut told: BTreeMap<String, u8> =
        terms.all.into_iter().map(|(term, (place, times))| (term, 4 * place as u8 + often(times, words))).collect();
    // A document that claims few clauses is more about each than one that claims all of them.
    let few = match source.clauses.len() {
        0..=3 => 3,
        4..=8 => 2,
        9..=20 => 1,
        _ => 0,
    };
    let mut only = |term: &str, how: u8| {
        let held = told.entry(term.to_owned()).or_default();
        *held = how.max(*held);
    };
    for clause in &source.clauses {
        words::terms(clause, |term| only(term, 4 * Place::Clause as u8 + few));
    }
    for name in &source.names {
        // As the script puts the words of a question together.
        let lower = name.to_lowercase();
        let words = lower.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<_> = words.collect();
        if words.len() > 1 {
            only(&words.join("-"), 4 * Place::Id as u8);
        }
    }
    let id = source.id.to_ascii_lowercase();
    if id.contains('-') {
        only(&id, 4 * Place::Id as u8 + 3);
    } else {
        // The number of a clause is read as a word: `A.5.24` is `5.24`. A bare `8` may be any number of a question.
        let bare = id.bytes().all(|byte| byte.is_ascii_digit());
        let place = if source.aside || bare { Place::Clause } else { Place::Id };
        words::terms(&id, |term| only(term, 4 * place as u8 + 2));
    }
    // `SMS-PRO-014` is found by `PRO-014`, too.
    let rest = id.split_once('-').map(|(_, rest)| rest).filter(|rest| rest.contains('-'));
    if let Some(rest) = rest {
        only(rest, 4 * Place::Id as u8);
    }
    told
}

#[derive(Default)]
struct Terms {
    all: HashMap<String, (Place, u32)>,
    words: u32,
}

impl Terms {
    fn add(&mut self, text: &str, place: Place) {
        words::terms(text, |term| {
            self.words += 1;
            self.hold(term, place);
        });
        numbers(text).for_each(|number| self.hold(&number, place));
    }

    fn hold(&mut self, term: &str, place: Place) {
        match self.all.get_mut(term) {
            Some((strongest, times)) => {
                *strongest = place.max(*strongest);
                *times += 1;
            }
            None => {
                self.all.insert(term.to_owned(), (place, 1));
            }
        }
    }
}

/// Numbers of documents that a text names, such as `sms-pro-014`: what names one is found by it, and not by its pieces.
fn numbers(text: &str) -> impl Iterator<Item = String> {
    let pieces = text.split(|char: char| !char.is_ascii_alphanumeric() && char != '-');
    let shaped = |piece: &&str| {
        let digits = |last: &str| last.bytes().any(|byte| byte.is_ascii_digit());
        piece.len() <= words::LONGEST && piece.rsplit_once('-').is_some_and(|(_, last)| digits(last))
    };
    pieces.map(|piece| piece.trim_matches('-')).filter(shaped).map(str::to_ascii_lowercase)
}

/// How often a term is used for the length of the text, from 0 (once or twice) to 3.
fn often(times: u32, words: u32) -> u8 {
    // In a text of 1,600 words twice counts as once does in a short one.
    let scaled = times * 1_600 / (1_600 + words);
    match scaled {
        0 | 1 => 0,
        2 | 3 => 1,
        4..=7 => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_are_those_of_documents() {
        let text = "See SMS-PRO-014#closing, (RES-RPT-001-2026-Q1) and -POL-2; not follow-up, RES-001-CLOSE or 8.6.1.";
        assert_eq!(numbers(text).collect::<Vec<_>>(), ["sms-pro-014", "res-rpt-001-2026-q1", "pol-2"]);
    }
}
