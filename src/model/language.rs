//! The language in which pages are worded.
//!
//! Sentences stand in the source in English, through [`say!`](crate::say), and a theme holds their translations. Which language is spoken
//! belongs to the page that is made, not to the process: it is set around the making of a page by [`Language::speak`]
//! and ends with it, so that the command line, which is English, and two sites side by side never hear each other.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

/// Words of a language, by their English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Language {
    /// Tag: `de`.
    pub tag: String,
    /// Translations by the English text, places of values as `{name}`. Where one English word is said in two ways, what
    /// follows a bar tells which is meant and is not shown: `From|a day`.
    pub texts: BTreeMap<String, String>,
}

thread_local! {
    static SPOKEN: RefCell<Option<Arc<Language>>> = const { RefCell::new(None) };
}

/// Puts back, also after a panic, what was spoken before.
struct Until(Option<Arc<Language>>);

impl Drop for Until {
    fn drop(&mut self) {
        SPOKEN.set(self.0.take());
    }
}

impl Language {
    /// Does something in which [`say!`](crate::say) speaks this language.
    pub fn speak<T>(self: &Arc<Self>, work: impl FnOnce() -> T) -> T {
        let _until = Until(SPOKEN.replace(Some(Arc::clone(self))));
        work()
    }

    /// A text in this language, else in English.
    fn text<'a>(&'a self, english: &'a str) -> &'a str {
        self.texts.get(english).map_or_else(|| plain(english), String::as_str)
    }
}

/// The English of a text without what tells its meaning.
fn plain(english: &str) -> &str {
    english.rsplit_once('|').map_or(english, |(text, _)| text)
}

/// A text in the language that is spoken.
#[must_use]
pub fn say(english: &str) -> String {
    SPOKEN.with_borrow(|spoken| match spoken {
        Some(language) => language.text(english).to_owned(),
        None => plain(english).to_owned(),
    })
}

/// A text that stands in no source but in data, such as the title of a clause, in the language that is spoken.
#[must_use]
pub fn translate(english: &str) -> String {
    SPOKEN.with_borrow(|spoken| {
        let known = spoken.as_ref().and_then(|language| language.texts.get(english));
        known.map_or(english, String::as_str).to_owned()
    })
}

/// A text in the language that is spoken, with values at their places.
#[must_use]
pub fn fill(english: &str, values: &[(&str, &dyn Display)]) -> String {
    filled(&say(english), |name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.to_string()))
}

/// A text with values at its places `{name}`; a place without a value stays as it is.
#[must_use]
pub fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}').and_then(|(name, behind)| Some((value(name)?, behind))) {
            Some((value, behind)) => {
                out.push_str(&value);
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + rest
}

/// Names of the places of a text, as they come.
pub fn places(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// A figure as the language writes it: a decimal point becomes a comma where that is the custom.
#[must_use]
pub fn decimal(figure: &str) -> String {
    match say("0.5").strip_prefix('0').and_then(|rest| rest.strip_suffix('5')) {
        Some(sign) if sign != "." => figure.replace('.', sign),
        _ => figure.to_owned(),
    }
}

/// Says a text of the interface in the language that is spoken, with values at places named as they are.
///
/// `say!("In force")`, `say!("{count} clauses of {title}", count = 3, title)`
#[macro_export]
macro_rules! say {
    ($text:literal) => {
        $crate::model::language::say($text)
    };
    ($text:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        $crate::model::language::fill($text, &[$((stringify!($name), $crate::say!(@ $name $(= $value)?))),+])
    };
    (@ $name:ident) => {
        &$name as &dyn ::std::fmt::Display
    };
    (@ $name:ident = $value:expr) => {
        &$value as &dyn ::std::fmt::Display
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn german() -> Arc<Language> {
        let texts = [("From|a day", "Ab"), ("{a} of {b}", "{a} von {b}"), ("0.5", "0,5")];
        let texts = texts.map(|(english, german)| (english.to_owned(), german.to_owned()));
        Arc::new(Language { tag: "de".to_owned(), texts: texts.into() })
    }

    #[test]
    fn speaks_english_unless_told() {
        let b = 5;
        assert_eq!(say!("{a} of {b}", a = 1, b), "1 of 5");
        assert_eq!(say!("From|a day"), "From");
        assert_eq!(decimal("1.5"), "1.5");
    }

    #[test]
    fn speaks_within_and_no_longer() {
        let said =
            german().speak(|| (say!("From|a day"), say!("{a} of {b}", a = 1, b = 5), decimal("1.5"), say!("No")));
        assert_eq!(said, ("Ab".to_owned(), "1 von 5".to_owned(), "1,5".to_owned(), "No".to_owned()));
        assert_eq!(say!("From|a day"), "From");
        let _ = std::panic::catch_unwind(|| german().speak(|| panic!("a page")));
        assert_eq!(say!("From|a day"), "From");
    }

    #[test]
    fn a_value_is_not_read_again() {
        assert_eq!(say!("{a} and {b}", a = "{b}", b = 2), "{b} and 2");
        assert_eq!(filled("{x} {", |_| None), "{x} {");
    }
}
