//! Where the boxes and lines of a flow chart stand: pure numbers, the same for the same chart.
//!
//! The chart is seen as if its lines led downwards: *across* is from left to right, *along* from top to bottom. Boxes
//! stand in every second rank. In each rank between its boxes a line has a place of its own, so that no line runs through a
//! box; its text stands at one of these places, so that no text lies on another. Lines that close a circle run upwards.

mod order;
mod place;

use std::ops::Range;

/// Space around everything.
const MARGIN: i32 = 8;

/// Least and most space between two ranks.
const GAP: Range<i32> = 22..44;

/// A box, or the place of a line in a rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Size {
    /// From left to right.
    pub across: i32,
    /// From top to bottom.
    pub along: i32,
}

/// A line from one box to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// Index of the box that it comes from.
    pub from: usize,
    /// Index of the box that it leads to; another one.
    pub to: usize,
    /// How many ranks of boxes it leads on, from 1.
    pub length: usize,
    /// Size of its text.
    pub label: Size,
}

/// A place where a line passes a rank, straight on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stop {
    /// Its middle.
    pub across: i32,
    /// Where it begins and ends.
    pub along: (i32, i32),
}

/// The way of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// Places between its boxes, from top to bottom.
    pub stops: Vec<Stop>,
    /// Which of them holds the text.
    pub label: usize,
    /// Whether it closes a circle: then it leads from bottom to top.
    pub turned: bool,
}

/// A chart that is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// Size of the whole.
    pub size: Size,
    /// Middle of each box, across and along.
    pub boxes: Vec<(i32, i32)>,
    /// The way of each line.
    pub ways: Vec<Way>,
}

/// A box or a place of a line, while it is laid out.
struct Item {
    rank: usize,
    size: Size,
    /// Whether it is a box.
    is_box: bool,
    /// Items of the rank above and of the rank below, with how much it wants to stand right under or over them.
    up: Vec<(usize, u8)>,
    down: Vec<(usize, u8)>,
}

/// Lays out boxes; lines name boxes that there are.
pub(super) fn layout(boxes: &[Size], links: &[Link]) -> Layout {
    let turned = order::turned(boxes.len(), links);
    let ranks = order::ranks(boxes.len(), links, &turned);
    let mut items: Vec<Item> = boxes
        .iter()
        .zip(&ranks)
        .map(|(size, rank)| Item { rank: *rank, size: *size, is_box: true, up: Vec::new(), down: Vec::new() })
        .collect();
    let chains: Vec<(Range<usize>, usize)> =
        links.iter().zip(&turned).map(|(link, turned)| chain(&mut items, link, *turned)).collect();
    pull(&mut items);
    let rows = order::rows(&items);
    let across = place::across(&items, &rows);
    let along = place::along(&items, &rows, &across);
    let stop = |item: usize| {
        let (start, end) = along[items[item].rank];
        Stop { across: across[item], along: (start, end) }
    };
    let ways = chains
        .into_iter()
        .zip(&turned)
        .map(|((stops, label), turned)| Way { stops: stops.map(stop).collect(), label, turned: *turned })
        .collect();
    let middle = |item: usize| {
        let (start, end) = along[items[item].rank];
        (across[item], (start + end) / 2)
    };
    let right = (0..items.len()).map(|item| across[item] + (items[item].size.across + 1) / 2).max();
    let bottom = along.last().map_or(0, |(_, end)| *end);
    Layout {
        size: Size { across: right.unwrap_or_default() + MARGIN, along: bottom + MARGIN },
        boxes: (0..boxes.len()).map(middle).collect(),
        ways,
    }
}

/// Adds the places of a line. Gives back which they are, from top to bottom, and which of them holds the text.
fn chain(items: &mut Vec<Item>, link: &Link, turned: bool) -> (Range<usize>, usize) {
    let (upper, lower) = if turned { (link.to, link.from) } else { (link.from, link.to) };
    let first = items.len();
    let ranks = items[upper].rank + 1..items[lower].rank;
    // The text stands near the box that the line comes from: it often answers a question there.
    let label = if turned { ranks.len().saturating_sub(1) } else { 0 };
    let mut above = upper;
    for (number, rank) in ranks.clone().enumerate() {
        let own = if number == label { link.label } else { Size::default() };
        let size = Size { across: own.across.max(10), along: own.along };
        let item = items.len();
        items.push(Item { rank, size, is_box: false, up: Vec::new(), down: Vec::new() });
        join(items, above, item);
        above = item;
    }
    join(items, above, lower);
    (first..items.len(), label)
}

