//! Words as the search compares them: in small letters, without accents, numbers of clauses in one piece, scripts without
//! spaces in pairs of characters.
//!
//! The script `search.js` of the theme reads what a reader types in the same way; `tests/browser/search/words.json` holds
//! both to it.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Longest term, in characters; the rest of a longer word is not looked at.
pub(super) const LONGEST: usize = 40;

/// Tells every term of a text, in its order. A word with an umlaut is told twice: `Störung` is `storung` and `stoerung`.
pub(super) fn terms(text: &str, mut tell: impl FnMut(&str)) {
    let mut word = Word::default();
    let mut run: Vec<char> = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        let digit_follows = chars.peek().is_some_and(char::is_ascii_digit);
        if char == '.' && digit_follows && word.plain.ends_with(|last: char| last.is_ascii_digit()) {
            word.push('.', None);
            continue;
        }
        if is_combining_mark(char) {
            continue;
        }
        let spelled = spelled(char);
        for folded in fold(char) {
            if is_unspaced(folded) {
                word.flush(&mut tell);
                run.push(folded);
            } else if folded.is_alphanumeric() {
                pairs(&mut run, &mut tell);
                word.push(folded, spelled);
            } else {
                word.flush(&mut tell);
                pairs(&mut run, &mut tell);
            }
        }
    }
    word.flush(&mut tell);
    pairs(&mut run, &mut tell);
}

/// A word that is being read.
#[derive(Default)]
struct Word {
    plain: String,
    /// The same with `ae` for `ä`; empty while they do not differ.
    spelled: String,
    length: usize,
}

impl Word {
    fn push(&mut self, char: char, spelled: Option<&str>) {
        self.length += 1;
        if self.length > LONGEST {
            return;
        }
        if spelled.is_some() && self.spelled.is_empty() {
            self.spelled.clone_from(&self.plain);
        }
        match spelled {
            Some(letters) => self.spelled.push_str(letters),
            None if !self.spelled.is_empty() => self.spelled.push(char),
            None => {}
        }
        self.plain.push(char);
    }

    fn flush(&mut self, tell: &mut impl FnMut(&str)) {
        // A letter that stands alone is an article, or what an apostrophe cut off.
        let lone = self.length == 1 && self.plain.starts_with(|char: char| char.is_ascii_lowercase());
        if !self.plain.is_empty() && !lone {
            tell(&self.plain);
            if !self.spelled.is_empty() {
                tell(&self.spelled);
            }
        }
        *self = Self::default();
    }
}

/// A character in small letters and without accents; `ß` and its like become letters of the English alphabet.
fn fold(char: char) -> impl Iterator<Item = char> {
    let ascii = char.is_ascii().then(|| char.to_ascii_lowercase());
    let other = if ascii.is_some() { String::new() } else { folded(char) };
    ascii.into_iter().chain(other.chars().collect::<Vec<_>>())
}

/// The capital below which a list has what begins with a character; `None` for digits, and for scripts with more characters
/// than anybody would list.
#[must_use]
pub(in crate::site) fn letter(char: char) -> Option<char> {
    let bare = fold(char).next().filter(|bare| bare.is_alphabetic() && !is_unspaced(*bare))?;
    bare.to_uppercase().next()
}

fn folded(char: char) -> String {
    let mut out = String::new();
    // Letters that stand for others, such as those that are raised, have their capitals behind them.
    let bare: String = std::iter::once(char).nfkd().flat_map(char::to_lowercase).nfkd().collect();
    let bare = bare.chars().filter(|letter| !is_combining_mark(*letter));
    for letter in bare.nfc() {
        match plain(letter) {
            "" => out.push(letter),
            letters => out.push_str(letters),
        }
    }
    out
}

/// Letters that no decomposition takes apart; empty for any other.
fn plain(letter: char) -> &'static str {
    match letter {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        _ => "",
    }
}

/// How an umlaut is spelled without one.
fn spelled(char: char) -> Option<&'static str> {
    match char {
        'ä' | 'Ä' => Some("ae"),
        'ö' | 'Ö' | 'ø' | 'Ø' => Some("oe"),
        'ü' | 'Ü' => Some("ue"),
        'å' | 'Å' => Some("aa"),
        _ => None,
    }
}

/// Whether a character belongs to a script that puts no spaces between words, or is written in syllables.
fn is_unspaced(char: char) -> bool {
    matches!(char, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}')
}

/// Tells a run of such characters in pairs, each with the next; one that stands alone as it is.
fn pairs(run: &mut Vec<char>, tell: &mut impl FnMut(&str)) {
    match run.as_slice() {
        [] => return,
        [one] => tell(&one.to_string()),
        more => more.windows(2).for_each(|pair| tell(&pair.iter().collect::<String>())),
    }
    run.clear();
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        terms(text, |term| all.push(term.to_owned()));
        all
    }

    /// The same cases as those of the script.
    #[test]
    fn words_are_those_of_the_script() {
        let cases = include_str!("../../../tests/browser/search/words.json");
        let cases: Vec<(String, Vec<String>)> = serde_json::from_str(cases).expect("cases");
        assert!(cases.len() > 20);
        for (text, wanted) in cases {
            assert_eq!(told(&text), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn capitals_and_the_way_accents_are_written_make_no_difference(text in "[a-zéèçñßÉÇ0-9. -]{0,40}") {
            let apart: String = text.nfd().collect();
            prop_assert_eq!(told(&text), told(&text.to_uppercase()));
            prop_assert_eq!(told(&text), told(&apart));
        }

        #[test]
        fn a_term_is_told_as_itself(text in "\\PC{0,30}") {
            for term in told(&text) {
                prop_assert!(told(&term).contains(&term), "{} of {}", term, text);
            }
        }
    }
}
