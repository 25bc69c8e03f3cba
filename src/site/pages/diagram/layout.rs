//! Where boxes and lines of a drawing stand: pure numbers, the same for the same graph.
//!
//! Layers run from left to right; each box stands one layer behind the last of those that lead to it. A line that passes
//! a layer has a place of its own in it, so that no line runs through a box. Lines turn in the gaps between the layers,
//! each source on a track of its own. A line that closes a circle runs back below everything.

use std::collections::BTreeMap;

/// Width of a box.
pub(super) const WIDTH: i32 = 152;

/// Height of a box.
pub(super) const HEIGHT: i32 = 60;

/// What all heights are multiples of; also the space between two boxes, and the height of a line that passes.
const STEP: i32 = 12;

/// Space around everything.
const MARGIN: i32 = 6;

/// Least space between two layers.
const GAP: i32 = 40;

/// Space between two tracks in a gap, and in front of the first and behind the last.
const TRACK: i32 = 8;

/// Where a line that closes a circle joins its boxes, below their middle; no other line does.
const ASIDE: i32 = 15;

/// Height up to which layers are centred; higher ones all begin at the top, so that the first box is seen first.
const CENTRED: i32 = 560;

/// Turns in which layers are sorted after their neighbours.
const TURNS: usize = 4;

/// A line from one node to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    /// Index of the node that it comes from.
    pub from: usize,
    /// Index of the node that it leads to.
    pub to: usize,
    /// Lines of one node and one style share their way.
    pub style: u8,
}

/// The way of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Corners, from the right side of one box to the left side of the other.
    pub points: Vec<(i32, i32)>,
    /// Whether it closes a circle.
    pub back: bool,
}

/// A drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    /// Width of the whole.
    pub width: i32,
    /// Height of the whole.
    pub height: i32,
    /// Left upper corner of each box.
    pub boxes: Vec<(i32, i32)>,
    /// A line for each edge.
    pub lines: Vec<Line>,
}

/// Something with a place in a layer: a box, or a line that passes.
struct Item {
    layer: usize,
    height: i32,
    y: i32,
    /// How far below its middle lines leave it, so that they do not seem to lead to what they only face.
    out: i32,
    /// Items of the next layer to which it leads.
    to: Vec<usize>,
}

impl Item {
    fn middle(&self) -> i32 {
        self.y + self.height / 2
    }
}

/// Lays out nodes, of which the first is what is drawn; edges name nodes that there are.
#[must_use]
pub(super) fn layout(nodes: usize, edges: &[Edge]) -> Layout {
    let (back, order) = circles(nodes, edges);
    let layer = layers(nodes, edges, &back, &order);
    let (mut items, ways) = items(&layer, edges, &back);
    let count = layer.iter().max().map_or(0, |last| last + 1);
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); count];
    for (index, item) in items.iter().enumerate() {
        columns[item.layer].push(index);
    }
    sort(&mut columns, &items);
    let bottom = stack(&columns, &mut items);
    step_aside(&columns, &mut items);
    let gaps = Gaps::new(&columns, &items, edges, &back, &layer);
    let mut lanes = 0;
    let mut lines = Vec::with_capacity(edges.len());
    for (number, edge) in edges.iter().enumerate() {
        let line = if back[number] {
            lanes += 1;
            let lane = bottom + STEP * lanes;
            let (from, to) = (&items[edge.from], &items[edge.to]);
            let (out, within) = (gaps.back_out[&number], gaps.back_in[&number]);
            let (start, end) = (from.middle() + ASIDE, to.middle() + ASIDE);
            let (right, left) = (gaps.x[from.layer] + WIDTH, gaps.x[to.layer]);
            let points = vec![(right, start), (out, start), (out, lane), (within, lane), (within, end), (left, end)];
            Line { points, back: true }
        } else {
            Line { points: gaps.way(&items, &ways[number]), back: false }
        };
        lines.push(line);
    }
    let boxes = items[..nodes].iter().map(|item| (gaps.x[item.layer], item.y)).collect();
    Layout { width: gaps.width, height: bottom + STEP * lanes + MARGIN, boxes, lines }
}

