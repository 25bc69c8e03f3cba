//! How wide texts are that stand in drawings. Nobody knows the font of the reader, so every letter is taken generously; and
//! the same drawing comes out on every machine.

/// Height of a line of text in a drawing.
pub const LINE: i32 = 17;

/// Width of a letter of 13 units height, in tenths: that of the wider letters of its kind in a bold face.
#[must_use]
pub fn width(char: char) -> usize {
    match char {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '\u{a0}' => 40,
        'f' | 'r' | 't' | '-' | '(' | ')' | '/' | '·' => 52,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '—' => 118,
        'a'..='z' => 74,
        '0'..='9' => 79,
        'A'..='Z' => 92,
        char if char.is_ascii() => 84,
        char if u32::from(char) < 0x0530 => 92,
        char if u32::from(char) < 0x1_0000 => 140,
        _ => 190,
    }
}

/// A text in lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// The lines.
    pub lines: Vec<String>,
    /// Width of the longest.
    pub width: i32,
}

impl Lines {
    /// Divides a text so that no line is wider than `room`: where it has line feeds, else between words, in lines about
    /// equally long. A word that is wider is divided.
    #[must_use]
    pub fn new(text: &str, room: i32) -> Self {
        let mut lines = Vec::new();
        for part in text.split('\n') {
            let count = filled(part, room).len();
            // The narrowest room that takes no further line makes the lines even.
            let narrow = (1..room / 8).map(|steps| room - 8 * steps).take_while(|room| *room >= 48);
            let best = narrow.take_while(|room| filled(part, *room).len() == count).last().unwrap_or(room);
            lines.extend(filled(part, if count > 1 { best } else { room }));
        }
        let width = lines.iter().map(|line| measure(line)).max().unwrap_or_default();
        Self { lines, width }
    }

    /// Height of all lines.
    #[must_use]
    pub fn height(&self) -> i32 {
        LINE * i32::try_from(self.lines.len()).unwrap_or(i32::MAX / LINE)
    }
}

/// Width of a text, rounded up.
fn measure(text: &str) -> i32 {
    let tenths: usize = text.chars().map(width).sum();
    i32::try_from(tenths.div_ceil(10)).unwrap_or(i32::MAX)
}

/// Fills lines with words.
fn filled(text: &str, room: i32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        for piece in pieces(word, room) {
            let wider = format!("{line} {piece}");
            if line.is_empty() {
                line = piece;
            } else if measure(&wider) <= room {
                line = wider;
            } else {
                lines.push(std::mem::replace(&mut line, piece));
            }
        }
    }
    lines.push(line);
    lines
}

/// Divides a word that is wider than the room; most are not.
fn pieces(word: &str, room: i32) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut used = 0;
    for char in word.chars() {
        let next = i32::try_from(width(char)).unwrap_or_default();
        if used + next > room * 10 && used > 0 {
            pieces.push(String::new());
            used = 0;
        }
        used += next;
        if let Some(last) = pieces.last_mut() {
            last.push(char);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_are_even_and_kept_where_they_were_typed() {
        assert_eq!(Lines::new("Two approvers by telephone", 170).lines, ["Two approvers", "by telephone"]);
        let lines = Lines::new("Commercial Director: notice, second source or exit", 170);
        assert_eq!(lines.lines, ["Commercial Director:", "notice, second source", "or exit"]);
        assert_eq!(Lines::new("one\ntwo", 170).lines, ["one", "two"]);
        assert_eq!(Lines::new("", 170), Lines { lines: vec![String::new()], width: 0 });
        assert_eq!(Lines::new("abcdefghijklmnopqrstuvwxyz", 100).lines.len(), 2);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_sticks_out(text in "[a-zMW漢 ]{0,60}", room in 20..200i32) {
            let lines = Lines::new(&text, room);
            prop_assert!(lines.width <= room);
            let letters = |text: &str| text.chars().filter(|char| *char != ' ').collect::<String>();
            prop_assert_eq!(letters(&lines.lines.concat()), letters(&text));
        }
    }
}
