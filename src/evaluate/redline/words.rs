//! Words against words.

use std::ops::Range;

use super::{Piece, Tag, align};
use crate::read::blocks::{Style, Token};

/// Most tokens that two changes may have between them and yet be shown as one: `add it to the queue` and `phone the
/// lead` have `the` in common, which tells nobody anything.
const MAX_JOINED: usize = 5;

/// Words added and removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) added: usize,
    pub(super) removed: usize,
}

impl Tally {
    pub(super) fn count(&mut self, tag: Tag, tokens: &[Token]) {
        let words = tokens.iter().filter(|token| token.is_word()).count();
        match tag {
            Tag::Added => self.added += words,
            Tag::Removed => self.removed += words,
            Tag::Same => {}
        }
    }
}

/// Text that only one version has, or both.
pub(super) fn whole(tag: Tag, tokens: &[Token], tally: &mut Tally) -> Vec<Piece> {
    let mut writer = Writer { pieces: Vec::new(), space: None, tally };
    writer.tally.count(tag, tokens);
    writer.run(tag, tokens);
    writer.pieces
}

/// The pieces that one text became the other by.
pub(super) fn compare(old: &[Token], new: &[Token], tally: &mut Tally) -> Vec<Piece> {
    let runs = runs(old, new);
    let mut writer = Writer { pieces: Vec::new(), space: None, tally };
    for (index, run) in runs.iter().enumerate() {
        match run {
            Run::Same(a, b) => writer.same(&old[a.clone()], &new[b.clone()]),
            Run::Edit(a, b) => {
                let next = runs.get(index + 1).map(|_| (old[a.end].space, new[b.end].space));
                writer.edit(&old[a.clone()], &new[b.clone()], index == 0, next);
            }
        }
    }
    writer.flush();
    writer.pieces
}

/// Tokens of both texts, by turns the same and different.
#[derive(Clone, Debug)]
enum Run {
    Same(Range<usize>, Range<usize>),
    Edit(Range<usize>, Range<usize>),
}

fn runs(old: &[Token], new: &[Token]) -> Vec<Run> {
    let [old_ids, new_ids] = align::numbered(old, new, |token| (token.text.as_str(), &token.style));
    let mut runs = Vec::new();
    let (mut a, mut b) = (0, 0);
    for run in align::common(&old_ids, &new_ids) {
        edit(&mut runs, a..run.old, b..run.new);
        (a, b) = (run.old + run.len, run.new + run.len);
        runs.push(Run::Same(run.old..a, run.new..b));
    }
    edit(&mut runs, a..old.len(), b..new.len());
    join(runs)
}

fn edit(runs: &mut Vec<Run>, old: Range<usize>, new: Range<usize>) {
    if !old.is_empty() || !new.is_empty() {
        runs.push(Run::Edit(old, new));
    }
}

/// Makes one change of two that have less between them than either is long.
fn join(runs: Vec<Run>) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        let next = match (joined.as_slice(), &run) {
            ([.., Run::Edit(a, b), Run::Same(same, _)], Run::Edit(c, d)) => {
                let shortest = a.len().max(b.len()).min(c.len().max(d.len()));
                (same.len() <= shortest.min(MAX_JOINED)).then_some(Run::Edit(a.start..c.end, b.start..d.end))
            }
            _ => None,
        };
        match next {
            Some(next) => {
                joined.truncate(joined.len() - 2);
                joined.push(next);
            }
            None => joined.push(run),
        }
    }
    joined
}

/// Puts tokens together to pieces. The spaces between words go where both texts, read without the pieces of the other,
/// have theirs.
struct Writer<'a> {
    pieces: Vec<Piece>,
    /// A space that is due before the next text.
    space: Option<Tag>,
    tally: &'a mut Tally,
}

