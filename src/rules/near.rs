//! The name that was probably meant.

/// How alike two names must be before one is offered for the other, of 1.
const ALIKE: f64 = 0.8;

/// The name most like the one that was typed; `None` where none is like it.
#[must_use]
pub fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_ascii_lowercase();
    let scored = names.map(|name| (strsim::jaro_winkler(&typed, &name.to_ascii_lowercase()), name));
    scored.filter(|(score, _)| *score > ALIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}
