//! Numbers in printable characters, as short as a reader of the page can take them apart quickly. `search.js` reads them.
//!
//! An entry is the distance to the document before it, then how the term stands in the document:
//!
//! ```text
//! distance - 1    digits of base 16 from `high`, the least first, then one of base 44 from `low`
//! how             one character from `how`, left out for 0
//! ```

/// Characters that stand for numbers: all that are printable in ASCII but the space, `"` and `\`.
const CHARACTERS: [u8; 92] = characters();
const LOW: u32 = 44;
const HIGH: u32 = 16;

const fn characters() -> [u8; 92] {
    let mut all = [0; 92];
    let (mut at, mut byte) = (0, b'!');
    while at < all.len() {
        if byte != b'"' && byte != b'\\' {
            all[at] = byte;
            at += 1;
        }
        byte += 1;
    }
    all
}

fn character(index: u32) -> char {
    CHARACTERS.get(index as usize).copied().map_or('!', char::from)
}

/// Writes documents in rising order with how a term stands in each, below 32.
#[must_use]
pub(super) fn postings(all: &[(u32, u8)]) -> String {
    let mut out = String::with_capacity(all.len() * 2);
    let mut next = 0;
    for &(document, how) in all {
        let mut distance = document - next;
        let low = distance % LOW;
        distance /= LOW;
        while distance > 0 {
            out.push(character(LOW + distance % HIGH));
            distance /= HIGH;
        }
        out.push(character(low));
        if how > 0 {
            out.push(character(LOW + HIGH + u32::from(how) - 1));
        }
        next = document + 1;
    }
    out
}

/// Writes sorted terms, each as how many characters it shares with the one before (`A` none, `B` one) and the rest. No term
/// holds a capital of the English alphabet.
#[must_use]
pub(super) fn terms<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    let mut before: Vec<char> = Vec::new();
    for term in all {
        let chars: Vec<char> = term.chars().collect();
        let shared = chars.iter().zip(&before).take_while(|(a, b)| a == b).count().min(25);
        out.push(char::from(b'A' + u8::try_from(shared).unwrap_or_default()));
        out.extend(&chars[shared..]);
        before = chars;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// As `search.js` reads it.
    fn read(text: &str) -> Vec<(u32, u8)> {
        let mut all: Vec<(u32, u8)> = Vec::new();
        let (mut next, mut high, mut scale) = (0, 0, LOW);
        for char in text.bytes() {
            let code =
                u32::try_from(CHARACTERS.iter().position(|one| *one == char).expect("a character")).expect("small");
            if code < LOW {
                next += high + code + 1;
                all.push((next - 1, 0));
                (high, scale) = (0, LOW);
            } else if code < LOW + HIGH {
                high += (code - LOW) * scale;
                scale *= HIGH;
            } else {
                all.last_mut().expect("an entry").1 = u8::try_from(code - LOW - HIGH + 1).expect("small");
            }
        }
        all
    }

    #[test]
    fn the_first_documents_are_one_character_each() {
        assert_eq!(postings(&[(0, 0), (1, 0), (2, 0), (46, 0)]), "!!!M");
        assert_eq!(postings(&[(44, 31)]), "O!}");
    }

    #[test]
    fn terms_share_what_they_begin_with() {
        assert_eq!(terms(["change", "changes", "chart", "9.1"].into_iter()), "AchangeGsDrtA9.1");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(all in proptest::collection::btree_map(0u32..40_000, 0u8..32, 0..200)) {
            let all: Vec<(u32, u8)> = all.into_iter().collect();
            prop_assert_eq!(read(&postings(&all)), all);
        }
    }
}
