//! In which rank boxes stand, and in which order within it.

use super::{Item, Link};

/// Turns in which rows are sorted after their neighbours.
const TURNS: usize = 12;

/// Which lines close a circle: those that lead back to a box from which their own box was reached.
pub(super) fn turned(boxes: usize, links: &[Link]) -> Vec<bool> {
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); boxes];
    for (number, link) in links.iter().enumerate() {
        of[link.from].push(number);
    }
    let (mut seen, mut open, mut turned) = (vec![false; boxes], vec![false; boxes], vec![false; links.len()]);
    for root in 0..boxes {
        let mut work = if seen[root] { Vec::new() } else { vec![(root, 0)] };
        while let Some((at, step)) = work.pop() {
            (seen[at], open[at]) = (true, true);
            let Some(number) = of[at].get(step) else {
                open[at] = false;
                continue;
            };
            work.push((at, step + 1));
            let to = links[*number].to;
            if open[to] {
                turned[*number] = true;
            } else if !seen[to] {
                work.push((to, 0));
            }
        }
    }
    turned
}

/// The rank of each box: two behind the last of those that lead to it, since texts stand in the ranks between.
pub(super) fn ranks(boxes: usize, links: &[Link], turned: &[bool]) -> Vec<usize> {
    let ends = |(link, turned): (&Link, &bool)| {
        let (upper, lower) = if *turned { (link.to, link.from) } else { (link.from, link.to) };
        (upper, lower, 2 * link.length)
    };
    let downward: Vec<(usize, usize, usize)> = links.iter().zip(turned).map(ends).collect();
    let mut waiting = vec![0_usize; boxes];
    for (_, lower, _) in &downward {
        waiting[*lower] += 1;
    }
    let is_first: Vec<bool> = waiting.iter().map(|count| *count == 0).collect();
    let mut ranks = vec![0; boxes];
    let mut ready: Vec<usize> = (0..boxes).filter(|at| is_first[*at]).collect();
    while let Some(at) = ready.pop() {
        for (_, lower, length) in downward.iter().filter(|(upper, ..)| *upper == at) {
            ranks[*lower] = ranks[*lower].max(ranks[at] + length);
            waiting[*lower] -= 1;
            if waiting[*lower] == 0 {
                ready.push(*lower);
            }
        }
    }
    // A box that nothing leads to stands right above the first that it leads to.
    for at in (0..boxes).filter(|at| is_first[*at]) {
        let below = downward.iter().filter(|(upper, ..)| *upper == at);
        ranks[at] = below.map(|(_, lower, length)| ranks[*lower] - length).min().unwrap_or_default();
    }
    ranks
}

/// The items of each rank from left to right, so that few lines cross.
pub(super) fn rows(items: &[Item]) -> Vec<Vec<usize>> {
    let mut rows = first(items);
    let mut best = (crossings(items, &rows), rows.clone());
    for turn in 0..TURNS {
        if best.0 == 0 {
            break;
        }
        let downwards = turn % 2 == 0;
        let count = rows.len();
        for number in 1..count {
            let (rank, other) = if downwards { (number, number - 1) } else { (count - 1 - number, count - number) };
            let place = places(&rows[other], items.len());
            let mut keyed: Vec<(f64, usize)> = rows[rank]
                .iter()
                .enumerate()
                .map(|(here, item)| {
                    let near = if downwards { &items[*item].up } else { &items[*item].down };
                    let sum: usize = near.iter().map(|(other, _)| place[*other]).sum();
                    #[expect(clippy::cast_precision_loss, reason = "places in a row are small")]
                    let key = if near.is_empty() { here as f64 } else { sum as f64 / near.len() as f64 };
                    (key, *item)
                })
                .collect();
            // Equals keep their order.
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            rows[rank] = keyed.into_iter().map(|(_, item)| item).collect();
        }
        let crossed = crossings(items, &rows);
        if crossed < best.0 {
            best = (crossed, rows.clone());
        }
    }
    best.1
}

/// Items as they are met on the ways down from each box that nothing leads to.
fn first(items: &[Item]) -> Vec<Vec<usize>> {
    let count = items.iter().map(|item| item.rank + 1).max().unwrap_or_default();
    let mut rows = vec![Vec::new(); count];
    let mut seen = vec![false; items.len()];
    for root in (0..items.len()).filter(|at| items[*at].up.is_empty()) {
        let mut work = vec![root];
        while let Some(at) = work.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            rows[items[at].rank].push(at);
            work.extend(items[at].down.iter().rev().map(|(below, _)| *below));
        }
    }
    rows
}

fn places(row: &[usize], items: usize) -> Vec<usize> {
    let mut place = vec![0; items];
    for (number, item) in row.iter().enumerate() {
        place[*item] = number;
    }
    place
}

/// How often lines cross.
fn crossings(items: &[Item], rows: &[Vec<usize>]) -> usize {
    let mut crossed = 0;
    for pair in rows.windows(2) {
        let place = places(&pair[1], items.len());
        // How many lines end at each place or left of it, as a tree of sums.
        let mut sums = vec![0_usize; pair[1].len() + 1];
        let mut before = 0;
        for upper in &pair[0] {
            let ends: Vec<usize> = items[*upper].down.iter().map(|(lower, _)| place[*lower]).collect();
            for end in &ends {
                let (mut at, mut left) = (end + 1, 0);
                while at > 0 {
                    left += sums[at];
                    at &= at - 1;
                }
                crossed += before - left;
            }
            for end in &ends {
                let mut at = end + 1;
                while at < sums.len() {
                    sums[at] += 1;
                    at += at & at.wrapping_neg();
                }
            }
            before += ends.len();
        }
    }
    crossed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::render::diagram::layout::Size;

    #[test]
    fn crossings_are_counted() {
        let item = |rank, down: &[usize]| Item {
            rank,
            size: Size::default(),
            is_box: true,
            up: Vec::new(),
            down: down.iter().map(|below| (*below, 1)).collect(),
        };
        let items = [item(0, &[4, 5]), item(0, &[3]), item(0, &[3, 5]), item(1, &[]), item(1, &[]), item(1, &[])];
        // 0-4 and 0-5 cross 1-3 and 2-3.
        assert_eq!(crossings(&items, &[vec![0, 1, 2], vec![3, 4, 5]]), 4);
        assert_eq!(crossings(&items, &[vec![1, 2, 0], vec![3, 5, 4]]), 0);
    }
}
