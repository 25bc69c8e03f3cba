//! The identity that a document states of itself: the `id` of its front matter.

/// The id in the front matter of a document, if it has one of the form that documents have (`POL-001`).
///
/// This reads one line and does not judge the rest: documents of any age and state pass through here, and what is wrong
/// with them is said elsewhere.
#[must_use]
pub fn document_id(bytes: &[u8]) -> Option<String> {
    stated_id(bytes).filter(|id| is_id(id))
}

/// Whatever stands as `id` in the front matter of a file.
pub(super) fn stated_id(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut lines = bytes.split(|&byte| byte == b'\n');
    if lines.next()?.trim_ascii_end() != b"---" {
        return None;
    }
    for line in lines {
        let line = line.trim_ascii_end();
        if line == b"---" || line == b"..." {
            return None;
        }
        if let Some(value) = line.strip_prefix(b"id:") {
            return value_of(std::str::from_utf8(value).ok()?);
        }
    }
    None
}

fn value_of(written: &str) -> Option<String> {
    if !written.starts_with([' ', '\t']) {
        return None;
    }
    let written = written.trim();
    let value = match written.chars().next()? {
        quote @ ('"' | '\'') => written[1..].split(quote).next()?,
        _ => written.split_ascii_whitespace().next()?,
    };
    Some(value.to_owned())
}

/// `[A-Z][A-Z0-9]*(-[A-Z0-9]+)+`
fn is_id(value: &str) -> bool {
    let mut parts = value.split('-');
    let first = parts.next().is_some_and(|part| part.starts_with(|c: char| c.is_ascii_uppercase()));
    let part_is_sound =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    first && value.contains('-') && value.split('-').all(part_is_sound)
}

#[cfg(test)]
mod tests {
    use super::document_id;

    fn id(text: &str) -> Option<String> {
        document_id(text.as_bytes())
    }

    #[test]
    fn reads_the_id_however_it_is_written() {
        for text in [
            "---\nid: POL-001\ntitle: x\n---\n",
            "---\r\ntitle: x\r\nid: \"POL-001\"\r\n---\r\n",
            "\u{feff}--- \nid:   'POL-001' # first\n---\n",
            "---\nid: POL-001 # first\n...\n",
        ] {
            assert_eq!(id(text).as_deref(), Some("POL-001"), "{text:?}");
        }
        assert_eq!(id("---\nid: REL-RPT-002-2026-01\n---\n").as_deref(), Some("REL-RPT-002-2026-01"));
    }

    #[test]
    fn finds_none_where_there_is_none() {
        for text in [
            "",
            "id: POL-001\n",
            "# x\n---\nid: POL-001\n---\n",
            "---\ntitle: x\n---\nid: POL-001\n",
            "---\n id: POL-001\n---\n",
            "---\nid:POL-001\n---\n",
            "---\nid: \n---\n",
            "---\nid: intro\n---\n",
            "---\nid: my-intro\n---\n",
            "---\nid: POL\n---\n",
            "---\nid: POL-\n---\n",
            "---\nid: [POL-001]\n---\n",
        ] {
            assert_eq!(id(text), None, "{text:?}");
        }
    }
}
