//! Changing documents as text, so that nothing but what is meant becomes different.

/// Where the front matter ends, its last line `---` not included.
fn head(text: &str) -> usize {
    text[4..].find("\n---\n").expect("front matter") + 5
}

/// The value of a field of one line, without quotes.
pub(crate) fn field<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let line =
        text[..head(text)].lines().find(|line| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')))?;
    Some(line[key.len() + 1..].trim().trim_matches('"'))
}

/// The ids in a field such as `[rowan-hale, ines-carrow]`.
pub(crate) fn list(text: &str, key: &str) -> Vec<String> {
    let items = field(text, key).unwrap_or_default().trim_matches(['[', ']']).split(',');
    items.map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

/// Takes a field out, with the lines that belong to it.
pub(crate) fn without(text: &str, key: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut dropping = false;
    for line in text[..head(text)].split_inclusive('\n') {
        if !line.starts_with([' ', '-']) || line.starts_with("---") {
            dropping = !key.is_empty() && line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
        }
        if !dropping {
            out.push_str(line);
        }
    }
    out + &text[head(text)..]
}

/// Gives a field another value, or puts it behind another field.
pub(crate) fn with(text: &str, key: &str, value: &str, behind: &str) -> String {
    let there = field(text, key).is_some();
    let end = head(text);
    let mut out = String::with_capacity(text.len());
    let mut placed = false;
    for line in text[..end].split_inclusive('\n') {
        let is = |key: &str| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
        if there && is(key) {
            out.push_str(&format!("{key}: {value}\n"));
            placed = true;
            continue;
        }
        out.push_str(line);
        if !there && is(behind) {
            out.push_str(&format!("{key}: {value}\n"));
            placed = true;
        }
    }
    assert!(placed, "no field `{behind}` to put `{key}` behind");
    out + &text[end..]
}

/// The text with its Markdown replaced.
pub(crate) fn with_body(text: &str, body: &str) -> String {
    format!("{}---\n\n{}\n", &text[..head(text)], body.trim())
}

/// A sentence as a value in YAML.
pub(crate) fn quoted(sentence: &str) -> String {
    format!("\"{}\"", sentence.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Replaces passages one after the other. Each must be there exactly once.
pub(crate) fn replaced(text: &str, passages: &[(String, String)], whose: &str) -> String {
    passages.iter().fold(text.to_owned(), |text, (now, then)| {
        let count = text.matches(now.as_str()).count();
        assert!(count == 1, "{whose}: this passage is there {count} times, not once:\n{now}");
        text.replacen(now.as_str(), then, 1)
    })
}

/// The text without links to documents that nobody knows yet: their words stay.
pub(crate) fn unlinked(text: &str, knows: impl Fn(&str) -> bool) -> String {
    let end = head(text);
    let mut out = String::with_capacity(text.len());
    for line in text[..end].split_inclusive('\n') {
        match line.strip_prefix("related: [").and_then(|rest| rest.strip_suffix("]\n")) {
            Some(ids) => {
                let kept: Vec<&str> = ids.split(", ").filter(|id| knows(id)).collect();
                if !kept.is_empty() {
                    out.push_str(&format!("related: [{}]\n", kept.join(", ")));
                }
            }
            None => out.push_str(line),
        }
    }
    let mut rest = &text[end..];
    while let Some(start) = rest.find('[') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let (shown, id, length) = match reference(rest) {
            Some(found) => found,
            None => {
                out.push('[');
                rest = &rest[1..];
                continue;
            }
        };
        out.push_str(if knows(id) { &rest[..length] } else { shown });
        rest = &rest[length..];
    }
    out + rest
}

/// What a reference at the beginning of a text shows, which document it leads to, and how long it is.
fn reference(text: &str) -> Option<(&str, &str, usize)> {
    let is_id = |id: &&str| {
        id.contains('-') && id.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-')
    };
    if let Some(inner) = text.strip_prefix("[[") {
        let inner = &inner[..inner.find("]]")?];
        let id = inner.split('#').next().filter(is_id)?;
        return Some((id, id, inner.len() + 4));
    }
    let close = text.find(']')?;
    let shown = &text[1..close];
    let inner = text[close + 1..].strip_prefix('[')?;
    let inner = &inner[..inner.find(']')?];
    let id = inner.split('#').next().filter(is_id)?;
    Some((shown, id, close + 1 + inner.len() + 2))
}
