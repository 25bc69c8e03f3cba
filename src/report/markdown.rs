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
    text.chars().fold(String::with_capacity(text.len()), |mut out, char| {
        match char {
            '\n' | '\r' | '\t' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            // A name behind it would call somebody; an entity is no mention.
            '@' => out.push_str("&#64;"),
            // A number behind it would lead to an issue.
            '#' => out.push_str("&#35;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(char);
            }
            ':' => out.push_str("&#58;"),
            char if char.is_control() => {}
            char => out.push(char),
        }
        out
    })
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
            '*' | '_' | '~' | '[' | ']' | '\\' | ':' | '!' => {
                out.push_str(&format!("&#{};", u32::from(char)));
            }
            char if char.is_control() => {}
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
        assert_eq!(cell("`a|b` and | <b> @all #1"), "<code>a&#124;b</code> and \\| &lt;b&gt; &#64;all &#35;1");
        assert_eq!(cell("one ` alone"), "one \\` alone");
        assert_eq!(code("x`y"), "<code>x&#96;y</code>");
        assert_eq!(plain("https://a.b"), "https&#58;//a.b");
    }
}
