//! Where a document lies and what its file is called.

use camino::{Utf8Path, Utf8PathBuf};
use unicode_normalization::UnicodeNormalization as _;

use crate::model::doc_type::DocType;

/// Longest part of a file name that comes from the title, in characters.
const LONGEST: usize = 60;

/// The name of a file: the id and the words of the title, without the name of the type that some titles begin with.
#[must_use]
pub fn file_name(id: &str, title: &str, doc_type: &DocType) -> String {
    let named = [&doc_type.title, &doc_type.id_code()].into_iter().find_map(|name| {
        let (before, rest) = title.split_once(':')?;
        before.trim().eq_ignore_ascii_case(name).then_some(rest)
    });
    let words = slug(named.unwrap_or(title));
    let id = id.to_ascii_lowercase();
    if words.is_empty() { format!("{id}.md") } else { format!("{id}-{words}.md") }
}

/// Words in small letters with hyphens between, accents left out, as far as a file name should be long.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    let letters = text.nfkd().filter(|char| !unicode_normalization::char::is_combining_mark(*char));
    let spelt: String =
        letters.flat_map(char::to_lowercase).map(|char| if char.is_alphanumeric() { char } else { ' ' }).collect();
    for word in spelt.replace('ß', "ss").split_whitespace() {
        if !out.is_empty() && out.chars().count() + 1 + word.chars().count() > LONGEST {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.extend(word.chars().take(LONGEST));
    }
    out
}

/// The folder of a new document below the content folder: where most others like it lie, else one named for its area or,
/// where ids of the type have none, for the type.
pub fn folder<'a>(
    like_it: impl Iterator<Item = &'a Utf8Path>,
    content: &Utf8Path,
    doc_type: &DocType,
    area: Option<&str>,
) -> Utf8PathBuf {
    let mut counted: std::collections::BTreeMap<&Utf8Path, usize> = std::collections::BTreeMap::new();
    for path in like_it {
        *counted.entry(path.parent().unwrap_or(Utf8Path::new(""))).or_default() += 1;
    }
    let most = counted.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
    most.map_or_else(
        || content.join(area.map_or_else(|| slug(&doc_type.plural), str::to_ascii_lowercase)),
        |(folder, _)| folder.to_path_buf(),
    )
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn words_of_a_title_make_a_file_name() {
        assert_eq!(slug("Control of documented information"), "control-of-documented-information");
        assert_eq!(slug("  Änderung: Straße & Café / 2.0!"), "anderung-strasse-cafe-2-0");
        assert_eq!(slug("../../etc/passwd"), "etc-passwd");
        assert_eq!(slug("!!!"), "");
        assert!(slug(&"word ".repeat(50)).len() <= 60);
        assert_eq!(slug("ЖУРНАЛ 監査"), "журнал-監査");
    }
}
