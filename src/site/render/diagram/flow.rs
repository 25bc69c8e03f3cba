//! Draws flow charts.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::layout::{self, Layout, Link, Size, Way};
use super::outline::{self, Outline};
use super::{Picture, push_patch, push_text};
use crate::model::diagram::{Direction, Edge, Flow, Shape, Stroke, Tip};
use crate::say;
use crate::site::render::letters::Lines;

/// Widest text of a box, of a box that narrows, and of a line.
const ROOM: (i32, i32, i32) = (168, 122, 130);

/// Space around the text of a line.
const PAD: (i32, i32) = (5, 2);

/// Length of the head of a line, and half of its width.
const HEAD: (i32, i32) = (8, 4);

/// Space between two lines that join one side of a box.
const APART: i32 = 16;

/// How far aside of the middle of a box a line may join it so as to be straight.
const NEARLY: i32 = 8;

/// How far a line from a box to itself runs beside it.
const LOOP: i32 = 22;

/// A place in the drawing, across and along, as the layout sees it.
type Point = (i32, i32);

/// A chart that is drawn.
struct Chart<'a> {
    flow: &'a Flow,
    downwards: bool,
    drawn: Layout,
    boxes: Vec<Outline>,
    /// Where each line leaves its box and where it arrives, by its number and whether that is its lower end, as the
    /// distance from the middle of the box.
    joints: BTreeMap<(usize, bool), i32>,
}

/// Draws a flow chart.
pub(super) fn picture(flow: &Flow) -> Picture {
    let downwards = matches!(flow.direction, Direction::Down | Direction::Up);
    let room =
        |shape| if matches!(shape, Shape::Diamond | Shape::Circle | Shape::DoubleCircle) { ROOM.1 } else { ROOM.0 };
    let texts: Vec<Lines> = flow.nodes.iter().map(|node| Lines::new(&node.text, room(node.shape))).collect();
    let labels: Vec<Lines> = flow.edges.iter().map(|edge| Lines::new(&edge.text, ROOM.2)).collect();
    let sizes: Vec<(i32, i32)> =
        flow.nodes.iter().zip(&texts).map(|(node, text)| outline::size(node.shape, text)).collect();
    // A line from a box to itself stays beside it and needs room there.
    let beside = beside(flow, &labels, downwards);
    let items: Vec<Size> = sizes
        .iter()
        .zip(&beside)
        .map(|((width, height), beside)| {
            let size = Outline::turned(*width, *height, downwards);
            Size { across: size.across + 2 * beside, ..size }
        })
        .collect();
    let links: Vec<Link> = flow
        .edges
        .iter()
        .zip(&labels)
        .filter(|(edge, _)| edge.from != edge.to)
        .map(|(edge, label)| Link {
            from: edge.from,
            to: edge.to,
            length: edge.length,
            label: label_size(label, downwards),
        })
        .collect();
    let drawn = layout::layout(&items, &links);
    let mut chart = Chart { flow, downwards, drawn, boxes: Vec::new(), joints: BTreeMap::new() };
    for (number, node) in flow.nodes.iter().enumerate() {
        let (x, y) = chart.on_sheet(chart.drawn.boxes[number]);
        let (width, height) = sizes[number];
        chart.boxes.push(Outline { shape: node.shape, x, y, width, height });
    }
    chart.join();
    let mut content =
        String::from("<g fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\" stroke-linejoin=\"round\">");
    for shape in &chart.boxes {
        shape.push(&mut content);
    }
    let mut patches = String::new();
    let ways = flow.edges.iter().zip(&labels);
    let mut passed = 0;
    for (edge, label) in ways {
        if edge.from == edge.to {
            chart.push_loop(&mut content, &mut patches, edge, label);
            continue;
        }
        chart.push_line(&mut content, edge, passed);
        if !edge.text.is_empty() && edge.stroke != Stroke::Hidden {
            let way = &chart.drawn.ways[passed];
            let stop = way.stops[way.label];
            push_label(&mut patches, label, chart.on_sheet((stop.across, (stop.along.0 + stop.along.1) / 2)));
        }
        passed += 1;
    }
    content.push_str("</g>");
    content.push_str(&patches);
    for (shape, text) in chart.boxes.iter().zip(&texts) {
        push_text(&mut content, text, shape.x, shape.y + shape.text_below());
    }
    let (width, height) = if downwards {
        (chart.drawn.size.across, chart.drawn.size.along)
    } else {
        (chart.drawn.size.along, chart.drawn.size.across)
    };
    let boxes = match flow.nodes.len() {
        1 => say!("1 box|with"),
        count => say!("{count} boxes|with", count),
    };
    let lines = match flow.edges.iter().filter(|edge| edge.stroke != Stroke::Hidden).count() {
        1 => say!("1 line|with"),
        count => say!("{count} lines|with", count),
    };
    let summary = say!("A flow chart with {boxes} and {lines}.", boxes, lines);
    Picture { left: 0, width, height, content, summary }
}

