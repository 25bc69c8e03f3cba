//! Search by words, and the index from A to Z, which needs no script.

use serde::Serialize;

use super::shared::{self, DocLink, StateView};
use crate::say;
use crate::site::Site;
use crate::site::frame::{About, Frame};

/// Variables of `search.html`.
#[derive(Debug, Serialize)]
pub struct View {
    frame: Frame,
    /// Letters that titles begin with, in their order.
    letters: Vec<Letter>,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Letter {
    /// `A`; `#` for what begins with no letter of an alphabet.
    label: String,
    /// Anchor of the first row that begins so.
    anchor: String,
}

#[derive(Debug, Serialize)]
struct Row {
    /// Where a letter leads; empty for a row that is not the first of its letter.
    anchor: String,
    doc: DocLink,
    type_title: String,
    summary: String,
    state: StateView,
}

/// Everything in force, by title.
#[must_use]
pub fn view(site: &Site, path: &str) -> View {
    let about = About {
        path,
        title: say!("Search"),
        description: say!("Documents from A to Z"),
        section: "",
        print: (say!("Documents from A to Z"), site.sms.inputs.config.site.organization.clone()),
        landscape: false,
        noindex: true,
        language: None,
    };
    let mut rows: Vec<_> = site
        .sms
        .corpus
        .in_force()
        .map(|entry| {
            let document = entry.document();
            Row {
                anchor: String::new(),
                doc: shared::doc_link(entry),
                type_title: shared::type_title(entry),
                summary: document.summary.as_ref().map(|summary| summary.value.clone()).unwrap_or_default(),
                state: shared::state(entry.state()),
            }
        })
        .collect();
    rows.sort_by_key(|row| (letter(&row.doc.title), row.doc.title.to_lowercase(), row.doc.id.clone()));
    let mut letters: Vec<Letter> = Vec::new();
    for row in &mut rows {
        let label = letter(&row.doc.title).map_or_else(|| "#".to_owned(), String::from);
        if letters.last().is_none_or(|last| last.label != label) {
            row.anchor = format!("az-{}", letters.len() + 1);
            letters.push(Letter { label, anchor: row.anchor.clone() });
        }
    }
    View { frame: site.frame(&about), letters, rows }
}

/// The letter below which a title is looked for: `Ü` is `U`. `None`, which comes first, for digits and signs, and for
/// scripts with more characters than anybody would list.
fn letter(title: &str) -> Option<char> {
    crate::site::search::letter(title.chars().find(|char| char.is_alphanumeric())?)
}

#[cfg(test)]
mod tests {
    use super::letter;

    #[test]
    fn titles_stand_below_letters_of_an_alphabet() {
        let letters = ["Über uns", "Élan", "øre", "“Quoted”", "4 eyes", "障害", "가이드", "…"].map(letter);
        assert_eq!(letters, [Some('U'), Some('E'), Some('O'), Some('Q'), None, None, None, None]);
    }
}