/// Which edges close a circle, and the nodes so that each comes before those to which the other edges lead.
fn circles(nodes: usize, edges: &[Edge]) -> (Vec<bool>, Vec<usize>) {
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for (number, edge) in edges.iter().enumerate() {
        of[edge.from].push(number);
    }
    let (mut seen, mut open) = (vec![false; nodes], vec![false; nodes]);
    let (mut back, mut done) = (vec![false; edges.len()], Vec::with_capacity(nodes));
    for root in 0..nodes {
        let mut work = if seen[root] { Vec::new() } else { vec![(root, 0)] };
        while let Some((at, step)) = work.pop() {
            if step == 0 {
                (seen[at], open[at]) = (true, true);
            }
            let Some(number) = of[at].get(step) else {
                open[at] = false;
                done.push(at);
                continue;
            };
            work.push((at, step + 1));
            let to = edges[*number].to;
            if open[to] {
                back[*number] = true;
            } else if !seen[to] {
                work.push((to, 0));
            }
        }
    }
    done.reverse();
    (back, done)
}

/// The longest way to each node.
fn layers(nodes: usize, edges: &[Edge], back: &[bool], order: &[usize]) -> Vec<usize> {
    let mut layer = vec![0; nodes];
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for (edge, _) in edges.iter().zip(back).filter(|(_, back)| !**back) {
        of[edge.from].push(edge.to);
    }
    for at in order {
        for to in &of[*at] {
            layer[*to] = layer[*to].max(layer[*at] + 1);
        }
    }
    layer
}

/// Items for all nodes, then for lines that pass, and for each edge the items that its line goes through.
fn items(layer: &[usize], edges: &[Edge], back: &[bool]) -> (Vec<Item>, Vec<Vec<usize>>) {
    let item = |layer, height| Item { layer, height, y: 0, out: 0, to: Vec::new() };
    let mut items: Vec<Item> = layer.iter().map(|layer| item(*layer, HEIGHT)).collect();
    let mut passing: BTreeMap<(usize, u8, usize), usize> = BTreeMap::new();
    let mut ways = Vec::with_capacity(edges.len());
    for (edge, _) in edges.iter().zip(back) {
        let mut way = vec![edge.from];
        for between in layer[edge.from] + 1..layer[edge.to] {
            let next = *passing.entry((edge.from, edge.style, between)).or_insert_with(|| {
                items.push(item(between, STEP));
                items.len() - 1
            });
            way.push(next);
        }
        way.push(edge.to);
        ways.push(way);
    }
    for (way, _) in ways.iter().zip(back).filter(|(_, back)| !**back) {
        for pair in way.windows(2) {
            if !items[pair[0]].to.contains(&pair[1]) {
                items[pair[0]].to.push(pair[1]);
            }
        }
    }
    (items, ways)
}

/// Sorts layers so that what belongs together stands side by side.
fn sort(columns: &mut [Vec<usize>], items: &[Item]) {
    let mut from: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
    for (index, item) in items.iter().enumerate() {
        for to in &item.to {
            from[*to].push(index);
        }
    }
    for turn in 0..TURNS {
        let forward = turn % 2 == 0;
        let place: BTreeMap<usize, usize> =
            columns.iter().flat_map(|column| column.iter().enumerate().map(|(at, item)| (*item, at))).collect();
        let mut place = place;
        let range: Vec<usize> = if forward { (1..columns.len()).collect() } else { (0..columns.len()).rev().collect() };
        for column in range {
            let near = |item: &usize| if forward { &from[*item] } else { &items[*item].to };
            let mean = |item: &usize| match near(item) {
                near if near.is_empty() => place[item] * 1000,
                near => near.iter().map(|other| place[other] * 1000).sum::<usize>() / near.len(),
            };
            let mut sorted: Vec<(usize, usize, usize)> =
                columns[column].iter().map(|item| (mean(item), place[item], *item)).collect();
            sorted.sort_unstable();
            columns[column] = sorted.into_iter().map(|(_, _, item)| item).collect();
            for (at, item) in columns[column].iter().enumerate() {
                place.insert(*item, at);
            }
        }
    }
}

/// Puts the items of each layer below each other. Gives back where the lowest ends.
fn stack(columns: &[Vec<usize>], items: &mut [Item]) -> i32 {
    let height = |column: &Vec<usize>| column.iter().map(|item| items[*item].height + STEP).sum::<i32>() - STEP;
    let heights: Vec<i32> = columns.iter().map(height).collect();
    let tallest = heights.iter().copied().max().unwrap_or_default();
    for (column, own) in columns.iter().zip(heights) {
        let free = if tallest > CENTRED { 0 } else { (tallest - own) / 2 / STEP * STEP };
        let mut y = MARGIN + free;
        for item in column {
            items[*item].y = y;
            y += items[*item].height + STEP;
        }
    }
    MARGIN + tallest
}