fn join(items: &mut [Item], above: usize, below: usize) {
    items[above].down.push((below, 1));
    items[below].up.push((above, 1));
}

/// Says how much neighbours want to stand right under each other: a long line is to be straight, and a text is to stand at
/// the box that it belongs to alone.
fn pull(items: &mut [Item]) {
    let lines: Vec<(bool, usize, usize)> =
        items.iter().map(|item| (item.is_box, item.up.len(), item.down.len())).collect();
    let strength = |above: usize, below: usize| match (lines[above], lines[below]) {
        ((false, ..), (false, ..)) => 32,
        ((_, _, 1), (_, 1, _)) => 16,
        _ => 1,
    };
    for (number, item) in items.iter_mut().enumerate() {
        for (other, pull) in &mut item.up {
            *pull = strength(*other, number);
        }
        for (other, pull) in &mut item.down {
            *pull = strength(number, *other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn link(from: usize, to: usize) -> Link {
        Link { from, to, length: 1, label: Size::default() }
    }

    #[test]
    fn a_chain_is_straight_and_a_circle_runs_back() {
        let size = Size { across: 80, along: 30 };
        let drawn = layout(&[size; 3], &[link(0, 1), link(1, 2), link(2, 0)]);
        assert!(drawn.boxes[0].1 < drawn.boxes[1].1 && drawn.boxes[1].1 < drawn.boxes[2].1);
        assert_eq!(drawn.ways.iter().map(|way| way.turned).collect::<Vec<_>>(), [false, false, true]);
        let drawn = layout(&[size; 3], &[link(0, 1), link(1, 2)]);
        assert_eq!(drawn.boxes.iter().map(|(across, _)| *across).collect::<Vec<_>>(), [48, 48, 48]);
        assert_eq!(drawn.size.across, 96);
    }

    #[test]
    fn the_largest_chart_is_laid_out() {
        let links: Vec<Link> = (0..119).map(|at| link(at, at + 1)).chain((0..119).map(|at| link(0, at + 1))).collect();
        let drawn = layout(&[Size { across: 60, along: 30 }; 120], &links);
        assert_eq!(drawn.ways.len(), links.len());
    }

    proptest! {
        #[test]
        fn nothing_lies_on_anything(
            edges in proptest::collection::vec((0..12usize, 0..12usize, 1..3usize, 0..90i32), 0..24),
            wide in proptest::collection::vec((20..160i32, 20..60i32), 12),
        ) {
            let boxes: Vec<Size> = wide.iter().map(|(across, along)| Size { across: *across, along: *along }).collect();
            let links: Vec<Link> = edges
                .into_iter()
                .filter(|(from, to, ..)| from != to)
                .map(|(from, to, length, across)| Link { from, to, length, label: Size { across, along: across.min(17) } })
                .collect();
            let drawn = layout(&boxes, &links);
            // Left, top, right and bottom of all that takes room.
            let mut taken: Vec<[i32; 4]> = Vec::new();
            for ((across, along), size) in drawn.boxes.iter().zip(&boxes) {
                let (left, top) = (across - size.across / 2, along - size.along / 2);
                taken.push([left, top, left + size.across, top + size.along]);
            }
            for (way, link) in drawn.ways.iter().zip(&links) {
                let stop = way.stops[way.label];
                let left = stop.across - link.label.across / 2;
                taken.push([left, stop.along.0, left + link.label.across, stop.along.1]);
                for stop in way.stops.iter().filter(|stop| stop.along.1 > stop.along.0) {
                    taken.push([stop.across, stop.along.0, stop.across, stop.along.1]);
                }
            }
            for (number, a) in taken.iter().enumerate() {
                prop_assert!(a[0] >= 0 && a[1] >= 0 && a[2] <= drawn.size.across && a[3] <= drawn.size.along, "{:?}", a);
                for b in &taken[number + 1..] {
                    let own_line = a[0] <= b[0] && b[2] <= a[2] && a[1] == b[1] && a[3] == b[3];
                    let apart = a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1];
                    prop_assert!(apart || own_line, "{:?} {:?}", a, b);
                }
            }
        }
    }
}
