//! Style sheets and scripts as they are published: without the comments and the indentation that are there for those who
//! keep them.

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

/// A script without indentation, empty lines, and comments that have lines of their own. One with texts over several
/// lines is left as it is.
#[must_use]
pub(super) fn published_script(script: &str) -> String {
    if script.contains('`') || script.contains("\\\n") {
        return script.to_owned();
    }
    let mut out = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        let begins = !in_comment && line.starts_with("/*");
        let kept = if begins || in_comment {
            let behind = line[if begins { 2 } else { 0 }..].split_once("*/").map(|(_, behind)| behind.trim());
            in_comment = behind.is_none();
            behind.unwrap_or_default()
        } else if line.starts_with("//") {
            ""
        } else {
            line
        };
        if !kept.is_empty() {
            out.push_str(kept);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{published, published_script};

    #[test]
    fn leaves_out_of_scripts_what_stands_on_lines_of_its_own() {
        let script = "/* Head\n   of it. */\nvar a = 1; // why\n\n  // Not.\n  /* one */ a++;\n  b(\"/* x\");\n";
        assert_eq!(published_script(script), "var a = 1; // why\na++;\nb(\"/* x\");\n");
        for whole in ["a(`\n  // x\n`);", "a('\\\n  // x');"] {
            assert_eq!(published_script(whole), whole);
        }
    }

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