impl Writer<'_> {
    fn same(&mut self, old: &[Token], new: &[Token]) {
        for (index, (before, after)) in old.iter().zip(new).enumerate() {
            // Before the first, the change that came before has put the space.
            match (index > 0 && before.space, index > 0 && after.space) {
                (true, true) => self.space(Tag::Same),
                (true, false) => self.space(Tag::Removed),
                (false, true) => self.space(Tag::Added),
                (false, false) => {}
            }
            self.text(Tag::Same, after);
        }
    }

    /// A change, and whether spaces stand before what comes next in each text; `None` at the end.
    fn edit(&mut self, old: &[Token], new: &[Token], first: bool, next: Option<(bool, bool)>) {
        self.tally.count(Tag::Removed, old);
        self.tally.count(Tag::Added, new);
        let (before_old, before_new) = (starts_with_space(old), starts_with_space(new));
        let (after_old, after_new) = next.unwrap_or((false, false));
        match (old.is_empty(), new.is_empty()) {
            (false, false) => {
                let common = before_old && before_new;
                if common {
                    self.space(Tag::Same);
                }
                if before_old && !common {
                    self.space(Tag::Removed);
                }
                self.run(Tag::Removed, old);
                if after_old && !after_new {
                    self.space(Tag::Removed);
                }
                if before_new && !common {
                    self.space(Tag::Added);
                }
                self.run(Tag::Added, new);
                if after_new && !after_old {
                    self.space(Tag::Added);
                }
                if after_old && after_new {
                    self.space(Tag::Same);
                }
            }
            (false, true) => {
                self.one_sided([Tag::Removed, Tag::Added], old, [before_old, after_old], after_new, first, next);
            }
            (true, _) => {
                self.one_sided([Tag::Added, Tag::Removed], new, [before_new, after_new], after_old, first, next);
            }
        }
    }

    /// Tokens of one text where the other has at most a space.
    fn one_sided(
        &mut self,
        [own, other]: [Tag; 2],
        tokens: &[Token],
        [before, after]: [bool; 2],
        space_of_other: bool,
        first: bool,
        next: Option<(bool, bool)>,
    ) {
        // At the ends of a block a space of the other text shows nowhere.
        let edge = first || next.is_none();
        let shared = if space_of_other || edge { Tag::Same } else { own };
        if before {
            self.space(shared);
        }
        self.run(own, tokens);
        if after {
            self.space(shared);
        }
        if space_of_other && !before && !after && !edge {
            self.space(other);
        }
    }

    fn run(&mut self, tag: Tag, tokens: &[Token]) {
        for (index, token) in tokens.iter().enumerate() {
            if index > 0 && token.space {
                self.space(tag);
            }
            self.text(tag, token);
        }
    }

    fn space(&mut self, tag: Tag) {
        self.flush();
        self.space = Some(tag);
    }

    /// Puts a space that is due into a piece of its own, or at the end of the last one where that is plain text.
    fn flush(&mut self) {
        let Some(tag) = self.space.take() else { return };
        match self.pieces.last_mut() {
            Some(last) if last.tag == tag && last.style.is_plain() => last.text.push(' '),
            _ => self.pieces.push(Piece { tag, text: " ".to_owned(), style: Style::default() }),
        }
    }

    fn text(&mut self, tag: Tag, token: &Token) {
        let joins = self.pieces.last().is_some_and(|last| last.tag == tag && last.style == token.style);
        let mut lead = "";
        if self.space == Some(tag) && (joins || token.style.is_plain()) {
            // Within one style, or before plain text, the space belongs to what follows it.
            let last_is_plain = self.pieces.last().is_some_and(|last| last.tag == tag && last.style.is_plain());
            if joins || !last_is_plain {
                (self.space, lead) = (None, " ");
            }
        }
        self.flush();
        match self.pieces.last_mut() {
            Some(last) if joins && last.tag == tag && last.style == token.style => {
                last.text.push_str(lead);
                last.text.push_str(&token.text);
            }
            _ => self.pieces.push(Piece { tag, text: format!("{lead}{}", token.text), style: token.style.clone() }),
        }
    }
}

fn starts_with_space(tokens: &[Token]) -> bool {
    tokens.first().is_some_and(|token| token.space)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tokens(text: &str) -> Vec<Token> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut space = false;
        for char in text.chars() {
            if char == ' ' {
                space = true;
                continue;
            }
            let word = char.is_alphanumeric();
            let space = std::mem::take(&mut space) && !tokens.is_empty();
            match tokens.last_mut() {
                Some(last) if word && !space && last.is_word() => last.text.push(char),
                _ => tokens.push(Token { text: char.to_string(), space, style: Style::default() }),
            }
        }
        tokens
    }

    fn shown(old: &str, new: &str) -> String {
        let pieces = compare(&tokens(old), &tokens(new), &mut Tally::default());
        let show = |piece: &Piece| match piece.tag {
            Tag::Same => piece.text.clone(),
            Tag::Added => format!("+{}+", piece.text),
            Tag::Removed => format!("-{}-", piece.text),
        };
        pieces.iter().map(show).collect()
    }

    #[test]
    fn spaces_stand_outside_of_changes() {
        assert_eq!(shown("after five days", "after three days"), "after -five-+three+ days");
        assert_eq!(shown("a b c", "a c"), "a -b- c");
        assert_eq!(shown("a c", "a b c"), "a +b+ c");
        assert_eq!(shown("a b, c", "a, c"), "a- b-, c");
        assert_eq!(shown("cat", "the cat"), "+the+ cat");
        assert_eq!(shown("cat", "cat sat"), "cat +sat+");
        assert_eq!(shown("f(x", "f (x"), "f+ +(x");
        assert_eq!(shown("f(x)", "f[x]"), "f-(x)-+[x]+");
        assert_eq!(shown("x)y", "x y"), "x-)-+ +y");
    }

    #[test]
    fn words_between_two_changes_that_tell_nothing_join_them() {
        assert_eq!(
            shown("so add it to the queue for triage.", "so phone the lead on call."),
            "so -add it to the queue for triage-+phone the lead on call+."
        );
        assert_eq!(shown("five, then six", "three, then four"), "-five-+three+, then -six-+four+");
    }

    #[test]
    fn words_are_counted_without_punctuation() {
        let mut tally = Tally::default();
        compare(&tokens("a, b."), &tokens("a; c d."), &mut tally);
        assert_eq!(tally, Tally { added: 2, removed: 1 });
    }

    fn side(pieces: &[Piece], not: Tag) -> String {
        let text: String = pieces.iter().filter(|piece| piece.tag != not).map(|piece| piece.text.as_str()).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_the_pieces(old in "[ab,() ]{0,24}", new in "[ab,() ]{0,24}") {
            let pieces = compare(&tokens(&old), &tokens(&new), &mut Tally::default());
            let clean = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(side(&pieces, Tag::Added), clean(&old));
            prop_assert_eq!(side(&pieces, Tag::Removed), clean(&new));
        }
    }
}
