//! The outlines of boxes in flow charts.

use std::fmt::Write as _;

use super::layout::Size;
use crate::model::diagram::Shape;
use crate::site::render::letters::Lines;

/// Space between a text and its outline, to the left and right, and above and below.
const PAD: (i32, i32) = (14, 9);

/// How far the slanting sides of a box lean.
const SLANT: i32 = 14;

/// Half of the height of the lid of a cylinder.
const LID: i32 = 6;

/// A box on the sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outline {
    pub shape: Shape,
    /// Its middle.
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
}

/// Width and height of a box around a text.
pub(super) fn size(shape: Shape, text: &Lines) -> (i32, i32) {
    let (wide, high) = (text.width, text.height());
    let (width, height) = (wide + 2 * PAD.0, high + 2 * PAD.1);
    match shape {
        Shape::Rectangle | Shape::Rounded => (width.max(40), height),
        Shape::Stadium => ((width + height / 3).max(2 * height), height),
        Shape::Subroutine => (width + 12, height),
        Shape::Cylinder => (width.max(48), height + 3 * LID),
        Shape::Circle | Shape::DoubleCircle => {
            let across = (wide * wide + high * high).isqrt() + if shape == Shape::Circle { 14 } else { 24 };
            (across.max(40), across.max(40))
        }
        Shape::Diamond => {
            // The corners of the text lie on the sides where width and height are taken up to the whole.
            let height = high * 11 / 5 + 12;
            let width = (wide + 10) * height / (height - high);
            (width.max(height * 3 / 2), height)
        }
        Shape::Hexagon => (width + height / 2, height),
        Shape::Flag => (width + SLANT, height),
        Shape::LeanRight | Shape::LeanLeft | Shape::Trapezoid | Shape::TrapezoidDown => (width + 2 * SLANT, height),
    }
}

impl Outline {
    /// Its size as the layout sees it, where lines lead downwards or else to the right.
    pub(super) fn turned(width: i32, height: i32, downwards: bool) -> Size {
        if downwards { Size { across: width, along: height } } else { Size { across: height, along: width } }
    }

    /// How far from its middle lines may join it, along a horizontal side (`downwards`) or a vertical one.
    pub(super) fn room(&self, downwards: bool) -> i32 {
        let (half, high) = (self.width / 2, self.height / 2);
        let room = match (self.shape, downwards) {
            (Shape::Diamond | Shape::Circle | Shape::DoubleCircle, true) => half / 2,
            (Shape::Diamond | Shape::Circle | Shape::DoubleCircle | Shape::Hexagon, false) => high / 2,
            (Shape::Hexagon, true) => half - self.height / 4 - 6,
            (Shape::LeanRight | Shape::LeanLeft | Shape::Trapezoid | Shape::TrapezoidDown | Shape::Flag, true) => {
                half - SLANT - 6
            }
            (Shape::Stadium, true) => half - high - 2,
            (Shape::Cylinder, true) => half / 2,
            (_, true) => half - 12,
            (Shape::Stadium, false) => high / 2,
            (_, false) => high - 8,
        };
        room.max(0)
    }

    /// How far its border lies from its middle: below or above a place so far from the middle (`downwards`), or to the
    /// right or left of it. `sign` is -1 above and to the left.
    pub(super) fn reach(&self, off: i32, downwards: bool, sign: i32) -> i32 {
        let (half, high) = (self.width / 2, self.height / 2);
        let off_side = off.abs();
        match (self.shape, downwards) {
            (Shape::Diamond, true) => high - high * off_side / half.max(1),
            (Shape::Diamond, false) => half - half * off_side / high.max(1),
            (Shape::Circle | Shape::DoubleCircle, _) => (half * half - off * off).max(0).isqrt(),
            (Shape::Hexagon, false) => half - self.height / 4 * off_side / high.max(1),
            (Shape::Stadium, false) => half - high + (high * high - off * off).max(0).isqrt(),
            (Shape::Flag, false) if sign < 0 => half - SLANT + SLANT * off_side / high.max(1),
            (Shape::LeanRight, false) => half - SLANT / 2 - sign * SLANT * off / self.height.max(1),
            (Shape::LeanLeft, false) => half - SLANT / 2 + sign * SLANT * off / self.height.max(1),
            (Shape::Trapezoid, false) => half - SLANT / 2 + SLANT * off / self.height.max(1),
            (Shape::TrapezoidDown, false) => half - SLANT / 2 - SLANT * off / self.height.max(1),
            (_, true) => high,
            (_, false) => half,
        }
    }

