//! Text that becomes part of HTML, CSS or XML.

/// Text for the content or a quoted attribute of HTML and XML. Characters that XML forbids become a replacement sign.
#[must_use]
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_html(&mut out, text);
    out
}

/// Adds text for the content or a quoted attribute of HTML and XML.
pub fn push_html(out: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(char),
            char if char.is_control() || matches!(char, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            char => out.push(char),
        }
    }
}

/// A path within the site as part of an address: what has a meaning of its own there is written with percent signs.
#[must_use]
pub fn address(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => out.push(char::from(byte)),
            _ => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
    out
}

/// A string of CSS, with its quotes.
#[must_use]
pub fn css_string(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            // A quote, an escape, the end of the style element: all as code points.
            '"' | '\\' | '<' | '>' | '&' => out.push_str(&format!("\\{:x} ", u32::from(char))),
            char if char.is_control() => out.push(' '),
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_place() {
        assert_eq!(html("<a b=\"c'\">&\u{0}"), "&lt;a b=&quot;c&#39;&quot;&gt;&amp;\u{fffd}");
        assert_eq!(css_string("a\"</style>\\\n"), "\"a\\22 \\3c /style\\3e \\5c  \"");
        assert_eq!(address("a b/ü#?.png"), "a%20b/%C3%BC%23%3F.png");
    }
}