fn label_size(label: &Lines, downwards: bool) -> Size {
    if label.width == 0 {
        return Size::default();
    }
    Outline::turned(label.width + 2 * PAD.0, label.height() + 2 * PAD.1, downwards)
}

/// How much room each box needs beside it for lines that lead to itself.
fn beside(flow: &Flow, labels: &[Lines], downwards: bool) -> Vec<i32> {
    let mut beside = vec![0; flow.nodes.len()];
    for (edge, label) in flow.edges.iter().zip(labels).filter(|(edge, _)| edge.from == edge.to) {
        let room = LOOP + label_size(label, downwards).across + 4;
        beside[edge.from] = room.max(beside[edge.from]);
    }
    beside
}

fn push_label(out: &mut String, label: &Lines, (x, y): (i32, i32)) {
    let (width, height) = (label.width + 2 * PAD.0, label.height() + 2 * PAD.1);
    push_patch(out, x - width / 2, y - height / 2, width, height);
    push_text(out, label, x, y);
}

impl Chart<'_> {
    /// A place on the sheet, from left to right and from top to bottom.
    fn on_sheet(&self, (across, along): Point) -> (i32, i32) {
        let size = self.drawn.size.along;
        match self.flow.direction {
            Direction::Down => (across, along),
            Direction::Up => (across, size - along),
            Direction::Right => (along, across),
            Direction::Left => (size - along, across),
        }
    }

    /// Spreads the lines along the sides of the boxes, in the order in which they lead away.
    fn join(&mut self) {
        let mut sides: BTreeMap<(usize, bool), Vec<(i32, usize)>> = BTreeMap::new();
        let links = self.flow.edges.iter().filter(|edge| edge.from != edge.to);
        for (number, (edge, way)) in links.zip(&self.drawn.ways).enumerate() {
            let (upper, lower) = if way.turned { (edge.to, edge.from) } else { (edge.from, edge.to) };
            let stops = (way.stops.first(), way.stops.last());
            if let (Some(first), Some(last)) = stops {
                sides.entry((upper, true)).or_default().push((first.across, number));
                sides.entry((lower, false)).or_default().push((last.across, number));
            }
        }
        for ((item, below), mut lines) in sides {
            lines.sort_unstable();
            let middle = self.drawn.boxes[item].0;
            let room = self.boxes[item].room(self.downwards);
            let count = i32::try_from(lines.len()).unwrap_or(1);
            let apart = if count > 1 { APART.min(2 * room / (count - 1)) } else { 0 };
            // From left to right each keeps its distance to the one before it, and leaves room for those that follow.
            let mut least = -room;
            for (place, (across, number)) in (0..).zip(lines) {
                let aside = across - middle;
                // A line that stands alone joins in the middle, unless it would be nearly straight.
                let wanted = if count == 1 && aside.abs() > NEARLY { 0 } else { aside };
                let off = wanted.clamp(least, (room - apart * (count - 1 - place)).max(least));
                least = off + apart;
                // The side of the upper box is the lower one, where the upper end of the line is.
                self.joints.insert((number, !below), off);
            }
        }
    }

    /// Where a line joins a box.
    fn joint(&self, number: usize, item: usize, lower: bool) -> Point {
        let off = self.joints.get(&(number, lower)).copied().unwrap_or_default();
        let (across, along) = self.drawn.boxes[item];
        let flipped = matches!(self.flow.direction, Direction::Up | Direction::Left);
        let away = if lower { -1 } else { 1 };
        let sign = if flipped { -away } else { away };
        (across + off, along + away * self.boxes[item].reach(off, self.downwards, sign))
    }

    fn push_line(&self, out: &mut String, edge: &Edge, number: usize) {
        if edge.stroke == Stroke::Hidden {
            return;
        }
        let way: &Way = &self.drawn.ways[number];
        let (upper, lower) = if way.turned { (edge.to, edge.from) } else { (edge.from, edge.to) };
        let (begin, end) = (self.joint(number, upper, false), self.joint(number, lower, true));
        let (upper_tip, lower_tip) = if way.turned { (edge.end, edge.start) } else { (edge.start, edge.end) };
        let mut at = (begin.0, begin.1 + inset(upper_tip));
        let last = (end.0, end.1 - inset(lower_tip));
        let (x, y) = self.on_sheet(at);
        let _ = write!(out, "<path{} d=\"M{x} {y}", stroke(edge.stroke));
        // Ranks without texts and boxes are only space to bend in.
        for stop in way.stops.iter().filter(|stop| stop.along.1 > stop.along.0) {
            self.push_bend(out, at, (stop.across, stop.along.0));
            at = (stop.across, stop.along.1);
            self.push_bend(out, (stop.across, stop.along.0), at);
        }
        self.push_bend(out, at, last);
        out.push_str("\"/>");
        self.push_tip(out, upper_tip, begin, -1);
        self.push_tip(out, lower_tip, end, 1);
    }

    /// Goes from one place to another, along at both ends.
    fn push_bend(&self, out: &mut String, from: Point, to: Point) {
        let (x, y) = self.on_sheet(to);
        if (from.0 - to.0).abs() < 2 {
            let _ = write!(out, "L{x} {y}");
            return;
        }
        let middle = (from.1 + to.1) / 2;
        let (a, b) = (self.on_sheet((from.0, middle)), self.on_sheet((to.0, middle)));
        let _ = write!(out, "C{} {} {} {} {x} {y}", a.0, a.1, b.0, b.1);
    }

    /// Draws the end of a line that points downwards, or upwards where `sign` is -1.
    fn push_tip(&self, out: &mut String, tip: Tip, (across, along): Point, sign: i32) {
        let at = |across: i32, along: i32| {
            let (x, y) = self.on_sheet((across, along));
            format!("{x} {y}")
        };
        let (length, half) = HEAD;
        let base = along - sign * length;
        match tip {
            Tip::None => {}
            Tip::Arrow | Tip::Open => {
                let _ = write!(
                    out,
                    "<path fill=\"currentColor\" stroke=\"none\" d=\"M{}L{}L{}z\"/>",
                    at(across, along),
                    at(across - half, base),
                    at(across + half, base)
                );
            }
            Tip::Circle => {
                let (x, y) = self.on_sheet((across, along - sign * half));
                let _ = write!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{half}\"/>");
            }
            Tip::Cross => {
                let near = along - sign;
                let _ = write!(
                    out,
                    "<path d=\"M{}L{}M{}L{}\"/>",
                    at(across - half, near),
                    at(across + half, base),
                    at(across + half, near),
                    at(across - half, base)
                );
            }
        }
    }

    /// Draws a line from a box to itself, beside it.
    fn push_loop(&self, out: &mut String, patches: &mut String, edge: &Edge, label: &Lines) {
        if edge.stroke == Stroke::Hidden {
            return;
        }
        let shape = &self.boxes[edge.from];
        let (across, along) = self.drawn.boxes[edge.from];
        let (half, room) = match self.downwards {
            true => (shape.width / 2, shape.height / 5),
            false => (shape.height / 2, shape.width / 5),
        };
        let flipped = if matches!(self.flow.direction, Direction::Up | Direction::Left) { -1 } else { 1 };
        let border = |off: i32| across + shape.reach(off * flipped, !self.downwards, 1);
        let (begin, end) = ((border(room), along + room), (border(-room), along - room));
        let out_there = across + half + LOOP;
        let at = |point: Point| {
            let (x, y) = self.on_sheet(point);
            format!("{x} {y}")
        };
        let _ = write!(
            out,
            "<path{} d=\"M{}C{} {} {}\"/>",
            stroke(edge.stroke),
            at(begin),
            at((out_there, begin.1 + 4)),
            at((out_there, end.1 - 4)),
            at((end.0 + 6, end.1))
        );
        if edge.end != Tip::None {
            let (length, half) = HEAD;
            let _ = write!(
                out,
                "<path fill=\"currentColor\" stroke=\"none\" d=\"M{}L{}L{}z\"/>",
                at(end),
                at((end.0 + length, end.1 - half)),
                at((end.0 + length, end.1 + half))
            );
        }
        if label.width > 0 {
            let size = label_size(label, self.downwards);
            push_label(patches, label, self.on_sheet((across + half + LOOP + size.across / 2, along)));
        }
    }
}

/// How far before its box a line ends, so that it does not stick out of what it ends with.
fn inset(tip: Tip) -> i32 {
    match tip {
        Tip::Arrow | Tip::Open => HEAD.0 - 1,
        Tip::Circle => 2 * HEAD.1,
        Tip::None | Tip::Cross => 0,
    }
}

fn stroke(stroke: Stroke) -> &'static str {
    match stroke {
        Stroke::Solid | Stroke::Hidden => "",
        Stroke::Dotted => " stroke-dasharray=\"3 4\"",
        Stroke::Thick => " stroke-width=\"3\"",
    }
}