    /// Where the middle of its text lies below its own.
    pub(super) fn text_below(&self) -> i32 {
        if self.shape == Shape::Cylinder { LID } else { 0 }
    }

    /// Writes the outline.
    pub(super) fn push(&self, out: &mut String) {
        let Self { x, y, width, height, .. } = *self;
        let (left, top) = (x - width / 2, y - height / 2);
        let (right, bottom) = (left + width, top + height);
        let polygon = |out: &mut String, points: &[(i32, i32)]| {
            let points: Vec<String> = points.iter().map(|(x, y)| format!("{x},{y}")).collect();
            let _ = write!(out, "<polygon points=\"{}\"/>", points.join(" "));
        };
        let rectangle = |out: &mut String, round: i32| {
            let _ =
                write!(out, "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"{round}\"/>");
        };
        match self.shape {
            Shape::Rectangle => rectangle(out, 2),
            Shape::Rounded => rectangle(out, 9),
            Shape::Stadium => rectangle(out, height / 2),
            Shape::Subroutine => {
                rectangle(out, 2);
                let _ = write!(out, "<path d=\"M{} {top}V{bottom}M{} {top}V{bottom}\"/>", left + 6, right - 6);
            }
            Shape::Cylinder => {
                let (upper, lower, half) = (top + LID, bottom - LID, width / 2);
                let _ = write!(
                    out,
                    "<path d=\"M{left} {upper}V{lower}A{half} {LID} 0 0 0 {right} {lower}V{upper}A{half} {LID} 0 0 0 {left} {upper}A{half} {LID} 0 0 0 {right} {upper}\"/>"
                );
            }
            Shape::Circle => {
                let _ = write!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{}\"/>", width / 2);
            }
            Shape::DoubleCircle => {
                let (r, inner) = (width / 2, width / 2 - 4);
                let _ = write!(
                    out,
                    "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/><circle cx=\"{x}\" cy=\"{y}\" r=\"{inner}\"/>"
                );
            }
            Shape::Diamond => polygon(out, &[(x, top), (right, y), (x, bottom), (left, y)]),
            Shape::Hexagon => {
                let lean = height / 4;
                polygon(
                    out,
                    &[
                        (left + lean, top),
                        (right - lean, top),
                        (right, y),
                        (right - lean, bottom),
                        (left + lean, bottom),
                        (left, y),
                    ],
                );
            }
            Shape::Flag => {
                polygon(out, &[(left, top), (right, top), (right, bottom), (left, bottom), (left + SLANT, y)]);
            }
            Shape::LeanRight => {
                polygon(out, &[(left + SLANT, top), (right, top), (right - SLANT, bottom), (left, bottom)]);
            }
            Shape::LeanLeft => {
                polygon(out, &[(left, top), (right - SLANT, top), (right, bottom), (left + SLANT, bottom)]);
            }
            Shape::Trapezoid => {
                polygon(out, &[(left + SLANT, top), (right - SLANT, top), (right, bottom), (left, bottom)]);
            }
            Shape::TrapezoidDown => {
                polygon(out, &[(left, top), (right, top), (right - SLANT, bottom), (left + SLANT, bottom)]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_fits_its_diamond() {
        for text in ["Open?", "Nearer than lead time + 4 weeks?", "one\ntwo\nthree\nfour"] {
            let lines = Lines::new(text, 120);
            let (width, height) = size(Shape::Diamond, &lines);
            // At the height of the corners of the text.
            let free = width - width * lines.height() / height;
            assert!(free >= lines.width, "{text}: {free} < {}", lines.width);
        }
    }

    #[test]
    fn lines_end_at_the_border() {
        let at = |shape| Outline { shape, x: 0, y: 0, width: 100, height: 50 };
        assert_eq!((at(Shape::Diamond).reach(25, true, 1), at(Shape::Diamond).reach(0, false, -1)), (13, 50));
        assert_eq!((at(Shape::Rectangle).reach(25, true, 1), at(Shape::Rectangle).reach(5, false, 1)), (25, 50));
        // The upper right corner of what leans to the right sticks out, the lower one does not.
        let leaning = at(Shape::LeanRight);
        assert!(leaning.reach(-20, false, 1) > leaning.reach(20, false, 1));
    }
}
