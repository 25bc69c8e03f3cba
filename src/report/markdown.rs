//! Text from documents within Markdown that forges render: none of it becomes markup, a mention or a link.

/// Text within a table cell. What stands in backticks stays code.
#[must_use]
pub fn cell(text: &str) -> String {
    let mut out = String::new();
    let parts: Vec<&str> = text.split('`').collect();
    // An odd number of backticks opens code that nothing closes: then none is code.
    let paired = parts.len() % 2 == 1;
    if !paired {
        return plain(text);
    }
    for (index, part) in parts.iter().enumerate() {
        if index % 2 == 1 {
            out.push_str(&code(part));
        } else {
            out.push_str(&plain(part));
        }
    }
    out
}

/// Text that is shown as it is.
#[must_use]
pub fn plain(text: &str) -> String {
    escape(text, |char, out| match char {
        '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '|' | '~' | '!' => {
            out.push('\\');
            out.push(char);
        }
        ':' => out.push_str("&#58;"),
        char => out.push(char),
    })
}

/// Text within HTML, where Markdown means nothing.
#[must_use]
pub fn html(text: &str) -> String {
    escape(text, |char, out| match char {
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        // Means nothing there, and nothing anywhere else where the forge reads the HTML otherwise than it should.
        '[' | ']' | '`' | '*' | '_' | '|' | '\\' => out.push_str(&format!("&#{};", u32::from(char))),
        char => out.push(char),
    })
}

/// Forges look for names and numbers in what they have rendered, so that an entity alone does not help: behind the sign
/// stands a space without width.
const APART: &str = "&#8203;";

/// Escapes what HTML and forges take for their own, and leaves the rest to the caller.
fn escape(text: &str, other: impl Fn(char, &mut String)) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        match char {
            '\n' | '\r' | '\t' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A name behind it would call somebody.
            '@' => out.push_str("&#64;"),
            // A number behind it would lead to an issue.
            '#' => out.push_str("&#35;"),
            // Two of them would make a formula of what is between.
            '$' => out.push_str("&#36;"),
            '.' if ends_with(&text[..at], "www") => out.push_str("&#46;"),
            char if is_hidden(char) => hidden(char, &mut out),
            char => other(char, &mut out),
        }
        let apart = match char {
            '@' | '#' => next.is_some_and(|next| !next.is_whitespace()),
            '!' | '$' | '%' | '&' | '~' | '^' => next.is_some_and(|next| next.is_alphanumeric() || next == '"'),
            ':' => next.is_some_and(|next| next.is_alphabetic() || matches!(next, '/' | '+' | '-')),
            '-' => ends_with(&text[..at], "gh") && next.is_some_and(|next| next.is_ascii_digit()),
            '.' => ends_with(&text[..at], "www"),
            _ => false,
        };
        if apart {
            out.push_str(APART);
        }
    }
    out
}

fn ends_with(text: &str, end: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= end.len() && bytes[bytes.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
}

/// Whether a character shows nothing, or turns the direction of what follows.
fn is_hidden(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn hidden(char: char, out: &mut String) {
    out.push_str(&format!("⟨U+{:04X}⟩", u32::from(char)));
}

/// Text as code, also within a table cell.
#[must_use]
pub fn code(text: &str) -> String {
    let escaped = text.chars().fold(String::with_capacity(text.len()), |mut out, char| {
        match char {
            '\n' | '\r' | '\t' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '|' => out.push_str("&#124;"),
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            '`' => out.push_str("&#96;"),
            '*' | '_' | '~' | '[' | ']' | '\\' | ':' | '!' | '$' => {
                out.push_str(&format!("&#{};", u32::from(char)));
            }
            '.' if ends_with(&out, "www") => out.push_str("&#46;"),
            char if is_hidden(char) => hidden(char, &mut out),
            char => out.push(char),
        }
        out
    });
    format!("<code>{escaped}</code>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_becomes_markup() {
        assert_eq!(
            cell("`a|b` and | <b> @all #1"),
            "<code>a&#124;b</code> and \\| &lt;b&gt; &#64;&#8203;all &#35;&#8203;1"
        );
        assert_eq!(cell("one ` alone"), "one \\` alone");
        assert_eq!(code("x`y"), "<code>x&#96;y</code>");
        assert_eq!(plain("https://a.b"), "https&#58;&#8203;//a.b");
        assert_eq!(
            plain("www.a.b GH-7 !7 50 % $a$"),
            "www&#46;&#8203;a.b GH-&#8203;7 \\!&#8203;7 50 % &#36;&#8203;a&#36;"
        );
        assert_eq!(plain("10:30, a\u{202e}b"), "10&#58;30, a⟨U+202E⟩b");
        assert_eq!(html("</details>\n\n*a*"), "&lt;/details&gt;  &#42;a&#42;");
    }
}