/// Lines leave an item a little lower where they would run into a box to which they do not lead. Middles lie at an odd
/// number of half steps, so that half a step lower nothing is met.
fn step_aside(columns: &[Vec<usize>], items: &mut [Item]) {
    for pair in columns.windows(2) {
        for from in &pair[0] {
            let middle = items[*from].middle();
            let meets = |to: &&usize| items[**to].middle() == middle && !items[*from].to.contains(to);
            if !items[*from].to.is_empty() && pair[1].iter().any(|to| meets(&to)) {
                items[*from].out = STEP / 2;
            }
        }
    }
}

/// The gaps between layers: where layers begin, and the track of each source.
struct Gaps {
    x: Vec<i32>,
    track: BTreeMap<usize, i32>,
    back_out: BTreeMap<usize, i32>,
    back_in: BTreeMap<usize, i32>,
    width: i32,
}

impl Gaps {
    fn new(columns: &[Vec<usize>], items: &[Item], edges: &[Edge], back: &[bool], layer: &[usize]) -> Self {
        let mut gaps = Self {
            x: Vec::new(),
            track: BTreeMap::new(),
            back_out: BTreeMap::new(),
            back_in: BTreeMap::new(),
            width: 0,
        };
        let closing = |at: &dyn Fn(&Edge) -> usize, layer: usize| -> Vec<usize> {
            let of = edges.iter().enumerate().zip(back).filter(|((_, edge), back)| **back && at(edge) == layer);
            of.map(|((number, _), _)| number).collect()
        };
        let into = |to: usize| closing(&|edge: &Edge| layer[edge.to], to);
        let first = into(0);
        let mut x = MARGIN;
        for number in &first {
            gaps.back_in.insert(*number, x);
            x += TRACK;
        }
        for (at, column) in columns.iter().enumerate() {
            gaps.x.push(x);
            x += WIDTH;
            let mut sources: Vec<usize> = column.iter().copied().filter(|item| !items[*item].to.is_empty()).collect();
            // Lines that go up turn first, the highest of them first; then those that go down, the lowest first.
            sources.sort_by_key(|source| {
                let item = &items[*source];
                let mean = item.to.iter().map(|to| items[*to].middle()).sum::<i32>()
                    / i32::try_from(item.to.len()).unwrap_or(1).max(1);
                let down = mean > item.middle();
                (down, if down { -item.y } else { item.y })
            });
            let (out, within) = (closing(&|edge: &Edge| layer[edge.from], at), into(at + 1));
            let tracks = i32::try_from(sources.len() + out.len() + within.len()).unwrap_or(i32::MAX / TRACK - 2);
            let last = at + 1 == columns.len();
            // The arrow stands behind the last track.
            let gap = if last { TRACK * tracks } else { (TRACK * (tracks + 2)).max(GAP) };
            let step = if last { TRACK } else { (gap - TRACK) / (tracks + 1) };
            let mut track = x;
            for number in out {
                track += step;
                gaps.back_out.insert(number, track);
            }
            for source in sources {
                track += step;
                gaps.track.insert(source, track);
            }
            for number in within {
                track += step;
                gaps.back_in.insert(number, track);
            }
            x += gap;
        }
        gaps.width = x + MARGIN;
        gaps
    }

