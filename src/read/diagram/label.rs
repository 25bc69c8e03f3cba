//! Texts in diagrams.

/// Most letters of a text; the rest is cut off visibly.
const MAX: usize = 300;

/// Characters that are often written by name.
const NAMED: [(&str, &str); 8] = [
    ("quot", "\""),
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("apos", "'"),
    ("nbsp", "\u{a0}"),
    ("semi", ";"),
    ("colon", ":"),
];

/// A text as it is shown: without quotes, with the characters that were written by name or number, each line break
/// (`<br>`) as a line feed, other white space as one space.
pub(super) fn label(written: &str) -> String {
    let written = written.trim();
    let bare = written.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(written);
    let bare = bare.strip_prefix('`').and_then(|text| text.strip_suffix('`')).unwrap_or(bare);
    let lines: Vec<String> = broken(bare)
        .into_iter()
        .map(|line| decode(line).split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect();
    let text = lines.join("\n");
    match text.char_indices().nth(MAX) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// Divides a text at its line breaks.
fn broken(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut begin = 0;
    for (at, _) in text.match_indices(['<', '\\']) {
        if at < begin {
            continue;
        }
        let rest = &text[at..];
        let tag = rest.find('>').filter(|end| {
            let name = rest[1..*end].trim_end_matches('/').trim();
            name.eq_ignore_ascii_case("br")
        });
        let length = if rest.starts_with("\\n") { Some(2) } else { tag.map(|end| end + 1) };
        if let Some(length) = length {
            lines.push(&text[begin..at]);
            begin = at + length;
        }
    }
    lines.push(&text[begin..]);
    lines
}

/// Whether a character turns the direction of those around it, so that people read something else than stands there.
fn turns(char: char) -> bool {
    matches!(char, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Replaces `#quot;`, `#35;` and the like, and the same with `&`.
fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['#', '&']) {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        let name = tail.find(';').filter(|end| (1..=8).contains(end)).map(|end| &tail[..end]);
        let meant = name.and_then(|name| {
            let number = name.strip_prefix('#').unwrap_or(name);
            let known = NAMED.iter().find(|(known, _)| *known == name).map(|(_, char)| (*char).to_owned());
            let by_number =
                || number.parse().ok().and_then(char::from_u32).filter(|char| !turns(*char)).map(String::from);
            known.or_else(by_number).map(|char| (char, name.len() + 1))
        });
        match meant {
            Some((char, length)) => {
                out.push_str(&char);
                rest = &tail[length..];
            }
            None => {
                out.push_str(&rest[at..=at]);
                rest = tail;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn texts_as_they_are_shown() {
        assert_eq!(label("\"P1,  P2<br/>without <BR /> cause\""), "P1, P2\nwithout\ncause");
        assert_eq!(label("a #quot;b#quot; &amp; #9829; #x &y; <b>"), "a \"b\" & ♥ #x &y; <b>");
        assert_eq!(label("\"`plain`\""), "plain");
        assert_eq!(label("one\\ntwo"), "one\ntwo");
        assert_eq!(label("#lt;br#gt;"), "<br>");
        assert_eq!(label("a #8238;b"), "a #8238;b");
        assert_eq!(label(&"x".repeat(400)).chars().count(), 301);
    }
}
