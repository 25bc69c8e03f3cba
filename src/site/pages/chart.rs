//! Coverage over time as a picture and as the numbers in it. The bars are whole units of the picture, so that the same
//! figures give the same bytes.

use serde::Serialize;

use super::shared::{self, Day, StateView};
use crate::evaluate::coverage::Level;
use crate::evaluate::past::{Point, TODAY};
use crate::say;

/// Width of the picture, in its own units.
const WIDTH: usize = 640;

/// Height of the tallest bar.
const HEIGHT: usize = 150;

/// Most names that stand below the bars.
const NAMED: usize = 8;

/// A picture of coverage over time.
#[derive(Debug, Serialize)]
pub(super) struct Chart {
    /// What is seen, for those who do not see it.
    pub label: String,
    width: usize,
    height: usize,
    bars: Vec<Bar>,
    /// What the colours mean, best first.
    legend: Vec<StateView>,
    /// The numbers, the newest first.
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Bar {
    x: usize,
    width: usize,
    parts: Vec<Part>,
    /// Name below the bar; empty where there are too many.
    name: String,
    middle: usize,
    title: String,
}

#[derive(Debug, Serialize)]
struct Part {
    y: usize,
    height: usize,
    class: &'static str,
    key: &'static str,
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    day: Day,
    counts: Vec<usize>,
    covered: usize,
    total: usize,
}

/// Draws points; the oldest comes first. `None` where there are fewer than two, which show no course.
#[must_use]
pub(super) fn chart(points: &[Point]) -> Option<Chart> {
    let (first, last) = match points {
        [first, .., last] => (first, last),
        _ => return None,
    };
    let step = WIDTH / points.len();
    let width = (step * 3 / 4).clamp(4, 64);
    let every = points.len().div_ceil(NAMED);
    let bars = points.iter().enumerate().map(|(index, point)| {
        let x = step * index + (step - width) / 2;
        // The newest is always named, and others at equal distances from it.
        let named = (points.len() - 1 - index).is_multiple_of(every);
        Bar {
            x,
            width,
            parts: parts(point),
            name: if named { short(&named_point(&point.name)).to_owned() } else { String::new() },
            middle: x + width / 2,
            title: say!(
                "{name}: {count} of {total} covered",
                name = named_point(&point.name),
                count = point.covered(),
                total = point.levels.len()
            ),
        }
    });
    let label = say!(
        "Clauses covered: {first} of {first_total} on {first_day}, {last} of {last_total} on {last_day}",
        first = first.covered(),
        first_total = first.levels.len(),
        first_day = shared::day(first.day).text,
        last = last.covered(),
        last_total = last.levels.len(),
        last_day = shared::day(last.day).text
    );
    let rows = points.iter().rev().map(|point| Row {
        name: named_point(&point.name),
        day: shared::day(point.day),
        counts: Level::ALL.iter().rev().map(|level| point.count(*level)).collect(),
        covered: point.covered(),
        total: point.levels.len(),
    });
    Some(Chart {
        label,
        width: WIDTH,
        height: HEIGHT,
        bars: bars.collect(),
        legend: Level::ALL.iter().rev().map(|level| shared::level(*level)).collect(),
        rows: rows.collect(),
    })
}

/// The parts of a bar, best at the bottom.
fn parts(point: &Point) -> Vec<Part> {
    let total = point.levels.len().max(1);
    let mut below = 0;
    let mut parts = Vec::new();
    for level in Level::ALL.into_iter().rev() {
        let count = point.count(level);
        // Ends, not heights, are rounded, so that the parts always fill the bar.
        let (from, to) = (below * HEIGHT / total, (below + count) * HEIGHT / total);
        below += count;
        if to > from {
            let class = shared::level(level).class;
            parts.push(Part { y: HEIGHT - to, height: to - from, class, key: level.word() });
        }
    }
    parts
}

/// The name of a point: that of a tag or a quarter, or today.
fn named_point(name: &str) -> String {
    if name == TODAY { say!("today") } else { name.to_owned() }
}

/// The last part of the name of a tag.
fn short(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}
