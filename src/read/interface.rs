//! Words of the interface of a site: `i18n/LANGUAGE.yaml` and `i18n/LANGUAGE.*.yaml` of its themes.

use std::collections::BTreeMap;

use super::embedded::Files;
use crate::model::language::{Language, places};

/// The words of a language, those of later themes over those of earlier ones: `de-AT` over `de`. What no theme translates
/// is said in English.
///
/// # Errors
///
/// Where a file is no map of texts, or a translation has a place for a value that its English does not have: where, and
/// how to mend it.
pub fn language(files: &Files, themes: &[&str], tag: &str) -> Result<Language, String> {
    let general = tag.split('-').next().unwrap_or(tag);
    let mut tags = vec![general];
    tags.extend((tag != general).then_some(tag));
    let mut language = Language { tag: "en".to_owned(), texts: BTreeMap::new() };
    for (tag, theme) in tags.iter().flat_map(|tag| themes.iter().map(move |theme| (*tag, *theme))) {
        let start = format!("{theme}/i18n/{tag}.");
        for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with(&start) && path.ends_with(".yaml")) {
            language.texts.extend(texts(path, bytes)?);
            tag.clone_into(&mut language.tag);
        }
    }
    Ok(language)
}

fn texts(path: &str, bytes: &[u8]) -> Result<BTreeMap<String, String>, String> {
    let shape = "each line is the English text, a colon and the text in this language, both in double quotes";
    let texts: BTreeMap<String, String> = serde_yaml::from_slice(bytes).map_err(|error| {
        let place = error.location().map(|at| format!(":{}:{}", at.line(), at.column())).unwrap_or_default();
        format!("themes/{path}{place}: {error}\n  = help: {shape}")
    })?;
    for (english, text) in &texts {
        if let Some(place) = places(text).find(|place| !places(english).any(|known| known == *place)) {
            return Err(format!(
                "themes/{path}: the text for “{english}” has a place `{{{place}}}` that the English text does not have\n  = help: write the places as they stand in the English text"
            ));
        }
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(files: &[(&str, &'static str)]) -> Files {
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().into())).collect()
    }

    #[test]
    fn layers_themes_and_regions() {
        let files = files(&[
            ("default/i18n/de.yaml", "\"One\": \"Eins\"\n\"Two\": \"Zwei\"\n\"Jan\": \"Jan.\"\n"),
            ("default/i18n/de.more.yaml", "\"Three\": \"Drei\"\n"),
            ("default/i18n/de-AT.yaml", "\"Jan\": \"Jän.\"\n"),
            ("own/i18n/de.yaml", "\"Two\": \"Zwo\"\n"),
            ("other/i18n/de.yaml", "\"One\": \"Ans\"\n"),
        ]);
        let language = language(&files, &["default", "own"], "de-AT").expect("words");
        assert_eq!(language.tag, "de-AT");
        let texts: Vec<&str> = language.texts.values().map(String::as_str).collect();
        assert_eq!(texts, ["Jän.", "Eins", "Drei", "Zwo"]);
    }

    #[test]
    fn falls_back_to_english() {
        assert_eq!(language(&files(&[]), &["default"], "fr").map(|language| language.tag), Ok("en".to_owned()));
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        let broken = files(&[("own/i18n/de.yaml", "\"One\": [\"Eins\"]\n")]);
        let error = language(&broken, &["own"], "de").expect_err("no map of texts");
        assert!(error.starts_with("themes/own/i18n/de.yaml"), "{error}");
        let misplaced = files(&[("own/i18n/de.yaml", "\"{n} days\": \"{m} Tage\"\n")]);
        let error = language(&misplaced, &["own"], "de").expect_err("a place that is not there");
        assert!(error.contains("`{m}`") && error.contains("“{n} days”"), "{error}");
    }
}
