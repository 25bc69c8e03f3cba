//! Style sheets as they are published: without the comments and the indentation that are there for those who keep them.

/// A style sheet without comments, indentation and empty lines. What stands in quotes is left as it is.
#[must_use]
pub(super) fn published(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    while let Some(char) = rest.chars().next() {
        let taken = match char {
            '/' if rest.starts_with("/*") => {
                rest = rest[2..].split_once("*/").map_or("", |(_, behind)| behind);
                continue;
            }
            '"' | '\'' => quoted(rest, char),
            '\n' => {
                let kept = out.trim_end_matches([' ', '\t']).len();
                out.truncate(kept);
                if !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
                rest = rest.trim_start();
                continue;
            }
            _ => char.len_utf8(),
        };
        out.push_str(&rest[..taken]);
        rest = &rest[taken..];
    }
    out
}

/// The length of what stands in quotes at the beginning of a text, quotes included.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if char == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::published;

    #[test]
    fn leaves_out_what_browsers_do_not_need() {
        let style = "/* Head */\n.a {\n  color: red; /* why */\n\n  content: \"/* \\\" not */\";\n}\n";
        assert_eq!(published(style), ".a {\ncolor: red;\ncontent: \"/* \\\" not */\";\n}\n");
    }

    #[test]
    fn stands_what_is_not_finished() {
        assert_eq!(published(".a { content: 'x"), ".a { content: 'x");
        assert_eq!(published(".a {} /* open"), ".a {} ");
        assert_eq!(published("é /**/ü"), "é ü");
    }
}