    /// The corners of a line through items.
    fn way(&self, items: &[Item], way: &[usize]) -> Vec<(i32, i32)> {
        let mut points = Vec::new();
        for pair in way.windows(2) {
            let (from, to) = (&items[pair[0]], &items[pair[1]]);
            let (start, end, track) = (from.middle() + from.out, to.middle(), self.track[&pair[0]]);
            points.push((self.x[from.layer] + WIDTH, start));
            if start != end {
                points.extend([(track, start), (track, end)]);
            }
            points.push((self.x[to.layer], end));
        }
        points
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edges(pairs: &[(usize, usize)]) -> Vec<Edge> {
        pairs.iter().map(|(from, to)| Edge { from: *from, to: *to, style: 0 }).collect()
    }

    /// Whether a stretch of a line runs through the inside of a box.
    fn crosses(a: (i32, i32), b: (i32, i32), at: (i32, i32)) -> bool {
        let apart = |low: i32, high: i32, from: i32, to: i32| high <= from || low >= to;
        !apart(a.0.min(b.0), a.0.max(b.0), at.0, at.0 + WIDTH)
            && !apart(a.1.min(b.1), a.1.max(b.1), at.1, at.1 + HEIGHT)
            || a.1 == b.1
                && (at.1 < a.1 && a.1 < at.1 + HEIGHT)
                && !apart(a.0.min(b.0), a.0.max(b.0), at.0, at.0 + WIDTH)
            || a.0 == b.0
                && (at.0 < a.0 && a.0 < at.0 + WIDTH)
                && !apart(a.1.min(b.1), a.1.max(b.1), at.1, at.1 + HEIGHT)
    }

    /// What every drawing has to hold.
    fn sound(nodes: usize, edges: &[Edge]) -> Layout {
        let drawn = layout(nodes, edges);
        assert_eq!((drawn.boxes.len(), drawn.lines.len()), (nodes, edges.len()));
        for (index, a) in drawn.boxes.iter().enumerate() {
            assert!(a.0 >= 0 && a.1 >= 0 && a.0 + WIDTH <= drawn.width && a.1 + HEIGHT <= drawn.height, "{a:?}");
            for b in &drawn.boxes[..index] {
                let apart = (a.0 - b.0).abs() >= WIDTH || (a.1 - b.1).abs() >= HEIGHT + STEP;
                assert!(apart, "{a:?} and {b:?} overlap");
            }
        }
        for (edge, line) in edges.iter().zip(&drawn.lines) {
            let (from, to) = (drawn.boxes[edge.from], drawn.boxes[edge.to]);
            let (first, last) = (line.points[0], line.points[line.points.len() - 1]);
            let on_side = |y: i32, of: (i32, i32)| of.1 < y && y < of.1 + HEIGHT;
            assert!(first.0 == from.0 + WIDTH && on_side(first.1, from), "{edge:?} begins at {first:?}");
            assert!(last.0 == to.0 && on_side(last.1, to), "{edge:?} ends at {last:?}");
            assert!(line.back || from.0 < to.0, "{edge:?} runs from left to right");
            for pair in line.points.windows(2) {
                let inside = |at: (i32, i32)| (0..=drawn.width).contains(&at.0) && (0..=drawn.height).contains(&at.1);
                assert!(inside(pair[0]) && inside(pair[1]), "{pair:?} lies in the drawing");
                for at in &drawn.boxes {
                    assert!(!crosses(pair[0], pair[1], *at), "{edge:?}: {pair:?} runs through {at:?}");
                }
            }
        }
        drawn
    }

    #[test]
    fn a_diamond_has_three_layers_and_each_box_once() {
        let drawn = sound(4, &edges(&[(0, 1), (0, 2), (1, 3), (2, 3)]));
        let x: Vec<i32> = drawn.boxes.iter().map(|at| at.0).collect();
        assert!(x[0] < x[1] && x[1] == x[2] && x[2] < x[3]);
        assert_eq!(drawn.boxes[0].1, drawn.boxes[3].1, "both ends stand in the middle");
    }

    #[test]
    fn a_long_line_passes_between_the_boxes_of_a_layer() {
        let drawn = sound(4, &edges(&[(0, 1), (1, 2), (0, 2), (0, 3)]));
        let (layer, line) = (drawn.boxes[1].0, &drawn.lines[2].points);
        assert!(line.iter().any(|point| point.0 == layer), "it has a place of its own there");
    }

    #[test]
    fn what_closes_a_circle_runs_back_below_everything() {
        let drawn = sound(3, &edges(&[(0, 1), (1, 2), (2, 0), (1, 1)]));
        let back: Vec<bool> = drawn.lines.iter().map(|line| line.back).collect();
        assert_eq!(back, [false, false, true, true]);
        let lowest = drawn.boxes.iter().map(|at| at.1 + HEIGHT).max().expect("boxes");
        for line in drawn.lines.iter().filter(|line| line.back) {
            assert!(line.points.iter().any(|point| point.1 > lowest));
        }
    }

    #[test]
    fn forty_in_one_layer_begin_at_the_top() {
        let pairs: Vec<(usize, usize)> = (1..=40).map(|to| (0, to)).collect();
        let drawn = sound(41, &edges(&pairs));
        assert_eq!((drawn.boxes[0].1, drawn.boxes[1].1), (MARGIN, MARGIN));
        assert_eq!(drawn.height, MARGIN + 40 * (HEIGHT + STEP) - STEP + MARGIN);
    }

    #[test]
    fn one_alone_is_a_box() {
        assert_eq!(sound(1, &[]).boxes, [(MARGIN, MARGIN)]);
    }

    proptest! {
        #[test]
        fn any_graph_is_drawn_without_overlaps(
            nodes in 1_usize..16,
            pairs in prop::collection::vec((0_usize..16, 0_usize..16, 0_u8..3), 0..40),
        ) {
            let mut edges: Vec<Edge> =
                pairs.into_iter().map(|(a, b, style)| Edge { from: a % nodes, to: b % nodes, style }).collect();
            edges.sort_by_key(|edge| (edge.from, edge.to));
            edges.dedup_by_key(|edge| (edge.from, edge.to));
            prop_assert_eq!(sound(nodes, &edges), layout(nodes, &edges));
        }
    }
}
