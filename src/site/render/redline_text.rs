//! Words of a redline as HTML: what was added and removed, and characters that would hide.

use super::escape::push_html;
use crate::evaluate::redline::{Piece, Tag};
use crate::read::blocks::Style;
use crate::say;

/// Whether readers may be told where a link leads: another document may be one that they may not know of.
pub type MayName<'a> = &'a dyn Fn(&str) -> bool;

/// Writes pieces, without those that a side lacks.
pub(super) fn phrase(out: &mut String, pieces: &[Piece], lacks: Option<Tag>, may_name: MayName<'_>) {
    let mut after_change = false;
    // The beginning of a block is as good as a space.
    let mut spaced = true;
    for group in pieces.chunk_by(|a, b| a.tag == b.tag).filter(|group| Some(group[0].tag) != lacks) {
        let (element, word) = match group[0].tag {
            Tag::Same => {
                for piece in group {
                    styled(out, piece);
                }
                after_change = false;
                spaced = group.last().is_some_and(|piece| piece.text.ends_with(' '));
                continue;
            }
            Tag::Added => ("ins", say!("added|text")),
            Tag::Removed => ("del", say!("removed|text")),
        };
        if after_change && spaced {
            // What was removed and what took its place stand between the same two spaces.
            out.push(' ');
        }
        out.push('<');
        out.push_str(element);
        out.push_str("><span class=\"vh\">[");
        push_html(out, &word);
        if let Some(look) = look(group) {
            out.push_str(", ");
            push_html(out, &look);
        }
        out.push_str(": </span>");
        for piece in group {
            changed(out, piece, may_name);
        }
        out.push_str("<span class=\"vh\">]</span></");
        out.push_str(element);
        out.push('>');
        after_change = true;
    }
}

/// How all of a change is set, for those who do not see it: it may be all that changed.
fn look(group: &[Piece]) -> Option<String> {
    let all = |is: fn(&Style) -> bool| group.iter().all(|piece| is(&piece.style));
    if all(|style| style.strong && style.emphasis) {
        Some(say!("bold and italic"))
    } else if all(|style| style.strong) {
        Some(say!("bold"))
    } else if all(|style| style.emphasis) {
        Some(say!("italic"))
    } else if all(|style| style.code) {
        Some(say!("code|letters"))
    } else if all(|style| style.struck) {
        Some(say!("struck out"))
    } else {
        None
    }
}

/// A piece that was added or removed: spaces alone are shown, and where links lead.
fn changed(out: &mut String, piece: &Piece, may_name: MayName<'_>) {
    if piece.text.trim_matches([' ', '\t']).is_empty() {
        out.extend(piece.text.chars().map(|char| if char == '\t' { '→' } else { '␣' }));
        return;
    }
    styled(out, &Piece { text: piece.text.replace('\n', "↵\n"), ..piece.clone() });
    let other = |target: &&str| *target != piece.text.trim() && may_name(target);
    let link = piece.style.link.as_deref().filter(other).map(|target| say!("to {target}", target));
    let image = piece.style.image.as_deref().filter(other).map(|target| say!("picture {target}", target));
    for target in link.into_iter().chain(image) {
        out.push_str(" (");
        push_text(out, &target);
        out.push(')');
    }
}

fn styled(out: &mut String, piece: &Piece) {
    let style = &piece.style;
    let elements = [(style.strong, "strong"), (style.emphasis, "em"), (style.struck, "s"), (style.code, "code")];
    for (_, element) in elements.iter().filter(|(is, _)| *is) {
        out.push('<');
        out.push_str(element);
        out.push('>');
    }
    for (index, line) in piece.text.split('\n').enumerate() {
        if index > 0 {
            out.push_str("<br>");
        }
        push_text(out, line);
    }
    for (_, element) in elements.iter().rev().filter(|(is, _)| *is) {
        out.push_str("</");
        out.push_str(element);
        out.push('>');
    }
}

/// Adds text in which characters that cannot be seen, or that turn the direction of writing, stand as their numbers: a
/// redline must not hide what changed.
pub(super) fn push_text(out: &mut String, text: &str) {
    let mut shown = 0;
    for (at, char) in text.char_indices().filter(|(_, char)| hides(*char)) {
        push_html(out, &text[shown..at]);
        out.push_str(&format!("⟨U+{:04X}⟩", u32::from(char)));
        shown = at + char.len_utf8();
    }
    push_html(out, &text[shown..]);
}

fn hides(char: char) -> bool {
    // Joiners (U+200C, U+200D) are part of the spelling of some languages.
    matches!(
        char,
        '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(tag: Tag, text: &str, style: Style) -> Piece {
        Piece { tag, text: text.to_owned(), style }
    }

    #[test]
    fn changes_are_marked_for_every_reader() {
        let strong = Style { strong: true, ..Style::default() };
        let link = Style { link: Some("POL-001#x".into()), ..Style::default() };
        let pieces = [
            piece(Tag::Same, "a ", Style::default()),
            piece(Tag::Removed, "<b>", Style::default()),
            piece(Tag::Added, "b", strong),
            piece(Tag::Same, " ", Style::default()),
            piece(Tag::Added, "\u{202e}c", link),
            piece(Tag::Added, " ", Style::default()),
        ];
        let mut out = String::new();
        phrase(&mut out, &pieces, None, &|_| true);
        assert_eq!(
            out,
            "a <del><span class=\"vh\">[removed: </span>&lt;b&gt;<span class=\"vh\">]</span></del> <ins><span class=\"vh\">[added, bold: </span><strong>b</strong><span class=\"vh\">]</span></ins> <ins><span class=\"vh\">[added: </span>⟨U+202E⟩c (to POL-001#x)␣<span class=\"vh\">]</span></ins>"
        );
        out.clear();
        phrase(&mut out, &pieces, Some(Tag::Added), &|_| true);
        assert_eq!(out, "a <del><span class=\"vh\">[removed: </span>&lt;b&gt;<span class=\"vh\">]</span></del> ");
    }
}
