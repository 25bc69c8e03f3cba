//! The hash that binds evidence to a text: the rule `c1`.

use sha2::{Digest as _, Sha256};
use unicode_normalization::{UnicodeNormalization as _, is_nfc_quick};

use super::front_matter;
use crate::model::statement::ContentHash;

/// Fields that may change while the text stays approved.
const CONTROL: [&str; 10] = [
    "status",
    "approver",
    "approved_on",
    "reviewers",
    "next_review",
    "superseded_by",
    "owner",
    "withdrawn_on",
    "withdrawn_reason",
    "waivers",
];

/// The hash of a file: line ends as LF, characters composed (NFC), no byte order mark, and of the front matter all lines
/// but those of the fields that may change. Everything else counts, down to the last blank.
#[must_use]
pub(super) fn content_hash(text: &str) -> ContentHash {
    let mut digest = Sha256::new();
    let mut add = |part: &str| {
        if is_nfc_quick(part.chars()) == unicode_normalization::IsNormalized::Yes && !part.contains('\r') {
            digest.update(part);
        } else {
            digest.update(part.replace("\r\n", "\n").replace('\r', "\n").nfc().collect::<String>());
        }
    };
    match front_matter::split(text) {
        Ok(parts) => {
            let yaml = &text[parts.yaml.range()];
            let mut kept = String::with_capacity(yaml.len());
            let mut dropping = false;
            // Blank lines within a text of several lines belong to it, those after it do not.
            let mut blank = String::new();
            for line in yaml.replace("\r\n", "\n").replace('\r', "\n").split_inclusive('\n') {
                if line.trim().is_empty() {
                    blank.push_str(line);
                    continue;
                }
                let continues = line.starts_with([' ', '\t', '-']);
                if !continues {
                    dropping = CONTROL.iter().any(|field| is_key(line, field));
                    kept.push_str(&blank);
                } else if !dropping {
                    kept.push_str(&blank);
                }
                blank.clear();
                if !dropping {
                    kept.push_str(line);
                }
            }
            kept.push_str(&blank);
            add(&kept);
            add("---\n");
            add(&text[parts.body.range()]);
        }
        Err(_) => add(text.strip_prefix('\u{feff}').unwrap_or(text)),
    }
    ContentHash(digest.finalize().into())
}

/// Whether a line begins the field of a name, in quotes or not.
fn is_key(line: &str, field: &str) -> bool {
    let bare = line.strip_prefix(field);
    let quoted =
        || ['"', '\''].iter().find_map(|quote| line.strip_prefix(*quote)?.strip_prefix(field)?.strip_prefix(*quote));
    bare.or_else(quoted).is_some_and(|rest| rest.trim_start_matches([' ', '\t']).starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "---\nid: POL-001\nversion: \"1.0\"\nstatus: draft\nowner: a\n---\n\nText é.\n";

    #[test]
    fn control_fields_line_ends_and_composition_do_not_count() {
        let hash = content_hash(TEXT);
        let approved = TEXT.replace("status: draft", "status: approved\napprover: b\napproved_on: 2026-01-01");
        assert_eq!(content_hash(&approved), hash);
        let reviewers = TEXT.replace(
            "owner: a",
            "owner: b\nreviewers:\n- c\n- d\nwithdrawn_reason: |\n  One.\n\n  Two.\nwaivers:\n  - {rule: x}",
        );
        assert_eq!(content_hash(&reviewers), hash);
        assert_eq!(content_hash(&TEXT.replace("status: draft", "\"status\" : approved")), hash);
        assert_eq!(content_hash(&TEXT.replace('\n', "\r\n")), hash);
        assert_eq!(content_hash(&TEXT.replace('\n', "\r")), hash);
        assert_eq!(content_hash("\r\r\n"), content_hash("\n\n"));
        assert_eq!(content_hash(&format!("\u{feff}{TEXT}")), hash);
        assert_eq!(content_hash(&TEXT.replace('é', "e\u{301}")), hash);
    }

    #[test]
    fn everything_else_counts() {
        let hash = content_hash(TEXT);
        for other in [
            TEXT.replace("1.0", "1.1"),
            TEXT.replace("1.0", "1.00"),
            TEXT.replace("POL-001", "POL-002"),
            TEXT.replace("Text", "text"),
            TEXT.replace(".\n", ". \n"),
            TEXT.replace("status: draft", "status: draft\neffective_on: 2026-01-01"),
            TEXT.replace("status: draft", "status: draft\nstatus_note: x"),
            TEXT.replace("status: draft", "x:\n  status: draft"),
            format!("{TEXT}\n"),
        ] {
            assert_ne!(content_hash(&other), hash, "{other}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_one(text in "(---\n)?(\\PC|\n|\r|status: x\n|- y\n|  z\n){0,40}") {
            prop_assert_eq!(content_hash(&text), content_hash(&text.replace("\r\n", "\n").replace('\r', "\n")));
        }
    }
}
